"""How safe it is now (*veiligheidscijfer*): each gives a number alone, and all are shown together (EA-05, SP-02).

No average and no score of the program: difference is what the table talks about.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import read_number, safe_text
from conference.records.fields import changed
from models.errors.safety import AlreadyShown, NothingToReveal
from models.meeting import Meeting
from models.people import Person
from models.safety import SafetyNumber, SafetyRound

LONGEST_WHY = 500


def give(
    work: UnitOfWork,
    viewer: policy.Viewer,
    person_id: str,
    score: str,
    why: str,
    at: datetime,
    *,
    off_screen: bool = False,
    none: bool = False,
) -> SafetyNumber:
    """Give a number of 0 to 10 with its reason, for oneself or for whom one speaks; the first one opens the round.

    `off_screen` keeps it to the giver, the chair and the safety partner; `none` says that one rather gives none, which
    is kept the same way. It can be changed until all are shown. Raises AlreadyShown after that, NumberInvalid outside
    0 to 10.
    """
    meeting = work.lock(Meeting, viewer.meeting_id)
    person = work.load(Person, person_id or viewer.person_id)
    policy.require(viewer, Permission.SAFETY_GIVE, person)
    policy.require_reach(viewer, "safety_round")
    meeting.require_live()
    number = None if none else read_number(score, "score", 0, 10)
    said = safe_text(why, "why", LONGEST_WHY, needed=False)
    found = of_meeting(work.session, meeting.id) or work.add(
        SafetyRound(case_id=meeting.case_id, meeting_id=meeting.id, opened_at=at)
    )
    if found.revealed_at is not None:
        raise AlreadyShown
    given = work.session.merge(
        SafetyNumber(
            round_id=found.id,
            person_id=person.id,
            score=number,
            off_screen=off_screen or none,
            why=said,
            given_by_id=viewer.person_id,
            at=at,
        )
    )
    changed(work, viewer, Permission.SAFETY_GIVE, found, at, listed=True)
    return given


def reveal(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Show all numbers together. A second press changes nothing; without numbers there is nothing to show."""
    meeting = work.lock(Meeting, viewer.meeting_id)
    policy.require(viewer, Permission.SAFETY_REVEAL, meeting)
    found = of_meeting(work.session, meeting.id)
    if found is None or not found.numbers:
        raise NothingToReveal
    if found.revealed_at is None:
        found.revealed_at = at
        changed(work, viewer, Permission.SAFETY_REVEAL, found, at, listed=True)


def of_meeting(session: Session, meeting_id: str) -> SafetyRound | None:
    """The numbers of a meeting, if anybody gave one."""
    return session.scalar(select(SafetyRound).where(SafetyRound.meeting_id == meeting_id))


def shown(session: Session, viewer: policy.Viewer) -> list[tuple[Meeting, SafetyRound]]:
    """The rounds of this case that were shown, oldest first."""
    found = (
        select(Meeting, SafetyRound)
        .join(SafetyRound, SafetyRound.meeting_id == Meeting.id)
        .where(SafetyRound.case_id == viewer.case_id, SafetyRound.revealed_at.is_not(None))
        .order_by(Meeting.starts_at)
    )
    rows = session.execute(found).all()
    return [(meeting, round_) for meeting, round_ in rows if policy.visible(round_, viewer)]
