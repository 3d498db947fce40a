"""Indicators: on only with a question, a user and the decision they feed; a story beside the number (MI-05)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import LearningChanged
from conference.core.security import fingerprint
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, read_number, safe_text
from conference.learning.figures.library import Definition, library
from conference.learning.finder import names
from models.errors.base import NotFound
from models.errors.figures import (
    IndicatorDecisionNeeded,
    IndicatorOn,
    IndicatorQuestionNeeded,
    IndicatorUserNeeded,
    StoryChanged,
)
from models.learning import Indicator
from models.region import RegionProfile

LONGEST_QUESTION, LONGEST_USER, LONGEST_DECISION, LONGEST_STORY, LONGEST_DO = 300, 200, 300, 2000, 1000


@dataclass(frozen=True)
class NewIndicator:
    """What switching on asks: what we want to know, who uses it, for which decision. `baseline`: 0 to 100, or empty."""

    key: str
    question: str
    used_by: str
    decision: str
    baseline: str = ""
    baseline_on: str = ""


@dataclass(frozen=True)
class Story:
    """What stands beside the number. `seen` is the `version` of what stood on the writer's screen."""

    story: str
    what_we_do: str
    baseline: str
    baseline_on: str
    seen: str
    confirmed: bool = False


def switch_on(work: UnitOfWork, viewer: policy.Viewer, wish: NewIndicator, at: datetime) -> Indicator:
    """Measure this from now on. Raises a refusal that names what is missing; IndicatorOn when it is on already."""
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, Permission.INDICATOR_SET, region)
    definition(wish.key)
    before = _record(work.session, region.id, wish.key)
    if before is not None and before.switched_off_at is None:
        raise IndicatorOn
    given = {
        "question": safe_text(wish.question, "question", LONGEST_QUESTION, needed=False),
        "used_by": safe_text(wish.used_by, "used_by", LONGEST_USER, needed=False),
        "decision": safe_text(wish.decision, "decision", LONGEST_DECISION, needed=False),
    }
    missing = {
        "question": IndicatorQuestionNeeded,
        "used_by": IndicatorUserNeeded,
        "decision": IndicatorDecisionNeeded,
    }
    for name, refusal in missing.items():
        if not given[name]:
            raise refusal
    made = before or Indicator(profile_id=region.id, key=wish.key)
    made.question, made.used_by, made.decision = given["question"], given["used_by"], given["decision"]
    made.switched_off_at = None
    _set_baseline(made, wish.baseline, wish.baseline_on, at)
    work.add(made)
    _changed(work, viewer, made, "indicator.on", at)
    return made


def switch_off(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> None:
    """Measure it no longer. What came out is kept, and not shown while it is off."""
    found = work.lock(Indicator, find(work.session, viewer, key).id)
    policy.require(viewer, Permission.INDICATOR_SET, found)
    found.switched_off_at = at
    _changed(work, viewer, found, "indicator.off", at)


def tell(work: UnitOfWork, viewer: policy.Viewer, key: str, wish: Story, at: datetime) -> Indicator:
    """The story beside the number, and what we do with it. Raises StoryChanged, NamesLeft."""
    found = work.lock(Indicator, find(work.session, viewer, key).id)
    policy.require(viewer, Permission.INDICATOR_SET, found)
    story = safe_text(wish.story, "story", LONGEST_STORY, needed=False)
    doing = safe_text(wish.what_we_do, "what_we_do", LONGEST_DO, needed=False)
    if wish.seen != version(found):
        raise StoryChanged("story")
    names.look(work, {"story": story, "what_we_do": doing}, viewer.language, confirmed=wish.confirmed)
    found.story, found.what_we_do = story, doing
    _set_baseline(found, wish.baseline, wish.baseline_on, at)
    _changed(work, viewer, found, "indicator.story", at)
    return found


def of_region(session: Session, viewer: policy.Viewer) -> dict[str, Indicator]:
    """What is switched on, by key."""
    found = select(Indicator).where(
        Indicator.profile_id == viewer.profile_id, Indicator.switched_off_at.is_(None)
    )
    return {one.key: one for one in policy.readable(session.scalars(found), viewer)}


def find(session: Session, viewer: policy.Viewer, key: str) -> Indicator:
    """One that is switched on. Raises NotFound."""
    found = of_region(session, viewer).get(key)
    if found is None:
        raise NotFound
    return found


def definition(key: str) -> Definition:
    """What the library says of it. Raises NotFound."""
    found = library().get(key)
    if found is None:
        raise NotFound
    return found


def version(indicator: Indicator) -> str:
    """Which story this is; another one when anybody changed it."""
    parts = indicator.story, indicator.what_we_do, indicator.baseline, indicator.baseline_on
    return fingerprint("\x1f".join(map(str, parts)))[:16]


def _record(session: Session, region_id: str, key: str) -> Indicator | None:
    return session.scalar(select(Indicator).filter_by(profile_id=region_id, key=key))


def _set_baseline(indicator: Indicator, typed: str, on: str, at: datetime) -> None:
    today: date = at.astimezone(AMSTERDAM).date()
    indicator.baseline = float(read_number(typed, "baseline", 0, 100)) if typed.strip() else None
    indicator.baseline_on = read_date(on, "baseline_on", today, years_back=10, years_ahead=0)


def _changed(work: UnitOfWork, viewer: policy.Viewer, found: Indicator, deed: str, at: datetime) -> None:
    work.record(viewer.actor, deed, f"indicator:{found.id}", None, at)
    work.tell(LearningChanged("", found.profile_id))
