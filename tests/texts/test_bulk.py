"""Much taken away at once is asked about, and the chair can put back what stood there, of whom it was."""

from html import unescape

import pytest

from conference.access import policy
from conference.core.runtime import Runtime
from conference.records import authorship, restoring, scrub, texts
from conference.records.authorship import FILLER
from conference.table.shields import use_cases as shields
from models.errors.base import NotAllowed
from models.errors.texts import BulkDeleteConfirm
from models.errors.validation import ChoiceUnknown
from models.errors.wording import WordsOfAnother
from models.log import LogEntry
from tests.cast import Cast, Clock
from tests.lines import Lines
from tests.shields.test_use_cases import WHY, wish
from tests.texts.test_use_cases import Editor, log

pytestmark = pytest.mark.both

STORY = "Op maandag sliep Noor bij oma, want er was thuis opnieuw ruzie over geld. " * 3
LONG = len(STORY)


@pytest.fixture
def text(cast: Cast) -> str:
    """A shared text in which Anna wrote a story, a while ago."""
    found = cast.text_id("explanation")
    Editor(cast.anna, found).send([[0, STORY]], 0)
    wait(cast, 11)
    return found


def wait(cast: Cast, seconds: float) -> None:
    assert isinstance(cast.house.clock, Clock)
    cast.house.clock.move(seconds=seconds)


def test_all_of_it_at_once_is_asked_about_and_nothing_goes_meanwhile(cast: Cast, text: str) -> None:
    karim = Editor(cast.karim, text)
    with pytest.raises(BulkDeleteConfirm):
        karim.send([[LONG]], 1)
    assert cast.words(text) == STORY
    assert karim.send([[LONG]], 1, sure=True) == 2
    assert cast.words(text) == ""


def test_bit_by_bit_within_ten_seconds_counts_together(cast: Cast, text: str) -> None:
    karim, left, asked = Editor(cast.karim, text), LONG, False
    for version in range(1, 12):
        try:
            karim.send([left - 10, [10]], version)
        except BulkDeleteConfirm:
            asked = True
            break
        left -= 10
        wait(cast, 0.5)
    assert asked
    assert LONG - left <= max(0.3 * LONG, 100)
    wait(cast, 11)
    karim.send([left - 10, [10]], version)  # later it is no longer one stroke


def test_what_another_took_away_is_not_counted_with_it(cast: Cast, text: str) -> None:
    Editor(cast.karim, text).send([LONG - 60, [60]], 1)
    Editor(cast.noor, text).send([LONG - 120, [60]], 2)
    assert len(cast.words(text)) == LONG - 120


def test_other_words_in_its_place_take_it_away_as_much(cast: Cast, text: str) -> None:
    with pytest.raises(BulkDeleteConfirm):
        Editor(cast.karim, text).send([[LONG, "x" * LONG]], 1)


def test_taking_back_what_one_just_pasted_is_nothing(cast: Cast, text: str) -> None:
    karim = Editor(cast.karim, text)
    karim.send([LONG, [0, "y" * 1_000]], 1)
    karim.send([LONG, [1_000]], 2)
    assert cast.words(text) == STORY


def test_a_line_or_two_may_go(cast: Cast) -> None:
    text, noor = cast.text_id("worries"), Editor(cast.noor, cast.text_id("worries"))
    noor.send([[0, "z" * 99]], 0)
    wait(cast, 11)
    noor.send([[99]], 1)
    assert cast.words(text) == ""


def test_a_form_is_asked_the_same_and_its_words_come_back_with_the_question(
    cast: Cast, lines: Lines, text: str
) -> None:
    karim = lines("karim")
    karim.browser.page(karim.home)
    for words in ("", "Niets van waar."):
        form = {"text": text, "seen": "1", "words": words, "meeting": cast.meeting_id}
        asked = karim.browser.send("/wens/text:rewrite", **form)
        assert asked.status_code == BulkDeleteConfirm.status
        assert "Klopt dat?" in unescape(asked.text)
        assert 'name="sure" value="1"' in " ".join(asked.text.split())
        assert cast.words(text) == STORY
    again = karim.browser.send("/wens/text:rewrite", **form, sure="1")
    assert (again.status_code, cast.words(text)) == (302, "Niets van waar.")


# --- putting back


def test_the_chair_puts_back_what_stood_there_and_it_stays_of_who_wrote_it(cast: Cast, text: str) -> None:
    karim = Editor(cast.karim, text)
    karim.send([[LONG]], 1, sure=True)
    karim.send([[0, "Leugens."]], 2)
    step = authorship.steps(log(cast.house, text))[-1]
    assert (step.before, step.version) == (STORY, 1)
    cast.chair.do(restoring.restore, text, step.version)
    assert cast.words(text) == STORY
    entries = log(cast.house, text)
    assert {one.author_id for one in authorship.runs(entries)} == {cast.anna.id}
    last = authorship.steps(entries)[-1]
    assert (last.restores, last.author_id, last.before) == (True, cast.chair.id, "Leugens.")


def test_it_is_logged_without_words(cast: Cast, text: str) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    cast.chair.do(restoring.restore, text, 1)
    with cast.house.database.read() as session:
        entry = session.query(LogEntry).filter_by(deed="text.restore").one()
    assert (entry.thing, entry.actor) == (f"text:{text}", f"person:{cast.chair.id}")


def test_nobody_else_puts_anything_back(cast: Cast, text: str) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    for player in (cast.anna, cast.noor, cast.karim):
        with pytest.raises(NotAllowed):
            player.do(restoring.restore, text, 1)


def test_the_words_of_somebody_are_not_the_chairs_to_put_back(cast: Cast) -> None:
    own = cast.text_id("our_story", owner="anna")
    Editor(cast.anna, own).send([[0, "Ik was bang."]], 0)
    Editor(cast.anna, own).send([[12]], 1)
    with pytest.raises((NotAllowed, WordsOfAnother)):
        cast.chair.do(restoring.restore, own, 1)
    assert cast.words(own) == ""


def test_nothing_is_put_back_behind_a_shield_that_one_was_let_in_behind_later(cast: Cast) -> None:
    near = f"section:{cast.section('worries').id}"
    apart = wish(cast, "noor", "anna", protects=cast.anna.id)
    made = cast.noor.do(shields.add, "section", near, "Mevrouw belde uit de opvang.", apart)
    cast.noor.do(texts.rewrite, made.text_id, "Mevrouw belde.", 1)
    with cast.house.database.read() as session:
        key = session.get_one(texts.Text, made.text_id).shield_id or made.shield_id
    asked = cast.noor.do(shields.widen, key, cast.yusuf.id, WHY)
    cast.anna.do(shields.answer, asked.id, True, "")
    with cast.house.database.read() as session:
        assert policy.may_write(cast.yusuf.viewer, session.get_one(texts.Text, made.text_id))
    with pytest.raises(NotAllowed):
        cast.yusuf.do(restoring.restore, made.text_id, 1)
    assert cast.words(made.text_id) == "Mevrouw belde."


@pytest.mark.parametrize("version", [2, 3, 1_000])
def test_a_version_that_never_was_is_refused(cast: Cast, text: str, version: int) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    with pytest.raises(ChoiceUnknown):
        cast.chair.do(restoring.restore, text, version)


def test_what_was_scrubbed_does_not_come_back(cast: Cast, house: Runtime, text: str) -> None:
    karim = Editor(cast.karim, text)
    karim.send([[LONG]], 1, sure=True)
    cast.anna.do(scrub.scrub, text, "opnieuw ruzie")
    cast.chair.do(restoring.restore, text, 1)
    assert cast.words(text) == STORY.replace("opnieuw ruzie", "")
    assert FILLER not in cast.words(text)
    assert {one.author_id for one in authorship.runs(log(house, text))} == {cast.anna.id}


def test_a_writer_scrubs_their_own_words_after_somebody_put_them_back(cast: Cast, text: str) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    cast.chair.do(restoring.restore, text, 1)
    done = cast.anna.do(scrub.scrub, text, "over geld")
    assert not done.left
    assert "over geld" not in cast.words(text)
    with pytest.raises(NotAllowed):
        cast.karim.do(scrub.scrub, text, "bij oma")


def test_the_page_offers_it_to_the_chair_alone(cast: Cast, lines: Lines, text: str) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    offer = "Zet terug wat er hiervoor stond"
    chair = lines("chair")
    path = f"/overleg/{cast.meeting_id}/woorden/{text}"
    assert offer in chair.browser.get(path).text
    for name in ("anna", "karim"):
        line = lines(name)
        page = line.browser.page(f"/nu/woorden/{text}" if line.home == "/nu" else path)
        assert STORY[:20] in page.get_text()
        assert offer not in page.get_text()
    assert chair.wish("text:restore", text=text, version="1")["ok"]
    assert "zette eerdere woorden terug" in chair.browser.get(path).text
    assert cast.words(text) == STORY


def test_the_versions_of_before_stay_as_they_were(cast: Cast, house: Runtime, text: str) -> None:
    Editor(cast.karim, text).send([[LONG]], 1, sure=True)
    cast.chair.do(restoring.restore, text, 1)
    with house.database.read() as session:
        found = session.get_one(texts.Text, text)
        assert [texts.words_at(session, found, version) for version in range(4)] == ["", STORY, "", STORY]
