"""Two tables come beside what was there; going back loses only what still waited."""

from tests.migrations.frame import Migrated


def test_nothing_waits_yet_and_going_back_leaves_accounts_as_they_were(migrated: Migrated) -> None:
    migrated.to("0028")
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "hilde", "organisation_id": "here", "email": "h@hier.example"})
    there = migrated.rows("account")
    migrated.to("0029")
    assert migrated.rows("mail") == migrated.rows("password_link") == []
    migrated.insert("mail", {"id": "one", "kind": "password", "to": b"x", "state": "waiting", "tries": 0})
    migrated.insert("password_link", {"id": "one", "account_id": "hilde", "token_hash": "t"})
    migrated.to("0028")
    assert not migrated.has("mail")
    assert not migrated.has("password_link")
    assert migrated.rows("account") == there
