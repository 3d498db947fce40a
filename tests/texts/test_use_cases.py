"""Writing together: what is taken, what is put in order, and what is refused and why."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.core.runtime import Runtime
from conference.records import texts
from conference.records.texts import WriteText
from conference.table.meeting import use_cases as meetings
from models.changesets import ChangeSet, narrow, rebase, wide
from models.enums import MAX_WORDS, TextKind
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.meeting import MeetingClosed
from models.errors.texts import (
    TextAhead,
    TextBehind,
    TextChar,
    TextFull,
    TextGap,
    TextLength,
    TextMalformed,
    TextNotYours,
    TextOpReused,
    TextRenewed,
    TextSurrogate,
)
from models.people import Person
from models.texts import Change, Text
from tests.cast import Cast, Clock, Player

pytestmark = pytest.mark.both


class Editor:
    """One open editor of one player, as a browser keeps it: a client id, and a count of what it sent."""

    def __init__(self, player: Player, text: str) -> None:
        self.player, self.text, self.seq = player, text, 0
        self.client = player.house.keys.writer(text, player.id)
        self.mark: str | None = None

    def send(self, changes: Any, version: int, **changed: Any) -> int:
        """Send the next change, made on a version. Returns the version it made; keeps the mark that came with it."""
        given = {"text": self.text, "epoch": 0, "version": version, "client": self.client, "seq": self.seq}
        written = self.player.do(texts.write, WriteText(**{**given, "changes": changes, **changed}))
        self.seq += 1
        self.mark = written.mark
        return int(written.version)

    def come_back(self, version: int | None, epoch: int | None = 0, **changed: Any) -> texts.OpenedText:
        """Open again, saying what this editor had."""
        known = (
            None
            if version is None or epoch is None
            else texts.KnownText(
                **{
                    "epoch": epoch,
                    "version": version,
                    "client": self.client,
                    "mark": self.mark or "",
                    **changed,
                }
            )
        )
        house = self.player.house
        with house.database.read() as session:
            return texts.open_text(session, house.keys, self.player.viewer, self.text, known, house.clock())


@pytest.fixture
def text(cast: Cast) -> str:
    """The id of a shared text that everybody may write in."""
    return cast.text_id("explanation")


def log(house: Runtime, text: str) -> list[Change]:
    with house.database.read() as session:
        return texts.log_since(session, text, 0)


def replayed(house: Runtime, text: str) -> str:
    """The words that the log makes."""
    words = ""
    for entry in log(house, text):
        words = ChangeSet.stored(entry.changes).apply(words)
    return narrow(words)


# --- taking and ordering


def test_a_change_is_kept_with_its_author_and_told_to_the_others(
    cast: Cast, house: Runtime, text: str
) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    editor = Editor(cast.anna, text)
    assert editor.send([[0, "Het gaat beter."]], 0) == 1
    (entry,) = log(house, text)
    assert (entry.author_id, entry.seq, entry.at) == (cast.anna.id, 0, house.clock())
    assert [(news.version, news.author_id, news.changes) for news in heard] == [
        (1, cast.anna.id, [[0, "Het gaat beter."]])
    ]


def test_a_late_change_is_moved_over_what_came_since(cast: Cast, house: Runtime, text: str) -> None:
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    anna.send([[0, "een drie"]], 0)
    anna.send([4, [0, "twee "], 4], 1)
    assert noor.send([8, [0, " vier"]], 1) == 3
    assert cast.words(text) == replayed(house, text) == "een twee drie vier"


def test_lengths_count_as_browsers_do(cast: Cast, house: Runtime, text: str) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "😀!"]], 0)
    assert editor.send([2, [0, "👋"], 1], 1) == 2
    assert cast.words(text) == replayed(house, text) == "😀👋!"


def test_words_stay_where_they_are_for_whoever_opens_again(cast: Cast, text: str) -> None:
    Editor(cast.anna, text).send([[0, "rust"]], 0)
    opened = Editor(cast.noor, text).come_back(None)
    assert (opened.text.words, opened.text.version, opened.changes) == ("rust", 1, None)


# --- coming back (T4): the log, with what was deleted, is for who was there


@pytest.fixture
def slip(cast: Cast, text: str) -> Editor:
    """Joost's words are in the text (1), a slip came (2) and went (3); Noor was there at version 1 and left."""
    joost, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    joost.send([[0, "rust"]], 0)
    opened = noor.come_back(None)
    noor.client, noor.mark = opened.client, opened.mark
    joost.send([4, [0, " geheim"]], 1)
    joost.send([4, [7]], 2)
    return noor


def test_whoever_was_there_gets_what_came_since(slip: Editor) -> None:
    changes = slip.come_back(1).changes
    assert changes is not None
    assert [entry.version for entry in changes] == [2, 3]
    assert slip.come_back(3).changes == []


@pytest.mark.parametrize(
    "said",
    [
        {"version": 0},
        {"mark": ""},
        {"mark": "1.1"},
        {"mark": "0.0.00000000000000000000000000000000"},
        {"mark": "\u0661.\u0661.x"},
        {"epoch": 1},
        {"version": 9},
        {"client": "ab.cd"},
    ],
)
def test_without_a_proof_of_that_version_there_is_only_the_text_of_now(
    slip: Editor, said: dict[str, Any]
) -> None:
    opened = slip.come_back(**{"version": 1, **said})
    assert (opened.changes, opened.text.words) == (None, "rust")


def test_a_mark_is_of_one_version(slip: Editor) -> None:
    """The number in it cannot be made smaller."""
    assert slip.mark is not None
    forged = "0" + slip.mark[1:]
    assert slip.come_back(0, mark=forged).changes is None


def test_a_mark_is_of_one_person_and_one_text(cast: Cast, slip: Editor, text: str) -> None:
    other = Editor(cast.samira, text)
    assert other.come_back(1, client=slip.client, mark=slip.mark).changes is None
    elsewhere = Editor(cast.noor, cast.text_id("worries"))
    elsewhere.send([[0, "x"]], 0)
    elsewhere.send([[0, "y"], 1], 1)
    assert elsewhere.come_back(1, client=slip.client, mark=slip.mark).changes is None


def test_a_mark_of_long_ago_brings_no_log(house: Runtime, slip: Editor) -> None:
    now = house.clock()
    house.clock = lambda: now + texts.RESUME_WITHIN
    assert slip.come_back(1).changes is not None
    house.clock = lambda: now + texts.RESUME_WITHIN + timedelta(seconds=1)
    assert slip.come_back(1).changes is None


def test_a_resend_of_an_old_change_brings_no_mark_of_then(cast: Cast, text: str) -> None:
    noor = Editor(cast.noor, text)
    noor.send([[0, "rust"]], 0)
    assert noor.mark
    noor.send([[0, "rust"]], 0, seq=0)
    assert noor.mark is None


def test_a_long_absence_is_answered_with_the_whole_text(
    slip: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "LOG_MOST", 1)
    assert slip.come_back(1).changes is None


def test_who_was_away_for_some_minutes_gets_the_log_however_much_the_others_wrote(
    cast: Cast, text: str, clock: Clock
) -> None:
    """With it the editor moves its unsent words over what came, and sends them: they fit the newest version."""
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    noor.send([[0, "rust"]], 0)
    clock.move(minutes=9)
    wishes = [WriteText(text, 0, 1 + n, anna.client, n, [4 + n, [0, "x"]]) for n in range(texts.CATCH_UP + 1)]
    with cast.house.database.work() as work:
        for wish in wishes:
            texts.write(work, cast.anna.viewer, wish, cast.house.clock())
    opened = noor.come_back(1)
    assert opened.changes is not None
    assert len(opened.changes) == texts.CATCH_UP + 1
    unsent = rebase(
        ChangeSet.parse([4, [0, " thuis"]]), [ChangeSet.stored(one.changes) for one in opened.changes]
    )
    with pytest.raises(TextBehind):  # as it was typed it is too old for the server to move
        noor.send([4, [0, " thuis"]], 1)
    noor.send(unsent.to_json(), opened.text.version)
    assert cast.words(text) == "rust" + "x" * (texts.CATCH_UP + 1) + " thuis"


# --- sending again, in order, once


def test_a_resend_is_not_written_twice(cast: Cast, text: str) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "een"]], 0)
    editor.send([3, [0, "!"]], 1)
    assert editor.send([[0, "een"]], 0, seq=0) == 1
    assert cast.words(text) == "een!"


def test_a_resend_that_its_editor_moved_over_what_came_first_is_known(cast: Cast, text: str) -> None:
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    noor.send([[0, "een"]], 0)
    assert anna.send([[0, "twee"]], 0) == 2
    assert anna.send([3, [0, "twee"]], 1, seq=0) == 2
    assert cast.words(text) == "eentwee"


@pytest.mark.parametrize(("changes", "version"), [([[0, "nee"]], 0), ([3, [0, "!"]], 1), ([[0, "een"]], 9)])
def test_other_words_under_a_used_number_are_refused(
    cast: Cast, text: str, changes: Any, version: int
) -> None:
    """T23: they are not thrown away in silence, and the refusal stands in the log."""
    editor = Editor(cast.anna, text)
    editor.send([[0, "een"]], 0)
    with pytest.raises(TextOpReused):
        editor.send(changes, version, seq=0)
    assert cast.words(text) == "een"


def test_a_resend_is_known_after_a_restart_of_the_house(cast: Cast, text: str, house: Runtime) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "een"]], 0)
    house.database.engine.dispose()
    assert editor.send([[0, "een"]], 0, seq=0) == 1


def test_a_missing_change_in_between_is_asked_for_again(cast: Cast, text: str) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "een"]], 0)
    with pytest.raises(TextGap):
        editor.send([3, [0, "!"]], 1, seq=2)
    assert cast.words(text) == "een"


def test_a_first_change_has_number_nought(cast: Cast, text: str) -> None:
    with pytest.raises(TextGap):
        Editor(cast.anna, text).send([[0, "een"]], 0, seq=1)


@pytest.mark.parametrize("version", [1, 2**53, -1])
def test_a_version_that_is_not_there_yet_comes_again_later(cast: Cast, text: str, version: int) -> None:
    with pytest.raises(TextAhead):
        Editor(cast.anna, text).send([[0, "een"]], version)


def test_a_renewed_text_has_to_be_opened_again(cast: Cast, house: Runtime, text: str) -> None:
    editor = Editor(cast.anna, text)
    with house.database.work() as work:
        work.lock(Text, text).epoch = 1
    with pytest.raises(TextRenewed):
        editor.send([[0, "een"]], 0)
    assert editor.send([[0, "een"]], 0, epoch=1) == 1


def test_a_change_too_far_behind_is_left_to_the_browser(
    cast: Cast, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    anna.send([[0, "een"]], 0)
    monkeypatch.setattr(texts, "rebase", lambda change, entries: (_ for _ in ()).throw(TextBehind()))
    with pytest.raises(TextBehind):
        noor.send([[0, "twee"]], 0)


# --- refused for good


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ("words", TextMalformed),
        ([], TextMalformed),
        ([[0]], TextMalformed),
        ([[1, "x"]], TextLength),
        ([9, [0, "x"]], TextLength),
        ([[0, "\ud800"]], TextSurrogate),
        ([[0, "\u202e"]], TextChar),
        ([[0, "\x00"]], TextChar),
    ],
)
def test_a_change_that_does_not_fit_changes_nothing(
    cast: Cast, house: Runtime, text: str, changes: Any, refusal: type[Refused]
) -> None:
    with pytest.raises(refusal):
        Editor(cast.anna, text).send(changes, 0)
    assert (cast.words(text), log(house, text)) == ("", [])


def test_no_change_cuts_a_character_in_two(cast: Cast, text: str) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "😀"]], 0)
    with pytest.raises(TextSurrogate):
        editor.send([1, [0, "x"], 1], 1)


def test_a_full_text_takes_no_more_and_can_still_be_shortened(cast: Cast) -> None:
    action = cast.action(cast.add_action("x" * MAX_WORDS[TextKind.ACTION], by="anna"))
    editor, length = Editor(cast.anna, action.text_id), MAX_WORDS[TextKind.ACTION]
    with pytest.raises(TextFull) as full:
        editor.send([length, [0, "!"]], 1)
    assert full.value.values == {"limit": length}
    assert editor.send([[length, "kort"]], 1) == 2
    assert cast.words(action.text_id) == "kort"


def test_the_limit_counts_as_browsers_do(cast: Cast) -> None:
    action = cast.action(cast.add_action("x", by="anna"))
    with pytest.raises(TextFull):
        Editor(cast.anna, action.text_id).send([[1, "😀" * (MAX_WORDS[TextKind.ACTION] // 2) + "!"]], 1)


def test_nobody_writes_under_the_name_of_another(cast: Cast, house: Runtime, text: str) -> None:
    annas = house.keys.writer(text, cast.anna.id)
    forged = [
        "",
        "abc",
        annas,
        annas.replace(".", ".0"),
        house.keys.writer(cast.text_id("worries"), cast.noor.id),
    ]
    for client in forged:
        with pytest.raises(TextNotYours):
            Editor(cast.noor, text).send([[0, "x"]], 0, client=client)
    assert log(house, text) == []


def test_own_words_are_written_by_their_owner_only(cast: Cast) -> None:
    own = cast.text_id(owner="sam")
    assert Editor(cast.sam, own).send([[0, "Ik wil rust."]], 0) == 1
    for name in ("anna", "noor", "yusuf", "lotte"):
        with pytest.raises(NotAllowed):
            Editor(getattr(cast, name), own).send([[0, "x"]], 0)


@pytest.mark.parametrize("name", ["rie", "amir"])
def test_who_only_reads_the_analysis_does_not_write_in_it(cast: Cast, text: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        Editor(getattr(cast, name), text).send([[0, "x"]], 0)


def test_a_stranger_finds_no_text(cast: Cast, text: str) -> None:
    with pytest.raises(NotFound):
        Editor(cast.bas, text).send([[0, "x"]], 0)


def test_a_text_under_a_shield_is_not_there_for_others(cast: Cast) -> None:
    action = cast.action(cast.add_action(shared_with="anna"))
    for text_id in (action.text_id, action.seen_when_id):
        with pytest.raises(NotFound):
            Editor(cast.sam, text_id).send([[0, "x"]], 0)
    assert Editor(cast.noor, action.seen_when_id).send([[0, "Rust in huis."]], 0) == 1


def test_a_text_that_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        Editor(cast.anna, "nothing").send([[0, "x"]], 0)


def test_after_the_end_the_words_stay_and_no_more_come(cast: Cast, text: str) -> None:
    editor = Editor(cast.anna, text)
    editor.send([[0, "een"]], 0)
    cast.close()
    with pytest.raises(MeetingClosed):
        editor.send([3, [0, "!"]], 1)
    assert cast.words(text) == "een"


def test_during_a_pause_people_may_finish_their_sentence(cast: Cast, text: str) -> None:
    cast.sam.do(meetings.pause)
    assert Editor(cast.anna, text).send([[0, "een"]], 0) == 1


def test_outside_a_meeting_nobody_writes(cast: Cast, text: str) -> None:
    with pytest.raises(MeetingClosed):
        cast.noor.do(texts.rewrite, text, "x", 0, viewer=cast.noor.outside)


# --- whole texts, from a form


def test_a_form_keeps_what_others_wrote_meanwhile(cast: Cast, text: str) -> None:
    cast.anna.do(texts.rewrite, text, "Sam slaapt slecht.", 0)
    Editor(cast.noor, text).send([18, [0, " Oma helpt."]], 1)
    cast.sam.do(texts.rewrite, text, "Sam slaapt weer goed.", 1)
    assert cast.words(text) == "Sam slaapt weer goed. Oma helpt."


def test_a_form_that_changes_nothing_makes_no_version(cast: Cast, house: Runtime, text: str) -> None:
    cast.anna.do(texts.rewrite, text, "een\r\ntwee", 0)
    cast.anna.do(texts.rewrite, text, "een\ntwee", 1)
    assert cast.words(text) == "een\ntwee"
    assert len(log(house, text)) == 1


def test_a_form_of_a_version_that_never_was(cast: Cast, text: str) -> None:
    for seen in (1, -1):
        with pytest.raises(TextAhead):
            cast.anna.do(texts.rewrite, text, "x", seen)


# --- many hands


def test_many_hands_in_one_text_at_once(cast: Cast, house: Runtime, text: str) -> None:
    """Each thread writes on what it saw; nothing is lost, nothing doubled, and the log makes the words."""
    names, rounds = ["anna", "sam", "noor", "lotte", "karim", "samira"], 6
    go, faults = threading.Barrier(len(names)), []

    def write(name: str) -> None:
        editor = Editor(getattr(cast, name), text)
        go.wait()
        try:
            for number in range(rounds):
                with house.database.read() as session:
                    seen = session.get_one(Text, text)
                    length, version = len(wide(seen.words)), seen.version
                editor.send([*([length] if length else []), [0, f"<{name}{number}>"]], version)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    words = cast.words(text)
    assert words == replayed(house, text)
    assert [entry.version for entry in log(house, text)] == list(range(1, len(names) * rounds + 1))
    for name in names:
        assert [words.index(f"<{name}{number}>") for number in range(rounds)] == sorted(
            words.index(f"<{name}{number}>") for number in range(rounds)
        )


def test_two_copies_of_one_resend_at_once(cast: Cast, house: Runtime, text: str) -> None:
    """A phone that sends again before the first answer came: one of the two waits and gets the same version."""
    editor, go, made = Editor(cast.anna, text), threading.Barrier(2), []

    def send() -> None:
        go.wait()
        write = WriteText(text, 0, 0, editor.client, 0, [[0, "een"]])
        made.append(cast.anna.do(texts.write, write).version)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1, 1]
    assert cast.words(text) == "een"


def test_a_refusal_in_the_middle_leaves_no_half_of_a_deed(cast: Cast, house: Runtime, text: str) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)

    def fail(work: Any, *_: Any) -> None:
        texts.set_words(work, work.load(Person, cast.anna.id), work.load(Text, text), "half", house.clock())
        raise NotAllowed

    with pytest.raises(NotAllowed):
        cast.anna.do(fail)
    with house.database.read() as session:
        assert session.scalars(select(Change).where(Change.text_id == text)).all() == []
    assert (cast.words(text), heard) == ("", [])
