"""Who is there: from what a browser carries to a viewer, looked up afresh each time it is asked.

Nothing is remembered between two events, so a removed seat, another role or a closed account counts at once.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from conference import policy
from conference.deeds import cases, door
from conference.work import possible_key
from models.door import Guest, Screen
from models.meeting import Meeting
from models.people import Account
from models.refusals import NotFound, SeatGone, SignInNeeded
from models.words import GuestState


class Kind(StrEnum):
    """What somebody comes in with."""

    ACCOUNT = "account"
    GUEST = "guest"
    SCREEN = "screen"
    WAITING = "waiting"


def cookie_name(kind: Kind, secure: bool) -> str:
    """The cookie of a phone, a waiting room or a screen; `__Host-` binds it to this very site."""
    name = "rondom-scherm" if kind == Kind.SCREEN else "rondom-plek"
    return f"__Host-{name}" if secure else name


@dataclass(frozen=True)
class Credentials:
    """What a browser showed: for an account its id and session key, for others the secret of their cookie."""

    kind: Kind
    secret: str
    meeting_id: str | None = None


def account_of(session: Session, secret: str) -> Account:
    """The account behind `id:session_key`. Raises SignInNeeded when it ended, was closed or signed out."""
    account_id, _, session_key = secret.partition(":")
    account = session.get(Account, account_id)
    if account is None or not account.active or account.session_key != session_key:
        raise SignInNeeded
    return account


def guest_of(session: Session, secret: str, at: datetime) -> Guest:
    """The phone behind a cookie. Raises SeatGone."""
    guest = door.guest_of(session, secret, at)
    if guest is None:
        raise SeatGone
    return guest


def screen_of(session: Session, secret: str) -> Screen:
    """The shared screen behind a cookie. Raises SeatGone."""
    screen = door.screen_of(session, secret)
    if screen is None:
        raise SeatGone
    return screen


def viewer_of(session: Session, shown: Credentials, at: datetime) -> tuple[policy.Viewer, Meeting]:
    """The viewer at a table. Raises SignInNeeded, SeatGone, or NotFound for a table one does not sit at."""
    match shown.kind:
        case Kind.ACCOUNT:
            account = account_of(session, shown.secret)
            meeting = session.get(Meeting, shown.meeting_id) if possible_key(shown.meeting_id) else None
            if meeting is None:
                raise NotFound
            person = cases.seat(session, account, meeting.case_id)[1]
            return policy.at_table(person, meeting, account.language), meeting
        case Kind.GUEST:
            guest = guest_of(session, shown.secret, at)
            if guest.state != GuestState.SEATED or guest.person is None:
                raise SeatGone
            return policy.at_table(guest.person, guest.meeting, guest.language, guest.id), guest.meeting
        case Kind.SCREEN:
            screen = screen_of(session, shown.secret)
            return policy.screen(screen.meeting, screen.id), screen.meeting
    raise SeatGone
