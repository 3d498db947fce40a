"""What holds somebody back (*knelpunt*), raised from a reflection of their own, and what became of it.

It goes up without a name; who raised it finds it again by a keyed mark, so that nobody else learns who it was.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.learning.obstacles import use_cases as obstacles
from conference.learning.ports import RaisedWords
from conference.reflection import names
from models.learning import Obstacle
from models.people import Person
from models.reflections import Reflection


def raise_from_reflection(
    work: UnitOfWork,
    viewer: policy.Viewer,
    key: str,
    words: str,
    at: datetime,
    *,
    pushed_back: bool = False,
    confirmed: bool = False,
) -> Obstacle:
    """Who wrote a reflection raises an obstacle from it, in words they have seen and agreed to.

    `confirmed`: they looked once more at what could still tell who the family is. Raises NamesLeft. The log names
    the reflection, not the obstacle.
    """
    note = work.lock(Reflection, key)
    policy.require(viewer, Permission.REFLECTION_WRITE, note)
    said = safe_text(words, "words", obstacles.LONGEST)
    names.require_agreed(work, note, {"words": said}, viewer.language, confirmed=confirmed)
    told = RaisedWords(
        region_id=note.person.case.profile_id,
        author_mark=work.keys.pseudonym("person", note.person_id),
        note_mark=work.keys.pseudonym("note", note.id),
        words=said,
        pushed_back=pushed_back,
    )
    made, new = obstacles.raise_by_mark(work, told, at)
    if new:
        work.record(viewer.actor, "reflection.raise", f"reflection:{note.id}", note.case_id, at)
    return made


def take_back(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> None:
    """Who raised it takes it back. An answer that was given stays. Raises NotFound for what somebody else raised."""
    policy.require(viewer, Permission.REFLECTION_WRITE, work.load(Person, viewer.person_id))
    obstacles.take_back_by_mark(work, key, work.keys.pseudonym("person", str(viewer.person_id)))
    work.record(viewer.actor, "reflection.take_back", f"person:{viewer.person_id}", viewer.case_id, at)


def of_person(session: Session, keys: Keyring, person_id: str) -> list[Obstacle]:
    """What somebody raised themselves and what no note of theirs shows, newest first."""
    return obstacles.of_author(session, keys.pseudonym("person", person_id))
