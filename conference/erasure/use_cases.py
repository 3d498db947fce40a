"""Ask that a family is erased, answer that, hold what must be kept, and carry it out.

Somebody asks, a second person says yes, then it is done at once: the ledger first, then the keys, then the rows. What
stopped half-way is finished by the next start (`carrying.settle`), for the ledger says what is to go.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.access.policy import Permission
from conference.case import retention as keeping
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_reason
from models.case import Case
from models.enums import LIVE, ErasureGround, ErasureState
from models.erasures import Erasure, Hold
from models.errors.base import NotAllowed, NotFound
from models.errors.erasures import (
    AskedAlready,
    AtTheTable,
    ErasedAlready,
    Held,
    HoldOutOfRange,
    NotWaiting,
    SecondNeeded,
)
from models.errors.validation import ChoiceUnknown, DateOutOfRange
from models.meeting import Meeting
from models.people import Person
from models.sealed import ERASED

#: States in which an erasure waits for somebody, or for its turn.
WAITING = (ErasureState.ASKED, ErasureState.APPROVED)
#: What people choose from; that a term is over says the program.
GROUNDS = (ErasureGround.ASKED, ErasureGround.RULING, ErasureGround.MISTAKE)
#: How long a hold lasts at most before somebody looks again.
LONGEST_HOLD_YEARS = 5
#: How long an ended term is told to those around the family before it is carried out without a further yes.
NOTICE = timedelta(days=30)
#: Who asks, and who says yes, when the term that a region chose is over.
CONSOLE, REGION = "console", "region"


@dataclass(frozen=True)
class Wish:
    """What the form of an ask holds: the ground, why, and who; nobody for the whole family."""

    ground: str
    reason: str
    person: str = ""


# --- what may not be erased


def holds(session: Session, case_id: str, today: date) -> list[Hold]:
    """What keeps a family from being erased today, the longest first."""
    found = select(Hold).where(Hold.case_id == case_id, Hold.ended_at.is_(None), Hold.until >= today)
    return list(session.scalars(found.order_by(Hold.until.desc(), Hold.id)))


def refuse_if_held(session: Session, case_id: str, at: datetime) -> None:
    """Raise Held while a family must be kept."""
    found = holds(session, case_id, _today(at))
    if found:
        raise Held(day=f"{found[0].until:%d-%m-%Y}")


def refuse_if_kept(session: Session, case_id: str, at: datetime) -> None:
    """Raise Held while it must be kept, AtTheTable while people sit at its table."""
    refuse_if_held(session, case_id, at)
    live = select(Meeting.id).where(Meeting.case_id == case_id, Meeting.state.in_(tuple(LIVE)))
    if session.scalar(live.limit(1)) is not None:
        raise AtTheTable


def hold(work: UnitOfWork, viewer: policy.Viewer, reason: str, until: str, at: datetime) -> Hold:
    """Nothing of this family is erased until a day. Raises ReasonNeeded, HoldOutOfRange, DateInvalid."""
    case = _case(work, viewer, Permission.HOLD_SET)
    why = safe_reason(reason, "hold_reason")
    made = Hold(case_id=case.id, reason=why, until=_until(until, _today(at)), by_id=viewer.person_id, at=at)
    work.add(made)
    work.record(viewer.actor, Permission.HOLD_SET, f"hold:{made.id}", case.id, at)
    return made


def end_hold(work: UnitOfWork, viewer: policy.Viewer, hold_id: str, at: datetime) -> None:
    """It need not be kept any more."""
    case = _case(work, viewer, Permission.HOLD_SET)
    found = work.lock(Hold, hold_id)
    if found.case_id != case.id:
        raise NotFound
    if found.ended_at is None:
        found.ended_at, found.ended_by_id = at, viewer.person_id
        work.record(viewer.actor, "hold.end", f"hold:{found.id}", case.id, at)


def _until(typed: str, today: date) -> date:
    last = today.replace(year=today.year + LONGEST_HOLD_YEARS, day=min(today.day, 28))
    try:
        found = read_date(typed, "until", today, years_back=0, years_ahead=LONGEST_HOLD_YEARS)
    except DateOutOfRange:
        found = None
    if found is None or not today < found <= last:
        raise HoldOutOfRange(first=f"{today + timedelta(days=1):%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
    return found


# --- asking and answering


def of_case(session: Session, case_id: str) -> list[Erasure]:
    """What was asked about a family, the newest first."""
    found = select(Erasure).where(Erasure.case_id == case_id)
    return list(session.scalars(found.order_by(Erasure.asked_at.desc(), Erasure.id)))


def waiting(session: Session, case_id: str) -> Erasure | None:
    """What was asked and is not answered or done yet."""
    return next((one for one in of_case(session, case_id) if one.state in WAITING), None)


def ask(work: UnitOfWork, viewer: policy.Viewer, wish: Wish, at: datetime) -> Erasure:
    """Ask that a family, or somebody of it, is erased: the latter also they themselves.

    Raises NotAllowed, NotFound, Held, AskedAlready, ErasedAlready, ReasonNeeded, ChoiceUnknown.
    """
    case = work.lock(Case, viewer.case_id)
    person = _somebody(work, case, wish.person)
    policy.require(viewer, Permission.ERASURE_ASK, person or case)
    if wish.ground not in GROUNDS:
        raise ChoiceUnknown("ground")
    why = safe_reason(wish.reason, "reason")
    refuse_if_held(work.session, case.id, at)
    made = Erasure(
        case_id=case.id, person_id=person.id if person else None, ground=ErasureGround(wish.ground), why=why
    )
    return _ask(work, made, viewer.actor, at)


def _somebody(work: UnitOfWork, case: Case, person_id: str) -> Person | None:
    """Who is meant; None for the whole family. Raises NotFound, and ErasedAlready for who is gone."""
    if not person_id:
        return None
    found = work.load(Person, person_id)
    if found.case_id != case.id:
        raise NotFound
    if found.name == ERASED:
        raise ErasedAlready
    return found


def _ask(work: UnitOfWork, made: Erasure, by: str, at: datetime) -> Erasure:
    if waiting(work.session, made.case_id) is not None:
        raise AskedAlready
    made.asked_by, made.asked_at = by, at
    work.add(made)
    work.record(by, Permission.ERASURE_ASK, f"erasure:{made.id}", made.case_id, at)
    return made


def approve(work: UnitOfWork, viewer: policy.Viewer, erasure_id: str, at: datetime) -> Erasure:
    """The second yes. From here on it is carried out (`carrying.carry_out`).

    Raises SecondNeeded for who asked, StepUpNeeded, Held, AtTheTable, NotWaiting.
    """
    found = _asked(work, viewer, erasure_id)
    policy.require(viewer, Permission.ERASURE_APPROVE, work.load(Case, found.case_id))
    if found.asked_by == viewer.actor:
        raise SecondNeeded
    sessions.require_recent(viewer, at)
    refuse_if_kept(work.session, found.case_id, at)
    _answer(work, found, ErasureState.APPROVED, viewer.actor, at)
    return found


def refuse(work: UnitOfWork, viewer: policy.Viewer, erasure_id: str, reason: str, at: datetime) -> None:
    """No, with a reason. A term that is over is kept from being carried out by a hold only: raises NotAllowed."""
    found = _asked(work, viewer, erasure_id)
    policy.require(viewer, Permission.ERASURE_APPROVE, work.load(Case, found.case_id))
    if found.ground == ErasureGround.TERM:
        raise NotAllowed
    found.answer = safe_reason(reason, "why")
    _answer(work, found, ErasureState.REFUSED, viewer.actor, at)


def withdraw(work: UnitOfWork, viewer: policy.Viewer, erasure_id: str, at: datetime) -> None:
    """Who asked takes it back."""
    found = _asked(work, viewer, erasure_id)
    if found.asked_by != viewer.actor:
        raise NotAllowed
    _answer(work, found, ErasureState.WITHDRAWN, viewer.actor, at)


def _answer(work: UnitOfWork, found: Erasure, state: ErasureState, by: str, at: datetime) -> None:
    found.state, found.answered_by, found.answered_at = state, by, at
    work.record(by, f"erasure.{state}", f"erasure:{found.id}", found.case_id, at)


def _asked(work: UnitOfWork, viewer: policy.Viewer, erasure_id: str) -> Erasure:
    case = work.lock(Case, viewer.case_id)
    found = work.lock(Erasure, erasure_id)
    if found.case_id != case.id or not policy.visible(case, viewer):
        raise NotFound
    if found.state != ErasureState.ASKED:
        raise NotWaiting
    return found


def _case(work: UnitOfWork, viewer: policy.Viewer, permission: Permission) -> Case:
    """The family of whoever asks, locked: a hold and an erasure cannot pass each other."""
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, permission, case)
    return case


# --- the term of a region


@dataclass(frozen=True)
class Ended:
    """A family past its term: since when, until when it is told (`due`), and what keeps it (`kept`)."""

    case_id: str
    region: str
    term: date
    due: date | None
    kept: str


def ended(session: Session, at: datetime) -> list[Ended]:
    """Families past the term of their region, the longest ago first."""
    found = []
    for one in keeping.overdue(session, _today(at)):
        asked = waiting(session, one.case_id)
        found.append(
            Ended(
                one.case_id,
                one.region,
                one.kept_until,
                asked.due_on if asked else None,
                _kept(session, one.case_id, at),
            )
        )
    return found


def follow_terms(work: UnitOfWork, at: datetime) -> int:
    """Ask for what is past its term, and say yes to what was told long enough; not to what must be kept.

    Returns how many were asked now.
    """
    asked = 0
    for one in ended(work.session, at):
        case = work.lock(Case, one.case_id)
        found = waiting(work.session, case.id)
        if one.kept:
            continue
        if found is None:
            due = _today(at) + NOTICE
            _ask(work, Erasure(case_id=case.id, ground=ErasureGround.TERM, due_on=due), CONSOLE, at)
            asked += 1
        elif found.state == ErasureState.ASKED and found.due_on is not None and found.due_on <= _today(at):
            _answer(work, found, ErasureState.APPROVED, REGION, at)
    return asked


def _kept(session: Session, case_id: str, at: datetime) -> str:
    try:
        refuse_if_kept(session, case_id, at)
    except (Held, AtTheTable) as kept:
        return kept.code
    return ""


def _today(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
