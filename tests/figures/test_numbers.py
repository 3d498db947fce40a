"""No choice of period tells of fewer families than the minimum, and no share makes anybody's answer certain."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conference.learning.figures.batches import Value, batches, families, inside, point, share

MONTHS = [f"2026-{number:02d}" for number in range(1, 13)]
VALUES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 11), st.integers(0, 1)),
    max_size=60,
    unique_by=lambda one: one[:2],
).map(
    lambda drawn: [
        Value(f"{case} {month}", f"case{case}", MONTHS[month], value, 1) for case, month, value in drawn
    ]
)
PERIODS = [(first, last) for first in MONTHS for last in MONTHS if first <= last]


def shown(made: list[list[Value]], minimum: int, first: str, last: str) -> frozenset[str]:
    """Which values stand behind what a period shows."""
    found = []
    for batch in made:
        drawn = point(batch, minimum)
        if drawn and inside([drawn], first, last):
            found += [one.id for one in batch]
    return frozenset(found)


def cases(keys: frozenset[str], values: list[Value]) -> int:
    return families(one for one in values if one.id in keys)


@given(VALUES, st.integers(3, 6))
def test_no_period_and_no_difference_of_periods_tells_of_few_families(
    values: list[Value], minimum: int
) -> None:
    made = batches(values, minimum)
    results = {shown(made, minimum, first, last) for first, last in PERIODS}
    for one in results:
        assert not one or cases(one, values) >= minimum
    for one, other in combinations(results, 2):
        for left in (one - other, other - one, one & other, one ^ other):
            assert not left or cases(left, values) >= minimum


@given(VALUES, VALUES, st.integers(3, 6), st.integers(3, 6))
def test_what_came_out_stays_and_what_is_new_is_enough_again(
    values: list[Value], more: list[Value], minimum: int, other_minimum: int
) -> None:
    """Another minimum later, and months that were measured late, change nothing in what was shown."""
    out = batches(values, minimum)
    gone = {one.id for batch in out for one in batch}
    waiting = {one.id: one for one in [*more, *values] if one.id not in gone}
    later = out + batches(waiting.values(), other_minimum)
    everything = list({one.id: one for one in [*more, *values]}.values())
    for first, last in PERIODS:
        before = shown(out, other_minimum, first, last)
        after = shown(later, other_minimum, first, last)
        assert before <= after
        assert not after - before or cases(after - before, everything) >= other_minimum


@given(VALUES, st.integers(3, 6))
def test_nothing_is_counted_twice_and_months_stay_whole(values: list[Value], minimum: int) -> None:
    made = batches(values, minimum)
    together = [one.id for batch in made for one in batch]
    assert len(together) == len(set(together))
    for batch in made:
        months = {one.month for one in batch}
        assert {one.id for one in values if one.month in months} == {one.id for one in batch}


@given(st.integers(1, 500), st.data())
def test_a_share_never_says_nobody_or_everybody(answers: int, data: st.DataObject) -> None:
    said = share(data.draw(st.integers(0, answers)), answers)
    assert 5 <= said <= 95
    assert said % 5 == 0


def test_too_few_families_are_no_point() -> None:
    values = [Value(str(n), f"case{n % 4}", "2026-01", 1, 9) for n in range(40)]
    assert batches(values, 5) == []
    assert point(values, 5) is None
    assert point(values, 4) is not None
