"""The one rule for names: what its writer did not see marked cannot be stored where others learn from it.

Every deed that somebody sent is looked at before its commit (`last_look`): all words that it puts in a record of the
learning layer, whichever command or use case put them there. What the finder marks in them needs a proof that this
writer was shown these marks on exactly these words. A refusal hands the proof out (`NamesLeft`), together with the
marks; it is made with the key of the house, so nobody makes one for words that were never shown.
"""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, String, event, inspect
from sqlalchemy.orm import Mapper, Session

from conference.core.unit_of_work import LAST_LOOKS, UnitOfWork
from conference.learning.finder.finder import Hit, Known, find, replaced
from models import learning
from models.base import Base
from models.errors.log import NamesLeft

#: Columns from this length on hold words; below are ids, marks and choices.
SHORTEST_WORDS = 80
#: Columns as long that hold no words of somebody who writes for others to learn, by table.
NO_WORDS = {
    "learning_note.organisation": "of the account that shared it",
    "cycle_card.evidence_of": "which note or theme it rests on",
    "cycle_card.owner": "a colleague takes it up by name",
    "obstacle.owner": "a colleague takes it up by name",
    "lesson_card.origin": "the name of a region",
    "learning_note.principles": "choices",
    "board_report.figures": "what was written and looked at before",
}
STORED = "words put into learning"


def without_names(words: str, hits: Iterable[Hit]) -> str:
    """The words with what was found replaced as proposed. Raises BsnNotAllowed."""
    return replaced(words, hits)


def look(
    work: UnitOfWork,
    texts: Mapping[str, str],
    language: str,
    *,
    confirmed: bool = False,
    known: Known | None = None,
) -> None:
    """Look through words by the field that they stand in; what was not shown to their writer is refused.

    Without `known` nothing is known of a case: what is written like a name, a place or a day is found all the same.
    `confirmed`: they come from the program itself (the demo). Raises NamesLeft with the first field and all proofs.
    """
    found = (
        {}
        if confirmed
        else {field: find(words, known or Known(), language) for field, words in texts.items()}
    )
    open_ = {
        field: hits for field, hits in found.items() if hits and not _was_shown(work, texts[field], hits)
    }
    if open_:
        shown = sorted({f"'{hit.shown}'" for hits in open_.values() for hit in hits})
        new = {proof(work, texts[field], hits) for field, hits in open_.items()}
        proofs = new | (work.sent.proofs if work.sent else frozenset())
        raise NamesLeft(next(iter(open_)), shown=", ".join(shown), proofs=" ".join(sorted(proofs)))
    work.agreed.update(texts.values())


def proof(work: UnitOfWork, words: str, hits: Iterable[Hit]) -> str:
    """That this writer was shown these marks on exactly these words."""
    marks = ",".join(f"{hit.start}-{hit.end}" for hit in hits)
    actor = work.sent.actor if work.sent else ""
    return work.keys.mark("names were shown", actor, words, marks).hex()[:32]


def last_look(work: UnitOfWork) -> None:
    """Before the commit of what somebody sent: all that it put into learning and was not looked at yet.

    What nobody sent (the demo, a nightly task) is words of the program, or was looked at when it came.
    """
    stored: dict[str, str] = work.session.info.get(STORED, {})
    if work.sent is not None:
        texts = {words: field for words, field in stored.items() if words not in work.agreed}
        by_field: dict[str, str] = {}
        for number, (words, field) in enumerate(texts.items()):
            by_field[field if field not in by_field else f"{field}.{number}"] = words
        look(work, by_field, work.sent.language)


def columns_of_words() -> Iterator[tuple[Mapper[Any], str]]:
    """Every column of the learning layer in which somebody's words may stand, by its class and attribute."""
    for mapper in Base.registry.mappers:
        if mapper.class_.__module__ != learning.__name__:
            continue
        for column in mapper.columns:
            long = (
                isinstance(column.type, String) and (column.type.length or SHORTEST_WORDS) >= SHORTEST_WORDS
            )
            name = f"{mapper.local_table.description}.{column.name}"
            if (long or isinstance(column.type, JSON)) and name not in NO_WORDS:
                yield mapper, mapper.get_property_by_column(column).key


def _was_shown(work: UnitOfWork, words: str, hits: list[Hit]) -> bool:
    wanted = proof(work, words, hits)
    return words in work.agreed or any(
        hmac.compare_digest(given, wanted) for given in (work.sent.proofs if work.sent else ())
    )


def _keep_stored(session: Session, *_: Any) -> None:
    """Remember which words a deed puts into the learning layer."""
    kept: dict[str, str] = session.info.setdefault(STORED, {})
    for record in {*session.new, *session.dirty}:
        for key in _watched().get(type(record), ()):
            if inspect(record).attrs[key].history.added:
                kept.update({words: key for words in _words_in(getattr(record, key)) if words.strip()})


def _watched() -> dict[type[Any], list[str]]:
    if not WATCHED:
        for mapper, key in columns_of_words():
            WATCHED.setdefault(mapper.class_, []).append(key)
    return WATCHED


WATCHED: dict[type[Any], list[str]] = {}


def _words_in(value: Any) -> Iterator[str]:
    """Texts in a value; of a block of a report its words, not its kind."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _words_in(value.get("words"))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words_in(part)


event.listen(Session, "before_flush", _keep_stored)
LAST_LOOKS.append(last_look)
