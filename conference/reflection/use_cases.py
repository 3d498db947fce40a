"""Reflection notes: written in a minute, private by default, and shared further only by their author (RL-01, RL-05).

Three layers: only me, my team, and the learning cycle without names. What goes to the learning cycle is a copy in
words that the author has seen; it stands apart from the case under keyed pseudonyms, with a month for a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.events import LearningChanged
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, safe_text
from conference.learning.cycles import cards
from conference.learning.cycles import use_cases as cycles
from conference.region import profile
from models.case import Case
from models.enums import Answer, NoteKind, NoteLayer, Principle
from models.errors.log import AlreadyShared
from models.errors.validation import ChoiceUnknown
from models.learning import LearningNote, NoteOutcome, NoteTheme, Obstacle
from models.people import Person
from models.reflections import Reflection

W = TypeVar("W", bound=StrEnum)
LONGEST, LONGEST_FRICTION = 1000, 500


@dataclass(frozen=True)
class NewReflection:
    """What the form holds; all but `words` may be left open."""

    words: str
    friction: str = ""
    kind: str = ""
    better_off: str = ""
    could_do: str = ""
    principles: Sequence[str] = ()
    layer: str = NoteLayer.PRIVATE


def write(work: UnitOfWork, viewer: policy.Viewer, wish: NewReflection, at: datetime) -> Reflection:
    """Keep a note for its author, or for their team. Sharing it without names is a step of its own."""
    author = work.load(Person, viewer.person_id)
    policy.require(viewer, policy.Permission.REFLECTION_WRITE, author)
    if wish.layer not in (NoteLayer.PRIVATE, NoteLayer.TEAM):
        raise ChoiceUnknown("layer")
    if not set(wish.principles) <= set(Principle):
        raise ChoiceUnknown("principles")
    settings = profile.of(author.case.profile.settings)
    note = work.add(
        Reflection(
            case_id=author.case_id,
            meeting_id=viewer.meeting_id,
            person_id=author.id,
            prompt=settings.prompt(author.role).key,
            words=safe_text(wish.words, "words", LONGEST),
            friction=safe_text(wish.friction, "friction", LONGEST_FRICTION, needed=False),
            kind=_one_of(NoteKind, wish.kind, "kind"),
            better_off=_one_of(Answer, wish.better_off, "better_off"),
            could_do=_one_of(Answer, wish.could_do, "could_do"),
            principles=sorted(set(wish.principles)),
            layer=NoteLayer(wish.layer),
            at=at,
        )
    )
    work.record(viewer.actor, policy.Permission.REFLECTION_WRITE, f"reflection:{note.id}", note.case_id, at)
    return note


def mine(session: Session, viewer: policy.Viewer) -> list[Reflection]:
    """One's own notes in this case, newest first."""
    found = select(Reflection).where(Reflection.person_id == viewer.person_id).order_by(Reflection.at.desc())
    return list(session.scalars(found))


def of_team(session: Session, viewer: policy.Viewer) -> list[Reflection]:
    """The notes that colleagues of this family share with their team, newest first."""
    found = select(Reflection).where(Reflection.case_id == viewer.case_id, Reflection.layer == NoteLayer.TEAM)
    notes = policy.readable(session.scalars(found.order_by(Reflection.at.desc())), viewer)
    return [note for note in notes if note.person_id != viewer.person_id]


def share(
    work: UnitOfWork, viewer: policy.Viewer, key: str, words: str, friction: str, at: datetime
) -> LearningNote:
    """Put a copy in these words, which its author has seen and agreed to, into the learning layer of the region.

    Whether the words are safe is asked before (`conference.learning`); a number like a BSN is refused here too.
    """
    note = work.lock(Reflection, key)
    policy.require(viewer, policy.Permission.REFLECTION_WRITE, note)
    if note.layer == NoteLayer.LEARNING:
        raise AlreadyShared
    case, keys = work.load(Case, note.case_id), work.keys
    account = note.person.account
    copy = work.add(
        LearningNote(
            profile_id=case.profile_id,
            mark=keys.pseudonym("note", note.id),
            case_mark=keys.pseudonym("case", case.id),
            author_mark=keys.pseudonym("person", note.person_id),
            month=f"{at.astimezone(AMSTERDAM):%Y-%m}",
            cycle_id=cycles.now(work.session, case.profile_id, at),
            role=note.person.role,
            organisation=account.organisation.name if account else "",
            prompt=note.prompt,
            words=safe_text(words, "words", LONGEST + 200),
            friction=safe_text(friction, "friction", LONGEST_FRICTION + 200, needed=False),
            kind=note.kind,
            principles=note.principles,
            better_off=note.better_off,
            could_do=note.could_do,
        )
    )
    note.layer, note.shared_at = NoteLayer.LEARNING, at
    release(work, case.profile_id, profile.of(case.profile.settings).minimum_group)
    work.record(viewer.actor, "reflection.share", f"reflection:{note.id}", case.id, at)
    return copy


def withdraw(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> None:
    """Take a shared note back: the copy without names is gone, the note is its author's alone again."""
    note = work.lock(Reflection, key)
    policy.require(viewer, policy.Permission.REFLECTION_WRITE, note)
    copy = shared_copy(work, note)
    if copy is not None:
        take_copy_away(work, copy, at)
    note.layer, note.shared_at = NoteLayer.PRIVATE, None
    work.record(viewer.actor, "reflection.withdraw", f"reflection:{note.id}", note.case_id, at)


def take_copy_away(work: UnitOfWork, copy: LearningNote, at: datetime) -> None:
    """A shared note leaves the log, its themes and the board; an obstacle that was made of it stays."""
    for table in (NoteTheme, NoteOutcome):
        work.session.execute(delete(table).where(table.note_id == copy.id))
    cards.forget_note(work, copy, at)
    for obstacle in work.session.scalars(select(Obstacle).where(Obstacle.note_id == copy.id)):
        obstacle.note_id = None
    work.session.delete(copy)
    work.tell(LearningChanged("", copy.profile_id))


def shared_copy(work: UnitOfWork, note: Reflection) -> LearningNote | None:
    """What others read of this note, found by its keyed mark."""
    mark = work.keys.pseudonym("note", note.id)
    return work.session.scalar(select(LearningNote).where(LearningNote.mark == mark))


@dataclass(frozen=True)
class Told:
    """What was done with one shared note: it lies in these themes, and this came of it."""

    themes: list[str]
    outcomes: list[NoteOutcome]
    answers: list[Obstacle]


def outcomes(session: Session, keys: Keyring, person_id: str) -> dict[str, Told]:
    """*U vertelde, wij deden*, by the id of the author's own note. Found with keyed marks; nobody else can."""
    found: dict[str, Told] = {}
    marks = {
        keys.pseudonym("note", key): key
        for key in session.scalars(select(Reflection.id).where(Reflection.person_id == person_id))
    }
    for copy in session.scalars(select(LearningNote).where(LearningNote.mark.in_(marks))):
        done = session.scalars(
            select(NoteOutcome).where(NoteOutcome.note_id == copy.id).order_by(NoteOutcome.at)
        )
        asked = session.scalars(select(Obstacle).where(Obstacle.note_id == copy.id))
        found[marks[copy.mark]] = Told([theme.name for theme in copy.themes], list(done), list(asked))
    return found


def release(work: UnitOfWork, profile_id: str, minimum: int) -> None:
    """Let waiting notes out together once they are of enough cases and enough people."""
    found = select(LearningNote).where(LearningNote.profile_id == profile_id, LearningNote.batch.is_(None))
    waiting = list(work.session.scalars(found.with_for_update()))
    if min(len({note.case_mark for note in waiting}), len({note.author_mark for note in waiting})) < minimum:
        return
    last = select(func.max(LearningNote.batch)).where(LearningNote.profile_id == profile_id)
    batch = (work.session.scalar(last) or 0) + 1
    for note in waiting:
        note.batch = batch
    work.tell(LearningChanged("", profile_id))


def _one_of(words: type[W], value: str, field: str) -> W | None:
    if not value:
        return None
    try:
        return words(value)
    except ValueError as wrong:
        raise ChoiceUnknown(field) from wrong
