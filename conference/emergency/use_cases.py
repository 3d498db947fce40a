"""Reading in an emergency (*noodinzage*): asked by one, agreed to by a second, over by itself, and looked back at.

It opens what is kept apart from who asked, of one category, to read on one page for half an hour (`policy.Opening`).
Nobody who was kept out learns by asking, or by answering, whether there is anything: the answer is always the same.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.access.policy import Permission
from conference.core.dates import working_days_after
from conference.core.events import EmergencyChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, safe_reason, safe_text
from conference.table.shields.use_cases import leading
from models.case import Case
from models.emergencies import Emergency
from models.enums import ShieldCategory
from models.errors.base import AlreadyAnswered, NotAllowed
from models.errors.emergencies import (
    AskedAlready,
    DangerUntold,
    NotWaiting,
    OfTheFamily,
    RightLost,
    SecondNeeded,
    StillOpen,
)
from models.errors.validation import ChoiceUnknown
from models.people import Person

#: How long somebody may read, and how long an ask waits for a second person: after that the danger is another one.
LASTS = timedelta(minutes=30)
WAITS = timedelta(hours=2)
REASON_LENGTH = 30
#: Working days in which the privacy officer looks back at it; without that the account loses the right.
REVIEW_DAYS = 5
#: What ending it is called in the log, like everything of an emergency (`emergency.…`, `see.emergency…`).
CLOSED = "emergency.close"


# --- asked


def ask(work: UnitOfWork, viewer: policy.Viewer, category: str, reason: str, at: datetime) -> Emergency:
    """There is acute danger, and somebody has to know what is kept apart from them. It waits for a second person.

    Raises NotAllowed, StepUpNeeded, ChoiceUnknown, DangerUntold, AskedAlready, RightLost.
    """
    case = work.lock(Case, viewer.case_id)
    viewer = leading(work.session, viewer)
    policy.require(viewer, Permission.EMERGENCY_ASK, case)
    if viewer.account_id is None or viewer.person_id is None:
        raise NotAllowed
    if has_lost_right(work.session, viewer.account_id, today(at)):
        raise RightLost
    if category not in set(ShieldCategory):
        raise ChoiceUnknown("category")
    said = safe_text(reason, "reason", 500, needed=False)
    if len(said) < REASON_LENGTH:
        raise DangerUntold
    if any(
        one.person_id == viewer.person_id and is_going_on(one, at) for one in of_case(work.session, case.id)
    ):
        raise AskedAlready
    sessions.require_recent(viewer, at)
    made = work.add(
        Emergency(
            profile_id=case.profile_id,
            case_id=case.id,
            person_id=viewer.person_id,
            account_id=viewer.account_id,
            category=ShieldCategory(category),
            reason=said,
            asked_at=at,
        )
    )
    _record(work, viewer, Permission.EMERGENCY_ASK, made, at)
    return made


def has_lost_right(session: Session, account_id: str, today: date) -> bool:
    """Whether somebody may not ask any more: the last time was found wrong, or was not looked back at in time."""
    found = select(Emergency).where(Emergency.account_id == account_id, Emergency.until.is_not(None))
    opened = session.scalars(found.order_by(Emergency.asked_at)).all()
    late = any(one.reviewed_at is None and one.due_on is not None and one.due_on < today for one in opened)
    judged = [one for one in opened if one.reviewed_at is not None]
    return late or bool(judged and not judged[-1].justified)


# --- answered by a second person


def answer(
    work: UnitOfWork, viewer: policy.Viewer, emergency_id: str, agrees: bool, reason: str, at: datetime
) -> Emergency:
    """The second person: yes, and half an hour begins; or no, with a reason.

    Somebody of the family's professionals opens only what they may know of themselves. The privacy officer opens all
    of it, and so may have no place around this family. Raises SecondNeeded for who asked, OfTheFamily, NotWaiting,
    StepUpNeeded, ReasonNeeded.
    """
    viewer = leading(work.session, viewer)
    found = _locked(work, viewer, emergency_id, Permission.EMERGENCY_AGREE)
    _require_second(work.session, viewer, found)
    if not waits(found, at):
        raise NotWaiting
    found.answer = "" if agrees else safe_reason(reason, "answer")
    sessions.require_recent(viewer, at)
    found.second_id = viewer.person_id
    found.officer_id = None if viewer.person_id is not None else viewer.account_id
    found.answered_at, found.agreed = at, agrees
    if agrees:
        found.until, found.due_on = at + LASTS, working_days_after(today(at), REVIEW_DAYS)
    _record(work, viewer, Permission.EMERGENCY_AGREE if agrees else "emergency.refuse", found, at)
    return found


def _require_second(session: Session, viewer: policy.Viewer, found: Emergency) -> None:
    if viewer.account_id is None or viewer.account_id == found.account_id:
        raise SecondNeeded
    around = select(Person.id).where(Person.case_id == found.case_id, Person.account_id == viewer.account_id)
    if viewer.person_id is None and session.scalar(around.limit(1)) is not None:
        raise OfTheFamily


# --- over


def close(work: UnitOfWork, viewer: policy.Viewer, emergency_id: str, at: datetime) -> None:
    """Before its time: by who reads, or by who may agree to it. On every screen it is gone within a second."""
    found = work.lock(Emergency, emergency_id)
    reads = viewer.opening is not None and viewer.opening.id == found.id
    if not reads:
        policy.require(leading(work.session, viewer), Permission.EMERGENCY_AGREE, found)
    if found.is_open(at):
        found.closed_at = at
        _record(work, viewer, CLOSED, found, at)


# --- looked back at


def review(
    work: UnitOfWork, viewer: policy.Viewer, emergency_id: str, justified: bool, words: str, at: datetime
) -> None:
    """The privacy officer looks back: was it right? A later judgement takes the place of an earlier one.

    Raises NotAllowed, SecondNeeded for one's own, NotWaiting for what never opened, StillOpen, ReasonNeeded.
    """
    found = _locked(work, viewer, emergency_id, Permission.EMERGENCY_REVIEW)
    if viewer.account_id == found.account_id:
        raise SecondNeeded
    if found.until is None:
        raise NotWaiting
    if not found.is_over(at):
        raise StillOpen
    if found.reviewed_at is not None and found.justified == justified:
        raise AlreadyAnswered
    found.review = safe_reason(words, "review", 500)
    found.justified, found.reviewed_at, found.reviewed_by_id = justified, at, viewer.account_id
    _record(work, viewer, Permission.EMERGENCY_REVIEW, found, at)


# --- what is there


def of_case(session: Session, case_id: str) -> list[Emergency]:
    """All that was asked about a family, the newest first. Ask the gate about each."""
    found = select(Emergency).where(Emergency.case_id == case_id)
    return list(session.scalars(found.order_by(Emergency.asked_at.desc(), Emergency.id)))


def lately(session: Session, at: datetime) -> list[Emergency]:
    """What may still wait or be open, of all families. Ask the gate about each."""
    asked = select(Emergency).where(Emergency.asked_at > at - WAITS - LASTS)
    return list(session.scalars(asked.order_by(Emergency.asked_at)))


def waits(one: Emergency, at: datetime) -> bool:
    """Whether it waits for a second person."""
    return one.agreed is None and at < one.asked_at + WAITS


def is_going_on(one: Emergency, at: datetime) -> bool:
    """Whether it waits, or is open."""
    return waits(one, at) or one.is_open(at)


def _locked(work: UnitOfWork, viewer: policy.Viewer, key: str, permission: Permission) -> Emergency:
    found = work.lock(Emergency, key)
    policy.require(viewer, permission, found)
    return found


def _record(work: UnitOfWork, viewer: policy.Viewer, deed: str, one: Emergency, at: datetime) -> None:
    work.record(viewer.actor, deed, f"emergency:{one.id}", one.case_id, at)
    work.tell(EmergencyChanged(one.case_id or "", one.id))


def today(at: datetime) -> date:
    """The day in the Netherlands."""
    return at.astimezone(AMSTERDAM).date()
