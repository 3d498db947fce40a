"""Two tables come beside what was there; nobody has a part in an office before somebody gives one."""

from tests.migrations.frame import Migrated


def test_nobody_has_a_part_yet_and_going_back_loses_only_that(migrated: Migrated) -> None:
    migrated.to("0021")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "hilde", "organisation_id": "here", "email": "h@hier.example"})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case"})
    there = migrated.rows("account")
    migrated.to("0022")
    assert migrated.rows("office_seat") == migrated.rows("access_to_data") == []
    migrated.insert(
        "office_seat",
        {"id": "seat", "profile_id": "region", "role": "privacy_officer", "account_id": "hilde"},
    )
    migrated.insert("access_to_data", {"id": "one", "case_id": "case", "person_id": "anna"})
    assert [(one["account_id"], one["organisation_id"]) for one in migrated.rows("office_seat")] == [
        ("hilde", None)
    ]
    migrated.to("0021")
    assert not migrated.has("office_seat")
    assert not migrated.has("access_to_data")
    assert migrated.rows("account") == there
