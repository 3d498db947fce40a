"""The program from the outside: an installation with a database of its own."""

from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path of the database of an installation that was never started; the environment leads to it."""
    path = tmp_path / "rondom.sqlite"
    monkeypatch.setenv("RONDOM_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("RONDOM_SECRET_KEY", "only for tests")
    for name in ("RONDOM_PUBLIC_URL", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return path
