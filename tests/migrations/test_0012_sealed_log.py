"""Rows of the log get a salt each, stay as they were and still only grow; so does what seals them."""

import pytest
from sqlalchemy.exc import DBAPIError

from conference.core import schema
from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """Two rows, one of no family."""
    migrated.to("0011")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    for seq, case in ((1, "case"), (2, None)):
        migrated.insert("log_entry", {"seq": seq, "case_id": case, "actor": "person:a", "deed": "action.add"})
    return migrated


def without_salt(migrated: Migrated) -> list[dict[str, object]]:
    return [{key: value for key, value in row.items() if key != "salt"} for row in migrated.rows("log_entry")]


def test_rows_stay_and_each_has_a_salt(before: Migrated) -> None:
    rows = before.rows("log_entry")
    before.to("0012")
    assert without_salt(before) == rows
    salts = {row["salt"] for row in before.rows("log_entry")}
    assert [len(one) for one in salts] == [32, 32]
    before.to("0011")
    assert before.rows("log_entry") == rows


@pytest.mark.parametrize("revision", ["0012", "0011"])
def test_they_only_grow_before_and_after(before: Migrated, revision: str) -> None:
    before.to("0012")
    before.to(revision)
    for statement in ("UPDATE log_entry SET outcome = 'x'", "DELETE FROM log_entry"):
        with (
            schema.connected(before.url) as connection,
            pytest.raises(DBAPIError, match="the log only grows"),
        ):
            connection.exec_driver_sql(statement)
    assert len(before.rows("log_entry")) == 2


def test_a_row_goes_only_when_it_is_sealed_and_its_term_is_over(before: Migrated) -> None:
    before.to("0012")
    before.insert("log_seal", {"id": 1, "count": 2, "root": "", "head": ""})
    before.insert("log_leaf", *({"seq": seq, "seal_id": 1, "place": seq, "hash": ""} for seq in (1, 2)))

    def remove() -> None:
        with schema.connected(before.url) as connection:
            connection.exec_driver_sql("DELETE FROM log_entry WHERE seq = 2")
            connection.commit()

    with pytest.raises(DBAPIError, match="the log only grows"):
        remove()
    before.insert("log_removal", {"id": 1, "scope": "technical", "bound": before.rows("log_seal")[0]["at"]})
    with pytest.raises(DBAPIError, match="the log only grows"):  # not past the bound
        remove()
    later = before.rows("log_seal")[0]["at"].replace(year=2027)
    before.insert("log_removal", {"id": 2, "scope": "looks", "bound": later})
    with pytest.raises(DBAPIError, match="the log only grows"):  # it is no look
        remove()
    before.insert("log_removal", {"id": 3, "scope": "technical", "bound": later})
    remove()
    assert [row["seq"] for row in before.rows("log_entry")] == [1]
