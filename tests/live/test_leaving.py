"""T22, R18: the program is asked to go in the middle of a meeting, and comes back. Nobody loses a word, and nobody has
to do anything."""

import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import socketio
from flask import Flask
from flask_socketio import SocketIO

from realtime import leaving
from realtime.leaving import Deeds, Leaving
from realtime.transport import Lines
from tests.cast import Cast
from tests.conftest import settings_for
from tests.lines import Lines as OpenLines
from tests.live import server as processes
from tests.live.people import People
from tests.live.raw import RawLine
from tests.live.table import Table, served

LETTERS = {"yusuf": "YU", "noor": "NO🌊", "femke": "fem\n", "anna": "anü", "sam": "تىر"}
UPDATES = 4
PATIENCE = 10.0
SERVERS = [
    pytest.param(processes.GUNICORN, id="gunicorn"),
    pytest.param(processes.COMMAND, id="make run"),
]


@pytest.fixture(params=SERVERS)
def update(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Table]:
    """The cast at a table, served as in production and as by `make run`."""
    monkeypatch.setattr(processes, "COMMAND", request.param)
    with served(tmp_path) as made:
        yield made


# --- real servers


@pytest.mark.slow
def test_updates_in_a_meeting_lose_nothing_and_everybody_comes_back(update: Table, people: People) -> None:
    chance, text = random.Random(20_261_129), update.cast.text_id("explanation")
    people.join(
        [
            update.person(name, update.server.url, text, letters=letters, twice=0.1)
            for name, letters in LETTERS.items()
        ],
        seed=18,
    )
    people.storm()
    for _ in range(UPDATES):
        time.sleep(chance.uniform(0.5, 1.5))
        update.server.leave()
        update.server.start()
    people.calm()
    people.settle()
    log, report = update.log(text), people.report()

    log.check()
    for name, person in report.items():
        assert person["words"] == log.words
        assert (person["wrong"], person["refusals"]) == ([], []), name
        log.check_promises(person)
        assert person["acknowledged"], f"{name} saved nothing"
        assert person["told"], f"{name} was never told"
    assert " broken " not in update.server.log
    assert "leaving:" not in update.server.log, "it was held, or a goodbye failed"


@pytest.mark.slow
def test_what_is_typed_while_nobody_serves_is_sent_to_the_next(update: Table, people: People) -> None:
    text = update.cast.text_id("explanation")
    people.join([update.person("anna", update.server.url, text)], seed=1)
    people.type("anna", "Wij wil", pause=20)
    update.server.leave()
    people.type("anna", "len rust", pause=20)
    update.server.start()
    people.settle()
    assert update.log(text).words == "Wij willen rust"
    person = people.report()["anna"]
    assert (person["told"], person["refusals"], person["wrong"]) == (1, [], [])


def test_every_line_is_told_and_closed_and_one_that_hears_nothing_holds_nobody(update: Table) -> None:
    seat, told = update.seat("noor"), threading.Event()
    polling = socketio.Client(reconnection=False)
    polling.on("leaving", lambda _: told.set())
    polling.connect(
        update.server.url,
        transports=["polling"],
        headers={"Cookie": seat.cookie},
        auth=seat.hello,
        wait_timeout=int(PATIENCE),
    )
    # It reads nothing until the server is gone, so it does not answer the goodbye either.
    with RawLine(update.server.url, update.seat("anna")) as deaf:
        update.server.leave()
        assert deaf.is_closed()
        assert ("leaving", {}) in deaf.heard
    assert told.wait(PATIENCE)
    polling.disconnect()


# --- what comes in while it goes


def test_nothing_new_begins_and_the_refusal_says_when_to_try_again(
    app: Flask, socketio: SocketIO, lines: OpenLines, cast: Cast
) -> None:
    line = lines("anna")
    app.extensions["leaving"].deeds.close()
    answer = line.wish("text:open", text=cast.text_id("explanation"))
    assert (answer["ok"], answer["code"], answer["retry_after"]) == (False, "updating", 1)
    assert answer["message"].startswith("Dit is nog niet bewaard: Rondom wordt bijgewerkt.")
    assert line.wish("no such thing")["code"] == "updating", "nothing of it is read"
    assert not lines("noor").socket.is_connected()


def test_no_new_line_is_taken_and_pages_still_are() -> None:
    deeds, heard = Deeds(), list[tuple[str, str | None]]()
    lines = Lines(_app, None, settings_for("sqlite://"), deeds=deeds)

    def ask(path: str) -> bytes:
        def start(status: str, headers: list[tuple[str, str]]) -> None:
            heard.append((status[:3], dict(headers).get("Retry-After")))

        return b"".join(lines({"PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1"}, start))

    deeds.close()
    ask("/socket.io/")
    assert ask("/overleg") == b"a page"
    assert heard == [("503", "1"), ("200", None)]


def _app(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("200 OK", [])
    return [b"a page"]


# --- the order of a goodbye


class Goodbye:
    """A leaving of which every step is written down."""

    def __init__(self, **steps: Any) -> None:
        self.steps: list[str] = []
        self.ended = threading.Event()
        self.leaving = Leaving(
            Deeds(),
            tell=steps.get("tell", lambda: self.steps.append("told")),
            close=steps.get("close", lambda: not self.steps.append("closed")),
            cut=steps.get("cut", lambda: self.steps.append("cut")),
            settle=lambda _: self.steps.append("settled"),
            end=self.ended.set,
        )


def test_what_was_begun_is_finished_before_a_line_closes() -> None:
    told = threading.Event()
    goodbye = Goodbye(tell=told.set)
    assert goodbye.leaving.deeds.begin()

    def finish() -> None:
        told.wait(PATIENCE)
        goodbye.steps.append("done")
        goodbye.leaving.deeds.done()

    threading.Thread(target=finish).start()
    goodbye.leaving.go()
    assert goodbye.steps == ["done", "closed", "cut", "settled"]
    assert not goodbye.leaving.deeds.begin()


def test_a_form_that_came_in_all_the_same_is_waited_for() -> None:
    deeds = Deeds()
    deeds.close()
    with deeds.page():
        assert not deeds.settled(0)
    assert deeds.settled(0)


def test_a_goodbye_that_fails_does_not_stop_the_rest() -> None:
    def fail() -> None:
        raise OSError

    goodbye = Goodbye(tell=fail)
    goodbye.leaving.go()
    assert goodbye.steps == ["closed", "cut", "settled"]


def test_what_holds_it_does_not_hold_it_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "GONE_WITHIN", 0.01)
    goodbye = Goodbye()
    monkeypatch.setattr(goodbye.leaving, "_cut", lambda: goodbye.ended.wait(PATIENCE))
    goodbye.leaving.go()
    assert goodbye.ended.is_set()
