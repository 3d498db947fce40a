"""Change sets: the algebra by which several people write in one text at once.

A change set walks once through the old text and says of every stretch whether it is kept or replaced:
`[5, [2, "hi"], 3]` keeps 5 units, takes 2 away and puts "hi" there, keeps 3. The server holds one log of
them for each text. A person on a slow line writes on an older text than the newest: `rebase` moves that
change over what came since. The format and its ties are those of `@codemirror/state`, the editor in the
browser, because both sides must come to the same letters. The rules were found by measuring that package,
and `tests/fixtures/changesets.json.gz` keeps its answers: make those again when its version changes.

C1. Lengths and places count UTF-16 units, as browsers do. Every text here is `wide`; make it `narrow` again
    before it goes to a database or a page.
C2. `late.map(early)` moves `late` over `early`, which counts as first. `late.map(early, before=True)`: here
    `late` counts as first. Both ways round the square give one text: early, then late.map(early); and
    late, then early.map(late, before=True).
C3. Two changes stand in the order of their start; at one start the shorter taken stretch goes first; then
    the one that counts as first. So of two inserts at one place the one in the log stands first.
C4. An insert within, or at the end of, a stretch that the other replaces survives, behind the replacement.
C5. Overlapping deletions become their union. A change cut in pieces puts its words at the first piece.
C6. Map over a log ONE BY ONE. A composed entry has forgotten where its deleted letters stood: mapping over
    it gives other letters than people see who received the entries singly, and their pages differ for good.
C7. Inserted words hold no half surrogate pair, and no change begins or ends within one: a text stays valid.
C8. What a stranger sends is bounded: sections, words, and sections walked to catch up with the log.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from models.errors.texts import TextBehind, TextChar, TextLength, TextMalformed, TextSurrogate, TextTooLarge

MAX_SECTIONS = 2_000
MAX_INSERTED = 32 * 1024  # bytes of UTF-8
MAX_LENGTH = 2**53 - 1  # the largest whole number a browser holds exactly
MAX_WALKED = 20_000  # some tens of milliseconds; without a bound one message could cost a minute

_BEYOND_UTF16 = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HALF_PAIR = re.compile(r"[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")
# Control characters but tab and newline, and the marks that turn the reading direction of what follows.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# What leaves nothing on a page: white space, the default-ignorable code points of Unicode 15, and the two signs that
# are drawn as nothing though they count as signs (an empty Braille cell, a musical null).
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)

# --- text


def wide(text: str) -> str:
    """Hold each character beyond U+FFFF as its two surrogates: `len` and slices then count as browsers do."""
    return text if text.isascii() else _BEYOND_UTF16.sub(_as_pair, text)


def narrow(text: str) -> str:
    """Join the pairs again. Text without emoji is its own wide and narrow form."""
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def check_words(words: str) -> None:
    """Rule C7. Raises TextSurrogate for half a pair, TextChar for a character that no text may hold."""
    if _HALF_PAIR.search(wide(words)):
        raise TextSurrogate
    if _FORBIDDEN.search(words):
        raise TextChar


def is_blank(words: str) -> bool:
    """Whether nothing of this is seen: spaces, and signs that show nothing (a soft hyphen, a Hangul filler)."""
    return not _UNSEEN.sub("", words)


def _as_pair(found: re.Match[str]) -> str:
    above = ord(found[0]) - 0x10000
    return chr(0xD800 + (above >> 10)) + chr(0xDC00 + (above & 0x3FF))


def _within_pair(text: str, place: int) -> bool:
    return 0 < place < len(text) and "\ud800" <= text[place - 1] < "\udc00" <= text[place] < "\ue000"


# --- change sets


class Span(NamedTuple):
    """A stretch of `taken` units of the old text: kept (`put` is None) or replaced by `put` ("" deletes)."""

    taken: int
    put: str | None

    @property
    def given(self) -> int:
        """Its units in the new text."""
        return self.taken if self.put is None else len(self.put)


Sections = list[int | list[int | str]]


@dataclass(frozen=True)
class ChangeSet:
    """What happens to a text of exactly `length` units; each deed raises TextLength for any other."""

    spans: tuple[Span, ...]

    @classmethod
    def parse(cls, raw: object) -> "ChangeSet":
        """Read what a stranger sent: strict and bounded (rules C7, C8).

        Raises TextMalformed, TextTooLarge, TextSurrogate or TextChar, and nothing else.
        """
        change = cls.stored(raw, MAX_SECTIONS)
        inserted = [span.put for span in change.spans if span.put]
        if sum(map(len, inserted)) > MAX_INSERTED:
            raise TextTooLarge
        for words in inserted:
            check_words(words)
        if sum(len(narrow(words).encode()) for words in inserted) > MAX_INSERTED:
            raise TextTooLarge
        return change

    @classmethod
    def stored(cls, raw: object, most: int | None = None) -> "ChangeSet":
        """Read an entry of our own log. Moved, it may have more sections than a stranger may send."""
        if not isinstance(raw, list):
            raise TextMalformed
        if most is not None and len(raw) > most:
            raise TextTooLarge
        return cls(tuple(_read_section(section) for section in raw))

    def to_json(self) -> Sections:
        """The form on the wire and in the log, the same as `ChangeSet.toJSON()` writes in the browser."""
        return [_write_section(span) for span in self.spans]

    @cached_property
    def length(self) -> int:
        """Units of the text it was made for."""
        return sum(span.taken for span in self.spans)

    @cached_property
    def new_length(self) -> int:
        """Units of the text it leaves."""
        return sum(span.given for span in self.spans)

    @property
    def is_empty(self) -> bool:
        """Nothing changes."""
        return not self.spans or (len(self.spans) == 1 and self.spans[0].put is None)

    def apply(self, text: str) -> str:
        """The new text; both wide."""
        _require_length(self.length, len(text))
        place, pieces = 0, []
        for taken, put in self.spans:
            pieces.append(text[place : place + taken] if put is None else put)
            place += taken
        return "".join(pieces)

    def invert(self, text: str) -> "ChangeSet":
        """The change that takes this one back; `text` is the wide text before this one."""
        _require_length(self.length, len(text))
        place, spans = 0, []
        for span in self.spans:
            gone = None if span.put is None else text[place : place + span.taken]
            spans.append(Span(span.given, gone))
            place += span.taken
        return ChangeSet(tuple(spans))

    def check_borders(self, text: str) -> None:
        """Rule C7 for `text`, the wide text before. Raises TextSurrogate when a change cuts a pair in two."""
        _require_length(self.length, len(text))
        place = 0
        for taken, put in self.spans:
            if put is not None and (_within_pair(text, place) or _within_pair(text, place + taken)):
                raise TextSurrogate
            place += taken

    def compose(self, other: "ChangeSet") -> "ChangeSet":
        """This change and then `other`, as one. Never map a late change over the outcome (rule C6)."""
        _require_length(self.new_length, other.length)
        if self.is_empty or other.is_empty:
            return other if self.is_empty else self
        return _compose(self, other)

    def map(self, other: "ChangeSet", before: bool = False) -> "ChangeSet":
        """This change for the text that `other` leaves, both made for one text (rules C2 to C5)."""
        _require_length(self.length, other.length)
        return self if other.is_empty else _map(self, other, before)


def rebase(change: ChangeSet, log: Iterable[ChangeSet], budget: int = MAX_WALKED) -> ChangeSet:
    """Move a late change over the entries of the log, one by one (rule C6).

    Raises TextBehind when that walks more than `budget` sections: the writer then fetches the entries and
    does the work, in the own browser.
    """
    for entry in log:
        budget -= len(change.spans) + len(entry.spans)
        if budget < 0:
            raise TextBehind
        change = change.map(entry)
    return change


def diff(old: str, new: str) -> ChangeSet:
    """Old to new as one change that leaves alone what is alike at the start and at the end.

    Takes wide or narrow text. Raises TextSurrogate or TextChar for words that no text may hold.
    """
    old, new = wide(old), wide(new)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    if _within_pair(old, start):
        start -= 1
    if _within_pair(old, len(old) - end):
        end -= 1
    return _replace(old, new, start, end)


def _replace(old: str, new: str, start: int, end: int) -> ChangeSet:
    put = new[start : len(new) - end]
    check_words(put)
    draft = _Draft()
    draft.add(start, None)
    draft.add(len(old) - start - end, put)
    draft.add(end, None)
    return ChangeSet(tuple(draft.spans))


def _alike(one: str, other: str) -> int:
    """Units at the start that are the same, by halving: slices compare faster than a loop over letters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _require_length(expected: int, found: int) -> None:
    if expected != found:
        raise TextLength


# --- sections as JSON: 5 keeps, [5] deletes, [5, "line", "line"] replaces, [0, "line"] inserts


def _read_section(raw: object) -> Span:
    if isinstance(raw, list) and raw:
        span = Span(_read_length(raw[0]), wide("\n".join(map(_read_line, raw[1:]))))
    else:
        span = Span(_read_length(raw), None)
    if not span.taken and not span.put:
        raise TextMalformed
    return span


def _read_length(raw: object) -> int:
    # Not isinstance: in Python True is a whole number too.
    if type(raw) is not int or not 0 <= raw <= MAX_LENGTH:
        raise TextMalformed
    return raw


def _read_line(raw: object) -> str:
    if not isinstance(raw, str) or "\n" in raw or "\r" in raw:
        raise TextMalformed
    return raw


def _write_section(span: Span) -> int | list[int | str]:
    if span.put is None:
        return span.taken
    return [span.taken, *narrow(span.put).split("\n")] if span.put else [span.taken]


# --- the two walks


class _Draft:
    """Spans in the making. Neighbours of one kind become one: two kept, two deletions, two inserts."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def add(self, taken: int, put: str | None, join: bool = False) -> None:
        """Add a span; `join` makes it one with the last, whatever the kinds (never with a kept one)."""
        if not taken and not put:
            return
        if self.spans and (join or self._same_kind(taken, put)):
            last = self.spans[-1]
            self.spans[-1] = Span(last.taken + taken, None if put is None else (last.put or "") + put)
        else:
            self.spans.append(Span(taken, put))

    def _same_kind(self, taken: int, put: str | None) -> bool:
        last = self.spans[-1]
        return (not put and last.put == put) or (not taken and not last.taken)


class _Reader:
    """Walks through a change set in pieces, counting units of its old or of its new text (`measure`)."""

    def __init__(self, change: ChangeSet, measure: Callable[[Span], int]) -> None:
        self._spans = iter(change.spans)
        self._measure = measure
        self.next()

    def next(self) -> None:
        """Go to the next span. After the last one it seems to keep nothing."""
        span = next(self._spans, None)
        self.done = span is None
        self.span = span or Span(0, None)
        self.left = self._measure(self.span)
        self.read_units = 0
        self.placed = False  # used by `_map`: the words of this span already stand in the outcome

    def read(self, units: int) -> None:
        if units == self.left:
            self.next()
        else:
            self.left -= units
            self.read_units += units

    @property
    def keeps(self) -> bool:
        return self.span.put is None

    @property
    def fresh(self) -> bool:
        """Nothing of this span was read yet."""
        return not self.read_units

    @property
    def words(self) -> str:
        """What this span puts, once: nothing when it already stands there."""
        return "" if self.placed else self.span.put or ""


def _taken(span: Span) -> int:
    return span.taken


def _given(span: Span) -> int:
    return span.given


def _compose(first: ChangeSet, second: ChangeSet) -> ChangeSet:
    """Walk through the text between the two: what `first` gives is what `second` takes."""
    one, two, draft = _Reader(first, _given), _Reader(second, _taken), _Draft()
    spans_both = False  # the last span in the draft goes on: what follows belongs to it
    while not (one.done and two.done):
        if one.span.put == "":
            draft.add(one.span.taken, "", spans_both)
            one.next()
        elif not two.done and not two.span.taken:
            draft.add(0, two.span.put, spans_both)
            two.next()
        else:
            size, units = len(draft.spans), min(one.left, two.left)
            goes_on = (not one.keeps and one.left > units) or (not two.keeps and two.left > units)
            _compose_piece(one, two, units, draft, spans_both)
            spans_both = goes_on and (spans_both or len(draft.spans) > size)
    return ChangeSet(tuple(draft.spans))


def _compose_piece(one: _Reader, two: _Reader, units: int, draft: _Draft, join: bool) -> None:
    """A replaced stretch is taken, and its words are put, at its first piece only."""
    taken = one.span.taken if one.fresh else 0
    put = two.span.put if two.fresh else ""
    if one.keeps:
        taken = units
    if two.keeps:
        put = None if one.span.put is None else one.span.put[one.read_units : one.read_units + units]
    draft.add(taken, put, join)
    one.read(units)
    two.read(units)


def _map(change: ChangeSet, other: ChangeSet, before: bool) -> ChangeSet:
    """Walk through the text both were made for, and write `change` down for the text that `other` leaves."""
    ours, theirs, draft = _Reader(change, _taken), _Reader(other, _taken), _Draft()
    while not (ours.done and theirs.done):
        if ours.keeps and theirs.keeps:
            units = min(ours.left, theirs.left)
            draft.add(units, None)
            ours.read(units)
            theirs.read(units)
        elif _theirs_goes_first(ours, theirs, before):
            _step_over(theirs, ours, draft)
        else:
            _place(ours, theirs, draft)
    return ChangeSet(tuple(draft.spans))


def _theirs_goes_first(ours: _Reader, theirs: _Reader, before: bool) -> bool:
    """Rule C3. What theirs cut off at its start waits for nobody: its words come right behind theirs (C4)."""
    if theirs.keeps:
        return False
    if ours.keeps or ours.placed:
        return True
    shorter = theirs.left < ours.left or (theirs.left == ours.left and not before)
    return ours.fresh and shorter


def _step_over(theirs: _Reader, ours: _Reader, draft: _Draft) -> None:
    """Keep what theirs put. What ours took in there is gone already; words of ours come behind (rule C4)."""
    draft.add(theirs.span.given, None)
    rest = theirs.left
    while rest:
        if not ours.keeps and ours.left <= rest:
            draft.add(0, ours.words)
        units = min(ours.left, rest)
        ours.read(units)
        rest -= units
    theirs.next()


def _place(ours: _Reader, theirs: _Reader, draft: _Draft) -> None:
    """Write our change, up to the first words of theirs in it; what they deleted is left out (rule C5)."""
    rest, taken = ours.left, 0
    while rest:
        if theirs.keeps:
            units = min(rest, theirs.left)
            taken += units
            rest -= units
            theirs.read(units)
        elif not theirs.span.put and theirs.left < rest:
            rest -= theirs.left
            theirs.next()
        else:
            break
    draft.add(taken, ours.words)
    ours.placed = True
    ours.read(ours.left - rest)
