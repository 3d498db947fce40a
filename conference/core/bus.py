"""The bus: brings the events of a committed deed to everyone who listens.

One process needs no more than `LocalBus`. For more processes another class takes its place: it sends
`events.to_json` away, and calls its listeners with what the other processes sent too.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from conference.core.events import Event

Listener = Callable[[Sequence[Event]], None]


class Bus(Protocol):
    """What a deed publishes on, and who listens hears, in the order in which it was published."""

    def publish(self, events: Sequence[Event]) -> None:
        """Bring these events to everyone who listens. Called after the commit, before the next deed begins."""

    def subscribe(self, listener: Listener) -> None:
        """Hear every event from now on. A listener returns at once: the deed waits for it."""


class LocalBus:
    """Within one process: listeners are called in the thread of the deed."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def publish(self, events: Sequence[Event]) -> None:
        """Call every listener with these events."""
        for listener in self._listeners:
            listener(events)

    def subscribe(self, listener: Listener) -> None:
        """Hear every event from now on."""
        self._listeners.append(listener)
