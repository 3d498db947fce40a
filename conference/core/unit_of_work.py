"""One deed at work: a session in a transaction, the log, and the events that wait for the commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from conference.core.events import Event
from conference.core.security import Keyring
from models.base import Base
from models.errors.base import NotFound
from models.log import LogEntry

T = TypeVar("T", bound=Base)


@dataclass(frozen=True)
class Sent:
    """What came with a command that somebody sent. `proofs`: that they saw the marks on exactly these words."""

    actor: str
    language: str
    proofs: frozenset[str]


class UnitOfWork:
    """Handed to every deed. It loads, locks, logs and remembers events; it never decides who may."""

    def __init__(self, session: Session, keys: Keyring) -> None:
        self.session = session
        self.keys = keys
        self.events: list[Event] = []
        #: Words were taken out of the database for good: what it keeps of the old pages has to go after the commit.
        self.forgets = False
        #: Who does this deed, in which language, and what they were shown before they sent it (`Sent`).
        self.sent: Sent | None = None
        #: Words of which their writer saw what they tell.
        self.agreed: set[str] = set()
        #: Nothing was written that a right of anybody rests on (`conference.core.deeds`).
        self.rights_stand = False

    def load(self, kind: type[T], key: str | None) -> T:
        """The record with this id. Raises NotFound."""
        found = self.session.get(kind, key) if possible_key(key) else None
        if found is None:
            raise NotFound
        return found

    def lock(self, kind: type[T], key: str | None) -> T:
        """The same, with its row locked until the end of this deed (SQLite locks the whole file anyway)."""
        found = (
            self.session.get(kind, key, with_for_update=True, populate_existing=True)
            if possible_key(key)
            else None
        )
        if found is None:
            raise NotFound
        return found

    def add(self, record: T) -> T:
        """Put a new record in, so that it has its id."""
        self.session.add(record)
        self.session.flush()
        return record

    def record(self, actor: str, deed: str, thing: str, case_id: str | None, at: datetime) -> None:
        """Write in the log that this was done. Ids only."""
        self.session.add(LogEntry(case_id=case_id, at=at, actor=actor, deed=deed, thing=thing, outcome="ok"))

    def tell(self, event: Event) -> None:
        """Keep an event until the commit."""
        self.events.append(event)


class LookAtWork(UnitOfWork):
    """For what only looks: it has nothing to commit, so what it records waits to be written beside it."""

    def __init__(self, session: Session, keys: Keyring) -> None:
        super().__init__(session, keys)
        self.entries: list[LogEntry] = []

    def record(self, actor: str, deed: str, thing: str, case_id: str | None, at: datetime) -> None:
        """Keep until the look is over that this was done."""
        self.entries.append(
            LogEntry(case_id=case_id, at=at, actor=actor, deed=deed, thing=thing, outcome="ok")
        )


def possible_key(key: str | None) -> bool:
    """Whether a database can look for this key at all; PostgreSQL refuses a NUL."""
    return bool(key) and "\x00" not in (key or "")


#: What looks at every deed before it is committed, and may refuse it.
LAST_LOOKS: list[Callable[[UnitOfWork], None]] = []
