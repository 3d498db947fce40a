"""What was changed in a case and in the learning layer comes into one history, and every value stays what it was."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.migrations.frame import AT, Migrated

WORDS = 'Zij zei: "niet zo" \\ 😀\nen een nieuwe regel'


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A house in which a person changed an agreement and an account changed a card."""
    migrated.to("0009")
    migrated.insert("organisation", {"id": "org", "name": "Wijkteam"})
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("account", {"id": "karim", "organisation_id": "org", "email": "k@werk.example"})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "anna", "case_id": "case", "name": "Anna"})
    migrated.insert(
        "field_change",
        {"id": "one", "thing": "action:a", "field": "owner", "before": "", "after": "anna", "by_id": "anna"},
        {
            "id": "two",
            "thing": "decision:d",
            "field": "stand",
            "before": {},
            "after": {"person": "anna", "words": WORDS},
            "by_id": "anna",
        },
    )
    migrated.insert(
        "learning_change",
        {"id": "six", "thing": "card:c", "field": "words", "before": WORDS, "after": "", "by_id": "karim"},
        {"id": "ten", "thing": "cycle:l", "field": "meaning", "before": "", "after": "12", "by_id": "karim"},
    )
    return migrated


def test_every_value_is_in_one_history_with_who_wrote_it(before: Migrated) -> None:
    before.to("0010")
    assert not before.has("learning_change")
    kept = {row.pop("id"): row for row in before.rows("field_change")}
    assert kept.keys() == {"one", "two", "six", "ten"}
    assert kept["one"] == {
        "thing": "action:a",
        "field": "owner",
        "before": "",
        "after": "anna",
        "at": AT,
        "by_id": "anna",
        "account_by_id": None,
    }
    assert (kept["two"]["before"], kept["two"]["after"]["words"]) == ({}, WORDS)
    assert kept["six"] == {
        "thing": "card:c",
        "field": "words",
        "before": WORDS,
        "after": "",
        "at": AT,
        "by_id": None,
        "account_by_id": "karim",
    }
    assert kept["ten"]["after"] == "12", "words that look like a number stay words"


@pytest.mark.parametrize("by", [{}, {"by_id": "anna", "account_by_id": "karim"}])
def test_a_change_is_of_a_person_or_of_an_account(before: Migrated, by: dict[str, str]) -> None:
    before.to("0010")
    wrong = {"id": "bad", "thing": "card:c", "field": "words", "before": "", "after": "", **by}
    with pytest.raises(IntegrityError, match="by_one"):
        before.insert("field_change", wrong)


def test_a_reflection_loses_only_the_column_that_was_never_filled(before: Migrated) -> None:
    before.insert("reflection", {"id": "r", "person_id": "anna", "case_id": "case"})
    (was,) = before.rows("reflection")
    before.to("0010")
    (now,) = before.rows("reflection")
    del was["withdrawn_at"]
    assert now == was


def test_back_again_each_table_has_its_own(before: Migrated) -> None:
    was = before.rows("field_change"), before.rows("learning_change")
    before.to("0010")
    before.to("0009")
    assert (before.rows("field_change"), before.rows("learning_change")) == was
