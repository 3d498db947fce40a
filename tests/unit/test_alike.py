"""Words are the same however a keyboard wrote them, and what was looked for is marked where it stands."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core import alike, rendering


@pytest.mark.parametrize("typed", ["Zoë", "zoe", "ZOË", "Zoe\u0308", " zoë ", "ZOE"])
@pytest.mark.parametrize("stands", ["Zoe\u0308", "Zoë", "ZOË", "Zoe"])
def test_one_name_in_every_writing(typed: str, stands: str) -> None:
    words = f"Bij oma slaapt {stands} goed."
    assert alike.holds(words, alike.plain(typed))
    assert alike.place(words, alike.plain(typed)) == ("Bij oma slaapt ", stands, " goed.")


@pytest.mark.parametrize(
    ("words", "wanted", "hit"),
    [
        ("twee  woorden\nnaast elkaar", "twee woorden", "twee  woorden"),
        ("de straße", "STRASSE", "straße"),
        ("an\u00adders", "anders", "an\u00adders"),
        ("één ﬁets", "fiets", "ﬁets"),
        ("مُدَرِّسة", "مدرسة", "مُدَرِّسة"),
    ],
)
def test_what_stands_there_is_what_is_marked(words: str, wanted: str, hit: str) -> None:
    found = alike.place(words, alike.plain(wanted))
    assert found is not None
    assert found.hit == hit
    assert "".join(found) == words


def test_what_is_not_there_is_not_found() -> None:
    assert alike.place("Zo goed als nieuw", alike.plain("Zoë")) is None
    assert not alike.holds("Zo goed als nieuw", alike.plain("Zoë"))
    assert alike.place("Iets", "") is None


@given(st.text(max_size=60), st.text(min_size=1, max_size=6))
def test_what_holds_has_a_place_and_nothing_of_it_is_changed(words: str, wanted: str) -> None:
    sought = alike.plain(wanted)
    found = alike.place(words, sought)
    assert (found is not None) == (bool(sought) and alike.holds(words, sought))
    if found is not None:
        assert "".join(found) == words
        assert sought in alike.plain(found.hit)


@given(st.text(max_size=60))
def test_composed_and_decomposed_are_one(words: str) -> None:
    assert alike.plain(unicodedata.normalize("NFC", words)) == alike.plain(
        unicodedata.normalize("NFD", words)
    )


def test_an_excerpt_shows_what_was_found_and_is_not_long() -> None:
    words = (
        "Aan het begin staat van alles. " * 20 + "**Zoë** sliep bij oma. " + "En daarna ook nog veel. " * 20
    )
    found = rendering.found_in(words, alike.plain("zoe sliep"), 140)
    assert found.hit == "Zoë sliep"
    assert found.before.startswith("…")
    assert found.after.endswith("…")
    assert len("".join(found)) <= 140
    assert rendering.found_in("Kort.", alike.plain("elders"), 140) == ("Kort.", "", "")
