"""Measuring lightly: values from the case itself and the check-out, taken when a meeting closes (MI-01, MI-04).

Only what is switched on is measured. A value is how many of how many, of one family in one month, under a keyed mark;
nothing of it leads back to a person, a safety number is never counted, and what is shielded is left out. Values come
out in batches (`conference.learning.figures.batches`) once their month is over, and stay as they are from then on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CompoundSelect, func, select, union
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.learning.figures.batches import Point, Value, batches, point
from conference.learning.figures.library import Definition, Source, library
from conference.region import profile
from models.actions import Action
from models.case import Case
from models.door import Guest
from models.enums import FAMILY, ActionState, Attainment, MeetingState
from models.gathering import CheckOut
from models.learning import Indicator, Measurement
from models.meeting import Invitee, Meeting
from models.people import Person
from models.plans import Goal
from models.region import RegionProfile

#: From this number on somebody is content.
CONTENT = 7
#: After this long without a meeting a family begins anew.
SILENCE = timedelta(days=183)
#: What tells how a case stands now takes the place of what was told earlier in the month; the rest is added up.
STANDING = frozenset({Source.GOALS, Source.AGREEMENTS})


@dataclass(frozen=True)
class Measured:
    """How many of how many, for one group of people; an empty group stands for the family as a whole."""

    group: str
    value: float
    answers: int


def take(work: UnitOfWork, meeting: Meeting, at: datetime) -> None:
    """Measure what this meeting and its case tell, for every indicator that is switched on. Called when it closes."""
    region = meeting.case.profile_id
    mark = work.keys.pseudonym("case", meeting.case_id)
    keys = switched_on(work.session, region)
    if keys:
        work.lock(Case, meeting.case_id)  # two meetings of one family that close at once are both counted
    for key in keys:
        definition = library().get(key)
        for one in SOURCES[definition.source](work.session, meeting, definition, at) if definition else ():
            if one.answers:
                add_up = definition is not None and definition.source not in STANDING
                record(work, region, key, mark, month_of(at), one, add_up=add_up)


def record(
    work: UnitOfWork,
    region_id: str,
    key: str,
    case_mark: str,
    month: str,
    told: Measured,
    *,
    add_up: bool = False,
) -> None:
    """Keep one value of one family (`case_mark`, a keyed mark) in one month (`2026-05`).

    What is kept of that month already is replaced, or added to with `add_up`; what came out stays as it was.
    """
    same = select(Measurement).filter_by(
        profile_id=region_id, key=key, case_mark=case_mark, month=month, group_of=told.group
    )
    kept = work.session.scalar(same.with_for_update())
    if kept is None:
        fields = {"profile_id": region_id, "key": key, "case_mark": case_mark, "month": month}
        work.add(Measurement(**fields, group_of=told.group, value=told.value, answers=told.answers))
    elif kept.batch is None:
        kept.value = told.value + (kept.value if add_up else 0)
        kept.answers = told.answers + (kept.answers if add_up else 0)


def switched_on(session: Session, region_id: str) -> list[str]:
    """The keys of the indicators that are measured in a region."""
    found = select(Indicator.key).where(
        Indicator.profile_id == region_id, Indicator.switched_off_at.is_(None)
    )
    return list(session.scalars(found.order_by(Indicator.key)))


def month_of(at: datetime) -> str:
    """`2026-05`, on the calendar of the Netherlands."""
    return f"{at.astimezone(AMSTERDAM):%Y-%m}"


# --- coming out


def is_due(session: Session, region: RegionProfile, at: datetime) -> bool:
    """Whether something waits that can come out."""
    return any(True for _ in _ready(session, region, at))


def release(work: UnitOfWork, region_id: str, at: datetime) -> None:
    """Let out what waits of months that are over, in batches of enough families. They never change again."""
    region = work.lock(RegionProfile, region_id)
    for key, group, batch in list(_ready(work.session, region, at)):
        of_group = Measurement.profile_id == region.id, Measurement.key == key, Measurement.group_of == group
        number = (work.session.scalar(select(func.max(Measurement.batch)).where(*of_group)) or 0) + 1
        for one in batch:
            work.load(Measurement, one.id).batch = number
        work.session.flush()
        work.tell(LearningChanged("", region.id))


def points(session: Session, viewer: policy.Viewer, indicator: Indicator) -> dict[str, list[Point]]:
    """What is out of an indicator, for each group of people, oldest first. Raises NotFound without the right."""
    policy.require(viewer, policy.Permission.INDICATOR_READ, indicator)
    region = session.get_one(RegionProfile, indicator.profile_id)
    minimum = profile.of(region.settings).minimum_group
    out = select(Measurement).where(
        Measurement.profile_id == region.id, Measurement.key == indicator.key, Measurement.batch.is_not(None)
    )
    found: dict[tuple[str, int], list[Value]] = {}
    for row in session.scalars(out):
        found.setdefault((row.group_of, row.batch or 0), []).append(_value(row))
    shown: dict[str, list[Point]] = {}
    for (group, _), batch in sorted(found.items()):
        made = point(batch, minimum)
        if made is not None:
            shown.setdefault(group, []).append(made)
    return {group: sorted(line, key=lambda one: (one.last, one.first)) for group, line in shown.items()}


def _ready(session: Session, region: RegionProfile, at: datetime) -> Iterator[tuple[str, str, list[Value]]]:
    """What can come out now: key, group and batch."""
    minimum = profile.of(region.settings).minimum_group
    waiting = select(Measurement).where(
        Measurement.profile_id == region.id, Measurement.batch.is_(None), Measurement.month < month_of(at)
    )
    found: dict[tuple[str, str], list[Value]] = {}
    for row in session.scalars(waiting):
        found.setdefault((row.key, row.group_of), []).append(_value(row))
    for (key, group), values in sorted(found.items()):
        for batch in batches(values, minimum):
            yield key, group, batch


def _value(row: Measurement) -> Value:
    return Value(row.id, row.case_mark, row.month, row.value, row.answers)


# --- where values come from


def _reach(session: Session, meeting: Meeting, definition: Definition, at: datetime) -> list[Measured]:
    """Whether somebody of the family was there: on a phone, in the room, or in the check-out."""
    there: CompoundSelect[tuple[str | None]] = union(
        select(Guest.person_id).where(Guest.meeting_id == meeting.id, Guest.seated_at.is_not(None)),
        select(Invitee.person_id).where(Invitee.meeting_id == meeting.id, Invitee.in_room),
        select(CheckOut.person_id).where(CheckOut.meeting_id == meeting.id),
    )
    family = select(func.count()).where(Person.id.in_(there), Person.role.in_(FAMILY))
    return [Measured("", 1 if session.scalar(family) else 0, 1)]


def _check_out(session: Session, meeting: Meeting, definition: Definition, at: datetime) -> list[Measured]:
    """How many of a group were content with what was asked. A wrong `field` in the library fails here."""
    given = session.scalars(select(CheckOut).where(CheckOut.meeting_id == meeting.id)).all()
    found = []
    for group in definition.groups:
        scores = [getattr(one, definition.field) for one in given if one.person.role == group]
        found.append(Measured(group, sum(score >= CONTENT for score in scores), len(scores)))
    return found


def _goals(session: Session, meeting: Meeting, definition: Definition, at: datetime) -> list[Measured]:
    """How many goals of a phase were reached, of those whose owner said so or not."""
    said = session.scalars(
        select(Goal.attainment).where(
            Goal.case_id == meeting.case_id,
            Goal.phase == definition.field,
            Goal.removed_at.is_(None),
            Goal.shield_id.is_(None),
            Goal.attainment.in_((Attainment.YES, Attainment.PARTLY, Attainment.NO)),
        )
    ).all()
    return [Measured("", sum(one == Attainment.YES for one in said), len(said))]


def _new_start(session: Session, meeting: Meeting, definition: Definition, at: datetime) -> list[Measured]:
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


def _agreements(session: Session, meeting: Meeting, definition: Definition, at: datetime) -> list[Measured]:
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


SOURCES: dict[Source, Callable[[Session, Meeting, Definition, datetime], list[Measured]]] = {
    Source.REACH: _reach,
    Source.CHECK_OUT: _check_out,
    Source.GOALS: _goals,
    Source.NEW_START: _new_start,
    Source.AGREEMENTS: _agreements,
}
