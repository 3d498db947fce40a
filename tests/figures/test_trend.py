"""A trend as a picture: inside its field, names apart, and the same numbers in the table."""

from hypothesis import given
from hypothesis import strategies as st

from conference.core.diagram.labels import LABEL_HEIGHT
from conference.learning.figures.batches import Point
from conference.learning.figures.trend import BOTTOM, LEFT, MONTHS, RIGHT, SHOWN, TOP, Trend, percent, period

MONTHS_OF = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
LINE = st.lists(
    st.tuples(st.sampled_from(MONTHS_OF), st.integers(1, 19)), max_size=24, unique_by=lambda one: one[0]
)


def line(drawn: list[tuple[str, int]]) -> list[Point]:
    return [Point(month, month, 5 * share, 5, 9) for month, share in sorted(drawn)]


@given(LINE, LINE, st.none() | st.floats(0, 100))
def test_it_stays_in_its_field_and_no_name_is_over_another(
    parents: list[tuple[str, int]], children: list[tuple[str, int]], baseline: float | None
) -> None:
    trend = Trend({"parent": line(parents), "child": line(children)}, ["parent", "child"], baseline, "nl")
    names = [one.label_y for one in trend.lines]
    if baseline is not None:
        names.append(trend.baseline_label_y)
    for number, one in enumerate(names):
        assert all(abs(one - other) >= LABEL_HEIGHT for other in names[:number])
    for drawn in trend.lines:
        assert len(drawn.points) <= SHOWN
        assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in drawn.points)
        assert [x for x, _ in drawn.points] == sorted({x for x, _ in drawn.points})
    assert len(trend.marks) <= MONTHS
    assert trend.empty is (not parents and not children)
    assert len(trend.rows) == sum(len(one.points) for one in trend.lines)


def test_the_ends_stand_for_everything_beyond() -> None:
    assert [percent(share) for share in (5, 50, 95)] == ["≤ 5%", "50%", "≥ 95%"]


def test_a_period_in_words() -> None:
    assert period("2026-05", "2026-05", "nl") == "mei 2026"
    assert period("2026-03", "2026-04", "nl") == "maart – april 2026"
    assert period("2025-12", "2026-01", "nl", "MMM") == "dec 25 – jan 26"
