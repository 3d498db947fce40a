"""A name that stands only in the title of a case is found in a note about it."""

import pytest

from conference.learning.finder.finder import find
from conference.reflection import names
from models.case import Case
from tests.cast import Cast

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    ("title", "words", "found"),
    [
        ("Rondom Lev", "Lev wacht op de lijst.", ["Lev"]),
        ("Rondom Job", "Job wacht nog.", ["Job"]),
        ("Gezin Drievoet: weer rust thuis", "Bij Drievoet is het rustig.", ["Drievoet"]),
        ("Rondom het gezin", "Het gezin zit rondom de tafel.", []),
    ],
)
def test_a_name_in_the_title_of_a_case_is_found(cast: Cast, title: str, words: str, found: list[str]) -> None:
    with cast.house.database.work() as work:
        case = work.session.query(Case).first()
        assert case is not None
        case.title = title
        assert [hit.shown for hit in find(words, names.known_in(case, "nl"), "nl")] == found
