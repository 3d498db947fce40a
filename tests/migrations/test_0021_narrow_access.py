"""Everybody keeps what they had, everything and without an end; going back opens no door that was closed since."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from tests.migrations.frame import AT, Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family with a mother, and two professionals who sign in."""
    migrated.to("0020")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("organisation", {"id": "work", "name": "Werk"})
    for key in ("lotte", "karim"):
        migrated.insert(
            "account",
            {"id": key, "organisation_id": "work", "email": key, "session_key": key, "language": "nl"},
        )
    migrated.insert("person", {"id": "anna", "case_id": "case"})
    for key in ("lotte", "karim"):
        migrated.insert("person", {"id": f"p-{key}", "case_id": "case", "account_id": key})
    return migrated


def test_who_was_there_sees_what_they_saw_and_without_an_end(before: Migrated) -> None:
    was = before.rows("person")
    before.to("0021")
    for old, new in zip(was, before.rows("person"), strict=True):
        assert {name: new[name] for name in old} == old
        assert (new["sees"], new["sees_parts"], new["until"]) == ("everything", [], None)
        assert (new["purpose"], new["supports_id"], new["left_at"]) == (b"", None, None)


def test_nobody_stands_beside_themselves(before: Migrated) -> None:
    before.to("0021")
    with pytest.raises(IntegrityError):
        before.insert("person", {"id": "nadia", "case_id": "case", "supports_id": "nadia"})


def test_going_back_opens_no_door(before: Migrated) -> None:
    before.to("0021")
    before.insert("account", {"id": "petra", "organisation_id": "work", "email": "p", "session_key": "p"})
    closed = {"case_id": "case", "account_id": "petra", "sees_parts": []}
    before.insert("person", {"id": "p-petra", "sees": "own_part", **closed})
    before.to("0020")
    seats = {row["id"]: row["account_id"] for row in before.rows("person")}
    assert seats == {"anna": None, "p-lotte": "lotte", "p-karim": "karim", "p-petra": None}


@pytest.mark.parametrize("ended", [{"left_at": AT}, {"until": date(2020, 1, 1)}])
def test_who_was_taken_off_does_not_come_back_that_way(before: Migrated, ended: dict[str, object]) -> None:
    before.to("0021")
    before.insert("account", {"id": "petra", "organisation_id": "work", "email": "p", "session_key": "p"})
    before.insert(
        "person",
        {"id": "gone", "case_id": "case", "account_id": "petra", "sees_parts": [], **ended},
    )
    before.to("0020")
    assert {row["id"]: row["account_id"] for row in before.rows("person")}["gone"] is None
