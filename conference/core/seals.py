"""Seals over the log: a row that is changed, removed, put in, late or out of its place is found.

Each row has a leaf, SHA-256 over the row and its salt. Every few seconds the rows without a leaf are taken together
under a seal: the root of their tree, and a head that is made of the head before. One number vouches for everything
up to it. Rows are found by their missing leaf, never by a number above the last: on PostgreSQL a row can show before
one with a lower number is committed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from models.log import LogEntry, LogLeaf, LogRemoval, LogSeal

#: Rows under one seal at most: as many as are read, hashed and written in a moment.
MOST = 10_000
#: How far below the last leaf is looked for a row that was committed late; further down once in a while (`whole`).
BELOW = 20_000
#: How much later than its own moment a row may be committed.
LATE = timedelta(minutes=10)
#: How long looks are kept, and what belongs to no family.
TERMS = {"looks": timedelta(days=5 * 365), "technical": timedelta(days=365)}
#: One sealer at a time among all processes (PostgreSQL; SQLite has one writer).
LOCK = 0x526F6E646F6D
#: What a leaf is made of.
ROW = tuple(LogEntry.__table__.columns)


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: in words for who runs the program, with the row if it is one."""

    why: str
    seal: int | None = None
    seq: int | None = None

    def __str__(self) -> str:
        """`row 12 under seal 3 was changed`."""
        row = f"row {self.seq} " if self.seq is not None else ""
        under = f"{'under ' if row else ''}seal {self.seal} " if self.seal is not None else ""
        return f"{row}{under}{self.why}"


# --- fingerprints


def leaf(entry: Any) -> str:
    """The fingerprint of a row: a `LogEntry`, or its columns."""
    told = [entry.seq, entry.case_id, _moment(entry.at), entry.actor, entry.deed, entry.thing, entry.outcome]
    written = json.dumps(told, separators=(",", ":"), ensure_ascii=True).encode()
    return hashlib.sha256(b"\x00" + written + b"\x1f" + entry.salt.encode()).hexdigest()


def root(leaves: Sequence[str]) -> str:
    """The root of the tree over these leaves, in this order."""
    level = [bytes.fromhex(one) for one in leaves]
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()


def head(before: str, number: int, count: int, over: str, at: datetime) -> str:
    """What a seal vouches for: itself, and through `before` all earlier ones."""
    written = "\x1f".join([before, str(number), str(count), over, _moment(at)])
    return hashlib.sha256(written.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# --- sealing


def waiting(session: Session, *, whole: bool = False) -> bool:
    """Whether rows wait for a seal. `whole`: looked for in the whole log."""
    return session.scalar(_unsealed(session, whole).limit(1)) is not None


def seal(session: Session, at: datetime, *, whole: bool = False) -> LogSeal | None:
    """Take the rows without a leaf under a seal; None when there are none, or when somebody else seals now."""
    if not _alone(session):
        return None
    rows = list(session.scalars(_unsealed(session, whole).order_by(LogEntry.seq).limit(MOST)))
    if not rows:
        return None
    before = last(session)
    number = before.id + 1 if before else 1
    leaves = [leaf(row) for row in rows]
    over = root(leaves)
    made = LogSeal(
        id=number,
        count=len(rows),
        root=over,
        at=at,
        head=head(before.head if before else "", number, len(rows), over, at),
    )
    session.add(made)
    session.flush()
    session.execute(
        LogLeaf.__table__.insert(),  # type: ignore[attr-defined]
        [
            {"seq": row.seq, "seal_id": number, "place": place, "hash": one}
            for place, (row, one) in enumerate(zip(rows, leaves, strict=True))
        ],
    )
    return made


def last(session: Session) -> LogSeal | None:
    """The newest seal."""
    return session.scalars(select(LogSeal).order_by(LogSeal.id.desc()).limit(1)).first()


def _unsealed(session: Session, whole: bool) -> Select[LogEntry]:
    found = select(LogEntry).outerjoin(LogLeaf, LogLeaf.seq == LogEntry.seq).where(LogLeaf.seq.is_(None))
    newest = None if whole else session.scalar(select(func.max(LogLeaf.seq)))
    return found if newest is None else found.where(LogEntry.seq > newest - BELOW)


def _alone(session: Session) -> bool:
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK}))


# --- rows whose term is over


def remove_old(session: Session, at: datetime) -> int:
    """Remove the rows whose term is over; their leaves stay. Returns how many went."""
    gone = 0
    for scope, term in TERMS.items():
        bound = at - term
        old = _of_scope(scope, bound)
        if (
            session.scalar(
                select(LogEntry.seq).join(LogLeaf, LogLeaf.seq == LogEntry.seq).where(*old).limit(1)
            )
            is None
        ):
            continue
        removal = LogRemoval(at=at, scope=scope, bound=bound)
        session.add(removal)
        session.flush()
        session.add(
            LogEntry(
                case_id=None,
                at=at,
                actor="console",
                deed="log.remove",
                thing=f"removal:{removal.id}",
                outcome="ok",
            )
        )
        sealed = select(LogLeaf.seq)
        done = session.execute(LogEntry.__table__.delete().where(*old, LogEntry.seq.in_(sealed)))  # type: ignore[attr-defined]
        gone += done.rowcount  # type: ignore[attr-defined]
    return gone


def _of_scope(scope: str, bound: datetime) -> list[Any]:
    kind = LogEntry.deed.startswith("see.") if scope == "looks" else LogEntry.case_id.is_(None)
    return [LogEntry.at < bound, kind]


def _may_be_gone(session: Session, sealed: Any) -> bool:
    """Whether rows under this seal may be missing: a removal, itself in the log, said that their term was over."""
    for removal in session.scalars(select(LogRemoval).where(LogRemoval.bound > sealed.at - LATE)):
        told = select(LogEntry.at).where(
            LogEntry.deed == "log.remove", LogEntry.thing == f"removal:{removal.id}"
        )
        at = session.scalar(told)
        if at is not None and removal.bound <= at - TERMS[removal.scope]:
            return True
    return False


# --- verifying


def first_fault(session: Session, since: datetime | None = None) -> Fault | None:
    """The first thing that does not fit, from the seals since a moment (all when left out); None when all does."""
    return next(_faults(session, since), None)


def newest_day(session: Session) -> datetime | None:
    """When the day of the newest seal began; None without seals."""
    newest = last(session)
    return newest.at.replace(hour=0, minute=0, second=0, microsecond=0) if newest else None


#: A seal as its columns: a whole log is read past, and nothing of it kept.
SEAL = select(LogSeal.id, LogSeal.count.label("size"), LogSeal.root, LogSeal.head, LogSeal.at).order_by(
    LogSeal.id
)


def _faults(session: Session, since: datetime | None) -> Iterator[Fault]:
    number, before = 0, None
    if since is not None:
        first = session.scalar(select(func.min(LogSeal.id)).where(LogSeal.at >= since)) or 1
        number = first - 1
        before = session.execute(SEAL.where(LogSeal.id == number)).first()
        if before is None and number:
            yield Fault("is missing", seal=number)
    while together := session.execute(SEAL.where(LogSeal.id > number).limit(500)).all():
        for sealed in together:
            if sealed.id != number + 1:
                yield Fault("is missing", seal=number + 1)
            yield from _faults_of(session, sealed, before)
            number, before = sealed.id, sealed
    yield from _unsealed_faults(session, before)


def _faults_of(session: Session, sealed: Any, before: Any) -> Iterator[Fault]:
    found = (
        select(LogLeaf.seq, LogLeaf.place, LogLeaf.hash, *(column for column in ROW if column.key != "seq"))
        .outerjoin(LogEntry, LogEntry.seq == LogLeaf.seq)
        .where(LogLeaf.seal_id == sealed.id)
        .order_by(LogLeaf.place)
    )
    rows = session.execute(found).all()
    gone: bool | None = None
    for expected, row in enumerate(rows):
        seq = row.seq
        if row.place != expected:
            yield Fault("lost the row before it: a leaf is missing", sealed.id, seq)
        if expected and seq <= rows[expected - 1].seq:
            yield Fault("does not stand in its place", sealed.id, seq)
        if expected >= sealed.size:
            yield Fault("was put in", sealed.id, seq)
        if row.at is None:
            gone = _may_be_gone(session, sealed) if gone is None else gone
            if not gone:
                yield Fault("was removed", sealed.id, seq)
        elif leaf(row) != row.hash:
            yield Fault("was changed", sealed.id, seq)
        elif before is not None and row.at < before.at - LATE:
            yield Fault("came late: it says a moment long before it was sealed", sealed.id, seq)
    if len(rows) < sealed.size:
        yield Fault(f"has {len(rows)} rows of {sealed.size}", sealed.id)
    if root([row.hash for row in rows]) != sealed.root:
        yield Fault("does not fit its rows: leaves were changed", sealed.id)
    if head(before.head if before else "", sealed.id, sealed.size, sealed.root, sealed.at) != sealed.head:
        yield Fault("does not fit the seal before it", sealed.id)


def _unsealed_faults(session: Session, newest: Any) -> Iterator[Fault]:
    """A row that is not sealed yet and says a moment long past was put in."""
    if newest is None:
        return
    found = _unsealed(session, whole=False).where(LogEntry.at < newest.at - LATE).order_by(LogEntry.seq)
    for entry in session.scalars(found.limit(1)):
        yield Fault("came late: newer rows were sealed long ago", seq=entry.seq)
