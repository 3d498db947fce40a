"""Nothing was put back before; what is put back later is told apart, and lost by going back."""

from tests.migrations.frame import AT, Migrated

CHANGE = {"text_id": "text", "author_id": "noor", "client": "c", "changes": b"x", "at": AT}


def test_every_change_stays_as_it_was(migrated: Migrated) -> None:
    migrated.to("0025")
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    migrated.insert("person", {"id": "noor", "case_id": "case", "sees_parts": []})
    migrated.insert("text", {"id": "text", "case_id": "case"})
    migrated.insert("change", {"version": 1, "seq": 0, **CHANGE})
    before = migrated.rows("change")
    migrated.to("0026")
    assert migrated.rows("change") == [{**before[0], "restores": None}]
    migrated.insert("change", {"version": 2, "seq": 1, "restores": 0, **CHANGE})
    assert [one["restores"] for one in migrated.rows("change")] == [None, 0]
    migrated.to("0025")
    assert [one["version"] for one in migrated.rows("change")] == [1, 2]
    assert not migrated.has("change", "restores")
