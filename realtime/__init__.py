"""The live side: connections, events, and the announcer that tells each viewer only what it may see."""

import threading

from flask import Flask
from flask_socketio import SocketIO

from conference.house import House
from realtime.announcer import Announcer
from realtime.connections import Connections
from realtime.events import Events

MAX_MESSAGE = 65_536


def attach(app: Flask, house: House) -> SocketIO:
    """Put the live side on an application and start its announcer.

    `async_handlers=False`: otherwise one client's events overtake each other. Origins: only our own
    (the library's default); a missing origin still needs the session's token at connect.
    """
    socketio = SocketIO(
        app,
        async_mode=house.settings.socket_mode,
        async_handlers=False,
        manage_session=False,
        max_http_buffer_size=MAX_MESSAGE,
        http_compression=False,
        ping_interval=10,
        ping_timeout=15,
    )
    connections = Connections()
    announcer = Announcer(app, house, socketio, connections)
    house.database.hearers.append(announcer.hear)
    Events(app, house, socketio, connections).register()
    threading.Thread(target=announcer.run, name="announcer", daemon=True).start()
    app.extensions["announcer"] = announcer
    return socketio
