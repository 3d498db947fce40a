"""A trend as a small picture: one line for each group of people, its name and last number at its end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date

from conference.core.diagram.labels import free_height
from conference.core.rendering import month_day
from conference.learning.figures.batches import STEP, Point

#: The field: the middle of the first and last month, and of 100 and 0 percent.
LEFT, RIGHT, TOP, BOTTOM = 56, 236, 16, 176
#: So many months are drawn; the table holds no more either.
SHOWN = 12
#: Names of months that stand closer would write over each other.
MONTHS = 3


@dataclass(frozen=True)
class Line:
    """The points of one group: (x, y) of each, and how high its name stands."""

    group: str
    points: list[tuple[int, int]]
    last: Point
    label_y: int

    @property
    def path(self) -> str:
        """The line as SVG draws it."""
        return "M" + " L".join(f"{x} {y}" for x, y in self.points)


class Trend:
    """The points of one indicator, to draw and to read."""

    def __init__(
        self,
        points: Mapping[str, Sequence[Point]],
        groups: Sequence[str],
        baseline: float | None,
        language: str,
    ) -> None:
        self._points = {group: list(points.get(group, ()))[-SHOWN:] for group in groups}
        self.groups, self.baseline, self._language = list(groups), baseline, language

    @property
    def empty(self) -> bool:
        """Whether no group has a number yet."""
        return not any(self._points.values())

    @cached_property
    def months(self) -> list[str]:
        """The last month of each batch of any group, oldest first: the places on the line."""
        return sorted({one.last for line in self._points.values() for one in line})

    @property
    def marks(self) -> list[tuple[int, str]]:
        """Where the name of a month stands: of a few of them, always the last."""
        step = max(1, -(-len(self.months) // MONTHS))
        chosen = [
            number
            for number in range(len(self.months) - 1, -1, -1)
            if (len(self.months) - 1 - number) % step == 0
        ]
        return [
            (self._x(number), short_month(self.months[number], self._language)) for number in reversed(chosen)
        ]

    @property
    def grid(self) -> list[tuple[int, int]]:
        """Percent and height of each line behind."""
        return [(percent, height(percent)) for percent in (0, 50, 100)]

    @property
    def baseline_y(self) -> int | None:
        """How high the baseline stands."""
        return None if self.baseline is None else height(self.baseline)

    @property
    def baseline_label_y(self) -> int:
        """How high its name stands: beside its end, free of the names of the lines."""
        return free_height(self.baseline_y or TOP, [line.label_y for line in self.lines])

    @cached_property
    def lines(self) -> list[Line]:
        """One for each group that has numbers; names never over each other."""
        found: list[Line] = []
        taken: list[int] = []
        for group, points in self._points.items():
            if points:
                places = [(self._x(self.months.index(one.last)), height(one.share)) for one in points]
                taken.append(free_height(places[-1][1], taken))
                found.append(Line(group, places, points[-1], taken[-1]))
        return found

    @property
    def rows(self) -> list[tuple[str, Point]]:
        """The same in numbers: group and point, newest first."""
        found = [(group, one) for group, line in self._points.items() for one in line]
        return sorted(found, key=lambda pair: pair[1].last, reverse=True)

    def _x(self, number: int) -> int:
        steps = max(len(self.months) - 1, 1)
        return LEFT + (RIGHT - LEFT) * number // steps if len(self.months) > 1 else RIGHT


def height(percent: float) -> int:
    """Where a share stands: 100 at the top."""
    return round(BOTTOM - (BOTTOM - TOP) * percent / 100)


def percent(share: int) -> str:
    """`70%`; the ends stand for everything beyond them, so that nobody's answer is certain."""
    return {STEP: f"≤ {STEP}%", 100 - STEP: f"≥ {100 - STEP}%"}.get(share, f"{share}%")


def short_month(month: str, language: str) -> str:
    """`mei 26`."""
    return str(format_date(month_day(month), "MMM yy", locale=language)).replace(".", "")


def period(first: str, last: str, language: str, name: str = "MMMM") -> str:
    """`mei 2026`, or `april – mei 2026`; with `MMM` for a name the short one that fits in a table."""
    year = "y" if name == "MMMM" else "yy"
    end = str(format_date(month_day(last), f"{name} {year}", locale=language))
    if first != last:
        begin = format_date(
            month_day(first), name if first[:4] == last[:4] else f"{name} {year}", locale=language
        )
        end = f"{begin} – {end}"
    return end.replace(".", "")
