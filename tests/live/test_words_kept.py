"""A form that is refused, for whatever reason, comes back with the words in it; nothing is written meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from conference.access import sessions
from conference.core.runtime import Runtime
from conference.door import use_cases as door
from conference.region import profile
from conference.web import common
from models.accounts import Account
from models.actions import Action
from models.reflections import Reflection
from models.region import RegionProfile
from models.statements import Statement
from tests.cast import PASSWORD, Cast
from tests.learners import Learners
from tests.pages import Signed, limits_on

LONG = (
    "Het overleg duurde lang. Ik kwam er pas na een uur aan toe om te vertellen wat ik had meegemaakt.\n" * 9
)


@dataclass(frozen=True)
class Sent:
    """A form with words in it: who sends it, where it goes, and how often what it makes is there."""

    name: str
    page: str
    path: str
    fields: dict[str, str]
    words: str
    count: Callable[[Cast], int]


def _counted(model: type[Any]) -> Callable[[Cast], int]:
    def count(cast: Cast) -> int:
        with cast.house.database.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    return count


def _rules(cast: Cast) -> int:
    with cast.house.database.read() as session:
        found = session.scalars(select(RegionProfile)).one()
        return int(LONG.splitlines()[0] in str(profile.of(found.settings).house_rules))


def reflection(cast: Cast, learners: Learners) -> Sent:
    """At a desk."""
    path = f"/gezin/{cast.case_id}/reflectie"
    return Sent("noor", path, path, {"words": LONG, "layer": "private"}, LONG, _counted(Reflection))


def phone_reflection(cast: Cast, learners: Learners) -> Sent:
    """On a phone."""
    fields = {"words": LONG, "layer": "private"}
    return Sent("anna", "/nu/reflectie", "/nu/reflectie", fields, LONG, _counted(Reflection))


def statement(cast: Cast, learners: Learners) -> Sent:
    """At the table, without script."""
    words = "Sam sliep vannacht niet, zegt hij zelf."
    fields = {"kind": "opinion", "words": words, "meeting": cast.meeting_id}
    return Sent(
        "noor", f"/overleg/{cast.meeting_id}", "/wens/statement:add", fields, words, _counted(Statement)
    )


def agreement(cast: Cast, learners: Learners) -> Sent:
    """The same."""
    words = "Lotte belt morgen met school."
    fields = {"what": words, "meeting": cast.meeting_id}
    return Sent("noor", f"/overleg/{cast.meeting_id}", "/wens/action:add", fields, words, _counted(Action))


def phone_statement(cast: Cast, learners: Learners) -> Sent:
    """On a phone, without script."""
    words = "Ik wil dat er niet over mij gepraat wordt zonder mij."
    fields = {"kind": "opinion", "words": words}
    return Sent("anna", "/nu", "/wens/statement:add", fields, words, _counted(Statement))


def region_profile(cast: Cast, learners: Learners) -> Sent:
    """The administrator, with the rules of the house."""
    home = f"/leren/{learners.region}/profiel"
    with cast.house.database.read() as session:
        settings = profile.of(session.get_one(RegionProfile, learners.region).settings)
    from conference.region import form

    fields = {"stamp": form.stamp(settings, "rules"), "house_rules.nl": LONG}
    return Sent("lotte", home, f"{home}/rules", fields, LONG, _rules)


FORMS = [reflection, phone_reflection, statement, agreement, phone_statement, region_profile]
AT_DESK = [reflection, statement, agreement, region_profile]
ON_PHONE = [phone_reflection, phone_statement]
Made = Callable[[Cast, Learners], Sent]


def flat(words: str) -> str:
    return " ".join(words.split())


def form_with(answer: TestResponse, words: str) -> tuple[str, dict[str, str]]:
    """The form of a page that holds these words: where it goes and every field a browser would send."""
    page = BeautifulSoup(answer.text, "html5lib")
    for form in page.find_all("form", attrs={"method": "post"}):
        fields = _fields(form)
        if any(flat(value) == flat(words) for value in fields.values()):
            return str(form["action"]), fields
    raise AssertionError("no form holds what was typed")


def _fields(form: Tag) -> dict[str, str]:
    found = {
        str(one["name"]): str(one.get("value", ""))
        for one in form.find_all("input", attrs={"name": True})
        if one.get("type") not in ("checkbox", "radio", "file") or one.has_attr("checked")
    }
    found |= {str(one["name"]): one.get_text() for one in form.find_all("textarea")}
    for one in form.find_all("select"):
        chosen = one.find("option", attrs={"selected": True})
        found[str(one["name"])] = str(chosen["value"]) if chosen else ""
    return found


@pytest.mark.parametrize("made", FORMS, ids=lambda made: made.__name__)
def test_a_page_that_was_open_too_long(as_: Signed, cast: Cast, learners: Learners, made: Made) -> None:
    sent = made(cast, learners)
    browser, before = as_(sent.name), sent.count(cast)
    browser.get(sent.page)
    refused = browser.post(sent.path, data={**sent.fields, "csrf_token": "van een vorige sessie"})
    assert refused.status_code == 403
    assert "Laad de pagina opnieuw" not in refused.text
    assert sent.count(cast) == before
    path, fields = form_with(refused, sent.words)
    assert browser.post(path, data=fields).status_code in (302, 303)
    assert sent.count(cast) == before + 1


@pytest.mark.parametrize("made", FORMS, ids=lambda made: made.__name__)
def test_a_script_hears_it_as_before(as_: Signed, cast: Cast, learners: Learners, made: Made) -> None:
    sent = made(cast, learners)
    browser = as_(sent.name)
    browser.get(sent.page)
    answer = browser.post(
        sent.path, data={**sent.fields, "csrf_token": "oud"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 403
    assert answer.get_json()["code"] == "csrf_failed"


@pytest.mark.parametrize("made", AT_DESK, ids=lambda made: made.__name__)
def test_a_session_that_ended(as_: Signed, cast: Cast, learners: Learners, made: Made) -> None:
    sent = made(cast, learners)
    browser, before = as_(sent.name), sent.count(cast)
    browser.get(sent.page)
    _signed_out_elsewhere(cast, sent.name)
    refused = browser.send(sent.path, **sent.fields)
    assert refused.status_code == 401
    path, fields = form_with(refused, sent.words)
    assert path == "/aanmelden"
    wrong = browser.post(path, data={**fields, "email": getattr(cast, sent.name).email, "password": "fout"})
    assert wrong.status_code == 401
    path, fields = form_with(wrong, sent.words)
    fields |= {"email": getattr(cast, sent.name).email, "password": PASSWORD}
    back = browser.post(path, data=fields)
    assert back.status_code == 200
    assert sent.count(cast) == before
    path, fields = form_with(back, sent.words)
    assert path == sent.path
    assert "password" not in fields
    assert browser.post(path, data=fields).status_code in (302, 303)
    assert sent.count(cast) == before + 1


@pytest.mark.parametrize("made", AT_DESK, ids=lambda made: made.__name__)
def test_somebody_else_who_signs_in_writes_nothing_in_their_place(
    as_: Signed, cast: Cast, learners: Learners, made: Made
) -> None:
    sent = made(cast, learners)
    browser, before = as_(sent.name), sent.count(cast)
    browser.get(sent.page)
    _signed_out_elsewhere(cast, sent.name)
    _, fields = form_with(browser.send(sent.path, **sent.fields), sent.words)
    with cast.house.database.read() as session:
        email = session.get_one(Account, cast.script.accounts["bas"]).email
    back = browser.post("/aanmelden", data={**fields, "email": email, "password": PASSWORD})
    assert back.status_code == 200
    path, fields = form_with(back, sent.words)
    assert browser.post(path, data=fields).status_code == 404
    assert sent.count(cast) == before


@pytest.mark.parametrize("made", ON_PHONE, ids=lambda made: made.__name__)
def test_a_seat_that_ended(as_: Signed, cast: Cast, learners: Learners, made: Made) -> None:
    sent = made(cast, learners)
    browser, before = as_(sent.name), sent.count(cast)
    browser.get(sent.page)
    cast.yusuf.do(door.remove, getattr(cast, sent.name).id)
    refused = browser.send(sent.path, **sent.fields)
    assert refused.status_code == 401
    assert sent.count(cast) == before
    assert refused.headers["Cache-Control"] == "no-store"
    assert all(flat(sent.words)[:20] not in one for one in refused.headers.getlist("Set-Cookie"))
    path, fields = form_with(refused, sent.words)
    assert path == sent.path
    browser.set_cookie("rondom-plek", cast.seat(sent.name), samesite="Strict")
    assert browser.post(path, data=fields).status_code in (302, 303)
    assert sent.count(cast) == before + 1


#: What is wrong with one field of a form, so that the words stay.
WRONG: dict[Made, dict[str, str]] = {
    reflection: {"kind": "onbekend"},
    phone_reflection: {"kind": "onbekend"},
    statement: {"kind": "onbekend"},
    agreement: {"phase": "onbekend", "owner": "onbekend"},
    phone_statement: {"kind": "onbekend"},
    region_profile: {"stamp": "van een ander"},
}


@pytest.mark.parametrize("made", FORMS, ids=lambda made: made.__name__)
def test_a_field_that_is_wrong(as_: Signed, cast: Cast, learners: Learners, made: Made) -> None:
    sent = made(cast, learners)
    browser, before = as_(sent.name), sent.count(cast)
    browser.get(sent.page)
    refused = browser.send(sent.path, **{**sent.fields, **WRONG[made]})
    assert refused.status_code in (400, 409)
    assert sent.count(cast) == before
    form_with(refused, sent.words)


def test_a_term_that_somebody_else_wrote_first(as_: Signed, cast: Cast, learners: Learners) -> None:
    path = f"/leren/{learners.region}/woorden"
    for name, plain in (("karim", "Even samen afkoelen."), ("noor", "Even pauze nemen met elkaar.")):
        browser = as_(name)
        browser.get(path)
        answer = browser.send(path, term="time-out", plain=plain, seen="")
    assert answer.status_code == 409
    assert "Even samen afkoelen." in answer.text
    form_with(answer, "Even pauze nemen met elkaar.")


def test_what_another_site_sends_is_not_handed_back(as_: Signed, cast: Cast, learners: Learners) -> None:
    sent = reflection(cast, learners)
    browser = as_(sent.name)
    browser.get(sent.page)
    answer = browser.post(
        sent.path,
        data={"words": "Van een andere site.", "csrf_token": "x"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert (
        "Van een andere site."
        not in as_("nobody")
        .post(sent.path, data={"words": "Van een andere site."}, headers={"Sec-Fetch-Site": "cross-site"})
        .text
    )


def test_a_password_is_never_shown_again(as_: Signed, cast: Cast) -> None:
    browser = as_("nobody")
    browser.get("/aanmelden")
    answer = browser.post(
        "/aanmelden", data={"email": "a@b.example", "password": "Mijn Geheim", "csrf_token": "x"}
    )
    assert answer.status_code == 403
    assert "a@b.example" in answer.text
    assert "Mijn Geheim" not in answer.text


@pytest.fixture
def limited(house: Runtime) -> Iterator[Flask]:
    """The application with its limits on, and nothing counted yet."""
    yield from limits_on(house)


@pytest.mark.parametrize("made", [statement, region_profile], ids=lambda made: made.__name__)
def test_too_many_tries(
    limited: Flask, cast: Cast, learners: Learners, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = made(cast, learners)
    browser, before = Signed(limited, cast)(sent.name), sent.count(cast)
    browser.get(sent.page)
    monkeypatch.setattr(
        common.limiter.limiter, "hit", lambda *given, **named: False
    )  # as many as there may be
    refused = browser.send(sent.path, **sent.fields)
    assert refused.status_code == 429
    assert sent.count(cast) == before
    form_with(refused, sent.words)


def _signed_out_elsewhere(cast: Cast, name: str) -> None:
    with cast.house.database.work() as work:
        sessions.end_all(
            work, sessions.OF_ACCOUNTS, cast.script.accounts[name], "signed_out", cast.house.clock()
        )
