"""All that the fence knows of the inside, in one place: when modules move, this is what has to be told."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

import models
from conference import migrating
from conference.app import create_app
from conference.house import House
from conference.house import build as _build
from models.base import Base
from realtime import attach as _attach
from tests.cast import Clock
from tests.conftest import settings_for


def house(path: Path, clock: Clock) -> House:
    """A house on a database file, which gets its tables when it is new."""
    url = f"sqlite:///{path}"
    if not path.exists():
        migrating.upgrade(url)
    made = _build(settings_for(url))
    made.clock = clock
    return made


def application(of: House) -> Flask:
    """The web application of a house."""
    made = create_app(of)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


def attach(app: Flask, of: House) -> SocketIO:
    """Its live side, told in the thread of the deed."""
    return _attach(app, of, at_once=True)


def tables() -> list[Any]:
    """Every table there is."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    return list(Base.metadata.sorted_tables)


def keys() -> Iterator[Any]:
    """The columns that get a random id."""
    for table in tables():
        column = table.columns.get("id")
        if column is not None and column.default is not None:
            yield column
