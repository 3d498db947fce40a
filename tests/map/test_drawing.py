"""The picture of the map: words in lines, boxes and arrows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.core.diagram import drawing
from conference.core.diagram.drawing import BOX_WIDTH, PADDING

WORDS = st.lists(st.text(alphabet="abcdefghijklmW éñ'-", min_size=1, max_size=30), max_size=12).map(" ".join)


@settings(deadline=None)
@given(WORDS.map(lambda words: words[:80]))
def test_every_word_stands_in_the_box_and_no_line_leaves_it(words: str) -> None:
    box = drawing.box("a", "risk", 800, 450, words)
    room = (BOX_WIDTH - 2 * PADDING) / box.size
    assert all(drawing.measure(line) <= room + 1e-9 for line in box.lines)
    told = "".join("".join(line.split()) for line in box.lines).replace("-", "")
    assert told == "".join(words.split()).replace("-", "")
    heights = [height for height, _ in box.baselines()]
    assert box.top < heights[0] - box.size * 0.7
    assert heights[-1] < -box.top


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Alcohol", 1),
        ("Ruben vraagt zelf om hulp", 2),
        ("Schaamte en weinig mensen om mee te praten", 3),
        ("", 1),
    ],
)
def test_labels_break_between_words(words: str, lines: int) -> None:
    box = drawing.box("a", "risk", 0, 0, words)
    assert len(box.lines) == lines
    assert " ".join(box.lines) == words


def numbers(curve: str) -> list[float]:
    return [
        float(one)
        for one in curve.replace("M", "").replace("Q", "").replace("L", "").replace("Z", "").split()
    ]


def test_an_arrow_runs_from_edge_to_edge() -> None:
    one, other = drawing.box("a", "risk", 200, 200, "Een"), drawing.box("b", "risk", 900, 200, "Twee")
    made = drawing.arrow("l", "triggers", "shared_view", "lokt uit", one, other)
    assert one.x + BOX_WIDTH / 2 < numbers(made.curve)[0] < one.x + BOX_WIDTH / 2 + 10
    tip = numbers(made.head)[0]
    assert other.x - BOX_WIDTH / 2 - 10 < tip < other.x - BOX_WIDTH / 2


def test_there_and_back_and_twice_the_same_way_do_not_cover_each_other() -> None:
    one, other = drawing.box("a", "risk", 200, 200, "Een"), drawing.box("b", "risk", 900, 200, "Twee")
    there = drawing.arrow("l", "triggers", "shared_view", "lokt uit", one, other)
    back = drawing.arrow("m", "triggers", "shared_view", "lokt uit", other, one)
    second = drawing.arrow("n", "hides", "shared_view", "verbergt", one, other, beside=1)
    assert len({there.y, back.y, second.y}) == 3
    assert abs(there.y - back.y) > 34


def test_boxes_on_one_place_still_get_an_arrow() -> None:
    one, other = drawing.box("a", "risk", 0, 0, "Een"), drawing.box("b", "risk", 0, 0, "Twee")
    assert "nan" not in drawing.arrow("l", "hides", "disputed", "verbergt", one, other).curve


def test_arrows_are_counted_by_their_ends() -> None:
    assert drawing.places_beside([("a", "b"), ("b", "a"), ("a", "b"), ("a", "b")]) == [0, 0, 1, 2]


@settings(deadline=None)
@given(st.integers(0, 60), st.booleans())
def test_a_new_box_never_gets_a_place_outside_the_field(count: int, low: bool) -> None:
    taken: list[tuple[int, int]] = []
    for _ in range(count):
        x, y = drawing.free_place(taken, 1600, 900, low=low)
        assert 0 <= x <= 1600
        assert 0 <= y <= 900
        taken.append((x, y))
