"""Finds out, in every process, which sessions ended in any of them, and closes their lines within a second; so, too,
the pages on which something was read in an emergency that is over.

It asks the database, because what is only told can be missed: a row that was committed late still lies within the
overlap. It also writes down that a phone or screen with an open line lives on.
"""

import logging
import time
from datetime import timedelta

from conference.access import identity, sessions
from conference.core.runtime import Runtime
from realtime.announcer import Announcer
from realtime.connections import Connections

log = logging.getLogger(__name__)
LOOK = 0.3  # seconds between two looks
OVERLAP = timedelta(seconds=10)
#: In how many looks the times of open lines are looked at, and lines are held.
TIMES_IN, HELD_IN = 5, 200


class EndedSessions:
    """Looks in the one thread that calls `run`."""

    def __init__(self, house: Runtime, connections: Connections, announcer: Announcer) -> None:
        self._house, self._connections, self._announcer = house, connections, announcer
        self._looks = 0

    def run(self) -> None:
        """Look until the program ends; a look that fails is followed by the next."""
        while True:
            time.sleep(LOOK)
            try:
                self.look()
            except Exception:
                log.exception("looking for ended sessions failed")

    def look(self) -> None:
        """One look. Nothing is asked while nobody is here."""
        here, at = self._connections.sessions(), self._house.clock()
        if not here:
            return
        self._looks += 1
        with self._house.database.read() as session:
            over = sessions.ended_since(session, at - OVERLAP)
            if self._looks % TIMES_IN == 0:
                over |= sessions.out_of_time(session, here, at)
            reading = self._connections.reading()
            closed = identity.openings_over(session, reading, at) if reading else set()
        for session_id in here & over.keys():
            self._announcer.session_ended(session_id, over[session_id])
        for emergency_id in closed:
            self._announcer.emergency_over(emergency_id, reading[emergency_id])
        if self._looks % HELD_IN == 0:
            with self._house.database.work() as work:
                sessions.hold(work, here, at)
