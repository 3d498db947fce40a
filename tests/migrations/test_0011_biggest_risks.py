"""The tables of the biggest risks come beside what was there, which stays as it was; going back loses only them."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family at a meeting, with a text of its own."""
    migrated.to("0010")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case", "name": "Anna"})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "anna", "minutes": 60})
    migrated.insert("text", {"id": "old", "case_id": "case", "kind": "section", "words": "Dit stond er al"})
    return migrated


def name_one(migrated: Migrated, place: int) -> None:
    migrated.insert(
        "named_risk",
        {"id": f"n{place}", "round_id": "round", "person_id": "anna", "place": place, "words": "Zorg"},
    )


def test_what_was_there_stays_and_risks_can_be_named(before: Migrated) -> None:
    texts, people = before.rows("text"), before.rows("person")
    before.to("0011")
    assert (before.rows("text"), before.rows("person")) == (texts, people)
    before.insert("risk_round", {"id": "round", "case_id": "case", "meeting_id": "meeting"})
    before.insert("risk_answer", {"round_id": "round", "person_id": "anna", "given_by_id": "anna"})
    name_one(before, 1)
    assert [row["words"] for row in before.rows("named_risk")] == ["Zorg"]
    for impossible in (0, 4):
        with pytest.raises(IntegrityError):
            name_one(before, impossible)


def test_going_back_takes_the_list_and_its_words_along_and_nothing_else(before: Migrated) -> None:
    before.to("0011")
    before.insert("text", {"id": "new", "case_id": "case", "kind": "risk", "words": "Een zorg"})
    before.insert("risk", {"id": "risk", "case_id": "case", "text_id": "new", "added_by_id": "anna"})
    before.to("0010")
    assert not before.has("risk")
    assert [row["id"] for row in before.rows("text")] == ["old"]
