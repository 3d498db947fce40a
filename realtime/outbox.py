"""The only module that sends anything to a browser, or ends a connection. What it takes are typed messages."""

from flask_socketio import SocketIO

from realtime.connections import Connection
from realtime.messages import TO_BROWSER, ToBrowser, plain

NAMES = {kind: name for name, kind in TO_BROWSER.items()}


class Outbox:
    """Speaks to sockets. Whether somebody may get a message was decided before it comes here."""

    def __init__(self, socketio: SocketIO) -> None:
        self._socketio = socketio

    def send(self, message: ToBrowser, *to: Connection) -> None:
        """Send one message to each of these connections."""
        written = plain(message)
        for connection in to:
            self._socketio.emit(NAMES[type(message)], written, to=connection.sid)

    def end(self, connection: Connection) -> None:
        """Close a connection: nothing more goes to it."""
        self._socketio.server.disconnect(connection.sid)  # type: ignore[attr-defined]
