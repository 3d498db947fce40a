"""What comes through the wall between a case and learning, and in which shapes.

Learning imports no model of a case. It gets words that their author saw and agreed to, and counts, each under a keyed
mark that tells that two of them belong together and not to whom. The one room that knows both sides
(`conference.reflection`) makes them; names to look for it hands over as `conference.learning.finder.finder.Known`.
What learning asks for by itself stands in a list here, which `conference.subjects` fills.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from conference.core.unit_of_work import UnitOfWork
from models.enums import Answer, NoteKind, Role


@dataclass(frozen=True)
class SharedWords:
    """A reflection without names, as its author agreed to it. `mark`: of the note, `author_mark`: of who wrote it."""

    region_id: str
    mark: str
    case_mark: str
    author_mark: str
    role: str
    organisation: str
    prompt: str
    words: str
    friction: str
    kind: NoteKind | None
    principles: Sequence[Any]
    better_off: Answer | None
    could_do: Answer | None


@dataclass(frozen=True)
class RaisedWords:
    """An obstacle without names, in words that their author agreed to. `note_mark`: of the reflection it came from."""

    region_id: str
    author_mark: str
    note_mark: str
    words: str
    pushed_back: bool = False


class Source(StrEnum):
    """What a case can tell in numbers."""

    REACH = "reach"  # wie van het gezin aan tafel zat
    CHECK_OUT = "check_out"  # de vragen bij het afsluiten
    GOALS = "goals"  # doelen gehaald, per fase
    NEW_START = "new_start"  # opnieuw begonnen na lange tijd
    AGREEMENTS = "agreements"  # afspraken gedaan


@dataclass(frozen=True)
class Measured:
    """How many of how many, for one group of people; an empty group stands for the family as a whole."""

    group: str
    value: float
    answers: int


class Family(Protocol):
    """A family whose meeting closes, as learning meets it: a region, a keyed mark, and counts."""

    @property
    def region_id(self) -> str:
        """The region it belongs to."""

    @property
    def mark(self) -> str:
        """A keyed mark of the case."""

    def hold(self, work: UnitOfWork) -> None:
        """Keep others waiting who count the same family, until this transaction is over."""

    def count(
        self, session: Session, source: Source, field: str, groups: Sequence[Role], at: datetime
    ) -> list[Measured]:
        """What it tells of one thing. `field`: which question or phase; `groups`: whose answers."""


#: Finds the words of the list in what somebody typed.
TermsIn = Callable[[str], Collection[str]]
#: Who can tell of how many families of a region (by id) somebody asked to explain each word of the list.
ASKED_TERMS: list[Callable[[Session, str, TermsIn], Mapping[str, int]]] = []
