"""A region profile as the fields of a form, and what such a form makes of it: one group at a time.

A field is named by its place: `phases.recovery.label.nl`. An entry of a list is found by its key; an entry whose Dutch
name is emptied is left out, and `hats.new.label.nl` adds one. What nobody filled in stays as it is.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from conference.profile import CAN_WAIT, KEYED, Profile, read
from models.refusals import ProfileWrong

#: Which settings stand together in one form.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "phases": ("phases",),
    "sections": ("sections",),
    "parts": ("parts",),
    "relations": ("relations",),
    "prompts": ("prompts",),
    "meetings": ("meetings",),
    "numbers": ("cycle_days", "minimum_group", "correction_days", "max_people"),
    "roles": ("roles",),
    "hats": ("hats",),
    "areas": ("life_areas",),
    "rules": ("house_rules",),
}
#: What each entry of a list lets one change.
LABELS = {"phases": ("label", "short"), "sections": ("label", "hint"), "parts": ("label", "lead")}
#: Lists that take a new entry: no other setting has to know of it.
OPEN_LISTS = frozenset({"hats", "life_areas"})
LANGUAGES = ("nl", "en")
NEW, LONGEST_FILE = "new", 200_000


@dataclass(frozen=True)
class Field:
    """One field of the form. `kind` is words, number or lines; `part` tells what of the entry it is."""

    name: str
    kind: str
    value: str
    part: str = ""
    language: str = ""


@dataclass(frozen=True)
class Entry:
    """Fields that stand together under one title (a label, a key of a role or relation, or nothing)."""

    title: Any
    fields: tuple[Field, ...]
    is_new: bool = False


@dataclass(frozen=True)
class Change:
    """One value that differs: where, what it was and what it becomes; empty when it was or will not be there."""

    place: str
    before: str
    after: str


def setting_entries(settings: Profile, key: str) -> Iterator[Entry]:
    """The fields of one setting, in the order of the profile."""
    value = settings.model_dump(mode="json")[key]
    if key == "house_rules":
        for language in LANGUAGES:
            words = "\n".join(value.get(language, ()))
            yield Entry(None, (Field(f"{key}.{language}", "lines", words, "", language),))
    elif key in KEYED:
        for one in value:
            named = tuple(_named(f"{key}.{one['key']}", one, LABELS.get(key, ("label",))))
            yield Entry(one["label"], named + (tuple(_minutes(settings, one)) if key == "meetings" else ()))
        if key in OPEN_LISTS:
            yield Entry(None, tuple(_named(f"{key}.{NEW}", {}, ("label",))), is_new=True)
    elif isinstance(value, dict):
        for name, label in value.items():
            yield Entry(label, tuple(_named(f"{key}.{name}", {"": label}, ("",))))
    else:
        yield Entry(None, (Field(key, "number", str(value), key),))


def _named(place: str, entry: Mapping[str, Any], parts: tuple[str, ...]) -> Iterator[Field]:
    for part in parts:
        for language in LANGUAGES:
            name = ".".join(filter(None, (place, part, language)))
            yield Field(name, "words", entry.get(part, {}).get(language, ""), part or "label", language)


def _minutes(settings: Profile, meeting: Mapping[str, Any]) -> Iterator[Field]:
    planned = {part["key"]: str(part["minutes"]) for part in meeting["parts"]}
    for key in [*planned, *(part.key for part in settings.parts if part.key not in planned)]:
        yield Field(f"meetings.{meeting['key']}.minutes.{key}", "number", planned.get(key, ""), f"part:{key}")


def stamp(settings: Profile, group: str) -> str:
    """What a form of this group was made of: it differs as soon as somebody else changed that group."""
    shown = {key: getattr(settings, key) for key in GROUPS[group]}
    waiting = sorted(set(settings.undecided) & set(shown))
    dumped = settings.model_dump(mode="json", include=set(shown))
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
        kept = [one for one in (_entry(f"{key}.{one['key']}", one, key, given) for one in value) if one]
        added = _entry(f"{key}.{NEW}", {"label": {}}, key, given) if key in OPEN_LISTS else None
        if added:
            kept.append({"key": _free_key(added["label"]["nl"], {one["key"] for one in value}), **added})
        return kept
    if isinstance(value, dict):
        return {name: _label(f"{key}.{name}", label, given) or label for name, label in value.items()}
    return _number(key, given[key]) if key in given else value


def _entry(place: str, entry: dict[str, Any], key: str, given: Mapping[str, str]) -> dict[str, Any] | None:
    """The entry as filled in; None when its Dutch name was emptied."""
    parts = LABELS.get(key, ("label",))
    filled = {part: _label(f"{place}.{part}", entry.get(part, {}), given) for part in parts}
    if not filled["label"]:
        return None
    if empty := [part for part in parts if not filled[part]]:
        raise ProfileWrong(f"{place}.{empty[0]}.nl", faults=f"{place}: vul de Nederlandse woorden in")
    told = entry | filled
    minutes = {name: words for name, words in given.items() if name.startswith(f"{place}.minutes.")}
    if key == "meetings" and minutes:
        told["parts"] = [
            {"key": name.rsplit(".", 1)[1], "minutes": _number(name, words)}
            for name, words in minutes.items()
            if words.strip() not in ("", "0")
        ]
    return told


def _label(place: str, label: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    words = {one: given.get(f"{place}.{one}", label.get(one, "")).strip() for one in {*LANGUAGES, *label}}
    long = [one for one, told in words.items() if len(told) > 300]
    if long:
        raise ProfileWrong(f"{place}.{long[0]}", faults=f"{place}: hoogstens 300 letters")
    return {one: told for one, told in sorted(words.items()) if told} if words["nl"] else {}


def _number(name: str, words: str) -> int:
    if not re.fullmatch(r"\d{1,4}", words.strip(), re.ASCII):
        raise ProfileWrong(name, faults=f"{name}: vul een heel getal in")
    return int(words)


def _free_key(words: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    wanted = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30] or "eigen"
    number = 2
    found = wanted
    while found in taken or found == NEW:
        found, number = f"{wanted}_{number}", number + 1
    return found


def checked(told: object) -> Profile:
    """The profile that this tells. Raises ProfileWrong, which says of every fault where it is and what to do."""
    try:
        return read(told)
    except ValidationError as wrong:
        faults = [_said(fault) for fault in wrong.errors(include_url=False)]
        first = wrong.errors(include_url=False)[0]["loc"]
        raise ProfileWrong(".".join(map(str, first)) or None, faults="; ".join(faults[:12])) from wrong


def _said(fault: Any) -> str:
    """One fault in Dutch: keys of a file are the same in every language, and so are these."""
    place, told = ".".join(map(str, fault["loc"])) or "profiel", fault.get("ctx", {})
    match fault["type"]:
        case "extra_forbidden":
            return f"{place}: dit kennen we niet. Haal het weg, of verbeter de naam"
        case "missing":
            return f"{place}: dit ontbreekt. Zet het erbij, of begin met based_on: neutraal"
        case "greater_than_equal" | "less_than_equal":
            low, high = told.get("ge"), told.get("le")
            return f"{place}: " + (f"minstens {low}" if low is not None else f"hoogstens {high}")
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{place}: vul een heel getal in"
        case "left_out":
            return f"{place}: dit mag niet ontbreken: {told['keys']}"
        case "not_there":
            return f"{told['what']}: dit bestaat niet: {told['keys']}"
        case "twice":
            return f"{told['what']}: dit staat er twee keer: {told['keys']}"
        case "must_be_decided":
            return f"dit kan niet wachten op een besluit: {told['keys']}"
    return f"{place}: dit past hier niet. Kijk hoe het in het profiel neutraal staat"


def differences(before: Profile, after: Profile) -> list[Change]:
    """What changes from one profile to the other, place by place."""
    old, new = dict(_flat(before.model_dump(mode="json"))), dict(_flat(after.model_dump(mode="json")))
    places = [*old, *(place for place in new if place not in old)]
    return [
        Change(place, old.get(place, ""), new.get(place, ""))
        for place in places
        if old.get(place, "") != new.get(place, "") and place != "slug"
    ]


def _flat(told: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield from _flat(value, f"{place}.{key}" if place else str(key))
    elif isinstance(told, list) and told and isinstance(told[0], dict):
        for one in told:
            yield from _flat(
                {key: value for key, value in one.items() if key != "key"}, f"{place}.{one['key']}"
            )
    elif isinstance(told, list):
        yield place, ", ".join(map(str, told))
    elif told is not None:
        yield place, str(told)
