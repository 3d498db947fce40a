"""The program from the outside: an installation with a database of its own, and one in which the demo was loaded."""

import shutil
from pathlib import Path

import pytest

from conference import demo
from conference.house import House, build
from tests.cast import Clock
from tests.conftest import MakeHouse, settings_for


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the database of an installation that was never started; the environment leads to it."""
    path = tmp_path / "rondom.sqlite"
    monkeypatch.setenv("RONDOM_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("RONDOM_SECRET_KEY", "only for tests")
    for name in ("RONDOM_PUBLIC_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return path


@pytest.fixture(scope="session")
def sqlite_demo(sqlite_empty: Path) -> Path:
    """A database in which the demo was loaded at the start of the clock."""
    path = sqlite_empty.with_name("demo.sqlite")
    shutil.copy(sqlite_empty, path)
    house = build(settings_for(f"sqlite:///{path}"))
    house.clock = Clock()
    try:
        demo.load(house)
    finally:
        house.database.engine.dispose()
    return path


@pytest.fixture
def demo_house(tmp_path: Path, sqlite_demo: Path, make_house: MakeHouse) -> House:
    """A house in which the demo was loaded."""
    return make_house(f"sqlite:///{shutil.copy(sqlite_demo, tmp_path / 'demo.sqlite')}")
