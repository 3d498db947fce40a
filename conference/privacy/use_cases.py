"""What people ask of the privacy officer (*functionaris gegevensbescherming*), and what the officer does with it.

The law (AVG article 12, 3): an answer within a month; two months longer when that is told, with the reason, within
the first. Days are counted short: a day that falls on a Sunday is not moved.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.dates import months_after
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, safe_text
from models.enums import RequestOutcome
from models.errors.base import AlreadyAnswered, NotFound, ReasonNeeded
from models.errors.privacy import AskedAlready, LongerTooLate
from models.errors.validation import ChoiceUnknown
from models.people import Person
from models.region import RegionProfile
from models.requests import AccessToData

#: Months in which the law wants an answer, and in which it has to be there when it was put off.
MONTHS, LONGEST = 1, 3
REASON_LENGTH = 15
#: The log keeps until when an officer looked at who tried: what came later is news.
SEEN = "tries.seen"


def ask(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> AccessToData:
    """*Vraag inzage*: everything that is held of me. Raises AskedAlready while an earlier one waits."""
    person = work.lock(Person, viewer.person_id)
    policy.require(viewer, Permission.REQUEST_ASK, person)
    if (earlier := waiting(work.session, person.id)) is not None:
        raise AskedAlready(day=f"{earlier.due_on:%d-%m-%Y}")
    today = _today(at)
    made = work.add(
        AccessToData(
            case_id=person.case_id, person_id=person.id, asked_at=at, due_on=months_after(today, MONTHS)
        )
    )
    _record(work, viewer, Permission.REQUEST_ASK, made, at)
    return made


def waiting(session: Session, person_id: str | None) -> AccessToData | None:
    """The request of this person that has no answer yet."""
    found = select(AccessToData).where(AccessToData.person_id == person_id, AccessToData.outcome.is_(None))
    return session.scalars(found).first()


def answer(
    work: UnitOfWork, viewer: policy.Viewer, request_id: str, outcome: str, words: str, at: datetime
) -> None:
    """Given, partly or not. Less than all takes a reason, which who asked can read. Raises AlreadyAnswered."""
    asked = _locked(work, viewer, request_id)
    if outcome not in set(RequestOutcome):
        raise ChoiceUnknown("outcome")
    said = safe_text(words, "answer", 1000, needed=False)
    if outcome != RequestOutcome.GIVEN and len(said) < REASON_LENGTH:
        raise ReasonNeeded("answer")
    asked.outcome, asked.answer = RequestOutcome(outcome), said
    asked.answered_at, asked.answered_by_id = at, viewer.account_id
    _record(work, viewer, Permission.REQUEST_ANSWER, asked, at)


def longer(work: UnitOfWork, viewer: policy.Viewer, request_id: str, reason: str, at: datetime) -> None:
    """Two months longer, once, told within the first month with the reason. Raises LongerTooLate, ReasonNeeded."""
    asked = _locked(work, viewer, request_id)
    if asked.longer_at is not None or _today(at) > asked.due_on:
        raise LongerTooLate("reason")
    said = safe_text(reason, "reason", 1000, needed=False)
    if len(said) < REASON_LENGTH:
        raise ReasonNeeded("reason")
    asked.longer_why, asked.longer_at = said, at
    asked.due_on = months_after(_today(asked.asked_at), LONGEST)
    _record(work, viewer, Permission.REQUEST_ANSWER, asked, at)


def seen(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """The officer looked at who tried to open a family without a place in it."""
    region = work.session.get(RegionProfile, viewer.profile_id or "")
    if region is None:
        raise NotFound
    policy.require(viewer, Permission.PRIVACY_READ, region)
    work.record(viewer.actor, SEEN, f"region:{region.id}", None, at)


def _locked(work: UnitOfWork, viewer: policy.Viewer, request_id: str) -> AccessToData:
    asked = work.lock(AccessToData, request_id)
    policy.require(viewer, Permission.REQUEST_ANSWER, asked)
    if asked.outcome is not None:
        raise AlreadyAnswered
    return asked


def _record(
    work: UnitOfWork, viewer: policy.Viewer, deed: Permission, asked: AccessToData, at: datetime
) -> None:
    work.record(viewer.actor, deed, f"data_request:{asked.id}", asked.case_id, at)


def _today(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
