"""The pages of an emergency: asked, answered, read on one page and nowhere else, and looked back at without words."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models.log import LogEntry
from tests.cast import BY_ROLE, PEOPLE, TITLE, Cast, Clock
from tests.emergency.conftest import CANARY, WHY, agreed, asked, desk, emergency
from tests.lines import Lines
from tests.pages import PageClient, Signed

NO = "Dit kan ook zonder te lezen."
FINDS = {"case_director", "local_team", "safety_partner", "chair"}


def at(cast: Cast, *more: str) -> str:
    return "/".join((f"/gezin/{cast.case_id}/noodinzage", *more))


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())  # type: ignore[union-attr]


def wish(browser: PageClient, cast: Cast, *, category: str = "safety", reason: str = WHY) -> int:
    browser.page(at(cast))
    return browser.send(at(cast), category=category, reason=reason).status_code


# --- from asking to looking back


def test_one_asks_a_second_says_yes_and_it_is_read_on_one_page(cast: Cast, hidden: str, as_: Signed) -> None:
    femke, noor = as_("femke"), as_("noor")
    assert "Noodinzage" in words(femke.page(f"/gezin/{cast.case_id}"))
    assert wish(femke, cast) == 302
    page = words(femke.page(at(cast)))
    assert WHY in page
    assert "Wacht op een tweede" in page
    assert "Lees wat nu open is" not in page
    assert "1 collega wacht nu op uw antwoord" in words(noor.page("/"))
    (form,) = [one for one in noor.page(at(cast)).find_all("form") if one.find("button", value="yes")]
    key = form.find("input", attrs={"name": "emergency"})["value"]
    assert noor.send(at(cast, "antwoord"), emergency=key, said="yes").status_code == 302
    link = femke.page(at(cast)).find("a", string=re.compile("Lees wat nu open is"))
    assert link or "Lees wat nu open is" in words(femke.page(at(cast)))
    answer = femke.get(at(cast, key))
    assert CANARY in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "tot 14.00 uur" in words(BeautifulSoup(answer.text, "html5lib"))
    told = words(noor.page(f"/gezin/{cast.case_id}/apart"))
    assert "Femke Jonker las dit in nood, op dinsdag 12 mei 2026." in told
    assert femke.send(at(cast, key, "klaar")).status_code == 303
    answer = femke.get(at(cast, key))
    assert answer.status_code == 403
    assert CANARY not in answer.text
    assert "Er is niets meer te lezen." in answer.text


def test_what_was_read_stands_in_the_log_as_of_an_emergency(cast: Cast, hidden: str, as_: Signed) -> None:
    key = agreed(cast)
    assert CANARY in as_("femke").get(at(cast, key)).text
    assert cast.house.looks.settle()
    with cast.house.database.read() as session:
        found = select(LogEntry.deed, LogEntry.thing).where(LogEntry.deed.startswith("see."))
        seen = {
            tuple(row) for row in session.execute(found.where(LogEntry.actor == f"person:{cast.femke.id}"))
        }
    assert ("see.emergency.read", f"emergency:{key}") in seen
    assert ("see.emergency", f"statement:{hidden}") in seen
    assert "see.apart" not in {deed for deed, _ in seen}


def test_what_lacks_is_said_at_its_place_and_the_words_stay(cast: Cast, as_: Signed) -> None:
    femke, noor = as_("femke"), as_("noor")
    femke.page(at(cast))
    answer = femke.send(at(cast), category="safety", reason="Te kort.")
    page = BeautifulSoup(answer.text, "html5lib")
    assert answer.status_code == 400
    assert "minstens 30 tekens" in str(page.find(id="f-reason").find_parent(class_="rd-field"))  # type: ignore[union-attr]
    assert page.find(id="f-reason").text.strip() == "Te kort."  # type: ignore[union-attr]
    key = asked(cast)
    noor.page(at(cast))
    answer = noor.send(at(cast, "antwoord"), emergency=key, said="no", answer="Nee.")
    page = BeautifulSoup(answer.text, "html5lib")
    assert answer.status_code == 400
    assert page.find(id=f"answer-{key}").text.strip() == "Nee."  # type: ignore[union-attr]
    assert page.find(id=f"e-answer-{key}").text == "Schrijf waarom (minstens 15 tekens)."  # type: ignore[union-attr]
    assert emergency(cast, key).agreed is None
    answer = noor.send(at(cast, "antwoord"), emergency=key, said="misschien")
    assert answer.status_code == 400
    assert femke.send(at(cast), category="alles", reason=WHY).status_code in (400, 409)


def test_saying_who_one_is_again_comes_first(cast: Cast, clock: Clock, as_: Signed) -> None:
    femke, noor = as_("femke"), as_("noor")
    key = asked(cast, "lotte")
    for browser in (femke, noor):
        browser.page(at(cast))
    clock.move(minutes=6)
    answer = femke.send(at(cast), category="safety", reason=WHY)
    assert answer.status_code == 401
    assert "Vul uw wachtwoord nog een keer in" in answer.text
    assert noor.send(at(cast, "antwoord"), emergency=key, said="yes").status_code == 401
    assert emergency(cast, key).agreed is None


# --- for nobody else


@pytest.mark.parametrize("role", [role for role, name in BY_ROLE.items() if name == "bas" or PEOPLE[name][3]])
def test_only_who_may_ask_or_agree_finds_the_page(cast: Cast, role: str, as_: Signed) -> None:
    answer = as_(role).get(at(cast))
    assert (answer.status_code == 200) == (role in FINDS), answer.status_code
    assert answer.status_code in (200, 403, 404)
    if role not in FINDS:
        assert "Noodinzage" not in as_(role).get(f"/gezin/{cast.case_id}").text
        assert wish_anyway(as_(role), cast) in (403, 404)


def wish_anyway(browser: PageClient, cast: Cast) -> int:
    browser.get("/")
    return browser.send(at(cast), category="safety", reason=WHY).status_code


@pytest.mark.parametrize("name", ["noor", "lotte", "karim", "yusuf", "samira", "bas"])
def test_what_is_open_to_one_is_open_to_no_other(cast: Cast, hidden: str, name: str, as_: Signed) -> None:
    key = agreed(cast)
    answer = as_(name).get(at(cast, key))
    assert answer.status_code == 404
    assert CANARY not in answer.text


def test_not_a_byte_of_it_goes_anywhere_else(cast: Cast, hidden: str, lines: Lines, as_: Signed) -> None:
    """The canary recorder: all that everybody outside receives while it is open, and the reader on every other page."""
    outside = ("anna", "sam", "rie", "karim", "samira", "amir", "chair", "screen", "femke")
    watching = {name: lines(name) for name in outside}
    key = agreed(cast)
    femke = as_("femke")
    assert CANARY in femke.get(at(cast, key)).text
    lines("noor").wish(
        "response:give", statement=hidden, person=cast.noor.id, stance="partly", words=f"{CANARY}."
    )
    case = f"/gezin/{cast.case_id}"
    pages = {
        "femke": [
            case, f"{case}/apart", f"{case}/rondom", f"{case}/mijn-gegevens", f"{case}/mijn-gegevens.json",
            at(cast), f"/overleg/{cast.meeting_id}", f"/overleg/{cast.meeting_id}/verslag",
            f"/zoek?q={CANARY}", f"/wie-schreef/statement:{hidden}",
        ],
        "karim": [case, f"/overleg/{cast.meeting_id}", f"/zoek?q={CANARY}", f"{case}/mijn-gegevens"],
        "chair": [case, at(cast), f"/overleg/{cast.meeting_id}"],
        "anna": ["/nu", "/nu/vertellen", "/nu/afspraken", "/nu/wie", "/nu/mijn-gegevens"],
        "sam": ["/nu", "/nu/vertellen", "/nu/mijn-gegevens"],
        "screen": ["/scherm"],
    }  # fmt: skip
    for name, line in watching.items():
        for path in pages.get(name, ()):
            line.received.append(line.browser.get(path).text.replace(f'value="{CANARY}"', ""))
        found = line.everything
        for said_back in (f"q={CANARY}", f"‘{CANARY}’"):  # what somebody searched for
            found = found.replace(said_back, "")
        assert CANARY not in found, name


def test_nothing_is_changed_by_who_reads(cast: Cast, hidden: str, as_: Signed) -> None:
    key = agreed(cast)
    femke = as_("femke")
    page = femke.page(at(cast, key))
    (form,) = page.main.find_all("form")  # type: ignore[union-attr]
    assert form["action"] == at(cast, key, "klaar")
    assert page.main.find("a") is None  # type: ignore[union-attr]


# --- the privacy officer: never a family's words


def test_the_officer_answers_and_judges_without_a_word_of_the_family(
    cast: Cast, hidden: str, as_: Signed
) -> None:
    """Not the reason, not the name of the family or of anybody in it; they speak with the colleague."""
    reason = f"KANARIEREDEN: {TITLE}, Anna is in gevaar."
    femke = as_("femke")
    assert wish(femke, cast, reason=reason) == 302
    hilde, office = desk(cast, as_)
    page = hilde.page(office)
    said = words(page)
    assert "Femke Jonker" in said
    assert "femke@" in said
    for secret in ("KANARIEREDEN", TITLE, "Anna", "Sam Bakker", CANARY):
        assert secret not in page.get_text()
    assert "1 noodinzage vraagt uw aandacht" in words(hilde.page("/"))
    key = page.find("input", attrs={"name": "emergency"})["value"]  # type: ignore[index]
    assert hilde.send(f"{office}/noodinzage", emergency=key, said="yes").status_code == 302
    assert CANARY in femke.get(at(cast, key)).text
    assert CANARY not in hilde.get(office).text
    assert hilde.get(at(cast, key)).status_code == 404
    assert (
        hilde.send(f"{office}/noodinzage/oordeel", emergency=key, justified="yes", review=NO).status_code
        == 409
    )
    assert hilde.send(f"{office}/noodinzage", emergency=key, said="stop").status_code == 302
    assert femke.get(at(cast, key)).status_code == 403
    answer = hilde.send(f"{office}/noodinzage/oordeel", emergency=key, justified="no", review="Kort.")
    assert answer.status_code == 400
    assert BeautifulSoup(answer.text, "html5lib").find(id=f"review-{key}").text.strip() == "Kort."  # type: ignore[union-attr]
    judged = {"emergency": key, "justified": "no", "review": "Er was geen gevaar."}
    assert hilde.send(f"{office}/noodinzage/oordeel", **judged).status_code == 302
    assert "Beoordeeld: niet terecht" in words(hilde.page(office))
    assert "Er was geen gevaar." in words(femke.page(at(cast)))
    assert "Er was geen gevaar." not in words(as_("noor").page(at(cast)))
    answer = femke.send(at(cast), category="safety", reason=WHY)
    assert answer.status_code == 403
    assert "moet eerst oordelen" in answer.text


def test_a_no_of_a_colleague_is_not_for_the_officer(cast: Cast, as_: Signed) -> None:
    key = asked(cast)
    noor = as_("noor")
    noor.page(at(cast))
    no = {"emergency": key, "said": "no", "answer": "KANARIENEE: Anna is bij haar zus."}
    assert noor.send(at(cast, "antwoord"), **no).status_code == 302
    hilde, office = desk(cast, as_)
    assert "Niet goedgekeurd" in words(hilde.page(office))
    assert "KANARIENEE" not in hilde.get(office).text
    assert "KANARIENEE" in words(as_("femke").page(at(cast)))


@pytest.mark.parametrize("name", ["femke", "noor", "karim", "bas"])
def test_the_office_is_for_nobody_else(cast: Cast, name: str, as_: Signed) -> None:
    key, (_, office) = agreed(cast, "hilde"), desk(cast, as_)
    browser = as_(name)
    browser.get("/")
    assert browser.get(office).status_code == 404
    sent = {"emergency": key, "justified": "yes", "review": NO}
    assert browser.send(f"{office}/noodinzage/oordeel", **sent).status_code == 404
    assert browser.send(f"{office}/noodinzage", emergency=key, said="stop").status_code == 404
    assert emergency(cast, key).closed_at is None
