"""Planning a meeting, leading it, resting, and giving everyone a turn."""

from datetime import timedelta
from typing import Any

import pytest

from conference.access import policy
from conference.core.events import HandsChanged, MeetingChanged
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.table.actions import use_cases as actions
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.use_cases import MeetingPlan
from models.enums import MeetingState
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound, Refused
from models.errors.meeting import ChairInvited, FamilyMissing, MeetingClosed, MeetingNotOpen
from models.errors.validation import (
    ChoiceUnknown,
    DateInvalid,
    DateOutOfRange,
    NumberInvalid,
    TextTooLong,
    TimeInvalid,
)
from models.meeting import Meeting
from tests.cast import REASONS, Cast, Clock, in_days

pytestmark = pytest.mark.both

MDO = ["5", "5", "10", "10", "15", "5", "5", "15", "5"]
MDA = ["10", "5", "15", "10", "20", "10", "10", "15", "10"]


def planned(cast: Cast, by: str = "lotte", **changed: Any) -> Meeting:
    """A meeting in a week with everybody; `changed` is what the form says instead."""
    player = getattr(cast, by)
    people = [cast.script.people[name] for name in ("anna", "sam", "yusuf", "noor")]
    given = {
        "kind": "mdo",
        "day": f"{in_days(7):%d-%m-%Y}",
        "time": "9.05",
        "place": "Wijkgebouw Noord",
        "chair": cast.yusuf.id,
        "invited": people,
        "minutes": MDO,
    }
    meeting: Meeting = player.do(meetings.plan, MeetingPlan(**{**given, **changed}), viewer=player.outside)
    return meeting


def part(cast: Cast, key: str) -> str:
    """The id of a part of the meeting."""
    return next(part.id for part in cast.meeting.parts if part.key == key)


# --- planning


def test_a_meeting_is_planned_with_its_parts_and_a_code(cast: Cast, house: Runtime) -> None:
    meeting = planned(cast)
    assert (
        meeting.starts_at.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M") == f"{in_days(7):%d-%m-%Y} 09:05"
    )
    assert (meeting.state, meeting.minutes, meeting.why_no_family) == (MeetingState.PREPARED, 75, "")
    assert [one.key for one in meeting.parts][:3] == ["welcome", "looking_back", "voice"]
    assert [person.first_name for person in meeting.invited] == ["Anna", "Sam", "Yusuf", "Noor"]
    assert meeting.code_hash == house.keys.code_hash(house.keys.meeting_code(meeting.id, meeting.code_turn))


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"kind": "party"}, ChoiceUnknown, "kind"),
        ({"day": ""}, DateInvalid, "day"),
        ({"day": "31-02-2026"}, DateInvalid, "day"),
        ({"day": "volgende week"}, DateInvalid, "day"),
        ({"day": "12-05-2030"}, DateOutOfRange, "day"),
        ({"day": "12-05-2020"}, DateOutOfRange, "day"),
        ({"time": ""}, TimeInvalid, "time"),
        ({"time": "24:00"}, TimeInvalid, "time"),
        ({"time": "12:60"}, TimeInvalid, "time"),
        ({"time": "half drie"}, TimeInvalid, "time"),
        ({"minutes": MDO[:-1]}, ChoiceUnknown, "minutes"),
        ({"minutes": [*MDO, "5"]}, ChoiceUnknown, "minutes"),
        ({"minutes": ["0", *MDO[1:]]}, NumberInvalid, "minutes"),
        ({"minutes": ["121", *MDO[1:]]}, NumberInvalid, "minutes"),
        ({"minutes": ["vijf", *MDO[1:]]}, NumberInvalid, "minutes"),
        ({"place": "x" * 121}, TextTooLong, "place"),
        ({"invited": ["nobody"]}, ChoiceUnknown, "invited"),
        ({"chair": "nobody"}, ChoiceUnknown, "chair"),
        ({"chair": ""}, ChoiceUnknown, "chair"),
    ],
)
def test_a_plan_that_cannot_be(
    cast: Cast, changed: dict[str, Any], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        planned(cast, **changed)
    assert refused.value.field == field


def test_a_meeting_fits_in_a_day(cast: Cast) -> None:
    """Each part may be long, all of them together may not."""
    with pytest.raises(NumberInvalid) as refused:
        planned(cast, minutes=["120"] * len(MDO))
    assert refused.value.values == {"first": 5, "last": 480}


def test_the_chair_signs_in_and_is_invited(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        planned(cast, chair=cast.anna.id)
    with pytest.raises(ChairInvited):
        planned(cast, chair=cast.lotte.id)


def test_nobody_of_another_family_is_invited(cast: Cast) -> None:
    bas = cast.script.people["bas"]
    with pytest.raises(ChoiceUnknown):
        planned(cast, invited=[cast.yusuf.id, bas])
    with pytest.raises(ChoiceUnknown):
        planned(cast, chair=bas)


def test_leaving_the_family_out_of_their_own_meeting_needs_a_reason(cast: Cast) -> None:
    without: dict[str, Any] = {
        "kind": "mda_plus_plus",
        "minutes": MDA,
        "invited": [cast.yusuf.id, cast.rie.id],
    }
    with pytest.raises(FamilyMissing) as refused:
        planned(cast, **without)
    assert refused.value.field == "why_no_family"
    meeting = planned(cast, **without, why_no_family="Anna vroeg dit zelf.")
    assert meeting.why_no_family == "Anna vroeg dit zelf."


def test_a_reason_is_not_kept_when_the_family_comes(cast: Cast) -> None:
    assert planned(cast, why_no_family="Anna vroeg dit zelf.").why_no_family == ""


@pytest.mark.parametrize("by", ["noor", "karim", "samira"])
def test_who_may_not_plan(cast: Cast, by: str) -> None:
    with pytest.raises(NotAllowed):
        planned(cast, by=by)


def test_the_case_is_worked_on_at_the_live_meeting_else_the_next(cast: Cast, house: Runtime) -> None:
    later = planned(cast, day=f"{in_days(14):%d-%m-%Y}")
    sooner = planned(cast)

    def current() -> str | None:
        with house.database.read() as session:
            found = meetings.current(session, cast.case_id)
            return found.id if found else None

    assert current() == cast.meeting_id
    cast.close()
    assert current() == sooner.id != later.id
    with house.database.read() as session:
        newest_first = [meeting.id for meeting in meetings.of_case(session, cast.case_id)]
    assert newest_first == [later.id, sooner.id, cast.meeting_id]


# --- leading


def test_the_chair_brings_the_table_to_another_part(cast: Cast, house: Runtime, clock: Clock) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    clock.move(minutes=12)
    cast.yusuf.do(meetings.move, part(cast, "voice"))
    meeting = cast.meeting
    assert meeting.part is not None
    assert (meeting.part.key, meeting.part_ends_at()) == ("voice", clock() + timedelta(minutes=15))
    assert heard == [MeetingChanged(cast.case_id, cast.meeting_id)]


def test_a_part_of_another_meeting_does_not_exist(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        foreign = session.get_one(Meeting, cast.script.other_meeting).parts[0].id
    for key in (foreign, "nothing", ""):
        with pytest.raises(ChoiceUnknown):
            cast.yusuf.do(meetings.move, key)


LEADING: dict[str, Any] = {
    "open": lambda cast, player: player.do(meetings.open_meeting),
    "move": lambda cast, player: player.do(meetings.move, part(cast, "voice")),
    "focus": lambda cast, player: player.do(meetings.focus, ""),
    "close": lambda cast, player: player.do(meetings.close, REASONS),
    "join": lambda cast, player: player.do(meetings.show_join, False),
}


@pytest.mark.parametrize("deed", LEADING)
def test_only_the_chair_leads(cast: Cast, deed: str) -> None:
    for name in ("lotte", "noor", "femke", "karim", "anna", "sam", "rie"):
        with pytest.raises(NotAllowed):
            LEADING[deed](cast, getattr(cast, name))
    with pytest.raises(NotFound):
        LEADING[deed](cast, cast.bas)
    LEADING[deed](cast, cast.yusuf)


def test_a_section_on_the_shared_screen(cast: Cast) -> None:
    section = cast.section("explanation").id
    cast.yusuf.do(meetings.focus, f"section:{section}")
    assert cast.meeting.focus == f"section:{section}"
    cast.yusuf.do(meetings.focus, "")
    assert cast.meeting.focus == ""


def test_what_not_everybody_may_read_never_comes_on_the_shared_screen(cast: Cast) -> None:
    apart = cast.add_statement(
        "Alleen voor Yusuf en Anna", by="yusuf", shared_with="yusuf anna", about=[cast.anna.id]
    )
    with pytest.raises(ChoiceUnknown):
        cast.yusuf.do(meetings.focus, f"statement:{apart}")
    with pytest.raises(NotFound):
        cast.yusuf.do(meetings.focus, "section:nothing")


def test_how_to_join_can_be_hidden_and_never_comes_back_after_the_end(cast: Cast) -> None:
    cast.yusuf.do(meetings.show_join, False)
    assert not cast.meeting.join_shown
    cast.yusuf.do(meetings.show_join, True)
    cast.close()
    meeting = cast.meeting
    assert (meeting.join_shown, meeting.code_hash) == (False, None)


def test_a_meeting_that_has_not_begun_is_not_led(cast: Cast) -> None:
    meeting = planned(cast)
    viewer = policy.Viewer(
        frozenset({"chair"}), cast.case_id, meeting.id, MeetingState.PREPARED, cast.yusuf.id
    )
    with pytest.raises(MeetingNotOpen):
        cast.yusuf.do(meetings.move, meeting.parts[1].id, viewer=viewer)
    with pytest.raises(MeetingNotOpen):
        cast.yusuf.do(meetings.raise_hand, viewer=viewer)


def test_after_the_end_nobody_leads_rests_or_asks(cast: Cast) -> None:
    cast.close()
    for deed, given in (
        (meetings.open_meeting, ()),
        (meetings.move, (part(cast, "voice"),)),
        (meetings.pause, ()),
        (meetings.resume, ()),
        (meetings.raise_hand, ()),
        (meetings.close, (REASONS,)),
    ):
        with pytest.raises(MeetingClosed):
            cast.yusuf.do(deed, *given)


# --- rest


@pytest.mark.parametrize("name", ["sam", "anna", "rie", "nadia", "amir", "karim", "yusuf"])
def test_everybody_may_ask_for_rest(cast: Cast, name: str) -> None:
    getattr(cast, name).do(meetings.pause)
    assert (cast.meeting.state, cast.meeting.paused_by_id) == ("paused", getattr(cast, name).id)


def test_who_asked_for_rest_or_the_chair_goes_on(cast: Cast, clock: Clock) -> None:
    cast.sam.do(meetings.pause)
    clock.move(minutes=3)
    for name in ("anna", "noor"):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(meetings.resume)
    cast.sam.do(meetings.resume)
    assert cast.meeting.part_since == clock()
    cast.sam.do(meetings.pause)
    cast.yusuf.do(meetings.resume)
    assert cast.meeting.state == "open"


def test_resting_twice_keeps_who_was_first(cast: Cast) -> None:
    cast.sam.do(meetings.pause)
    cast.noor.do(meetings.pause)
    cast.sam.do(meetings.resume)
    assert cast.meeting.state == "open"


# --- turns


def asking(cast: Cast) -> list[str]:
    with cast.house.database.read() as session:
        return [hand.person.first_name for hand in meetings.hands(session, cast.meeting_id)]


def test_the_family_speaks_first(cast: Cast, clock: Clock) -> None:
    for name in ("karim", "rie", "anna", "sam"):
        getattr(cast, name).do(meetings.raise_hand)
        clock.move(minutes=1)
    assert asking(cast) == ["Anna", "Sam", "Karim", "Oma"]


def test_a_hand_goes_up_once(cast: Cast, house: Runtime) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    for _ in range(2):
        cast.sam.do(meetings.raise_hand)
    assert asking(cast) == ["Sam"]
    assert heard == [HandsChanged(cast.case_id, cast.meeting_id)]


def test_a_hand_comes_down_by_its_owner_or_the_chair(cast: Cast) -> None:
    for name in ("sam", "anna"):
        getattr(cast, name).do(meetings.raise_hand)
    with pytest.raises(NotAllowed):
        cast.anna.do(meetings.lower_hand, cast.sam.id)
    cast.anna.do(meetings.lower_hand, "")
    cast.yusuf.do(meetings.lower_hand, cast.sam.id)
    cast.sam.do(meetings.lower_hand, "")
    assert asking(cast) == []


def test_one_person_has_the_floor(cast: Cast) -> None:
    for name in ("sam", "anna", "karim"):
        getattr(cast, name).do(meetings.raise_hand)
    cast.yusuf.do(meetings.call, cast.karim.id)
    assert asking(cast)[0] == "Karim"
    cast.yusuf.do(meetings.call, cast.sam.id)
    assert asking(cast) == ["Sam", "Anna"]


def test_a_hand_that_is_down_is_not_called(cast: Cast) -> None:
    with pytest.raises(AlreadyAnswered):
        cast.yusuf.do(meetings.call, cast.sam.id)


def test_only_the_chair_gives_the_floor(cast: Cast) -> None:
    cast.sam.do(meetings.raise_hand)
    for name in ("noor", "lotte", "sam"):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(meetings.call, cast.sam.id)


def test_what_was_agreed_stays_after_the_end(cast: Cast, house: Runtime) -> None:
    cast.add_action("Bellen")
    cast.close()
    with house.database.read() as session:
        assert [action.text.words for action in actions.readable(session, cast.anna.viewer)] == ["Bellen"]
