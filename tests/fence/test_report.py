"""The report as a file: what each reader gets of the furnished table, and its seal. Asked as a browser asks it."""

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.fence.golden import check, versions
from tests.fence.world import LAPTOPS, PHONES, READERS, World

Document = dict[str, Any]
#: The order in which they stand in the golden file: the first is inside every shield.
READING = ["safety_partner", *(role for role in (*LAPTOPS, *PHONES) if role != "safety_partner")]
#: Lists without an order of their own: they are sorted by random ids.
UNORDERED = frozenset({"for", "agreed_to_rules"})


def document(world: World, role: str) -> Document | None:
    """What a reader gets as JSON; None for who may not read it (yet)."""
    name = READERS[role]
    path = f"/overleg/{world.cast.meeting_id}/verslag.json" if role in LAPTOPS else "/nu/verslag.json"
    answer = world.browser(name).get(path)
    assert answer.status_code in (200, 404), f"{role}: {answer.status_code}"
    return json.loads(answer.data) if answer.status_code == 200 else None


def readable(found: Document | None, rename: Callable[[str], str]) -> str:
    """A document in one spelling: ids by name, and without the seal, which hangs on the ids."""
    if found is None:
        return "(does not exist for this reader)"
    told = json.dumps({**found, "fingerprint": "(a seal)"}, indent=1, ensure_ascii=False)
    return json.dumps(_sorted(json.loads(rename(told))), indent=1, ensure_ascii=False)


def _sorted(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _sorted(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(value) if name in UNORDERED else [_sorted(inner) for inner in value]
    return value


def seal(found: Document) -> str:
    """The seal as `docs/report.md` says that anybody can compute it."""
    bare = {name: value for name, value in found.items() if name != "fingerprint"}
    spelled = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def words_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document that holds a word: what it stands in, and under which name."""
    for name in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        if isinstance(value[name], str) and name != "fingerprint":
            yield value, name
        yield from words_of(value[name])


def test_each_reader_gets_the_report_of_the_golden_file(shared: World) -> None:
    rename = shared.renamer()
    found = {role: readable(document(shared, role), rename) for role in READING}
    check("report.txt", versions(found))


def test_before_it_is_shared_each_reader_gets_what_the_golden_file_says(closed: World) -> None:
    found = {role: document(closed, role) for role in READING}
    told = [f"{role}: {one['report']['state'] if one else 'does not exist'}" for role, one in found.items()]
    check("report_before.txt", "\n".join(told))


@pytest.mark.parametrize("role", READING)
def test_the_seal_holds_and_breaks_when_a_word_changes(shared: World, role: str) -> None:
    found = document(shared, role)
    assert found is not None
    assert found["fingerprint"] == seal(found)
    places = sum(1 for _ in words_of(found))
    assert places > 100
    for number in range(0, places, 97):
        changed = copy.deepcopy(found)
        holder, name = list(words_of(changed))[number]
        holder[name] += "."
        assert seal(changed) != found["fingerprint"], name


def test_who_reads_the_same_gets_the_same_seal_and_who_reads_less_another(shared: World) -> None:
    seals = {role: (document(shared, role) or {}).get("fingerprint") for role in READING}
    assert seals["parent"] == seals["child"] == seals["safety_partner"]  # who is inside shields reads no more
    assert seals["parent"] != seals["network"]
