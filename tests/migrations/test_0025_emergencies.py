"""One table comes beside what was there; what stands apart stays so, and going back loses only that table."""

from tests.migrations.frame import Migrated


def test_nothing_was_opened_before_and_going_back_loses_only_that(migrated: Migrated) -> None:
    migrated.to("0024")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.insert("account", {"id": "noor", "organisation_id": "here", "email": "n@hier.example"})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "noor", "case_id": "case"})
    migrated.insert("shield", {"id": "one", "case_id": "case", "set_by_id": "noor", "category": "safety"})
    there = migrated.rows("shield")
    migrated.to("0025")
    assert migrated.rows("emergency") == []
    migrated.insert(
        "emergency",
        {"id": "first", "profile_id": "region", "account_id": "noor", "category": "safety"},
    )
    (kept,) = migrated.rows("emergency")
    assert [kept[name] for name in ("case_id", "person_id", "officer_id", "agreed", "until", "due_on")] == [
        None
    ] * 6
    migrated.to("0024")
    assert not migrated.has("emergency")
    assert migrated.rows("shield") == there
