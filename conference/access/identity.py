"""Who is there: from what a browser carries to a viewer, looked up afresh each time it is asked.

Nothing is remembered between two events, so a removed seat, another role or a closed account counts at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.security import fingerprint
from conference.core.unit_of_work import possible_key
from models.accounts import Account
from models.case import Case
from models.door import Guest, Screen
from models.enums import GuestState, MeetingState
from models.errors.accounts import SignInNeeded
from models.errors.base import NotFound
from models.errors.door import SeatGone
from models.learning import LearningSeat
from models.meeting import Meeting
from models.people import Person
from models.region import RegionProfile

#: A seat still sees its table so long after the end.
SEAT_AFTER_END = timedelta(minutes=30)


class Kind(StrEnum):
    """What somebody comes in with."""

    ACCOUNT = "account"
    GUEST = "guest"
    SCREEN = "screen"
    WAITING = "waiting"
    LEARNING = "learning"


def cookie_name(kind: Kind, secure: bool) -> str:
    """The cookie of a phone, a waiting room or a screen; `__Host-` binds it to this very site."""
    name = "rondom-scherm" if kind == Kind.SCREEN else "rondom-plek"
    return f"__Host-{name}" if secure else name


@dataclass(frozen=True)
class Credentials:
    """What a browser showed: for an account its id and session key, for others the secret of their cookie.

    `meeting_id`, `case_id` or `profile_id` says where somebody with an account wants to be. `late`: it asks for the
    report only, which a seat may read long after its table is gone.
    """

    kind: Kind
    secret: str
    meeting_id: str | None = None
    profile_id: str | None = None
    late: bool = False
    case_id: str | None = None


def account_of(session: Session, secret: str) -> Account:
    """The account behind `id:session_key`. Raises SignInNeeded when it ended, was closed or signed out."""
    account_id, _, session_key = secret.partition(":")
    account = session.get(Account, account_id)
    if account is None or not account.active or account.session_key != session_key:
        raise SignInNeeded
    return account


def guest_of(session: Session, secret: str, at: datetime) -> Guest:
    """The phone behind a cookie. Raises SeatGone."""
    guest = guest_or_none(session, secret, at)
    if guest is None:
        raise SeatGone
    return guest


def screen_of(session: Session, secret: str) -> Screen:
    """The shared screen behind a cookie. Raises SeatGone."""
    screen = screen_or_none(session, secret)
    if screen is None:
        raise SeatGone
    return screen


def guest_or_none(session: Session, token: str, at: datetime) -> Guest | None:
    """The guest this cookie belongs to, if it still means something. Asked at every page and every event."""
    if not token:
        return None
    guest = session.scalar(select(Guest).where(Guest.token_hash == fingerprint(token)))
    if guest is None or guest.state == GuestState.GONE or at >= guest.ends_at:
        return None
    return guest


def screen_or_none(session: Session, token: str) -> Screen | None:
    """The screen this cookie belongs to, while its meeting lasts."""
    screen = session.scalar(select(Screen).where(Screen.token_hash == fingerprint(token))) if token else None
    return screen if screen is not None and screen.ended_at is None else None


def at_table(closed_at: datetime | None, at: datetime) -> bool:
    """Whether a seat at a meeting that ended then still sees its table; `closed_at` is None while it lasts."""
    return closed_at is None or at < closed_at + SEAT_AFTER_END


def seats(session: Session, account: Account) -> list[tuple[Case, Person]]:
    """The cases a professional has a seat in, by title."""
    people = session.scalars(select(Person).where(Person.account_id == account.id))
    return sorted(((person.case, person) for person in people), key=lambda seat: seat[0].title)


def seat(session: Session, account: Account, case_id: str) -> tuple[Case, Person]:
    """The seat of a professional in one case. A case of somebody else does not exist: NotFound."""
    found = select(Person).where(Person.account_id == account.id, Person.case_id == case_id)
    person = session.scalar(found) if possible_key(case_id) else None
    if person is None:
        raise NotFound
    return person.case, person


def viewer_of(session: Session, shown: Credentials, at: datetime) -> tuple[policy.Viewer, Meeting]:
    """The viewer at a table. Raises SignInNeeded, SeatGone, or NotFound for a table one does not sit at."""
    match shown.kind:
        case Kind.ACCOUNT:
            account = account_of(session, shown.secret)
            meeting = session.get(Meeting, shown.meeting_id) if possible_key(shown.meeting_id) else None
            if meeting is None:
                raise NotFound
            person = seat(session, account, meeting.case_id)[1]
            return policy.at_table(person, meeting, account.language), meeting
        case Kind.GUEST:
            guest = guest_of(session, shown.secret, at)
            if guest.state != GuestState.SEATED or guest.person is None:
                raise SeatGone
            if not shown.late and not at_table(guest.meeting.closed_at, at):
                raise SeatGone
            return policy.at_table(guest.person, guest.meeting, guest.language, guest.id), guest.meeting
        case Kind.SCREEN:
            screen = screen_of(session, shown.secret)
            return policy.screen(screen.meeting, screen.id), screen.meeting
    raise SeatGone


def sender(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """Whoever sends a command, at the place they want to be: a table, a case, a region, a door, or none.

    Raises SignInNeeded, SeatGone, or NotFound for a place where they have no seat.
    """
    match shown.kind:
        case Kind.LEARNING:
            return learner_of(session, shown)
        case Kind.WAITING:
            return _at_door(session, shown, at)
        case Kind.ACCOUNT if shown.meeting_id is None:
            account = account_of(session, shown.secret)
            if shown.case_id is None:
                return policy.stranger(account.id, account.language)
            case, person = seat(session, account, shown.case_id)
            return policy.in_case(person, case, account.language)
    return viewer_of(session, shown, at)[0]


def account_or_nobody(session: Session, shown: Credentials) -> policy.Viewer | None:
    """Who wanted to be where they have no seat; None for who carries no account. Raises SignInNeeded."""
    if shown.kind not in (Kind.ACCOUNT, Kind.LEARNING):
        return None
    account = account_of(session, shown.secret)
    return policy.stranger(account.id, account.language)


def _at_door(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """Somebody at a door; a phone that waits or sits is known by its id."""
    guest = guest_or_none(session, shown.secret, at)
    return policy.Viewer(frozenset({"stranger"}), session_id=guest.id if guest else None)


def learner_of(session: Session, shown: Credentials) -> policy.Viewer:
    """The viewer in the learning layer of a region. Raises SignInNeeded, or NotFound for a region without a seat."""
    account = account_of(session, shown.secret)
    profile = session.get(RegionProfile, shown.profile_id) if possible_key(shown.profile_id) else None
    roles = learning_roles(session, account.id, profile.id) if profile else []
    if profile is None or not roles:
        raise NotFound
    return policy.learner(roles, profile, account.id, account.language)


def learning_roles(session: Session, account_id: str, profile_id: str) -> list[str]:
    """What an account is in the learning of a region."""
    seats = select(LearningSeat.role).where(
        LearningSeat.account_id == account_id, LearningSeat.profile_id == profile_id
    )
    return [str(role) for role in session.scalars(seats)]


def learning_regions(session: Session, account_id: str) -> list[RegionProfile]:
    """The regions in whose learning an account takes part, by name."""
    seats = select(RegionProfile).join(LearningSeat).where(LearningSeat.account_id == account_id).distinct()
    return sorted(session.scalars(seats), key=lambda profile: profile.name)


def viewers_of(
    session: Session, shown: Iterable[Credentials], at: datetime
) -> dict[Credentials, policy.Viewer]:
    """Who these are now, for an event: three small queries for all of them together. Who lost the seat is left out."""
    of_kind: dict[Kind, list[Credentials]] = {kind: [] for kind in Kind}
    for one in shown:
        of_kind[one.kind].append(one)
    found: dict[Credentials, policy.Viewer] = {}
    if accounts := of_kind[Kind.ACCOUNT]:
        found |= _accounts(session, accounts)
    if guests := of_kind[Kind.GUEST]:
        found |= _guests(session, guests, at)
    if screens := of_kind[Kind.SCREEN]:
        found |= _screens(session, screens)
    return found


_MEETING = (Meeting.id, Meeting.case_id, Meeting.state, Meeting.chair_id, Case.case_director_id)
_SEATS = (
    select(Account.session_key, Account.language, Person.id, Person.account_id, Person.role, *_MEETING)
    .join(Person, Person.account_id == Account.id)
    .join(Meeting, Meeting.case_id == Person.case_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(Account.active, Account.id.in_(bindparam("accounts", expanding=True)))
    .where(Meeting.id.in_(bindparam("meetings", expanding=True)))
)
_PHONES = (
    select(
        Guest.token_hash,
        Guest.id,
        Guest.language,
        Guest.ends_at,
        Meeting.closed_at,
        Person.id,
        Person.account_id,
        Person.role,
        *_MEETING,
    )
    .join(Person, Person.id == Guest.person_id)
    .join(Meeting, Meeting.id == Guest.meeting_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(Guest.state == GuestState.SEATED, Guest.token_hash.in_(bindparam("hashes", expanding=True)))
)
_SHOWN = (
    select(Screen.token_hash, Screen.id, *_MEETING)
    .join(Meeting, Meeting.id == Screen.meeting_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(Screen.ended_at.is_(None), Screen.token_hash.in_(bindparam("hashes", expanding=True)))
)


def _accounts(session: Session, shown: list[Credentials]) -> dict[Credentials, policy.Viewer]:
    asked = {
        "accounts": [one.secret.partition(":")[0] for one in shown],
        "meetings": [one.meeting_id for one in shown],
    }
    rows = {}
    for key, language, *row in session.connection().execute(_SEATS, asked):
        rows[f"{row[1]}:{key}", row[3]] = policy.seated(*row, language=language)
    return {one: rows[one.secret, one.meeting_id] for one in shown if (one.secret, one.meeting_id) in rows}


def _guests(session: Session, shown: list[Credentials], at: datetime) -> dict[Credentials, policy.Viewer]:
    hashes = {fingerprint(one.secret): one for one in shown if one.secret}
    found = {}
    rows = session.connection().execute(_PHONES, {"hashes": list(hashes)})
    for hashed, guest_id, language, ends_at, closed_at, *row in rows:
        if at < ends_at and at_table(closed_at, at):
            found[hashes[hashed]] = policy.seated(*row, language=language, session_id=guest_id)
    return found


def _screens(session: Session, shown: list[Credentials]) -> dict[Credentials, policy.Viewer]:
    hashes = {fingerprint(one.secret): one for one in shown if one.secret}
    found = {}
    rows = session.connection().execute(_SHOWN, {"hashes": list(hashes)})
    for hashed, screen_id, meeting_id, case_id, state, *_ in rows:
        found[hashes[str(hashed)]] = policy.Viewer(
            frozenset({"screen"}), case_id, meeting_id, MeetingState(state), session_id=screen_id
        )
    return found
