"""Parts of a page that live: the same macro makes them on a fresh load and in a live update.

A fragment has a name (`agenda`, `text:ID`, `action:ID`); the browser morphs `[data-fragment=name]`.
Each surface (`table`, `phone`, `screen`) has a template `SURFACE/fragments.html` with a macro for each.
"""

from collections.abc import Callable, Iterable
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from conference.access import kinds, policy
from conference.access.kinds import Names
from conference.table.board import Board
from models.base import Base
from models.factors import Factor, Link

#: What news touches, for each surface. `main` is the part of the table that a page shows.
MEETING: Names = {
    "table": ("head", "agenda", "voices", "bar", "main", "queue", "people", "lobby", "screens", "rest"),
    "phone": ("head", "main", "actions", "queue", "people", "rest"),
    "screen": ("screen",),
}
PEOPLE: Names = {"table": ("people", "screens"), "phone": ("people", "who"), "screen": ("foot",)}
HANDS: Names = {"table": ("queue",), "phone": ("queue", "who"), "screen": ("foot",)}
EXPERTISE: Names = {"table": ("expertise", "people"), "phone": ("people",), "screen": ()}
QUESTIONS: Names = {"table": ("questions", "agenda"), "phone": ("questions",), "screen": ()}
LOBBY: Names = {"table": ("lobby", "people"), "phone": (), "screen": ()}


def everything(surface: str) -> tuple[str, ...]:
    """All of it, also for who looks around at another part than the table: they have no `main` that follows."""
    lists = (name for one in kinds.standing().values() for name in one.lists[surface])
    return tuple(dict.fromkeys([*MEETING[surface], *lists]))


@cache
def _kind_shown(part: str) -> str:
    """The kind of record that a live part shows: its own row, or another sight of it (a box on the picture)."""
    return next((name for name, stands in kinds.standing().items() if part in stands.sights), part)


def of_place(factor: Factor, links: Iterable[Link]) -> list[str]:
    """What a factor that moved takes along on the picture."""
    return [f"node:{factor.id}", *(f"arrow:{link.id}" for link in links)]


class Fragments:
    """Renders one fragment for one board. `environment` is the application's, with its globals."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def render(self, board: Board, name: str) -> Markup | None:
        """The HTML of a fragment; empty when it has nothing to show; None when the viewer may not know of it."""
        kind, _, key = name.partition(":")
        if ":" in key:  # what belongs to a thing, beside it: `explained:action:ID`
            return self._beside(board, kind, key)
        if key:
            record = kinds.find(board.session, f"{_kind_shown(kind)}:{key}")
            return self._thing(board, kind, record)
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board)

    def _thing(self, board: Board, kind: str, thing: Base | None) -> Markup | None:
        if thing is None or not policy.visible(thing, board.viewer):
            return None
        stands = kinds.standing_of(thing)
        if stands is not None and not stands.there(thing):
            return Markup("")
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board, thing)

    def _beside(self, board: Board, name: str, thing: str) -> Markup | None:
        macro = self._macro(board.seen.surface, name)
        if macro is None or not policy.visible(kinds.find(board.session, thing), board.viewer):
            return None
        return macro(board, thing)

    def _macro(self, surface: str, name: str) -> Callable[..., Markup] | None:
        module = self._environment.get_template(f"{surface}/fragments.html").module
        return getattr(module, f"fragment_{name}", None)
