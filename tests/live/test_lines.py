"""T22, W13: lines that say nothing are closed, nobody has more than their share, and sign-in never waits for a line."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import engineio
import pytest
import socketio
import websocket

from conference.access.identity import Credentials, Kind
from conference.core import net
from conference.core.runtime import Runtime
from conference.table.board import PageView
from models.errors.base import TooManyLines
from realtime import transport
from realtime.connections import MOST, Connection, Connections
from realtime.handlers import SURFACES
from realtime.transport import HELLO_WITHIN, KEY, UNGREETED, UNGREETED_OF_ADDRESS, Line, Lines
from tests.conftest import settings_for
from tests.live import server as processes
from tests.live.raw import RawLine
from tests.live.seats import Seat
from tests.live.table import Table, served

#: As docs/operating.md says it, with few threads, so that few lines would hold them all.
THREADS, LINES = 40, 32
GUNICORN = (
    sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1",
    "--threads", str(THREADS), "wsgi:app",
)  # fmt: skip
GREETED = 45.0  # seconds within which a silent line is gone, on a machine that has more to do


# --- the counting


class Engine:
    """A server of lines that holds each until it is told otherwise."""

    def __init__(self) -> None:
        self.now = 0.0
        self.environ: dict[str, dict[str, Any]] = {}
        self.eio = SimpleNamespace(sockets={})
        self.ended: list[str] = []
        self.inside: list[Any] = []
        settings = replace(settings_for("sqlite://"), rate_limits=True, lines=200, lines_per_address=50)
        self.lines = Lines(self.app, self, settings, lambda: self.now)

    def app(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        """Take a line as the library does; a WebSocket ends only when what it holds is over."""
        sid = f"s{len(self.environ)}"
        if KEY in environ and not environ[KEY].of:
            self.environ[sid] = dict(environ)
            self.eio.sockets[sid] = SimpleNamespace(
                upgrading=False, close=lambda **_: (self.ended.append(sid), self.environ.pop(sid))
            )
        if environ.get("HTTP_UPGRADE"):
            self.inside.append(environ)
            self.open_more(environ["more"])
        start("200 OK", [])
        return [b"a line"]

    def open_more(self, more: list[dict[str, Any]]) -> None:
        """While one line is open the next ones come."""
        if more:
            self.ask(**more[0], more=more[1:])

    def ask(self, **environ: Any) -> str:
        """A request for a line; what it was answered."""
        said: list[str] = []
        given = {"PATH_INFO": "/socket.io/", "REMOTE_ADDR": "192.0.2.1", "more": [], **environ}
        self.lines(given, lambda status, _headers: said.append(status[:3]))
        self.answers.append(said[0])
        return said[0]

    answers: list[str]


@pytest.fixture
def engine() -> Engine:
    """An engine nobody is at."""
    made = Engine()
    made.answers = []
    return made


WEBSOCKET = {"HTTP_UPGRADE": "websocket"}


def test_an_address_has_few_lines_that_did_not_say_what_they_are(engine: Engine) -> None:
    engine.ask(**WEBSOCKET, more=[WEBSOCKET] * 60)
    assert engine.answers.count("200") == UNGREETED_OF_ADDRESS
    assert engine.ask(REMOTE_ADDR="192.0.2.2") == "200", "another address has its own"


def test_all_addresses_together_have_few_of_those(engine: Engine) -> None:
    many = [WEBSOCKET | {"REMOTE_ADDR": f"192.0.2.{number}"} for number in range(2, 202)]
    engine.ask(**WEBSOCKET, more=many)
    assert engine.answers.count("200") == UNGREETED


def test_an_address_that_said_what_it_is_has_more_and_not_all(engine: Engine) -> None:
    for _ in range(60):
        engine.ask()
        for environ in engine.environ.values():
            transport.greet(environ)
    assert engine.answers == ["200"] * 50 + ["429"] * 10


def test_all_lines_together_stay_below_the_threads(engine: Engine) -> None:
    for number in range(220):
        engine.ask(REMOTE_ADDR=f"192.0.2.{number % 200}")
        for environ in engine.environ.values():
            transport.greet(environ)
    assert engine.answers == ["200"] * 200 + ["429"] * 20
    assert engine.ask(PATH_INFO="/aanmelden") == "200"


def test_a_line_that_says_nothing_is_ended_and_one_that_did_is_not(engine: Engine) -> None:
    engine.ask()
    engine.ask()
    transport.greet(engine.environ["s0"])
    engine.now = HELLO_WITHIN
    engine.lines.look()
    assert engine.ended == []
    engine.now = HELLO_WITHIN + 0.1
    engine.lines.look()
    assert engine.ended == ["s1"]
    transport.left(engine.environ["s0"])
    engine.lines.look()
    assert engine.ended == ["s1"], "after a goodbye it may say what it is once more"
    engine.now = 2 * HELLO_WITHIN + 0.2
    engine.lines.look()
    assert engine.ended == ["s1", "s0"]


def test_a_line_that_ended_is_not_counted(engine: Engine) -> None:
    for _ in range(300):
        assert engine.ask() == "200"
        engine.environ.clear()
        engine.lines.look()


def test_the_thread_of_a_websocket_that_waits_wakes_when_its_line_is_ended(engine: Engine) -> None:
    ours, theirs = socket.socketpair()
    with closing(ours), closing(theirs):
        line = Line("192.0.2.1", "nobody", 0.0, ours, lambda: engine.now)
        engine.lines._open.add(line)
        engine.now = HELLO_WITHIN + 1
        engine.lines.look()
        assert theirs.recv(1) == b""


def test_of_long_addresses_the_net_counts() -> None:
    assert net.whose("2001:db8:1:2:aaaa::1") == net.whose("2001:db8:1:2::ffff") == "2001:db8:1:2::/64"
    assert net.whose("2001:db8:1:3::1") != net.whose("2001:db8:1:2::1")
    assert net.whose("192.0.2.1") == "192.0.2.1"
    assert net.whose("") == ""


def test_what_is_used_of_the_library_is_still_there() -> None:
    """`transport` looks below what the library promises. If this fails: read realtime/transport.py again."""
    server = socketio.Server(async_mode="threading")
    assert server.environ == {}
    assert server.eio.sockets == {}
    server._handle_eio_connect("x", {"a": 1})
    assert server.environ == {"x": {"a": 1}}
    one = engineio.socket.Socket(server.eio, "x")
    assert (one.closed, one.upgrading, one.upgraded) == (False, False, False)
    server.eio.sockets["x"] = one
    one.close(wait=False, abort=True)
    assert one.closed
    assert server.environ == {}, "closing an engine line takes its request away"


# --- one session


@pytest.mark.parametrize("kind", list(SURFACES))
def test_a_session_has_a_few_lines(house: Runtime, kind: Kind) -> None:
    connections = Connections(house)

    def line(number: int, secret: str = "the same") -> Connection:
        shown = Credentials(kind, "", line=secret)
        return Connection(f"{secret}{number}", shown, "case", "meeting", PageView("table", "table"))

    for number in range(MOST[kind]):
        connections.add(line(number))
    with pytest.raises(TooManyLines):
        connections.add(line(99))
    assert connections.get("the same99") is None
    connections.add(line(0, "another"))
    connections.drop("the same0")
    connections.add(line(99))


# --- a real server


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """The cast at a table served as docs/operating.md says, with few threads."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(processes, "COMMAND", GUNICORN)
        patched.setenv("GUNICORN_CMD_ARGS", "")
        original = processes.Server.__init__

        def init(self: Any, url: str, folder: Path, **settings: str) -> None:
            original(self, url, folder, RONDOM_LINES=str(LINES), **settings)
            self._environment["GUNICORN_CMD_ARGS"] = f"--bind 127.0.0.1:{self.port}"

        patched.setattr(processes.Server, "__init__", init)
        with served(tmp_path_factory.mktemp("busy")) as table:
            yield table


def silent(table: Table) -> websocket.WebSocket:
    """A WebSocket of somebody without a cookie, that says nothing."""
    return websocket.create_connection(
        f"ws://127.0.0.1:{table.server.port}/socket.io/?EIO=4&transport=websocket",
        timeout=10,
        suppress_origin=True,
    )


def soon(table: Table, who: str | Seat) -> RawLine:
    """A line of one of the cast, asked for again and again as a browser does."""
    until = time.monotonic() + GREETED
    while True:
        try:
            return RawLine(table.server.url, table.seat(who) if isinstance(who, str) else who)
        except websocket.WebSocketBadStatusException:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def sign_in_page(table: Table) -> int:
    """What the sign-in page answers."""
    line = http.client.HTTPConnection("127.0.0.1", table.server.port, timeout=20)
    with closing(line):
        line.request("GET", "/aanmelden")
        return line.getresponse().status


@pytest.mark.slow
def test_four_hundred_silent_lines_do_not_stop_the_service(busy: Table) -> None:
    with ExitStack() as held:
        refused = []
        for _ in range(400):
            try:
                held.enter_context(closing(silent(busy)))
            except websocket.WebSocketBadStatusException as no:
                refused.append(no.status_code)
        assert set(refused) == {429}
        assert len(refused) > 400 - 3 * UNGREETED_OF_ADDRESS, (
            "a few came where silent ones were closed meanwhile"
        )
        assert sign_in_page(busy) == 200
        noor = soon(busy, "noor")  # from the same address: once the silent ones had their time
        assert held.enter_context(noor).ask("hand:raise")["ok"]


@pytest.mark.slow
def test_silent_lines_are_closed_by_the_server_and_make_room(busy: Table) -> None:
    first = silent(busy)
    until = time.monotonic() + GREETED
    first.settimeout(GREETED)
    with closing(first):
        while time.monotonic() < until:
            try:
                if first.recv() == "":
                    break
            except (websocket.WebSocketConnectionClosedException, ConnectionError):
                break
        else:
            pytest.fail("the silent line is still open")
    with soon(busy, "noor") as noor:
        assert noor.ask("hand:raise")["ok"]


@pytest.mark.slow
def test_sixty_lines_of_one_laptop_are_too_many(busy: Table) -> None:
    """Of a seat there is one that answers: see `test_second_line.py`."""
    seat = busy.seat("noor")
    with ExitStack() as held:
        for _ in range(MOST[Kind.ACCOUNT]):
            held.enter_context(soon(busy, seat))
        for _ in range(60 - MOST[Kind.ACCOUNT]):
            with pytest.raises(
                (AssertionError, websocket.WebSocketBadStatusException), match=r"too_many_lines|429"
            ):
                RawLine(busy.server.url, seat)
