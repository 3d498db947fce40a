"""Stands beside every database of the tests: a deed that changes anything but plain words, and is not counted, breaks.

So every test that does something tests that it is counted (`conference.core.deeds`); there is no list of deeds to
forget one in.
"""

import re
from typing import Any

from sqlalchemy import Connection, Engine, event

#: What may be written without a count: the words of texts with their log, the log of what happened, tries at a door.
UNCOUNTED = frozenset({"text", "change", "log_entry", "log_seal", "log_leaf", "door_try"})
WRITES = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.IGNORECASE)
_WRITTEN = "written by this deed"


class NotCounted(AssertionError):
    """A deed changed what rights may rest on, and nobody who keeps what was looked up will notice."""


def watch(engine: Engine) -> None:
    """Look at every deed on this database until it is closed."""
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "commit", _check)
    event.listen(engine, "rollback", _forget)


def _note(connection: Connection, cursor: Any, statement: str, *_: Any) -> None:
    found = WRITES.match(statement)
    if found and connection.get_execution_options().get("write"):
        connection.info.setdefault(_WRITTEN, set()).add(found[1].lower())


def _check(connection: Connection) -> None:
    written = connection.info.pop(_WRITTEN, set())
    if written - UNCOUNTED and "deed_count" not in written:
        raise NotCounted(", ".join(sorted(written)))


def _forget(connection: Connection) -> None:
    if not connection.invalidated:  # otherwise the server ended it, and nothing was written
        connection.info.pop(_WRITTEN, None)
