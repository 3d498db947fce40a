"""Development hours: given in two taps, and read only as sums of enough people."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from conference.learning.hours import use_cases as hours
from conference.learning.hours.use_cases import NewHours, Total
from conference.reflection import hours as meeting_hours
from models.accounts import Account
from models.enums import HourKind, LearningRole
from models.errors.base import NotAllowed, NotFound
from models.errors.hours import HoursFixed, HoursLater
from models.errors.validation import ChoiceUnknown, NumberInvalid
from models.learning import DevelopmentHours
from models.region import RegionProfile
from tests.cast import Cast, Clock

pytestmark = pytest.mark.both

MINIMUM = 5
ORGANISATIONS = ("Wijkteam", "Veilig Thuis", "=HYPERLINK(1)")
LINES = ("learning", "families")


def rows(house: Runtime) -> list[DevelopmentHours]:
    with house.database.read() as session:
        return list(session.scalars(select(DevelopmentHours)))


# --- giving


def test_hours_are_given_once_for_a_meeting_and_can_be_changed(cast: Cast, house: Runtime) -> None:
    cast.close()
    cast.karim.do(meeting_hours.after_meeting, NewHours("30", "case_extra_time"))
    cast.karim.do(meeting_hours.after_meeting, NewHours("45", "reflection"))
    (given,) = rows(house)
    assert (given.minutes, given.kind, given.action_line, given.month) == (
        45,
        "reflection",
        "learning",
        "2026-05",
    )
    assert given.account_id == cast.script.accounts["karim"]
    cast.noor.do(meeting_hours.after_meeting, NewHours("", "project", "75"))
    assert sorted(one.minutes for one in rows(house)) == [45, 75]


def test_a_double_tap_counts_once(cast: Cast, house: Runtime) -> None:
    cast.close()
    karim = cast.karim.viewer

    def tap(_: int) -> None:
        cast.karim.do(meeting_hours.after_meeting, NewHours("30", "reflection"), viewer=karim)

    with ThreadPoolExecutor(4) as taps:
        list(taps.map(tap, range(8)))
    assert [one.minutes for one in rows(house)] == [30]


@pytest.mark.parametrize("name", ["anna", "sam", "rie", "nadia", "amir"])
def test_hours_are_for_professionals(cast: Cast, name: str) -> None:
    cast.close()
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(meeting_hours.after_meeting, NewHours("30", "reflection"))


def test_hours_come_after_the_meeting(cast: Cast) -> None:
    with pytest.raises(HoursLater):
        cast.karim.do(meeting_hours.after_meeting, NewHours("30", "reflection"))


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        (NewHours("30", "holiday"), ChoiceUnknown),
        (NewHours("", "reflection"), NumberInvalid),
        (NewHours("0", "reflection"), NumberInvalid),
        (NewHours("30", "reflection", "601"), NumberInvalid),
        (NewHours("half een", "reflection"), NumberInvalid),
    ],
)
def test_what_is_no_number_or_kind_is_refused(
    cast: Cast, house: Runtime, wish: NewHours, refused: type[Exception]
) -> None:
    cast.close()
    with pytest.raises(refused):
        cast.karim.do(meeting_hours.after_meeting, wish)
    assert rows(house) == []


def test_a_month_that_is_over_stays_as_it_was(cast: Cast, house: Runtime, clock: Clock) -> None:
    cast.close()
    cast.karim.do(meeting_hours.after_meeting, NewHours("30", "reflection"))
    clock.move(days=30)
    with pytest.raises(HoursFixed):
        cast.karim.do(meeting_hours.after_meeting, NewHours("45", "reflection"))
    assert [one.minutes for one in rows(house)] == [30]


# --- totals


class Office:
    """Twelve professionals of three organisations, and the totals of their region."""

    def __init__(self, house: Runtime) -> None:
        self.house = house
        with house.database.work() as work:
            self.region = work.session.scalars(select(RegionProfile)).one().id
            self.people = []
            for number in range(12):
                made = accounts.make_account(
                    work,
                    ORGANISATIONS[number % 3],
                    f"Werker {'abcdefghijkl'[number]}",
                    f"w{number}@werk.example",
                    "x",
                )
                self.people.append(made.id)
            self.organisation_of = {
                account.id: account.organisation.name for account in work.session.scalars(select(Account))
            }

    def fill(self, drawn: list[tuple[int, int, int, int]]) -> list[DevelopmentHours]:
        """Hours as (who, line, minutes, months ago), instead of those before."""
        with self.house.database.work() as work:
            work.session.execute(delete(DevelopmentHours))
            made = [
                DevelopmentHours(
                    account_id=self.people[who],
                    profile_id=self.region,
                    month=("2026-05", "2026-04", "2026-03")[ago],
                    minutes=minutes,
                    kind=HourKind.REFLECTION,
                    action_line=LINES[line],
                    at=self.house.clock(),
                )
                for who, line, minutes, ago in drawn
            ]
            work.session.add_all(made)
            work.session.flush()
            return made

    def totals(self, role: LearningRole = LearningRole.ADMINISTRATOR) -> list[Total]:
        with self.house.database.read() as session:
            viewer = policy.learner([role], session.get_one(RegionProfile, self.region), "account")
            return hours.totals(session, viewer, self.house.clock())


@pytest.fixture
def office(house: Runtime, cast: Cast) -> Iterator[Office]:
    return Office(house)


HOURS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 1), st.sampled_from((15, 30, 45)), st.integers(0, 2)),
    max_size=60,
)


def sum_of(totals: list[Total]) -> int:
    return sum(one.minutes for one in totals)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOURS)
def test_every_sum_is_of_a_whole_class_of_enough_people(
    office: Office, drawn: list[tuple[int, int, int, int]]
) -> None:
    """Sums never overlap, so subtracting one from another leaves at least one whole class."""
    left = office.fill(drawn)
    shown = office.totals()
    assert all(total.month < "2026-05" for total in shown)
    finest_first = sorted(shown, key=lambda total: (not total.organisation, not total.action_line))
    for total in finest_first:
        inside = [
            one
            for one in left
            if one.month == total.month
            and total.organisation in ("", office.organisation_of[one.account_id])
            and total.action_line in ("", one.action_line)
        ]
        assert total.minutes == sum(one.minutes for one in inside)
        assert len({one.account_id for one in inside}) >= MINIMUM
        left = [one for one in left if one not in inside]


def test_a_small_organisation_counts_with_the_others(office: Office) -> None:
    office.fill([(who, 0, 30, 1) for who in (0, 3, 6, 9, 1, 4, 2, 5, 8)])
    assert office.totals() == [Total("2026-04", "", "", 270)]
    office.fill([(who, line, 30, 1) for who in range(12) for line in (0, 1)])
    assert sum_of(office.totals()) == 720


def test_an_organisation_with_enough_people_has_its_own_line(office: Office, cast: Cast) -> None:
    with office.house.database.work() as work:
        for number in range(2):
            made = accounts.make_account(work, "Wijkteam", "Nog iemand", f"n{number}@werk.example", "x")
            office.people.append(made.id)
            office.organisation_of[made.id] = "Wijkteam"
    office.fill([(who, 0, 30, 1) for who in (0, 3, 6, 9, 12)] + [(who, 1, 15, 1) for who in (0, 3)])
    assert office.totals() == [Total("2026-04", "Wijkteam", "learning", 150)]


@pytest.mark.parametrize("role", [LearningRole.PROJECT_TEAM, LearningRole.STEERING_GROUP])
def test_totals_are_for_the_team_and_the_administrator(
    office: Office, cast: Cast, role: LearningRole
) -> None:
    if role == LearningRole.PROJECT_TEAM:
        assert office.totals(role) == []
    else:
        with pytest.raises(NotAllowed):
            office.totals(role)
    with office.house.database.read() as session, pytest.raises(NotFound):
        hours.totals(session, cast.yusuf.viewer, office.house.clock() + timedelta(days=1))
