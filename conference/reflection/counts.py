"""What a case tells learning in numbers: how many of how many, never who and never what.

A safety number is never counted, and what is shielded is left out.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CompoundSelect, func, select, union
from sqlalchemy.orm import Session

from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.learning.figures import measuring
from conference.learning.ports import Measured, Source, TermsIn
from models.actions import Action
from models.case import Case
from models.door import Guest
from models.enums import FAMILY, ActionState, Attainment, MeetingState, Role
from models.gathering import CheckOut, Explanation
from models.meeting import Invitee, Meeting
from models.people import Person
from models.plans import Goal

#: From this number on somebody is content.
CONTENT = 7
#: After this long without a meeting a family begins anew.
SILENCE = timedelta(days=183)


@dataclass(frozen=True)
class ClosingMeeting:
    """A meeting that closes, as learning meets it (`ports.Family`)."""

    meeting: Meeting
    mark: str

    @property
    def region_id(self) -> str:
        """The region of its case."""
        return self.meeting.case.profile_id

    def hold(self, work: UnitOfWork) -> None:
        """Keep others waiting who count the same case."""
        work.lock(Case, self.meeting.case_id)

    def count(
        self, session: Session, source: Source, field: str, groups: Sequence[Role], at: datetime
    ) -> list[Measured]:
        """What this meeting and its case tell of one thing."""
        return SOURCES[source](session, self.meeting, Asked(field, tuple(groups)), at)


@dataclass(frozen=True)
class Asked:
    """Which question or phase is counted, and whose answers."""

    field: str
    groups: tuple[Role, ...]


def measure(work: UnitOfWork, meeting: Meeting, at: datetime) -> None:
    """Let the region measure what this meeting tells. Called when it closes."""
    measuring.take(work, ClosingMeeting(meeting, work.keys.pseudonym("case", meeting.case_id)), at)


def families_asking(session: Session, region_id: str, terms_in: TermsIn) -> dict[str, int]:
    """Of how many families of a region somebody asked to explain a word; what they typed stays here."""
    found = select(Explanation).join(Case, Case.id == Explanation.case_id)
    families: dict[str, set[str]] = defaultdict(set)
    for asked in session.scalars(
        found.where(Case.profile_id == region_id, Explanation.thing == "", Explanation.words.filled())
    ):
        for term in terms_in(asked.words):
            families[term].add(asked.case_id)
    return {term: len(those) for term, those in families.items()}


# --- where values come from


def _reach(session: Session, meeting: Meeting, asked: Asked, at: datetime) -> list[Measured]:
    """Whether somebody of the family was there: on a phone, in the room, or in the check-out."""
    there: CompoundSelect[tuple[str | None]] = union(
        select(Guest.person_id).where(Guest.meeting_id == meeting.id, Guest.seated_at.is_not(None)),
        select(Invitee.person_id).where(Invitee.meeting_id == meeting.id, Invitee.in_room),
        select(CheckOut.person_id).where(CheckOut.meeting_id == meeting.id),
    )
    family = select(func.count()).where(Person.id.in_(there), Person.role.in_(FAMILY))
    return [Measured("", 1 if session.scalar(family) else 0, 1)]


def _check_out(session: Session, meeting: Meeting, asked: Asked, at: datetime) -> list[Measured]:
    """How many of a group were content with what was asked. A wrong `field` in the library fails here."""
    given = session.scalars(select(CheckOut).where(CheckOut.meeting_id == meeting.id)).all()
    found = []
    for group in asked.groups:
        scores = [getattr(one, asked.field) for one in given if one.person.role == group]
        found.append(Measured(group, sum(score >= CONTENT for score in scores), len(scores)))
    return found


def _goals(session: Session, meeting: Meeting, asked: Asked, at: datetime) -> list[Measured]:
    """How many goals of a phase were reached, of those whose owner said so or not."""
    said = session.scalars(
        select(Goal.attainment).where(
            Goal.case_id == meeting.case_id,
            Goal.phase == asked.field,
            Goal.removed_at.is_(None),
            Goal.shield_id.is_(None),
            Goal.attainment.in_((Attainment.YES, Attainment.PARTLY, Attainment.NO)),
        )
    ).all()
    return [Measured("", sum(one == Attainment.YES for one in said), len(said))]


def _new_start(session: Session, meeting: Meeting, asked: Asked, at: datetime) -> list[Measured]:
    """Whether this meeting came without a long silence after the one before; a first meeting tells nothing."""
    before = session.scalar(
        select(func.max(Meeting.closed_at)).where(
            Meeting.case_id == meeting.case_id,
            Meeting.id != meeting.id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.closed_at < at,
        )
    )
    return [] if before is None else [Measured("", 0 if at - before > SILENCE else 1, 1)]


def _agreements(session: Session, meeting: Meeting, asked: Asked, at: datetime) -> list[Measured]:
    """How many agreements were done, of those whose day is past."""
    states = session.scalars(
        select(Action.state).where(
            Action.case_id == meeting.case_id,
            Action.shield_id.is_(None),
            Action.due < at.astimezone(AMSTERDAM).date(),
            Action.state != ActionState.CANCELLED,
        )
    ).all()
    return [Measured("", sum(one == ActionState.DONE for one in states), len(states))]


SOURCES: dict[Source, Callable[[Session, Meeting, Asked, datetime], list[Measured]]] = {
    Source.REACH: _reach,
    Source.CHECK_OUT: _check_out,
    Source.GOALS: _goals,
    Source.NEW_START: _new_start,
    Source.AGREEMENTS: _agreements,
}
