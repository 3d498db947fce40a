"""Who opened or led families until today goes on doing so; nobody else gets the right, and nobody was asked yet."""

from sqlalchemy import text

from conference.core import schema
from tests.migrations.frame import Migrated

NAMES = ("opener", "face", "second", "director", "chair", "reader", "learner")
FACES = """
    UPDATE family_case
    SET fixed_face_id = 'p-face', second_face_id = 'p-second', case_director_id = 'p-director' WHERE id = 'one'
"""


def _families(migrated: Migrated) -> None:
    """A family in the north with all of them but who learns; in the south one that the opener opened, too."""
    for key in ("north", "south"):
        migrated.insert("region_profile", {"id": key, "slug": key, "name": key, "settings": {}})
    migrated.insert("organisation", {"id": "here", "name": "Hier"})
    for name in NAMES:
        migrated.insert("account", {"id": name, "organisation_id": "here", "email": f"{name}@hier.example"})
    for case, region in (("one", "north"), ("two", "south")):
        migrated.insert("family_case", {"id": case, "profile_id": region})
    for name in NAMES[:-1]:
        migrated.insert("person", {"id": f"p-{name}", "case_id": "one", "account_id": name})
    migrated.insert("person", {"id": "p-both", "case_id": "two", "account_id": "opener"})
    migrated.insert("person", {"id": "p-mother", "case_id": "one"})
    with schema.connected(migrated.url) as line:
        line.execute(text(FACES))
        line.commit()
    migrated.insert("meeting", {"id": "m", "case_id": "one", "chair_id": "p-chair", "minutes": 60})
    for actor, outcome in (
        ("person:p-opener", "ok"),
        ("person:p-both", "ok"),
        ("person:p-reader", "not_allowed"),
    ):
        migrated.insert(
            "log_entry", {"actor": actor, "deed": "case.open", "thing": "case:x", "outcome": outcome}
        )


def test_who_opened_stays_directs_or_chairs_keeps_the_right_and_nobody_else_gets_it(
    migrated: Migrated,
) -> None:
    migrated.to("0023")
    _families(migrated)
    migrated.to("0024")
    seats = migrated.rows("office_seat")
    assert {one["role"] for one in seats} == {"opener"}
    assert {(one["account_id"], one["profile_id"]) for one in seats} == {
        ("opener", "north"),
        ("opener", "south"),
        ("face", "north"),
        ("second", "north"),
        ("director", "north"),
        ("chair", "north"),
    }
    assert migrated.rows("colleague_invitation") == []
    migrated.insert(
        "office_seat", {"id": "kept", "profile_id": "north", "role": "team_leader", "account_id": "reader"}
    )
    migrated.to("0023")
    assert [one["role"] for one in migrated.rows("office_seat")] == ["team_leader"]
    assert not migrated.has("colleague_invitation")
