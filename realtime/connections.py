"""The open connections of this process: who they claim to be (looked up anew each time) and what they look at."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from conference.access.identity import Credentials, Kind
from conference.core.presence import Arrival
from conference.core.runtime import Runtime
from conference.table.board import PageView
from models.errors.base import TooManyLines

#: How many lines one session may have. A laptop has tabs; a phone or screen has one page, and the lines it had before
#: on a poor net, which the server hears of later.
MOST = dict.fromkeys((Kind.ACCOUNT, Kind.DESK, Kind.LEARNING), 12) | dict.fromkeys(
    (Kind.GUEST, Kind.SCREEN, Kind.WAITING), 4
)


@dataclass
class Connection:
    """One open connection. `case_id` and `meeting_id` find it quickly; rights never come from here."""

    sid: str
    shown: Credentials
    case_id: str
    meeting_id: str
    seen: PageView
    person_id: str | None = None
    session_id: str | None = None
    profile_id: str | None = None
    #: What somebody reads in an emergency on this page, until that is over.
    emergency_id: str | None = None
    #: The texts it writes in, each with the client id it has there (empty until that is known).
    editing: dict[str, str] = field(default_factory=dict)
    #: What it got to see since it opened, and stands in the log.
    looked: set[str] = field(default_factory=set)

    @property
    def at_table(self) -> bool:
        """Neither in the waiting room, nor in the learning layer, nor at a desk: hears what happens at a table."""
        return self.shown.kind not in (Kind.WAITING, Kind.LEARNING, Kind.DESK)

    @property
    def waiting(self) -> bool:
        """In the waiting room: hears nothing of the table."""
        return self.shown.kind == Kind.WAITING


class Connections:
    """All open connections, safe to ask from any thread. Nobody else tells presence who came and went."""

    def __init__(self, house: Runtime) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._by_sid: dict[str, Connection] = {}
        self._by_case: dict[str, dict[str, Connection]] = {}

    def add(self, connection: Connection) -> None:
        """A connection opened: from now on it hears what happens. Raises TooManyLines: one session has a few."""
        with self._lock:
            theirs = [one for one in self._by_sid.values() if one.shown.line == connection.shown.line]
            if len(theirs) >= MOST[connection.shown.kind]:
                raise TooManyLines
            self._by_sid[connection.sid] = connection
            self._by_case.setdefault(connection.case_id, {})[connection.sid] = connection

    def arrive(self, connection: Connection) -> None:
        """It was let in: somebody is at the table now."""
        device = "screen" if connection.person_id is None else connection.seen.surface
        arrival = Arrival(connection.meeting_id, connection.person_id, device)
        self._house.presence.arrive(connection.sid, arrival)

    def drop(self, sid: str) -> Connection | None:
        """A connection closed."""
        with self._lock:
            connection = self._by_sid.pop(sid, None)
            if connection is not None:
                theirs = self._by_case[connection.case_id]
                del theirs[sid]
                if not theirs:
                    del self._by_case[connection.case_id]
        self._house.presence.leave(sid, self._house.clock())
        return connection

    def get(self, sid: str) -> Connection | None:
        """The connection with this id."""
        with self._lock:
            return self._by_sid.get(sid)

    def all(self) -> list[Connection]:
        """Every open connection."""
        return self._those(lambda _: True)

    def at_case(self, case_id: str) -> list[Connection]:
        """Those at a table of this case, the waiting room left out."""
        return [one for one in self._of_case(case_id) if one.at_table]

    def at_tables(self) -> list[Connection]:
        """Those at any table."""
        return self._those(lambda one: one.at_table)

    def writing_in(self, case_id: str, text_id: str) -> list[Connection]:
        """Those that have this text open to write in."""
        return [one for one in self._of_case(case_id) if text_id in one.editing]

    def of_session(self, session_id: str) -> list[Connection]:
        """Those of one phone or screen, the waiting room included."""
        return self._those(lambda one: one.session_id == session_id)

    def with_session(self, device_id: str) -> list[Connection]:
        """Those that one browser opened: every tab of it."""
        return self._those(lambda one: one.shown.line == device_id)

    def sessions(self) -> set[str]:
        """The sessions with an open connection."""
        return {one.shown.line for one in self._those(lambda one: True) if one.shown.line}

    def at_desks(self) -> list[Connection]:
        """Pages outside every table, which only hear what cannot wait."""
        return self._those(lambda one: one.shown.kind == Kind.DESK)

    def reading(self) -> dict[str, list[Connection]]:
        """The pages on which something is read in an emergency, by its id."""
        found: dict[str, list[Connection]] = {}
        for one in self._those(lambda one: one.emergency_id is not None):
            found.setdefault(str(one.emergency_id), []).append(one)
        return found

    def learning_in(self, profile_id: str) -> list[Connection]:
        """Those with a page of the learning layer of a region open."""
        return self._those(lambda one: one.profile_id == profile_id)

    def _of_case(self, case_id: str) -> list[Connection]:
        """At every change of a text: what other tables do costs nothing here."""
        with self._lock:
            return list(self._by_case.get(case_id, {}).values())

    def _those(self, match: Callable[[Connection], bool]) -> list[Connection]:
        with self._lock:
            return [one for one in self._by_sid.values() if match(one)]
