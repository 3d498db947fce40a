"""Every kind of record stands in a report, or says why not; what an item names can always be taken away."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from conference.access.kinds import KINDS, Compared, Export, Item, Kind, Left, exports
from conference.report import compare, content, reading
from models.meeting import Meeting
from models.safety import SafetyRound
from tests.cast import Cast
from tests.furnished import furnish

pytestmark = pytest.mark.both


@pytest.fixture
def whole(cast: Cast) -> content.Content:
    """The content of a report of a full table."""
    furnish(cast)
    with cast.house.database.work() as work:
        return content.build(work.session, work.load(Meeting, cast.meeting_id))


def named(item: Item) -> Iterator[str]:
    """Every id of an item that stands anywhere in this one."""
    waiting: list[Any] = [value for name, value in item.items() if name != "id"]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and one.partition(":")[0] in KINDS and one.partition(":")[2]:
            yield one


def test_a_kind_that_says_nothing_about_reports_is_no_kind() -> None:
    given: dict[str, Any] = {"name": "forgetful", "model": SafetyRound, "read": None}
    with pytest.raises(TypeError, match="report"):
        Kind(**given)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_what_stays_out_of_a_report_says_why(kind: Kind) -> None:
    assert isinstance(kind.report, Export) or len(kind.report.why.split()) > 2


def test_no_two_kinds_have_the_same_place() -> None:
    places = [export.place for _, export in exports()]
    assert len(set(places)) == len(places)


def test_every_kind_that_stands_in_a_report_stands_in_that_of_a_full_table(whole: content.Content) -> None:
    assert list(dict.fromkeys(item["kind"] for item in whole["items"])) == [
        kind.name for kind, _ in exports()
    ]


def test_an_item_names_others_only_where_its_kind_says_so(whole: content.Content) -> None:
    found = {item["id"]: set(named(item)) for item in whole["items"]}
    assert any(found.values())
    for item in whole["items"]:
        assert found[item["id"]] == reading.export_of(item).names(item), item["kind"]


@pytest.mark.parametrize(("kind", "export"), exports(), ids=[kind.name for kind, _ in exports()])
def test_the_fields_that_a_kind_tells_of_are_there(
    whole: content.Content, kind: Kind, export: Export
) -> None:
    item = reading.items(whole, kind.name)[0]
    compared = export.compared
    told = {compared.words, compared.called, *compared.past} - {""} if compared else set()
    assert {*export.one, *export.many, *export.bound, *told} <= set(item)


def test_of_a_kind_that_left_the_report_nothing_old_is_shown(
    whole: content.Content, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cast.house.database.read() as session:
        assert reading.items(reading.part_of(session, whole, cast.anna.viewer), "goal")
        monkeypatch.setitem(KINDS, "goal", replace(KINDS["goal"], report=Left("for this test")))
        assert not reading.items(reading.part_of(session, whole, cast.anna.viewer), "goal")


def test_another_kind_is_compared_as_soon_as_it_says_so(
    whole: content.Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = {
        **whole,
        "items": [
            {**one, "seen_when": "Sam lacht weer"} if one["kind"] == "goal" else one for one in whole["items"]
        ],
    }
    assert compare.compare(whole, after) == []
    export = KINDS["goal"].report
    assert isinstance(export, Export)
    told = replace(export, compared=Compared(words="seen_when"))
    monkeypatch.setitem(KINDS, "goal", replace(KINDS["goal"], report=told))
    assert [str(one.change) for one in compare.compare(whole, after)] == ["changed"]
