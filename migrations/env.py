"""How Alembic reaches the database: over the connection it is handed, else over that of the settings."""

from typing import Any

from alembic import context
from sqlalchemy import Connection

import models.actions
import models.analysis
import models.deeds
import models.door
import models.emergencies
import models.erasures
import models.gathering
import models.learning
import models.log
import models.meeting
import models.reflections
import models.reports
import models.safety
import models.sessions
import models.texts  # noqa: F401 - each of these puts its tables into the metadata
from conference.core.schema import connected
from conference.core.settings import Settings
from models.base import Base, Utc


def render_item(kind: str, thing: Any, _autogen: Any) -> str | bool:
    """Write our own moment down as what the database keeps, so that an old revision needs no code of today."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, Utc) else False


def run(connection: Connection) -> None:
    """Migrate over this connection, all or nothing on both databases."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed: Connection | None = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    with connected(Settings.from_environment().database_url) as opened:
        run(opened)
