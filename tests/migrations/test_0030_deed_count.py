"""Counting begins at nought, with every row there is; going back loses only the count."""

from models.deeds import EVERYWHERE, SHARED
from tests.migrations.frame import Migrated


def test_every_row_of_the_count_is_there(migrated: Migrated) -> None:
    migrated.to("0029")
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    migrated.to("0030")
    rows = migrated.rows("deed_count")
    assert [row["id"] for row in rows] == [EVERYWHERE, *range(1, SHARED + 1)]
    assert {row["deeds"] for row in rows} == {0}
    migrated.to("0029")
    assert not migrated.has("deed_count")
    assert [row["id"] for row in migrated.rows("organisation")] == ["here"]
