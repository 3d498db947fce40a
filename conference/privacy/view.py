"""What the privacy officer finds: requests with their days, who tried to open a family, and whether the log is whole.

Never a family's words: no name, no title, nothing that was written. A family and a request have a number, and the
colleague who directs the case knows whose it is. Colleagues are named as their account is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import kinds, policy
from conference.access.policy import Permission
from conference.core import watch
from conference.core.dates import months_after
from conference.core.heads import Heads, HeadsWrong
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.privacy.use_cases import MONTHS, SEEN
from models.accounts import Account
from models.case import Case
from models.enums import ErasureGround, ErasureState, Role
from models.erasures import Erasure
from models.errors.base import NotFound
from models.log import LogEntry, LogSeal
from models.meeting import Meeting
from models.people import Person
from models.region import RegionProfile
from models.requests import AccessToData

#: How far back tries are told, and how many days of the log stand on the page.
BACK, DAYS = timedelta(days=365), 14
#: How many tries stand on the page; the newest come first.
MOST = 50


@dataclass(frozen=True)
class Colleague:
    """Somebody who signs in, as their account says it."""

    name: str
    organisation: str

    @classmethod
    def of(cls, account: Account | None) -> "Colleague | None":
        """The colleague of an account."""
        return cls(account.name, account.organisation.name) if account is not None else None


@dataclass(frozen=True)
class Asked:
    """One request: by its number, and what the one who asked is at that table."""

    id: str
    number: str
    role: Role
    on: datetime
    due_on: date
    left: int
    put_off: bool
    can_wait: bool
    outcome: str
    family: str
    director: Colleague | None


@dataclass(frozen=True)
class Erasing:
    """A request to erase a family or somebody of it: of which, why, how far it is, and the last day of the law."""

    family: str
    person: bool
    on: datetime
    due_on: date
    left: int
    ground: ErasureGround
    state: ErasureState
    waits: bool
    director: Colleague | None


@dataclass(frozen=True)
class Try:
    """Somebody wanted to open a family in which they have no place: who, which, how often, and when last."""

    at: datetime
    who: Colleague | None
    family: str
    director: Colleague | None
    times: int
    did: bool
    new: bool


@dataclass(frozen=True)
class Day:
    """One day of the log: how many rows were sealed, the head of its last seal, and what vouches for it."""

    on: date
    rows: int
    seal: int
    head: str
    kept: bool
    verified_at: datetime | None


@dataclass(frozen=True)
class LogState:
    """Whether the log is what was sealed. `fault` says what does not fit (in English, for who runs the program)."""

    fault: str
    checked_at: datetime | None
    days: list[Day]
    public: str


class Office:
    """What one privacy officer may know of their region. Raises NotFound for anybody else."""

    def __init__(self, house: Runtime, session: Session, viewer: policy.Viewer, at: datetime) -> None:
        self._house, self.session, self.viewer, self._at = house, session, viewer, at
        region = session.get(RegionProfile, viewer.profile_id or "")
        if region is None or not policy.may(viewer, Permission.PRIVACY_READ, region):
            raise NotFound
        self.region: RegionProfile = region

    # --- requests

    @cached_property
    def requests(self) -> list[Asked]:
        """Those without an answer first, the first day of the law first."""
        found = select(AccessToData).join(Case).where(Case.profile_id == self.viewer.profile_id)
        rows = policy.readable(self.session.scalars(found.order_by(AccessToData.due_on)), self.viewer)
        return sorted(map(self._asked, rows), key=lambda one: (bool(one.outcome), one.due_on))

    def _asked(self, one: AccessToData) -> Asked:
        today = self._at.astimezone(AMSTERDAM).date()
        return Asked(
            one.id,
            one.number,
            one.person.role,
            one.asked_at,
            one.due_on,
            (one.due_on - today).days,
            one.longer_at is not None,
            one.outcome is None and one.longer_at is None and today <= one.due_on,
            str(one.outcome or ""),
            one.case.number,
            self._director(one.case),
        )

    def _director(self, case: Case) -> Colleague | None:
        person = self.session.get(Person, case.case_director_id or "")
        return Colleague.of(person.account) if person is not None else None

    @cached_property
    def erasures(self) -> list[Erasing]:
        """Of families that are there: what waits first. Answering is for those around the family."""
        found = select(Erasure, Case).join(Case, Case.id == Erasure.case_id)
        mine = found.where(Case.profile_id == self.viewer.profile_id).order_by(Erasure.asked_at.desc())
        rows = [self._erasing(one, case) for one, case in self.session.execute(mine)]
        return sorted(rows, key=lambda one: (not one.waits, one.due_on))

    def _erasing(self, one: Erasure, case: Case) -> Erasing:
        due = months_after(one.asked_at.astimezone(AMSTERDAM).date(), MONTHS)
        left = (due - self._at.astimezone(AMSTERDAM).date()).days
        waits = one.state in (ErasureState.ASKED, ErasureState.APPROVED)
        return Erasing(
            case.number,
            one.person_id is not None,
            one.asked_at,
            due,
            left,
            ErasureGround(one.ground),
            ErasureState(one.state),
            waits,
            self._director(case),
        )

    # --- who tried

    @cached_property
    def tries(self) -> list[Try]:
        """By account, family and day; the newest first."""
        grouped: dict[tuple[str, str, date], list[Any]] = {}
        for entry in self._refused():
            case_id = self._case_of(entry.thing)
            case = self.session.get(Case, case_id) if case_id else None
            if case is not None and case.profile_id == self.viewer.profile_id:
                day = entry.at.astimezone(AMSTERDAM).date()
                grouped.setdefault((entry.actor, case.id, day), []).append(entry)
        found = [self._try(actor, case_id, rows) for (actor, case_id, _), rows in grouped.items()]
        return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]

    @property
    def news(self) -> int:
        """How many of them nobody looked at yet."""
        return sum(one.new for one in self.tries)

    def _refused(self) -> Iterator[LogEntry]:
        found = select(LogEntry).where(
            LogEntry.actor.startswith("account:"),
            LogEntry.outcome == NotFound.code,
            LogEntry.thing != "",
            LogEntry.at > self._at - BACK,
        )
        yield from self.session.scalars(found.order_by(LogEntry.seq))

    def _case_of(self, thing: str) -> str | None:
        """The family of a thing that was asked for; None for what is of no family, or is not there."""
        record = kinds.find(self.session, thing)
        if isinstance(record, Case):
            return str(record.id)
        if isinstance(record, Meeting):
            return str(record.case_id)
        carried = policy.carrier(record) if record is not None else None
        meeting = self.session.get(Meeting, getattr(carried, "meeting_id", None) or "")
        return getattr(carried, "case_id", None) or (meeting.case_id if meeting is not None else None)

    def _try(self, actor: str, case_id: str, rows: list[LogEntry]) -> Try:
        case, last = self.session.get_one(Case, case_id), rows[-1]
        return Try(
            last.at,
            Colleague.of(self.session.get(Account, actor.partition(":")[2])),
            case.number,
            self._director(case),
            len(rows),
            any(not one.deed.startswith("see.") for one in rows),
            self._seen_at is None or last.at > self._seen_at,
        )

    @cached_property
    def _seen_at(self) -> datetime | None:
        found = select(func.max(LogEntry.at)).where(
            LogEntry.deed == SEEN, LogEntry.thing == f"region:{self.viewer.profile_id}"
        )
        return self.session.scalar(found)

    # --- the log

    @cached_property
    def log(self) -> LogState:
        """The newest day is verified here and now; all of it was at night."""
        heads = Heads.of(self._house.settings, self._house.keys)
        try:
            watch.require_whole_in(self.session, heads)
            fault = ""
        except watch.LogBroken as broken:
            fault = str(broken.why)
        checks = select(LogEntry.at, LogEntry.outcome).where(LogEntry.deed == watch.VERIFIED)
        verified = self.session.execute(checks.order_by(LogEntry.seq.desc()).limit(1)).first()
        if verified is not None and verified.outcome != "ok":
            fault = fault or verified.outcome
        checked_at = verified.at if verified is not None else None
        return LogState(fault, checked_at, self._days(heads, checked_at), heads.public)

    def _days(self, heads: Heads, checked_at: datetime | None) -> list[Day]:
        """The last days on which something was sealed, the newest first; days are those of the seals (UTC)."""
        by_day = func.date(LogSeal.at)
        found = select(func.max(LogSeal.id), func.sum(LogSeal.count)).group_by(by_day)
        kept = self._kept(heads)
        days = []
        for number, rows in self.session.execute(found.order_by(func.max(LogSeal.id).desc()).limit(DAYS)):
            seal = self.session.get_one(LogSeal, number)
            over = seal.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
                days=1
            )
            verified = checked_at if checked_at is not None and checked_at >= over else None
            days.append(
                Day(seal.at.date(), int(rows), number, seal.head, kept.get(number) == seal.head, verified)
            )
        return days

    def _kept(self, heads: Heads) -> dict[int, str]:
        try:
            return {one.seal: one.head for one in heads.lines()}
        except HeadsWrong:
            return {}
