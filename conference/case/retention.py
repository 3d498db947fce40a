"""How long things are kept (*bewaartermijn*): a setting of the region.

A note without names goes by itself, as its author was told. A family never does: whether its file must be kept longer
is for the organisation that answers for it.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.reflection import use_cases as reflections
from conference.region import profile
from models.case import Case
from models.learning import LearningNote
from models.meeting import Meeting
from models.region import RegionProfile


@dataclass(frozen=True)
class Overdue:
    """A family that is kept longer than its region chose."""

    case_id: str
    region: str
    kept_until: date


def kept_until(session: Session, case: Case) -> date:
    """The last day that a family is kept (`retention_until`): so many months after its last meeting, or its opening."""
    last = session.scalar(select(func.max(Meeting.closed_at)).where(Meeting.case_id == case.id))
    day = last.astimezone(AMSTERDAM).date() if last else case.opened_on
    return months_after(day, profile.of(case.profile.settings).keep_case_months)


def overdue(session: Session, today: date) -> list[Overdue]:
    """Families past their last day, longest ago first; only by number, for whoever runs the system."""
    found = [
        Overdue(case.id, case.profile.slug, day)
        for case in session.scalars(select(Case))
        if (day := kept_until(session, case)) < today
    ]
    return sorted(found, key=lambda one: one.kept_until)


def take_old_notes_away(work: UnitOfWork, at: datetime) -> int:
    """Notes without names leave the log so many months after the month they were shared in. Returns how many."""
    gone, today = 0, at.astimezone(AMSTERDAM).date()
    for region in work.session.scalars(select(RegionProfile)):
        first = months_after(today.replace(day=1), -profile.of(region.settings).keep_note_months)
        old = select(LearningNote).where(
            LearningNote.profile_id == region.id, LearningNote.month < f"{first:%Y-%m}"
        )
        for note in work.session.scalars(old):
            reflections.take_copy_away(work, note, at)
            gone += 1
    return gone


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
