"""Lead the meeting, and ask for the floor."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import meetings
from conference.wishes.registry import Key, Nothing, OfPerson, Wish, command
from conference.work import Work


class OfPart(Wish):
    part: str = Key


class Focus(Wish):
    """`thing` is `kind:id`, or empty to take it off the screen."""

    thing: str = Field(max_length=60)


class Shown(Wish):
    shown: str = Key


@command("meeting:open", Nothing)
def _open(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.open_meeting(work, viewer, at)


@command("meeting:move", OfPart)
def _move(work: Work, viewer: policy.Viewer, wish: OfPart, at: datetime) -> None:
    meetings.move(work, viewer, wish.part, at)


@command("meeting:focus", Focus)
def _focus(work: Work, viewer: policy.Viewer, wish: Focus, at: datetime) -> None:
    meetings.focus(work, viewer, wish.thing, at)


@command("meeting:pause", Nothing)
def _pause(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.pause(work, viewer, at)


@command("meeting:resume", Nothing)
def _resume(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.resume(work, viewer, at)


@command("meeting:close", Nothing)
def _close(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.close(work, viewer, at)


@command("meeting:join", Shown)
def _join(work: Work, viewer: policy.Viewer, wish: Shown, at: datetime) -> None:
    meetings.show_join(work, viewer, wish.shown == "yes", at)


@command("meeting:code", Nothing)
def _new_room_code(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.new_room_code(work, viewer, at)


@command("hand:raise", Nothing)
def _raise(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.raise_hand(work, viewer, at)


@command("hand:lower", OfPerson)
def _lower(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.lower_hand(work, viewer, wish.person, at)


@command("hand:call", OfPerson)
def _call(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.call(work, viewer, wish.person, at)
