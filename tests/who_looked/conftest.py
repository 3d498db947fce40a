"""A file of heads of its own for each test."""

from dataclasses import replace
from pathlib import Path

import pytest

from conference.core.heads import Heads
from conference.core.runtime import Runtime


@pytest.fixture(autouse=True)
def kept_heads(house: Runtime, tmp_path: Path) -> Heads:
    """Where the heads of this house are kept."""
    house.settings = replace(house.settings, log_heads=tmp_path / "elsewhere" / "heads")
    return Heads.of(house.settings, house.keys)
