"""The meeting as a whole on pages and lines: who gets a question, what stops the chair, what is shown without names."""

from typing import Any

import pytest

from conference.table.gathering import use_cases as gathering
from conference.table.meeting import use_cases as meetings
from models.people import Person
from tests.cast import PASSED, Cast, in_days
from tests.lines import Line, Lines, applied, parts

FIELDS = {"heard": "8", "topics": "7", "way": "6", "overall": "9"}


def part(cast: Cast, key: str) -> str:
    return next(part.id for part in cast.meeting.parts if part.key == key)


def go(cast: Cast, key: str) -> None:
    cast.yusuf.do(meetings.move, part(cast, key))


def heard(line: Line) -> str:
    return str(line.heard())


def worries(cast: Cast) -> str:
    return f"section:{cast.section('worries').id}"


# --- leg uit


def test_a_question_goes_to_the_chair_and_to_who_asked_without_a_name(lines: Lines, cast: Cast) -> None:
    go(cast, "understand")
    chair, anna, karim, screen = lines("chair"), lines("anna"), lines("karim"), lines("screen")
    for line in (chair, anna, karim, screen):
        line.heard()
    assert anna.wish("explain:ask", words="OTS")["ok"]
    told = heard(chair)
    assert "OTS" in told
    assert "Anna" not in told
    assert cast.anna.id not in told
    assert "OTS" in heard(anna)
    assert heard(karim) == heard(screen) == "[]"


def test_the_answer_comes_to_everybody_at_once_and_stands_at_the_thing(lines: Lines, cast: Cast) -> None:
    go(cast, "understand")
    anna, karim = lines("anna"), lines("karim")
    key = cast.anna.do(gathering.ask, worries(cast), "")
    cast.yusuf.do(gathering.answer, key, "Waar we bang voor zijn.")
    for line in (anna, karim):
        live = parts(applied(line.first, line.heard()))
        assert "Waar we bang voor zijn." in live[f"explained:{worries(cast)}"]
    assert "U hebt uitleg gekregen." in parts(anna.page("/nu"))["questions"]


def test_a_question_about_something_shielded_reaches_no_other_page(lines: Lines, cast: Cast) -> None:
    go(cast, "agreements")
    secret = cast.add_action("KANARIE", by="noor", shared_with="anna")
    outside = [lines(name) for name in ("chair", "karim", "rie", "screen")]
    noor = lines("noor")
    for line in outside:
        line.heard()
    assert noor.wish("explain:ask", thing=f"action:{secret}", words="VOGEL")["ok"]
    for line in outside:
        line.page(line.home)
        assert heard(line) == "[]"
        assert "VOGEL" not in line.everything
        assert secret not in line.everything
    assert lines("karim").wish("explain:ask", thing=f"action:{secret}")["code"] == "not_found"


# --- before going on, and before the end


def test_the_chair_is_asked_before_leaving_a_question_behind(lines: Lines, cast: Cast) -> None:
    go(cast, "voice")
    cast.anna.do(gathering.ask, "", "OTS")
    chair = lines("chair")
    answer = chair.wish("meeting:move", part=part(cast, "happened"))
    assert "Er staat nog 1 vraag open" in answer["html"]
    assert cast.meeting.part_id == part(cast, "voice")
    assert chair.wish("meeting:move", part=part(cast, "happened"), anyway="yes")["ok"]
    assert cast.meeting.part_id == part(cast, "happened")


def test_the_voice_of_the_family_is_not_passed_without_a_reason(lines: Lines, cast: Cast) -> None:
    chair, wish = lines("chair"), {"part": part(cast, "happened")}
    assert "Het gezin vertelt eerst" in chair.wish("meeting:move", **wish)["html"]
    assert chair.wish("meeting:move", **wish, anyway="yes")["field"] == "why"
    assert cast.meeting.part_id == part(cast, "welcome")
    assert chair.wish("meeting:move", **wish, anyway="yes", why="Sam slaapt.")["ok"]
    for name in ("chair", "karim", "anna"):
        page = lines(name)
        assert "overgeslagen: Sam slaapt." in page.page(page.home).get_text()


def test_a_part_nobody_was_at_is_shown_so(lines: Lines, cast: Cast) -> None:
    go(cast, "understand")
    for name in ("karim", "anna"):
        line = lines(name)
        assert line.page(line.home).get_text().count("nog niet geweest") == 2  # voice and happened


def test_closing_shows_what_is_open_first_and_then_closes(lines: Lines, cast: Cast) -> None:
    cast.anna.do(gathering.ask, "", "OTS")
    cast.noor.do(gathering.check_out, "", gathering.NewCheckOut("1", "2", "3", "4"))
    chair = lines("chair")
    html = chair.wish("meeting:close")["html"]
    assert "Er staat nog 1 vraag om uitleg open." in html
    assert "Nog niet geweest: Stem van het gezin" in html
    assert "Noor" not in html.partition("Nog geen cijfers")[2]
    assert cast.meeting.state == "open"
    assert lines("karim").wish("meeting:close")["code"] == "not_allowed"
    assert chair.wish("meeting:close", **PASSED)["ok"]
    assert cast.meeting.state == "closed"


def test_without_script_the_list_is_a_page_with_the_button(lines: Lines, cast: Cast) -> None:
    browser = lines.as_("yusuf")
    browser.get(f"/overleg/{cast.meeting_id}")
    page = browser.send("/wens/meeting:close", meeting=cast.meeting_id).text
    assert 'form="close-anyway"' in page
    assert 'id="close-anyway"' in page
    browser.send("/wens/meeting:close", meeting=cast.meeting_id, **PASSED)
    assert cast.meeting.state == "closed"


# --- haal erbij


def test_who_came_for_a_question_is_shown_with_it_and_on_the_page_of_the_family(
    lines: Lines, cast: Cast
) -> None:
    noor, anna = lines("noor"), lines("anna", "people")
    wish = {"person": cast.karim.id, "question": "Wat helpt bij slapen?", "until": in_days(9).isoformat()}
    added = noor.wish("expertise:add", **wish)
    assert "Wat helpt bij slapen?" in parts(applied(anna.first, anna.heard()))["people"]
    assert "Wat helpt bij slapen?" in parts(noor.page(noor.home))["people"]
    assert noor.wish("expertise:end", expertise=added["expertise"], answer="Vaste tijden.")["ok"]
    assert "Wat helpt" not in parts(noor.page(noor.home))["people"]
    family = noor.page(f"/gezin/{cast.case_id}").get_text()
    assert "Wat helpt bij slapen?" in family
    assert "Vaste tijden." in family


def test_a_person_of_another_family_is_not_fetched(lines: Lines, cast: Cast) -> None:
    wish = {"person": cast.bas.id, "question": "Wat helpt?", "until": in_days(9).isoformat()}
    assert lines("noor").wish("expertise:add", **wish)["code"] == "choice_unknown"


# --- check-out


def test_numbers_are_shown_from_three_answers_on_and_without_names(lines: Lines, cast: Cast) -> None:
    go(cast, "closing")
    karim = lines("karim")
    for name, tip in (("anna", "TIP-A"), ("noor", "TIP-N")):
        assert lines(name).wish("check_out:give", **FIELDS, tip=tip)["ok"]
    shown = parts(karim.page(karim.home))["check_out"]
    assert "TIP" not in shown
    assert "rd-dotrow" not in shown
    assert "2 mensen gaven antwoord." in shown
    lines("rie").wish("check_out:give", **{**FIELDS, "heard": "3"})
    shown = parts(karim.page(karim.home))["check_out"]
    assert "Antwoorden: 3, 8, 8" in shown
    assert "TIP-A" in shown
    assert not any(name in shown for name in ("Anna", "Rie", cast.anna.id))


def test_one_finds_the_own_numbers_back_and_nobody_elses(lines: Lines, cast: Cast) -> None:
    go(cast, "closing")
    anna = lines("anna")
    anna.wish("check_out:give", **FIELDS, tip="TIP-A")
    mine = anna.page("/nu").find_all("input", checked=True)
    assert [(one["name"], one["value"]) for one in mine] == list(FIELDS.items())
    karim = lines("karim")
    assert not karim.page(karim.home).find_all("input", attrs={"type": "radio", "checked": True})
    assert "TIP-A" not in karim.everything


# --- live and fresh


@pytest.mark.parametrize("name", ["chair", "karim", "anna", "rie", "screen"])
@pytest.mark.parametrize("at", ["welcome", "voice", "closing"])
def test_a_page_kept_up_to_date_equals_a_fresh_one(lines: Lines, cast: Cast, name: str, at: str) -> None:
    go(cast, at)
    line = lines(name)
    until = in_days(9).isoformat()
    cast.noor.do(gathering.add_expertise, gathering.NewExpertise("", "Wat helpt?", until, cast.karim.id))
    for player in (cast.anna, cast.karim, cast.rie):
        player.do(gathering.agree, "")
        player.do(
            gathering.check_out, "", gathering.NewCheckOut("8", "7", "6", "5", f"Tip van {player.name}")
        )
    open_one = cast.anna.do(gathering.ask, worries(cast), "")
    answered = cast.rie.do(gathering.ask, f"section:{cast.section('our_story', 'anna').id}", "woord")
    cast.yusuf.do(gathering.answer, answered, "In gewone taal")
    assert open_one != answered
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert live == fresh


def test_who_speaks_for_a_child_has_its_words_on_the_own_phone(lines: Lines, cast: Cast) -> None:
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.rie.id
    go(cast, "voice")
    text = cast.text_id("our_story", owner="sam")
    rie = lines("rie", "tell")
    assert rie.first.find(attrs={"data-text": text, "data-may-write": True})
    wish: dict[str, Any] = {"text": text, "seen": "0", "words": "Ik wil naar huis"}
    assert rie.wish("text:rewrite", **wish)["ok"]
    assert "Opgeschreven door Oma, voor Sam" in lines("karim").first.get_text()
    assert lines("anna").wish("text:rewrite", **wish)["code"] == "not_allowed"
