"""Who is here now, from open connections only: a claim in a message never makes anybody present."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AWAY_FOR = timedelta(minutes=10)


class Here(StrEnum):
    """Somebody is here, or was a moment ago (*even weg*), or is not."""

    HERE = "here"
    AWAY = "away"
    NOT = "not"


@dataclass(frozen=True)
class Arrival:
    """One open connection of a person or a screen at a table."""

    meeting_id: str
    person_id: str | None
    device: str


class Presence:
    """The connections of one server process. Thread-safe; empty after a restart, as they then are closed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, Arrival] = {}
        self._left: dict[tuple[str, str], datetime] = {}
        self._doubled: set[tuple[str, str]] = set()

    def arrive(self, connection: str, arrival: Arrival) -> None:
        """A connection opened; `connection` is its id."""
        with self._lock:
            self._open[connection] = arrival

    def leave(self, connection: str, at: datetime) -> None:
        """A connection closed."""
        with self._lock:
            arrival = self._open.pop(connection, None)
            if arrival is not None and arrival.person_id is not None:
                self._left[arrival.meeting_id, arrival.person_id] = at
                self._doubled.discard((arrival.meeting_id, arrival.person_id))

    def of(self, meeting_id: str, person_id: str, at: datetime) -> Here:
        """Whether this person is at this table."""
        with self._lock:
            if any(
                one.meeting_id == meeting_id and one.person_id == person_id for one in self._open.values()
            ):
                return Here.HERE
            left = self._left.get((meeting_id, person_id))
        return Here.AWAY if left is not None and at - left < AWAY_FOR else Here.NOT

    def device(self, meeting_id: str, person_id: str) -> str | None:
        """What they hold: phone or laptop."""
        with self._lock:
            here = [one for one in self._open.values() if one.meeting_id == meeting_id]
        return next((one.device for one in here if one.person_id == person_id), None)

    def doubled(self, meeting_id: str, person_id: str) -> bool:
        """Whether a second device wants the seat of this person, and nobody said yet whose it is."""
        with self._lock:
            return (meeting_id, person_id) in self._doubled

    def double(self, meeting_id: str, person_id: str, is_so: bool) -> None:
        """A second device wants this seat; or that was settled."""
        with self._lock:
            (self._doubled.add if is_so else self._doubled.discard)((meeting_id, person_id))

    def screens(self, meeting_id: str) -> int:
        """How many shared screens are on."""
        with self._lock:
            return sum(one.meeting_id == meeting_id and one.person_id is None for one in self._open.values())
