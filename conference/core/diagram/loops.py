"""Circles (*rondjes*) on the map: arrows that come back where they began."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import networkx

from models.enums import Relation

#: An arrow that makes something smaller is a way out of a circle, not a part of it.
WAYS_OUT = frozenset({Relation.PROTECTS_AGAINST, Relation.REDUCES})
#: Nobody reads a longer circle, or more of them; looking further would take without end on a wild map.
LONGEST_CIRCLE, MOST_CIRCLES, LOOKED_AT = 6, 5, 300


@dataclass(frozen=True)
class Step:
    """An arrow from one factor to another, by their keys."""

    key: str
    source: str
    target: str
    relation: str


def circles(factors: Sequence[str], steps: Sequence[Step]) -> list[list[str]]:
    """The keys of the arrows of each circle: the shortest first, each from its earliest factor on.

    The same for everybody who sees the same factors, in order, and the same arrows.
    """
    place = {factor: number for number, factor in enumerate(factors)}
    first: dict[tuple[int, int], str] = {}
    for step in steps:
        if step.relation not in WAYS_OUT:
            first.setdefault((place[step.source], place[step.target]), step.key)
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(range(len(place)))
    graph.add_edges_from(sorted(first))
    found = islice(networkx.simple_cycles(graph, length_bound=LONGEST_CIRCLE), LOOKED_AT)
    rounds = sorted((len(one), _from_the_first(one)) for one in found)[:MOST_CIRCLES]
    return [[first[pair] for pair in zip(one, [*one[1:], one[0]], strict=True)] for _, one in rounds]


def _from_the_first(circle: Sequence[int]) -> list[int]:
    """The same circle, told from its earliest factor on."""
    start = circle.index(min(circle))
    return [*circle[start:], *circle[:start]]
