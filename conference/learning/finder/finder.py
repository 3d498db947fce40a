"""The finder: what in a note could tell who a family is, before the note leaves its case for the learning layer.

It knows the people, places, schools and organisations of the case and finds each of them, also misspelt, shortened or
with an s behind it. Beyond that it guesses: names, places, streets and schools it was not told about, days, times and
numbers. It rather marks too much: the author sees each mark with what others would read, and decides.

Pure computing: no database, no web, nothing learnt by machine. Time grows with the length of the text: words are looked
up in dictionaries, and the patterns for dates and numbers repeat a bounded number of signs (see `numbers`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from conference.learning.finder import dates, guess, numbers, things
from conference.learning.finder.hits import Hit, Kind, Mark
from conference.learning.finder.known import Known, KnownSearch, Person
from conference.learning.finder.lexicon import proposals, words_of
from conference.learning.finder.tokens import Token, tokens_of
from models.errors.validation import BsnNotAllowed

__all__ = ["Hit", "Kind", "Known", "Person", "find", "replaced"]


def find(words: str, known: Known, language: str = "nl") -> list[Hit]:
    """Everything in a note that could lead to the family, from left to right and without overlap.

    `language` (nl, en) is that of the note: for days, titles and proposals.
    """
    tokens = tokens_of(words, words_of("finder", "abbreviations"))
    search = KnownSearch(known, language)
    certain = [*search.marks(words, tokens), *things.marks(words, language)]
    marks = [
        *certain,
        *guess.marks(words, tokens, language, _not_people(certain, tokens)),
        *dates.marks(words, language),
        *numbers.marks(words, language),
    ]
    openings = {token.start for token in tokens if token.first}
    sure = [
        _hit(words, together, openings, language)
        for together in _touching(mark for mark in marks if not mark.ask)
    ]
    covered = {letter for hit in sure for letter in range(hit.start, hit.end)}
    asked = [mark for mark in marks if mark.ask and covered.isdisjoint(range(mark.start, mark.end))]
    return sorted(
        [*sure, *(_hit(words, together, openings, language) for together in _touching(asked))], key=_place
    )


def replaced(words: str, hits: Iterable[Hit], chosen: Mapping[int, str | None] | None = None) -> str:
    """The text that others will read.

    What is asked about stays, unless the author chose otherwise. `chosen` holds what the author decided, by the start
    of a hit: own words, or None to leave what was written. Own words are not searched here: look through the outcome
    once more with `find`.
    Raises BsnNotAllowed when there is a burgerservicenummer among the hits.
    """
    chosen = chosen or {}
    parts, at = [], 0
    for hit in hits:
        if hit.kind is Kind.BSN:
            raise BsnNotAllowed("words")
        instead = chosen.get(hit.start, None if hit.ask else hit.proposal)
        parts += [words[at : hit.start], hit.shown if instead is None else instead]
        at = hit.end
    return "".join([*parts, words[at:]])


def _place(hit: Hit) -> int:
    return hit.start


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


NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.SCHOOL, Kind.CLUB})
PLACE_BEFORE = re.compile(
    r"(?:Sint|St|Nieuw|Oud|Oude|Noord|Zuid|West|Oost|Klein|Groot)[-\u2010\u2011][A-ZÀ-Ý]"
)
WORD_BEFORE = re.compile(r"(?<![\w-])(['’]?\w+) $")
ARTICLES = frozenset({"de", "het", "een", "één", "'t", "’t"})
OWNERS = frozenset(
    {"zijn", "haar", "hun", "mijn", "onze", "ons", "uw", "jouw", "je", "deze", "die", "dit", "dat"}
)
HYPHEN_BEFORE = re.compile(r"[A-ZÀ-Ý][^\W\d_]*[-\u2010\u2011]$")
HYPHEN_BEHIND = re.compile(r"[-\u2010\u2011][A-ZÀ-Ý][^\W\d_]*")


def _with_hyphens(words: str, start: int, end: int) -> tuple[int, int]:
    """What is written together with a hyphen and a capital is one name: Sint-Oedenrode, Almere-Buiten."""
    before = HYPHEN_BEFORE.search(words, max(0, start - 30), start)
    behind = HYPHEN_BEHIND.match(words, end)
    return before.start() if before else start, behind.end() if behind else end


def _hit(words: str, together: list[Mark], openings: set[int], language: str) -> Hit:
    """One hit over all of them, named by a BSN, else by the longest, else by what the case knows."""
    leader = max(together, key=lambda mark: (mark.kind is Kind.BSN, mark.end - mark.start, mark.known))
    start, end = together[0].start, max(mark.end for mark in together)
    kind, proposal = leader.kind, leader.proposal
    if kind in NAMED:
        start, end = _with_hyphens(words, start, end)
        if PLACE_BEFORE.match(words, start):
            kind, proposal = Kind.PLACE, proposals(language)["place"]
    start, proposal = _with_article(words, start, proposal)
    if start in openings and words[start].isupper():
        proposal = proposal[:1].upper() + proposal[1:]
    return Hit(start, end, kind, words[start:end], proposal, leader.ask)


def _with_article(words: str, start: int, proposal: str) -> tuple[int, str]:
    """No "de een straat" and no "kenteken een kenteken": the word before goes along; behind "haar" the article goes."""
    before = WORD_BEFORE.search(words, max(0, start - 25), start)
    if before is None or not proposal.startswith("een "):
        return start, proposal
    word = before[1].lower()
    if word in ARTICLES or word == proposal.split(" ")[-1]:
        return before.start(1), proposal
    return start, proposal.removeprefix("een ") if word in OWNERS else proposal
