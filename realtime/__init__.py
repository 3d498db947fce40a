"""The live side: connections, events, and the announcer that tells each viewer only what it may see."""

import logging
import socket
import threading
from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from conference.core.bus import Listener
from conference.core.events import Event
from conference.core.runtime import Runtime
from conference.entrance import Entrance
from realtime import messages
from realtime.announcer import Announcer
from realtime.connections import Connections
from realtime.ended import EndedSessions
from realtime.event_queue import EventQueue
from realtime.handlers import Handlers
from realtime.known import Known
from realtime.leaving import Deeds, Leaving
from realtime.namespace import Guarded, broken_connection
from realtime.outbox import Outbox
from realtime.packets import StrictPacket
from realtime.second import SecondLines
from realtime.transport import Lines

#: Larger than any change that is taken, so that a paste that is too large gets an answer instead of a dead connection.
MAX_MESSAGE = 1_000_000
#: Seconds between two signs of life. A page that hears none for half as long again says *niet verbonden* (`wire.ts`):
#: within five seconds, also to somebody who only reads.
PING_EVERY = 3
#: Seconds without an answer to one before a line is closed; both together stay below the 45 in which it is noticed.
GIVE_UP_AFTER = 22
#: Seconds that a first line on a seat has to say whether it knows the second one.
ANSWERS_WITHIN = 2.5


def attach(app: Flask, house: Runtime, *, at_once: bool = False) -> SocketIO:
    """Put the live side on an application.

    `async_handlers=False`: otherwise one client's events overtake each other. Origins: only our own
    (the library's default); a missing origin still needs the session's token at connect.
    `at_once` tells events in the thread of the deed (for tests); otherwise a thread of its own does.
    """
    socketio = SocketIO(
        app,
        async_mode=house.settings.socket_mode,
        async_handlers=False,
        manage_session=False,
        serializer=StrictPacket,  # type: ignore[call-arg]
        max_http_buffer_size=MAX_MESSAGE,
        http_compression=False,
        ping_interval=PING_EVERY,
        ping_timeout=GIVE_UP_AFTER,
    )
    deeds = Deeds()
    lines = Lines(_SmallAndAtOnce(app.wsgi_app), socketio.server, house.settings, deeds=deeds)  # type: ignore[attr-defined]
    app.wsgi_app = Entrance(lines, house.settings)  # type: ignore[method-assign]
    _keep_frames_out_of_the_log()
    connections, outbox, known = Connections(house), Outbox(socketio), Known()
    second = None if at_once else SecondLines(ANSWERS_WITHIN)
    socketio.on_namespace(Guarded(Handlers(app, house, connections, outbox, second, known), deeds))
    socketio.on_error_default(broken_connection)
    announcer = app.extensions["announcer"] = Announcer(app, house, connections, outbox, known)
    app.extensions["leaving"] = Leaving(
        deeds,
        tell=lambda: outbox.send(messages.Leaving(), *connections.all()),
        close=lines.close,
        cut=lines.cut,
        settle=house.looks.settle,
    )
    house.database.bus.subscribe(_at_once(announcer) if at_once else _in_background(announcer))
    if not at_once:
        threading.Thread(target=lines.watch, name="lines", daemon=True).start()
        ended = EndedSessions(house, connections, announcer)
        threading.Thread(target=ended.run, name="ended sessions", daemon=True).start()
    return socketio


def _keep_frames_out_of_the_log() -> None:
    """The libraries write a frame they cannot read into the log, with the words of people in it. Our own faults
    are caught in `realtime.handlers` and logged there."""
    for name in ("engineio.server", "socketio.server"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _in_background(announcer: Announcer) -> Listener:
    events = EventQueue(announcer)
    threading.Thread(target=events.run, name="announcer", daemon=True).start()
    return events.hear


def _at_once(announcer: Announcer) -> Listener:
    def hear(events: Sequence[Event]) -> None:
        for event in events:
            announcer.tell(event)
        announcer.beat()

    return hear


class _SmallAndAtOnce:
    """How WebSocket frames travel: each at once, and not compressed.

    Without TCP_NODELAY the second of two small frames (an answer and what follows it) waits some 40 ms until the
    browser has confirmed the first. Compression doubles the work and the memory of each connection.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        raw = environ.get("werkzeug.socket")  # gunicorn does this itself
        if raw is not None:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._app(environ, start_response)
