"""Reflection notes: written in a minute, private by default, and shared further only by their author (RL-01, RL-05).

Three layers: only me, my team, and the learning cycle without names. What goes to the learning cycle is a copy in
words that the author has seen; it stands apart from the case under keyed pseudonyms, with a month for a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.learning import intake
from conference.learning.intake import CameOf
from conference.learning.ports import SharedWords
from conference.reflection import names
from conference.region import profile
from models.case import Case
from models.enums import Answer, NoteKind, NoteLayer, Principle
from models.errors.log import AlreadyShared
from models.errors.validation import ChoiceUnknown
from models.learning import LearningNote
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
    work: UnitOfWork,
    viewer: policy.Viewer,
    key: str,
    words: str,
    friction: str,
    at: datetime,
    *,
    confirmed: bool = False,
) -> LearningNote:
    """Put a copy in these words, which its author has seen and agreed to, into the learning layer of the region.

    `confirmed`: the author looked once more at what could still tell who the family is. Raises NamesLeft,
    AlreadyShared.
    """
    note = work.lock(Reflection, key)
    policy.require(viewer, policy.Permission.REFLECTION_WRITE, note)
    words = safe_text(words, "words", LONGEST + 200)
    friction = safe_text(friction, "friction", LONGEST_FRICTION + 200, needed=False)
    texts = {"words": words, "friction": friction}
    names.require_agreed(work, note, texts, viewer.language, confirmed=confirmed)
    if note.layer == NoteLayer.LEARNING:
        raise AlreadyShared
    case, keys = work.load(Case, note.case_id), work.keys
    account = note.person.account
    told = SharedWords(
        region_id=case.profile_id,
        mark=keys.pseudonym("note", note.id),
        case_mark=keys.pseudonym("case", case.id),
        author_mark=keys.pseudonym("person", note.person_id),
        role=note.person.role,
        organisation=account.organisation.name if account else "",
        prompt=note.prompt,
        words=words,
        friction=friction,
        kind=note.kind,
        principles=note.principles,
        better_off=note.better_off,
        could_do=note.could_do,
    )
    copy = intake.lay_in(work, told, at)
    note.layer, note.shared_at = NoteLayer.LEARNING, at
    work.record(viewer.actor, "reflection.share", f"reflection:{note.id}", case.id, at)
    return copy


def withdraw(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> None:
    """Take a shared note back: the copy without names is gone, the note is its author's alone again."""
    note = work.lock(Reflection, key)
    policy.require(viewer, policy.Permission.REFLECTION_WRITE, note)
    copy = shared_copy(work, note)
    if copy is not None:
        intake.take_away(work, copy, at)
    note.layer, note.shared_at = NoteLayer.PRIVATE, None
    work.record(viewer.actor, "reflection.withdraw", f"reflection:{note.id}", note.case_id, at)


def shared_copy(work: UnitOfWork, note: Reflection) -> LearningNote | None:
    """What others read of this note, found by its keyed mark."""
    return intake.of_mark(work.session, work.keys.pseudonym("note", note.id))


def outcomes(session: Session, keys: Keyring, person_id: str) -> dict[str, CameOf]:
    """*U vertelde, wij deden*, by the id of the author's own note. Found with keyed marks; nobody else can."""
    marks = {
        keys.pseudonym("note", key): key
        for key in session.scalars(select(Reflection.id).where(Reflection.person_id == person_id))
    }
    return {marks[mark]: told for mark, told in intake.came_of(session, marks).items()}


def _one_of(words: type[W], value: str, field: str) -> W | None:
    if not value:
        return None
    try:
        return words(value)
    except ValueError as wrong:
        raise ChoiceUnknown(field) from wrong
