"""Indicators: on with a purpose only, measured from the case itself, out in batches that never change."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.learning.figures import board_reports, measuring
from conference.learning.figures import use_cases as indicators
from conference.learning.figures.batches import Point
from conference.learning.figures.library import library
from conference.learning.figures.use_cases import NewIndicator, Story
from conference.learning.ports import Measured
from conference.records import fields as records
from conference.table.gathering import use_cases as gathering
from conference.table.gathering.use_cases import NewCheckOut
from conference.table.plan import use_cases as plans
from models.actions import Action
from models.enums import Attainment
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.figures import (
    IndicatorDecisionNeeded,
    IndicatorOn,
    IndicatorQuestionNeeded,
    IndicatorUserNeeded,
    StoryChanged,
)
from models.errors.log import NamesLeft
from models.errors.validation import ChoiceUnknown, NumberInvalid
from models.learning import Measurement
from models.plans import Goal
from tests.cast import Cast, in_days
from tests.obstacles.upward import PURPOSE, Region

pytestmark = pytest.mark.both


@pytest.fixture
def region(cast: Cast) -> Region:
    return Region(cast)


def points(region: Region, key: str = "felt_heard", name: str = "karim") -> dict[str, list[Point]]:
    found = region.see(name, indicators.find, key)
    shown: dict[str, list[Point]] = region.see(name, measuring.points, found)
    return shown


def values(region: Region, key: str) -> dict[str, tuple[float, int]]:
    with region.house.database.read() as session:
        rows = session.scalars(select(Measurement).where(Measurement.key == key))
        return {row.group_of: (row.value, row.answers) for row in rows}


# --- on and off


@pytest.mark.parametrize(
    ("purpose", "refusal"),
    [
        ((" ", "Wij", "Door?"), IndicatorQuestionNeeded),
        (("Wat?", "", "Door?"), IndicatorUserNeeded),
        (("Wat?", "Wij", "  "), IndicatorDecisionNeeded),
    ],
)
def test_without_a_purpose_it_stays_off(
    region: Region, purpose: tuple[str, str, str], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal) as refused:
        region.do("karim", indicators.switch_on, NewIndicator("felt_heard", *purpose))
    assert refused.value.field in ("question", "used_by", "decision")
    assert region.see("karim", indicators.of_region) == {}


def test_two_who_switch_it_on_switch_it_on_once(region: Region) -> None:
    region.switch_on()
    with pytest.raises(IndicatorOn):
        region.do("lotte", indicators.switch_on, NewIndicator("felt_heard", "Anders?", "Wij", "Iets"))
    assert region.see("femke", indicators.of_region)["felt_heard"].question == PURPOSE[0]


def test_off_it_is_neither_measured_nor_shown(region: Region, cast: Cast) -> None:
    region.switch_on()
    region.do("lotte", indicators.switch_off, "felt_heard")
    cast.anna.do(gathering.check_out, cast.anna.id, NewCheckOut("8", "8", "8", "8"))
    cast.close()
    assert values(region, "felt_heard") == {}
    with pytest.raises(NotFound):
        region.see("karim", indicators.find, "felt_heard")
    region.switch_on()
    assert "felt_heard" in region.see("karim", indicators.of_region)


def test_only_who_may_switches_and_what_is_unknown_does_not_exist(region: Region) -> None:
    with pytest.raises(NotAllowed):
        region.do("femke", indicators.switch_on, NewIndicator("felt_heard", *PURPOSE))
    with pytest.raises(NotFound):
        region.do("karim", indicators.switch_on, NewIndicator("worker_of_the_month", *PURPOSE))
    with pytest.raises(NumberInvalid):
        region.do("karim", indicators.switch_on, NewIndicator("felt_heard", *PURPOSE, baseline="101"))


def test_the_story_is_without_names_and_nobody_loses_theirs(region: Region) -> None:
    region.switch_on()
    seen = indicators.version(region.see("karim", indicators.find, "felt_heard"))
    with pytest.raises(NamesLeft):
        region.do(
            "karim", indicators.tell, "felt_heard", Story("Jeroen Vermeulen is blij.", "", "", "", seen)
        )
    region.do(
        "karim", indicators.tell, "felt_heard", Story("Wie eerst praat, is blij.", "Door.", "40", "", seen)
    )
    with pytest.raises(StoryChanged):
        region.do("lotte", indicators.tell, "felt_heard", Story("Mijn verhaal.", "", "", "", seen))
    kept = region.see("femke", indicators.find, "felt_heard")
    assert (kept.story, kept.baseline) == ("Wie eerst praat, is blij.", 40)


# --- measured when a meeting closes


def test_the_library_has_the_default_set_and_every_source_answers(region: Region, cast: Cast) -> None:
    default = {key for key, one in library().items() if one.set == "rotterdam"}
    assert default == {
        "reach_or_dropout",
        "satisfaction_with_use",
        "on_without_help",
        "no_new_start",
        "problems_reduced",
        "safety_plan_goals_reached",
    }
    for key in library():
        region.switch_on(key)
    cast.anna.do(gathering.check_out, cast.anna.id, NewCheckOut("8", "8", "8", "8"))
    cast.close()
    assert values(region, "reach_or_dropout") == {"": (1, 1)}
    assert values(region, "no_new_start") == {}


def test_the_check_out_counts_the_family_and_no_worker(region: Region, cast: Cast) -> None:
    region.switch_on("felt_heard")
    for name, heard in (("anna", "7"), ("sam", "6"), ("noor", "2"), ("rie", "1")):
        player = getattr(cast, name)
        player.do(gathering.check_out, player.id, NewCheckOut(heard, "1", "1", "1"))
    cast.close()
    assert values(region, "felt_heard") == {"parent": (1, 1), "child": (0, 1)}


def test_a_family_that_was_not_there_was_not_reached(region: Region, cast: Cast) -> None:
    region.switch_on("reach_or_dropout")
    cast.close()
    assert values(region, "reach_or_dropout") == {"": (0, 1)}


def test_goals_and_agreements_count_without_what_is_shielded(region: Region, cast: Cast) -> None:
    region.switch_on("safety_plan_goals_reached")
    region.switch_on("agreements_kept")
    keys = [cast.noor.do(plans.add, f"Doel {number}", "immediate_safety").id for number in range(3)]
    with cast.house.database.work() as work:
        work.load(Goal, keys[0]).attainment = Attainment.YES
        work.load(Goal, keys[1]).attainment = Attainment.TOO_EARLY
    for state, more in (("done", {}), ("started", {}), ("done", {"shared_with": "lotte"})):
        action = cast.add_action(f"Iets {state} {len(more)}", **more)
        with cast.house.database.work() as work:
            work.load(Action, action).due = in_days(-2)  # the day came
        cast.noor.do(records.set_field, f"action:{action}", "state", state, "planned")
    cast.close()
    assert values(region, "safety_plan_goals_reached") == {"": (1, 1)}
    assert values(region, "agreements_kept") == {"": (1, 2)}


def test_nothing_that_is_kept_names_a_case(region: Region, cast: Cast) -> None:
    region.switch_on("reach_or_dropout")
    cast.close()
    with cast.house.database.read() as session:
        (row,) = session.scalars(select(Measurement))
        told = " ".join(str(getattr(row, column.key)) for column in Measurement.__table__.columns)
    for secret in (cast.case_id, cast.meeting_id, cast.anna.id, "Anna", "12"):
        assert secret not in told.replace(row.case_mark, "").replace(row.id, "").replace(row.profile_id, "")
    assert cast.case_id not in row.case_mark


# --- coming out


def test_a_month_comes_out_when_it_is_over_and_large_enough(region: Region) -> None:
    region.switch_on()
    region.measured("2026-05", range(9))
    region.measured("2026-03", range(3))
    region.measured("2026-04", range(2, 5))
    region.out()
    assert points(region) == {"parent": [Point("2026-03", "2026-04", 95, 5, 6)]}
    region.house.clock.move(days=25)  # type: ignore[attr-defined]
    region.out()
    assert [one.first for one in points(region)["parent"]] == ["2026-03", "2026-05"]


def test_what_is_out_never_changes(region: Region) -> None:
    region.switch_on()
    region.measured("2026-03", range(5), 0)
    region.out()
    before = points(region)
    region.measured("2026-03", range(5), 1)
    region.measured("2026-03", range(20, 24), 1)
    region.out()
    assert points(region) == before
    region.set_minimum(6)
    assert points(region) == {}
    region.set_minimum(3)
    region.out()
    assert points(region)["parent"][0] == before["parent"][0]


def test_groups_of_people_are_never_put_together(region: Region) -> None:
    region.switch_on()
    region.measured("2026-03", range(3))
    with region.house.database.work() as work:
        for number in range(10, 14):
            told = Measured("child", 1, 1)
            measuring.record(work, region.id, "felt_heard", f"mark{number}", "2026-03", told)
    region.out()
    assert points(region) == {}


# --- reports


def test_a_report_stays_as_it_was(region: Region) -> None:
    region.switch_on()
    region.measured("2026-03", range(6))
    key = region.report("2026-03 2026-04")
    before = region.see("femke", board_reports.find, key).figures
    assert before[0]["content"][0]["points"]["parent"][0]["families"] == 6
    region.measured("2026-04", range(10, 19))
    seen = indicators.version(region.see("karim", indicators.find, "felt_heard"))
    region.do("karim", indicators.tell, "felt_heard", Story("Nieuw.", "", "", "", seen))
    region.out()
    assert region.see("femke", board_reports.find, key).figures == before


def test_the_same_report_twice_is_one(region: Region) -> None:
    region.switch_on()
    assert region.report("2026-03 2026-04") == region.report("2026-03 2026-04")
    assert len(region.see("femke", board_reports.of_region)) == 1


@pytest.mark.parametrize("period", ["", "2026-05 2026-06", "2026-04 2026-05", "2026-03 2026-03", "x y"])
def test_a_period_is_one_of_the_calendar_that_is_over(region: Region, period: str) -> None:
    with pytest.raises(ChoiceUnknown) as refused:
        region.report(period)
    assert refused.value.field == "period"


def test_the_rhythm_of_the_boards(region: Region) -> None:
    chosen = board_reports.periods(region.house.clock())
    assert chosen[0] == ("2026-03", "2026-04")
    assert ("2025-07", "2025-12") in chosen
    assert ("2025-12", "2026-01") not in chosen


def test_words_of_a_report_are_without_names(region: Region) -> None:
    texts: dict[str, Any] = {"texts": {"intro": "Jeroen Vermeulen vertelde het."}}
    with pytest.raises(NamesLeft) as refused:
        region.report("2026-03 2026-04", **texts)
    assert refused.value.field == "intro"
    region.report("2026-03 2026-04", **texts, confirmed=True)
