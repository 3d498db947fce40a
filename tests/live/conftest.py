"""The application with its live side, told at once, and lines for each of the cast."""

import pytest
from flask import Flask
from flask_socketio import SocketIO

from conference.house import House
from realtime import attach
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import Signed


@pytest.fixture
def socketio(app: Flask, house: House) -> SocketIO:
    """The socket server of `house`; news is told in the thread of the deed, so that a test can look at once."""
    return attach(app, house, at_once=True)


@pytest.fixture
def lines(app: Flask, socketio: SocketIO, cast: Cast, as_: Signed) -> Lines:
    """Opens lines: `lines("anna")`."""
    return Lines(app, socketio, cast, as_)
