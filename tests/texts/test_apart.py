"""Before somebody writes openly what is kept apart: a hint for who knows it, and nothing at all for others (T5)."""

import json
from typing import Any

import pytest
from sqlalchemy import event

from conference.core.runtime import Runtime
from conference.records import apart
from models.errors.base import NotAllowed, NotFound
from tests.cast import Cast, Player
from tests.lines import Lines

SECRET = "Marleen zegt dat Ruben soms meeleest op haar telefoon 06-1234 5678"
#: Ways to write a part of it.
ALIKE = [
    SECRET,
    "Ik hoorde dat ruben soms MEELEEST op haar toestel",
    "zegt dat Rubén soms, meeleest. Op de bank",
    "Bel 0612345678 maar",
    "Bel 06 12 34 56 78 maar",
]
OTHER = [
    "Marleen zegt dat",
    "meeleest op haar telefoon",
    "Ruben leest soms mee op haar telefoon",
    "2026",
    "",
    "😀",
]


@pytest.fixture
def text(cast: Cast) -> str:
    return cast.text_id("worries")


@pytest.fixture
def secret(cast: Cast) -> str:
    """An agreement for Noor and Lotte only."""
    return cast.add_action(SECRET, by="noor", shared_with="lotte")


def hint(player: Player, text: str, words: str) -> apart.Hint | None:
    with player.house.database.read() as session:
        return apart.check(session, player.viewer, text, words)


@pytest.mark.both
@pytest.mark.parametrize("words", ALIKE)
def test_who_knows_it_is_warned(cast: Cast, text: str, secret: str, words: str) -> None:
    found = hint(cast.lotte, text, words)
    assert found is not None
    assert (found.sentence, found.words in words, bool(found.words)) == (apart.APART, True, True)


@pytest.mark.parametrize("words", OTHER)
def test_a_few_words_that_are_alike_are_chance(cast: Cast, text: str, secret: str, words: str) -> None:
    assert hint(cast.lotte, text, words) is None


@pytest.mark.parametrize("name", ["anna", "sam", "yusuf", "femke", "samira"])
@pytest.mark.parametrize("words", [*ALIKE, "Wij wonen op 6811 AB"])
def test_nobody_else_can_find_out(
    lines: Lines, cast: Cast, house: Runtime, text: str, name: str, words: str
) -> None:
    """The same bytes before it was written down and after; and nothing under a shield is even read."""
    line = lines(name)
    before = json.dumps(line.wish("text:check", text=text, words=words))
    cast.add_action(SECRET, by="noor", shared_with="lotte")
    asked: list[str] = []
    event.listen(house.database.engine, "before_cursor_execute", lambda c, k, told, *rest: asked.append(told))
    after = json.dumps(line.wish("text:check", text=text, words=words))
    assert after == before
    assert not any("FROM action" in told or "FROM statement" in told for told in asked)


def test_a_text_that_only_they_read_gives_no_warning(cast: Cast, secret: str) -> None:
    other = cast.action(cast.add_action("Anders", by="noor", shared_with="lotte"))
    assert hint(cast.noor, other.text_id, SECRET) is None


@pytest.mark.parametrize("name", ["lotte", "anna", "yusuf"])
@pytest.mark.parametrize("words", ["Zij wonen op 6811 AB", "6811AB", "in 6811ab"])
def test_a_postcode_gives_everybody_the_same_hint(cast: Cast, text: str, name: str, words: str) -> None:
    found = hint(getattr(cast, name), text, words)
    assert found is not None
    assert (found.sentence, found.words.upper().replace(" ", "")) == (apart.ADDRESS, "6811AB")


@pytest.mark.parametrize("words", ["in 2026 en later", "2026 SS", "0123 AB", "12345 AB", "6811 ABC"])
def test_what_is_no_postcode_gives_none(cast: Cast, text: str, words: str) -> None:
    assert hint(cast.anna, text, words) is None


@pytest.mark.parametrize(("name", "refusal"), [("rie", NotAllowed), ("amir", NotAllowed)])
def test_who_may_not_write_here_gets_no_answer(cast: Cast, text: str, name: str, refusal: Any) -> None:
    with pytest.raises(refusal):
        hint(getattr(cast, name), text, "woorden")


def test_a_hidden_text_gives_no_answer(cast: Cast, secret: str) -> None:
    hidden = cast.action(secret).text_id
    with pytest.raises(NotFound):
        hint(cast.anna, hidden, SECRET)


def test_the_answer_holds_only_the_askers_own_words(lines: Lines, cast: Cast, text: str, secret: str) -> None:
    answer = lines("lotte").wish("text:check", text=text, words="dat ruben soms meeleest op zolder")
    assert answer == {
        "ok": True,
        "hint": "Dit staat apart. De hele tafel ziet wat u hier zet.",
        "words": "dat ruben soms meeleest op",
    }
