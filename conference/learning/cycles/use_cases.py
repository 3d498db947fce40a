"""Learning cycles (*leerrondes*): open one, close it, carry on in the next.

What stands over its board is changed as every field of a record is (`records.fields`). Cards and guided sessions have
their own modules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, safe_text
from conference.learning.cycles.kind import LONGEST, LONGEST_CARD, METHODS, read_day
from conference.records import fields as records
from conference.region import profile
from models.enums import CardColumn
from models.errors.base import NotFound
from models.errors.cycles import CycleStillOpen, EndsBeforeStart, OutcomeNeeded
from models.errors.validation import ChoiceUnknown
from models.learning import CycleCard, GuidedSession, LearningCycle
from models.region import RegionProfile

#: A cycle closes with at least one card on one of these.
OUTCOMES = (CardColumn.KEEP, CardColumn.CHANGE, CardColumn.STOP)


@dataclass(frozen=True)
class NewCycle:
    """What opens a cycle. Dates as typed: without a start it is today, without an end the length of the region.

    `after`: the closed cycle that it follows; `carry`: the ids of cards of that one, of which copies go along.
    """

    question: str
    we_try: str = ""
    teams: str = ""
    we_look_at: str = ""
    starts_on: str = ""
    ends_on: str = ""
    method: str = "free"
    after: str = ""
    carry: Sequence[str] = ()


@dataclass(frozen=True)
class Outcome:
    """What a team takes along when it closes a cycle; each becomes a card, an empty one does not."""

    keep: str = ""
    change: str = ""
    stop: str = ""
    still_open: bool = False


# --- reading


def of_region(session: Session, viewer: policy.Viewer) -> list[LearningCycle]:
    """The cycles that this viewer may see, the newest first."""
    found = select(LearningCycle).where(LearningCycle.profile_id == viewer.profile_id)
    return policy.readable(session.scalars(found.order_by(LearningCycle.number.desc())), viewer)


def now(session: Session, profile_id: str, at: datetime) -> str | None:
    """The id of the cycle that runs in a region, the newest when there are several; a new note belongs to it."""
    today = at.astimezone(AMSTERDAM).date()
    running = select(LearningCycle.id).where(
        LearningCycle.profile_id == profile_id,
        LearningCycle.closed_at.is_(None),
        LearningCycle.starts_on <= today,
    )
    return session.scalar(running.order_by(LearningCycle.number.desc()).limit(1))


def find(session: Session, viewer: policy.Viewer, cycle_id: str) -> LearningCycle:
    """One cycle. Raises NotFound."""
    cycle = session.get(LearningCycle, cycle_id) if possible_key(cycle_id) else None
    if cycle is None or not policy.visible(cycle, viewer):
        raise NotFound
    return cycle


def on_board(session: Session, viewer: policy.Viewer, cycle: LearningCycle) -> list[CycleCard]:
    """The cards that lie on the board of a cycle, in their order; what still lies on the table of a session is not."""
    found = select(CycleCard).where(
        CycleCard.cycle_id == cycle.id,
        CycleCard.column != CardColumn.SESSION,
        CycleCard.removed_at.is_(None),
    )
    return policy.readable(session.scalars(found.order_by(CycleCard.position, CycleCard.id)), viewer)


# --- opening


def open_cycle(work: UnitOfWork, viewer: policy.Viewer, wish: NewCycle, at: datetime) -> LearningCycle:
    """Open a cycle, perhaps as the next of a closed one.

    Two people who open the next one, or the same one, at once get one cycle.
    Raises TextNeeded, DateInvalid, EndsBeforeStart, CycleStillOpen.
    """
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, region)
    before = find(work.session, viewer, wish.after) if wish.after else None
    if before is not None and before.closed_at is None:
        raise CycleStillOpen
    same = _same(work.session, region, wish, before)
    if same is not None:
        return same
    cycle = work.add(_new(work.session, region, wish, at))
    if before is not None:
        before.next_id = cycle.id
        _carry(work, viewer, before, cycle, wish.carry)
    records.changed(work, viewer, "cycle.open", cycle, at)
    return cycle


def _new(session: Session, region: RegionProfile, wish: NewCycle, at: datetime) -> LearningCycle:
    texts = {
        name: safe_text(getattr(wish, name), name, LONGEST[name], needed=name == "question")
        for name in ("question", "we_try", "teams", "we_look_at")
    }
    if wish.method not in METHODS:
        raise ChoiceUnknown("method")
    today = at.astimezone(AMSTERDAM).date()
    starts_on = read_day(wish.starts_on, "starts_on", today) or today
    length = timedelta(days=profile.of(region.settings).cycle_days)
    ends_on = read_day(wish.ends_on, "ends_on", today) or starts_on + length
    if ends_on <= starts_on:
        raise EndsBeforeStart
    last = session.scalar(select(func.max(LearningCycle.number)).where(LearningCycle.profile_id == region.id))
    return LearningCycle(
        profile_id=region.id,
        number=(last or 0) + 1,
        method=wish.method,
        starts_on=starts_on,
        ends_on=ends_on,
        **texts,
    )


def _same(
    session: Session, region: RegionProfile, wish: NewCycle, before: LearningCycle | None
) -> LearningCycle | None:
    """The cycle that somebody else opened a moment ago: the next of this one, or a running one with this question."""
    if before is not None and before.next_id is not None:
        return session.get_one(LearningCycle, before.next_id)
    running = select(LearningCycle).where(
        LearningCycle.profile_id == region.id, LearningCycle.closed_at.is_(None)
    )
    question = " ".join(wish.question.split())
    return next((one for one in session.scalars(running) if one.question == question), None)


def _carry(
    work: UnitOfWork, viewer: policy.Viewer, before: LearningCycle, cycle: LearningCycle, carry: Sequence[str]
) -> None:
    """A copy of each card, so that the report of the closed cycle stays what it was."""
    chosen = [card for card in on_board(work.session, viewer, before) if card.id in carry]
    kept = (
        "column", "words", "source", "evidence", "holds_when", "owner", "until", "result",
        "theme_id", "evidence_of", "evidence_count", "added_by_id",
    )  # fmt: skip
    for number, card in enumerate(chosen, start=1):
        copied = {name: getattr(card, name) for name in kept}
        work.add(CycleCard(cycle_id=cycle.id, position=number, carried_from_id=card.id, **copied))


# --- closing


def close(
    work: UnitOfWork, viewer: policy.Viewer, cycle_id: str, told: Outcome, at: datetime
) -> LearningCycle:
    """Close a cycle with what is kept, changed and stopped, beside what lies on those columns already.

    A session that still runs ends with it. Raises OutcomeNeeded when there is none of the three, CycleClosed.
    """
    cycle = work.lock(LearningCycle, cycle_id)
    policy.require(viewer, policy.Permission.CYCLE_WRITE, cycle)
    for column in OUTCOMES:
        said = safe_text(getattr(told, column.value), column.value, LONGEST_CARD, needed=False)
        if said:
            work.add(lay(work.session, viewer, cycle, column, said))
    if not any(card.column in OUTCOMES for card in on_board(work.session, viewer, cycle)):
        raise OutcomeNeeded
    cycle.closed_at, cycle.still_open = at, told.still_open
    running = select(GuidedSession).where(
        GuidedSession.cycle_id == cycle.id, GuidedSession.closed_at.is_(None)
    )
    for session in work.session.scalars(running.with_for_update()):
        session.closed_at = at
    records.changed(work, viewer, "cycle.close", cycle, at)
    return cycle


# --- for cards and sessions too


def lay(
    session: Session, viewer: policy.Viewer, cycle: LearningCycle, column: CardColumn, said: str
) -> CycleCard:
    """A new card at the end of a column, not kept yet."""
    last = session.scalar(
        select(func.max(CycleCard.position)).where(CycleCard.cycle_id == cycle.id, CycleCard.column == column)
    )
    return CycleCard(
        cycle_id=cycle.id,
        column=column,
        words=said,
        added_by_id=viewer.account_id or "",
        position=(last or 0) + 1,
    )
