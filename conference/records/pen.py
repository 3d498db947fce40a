"""Plain typing: one change of one writer in few statements, for texts on which nothing hangs.

`texts.write` is the road of every change, and the only one that says why something is refused. This one takes what goes
as it nearly always goes: the next change of somebody who may write, on words that fit. For all else it writes nothing
and gives None, and the change takes the road. Both keep the same: one row in the log of the text, and its words.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import of_text
from conference.core.events import TextChanged
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import brings_bsn
from conference.records import bulk
from conference.records.texts import CATCH_UP, WriteText, Written
from models.changesets import ChangeSet, narrow, rebase, wide
from models.enums import MAX_WORDS
from models.errors.base import Refused
from models.sealed import KeyGone, Scope
from models.texts import Change, Text

# Of the tables and not of the records, so that nothing is loaded, kept or flushed: that costs more than the write.
_TEXT, _CHANGE = cast(Table, Text.__table__), cast(Table, Change.__table__)
_HEAD = (
    select(_TEXT.c.id, _TEXT.c.epoch, _TEXT.c.version, _TEXT.c.words)
    .where(_TEXT.c.id == bindparam("text"))
    .with_for_update()
)
_LAST = select(func.max(_CHANGE.c.seq)).where(
    _CHANGE.c.text_id == bindparam("text"), _CHANGE.c.client == bindparam("client")
)
_SINCE = (
    select(_CHANGE.c.version, _CHANGE.c.changes)
    .where(_CHANGE.c.text_id == bindparam("text"), _CHANGE.c.version > bindparam("since"))
    .order_by(_CHANGE.c.version)
)
_ENTER = insert(_CHANGE)
_GROW = (
    update(_TEXT)
    .where(_TEXT.c.id == bindparam("text"), _TEXT.c.version == bindparam("stood"))
    .values(version=bindparam("made"), words=bindparam("grown"))
)


@dataclass(frozen=True)
class Pen:
    """That somebody may write in a text on which nothing hangs. Kept no longer than `conference.core.deeds` says."""

    text_id: str
    case_id: str
    person_id: str
    scope: Scope
    most: int


@dataclass(frozen=True)
class Head:
    """How a text stands, locked until the end of the deed."""

    text_id: str
    epoch: int
    version: int
    cell: bytes


def pen(session: Session, viewer: policy.Viewer, text_id: str) -> Pen | None:
    """The pen of somebody who may write in this text; None for who may not, and when something hangs on the words."""
    text = session.get(Text, text_id) if possible_key(text_id) else None
    if text is None or viewer.person_id is None or not is_plain(text) or not policy.may_write(viewer, text):
        return None
    return Pen(text.id, text.case_id, viewer.person_id, text.locked_under(), MAX_WORDS[text.kind])


def is_plain(text: Text) -> bool:
    """Whether nothing hangs on the words of a text."""
    kind = of_text(text)
    return kind.hangs_on is None and kind.follows is None


def lock(session: Session, text_id: str) -> Head | None:
    """Lock a text, without its record. What may be done with it is asked after this, and before `write`."""
    row = session.connection().execute(_HEAD, {"text": text_id}).one_or_none()
    return None if row is None else Head(*row)


def write(work: UnitOfWork, pen: Pen, head: Head, wish: WriteText, at: datetime) -> Written | None:
    """Put one change into a locked text, or write nothing at all and give None. Asks for no right: the pen says it."""
    vault = work.session.info["vault"]
    try:
        fitting, words = _grown(work.session, vault, pen, head, wish)
    except (Refused, KeyGone, _NotPlain):
        return None
    if not work.keys.is_writer(wish.client, pen.text_id, pen.person_id):
        return None
    if not wish.sure and bulk.takes_much(work.session, pen.text_id, head.version, fitting, pen.person_id, at):
        return None
    made, changes = head.version + 1, fitting.to_json()
    connection = work.session.connection()
    row = {
        "text_id": pen.text_id,
        "version": made,
        "author_id": pen.person_id,
        "client": wish.client,
        "seq": wish.seq,
        "changes": Change.changes.locked(vault, pen.scope, changes, pen.text_id, made),
        "at": at,
        "proposed_by_id": None,
    }
    connection.execute(_ENTER, row)
    grown = Text.words.locked(vault, pen.scope, narrow(words), pen.text_id)
    connection.execute(_GROW, {"text": pen.text_id, "stood": head.version, "made": made, "grown": grown})
    work.tell(
        TextChanged(pen.case_id, pen.text_id, head.epoch, made, wish.client, wish.seq, pen.person_id, changes)
    )
    mark = work.keys.resume(wish.client, pen.text_id, pen.person_id, head.epoch, made, at)
    return Written(made, mark)


class _NotPlain(Exception):
    """Something that the road of every change has to look at."""


def _grown(session: Session, vault: Any, pen: Pen, head: Head, wish: WriteText) -> tuple[ChangeSet, str]:
    """The change as it fits the newest version, and the (wide) words it makes. Raises Refused, KeyGone, _NotPlain."""
    behind = head.version - wish.version
    if wish.epoch != head.epoch or wish.version < 0 or not 0 <= behind <= CATCH_UP:
        raise _NotPlain
    change = ChangeSet.parse(wish.changes)
    last = session.connection().execute(_LAST, {"text": pen.text_id, "client": wish.client}).scalar()
    if all(span.put is None for span in change.spans) or wish.seq != (-1 if last is None else last) + 1:
        raise _NotPlain
    before = wide(Text.words.unlocked(vault, head.cell, pen.text_id))
    log = _log(session, vault, pen, wish.version) if behind else []
    if len(log) != behind or change.length != (log[0].length if log else len(before)):
        raise _NotPlain
    fitting = rebase(change, log)
    fitting.check_borders(before)
    after = fitting.apply(before)
    if (len(after) > pen.most and len(after) > len(before)) or brings_bsn(before, fitting):
        raise _NotPlain
    return fitting, after


def _log(session: Session, vault: Any, pen: Pen, since: int) -> list[ChangeSet]:
    rows = session.connection().execute(_SINCE, {"text": pen.text_id, "since": since})
    return [
        ChangeSet.stored(Change.changes.unlocked(vault, cell, pen.text_id, version)) for version, cell in rows
    ]
