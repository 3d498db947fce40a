"""Notes in groups that are large enough, so that no row of filters can single out one case.

Every note has facets one can filter on (month, role, organisation, kind...). Notes are laid in *classes* of equal
facets, each with notes of at least `minimum` different cases and as many authors; what would stand in a smaller
class loses facets, the most telling first, until it fits, and is withheld when nothing is left to lose. A filter
then always takes whole classes, so that the difference of any two results is empty or again at least one whole
class: trying filters one after another tells nothing about less than `minimum` cases (k-anonymity by
generalisation; Samarati and Sweeney 1998).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: What stands for a facet that was left out.
LEFT_OUT = ""


@dataclass(frozen=True)
class Row:
    """A note as it came: whose it is only as marks, and its facets in words."""

    id: str
    case: str
    author: str
    facets: Mapping[str, str]


@dataclass(frozen=True)
class Published:
    """A note as it may be shown, with the facets that it kept."""

    id: str
    facets: Mapping[str, str]


def publish(rows: Iterable[Row], minimum: int, lose_first: Sequence[str]) -> list[Published]:
    """What may be shown of these notes. `lose_first` names all facets, the most telling first."""
    waiting, shown = list(rows), []
    for lost in range(len(lose_first) + 1):
        kept = lose_first[lost:]
        small: list[Row] = []
        for facets, together in _classes(waiting, kept).items():
            if _large_enough(together, minimum):
                full = dict.fromkeys(lose_first, LEFT_OUT) | dict(zip(kept, facets, strict=True))
                shown += [Published(row.id, full) for row in together]
            else:
                small += together
        waiting = small
    return shown


def choose(notes: Iterable[Published], wanted: Mapping[str, str]) -> list[Published]:
    """The notes with these facets. A note that lost a facet is in no result that asks for it."""
    asked = {facet: value for facet, value in wanted.items() if value != LEFT_OUT}
    return [note for note in notes if all(note.facets.get(facet) == value for facet, value in asked.items())]


def counts(notes: Iterable[Published], facet: str) -> dict[str, int]:
    """How many notes there are for each value of a facet, most first; whole classes only, so never a small number."""
    found: dict[str, int] = defaultdict(int)
    for note in notes:
        if note.facets[facet] != LEFT_OUT:
            found[note.facets[facet]] += 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _classes(rows: Iterable[Row], kept: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row.facets[facet] for facet in kept)].append(row)
    return found


def _large_enough(rows: Sequence[Row], minimum: int) -> bool:
    return min(len({row.case for row in rows}), len({row.author for row in rows})) >= minimum
