"""The application with its live side, told at once, and lines for each of the cast; or a server with real clients."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_socketio import SocketIO

from conference.core.runtime import Runtime
from realtime import attach
from realtime.announcer import Announcer
from tests.cast import Cast
from tests.lines import Lines
from tests.live.people import People
from tests.live.table import Table, served
from tests.pages import Signed


@pytest.fixture
def socketio(app: Flask, house: Runtime) -> SocketIO:
    """The socket server of `house`; news is told in the thread of the deed, so that a test can look at once."""
    return attach(app, house, at_once=True)


@pytest.fixture
def announcer(app: Flask, socketio: SocketIO) -> Announcer:
    """Who tells the lines what happened: for what no deed begins (`sweep`)."""
    found: Announcer = app.extensions["announcer"]
    return found


@pytest.fixture
def lines(app: Flask, socketio: SocketIO, cast: Cast, as_: Signed) -> Lines:
    """Opens lines: `lines("anna")`."""
    return Lines(app, socketio, cast, as_)


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    """The cast at an open meeting on a running server."""
    with served(tmp_path) as made:
        yield made


@pytest.fixture
def people() -> Iterator[People]:
    """A Node process for the people."""
    with People() as made:
        yield made
