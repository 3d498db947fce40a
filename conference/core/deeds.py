"""Counts deeds, so that what was looked up may be kept as long as nothing but plain typing was done.

Every transaction of a deed raises the count of the families whose records it touched, and of all of them when that
cannot be told: closed by default. It does so itself, in the same transaction, so that it holds for every process. Only
who writes nothing that a right could rest on says so (`UnitOfWork.rights_stand`); rows of the log, and tries at a door,
are seen here.
"""

from typing import Any

from sqlalchemy import bindparam, event, func, select, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm.util import identity_key

from models.deeds import EVERYWHERE, DeedCount, row_of
from models.door import DoorTry
from models.log import LogEntry
from models.meeting import Meeting
from models.texts import Text

#: Through what a record without `case_id` leads to its family, when that is loaded anyhow.
LEADS: tuple[tuple[str, type[Any]], ...] = (("text_id", Text), ("meeting_id", Meeting))
#: On these no right of anybody rests.
NO_RIGHTS = (LogEntry, DoorTry)
TOUCHED = "touched"
_RAISE = update(DeedCount).where(DeedCount.id == bindparam("row")).values(deeds=DeedCount.deeds + 1)
_SUM = select(func.sum(DeedCount.deeds)).where(DeedCount.id.in_((EVERYWHERE, bindparam("row"))))


class Deed(Session):
    """The session of a deed: notes which families it touches."""


@event.listens_for(Deed, "after_flush")
def _flushed(session: Session, _flush: UOWTransaction) -> None:
    for record in (*session.new, *session.dirty, *session.deleted):
        _note(session, None if isinstance(record, NO_RIGHTS) else _row_of(session, record))


@event.listens_for(Deed, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if not state.is_select:
        table = getattr(state.statement, "table", None)
        _note(state.session, None if table in [one.__table__ for one in NO_RIGHTS] else EVERYWHERE)


def _note(session: Session, row: int | None) -> None:
    session.info.setdefault(TOUCHED, set()).add(row)


def _row_of(session: Session, record: Any) -> int:
    case_id = getattr(record, "case_id", None)
    if case_id is None:
        for name, model in LEADS:
            key = getattr(record, name, None)
            found = session.identity_map.get(identity_key(model, key)) if key else None
            if found is not None:
                return row_of(found.case_id)
        return EVERYWHERE
    return row_of(case_id)


def count(session: Session) -> None:
    """Raise the counts of a deed, at the end of its transaction. One that left no trace here counts everywhere."""
    session.flush()
    touched = session.info.pop(TOUCHED, {EVERYWHERE})
    # In order, so that two deeds at once wait for each other, and not each for the other.
    for row in sorted(touched - {None}):
        session.connection().execute(_RAISE, {"row": row})


def done(session: Session, case_id: str) -> int | None:
    """How many deeds were done that may matter to a family; None when they are not counted.

    Read it before what is to be kept, and under the lock of what is to be written.
    """
    found = session.connection().execute(_SUM, {"row": row_of(case_id)}).scalar()
    return None if found is None else int(found)
