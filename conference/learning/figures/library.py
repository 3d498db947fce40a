"""The indicator library: what can be measured lightly, from the case itself or the check-out (MI-01, MI-04)."""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from conference.learning.ports import Source
from models.enums import Role

FILE = Path(__file__).with_name("library.yaml")


class Set(StrEnum):
    """Which set an indicator is of."""

    ROTTERDAM = "rotterdam"
    CHECK_OUT = "check_out"
    PROCESS = "process"


class Definition(BaseModel):
    """One indicator of the library. `field`: which question or phase; `groups`: whose answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    set: Set
    label: dict[str, str]
    meaning: dict[str, str]
    suggestion: dict[str, str]
    source: Source
    field: str = ""
    groups: tuple[Role, ...] = ()

    @property
    def all_groups(self) -> tuple[str, ...]:
        """The groups it is shown for; an empty name stands for the families as a whole."""
        return self.groups or ("",)


@lru_cache(maxsize=1)
def library() -> dict[str, Definition]:
    """Everything that can be switched on, by key, in the order of the file."""
    found = [Definition.model_validate(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
    return {one.key: one for one in found}
