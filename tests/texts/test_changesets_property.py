"""Chance looks for trouble in change sets: in the algebra, and with five people on a bad network."""

import itertools
import json
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from models.changesets import ChangeSet, Sections, diff, narrow, rebase, wide
from models.errors.base import Refused

PEOPLE = 5
LETTERS = ["a", "b", " ", "\n", "é", "e\u0301", "م", "中", "😀", "😁", "👩\u200d👧"]
# What each of the five writes where a test asks whose letters stand.
OWN = ["aA🍎", "bB🍐", "cC🍋", "dD🍌", "eE🍉"]

thorough = settings(deadline=None, max_examples=200)

words = st.lists(st.sampled_from(LETTERS), max_size=6).map("".join)
texts = st.lists(st.sampled_from(LETTERS), max_size=20).map("".join).map(wide)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)
nearly_a_section = st.integers(0) | st.tuples(st.integers(0), st.text()).map(list)


def between_characters(place: int, text: str) -> int:
    """The nearest place, at or before this one, that is not within a character."""
    place = min(place, len(text))
    return place - 1 if place < len(text) and "\udc00" <= text[place] <= "\udfff" else place


@st.composite
def changes(draw: st.DrawFn, text: str) -> ChangeSet:
    """A change for `text` with any number of spans; none begins or ends within a character."""
    drawn = draw(st.lists(st.integers(0, len(text)), max_size=6))
    borders = sorted({0, len(text), *(between_characters(place, text) for place in drawn)})
    raw: Sections = []
    for start, end in itertools.pairwise(borders):
        put = draw(st.none() | words)
        raw.append(end - start if put is None else [end - start, *put.split("\n")])
    if last := draw(words):
        raw.append([0, *last.split("\n")])
    return ChangeSet.parse(raw)


@st.composite
def text_and_two(draw: st.DrawFn) -> tuple[str, ChangeSet, ChangeSet]:
    text = draw(texts)
    return text, draw(changes(text)), draw(changes(text))


@st.composite
def text_and_chain(draw: st.DrawFn) -> tuple[str, list[ChangeSet]]:
    """A text and a log of it."""
    first = text = draw(texts)
    log: list[ChangeSet] = []
    for _ in range(draw(st.integers(1, 5))):
        log.append(draw(changes(text)))
        text = log[-1].apply(text)
    return first, log


# --- the algebra


@thorough
@given(text_and_two())
def test_c2_both_ways_round_the_square_end_alike(drawn: tuple[str, ChangeSet, ChangeSet]) -> None:
    text, early, late = drawn
    one_way = late.map(early).apply(early.apply(text))
    assert early.map(late, before=True).apply(late.apply(text)) == one_way


@thorough
@given(text_and_chain())
def test_composed_is_one_after_the_other(drawn: tuple[str, list[ChangeSet]]) -> None:
    text, log = drawn
    whole, words_now = log[0], log[0].apply(text)
    for change in log[1:]:
        whole, words_now = whole.compose(change), change.apply(words_now)
    assert whole.apply(text) == words_now


@thorough
@given(text_and_chain())
def test_a_log_can_be_walked_back(drawn: tuple[str, list[ChangeSet]]) -> None:
    text, log = drawn
    inverses, newest = [], text
    for change in log:
        inverses.append(change.invert(newest))
        newest = change.apply(newest)
    for inverse in reversed(inverses):
        newest = inverse.apply(newest)
    assert newest == text


@thorough
@given(text_and_chain(), st.data())
def test_c7_catching_up_splits_no_character(drawn: tuple[str, list[ChangeSet]], data: st.DataObject) -> None:
    text, log = drawn
    late, newest = data.draw(changes(text)), text
    for change in log:
        newest = change.apply(newest)
    moved = rebase(late, log)
    moved.check_borders(newest)
    narrow(moved.apply(newest)).encode()  # valid, so a database takes it


@thorough
@given(text_and_two())
def test_a_change_survives_the_wire(drawn: tuple[str, ChangeSet, ChangeSet]) -> None:
    _, early, late = drawn
    for change in (early, late, late.map(early)):
        assert ChangeSet.stored(json.loads(json.dumps(change.to_json()))) == change


@thorough
@given(texts, texts)
def test_diff_leads_from_old_to_new(old: str, new: str) -> None:
    change = diff(narrow(old), narrow(new))
    change.check_borders(old)
    assert change.apply(old) == new


@thorough
@given(st.text())
def test_narrow_undoes_wide(text: str) -> None:
    assert narrow(wide(text)) == text
    assert len(wide(text)) == len(text.encode("utf-16-le")) // 2


@thorough
@given(any_json | st.lists(any_json) | st.lists(nearly_a_section))
def test_anything_is_read_or_refused(raw: object) -> None:
    try:
        change = ChangeSet.parse(raw)
    except Refused:
        return
    assert ChangeSet.parse(change.to_json()) == change


# --- five people and a bad network


@dataclass(frozen=True)
class Message:
    """A change on the wire; `client` and `seq` tell a resend from news."""

    client: int
    seq: int
    version: int
    sections: Sections


@dataclass
class Server:
    """The authority: moves a late change over the log one by one, and drops what it already has."""

    text: str
    log: list[Message] = field(default_factory=list)
    seen: Counter[int] = field(default_factory=Counter)

    def receive(self, message: Message) -> None:
        if message.seq < self.seen[message.client]:
            return
        assert message.seq == self.seen[message.client]
        missed = [ChangeSet.stored(entry.sections) for entry in self.log[message.version :]]
        change = rebase(ChangeSet.stored(message.sections), missed)
        change.check_borders(self.text)
        self.text = change.apply(self.text)
        self.seen[message.client] += 1
        self.log.append(Message(message.client, message.seq, len(self.log) + 1, change.to_json()))


@dataclass
class Writer:
    """An editor: one change in flight, what is written meanwhile composed in a buffer, and the own undo."""

    number: int
    server: Server
    text: str
    version: int = 0
    seq: int = 0
    flight: ChangeSet | None = None
    buffer: ChangeSet | None = None
    wire: list[Message] = field(default_factory=list)
    undo_stack: list[ChangeSet] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        return bool(self.flight or self.buffer or self.version < len(self.server.log))

    def write(self, change: ChangeSet) -> None:
        self.undo_stack.append(change.invert(self.text))
        self._show_own(change)

    def undo(self) -> None:
        if self.undo_stack:
            self._show_own(self.undo_stack.pop())

    def send(self) -> None:
        """Send, or send again under the same number what nobody confirmed."""
        if self.flight is None:
            self.flight, self.buffer = self.buffer, None
        if self.flight is not None:
            self.wire.append(Message(self.number, self.seq, self.version, self.flight.to_json()))

    def arrive(self) -> None:
        """The oldest message on the wire reaches the server."""
        if self.wire:
            self.server.receive(self.wire.pop(0))

    def drop(self) -> None:
        """The line breaks: all that is on it is lost."""
        self.wire.clear()

    def read(self) -> None:
        """The next entry of the log arrives; the own echo confirms."""
        if self.version == len(self.server.log):
            return
        entry = self.server.log[self.version]
        self.version += 1
        if entry.client == self.number:
            self._confirm(entry)
        else:
            self._show_theirs(ChangeSet.stored(entry.sections))

    def catch_up(self) -> None:
        """A new line: first read all that was missed, then send again."""
        while self.version < len(self.server.log):
            self.read()
        self.send()

    def _confirm(self, entry: Message) -> None:
        assert self.flight is not None
        assert entry.seq == self.seq
        assert entry.sections == self.flight.to_json()  # server and browser moved it alike
        self.confirmed.append(self.seq)
        self.flight, self.seq = None, self.seq + 1

    def _show_own(self, change: ChangeSet) -> None:
        self.text = change.apply(self.text)
        self.buffer = change if self.buffer is None else self.buffer.compose(change)

    def _show_theirs(self, change: ChangeSet) -> None:
        """One entry at a time: over what is in flight, then over the buffer, then past the undo stack."""
        if self.flight is not None:
            self.flight, change = self.flight.map(change), change.map(self.flight, before=True)
        if self.buffer is not None:
            self.buffer, change = self.buffer.map(change), change.map(self.buffer, before=True)
        self.text = change.apply(self.text)
        for depth in reversed(range(len(self.undo_stack))):
            step = self.undo_stack[depth]
            self.undo_stack[depth], change = step.map(change), change.map(step, before=True)


@dataclass(frozen=True)
class Step:
    """Something happens to one of the five. `place` counts in twelfths of the text, so that it fits any."""

    who: int
    deed: str
    place: int = 0
    taken: int = 0
    words: str = ""


NETWORK = ["send", "arrive", "arrive", "read", "read", "drop", "catch_up"]
network = st.builds(Step, st.integers(0, PEOPLE - 1), st.sampled_from(NETWORK))
undoing = st.builds(Step, st.integers(0, PEOPLE - 1), st.just("undo"))
writing = st.builds(
    Step,
    st.integers(0, PEOPLE - 1),
    st.just("write"),
    st.integers(0, 12),
    st.sampled_from([0, 0, 0, 1, 3, 9]),
    words,
)


def take_step(writer: Writer, step: Step) -> None:
    if step.deed != "write":
        getattr(writer, step.deed)()
        return
    start = between_characters(len(writer.text) * step.place // 12, writer.text)
    end = max(start, between_characters(start + step.taken, writer.text))
    writer.write(replace(writer.text, start, end, step.words))


def replace(text: str, start: int, end: int, put: str) -> ChangeSet:
    raw: Sections = [start, [end - start, *put.split("\n")], len(text) - end]
    return ChangeSet.parse([section for section in raw if section not in (0, [0, ""])])


def settle(writers: list[Writer]) -> None:
    """The network heals: everybody sends and reads until nothing is under way."""
    while any(writer.busy for writer in writers):
        for writer in writers:
            writer.catch_up()
            while writer.wire:
                writer.arrive()


def at_table(text: str) -> tuple[Server, list[Writer]]:
    server = Server(text)
    return server, [Writer(number, server, text) for number in range(PEOPLE)]


@thorough
@given(texts, st.lists(writing | network | undoing, min_size=20, max_size=120))
def test_five_people_end_alike(text: str, steps: list[Step]) -> None:
    server, writers = at_table(text)
    for step in steps:
        take_step(writers[step.who], step)
    settle(writers)
    assert {writer.text for writer in writers} == {server.text}
    replayed = text
    for entry in server.log:
        replayed = ChangeSet.stored(entry.sections).apply(replayed)
    assert replayed == server.text
    narrow(server.text).encode()


@thorough
@given(texts, st.lists(writing | network | undoing, min_size=20, max_size=120))
def test_what_was_confirmed_stands_in_the_log_once(text: str, steps: list[Step]) -> None:
    server, writers = at_table(text)
    for step in steps:
        take_step(writers[step.who], step)
        in_log = Counter((entry.client, entry.seq) for entry in server.log)
        assert all(in_log[writer.number, seq] == 1 for writer in writers for seq in writer.confirmed)
    settle(writers)
    for writer in writers:
        in_order = [entry.seq for entry in server.log if entry.client == writer.number]
        assert in_order == writer.confirmed == list(range(writer.seq))


@st.composite
def own_letters(draw: st.DrawFn) -> Step:
    """Each writes own letters only; the first never deletes, the others delete whatever they meet."""
    who = draw(st.integers(0, PEOPLE - 1))
    taken = 0 if who == 0 else draw(st.sampled_from([0, 0, 1, 4]))
    put = draw(st.text(OWN[who], min_size=1, max_size=4))
    return Step(who, "write", draw(st.integers(0, 12)), taken, put)


@thorough
@given(st.lists(own_letters() | network, min_size=20, max_size=120))
def test_undo_takes_back_the_own_letters_and_no_others(steps: list[Step]) -> None:
    server, writers = at_table("0123456789")
    for step in steps:
        take_step(writers[step.who], step)
    settle(writers)
    others = "".join(letter for letter in narrow(server.text) if letter not in OWN[0])
    while writers[0].undo_stack:
        writers[0].undo()
    settle(writers)
    assert narrow(server.text) == others
    assert {writer.text for writer in writers} == {server.text}
