"""The words of the trade: the file is right, and each word is found and explained."""

import pytest
from pydantic import ValidationError

from conference.core.glossary import Glossary, all_explained, explain, find, glossary, slugify


def term(**more: object) -> dict[str, object]:
    english = {"plain": "a word", "explanation": "An explanation."}
    return {
        "term": "Woord",
        "category": "law",
        "plain": "iets",
        "explanation": "Uitleg.",
        "en": english,
        **more,
    }


def book(*terms: dict[str, object]) -> dict[str, object]:
    categories = {"law": {"nl": "Recht", "en": "Law"}}
    return {
        "schema_version": 1,
        "language": "nl",
        "level": "B1",
        "categories": categories,
        "terms": list(terms),
    }


def test_every_word_is_explained_in_both_languages() -> None:
    words = glossary()
    assert len(words.terms) > 150
    assert all({"nl", "en"} <= set(names) for names in words.categories.values())
    for word in words.terms:
        for language in ("nl", "en"):
            explained = explain(word.slug, language)
            assert explained is not None
            assert explained.explanation.endswith((".", "?"))
            assert explained.category in {names[language] for names in words.categories.values()}


def test_explanations_are_short() -> None:
    for language in ("nl", "en"):
        for explained in all_explained(language):
            assert len(explained.explanation.split()) <= 40, explained.term


def test_every_word_finds_itself() -> None:
    for word in glossary().terms:
        for spelling in word.spellings:
            assert [(f.start, f.end, f.slug) for f in find(f"({spelling})")] == [
                (1, 1 + len(spelling), word.slug)
            ], spelling


def test_a_word_is_explained_in_the_language_of_the_reader() -> None:
    dutch, english = explain("ots"), explain("ots", "en")
    assert dutch is not None
    assert english is not None
    assert dutch.term == english.term == "OTS"
    assert dutch.stands_for == "ondertoezichtstelling"
    assert dutch.plain == "toezicht van de kinderrechter"
    assert english.plain == "supervision by the children's judge"
    assert explain("bestaat-niet") is None


def test_the_list_is_in_the_order_of_the_alphabet() -> None:
    words = [explained.term.casefold() for explained in all_explained()]
    assert words == sorted(words)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("MDA++", "mda-plus-plus"),
        ("Cliëntenraad", "clientenraad"),
        ("Hoor en wederhoor", "hoor-en-wederhoor"),
    ],
)
def test_a_word_gets_a_readable_address(words: str, slug: str) -> None:
    assert slugify(words) == slug


@pytest.mark.parametrize(
    "terms",
    [
        [term(), term()],
        [term(), term(term="Ander", aliases=["woord"])],
        [term(category="onbekend")],
        [term(plain="")],
        [term(explanation=None)],
        [term(onbekend=1)],
        [{key: value for key, value in term().items() if key != "en"}],
    ],
)
def test_a_mistake_in_the_file_is_refused(terms: list[dict[str, object]]) -> None:
    with pytest.raises(ValidationError):
        Glossary.model_validate(book(*terms))
