"""Attacks of the list that stand nowhere else: each by its id."""

import logging
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from conference.core import pdf
from models.errors.base import FormTooLarge
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import Signed

ODD = ["../../etc/passwd", "'", '"', "%00", "1000000000", "-1", "😀", "a" * 5_000, "null", "%2e%2e%2f", "<b>"]


def test_w07_a_fault_of_ours_is_answered_and_tells_no_words(
    lines: Lines, as_: Signed, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    noor = lines("noor")

    def broken(*given: Any, **named: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("conference.table.actions.use_cases.add", broken)
    with caplog.at_level(logging.ERROR):
        answer = noor.wish("action:add", what="KANARIE")
        page = noor.browser.send("/wens/action:add", what="KANARIE", meeting=cast.meeting_id)
    assert answer["code"] == "internal"
    assert page.status_code == 500
    reference = answer["message"].rpartition("(")[2].rstrip(")")
    assert reference in caplog.text
    assert "KANARIE" not in caplog.text
    assert noor.wish("hand:raise")["ok"], "the line goes on"


def test_w14_what_is_too_large_is_refused(app: Flask, as_: Signed, cast: Cast) -> None:
    noor, page = as_("noor"), f"/overleg/{cast.meeting_id}"
    noor.get(page)
    large = {"data": b"what=" + b"x" * 10_000_000, "content_type": "application/x-www-form-urlencoded"}
    part = '--x\r\nContent-Disposition: form-data; name="part"\r\n\r\nx\r\n'
    many = {"data": (part * 600 + "--x--").encode(), "content_type": "multipart/form-data; boundary=x"}
    for body in (large, many):
        answer = noor.post("/wens/action:add", headers={"X-CSRFToken": noor.csrf}, **body)
        for told in (answer, as_("nobody").post("/aanmelden", **body)):
            assert told.status_code == 413
            assert FormTooLarge.sentence in told.text
            assert FormTooLarge.code in told.text
    assert noor.get(page).status_code == 200


@pytest.mark.parametrize("name", ["noor", "anna", "nobody"])
def test_w15_an_id_that_is_none_is_not_found(app: Flask, as_: Signed, name: str) -> None:
    browser = as_(name)
    tried = 0
    for rule in app.url_map.iter_rules():
        if not rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for odd in ODD:
            answer = app.test_client(use_cookies=False) if name == "nobody" else browser
            status = answer.get(_filled(rule, odd)).status_code
            assert status in (200, 302, 308, 400, 401, 404), (rule.rule, odd, status)
            tried += 1
    assert tried > 200


def _filled(rule: Rule, odd: str) -> str:
    path = rule.rule
    for argument in rule.arguments:
        for written in (f"<{argument}>", f"<string:{argument}>", f"<int:{argument}>", f"<path:{argument}>"):
            path = path.replace(written, odd)
    return path


@pytest.mark.parametrize(
    "words",
    [
        '<img src="file:///etc/passwd">',
        '<img src="http://127.0.0.1:9/x">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<p style="background: url(http://127.0.0.1:9/x)">x</p>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_x08_a_pdf_fetches_nothing(
    words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("urllib.request.urlopen", lambda *given, **named: opened.append(given))
    with caplog.at_level(logging.CRITICAL, logger="weasyprint"):
        made = pdf.make(
            f"<!doctype html><html lang='nl'><title>x</title><body><p>Verslag</p>{words}</body></html>", {}
        )
    assert made.startswith(b"%PDF")
    assert b"root:x:" not in made
    assert opened == []
