"""The open lines of this process: who they claim to be (looked up anew each time) and what they look at."""

import threading
from dataclasses import dataclass, field

from conference.access.identity import Credentials, Kind
from conference.table.board import PageView


@dataclass
class Connection:
    """One open line. `case_id` and `meeting_id` find it quickly; rights never come from here."""

    sid: str
    shown: Credentials
    case_id: str
    meeting_id: str
    seen: PageView
    person_id: str | None = None
    session_id: str | None = None
    profile_id: str | None = None
    editing: set[str] = field(default_factory=set)

    @property
    def at_table(self) -> bool:
        """Neither in the waiting room nor in the learning layer: hears what happens at a table."""
        return self.shown.kind not in (Kind.WAITING, Kind.LEARNING)

    @property
    def waiting(self) -> bool:
        """In the waiting room: hears nothing of the table."""
        return self.shown.kind == Kind.WAITING


class Connections:
    """All open lines, safe to ask from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_sid: dict[str, Connection] = {}

    def add(self, connection: Connection) -> None:
        """A line opened."""
        with self._lock:
            self._by_sid[connection.sid] = connection

    def drop(self, sid: str) -> Connection | None:
        """A line closed."""
        with self._lock:
            return self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Connection | None:
        """The line with this id."""
        with self._lock:
            return self._by_sid.get(sid)

    def at_case(self, case_id: str) -> list[Connection]:
        """Everyone at a table of this case, the waiting room left out."""
        with self._lock:
            return [one for one in self._by_sid.values() if one.case_id == case_id and one.at_table]

    def at_tables(self) -> list[Connection]:
        """Everyone at any table."""
        with self._lock:
            return [one for one in self._by_sid.values() if one.at_table]

    def of_session(self, session_id: str) -> list[Connection]:
        """The lines of one phone or screen, the waiting room included."""
        with self._lock:
            return [one for one in self._by_sid.values() if one.session_id == session_id]

    def learning_in(self, profile_id: str) -> list[Connection]:
        """Everyone with a page of the learning layer of a region open."""
        with self._lock:
            return [one for one in self._by_sid.values() if one.profile_id == profile_id]
