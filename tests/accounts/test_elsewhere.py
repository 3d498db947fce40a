"""Signing in with the account of one's own organisation, against a real provider in a process of its own (J12)."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import func, select

from conference.access import sessions
from conference.access.sessions import Browser
from conference.accounts import factors, linked
from conference.accounts import use_cases as accounts
from conference.accounts.linked import Known
from conference.accounts.provider import asked_second, signed_at
from conference.core.runtime import Runtime
from conference.core.settings import Provider, Settings, SettingWrong
from models.accounts import Account, LinkedLogin, Organisation
from models.enums import SessionKind
from models.errors.accounts import NoAccountHere
from models.log import LogEntry
from models.sessions import DeviceSession
from tests.cast import PASSWORD, Cast, Clock
from tests.pages import PageClient


@pytest.fixture
def provider(issuer: str, house: Runtime) -> Provider:
    """The provider that this house knows."""
    made = Provider(issuer, "rondom", "geheim", "Gemeente Waterveen")
    house.settings = replace(house.settings, provider=made)
    return made


def leave(client: PageClient, naar: str = "") -> str:
    """To the provider; gives the address there."""
    client.get("/aanmelden")
    client.send("/aanmelden/organisatie", naar=naar, device_key="")
    with client.session_transaction() as kept:
        state = kept["elsewhere"]["state"]
        return str(kept[f"_state_elsewhere_{state}"]["data"]["url"])


def say_yes(road: str, subject: str) -> str:
    """Sign in there; gives the path to come back on."""
    answer = requests.post(road, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert (back.scheme, back.netloc, back.path) == ("http", "localhost", "/aanmelden/terug")
    return f"{back.path}?{back.query}"


def is_in(client: PageClient) -> bool:
    return client.get("/gezinnen").status_code == 200


def sessions_of(house: Runtime) -> int:
    with house.database.read() as session:
        return session.scalar(select(func.count()).select_from(DeviceSession)) or 0


# --- there and back


def test_an_account_is_linked_by_its_verified_address_and_found_by_its_subject_from_then_on(
    client: PageClient, cast: Cast, provider: Provider
) -> None:
    road = leave(client, "/gezinnen")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(road).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    done = client.get(say_yes(road, "lotte-1"))
    assert (done.status_code, done.headers["Location"]) == (302, "/gezinnen")
    assert is_in(client)
    assert "Gemeente Waterveen" in client.page("/account").text
    with cast.house.database.work() as work:  # her address changes here: the subject stays hers
        work.load(Account, cast.script.accounts["lotte"]).email = "anders@werk.example"
    client.get("/")
    client.send("/afmelden")
    client.get(say_yes(leave(client), "lotte-1"))
    assert is_in(client)
    with cast.house.database.read() as session:
        assert [one.method for one in session.scalars(select(DeviceSession))] == ["oidc", "oidc"]
        deeds = session.scalars(select(LogEntry.deed)).all()
    assert deeds.count("account:link") == 1


@pytest.mark.parametrize("subject", ["noor-1", "nobody-1"])
def test_nothing_is_made_out_of_nothing_or_out_of_an_address_that_was_not_verified(
    client: PageClient, cast: Cast, provider: Provider, subject: str
) -> None:
    with cast.house.database.read() as session:
        before = session.scalar(select(func.count()).select_from(Account))
    answer = client.get(say_yes(leave(client), subject))
    assert answer.status_code == 403
    assert "maar hier is nog geen account" in answer.text
    assert not is_in(client)
    with cast.house.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Account)) == before
        assert session.scalars(select(LinkedLogin)).all() == []


def test_somebody_else_there_with_the_same_address_does_not_come_in(
    client: PageClient, cast: Cast, provider: Provider
) -> None:
    client.get(say_yes(leave(client), "lotte-1"))
    client.get("/")
    client.send("/afmelden")
    assert client.get(say_yes(leave(client), "lotte-2")).status_code == 403
    assert not is_in(client)


def test_a_closed_account_does_not_come_in(client: PageClient, cast: Cast, provider: Provider) -> None:
    client.get(say_yes(leave(client), "lotte-1"))
    with cast.house.database.work() as work:
        work.load(Account, cast.script.accounts["lotte"]).active = False
    assert client.get(say_yes(leave(client), "lotte-1")).status_code == 403
    assert not is_in(client)


# --- who was still signed in there proved nothing now


def test_who_was_still_in_there_proves_who_they_are_before_anything_that_asks_it(
    client: PageClient, cast: Cast, provider: Provider
) -> None:
    road = leave(client)
    asked = parse_qs(urlsplit(road).query)
    assert json.loads(asked["claims"][0])["id_token"]["auth_time"] == {"essential": True}
    assert not {"max_age", "prompt"} & asked.keys(), "nobody is made to sign in there once more"
    client.get(say_yes(road, "lotte-1"))
    assert is_in(client)
    assert "Bent u het?" in client.get("/account/passkeys").text
    client.send("/opnieuw", password=PASSWORD, naar="/account/passkeys")
    assert "Bent u het?" not in client.page("/account/passkeys").text


@pytest.mark.both
@pytest.mark.parametrize(
    ("ago", "proved"),
    [(None, None), (0, 0), (299, 299), (301, None), (86_400, None), (-30, 0), (-61, None)],
)
def test_it_counts_as_proof_for_five_minutes_from_when_they_signed_in_there(
    cast: Cast, clock: Clock, ago: int | None, proved: int | None
) -> None:
    at = clock()
    signed_at = 0 if ago is None else int(at.timestamp()) - ago
    known = Known("https://i.example", "s", "lotte@werk.example", signed_at=signed_at)
    with cast.house.database.work() as work:
        row = linked.begin(work, known, Browser(), at)[1]
        assert row.kind == SessionKind.ACCOUNT
        assert row.step_up_at == (None if proved is None else at - timedelta(seconds=proved))


def test_a_first_app_set_up_by_who_was_still_in_there_is_no_proof_and_a_code_of_theirs_is(
    cast: Cast, clock: Clock
) -> None:
    ask_code(cast)
    known = Known("https://i.example", "s", "lotte@werk.example")
    for proved in (False, True):
        with cast.house.database.work() as work:
            row = linked.begin(work, known, Browser(), clock())[1]
            assert row.kind == SessionKind.HALF
            viewer = replace(cast.lotte.outside, device_id=row.id)
            accounts.come_in_whole(work, viewer, "totp", clock(), proved=proved)
            whole = sessions.of(work.session, (SessionKind.ACCOUNT,), row.of_id)[0]
            assert whole.step_up_at == (clock() if proved else None)
            sessions.end(work, whole, "signed_out", clock())


@pytest.mark.parametrize(
    ("told", "second"),
    [
        ({}, 0),
        ({"auth_time": None}, 0),
        ({"auth_time": "1700000000"}, 0),
        ({"auth_time": -5}, 0),
        ({"auth_time": 1_700_000_000}, 1_700_000_000),
        ({"auth_time": 1_700_000_000.5}, 1_700_000_000),
        ({"auth_time": float("inf")}, 0),
        ({"auth_time": float("nan")}, 0),
        ({"auth_time": 10**400}, 0),
    ],
)
def test_when_a_provider_says_they_signed_in(told: dict[str, Any], second: int) -> None:
    assert signed_at(told) == second


# --- what came back is not what was begun


def test_j12_a_foreign_old_or_used_answer_opens_nothing(
    client: PageClient, app: Any, cast: Cast, provider: Provider, clock: Clock
) -> None:
    def refused(browser: PageClient, path: str) -> None:
        before = sessions_of(cast.house)
        answer = browser.get(path)
        assert answer.status_code == 401, path
        assert "Begin opnieuw" in answer.text
        assert sessions_of(cast.house) == before
        assert not is_in(browser)

    other = app.test_client()
    theirs = say_yes(leave(client), "lotte-1")
    refused(other, theirs)  # of another browser, that began nothing
    leave(other)
    refused(other, theirs)  # and of one that began something else
    path = say_yes(leave(client), "lotte-1")
    for wrong in (
        "/aanmelden/terug",
        f"{path}x",
        "/aanmelden/terug?error=access_denied",
        "/aanmelden/terug?code=1",
    ):
        refused(client, wrong)
        refused(client, path)  # the wrong one used up what was begun
        path = say_yes(leave(client), "lotte-1")
    clock.move(minutes=10)
    refused(client, path)  # too late
    path = say_yes(leave(client), "lotte-1")
    client.get(path)
    assert is_in(client)
    client.get("/")
    client.send("/afmelden")
    refused(client, path)  # used
    with cast.house.database.read() as session:
        outcomes = session.scalars(
            select(LogEntry.outcome).where(LogEntry.deed == "session:begin_elsewhere")
        ).all()
    assert set(outcomes) == {"login_expired"}


def test_j12_an_answer_with_another_nonce_opens_nothing(
    client: PageClient, cast: Cast, provider: Provider
) -> None:
    path = say_yes(leave(client), "lotte-1")
    with client.session_transaction() as kept:
        name = next(one for one in kept if one.startswith("_state_"))
        kept[name]["data"]["nonce"] = "anders"
        kept.modified = True
    assert client.get(path).status_code == 401
    assert not is_in(client)


def test_a_provider_that_is_away_is_said_and_the_password_still_works(client: PageClient, cast: Cast) -> None:
    away = Provider("http://127.0.0.1:9", "rondom", "geheim", "Gemeente Waterveen")
    cast.house.settings = replace(cast.house.settings, provider=away)
    client.get("/aanmelden")
    answer = client.send("/aanmelden/organisatie")
    assert answer.status_code == 503
    assert "Aanmelden via Gemeente Waterveen lukt nu niet. Gebruik uw wachtwoord" in answer.text
    assert 'name="password"' in answer.text


def test_without_a_provider_there_is_no_button_and_no_road(client: PageClient, cast: Cast) -> None:
    assert "/aanmelden/organisatie" not in client.get("/aanmelden").text
    assert client.send("/aanmelden/organisatie").status_code == 404
    assert client.get("/aanmelden/terug").status_code == 404


# --- a second proof


def ask_code(cast: Cast) -> None:
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        factors.require_of(work, work.load(Organisation, lotte.organisation_id), True, cast.house.clock())


@pytest.mark.parametrize(
    ("subject", "trusted", "whole"),
    [
        ("yusuf-1", True, True),
        ("yusuf-1", False, False),
        ("lotte-1", True, False),
    ],
)
def test_an_own_second_proof_is_asked_unless_the_provider_that_is_trusted_says_it_asked_one(
    client: PageClient, cast: Cast, provider: Provider, subject: str, trusted: bool, whole: bool
) -> None:
    cast.house.settings = replace(cast.house.settings, provider=replace(provider, asks_second=trusted))
    ask_code(cast)
    done = client.get(say_yes(leave(client, "/gezinnen"), subject))
    assert done.headers["Location"] == ("/gezinnen" if whole else "/aanmelden/code?naar=/gezinnen")
    assert is_in(client) == whole


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["otp"]}, False),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["mfa"]}, True),
        ({"amr": "mfa"}, False),
        ({"acr": "0"}, False),
        ({"acr": "https://refeds.org/profile/mfa"}, True),
    ],
)
def test_what_a_provider_calls_a_second_proof(told: dict[str, Any], asked: bool) -> None:
    assert asked_second(told) is asked


# --- rules and settings


@pytest.mark.both
@pytest.mark.parametrize(
    "known",
    [
        Known("https://i.example", "", "lotte@werk.example"),
        Known("https://i.example", "x" * 256, "lotte@werk.example"),
        Known("https://i.example", "a\x00b", "lotte@werk.example"),
        Known("https://i.example", "s", "lotte@werk.example\x00"),
        Known("https://i.example", "s", ""),
    ],
)
def test_what_names_nobody_links_nobody(cast: Cast, known: Known) -> None:
    with cast.house.database.work() as work, pytest.raises(NoAccountHere):
        linked.begin(work, known, Browser(), cast.house.clock())
    with cast.house.database.read() as session:
        assert session.scalars(select(LinkedLogin)).all() == []


WHOLE = {
    "RONDOM_OIDC_ISSUER": "https://login.example/",
    "RONDOM_OIDC_CLIENT_ID": "rondom",
    "RONDOM_OIDC_CLIENT_SECRET": "geheim",
    "RONDOM_OIDC_NAME": "Waterveen",
}


def test_settings_are_whole_or_absent_and_the_secret_is_not_shown() -> None:
    assert Provider.from_environment({}) is None
    found = Provider.from_environment(WHOLE)
    assert found == Provider("https://login.example", "rondom", "geheim", "Waterveen")
    assert "geheim" not in repr(found)
    trusted = Provider.from_environment({**WHOLE, "RONDOM_OIDC_SECOND_FACTOR": "trusted"})
    assert trusted is not None
    assert trusted.asks_second


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"RONDOM_OIDC_CLIENT_SECRET": ""}, "RONDOM_OIDC_CLIENT_SECRET"),
        ({"RONDOM_OIDC_ISSUER": "http://login.example"}, "https://"),
        ({"RONDOM_OIDC_ISSUER": "login.example"}, "https://"),
        ({"RONDOM_OIDC_SECOND_FACTOR": "yes"}, "own or trusted"),
    ],
)
def test_a_wrong_setting_stops_the_start(changed: dict[str, str], says: str) -> None:
    with pytest.raises(SettingWrong, match=says):
        Settings.from_environment({**WHOLE, **changed})
