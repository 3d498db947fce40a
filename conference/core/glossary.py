"""The words of the trade, explained in plain Dutch and plain English.

The words stand in `glossary.yaml`. This module reads them strictly, finds them in a text, and explains one of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

SOURCE = Path(__file__).with_name("glossary.yaml")
SOURCE_LANGUAGE = "nl"

Line = Field(min_length=2, max_length=400)


class Entry(BaseModel):
    """Everything in the file is meant: an unknown key or an empty value is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class Plain(Entry):
    """What a word means, in the words of one language."""

    plain: str = Line
    explanation: str = Line


class Term(Entry):
    """One word. `aliases` are shown ("ook wel"), `forms` are only recognised (plurals and such).

    `exact` asks for the same capitals as here: *Halt* is an organisation, *halt* is not.
    """

    term: str = Line
    category: str
    plain: str = Line
    explanation: str = Line
    stands_for: str | None = None
    aliases: tuple[str, ...] = Field(default=(), strict=False)
    forms: tuple[str, ...] = Field(default=(), strict=False)
    exact: bool = False
    en: Plain

    @property
    def slug(self) -> str:
        """The word as part of an address: `MDA++` becomes `mda-plus-plus`."""
        return slugify(self.term)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way in which the word is recognised in a text."""
        return (self.term, *self.aliases, *self.forms)


class Glossary(Entry):
    """The whole file. Two words with one spelling, or two with one address, are a mistake."""

    schema_version: Literal[1]
    language: Literal["nl"]
    level: Literal["B1"]
    categories: dict[str, dict[str, str]]
    terms: tuple[Term, ...] = Field(strict=False)

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        unknown = {term.category for term in self.terms} - set(self.categories)
        doubles = _doubles([slugify(term.term) for term in self.terms]) | _doubles(
            [spelling.casefold() for term in self.terms for spelling in term.spellings]
        )
        if unknown or doubles:
            raise ValueError(f"unknown categories {sorted(unknown)}, double words {sorted(doubles)}")
        return self


class Explained(NamedTuple):
    """What a reader gets to see about one word, in the reader's language. The word itself stays Dutch."""

    slug: str
    term: str
    stands_for: str | None
    aliases: tuple[str, ...]
    category: str
    plain: str
    explanation: str


class Found(NamedTuple):
    """A word of the glossary in a text: `text[start:end]` is explained at `slug`."""

    start: int
    end: int
    slug: str


@dataclass(frozen=True)
class Spelling:
    """One spelling, ready for comparing."""

    words: str
    slug: str
    exact: bool

    def fits(self, text: str, start: int) -> bool:
        """Whether exactly this word, and not a longer one, begins at `start`."""
        end = start + len(self.words)
        seen = text[start:end]
        same = seen == self.words if self.exact else seen.casefold() == self.words.casefold()
        return same and not (end < len(text) and _is_letter(text[end]))


def slugify(words: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    spelled = unicodedata.normalize("NFKD", words.replace("+", " plus ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", spelled.lower()).strip("-")


@cache
def glossary() -> Glossary:
    """The words of `glossary.yaml`. Raises pydantic.ValidationError when the file is not right."""
    return Glossary.model_validate(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def explain(slug: str, language: str = SOURCE_LANGUAGE) -> Explained | None:
    """The explanation at an address, or None when there is no such word."""
    term = _by_slug().get(slug)
    return None if term is None else _explained(term, language)


def all_explained(language: str = SOURCE_LANGUAGE) -> tuple[Explained, ...]:
    """The whole list, by alphabet."""
    return tuple(sorted((_explained(t, language) for t in glossary().terms), key=lambda e: e.term.casefold()))


def find(text: str) -> Iterator[Found]:
    """The words of the glossary in a text, from left to right; the longest spelling wins."""
    index, past = _by_first_word(), 0
    for word in re.finditer(r"\w+", text):
        if word.start() < past:
            continue
        for spelling in index.get(word.group().casefold(), ()):
            if spelling.fits(text, word.start()):
                past = word.start() + len(spelling.words)
                yield Found(word.start(), past, spelling.slug)
                break


def _explained(term: Term, language: str) -> Explained:
    words: Term | Plain = term if language == SOURCE_LANGUAGE else term.en
    category = glossary().categories[term.category].get(language, term.category)
    return Explained(
        term.slug, term.term, term.stands_for, term.aliases, category, words.plain, words.explanation
    )


@cache
def _by_slug() -> dict[str, Term]:
    return {term.slug: term for term in glossary().terms}


@cache
def _by_first_word() -> dict[str, tuple[Spelling, ...]]:
    """Spellings by their first word, longest first: one step per word of a text, however long the list grows."""
    found: dict[str, list[Spelling]] = {}
    for term in glossary().terms:
        for words in term.spellings:
            spelling = Spelling(words, term.slug, term.exact or _is_abbreviation(words))
            found.setdefault(re.findall(r"\w+", words)[0].casefold(), []).append(spelling)
    return {
        first: tuple(sorted(all_, key=lambda s: (-len(s.words), s.words))) for first, all_ in found.items()
    }


def _is_abbreviation(words: str) -> bool:
    """`OM` and `MEE` are words of the trade, `om` and `mee` are everybody's: capitals count."""
    letters = [letter for letter in words if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _is_letter(character: str) -> bool:
    return re.match(r"\w", character) is not None


def _doubles(words: list[str]) -> set[str]:
    return {word for word in words if words.count(word) > 1}
