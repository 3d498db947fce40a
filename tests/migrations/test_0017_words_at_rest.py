"""Every word that was there is locked, is read as it was, and comes back when one goes back."""

from pathlib import Path

import pytest

from conference.core.database import open_key_store
from conference.core.vault import KeyStore
from models.sealed import place
from tests.migrations.frame import Migrated

BEFORE, AFTER = "0016", "0017"
WORDS = "Ik slaap niet bij papa 🌧"
CHANGES = [[0, "Ik"], 3]


@pytest.fixture
def vault(tmp_path: Path) -> KeyStore:
    return KeyStore(open_key_store(f"sqlite:///{tmp_path}/keys.db"), bytes(32))


@pytest.fixture
def before(migrated: Migrated, vault: KeyStore) -> Migrated:
    """A family with words of everybody and words of one, a report, a shield and a kept value."""
    migrated.vault = vault
    migrated.to(BEFORE)
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": {}})
    migrated.insert("family_case", {"id": "case", "profile_id": "region", "title": "Familie D."})
    migrated.insert("person", {"id": "anna", "case_id": "case", "name": "Anna D.", "age": 30})
    migrated.insert(
        "meeting", {"id": "meeting", "case_id": "case", "chair_id": "anna", "minutes": 60, "place": "Huis"}
    )
    migrated.insert("text", {"id": "all", "case_id": "case", "kind": "section", "words": WORDS})
    migrated.insert("text", {"id": "own", "case_id": "case", "kind": "own_words", "owner_id": "anna"})
    for text in ("all", "own"):
        migrated.insert("change", {"text_id": text, "version": 1, "author_id": "anna", "changes": CHANGES})
    migrated.insert(
        "report", {"id": "report", "case_id": "case", "meeting_id": "meeting", "content": {"a": WORDS}}
    )
    migrated.insert(
        "shield", {"id": "shield", "case_id": "case", "reason": "Zij is bang", "set_by_id": "anna"}
    )
    migrated.insert(
        "field_change", {"id": "kept", "thing": "action:x", "by_id": "anna", "before": None, "after": WORDS}
    )
    return migrated


TABLES = ("family_case", "person", "meeting", "text", "change", "report", "shield", "field_change")


def test_what_was_there_is_locked_at_its_place_and_reads_as_it_was(before: Migrated, vault: KeyStore) -> None:
    before.to(AFTER)
    rows = {table: before.rows(table) for table in TABLES}
    everything = b"".join(
        value
        for table in rows.values()
        for row in table
        for value in row.values()
        if isinstance(value, bytes)
    )
    for word in (WORDS, "Familie D.", "Anna D.", "Huis", "Zij is bang"):
        assert word.encode() not in everything
    text = {row["id"]: row for row in rows["text"]}
    assert vault.open(place("text", "words", "all"), text["all"]["words"]).decode() == WORDS
    assert text["own"]["words"] == b""
    [meeting] = rows["meeting"]
    assert (meeting["why_no_family"], meeting["why_cancelled"]) == (b"", None)
    keys = {row["text_id"]: row["changes"][1:17] for row in rows["change"]}
    assert keys["all"] != keys["own"], "own words lie under the key of the person"
    assert keys["own"] == rows["person"][0]["name"][1:17]


def test_going_back_opens_every_word_again(before: Migrated) -> None:
    was = {table: before.rows(table) for table in TABLES}
    before.to(AFTER)
    before.to(BEFORE)
    assert {table: before.rows(table) for table in TABLES} == was


def test_going_back_what_was_erased_stays_so(before: Migrated, vault: KeyStore) -> None:
    before.to(AFTER)
    vault.destroy(("person", "anna"))
    before.to(BEFORE)
    assert before.rows("person")[0]["name"] == "(gewist)"
    assert {row["text_id"]: row["changes"] for row in before.rows("change")}["own"] in (None, "null")
    assert {row["id"]: row["words"] for row in before.rows("text")}["all"] == WORDS


def test_without_keys_a_database_with_words_is_left_as_it_was(before: Migrated) -> None:
    before.vault = None
    was = before.rows("text")
    with pytest.raises(RuntimeError, match="keys"):
        before.to(AFTER)
    assert before.rows("text") == was
