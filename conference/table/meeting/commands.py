"""Lead the meeting, and ask for the floor."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Nothing, OfPerson, Sender, command
from conference.table.gathering import use_cases as gathering
from conference.table.meeting import planning
from conference.table.meeting import use_cases as meetings
from models.meeting import Meeting


class Go(Command):
    """`anyway` goes past what would hold the chair up; `why` says why the family is not heard first."""

    part: str = Key
    anyway: str = Field(default="", max_length=3)
    why: str = Field(default="", max_length=300)


class InRoom(Command):
    person: str = Key
    here: str = Key


class PartWithReason(Command):
    part: str = Key
    why: str = Field(max_length=300)


class Close(Command):
    """The first time the chair sees what is still open; `anyway` closes, with a reason for each thing that lacks.

    A reason has the name of what it passes over (`conference.region.profile.Asked`).
    """

    anyway: str = Field(default="", max_length=3)
    own_words: str = Field(default="", max_length=2000)
    safety: str = Field(default="", max_length=2000)
    explanation: str = Field(default="", max_length=2000)
    other_explanation: str = Field(default="", max_length=2000)
    meaning: str = Field(default="", max_length=2000)
    protection: str = Field(default="", max_length=2000)


class Focus(Command):
    """`thing` is `kind:id`, or empty to take it off the screen."""

    thing: str = Field(max_length=60)


class Shown(Command):
    shown: str = Key


class PlanMeeting(Command):
    """What the planning form holds. `minutes` has one entry for each part of this kind, in order."""

    kind: str = ""
    day: str = ""
    time: str = ""
    place: str = ""
    chair: str = ""
    invited: list[str] = Field(default_factory=list)
    minutes: list[str] = Field(default_factory=list)
    why_no_family: str = ""
    many_ok: str = ""
    awaited: list[str] = Field(default_factory=list)


class InviteMore(Command):
    invited: list[str] = Field(default_factory=list)
    many_ok: str = ""


class CancelMeeting(Command):
    why: str = ""


@command("meeting:plan", PlanMeeting, Sender.CASE)
def _plan(work: UnitOfWork, viewer: policy.Viewer, wish: PlanMeeting, at: datetime) -> Answer:
    return {"meeting": meetings.plan(work, viewer, _told(wish), at).id}


@command("meeting:change", PlanMeeting, on_wire=False)
def _change(work: UnitOfWork, viewer: policy.Viewer, wish: PlanMeeting, at: datetime) -> None:
    planning.change(work, viewer, str(viewer.meeting_id), _told(wish), at)


@command("meeting:invite", InviteMore, on_wire=False)
def _invite_more(work: UnitOfWork, viewer: policy.Viewer, wish: InviteMore, at: datetime) -> None:
    planning.invite_more(work, viewer, str(viewer.meeting_id), wish.invited, bool(wish.many_ok), at)


@command("meeting:cancel", CancelMeeting, on_wire=False)
def _cancel(work: UnitOfWork, viewer: policy.Viewer, wish: CancelMeeting, at: datetime) -> None:
    planning.cancel(work, viewer, str(viewer.meeting_id), wish.why, at)


def _told(wish: PlanMeeting) -> meetings.MeetingPlan:
    return meetings.MeetingPlan(**wish.model_dump(exclude={"many_ok"}), many_ok=bool(wish.many_ok))


@command("meeting:open", Nothing)
def _open(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.open_meeting(work, viewer, at)


@command("meeting:move", Go)
def _move(work: UnitOfWork, viewer: policy.Viewer, wish: Go, at: datetime) -> Answer | None:
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.MEETING_LEAD, meeting)
    passed = gathering.passed_over(meeting, wish.part)
    if not wish.anyway and (passed or gathering.left_open(work.session, viewer, meeting, wish.part)):
        return {"show": "moving", "part": wish.part}
    for part in passed:
        meetings.skip(work, viewer, part.id, wish.why, at)
    meetings.move(work, viewer, wish.part, at)
    return None


@command("part:skip", PartWithReason)
def _skip(work: UnitOfWork, viewer: policy.Viewer, wish: PartWithReason, at: datetime) -> None:
    meetings.skip(work, viewer, wish.part, wish.why, at)


@command("part:repeat", PartWithReason)
def _repeat(work: UnitOfWork, viewer: policy.Viewer, wish: PartWithReason, at: datetime) -> None:
    meetings.repeat(work, viewer, wish.part, wish.why, at)


@command("meeting:focus", Focus)
def _focus(work: UnitOfWork, viewer: policy.Viewer, wish: Focus, at: datetime) -> None:
    meetings.focus(work, viewer, wish.thing, at)


@command("meeting:pause", Nothing)
def _pause(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.pause(work, viewer, at)


@command("meeting:resume", Nothing)
def _resume(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.resume(work, viewer, at)


@command("meeting:close", Close)
def _close(work: UnitOfWork, viewer: policy.Viewer, wish: Close, at: datetime) -> Answer | None:
    if not wish.anyway:
        policy.require(viewer, policy.Permission.MEETING_LEAD, work.load(Meeting, viewer.meeting_id))
        return {"show": "closing"}
    meetings.close(work, viewer, wish.model_dump(exclude={"anyway"}), at)
    return None


@command("meeting:join", Shown)
def _join(work: UnitOfWork, viewer: policy.Viewer, wish: Shown, at: datetime) -> None:
    meetings.show_join(work, viewer, wish.shown == "yes", at)


@command("meeting:code", Nothing)
def _new_room_code(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.new_room_code(work, viewer, at)


@command("hand:raise", Nothing)
def _raise(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.raise_hand(work, viewer, at)


@command("hand:lower", OfPerson)
def _lower(work: UnitOfWork, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.lower_hand(work, viewer, wish.person, at)


@command("hand:call", OfPerson)
def _call(work: UnitOfWork, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.call(work, viewer, wish.person, at)


@command("seat:room", InRoom)
def _in_room(work: UnitOfWork, viewer: policy.Viewer, wish: InRoom, at: datetime) -> None:
    meetings.mark_in_room(work, viewer, wish.person, wish.here == "yes", at)
