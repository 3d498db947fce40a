"""Events wait here for the announcer, so that a deed never waits for those who listen."""

import logging
import queue
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby

from conference.core.events import Event, FactorMoved, LobbyChanged, PresenceChanged, TextChanged
from realtime.announcer import Announcer

log = logging.getLogger(__name__)
SWEEP = 60.0  # seconds between two looks for seats that ended by time
#: A factor that is dragged, and people who come in together: each is told as it stands now.
LOOK_AGAIN = {FactorMoved, LobbyChanged, PresenceChanged}
AFTER_MIDNIGHT = 0.2  # seconds into a new day, so that it is the new day for sure
AT_ONCE = 100  # events that are told together when they piled up


class EventQueue:
    """Takes events from any thread and tells them in order, in the one thread that calls `run`."""

    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer
        self._events: queue.Queue[Event] = queue.Queue()
        self._sweep_at = self._next_sweep()

    def hear(self, events: Sequence[Event]) -> None:
        """Take the events of a committed deed; returns at once."""
        for event in events:
            self._events.put(event)

    def run(self) -> None:
        """Speak until the program ends; one event that fails does not silence the rest."""
        while True:
            try:
                self._step()
            except Exception:
                log.exception("announcing failed")

    def _step(self) -> None:
        now = time.monotonic()
        beat = self._announcer.patience()
        patience = max(0.0, min(SWEEP if beat is None else beat, self._sweep_at - now))
        for kind, together in groupby(self._piled_up(patience), key=type):
            if kind is TextChanged:
                self._announcer.tell_texts([one for one in together if isinstance(one, TextChanged)])
            else:
                # These say only that something is to be looked at: what piled up is looked at once.
                for event in dict.fromkeys(together) if kind in LOOK_AGAIN else together:
                    self._announcer.tell(event)
        self._announcer.beat(time.monotonic())
        if time.monotonic() >= self._sweep_at:
            self._sweep_at = self._next_sweep()
            self._announcer.sweep()

    def _next_sweep(self) -> float:
        """At the latest when a day ends: then last days (*tot en met*) pass, and nothing else tells anybody."""
        return time.monotonic() + min(SWEEP, self._announcer.seconds_left_today() + AFTER_MIDNIGHT)

    def _piled_up(self, patience: float) -> list[Event]:
        """The next event, with what came behind it meanwhile; nothing when none comes in time."""
        found: list[Event] = []
        with suppress(queue.Empty):
            found.append(self._events.get(timeout=patience))
            while len(found) < AT_ONCE:
                found.append(self._events.get_nowait())
        return found
