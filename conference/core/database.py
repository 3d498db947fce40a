"""One database, two ways in: `work()` for a deed (one write transaction) and `read()` for a look.

SQLite is the embedded default. Its settings are chosen so that what was committed survives a power cut.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from conference.core import deeds, faults, files
from conference.core.bus import Bus, LocalBus
from conference.core.deeds import Deed
from conference.core.events import Event
from conference.core.security import Keyring
from conference.core.settings import INSTANCE
from conference.core.unit_of_work import LAST_LOOKS, UnitOfWork
from conference.core.vault import KeyStore
from models.errors.base import NotNow

#: Milliseconds a writer of another process is waited for.
BUSY = 10_000
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # NORMAL would survive kill -9, not a power cut
    "foreign_keys=ON",
    f"busy_timeout={BUSY}",
    "secure_delete=ON",
    "trusted_schema=OFF",
)


class _Look(Session):
    """Keeps what it loaded until it ends: a session on its own forgets a record as soon as nobody holds it, and
    would load the meeting, the case and the people again for each viewer who is told of the same event."""


@event.listens_for(_Look, "loaded_as_persistent")
def _keep(session: Session, record: object) -> None:
    session.info.setdefault("kept", []).append(record)


class Database:
    """Opens transactions, and publishes the events of a deed once it is committed."""

    def __init__(self, url: str, keys: Keyring, vault: KeyStore, bus: Bus | None = None) -> None:
        self.keys = keys
        self.vault = vault
        self.bus: Bus = bus or LocalBus()
        self.engine = open_engine(url)
        # One writer at a time in this process: a thread that waits here wakes at once,
        # one that waits inside SQLite sleeps up to 100 ms between two tries.
        self._owes = False
        self._turn = threading.Lock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def work(self, patience: float = -1) -> Iterator[UnitOfWork]:
        """One deed, one transaction: commit, and only then publish its events. A refusal rolls everything back.

        `patience`: seconds to wait for one's turn in this process; after that the database alone decides who waits.
        """
        with (
            self._in_turn(patience),
            Deed(self.engine, expire_on_commit=False, info=self._info()) as session,
        ):
            session.connection(execution_options={"write": True})
            work = UnitOfWork(session, self.keys)
            yield work
            session.flush()
            for look in LAST_LOOKS:
                look(work)
            if not work.rights_stand:
                deeds.count(session)
            session.commit()
            self.tell(work.events)  # before the next deed may begin: events are heard in the order of commits
            self._forget(work)

    def _forget(self, work: UnitOfWork) -> None:
        """Let nothing of the words that a deed took out stay in pages that the database keeps beside the newest.

        SQLite's write-ahead log can only be cut while nobody reads from it; when a reader takes too long, the next
        deed does it. What is freed in the database itself is overwritten (`secure_delete`).
        """
        self._owes = self._owes or work.forgets
        if not self._owes:
            return
        # The deed itself is done; what is owed is tried again.
        with suppress(DBAPIError, sqlite3.Error, NotNow):
            if self.engine.dialect.name == "sqlite":
                self._owes = not _cut_log(self.engine)
            else:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM")
                self._owes = False

    @contextmanager
    def _in_turn(self, patience: float) -> Iterator[None]:
        taken = self._turn is not None and self._turn.acquire(timeout=patience)
        try:
            yield
        finally:
            if taken and self._turn is not None:
                self._turn.release()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look at one moment; nothing is written."""
        with _Look(self.engine, expire_on_commit=False, info=self._info()) as session:
            yield session

    def _info(self) -> dict[str, Any]:
        """What a session knows besides the database: the keys that open its words."""
        return {"vault": self.vault}

    def tell(self, events: Sequence[Event]) -> None:
        """Publish events to everyone who listens."""
        if events:
            self.bus.publish(events)


def open_engine(url: str) -> Engine:
    """The connections to this database; SQLite with the settings above. A fault names no words of people."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, pool_pre_ping=True, pool_size=20, hide_parameters=True)
    else:
        engine = _prepared(create_engine(parsed, pool_size=20, max_overflow=80, hide_parameters=True))
    faults.tell(engine)
    return engine


def open_key_store(url: str) -> Engine:
    """The database of keys: a key is looked up once in ten minutes, so no connection is kept."""
    engine = create_engine(make_url(url), poolclass=NullPool, hide_parameters=True)
    faults.tell(engine)
    return _prepared(engine) if engine.dialect.name == "sqlite" else engine


def _prepared(engine: Engine) -> Engine:
    path = engine.url.database
    if path and path != ":memory:":
        _keep_private(engine, Path(path))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_private(engine: Engine, path: Path) -> None:
    """What is there is made private now; a new file is made by us at the first connection, before SQLite would make
    it for everybody to read. A folder that somebody chose keeps its mode; ours is for us alone."""
    if path.parent.resolve() == INSTANCE or not path.parent.exists():
        files.private_folder(path.parent)
    if path.exists():
        files.private_file(path)

    def make(*_: object) -> None:
        files.private_file(path)

    event.listen(engine, "do_connect", make)


def _cut_log(engine: Engine) -> bool:
    """Write all into the database file and empty the log beside it. Returns whether that could be done now."""
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout=300")
        try:
            blocked = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY}")
    return not blocked


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a deed that reads first
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A deed takes the write lock before it reads, so that what it read is still true when it writes."""
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
