"""T30: what lies on the disk is for the program alone, also what was wider before."""

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from conference import cli
from conference.core import database as databases
from conference.core import files
from conference.core import settings as installation
from conference.core.database import open_engine
from conference.core.settings import ROOT, Settings

OPEN_TO_ALL = 0o022


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """The machine lets everybody read, as most do."""
    before = os.umask(OPEN_TO_ALL)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Who may do what with it."""
    return stat.S_IMODE(path.stat().st_mode)


def write_in(path: Path) -> None:
    """Use the database, with its file for what was not moved over yet left beside it."""
    engine = open_engine(f"sqlite:///{path}")
    with engine.connect().execution_options(write=True) as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS words (word TEXT)"))
        connection.commit()
        assert {one.name for one in path.parent.iterdir()} >= {path.name, f"{path.name}-wal"}
        assert {mode(one) for one in path.parent.iterdir()} == {0o600}
    engine.dispose()


def test_a_new_database_is_private_from_its_first_byte(tmp_path: Path) -> None:
    write_in(tmp_path / "rondom.db")


def test_what_is_written_beside_another_program_is_not_lost(tmp_path: Path) -> None:
    """A command runs beside the server (a backup, a seat that is given) and ends: both keep what was committed."""
    path = tmp_path / "rondom.db"
    write_in(path)
    engine = open_engine(f"sqlite:///{path}")
    beside = [
        sys.executable,
        "-c",
        "import sqlite3, sys\n"
        "with sqlite3.connect(sys.argv[1]) as there: there.execute('INSERT INTO words VALUES (?)', [sys.argv[2]])\n"
        "there.close()",
        str(path),
    ]
    said = []
    with engine.connect() as first, engine.connect() as second:
        for line in (first, second):
            line.execute(text("SELECT 1 FROM words")).all()
            line.commit()
        for turn in range(3):
            subprocess.run([*beside, f"beside {turn}"], check=True)
            with engine.connect().execution_options(write=True) as writer:
                writer.execute(text("INSERT INTO words VALUES (:word)"), {"word": f"here {turn}"})
                writer.commit()
            said += [f"beside {turn}", f"here {turn}"]
    engine.dispose()
    alone = open_engine(f"sqlite:///{path}")
    with alone.connect() as reader:
        assert [word for (word,) in reader.execute(text("SELECT word FROM words"))] == said
    alone.dispose()


def test_a_database_that_was_open_is_made_private_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "rondom.db"
    for name in ("rondom.db", "rondom.db-wal", "rondom.db-shm"):
        (tmp_path / name).touch(mode=0o644)
    with caplog.at_level(logging.WARNING):
        write_in(path)
    said = " ".join(caplog.messages)
    for name in ("rondom.db was open", "rondom.db-wal was open", "rondom.db-shm was open"):
        assert name in said
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        write_in(path)
    assert caplog.messages == [], "nothing to mend the second time"


def test_the_folder_of_the_installation_and_its_key_are_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o755)
    (folder / "secret-key").write_text("made before")
    (folder / "secret-key").chmod(0o644)
    for module in (installation, databases):
        monkeypatch.setattr(module, "INSTANCE", folder)
    settings = Settings.from_environment({})
    write_in_folder = open_engine(settings.database_url)
    write_in_folder.connect().close()
    write_in_folder.dispose()
    assert settings.secret_key == "made before"
    assert mode(folder) == 0o700
    assert {one.name: mode(one) for one in folder.iterdir()} == {"secret-key": 0o600, "rondom.db": 0o600}


def test_a_folder_that_is_not_ours_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    open_engine(f"sqlite:///{tmp_path / 'rondom.db'}").dispose()
    assert mode(tmp_path) == 0o755


def test_a_file_of_somebody_else_is_said_and_the_start_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "rondom.db"
    path.touch(mode=0o644)

    def not_ours(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", not_ours)
    files.private_file(path)
    assert "rondom.db belongs to somebody else" in caplog.text


def test_a_backup_is_private_and_whole(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert cli.main(["migrate"]) == 0
    assert cli.main(["backup", str(copy)]) == 0
    assert mode(copy) == 0o600
    engine = open_engine(f"sqlite:///{copy}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("SELECT count(*) FROM region_profile")).scalar() == 1
    engine.dispose()
    assert cli.main(["backup", str(copy)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert cli.main(["backup", str(tmp_path / "no" / "folder.db")]) == 1


def test_each_way_in_makes_nothing_that_others_can_read(tmp_path: Path) -> None:
    """Whatever else the program writes: the umask of the process says so, of the command line and of a server."""
    show = "import os; before = os.umask(0); print(f'{before:o}')"
    environment = {
        **os.environ,
        "RONDOM_DATABASE_URL": f"sqlite:///{tmp_path}/a.db",
        "RONDOM_SECRET_KEY": "x",
    }
    migrate = "from conference import cli; cli.main(['migrate'])"
    for way in (migrate, "import wsgi"):
        done = subprocess.run(
            [sys.executable, "-c", f"{way}; {show}"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.stdout.split()[-1] == "77", done.stderr
