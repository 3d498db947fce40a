"""A password stays enough until an organisation asks for more; going back loses only the second proof."""

from tests.migrations.frame import Migrated


def test_no_organisation_asks_for_it_yet_and_going_back_leaves_accounts_as_they_were(
    migrated: Migrated,
) -> None:
    migrated.to("0026")
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "hilde", "organisation_id": "here", "email": "h@hier.example"})
    there = migrated.rows("account")
    migrated.to("0027")
    assert [bool(one["second_factor"]) for one in migrated.rows("organisation")] == [False]
    assert migrated.rows("authenticator") == migrated.rows("recovery_code") == []
    migrated.insert("authenticator", {"id": "app", "account_id": "hilde", "secret": b"x", "last_step": 1})
    migrated.insert("recovery_code", {"id": "one", "account_id": "hilde"})
    migrated.insert("session", {"id": "half", "kind": "half", "of_id": "hilde"})
    migrated.insert("session", {"id": "whole", "kind": "account", "of_id": "hilde", "secret_hash": "y"})
    migrated.to("0026")
    assert not migrated.has("authenticator")
    assert not migrated.has("recovery_code")
    assert [one["id"] for one in migrated.rows("session")] == ["whole"]
    assert migrated.rows("account") == there
