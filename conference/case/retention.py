"""How long a family is kept (*bewaartermijn*): a setting of the region.

Nothing of a family goes by itself: whether its file must be kept longer is for the organisation that answers for it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.core.dates import months_after
from conference.core.validation import AMSTERDAM
from conference.region import profile
from models.case import Case
from models.meeting import Meeting


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
