"""An empty database of both kinds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from conference.core.database import open_engine
from tests.migrations.frame import Migrated

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new.sqlite"
    address: str = request.getfixturevalue("pg_empty_url")
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def migrated(url: str) -> Migrated:
    """The same, to be brought to one revision after another."""
    return Migrated(url)
