"""Shields that were there stay shut for the same people; what people do with them comes beside."""

import pytest

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family with something that is for Noor only."""
    migrated.to("0018")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "noor", "case_id": "case", "name": b"Noor"})
    migrated.insert(
        "shield", {"id": "shield", "case_id": "case", "reason": b"Zij kiest zelf.", "set_by_id": "noor"}
    )
    migrated.insert("shield_audience", {"shield_id": "shield", "person_id": "noor"})
    migrated.insert("text", {"id": "text", "case_id": "case", "shield_id": "shield", "words": b"Geheim"})
    return migrated


def test_a_shield_that_was_there_stays_shut(before: Migrated) -> None:
    audience, texts = before.rows("shield_audience"), before.rows("text")
    before.to("0019")
    assert (before.rows("shield_audience"), before.rows("text")) == (audience, texts)
    (shield,) = before.rows("shield")
    assert (shield["reason"], shield["protects_id"], shield["lifted_at"]) == (b"Zij kiest zelf.", None, None)
    assert not shield["provisional"]
    before.insert(
        "shield_ask", {"id": "ask", "shield_id": "shield", "deed": "lift", "by_id": "noor", "person_id": None}
    )
    before.insert("told_code", {"id": "code", "case_id": "case", "person_id": "noor", "made_by_id": "noor"})


def test_going_back_opens_nothing(before: Migrated) -> None:
    audience = before.rows("shield_audience")
    before.to("0019")
    before.to("0018")
    assert before.rows("shield_audience") == audience
    assert not before.has("told_code")
    assert not before.has("shield", "protects_id")
