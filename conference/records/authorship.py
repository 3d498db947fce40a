"""*Wie schreef dit?* Whose each passage of a text is, and its earlier words: a replay of its changes, on demand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from conference.records import bulk
from models.changesets import ChangeSet, narrow
from models.texts import Change

#: What one person types within this time is told as one step.
TOGETHER = timedelta(minutes=30)
#: What stands in the history in place of a letter that was scrubbed.
FILLER = "\u2588"


@dataclass(frozen=True)
class Run:
    """A passage as it stands now, and whose it is."""

    author_id: str
    words: str


@dataclass(frozen=True)
class Step:
    """What one person did in one go: the words before and after.

    `proposed_by_id`: whose wording it was when they took one over. `version`: the one before it. `restores`: whether
    they put back words of before.
    """

    author_id: str
    proposed_by_id: str | None
    at: datetime
    before: str
    after: str
    version: int
    restores: bool = False


def runs(changes: Sequence[Change]) -> list[Run]:
    """The passages of a text by who put them there; a wording that was taken over is its proposer's."""
    words, whose = "", list[str]()
    for entry, put_by in zip(changes, letters_by(changes, _of).values(), strict=True):
        words, whose = ChangeSet.stored(entry.changes).apply(words), _standing(whose, entry, put_by)
    found, place = list[Run](), 0
    for author, units in groupby(whose):
        length = len(list(units))
        found.append(Run(author, narrow(words[place : place + length])))
        place += length
    return found


def letters_by(changes: Sequence[Change], of: Callable[[Change], str]) -> dict[int, list[str]]:
    """Whose the letters are that each version put, in their order: of its author, or of whoever first wrote them.

    `of` says whose a change is. Words that were put back stay of who wrote them.
    """
    wanted = {one.restores for one in changes}
    found, words, whose = dict[int, list[str]](), "", list[str]()
    stood: dict[int, tuple[str, list[str]]] = {0: ("", [])}
    for entry in changes:
        change = ChangeSet.stored(entry.changes)
        words = change.apply(words)
        if entry.restores is None:
            put_by = [of(entry)] * sum(len(span.put or "") for span in change.spans)
        else:
            put_by = _put(change, _come_back(*stood[entry.restores], words))
        found[entry.version] = put_by
        whose = _standing(whose, entry, put_by)
        if entry.version in wanted:
            stood[entry.version] = words, whose
    return found


def _come_back(before: str, whose: list[str], after: str) -> list[str]:
    """Whose the letters of `after` are: those of `before`, without what was scrubbed from it by then."""
    found, place = list[str](), 0
    for sign in after:
        while before[place] == FILLER != sign:
            place += 1
        found.append(whose[place])
        place += 1
    return found


def _put(change: ChangeSet, whose: list[str]) -> list[str]:
    """Whose the letters are that a change puts, of whose all letters are that it leaves."""
    place, found = 0, list[str]()
    for span in change.spans:
        if span.put is not None:
            found += whose[place : place + len(span.put)]
        place += span.given
    return found


def _standing(whose: list[str], entry: Change, put_by: list[str]) -> list[str]:
    """Whose each letter is after a change."""
    place, born, after = 0, 0, list[str]()
    for taken, put in ChangeSet.stored(entry.changes).spans:
        if put is None:
            after += whose[place : place + taken]
        else:
            after += put_by[born : born + len(put)]
            born += len(put)
        place += taken
    return after


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
            found[-1] = replace(last, at=entry.at, after=narrow(after))
        else:
            found.append(_step(entry, narrow(words), narrow(after)))
        words = after
    return [one for one in found if one.before != one.after]


def _of(entry: Change) -> str:
    return entry.proposed_by_id or entry.author_id


def _step(entry: Change, before: str, after: str) -> Step:
    return Step(
        entry.author_id,
        entry.proposed_by_id,
        entry.at,
        before,
        after,
        entry.version - 1,
        entry.restores is not None,
    )


def _takes_much(entry: Change) -> bool:
    """What goes in one stroke is a step of its own, so that what stood there can be found, and put back."""
    change = ChangeSet.stored(entry.changes)
    gone = sum(span.taken for span in change.spans if span.put is not None)
    return bulk.is_much(gone, change.length)


def _goes_on(last: Step, entry: Change) -> bool:
    alone = last.proposed_by_id is None and entry.proposed_by_id is None
    alone = alone and not last.restores and entry.restores is None and not _takes_much(entry)
    return alone and last.author_id == entry.author_id and entry.at - last.at <= TOGETHER
