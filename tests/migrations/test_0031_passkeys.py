"""One table comes beside what was there; going back loses only the passkeys."""

from tests.migrations.frame import Migrated


def test_nobody_has_a_passkey_yet_and_going_back_leaves_accounts_as_they_were(migrated: Migrated) -> None:
    migrated.to("0030")
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "hilde", "organisation_id": "here", "email": "h@hier.example"})
    there = migrated.rows("account")
    migrated.to("0031")
    assert migrated.rows("passkey") == []
    migrated.insert("passkey", {"id": "one", "account_id": "hilde", "credential": "x", "public_key": b"x"})
    migrated.to("0030")
    assert not migrated.has("passkey")
    assert migrated.rows("account") == there
