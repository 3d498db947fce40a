"""The pages of erasing: asked and answered in the office, and the certificate that a family keeps."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conference.erasure import carrying
from tests.cast import BY_ROLE, TITLE, Cast
from tests.erasure.conftest import approved, asked, held
from tests.pages import PageClient, Signed

WHY = "Het gezin vroeg dit na het laatste overleg."


def at(cast: Cast, place: str = "wissen") -> str:
    return f"/gezin/{cast.case_id}/{place}"


def words(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())  # type: ignore[union-attr]


def test_one_asks_another_says_yes_and_the_family_gets_a_certificate(
    cast: Cast, as_: Signed, client: PageClient
) -> None:
    lotte, noor = as_("lotte"), as_("noor")
    assert "Wissen of bewaren" in words(lotte.page(f"/gezin/{cast.case_id}"))
    lotte.page(at(cast))
    assert lotte.send(at(cast), ground="asked", reason=WHY).status_code == 302
    assert "Er is gevraagd om te wissen." in words(noor.page(f"/gezin/{cast.case_id}"))
    page = noor.page(at(cast))
    assert WHY in words(page)
    assert "Gevraagd door Lotte de Wit op dinsdag 12 mei 2026." in words(page)
    (form,) = [one for one in page.find_all("form") if one.find("button", value="approve")]
    done = noor.send(form["action"], answer="approve")
    assert done.status_code == 302
    path = done.headers["Location"]
    assert path.startswith("/gewist/")
    for browser in (noor, client):
        page = browser.page(path)
        assert "Dit bewijs klopt." in words(page)
        assert "vanaf dinsdag 19 mei 2026" in words(page)
        assert TITLE not in words(page)
        assert "Anna" not in page.get_text()
    assert noor.get(f"/gezin/{cast.case_id}").status_code == 404
    assert noor.get(at(cast)).status_code == 404
    number = path.rpartition("/")[2]
    told = client.get(f"{path}/bewijs.json")
    assert json.loads(told.data) == carrying.ledger_of(cast.house).read().done[number]


def test_the_number_of_a_certificate_is_looked_up_by_everybody(cast: Cast, client: PageClient) -> None:
    number = approved(cast)
    carrying.carry_out(cast.house)
    spaced = " ".join(number[place : place + 4] for place in range(0, 16, 4)).upper()
    assert "Bewijs van wissen" in words(client.page(f"/gewist?nummer={spaced}"))
    wrong = client.page("/gewist?nummer=bestaatniet", status=404)
    assert "Dit nummer kennen we niet." in words(wrong)
    client.page("/gewist")
    for path in ("/gewist/bestaatniet", "/gewist/bestaatniet/bewijs.json", f"/gewist/{'a' * 16}"):
        assert client.get(path).status_code == 404


def test_what_was_asked_and_not_carried_out_has_no_certificate(cast: Cast, client: PageClient) -> None:
    assert client.get(f"/gewist/{asked(cast)}").status_code == 404


def test_what_is_refused_says_why_and_keeps_the_words(cast: Cast, as_: Signed) -> None:
    lotte, noor, femke = as_("lotte"), as_("noor"), as_("femke")
    lotte.page(at(cast))
    answer = lotte.send(at(cast), ground="asked", reason="Te kort.")
    assert answer.status_code == 400
    assert "minstens 15 tekens" in answer.text
    assert "Te kort." in answer.text
    femke.page(at(cast))
    answer = femke.send(
        at(cast, "bewaren"), hold_reason="Er loopt een zaak bij de rechter.", until="2020-01-01"
    )
    assert answer.status_code == 400
    assert "Er loopt een zaak bij de rechter." in answer.text
    assert "Kies een dag" in answer.text
    asked(cast)
    held(cast)
    page = noor.page(at(cast))
    (form,) = [one for one in page.find_all("form") if one.find("button", value="approve")]
    answer = noor.send(form["action"], answer="approve")
    assert answer.status_code == 409
    assert "Dit moet bewaard blijven tot en met 10-08-2026." in answer.text
    answer = noor.send(form["action"], answer="refuse", why="Kort.")
    assert answer.status_code == 400
    assert "Kort." in answer.text


def test_who_asked_is_not_asked_to_say_yes(cast: Cast, as_: Signed) -> None:
    erasure = asked(cast)
    lotte = as_("lotte")
    page = lotte.page(at(cast))
    assert page.find("button", value="approve") is None
    answer = lotte.send(f"{at(cast)}/{erasure}", answer="approve")
    assert answer.status_code == 403
    assert "Iemand anders moet het goedkeuren." in answer.text
    assert lotte.send(f"{at(cast)}/{erasure}", answer="withdraw").status_code == 302
    assert "Teruggenomen." in words(lotte.page(at(cast)))


def test_saying_yes_asks_for_the_password_again(cast: Cast, as_: Signed) -> None:
    erasure = asked(cast)
    noor = as_("noor")
    noor.page(at(cast))
    cast.house.clock.move(minutes=6)  # type: ignore[attr-defined]
    answer = noor.send(f"{at(cast)}/{erasure}", answer="approve")
    assert answer.status_code == 401
    assert "Vul uw wachtwoord nog een keer in" in answer.text
    noor.page(f"/gezin/{cast.case_id}")


@pytest.mark.parametrize("role", [role for role in BY_ROLE if role not in ("chair", "stranger")])
def test_only_who_may_finds_the_page(cast: Cast, as_: Signed, role: str) -> None:
    may = role in ("case_director", "local_team", "safety_partner")
    if role in ("parent", "child", "network", "supporter", "interpreter"):
        cast.meet_anew()
    status = as_(role).get(at(cast)).status_code
    assert (status == 200) is may, status


def test_somebody_asks_for_themselves_on_a_phone_and_a_professional_says_yes(cast: Cast, as_: Signed) -> None:
    cast.meet_anew()
    anna, noor = as_("anna"), as_("noor")
    assert "Ik wil dat dit wordt gewist" in words(anna.page("/nu/mijn-gegevens"))
    assert "Wat de tafel samen besloot" in words(anna.page("/nu/mijn-gegevens/wissen"))
    answer = anna.send("/nu/mijn-gegevens/wissen", reason="Te kort.")
    assert answer.status_code == 400
    assert "minstens 15 tekens" in answer.text
    assert "Te kort." in answer.text
    assert anna.send("/nu/mijn-gegevens/wissen", reason="Ik wil er niet in staan.").status_code == 302
    assert "U vroeg dit op dinsdag 19 mei 2026." in words(anna.page("/nu/mijn-gegevens/wissen"))
    assert "Ik wil er niet in staan." not in as_("rie").page("/nu/mijn-gegevens/wissen").get_text()
    cast.close()
    page = noor.page(at(cast))
    assert "Gevraagd: Anna Bakker wissen" in words(page)
    assert "Gevraagd door Anna Bakker" in words(page)
    (form,) = [one for one in page.find_all("form") if one.find("button", value="approve")]
    path = noor.send(form["action"], answer="approve").headers["Location"]
    assert "wat van één persoon was" in words(noor.page(path))
    assert "Anna Bakker" not in noor.page(f"/gezin/{cast.case_id}").get_text()
    assert anna.get("/nu").status_code in (302, 401), "their seat is gone"


def test_a_professional_asks_for_somebody(cast: Cast, as_: Signed) -> None:
    lotte = as_("lotte")
    lotte.page(at(cast))
    answer = lotte.send(at(cast), ground="asked", reason=WHY, person=cast.bas.id)
    assert answer.status_code == 404
    assert lotte.send(at(cast), ground="asked", reason=WHY, person=cast.rie.id).status_code == 302
    assert "Gevraagd: Oma Rie wissen" in words(lotte.page(at(cast)))
    karim = as_("karim")
    karim.page(f"/gezin/{cast.case_id}/mijn-gegevens/wissen")
    answer = karim.send(f"/gezin/{cast.case_id}/mijn-gegevens/wissen", reason="Ik werk hier niet meer.")
    assert answer.status_code == 409, "one at a time"


def test_a_hold_stands_on_the_page_and_is_ended(cast: Cast, as_: Signed) -> None:
    femke = as_("femke")
    femke.page(at(cast))
    done = femke.send(
        at(cast, "bewaren"), hold_reason="Er loopt een zaak bij de rechter.", until="2026-08-01"
    )
    assert done.status_code == 302
    page = femke.page(at(cast))
    assert "Tot en met zaterdag 1 augustus 2026." in words(page)
    (form,) = [one for one in page.find_all("form") if str(one["action"]).endswith("/einde")]
    assert femke.send(form["action"]).status_code == 302
    assert "Niets houdt wissen nu tegen." in words(femke.page(at(cast)))


def test_the_keys_and_the_ledger_lie_apart_from_the_data(cast: Cast) -> None:
    path = carrying.ledger_of(cast.house).path
    data = Path(cast.house.database.engine.url.database or "")
    assert path.parent != data.parent
