"""T24, W12: a request names a host of ours, and only a proxy that we trust says where it came from."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import Client

from conference.app import create_app
from conference.core.runtime import Runtime
from conference.core.settings import Settings
from conference.web.open_routes import OPEN
from realtime import attach
from tests.cast import Cast
from tests.conftest import settings_for

SOCKET = "/socket.io/?EIO=4&transport=polling"
#: Pages, a file, what does not exist, and the socket.
PATHS = ["/aanmelden", "/mee", "/static/none.js", "/niets", SOCKET]
FOREIGN = [
    "evil.example",
    "evil.example:5000",
    "localhost.evil.example",
    "evil-localhost",
    "localhost@evil.example",
    "localhost:1:2",
    "localhost:70000",
    "",
    "local host",
    "rondom.example\\.evil.example",
]


def served(house: Runtime, **settings: Any) -> Client:
    """A browser before an application with its live side, with these settings."""
    house.settings = replace(house.settings, **settings)
    app = create_app(house)
    attach(app, house, at_once=True)

    def seen() -> dict[str, Any]:
        return {"from": request.remote_addr, "url": request.url_root}

    app.add_url_rule("/gezien", "seen", seen)
    OPEN.setdefault("seen", "of a test")
    return Client(app.wsgi_app)


@pytest.fixture(autouse=True)
def no_more_routes() -> Iterator[None]:
    """What a test opened is closed again."""
    yield
    OPEN.pop("seen", None)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", FOREIGN)
def test_another_host_gets_a_plain_no(house: Runtime, path: str, host: str) -> None:
    answer = served(house).get(path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "Bad Request")
    assert not {"Set-Cookie", "Content-Security-Policy", "Location"} & set(answer.headers.keys())


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "LOCALHOST", "127.0.0.1:8000"])
def test_without_tls_it_answers_to_the_names_of_this_machine(house: Runtime, host: str) -> None:
    browser = served(house)
    for path in ("/aanmelden", SOCKET):
        assert browser.get(path, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("rondom.example", 200), ("rondom.example:443", 200), ("samen.example", 200), ("localhost", 400)],
)
def test_an_installation_answers_to_its_address_and_the_names_it_was_given(
    house: Runtime, host: str, status: int
) -> None:
    browser = served(house, public_url="https://rondom.example", more_hosts=frozenset({"samen.example"}))
    for path in ("/aanmelden", SOCKET):
        assert browser.get(path, headers={"Host": host}).status_code == status


def test_the_names_come_from_the_settings() -> None:
    told = {"RONDOM_PUBLIC_URL": "https://Rondom.example:8443/", "RONDOM_HOSTS": "samen.example, Oud.example"}
    found = Settings.from_environment({**told, "RONDOM_SECRET_KEY": "x"}).hosts
    assert found == {"rondom.example", "samen.example", "oud.example"}


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/elsewhere",
}


def test_what_a_stranger_says_in_the_name_of_a_proxy_is_not_heard(house: Runtime) -> None:
    here = {"REMOTE_ADDR": "192.0.2.1"}
    seen = served(house).get("/gezien", headers=FORWARDED, environ_overrides=here)
    assert seen.json == {"from": "192.0.2.1", "url": "http://localhost/"}


def test_a_trusted_proxy_is_heard_and_its_host_is_looked_at(house: Runtime) -> None:
    browser = served(house, trusted_proxies=1, public_url="https://rondom.example")
    inside = {"Host": "10.0.0.7:8000"}
    told = {**FORWARDED, "X-Forwarded-Host": "rondom.example"}
    seen = browser.get("/gezien", headers={**inside, **told})
    assert seen.json == {"from": "203.0.113.9", "url": "https://rondom.example/"}
    twice = {**told, "X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    assert browser.get("/gezien", headers={**inside, **twice}).json["from"] == "203.0.113.9"  # type: ignore[index]
    assert browser.get("/gezien", headers={**inside, **FORWARDED}).status_code == 400


@pytest.mark.parametrize(
    ("origin", "told", "status"),
    [
        ("https://rondom.example", {}, 200),
        ("https://evil.example", {}, 400),
        ("null", {}, 400),
        ("https://rondom.example.evil.example", {}, 400),
        ("https://evil.example", {"X-Forwarded-Host": "rondom.example, evil.example"}, 400),
    ],
)
def test_a_socket_is_opened_from_our_own_pages_only(
    house: Runtime, origin: str, told: dict[str, str], status: int
) -> None:
    browser = served(house, trusted_proxies=1, public_url="https://rondom.example")
    proxy = {
        "X-Forwarded-Host": "rondom.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.9",
    }
    assert browser.get(SOCKET, headers={"Origin": origin, **proxy, **told}).status_code == status


def test_a_stranger_cannot_make_another_origin_ours(house: Runtime) -> None:
    told = {"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}
    assert served(house).get(SOCKET, headers=told).status_code == 400


def test_pages_without_a_live_side_look_at_the_host_as_well(app: Flask, cast: Cast) -> None:
    answer = app.test_client().get("/aanmelden", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert settings_for("sqlite://").hosts == {"localhost", "127.0.0.1"}
