"""The finder: what in a note could tell who a family is, before the note leaves its case for the learning layer.

It knows the people, places, schools and organisations of the case and finds each of them, also misspelt, shortened or
with an s behind it. Beyond that it guesses: names, places, streets and schools it was not told about, days, times and
numbers. It rather marks too much: the author sees each mark with what others would read, and decides.

Pure computing: no database, no web, nothing learnt by machine. Time grows with the length of the text: words are looked
up in dictionaries, and the patterns for dates and numbers repeat a bounded number of signs (see `numbers`).
"""

from collections.abc import Iterable, Iterator, Mapping

from conference.learning.finder import dates, guess, numbers
from conference.learning.finder.hits import Hit, Kind, Mark
from conference.learning.finder.known import Known, KnownSearch, Person
from conference.learning.finder.lexicon import words_of
from conference.learning.finder.tokens import Token, tokens_of
from models.errors.validation import BsnNotAllowed

__all__ = ["Hit", "Kind", "Known", "Person", "find", "replaced"]


def find(words: str, known: Known, language: str = "nl") -> list[Hit]:
    """Everything in a note that could lead to the family, from left to right and without overlap.

    `language` (nl, en) is that of the note: for days, titles and proposals.
    """
    tokens = tokens_of(words, words_of("finder", "abbreviations"))
    search = KnownSearch(known, language)
    certain = list(search.marks(words, tokens))
    marks = [
        *certain,
        *guess.marks(words, tokens, language, _not_people(certain, tokens)),
        *dates.marks(words, language),
        *numbers.marks(words, language),
    ]
    openings = {token.start for token in tokens if token.first}
    return [_hit(words, together, openings) for together in _touching(marks)]


def replaced(words: str, hits: Iterable[Hit], chosen: Mapping[int, str | None] | None = None) -> str:
    """The text that others will read.

    `chosen` holds what the author decided otherwise, by the start of a hit: own words, or None to leave what was
    written. Own words are not searched here: look through the outcome once more with `find`.
    Raises BsnNotAllowed when there is a burgerservicenummer among the hits.
    """
    chosen = chosen or {}
    parts, at = [], 0
    for hit in hits:
        if hit.kind is Kind.BSN:
            raise BsnNotAllowed("words")
        instead = chosen.get(hit.start, hit.proposal)
        parts += [words[at : hit.start], hit.shown if instead is None else instead]
        at = hit.end
    return "".join([*parts, words[at:]])


def _not_people(marks: Iterable[Mark], tokens: list[Token]) -> set[int]:
    """The words that are certainly no part of a person's name: known places, schools, organisations."""
    letters = {at for mark in marks if mark.kind is not Kind.PERSON for at in range(mark.start, mark.end)}
    return {number for number, token in enumerate(tokens) if token.start in letters}


def _touching(marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Marks that overlap belong together: what one of them covers is never left out."""
    together: list[Mark] = []
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if together and mark.start >= end:
            yield together
            together = []
        together.append(mark)
        end = max(end, mark.end)
    if together:
        yield together


def _hit(words: str, together: list[Mark], openings: set[int]) -> Hit:
    """One hit over all of them, named by a BSN, else by the longest, else by what the case knows."""
    leader = max(together, key=lambda mark: (mark.kind is Kind.BSN, mark.end - mark.start, mark.known))
    start, end = together[0].start, max(mark.end for mark in together)
    proposal = leader.proposal
    if start in openings and words[start].isupper():
        proposal = proposal[:1].upper() + proposal[1:]
    return Hit(start, end, leader.kind, words[start:end], proposal)
