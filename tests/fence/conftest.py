"""The furnished worlds of the fence, each made once; a test that changes something does so in a copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fence.world import World, build, steady


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the databases."""
    return tmp_path_factory.mktemp("fence")


@pytest.fixture(scope="session")
def world(rooms: Path) -> Iterator[World]:
    """A furnished table in an open meeting. Only to look at."""
    with steady():
        made = build(rooms / "open.sqlite")
    yield made
    made.close()


@pytest.fixture(scope="session")
def closed(world: World, rooms: Path) -> Iterator[World]:
    """The same table after its meeting: the report is there, corrected by the family, and not shared yet."""
    made = world.copy(rooms / "closed.sqlite")
    with steady(1):
        made.wish("yusuf", "meeting:close", anyway="yes")
    yield made
    made.close()
