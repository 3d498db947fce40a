"""A meeting: the verbs that move it, the clock of its parts, and whose turn it is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.enums import MeetingState, Role
from models.errors.meeting import MeetingClosed, MeetingNotOpen
from models.meeting import Hand, Meeting, Part, turn_order
from models.people import Person

AT = datetime(2026, 5, 12, 11, 30, tzinfo=UTC)
ANNA = Person(id="anna", name="Anna", role=Role.PARENT)
YUSUF = Person(id="yusuf", name="Yusuf", role=Role.SPECIALIST)


def after(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def prepared() -> Meeting:
    """A meeting with a welcome of 10 and a voice of 15 minutes."""
    parts = [
        Part(id="welcome", key="welcome", minutes=10, position=0),
        Part(id="voice", key="voice", minutes=15, position=1),
    ]
    return Meeting(id="meeting", case_id="case", state=MeetingState.PREPARED, parts=parts, join_shown=True)


def opened() -> Meeting:
    meeting = prepared()
    meeting.open(AT)
    return meeting


def closed() -> Meeting:
    meeting = opened()
    meeting.close(after(90))
    return meeting


def test_opening_starts_at_the_first_part() -> None:
    meeting = opened()
    assert (meeting.state, meeting.opened_at, meeting.part_id, meeting.part_since) == (
        "open",
        AT,
        "welcome",
        AT,
    )
    assert [part.visited for part in meeting.parts] == [True, None]


def test_two_people_may_press_open_at_once() -> None:
    meeting = opened()
    meeting.move_to(meeting.parts[1], after(5))
    meeting.open(after(6))
    assert (meeting.opened_at, meeting.part_id) == (AT, "voice")


def test_opening_a_paused_meeting_does_not_end_the_pause() -> None:
    meeting = opened()
    meeting.pause(ANNA, after(1))
    meeting.open(after(2))
    assert meeting.state == MeetingState.PAUSED


def test_a_meeting_without_parts_can_be_opened() -> None:
    meeting = Meeting(id="meeting", case_id="case", state=MeetingState.PREPARED)
    meeting.open(AT)
    assert meeting.part_ends_at() is None


def test_moving_starts_the_clock_of_a_part_and_takes_the_focus_off() -> None:
    meeting = opened()
    meeting.focus = "section:x"
    meeting.move_to(meeting.parts[1], after(12))
    assert meeting.part_ends_at() == after(27)
    assert meeting.focus == ""
    assert meeting.parts[1].visited


def test_moving_to_where_the_table_is_keeps_clock_and_focus() -> None:
    meeting = opened()
    meeting.focus = "section:x"
    meeting.move_to(meeting.parts[0], after(5))
    assert (meeting.part_since, meeting.focus) == (AT, "section:x")


def test_the_table_may_go_back() -> None:
    meeting = opened()
    meeting.move_to(meeting.parts[1], after(5))
    meeting.move_to(meeting.parts[0], after(8))
    assert meeting.part_ends_at() == after(18)


def test_the_clock_stands_still_during_a_pause() -> None:
    meeting = opened()
    meeting.pause(ANNA, after(4))
    assert (meeting.state, meeting.paused_by) == ("paused", ANNA)
    meeting.resume(after(9))
    assert (meeting.state, meeting.paused_at, meeting.paused_by) == ("open", None, None)
    assert meeting.part_ends_at() == after(15)


def test_a_second_pause_does_not_move_the_first() -> None:
    meeting = opened()
    meeting.pause(ANNA, after(4))
    meeting.pause(YUSUF, after(6))
    assert (meeting.paused_by, meeting.paused_at) == (ANNA, after(4))


def test_two_pauses_add_up() -> None:
    meeting = opened()
    for start in (2, 10):
        meeting.pause(ANNA, after(start))
        meeting.resume(after(start + 3))
    assert meeting.part_ends_at() == after(16)


def test_the_table_can_move_on_while_it_rests_and_the_new_clock_waits() -> None:
    """A pause that began before the part started may not take minutes from it."""
    meeting = opened()
    meeting.pause(ANNA, after(4))
    meeting.move_to(meeting.parts[1], after(6))
    meeting.resume(after(9))
    assert meeting.part_ends_at() == after(9 + 15)


def test_going_on_without_a_pause_changes_nothing() -> None:
    meeting = opened()
    meeting.resume(after(3))
    assert (meeting.state, meeting.part_since) == ("open", AT)


def test_closing_ends_the_pause_and_the_door() -> None:
    meeting = opened()
    meeting.code_hash = "hash"
    meeting.pause(ANNA, after(1))
    meeting.close(after(2))
    assert (meeting.state, meeting.closed_at) == ("closed", after(2))
    assert (meeting.paused_by, meeting.code_hash, meeting.join_shown) == (None, None, False)


VERBS: dict[str, Any] = {
    "open": lambda meeting: meeting.open(AT),
    "move": lambda meeting: meeting.move_to(meeting.parts[1], AT),
    "pause": lambda meeting: meeting.pause(ANNA, AT),
    "resume": lambda meeting: meeting.resume(AT),
    "close": lambda meeting: meeting.close(AT),
}


@pytest.mark.parametrize("verb", VERBS)
def test_after_the_end_no_verb_works(verb: str) -> None:
    with pytest.raises(MeetingClosed):
        VERBS[verb](closed())


@pytest.mark.parametrize("verb", ["move", "pause"])
def test_before_the_start_there_is_nothing_to_lead(verb: str) -> None:
    with pytest.raises(MeetingNotOpen):
        VERBS[verb](prepared())


# --- turns


def hand(role: Role, minute: int, called: bool = False) -> Hand:
    asks = Person(id=f"{role}{minute}", name="Anna", role=role)
    return Hand(id=f"{role}{minute}", person=asks, raised_at=after(minute), called_at=AT if called else None)


def test_the_family_goes_first_each_in_the_order_of_asking() -> None:
    asked = [hand(Role.SPECIALIST, 1), hand(Role.PARENT, 3), hand(Role.NETWORK, 2), hand(Role.CHILD, 4)]
    assert [one.person.role for one in turn_order(asked)] == ["parent", "child", "specialist", "network"]


def test_who_speaks_stands_above_all() -> None:
    asked = [hand(Role.CHILD, 1), hand(Role.SPECIALIST, 2, called=True)]
    assert turn_order(asked)[0].person.role == Role.SPECIALIST


def test_nobody_wants_to_speak() -> None:
    assert turn_order([]) == []


# --- names on small places


@pytest.mark.parametrize(
    ("name", "first", "initials"),
    [
        ("Anna Bakker", "Anna", "AB"),
        ("Oma Rie", "Oma", "OR"),
        ("Sam", "Sam", "S"),
        ("Nadia El Amrani", "Nadia", "NA"),
        # F19: nobody is called "van"
        ("van der Berg", "van der Berg", "B"),
        ("’t Hart", "’t Hart", "H"),
        ("'t Hart", "'t Hart", "H"),
        ("mw. Jansen", "mw. Jansen", "J"),
        ("J. de Vries", "J. de Vries", "JV"),
        ("Ben ten Cate", "Ben", "BC"),
        ("van der", "van der", "VD"),
    ],
)
def test_a_person_has_a_short_name(name: str, first: str, initials: str) -> None:
    person = Person(id="one", name=name, role=Role.PARENT)
    assert (person.first_name, person.initials) == (first, initials)
