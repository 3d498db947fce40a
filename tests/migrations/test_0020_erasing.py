"""The log lets go of families: its rows, their numbers and its guards stay."""

import pytest
from sqlalchemy.exc import DBAPIError

from conference.core import schema
from tests.migrations.frame import AT, Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family with two rows in the log, one of them sealed."""
    migrated.to("0019")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region", "title": b"x"})
    row = {"case_id": "case", "actor": "person:a", "deed": "text.write", "thing": "text:t", "outcome": "ok"}
    migrated.insert(
        "log_entry", {**row, "seq": 1, "salt": "zout"}, {**row, "seq": 2}, {**row, "seq": 3, "case_id": None}
    )
    migrated.insert("log_seal", {"id": 1, "count": 1, "root": "r", "head": "h"})
    migrated.insert("log_leaf", {"seq": 1, "seal_id": 1, "place": 0, "hash": "h"})
    return migrated


def refuses(database: Migrated, statement: str) -> None:
    with pytest.raises(DBAPIError), schema.connected(database.url) as line:
        line.exec_driver_sql(statement)


def test_the_rows_of_the_log_stay_and_so_do_its_guards(before: Migrated) -> None:
    rows, leaves = before.rows("log_entry"), before.rows("log_leaf")
    before.to("0020")
    assert (before.rows("log_entry"), before.rows("log_leaf")) == (rows, leaves)
    refuses(before, "UPDATE log_entry SET deed = 'other'")
    refuses(before, "DELETE FROM log_entry WHERE seq = 1")


def test_a_family_can_go_and_the_log_keeps_its_id(before: Migrated) -> None:
    before.to("0020")
    with schema.connected(before.url) as line:
        line.exec_driver_sql("DELETE FROM family_case")
        line.commit()
    assert [row["case_id"] for row in before.rows("log_entry")] == ["case", "case", None]


def test_going_back_puts_an_empty_family_under_rows_that_have_none(before: Migrated) -> None:
    rows = before.rows("log_entry")
    before.to("0020")
    with schema.connected(before.url) as line:
        line.exec_driver_sql("DELETE FROM family_case")
        line.commit()
    before.to("0019")
    assert before.rows("log_entry") == rows
    (family,) = before.rows("family_case")
    assert (family["id"], family["title"], family["opened_on"]) == ("case", b"", AT.date())
    refuses(before, "DELETE FROM log_entry WHERE seq = 1")
    assert not before.has("erasure")
