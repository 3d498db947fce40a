"""A data test for a migration: rows before it, the migration, what became of them; on both kinds of database.

Rows are written into the tables as they were then, never with the models of today. `Migrated(url)` is the database;
`to` brings it to the revision before, `insert` writes rows, `to` goes on, and `rows` reads what became of them. Each
migration has such a test beside this file, named after it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect, select

from conference.core import schema
from models.sealed import Vault

AT = datetime(2026, 5, 12, 11, 30)  # noqa: DTZ001 - as the database keeps a moment
PLAIN: dict[type[Any], Any] = {datetime: AT, date: AT.date(), object: []}  # an object is kept as JSON

Row = Mapping[str, Any]


class Migrated:
    """One database on its way from revision to revision."""

    def __init__(self, url: str, vault: Vault | None = None) -> None:
        self.url, self.vault = url, vault

    def to(self, revision: str) -> None:
        """Bring it to a revision, up or down, and nothing else."""
        if self._is_below(revision):
            schema.upgrade(self.url, revision, self.vault)
        else:
            schema.downgrade(self.url, revision, self.vault)

    def insert(self, table: str, *rows: Row) -> None:
        """Write rows into a table as it is now. What is not named and must hold something gets a plain value."""
        with self._connected() as connection:
            found = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
            for row in rows:
                connection.execute(found.insert(), {**_plain(found), **row})

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table as it is now, by its key."""
        with self._connected() as connection:
            found = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
            order = list(found.primary_key.columns)
            return [dict(row) for row in connection.execute(select(found).order_by(*order)).mappings()]

    def has(self, table: str, column: str | None = None) -> bool:
        """Whether there is such a table, or such a column in it."""
        with self._connected() as connection:
            look = inspect(connection)
            if column is None:
                return look.has_table(table)
            return column in {one["name"] for one in look.get_columns(table)}

    def _is_below(self, revision: str) -> bool:
        with self._connected() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return True
            present = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return present is None or present < revision

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with schema.connected(self.url) as connection:
            yield connection
            connection.commit()


def _plain(table: Table) -> dict[str, Any]:
    """What a column that must be filled holds when a test does not care: nothing, no, 0, a moment."""
    return {
        column.name: _nothing(column.type.python_type)
        for column in table.columns
        if not (column.nullable or column.primary_key or column.server_default)
    }


def _nothing(kind: type[Any]) -> Any:
    return PLAIN[kind] if kind in PLAIN else kind()
