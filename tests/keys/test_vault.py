"""Keys of families and people: what they lock, who opens it, and what is left when one is gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event

from conference.core import vault as keys
from conference.core.database import open_key_store
from conference.core.vault import KeyStore, MasterKeyWrong, read_master_key
from models.sealed import CellBroken, KeyGone, place

MASTER = bytes(range(32))
HERE, THERE = place("text", "words", "a"), place("text", "words", "b")
FAMILY, ANNA = ("case", "een"), ("person", "anna")

Opens = Callable[..., KeyStore]


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of keys, of both kinds."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path}/keys.db"
    address: str = request.getfixturevalue("pg_empty_url")
    return address


both = pytest.mark.parametrize(
    "url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def store(url: str, master: bytes = MASTER) -> KeyStore:
    return KeyStore(open_key_store(url), master)


@both
def test_what_is_locked_is_opened_again_also_by_another_process(url: str) -> None:
    cell = store(url).seal(FAMILY, HERE, b"slaapt niet bij papa")
    assert b"papa" not in cell
    assert store(url).open(HERE, cell) == b"slaapt niet bij papa"


@both
def test_a_scope_has_one_key_whoever_asks_first(url: str) -> None:
    one, other = store(url), store(url)
    first, second = one.seal(FAMILY, HERE, b"a"), other.seal(FAMILY, HERE, b"a")
    assert first[1:17] == second[1:17]
    assert first != second, "the nonce of each cell is its own"
    assert one.seal(ANNA, HERE, b"a")[1:17] != first[1:17]


def test_two_who_make_a_key_at_once_get_the_same(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = store(url), store(url)
    look = other._find
    answers = iter([None])
    monkeypatch.setattr(other, "_find", lambda scope: (next(answers, False) and None) or look(scope))
    first = one.seal(FAMILY, HERE, b"a")
    assert other.seal(FAMILY, HERE, b"b")[1:17] == first[1:17]


def test_words_cannot_be_moved_to_another_place_or_changed(url: str) -> None:
    vault = store(url)
    cell = vault.seal(FAMILY, HERE, b"zij liegt")
    for wrong in (
        cell[:-1] + bytes([cell[-1] ^ 1]),
        cell[:20] + bytes([cell[20] ^ 1]) + cell[21:],
        b"",
        b"plain",
    ):
        with pytest.raises(CellBroken):
            vault.open(HERE, wrong)
    with pytest.raises(CellBroken):
        vault.open(THERE, cell)


@both
def test_without_its_key_nothing_is_read_and_the_rest_stays(url: str) -> None:
    vault, elsewhere = store(url), store(url)
    hers, theirs = vault.seal(ANNA, HERE, b"van haar"), vault.seal(FAMILY, THERE, b"van allen")
    elsewhere.open(HERE, hers)
    assert len(vault.destroy(ANNA)) == 1
    assert not vault.holds(ANNA)
    with pytest.raises(KeyGone):
        vault.open(HERE, hers)
    assert vault.open(THERE, theirs) == b"van allen"
    elsewhere.forget()
    with pytest.raises(KeyGone):
        elsewhere.open(HERE, hers)


def test_another_process_forgets_a_key_after_its_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, elsewhere = store(url), store(url)
    cell = vault.seal(ANNA, HERE, b"van haar")
    assert elsewhere.open(HERE, cell) == b"van haar"
    vault.destroy(ANNA)
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + keys.KEPT_FOR + 1)
    with pytest.raises(KeyGone):
        elsewhere.open(HERE, cell)


def test_only_so_many_keys_are_kept_open(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "KEPT", 3)
    vault = store(url)
    cells = {n: vault.seal(("case", str(n)), HERE, str(n).encode()) for n in range(6)}
    assert len(vault._opened) <= 3
    assert all(vault.open(HERE, cell) == str(n).encode() for n, cell in cells.items())


def test_what_was_kept_for_its_time_is_looked_up_together(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that reads the names of a hundred people asks the store once, not a hundred times."""
    vault, elsewhere = store(url), store(url)
    cells = {n: vault.seal(("person", str(n)), HERE, str(n).encode()) for n in range(6)}
    assert all(vault.open(HERE, cell) == str(n).encode() for n, cell in cells.items())
    elsewhere.destroy(("person", "3"))
    now = keys.time.monotonic()
    monkeypatch.setattr(keys.time, "monotonic", lambda: now + keys.KEPT_FOR + 1)
    asked: list[str] = []
    event.listen(vault.engine, "before_cursor_execute", lambda c, k, told, *rest: asked.append(told))
    for n in (0, 1, 2, 4, 5):
        assert vault.open(HERE, cells[n]) == str(n).encode()
    assert len([told for told in asked if told.startswith("SELECT")]) == 1
    with pytest.raises(KeyGone):
        vault.open(HERE, cells[3])


@both
def test_another_master_key_does_not_open_the_store(url: str) -> None:
    store(url)
    with pytest.raises(MasterKeyWrong):
        store(url, bytes(32))


def test_a_destroyed_key_is_in_no_file_of_the_store(url: str, tmp_path: Path) -> None:
    vault = store(url)
    vault.seal(ANNA, HERE, b"van haar")
    key_id = vault._ids[ANNA].encode()
    assert any(key_id in file.read_bytes() for file in tmp_path.iterdir())
    vault.destroy(ANNA)
    assert not any(key_id in file.read_bytes() for file in tmp_path.iterdir())


def test_the_master_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere" / "master-key"
    made = read_master_key(path)
    assert len(made) == 32
    assert read_master_key(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("te kort")
    with pytest.raises(MasterKeyWrong):
        read_master_key(path)
