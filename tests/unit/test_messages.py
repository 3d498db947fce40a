"""The wire: one emitter, a name and a class for each message, and a protocol that leaves none of them out."""

import ast
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from conference.access.identity import Credentials, Kind
from conference.core.settings import ROOT
from conference.records import commands
from conference.table.board import PageView
from realtime import messages
from realtime.connections import Connection
from realtime.messages import ANSWERS, FROM_BROWSER, TO_BROWSER, plain
from realtime.outbox import Outbox
from realtime.schema import schema

PROGRAM = [path for folder in ("conference", "realtime", "models") for path in (ROOT / folder).rglob("*.py")]
SPEAKING = {"emit", "disconnect", "close_room"}
PERSON = messages.Person(id="p", name="Anna", who="gezin", initials="AB")


def said_in(path: Path) -> set[str]:
    """What a module calls by a name that sends to a socket or ends it."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in SPEAKING}


def libraries_of(path: Path) -> set[str]:
    """The libraries of the socket that a module knows."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
    return found & {"flask_socketio", "socketio", "engineio"}


def test_only_the_outbox_sends_and_ends() -> None:
    speaking = {path.relative_to(ROOT).as_posix(): said_in(path) for path in PROGRAM}
    # The namespace hands what a browser said, or that it left, to the handlers: those are no sockets.
    handed_over = {"realtime/namespace.py": {"disconnect"}}
    spoken = {path: said - handed_over.get(path, set()) for path, said in speaking.items()}
    assert {path: said for path, said in spoken.items() if said} == {
        "realtime/outbox.py": {"emit", "disconnect"}
    }


def test_only_four_modules_know_the_library_of_the_socket() -> None:
    knowing = {path.relative_to(ROOT).as_posix() for path in PROGRAM if libraries_of(path)}
    assert knowing == {f"realtime/{name}.py" for name in ("__init__", "namespace", "outbox", "packets")}


class Recorder:
    """A socket server that keeps what it has to send."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any, list[str]]] = []

    def emit(self, name: str, given: Any, to: list[str]) -> None:
        self.sent.append((name, given, to))


def connection(sid: str) -> Connection:
    return Connection(sid, Credentials(Kind.GUEST, "secret"), "case", "meeting", PageView("phone"))


def test_a_message_goes_by_its_name_to_each_it_is_for() -> None:
    recorder = Recorder()
    outbox = Outbox(recorder)  # type: ignore[arg-type]
    outbox.send(messages.TextWriting(text="t", person=PERSON), connection("one"), connection("two"))
    outbox.send(messages.FragmentsChanged([messages.Fragment(name="bar", html="<p>")]), connection("one"))
    sign = {"text": "t", "person": {"id": "p", "name": "Anna", "who": "gezin", "initials": "AB"}}
    assert recorder.sent == [
        ("text:writing", sign, ["one", "two"]),
        ("fragments", [{"name": "bar", "html": "<p>"}], ["one"]),
    ]


def test_what_there_is_not_to_say_is_left_out_and_a_caret_that_is_gone_says_so() -> None:
    refusal = messages.Refusal(code="full", message="Vol.")
    assert plain(refusal) == {"ok": False, "code": "full", "message": "Vol."}
    assert plain(messages.Done.model_validate({"goal": "g1", "html": None})) == {"ok": True, "goal": "g1"}
    gone = messages.TextCursor(text="t", version=0, person=PERSON, anchor=None, head=None)
    assert plain(gone)["anchor"] is None


@pytest.mark.parametrize("wrong", [{"goal": None}, {"goal": ["g"]}, {"ok": False}, {"html": 5}])
def test_an_answer_of_another_shape_does_not_leave_the_house(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        messages.Done.model_validate(wrong)


def test_the_protocol_holds_every_message_and_command() -> None:
    sides = {name: set(side.get("properties", ())) for name, side in schema()["$defs"].items()}
    for (sender, name), found in commands.COMMANDS.items():
        assert name in sides["Commands" if found.on_wire else f"{sender.title()}Forms"]
    assert sides["FromBrowser"] == {"hello", *FROM_BROWSER}
    assert sides["ToBrowser"] == set(TO_BROWSER)
    assert sides["Answers"] == {"done", "refused", *FROM_BROWSER}
    assert set(ANSWERS) == set(FROM_BROWSER)
    assert not set(FROM_BROWSER) & set(commands.on_wire())
