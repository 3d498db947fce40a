"""*Wie schreef dit?* Whose each passage of a text is, and its earlier words: a replay of its changes, on demand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from models.changesets import ChangeSet, narrow
from models.texts import Change

#: What one person types within this time is told as one step.
TOGETHER = timedelta(minutes=30)


@dataclass(frozen=True)
class Run:
    """A passage as it stands now, and whose it is."""

    author_id: str
    words: str


@dataclass(frozen=True)
class Step:
    """What one person did in one go: the words before and after, and whose wording it was when they took one over."""

    author_id: str
    proposed_by_id: str | None
    at: datetime
    before: str
    after: str


def runs(changes: Iterable[Change]) -> list[Run]:
    """The passages of a text by who put them there; a wording that was taken over is its proposer's."""
    words, whose = "", list[str]()
    for entry in changes:
        change, made, place = ChangeSet.stored(entry.changes), list[str](), 0
        for taken, put in change.spans:
            made += whose[place : place + taken] if put is None else [_of(entry)] * len(put)
            place += taken
        words, whose = change.apply(words), made
    found, place = list[Run](), 0
    for author, units in groupby(whose):
        length = len(list(units))
        found.append(Run(author, narrow(words[place : place + length])))
        place += length
    return found


def steps(changes: Sequence[Change], since: datetime | None = None) -> list[Step]:
    """The earlier words, oldest first; what changed nothing in the end is left out.

    With `since` from then on: no step tells of words that were gone by that moment.
    """
    found, words = list[Step](), ""
    for entry in changes:
        after = ChangeSet.stored(entry.changes).apply(words)
        last = found[-1] if found else None
        if since is not None and entry.at < since:
            words = after
            continue
        if last is not None and _goes_on(last, entry):
            found[-1] = Step(last.author_id, last.proposed_by_id, entry.at, last.before, narrow(after))
        else:
            found.append(Step(entry.author_id, entry.proposed_by_id, entry.at, narrow(words), narrow(after)))
        words = after
    return [one for one in found if one.before != one.after]


def _of(entry: Change) -> str:
    return entry.proposed_by_id or entry.author_id


def _goes_on(last: Step, entry: Change) -> bool:
    alone = last.proposed_by_id is None and entry.proposed_by_id is None
    return alone and last.author_id == entry.author_id and entry.at - last.at <= TOGETHER
