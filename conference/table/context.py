"""From where a viewer looks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from conference.access.policy import Viewer
from conference.core.runtime import Runtime
from conference.region.profile import Profile
from models.meeting import Meeting


@dataclass(frozen=True)
class ViewContext:
    """Who looks, at which meeting, when. `session` stays open while the page is made."""

    session: Session
    viewer: Viewer
    meeting: Meeting
    profile: Profile
    at: datetime
    runtime: Runtime


T = TypeVar("T")


@dataclass(frozen=True)
class OnTable:
    """What a subject lays on the table; `place` orders what is still open before a meeting closes."""

    place: int
    make: Callable[[ViewContext], Any]


#: By the name under which a template asks for it: `board.facts`.
VIEWS: dict[str, OnTable] = {}


def on_table(name: str, place: int) -> Callable[[Callable[[ViewContext], T]], Callable[[ViewContext], T]]:
    """Lay a view on every table under this name."""

    def keep(make: Callable[[ViewContext], T]) -> Callable[[ViewContext], T]:
        VIEWS[name] = OnTable(place, make)
        return make

    return keep
