"""A region profile as the fields of a form, and what such a form makes of it: one group at a time.

A field is named by its place: `phases.recovery.label.nl`. An entry of a list is found by its key; an entry whose Dutch
name is emptied is left out, and `hats.new.label.nl` adds one. `hats.rvdk.at` is its place in the list, from 1. What
nobody filled in stays as it is; of boxes to tick, `shown` tells that they stood there.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from conference.region.file import checked
from conference.region.profile import CAN_WAIT, KEYED, NEUTRAL, Profile, fitting, load_file
from models.enums import Role
from models.errors.region import Fault, Faults, ProfileWrong
from models.translation import N_

#: Which settings stand together in one form.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "phases": ("phases",),
    "sections": ("sections",),
    "parts": ("parts",),
    "relations": ("relations",),
    "prompts": ("prompts",),
    "meetings": ("meetings",),
    "numbers": ("cycle_days", "minimum_group", "correction_days", "max_people"),
    "keeping": ("keep_case_months", "keep_note_months"),
    "roles": ("roles",),
    "hats": ("hats",),
    "areas": ("life_areas",),
    "rules": ("house_rules",),
}
#: What each entry of a list lets one change.
LABELS = {"phases": ("label", "short"), "sections": ("label", "hint"), "parts": ("label", "lead")}
#: What else a group shows and changes: on which part of a meeting a section stands.
ALSO = {"sections": ("parts",)}
LANGUAGES = ("nl", "en")
NEW, LONGEST_LABEL = "new", 300


@dataclass(frozen=True)
class Field:
    """One field of the form. `kind` is words, number, lines, check, choice or mark (hidden).

    `part` tells what of the entry it is; `choices` are keys with their labels.
    """

    name: str
    kind: str
    value: str
    part: str = ""
    language: str = ""
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Entry:
    """Fields that stand together under one title (a label, a key of a role or relation, or nothing)."""

    title: Any
    fields: tuple[Field, ...]
    is_new: bool = False


def setting_entries(settings: Profile, key: str) -> Iterator[Entry]:
    """The fields of one setting, in the order of the profile."""
    value = settings.model_dump(mode="json")[key]
    if key == "house_rules":
        for language in LANGUAGES:
            words = "\n".join(value.get(language, ()))
            yield Entry(None, (Field(f"{key}.{language}", "lines", words, "", language),))
    elif key in KEYED:
        for number, one in enumerate(value, start=1):
            place = f"{key}.{one['key']}"
            at = Field(f"{place}.at", "number", str(number), "at")
            yield Entry(one["label"], (*_named(place, one, key), at, *_more(settings, key, place, one)))
        new = f"{key}.{NEW}"
        yield Entry(None, (*_named(new, {}, key), *_more(settings, key, new, {})), is_new=True)
    elif isinstance(value, dict):
        for name, label in value.items():
            yield Entry(label, tuple(_words(f"{key}.{name}", label, "label")))
    else:
        yield Entry(None, (Field(key, "number", str(value), key),))


def _named(place: str, entry: Mapping[str, Any], key: str) -> Iterator[Field]:
    for part in LABELS.get(key, ("label",)):
        yield from _words(f"{place}.{part}", entry.get(part, {}), part)


def _words(place: str, label: Mapping[str, str], part: str) -> Iterator[Field]:
    for language in LANGUAGES:
        yield Field(f"{place}.{language}", "words", label.get(language, ""), part, language)


def _more(settings: Profile, key: str, place: str, entry: Mapping[str, Any]) -> Iterator[Field]:
    """What an entry of this list says besides its names."""
    match key:
        case "sections" if not entry.get("plan"):
            parts = tuple((part.key, part.label) for part in settings.parts)
            yield Field(
                f"{place}.part", "choice", _part_of(settings, entry.get("key", "")), "part", choices=parts
            )
        case "prompts":
            yield Field(f"{place}.shown", "mark", "1")
            for role in settings.roles:
                on = "1" if role in entry.get("roles", ()) else ""
                yield Field(f"{place}.roles.{role}", "check", on, f"role:{role}")
        case "meetings":
            yield Field(f"{place}.shown", "mark", "1")
            yield Field(f"{place}.family", "check", "1" if entry.get("family", True) else "", "family")
            if entry:
                yield from _agenda(settings, place, entry)


def _part_of(settings: Profile, section: str) -> str:
    """The first part on which a section stands; empty for none."""
    return next((part.key for part in settings.parts if section in part.sections), "")


def _agenda(settings: Profile, place: str, meeting: Mapping[str, Any]) -> Iterator[Field]:
    """Minutes and place of each part; one without minutes is not on the agenda."""
    planned = {part["key"]: str(part["minutes"]) for part in meeting["parts"]}
    every = [*planned, *(part.key for part in settings.parts if part.key not in planned)]
    for number, key in enumerate(every, start=1):
        yield Field(f"{place}.minutes.{key}", "number", planned.get(key, ""), f"part:{key}")
        yield Field(f"{place}.turn.{key}", "number", str(number) if key in planned else "", f"turn:{key}")


def stamp(settings: Profile, group: str) -> str:
    """What a form of this group was made of: it differs as soon as somebody else changed that group."""
    shown = {*GROUPS[group], *ALSO.get(group, ())}
    waiting = sorted(set(settings.undecided) & shown)
    dumped = settings.model_dump(mode="json", include=shown)
    return sha256(json.dumps([dumped, waiting], sort_keys=True).encode()).hexdigest()[:16]


def changed(settings: Profile, group: str, given: Mapping[str, str]) -> Profile:
    """The profile with what the form says. Raises ProfileWrong, with the field where there is one."""
    told = settings.model_dump(mode="json")
    waiting = set(settings.undecided)
    for key in GROUPS[group]:
        if key in CAN_WAIT:
            waiting.discard(key)
            if given.get(f"undecided.{key}"):
                waiting.add(key)
                told[key] = "nog niet besloten"
                continue
        told[key] = _filled_in(told[key], key, given)
    if group == "sections":
        told["parts"] = _with_sections(settings, told["sections"], given)
    neutral = load_file(NEUTRAL).model_dump(mode="json")
    told["access"] = fitting(
        told["access"],
        {key: neutral[key] if isinstance(told[key], str) else told[key] for key in ("parts", "life_areas")},
    )
    told["undecided"] = sorted(waiting - {key for key in waiting if told[key] == "nog niet besloten"})
    return checked(told)


def _filled_in(value: Any, key: str, given: Mapping[str, str]) -> Any:
    if key == "house_rules":
        return {
            language: [
                line.strip() for line in given.get(f"{key}.{language}", "").splitlines() if line.strip()
            ]
            if f"{key}.{language}" in given
            else value.get(language, [])
            for language in LANGUAGES
        }
    if key in KEYED:
        return _list(value, key, given)
    if isinstance(value, dict):
        return {name: _label(f"{key}.{name}", label, given) or label for name, label in value.items()}
    return _number(key, given[key]) if key in given else value


def _list(entries: list[dict[str, Any]], key: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The entries as filled in, without what was emptied, with what is new, in the order that was asked for."""
    filled = {one["key"]: _entry(f"{key}.{one['key']}", one, key, given) for one in entries}
    added = _entry(f"{key}.{NEW}", {"label": {}}, key, given)
    if added:
        new_key = _free_key(added["label"]["nl"], set(filled))
        filled[new_key] = {"key": new_key, **(_as_the_first(entries) if key == "meetings" else {}), **added}
    wanted = {name: given.get(f"{key}.{name}.at", "") for name in filled}
    return [one for name in _placed(list(filled), wanted, f"{key}.%s.at") if (one := filled[name])]


def _as_the_first(meetings: list[dict[str, Any]]) -> dict[str, Any]:
    """A new kind of meeting begins with the agenda of the first."""
    return {"family": True, "parts": meetings[0]["parts"]}


def _placed(keys: Sequence[str], wanted: Mapping[str, str], field: str) -> list[str]:
    """The keys with each at the place it was given; what moves goes before what stands there, or after on its way down.

    `field` names the field of a key, for what is no number.
    """

    def order(old: int, key: str) -> tuple[int, int]:
        words = wanted.get(key, "").strip()
        new = _number(field % key, words) if words else old
        return new, (new > old) - (new < old)

    orders = {key: order(old, key) for old, key in enumerate(keys, start=1)}
    return sorted(keys, key=orders.__getitem__)


def _entry(place: str, entry: dict[str, Any], key: str, given: Mapping[str, str]) -> dict[str, Any] | None:
    """The entry as filled in; None when its Dutch name was emptied."""
    parts = LABELS.get(key, ("label",))
    filled = {part: _label(f"{place}.{part}", entry.get(part, {}), given) for part in parts}
    if not filled["label"]:
        return None
    if empty := [part for part in parts if not filled[part]]:
        at = f"{place}.{empty[0]}.nl"
        raise ProfileWrong(at, faults=Faults([Fault(at, N_("vul de Nederlandse woorden in"))]))
    told = entry | filled
    if given.get(f"{place}.shown"):
        if key == "prompts":
            roles = dict.fromkeys([*entry.get("roles", ()), *map(str, Role)])
            told["roles"] = [role for role in roles if given.get(f"{place}.roles.{role}")]
        if key == "meetings":
            told["family"] = bool(given.get(f"{place}.family"))
    minutes = {name: words for name, words in given.items() if name.startswith(f"{place}.minutes.")}
    if key == "meetings" and minutes:
        told["parts"] = _planned(place, minutes, given)
    return told


def _planned(place: str, minutes: Mapping[str, str], given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The agenda as filled in."""
    asked = {
        name.rsplit(".", 1)[1]: words for name, words in minutes.items() if words.strip() not in ("", "0")
    }
    turns = {key: given.get(f"{place}.turn.{key}", "") for key in asked}
    return [
        {"key": key, "minutes": _number(f"{place}.minutes.{key}", asked[key])}
        for key in _placed(list(asked), turns, f"{place}.turn.%s")
    ]


def _parts(settings: Profile) -> list[dict[str, Any]]:
    return list(settings.model_dump(mode="json")["parts"])


def _with_sections(
    settings: Profile, sections: list[dict[str, Any]], given: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The parts of a meeting with the sections that were put there. A required section stays at the table."""
    known, parts = {section.key for section in settings.sections}, _parts(settings)
    there = {part["key"] for part in parts}
    moved: dict[str, str] = {}
    for section in sections:
        key = section["key"]
        place = f"sections.{key if key in known else NEW}.part"
        chosen, stood = given.get(place), _part_of(settings, key)
        if chosen is None or chosen == stood:
            continue
        if section.get("required") and chosen not in there:
            raise ProfileWrong(
                place, faults=Faults([Fault(place, N_("dit onderdeel hoort aan tafel. Kies een deel"))])
            )
        moved[key] = chosen
    left = {section["key"] for section in sections}
    for part in parts:
        stays = [key for key in part["sections"] if key in left and key not in moved]
        part["sections"] = stays + [key for key, chosen in moved.items() if chosen == part["key"]]
    return parts


def _label(place: str, label: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    words = {one: given.get(f"{place}.{one}", label.get(one, "")).strip() for one in {*LANGUAGES, *label}}
    long = [one for one, told in words.items() if len(told) > LONGEST_LABEL]
    if long:
        at = f"{place}.{long[0]}"
        raise ProfileWrong(
            at, faults=Faults([Fault(at, N_("hoogstens %(most)s letters"), {"most": LONGEST_LABEL})])
        )
    return {one: told for one, told in sorted(words.items()) if told} if words["nl"] else {}


def _number(name: str, words: str) -> int:
    if not re.fullmatch(r"\d{1,4}", words.strip(), re.ASCII):
        raise ProfileWrong(name, faults=Faults([Fault(name, N_("vul een heel getal in"))]))
    return int(words)


def _free_key(words: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    wanted = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30] or "eigen"
    number = 2
    found = wanted
    while found in taken or found == NEW:
        found, number = f"{wanted}_{number}", number + 1
    return found
