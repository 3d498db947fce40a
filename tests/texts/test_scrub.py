"""Scrubbing a slip: words go from a text, from its log and from every copy; all else stays, at every version."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from sqlalchemy import text as sql

from conference.access import policy
from conference.core.runtime import Runtime
from conference.records import scrub, texts
from conference.records.authorship import FILLER
from conference.table.facts import use_cases as facts
from conference.table.facts.use_cases import NewStatement
from models.base import Base
from models.changesets import ChangeSet, Span, narrow, rebase, wide
from models.enums import ReportState
from models.errors.base import NotAllowed, NotFound
from models.errors.texts import ScrubNothing, ScrubTooShort, TextRenewed
from models.log import LogEntry
from models.reports import Report
from models.sealed import Sealed
from models.statements import Statement
from models.texts import Change, Text
from tests.cast import Cast
from tests.lines import Line, Lines
from tests.texts.test_use_cases import Editor

CANARY = "Kanariestraat 7"
SIGNS = st.text(st.sampled_from("ab c\n😀é"), max_size=6)


# --- the property: random logs with late changes


@st.composite
def logs(draw: st.DrawFn) -> list[Change]:
    """Changes of three people, each made on some earlier version and moved over what came since."""
    made: list[Change] = []
    said = [""]
    for _ in range(draw(st.integers(1, 14))):
        base = draw(st.integers(max(0, len(made) - 3), len(made)))
        change = draw(changes(said[base]))
        change = rebase(change, [ChangeSet.stored(one.changes) for one in made[base:]])
        said.append(change.apply(said[-1]))
        author = draw(st.sampled_from(["anna", "sam", "noor"]))
        made.append(Change(text_id="t", version=len(made) + 1, author_id=author, changes=change.to_json()))
    return made


@st.composite
def changes(draw: st.DrawFn, words: str) -> ChangeSet:
    """One or two replacements that split no character."""
    borders = [0]
    for sign in narrow(words):
        borders.append(borders[-1] + len(wide(sign)))
    cuts = sorted(draw(st.lists(st.sampled_from(borders), min_size=2, max_size=4)))
    if len(cuts) % 2:
        cuts.pop()
    spans, place = [], 0
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        spans += [Span(start - place, None), Span(end - start, wide(draw(SIGNS)))]
        place = end
    spans.append(Span(len(words) - place, None))
    return ChangeSet(tuple(span for span in spans if span.taken or span.put))


def versions(log: list[Change]) -> list[str]:
    words = [""]
    for entry in log:
        words.append(ChangeSet.stored(entry.changes).apply(words[-1]))
    return words


def shape(log: list[Change]) -> list[list[tuple[int, int | None]]]:
    return [
        [
            (span.taken, None if span.put is None else len(span.put))
            for span in ChangeSet.stored(one.changes).spans
        ]
        for one in log
    ]


@given(logs(), st.data())
@settings(max_examples=300, deadline=None)
def test_only_the_hit_goes_at_every_version(log: list[Change], data: st.DataObject) -> None:
    before, was = versions(log), shape(log)
    said = data.draw(st.sampled_from(before))
    pieces = [wide(narrow(said)[one:two]) for one in range(5) for two in range(one + 1, one + 5)]
    sought = data.draw(st.sampled_from([one for one in pieces if one] or ["a"]))
    gone = scrub.hits(log, sought)
    assert bool(gone) == any(sought in words for words in before)

    scrub.overwrite(log, gone)
    assert shape(log) == was
    after = versions(log)
    for old, new in zip(before, after, strict=True):
        assert sought not in new
        assert len(new) == len(old)
        assert all(one == two or two == FILLER for one, two in zip(old, new, strict=True))
    kept = [len(old.replace(sought, "")) == len(old) for old in before]
    for held, old, new in zip(kept, before, after, strict=True):
        if held and not gone:
            assert new == old
    for words in after:
        narrow(words).encode()  # no half character is left


# --- at a table


@pytest.fixture
def text(cast: Cast) -> str:
    return cast.text_id("worries")


def rows(house: Runtime) -> str:
    """Everything that is kept, unlocked, in one string."""
    with house.database.read() as session:
        found = [one for kind in Base.registry.mappers for one in session.scalars(select(kind.class_))]
        return "\n".join(f"{getattr(one, name)}" for one in found for name in _fields(type(one)))


def _fields(kind: Any) -> list[str]:
    sealed = [name for one in kind.__mro__ for name, held in vars(one).items() if isinstance(held, Sealed)]
    return [*sealed, *(column.key for column in inspect(kind).column_attrs)]


def cells(house: Runtime, text: str) -> list[bytes]:
    """How the changes of a text lie in the database: locked, and still not to be left there."""
    with house.database.read() as session:
        return [entry.changes_cell for entry in texts.log_since(session, text, 0)]


def slip(cast: Cast, text: str) -> Editor:
    """Anna types the canary letter by letter, Noor writes before it, and Anna takes it away again, twice."""
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    anna.send([[0, "Rust. "]], 0)
    for place, sign in enumerate(CANARY):
        anna.send([6 + place, [0, sign]], 1 + place)
    version = 1 + len(CANARY)
    noor.send([[0, "Ja. "], 6 + len(CANARY)], version)
    anna.send([10, [len(CANARY)]], version + 1)
    anna.send([10, [0, CANARY]], version + 2)
    return anna


@pytest.mark.both
@pytest.mark.parametrize("by", ["anna", "chair", "noor"])
def test_words_go_from_the_text_and_from_its_log(cast: Cast, house: Runtime, text: str, by: str) -> None:
    slip(cast, text)
    assert cast.words(text) == "Ja. Rust. " + CANARY
    who = cast.yusuf if by == "chair" else getattr(cast, by)
    done = who.do(scrub.scrub, text, CANARY)
    assert (done.units, done.left, done.in_report) == (2 * len(CANARY), False, False)
    assert cast.words(text) == "Ja. Rust. "
    with house.database.read() as session:
        log = texts.log_since(session, text, 0)
        found = session.get_one(Text, text)
        assert (found.epoch, found.version) == (1, len(log))
        assert versions(log)[-1] == "Ja. Rust. "
        assert not any("Kanarie" in words or "straat 7" in words for words in versions(log))
        entry = session.scalars(select(LogEntry).order_by(LogEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.deed, entry.thing, entry.actor) == ("text.scrub", f"text:{text}", f"person:{who.id}")
    assert CANARY not in rows(house)


def test_who_wrote_what_stays(cast: Cast, house: Runtime, text: str) -> None:
    slip(cast, text)
    with house.database.read() as session:
        before = [(one.author_id, one.client, one.seq) for one in texts.log_since(session, text, 0)]
    cast.yusuf.do(scrub.scrub, text, CANARY)
    with house.database.read() as session:
        after = [(one.author_id, one.client, one.seq) for one in texts.log_since(session, text, 0)]
    assert after[:-1] == before
    assert after[-1][0] == cast.yusuf.id


def test_a_writer_scrubs_own_letters_only(cast: Cast, text: str) -> None:
    anna, noor = Editor(cast.anna, text), Editor(cast.noor, text)
    anna.send([[0, "geheim"]], 0)
    noor.send([6, [0, " geheim"]], 1)
    done = cast.anna.do(scrub.scrub, text, "geheim")
    assert (done.units, done.left) == (6, True)
    assert cast.words(text) == " geheim"
    with pytest.raises(NotAllowed):
        cast.samira.do(scrub.scrub, text, "geheim")
    assert cast.words(text) == " geheim"


@pytest.mark.parametrize("name", ["rie", "karim"])
def test_who_did_not_write_it_and_is_no_chair_is_refused(cast: Cast, text: str, name: str) -> None:
    slip(cast, text)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(scrub.scrub, text, CANARY)
    assert cast.words(text).endswith(CANARY)


def test_what_one_may_not_know_of_cannot_be_asked_about(cast: Cast) -> None:
    """No oracle: words that stand there, words that do not, and a text that does not exist give one answer."""
    action = cast.action(cast.add_action("Geheim", by="noor", shared_with="lotte"))
    for key, words in (
        (action.text_id, "Geheim"),
        (action.text_id, "Anders"),
        ("bestaatniet12345", "Geheim"),
    ):
        with pytest.raises(NotFound):
            cast.karim.do(scrub.scrub, key, words)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("Kan", ScrubTooShort), ("  \u3164 \n ", ScrubTooShort), ("Kanarieweg", ScrubNothing)],
)
def test_what_cannot_be_scrubbed_changes_nothing(cast: Cast, text: str, words: str, refusal: Any) -> None:
    slip(cast, text)
    before = cast.words(text)
    with pytest.raises(refusal):
        cast.yusuf.do(scrub.scrub, text, words)
    assert cast.words(text) == before


def test_an_old_copy_does_not_bring_it_back(cast: Cast, text: str) -> None:
    anna = slip(cast, text)
    cast.yusuf.do(scrub.scrub, text, CANARY)
    with pytest.raises(TextRenewed):
        anna.send([[0, CANARY]], 0)
    again = anna.come_back(3)
    assert again.changes is None
    assert CANARY not in again.text.words


# --- copies


def test_approvals_and_answers_forget_it_and_stay_given(cast: Cast, house: Runtime) -> None:
    words = f"Hij woont in de {CANARY} sinds mei"
    wish = NewStatement("statement", words, source_id=cast.anna.id, about=[cast.anna.id])
    made = cast.noor.do(facts.add, wish).id
    cast.anna.do(facts.accord, made, 1)
    cast.anna.do(facts.respond, made, cast.anna.id, "agrees", "Dat klopt", 1)
    assert rows(house).count(CANARY) > 2
    cast.yusuf.do(scrub.scrub, cast.statement(made).text_id, CANARY)
    assert CANARY not in rows(house)
    with house.database.read() as session:
        found = session.get_one(Statement, made)
        assert (found.accorded, [one.fits for one in found.responses]) == (True, [True])


def test_an_open_report_forgets_it_and_a_settled_one_is_told(cast: Cast, house: Runtime, text: str) -> None:
    slip(cast, text)
    other = cast.text_id("explanation")
    Editor(cast.noor, other).send([[0, f"Zij noemt ook de {CANARY}"]], 0)
    with house.database.work() as work:
        here, there = f"section:{cast.section('worries').id}", f"section:{cast.section('explanation').id}"
        theirs = {"id": there, "words": f"Zij noemt ook de {CANARY}"}
        content = {"items": [{"id": here, "words": "Ja. Rust. " + CANARY}, theirs]}
        report = work.add(
            Report(case_id=cast.case_id, meeting_id=cast.meeting_id, content=content, made_at=house.clock())
        )
    assert not cast.anna.do(scrub.scrub, text, CANARY).in_report
    with house.database.work() as work:
        kept = work.load(Report, report.id)
        assert kept.content["items"] == [{"id": here, "words": "Ja. Rust."}, theirs]
        kept.state = ReportState.FROZEN
    done = cast.yusuf.do(scrub.scrub, other, CANARY)
    assert done.in_report
    with house.database.read() as session:
        assert CANARY in str(session.get_one(Report, report.id).content)


# --- the database files


def test_no_byte_of_it_is_left_in_the_database_or_beside_it(cast: Cast, house: Runtime, text: str) -> None:
    path = house.database.engine.url.database
    if house.database.engine.dialect.name != "sqlite" or not path:
        pytest.skip("files of SQLite")
    anna = Editor(cast.anna, text)
    anna.send([[0, "Begin. " + CANARY]], 0)
    for number in range(40):
        anna.send([[0, "x"], 7 + len(CANARY) + number], number + 1)
    files = [Path(path), Path(path + "-wal")]
    cell = cells(house, text)[0]
    assert any(cell in one.read_bytes() for one in files if one.exists())
    cast.anna.do(scrub.scrub, text, CANARY)
    assert not any(
        cell in one.read_bytes() or CANARY.encode() in one.read_bytes() for one in files if one.exists()
    )


def test_a_reader_that_holds_the_log_open_only_puts_it_off(cast: Cast, house: Runtime, text: str) -> None:
    path = house.database.engine.url.database
    if house.database.engine.dialect.name != "sqlite" or not path:
        pytest.skip("files of SQLite")
    Editor(cast.anna, text).send([[0, CANARY]], 0)
    cell = cells(house, text)[0]
    with house.database.read() as session:
        session.execute(sql("SELECT count(*) FROM change")).all()
        cast.anna.do(scrub.scrub, text, CANARY)
    cast.add_action()  # the next deed of anybody
    assert cell not in b"".join(Path(path + end).read_bytes() for end in ("", "-wal"))


# --- on all screens at once


def editors(lines: Lines, text: str, *names: str) -> dict[str, Line]:
    made = {name: lines(name) for name in names}
    for line in made.values():
        assert line.wish("text:open", text=text)["ok"]
    return made


def test_every_page_has_it_gone_at_once(lines: Lines, cast: Cast, text: str) -> None:
    slip(cast, text)
    open_there = editors(lines, text, "anna", "noor", "samira")
    reader, screen, chair = lines("karim"), lines("screen"), lines("chair")
    for line in (reader, screen, *open_there.values()):
        line.heard()
        line.received = [""]
    answer = chair.wish("text:scrub", text=text, slip=CANARY)
    assert (answer["ok"], answer["left"], answer["in_report"]) == (True, False, False)
    for name, line in open_there.items():
        told = line.heard()
        assert {"text": text} in [one["args"][0] for one in told if one["name"] == "text:renewed"], name
        opened = line.wish("text:open", text=text, epoch=0, version=0)
        assert (opened["epoch"], opened["words"]) == (1, "Ja. Rust. ")
        assert CANARY not in line.everything
    for line in (reader, screen):
        assert CANARY not in line.everything


def test_a_bsn_can_be_scrubbed(lines: Lines, cast: Cast, house: Runtime, text: str) -> None:
    """It cannot come in any more; one from before, or of a browser that got around, can go."""
    with house.database.work() as work:
        found = work.lock(Text, text)
        work.add(found.grow(ChangeSet.parse([[0, "Nummer 123456782."]]), cast.anna.id, "x", 0, house.clock()))
    assert lines("chair").wish("text:scrub", text=text, slip="123456782")["ok"]
    assert cast.words(text) == "Nummer ."


def test_the_table_of_rights_says_who(cast: Cast) -> None:
    row = policy.MATRIX[policy.Permission.TEXT_SCRUB]
    assert {role for role, cell in row.items() if cell == "yes"} == {"chair", "safety_partner"}
    assert {role for role, cell in row.items() if cell == "-"} == {
        "interpreter", "project_team", "screen", "stranger", "steering_group", "administrator",
        "privacy_officer", "team_leader", "opener",
    }  # fmt: skip
