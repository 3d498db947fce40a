"""All that the fence knows of the inside, in one place: when modules move, this is what has to be told."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

import models
from conference.access import permissions, policy
from conference.app import create_app
from conference.core import schema
from conference.core.runtime import Runtime
from conference.core.runtime import build as _build
from conference.records.commands import COMMANDS, Sender
from models import base
from models.base import Base
from models.enums import OfficeRole
from models.errors.base import Refused
from models.meeting import Meeting
from realtime import attach as _attach
from realtime.messages import FROM_BROWSER, Hello
from tests.cast import BY_ROLE, Cast, Clock
from tests.conftest import settings_for


def house(path: Path, clock: Clock) -> Runtime:
    """A house on a database file, which gets its tables when it is new."""
    url = f"sqlite:///{path}"
    if not path.exists():
        schema.upgrade(url)
    made = _build(settings_for(url))
    made.clock = clock
    return made


def application(of: Runtime) -> Flask:
    """The web application of a house."""
    made = create_app(of)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


def attach(app: Flask, of: Runtime) -> SocketIO:
    """Its live side, told in the thread of the deed."""
    return _attach(app, of, at_once=True)


def tables() -> list[Any]:
    """Every table there is."""
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    return list(Base.metadata.sorted_tables)


@contextmanager
def keys_from(draw: Callable[[], str]) -> Iterator[None]:
    """Every new record gets its id here instead of by chance."""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "new_key", draw)
        yield


# --- the gate


def deeds() -> dict[str, dict[str, str]]:
    """The table of rights: for each deed the cell of each role, in the order of its file."""
    return permissions.load_matrix()


def answer(viewer: Any, deed: str, record: Any) -> str:
    """What the gate says: `yes`, or the code of its refusal."""
    try:
        policy.require(viewer, policy.Permission(deed), record)
    except Refused as refused:
        return refused.code
    return "yes"


def viewers(of: Runtime, cast: Cast) -> dict[str, Any]:
    """How the gate sees each role now: those at the table, the screen, a stranger, and who learns."""
    found = {role: getattr(cast, name).viewer for role, name in BY_ROLE.items() if name != "bas"}
    with of.database.read() as session:
        meeting = session.get_one(Meeting, cast.meeting_id)
        found["screen"] = policy.screen(meeting, "screen")
        found["stranger"] = cast.bas.viewer
        for role, name in (
            ("project_team", "karim"),
            ("steering_group", "femke"),
            ("administrator", "lotte"),
        ):
            account = cast.script.accounts[name]
            found[role] = policy.learner([role], meeting.case.profile, account)
        for role in OfficeRole:
            found[role] = policy.officer([role], meeting.case.profile, cast.script.accounts["bas"])
    return found


def outside(cast: Cast) -> dict[str, Any]:
    """How the gate sees them on the pages of the case, without a meeting."""
    return {role: getattr(cast, name).outside for role, name in BY_ROLE.items() if name != "bas"}


def record(session: Session, table: str, key: Any) -> Any:
    """A record by the name of its table and its id."""
    tables()
    kind = next(one.class_ for one in Base.registry.mappers if one.local_table.name == table)
    return session.get_one(kind, key)


# --- the wire


def messages() -> dict[str, dict[str, Any]]:
    """Every message a browser sends, by its name, as a JSON schema; before those of no table stands who sends them."""
    told = {name: shape.model_json_schema() for name, shape in FROM_BROWSER.items()}
    told["hello"] = Hello.model_json_schema(by_alias=True)
    begins = {Sender.TABLE: "", Sender.LEARNER: "learning/"}
    for (sender, name), one in COMMANDS.items():
        told[begins.get(sender, f"{sender}/") + name] = one.shape.model_json_schema()
    return told
