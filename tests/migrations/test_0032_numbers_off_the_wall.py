"""What was shown to everybody stays so; going back shows nothing that somebody kept for a few."""

import pytest

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """Two people of a family, and a number of one of them."""
    migrated.to("0031")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    for name in ("anna", "sam", "noor"):
        migrated.insert("person", {"id": name, "case_id": "case", "name": b""})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "anna", "minutes": 60})
    migrated.insert("safety_round", {"id": "round", "case_id": "case", "meeting_id": "meeting"})
    give(migrated, "anna", score=4)
    return migrated


def give(migrated: Migrated, name: str, **given: object) -> None:
    row = {"round_id": "round", "person_id": name, "given_by_id": name, **given}
    migrated.insert("safety_number", row)


def test_a_number_of_before_is_still_for_everybody(before: Migrated) -> None:
    before.to("0032")
    assert [(row["score"], bool(row["off_screen"])) for row in before.rows("safety_number")] == [(4, False)]


def test_going_back_takes_away_what_was_not_for_everybody(before: Migrated) -> None:
    before.to("0032")
    give(before, "sam", score=2, off_screen=True)
    give(before, "noor", score=None, off_screen=True)
    before.to("0031")
    assert [(row["person_id"], row["score"]) for row in before.rows("safety_number")] == [("anna", 4)]
