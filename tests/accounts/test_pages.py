"""Signing in: how often one may try, for an address on the net and for an account."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from conference.app import create_app
from conference.core.runtime import Runtime
from conference.web import common
from models.accounts import Account
from tests.cast import PASSWORD, Cast
from tests.pages import PageClient

TOO_OFTEN = "te vaak een verkeerd wachtwoord"


@pytest.fixture
def app(house: Runtime) -> Iterator[Flask]:
    """The application with its limits on, and nothing counted yet."""
    house.settings = replace(house.settings, rate_limits=True)
    made = create_app(house)
    made.testing = True
    made.test_client_class = PageClient
    common.limiter.reset()
    yield made
    common.limiter.reset()
    common.limiter.enabled = False


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
