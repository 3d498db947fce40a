"""Signing in: how often one may try, for an address on the net and for an account."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from models.accounts import Account
from tests.cast import PASSWORD, Cast
from tests.pages import PageClient, limits_on

TOO_OFTEN = "te vaak een verkeerd wachtwoord"


@pytest.fixture
def app(house: Runtime) -> Iterator[Flask]:
    """The application with its limits on, and nothing counted yet."""
    yield from limits_on(house)


def tries(client: PageClient, email: str, password: str, host: int) -> tuple[int, str]:
    """Sign in from one of many addresses on the net."""
    answer = client.post(
        "/aanmelden",
        data={"email": email, "password": password, "csrf_token": client.csrf},
        environ_overrides={"REMOTE_ADDR": f"10.0.0.{host}"},
    )
    return answer.status_code, answer.text


@pytest.mark.parametrize("email", ["lotte@werk.example", "niemand@werk.example"])
def test_an_account_is_tried_ten_times_whether_or_not_it_exists(client: PageClient, email: str) -> None:
    client.get("/aanmelden")
    wrong = [tries(client, email, "fout", host) for host in range(10)]
    assert {status for status, _ in wrong} == {401}
    assert TOO_OFTEN not in wrong[-1][1]
    status, page = tries(client, f" {email.upper()} ", "fout", 11)
    assert status == 429
    assert TOO_OFTEN in page
    assert tries(client, "noor@werk.example", "fout", 12)[0] == 401


def test_the_right_password_waits_as_well(client: PageClient, cast: Cast) -> None:
    client.get("/aanmelden")
    for host in range(10):
        tries(client, cast.lotte.email, "fout", host)
    assert tries(client, cast.lotte.email, PASSWORD, 20)[0] == 429


def known(app: Flask, cast: Cast) -> PageClient:
    """A browser in which Lotte signed in before, and out."""
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    browser.get("/aanmelden")
    assert tries(browser, cast.lotte.email, PASSWORD, 1)[0] == 302
    browser.get("/")
    browser.send("/afmelden")
    browser.get("/aanmelden")
    return browser


def test_the_right_password_passes_on_a_known_device_whatever_others_tried(
    app: Flask, client: PageClient, cast: Cast
) -> None:
    """T27: also when they try from the same address."""
    hers = known(app, cast)
    client.get("/aanmelden")
    for host in [*range(2, 12), *[1] * 4]:
        tries(client, cast.lotte.email, "fout", host)
    for number in range(12):
        tries(client, f"iemand{number}@werk.example", "fout", 1)
    assert tries(client, cast.lotte.email, PASSWORD, 20)[0] == 429
    assert tries(hers, f" {cast.lotte.email.upper()}", PASSWORD, 1)[0] == 302


def test_a_known_device_has_its_own_ten(app: Flask, client: PageClient, cast: Cast) -> None:
    hers = known(app, cast)
    found = [tries(hers, cast.lotte.email, "fout", 1)[0] for _ in range(11)]
    assert found == [401] * 10 + [429]
    client.get("/aanmelden")
    assert tries(client, cast.lotte.email, PASSWORD, 2)[0] == 302, "and costs no other device anything"


def test_a_known_device_is_known_for_its_own_account_only(app: Flask, client: PageClient, cast: Cast) -> None:
    hers = known(app, cast)
    client.get("/aanmelden")
    for host in range(2, 12):
        tries(client, "noor@werk.example", "fout", host)
    assert tries(hers, "noor@werk.example", PASSWORD, 1)[0] == 429


def test_a_device_is_known_for_ninety_days_and_a_made_up_mark_never(cast: Cast) -> None:
    keys, at = cast.house.keys, cast.house.clock()
    mark = accounts.device_mark(keys, "Lotte@werk.example ", at)
    device, day, proof = mark.split(".")

    def named(*marks: str, email: str = "lotte@werk.example", days: int = 0) -> str:
        return accounts.known_device(keys, email, marks, at + timedelta(days=days))

    assert named("x", mark) == device
    assert named(mark, days=90) == device
    assert named(mark, days=91) == ""
    assert named(mark, email="noor@werk.example") == ""
    later = (at + timedelta(days=400)).date().isoformat()
    for made_up in (
        "",
        "..",
        f"{device}.{later}.{proof}",
        f"x.{day}.{proof}",
        f"{device}.{day}.é",
        f"{device}.{day}.",
    ):
        assert named(made_up) == ""
    assert "lotte" not in mark


def test_a_device_that_several_people_use_knows_the_last_five(app: Flask, cast: Cast) -> None:
    browser = known(app, cast)
    for name in ("noor", "yusuf", "karim"):
        browser.get("/aanmelden")
        assert tries(browser, getattr(cast, name).email, PASSWORD, 1)[0] == 302
        browser.get("/")
        browser.send("/afmelden")
    kept = browser.get_cookie("rondom-bekend")
    assert kept is not None
    assert len(kept.value.split("~")) == 4
    assert (kept.http_only, kept.same_site) == (True, "Strict")
    at = cast.house.clock()
    assert accounts.known_device(cast.house.keys, cast.lotte.email, kept.value.split("~"), at)


def test_the_right_password_is_not_counted(client: PageClient, cast: Cast) -> None:
    for host in range(12):
        client.get("/aanmelden")
        assert tries(client, cast.lotte.email, PASSWORD, host)[0] == 302
        client.get("/")
        client.send("/afmelden")
    with cast.house.database.read() as session:
        assert session.get_one(Account, cast.script.accounts["lotte"]).active


def test_one_address_tries_ten_times_a_minute(client: PageClient) -> None:
    client.get("/aanmelden")
    found = [tries(client, f"iemand{number}@werk.example", "fout", 1)[0] for number in range(11)]
    assert found == [401] * 10 + [429]
