"""The table of reasons comes beside what was there, which stays as it was; going back loses only that."""

from tests.migrations.frame import Migrated


def test_a_meeting_stays_and_gets_room_for_reasons(migrated: Migrated) -> None:
    migrated.to("0015")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "yusuf", "case_id": "case", "name": "Yusuf"})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "yusuf", "minutes": 60})
    there = migrated.rows("meeting")
    migrated.to("0016")
    reason = {
        "meeting_id": "meeting",
        "key": "safety",
        "people": ["yusuf"],
        "why": "Geen tijd.",
        "by_id": "yusuf",
    }
    migrated.insert("passed_over", reason)
    assert [(one["people"], one["why"]) for one in migrated.rows("passed_over")] == [
        (["yusuf"], "Geen tijd.")
    ]
    migrated.to("0015")
    assert not migrated.has("passed_over")
    assert migrated.rows("meeting") == there
