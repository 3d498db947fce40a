"""Words get owners: nothing that was written changes, and what took a statement back is found under its new name."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A statement that Anna took back, with the change that wrote its words; and a goal with a field of that name."""
    migrated.to("0014")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case", "name": "Anna"})
    migrated.insert("text", {"id": "text", "case_id": "case", "kind": "statement", "words": "De bel ging."})
    migrated.insert(
        "change", {"text_id": "text", "version": 1, "author_id": "anna", "changes": [[0, "De bel ging."]]}
    )
    migrated.insert(
        "field_change",
        {"id": "a", "thing": "statement:s", "field": "withdrawn", "after": "Dubbel", "by_id": "anna"},
        {"id": "b", "thing": "statement:s", "field": "kind", "after": "fact", "by_id": "anna"},
        {"id": "c", "thing": "goal:g", "field": "withdrawn", "after": "x", "by_id": "anna"},
    )
    return migrated


def propose(migrated: Migrated, key: str, state: str) -> None:
    migrated.insert(
        "proposal",
        {
            "id": key,
            "case_id": "case",
            "text_id": "text",
            "words": "De bel ging niet.",
            "by_id": "anna",
            "state": state,
        },
    )


def test_what_was_there_stays_and_words_can_be_proposed(before: Migrated) -> None:
    texts = before.rows("text")
    before.to("0015")
    assert before.rows("text") == texts
    assert [(row["version"], row["proposed_by_id"]) for row in before.rows("change")] == [(1, None)]
    kept = {row["id"]: (row["field"], row["after"], row["why"]) for row in before.rows("field_change")}
    assert kept == {"a": ("removed", "Dubbel", ""), "b": ("kind", "fact", ""), "c": ("withdrawn", "x", "")}
    for key, state in (("1", "open"), ("2", "declined"), ("3", "declined")):
        propose(before, key, state)
    with pytest.raises(IntegrityError):
        propose(before, "4", "open")


def test_going_back_loses_proposals_and_nothing_else(before: Migrated) -> None:
    there = {table: before.rows(table) for table in ("text", "change", "field_change")}
    before.to("0015")
    propose(before, "1", "open")
    before.to("0014")
    assert not before.has("proposal")
    assert {table: before.rows(table) for table in there} == there
