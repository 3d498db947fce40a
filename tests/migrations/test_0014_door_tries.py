"""Tries at a link move to a count by letters; the links stay, and none is locked any more."""

import pytest

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A link that was locked by five wrong codes."""
    migrated.to("0013")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case", "name": "Anna"})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "anna", "minutes": 60})
    migrated.insert(
        "invitation",
        {"id": "link", "meeting_id": "meeting", "person_id": "anna", "token_hash": "a" * 64, "tries": 5},
    )
    return migrated


def test_links_stay_and_are_counted_by_their_letters(before: Migrated) -> None:
    before.to("0014")
    (link,) = before.rows("invitation")
    assert (link["id"], link["token_hash"]) == ("link", "a" * 64)
    assert "tries" not in link
    before.insert("door_try", {"letters": "b" * 64, "tried": 1})
    assert [row["tried"] for row in before.rows("door_try")] == [1]


def test_going_back_counts_from_nothing(before: Migrated) -> None:
    before.to("0014")
    before.to("0013")
    assert not before.has("door_try")
    assert [(row["id"], row["tries"]) for row in before.rows("invitation")] == [("link", 0)]
