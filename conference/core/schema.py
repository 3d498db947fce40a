"""The shape of the database: bring it to the newest revision, or say how it differs from the models."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Connection

from conference.core.database import open_engine
from conference.core.settings import ROOT
from models.base import Base
from models.sealed import Vault


class UnknownRevision(Exception):
    """The database stands at a revision that is none of ours; the message says what to do."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database was made by another version of Rondom: this one does not know its revision {revision}. "
            "Made by a newer version: run that one. Made before the first release: first run `migrate` of the "
            "version that made it, up to revision 0009, or begin with an empty database (RONDOM_DATABASE_URL)."
        )


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection for changing tables, closed afterwards.

    SQLite changes a table by copying it; with foreign keys on, dropping the old copy would drop what points to
    it. They can only be switched outside a transaction, so this goes past SQLAlchemy. It is checked at the end.
    """
    engine = open_engine(url)
    try:
        with engine.connect().execution_options(write=True) as connection:
            if connection.dialect.name == "sqlite":
                _driver(connection).execute("PRAGMA foreign_keys=OFF")
            yield connection
            if (
                connection.dialect.name == "sqlite"
                and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            ):
                raise RuntimeError("the migrated database points to rows that do not exist")
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head", vault: Vault | None = None) -> None:
    """Bring the database to a revision, by default the newest. Raises UnknownRevision.

    `vault` holds the keys of its words; only a database with nothing in it goes without.
    """
    _run(url, command.upgrade, revision, vault)


def downgrade(url: str, revision: str = "base", vault: Vault | None = None) -> None:
    """Bring the database back to an earlier revision; `base` removes every table and all that is in them."""
    _run(url, command.downgrade, revision, vault)


def leave_no_copy(url: str) -> None:
    """Overwrite what was changed or removed also where a database keeps it: in free pages and in the log of writing."""
    engine = open_engine(url)
    try:
        if engine.dialect.name != "sqlite":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM FULL")
            return
        with engine.connect() as connection:
            raw = _driver(connection)
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def is_newest(url: str) -> bool:
    """Whether the database stands at the newest revision."""
    with connected(url) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory.from_config(config()).get_current_head()


def _differs(_: Any, __: Any, column: Any, there: str | None, ___: Any, wanted: str | None) -> bool | None:
    """Whether a default of the database is another one; None leaves it to Alembic. PostgreSQL compares no JSON."""
    if not isinstance(column.type, JSON):
        return None
    return (there or "").partition("::")[0].strip("'") != (wanted or "").strip("'")


def differences(url: str) -> list[Any]:
    """What a database made by the revisions lacks or has too much, compared with the models; empty is right."""
    with connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": _differs})
        return list(compare_metadata(context, Base.metadata))


def differences_of_head() -> list[Any]:
    """The same for a new database in which every revision is carried out."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/new.sqlite"
        upgrade(url)
        return differences(url)


def _run(url: str, change: Any, revision: str, vault: Vault | None) -> None:
    with connected(url) as connection:
        settings = config()
        settings.attributes["connection"] = connection
        settings.attributes["vault"] = vault
        _require_known(connection)
        change(settings, revision)
        connection.commit()


def _require_known(connection: Connection) -> None:
    """Ask before Alembic does: its own words say that something cannot be located, and not what to do."""
    present = MigrationContext.configure(connection).get_current_revision()
    known = {one.revision for one in ScriptDirectory.from_config(config()).walk_revisions()}
    if present is not None and present not in known:
        raise UnknownRevision(present)


def config() -> Config:
    """How Alembic is set up here."""
    return Config(ROOT / "alembic.ini")


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
