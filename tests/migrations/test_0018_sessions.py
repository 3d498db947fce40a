"""Sessions become rows: accounts, phones and screens stay, and nothing that proved one of them."""

import pytest

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """An account, a phone on a seat and a screen, each with what its cookie was checked against."""
    migrated.to("0017")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case"})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "anna", "minutes": 60})
    migrated.insert("organisation", {"id": "org", "name": "Wijkteam"})
    migrated.insert("account", {"id": "acc", "organisation_id": "org", "email": "a@b", "session_key": "old"})
    migrated.insert(
        "guest",
        {"id": "guest", "meeting_id": "meeting", "person_id": "anna", "token_hash": "h1"},
        {"id": "other", "meeting_id": "meeting", "person_id": "anna", "token_hash": "h2"},
    )
    migrated.insert("screen", {"id": "screen", "meeting_id": "meeting", "token_hash": "h3"})
    return migrated


def without(rows: list[dict[str, object]], column: str) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name != column} for row in rows]


def test_everything_stays_but_what_proved_it(before: Migrated) -> None:
    gone = {"account": "session_key", "guest": "token_hash", "screen": "token_hash"}
    then = {table: without(before.rows(table), column) for table, column in gone.items()}
    before.to("0018")
    assert {table: before.rows(table) for table in gone} == then
    assert before.rows("session") == []


def test_going_back_gives_each_row_a_proof_of_its_own_that_no_cookie_holds(before: Migrated) -> None:
    before.to("0018")
    before.insert("session", {"id": "s", "kind": "account", "of_id": "acc", "secret_hash": "x"})
    before.to("0017")
    assert not before.has("session")
    assert [row["token_hash"] for row in before.rows("guest")] == ["guest", "other"]
    assert [row["session_key"] for row in before.rows("account")] == ["acc"]
    assert [row["token_hash"] for row in before.rows("screen")] == [None]
