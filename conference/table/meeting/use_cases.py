"""Plan a meeting, lead it from part to part, rest, and give everyone a turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, kinds, policy
from conference.case import colleagues
from conference.core.events import HandsChanged, MeetingChanged, PresenceChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, read_moment, read_number, safe_text
from conference.door import use_cases as door
from conference.region import profile
from conference.table.meeting import closing
from models.case import Case
from models.enums import LIVE, MeetingState, Sees
from models.errors.base import AlreadyAnswered, NotFound
from models.errors.meeting import ChairInvited, FamilyMissing, ManyPeople
from models.errors.validation import ChoiceUnknown, DateInvalid, NumberInvalid, TextNeeded
from models.meeting import Hand, Invitee, Meeting, Part, turn_order
from models.people import Person

#: What follows when a meeting closes, in its transaction: the report is written, figures are taken.
CLOSINGS: list[Callable[[UnitOfWork, Meeting, datetime], object]] = []
#: Minutes of a whole meeting; the database holds no other.
SHORTEST, LONGEST = 5, 480


@dataclass(frozen=True)
class MeetingPlan:
    """What the planning form holds. `minutes` has one entry for each part of this kind, in order."""

    kind: str
    day: str
    time: str
    place: str
    chair: str
    invited: Sequence[str]
    minutes: Sequence[str]
    why_no_family: str = ""
    many_ok: bool = False
    #: Invitations that wait for an answer (`case.colleagues`), for whom a place is kept.
    awaited: Sequence[str] = ()


@dataclass(frozen=True)
class ReadPlan:
    """A planning form that was understood. `minutes` has one entry for each part, in order."""

    starts_at: datetime
    place: str
    chair_id: str
    invited: list[Person]
    minutes: list[int]
    why_no_family: str


def plan(work: UnitOfWork, viewer: policy.Viewer, wish: MeetingPlan, at: datetime) -> Meeting:
    """A prepared meeting with its parts and invited people. Raises a refusal that names the field."""
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.MEETING_PLAN, case)
    settings = profile.of(case.profile.settings)
    kind = settings.meeting(wish.kind)
    if kind is None:
        raise ChoiceUnknown("kind")
    planned = parts_for(work.session, case.id, settings, kind)
    given = read_plan(case, wish, len(planned), at)
    meeting = work.add(
        Meeting(
            case_id=case.id,
            kind=kind.key,
            starts_at=given.starts_at,
            minutes=sum(given.minutes),
            place=given.place,
            chair_id=given.chair_id,
            why_no_family=given.why_no_family,
            parts=[
                Part(key=part.key, minutes=minutes, position=place)
                for place, (part, minutes) in enumerate(zip(planned, given.minutes, strict=True))
            ],
            invited=given.invited,
        )
    )
    door.renew_code(work, meeting)
    colleagues.keep_places(work, viewer, meeting.id, wish.awaited, at)
    work.record(viewer.actor, policy.Permission.MEETING_PLAN, f"meeting:{meeting.id}", case.id, at)
    return meeting


def parts_for(
    session: Session, case_id: str, settings: profile.Profile, kind: profile.MeetingKind
) -> list[profile.PlannedPart]:
    """The parts of a next meeting of a case; only when there was one before, it begins with looking back at it."""
    earlier = any(one.state != MeetingState.CANCELLED for one in of_case(session, case_id))
    return [part for part in kind.parts if earlier or not settings.part(part.key).again]


def read_plan(case: Case, wish: MeetingPlan, parts: int, at: datetime) -> ReadPlan:
    """What a planning form asks for a meeting of so many parts. Raises a refusal that names the field."""
    settings = profile.of(case.profile.settings)
    invited = _invited(case, wish, at)
    why_no_family = _reason_without_family(settings.meeting(wish.kind), invited, wish)
    minutes = _minutes(wish.minutes, parts)
    starts_at = _starts_at(wish, at)
    place = safe_text(wish.place, "place", 120, needed=False)
    require_not_too_many(settings, len(invited) + len(set(wish.awaited)), confirmed=wish.many_ok)
    return ReadPlan(starts_at, place, wish.chair, invited, minutes, why_no_family)


def require_not_too_many(settings: profile.Profile, count: int, *, confirmed: bool) -> None:
    """Raise ManyPeople for more people than the region thinks wise, unless that is meant so (MT-04)."""
    if count > settings.max_people and not confirmed:
        raise ManyPeople(count=count, most=settings.max_people)


def of_case(session: Session, case_id: str) -> list[Meeting]:
    """The meetings of a case, newest first."""
    return list(
        session.scalars(select(Meeting).where(Meeting.case_id == case_id).order_by(Meeting.starts_at.desc()))
    )


def current(session: Session, case_id: str) -> Meeting | None:
    """The meeting at which the case can be worked on: the live one, else the next one that is prepared."""
    meetings = of_case(session, case_id)
    live = [meeting for meeting in meetings if meeting.state in LIVE]
    prepared = [meeting for meeting in reversed(meetings) if meeting.state == MeetingState.PREPARED]
    return next(iter(live + prepared), None)


def open_meeting(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Start."""
    meeting = _led(work, viewer)
    meeting.open(at)
    _changed(work, viewer, meeting, "meeting.open", at)


def move(work: UnitOfWork, viewer: policy.Viewer, part_id: str, at: datetime) -> None:
    """Bring everyone to another part."""
    meeting = _led(work, viewer)
    meeting.move_to(_part(meeting, part_id), at)
    _changed(work, viewer, meeting, "meeting.move", at)


def skip(work: UnitOfWork, viewer: policy.Viewer, part_id: str, why: str, at: datetime) -> None:
    """Leave a part out, with a reason that everybody can read."""
    meeting = _led(work, viewer)
    meeting.skip(_part(meeting, part_id), safe_text(why, "why", 300), at)
    _changed(work, viewer, meeting, "part.skip", at)


def repeat(work: UnitOfWork, viewer: policy.Viewer, part_id: str, why: str, at: datetime) -> None:
    """Do a part once more with everyone, with a reason that everybody can read."""
    meeting = _led(work, viewer)
    meeting.repeat(_part(meeting, part_id), safe_text(why, "why", 300), at)
    _changed(work, viewer, meeting, "part.repeat", at)


def focus(work: UnitOfWork, viewer: policy.Viewer, thing: str, at: datetime) -> None:
    """Put one thing (`kind:id`) on the shared screen; "" takes it off. Never one that not everybody may read."""
    meeting = _led(work, viewer)
    if thing:
        record = kinds.find(work.session, thing, lambda kind: kind.stands_alone)
        if record is None or not policy.visible(record, viewer):
            raise NotFound
        if not policy.visible(record, policy.screen(meeting, "")):
            raise ChoiceUnknown("thing")
    meeting.focus = thing
    _changed(work, viewer, meeting, "meeting.focus", at)


def pause(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Rest for everybody, without a reason and without a name on the screens."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.MEETING_PAUSE, meeting)
    meeting.pause(work.load(Person, viewer.person_id), at)
    _changed(work, viewer, meeting, policy.Permission.MEETING_PAUSE, at)


def resume(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Go on: the chair, or the person who asked for the pause."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.MEETING_RESUME, meeting)
    meeting.resume(at)
    _changed(work, viewer, meeting, policy.Permission.MEETING_RESUME, at)


def close(work: UnitOfWork, viewer: policy.Viewer, reasons: Mapping[str, str], at: datetime) -> None:
    """End the meeting: screens go, what was written stays and becomes a report, which phones may read.

    What the region asks before closing is there, or passed over with a reason (`reasons`, by its key): else a `Lacks`
    says what and of whom.
    """
    meeting = _led(work, viewer)
    meeting.refuse_if_over()
    closing.pass_over(work, viewer, meeting, reasons, at)
    meeting.close(at)
    door.end_all(work, meeting, at)
    for follow in CLOSINGS:
        follow(work, meeting, at)
    _changed(work, viewer, meeting, "meeting.close", at)


def show_join(work: UnitOfWork, viewer: policy.Viewer, shown: bool, at: datetime) -> None:
    """Show or hide on the shared screen how to join."""
    meeting = _led(work, viewer)
    meeting.join_shown = shown
    _changed(work, viewer, meeting, "meeting.join", at)


def new_room_code(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Another code for the room; the old one is worthless from now on."""
    meeting = _led(work, viewer)
    door.renew_code(work, meeting)
    _changed(work, viewer, meeting, "meeting.code", at)


def hands(session: Session, meeting_id: str) -> list[Hand]:
    """Who speaks and who wants to, in the order of turns."""
    return turn_order(list(session.scalars(select(Hand).where(Hand.meeting_id == meeting_id))))


def raise_hand(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """*Ik wil iets zeggen.* A second time changes nothing."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.HAND_RAISE, meeting)
    meeting.require_live()
    if _hand(work.session, meeting.id, viewer.person_id) is None:
        work.add(Hand(meeting_id=meeting.id, person_id=viewer.person_id, raised_at=at))
        work.tell(HandsChanged(meeting.case_id, meeting.id))


def lower_hand(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> None:
    """Take a hand down: one's own, or the chair anybody's."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    hand = _hand(work.session, meeting.id, person_id or viewer.person_id)
    if hand is None:
        policy.require(viewer, policy.Permission.HAND_RAISE, meeting)
        return
    policy.require(viewer, policy.Permission.HAND_LOWER, hand)
    work.session.delete(hand)
    work.tell(HandsChanged(meeting.case_id, meeting.id))


def call(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> None:
    """Give somebody the floor; whoever had it is done."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.HAND_CALL, meeting)
    wanted = _hand(work.session, meeting.id, person_id)
    if wanted is None:
        raise AlreadyAnswered
    for hand in hands(work.session, meeting.id):
        if hand.called_at is not None and hand is not wanted:
            work.session.delete(hand)
    wanted.called_at = at
    work.tell(HandsChanged(meeting.case_id, meeting.id))


def mark_in_room(work: UnitOfWork, viewer: policy.Viewer, person_id: str, here: bool, at: datetime) -> None:
    """Say that somebody sits in the room without a phone or laptop, or left it."""
    meeting = work.load(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.SEAT_ROOM, meeting)
    invitee = work.session.get(Invitee, (meeting.id, person_id), with_for_update=True)
    if invitee is None:
        raise NotFound
    invitee.in_room = here
    work.record(viewer.actor, policy.Permission.SEAT_ROOM, f"person:{person_id}", meeting.case_id, at)
    work.tell(PresenceChanged(meeting.case_id, meeting.id))


def in_room(session: Session, meeting_id: str) -> set[str]:
    """Who sits in the room without a device."""
    found = select(Invitee.person_id).where(Invitee.meeting_id == meeting_id, Invitee.in_room)
    return set(session.scalars(found))


def _hand(session: Session, meeting_id: str, person_id: str | None) -> Hand | None:
    return session.scalar(select(Hand).where(Hand.meeting_id == meeting_id, Hand.person_id == person_id))


def _led(work: UnitOfWork, viewer: policy.Viewer) -> Meeting:
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.MEETING_LEAD, meeting)
    return meeting


def _part(meeting: Meeting, part_id: str) -> Part:
    part = next((part for part in meeting.parts if part.id == part_id), None)
    if part is None:
        raise ChoiceUnknown("part")
    return part


def _changed(work: UnitOfWork, viewer: policy.Viewer, meeting: Meeting, deed: str, at: datetime) -> None:
    work.record(viewer.actor, deed, f"meeting:{meeting.id}", meeting.case_id, at)
    work.tell(MeetingChanged(meeting.case_id, meeting.id))


def _invited(case: Case, wish: MeetingPlan, at: datetime) -> list[Person]:
    by_id = {person.id: person for person in case.people if identity.is_around(person, at)}
    if any(person_id not in by_id for person_id in wish.invited):
        raise ChoiceUnknown("invited")
    chair = by_id.get(wish.chair)
    if chair is None or chair.account_id is None or chair.sees != Sees.EVERYTHING:
        raise ChoiceUnknown("chair")
    if wish.chair not in wish.invited:
        raise ChairInvited
    return [by_id[person_id] for person_id in dict.fromkeys(wish.invited)]


def _reason_without_family(kind: profile.MeetingKind | None, invited: list[Person], wish: MeetingPlan) -> str:
    """Leaving the family out of their own MDA++ needs a reason that they can read later (MT-05)."""
    if kind is None or not kind.family or any(person.in_family for person in invited):
        return ""
    try:
        return safe_text(wish.why_no_family, "why_no_family", 500)
    except TextNeeded as empty:
        raise FamilyMissing from empty


def _starts_at(wish: MeetingPlan, at: datetime) -> datetime:
    today = at.astimezone(AMSTERDAM).date()
    day = read_date(wish.day, "day", today, years_ahead=2)
    if day is None:
        raise DateInvalid("day")
    return read_moment(day, wish.time)


def _minutes(typed: Sequence[str], parts: int) -> list[int]:
    if len(typed) != parts:
        raise ChoiceUnknown("minutes")
    minutes = [read_number(one, "minutes", 1, 120) for one in typed]
    if not SHORTEST <= sum(minutes) <= LONGEST:
        raise NumberInvalid("minutes", first=SHORTEST, last=LONGEST)
    return minutes
