"""*Wie schreef dit?*: whose each passage is, the words of before, and who may read them."""

from datetime import timedelta
from typing import Any

import pytest

from conference.records import authorship, texts
from conference.records import fields as records
from conference.table.meeting import use_cases as meetings
from conference.table.shields import use_cases as shields
from conference.table.wording import use_cases as wording
from models.statements import Statement
from models.texts import Change, Text
from tests.cast import START, Cast, Clock
from tests.lines import Lines


def later(cast: Cast) -> None:
    """Another day: what is typed now is another step."""
    assert isinstance(cast.house.clock, Clock)
    cast.house.clock.move(hours=1)


def log(cast: Cast, text_id: str) -> list[Change]:
    with cast.house.database.read() as session:
        return texts.log_since(session, text_id, 0)


def rewrite(cast: Cast, name: str, text_id: str, words: str) -> None:
    with cast.house.database.read() as session:
        version = session.get_one(Text, text_id).version
    getattr(cast, name).do(texts.rewrite, text_id, words, version)


def page(lines: Lines, cast: Cast, name: str, text_id: str) -> str:
    """The page as one player reads it."""
    line = lines(name)
    path = f"/overleg/{cast.meeting_id}/woorden/{text_id}" if line.home != "/nu" else f"/nu/woorden/{text_id}"
    return str(line.browser.get(path).text)


# --- whose each passage is


def test_each_passage_of_a_shared_text_is_of_who_put_it_there(cast: Cast) -> None:
    text = cast.text_id("worries")
    rewrite(cast, "noor", text, "Geld is een zorg.")
    rewrite(cast, "anna", text, "Geld en slaap 😴 zijn een zorg.")
    rewrite(cast, "karim", text, "Geld en slaap 😴 zijn een grote zorg.")
    found = authorship.runs(log(cast, text))
    assert "".join(one.words for one in found) == cast.words(text)
    said = {one.words: one.author_id for one in found}
    assert said["grote "] == cast.karim.id
    assert any("slaap 😴" in words and whose == cast.anna.id for words, whose in said.items())
    assert found[0].author_id == cast.noor.id


def test_replay_gives_the_words_at_every_version(cast: Cast) -> None:
    text = cast.text_id("worries")
    for name, words in (("noor", "a😴b"), ("anna", "a😴"), ("sam", "😴c\nd"), ("noor", ""), ("karim", "e")):
        rewrite(cast, name, text, words)
        assert "".join(one.words for one in authorship.runs(log(cast, text))) == words


def test_what_one_types_in_one_go_is_one_step(cast: Cast) -> None:
    text = cast.text_id("worries")
    rewrite(cast, "noor", text, "Geld")
    rewrite(cast, "noor", text, "Geld en slaap")
    later(cast)
    rewrite(cast, "noor", text, "Slaap")
    rewrite(cast, "anna", text, "Rust")
    rewrite(cast, "anna", text, "Slaap")  # and back: nothing changed
    found = [(one.author_id, one.before, one.after) for one in authorship.steps(log(cast, text))]
    assert found == [(cast.noor.id, "", "Geld en slaap"), (cast.noor.id, "Geld en slaap", "Slaap")]


def test_a_wording_that_was_taken_over_is_its_proposers(cast: Cast) -> None:
    text = cast.statement(cast.add_statement("De bel ging.")).text_id
    one = cast.karim.do(wording.propose, text, "De telefoon ging.", None).id
    cast.noor.do(wording.answer, one, "taken", "")
    last = authorship.steps(log(cast, text))[-1]
    assert (last.author_id, last.proposed_by_id) == (cast.noor.id, cast.karim.id)
    assert {one.author_id for one in authorship.runs(log(cast, text))} == {cast.noor.id, cast.karim.id}


# --- the page


def test_the_page_tells_who_wrote_what_and_what_stood_there(lines: Lines, cast: Cast) -> None:
    text = cast.statement(cast.add_statement("De politie kwam vaak.")).text_id
    later(cast)
    rewrite(cast, "noor", text, "De politie kwam twee keer.")
    one = cast.karim.do(wording.propose, text, "De politie kwam nooit.", None).id
    cast.noor.do(wording.answer, one, "declined", "Zo staat het in de brief.")
    for name in ("anna", "karim", "rie"):
        shown = page(lines, cast, name, text)
        for words in (
            "twee keer.",
            "<del>vaak.</del>",
            "Noor schreef",
            "De politie kwam nooit.",
            "Zo staat het in de brief.",
        ):
            assert words in shown, (name, words)


def test_a_childs_letters_are_the_tables(lines: Lines, cast: Cast) -> None:
    text = cast.text_id("worries")
    rewrite(cast, "sam", text, "Ik ben bang.")
    assert "de tafel schreef" in page(lines, cast, "anna", text)
    assert "Sam schreef" not in page(lines, cast, "noor", text)
    assert "Sam schreef" in page(lines, cast, "sam", text)


@pytest.mark.parametrize("name", ["karim", "sam", "rie"])
def test_who_may_not_read_the_words_finds_no_history(lines: Lines, cast: Cast, name: str) -> None:
    hidden = cast.add_statement("CANARIE", shared_with="anna lotte", about=[cast.anna.id])
    text = cast.statement(hidden).text_id
    line = lines(name)
    home = "/nu/woorden" if line.home == "/nu" else f"/overleg/{cast.meeting_id}/woorden"
    answers = [line.browser.get(f"{home}/{key}") for key in (text, "bestaatniet")]
    assert [one.status_code for one in answers] == [404, 404]
    assert "CANARIE" not in answers[0].text


def test_under_a_shield_earlier_words_are_for_who_was_there_then(lines: Lines, cast: Cast) -> None:
    """Somebody let in later reads what stands there now: what is shown before is for who wrote it."""
    made = cast.add_statement("CANARIE was hier.", shared_with="lotte anna", about=[cast.anna.id])
    text = cast.statement(made).text_id
    later(cast)
    rewrite(cast, "noor", text, "Dit is nu te lezen.")
    assert "CANARIE" in page(lines, cast, "noor", text)
    shown = page(lines, cast, "lotte", text)
    assert "Dit is nu te lezen." in shown
    assert "CANARIE" not in shown


def test_who_reads_only_what_is_their_own_reads_no_further_back(lines: Lines, cast: Cast) -> None:
    action = cast.add_action("CANARIE doet dit.")
    text = cast.action(action).text_id
    later(cast)
    rewrite(cast, "noor", text, "Rie kookt op vrijdag.")
    later(cast)
    cast.noor.do(records.set_field, f"action:{action}", "owner", cast.rie.id, "")
    later(cast)
    rewrite(cast, "noor", text, "Rie kookt elke vrijdag.")
    shown = page(lines, cast, "rie", text)
    assert "elke" in shown
    assert "CANARIE" not in shown
    assert "CANARIE" in page(lines, cast, "karim", text)


def test_every_text_on_a_table_says_where_to_read_who_wrote_it(lines: Lines, cast: Cast) -> None:
    made: Any = cast.add_statement("De bel ging.")
    with cast.house.database.read() as session:
        text = session.get_one(Statement, made).text_id
    cast.yusuf.do(meetings.move, next(part.id for part in cast.meeting.parts if part.key == "happened"))
    assert f"/overleg/{cast.meeting_id}/woorden/{text}" in str(lines("karim").first)
    assert f"/nu/woorden/{text}" in str(lines("anna").first)


def test_who_was_let_in_later_and_writes_along_reads_no_further_back(lines: Lines, cast: Cast) -> None:
    """One letter of one's own opens nothing of before: it is read from the moment somebody was let in."""
    wish = shields.Wish(
        [cast.femke.id, cast.noor.id],
        "safety",
        "Zij kiest zelf wanneer dit gedeeld wordt.",
        (START + timedelta(days=30)).date().isoformat(),
        cast.noor.id,
    )
    beside = f"section:{cast.section('worries').id}"
    with cast.house.database.work() as work:
        made = shields.add(work, cast.femke.viewer, "section", beside, "CANARIE", wish, cast.house.clock())
        text, shield = made.text_id, made.text.shield_id
    later(cast)
    rewrite(cast, "femke", text, "Dit mag blijven.")
    later(cast)
    cast.noor.do(shields.widen, shield, cast.karim.id, "Hij moet dit weten voor zijn werk.")
    rewrite(cast, "karim", text, "Dit mag zo blijven.")
    shown = page(lines, cast, "karim", text)
    assert "<ins>zo </ins>" in shown
    assert "CANARIE" not in shown
    assert "CANARIE" in page(lines, cast, "femke", text)
