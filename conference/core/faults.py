"""What a database says when it cannot keep something now, as a refusal that people and programs understand.

A full or read-only disk, a database that is locked by another program or that starts anew: nothing was wrong with the
deed, it was not done, and it can be done a moment later. Everything else that a database says is a fault of ours.
"""

import logging
import sqlite3

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from models.errors.base import NotNow, StorageFull

log = logging.getLogger(__name__)
#: Primary codes of SQLite (https://www.sqlite.org/rescode.html); the extended ones have theirs in the lowest byte.
NO_ROOM = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
NOT_NOW = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
#: Classes and codes of PostgreSQL (appendix A of its manual): the disk, a standby, and what may only be read.
NO_ROOM_STATES = ("53100", "25006", "58030")
#: Connections (08), a server that stops or starts (57P), locks and order of transactions.
NOT_NOW_STATES = ("08", "57P", "53300", "55P03", "40001", "40P01")


def tell(engine: Engine) -> None:
    """From here on this engine raises `StorageFull` and `NotNow` for what only has to wait."""
    event.listen(engine, "handle_error", _translate)


def refusal(fault: BaseException, lost: bool = False) -> NotNow | None:
    """What a fault of a driver means; None for what is a fault of ours. `lost`: the connection is gone."""
    if isinstance(fault, sqlite3.Error):
        code = (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF
        return StorageFull() if code in NO_ROOM else NotNow() if code in NOT_NOW else None
    state = str(getattr(fault, "sqlstate", None) or "")
    if state.startswith(NO_ROOM_STATES):
        return StorageFull()
    return NotNow() if lost or state.startswith(NOT_NOW_STATES) else None


def _translate(context: ExceptionContext) -> NotNow | None:
    lost = context.is_disconnect or context.connection is None  # it was never there: no server answers
    meant = refusal(context.original_exception, lost and context.dialect.name != "sqlite")
    if meant is not None:
        log.critical("the database cannot do this now (%s): %s", meant.code, context.original_exception)
    return meant
