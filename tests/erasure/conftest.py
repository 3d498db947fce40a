"""A house with keys and a ledger of its own: in these tests keys go for good."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from conference.access.policy import Viewer
from conference.core import schema
from conference.core.runtime import Runtime, build
from conference.core.settings import Settings
from conference.erasure import carrying
from conference.erasure import use_cases as erasing
from models.enums import ErasureGround
from models.sealed import Scope
from tests import cast as players
from tests.cast import Cast, Clock, Player, Script
from tests.conftest import let_go, settings_for
from tests.furnished import furnish

WISH = erasing.Wish(ErasureGround.ASKED, "Het gezin vroeg dit na het laatste overleg.")


@dataclass(frozen=True)
class Places:
    """Where an installation lies: its data, and apart from these its keys with the ledger beside them."""

    folder: Path
    url: str

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.folder / "keys"

    @property
    def settings(self) -> Settings:
        """Those of this installation."""
        return replace(settings_for(self.url), keys_url=f"sqlite:///{self.keys}/keys.db")

    @property
    def environment(self) -> dict[str, str]:
        """The same, for a process of its own."""
        return {
            **os.environ,
            "RONDOM_DATABASE_URL": self.url,
            "RONDOM_KEYS_URL": self.settings.keys_url,
            "RONDOM_SECRET_KEY": self.settings.secret_key,
        }

    def open(self, clock: Clock) -> Runtime:
        """A start of the program."""
        house = build(self.settings)
        house.clock = clock
        return house


def _fill(places: Places) -> Script:
    house = places.open(Clock())
    try:
        script = players.make(house)
        furnish(Cast(house, script))
        return script
    finally:
        let_go(house.database.engine)


@pytest.fixture(scope="session")
def made(sqlite_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Places, Script]:
    """The cast at a full table, in a SQLite file, with its keys."""
    folder = tmp_path_factory.mktemp("erased")
    shutil.copy(sqlite_empty, folder / "data.db")
    places = Places(folder, f"sqlite:///{folder}/data.db")
    return places, _fill(places)


@pytest.fixture
def laid(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Places, Script]:
    """The same, laid down for one test; on PostgreSQL made for it."""
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("pg_empty_url")
        schema.upgrade(url)
        places = Places(tmp_path, url)
        return places, _fill(places)
    places, script = request.getfixturevalue("made")
    shutil.copytree(places.folder, tmp_path / "home")
    return Places(tmp_path / "home", f"sqlite:///{tmp_path}/home/data.db"), script


both = pytest.mark.parametrize(
    "laid", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def places(laid: tuple[Places, Script]) -> Places:
    """Where this installation lies."""
    return laid[0]


@pytest.fixture
def start(places: Places, clock: Clock) -> Iterator[Callable[[], Runtime]]:
    """Starts the program: with what lies there now, and what the ledger says is carried out first."""
    opened: list[Runtime] = []

    def begin() -> Runtime:
        opened.append(places.open(clock))
        carrying.settle(opened[-1])
        return opened[-1]

    yield begin
    for house in opened:
        assert house.looks.settle(5)
        let_go(house.database.engine)


@pytest.fixture
def house(start: Callable[[], Runtime]) -> Runtime:
    """The house of the cast, with keys of its own."""
    return start()


@pytest.fixture
def cast(house: Runtime, laid: tuple[Places, Script]) -> Cast:
    """The cast; their meeting is over, so that they can be erased."""
    made = Cast(house, laid[1])
    made.close()
    return made


def proved(player: Player) -> Viewer:
    """Somebody on the pages of the family who gave their password just now."""
    return replace(player.outside, proved_at=player.house.clock())


def asked(cast: Cast) -> str:
    """Lotte asks that the family is erased. Returns the id."""
    found: str = cast.lotte.do(erasing.ask, WISH, viewer=cast.lotte.outside).id
    return found


def approved(cast: Cast) -> str:
    """Lotte asks, Noor says yes; nothing is carried out yet."""
    erasure = asked(cast)
    cast.noor.do(erasing.approve, erasure, viewer=proved(cast.noor))
    return erasure


def scopes(cast: Cast) -> list[Scope]:
    """The keys of the family and of everybody in it."""
    people = [one for name, one in cast.script.people.items() if name != "bas"]
    return [("case", cast.case_id), *(("person", one) for one in people)]


def held(cast: Cast, days: int = 90) -> str:
    """Femke says that it must be kept. Returns the id."""
    until = (cast.house.clock() + timedelta(days=days)).date().isoformat()
    found: str = cast.femke.do(
        erasing.hold, "Er loopt een zaak bij de rechter.", until, viewer=cast.femke.outside
    ).id
    return found
