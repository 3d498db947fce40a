"""A line without a client library: every byte is ours, so that a test can send what no library would."""

import json
from contextlib import suppress
from typing import Any, Self

import websocket

from tests.live.seats import Seat

PATIENCE = 10.0
ENGINE_PING, ENGINE_PONG = "2", "3"
Answer = dict[str, Any]


class RawLine:
    """A WebSocket that speaks Socket.IO by hand. `heard` keeps the events that came."""

    def __init__(self, url: str, seat: Seat) -> None:
        self._socket = websocket.create_connection(
            url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE,
            cookie=seat.cookie,
            suppress_origin=True,
        )
        self._next = 0
        self.heard: list[tuple[str, Any]] = []
        try:
            self._enter(seat)
        except BaseException:
            self._socket.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._socket.shutdown()

    def send(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        if isinstance(frame, bytes):
            self._socket.send_binary(frame)
        else:
            self._socket.send(frame)

    def ask(self, *event: Any) -> Answer:
        """Send an event (its name and what comes with it) and wait for its answer."""
        return self.ask_raw(_written(event))

    def ask_raw(self, written: str) -> Answer:
        """The same with an event as it is written, whether it can be read or not."""
        self._next += 1
        self.send(f"42{self._next}{written}")
        start = f"43{self._next}["
        while not (frame := self._receive()).startswith(start):
            assert frame, "the line was ended"
            self._keep(frame)
        answer: Answer = json.loads(frame[len(start) - 1 :])[0]
        return answer

    def is_closed(self) -> bool:
        """Whether the other side ends the line; waits for it."""
        try:
            while frame := self._receive():
                self._keep(frame)
        except (websocket.WebSocketConnectionClosedException, ConnectionError):
            return True
        except websocket.WebSocketTimeoutException:
            return False
        return True

    def _enter(self, seat: Seat) -> None:
        self._receive()  # the greeting of the engine
        self.send("40" + json.dumps(seat.hello))
        while not (frame := self._receive()).startswith("40{"):
            assert frame.startswith("42"), f"not let in: {frame}"
            self._keep(frame)  # news can overtake the welcome; client libraries keep it until then as well

    def _receive(self) -> str:
        while (frame := self._socket.recv()) == ENGINE_PING:
            self._socket.send(ENGINE_PONG)
        assert isinstance(frame, str)
        return frame

    def _keep(self, frame: str) -> None:
        if frame.startswith("42["):
            name, *given = json.loads(frame[2:])
            self.heard.append((name, given[0] if given else None))


def _written(event: tuple[Any, ...]) -> str:
    """As a browser writes it; only half characters are escaped, they cannot be sent otherwise."""
    for escaped in (False, True):
        written = json.dumps(event, ensure_ascii=escaped, separators=(",", ":"))
        with suppress(UnicodeEncodeError):
            written.encode()
            break
    return written
