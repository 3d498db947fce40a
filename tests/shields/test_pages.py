"""The pages of what is kept apart: a dialog on laptop and phone, one's own shields, and the code that is told."""

import re

import pytest
from bs4 import BeautifulSoup

from conference.table.meeting import use_cases as meetings
from tests.cast import PEOPLE, Cast, Clock, in_days
from tests.pages import PageClient, Signed

WHY = "Zij kiest zelf wanneer dit gedeeld wordt."


def at_part(cast: Cast, key: str) -> None:
    """The table talks about this part."""
    part = next(part for part in cast.meeting.parts if part.key == key)
    cast.yusuf.do(meetings.move, part.id)


def home(cast: Cast, name: str) -> str:
    """Where somebody finds what is kept apart for them."""
    return f"/gezin/{cast.case_id}/apart" if PEOPLE[name][3] else "/nu/apart"


def keep(browser: PageClient, cast: Cast, thing: str, *names: str, **given: str) -> int:
    """Fill in the dialog of a laptop and send it. Returns the status."""
    page = f"/gezin/{cast.case_id}/apart/nieuw"
    browser.page(f"{page}?ding={thing}")
    fields = {"category": "safety", "reason": WHY, "review_on": in_days(30).isoformat(), "protects": ""}
    people = [getattr(cast, name).id for name in names]
    sent = browser.post(
        page, data={"csrf_token": browser.csrf, "thing": thing, "people[]": people, **fields, **given}
    )
    return sent.status_code


def text_of(page: BeautifulSoup) -> str:
    """The words of a page with single spaces."""
    return " ".join(page.get_text(" ").split())


def test_from_the_menu_of_a_thing_to_its_page_of_shields(cast: Cast, as_: Signed) -> None:
    at_part(cast, "happened")
    told = cast.add_statement("KANARIE", by="femke")
    femke, karim = as_("femke"), as_("karim")
    table = femke.page(f"/overleg/{cast.meeting_id}")
    (link,) = [one["href"] for one in table.select(f"#statement-{told} a") if "Alleen voor" in one.get_text()]
    dialog = text_of(femke.page(str(link)))
    assert "Geen lege plek, geen nummer, geen melding, niet in het verslag." in dialog
    assert keep(femke, cast, f"statement:{told}", "femke", "noor", protects=cast.femke.id) == 303
    assert "KANARIE" not in karim.get(f"/overleg/{cast.meeting_id}").text
    assert not [
        one for one in karim.page(f"/overleg/{cast.meeting_id}").select("a") if one["href"].endswith(told)
    ]
    for name in ("femke", "noor"):
        page = as_(name).page(home(cast, name))
        assert "Alleen voor Femke, Noor" in text_of(page).replace("Noor, Femke", "Femke, Noor")
        assert WHY in text_of(page)
        assert "KANARIE" not in page.get_text()  # the words come while somebody holds
    for name in ("karim", "yusuf", "lotte"):
        assert "Er staat niets apart waar u bij hoort." in text_of(as_(name).page(home(cast, name)))


@pytest.mark.parametrize(
    "lacks", [{"reason": "kort"}, {"review_on": in_days(91).isoformat()}, {"review_on": ""}]
)
def test_what_lacks_stands_at_its_place_and_the_words_stay(
    cast: Cast, as_: Signed, lacks: dict[str, str]
) -> None:
    told, femke = cast.add_statement("KANARIE", by="femke"), as_("femke")
    page = f"/gezin/{cast.case_id}/apart/nieuw"
    femke.page(f"{page}?ding=statement:{told}")
    fields = {"thing": f"statement:{told}", "category": "safety", "reason": WHY, "protects": ""}
    fields |= {"review_on": in_days(30).isoformat(), "people[]": [cast.femke.id, cast.noor.id], **lacks}
    sent = femke.post(page, data={"csrf_token": femke.csrf, **fields})
    assert sent.status_code == 400
    again = BeautifulSoup(sent.text, "html5lib")
    name = next(iter(lacks))
    assert again.select_one(f"#e-{name}") is not None
    if name != "reason":
        assert again.select_one("#f-reason")["value"] == WHY
    checked = {str(one["value"]) for one in again.select("input[name='people[]'][checked]")}
    assert {cast.femke.id, cast.noor.id} <= checked
    assert "KANARIE" in as_("karim").get(f"/overleg/{cast.meeting_id}?deel={_part(cast)}").text


def _part(cast: Cast) -> str:
    return next(part.id for part in cast.meeting.parts if part.key == "happened")


def test_words_are_fetched_while_somebody_holds_and_by_those_inside_only(cast: Cast, as_: Signed) -> None:
    hidden = cast.add_action("KANARIE", by="noor", shared_with="lotte")
    shield = cast.action(hidden).shield
    assert shield is not None
    lotte = as_("lotte")
    lotte.page(home(cast, "lotte"))
    path = f"/gezin/{cast.case_id}/apart/lees"
    sent = {"csrf_token": lotte.csrf, "shield": shield.id}
    told = lotte.post(path, data=sent, headers={"Accept": "application/json"})
    assert told.get_json() == {"ok": True, "words": ["KANARIE"]}
    assert told.headers["Cache-Control"] == "no-store"
    assert "KANARIE" in lotte.post(path, data=sent).text  # without script, on a page of its own
    karim = as_("karim")
    karim.page(home(cast, "karim"))
    sent["csrf_token"] = karim.csrf
    assert karim.post(path, data=sent, headers={"Accept": "application/json"}).status_code == 404


def test_a_mother_keeps_her_own_words_apart_on_her_phone_and_reads_them_beside_somebody(
    cast: Cast, as_: Signed, clock: Clock
) -> None:
    at_part(cast, "happened")
    mine = cast.add_statement("KANARIE van Anna", by="anna")
    anna, noor = as_("anna"), as_("noor")
    assert "KANARIE" in anna.get("/nu").text
    dialog = anna.page(f"/nu/apart/nieuw?ding=statement:{mine}")
    assert "Dit lezen alleen u en Noor." in text_of(dialog)
    assert "KANARIE" not in dialog.get_text()
    anna.send("/nu/apart/nieuw", thing=f"statement:{mine}", category="safety", reason=WHY)
    for page in ("/nu", "/nu/apart", "/nu/mijn-gegevens", "/nu/mijn-gegevens.json", "/nu/mijn-woorden"):
        told = anna.get(page).text
        assert "KANARIE" not in told, page
        assert WHY not in told, page
    closed = anna.page("/nu/apart")
    assert not closed.select("[data-hold]")
    # Noor has a task, tells a code, and they read together.
    assert "1 punt dat apart staat" in text_of(noor.page("/"))
    page = noor.page(home(cast, "noor"))
    assert "Anna zette dit zelf apart. Tekent u ervoor?" in text_of(page)
    noor_said = noor.send(f"/gezin/{cast.case_id}/apart/code", person=cast.anna.id)
    digits = re.search(r'rd-told__digits">(\d{6})<', noor_said.text)
    assert digits is not None
    assert anna.send("/nu/apart/code", digits="000000" if digits[1] != "000000" else "1").status_code == 400
    assert anna.send("/nu/apart/code", digits=digits[1]).status_code == 303
    open_page = anna.page("/nu/apart")
    assert "KANARIE" not in open_page.get_text()
    (key,) = [str(one["value"]) for one in open_page.select("[data-hold] input[name=shield]")]
    sent = {"csrf_token": anna.csrf, "shield": key}
    held = anna.post("/nu/apart/lees", data=sent, headers={"Accept": "application/json"})
    assert held.get_json()["words"] == ["KANARIE van Anna"]
    assert "KANARIE" not in anna.get("/nu").text  # also not while the room is open
    clock.move(minutes=4)
    late = anna.post("/nu/apart/lees", data=sent, headers={"Accept": "application/json"})
    assert late.get_json()["code"] == "peek_over"


def test_the_phone_of_who_has_nothing_apart_shows_the_same(cast: Cast, as_: Signed) -> None:
    cast.add_action("KANARIE", by="noor", shared_with="anna")
    first, second = (text_of(as_(name).page("/nu/apart")) for name in ("anna", "rie"))
    assert first == second


def test_a_question_waits_on_her_phone_until_a_code_was_told(cast: Cast, as_: Signed) -> None:
    mine = cast.add_statement("KANARIE van Anna", by="anna")
    anna, noor = as_("anna"), as_("noor")
    anna.page(f"/nu/apart/nieuw?ding=statement:{mine}")
    anna.send("/nu/apart/nieuw", thing=f"statement:{mine}", category="safety", reason=WHY)
    page = noor.page(home(cast, "noor"))
    (key,) = {str(one["value"]) for one in page.select("[data-hold] input[name=shield]")}
    noor.send(f"/gezin/{cast.case_id}/apart/lift", shield=key, reason=WHY)
    assert "KANARIE" not in as_("karim").get(f"/overleg/{cast.meeting_id}?deel={_part(cast)}").text
    told = noor.send(f"/gezin/{cast.case_id}/apart/code", person=cast.anna.id).text
    digits = re.search(r'rd-told__digits">(\d{6})<', told)
    assert digits is not None
    anna.page("/nu/apart")
    anna.send("/nu/apart/code", digits=digits[1])
    page = anna.page("/nu/apart")
    assert "Mag dit aan tafel?" in text_of(page)
    (asked,) = {str(one["value"]) for one in page.select("input[name=asked]")}
    assert anna.send("/nu/apart/answer", asked=asked, answer="yes").status_code == 303
    assert "KANARIE" in as_("karim").get(f"/overleg/{cast.meeting_id}?deel={_part(cast)}").text


@pytest.mark.parametrize("name", ["bas", "nobody"])
def test_for_strangers_there_is_nothing(cast: Cast, as_: Signed, name: str) -> None:
    for page in ("", "/nieuw"):
        assert as_(name).get(f"/gezin/{cast.case_id}/apart{page}").status_code in (302, 404)
