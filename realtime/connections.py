"""The open lines of this process: who they claim to be (looked up anew each time) and what they look at."""

import threading
from dataclasses import dataclass, field

from conference.board import Seen
from conference.visitors import Credentials, Kind


@dataclass
class Connection:
    """One open line. `case_id` and `meeting_id` find it quickly; rights never come from here."""

    sid: str
    shown: Credentials
    case_id: str
    meeting_id: str
    seen: Seen
    person_id: str | None = None
    session_id: str | None = None
    editing: set[str] = field(default_factory=set)

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
            return [one for one in self._by_sid.values() if one.case_id == case_id and not one.waiting]

    def at_tables(self) -> list[Connection]:
        """Everyone at any table."""
        with self._lock:
            return [one for one in self._by_sid.values() if not one.waiting]

    def of_session(self, session_id: str) -> list[Connection]:
        """The lines of one phone or screen, the waiting room included."""
        with self._lock:
            return [one for one in self._by_sid.values() if one.session_id == session_id]
