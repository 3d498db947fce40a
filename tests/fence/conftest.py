"""The furnished worlds of the fence, each made once; a test that changes something does so in a copy of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import PASSED
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
        made.wish("yusuf", "meeting:close", **PASSED)
    yield made
    made.close()


@pytest.fixture(scope="session")
def shared(closed: World, rooms: Path) -> Iterator[World]:
    """The report, shared by its family and corrected beside two items."""
    made = closed.copy(rooms / "shared.sqlite")
    with steady(2):
        report = made.newest("report")
        made.labels[report] = "<report>"
        ids = {label: key for key, label in made.labels.items()}
        made.wish("anna", "report:correct", report=report, words="Ik heb ook gezegd dat ik werk zoek.")
        made.wish("anna", "report:share", report=report)
        for name, label, kind in (("sam", "<fact>", "statement"), ("noor", "<action>", "action")):
            item = f"{kind}:{ids[label]}"
            made.wish(name, "report:correct", report=report, item=item, words=f"Van {name}: zo was het niet.")
    yield made
    made.close()
