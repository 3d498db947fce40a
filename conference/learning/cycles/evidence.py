"""What a card rests on in the reflection log: a theme or a group of notes, with the number that may be shown.

Only what is large enough to speak of counts: classes of the log, and themes of enough notes (`shared_notes`). The
number is kept as it stood when it was chosen, so that a report stays what it was and two looks at it cannot be
subtracted.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import Change
from conference.learning.log import shared_notes
from conference.learning.log.publish import counts
from models.errors.cycles import EvidenceTooFew
from models.errors.log import ReflectionWithdrawn
from models.learning import LearningNote

#: The groups of notes one can point at; who wrote them is none of these.
GROUPS = ("kind", "month", "cycle")


@dataclass(frozen=True)
class Evidence:
    """A theme (`group` is `theme`, `value` its id, `name` its name) or a group of notes, and how many there are."""

    group: str
    value: str
    count: int
    name: str = ""

    @property
    def key(self) -> str:
        """How a form calls it."""
        return f"{self.group}:{self.value}"


def choices(session: Session, viewer: policy.Viewer) -> list[Evidence]:
    """Everything a card can rest on now. Raises NotFound or NotAllowed for who does not read the log."""
    published = shared_notes.published(session, viewer)
    themes = [
        Evidence("theme", theme.id, count, theme.name)
        for theme, count in shared_notes.large_themes(session, viewer)
    ]
    return themes + [
        Evidence(group, value, count) for group in GROUPS for value, count in counts(published, group).items()
    ]


def of_note(note_id: str) -> str:
    """What a card with the words of one note rests on; there is no number to it."""
    return f"note:{note_id}"


def words_of(session: Session, viewer: policy.Viewer, theme_id: str, note_id: str) -> str:
    """The words of a theme or a note that the log shows. Raises EvidenceTooFew, ReflectionWithdrawn."""
    if theme_id:
        found = (one.name for one in choices(session, viewer) if one.key == f"theme:{theme_id}")
        name = next(found, None)
        if name is None:
            raise EvidenceTooFew("theme")
        return name
    if note_id not in {note.id for note in shared_notes.published(session, viewer)}:
        raise ReflectionWithdrawn
    return session.get_one(LearningNote, note_id).words


def check(change: Change, card: Any, value: str) -> str:
    """What a card may rest on, of what the log shows to who changes it. Raises EvidenceTooFew."""
    if value == of_card(card):
        return value
    if value and value not in {one.key for one in choices(change.work.session, change.viewer)}:
        raise EvidenceTooFew
    return value


def put(change: Change, card: Any, value: str) -> None:
    """Let a card rest on it, with the number as it may be shown now."""
    group, _, key = value.partition(":")
    card.theme_id = key if group == "theme" else None
    card.evidence_of = "" if group == "theme" else value
    found = {one.key: one.count for one in choices(change.work.session, change.viewer)} if value else {}
    card.evidence_count = found.get(value)


def of_card(card: Any) -> str:
    """What a card rests on, as its key; empty for nothing."""
    return f"theme:{card.theme_id}" if card.theme_id else str(card.evidence_of)
