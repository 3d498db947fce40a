"""Sessions (*sessies*): how a browser proves who it is, how long that lasts, and how it ends.

A cookie is `id.generation.secret`. Every five minutes the next secret, derived from the last, is offered; once it is
seen, the last one stays good for a minute, because pages travel side by side. An older one can only come from a copy:
then the session ends for both. Times are those of the house's clock. Asked at every page and every event.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.database import Database
from conference.core.events import SessionEnded
from conference.core.security import Keyring, fingerprint, new_token, signed_by
from conference.core.unit_of_work import UnitOfWork, possible_key
from models.base import new_key
from models.enums import LIVE, SessionKind
from models.errors.accounts import DeviceUnknown, SessionOver, StepUpNeeded
from models.errors.base import NotFound, NotNow
from models.meeting import Meeting
from models.sessions import DeviceSession

#: Sessions of people who sign in.
OF_ACCOUNTS = (SessionKind.ACCOUNT, SessionKind.KEEPER)
#: The same, and those of who is only half in: these see nothing, and end with the others.
ALL_OF_ACCOUNTS = (*OF_ACCOUNTS, SessionKind.HALF)
OF_PHONES = (SessionKind.WAITING, SessionKind.SEAT)
#: Why a session is over that nobody ended.
OUT_OF_TIME = "idle"
#: Why one ended whose cookie was seen where it does not belong.
COPIED = "copied"
#: In Flask's own session: the session in which the tokens of its forms were made.
OF = "of"
ROTATES_AFTER = timedelta(minutes=5)
LAST_STAYS = timedelta(seconds=60)
#: How often a sign of life is written down.
SEEN_EVERY = timedelta(minutes=1)
STEP_UP_LASTS = timedelta(minutes=5)
#: A session that is over is kept so long, to say why it is; then no longer.
KEPT = timedelta(days=30)
#: More steps than any session takes; a cookie that names more was made up.
MOST_STEPS = 500


@dataclass(frozen=True)
class Limits:
    """How long a session lasts without a sign of life, and in all; `at_table` is the first at a live table."""

    idle: timedelta
    whole: timedelta
    at_table: timedelta


def _limits(idle: float, whole: float, at_table: float | None = None) -> Limits:
    return Limits(timedelta(hours=idle), timedelta(hours=whole), timedelta(hours=at_table or idle))


LIMITS = {
    SessionKind.ACCOUNT: _limits(1 / 2, 12, at_table=2),
    SessionKind.KEEPER: _limits(1 / 6, 4),
    SessionKind.HALF: _limits(1 / 2, 1 / 2),
    SessionKind.WAITING: _limits(2, 2),
    SessionKind.SEAT: _limits(1 / 2, 4),
    SessionKind.SCREEN: _limits(1 / 2, 4),
}


# --- what a cookie proves


@dataclass(frozen=True)
class Cookie:
    """What a browser showed, taken apart."""

    id: str
    generation: int
    secret: str

    @classmethod
    def read(cls, value: str) -> "Cookie | None":
        """The parts of `id.generation.secret`; None for anything else."""
        key, _, rest = value.partition(".")
        generation, _, secret = rest.partition(".")
        if not (possible_key(key) and secret and generation.isascii() and generation.isdigit()):
            return None
        return cls(key, int(generation), secret) if len(generation) <= 4 else None

    def __str__(self) -> str:
        return f"{self.id}.{self.generation}.{self.secret}"

    def next(self, keys: Keyring) -> "Cookie":
        """The one that follows."""
        return Cookie(self.id, self.generation + 1, keys.next_secret(self.secret))


def known(session: Session, value: str, at: datetime) -> DeviceSession | None:
    """The session whose secret this is: present, next, or last for a minute. It may have ended; ask `live`."""
    cookie = Cookie.read(value)
    row = session.get(DeviceSession, cookie.id) if cookie else None
    if cookie is None or row is None:
        return None
    good = {row.generation: row.secret_hash, row.generation + 1: row.next_hash}
    if at < row.rotated_at + LAST_STAYS:
        good[row.generation - 1] = row.last_hash
    hashed = good.get(cookie.generation)
    return row if hashed and hmac.compare_digest(hashed, fingerprint(cookie.secret)) else None


def live(session: Session, value: str, at: datetime) -> DeviceSession | None:
    """The same, if it still means something."""
    row = known(session, value, at)
    return row if row is not None and row.live(at) else None


def was_copied(session: Session, keys: Keyring, value: str) -> DeviceSession | None:
    """The session of which this is an older secret: somebody else went on with it. None for what was made up."""
    cookie = Cookie.read(value)
    row = session.get(DeviceSession, cookie.id) if cookie else None
    if cookie is None or row is None or not 0 < row.generation - cookie.generation <= MOST_STEPS:
        return None
    secret = cookie.secret
    for _ in range(row.generation - cookie.generation):
        secret = keys.next_secret(secret)
    return row if hmac.compare_digest(row.secret_hash, fingerprint(secret)) else None


def why_over(session: Session, keys: Keyring, value: str, at: datetime) -> str:
    """Why the session of this cookie is over; empty when it is not, or when it shows none."""
    row = known(session, value, at) or was_copied(session, keys, value)
    if row is None or row.live(at):
        return ""
    return row.ended_why or OUT_OF_TIME


def require_device(database: Database, session_id: str, proof: str, at: datetime) -> None:
    """Raise DeviceUnknown unless this is the browser that signed in: it signs a question of this minute with the key
    that never leaves it (`question|signature`).

    An empty proof is only refused: the question may not have come on a poor line, or the browser could not get at its
    key just now. So is one that came too late, signed with the key: a laptop slept meanwhile. A wrong one, or none
    where there has to be a key, ends the session for both: the cookie is a copy. A session without a key (plain http)
    proves nothing.
    """
    with database.read() as session:
        row = session.get(DeviceSession, session_id)
        key = row.device_key if row is not None else None
    if key is None:
        return
    question, _, signature = proof.partition("|")
    signed = database.keys.asked(session_id, question) and signed_by(key, question, signature)
    if signed and database.keys.asked_now(question, at):
        return
    if proof and not signed:
        with database.work() as work:
            locked = work.lock(DeviceSession, session_id)
            end(work, locked, COPIED, at)
            work.record(f"session:{session_id}", "session:device", f"{locked.kind}:{locked.of_id}", None, at)
    raise DeviceUnknown


# --- its life


@dataclass(frozen=True)
class Browser:
    """What is known of the browser that comes in: codes of kind and name, and the public half of its key."""

    device: str = ""
    key: str | None = None


def start(
    work: UnitOfWork,
    kind: SessionKind,
    of_id: str,
    at: datetime,
    *,
    browser: Browser | None = None,
    method: str = "",
    until: datetime | None = None,
    secret: str | None = None,
) -> tuple[DeviceSession, str]:
    """A new session with a new id. Returns its row and the value of its cookie.

    `until`: it ends no later. `secret`: derived from another one, so that a request that is sent twice gets it twice.
    """
    limits, browser = LIMITS[kind], browser or Browser()
    cookie = Cookie(new_key(), 0, secret or new_token())
    ends_at = min(at + limits.whole, until or at + limits.whole)
    row = DeviceSession(
        id=cookie.id,
        kind=kind,
        of_id=of_id,
        secret_hash=fingerprint(cookie.secret),
        rotated_at=at,
        device=browser.device,
        device_key=browser.key,
        method=method,
        started_at=at,
        seen_at=at,
        idle_until=at + limits.idle,
        ends_at=ends_at,
        step_up_at=at if kind in ALL_OF_ACCOUNTS else None,
    )
    return work.add(row), str(cookie)


def see(row: DeviceSession, at: datetime, *, at_table: bool = False) -> None:
    """A sign of life. It never makes the time shorter: who was at a table keeps the time of a table."""
    limits = LIMITS[row.kind]
    row.seen_at = at
    row.idle_until = max(row.idle_until, at + (limits.at_table if at_table else limits.idle))


def renew(row: DeviceSession, at: datetime) -> None:
    """It lasts its whole time again, because a human proved or said so: nobody is cut off in the middle of a talk."""
    row.ends_at = at + LIMITS[row.kind].whole
    see(row, at)


def hold(work: UnitOfWork, ids: Iterable[str], at: datetime) -> None:
    """Phones and screens with an open line live on: these idle only without one."""
    for kind in (SessionKind.SEAT, SessionKind.SCREEN):
        held = DeviceSession.id.in_(list(ids)), DeviceSession.kind == kind, DeviceSession.ended_at.is_(None)
        until = at + LIMITS[kind].idle
        work.session.execute(
            update(DeviceSession)
            .where(*held, DeviceSession.idle_until > at, DeviceSession.idle_until < until)
            .values(seen_at=at, idle_until=until)
        )


def stretch(work: UnitOfWork, kind: SessionKind, of_id: str, until: datetime) -> None:
    """Let the sessions of a phone last until then, also without a line: it reads a report."""
    for row in of(work.session, (kind,), of_id):
        row.idle_until = row.ends_at = until


def end_all(work: UnitOfWork, kinds: Iterable[SessionKind], of_id: str, why: str, at: datetime) -> None:
    """End every session of an account, a phone or a screen."""
    for row in of(work.session, kinds, of_id):
        end(work, row, why, at)


def end_others(work: UnitOfWork, account_id: str, here: str | None, why: str, at: datetime) -> None:
    """End every session of an account but this one: who came in before knew less than is asked now."""
    for row in of(work.session, ALL_OF_ACCOUNTS, account_id):
        if row.id != here:
            end(work, row, why, at)


def end(work: UnitOfWork, row: DeviceSession, why: str, at: datetime) -> None:
    """End one session. Every page that is open with it closes within a second, in every process."""
    if row.ended_at is None:
        row.end(why, at)
        work.tell(SessionEnded("", row.id, why))


def of(session: Session, kinds: Iterable[SessionKind], of_id: str) -> list[DeviceSession]:
    """The sessions of an account, a phone or a screen that have not ended; the youngest first."""
    found = select(DeviceSession).where(
        DeviceSession.kind.in_(tuple(kinds)), DeviceSession.of_id == of_id, DeviceSession.ended_at.is_(None)
    )
    return list(session.scalars(found.order_by(DeviceSession.started_at.desc(), DeviceSession.id)))


def ended_since(session: Session, at: datetime) -> dict[str, str]:
    """Which sessions ended after that moment, each with its reason."""
    found = select(DeviceSession.id, DeviceSession.ended_why).where(DeviceSession.ended_at > at)
    return {key: why or "" for key, why in session.execute(found)}


def alive(session: Session, ids: Iterable[str], at: datetime) -> set[str]:
    """Which of these still mean something: one question for all of them, asked at every event."""
    asked = {f"id{number}": one for number, one in enumerate(ids)}
    if not asked:
        return set()
    return set(session.connection().scalars(_alive(len(asked)), {**asked, "at": at}))


@cache
def _alive(count: int) -> Select[str]:
    """The question for so many: one whose length is not known beforehand is written out anew each time."""
    return select(DeviceSession.id).where(
        DeviceSession.id.in_([bindparam(f"id{number}") for number in range(count)]),
        DeviceSession.ended_at.is_(None),
        DeviceSession.idle_until > bindparam("at"),
        DeviceSession.ends_at > bindparam("at"),
    )


def out_of_time(session: Session, ids: Iterable[str], at: datetime) -> dict[str, str]:
    """Which of these are over because nobody touched them, or because their hours are gone."""
    timed = or_(DeviceSession.idle_until <= at, DeviceSession.ends_at <= at)
    found = select(DeviceSession.id).where(DeviceSession.id.in_(list(ids)), timed)
    return dict.fromkeys(session.scalars(found), OUT_OF_TIME)


def forget_old(work: UnitOfWork, at: datetime) -> None:
    """Take away what was over long ago: of everybody, for a phone that was here once does not come again."""
    over = (DeviceSession.ended_at, DeviceSession.idle_until, DeviceSession.ends_at)
    work.session.execute(delete(DeviceSession).where(or_(*(moment < at - KEPT for moment in over))))


# --- what one request does for it


@dataclass(frozen=True)
class Sign:
    """What one request is for the session behind it: a sign of life or not, and at which meeting."""

    active: bool = True
    meeting_id: str | None = None


@dataclass(frozen=True)
class Visit:
    """What became of one cookie: whose session it shows (None when it shows none), and what to hand the browser."""

    session_id: str | None = None
    kind: SessionKind | None = None
    cookie: str | None = None


def look(database: Database, value: str, at: datetime, sign: Sign) -> Visit:
    """What one request does for the session its cookie shows; nothing is written when nothing changed.

    Where nothing can be kept now, people go on reading: no sign of life, and no next secret.
    """
    with database.read() as session:
        found, changes = visit(session, database.keys, value, at, sign)
    if not changes:
        return found
    try:
        with database.work() as work:
            return write_visit(work, value, at, sign)
    except NotNow:
        return replace(found, cookie=None)


def visit(session: Session, keys: Keyring, value: str, at: datetime, sign: Sign) -> tuple[Visit, bool]:
    """Look at a cookie. The second says whether something has to be written first: then call `write_visit`."""
    row = known(session, value, at)
    if row is None:
        return Visit(), was_copied(session, keys, value) is not None
    if not row.live(at):
        return Visit(), False
    cookie = Cookie.read(value)
    if cookie is None:
        return Visit(), False
    steps_on = cookie.generation > row.generation
    rotates = cookie.generation == row.generation and _rotates(row, at)
    due = sign.active and at - row.seen_at >= SEEN_EVERY
    offered = str(cookie.next(keys)) if rotates else None
    return Visit(row.id, row.kind, offered), steps_on or due or (rotates and row.next_hash is None)


def write_visit(work: UnitOfWork, value: str, at: datetime, sign: Sign) -> Visit:
    """The same with what it changes: a next secret offered or taken, a sign of life, a copy found out."""
    cookie = Cookie.read(value)
    if cookie is None or work.session.get(DeviceSession, cookie.id) is None:
        return Visit()
    locked = work.lock(DeviceSession, cookie.id)
    row = live(work.session, value, at)
    if row is None:
        if locked.ended_at is None and was_copied(work.session, work.keys, value):
            end(work, locked, COPIED, at)
            work.record(f"session:{locked.id}", "session:copied", f"{locked.kind}:{locked.of_id}", None, at)
        return Visit()
    if cookie.generation > row.generation:
        row.last_hash, row.secret_hash, row.next_hash = row.secret_hash, fingerprint(cookie.secret), None
        row.generation, row.rotated_at = cookie.generation, at
    offered = None
    if cookie.generation == row.generation and _rotates(row, at):
        offered = cookie.next(work.keys)
        row.next_hash = fingerprint(offered.secret)
    if sign.active and at - row.seen_at >= SEEN_EVERY:
        see(row, at, at_table=_is_live(work.session, sign.meeting_id))
    return Visit(row.id, row.kind, str(offered) if offered else None)


def stay(work: UnitOfWork, value: str, sign: Sign, at: datetime) -> dict[str, int]:
    """How many seconds a page is still in: without a sign of life (`idle`), and in all (`ends`). Raises SessionOver."""
    row = live(work.session, value, at)
    if row is None:
        raise SessionOver
    if sign.active or row.kind in (SessionKind.SEAT, SessionKind.SCREEN):
        see(row, at, at_table=_is_live(work.session, sign.meeting_id))
    return {
        "idle": int((row.idle_until - at).total_seconds()),
        "ends": int((row.ends_at - at).total_seconds()),
    }


def _is_live(session: Session, meeting_id: str | None) -> bool:
    meeting = session.get(Meeting, meeting_id) if possible_key(meeting_id) else None
    return meeting is not None and meeting.state in LIVE


def _rotates(row: DeviceSession, at: datetime) -> bool:
    return row.kind not in (SessionKind.WAITING, SessionKind.HALF) and at - row.rotated_at >= ROTATES_AFTER


# --- one's own


def own(session: Session, viewer: policy.Viewer, at: datetime) -> list[DeviceSession]:
    """Where this account is signed in now; this browser first, then the youngest."""
    rows = [row for row in of(session, OF_ACCOUNTS, str(viewer.account_id)) if row.live(at)]
    return sorted(rows, key=lambda row: row.id != viewer.device_id)


def end_here(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Sign this browser out."""
    end(work, work.lock(DeviceSession, viewer.device_id), "signed_out", at)


def end_own(work: UnitOfWork, viewer: policy.Viewer, session_id: str, at: datetime) -> None:
    """Sign one browser out. Raises NotFound for a session of somebody else."""
    row = work.lock(DeviceSession, session_id)
    if row.kind not in OF_ACCOUNTS or row.of_id != viewer.account_id:
        raise NotFound
    end(work, row, "signed_out", at)
    work.record(viewer.actor, "session:end", f"session:{row.id}", None, at)


def end_everywhere(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """*Meld overal af*: this browser too."""
    end_all(work, ALL_OF_ACCOUNTS, str(viewer.account_id), "signed_out", at)
    work.record(viewer.actor, "session:end_all", f"account:{viewer.account_id}", None, at)


def require_recent(viewer: policy.Viewer, at: datetime) -> None:
    """Raise StepUpNeeded unless whoever has an account proved in the last five minutes who they are.

    For what is worth a second look at who is at the keyboard: an export, an erasure, a door. A phone on a seat has
    nothing to prove it with; it was let in by a human who saw whose it is.
    """
    if viewer.account_id is None:
        return
    if viewer.proved_at is None or at - viewer.proved_at > STEP_UP_LASTS:
        raise StepUpNeeded
