"""Where Socket.IO hands over what came in: connections that open and close, and events."""

import logging
import secrets
from typing import Any

from flask import request
from flask_socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as ConnectionNotTaken

from models.errors.base import Refused, Updating
from realtime import transport
from realtime.handlers import TYPING, Handlers
from realtime.leaving import Deeds
from realtime.messages import plain

log = logging.getLogger(__name__)
#: Names the library gives to a connection itself; a client may send an event of the same name.
RESERVED = frozenset({"connect", "disconnect", "*", "connect_error"})


class Guarded(Namespace):
    """The one namespace. An event that a client *named* connect or disconnect is an event nobody knows."""

    server: Any
    namespace: str

    def __init__(self, handlers: Handlers, deeds: Deeds) -> None:
        super().__init__("/")
        self._handlers, self._deeds = handlers, deeds

    def trigger_event(self, event: Any, sid: str, *data: Any) -> Any:
        """Bring what came to `on_connect`, `on_disconnect` or `on_event`."""
        if self._opens(event, sid, data) or self._closes(event, sid):
            return super().trigger_event(event, sid, *data)
        if not self._deeds.begin():
            return super().trigger_event("turned_away", sid)
        try:
            return self._heard(event, sid, *data)
        finally:
            self._deeds.done()

    def _heard(self, event: Any, sid: str, *data: Any) -> Any:
        if not isinstance(event, str) or event in RESERVED:
            return super().trigger_event("event", sid, "unknown")
        if event in TYPING and data and (answer := self._handlers.typed(sid, event, data[0])) is not None:
            return plain(answer)
        return super().trigger_event("event", sid, event, *data)

    def on_connect(self, hello: Any) -> None:
        """A browser wants a connection; a refusal tells it the code."""
        if self._deeds.closed:
            raise ConnectionNotTaken(Updating.code)
        try:
            self._handlers.connect(_sid(), hello)
        except Refused as refused:
            raise ConnectionNotTaken(refused.code) from refused
        transport.greet(request.environ)

    def on_disconnect(self, reason: str = "") -> None:
        """A connection closed, on either side."""
        transport.left(request.environ)
        self._handlers.disconnect(_sid(), quietly=self._deeds.closed)

    def on_turned_away(self) -> Any:
        """An event that came when nothing new begins any more; nothing of it was read."""
        return plain(self._handlers.turned_away())

    def on_event(self, name: str, *data: Any) -> Any:
        """Everything else, with the answer that goes back."""
        return plain(self._handlers.event(_sid(), name, *data))

    def _opens(self, event: Any, sid: str, data: tuple[Any, ...]) -> bool:
        """A real opening comes with the environment of the request itself; what a client sends is a copy from JSON."""
        return bool(event == "connect" and data and data[0] is self.server.get_environ(sid, self.namespace))

    def _closes(self, event: Any, sid: str) -> bool:
        """A real closing is told when the connection does not count any more; a client's event needs one that does."""
        return bool(event == "disconnect" and not self.server.manager.is_connected(sid, self.namespace))


def broken_connection(fault: BaseException) -> bool:
    """A fault of ours while a connection opened or closed: said in the log, and no connection is opened."""
    log.error("broken %s at a connection", secrets.token_hex(4), exc_info=fault)
    return False


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
