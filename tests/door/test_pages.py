"""The door as browsers meet it: one answer for every link that does not work, and tries that hold nobody else up."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import Client, TestResponse

from conference.core.runtime import Runtime
from conference.door import use_cases as door
from conference.web import tries
from models.log import LogEntry
from tests.cast import Cast
from tests.door.broken import BROKEN
from tests.lines import Lines, parts
from tests.pages import PageClient, Signed, limits_on

ONE_SENTENCE = "Dit lukt niet. Wacht even en probeer het nog eens, of bel wie u dit gaf."


@pytest.fixture
def limited(house: Runtime) -> Iterator[Flask]:
    """The application with its limits on, and nothing counted yet."""
    yield from limits_on(house)


def phone(app: Flask) -> PageClient:
    """A browser of somebody we do not know."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


def from_home(browser: PageClient, token: str, code: str, address: str = "192.0.2.1") -> TestResponse:
    """Send a link and its told code."""
    browser.get("/j")
    fields = {"token": token, "code": code, "csrf_token": browser.csrf}
    return browser.post("/j", data=fields, environ_overrides={"REMOTE_ADDR": address})


def in_room(browser: PageClient, code: str, address: str = "192.0.2.1") -> TestResponse:
    """Send the code of the room."""
    browser.get("/mee")
    fields = {"code": code, "csrf_token": browser.csrf}
    return browser.post("/mee", data=fields, environ_overrides={"REMOTE_ADDR": address})


def room_code(cast: Cast) -> str:
    """The digits on the shared screen."""
    return cast.house.keys.meeting_code(cast.meeting_id, cast.meeting.code_turn)


def wrong(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def link(cast: Cast, name: str = "anna") -> tuple[str, str]:
    """A personal link and its told code."""
    invitation, token = cast.yusuf.do(door.invite, getattr(cast, name).id)
    return token, cast.yusuf.do(door.new_code, invitation.id)


def refusals(cast: Cast) -> int:
    """How many tries at a link stand in the log as refused."""
    with cast.house.database.read() as session:
        found = select(func.count()).select_from(LogEntry)
        return (
            session.scalar(found.where(LogEntry.deed == "door:link", LogEntry.outcome == "link_fails")) or 0
        )


# --- T28: one answer


def test_every_link_that_does_not_work_gets_the_same_bytes(app: Flask, cast: Cast) -> None:
    answers = {}
    for why, make in BROKEN.items():
        token, code = make(cast)
        before = refusals(cast)
        answer = from_home(phone(app), token, code)
        assert refusals(cast) == before + 1, "each is logged once, so that each costs one more commit"
        body = re.sub(r'(csrf-token" content|csrf_token" value)="[^"]+"', "", answer.text)
        assert ONE_SENTENCE in body
        if token:
            assert token in body
        headers = {
            name: value for name, value in answer.headers if name not in ("Content-Length", "Set-Cookie")
        }
        echoed = body.replace(f'value="{token}"', 'value=""').replace(f'value="{code}"', 'value=""')
        answers[why] = (answer.status_code, headers, echoed)
    assert {why for why, answer in answers.items() if answer != answers["unknown"]} == set()
    assert answers["unknown"][0] == 400


@pytest.mark.parametrize("why", [*BROKEN])
def test_a_script_hears_the_same_as_well(app: Flask, cast: Cast, why: str) -> None:
    token, code = BROKEN[why](cast)
    browser = phone(app)
    browser.get("/j")
    fields = {"token": token, "code": code, "csrf_token": browser.csrf}
    answer = browser.post("/j", data=fields, headers={"Accept": "application/json"})
    assert answer.get_json() == {"ok": False, "code": "link_fails", "message": ONE_SENTENCE}


def test_a_link_that_is_taken_back_between_code_and_name_says_the_same(app: Flask, cast: Cast) -> None:
    invitation, token = cast.yusuf.do(door.invite, cast.anna.id)
    browser = phone(app)
    assert from_home(browser, token, cast.yusuf.do(door.new_code, invitation.id)).status_code == 302
    cast.yusuf.do(door.revoke, invitation.id)
    browser.get("/mee/naam")
    answer = browser.send("/mee/naam", name="Anna")
    assert ONE_SENTENCE in answer.text


def test_looking_at_a_link_says_nothing_and_changes_nothing(app: Flask, cast: Cast) -> None:
    """J04: what stands behind # reaches no server; a page that is looked at a thousand times is the same page."""
    token, code = link(cast)
    seen = {re.sub(r'"[^"]{60,}"', "", phone(app).get("/j").text) for _ in range(20)}
    assert len(seen) == 1
    assert Client(app).head("/j").status_code == 200
    assert "noindex" in phone(app).get("/j").headers["X-Robots-Tag"]
    assert "og:" not in seen.pop()
    assert from_home(phone(app), token, code).status_code == 302


# --- T27: tries hold nobody else up


def test_wrong_codes_from_elsewhere_never_refuse_a_right_one(limited: Flask, cast: Cast) -> None:
    code = room_code(cast)
    for number in range(320):
        with limited.test_request_context(
            environ_base={"REMOTE_ADDR": f"198.51.{number // 250}.{number % 250}"}
        ):
            tries.count_wrong("code")
    assert in_room(phone(limited), code, "203.0.113.1").status_code == 302
    before_it_is_too_many = [
        in_room(phone(limited), wrong(code), "203.0.113.2").status_code for _ in range(5)
    ]
    assert before_it_is_too_many == [400, 400, 400, 429, 429], "while so many try, each address has fewer"
    assert in_room(phone(limited), code, "203.0.113.3").status_code == 302


def test_one_address_is_wrong_ten_times_a_minute(limited: Flask, cast: Cast) -> None:
    code = room_code(cast)
    found = [in_room(phone(limited), wrong(code)).status_code for _ in range(11)]
    assert found == [400] * 10 + [429]
    assert in_room(phone(limited), code, "2001:db8::1").status_code == 302


def test_a_room_full_of_people_on_one_address_comes_in(limited: Flask, cast: Cast) -> None:
    code = room_code(cast)
    for number in range(48):
        browser = phone(limited)
        assert in_room(browser, code).status_code == 302
        browser.get("/mee/naam")
        assert browser.send("/mee/naam", name="Marleen").status_code == 302, number
    with cast.house.database.read() as session:
        assert len(door.waiting(session, cast.yusuf.viewer, cast.meeting, cast.house.clock())) == 48


def test_made_up_letters_cost_a_real_link_nothing(limited: Flask, cast: Cast) -> None:
    token, code = link(cast)
    answers = {from_home(phone(limited), f"made up {number}", code).status_code for number in range(14)}
    assert answers == {400}
    assert from_home(phone(limited), token, code).status_code == 302


def test_after_many_made_up_letters_they_are_answered_without_the_slow_work(
    limited: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    monkeypatch.setattr(door, "slow_match", lambda *given: compared.append(given))
    bodies = {
        re.sub(
            r'(csrf-token" content|csrf_token" value)="[^"]+"',
            "",
            from_home(phone(limited), "x", "123456").text,
        )
        for _ in range(15)
    }
    assert len(compared) == 10
    assert len(bodies) == 1
    assert ONE_SENTENCE in bodies.pop()


# --- J09: who is called as somebody else


@pytest.mark.parametrize("name", ["Yusuf", "YUSUF", "Yūsuf"])
def test_who_is_called_as_somebody_who_signs_in_is_marked_for_the_chair(
    lines: Lines, app: Flask, cast: Cast, name: str
) -> None:
    browser = phone(app)
    in_room(browser, room_code(cast))
    browser.get("/mee/naam")
    assert browser.send("/mee/naam", name=name).status_code == 302, (
        "the door tells nobody who is at the table"
    )
    chair = lines("chair")
    lobby = parts(chair.page(chair.home))["lobby"]
    assert "zo heet ook iemand die zelf inlogt" in lobby


def test_phones_with_one_name_are_marked_and_others_are_not(lines: Lines, cast: Cast) -> None:
    for name in ("Rie", "Rié", "Anna"):
        cast.knock(name)
    chair = lines("chair")
    lobby = parts(chair.page(chair.home))["lobby"]
    assert lobby.count("meer telefoons met deze naam") == 2
    assert "zelf inlogt" not in lobby


def test_a_name_at_the_door_is_bounded(as_: Signed, app: Flask, cast: Cast) -> None:
    browser = phone(app)
    for name in ("x" * 200, "<b>Anna</b>", "", "   ", "\u200b"):
        in_room(browser, room_code(cast))
        browser.get("/mee/naam")
        answer = browser.send("/mee/naam", name=name)
        assert answer.status_code == 400
        assert "<b>Anna</b>" not in answer.text
