"""The map while three people draw at once: what each screen kept is the same, is fresh, and is what the rules say."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from conference.table.meeting import use_cases as meetings
from models.factors import (
    MAP_HEIGHT,
    MAP_WIDTH,
    Factor,
    FactorAbout,
    FactorNamedBy,
    FactorStatement,
    Link,
    LinkSaidBy,
)
from tests.cast import Cast
from tests.lines import Line, Lines, applied, parts

WHO = ("noor", "anna", "sam")
LOOKING = (*WHO, "screen")
RELATIONS = ("triggers", "reduces")
Step = tuple[str, str, int, int, int]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(
            ("add", "add", "move", "nudge", "remove", "restore", "link", "link", "unlink", "relink")
        ),
        st.sampled_from(WHO),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(-200, 1700),
    ),
    min_size=4,
    max_size=14,
)


@dataclass
class Model:
    """The map in the simplest words: places by factor, whose each is, which arrows were ever drawn and still stand."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    links: dict[tuple[str, str, str], str] = field(default_factory=dict)
    unlinked: set[str] = field(default_factory=set)
    owners: dict[str, str] = field(default_factory=dict)

    @property
    def nodes(self) -> dict[str, tuple[int, int]]:
        """Where everything stands that stands."""
        return {key: place for key, place in self.places.items() if key not in self.gone}

    @property
    def arrows(self) -> set[str]:
        """The arrows that can be seen."""
        return {
            link
            for (source, target, _), link in self.links.items()
            if link not in self.unlinked and not {source, target} & self.gone
        }


class Table:
    """Three people who draw on one map, and the model that says what should come of it."""

    def __init__(self, lines: dict[str, Line]) -> None:
        self.lines, self.model = lines, Model()

    def take(self, step: Step, number: int) -> None:
        """One step of somebody; a refusal is expected exactly when the rules say so."""
        kind, who, one, other, x = step
        if kind == "add":
            self._add(who, f"Zorg {number}", ("risk", "protective")[one % 2])
        elif kind in ("unlink", "relink"):
            self._link_again(kind, who, one)
        elif self.model.places:
            keys = list(self.model.places)
            factor, second = keys[one % len(keys)], keys[other % len(keys)]
            getattr(self, f"_{kind}")(who, factor, second, x)

    def _ask(self, who: str, name: str, expected: bool, **fields: Any) -> dict[str, Any]:
        answer = self.lines[who].wish(name, **fields)
        assert answer["ok"] is expected, (name, fields, answer)
        return answer

    def _add(self, who: str, label: str, nature: str) -> None:
        key = self._ask(who, "factor:add", True, label=label, nature=nature)["factor"]
        # A free place is the server's to choose; the step after it puts it somewhere.
        self.model.places[key] = (0, 0)
        self.model.owners[key] = who
        self._move(who, key, key, len(self.model.places) * 100)

    def _move(self, who: str, factor: str, _: str, x: int) -> None:
        stands = factor not in self.model.gone
        self._ask(who, "factor:move", stands, factor=factor, x=x, y=x // 2)
        if stands:
            self.model.places[factor] = (min(max(x, 0), MAP_WIDTH), min(max(x // 2, 0), MAP_HEIGHT))

    def _nudge(self, who: str, factor: str, _: str, x: int) -> None:
        stands = factor not in self.model.gone
        self._ask(who, "factor:nudge", stands, factor=factor, way="left")
        if stands:
            left, top = self.model.places[factor]
            self.model.places[factor] = (max(left - 80, 0), top)

    def _remove(self, who: str, factor: str, _: str, x: int) -> None:
        """Only who put it there takes it away; what is gone already stays so for anybody."""
        fine = self.model.owners[factor] == who or factor in self.model.gone
        self._ask(who, "factor:remove", fine, factor=factor)
        if fine:
            self.model.gone.add(factor)

    def _restore(self, who: str, factor: str, _: str, x: int) -> None:
        fine = self.model.owners[factor] == who or factor not in self.model.gone
        self._ask(who, "factor:restore", fine, factor=factor)
        if fine:
            self.model.gone.discard(factor)

    def _link(self, who: str, source: str, target: str, x: int) -> None:
        relation = RELATIONS[x % 2]
        link = self.model.links.get((source, target, relation))
        twice = link is not None and link not in self.model.unlinked
        fine = source != target and not {source, target} & self.model.gone and not twice
        answer = self._ask(who, "link:add", fine, source=source, target=target, relation=relation)
        if fine:
            self.model.links[source, target, relation] = answer["link"]
            self.model.unlinked.discard(answer["link"])

    def _link_again(self, kind: str, who: str, one: int) -> None:
        if not self.model.links:
            return
        link = list(self.model.links.values())[one % len(self.model.links)]
        if kind == "unlink":
            self._ask(who, "link:remove", True, link=link)
            self.model.unlinked.add(link)
        else:
            self._ask(who, "link:restore", True, link=link)
            self.model.unlinked.discard(link)


def emptied(cast: Cast) -> None:
    """A table without a map, for the next example."""
    with cast.house.database.work() as work:
        for kind in (LinkSaidBy, Link, FactorAbout, FactorNamedBy, FactorStatement, Factor):
            work.session.execute(delete(kind))


def drawn(page: dict[str, str]) -> tuple[str, str, str]:
    """What everybody must see alike: the boxes, the arrows, and what goes round."""
    nodes = "".join(html for name, html in sorted(page.items()) if name.startswith("node:"))
    arrows = "".join(html for name, html in sorted(page.items()) if name.startswith("arrow:"))
    return nodes, arrows, page["circles"]


# Not made smaller after a failure: that would open hundreds of tables.
@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    phases=set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_three_people_who_draw_at_once_see_one_map(lines: Lines, cast: Cast, steps: list[Step]) -> None:
    emptied(cast)
    part = next(part for part in cast.meeting.parts if part.key == "understand")
    cast.yusuf.do(meetings.move, part.id)
    opened = {name: lines(name) for name in LOOKING}
    table = Table(opened)
    for number, step in enumerate(steps):
        table.take(step, number)
    seen = {}
    for name, line in opened.items():
        live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
        assert live == fresh, name
        seen[name] = drawn(fresh)
        line.socket.disconnect()
    assert len(set(seen.values())) == 1
    nodes, arrows, _ = seen["screen"]
    model = table.model
    boxes = BeautifulSoup(nodes, "html5lib").find_all(attrs={"data-node": True})
    places = {key: f"translate({x} {y})" for key, (x, y) in model.nodes.items()}
    assert {box["data-node"]: box["transform"] for box in boxes} == places
    assert arrows.count("data-fragment=") == len(model.arrows)
    assert all(f'data-fragment="arrow:{key}"' in arrows for key in model.arrows)
