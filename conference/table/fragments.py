"""Parts of a page that live: the same macro makes them on a fresh load and in a live update.

A fragment has a name (`agenda`, `text:ID`, `action:ID`); the browser morphs `[data-fragment=name]`.
Each surface (`table`, `phone`, `screen`) has a template `SURFACE/fragments.html` with a macro for each.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import Environment
from markupsafe import Markup

from conference.access import policy
from conference.table.board import Board
from models.base import Base
from models.factors import Factor, Link
from models.things import THINGS

Names = Mapping[str, tuple[str, ...]]
#: What news touches, for each surface. `main` is the part of the table that a page shows.
MEETING: Names = {
    "table": ("head", "agenda", "voices", "bar", "main", "queue", "people", "lobby", "screens", "rest"),
    "phone": ("head", "main", "actions", "queue", "people", "rest"),
    "screen": ("screen",),
}
PEOPLE: Names = {"table": ("people", "screens"), "phone": ("people", "who"), "screen": ("foot",)}
HANDS: Names = {"table": ("queue",), "phone": ("queue", "who"), "screen": ("foot",)}
RULES: Names = {"table": ("rules",), "phone": ("rules",), "screen": ("rules",)}
CHECK_OUT: Names = {"table": ("check_out",), "phone": ("check_out",), "screen": ("check_out",)}
EXPERTISE: Names = {"table": ("expertise", "people"), "phone": ("people",), "screen": ()}
QUESTIONS: Names = {"table": ("questions", "agenda"), "phone": ("questions",), "screen": ()}
LOBBY: Names = {"table": ("lobby", "people"), "phone": (), "screen": ()}


@dataclass(frozen=True)
class Place:
    """Where records of a kind stand: the fragments that hold their list, and the surfaces that take one alone."""

    lists: Names
    alone: frozenset[str] = frozenset({"table"})
    #: What goes along with one that is sent alone: a count, the next question.
    beside: Names = field(default_factory=dict)


#: Parts that show a record in another way than its own row: on the picture, in a list to choose from.
OTHER_SIGHTS = {"node": "factor", "choice": "factor", "hint": "factor", "arrow": "link"}
EVERYWHERE = frozenset({"table", "phone", "screen"})


def _on_all(*names: str) -> Names:
    return {"table": names, "phone": names, "screen": names}


#: What a change of one record touches, by its kind.
PLACES: dict[str, Place] = {
    "action": Place(_on_all("actions", "looking_back")),
    "statement": Place(
        _on_all("facts"), EVERYWHERE, {"table": ("asked",), "phone": ("question",), "screen": ()}
    ),
    "factor": Place(_on_all("map"), EVERYWHERE),
    "link": Place(
        {
            "table": ("picture", "circles", "removed"),
            "phone": ("picture", "circles", "removed"),
            "screen": ("map",),
        },
        EVERYWHERE,
    ),
    "safety_round": Place(_on_all("safety"), frozenset()),
    "goal": Place(_on_all("plan", "actions"), EVERYWHERE),
    "decision": Place(_on_all("decisions", "actions"), EVERYWHERE),
}


#: All of it, also for who looks around at another part than the table: they have no `main` that follows.
EVERYTHING: Names = {
    surface: tuple(
        dict.fromkeys(
            [
                *names,
                *RULES[surface],
                *CHECK_OUT[surface],
                *(name for place in PLACES.values() for name in place.lists[surface]),
            ]
        )
    )
    for surface, names in MEETING.items()
}


def around(record: Base, *, listed: bool) -> tuple[str, ...]:
    """What else shows something of a factor or an arrow that changed, and only a part of the map."""
    match record:
        case Factor() if not listed:
            return f"node:{record.id}", "coverage"
        case Link() if listed:
            return f"factor:{record.from_id}", f"factor:{record.to_id}"
        case Link():
            return (f"arrow:{record.id}",)
    return ()


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
            record = board.session.get(THINGS[OTHER_SIGHTS.get(kind, kind)], key)
            return self._thing(board, kind, record)
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board)

    def _thing(self, board: Board, kind: str, thing: Base | None) -> Markup | None:
        if thing is None or not policy.visible(thing, board.viewer):
            return None
        if isinstance(thing, Factor | Link) and not thing.stands:
            return Markup("")
        macro = self._macro(board.seen.surface, kind)
        return Markup("") if macro is None else macro(board, thing)

    def _beside(self, board: Board, name: str, thing: str) -> Markup | None:
        kind, _, key = thing.partition(":")
        macro = self._macro(board.seen.surface, name)
        if macro is None or not policy.visible(board.session.get(THINGS[kind], key), board.viewer):
            return None
        return macro(board, thing)

    def _macro(self, surface: str, name: str) -> Callable[..., Markup] | None:
        module = self._environment.get_template(f"{surface}/fragments.html").module
        return getattr(module, f"fragment_{name}", None)
