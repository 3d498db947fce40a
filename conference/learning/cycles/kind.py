"""Learning cycles, their cards and guided sessions as kinds: the project team's until the cycle is closed."""

from datetime import date
from typing import Any

from conference.access.kinds import Change, Field, Kind, Left, of_region, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer, granted
from conference.core.events import LearningChanged
from conference.core.validation import AMSTERDAM, read_date
from conference.learning.cycles import evidence
from conference.records.fields import day, kept, line, one_of
from models.enums import CardColumn
from models.errors.base import Refused
from models.errors.cycles import CycleClosed, EndsBeforeStart
from models.learning import CycleCard, GuidedSession, LearningCycle

LONGEST = {"question": 300, "we_try": 1000, "teams": 300, "we_look_at": 500, "meaning": 2000}
LONGEST_CARD = 500
#: How a team learns in a cycle (*manier*).
METHODS = ("free", "learning_table", "appreciative_inquiry", "action_learning", "reflexive_monitoring")
YEARS_BACK, YEARS_AHEAD = 3, 2


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


def _told(record: Any, listed: bool, lost: frozenset[str]) -> LearningChanged:
    """Told to the pages of the region; it names no case."""
    return LearningChanged("", cycle_of(record).profile_id)


def read_day(typed: str, field: str, today: date) -> date | None:
    """A day of a cycle as typed. Raises DateInvalid, DateOutOfRange."""
    return read_date(typed, field, today, years_back=YEARS_BACK, years_ahead=YEARS_AHEAD)


def _end(name: str) -> Field:
    """The first or last day; they stay in their order."""

    def check(change: Change, cycle: Any, value: str) -> str:
        found = read_day(value, name, change.at.astimezone(AMSTERDAM).date()) or getattr(cycle, name)
        starts_on, ends_on = (found, cycle.ends_on) if name == "starts_on" else (cycle.starts_on, found)
        if ends_on <= starts_on:
            raise EndsBeforeStart
        return str(found)

    return Field(
        lambda cycle: str(getattr(cycle, name)),
        check,
        lambda change, cycle, value: setattr(cycle, name, date.fromisoformat(value)),
    )


CYCLE_FIELDS = {
    "question": line("question", LONGEST["question"], needed=True),
    **{name: line(name, LONGEST[name]) for name in ("we_try", "teams", "we_look_at", "meaning")},
    "method": one_of("method", lambda work, cycle: METHODS, empty=False),
    "starts_on": _end("starts_on"),
    "ends_on": _end("ends_on"),
}
#: In the order in which a new card is checked.
CARD_FIELDS = {
    name: kept(described)
    for name, described in {
        "words": line("words", LONGEST_CARD, needed=True),
        "source": line("source", 200),
        "evidence": line("evidence", 300),
        "evidence_of": Field(evidence.of_card, evidence.check, evidence.put),
        "holds_when": line("holds_when", 300),
        "owner": line("owner", 80),
        "until": day("until", years_back=YEARS_BACK),
        "result": line("result", 300),
    }.items()
}
_IN_REGION = of_region(lambda record: cycle_of(record).profile_id)
CYCLE = register(
    Kind(
        name="cycle",
        model=LearningCycle,
        part=Left("of a region, which has no family"),
        read=Permission.CYCLE_READ,
        write=Permission.CYCLE_WRITE,
        within=_IN_REGION,
        shown=lambda cycle, viewer: _works_in_it(cycle, viewer) or _closed(cycle, viewer),
        settled=_settled,
        fields=CYCLE_FIELDS,
        told=_told,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
CARD = register(
    Kind(
        name="card",
        model=CycleCard,
        part=Left("of a region, which has no family"),
        read=Permission.CYCLE_READ,
        write=Permission.CYCLE_WRITE,
        within=_IN_REGION,
        shown=_card_shown,
        settled=_settled,
        fields=CARD_FIELDS,
        part_of=cycle_of,
        told=_told,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
SESSION = register(
    Kind(
        name="session",
        model=GuidedSession,
        part=Left("of a region, which has no family"),
        read=Permission.CYCLE_READ,
        within=_IN_REGION,
        shown=_works_in_it,
        settled=_settled,
        told=_told,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
