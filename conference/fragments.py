"""Parts of a page that live: the same macro makes them on a fresh load and in a live update.

A fragment has a name (`agenda`, `text:ID`, `action:ID`); the browser morphs `[data-fragment=name]`.
Each surface (`table`, `phone`, `screen`) has a template `SURFACE/fragments.html` with a macro for each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from conference import policy
from conference.board import Board
from models.base import Base
from models.things import THINGS

#: Set in the environment of a request that only makes a live part.
LIVE_UPDATE = "rondom.live_update"
Names = Mapping[str, tuple[str, ...]]
#: What news touches, for each surface. `main` is the part of the table that a page shows.
MEETING: Names = {
    "table": ("head", "agenda", "voices", "bar", "main", "queue", "people", "lobby", "screens", "rest"),
    "phone": ("head", "main", "actions", "queue", "people", "rest"),
    "screen": ("screen",),
}
PEOPLE: Names = {"table": ("people", "screens"), "phone": ("people", "who"), "screen": ("foot",)}
HANDS: Names = {"table": ("queue",), "phone": ("queue", "who"), "screen": ("foot",)}
LOBBY: Names = {"table": ("lobby", "people"), "phone": (), "screen": ()}


@dataclass(frozen=True)
class Place:
    """Where records of a kind stand: the fragments that hold their list, and the surfaces that take one alone."""

    lists: Names
    alone: frozenset[str] = frozenset({"table"})


EVERYWHERE = frozenset({"table", "phone", "screen"})


def _on_all(*names: str) -> Names:
    return {"table": names, "phone": names, "screen": names}


#: What a change of one record touches, by its kind.
PLACES: dict[str, Place] = {
    "action": Place(_on_all("actions")),
    "statement": Place(_on_all("facts"), EVERYWHERE),
    "factor": Place(_on_all("map"), EVERYWHERE),
    "link": Place(_on_all("map"), EVERYWHERE),
    "safety_round": Place(_on_all("safety"), frozenset()),
    "goal": Place(_on_all("plan"), EVERYWHERE),
    "decision": Place(_on_all("decisions"), EVERYWHERE),
}


class Fragments:
    """Renders one fragment for one board. `environment` is the application's, with its globals."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def render(self, board: Board, name: str) -> Markup | None:
        """The HTML of a fragment; empty when it has nothing to show; None when the viewer may not know of it."""
        kind, _, key = name.partition(":")
        if key:
            return self._thing(board, kind, board.session.get(THINGS[kind], key))
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board)

    def _thing(self, board: Board, kind: str, thing: Base | None) -> Markup | None:
        if thing is None or not policy.visible(thing, board.viewer):
            return None
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board, thing)

    def _macro(self, surface: str, name: str) -> Callable[..., Markup] | None:
        module = self._environment.get_template(f"{surface}/fragments.html").module
        return getattr(module, f"fragment_{name}", None)
