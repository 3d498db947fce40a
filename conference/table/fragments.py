"""Parts of a page that live: the same macro makes them on a fresh load and in a live update.

A fragment has a name (`agenda`, `text:ID`, `action:ID`); the browser morphs `[data-fragment=name]`.
Each has a macro of its own, `fragment_NAME`, in the template of its subject for the surface: `SUBJECT/SURFACE.html`.
What belongs to no subject stands in the shell of the surface, `SURFACE/fragments.html`.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from conference.access import kinds, policy
from conference.access.kinds import Names
from conference.core import looks
from conference.table.board import Board, block_of
from models.base import Base
from models.factors import Factor, Link

Macro = Callable[..., Markup]
#: A folder of templates with one of these holds live parts.
SURFACES = ("/table.html", "/phone.html", "/screen.html", "/parts.html")
#: Which files of a subject a surface looks in. A phone shows what a laptop shows, unless a subject says it in another
#: way there; a screen shows only what was made for it. `parts.html` is for all.
HOMES: Names = {
    "table": ("table", "parts"),
    "phone": ("phone", "table", "parts"),
    "screen": ("screen", "parts"),
}
#: What news touches, for each surface. `main` is the part of the table that a page shows.
MEETING: Names = {
    "table": (
        "head",
        "frame",
        "agenda",
        "voices",
        "bar",
        "proposals",
        "main",
        "queue",
        "people",
        "lobby",
        "screens",
        "rest",
    ),
    "phone": ("head", "frame", "bar", "proposals", "main", "actions", "queue", "people", "rest"),
    "screen": ("screen",),
}
PEOPLE: Names = {"table": ("people", "screens"), "phone": ("people", "who"), "screen": ("foot",)}
HANDS: Names = {"table": ("queue",), "phone": ("queue", "who"), "screen": ("foot",)}
EXPERTISE: Names = {"table": ("expertise", "people"), "phone": ("people",), "screen": ()}
QUESTIONS: Names = {"table": ("questions", "agenda"), "phone": ("questions",), "screen": ()}
PROPOSALS: Names = {"table": ("proposals",), "phone": ("proposals",), "screen": ()}
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


def _looked_at(board: Board, name: str) -> None:
    """Whoever gets something of a part of the meeting looked at that part."""
    look = looks.now()
    if look is not None and not look.part and board.part is not None:
        block = block_of(name)
        if name in ("main", "text") or (block is not None and board.has_block(block)):
            look.part = board.part.id


class Fragments:
    """Renders one fragment for one board. `environment` is the application's, with its globals."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._found = dict[str, dict[str, Macro]]()
        environment.globals.update(fragment=self.part, block=self.block, focus=self.focus)

    def part(self, board: Board, name: str, *given: Any) -> Markup:
        """For templates: a live part where it stands on a page; empty when this surface has none of that name."""
        _looked_at(board, name)
        macro = self._macro(board.seen.surface, name)
        return Markup("") if macro is None else macro(board, *given)

    def block(self, board: Board, name: str) -> Markup:
        """For templates: what a block of a part puts on a page: `block_NAME`, or else the live part itself."""
        macro = self._macro(board.seen.surface, name, "block")
        return self.part(board, name) if macro is None else macro(board)

    def focus(self, board: Board) -> Markup:
        """For templates: what the chair put on the screen, alone (`focus_KIND`); empty when that is nothing."""
        macro = self._macro(board.seen.surface, board.focus_kind, "focus")
        return Markup("") if macro is None else macro(board, board.focus)

    def render(self, board: Board, name: str) -> Markup | None:
        """The HTML of a fragment; empty when it has nothing to show; None when the viewer may not know of it."""
        kind, _, key = name.partition(":")
        _looked_at(board, kind)
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

    def _macro(self, surface: str, name: str, what: str = "fragment") -> Macro | None:
        if surface not in self._found:
            self._found[surface] = self._all_of(surface)
        return self._found[surface].get(f"{what}_{name}")

    def _all_of(self, surface: str) -> dict[str, Macro]:
        """Every macro of a surface by its name; what comes first in `HOMES` wins."""
        there = set(self._environment.list_templates())
        folders = {name.rpartition("/")[0] for name in there if name.endswith(SURFACES)}
        subjects = sorted(folders - set(HOMES))  # a shell holds pages beside its live parts
        names = [f"{subject}/{home}.html" for home in HOMES[surface] for subject in subjects]
        found: dict[str, Macro] = {}
        for name in (f"{surface}/fragments.html", *names):
            if name in there:
                found = vars(self._environment.get_template(name).module) | found
        return found
