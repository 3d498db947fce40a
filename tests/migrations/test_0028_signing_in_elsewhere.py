"""One table comes beside what was there; going back loses only who was linked."""

from tests.migrations.frame import Migrated


def test_nobody_is_linked_yet_and_going_back_leaves_accounts_as_they_were(migrated: Migrated) -> None:
    migrated.to("0027")
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "hilde", "organisation_id": "here", "email": "h@hier.example"})
    there = migrated.rows("account")
    migrated.to("0028")
    assert migrated.rows("linked_login") == []
    migrated.insert("linked_login", {"id": "one", "account_id": "hilde", "issuer": "i", "subject": "s"})
    migrated.to("0027")
    assert not migrated.has("linked_login")
    assert migrated.rows("account") == there
