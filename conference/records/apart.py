"""A warning before somebody writes openly what is kept apart (*afgeschermd*); it tells nobody that there is a shield.

What is typed or pasted is compared with what stands under shields that hold the asker, and not everybody who reads
this text: whoever asks learns nothing new. For anybody else no shield is looked at, so that their answer is the same
whether there is one or not. A postcode gives everybody the same hint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import KINDS
from conference.core import alike, looks
from conference.records import texts
from models.people import Person
from models.shields import Shield, ShieldAudience
from models.texts import Text
from models.translation import N_

#: So many words in a row are the same words; fewer are chance. What is kept apart in fewer words counts whole.
RUN, SHORTEST_RUN = 5, 3
#: So many digits in a row are a number of something; fewer are a year or a house.
DIGITS = 6
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d(?:[\s./-]{0,2}\d)+")
POSTCODE = re.compile(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b|\b[1-9]\d{3}(?!sa|sd|ss)[a-z]{2}\b")
APART = N_("Dit staat apart. De hele tafel ziet wat u hier zet.")
ADDRESS = N_("Dit lijkt op een adres. De hele tafel ziet wat u hier zet.")


@dataclass(frozen=True)
class Hint:
    """What to say, and which of the asker's own words it is about."""

    sentence: str
    words: str


@dataclass(frozen=True)
class Said:
    """One word of what was typed: as it is compared, and where it stands."""

    plain: str
    start: int
    end: int


def check(session: Session, viewer: policy.Viewer, text_id: str, words: str) -> Hint | None:
    """What to warn of before these words go into a text. Raises NotFound, NotAllowed for who may not write there."""
    text = texts.find(session, viewer, text_id)
    policy.require_writer(viewer, text)
    said = list(_words(words))
    with looks.looking():  # what is compared is not shown: nobody looked at it
        found = next(
            filter(None, (_same(words, said, kept) for kept in _kept_apart(session, viewer, text))), None
        )
    if found is not None:
        return Hint(APART, found)
    postcode = POSTCODE.search(words)
    return Hint(ADDRESS, postcode[0]) if postcode else None


def _kept_apart(session: Session, viewer: policy.Viewer, text: Text) -> Iterator[str]:
    """The words under shields that hold the asker but not all readers of this text."""
    mine = select(ShieldAudience.shield_id).where(ShieldAudience.person_id.in_(viewer.knows_as))
    own = session.scalars(select(Shield).where(Shield.case_id == viewer.case_id, Shield.id.in_(mine)))
    shields = {one.id: one for one in own}
    if not shields:
        return
    readers = _readers(session, text)
    narrow = [key for key, shield in shields.items() if not readers <= shield.person_ids]
    for kind in KINDS.values():
        columns = inspect(kind.model).columns
        if "shield_id" not in columns:
            continue
        found = select(kind.model).where(columns["shield_id"].in_(narrow))
        for record in session.scalars(found):
            if policy.visible(record, viewer):
                yield from _texts_of(record)


def _readers(session: Session, text: Text) -> frozenset[str]:
    """Who may read a text: the people of its shields, or all around this family."""
    inside = [shield.person_ids for shield in policy.shields(policy.carrier(text))]
    if inside:
        return frozenset.intersection(*inside)
    return frozenset(session.scalars(select(Person.id).where(Person.case_id == text.case_id)))


def _texts_of(record: Any) -> Iterator[str]:
    if isinstance(record, Text):
        yield record.words
        return
    for relation in inspect(type(record)).relationships:
        if relation.mapper.class_ is Text and not relation.uselist:
            text = getattr(record, relation.key)
            if text is not None:
                yield text.words


def _same(words: str, said: list[Said], kept: str) -> str | None:
    """The part of what was said that is kept apart too: a run of words, or a number."""
    theirs = [one.plain for one in _words(kept)]
    length = min(RUN, len(theirs))
    if length >= SHORTEST_RUN:
        runs = {tuple(theirs[at : at + length]) for at in range(len(theirs) - length + 1)}
        hits = [
            at
            for at in range(len(said) - length + 1)
            if tuple(one.plain for one in said[at : at + length]) in runs
        ]
        if hits:
            return words[said[hits[0]].start : said[hits[-1] + length - 1].end]
    numbers = {_digits(one[0]) for one in NUMBER.finditer(kept)}
    for number in NUMBER.finditer(words):
        if len(_digits(number[0])) >= DIGITS and _digits(number[0]) in numbers:
            return number[0]
    return None


def _words(words: str) -> Iterator[Said]:
    for found in WORD.finditer(words):
        yield Said(alike.plain(found[0]), found.start(), found.end())


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
