"""Who is there: from what a browser carries to a viewer, looked up afresh each time it is asked.

Nothing is remembered here, so a removed seat, another role or a closed account counts at once. Who keeps an answer
keeps it no longer than no deed is done (`conference.core.deeds`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, or_, select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.core.unit_of_work import possible_key
from conference.core.validation import AMSTERDAM
from models.accounts import Account
from models.case import Case
from models.door import Guest, Screen
from models.emergencies import Emergency
from models.enums import GuestState, MeetingState, OfficeRole, SessionKind
from models.errors.accounts import SignInNeeded
from models.errors.base import NotFound
from models.errors.door import SeatGone
from models.errors.emergencies import OpeningOver
from models.learning import LearningSeat
from models.meeting import Meeting
from models.office import OfficeSeat
from models.people import Person
from models.region import RegionProfile
from models.sessions import DeviceSession

#: A seat still sees its table so long after the end.
SEAT_AFTER_END = timedelta(minutes=30)


class Kind(StrEnum):
    """What somebody comes in with."""

    ACCOUNT = "account"
    GUEST = "guest"
    SCREEN = "screen"
    WAITING = "waiting"
    LEARNING = "learning"
    DESK = "desk"
    OFFICE = "office"
    #: An account that is half in: it may say the rest of who it is, and nothing else.
    HALF = "half"


def cookie_name(kind: Kind, secure: bool) -> str:
    """The cookie of an account, of a phone or a waiting room, or of a screen; `__Host-` binds it to this very site."""
    match kind:
        case Kind.ACCOUNT | Kind.LEARNING | Kind.DESK | Kind.OFFICE | Kind.HALF:
            name = "rondom-sessie"
        case Kind.SCREEN:
            name = "rondom-scherm"
        case _:
            name = "rondom-plek"
    return f"__Host-{name}" if secure else name


@dataclass(frozen=True)
class Credentials:
    """What a browser showed: the secret of its cookie; or the session (`line`) that an open connection proved with it.

    `meeting_id`, `case_id` or `profile_id` says where somebody with an account wants to be. `late`: it asks for the
    report only, which a seat may read long after its table is gone. `emergency_id`: to read, in an emergency, what is
    kept apart from them.
    """

    kind: Kind
    secret: str
    meeting_id: str | None = None
    profile_id: str | None = None
    late: bool = False
    case_id: str | None = None
    line: str | None = None
    emergency_id: str | None = None


def session_of(
    session: Session, shown: Credentials, kinds: Iterable[SessionKind], at: datetime
) -> DeviceSession | None:
    """The session that was shown, if it is of these kinds and still means something."""
    row = session.get(DeviceSession, shown.line) if shown.line else sessions.live(session, shown.secret, at)
    return row if row is not None and row.kind in tuple(kinds) and row.live(at) else None


def account_of(session: Session, shown: Credentials, at: datetime) -> Account:
    """The account that is signed in. Raises SignInNeeded when it was closed, or its session is over."""
    return _account_in(session, shown, at)[0]


def _account_in(session: Session, shown: Credentials, at: datetime) -> tuple[Account, DeviceSession]:
    row = session_of(session, shown, sessions.OF_ACCOUNTS, at)
    account = session.get(Account, row.of_id) if row is not None else None
    if row is None or account is None or not account.active:
        raise SignInNeeded
    return account, row


def half_of(session: Session, shown: Credentials, at: datetime) -> tuple[Account, DeviceSession]:
    """The account that gave its password and still owes the rest. Raises SignInNeeded."""
    row = session_of(session, shown, (SessionKind.HALF,), at)
    account = session.get(Account, row.of_id) if row is not None else None
    if row is None or account is None or not account.active:
        raise SignInNeeded
    return account, row


def guest_of(session: Session, shown: Credentials, at: datetime) -> Guest:
    """The phone behind a cookie. Raises SeatGone."""
    guest = guest_or_none(session, shown, at)
    if guest is None:
        raise SeatGone
    return guest


def guest_or_none(session: Session, shown: Credentials, at: datetime) -> Guest | None:
    """The guest this cookie belongs to, if it still means something. Asked at every page and every event."""
    found = _guest_in(session, shown, sessions.OF_PHONES, at)
    return found[0] if found else None


def _guest_in(
    session: Session, shown: Credentials, kinds: Iterable[SessionKind], at: datetime
) -> tuple[Guest, DeviceSession] | None:
    row = session_of(session, shown, kinds, at)
    guest = session.get(Guest, row.of_id) if row is not None else None
    if row is None or guest is None or guest.state == GuestState.GONE or at >= guest.ends_at:
        return None
    return guest, row


def _seat_in(session: Session, shown: Credentials, at: datetime) -> tuple[Guest, DeviceSession]:
    """A phone on its seat: the cookie of the waiting room opens no table, also after the chair said yes."""
    found = _guest_in(session, shown, (SessionKind.SEAT,), at)
    if found is None:
        raise SeatGone
    return found


def _screen_in(session: Session, shown: Credentials, at: datetime) -> tuple[Screen, DeviceSession]:
    row = session_of(session, shown, (SessionKind.SCREEN,), at)
    screen = session.get(Screen, row.of_id) if row is not None else None
    if row is None or screen is None or screen.ended_at is not None:
        raise SeatGone
    return screen, row


def screen_or_none(session: Session, shown: Credentials, at: datetime) -> Screen | None:
    """The screen this cookie belongs to, while its meeting lasts."""
    try:
        return _screen_in(session, shown, at)[0]
    except SeatGone:
        return None


def _with(viewer: policy.Viewer, row: DeviceSession) -> policy.Viewer:
    return replace(viewer, device_id=row.id, proved_at=row.step_up_at)


def at_table(closed_at: datetime | None, at: datetime) -> bool:
    """Whether a seat at a meeting that ended then still sees its table; `closed_at` is None while it lasts."""
    return closed_at is None or at < closed_at + SEAT_AFTER_END


def today(at: datetime) -> date:
    """The day in Amsterdam: a last day (*tot en met*) lasts until midnight there."""
    return at.astimezone(AMSTERDAM).date()


def end_of_day(at: datetime) -> datetime:
    """The midnight in Amsterdam that comes."""
    return datetime.combine(today(at) + timedelta(days=1), time(), AMSTERDAM)


def is_around(person: Person, at: datetime) -> bool:
    """Whether somebody still has access: not taken off, their last day not passed; nor of whom they support."""
    day = today(at)
    return person.around(day) and (person.supports is None or person.supports.around(day))


def seats(session: Session, account: Account, at: datetime) -> list[tuple[Case, Person]]:
    """The cases a professional has a seat in now, by title."""
    people = session.scalars(select(Person).where(Person.account_id == account.id))
    found = ((person.case, person) for person in people if is_around(person, at))
    return sorted(found, key=lambda seat: seat[0].title)


def seat(session: Session, account: Account, case_id: str, at: datetime) -> tuple[Case, Person]:
    """The seat of a professional in one case, now. A case of somebody else does not exist: NotFound."""
    found = select(Person).where(Person.account_id == account.id, Person.case_id == case_id)
    person = session.scalar(found) if possible_key(case_id) else None
    if person is None or not is_around(person, at):
        raise NotFound
    return person.case, person


def viewer_of(session: Session, shown: Credentials, at: datetime) -> tuple[policy.Viewer, Meeting]:
    """The viewer at a table. Raises SignInNeeded, SeatGone, or NotFound for a table one does not sit at."""
    match shown.kind:
        case Kind.ACCOUNT:
            account, row = _account_in(session, shown, at)
            meeting = session.get(Meeting, shown.meeting_id) if possible_key(shown.meeting_id) else None
            if meeting is None:
                raise NotFound
            person = seat(session, account, meeting.case_id, at)[1]
            return _with(policy.at_table(person, meeting, account.language), row), meeting
        case Kind.GUEST:
            guest, row = _seat_in(session, shown, at)
            if guest.state != GuestState.SEATED or guest.person is None or not is_around(guest.person, at):
                raise SeatGone
            if not shown.late and not at_table(guest.meeting.closed_at, at):
                raise SeatGone
            viewer = policy.at_table(guest.person, guest.meeting, guest.language, guest.id)
            return _with(viewer, row), guest.meeting
        case Kind.SCREEN:
            screen, row = _screen_in(session, shown, at)
            return _with(policy.screen(screen.meeting, screen.id), row), screen.meeting
    raise SeatGone


def sender(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """Whoever sends a command, at the place they want to be: a table, a case, a region, a door, or none.

    Raises SignInNeeded, SeatGone, or NotFound for a place where they have no seat.
    """
    match shown.kind:
        case Kind.LEARNING:
            return learner_of(session, shown, at)
        case Kind.OFFICE:
            return officer_of(session, shown, at)
        case Kind.WAITING:
            return _at_door(session, shown, at)
        case Kind.HALF:
            account, row = half_of(session, shown, at)
            return _with(policy.stranger(account.id, account.language), row)
        case Kind.ACCOUNT if shown.meeting_id is None:
            account, row = _account_in(session, shown, at)
            if shown.case_id is None:
                return _with(policy.stranger(account.id, account.language), row)
            case, person = seat(session, account, shown.case_id, at)
            viewer = _with(policy.in_case(person, case, account.language), row)
            return viewer if shown.emergency_id is None else _opened(session, viewer, shown, at)
    return viewer_of(session, shown, at)[0]


def _opened(session: Session, viewer: policy.Viewer, shown: Credentials, at: datetime) -> policy.Viewer:
    """The same person while an emergency is open to them, in the browser in which they said who they are.

    Raises NotFound for an emergency of somebody else, OpeningOver, and StepUpNeeded in another browser.
    """
    found = session.get(Emergency, shown.emergency_id) if possible_key(shown.emergency_id) else None
    if found is None or (found.person_id, found.account_id) != (viewer.person_id, viewer.account_id):
        raise NotFound
    if not found.is_open(at):
        raise OpeningOver
    sessions.require_recent(viewer, min(at, found.asked_at))
    return replace(viewer, opening=opening(found))


def opening(found: Emergency) -> policy.Opening:
    """What an emergency opens while it lasts."""
    return policy.Opening(found.id, str(found.category), found.second_id)


def openings_over(session: Session, ids: Iterable[str], at: datetime) -> set[str]:
    """Which of these emergencies are open to nobody any more: over, ended, or of somebody who lost their place."""
    found = select(Emergency).where(Emergency.id.in_({one for one in ids if possible_key(one)}))
    return set(ids) - {
        one.id
        for one in session.scalars(found)
        if one.is_open(at) and one.account.active and one.person is not None and is_around(one.person, at)
    }


def account_or_nobody(session: Session, shown: Credentials, at: datetime) -> policy.Viewer | None:
    """Who wanted to be where they have no seat; None for who carries no account. Raises SignInNeeded."""
    if shown.kind not in (Kind.ACCOUNT, Kind.LEARNING, Kind.OFFICE):
        return None
    account = account_of(session, shown, at)
    return policy.stranger(account.id, account.language)


def _at_door(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """Somebody at a door; a phone that waits or sits is known by its id."""
    guest = guest_or_none(session, shown, at)
    return policy.Viewer(frozenset({"stranger"}), session_id=guest.id if guest else None)


def learner_of(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """The viewer in the learning layer of a region. Raises SignInNeeded, or NotFound for a region without a seat."""
    account, row = _account_in(session, shown, at)
    profile = session.get(RegionProfile, shown.profile_id) if possible_key(shown.profile_id) else None
    roles = learning_roles(session, account.id, profile.id) if profile else []
    if profile is None or not roles:
        raise NotFound
    return _with(policy.learner(roles, profile, account.id, account.language), row)


def officer_of(session: Session, shown: Credentials, at: datetime) -> policy.Viewer:
    """The viewer in the office of a region. Raises SignInNeeded, or NotFound for a region without a part in it."""
    account, row = _account_in(session, shown, at)
    profile = session.get(RegionProfile, shown.profile_id) if possible_key(shown.profile_id) else None
    roles = {role for role, region in offices(session, account) if region.id == shown.profile_id}
    if profile is None or not roles:
        raise NotFound
    return _with(policy.officer(map(str, roles), profile, account.id, account.language), row)


def offices(session: Session, account: Account) -> list[tuple[OfficeRole, RegionProfile]]:
    """What an account is in the office of which region, itself or through its organisation; by name of the region.

    That everybody of an organisation may open families is not said of who only learns there.
    """
    mine = or_(OfficeSeat.account_id == account.id, OfficeSeat.organisation_id == account.organisation_id)
    seats = session.scalars(select(OfficeSeat).where(mine)).all()
    if any(one.role == OfficeRole.OPENER and one.account_id is None for one in seats) and _only_learns(
        session, account
    ):
        seats = [one for one in seats if one.role != OfficeRole.OPENER or one.account_id is not None]
    found = {(OfficeRole(one.role), session.get_one(RegionProfile, one.profile_id)) for one in seats}
    return sorted(found, key=lambda one: (one[1].name, one[0]))


def _only_learns(session: Session, account: Account) -> bool:
    """Whether an account has a part in learning, and no family."""
    learns = select(LearningSeat.role).where(LearningSeat.account_id == account.id).limit(1)
    stands = select(Person.id).where(Person.account_id == account.id).limit(1)
    return session.scalar(learns) is not None and session.scalar(stands) is None


def learning_roles(session: Session, account_id: str, profile_id: str) -> list[str]:
    """What an account is in the learning of a region."""
    seats = select(LearningSeat.role).where(
        LearningSeat.account_id == account_id, LearningSeat.profile_id == profile_id
    )
    return [str(role) for role in session.scalars(seats)]


def learning_regions(session: Session, account_id: str) -> list[RegionProfile]:
    """The regions in whose learning an account takes part, by name."""
    seats = select(LearningSeat.profile_id).where(LearningSeat.account_id == account_id)
    # Not `distinct`: PostgreSQL cannot compare the settings as a whole.
    found = select(RegionProfile).where(RegionProfile.id.in_(seats))
    return sorted(session.scalars(found), key=lambda profile: profile.name)


@dataclass(frozen=True)
class Present:
    """Somebody at a table, and until when they are so for sure as long as nothing is done: then it is asked again.

    The end of the session and of the seat, and the end of the day: last days (*tot en met*) and birthdays pass then.
    """

    viewer: policy.Viewer
    until: datetime


def viewers_of(
    session: Session, shown: Iterable[Credentials], at: datetime
) -> dict[Credentials, policy.Viewer]:
    """Who these are now, for an event. Who lost the seat is left out."""
    return {one: found.viewer for one, found in present(session, shown, at).items()}


def present(session: Session, shown: Iterable[Credentials], at: datetime) -> dict[Credentials, Present]:
    """Who these are now, and until when: three small queries for all together. Who lost the seat is left out."""
    of_kind: dict[Kind, dict[str, list[Credentials]]] = {kind: {} for kind in Kind}
    for one in shown:
        if (session_id := _id_of(session, one, at)) is not None:
            of_kind[one.kind].setdefault(session_id, []).append(one)
    found: dict[Credentials, Present] = {}
    if accounts := of_kind[Kind.ACCOUNT]:
        found |= _accounts(session, accounts, at)
    if guests := of_kind[Kind.GUEST]:
        found |= _guests(session, guests, at)
    if screens := of_kind[Kind.SCREEN]:
        found |= _screens(session, screens, at)
    return found


def _id_of(session: Session, shown: Credentials, at: datetime) -> str | None:
    """A line knows its session; a cookie has to prove one."""
    if shown.line is not None:
        return shown.line
    row = sessions.known(session, shown.secret, at)
    return row.id if row is not None else None


_SESSION = (DeviceSession.id, DeviceSession.idle_until, DeviceSession.ends_at)
#: Whom somebody stands beside, as a table: classes are not put together yet when this is read.
_BESIDE = cast(Table, Person.__table__).alias("beside")


def _around(person: Any) -> ColumnElement[bool]:
    """`is_around` in SQL, of the columns of one person."""
    found: ColumnElement[bool] = person.left_at.is_(None) & or_(
        person.until.is_(None), person.until >= bindparam("today")
    )
    return found


_ACCESS = (
    Person.sees,
    Person.sees_parts,
    Person.supports_id,
    _BESIDE.c.role,
    _BESIDE.c.sees,
    _BESIDE.c.sees_parts,
)
_NOW_AROUND = _around(Person) & or_(Person.supports_id.is_(None), _around(_BESIDE.c))
_MEETING = (Meeting.id, Meeting.case_id, Meeting.state, Meeting.chair_id, Case.case_director_id)
_THESE = DeviceSession.ended_at.is_(None), DeviceSession.id.in_(bindparam("sessions", expanding=True))
_SEATS = (
    select(
        *_SESSION,
        DeviceSession.step_up_at,
        Account.language,
        Person.id,
        Person.account_id,
        Person.role,
        *_MEETING,
        *_ACCESS,
    )
    .join(Account, Account.id == DeviceSession.of_id)
    .join(Person, Person.account_id == Account.id)
    .outerjoin(_BESIDE, _BESIDE.c.id == Person.supports_id)
    .join(Meeting, Meeting.case_id == Person.case_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(DeviceSession.kind.in_(sessions.OF_ACCOUNTS), *_THESE)
    .where(_NOW_AROUND, Account.active, Meeting.id.in_(bindparam("meetings", expanding=True)))
)
_PHONES = (
    select(
        *_SESSION,
        Guest.id,
        Guest.language,
        Guest.ends_at,
        Meeting.closed_at,
        Person.id,
        Person.account_id,
        Person.role,
        *_MEETING,
        *_ACCESS,
    )
    .join(Guest, Guest.id == DeviceSession.of_id)
    .join(Person, Person.id == Guest.person_id)
    .outerjoin(_BESIDE, _BESIDE.c.id == Person.supports_id)
    .join(Meeting, Meeting.id == Guest.meeting_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(_NOW_AROUND, DeviceSession.kind == SessionKind.SEAT, Guest.state == GuestState.SEATED, *_THESE)
)
_SHOWN = (
    select(*_SESSION, Screen.id, *_MEETING)
    .join(Screen, Screen.id == DeviceSession.of_id)
    .join(Meeting, Meeting.id == Screen.meeting_id)
    .join(Case, Case.id == Meeting.case_id)
    .where(DeviceSession.kind == SessionKind.SCREEN, Screen.ended_at.is_(None), *_THESE)
)


def _accounts(
    session: Session, shown: dict[str, list[Credentials]], at: datetime
) -> dict[Credentials, Present]:
    asked = {
        "sessions": list(shown),
        "meetings": [one.meeting_id for some in shown.values() for one in some],
        "today": today(at),
    }
    rows = {}
    for key, idle_until, ends_at, proved_at, language, *row in session.connection().execute(_SEATS, asked):
        if at < (until := min(idle_until, ends_at)):
            viewer = policy.seated(*row, language=language)
            viewer = replace(viewer, device_id=key, proved_at=proved_at)
            rows[key, row[3]] = Present(viewer, min(until, end_of_day(at)))
    return {
        one: rows[key, one.meeting_id]
        for key, some in shown.items()
        for one in some
        if (key, one.meeting_id) in rows
    }


def _guests(
    session: Session, shown: dict[str, list[Credentials]], at: datetime
) -> dict[Credentials, Present]:
    found: dict[Credentials, Present] = {}
    rows = session.connection().execute(_PHONES, {"sessions": list(shown), "today": today(at)})
    for key, idle_until, over, guest_id, language, ends_at, closed_at, *row in rows:
        table = ends_at if closed_at is None else closed_at + SEAT_AFTER_END
        if at < (until := min(idle_until, over, ends_at, table)):
            viewer = replace(policy.seated(*row, language=language, session_id=guest_id), device_id=key)
            found |= dict.fromkeys(shown[key], Present(viewer, min(until, end_of_day(at))))
    return found


def _screens(
    session: Session, shown: dict[str, list[Credentials]], at: datetime
) -> dict[Credentials, Present]:
    found: dict[Credentials, Present] = {}
    rows = session.connection().execute(_SHOWN, {"sessions": list(shown)})
    for key, idle_until, ends_at, screen_id, meeting_id, case_id, state, *_ in rows:
        if at < (until := min(idle_until, ends_at)):
            viewer = policy.Viewer(
                frozenset({"screen"}), case_id, meeting_id, MeetingState(state), session_id=screen_id
            )
            seen = Present(replace(viewer, device_id=key), min(until, end_of_day(at)))
            found |= dict.fromkeys(shown[key], seen)
    return found
