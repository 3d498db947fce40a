"""Two versions of the analysis side by side: what is new, what changed word by word, what is gone.

A kind of record says whether and how it is compared (`Export.compared`): words about what is going on.
Both are contents that the reader may see, so that nothing hidden shows as a gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from conference.access.kinds import Compared, Item, exports
from conference.report.content import Content
from conference.report.reading import items

WORDS = re.compile(r"^\s+|\S+\s*")
#: Marks of Markdown: they say how words look, not what they say.
MARKS = re.compile(r"\*\*|~~|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)|^#{1,6} +", re.MULTILINE)
BULLETS = re.compile(r"^( *)[-*+] +", re.MULTILINE)
#: Longer texts are shown whole, before and after: comparing word by word would take too long.
MOST_WORDS = 3000


class Change(StrEnum):
    """What happened to an item between two meetings."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True)
class Piece:
    """Words that stayed (`same`), came (`ins`) or went (`del`)."""

    sign: str
    words: str


@dataclass(frozen=True)
class Difference:
    """One item that is not what it was, with its words in pieces."""

    item: Item
    change: Change
    pieces: list[Piece]


def compare(before: Content, after: Content) -> list[Difference]:
    """What differs, in the order of the later version; what is gone comes after that."""
    found: list[Difference] = []
    for kind, export in exports():
        if export.compared is not None:
            found += _differences(export.compared, items(before, kind.name), items(after, kind.name))
    return found


def _differences(how: Compared, before: list[Item], after: list[Item]) -> Iterator[Difference]:
    """Those of one kind. What was replaced or taken back is no part of the analysis any more."""
    old, new = (
        {one["id"]: one for one in version if not any(one.get(name) for name in how.past)}
        for version in (before, after)
    )
    for key, one in new.items():
        if (made := _difference(how, old.get(key), one)) is not None:
            yield made
    for key, one in old.items():
        if key not in new:
            yield Difference(one, Change.GONE, [Piece("del", plain(one[how.words]))])


def plain(words: str) -> str:
    """The words without their marks; an item of a list begins with a dot."""
    return MARKS.sub("", BULLETS.sub(r"\1• ", words))


def pieces(before: str, after: str) -> list[Piece]:
    """The words of two versions as one row: what stayed, what came, what went."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [Piece("del", before), Piece("ins", after)]
    return list(_row(old, new))


def _row(old: list[str], new: list[str]) -> Iterator[Piece]:
    for sign, first, last, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sign == "equal":
            yield Piece("same", "".join(old[first:last]))
            continue
        if first < last:
            yield Piece("del", "".join(old[first:last]))
        if from_ < to:
            yield Piece("ins", "".join(new[from_:to]))


def _difference(how: Compared, old: Item | None, new: Item) -> Difference | None:
    words = plain(new[how.words])
    if old is None:
        return Difference(new, Change.NEW, [Piece("ins", words)])
    if old[how.words] == new[how.words] and old.get(how.called) == new.get(how.called):
        return None
    return Difference(new, Change.CHANGED, pieces(plain(old[how.words]), words))
