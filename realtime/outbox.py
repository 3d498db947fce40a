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
        """Send one message to each of these connections; it is written out once for all of them."""
        if to:  # to nobody, the library would take for to everybody
            sids = [one.sid for one in to]
            # It takes several (python-socketio says so of `to`); what it says of its types speaks of one.
            self._socketio.emit(NAMES[type(message)], plain(message), to=sids)  # type: ignore[arg-type]

    def end(self, connection: Connection) -> None:
        """Close a connection: nothing more goes to it."""
        self._socketio.server.disconnect(connection.sid)  # type: ignore[attr-defined]
