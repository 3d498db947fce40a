"""Figures in batches that are large enough, so that no choice of period can single out a family.

What was measured waits until a month is over. Then whole months are put together, oldest first, until they hold
values of at least `minimum` different families: that is a batch, and it stays one for good. A period shows the
batches that lie wholly inside it and nothing else, so that the difference of any two periods is empty or at least
one whole batch again. A share is rounded to fives and never 0 or 100: of nobody in a group is the answer certain.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: Shares are said in steps of this many percent.
STEP = 5


@dataclass(frozen=True)
class Value:
    """What was measured of one family in one month: `value` of `answers`. `case` is a keyed mark."""

    id: str
    case: str
    month: str
    value: float
    answers: int


@dataclass(frozen=True)
class Point:
    """One batch as it may be shown: from month to month, the share in percent, and of how many."""

    first: str
    last: str
    share: int
    families: int
    answers: int


def batches(waiting: Iterable[Value], minimum: int) -> list[list[Value]]:
    """The waiting values of one group in batches of whole months; what is left over goes on waiting."""
    by_month: dict[str, list[Value]] = {}
    for one in waiting:
        by_month.setdefault(one.month, []).append(one)
    made: list[list[Value]] = []
    together: list[Value] = []
    for month in sorted(by_month):
        together = together + by_month[month]
        if families(together) >= minimum:
            made.append(together)
            together = []
    return made


def point(batch: Sequence[Value], minimum: int) -> Point | None:
    """A batch as it is shown, or None when it holds too few families."""
    answers = sum(one.answers for one in batch)
    if families(batch) < minimum or not answers:
        return None
    months = sorted(one.month for one in batch)
    return Point(
        months[0], months[-1], share(sum(one.value for one in batch), answers), families(batch), answers
    )


def inside(points: Iterable[Point], first: str, last: str) -> list[Point]:
    """The points that lie wholly in a period."""
    return [one for one in points if first <= one.first and one.last <= last]


def families(values: Iterable[Value]) -> int:
    """How many different families."""
    return len({one.case for one in values})


def share(value: float, answers: int) -> int:
    """A share in percent, in steps of five, from 5 (or less) to 95 (or more)."""
    rounded = STEP * round(100 * value / answers / STEP)
    return min(max(rounded, STEP), 100 - STEP)
