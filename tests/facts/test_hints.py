"""Words that judge are noticed, in every ending, and only as whole words."""

import pytest

from conference.table.facts.loaded_words import loaded_words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Hij is Altijd boos.", ("Altijd",)),
        ("Altijd, echt altijd agressief", ("altijd", "agressief")),
        ("De agressie van vader; verwaarloosde kinderen", ("agressie", "verwaarloosde")),
        ("She manipulates him and never calls", ("manipulates", "never")),
        ("Hij luistert. De klei is nieuw.", ()),
        ("", ()),
    ],
)
def test_words_that_judge_are_found(words: str, found: tuple[str, ...]) -> None:
    assert {one.casefold() for one in loaded_words(words)} == {one.casefold() for one in found}
