"""Reports for the boards (*verslagen*, MI-06): text blocks and what stood in the learning layer, kept as it was.

A report is about two months or half a year that is over. Its figures are taken from the published batches that lie
wholly in that period (`conference.learning.figures.batches`), so that two reports, however their periods overlap,
differ by whole batches only. Nothing in a kept report changes afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, safe_text
from conference.learning.figures import measuring
from conference.learning.figures import use_cases as indicators
from conference.learning.figures.batches import inside
from conference.learning.figures.library import library
from conference.learning.finder import names
from conference.learning.log import shared_notes
from models.enums import CardColumn
from models.errors.base import NotFound
from models.errors.figures import BlockNeeded
from models.errors.validation import ChoiceUnknown
from models.learning import BoardReport, CycleCard, LearningCycle, Obstacle
from models.region import RegionProfile

LONGEST_TITLE, LONGEST_TEXT = 120, 3000
#: How many months a report is about: the rhythm of the boards.
LENGTHS = (2, 6)
#: How far back one can still choose.
MONTHS_BACK = 24
#: What a report can hold besides text, in the order in which it stands there.
BLOCKS = ("indicators", "themes", "obstacles", "cycles")
#: What of a cycle goes to the boards.
LESSONS = (CardColumn.INSIGHT, CardColumn.KEEP, CardColumn.CHANGE, CardColumn.STOP)


@dataclass(frozen=True)
class NewReport:
    """What the form holds. `period`: `2026-03 2026-04`. `blocks`: which of `BLOCKS`. `texts`: words over a block, by
    its name; `intro` and `closing` stand at the beginning and the end."""

    title: str
    period: str
    blocks: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = False


def periods(at: datetime) -> list[tuple[str, str]]:
    """The periods one can choose: two months and half years of the calendar that are over, newest first."""
    local = at.astimezone(AMSTERDAM)
    now = local.year * 12 + local.month - 1  # months are counted from the year nought
    found = [
        (start, start + length - 1)
        for length in LENGTHS
        for start in range(now - MONTHS_BACK, now)
        if start % length == 0 and start + length <= now
    ]
    found.sort(key=lambda one: (one[1], one[1] - one[0]), reverse=True)
    return [(_month(first), _month(last)) for first, last in found]


def make(work: UnitOfWork, viewer: policy.Viewer, wish: NewReport, at: datetime) -> BoardReport:
    """Make a report and keep it. The same once more is the same report.

    Raises ChoiceUnknown for a period that is not over, BlockNeeded for an empty report, NamesLeft.
    """
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, Permission.BOARD_REPORT_MAKE, region)
    title = safe_text(wish.title, "title", LONGEST_TITLE)
    first, last = _period(wish.period, at)
    if not set(wish.blocks) <= set(BLOCKS):
        raise ChoiceUnknown("blocks")
    blocks = _blocks(work, wish, viewer, title)
    if not blocks:
        raise BlockNeeded
    measuring.release(work, region.id, at)
    figures = [
        {"kind": kind, "content": FIGURES[kind](work.session, viewer, first, last)}
        for kind in BLOCKS
        if kind in wish.blocks
    ]
    same = select(BoardReport).filter_by(
        profile_id=region.id, title=title, first_month=first, last_month=last
    )
    for one in work.session.scalars(same):
        if one.blocks == blocks and one.figures == figures:
            return one
    made = work.add(
        BoardReport(
            profile_id=region.id,
            title=title,
            first_month=first,
            last_month=last,
            blocks=blocks,
            figures=figures,
            made_at=at,
        )
    )
    work.record(viewer.actor, Permission.BOARD_REPORT_MAKE, f"board_report:{made.id}", None, at)
    work.tell(LearningChanged("", region.id))
    return made


def of_region(session: Session, viewer: policy.Viewer) -> list[BoardReport]:
    """Every report of the region, newest first."""
    found = select(BoardReport).where(BoardReport.profile_id == viewer.profile_id)
    return policy.readable(
        session.scalars(found.order_by(BoardReport.made_at.desc(), BoardReport.id)), viewer
    )


def find(session: Session, viewer: policy.Viewer, key: str) -> BoardReport:
    """One report. Raises NotFound."""
    found = session.get(BoardReport, key) if possible_key(key) else None
    if found is None or not policy.visible(found, viewer):
        raise NotFound
    return found


# --- what stands in it


def _indicators(session: Session, viewer: policy.Viewer, first: str, last: str) -> list[dict[str, Any]]:
    """Every indicator that is on: its numbers in this period, its story, and what it is for."""
    on = indicators.of_region(session, viewer)
    found = []
    for key in library():
        if key not in on:
            continue
        record, definition = on[key], library()[key]
        lines = {
            group: [vars(one) for one in inside(points, first, last)]
            for group, points in measuring.points(session, viewer, record).items()
        }
        found.append(
            {
                "key": key,
                "label": definition.label,
                "meaning": definition.meaning,
                "groups": [str(group) for group in definition.all_groups],
                "points": lines,
                "baseline": record.baseline,
                "question": record.question,
                "decision": record.decision,
                "story": record.story,
                "what_we_do": record.what_we_do,
            }
        )
    return found


def _themes(session: Session, viewer: policy.Viewer, first: str, last: str) -> list[dict[str, Any]]:
    """The themes as they stand now that hold enough notes to say so; a period would cut them too small."""
    return [
        {"name": theme.name, "count": count} for theme, count in shared_notes.large_themes(session, viewer)
    ]


def _obstacles(session: Session, viewer: policy.Viewer, first: str, last: str) -> list[dict[str, Any]]:
    """What waited or was answered in this period."""
    found = session.scalars(select(Obstacle).where(Obstacle.profile_id == viewer.profile_id))
    return [
        {
            "words": one.words,
            "level": str(one.level),
            "owner": one.owner,
            "answer_before": one.answer_before.isoformat() if one.answer_before else "",
            "answer": one.answer,
            "pushed_back": one.pushed_back,
        }
        for one in sorted(
            policy.readable(found, viewer), key=lambda one: (one.answered_at is not None, one.id)
        )
        if _lay_in(one, first, last)
    ]


def _lay_in(obstacle: Obstacle, first: str, last: str) -> bool:
    begun = min((measuring.month_of(step.at) for step in obstacle.steps), default=first)
    over = obstacle.answered_at
    return begun <= last and (over is None or measuring.month_of(over) >= first)


def _cycles(session: Session, viewer: policy.Viewer, first: str, last: str) -> list[dict[str, Any]]:
    """The learning cycles that ended in this period, with what was learnt."""
    asked = select(LearningCycle).where(
        LearningCycle.profile_id == viewer.profile_id, LearningCycle.closed_at.is_not(None)
    )
    ended = [
        one
        for one in policy.readable(session.scalars(asked.order_by(LearningCycle.number)), viewer)
        if first <= f"{one.ends_on:%Y-%m}" <= last
    ]
    return [
        {
            "number": one.number,
            "question": one.question,
            "meaning": one.meaning,
            "cards": [
                {"column": str(card.column), "words": card.words}
                for card in policy.readable(one.cards, viewer)
                if _is_lesson(card)
            ],
        }
        for one in ended
    ]


def _is_lesson(card: CycleCard) -> bool:
    return card.column in LESSONS and card.revealed and card.removed_at is None


FIGURES: dict[str, Callable[[Session, policy.Viewer, str, str], list[dict[str, Any]]]] = {
    "indicators": _indicators,
    "themes": _themes,
    "obstacles": _obstacles,
    "cycles": _cycles,
}


def _blocks(work: UnitOfWork, wish: NewReport, viewer: policy.Viewer, title: str) -> list[dict[str, str]]:
    """The blocks in order: a text by its words, the others by their name."""
    found: list[dict[str, str]] = []
    texts = {
        name: safe_text(wish.texts.get(name, ""), name, LONGEST_TEXT, needed=False)
        for name in ("intro", *BLOCKS, "closing")
    }
    names.look(work, {"title": title, **texts}, viewer.language, confirmed=wish.confirmed)
    for name, words in texts.items():
        if name in wish.blocks:
            found.append({"kind": name, "words": words})
        elif words:
            found.append({"kind": "text", "words": words})
    return found


def _period(typed: str, at: datetime) -> tuple[str, str]:
    first, _, last = typed.partition(" ")
    if (first, last) not in periods(at):
        raise ChoiceUnknown("period")
    return first, last


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
