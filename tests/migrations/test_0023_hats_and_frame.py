"""Nobody wears a hat and no family has a frame until somebody says so; decisions keep the hat that was chosen."""

import pytest

from tests.migrations.frame import AT, Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family with a professional, and a decision that was taken with a hat."""
    migrated.to("0022")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "noor", "case_id": "case", "sees_parts": []})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "noor", "minutes": 90})
    texts = dict.fromkeys(("question_id", "text_id", "reason_id", "handled_id", "wrong_if_id"), "text")
    migrated.insert("text", {"id": "text", "case_id": "case"})
    migrated.insert(
        "decision",
        {
            "id": "asked",
            "case_id": "case",
            "meeting_id": "meeting",
            "added_by_id": "noor",
            "hat": "rvdk",
            **texts,
        },
    )
    return migrated


def test_it_claims_nothing_of_who_was_there(before: Migrated) -> None:
    was = {table: before.rows(table) for table in ("person", "family_case", "decision")}
    before.to("0023")
    for table, rows in was.items():
        for old, new in zip(rows, before.rows(table), strict=True):
            assert {name: new[name] for name in old} == old
    assert [(one["hat"], one["mandate"]) for one in before.rows("person")] == [("", b"")]
    case = before.rows("family_case")[0]
    assert (case["legal_frame"], case["frame_since"], case["frame_words"]) == ("not_said", None, b"")
    assert [before.rows(table) for table in ("hat_change", "frame_change", "decision_hat")] == [[], [], []]


def test_it_holds_what_comes_and_goes_back(before: Migrated) -> None:
    before.to("0023")
    before.insert("decision_hat", {"decision_id": "asked", "person_id": "noor"})
    by = {"case_id": "case", "by_id": "noor", "at": AT}
    before.insert("hat_change", {"id": "h", "person_id": "noor", "hat": "rvdk", "mandate": b"x", **by})
    before.insert("frame_change", {"id": "f", "frame": "voluntary", "words": b"x", **by})
    before.to("0022")
    assert not any(before.has(table) for table in ("hat_change", "frame_change", "decision_hat"))
    assert not before.has("person", "hat")
    assert not before.has("family_case", "legal_frame")
    assert [one["hat"] for one in before.rows("decision")] == ["rvdk"]
