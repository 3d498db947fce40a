"""The picture of the map: boxes with their words in lines, and arrows between them.

Plain geometry of names, places and words, without a database: pages, the shared screen and the report draw the same.
All lengths are in the units of the picture (`MAP_WIDTH` by `MAP_HEIGHT`).
"""

import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

BOX_WIDTH, PADDING = 264, 15
#: Size of the letters, and how many lines of that size a box may have. Small letters only when nothing else fits.
SIZES = ((30, 3), (25, 4), (21, 6))
LEADING = 1.18
BEND, BEND_MORE = 0.09, 0.13
HEAD, GAP = 17.0, 5.0
WORD_SIZE = 24
BESIDE_LEVEL = 24
NARROW, WIDE, CAPITALS = frozenset("iljtfrI'’.,:;|!() -"), frozenset("mwMW@%"), 0.66


@dataclass(frozen=True)
class Box:
    """A factor: its middle, its measures, and its words in lines."""

    id: str
    nature: str
    x: int
    y: int
    height: int
    size: int
    lines: tuple[str, ...]
    width: int = BOX_WIDTH

    @property
    def left(self) -> float:
        """Seen from the middle."""
        return -self.width / 2

    @property
    def top(self) -> float:
        """Seen from the middle."""
        return -self.height / 2

    def baselines(self) -> list[tuple[float, str]]:
        """Each line with the height it stands on, seen from the middle."""
        step = self.size * LEADING
        first = -step * (len(self.lines) - 1) / 2 + self.size * 0.34
        return [(round(first + number * step, 1), line) for number, line in enumerate(self.lines)]


@dataclass(frozen=True)
class Arrow:
    """A link: its curve, its head, and its word on a small label in the middle."""

    id: str
    relation: str
    certainty: str
    curve: str
    head: str
    word: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Edge:
    """A link to draw, between the boxes with these ids, with its word."""

    id: str
    source: str
    target: str
    relation: str
    certainty: str
    word: str


@dataclass(frozen=True)
class Drawn:
    """One arrow of the picture, and whether it is part of a circle."""

    arrow: Arrow
    in_circle: bool


def box(key: str, nature: str, x: int, y: int, words: str) -> Box:
    """A factor with its words broken to fit. No words at all gives one empty line."""
    for size, most in SIZES:
        lines = wrap(words, (BOX_WIDTH - 2 * PADDING) / size)
        if len(lines) <= most:
            break
    lines = _balanced(words, lines, (BOX_WIDTH - 2 * PADDING) / size)
    height = round(len(lines) * size * LEADING + 2 * PADDING)
    return Box(key, nature, x, y, height, size, tuple(lines))


def wrap(words: str, width: float) -> list[str]:
    """Words in lines of at most `width` ems; a word that is too long alone is cut."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= width:
            lines[-1] = longer
            continue
        pieces = _cut(word, width)
        lines += pieces if lines[-1] else []
        if not lines[0]:
            lines = pieces
    return lines


def measure(words: str) -> float:
    """About how wide words are, in ems: on the wide side, for fonts differ."""
    return sum(_width(sign) for sign in words)


def arrow(
    key: str, relation: str, certainty: str, word: str, source: Box, target: Box, beside: int = 0
) -> Arrow:
    """A curve from one box to another, bent to its own right so that there and back do not cover each other.

    `beside`: how many arrows go the same way already.
    """
    over, down = target.x - source.x, target.y - source.y
    bend = BEND + BEND_MORE * beside
    middle = (
        (source.x + target.x) / 2 - down * bend,
        (source.y + target.y) / 2 + over * bend,
    )
    start = _edge(source, middle, GAP)
    tip = _edge(target, middle, GAP)
    end = _towards(tip, middle, HEAD * 0.8)
    label = [start[n] / 4 + middle[n] / 2 + end[n] / 4 for n in (0, 1)]
    # Beside a level arrow, so that its line can be seen; on a steep one, where it covers little.
    label[1] += over / (math.hypot(over, down) or 1.0) * BESIDE_LEVEL
    return Arrow(
        key,
        relation,
        certainty,
        f"M{_pair(start)} Q{_pair(middle)} {_pair(end)}",
        _head(tip, middle),
        word,
        round(label[0], 1),
        round(label[1], 1),
        round(measure(word) * WORD_SIZE + 16, 1),
    )


def arrows(boxes: Iterable[Box], edges: Sequence[Edge], circling: Container[str]) -> list[Drawn]:
    """All arrows between boxes; those whose keys are `circling` last, so that nothing covers them."""
    standing = {one.id: one for one in boxes}
    beside = places_beside((edge.source, edge.target) for edge in edges)
    drawn = [
        Drawn(
            arrow(
                edge.id,
                edge.relation,
                edge.certainty,
                edge.word,
                standing[edge.source],
                standing[edge.target],
                number,
            ),
            edge.id in circling,
        )
        for edge, number in zip(edges, beside, strict=True)
    ]
    return sorted(drawn, key=lambda one: one.in_circle)


def places_beside(ends: Iterable[tuple[str, str]]) -> list[int]:
    """For arrows in order, how many before it have the same ends."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for pair in ends:
        found.append(seen.get(pair, 0))
        seen[pair] = found[-1] + 1
    return found


def free_place(taken: Sequence[tuple[int, int]], width: int, height: int, *, low: bool) -> tuple[int, int]:
    """A place for a new box where nothing stands; on a full field the place farthest from everything.

    `low`: look from below, where what helps stands.
    """
    rows = [round(height * (n + 0.5) / 6) for n in range(6)]
    columns = [round(width * (n + 0.5) / 5) for n in range(5)]
    rows.sort(key=lambda y: -y if low else abs(y - height / 2))
    columns.sort(key=lambda x: abs(x - width / 2))
    spots = [(x, y) for y in rows for x in columns]

    def room(spot: tuple[int, int]) -> float:
        return min((max(abs(spot[0] - x) / BOX_WIDTH, abs(spot[1] - y) / 150) for x, y in taken), default=2.0)

    return next((spot for spot in spots if room(spot) >= 1), max(spots, key=room))


def _width(sign: str) -> float:
    if sign in NARROW:
        return 0.34
    if sign in WIDE:
        return 0.88
    return CAPITALS if sign.isupper() else 0.56


def _balanced(words: str, lines: list[str], width: float) -> list[str]:
    """The same number of lines, as even as they can be."""
    for narrower in range(95, 45, -5):
        tried = wrap(words, width * narrower / 100)
        if len(tried) > len(lines) or any(len(line) > len(line.rstrip("-")) for line in tried):
            break
        lines = tried
    return lines


def _cut(word: str, width: float) -> list[str]:
    pieces = [""]
    for sign in word:
        if pieces[-1] and measure(pieces[-1] + sign + "-") > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _edge(of: Box, towards: tuple[float, float], gap: float) -> tuple[float, float]:
    """Where the line from the middle of a box to a point leaves the box."""
    over, down = towards[0] - of.x, towards[1] - of.y
    half = (of.width / 2 + gap, of.height / 2 + gap)
    reach = max(abs(over) / half[0], abs(down) / half[1], 1e-6)
    return of.x + over / max(reach, 1), of.y + down / max(reach, 1)


def _towards(point: tuple[float, float], other: tuple[float, float], length: float) -> tuple[float, float]:
    over, down = other[0] - point[0], other[1] - point[1]
    far = math.hypot(over, down) or 1.0
    step = min(length / far, 1)
    return point[0] + over * step, point[1] + down * step


def _head(tip: tuple[float, float], behind: tuple[float, float]) -> str:
    over, down = behind[0] - tip[0], behind[1] - tip[1]
    far = math.hypot(over, down) or 1.0
    over, down = over / far * HEAD, down / far * HEAD
    left = (tip[0] + over - down * 0.5, tip[1] + down + over * 0.5)
    right = (tip[0] + over + down * 0.5, tip[1] + down - over * 0.5)
    return f"M{_pair(tip)} L{_pair(left)} L{_pair(right)} Z"


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
