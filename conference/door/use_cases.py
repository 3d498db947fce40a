"""The door: two ways in (the code in the room, a link from home), one waiting room, seats, and the way out.

Knocking shows nothing of the table. Only the chair's *yes* makes a seat, and the seat gets a new secret.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from conference.access import identity, policy, sessions
from conference.core import alike
from conference.core.events import GuestGone, GuestSeated, LobbyChanged, PresenceChanged, ScreenGone
from conference.core.i18n import LANGUAGES
from conference.core.security import (
    fingerprint,
    new_digits,
    new_screen_code,
    new_token,
    read_screen_code,
    slow_hash,
    slow_match,
)
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_name
from models.door import DoorTry, Guest, Invitation, Screen
from models.enums import LIVE, OVER, Door, GoneReason, GuestState, MeetingState, ReportState, SessionKind
from models.errors.base import AlreadyAnswered, NotFound
from models.errors.door import (
    CodeShape,
    CodeUnknown,
    InvitationGone,
    LinkFails,
    SeatGone,
    SeatNeeded,
    WrongMatch,
)
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import Person
from models.reports import Report

CODE_LIVES = timedelta(minutes=10)
WAITING_LIVES = timedelta(hours=2)
SEAT_LIVES = timedelta(hours=4)
#: How long a seat waits for the report to be shared, and how long it still reads after the last day to correct.
REPORT_WAITS = timedelta(days=14)
REPORT_READS = timedelta(days=1)
LINK_AFTER_END = timedelta(days=1)
ENTER_AGAIN = timedelta(minutes=1)
ROOM_CODE_AROUND = timedelta(days=1)
#: Longer than the longest wait: what is older holds nobody up.
TRIES_KEPT = timedelta(hours=2)
#: Compared with when there is no code to compare with, so that every answer takes the same work.
NO_CODE = slow_hash("nobody was told this code")
#: Why the session of a waiting room ended, when its phone took its seat.
ENTERED = "entered"


@dataclass(frozen=True)
class Knock:
    """Somebody at the door: what they call themselves, their language, and what kind of device they hold."""

    name: str
    language: str
    device: str


def digits(typed: str) -> str:
    """The six digits in what was typed, of any script; spaces, dashes and words do not matter. Raises CodeShape."""
    found = "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
    if len(found) != 6:
        raise CodeShape(count=len(found))
    return found


# --- the code in the room


def renew_code(work: UnitOfWork, meeting: Meeting) -> str:
    """Give the meeting a code that no other unfinished meeting has."""
    while True:
        meeting.code_turn += 1
        code = work.keys.meeting_code(meeting.id, meeting.code_turn)
        hashed = work.keys.code_hash(code)
        if work.session.scalar(select(Meeting.id).where(Meeting.code_hash == hashed)) is None:
            meeting.code_hash = hashed
            return code


def meeting_of_code(work: UnitOfWork, typed: str, at: datetime) -> Meeting:
    """The meeting whose screen shows these digits: from a day before it until a day after, or while it is open.

    Raises CodeShape, CodeUnknown.
    """
    hashed = work.keys.code_hash(digits(typed))
    meeting = work.session.scalar(select(Meeting).where(Meeting.code_hash == hashed))
    if meeting is None or meeting.state in OVER:
        raise CodeUnknown
    if meeting.state not in LIVE and abs(meeting.starts_at - at) > ROOM_CODE_AROUND:
        raise CodeUnknown
    return meeting


# --- the link from home


def invite(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> tuple[Invitation, str]:
    """A personal link for somebody without an account; earlier links of this person end. Returns the secret once.

    After the meeting it opens the report only, for as long as that can be corrected.
    """
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.INVITE, meeting)
    _refuse_over(work.session, meeting, at)
    person = _seat_of(work, meeting, person_id, at)
    _revoke_links(work, meeting, person, at)
    token = new_token(16)
    invitation = work.add(
        Invitation(
            meeting_id=meeting.id,
            person_id=person.id,
            token_hash=fingerprint(token),
            made_at=at,
            ends_at=max(meeting.starts_at, at) + LINK_AFTER_END,
        )
    )
    work.record(viewer.actor, policy.Permission.INVITE, f"person:{person.id}", meeting.case_id, at)
    work.tell(LobbyChanged(meeting.case_id, meeting.id))
    return invitation, token


def new_code(work: UnitOfWork, viewer: policy.Viewer, invitation_id: str, at: datetime) -> str:
    """Six digits for a link, to be told by phone or in person. They live ten minutes and work once.

    Whoever tried before them holds nobody up any more: a new code is tried anew.
    """
    invitation = _invitation(work, viewer, invitation_id)
    if not invitation.usable(at):
        raise InvitationGone
    code = new_digits()
    invitation.code_hash, invitation.code_ends_at = slow_hash(code), at + CODE_LIVES
    _record(work, viewer, "invitation.code", invitation, at)
    _forget_tries(work, invitation.token_hash)
    return code


def revoke(work: UnitOfWork, viewer: policy.Viewer, invitation_id: str, at: datetime) -> None:
    """Make a link worthless."""
    invitation = _invitation(work, viewer, invitation_id)
    invitation.revoked_at = invitation.revoked_at or at
    _record(work, viewer, "invitation.revoke", invitation, at)
    work.tell(LobbyChanged(invitation.meeting.case_id, invitation.meeting_id))


def count_try(work: UnitOfWork, token: str, at: datetime) -> str:
    """The first step of coming in by a link: count this try, and return what the told code is compared with.

    Nothing, when there is nothing to compare with or the link waits. Letters nobody gave out are counted alike, so
    that whoever tries cannot tell. A try is counted before it is compared: many at once are not more than a few.
    """
    kept = _tries(work, token, at)
    if kept.waits(at):
        return ""
    if kept.last_at < at - TRIES_KEPT:
        kept.tried = 0
    kept.tried, kept.last_at = kept.tried + 1, at
    work.session.execute(delete(DoorTry).where(DoorTry.last_at < at - TRIES_KEPT))
    invitation = work.session.scalar(select(Invitation).where(Invitation.token_hash == fingerprint(token)))
    if invitation is None or not _opens(work.session, invitation, at):
        return ""
    return invitation.code_hash or ""


def compare(hashed: str, typed: str) -> bool:
    """The slow second step, while nobody waits for it: whether these are the told digits. Always the same work.

    Raises CodeShape.
    """
    right = slow_match(hashed or NO_CODE, digits(typed))
    return right and bool(hashed)


def use_link(work: UnitOfWork, token: str, hashed: str, at: datetime) -> Invitation:
    """The last step: use the code that was compared, once. Raises LinkFails for whatever is wrong."""
    found = select(Invitation).where(Invitation.token_hash == fingerprint(token)).with_for_update()
    # As it is now, also where it was looked at before: another phone may have used the code meanwhile.
    invitation = work.session.scalar(found, execution_options={"populate_existing": True})
    if invitation is None or not hashed or invitation.code_hash != hashed:
        raise _fails(invitation)
    if not _opens(work.session, invitation, at):
        raise _fails(invitation)
    invitation.code_hash = None
    _forget_tries(work, invitation.token_hash)
    return invitation


def check_link(work: UnitOfWork, token: str, typed: str, at: datetime) -> Invitation:
    """The three steps together, where nobody else writes meanwhile. A wrong try is kept although it refuses."""
    digits(typed)
    hashed = count_try(work, token, at)
    work.session.commit()
    return use_link(work, token, hashed if compare(hashed, typed) else "", at)


def _fails(invitation: Invitation | None) -> LinkFails:
    """The refusal; only the log hears which link was tried, if there is one."""
    refused = LinkFails()
    refused.about = f"invitation:{invitation.id}" if invitation else ""
    return refused


def is_link(session: Session, token: str) -> bool:
    """Whether these letters were ever given out."""
    return (
        session.scalar(select(Invitation.id).where(Invitation.token_hash == fingerprint(token))) is not None
    )


def _opens(session: Session, invitation: Invitation, at: datetime) -> bool:
    """Whether a link with a told code opens anything now."""
    if not invitation.usable(at) or invitation.meeting.state == MeetingState.CANCELLED:
        return False
    if invitation.code_ends_at is None or at >= invitation.code_ends_at:
        return False
    closed_at = invitation.meeting.closed_at
    return closed_at is None or (
        invitation.made_at > closed_at and report_open(session, invitation.meeting_id, at)
    )


def _tries(work: UnitOfWork, token: str, at: datetime) -> DoorTry:
    """How often these letters were tried, the row locked; another phone may make the first row in the same moment."""
    letters = _letters(work, fingerprint(token))
    for _ in range(2):
        kept = work.session.get(DoorTry, letters, with_for_update=True)
        if kept is not None:
            return kept
        with suppress(IntegrityError), work.session.begin_nested():
            work.session.add(DoorTry(letters=letters, tried=0, last_at=at))
    return work.session.get_one(DoorTry, letters, with_for_update=True)


def _forget_tries(work: UnitOfWork, token_hash: str) -> None:
    work.session.execute(delete(DoorTry).where(DoorTry.letters == _letters(work, token_hash)))


def _letters(work: UnitOfWork, token_hash: str) -> str:
    return work.keys.mark("letters", token_hash).hex()


# --- the waiting room


def knock(
    work: UnitOfWork, meeting_id: str, invitation_id: str | None, wish: Knock, at: datetime
) -> tuple[Guest, str]:
    """Wait to be let in. Returns the secret of the waiting room's cookie."""
    meeting = work.load(Meeting, meeting_id)
    if invitation_id is None:
        meeting.refuse_if_over()
    else:
        _refuse_over(work.session, meeting, at)
    if invitation_id is not None and not work.load(Invitation, invitation_id).usable(at):
        raise LinkFails
    guest = work.add(
        Guest(
            meeting_id=meeting.id,
            invitation_id=invitation_id,
            name=safe_name(wish.name),
            door=Door.HOME if invitation_id else Door.ROOM,
            device=wish.device,
            language=wish.language,
            match=f"{10 + randbelow(90)}",
            asked_at=at,
            ends_at=at + WAITING_LIVES,
        )
    )
    browser = sessions.Browser(wish.device)
    token = sessions.start(work, SessionKind.WAITING, guest.id, at, browser=browser, until=guest.ends_at)[1]
    work.tell(LobbyChanged(meeting.case_id, meeting.id))
    return guest, token


def knock_anew(
    work: UnitOfWork,
    earlier_id: str | None,
    meeting_id: str,
    invitation_id: str | None,
    wish: Knock,
    at: datetime,
) -> tuple[Guest, str]:
    """The same for a phone that may wait already: one place in the waiting room for one phone."""
    earlier = work.session.get(Guest, earlier_id) if earlier_id else None
    if earlier is not None and earlier.state == GuestState.WAITING:
        leave(work, earlier.id, at)
    return knock(work, meeting_id, invitation_id, wish, at)


def choose_language(work: UnitOfWork, guest_id: str | None, language: str) -> None:
    """The language of a phone. Raises ChoiceUnknown, NotFound."""
    if language not in LANGUAGES:
        raise ChoiceUnknown("language")
    work.load(Guest, guest_id).language = language


def waiting(session: Session, viewer: policy.Viewer, meeting: Meeting, at: datetime) -> list[Guest]:
    """Who is in the waiting room, for those who may let people in."""
    if not policy.may(viewer, policy.Permission.LOBBY_READ, meeting):
        return []
    found = select(Guest).where(
        Guest.meeting_id == meeting.id, Guest.state == GuestState.WAITING, Guest.ends_at > at
    )
    return list(session.scalars(found.order_by(Guest.asked_at)))


def namesakes(session: Session, meeting: Meeting, guests: Sequence[Guest]) -> dict[str, str]:
    """Who of these phones calls itself as somebody else is called, by id: `account` for a professional who signs in,
    `waiting` for another phone. Only for who lets people in: at the door a name is never refused for it, since that
    would tell who sits at the table."""
    known = {
        called
        for person in meeting.case.people
        if person.account_id is not None
        for called in (_called(person.name), _called(person.first_name))
    }
    names = Counter(_called(guest.name) for guest in guests)
    found = {guest.id: "waiting" for guest in guests if names[_called(guest.name)] > 1}
    return found | {guest.id: "account" for guest in guests if _called(guest.name) in known}


def _called(name: str) -> str:
    """A name as it sounds: without capitals, accents, dots and spaces."""
    return "".join(sign for sign in alike.plain(name) if sign.isalpha())


def seated(session: Session, meeting_id: str, person_id: str | None = None) -> list[Guest]:
    """The phones on a seat at this table, or on one seat."""
    found = select(Guest).where(Guest.meeting_id == meeting_id, Guest.state == GuestState.SEATED)
    return list(session.scalars(found.where(Guest.person_id == person_id) if person_id else found))


def admit(
    work: UnitOfWork, viewer: policy.Viewer, guest_id: str, person_id: str, match: str, at: datetime
) -> Guest:
    """Let a phone in on a seat. The two digits, said aloud, tie this phone to this human.

    One phone for each seat: an earlier phone on it goes out. Raises WrongMatch, SeatNeeded, AlreadyAnswered.
    """
    guest, meeting = _guest_at(work, viewer, guest_id, policy.Permission.LOBBY_ADMIT)
    _refuse_over(work.session, meeting, at)
    if guest.state != GuestState.WAITING or at >= guest.ends_at:
        raise AlreadyAnswered
    if not person_id:
        raise SeatNeeded
    person = _seat_of(work, meeting, person_id, at)
    if match != guest.match:
        raise WrongMatch
    for earlier in seated(work.session, meeting.id, person.id):
        _send_away(work, earlier, GoneReason.REPLACED, at)
    guest.sit(person, at)
    guest.ends_at = at + (REPORT_WAITS if meeting.state == MeetingState.CLOSED else SEAT_LIVES)
    work.record(viewer.actor, policy.Permission.LOBBY_ADMIT, f"person:{person.id}", meeting.case_id, at)
    work.tell(GuestSeated(meeting.case_id, meeting.id, guest.id))
    work.tell(LobbyChanged(meeting.case_id, meeting.id))
    work.tell(PresenceChanged(meeting.case_id, meeting.id))
    return guest


def refuse(work: UnitOfWork, viewer: policy.Viewer, guest_id: str, at: datetime) -> None:
    """Do not let a phone in."""
    guest, meeting = _guest_at(work, viewer, guest_id, policy.Permission.LOBBY_ADMIT)
    if guest.state == GuestState.WAITING:
        work.record(viewer.actor, "lobby.refuse", f"guest:{guest.id}", meeting.case_id, at)
        _send_away(work, guest, GoneReason.REFUSED, at)


def enter(work: UnitOfWork, waiting_token: str, at: datetime) -> tuple[Guest, str]:
    """Change the session of the waiting room for one at the table, with another id; the old one is dead from now on.

    Except for asking once more within a minute: on a poor line the answer with the new secret can get lost.
    """
    waiting = sessions.known(work.session, waiting_token, at)
    guest = work.session.get(Guest, waiting.of_id) if waiting is not None else None
    cookie = sessions.Cookie.read(waiting_token)
    if waiting is None or cookie is None or guest is None or guest.state != GuestState.SEATED:
        raise SeatGone
    if waiting.kind == SessionKind.SEAT and waiting.live(at):
        return guest, waiting_token
    secret = work.keys.seat_secret(cookie.secret)
    if waiting.ended_at is not None:
        return guest, _entered_before(work, guest, secret, waiting.ended_at, at)
    if not waiting.live(at) or at >= guest.ends_at:
        raise SeatGone
    sessions.end(work, waiting, ENTERED, at)
    browser = sessions.Browser(waiting.device)
    seat, token = sessions.start(
        work, SessionKind.SEAT, guest.id, at, browser=browser, until=guest.ends_at, secret=secret
    )
    if guest.meeting.state == MeetingState.CLOSED:
        seat.idle_until = seat.ends_at = guest.ends_at
    work.record(f"person:{guest.person_id}", "seat.enter", f"guest:{guest.id}", guest.meeting.case_id, at)
    return guest, token


def _entered_before(work: UnitOfWork, guest: Guest, secret: str, entered_at: datetime, at: datetime) -> str:
    """The cookie of the seat that this waiting room was changed for a moment ago. Raises SeatGone."""
    for seat in sessions.of(work.session, (SessionKind.SEAT,), guest.id):
        cookie = str(sessions.Cookie(seat.id, 0, secret))
        if at - entered_at <= ENTER_AGAIN and sessions.live(work.session, cookie, at) is seat:
            return cookie
    raise SeatGone


def stay_longer(work: UnitOfWork, token: str, at: datetime) -> None:
    """A seat whose hours are nearly over lasts as long again while its meeting is at work. Raises SeatGone."""
    row = sessions.live(work.session, token, at)
    guest = work.session.get(Guest, row.of_id) if row is not None else None
    if row is None or guest is None or row.kind != SessionKind.SEAT or guest.state != GuestState.SEATED:
        raise SeatGone
    if guest.meeting.state in LIVE:
        guest.ends_at = at + SEAT_LIVES
        sessions.renew(row, at)
        work.record(f"person:{guest.person_id}", "seat.renew", f"guest:{guest.id}", guest.meeting.case_id, at)


def leave(work: UnitOfWork, guest_id: str, at: datetime) -> None:
    """Go, by one's own wish (also *snel sluiten*)."""
    guest = work.lock(Guest, guest_id)
    if guest.state != GuestState.GONE:
        actor = f"person:{guest.person_id}" if guest.person_id else f"session:{guest.id}"
        work.record(actor, "seat.leave", f"guest:{guest.id}", guest.meeting.case_id, at)
        _send_away(work, guest, GoneReason.LEFT, at)


def second_line(work: UnitOfWork, guest_id: str, at: datetime) -> None:
    """Write that a second device wants the line of this seat; the chair sees it beside the name."""
    guest = work.load(Guest, guest_id)
    work.record(f"person:{guest.person_id}", "seat:second", f"guest:{guest.id}", guest.meeting.case_id, at)


def not_mine(work: UnitOfWork, guest_id: str, at: datetime) -> None:
    """The human on the seat says that the other device is not theirs: the seat ends on both."""
    guest = work.lock(Guest, guest_id)
    if guest.state != GuestState.GONE:
        work.record(
            f"person:{guest.person_id}", "seat:not_mine", f"guest:{guest.id}", guest.meeting.case_id, at
        )
        _send_away(work, guest, GoneReason.COPIED, at)


def remove(work: UnitOfWork, viewer: policy.Viewer, person_id: str, at: datetime) -> None:
    """Take somebody's phone off its seat; their link dies with it."""
    meeting = work.load(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.SEAT_REMOVE, meeting)
    person = _seat_of(work, meeting, person_id, at)
    close_to(work, meeting, person, at)
    work.record(viewer.actor, policy.Permission.SEAT_REMOVE, f"person:{person.id}", meeting.case_id, at)


def close_to(work: UnitOfWork, meeting: Meeting, person: Person, at: datetime) -> None:
    """No way in for this person any more: their link is worthless, and their phone goes off its seat."""
    _revoke_links(work, meeting, person, at)
    for guest in seated(work.session, meeting.id, person.id):
        _send_away(work, guest, GoneReason.REMOVED, at)


def close_everywhere(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Somebody was taken off their family: no link opens, no phone stays, and no table that comes expects them."""
    for meeting in work.session.scalars(select(Meeting).where(Meeting.case_id == person.case_id)):
        close_to(work, meeting, person, at)
        if meeting.state not in OVER and person in meeting.invited:
            meeting.invited.remove(person)


def end_all(work: UnitOfWork, meeting: Meeting, at: datetime) -> None:
    """The meeting is over: waiting rooms empty at once and screens go dark.

    Seats read the table for half an hour more (`at_table`), and after that the report only.
    """
    for guest in work.session.scalars(select(Guest).where(Guest.meeting_id == meeting.id)):
        if guest.state == GuestState.WAITING:
            _send_away(work, guest, GoneReason.ENDED, at)
        elif guest.state == GuestState.SEATED and at < guest.ends_at:
            _keep_until(work, guest, at + REPORT_WAITS)
    for screen in work.session.scalars(select(Screen).where(Screen.meeting_id == meeting.id)):
        _end_screen(work, screen, meeting, at)


def report_open(session: Session, meeting_id: str, at: datetime) -> bool:
    """Whether the report of a closed meeting can still be corrected."""
    report = session.scalar(select(Report).where(Report.meeting_id == meeting_id))
    if report is None or report.state == ReportState.FROZEN:
        return False
    return report.window_until is None or at < report.window_until


def keep_for_report(work: UnitOfWork, meeting: Meeting, until: datetime, at: datetime) -> None:
    """Seats stay for the report until a day after the last moment to correct it. Who left or was removed is out."""
    for guest in seated(work.session, meeting.id):
        if at < guest.ends_at:
            _keep_until(work, guest, until + REPORT_READS)


def _keep_until(work: UnitOfWork, guest: Guest, until: datetime) -> None:
    """A seat that is left with the report: as long as that lasts, also without a line."""
    guest.ends_at = until
    sessions.stretch(work, SessionKind.SEAT, guest.id, until)


# --- the shared screen


def start_screen(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> tuple[Screen, str]:
    """A shared screen that waits for its device. Returns the code that opens it, once, within ten minutes."""
    meeting = work.load(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.SCREEN_START, meeting)
    meeting.refuse_if_over()
    code = new_screen_code()
    screen = work.add(
        Screen(meeting_id=meeting.id, code_hash=fingerprint(code), code_ends_at=at + CODE_LIVES)
    )
    work.record(viewer.actor, policy.Permission.SCREEN_START, f"screen:{screen.id}", meeting.case_id, at)
    return screen, code


def connect_screen(work: UnitOfWork, typed: str, at: datetime) -> tuple[Screen, str]:
    """Use a screen code. Returns the value of the screen's own cookie. Raises CodeUnknown."""
    found = select(Screen).where(Screen.code_hash == fingerprint(read_screen_code(typed)))
    screen = work.session.scalar(found.with_for_update())
    if screen is None or screen.ended_at is not None or at >= screen.code_ends_at:
        raise CodeUnknown
    screen.code_hash, screen.started_at = None, at
    token = sessions.start(work, SessionKind.SCREEN, screen.id, at)[1]
    work.record(f"session:{screen.id}", "screen.connect", f"screen:{screen.id}", screen.meeting.case_id, at)
    work.tell(PresenceChanged(screen.meeting.case_id, screen.meeting_id))
    return screen, token


def end_screens(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Turn all shared screens of this meeting off."""
    meeting = work.load(Meeting, viewer.meeting_id)
    policy.require(viewer, policy.Permission.SCREEN_START, meeting)
    for screen in work.session.scalars(select(Screen).where(Screen.meeting_id == meeting.id)):
        _end_screen(work, screen, meeting, at)
    work.record(viewer.actor, "screen.end", f"meeting:{meeting.id}", meeting.case_id, at)
    work.tell(PresenceChanged(meeting.case_id, meeting.id))


def _end_screen(work: UnitOfWork, screen: Screen, meeting: Meeting, at: datetime) -> None:
    if screen.ended_at is None:
        screen.ended_at, screen.code_hash = at, None
        sessions.end_all(work, (SessionKind.SCREEN,), screen.id, str(GoneReason.ENDED), at)
        work.tell(ScreenGone(meeting.case_id, meeting.id, screen.id))


def _invitation(work: UnitOfWork, viewer: policy.Viewer, invitation_id: str) -> Invitation:
    invitation = work.lock(Invitation, invitation_id)
    if invitation.meeting_id != viewer.meeting_id:
        raise NotFound
    policy.require(viewer, policy.Permission.INVITE, invitation.meeting)
    return invitation


def _record(work: UnitOfWork, viewer: policy.Viewer, deed: str, invitation: Invitation, at: datetime) -> None:
    work.record(viewer.actor, deed, f"invitation:{invitation.id}", invitation.meeting.case_id, at)


def _guest_at(
    work: UnitOfWork, viewer: policy.Viewer, guest_id: str, deed: policy.Permission
) -> tuple[Guest, Meeting]:
    """A phone and its meeting, locked in the order in which ending a meeting locks them: one seat, one phone."""
    guest = work.load(Guest, guest_id)
    if guest.meeting_id != viewer.meeting_id:
        raise NotFound
    meeting = work.lock(Meeting, guest.meeting_id)
    policy.require(viewer, deed, meeting)
    return work.lock(Guest, guest_id), meeting


def _seat_of(work: UnitOfWork, meeting: Meeting, person_id: str, at: datetime) -> Person:
    """Somebody around this family who has no account: professionals sign in, and take no seat by phone."""
    person = work.session.get(Person, person_id)
    if person is None or person.case_id != meeting.case_id or person.account_id is not None:
        raise NotFound
    if not identity.is_around(person, at):  # taken off, or past their last day
        raise NotFound
    return person


def _send_away(work: UnitOfWork, guest: Guest, reason: GoneReason, at: datetime) -> None:
    guest.leave(reason, at)
    sessions.end_all(work, sessions.OF_PHONES, guest.id, str(reason), at)
    meeting = guest.meeting
    work.tell(GuestGone(meeting.case_id, meeting.id, guest.id, str(reason)))
    work.tell(LobbyChanged(meeting.case_id, meeting.id))
    work.tell(PresenceChanged(meeting.case_id, meeting.id))


def _revoke_links(work: UnitOfWork, meeting: Meeting, person: Person, at: datetime) -> None:
    found = select(Invitation).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id == person.id,
        Invitation.revoked_at.is_(None),
    )
    for invitation in work.session.scalars(found):
        invitation.revoked_at = at


def _refuse_over(session: Session, meeting: Meeting, at: datetime) -> None:
    """Raise MeetingClosed or MeetingCancelled when there is neither a meeting nor a report to come to any more."""
    if meeting.state != MeetingState.CLOSED or not report_open(session, meeting.id, at):
        meeting.refuse_if_over()
