"""How long a family is kept: counted from its last meeting, as the region chose; nothing goes by itself."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from conference.case import retention as keeping
from conference.core.dates import months_after
from conference.core.validation import AMSTERDAM
from conference.learning import intake
from conference.reflection import use_cases as reflections
from models.case import Case
from models.learning import LearningNote
from models.reflections import Reflection
from tests.cast import Cast

pytestmark = pytest.mark.both


def chosen(cast: Cast, months: int) -> None:
    with cast.house.database.work() as work:
        region = work.load(Case, cast.case_id).profile
        region.settings = {**region.settings, "keep_case_months": months}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 23), 2, date(2027, 1, 23)),
        (date(2026, 12, 1), 240, date(2046, 12, 1)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_it_counts_from_the_last_meeting(cast: Cast) -> None:
    chosen(cast, 1)
    cast.house.clock.move(days=40)  # type: ignore[attr-defined]
    cast.close()
    today = cast.house.clock().astimezone(AMSTERDAM).date()
    with cast.house.database.read() as session:
        until = keeping.kept_until(session, session.get_one(Case, cast.case_id))
        assert until == months_after(today, 1)
        late = keeping.overdue(session, until + timedelta(days=1))
        assert cast.case_id in [one.case_id for one in late]
        assert cast.case_id not in [one.case_id for one in keeping.overdue(session, until)]
        assert session.get(Case, cast.case_id) is not None


def test_without_a_choice_it_is_kept_for_twenty_years(cast: Cast) -> None:
    with cast.house.database.read() as session:
        case = session.get_one(Case, cast.case_id)
        assert keeping.kept_until(session, case) == months_after(case.opened_on, 240)


def test_a_note_without_names_goes_after_the_months_its_author_was_told(cast: Cast) -> None:
    note = cast.anna.do(reflections.write, reflections.NewReflection("Ik mocht eerst praten."))
    cast.anna.do(reflections.share, note.id, "Ik mocht eerst praten.", "")
    first = cast.house.clock().astimezone(AMSTERDAM).replace(day=1)
    last, after = first.replace(year=first.year + 2), first.replace(year=first.year + 3)
    with cast.house.database.work() as work:
        assert intake.take_old_notes_away(work, last) == 0
    with cast.house.database.work() as work:
        assert intake.take_old_notes_away(work, after) == 1
    with cast.house.database.read() as session:
        assert session.scalars(select(LearningNote)).all() == []
        assert session.get_one(Reflection, note.id).words == "Ik mocht eerst praten."
