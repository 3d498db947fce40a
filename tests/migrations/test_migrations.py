"""The revisions make what the models describe, can be taken back, and keep the log as it is."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, PrimaryKeyConstraint, UniqueConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from conference.cli import main
from conference.core import schema
from conference.core.database import open_engine
from conference.core.runtime import Runtime
from models.base import Base
from tests import cast as players
from tests.cast import Cast, Script
from tests.conftest import MakeHouse
from tests.migrations.conftest import BOTH


@pytest.fixture(params=BOTH)
def house(request: pytest.FixtureRequest) -> Runtime:
    """The house of the cast, on both kinds of database."""
    found: Runtime = request.getfixturevalue("sqlite_house" if request.param == "sqlite" else "pg_house")
    return found


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def names(engine: Engine) -> set[str | None]:
    """The names of all constraints and indexes in a database."""
    found: set[str | None] = set()
    look = inspect(engine)
    for table in tables(engine):
        found.add(look.get_pk_constraint(table)["name"])
        for kind in (look.get_foreign_keys, look.get_unique_constraints, look.get_check_constraints):
            found |= {constraint["name"] for constraint in kind(table)}
        unique = {constraint["name"] for constraint in look.get_unique_constraints(table)}
        found |= {index["name"] for index in look.get_indexes(table)} - unique
    return found


def test_the_newest_revision_is_what_the_models_describe(url: str) -> None:
    schema.upgrade(url)
    assert schema.differences(url) == []
    assert schema.is_newest(url)


def test_what_lacks_is_noticed(url: str, engine: Engine) -> None:
    """The comparison is worth something: a lost column and a lost table are found."""
    schema.upgrade(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE screen"))
        connection.execute(text("ALTER TABLE hand DROP COLUMN called_at"))
    assert {difference[0] for difference in schema.differences(url)} >= {"add_table", "add_column"}


def test_every_constraint_has_the_name_by_which_a_later_revision_finds_it(url: str, engine: Engine) -> None:
    schema.upgrade(url)
    described: set[str | None] = set()
    for table in Base.metadata.tables.values():
        described |= {str(constraint.name) for constraint in table.constraints}
        described |= {str(index.name) for index in table.indexes}
    assert names(engine) == described


def test_records_are_found_by_what_they_belong_to_without_reading_the_whole_table() -> None:
    """Each reference leads an index, but who did something: nothing is looked up by that."""
    for table in Base.metadata.tables.values():
        leads = {next(iter(index.columns)).name for index in table.indexes}
        leads |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint)
        }
        references = {column.name for column in table.columns if column.foreign_keys}
        lost = {name for name in references - leads if name.split("_")[-2:][0] not in ("by", "author")}
        assert not lost, f"{table.name}: {lost}"


def test_up_down_and_up_again(url: str, engine: Engine, make_house: MakeHouse) -> None:
    """With people in it: what points in circles can be dropped, and the house can be lived in again."""
    schema.upgrade(url)
    house = make_house(url)
    players.make(house)
    engine.dispose()
    schema.downgrade(url, vault=house.database.vault)
    assert tables(engine) == set()
    assert not schema.is_newest(url)
    schema.upgrade(url)
    assert schema.differences(url) == []
    script = players.make(make_house(url))
    assert Cast(make_house(url), script).meeting.state == "open"


def test_migrating_twice_changes_nothing(house: Runtime, cast: Cast) -> None:
    text_id = cast.text_id()
    schema.upgrade(house.settings.database_url)
    assert cast.text_id() == text_id


def test_a_database_of_another_version_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Such as one at one of the steps before the first release, of which only the last is known."""
    url = f"sqlite:///{tmp_path}/old.sqlite"
    schema.upgrade(url)
    made = open_engine(url)
    with made.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    made.dispose()
    with pytest.raises(schema.UnknownRevision, match=r"revision 0004.*up to revision 0009"):
        schema.upgrade(url)
    assert not schema.is_newest(url)
    monkeypatch.setenv("RONDOM_DATABASE_URL", url)
    monkeypatch.setenv("RONDOM_SECRET_KEY", "only for tests")
    assert main(["migrate"]) == 1
    assert "0004" in capsys.readouterr().err


def test_a_revision_that_fails_leaves_nothing_half(url: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE guest (id INTEGER)"))
    with pytest.raises(DBAPIError):
        schema.upgrade(url)
    assert tables(engine) == {"guest"}


def test_alembic_itself_finds_the_database_of_the_settings(
    sqlite_cast: tuple[Path, Script], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copy(sqlite_cast[0], tmp_path / "own.sqlite")
    monkeypatch.setenv("RONDOM_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("RONDOM_SECRET_KEY", "only for tests")
    settings = schema.config()
    settings.stdout = StringIO()
    command.current(settings)
    assert settings.stdout.getvalue().endswith("(head)\n")


def test_a_sqlite_file_that_points_to_nothing_is_not_passed_off_as_good(sqlite_house: Runtime) -> None:
    url = sqlite_house.settings.database_url
    with sqlite_house.database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("DELETE FROM organisation")
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="do not exist"):
        schema.upgrade(url)


# --- the log only grows


def refused(house: Runtime, deed: str) -> None:
    """The log stands as it was after somebody tried."""
    with house.database.engine.connect() as connection:
        before = connection.execute(text("SELECT * FROM log_entry ORDER BY seq")).all()
    with pytest.raises(DBAPIError, match="the log only grows"), house.database.engine.begin() as connection:
        connection.execute(text(deed))
    with house.database.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM log_entry ORDER BY seq")).all() == before != []


@pytest.mark.parametrize("deed", ["UPDATE log_entry SET outcome = 'nothing'", "DELETE FROM log_entry"])
def test_the_log_cannot_be_changed_or_emptied(house: Runtime, deed: str) -> None:
    refused(house, deed)


@pytest.mark.postgres
def test_the_log_cannot_be_emptied_at_one_stroke(pg_house: Runtime) -> None:
    refused(pg_house, "TRUNCATE log_entry")


def test_replacing_an_entry_of_the_log_is_refused_too(sqlite_house: Runtime) -> None:
    """SQLite's REPLACE deletes an entry without asking the trigger of deleting."""
    refused(
        sqlite_house,
        "REPLACE INTO log_entry SELECT seq, case_id, at, 'x', deed, thing, outcome, salt FROM log_entry",
    )


def test_the_log_still_takes_entries(house: Runtime, cast: Cast) -> None:
    with house.database.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM log_entry")).scalar_one()
    cast.add_action()
    with house.database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM log_entry")).scalar_one() > before


# --- what the database refuses whatever the program does


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE person SET age = 121",
        "UPDATE meeting SET minutes = 4",
        "UPDATE part SET minutes = 0",
        "UPDATE meeting SET chair_id = 'nobody'",
        "UPDATE family_case SET fixed_face_id = 'nobody'",
        "UPDATE text SET words = NULL",
    ],
)
def test_constraints_hold_on_both_databases(house: Runtime, broken: str) -> None:
    with pytest.raises(DBAPIError), house.database.engine.begin() as connection:
        connection.execute(text(broken))
