"""Learning cycles, their cards and guided sessions as kinds: the project team's until the cycle is closed."""

from typing import Any

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer, granted
from models.enums import CardColumn
from models.errors.base import Refused
from models.errors.cycles import CycleClosed
from models.learning import CycleCard, GuidedSession, LearningCycle


def cycle_of(record: Any) -> LearningCycle:
    """The cycle that a record is, or belongs to."""
    cycle: LearningCycle = record if isinstance(record, LearningCycle) else record.cycle
    return cycle


def _works_in_it(record: Any, viewer: Viewer) -> bool:
    return granted(viewer, Permission.CYCLE_WRITE, record)


def _closed(record: Any, viewer: Viewer) -> bool:
    return cycle_of(record).closed_at is not None


def _card_shown(card: Any, viewer: Viewer) -> bool:
    """What was written in silence is its writer's alone until all are shown."""
    if not card.revealed:
        return bool(viewer.account_id == card.added_by_id)
    return _works_in_it(card, viewer) or (card.column != CardColumn.SESSION and _closed(card, viewer))


def _settled(record: Any, permission: Permission, viewer: Viewer) -> Refused | None:
    """A closed cycle stays as it was."""
    return CycleClosed() if permission == Permission.CYCLE_WRITE and _closed(record, viewer) else None


_IN_REGION = of_region(lambda record: cycle_of(record).profile_id)
CYCLE = register(
    Kind(
        name="cycle",
        model=LearningCycle,
        read=Permission.CYCLE_READ,
        write=Permission.CYCLE_WRITE,
        within=_IN_REGION,
        shown=lambda cycle, viewer: _works_in_it(cycle, viewer) or _closed(cycle, viewer),
        settled=_settled,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
CARD = register(
    Kind(
        name="card",
        model=CycleCard,
        read=Permission.CYCLE_READ,
        write=Permission.CYCLE_WRITE,
        within=_IN_REGION,
        shown=_card_shown,
        settled=_settled,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
SESSION = register(
    Kind(
        name="session",
        model=GuidedSession,
        read=Permission.CYCLE_READ,
        within=_IN_REGION,
        shown=_works_in_it,
        settled=_settled,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
