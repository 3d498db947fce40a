"""The finder over the sentences of `tests/fixtures/finder.yaml`, and inputs of public bug reports (F)."""

import pytest

from conference.learning.finder.finder import Known, Person, find, replaced
from tests.finding import score_of_sentences

FRIENDS = Known(
    people=(Person("van der Berg", "vriend"), Person("de Wit", "vriend"), Person("Ben Jansen", "oom"))
)


def test_everything_in_the_sentences_is_found_and_nothing_else() -> None:
    score = score_of_sentences()
    assert score.faults == []
    assert score.known_missed == []
    assert score.right.total() > 150


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Ze kwam van school en de juf belde de moeder.", []),
        ("Toen zei de Wit dat het goed ging.", ["de Wit"]),
        ("De tas van Van der Berg lag er nog.", ["Van der Berg"]),
        ("Daarna belde Ben weer.", ["Ben"]),
    ],
)
def test_f20_a_tussenvoegsel_is_nobodys_first_name(note: str, shown: list[str]) -> None:
    assert [hit.shown for hit in find(note, FRIENDS)] == shown


@pytest.mark.parametrize("gap", ["\u00a0", "\u202f", "  "])
def test_f27_no_part_of_a_name_is_left_behind_an_odd_space(gap: str) -> None:
    known = Known(people=(Person("Marleen Dekkers", "moeder"),))
    note = f"Toen belde Mevr.{gap}Dekkers weer."
    assert "Dekkers" not in replaced(note, find(note, known))
