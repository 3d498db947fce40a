"""T29, X07: every answer says what a page may do, and what a browser blocked is told without words."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from conference.app import create_app
from conference.core.runtime import Runtime
from conference.web import common
from tests.cast import Cast
from tests.pages import Signed

FORMATS = {"report-uri": "application/csp-report", "report-to": "application/reports+json"}


def report(way: str, **said: str) -> Any:
    """What a browser sends, in one of the two ways."""
    if way == "report-uri":
        return {"csp-report": said}
    return [{"type": "csp-violation", "age": 1, "url": "KANARIE", "user_agent": "x", "body": said}]


def tell(app: Flask, body: Any, kind: str = "application/csp-report") -> int:
    """Send a report without cookie or token, as browsers do."""
    data = body if isinstance(body, bytes) else json.dumps(body)
    return Client(app).post("/geweigerd", data=data, content_type=kind).status_code


class Told:
    """What the log says until now."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    @property
    def lines(self) -> list[str]:
        """Each line."""
        return [one.getMessage() for one in self._caplog.records if one.name == "conference.web.headers"]


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator[Told]:
    """What the log says of reports."""
    with caplog.at_level(logging.WARNING, logger="conference.web.headers"):
        yield Told(caplog)


@pytest.mark.parametrize("path", ["/aanmelden", "/mee", "/j", "/niets", "/static/none.js"])
def test_every_answer_says_what_a_page_may_do(app: Flask, path: str) -> None:
    headers = Client(app).get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'none'",
        "script-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types rondom",
        "report-uri /geweigerd",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_with_tls_reports_go_the_newer_way_as_well(app: Flask) -> None:
    headers = Client(app).get("/aanmelden", base_url="https://localhost").headers
    assert "report-to rondom" in headers["Content-Security-Policy"]
    assert headers["Reporting-Endpoints"] == 'rondom="/geweigerd"'
    assert headers["Strict-Transport-Security"]
    headers = Client(app).get("/aanmelden").headers
    assert "report-to" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("way", [*FORMATS])
def test_a_report_is_logged_without_words(app: Flask, cast: Cast, said: Told, way: str) -> None:
    names = {
        "report-uri": ("effective-directive", "blocked-uri", "document-uri"),
        "report-to": ("effectiveDirective", "blockedURL", "documentURL"),
    }[way]
    page = f"https://rondom.example/overleg/{cast.meeting_id}?q=KANARIE#KANARIE"
    told = dict(zip(names, ("script-src-elem", "inline", page), strict=True))
    body = report(way, **told, **{"script-sample": "KANARIE", "sample": "KANARIE", "source-file": "KANARIE"})
    assert tell(app, body, FORMATS[way]) == 204
    assert said.lines == ["a browser blocked inline by script-src-elem at /overleg/<meeting_id>"]


@pytest.mark.parametrize(
    ("directive", "blocked", "page"),
    [
        ("KANARIE", "https://evil.example/KANARIE", "https://rondom.example/KANARIE"),
        ("script-src KANARIE\nKANARIE", "KANARIE\n", "javascript:KANARIE"),
        ("", "", ""),
    ],
)
def test_what_a_stranger_made_up_does_not_come_into_the_log(
    app: Flask, said: Told, directive: str, blocked: str, page: str
) -> None:
    told = {"effective-directive": directive, "blocked-uri": blocked, "document-uri": page}
    assert tell(app, report("report-uri", **told)) == 204
    assert len(said.lines) == 1
    assert "KANARIE" not in said.lines[0]
    assert "\n" not in said.lines[0]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"{}", b"null", b"5", b'"x"', b"[5, null, {}]", b'{"csp-report": 5}', b"[" * 50_000,
        b"\xff\xfe", json.dumps({"csp-report": {"x": "y" * 70_000}}).encode(),
    ],
)  # fmt: skip
def test_rubbish_is_answered_alike_and_says_nothing(app: Flask, said: Told, body: bytes) -> None:
    assert tell(app, body) == 204
    assert said.lines == []


def test_many_reports_in_one_are_cut_off(app: Flask, said: Told) -> None:
    many = report("report-to", effectiveDirective="img-src") * 500
    assert tell(app, many, FORMATS["report-to"]) == 204
    assert len(said.lines) == 20


def test_one_address_tells_thirty_times_a_minute(house: Runtime, said: Told) -> None:
    house.settings = replace(house.settings, rate_limits=True)
    app = create_app(house)
    common.limiter.reset()
    try:
        for _ in range(40):
            assert tell(app, report("report-uri", **{"effective-directive": "img-src"})) == 204
    finally:
        common.limiter.reset()
        common.limiter.enabled = False
    assert len(said.lines) == 30


def test_a_report_changes_nothing_and_needs_nobody(as_: Signed, app: Flask, cast: Cast) -> None:
    answer = Client(app).post("/geweigerd", data=b"{}")
    assert "Set-Cookie" not in answer.headers
    assert Client(app).get("/geweigerd").status_code in (404, 405)
