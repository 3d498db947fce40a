"""Measuring lightly: values from the case itself and the check-out, taken when a meeting closes (MI-01, MI-04).

Only what is switched on is measured. A value is how many of how many, of one family in one month, under a keyed mark;
nothing of it leads back to a person. The family counts itself (`ports.Family`). Values come
out in batches (`conference.learning.figures.batches`) once their month is over, and stay as they are from then on.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.database import Database
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.learning.figures.batches import Point, Value, batches, point
from conference.learning.figures.library import library
from conference.learning.ports import Family, Measured, Source
from conference.region import profile
from models.learning import Indicator, Measurement
from models.region import RegionProfile

#: What tells how a case stands now takes the place of what was told earlier in the month; the rest is added up.
STANDING = frozenset({Source.GOALS, Source.AGREEMENTS})


def take(work: UnitOfWork, family: Family, at: datetime) -> None:
    """Measure what the meeting of a family tells, for every indicator that is on. Called when it closes."""
    keys = switched_on(work.session, family.region_id)
    if keys:
        family.hold(work)  # two meetings of one family that close at once are both counted
    for key in keys:
        if (definition := library().get(key)) is None:
            continue
        add_up = definition.source not in STANDING
        asked = definition.source, definition.field, definition.groups
        for one in family.count(work.session, *asked, at):
            if one.answers:
                record(work, family.region_id, key, family.mark, month_of(at), one, add_up=add_up)


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


def release_when_due(database: Database, region_id: str, at: datetime) -> None:
    """The same before somebody looks; who looks too early writes nothing."""
    with database.read() as session:
        due = is_due(session, session.get_one(RegionProfile, region_id), at)
    if due:
        with database.work() as work:
            release(work, region_id, at)


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
