"""Scrubbing a slip (*wissen van een vergissing*): words go from a text, its log and every copy, for everybody at once.

What was typed stays in the log of a text after it is deleted. A scrub finds every place where the words ever stood,
in any version, and overwrites just those units in the changes that brought them. Lengths, versions, authors and order
stay, so the log still replays (security paper 5; `models.changesets` C1).
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import KINDS, Copy, ref
from conference.core.events import TextRenewed
from conference.core.unit_of_work import UnitOfWork
from conference.records import texts
from conference.records.authorship import FILLER, letters_by
from models.changesets import ChangeSet, Span, is_blank, narrow, wide
from models.errors.base import NotAllowed, NotFound
from models.errors.texts import ScrubNothing, ScrubTooShort
from models.log import FieldChange
from models.texts import Change, Text

#: Shorter words stand in too many places that nobody meant.
SHORTEST = 4


class Unit(NamedTuple):
    """One UTF-16 unit of a text, by its birth: the version that brought it, and its place in what that one put.

    A long text has millions of them over all its versions: a plain tuple is told apart ten times as fast as a class.
    """

    version: int
    place: int


@dataclass(frozen=True)
class Scrubbed:
    """What was done. `left`: letters of others stay; `in_report`: a report that is settled still holds the words."""

    units: int
    left: bool
    in_report: bool


def scrub(work: UnitOfWork, viewer: policy.Viewer, text_id: str, words: str, at: datetime) -> Scrubbed:
    """Take words out of a text, its log and its copies. A writer scrubs own letters; some roles those of anybody.

    Raises NotFound, NotAllowed, ScrubTooShort, and ScrubNothing for words that never stood here.
    """
    text = work.lock(Text, text_id)
    anybodys = _may(viewer, text)
    sought = wide(words.replace("\r\n", "\n").strip())
    if is_blank(sought) or len(sought) < SHORTEST:
        raise ScrubTooShort("slip", shortest=SHORTEST)
    log = texts.log_since(work.session, text.id, 0)
    found = hits(log, sought)
    if not found:
        raise ScrubNothing("slip")
    whose = letters_by(log, lambda entry: entry.author_id)
    gone = found if anybodys else {one for one in found if whose[one.version][one.place] == viewer.person_id}
    if not gone or viewer.person_id is None:
        raise NotAllowed
    alone = len(gone) == len(found)
    in_report = _clear_copies(work.session, text, log, gone, narrow(sought), alone)
    overwrite(log, gone)
    text.epoch += 1
    _remove_fillers(work, viewer.person_id, text, log, gone, at)
    work.forgets = True
    work.record(viewer.actor, policy.Permission.TEXT_SCRUB, ref(text), text.case_id, at)
    work.tell(TextRenewed(text.case_id, text.id))
    return Scrubbed(len(gone), not alone, in_report)


def _may(viewer: policy.Viewer, text: Text) -> bool:
    """Whether letters of anybody may go; False: own ones only. Raises NotFound, NotAllowed."""
    if not policy.visible(text, viewer):
        raise NotFound
    cells = policy.cells(viewer, policy.Permission.TEXT_SCRUB)
    if not cells & {"yes", "own"}:
        raise NotAllowed
    return "yes" in cells


# --- where words ever stood


def hits(log: list[Change], sought: str) -> set[Unit]:
    """The units that in any version stood in these (wide) words."""
    found: set[Unit] = set()
    for words, units, places in _versions(log):
        for first, last in places:
            begin = max(0, first - len(sought) + 1)
            end = last + len(sought) - 1
            at = words.find(sought, begin, end)
            while at >= 0:
                found.update(units[at : at + len(sought)])
                at = words.find(sought, at + 1, end)
    return found


def _versions(log: list[Change]) -> Iterator[tuple[str, list[Unit], list[tuple[int, int]]]]:
    """Each version: its words, its units, and where it differs from the one before."""
    words, units = "", list[Unit]()
    for entry in log:
        change = ChangeSet.stored(entry.changes)
        words = change.apply(words)
        units, places = _carried(units, change, entry.version)
        yield words, units, places


def _carried(units: list[Unit], change: ChangeSet, version: int) -> tuple[list[Unit], list[tuple[int, int]]]:
    """The units after a change, and the stretches that are new (an empty one where something was deleted)."""
    place, born, after, places = 0, 0, list[Unit](), list[tuple[int, int]]()
    for taken, put in change.spans:
        if put is None:
            after += units[place : place + taken]
        else:
            places.append((len(after), len(after) + len(put)))
            after += [Unit(version, born + offset) for offset in range(len(put))]
            born += len(put)
        place += taken
    return after, places


# --- taking them out


def overwrite(log: list[Change], gone: set[Unit]) -> None:
    """Put a filler in the place of each of these units, in the change that brought it. Shapes stay."""
    born: dict[int, set[int]] = {}
    for unit in gone:
        born.setdefault(unit.version, set()).add(unit.place)
    for entry in log:
        if entry.version in born:
            entry.changes = _filled(ChangeSet.stored(entry.changes), born[entry.version]).to_json()


def _filled(change: ChangeSet, places: set[int]) -> ChangeSet:
    """The same change with a filler in these places of what it puts; as long as it was."""
    offset, spans = 0, []
    for span in change.spans:
        if span.put is None:
            spans.append(span)
            continue
        put = "".join(FILLER if offset + place in places else sign for place, sign in enumerate(span.put))
        offset += len(span.put)
        spans.append(Span(span.taken, put))
    return ChangeSet(tuple(spans))


def _remove_fillers(
    work: UnitOfWork, person_id: str, text: Text, log: list[Change], gone: set[Unit], at: datetime
) -> None:
    """What stands of it goes by a change like any other, so that every page follows."""
    ((words, units, _),) = deque(_versions(log), maxlen=1)
    text.words = narrow(words)
    spans = list[Span]()
    for unit in units:
        span = Span(1, "" if unit in gone else None)
        if spans and spans[-1].put == span.put:
            span = Span(spans.pop().taken + 1, span.put)
        spans.append(span)
    change = ChangeSet(tuple(spans))
    if any(span.put is not None for span in spans):
        texts.put(work, person_id, text, change, work.keys.writer(text.id, person_id), 0, at)


# --- copies


def copies(session: Session, text: Text) -> Iterator[Copy]:
    """Everything that took over words of this text, as each kind of record says, and the history of its record."""
    for kind in KINDS.values():
        if kind.copies is not None:
            yield from kind.copies(session, text)
    things = policy.around_text(session, text)
    for change in session.scalars(select(FieldChange).where(FieldChange.thing.in_(things))):
        yield Copy(change, "before")
        yield Copy(change, "after")


def _clear_copies(
    session: Session, text: Text, log: list[Change], gone: set[Unit], sought: str, alone: bool
) -> bool:
    """Take the words out of every copy. Returns whether one that is settled still holds them.

    A copy is known by the wording of a version in it, and gets that version without the words: what others wrote
    stays. In a quote the words themselves go, when nobody else's letters stood in them (`alone`).
    """
    found = [(copy, getattr(copy.record, copy.attribute)) for copy in copies(session, text)]
    found = [(copy, held) for copy, held in found if any(_holds(told, sought) for told in _strings(held))]
    wanted = {told for _, held in found for told in _strings(held) if _holds(told, sought)}
    instead = _instead(log, gone, wanted)
    settled = False
    for copy, held in found:
        clean = _replaced(held, instead, sought if copy.quotes and alone else "", copy.only)
        if clean == held:
            continue
        if copy.settled:
            settled = True
        else:
            setattr(copy.record, copy.attribute, clean)
    return settled


def _plain(words: str) -> str:
    """On one line, as some copies keep them."""
    return " ".join(words.split())


def _holds(told: str, sought: str) -> bool:
    return sought in told or _plain(sought) in told


def _instead(log: list[Change], gone: set[Unit], wanted: set[str]) -> dict[str, str]:
    """What is to stand in place of each string: the longest wording of a version in it, without the words."""
    best: dict[str, tuple[str, str]] = {}
    first = min(unit.version for unit in gone)
    for entry, (words, units, _) in zip(log, _versions(log), strict=True) if wanted else ():
        if entry.version < first or gone.isdisjoint(units):
            continue
        left = "".join(sign for sign, unit in zip(words, units, strict=True) if unit not in gone)
        for form in (str.strip, _plain):
            was, now = form(narrow(words)), form(narrow(left))
            for told in wanted:
                if was in told and len(was) > len(best.get(told, ("", ""))[0]):
                    best[told] = was, now
    return {told: told.replace(was, now) for told, (was, now) in best.items()}


def _strings(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, list | dict):
        for part in held.values() if isinstance(held, dict) else held:
            yield from _strings(part)


def _replaced(held: Any, instead: dict[str, str], quote: str, only: frozenset[str]) -> Any:
    """The same with the words taken out. With `only` nothing else than what belongs to these records is touched."""
    if isinstance(held, str):
        return held if only else instead.get(held, held.replace(quote, "") if quote else held)
    if isinstance(held, list):
        mine = only and held and isinstance(held[0], str) and held[0] in only
        return [_replaced(part, instead, quote, frozenset() if mine else only) for part in held]
    if isinstance(held, dict):
        inside = frozenset[str]() if only and held.get("id") in only else only
        return {key: _replaced(part, instead, quote, inside) for key, part in held.items()}
    return held
