"""What lies below Socket.IO: who may open a line at all, how many, and how long one may stay silent.

A line costs a thread of the server from its first byte, long before it says who it is. So it is counted here, before
the library sees it: all lines together stay below the threads that there are, one address on the net has its share, and
a line that does not say what it is within `HELLO_WITHIN` seconds is closed. Who signs in never waits for a line.

It stands on these of the library, and a test fails when one is gone: `server.environ` (the request that opened each
engine line) and `server.eio.sockets` (the engine lines, with `closed`, `upgraded` and `close`).
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from conference.core import net
from conference.core.settings import Settings
from conference.entrance import refuse
from realtime.leaving import Deeds

PATH = "/socket.io"
KEY = "rondom.line"
#: How long a line may take to say what it is; a poor phone line needs some.
HELLO_WITHIN = 10.0
LOOK_EVERY = 1.0
#: Lines that did not say yet what they are: of one address, and all together.
UNGREETED_OF_ADDRESS, UNGREETED = 24, 96


@dataclass(eq=False)
class Line:
    """One request for a line. `of` is the engine line that it goes on with, empty when it opens one.

    `greeted`: it said what it is, and was let in.
    """

    address: str
    of: str
    began: float
    raw: socket.socket | None
    clock: Callable[[], float]
    greeted: bool = False
    running: bool = True


def greet(environ: dict[str, Any]) -> None:
    """This line said what it is, and was let in."""
    line = environ.get(KEY)
    if isinstance(line, Line):
        line.greeted = True


def left(environ: dict[str, Any]) -> None:
    """It said goodbye, or was sent away: from now on it is a line that says nothing."""
    line = environ.get(KEY)
    if isinstance(line, Line):
        line.greeted, line.began = False, line.clock()


class Lines:
    """Stands around the application, and looks at every request for a line."""

    def __init__(
        self,
        app: Any,
        server: Any,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
        deeds: Deeds | None = None,
    ) -> None:
        self._app, self._server, self._settings, self._clock = app, server, settings, clock
        self._deeds = deeds or Deeds()
        self._lock = threading.Lock()
        self._open: set[Line] = set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not str(environ.get("PATH_INFO", "")).startswith(PATH):
            with self._deeds.page():
                answer: Iterable[bytes] = self._app(environ, start_response)
                return answer
        if self._deeds.closed and "sid=" not in str(environ.get("QUERY_STRING", "")):
            return refuse(start_response, HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "1"))
        line = self._taken(environ)
        if line is None:
            return refuse(start_response, HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", "5"))
        environ[KEY] = line
        try:
            # The library answers a line when it is over, and all else whole: it holds its thread no longer.
            answered: Iterable[bytes] = self._app(environ, start_response)
            return answered
        finally:
            with self._lock:
                line.running, line.raw = False, None
                if line.of or self._sid(line) is None:
                    self._open.discard(line)

    def watch(self) -> None:
        """Look for lines that stay silent, as long as the program runs."""
        while True:
            time.sleep(LOOK_EVERY)
            self.look()

    def look(self) -> None:
        """End each line that had its time to say what it is."""
        with self._lock:
            lines = list(self._open)
        for line in lines:
            sid = line.of or self._sid(line)
            if not line.running and sid is None:
                with self._lock:
                    self._open.discard(line)
            elif not self._known(line, sid) and self._clock() - line.began > HELLO_WITHIN:
                self._end(line, sid)

    def close(self) -> bool:
        """Close every line as the library does, with a word to the other side. Returns whether none is left."""
        for engine in list(self._server.eio.sockets.values()):
            engine.close(wait=False)
        with self._lock:
            return not any(line.running for line in self._open)

    def cut(self) -> None:
        """Cut those that do not answer: the other side is gone, or hears nothing."""
        with self._lock:
            left = [line for line in self._open if line.running]
        for line in left:
            _shut(line.raw)

    def _taken(self, environ: dict[str, Any]) -> Line | None:
        """The line, counted; None when there are too many."""
        asked = parse_qs(str(environ.get("QUERY_STRING", "")))
        raw = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
        address, of = net.whose(str(environ.get("REMOTE_ADDR") or "")), asked.get("sid", [""])[0]
        line = Line(address, of, self._clock(), raw, self._clock)
        with self._lock:
            if self._settings.rate_limits and not self._has_room(line):
                return None
            self._open.add(line)
        return line

    def _has_room(self, line: Line) -> bool:
        theirs = [one for one in self._open if one.address == line.address]
        if len(self._open) >= self._settings.lines or len(theirs) >= self._settings.lines_per_address:
            return False
        if line.of:
            return True
        ungreeted = [one for one in self._open if not one.of and not one.greeted]
        of_address = sum(one.address == line.address for one in ungreeted)
        return len(ungreeted) < UNGREETED and of_address < UNGREETED_OF_ADDRESS

    def _sid(self, line: Line) -> str | None:
        """The engine line that this request opened, while it lives."""
        opened = list(self._server.environ.items())
        return next((sid for sid, environ in opened if environ.get(KEY) is line), None)

    def _known(self, line: Line, sid: str | None) -> bool:
        """Whether it said what it is. A request that goes on with a line is known with it; one that would make a
        WebSocket of it has to have done so."""
        if not line.of:
            return line.greeted
        first = self._server.environ.get(line.of, {}).get(KEY)
        engine = self._server.eio.sockets.get(line.of)
        if not isinstance(first, Line) or engine is None:
            return False
        return first.greeted and not getattr(engine, "upgrading", False)

    def _end(self, line: Line, sid: str | None) -> None:
        """Close it on all sides. A thread that waits for what never comes wakes when its socket is shut."""
        engine = self._server.eio.sockets.get(sid) if sid else None
        if engine is not None and not line.of:
            engine.close(wait=False, abort=True)
        _shut(line.raw)


def _shut(raw: socket.socket | None) -> None:
    if raw is not None:
        with contextlib.suppress(OSError):
            raw.shutdown(socket.SHUT_RDWR)
