"""Words that come into learning from a case, and what comes of them for who wrote them, found by keyed marks only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.core.dates import months_after
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.learning.cycles import cards
from conference.learning.cycles import use_cases as cycles
from conference.learning.ports import SharedWords
from conference.region import profile
from models.learning import LearningNote, NoteOutcome, NoteTheme, Obstacle
from models.region import RegionProfile


def lay_in(work: UnitOfWork, told: SharedWords, at: datetime) -> LearningNote:
    """Keep a note of this month, in the cycle that runs; it waits until enough others wait with it."""
    copy = work.add(
        LearningNote(
            profile_id=told.region_id,
            mark=told.mark,
            case_mark=told.case_mark,
            author_mark=told.author_mark,
            month=f"{at.astimezone(AMSTERDAM):%Y-%m}",
            cycle_id=cycles.now(work.session, told.region_id, at),
            role=told.role,
            organisation=told.organisation,
            prompt=told.prompt,
            words=told.words,
            friction=told.friction,
            kind=told.kind,
            principles=told.principles,
            better_off=told.better_off,
            could_do=told.could_do,
        )
    )
    region = work.load(RegionProfile, told.region_id)
    release(work, region.id, profile.of(region.settings).minimum_group)
    return copy


def release(work: UnitOfWork, region_id: str, minimum: int) -> None:
    """Let waiting notes out together once they are of enough cases and enough people."""
    found = select(LearningNote).where(LearningNote.profile_id == region_id, LearningNote.batch.is_(None))
    waiting = list(work.session.scalars(found.with_for_update()))
    if min(len({note.case_mark for note in waiting}), len({note.author_mark for note in waiting})) < minimum:
        return
    last = select(func.max(LearningNote.batch)).where(LearningNote.profile_id == region_id)
    batch = (work.session.scalar(last) or 0) + 1
    for note in waiting:
        note.batch = batch
    work.tell(LearningChanged("", region_id))


def of_mark(session: Session, mark: str) -> LearningNote | None:
    """What others read of the reflection with this mark; None when it is not shared."""
    return session.scalar(select(LearningNote).where(LearningNote.mark == mark))


def take_away(work: UnitOfWork, copy: LearningNote, at: datetime) -> None:
    """A shared note leaves the log, its themes and the board; an obstacle that was made of it stays."""
    for table in (NoteTheme, NoteOutcome):
        work.session.execute(delete(table).where(table.note_id == copy.id))
    cards.forget_note(work, copy, at)
    for obstacle in work.session.scalars(select(Obstacle).where(Obstacle.note_id == copy.id)):
        obstacle.note_id = None
    work.session.delete(copy)
    work.tell(LearningChanged("", copy.profile_id))


def take_old_notes_away(work: UnitOfWork, at: datetime) -> int:
    """Notes leave the log so many months after the month they were shared in, as the region chose. Returns how many.

    They go by themselves, as their authors were told.
    """
    gone, today = 0, at.astimezone(AMSTERDAM).date()
    for region in work.session.scalars(select(RegionProfile)):
        first = months_after(today.replace(day=1), -profile.of(region.settings).keep_note_months)
        old = select(LearningNote).where(
            LearningNote.profile_id == region.id, LearningNote.month < f"{first:%Y-%m}"
        )
        for note in work.session.scalars(old):
            take_away(work, note, at)
            gone += 1
    return gone


@dataclass(frozen=True)
class CameOf:
    """What was done with one shared note: it lies in these themes, and this came of it."""

    themes: list[str]
    outcomes: list[NoteOutcome]
    answers: list[Obstacle]


def came_of(session: Session, marks: Collection[str]) -> dict[str, CameOf]:
    """*U vertelde, wij deden*, by the mark of each note that is shared now. Nobody without the marks finds it."""
    found: dict[str, CameOf] = {}
    for copy in session.scalars(select(LearningNote).where(LearningNote.mark.in_(marks))):
        done = session.scalars(
            select(NoteOutcome).where(NoteOutcome.note_id == copy.id).order_by(NoteOutcome.at)
        )
        asked = session.scalars(select(Obstacle).where(Obstacle.note_id == copy.id))
        found[copy.mark] = CameOf([theme.name for theme in copy.themes], list(done), list(asked))
    return found
