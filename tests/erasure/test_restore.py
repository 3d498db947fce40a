"""A backup of before an erasure comes back: nothing is served before the ledger was carried out, no word is in it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select

from conference import cli
from conference.core.ledger import Deed, LedgerWrong
from conference.core.runtime import Runtime
from conference.core.settings import ROOT
from conference.erasure import carrying, rows
from models.case import Case
from models.people import Person
from models.sealed import ERASED
from tests.cast import PEOPLE, TITLE, Cast
from tests.erasure.conftest import Places, approved, both, scopes
from tests.erasure.test_use_cases import counted
from tests.furnished import FACT, REPLY, SECRET_FACT
from tests.postgres import Cluster

#: What nothing may hold afterwards: words, names, and the plain words beside them. Who signs in keeps an account.
NAMES = [name for name, _, _, signs_in in PEOPLE.values() if not signs_in]
CANARIES = [FACT, REPLY, SECRET_FACT, TITLE, "Waterveen", "Wijkgebouw Noord", *NAMES]


def cells(cast: Cast) -> set[bytes]:
    """Every locked cell of the family, as it lies on the disk."""
    found: set[bytes] = set()
    with cast.house.database.engine.connect() as line:
        for table in rows.tables():
            sealed = [column for column in table.columns if isinstance(column.type, LargeBinary)]
            for row in (
                line.execute(select(*sealed).where(rows.of_case(table, cast.case_id))) if sealed else ()
            ):
                found |= {bytes(cell) for cell in row if cell}
    return found


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, whole: with its free pages, and the log that SQLite writes beside it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def backed_up(places: Places, to: Path, *, keys: bool) -> None:
    """Copies as an operator makes them: the data, and apart from these the keys. Never the ledger."""
    to.mkdir()
    for path, wanted in ((places.folder / "data.db", True), (places.keys / "keys.db", keys)):
        if wanted:
            with sqlite3.connect(path) as line:
                line.execute("VACUUM INTO ?", (str(to / path.name),))


def restored(places: Places, backup: Path) -> None:
    """Put back what there is a copy of; what SQLite laid beside the newer file goes with it."""
    for copy in backup.iterdir():
        path = places.keys / copy.name if copy.name.startswith("keys") else places.folder / copy.name
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.copy(copy, path)


def test_nothing_of_a_family_is_in_any_file_afterwards(cast: Cast, places: Places) -> None:
    gone = cells(cast)
    assert len(gone) > 50
    key_ids = [one.encode() for one in cast.house.database.vault.ids(*scopes(cast))]
    approved(cast)
    assert any(cell in held for cell in gone for _, held in files(places.folder)), "they were there"
    carrying.carry_out(cast.house)
    for name, held in files(places.folder):
        for words in CANARIES:
            for written in (words.encode(), words.encode("utf-16-le")):
                assert written not in held, (name, words)
        assert not [cell for cell in gone if cell in held], name
        if not name.endswith("ledger"):
            assert not [one for one in key_ids if one in held], name


@pytest.mark.parametrize("old_keys", [False, True], ids=["the keys of now", "keys of seven days ago"])
def test_a_backup_of_before_comes_back_without_the_family(
    cast: Cast, places: Places, start: Callable[[], Runtime], tmp_path: Path, old_keys: bool
) -> None:
    gone = cells(cast)
    backed_up(places, tmp_path / "backup", keys=old_keys)
    approved(cast)
    (told,) = carrying.carry_out(cast.house)
    cast.house.database.engine.dispose()
    cast.house.clock.move(days=7)  # type: ignore[attr-defined]
    restored(places, tmp_path / "backup")

    without = places.open(
        cast.house.clock
    )  # what the ledger is for: without it the keys of then open the words
    with without.database.read() as session:
        case = session.get_one(Case, cast.case_id)
        assert case.title == (TITLE if old_keys else ERASED)
        assert {one.name for one in case.people} == (
            {one[0] for one in PEOPLE.values()} if old_keys else {ERASED}
        )
    without.database.engine.dispose()

    house = start()
    with house.database.read() as session:
        assert counted(session, cast.case_id) == {}
        assert session.get_one(Person, cast.bas.id).name == "Bas Smit", "the others are there"
    assert house.database.vault.ids(*scopes(cast)) == []
    for name, held in files(places.folder):
        assert not [cell for cell in gone if cell in held], name
    assert carrying.ledger_of(house).read().done[told["number"]] == told, "the certificate stays what it was"


@both
def test_on_both_databases_a_start_carries_out_what_the_ledger_says(
    cast: Cast, start: Callable[[], Runtime]
) -> None:
    """A family that is back after its erasure: its rows and keys of now stand for those of a backup."""
    ledger, keys = carrying.ledger_of(cast.house), cast.house.database.vault
    erasure = approved(cast)
    deed = carrying._begin(cast.house, ledger, erasure)
    assert deed is not None
    told = ledger.finish(deed, cast.house.clock())
    assert keys.ids(*scopes(cast)), "its keys came back with an older store"
    house = start()
    with house.database.read() as session:
        assert counted(session, cast.case_id) == {}
    assert house.database.vault.ids(*scopes(cast)) == []
    assert ledger.read().done[erasure] == told


@pytest.mark.postgres
@pytest.mark.parametrize("laid", ["postgresql"], indirect=True)
def test_nothing_of_a_family_is_in_any_file_of_postgresql(cast: Cast, postgres: Cluster) -> None:
    gone = cells(cast)
    approved(cast)
    carrying.carry_out(cast.house)
    with cast.house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.exec_driver_sql("CHECKPOINT")
    tables = [held for name, held in files(postgres.folder / "data" / "base")]
    assert tables
    for held in tables:
        assert not [cell for cell in gone if cell in held]
        assert FACT.encode() not in held


@both
def test_an_older_ledger_is_refused(cast: Cast, start: Callable[[], Runtime]) -> None:
    """One that was put back from a copy of before an erasure would let it come back with the next backup."""
    ledger = carrying.ledger_of(cast.house)
    approved(cast)
    carrying.carry_out(cast.house)
    newest = ledger.path.read_bytes()
    ledger.path.write_bytes(b"")
    with pytest.raises(LedgerWrong, match="newest copy of the ledger"):
        start()
    ledger.path.write_bytes(newest)
    start()


# --- no way in before it is done


@pytest.fixture
def back(cast: Cast, places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation into which a backup of before an erasure was restored, with the keys of then."""
    backed_up(places, tmp_path / "backup", keys=True)
    approved(cast)
    carrying.carry_out(cast.house)
    cast.house.database.engine.dispose()
    restored(places, tmp_path / "backup")
    for name, value in places.environment.items():
        monkeypatch.setenv(name, value)
    return places.folder


def is_back(folder: Path, case_id: str) -> bool:
    with sqlite3.connect(folder / "data.db") as line:
        return line.execute("SELECT count(*) FROM family_case WHERE id = ?", (case_id,)).fetchone() == (1,)


def test_up_serves_only_after_the_ledger_was_carried_out(
    back: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(
        "flask_socketio.SocketIO.run", lambda *_, **__: seen.append(is_back(back, cast.case_id))
    )
    assert is_back(back, cast.case_id)
    assert cli.main(["up"]) == 0
    assert seen == [False]


def serving(back: Path) -> subprocess.CompletedProcess[str]:
    """What a production server does before its first answer."""
    run = [sys.executable, "-c", "import wsgi; print('serves')"]
    return subprocess.run(run, cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True, check=False)


def test_a_production_server_starts_only_after_the_ledger_was_carried_out(back: Path, cast: Cast) -> None:
    assert is_back(back, cast.case_id)
    answer = serving(back)
    assert "serves" in answer.stdout, answer.stderr
    assert not is_back(back, cast.case_id)


def test_a_ledger_that_was_changed_stops_the_start(
    back: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[bool] = []
    monkeypatch.setattr("flask_socketio.SocketIO.run", lambda *_, **__: served.append(True))
    ledger = back / "keys" / "keys.ledger"
    ledger.write_text(ledger.read_text().replace("begin", "beginn"))
    assert cli.main(["up"]) == 1
    assert "Put the newest copy of the ledger back" in capsys.readouterr().err
    assert served == []
    answer = serving(back)
    assert "serves" not in answer.stdout
    assert "newest copy of the ledger" in answer.stderr


def test_a_line_about_one_person_takes_no_family(cast: Cast, start: Callable[[], Runtime]) -> None:
    moment = cast.house.clock().isoformat()
    keys = tuple(cast.house.database.vault.ids(("person", cast.anna.id)))
    deed = Deed("een", cast.case_id, cast.anna.id, (cast.anna.id,), keys, "asked", moment, moment)
    carrying.ledger_of(cast.house).begin(deed)
    with start().database.read() as session:
        assert session.get_one(Person, cast.anna.id).name == ERASED
        assert session.get_one(Person, cast.sam.id).name == PEOPLE["sam"][0]
        assert session.get_one(Case, cast.case_id).title == TITLE
