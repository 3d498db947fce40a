"""Nobody singles out a case by trying filters: every answer, and every difference of answers, is large enough."""

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from conference.learning.log.publish import LEFT_OUT, Published, Row, choose, counts, publish

FACETS = ("organisation", "role", "kind", "month")
VALUES = {
    "organisation": ("Wijkteam", "Veilig Thuis", "GGZ"),
    "role": ("parent", "local_team", "specialist"),
    "kind": ("works", "obstacle"),
    "month": ("2026-04", "2026-05"),
}


def rows_of(drawn: list[tuple[int, int, str, str, str, str]]) -> list[Row]:
    return [
        Row(str(number), f"case{case}", f"author{author}", dict(zip(FACETS, facets, strict=True)))
        for number, (case, author, *facets) in enumerate(drawn)
    ]


NOTES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 12), *(st.sampled_from(VALUES[facet]) for facet in FACETS)),
    max_size=70,
).map(rows_of)
FILTERS = [
    {facet: value for facet, value in zip(FACETS, chosen, strict=True) if value}
    for chosen in product(*(("", *VALUES[facet]) for facet in FACETS))
]


def cases(notes: set[str], rows: list[Row]) -> set[str]:
    return {row.case for row in rows if row.id in notes}


@given(NOTES, st.integers(2, 5))
def test_no_filter_and_no_difference_of_filters_shows_less_than_the_minimum(
    rows: list[Row], minimum: int
) -> None:
    shown = publish(rows, minimum, FACETS)
    results = {frozenset(note.id for note in choose(shown, wanted)) for wanted in FILTERS}
    for one in results:
        assert not one or len(cases(set(one), rows)) >= minimum
    for one, other in combinations(results, 2):
        for left in (one - other, other - one, one & other):
            assert not left or len(cases(set(left), rows)) >= minimum


@given(NOTES, st.integers(2, 5))
def test_three_filters_together_tell_no_more(rows: list[Row], minimum: int) -> None:
    shown = publish(rows, minimum, FACETS)
    results = sorted({frozenset(note.id for note in choose(shown, wanted)) for wanted in FILTERS}, key=len)
    for one, two, three in combinations(results[:12], 3):
        for left in ((one | two) - three, one - two - three, (one ^ two) - three):
            assert not left or len(cases(set(left), rows)) >= minimum


@given(NOTES, st.integers(2, 5))
def test_every_count_is_of_enough_cases(rows: list[Row], minimum: int) -> None:
    shown = publish(rows, minimum, FACETS)
    for facet in FACETS:
        for value, count in counts(shown, facet).items():
            found = choose(shown, {facet: value})
            assert len(found) == count
            assert len(cases({note.id for note in found}, rows)) >= minimum


@given(NOTES)
def test_a_note_is_shown_once_with_facets_that_it_had(rows: list[Row]) -> None:
    shown = publish(rows, 3, FACETS)
    had = {row.id: row.facets for row in rows}
    assert len({note.id for note in shown}) == len(shown)
    for note in shown:
        assert all(value in (LEFT_OUT, had[note.id][facet]) for facet, value in note.facets.items())


def test_the_most_telling_facet_goes_first() -> None:
    rows = [
        Row(
            str(n),
            f"case{n}",
            f"author{n}",
            dict.fromkeys(FACETS, "x") | {"organisation": f"o{n}"},
        )
        for n in range(5)
    ]
    assert publish(rows, 5, FACETS)[0] == Published(
        "0", dict.fromkeys(FACETS, "x") | {"organisation": LEFT_OUT}
    )


def test_too_few_are_not_shown_at_all() -> None:
    rows = [Row(str(n), "one case", f"author{n}", dict.fromkeys(FACETS, "x")) for n in range(20)]
    assert publish(rows, 5, FACETS) == []


def test_many_notes_of_one_author_are_not_a_group() -> None:
    rows = [Row(str(n), f"case{n}", "one author", dict.fromkeys(FACETS, "x")) for n in range(20)]
    assert publish(rows, 5, FACETS) == []
