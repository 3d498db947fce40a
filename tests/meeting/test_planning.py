"""Changing what was planned: another day, another table, more people, or no meeting at all."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.case import use_cases as cases
from conference.core.events import MeetingChanged
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.door import use_cases as door
from conference.table.meeting import planning
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.use_cases import MeetingPlan
from models.enums import GoneReason, MeetingState
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.door import CodeUnknown, LinkFails
from models.errors.meeting import (
    ChairInvited,
    FamilyMissing,
    ManyPeople,
    MeetingCancelled,
    MeetingClosed,
    MeetingStarted,
)
from models.errors.validation import ChoiceUnknown, DateInvalid, NumberInvalid, TextNeeded
from models.log import LogEntry
from models.meeting import Meeting
from models.people import Person
from tests.cast import Cast, in_days
from tests.meeting.test_use_cases import MDA, MDO, planned

pytestmark = pytest.mark.both

INVITED = ("anna", "sam", "yusuf", "noor")


def ids(cast: Cast, *names: str) -> list[str]:
    return [cast.script.people[name] for name in names]


def wish(cast: Cast, **changed: Any) -> MeetingPlan:
    """The plan of `planned`, with something else in it."""
    given = {
        "kind": "mdo",
        "day": f"{in_days(7):%d-%m-%Y}",
        "time": "9.05",
        "place": "Wijkgebouw Noord",
        "chair": cast.yusuf.id,
        "invited": ids(cast, *INVITED),
        "minutes": MDO,
    }
    return MeetingPlan(**{**given, **changed})


def change(cast: Cast, meeting: Meeting, by: str = "lotte", **changed: Any) -> None:
    player = getattr(cast, by)
    player.do(planning.change, meeting.id, wish(cast, **changed), viewer=player.outside)


def cancel(cast: Cast, meeting_id: str, why: str = "Anna is ziek.") -> None:
    cast.lotte.do(planning.cancel, meeting_id, why, viewer=cast.lotte.outside)


def invite_more(cast: Cast, meeting_id: str, *names: str, many_ok: bool = False) -> None:
    cast.lotte.do(planning.invite_more, meeting_id, ids(cast, *names), many_ok, viewer=cast.lotte.outside)


def link(cast: Cast, house: Runtime, meeting: Meeting, name: str) -> tuple[str, str]:
    """The secret and the code of a personal link to a meeting."""
    with house.database.work() as work:
        found = work.load(Meeting, meeting.id)
        chair = policy.at_table(work.load(Person, cast.yusuf.id), found, "nl")
        invitation, token = door.invite(work, chair, cast.script.people[name], house.clock())
        return token, door.new_code(work, chair, invitation.id, house.clock())


def now(house: Runtime, meeting: Meeting) -> Meeting:
    """The meeting as it stands in the database."""
    with house.database.read() as session:
        found = session.get_one(Meeting, meeting.id)
        _ = found.parts, found.invited
        return found


# --- another plan


def test_everything_but_the_kind_can_change(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    change(
        cast,
        meeting,
        day=f"{in_days(9):%d-%m-%Y}",
        time="14:15",
        place="Thuis",
        chair=cast.noor.id,
        invited=ids(cast, "anna", "noor", "rie"),
        minutes=["7", *MDO[1:]],
    )
    found = now(house, meeting)
    assert f"{found.starts_at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" == f"{in_days(9):%d-%m-%Y} 14:15"
    assert (found.place, found.chair_id, found.minutes) == ("Thuis", cast.noor.id, 77)
    assert [part.minutes for part in found.parts] == [7, 5, 10, 10, 15, 5, 5, 15, 5]
    assert [part.id for part in found.parts] == [part.id for part in meeting.parts]
    assert [person.first_name for person in found.invited] == ["Anna", "Oma", "Noor"]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"kind": "mda_plus_plus", "minutes": MDA}, ChoiceUnknown, "kind"),
        ({"day": "31-02-2026"}, DateInvalid, "day"),
        ({"minutes": MDO[:-1]}, ChoiceUnknown, "minutes"),
        ({"minutes": ["0", *MDO[1:]]}, NumberInvalid, "minutes"),
        ({"invited": ["nobody"]}, ChoiceUnknown, "invited"),
        ({"chair": "nobody"}, ChoiceUnknown, "chair"),
    ],
)
def test_a_change_is_checked_as_a_plan_is(
    cast: Cast, house: Runtime, changed: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    meeting = planned(cast)
    with pytest.raises(refusal) as refused:
        change(cast, meeting, place="Elders", **changed)
    assert refused.value.field == field
    assert now(house, meeting).place == "Wijkgebouw Noord"


def test_the_chair_stays_invited(cast: Cast) -> None:
    with pytest.raises(ChairInvited):
        change(cast, planned(cast), invited=ids(cast, "anna", "noor"))


def test_the_family_is_left_out_of_its_own_table_with_a_reason_only(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast, kind="mda_plus_plus", minutes=MDA)
    without = {"kind": "mda_plus_plus", "minutes": MDA, "invited": ids(cast, "yusuf", "noor")}
    with pytest.raises(FamilyMissing):
        change(cast, meeting, **without)
    change(cast, meeting, **without, why_no_family="Zij willen eerst rust.")
    assert now(house, meeting).why_no_family == "Zij willen eerst rust."
    invite_more(cast, meeting.id, "anna")
    assert now(house, meeting).why_no_family == ""


def test_who_is_invited_no_longer_has_no_way_in(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    anna, sam = link(cast, house, meeting, "anna"), link(cast, house, meeting, "sam")
    change(cast, meeting, invited=ids(cast, "sam", "yusuf", "noor"))
    with house.database.work() as work:
        assert door.check_link(work, *sam, house.clock()).person_id == cast.sam.id
        with pytest.raises(LinkFails):
            door.check_link(work, *anna, house.clock())


def test_a_phone_of_who_is_invited_no_longer_goes_off_its_seat(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    with house.database.work() as work:
        found = work.load(Meeting, meeting.id)
        guest, _ = door.knock(work, meeting.id, None, door.Knock("Anna", "nl", "phone"), house.clock())
        chair = policy.at_table(work.load(Person, cast.yusuf.id), found, "nl")
        door.admit(work, chair, guest.id, cast.anna.id, guest.match, house.clock())
    change(cast, meeting, invited=ids(cast, "sam", "yusuf", "noor"))
    with house.database.read() as session:
        assert session.get_one(door.Guest, guest.id).gone_reason == GoneReason.REMOVED


def test_a_change_is_told_and_logged_without_words(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    change(cast, meeting, place="EEN PLAATS")
    assert MeetingChanged(cast.case_id, meeting.id) in heard
    with house.database.read() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.deed == "meeting.change")).one()
        assert (entry.actor, entry.thing) == (f"person:{cast.lotte.id}", f"meeting:{meeting.id}")


def test_an_open_meeting_keeps_its_plan_and_takes_more_people(cast: Cast, house: Runtime) -> None:
    meeting = cast.meeting
    with pytest.raises(MeetingStarted):
        change(cast, meeting, kind="mda_plus_plus", minutes=MDA)
    later = cast.lotte.do(
        cases.add_person, cases.NewPerson("Tante Els", "network"), viewer=cast.lotte.outside
    )
    before = [person.id for person in meeting.invited]
    cast.lotte.do(planning.invite_more, meeting.id, [later.id, before[0]], False, viewer=cast.lotte.outside)
    assert [person.id for person in now(house, meeting).invited] == [*before, later.id]


@pytest.mark.parametrize("people", [[], ["anna"]])
def test_asking_nobody_new_is_said(cast: Cast, people: list[str]) -> None:
    with pytest.raises(ChoiceUnknown) as refused:
        invite_more(cast, cast.meeting_id, *people)
    assert refused.value.field == "invited"


def test_somebody_of_another_family_is_not_invited(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        invite_more(cast, cast.meeting_id, "bas")


def test_a_closed_meeting_does_not_change(cast: Cast) -> None:
    cast.close()
    for deed in (
        lambda: change(cast, cast.meeting, kind="mda_plus_plus", minutes=MDA),
        lambda: invite_more(cast, cast.meeting_id, "anna"),
        lambda: cancel(cast, cast.meeting_id),
    ):
        with pytest.raises(MeetingClosed):
            deed()


@pytest.mark.parametrize("name", ["noor", "karim", "samira"])
def test_who_may_not_plan_changes_nothing(cast: Cast, name: str) -> None:
    meeting = planned(cast)
    with pytest.raises(NotAllowed):
        change(cast, meeting, by=name)


def test_the_chair_of_a_meeting_may_change_its_plan(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    with house.database.work() as work:
        chair = policy.at_table(work.load(Person, cast.yusuf.id), work.load(Meeting, meeting.id), "nl")
        planning.change(work, chair, meeting.id, wish(cast, place="Thuis"), house.clock())
    assert now(house, meeting).place == "Thuis"


def test_a_meeting_of_another_family_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cancel(cast, cast.script.other_meeting)


# --- many people


def test_more_people_than_wise_is_confirmed(cast: Cast, house: Runtime) -> None:
    many = [
        cast.lotte.do(
            cases.add_person, cases.NewPerson(f"Tante {sign}", "network"), viewer=cast.lotte.outside
        ).id
        for sign in "ABCDEFGHIJKLM"
    ]
    invited = [*ids(cast, *INVITED), *many]
    with pytest.raises(ManyPeople) as refused:
        planned(cast, invited=invited)
    assert refused.value.values == {"count": 17, "most": 16}
    assert refused.value.field == "many_ok"
    meeting = planned(cast, invited=invited, many_ok=True)
    with pytest.raises(ManyPeople):
        change(cast, meeting, invited=invited)
    with pytest.raises(ManyPeople):
        invite_more(cast, meeting.id, "rie")
    invite_more(cast, meeting.id, "rie", many_ok=True)
    assert len(now(house, meeting).invited) == 18
    planned(cast, invited=invited[:16])


# --- no meeting


def test_a_cancelled_meeting_is_over_and_nothing_of_it_is_lost(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    anna = link(cast, house, meeting, "anna")
    code = house.keys.meeting_code(meeting.id, meeting.code_turn)
    cancel(cast, meeting.id)
    found = now(house, meeting)
    assert (found.state, found.why_cancelled, len(found.invited)) == (
        MeetingState.CANCELLED,
        "Anna is ziek.",
        4,
    )
    with house.database.work() as work:
        with pytest.raises(CodeUnknown):
            door.meeting_of_code(work, code, house.clock())
        with pytest.raises(LinkFails):
            door.check_link(work, *anna, house.clock())
        chair = policy.at_table(work.load(Person, cast.yusuf.id), work.load(Meeting, meeting.id), "nl")
        with pytest.raises(MeetingCancelled):
            meetings.open_meeting(work, chair, house.clock())
        with pytest.raises(MeetingCancelled):
            door.knock(work, meeting.id, None, door.Knock("Anna", "nl", "phone"), house.clock())
    with house.database.read() as session:
        assert meetings.current(session, cast.case_id) == session.get_one(Meeting, cast.meeting_id)


@pytest.mark.parametrize("why", ["", "   "])
def test_calling_off_asks_why(cast: Cast, why: str) -> None:
    with pytest.raises(TextNeeded) as refused:
        cancel(cast, planned(cast).id, why)
    assert refused.value.field == "why"


def test_a_meeting_that_began_is_not_called_off(cast: Cast) -> None:
    with pytest.raises(MeetingStarted):
        cancel(cast, cast.meeting_id)


def test_a_meeting_is_called_off_once(cast: Cast) -> None:
    meeting = planned(cast)
    cancel(cast, meeting.id)
    with pytest.raises(MeetingCancelled):
        cancel(cast, meeting.id, "Nog een keer.")
