"""What a database cannot do now is a clear refusal, is not done, and can be done a moment later."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy import text as sql

from conference.core import faults
from conference.core.runtime import Runtime
from models.errors.base import NotNow, StorageFull
from tests.cast import Cast
from tests.lines import Lines
from tests.texts.test_use_cases import Editor


def sqlite_fault(code: int) -> sqlite3.OperationalError:
    fault = sqlite3.OperationalError("made for a test")
    fault.sqlite_errorcode = code
    return fault


class PgFault(Exception):
    """As psycopg makes them."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, StorageFull),
        (sqlite3.SQLITE_READONLY, StorageFull),
        (sqlite3.SQLITE_IOERR_WRITE, StorageFull),
        (sqlite3.SQLITE_CANTOPEN, StorageFull),
        (sqlite3.SQLITE_BUSY, NotNow),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, NotNow),
        (sqlite3.SQLITE_LOCKED, NotNow),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, type(None)),
        (sqlite3.SQLITE_CORRUPT, type(None)),
        (sqlite3.SQLITE_ERROR, type(None)),
    ],
)
def test_what_sqlite_says(code: int, kind: type) -> None:
    assert type(faults.refusal(sqlite_fault(code))) is kind


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", StorageFull),
        ("25006", StorageFull),
        ("57P01", NotNow),
        ("57P03", NotNow),
        ("08006", NotNow),
        ("55P03", NotNow),
        ("40P01", NotNow),
        ("23505", type(None)),
        ("42703", type(None)),
        (None, type(None)),
    ],
)
def test_what_postgresql_says(state: str | None, kind: type) -> None:
    assert type(faults.refusal(PgFault(state))) is kind


def test_a_connection_that_is_gone_has_no_code() -> None:
    assert type(faults.refusal(PgFault(None), lost=True)) is NotNow


@pytest.fixture
def room(house: Runtime) -> Iterator[Callable[[int], None]]:
    """Gives the database so many pages and no more."""
    engine, pages = house.database.engine, [1_000_000]

    def bound(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages[0]}")

    def give(many: int) -> None:
        pages[0] = many
        engine.dispose()  # the bound holds for each connection

    event.listen(engine, "connect", bound)
    yield give
    event.remove(engine, "connect", bound)
    engine.dispose()


def test_a_full_database_refuses_and_takes_it_when_there_is_room(
    cast: Cast, lines: Lines, room: Callable[[int], None]
) -> None:
    house, editor = cast.house, Editor(cast.anna, cast.text_id("explanation"))
    noor, worries = lines("noor"), cast.text_id("worries")
    with house.database.read() as session:
        used = session.execute(sql("PRAGMA page_count")).scalar_one()
    room(used)
    words = "Een lang verhaal. " * 1_000
    with pytest.raises(StorageFull):
        editor.send([[0, words]], 0)
    refused = noor.wish("text:rewrite", text=worries, seen="0", words=words)
    assert refused["code"] == "storage_full"
    assert "Uw woorden staan er nog" in refused["message"]
    assert (cast.words(editor.text), cast.words(worries)) == ("", "")
    room(1_000_000)
    assert editor.send([[0, words]], 0) == 1
    assert noor.wish("text:rewrite", text=worries, seen="0", words=words)["ok"]
    assert cast.words(editor.text) == words


@pytest.mark.postgres
def test_a_server_that_ends_every_connection_is_tried_again(pg_house: Runtime, pg_cast: tuple) -> None:
    cast = Cast(pg_house, pg_cast[1])
    editor = Editor(cast.anna, cast.text_id("explanation"))

    def ended() -> None:
        with pg_house.database.work() as work:
            me = work.session.execute(sql("SELECT pg_backend_pid()")).scalar_one()
            with pg_house.database.engine.connect() as other:
                other.execute(sql("SELECT pg_terminate_backend(:me)"), {"me": me})
            work.session.execute(sql("SELECT 1"))

    with pytest.raises(NotNow):
        ended()
    assert editor.send([[0, "Er weer."]], 0) == 1
