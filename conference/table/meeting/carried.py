"""What a meeting takes along from the one before (*vorige keer*): agreements, questions, decisions to look at again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.case import use_cases as cases
from conference.core.validation import AMSTERDAM
from conference.report import use_cases as reports
from conference.table.actions import use_cases as actions
from models.actions import Action
from models.analysis import Section
from models.changesets import is_blank
from models.decisions import Decision
from models.enums import ActionState, DecisionState, MeetingState
from models.gathering import Explanation
from models.log import FieldChange, LogEntry
from models.meeting import Meeting

GOING_ON = frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.WAITING})
QUESTIONS = "open_questions"


@dataclass(frozen=True)
class Carried:
    """From `meeting`, the last one that was closed. `has_report`: the viewer may read what it left."""

    meeting: Meeting
    has_report: bool
    actions: list[Action]
    questions: list[Section]
    unexplained: list[Explanation]
    decisions: list[Decision]


def carried(
    session: Session, viewer: policy.Viewer, before: datetime, since: datetime, at: datetime
) -> Carried | None:
    """What the last meeting that began before a moment left to the next one; None when it is the first.

    `since`: when the next one began. What is agreed from then on is of that meeting; what is done from then on
    stays in the list, so that the table sees what it has been through.
    """
    last = session.scalars(
        select(Meeting)
        .where(
            Meeting.case_id == viewer.case_id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at < before,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
    if last is None:
        return None
    return Carried(
        last,
        _reads(session, viewer, last),
        _agreed_before(session, viewer, since),
        [one for one in cases.sections(session, viewer, [QUESTIONS]) if not is_blank(one.text.words)],
        _unexplained(session, viewer, last),
        _to_look_at(session, viewer, at),
    )


def _agreed_before(session: Session, viewer: policy.Viewer, since: datetime) -> list[Action]:
    """Agreements that stood when the meeting began, and were going on then."""
    of_case = select(LogEntry.thing).where(LogEntry.case_id == viewer.case_id, LogEntry.at >= since)
    added = set(session.scalars(of_case.where(LogEntry.deed == policy.Permission.ACTION_ADD)))
    older = [one for one in actions.readable(session, viewer) if f"action:{one.id}" not in added]
    ended = [f"action:{one.id}" for one in older if one.state not in GOING_ON]
    found = select(FieldChange.thing).where(
        FieldChange.thing.in_(ended), FieldChange.field == "state", FieldChange.at >= since
    )
    ended_here = set(session.scalars(found))
    return [one for one in older if one.state in GOING_ON or f"action:{one.id}" in ended_here]


def _reads(session: Session, viewer: policy.Viewer, meeting: Meeting) -> bool:
    """Whether the viewer, as they sit here, may read that report."""
    return meeting.id in reports.of_case(session, {meeting.id: viewer})


def _unexplained(session: Session, viewer: policy.Viewer, meeting: Meeting) -> list[Explanation]:
    """Words that the chair still has to explain; what they are about is asked when it is a record."""
    found = select(Explanation).where(
        Explanation.meeting_id == meeting.id,
        Explanation.answered_at.is_(None),
        Explanation.thing == "",
        Explanation.words.filled(),
    )
    return policy.readable(session.scalars(found.order_by(Explanation.asked_at)), viewer)


def _to_look_at(session: Session, viewer: policy.Viewer, at: datetime) -> list[Decision]:
    """Decisions the table did not get out of, and those whose review date has come."""
    today = at.astimezone(AMSTERDAM).date()
    found = select(Decision).where(Decision.case_id == viewer.case_id).order_by(Decision.position)
    return [
        one
        for one in policy.readable(session.scalars(found), viewer)
        if one.state in (DecisionState.OPEN, DecisionState.STUCK)
        or (one.review_on is not None and one.review_on <= today)
    ]
