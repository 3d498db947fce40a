"""Much taken away at once: whoever does it is asked once more (security paper T17, C09).

Somebody who is angry, and a thumb that chose everything, look the same. Nobody is stopped: they say that they mean it,
and the words of before stay where the chair finds them and can put them back (`restoring`).
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changesets import ChangeSet
from models.texts import Change

#: What one person takes away within this time counts together.
WITHIN = timedelta(seconds=10)
#: More than this part of what stood there at the beginning of that time is much,
SHARE = 0.3
#: unless it is less than this, in UTF-16 units: a line or two is soon typed again.
LEAST = 100
#: No more versions than this are looked at, whatever their age.
MOST = 500
_STOOD, _NEW = "s", "n"


def takes_much(
    session: Session, text_id: str, version: int, change: ChangeSet, author_id: str, at: datetime
) -> bool:
    """Whether this change of a version and what its author did just before take away much of what stood there.

    Only what stood there before that time counts: who takes back what they pasted takes nothing away.
    """
    if not any(span.taken and span.put is not None for span in change.spans):
        return False
    recent = _recent(session, text_id, version, at)
    stood = recent[0][1].length if recent else change.length
    marks, gone = _STOOD * stood, 0
    for whose, one in [*recent, (author_id, change)]:
        left = _marked(marks, one)
        gone += marks.count(_STOOD) - left.count(_STOOD) if whose == author_id else 0
        marks = left
    return is_much(gone, stood)


def is_much(gone: int, stood: int) -> bool:
    """Whether so many units are much of as many as stood there."""
    return gone >= LEAST and gone > SHARE * stood


def _recent(session: Session, text_id: str, version: int, at: datetime) -> list[tuple[str, ChangeSet]]:
    found = select(Change).where(
        Change.text_id == text_id, Change.version > version - MOST, Change.at > at - WITHIN
    )
    entries = session.scalars(found.order_by(Change.version))
    return [(one.author_id, ChangeSet.stored(one.changes)) for one in entries]


def _marked(marks: str, change: ChangeSet) -> str:
    place, after = 0, []
    for taken, put in change.spans:
        after.append(marks[place : place + taken] if put is None else _NEW * len(put))
        place += taken
    return "".join(after)
