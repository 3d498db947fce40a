"""The tests of deeds live in two houses: each runs on SQLite and on PostgreSQL."""

import pytest

from conference.core.runtime import Runtime


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest) -> Runtime:
    """The house of the cast, on the database of this run."""
    found: Runtime = request.getfixturevalue("sqlite_house" if request.param == "sqlite" else "pg_house")
    return found
