"""A region profile that comes as a file: what is wrong in it, and what it would change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from conference.region.profile import Profile, read
from models.errors.region import Fault, Faults, ProfileUnreadable, ProfileWrong
from models.translation import N_

#: In letters, and in bytes.
LONGEST_FILE = 200_000
#: The longest profile has some 3,000 events and is 9 deep.
MOST_EVENTS = 20_000
DEEPEST = 20
#: The same words are read some ten times as fast where the library came with its part in C.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: How many faults are told at once.
MOST_FAULTS = 12
#: Lists to which a ready-made profile may have got something since a region took it.
GROWING = ("sections", "parts", "prompts", "hats", "life_areas")


@dataclass(frozen=True)
class Change:
    """One value that differs: where, what it was and what it becomes; empty when it was or will not be there."""

    place: str
    before: str
    after: str


def checked(told: object) -> Profile:
    """The profile that this tells. Raises ProfileWrong, which says of every fault where it is and what to do."""
    try:
        return read(told)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        first = ".".join(map(str, errors[0]["loc"])) or None
        raise ProfileWrong(first, faults=Faults(map(_fault, errors[:MOST_FAULTS]))) from wrong


def from_words(words: str) -> Profile:
    """The profile in the words of a file. Raises ProfileUnreadable, ProfileWrong."""
    if len(words) > LONGEST_FILE:
        raise ProfileUnreadable
    try:
        _check_bounds(words)
        given = yaml.load(words, Loader=LOADER)  # noqa: S506  both loaders are the safe ones
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        raise ProfileUnreadable from wrong
    if not isinstance(given, dict):
        raise ProfileUnreadable
    return checked(given)


def _check_bounds(words: str) -> None:
    """Look at the words event by event, before anything is made of them. Raises ProfileUnreadable.

    A few lines of aliases can stand for gigabytes, and a few thousand brackets keep a reader busy for a minute.
    """
    depth = 0
    for number, event in enumerate(yaml.parse(words, Loader=LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST or number > MOST_EVENTS:
            raise ProfileUnreadable


def _fault(error: Any) -> Fault:
    place, told = ".".join(map(str, error["loc"])) or "profiel", error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return Fault(place, N_("dit kennen we niet. Haal het weg, of verbeter de naam"))
        case "missing":
            return Fault(place, N_("dit ontbreekt. Zet het erbij, of begin met based_on: neutraal"))
        case "greater_than_equal":
            return Fault(place, N_("minstens %(least)s"), {"least": told["ge"]})
        case "less_than_equal":
            return Fault(place, N_("hoogstens %(most)s"), {"most": told["le"]})
        case "int_parsing" | "int_type" | "int_from_float":
            return Fault(place, N_("vul een heel getal in"))
        case "left_out":
            return Fault(place, N_("dit mag niet ontbreken: %(keys)s"), {"keys": told["keys"]})
        case "not_there":
            return Fault(told["what"], N_("dit bestaat niet: %(keys)s"), {"keys": told["keys"]})
        case "twice":
            return Fault(told["what"], N_("dit staat er twee keer: %(keys)s"), {"keys": told["keys"]})
        case "must_be_decided":
            return Fault(place, N_("dit kan niet wachten op een besluit: %(keys)s"), {"keys": told["keys"]})
    return Fault(place, N_("dit past hier niet. Kijk hoe het in het profiel neutraal staat"))


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
        yield place, ", ".join(one["key"] for one in told)  # the order
        for one in told:
            yield from _flat(
                {key: value for key, value in one.items() if key != "key"}, f"{place}.{one['key']}"
            )
    elif isinstance(told, list):
        yield place, ", ".join(map(str, told))
    elif told is not None:
        yield place, str(told)


def with_what_is_new(settings: Profile, example: Profile) -> Profile:
    """The profile with all that its ready-made example has and it has not: a newer program brings new parts.

    What a region took out on purpose is among it; it is offered, and never taken over by itself.
    """
    told, theirs = settings.model_dump(mode="json"), example.model_dump(mode="json")
    added = {key: _lacking(told[key], theirs[key]) for key in GROWING}
    for key, entries in added.items():
        told[key] += entries
    new_sections = {one["key"] for one in added["sections"]}
    for part in told["parts"]:
        there: list[str] = next((one["sections"] for one in theirs["parts"] if one["key"] == part["key"]), [])
        part["sections"] += [key for key in there if key in new_sections and key not in part["sections"]]
    new_parts = {one["key"] for one in added["parts"]}
    for meeting in told["meetings"]:
        planned: list[Any] = next(
            (one["parts"] for one in theirs["meetings"] if one["key"] == meeting["key"]), []
        )
        for place, part in enumerate(planned):
            if part["key"] in new_parts:
                meeting["parts"].insert(place, part)
    return Profile.model_validate(told)


def _lacking(mine: list[Any], theirs: list[Any]) -> list[Any]:
    known = {one["key"] for one in mine}
    return [one for one in theirs if one["key"] not in known]
