"""The wire, both ways: what a browser may send, and what comes down to whom when something is done."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cast import PASSED
from tests.fence import inside
from tests.fence.golden import check
from tests.fence.world import World, steady
from tests.lines import Line

#: Who listens: two who write, a phone, the shared screen.
LISTENING = ("yusuf", "noor", "anna", "screen")
#: Every message there is from the server; `docs/protocol.md` names them as well.
KNOWN = {
    *("fragments", "text:changed", "text:writing", "text:cursor", "text:renewed"),
    *("gone", "admitted", "renew"),
}


def kind(field: dict[str, Any]) -> str:
    """A field in a few signs: its type and its bounds."""
    if "anyOf" in field:
        return " or ".join(kind(one) for one in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    name = str(field.get("type", "anything"))
    if "items" in field:
        name = f"list of {kind(field['items'])}"
    bounds = [
        f"{key} {field[key]}" for key in ("maxLength", "maxItems", "minimum", "maximum") if key in field
    ]
    return " ".join([name, *bounds])


def test_every_message_a_browser_may_send() -> None:
    told = []
    for name, shape in sorted(inside.messages().items()):
        told.append(name if shape.get("additionalProperties") is False else f"{name} (and other fields)")
        needed = set(shape.get("required", ()))
        for field, what in shape.get("properties", {}).items():
            default = "" if field in needed else f" = {json.dumps(what.get('default', []))}"
            told.append(f"  {field}: {kind(what)}{default}")
    check("wire_up.txt", "\n".join(told))


def shape_of(value: Any) -> str:
    """What a value is made of: names of fields, and of the rest only its type."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shape_of(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + " | ".join(sorted({shape_of(one) for one in value})) + "]"
    return (
        "null" if value is None else {"str": "words", "bool": "yes or no"}.get(type(value).__name__, "number")
    )


class Play:
    """A scene at the table: each step is done by somebody, and what everybody hears is written down."""

    def __init__(self, world: World) -> None:
        self.world, self.told, self.shapes = world, list[str](), dict[str, set[str]]()
        self.rename = world.renamer()
        self.others: dict[str, Any] = {}
        self.lines: dict[str, Line] = {name: world.lines(name) for name in LISTENING}
        self.listen("everybody comes in")

    def also(self, name: str, browser: Any, **hello: str) -> None:
        """Somebody who is not at the table opens a line as well."""
        hello["csrf"] = browser.csrf
        made = self.world.socketio.test_client(self.world.app, auth=hello, flask_test_client=browser)
        assert made.is_connected(), name
        self.others[name] = made

    def step(self, name: str, event: str, **fields: Any) -> dict[str, Any]:
        """One says something on the line."""
        self.world.clock.move(seconds=1)
        answer = self.lines[name].wish(event, **fields)
        self.shapes.setdefault(f"answer to {event}", set()).add(shape_of(answer))
        self.listen(f"{name}: {event} {'' if answer['ok'] else answer['code']}")
        return answer

    def sends(self, name: str, event: str, **fields: Any) -> None:
        """One does something on a page."""
        self.world.wish(name, event, **fields)
        self.listen(f"{name}: {event}")

    def listen(self, title: str) -> None:
        """What came down since the last step."""
        self.told += ["", f"== {title.rstrip()}"]
        for name, line in self.lines.items():
            left = (
                [] if line.socket.is_connected() else [line.socket.queue.pop(0) for _ in line.socket.queue[:]]
            )
            for heard in line.heard() or left:
                self.hear(name, heard["name"], heard["args"])
        for name, socket in self.others.items():
            for heard in socket.get_received() if socket.is_connected() else ():
                self.hear(name, heard["name"], heard["args"])

    def hear(self, name: str, event: str, given: list[Any]) -> None:
        """One message."""
        for one in given:
            self.shapes.setdefault(event, set()).add(shape_of(one))
        parts = [part["name"] for part in given[0]] if event == "fragments" else []
        self.told.append(f"{name}: {event} {' '.join(self.rename(part) for part in parts)}".rstrip())


@pytest.fixture(scope="module")
def play(world: World, rooms: Path) -> Iterator[Play]:
    """A meeting from the first letter to the end."""
    made = world.copy(rooms / "play.sqlite")
    ids = {label.strip("<>"): key for key, label in made.labels.items()}
    with steady(6):
        scene = Play(made)
        _play(scene, ids)
    yield scene
    made.close()


def _play(scene: Play, ids: dict[str, str]) -> None:
    scene.step("yusuf", "meeting:move", part=ids["part understand"], anyway="yes", why="Verder.")
    text = ids["words: worries"]
    opened = scene.step("noor", "text:open", text=text)
    scene.step("yusuf", "text:open", text=text)
    length = len(opened["words"])
    change = {"text": text, "epoch": opened["epoch"], "client": opened["client"]}
    wrong = [["", "Samen."]]
    scene.step(
        "noor", "text:change", **change, version=opened["version"], seq=0, changes=[length, [0, " Samen."]]
    )
    scene.step("noor", "text:cursor", text=text, version=opened["version"] + 1, anchor=3, head=3)
    scene.step("noor", "text:change", **change, version=99, seq=1, changes=wrong)
    known = {key: opened[key] for key in ("epoch", "version", "client", "mark")}
    scene.step("noor", "text:open", text=text, **known)
    scene.step("noor", "text:close", text=text)
    scene.step("noor", "factor:move", factor=ids["risk"], x=300, y=200)
    scene.step("anna", "record:set", thing=f"factor:{ids['risk']}", field="life_area", value="money", seen="")
    scene.step(
        "noor", "record:set", thing=f"factor:{ids['risk']}", field="life_area", value="housing", seen=""
    )
    scene.step("noor", "factor:add", label="Slaap", nature="risk")
    scene.step("noor", "link:remove", link=scene.world.newest("link"))
    scene.step("yusuf", "meeting:move", part=ids["part happened"], anyway="yes", why="Terug.")
    scene.step("anna", "response:give", statement=ids["fact"], person=ids["anna"], stance="agrees")
    scene.step("anna", "explain:ask", thing=f"statement:{ids['fact']}", words="Wat is dat?")
    scene.step("yusuf", "explain:answer", explanation=scene.world.newest("explanation"), answer="Dit.")
    scene.step("yusuf", "meeting:move", part=ids["part agreements"], anyway="yes", why="Verder.")
    scene.step("noor", "action:add", what="Samen eten")
    scene.step("noor", "action:take", action=ids["action"])
    scene.step("noor", "goal:attain", goal=ids["goal"], attainment="reached")
    scene.step("noor", "decision:stand", decision=ids["open decision"], person=ids["noor"], stance="supports")
    scene.step(
        "noor", "record:set", thing=f"action:{ids['hidden_action']}", field="due", value="2026-06-01", seen=""
    )
    scene.step("noor", "expertise:add", who="Schuldhulp", question="Wat kan er?", until="2026-06-01")
    scene.step("anna", "rules:agree")
    scene.step("anna", "hand:raise")
    scene.step("yusuf", "hand:call", person=ids["anna"])
    scene.step("yusuf", "screen:start")
    scene.step("yusuf", "meeting:code")
    scene.step("anna", "nothing:known")
    waiting = scene.world.cast.knock("Rachid")[0]
    scene.listen("somebody knocks")
    scene.step("yusuf", "guest:refuse", guest=waiting)
    guest, secret = scene.world.cast.knock("Oma")
    waiting = scene.world.app.test_client()
    waiting.set_cookie("rondom-plek", secret, samesite="Strict")
    waiting.get("/mee/wacht")
    scene.also("waiting", waiting, **{"as": "waiting"})
    match = scene.world.cast.match(guest)
    scene.step("yusuf", "guest:admit", guest=guest, person=ids["rie"], match=match)
    scene.also("learning", scene.world.browser("karim"), **{"as": "learning", "region": ids["region"]})
    scene.world.learn("karim", "card:add", cycle=ids["cycle"], column="insight", words="Vraag het kind.")
    scene.listen("karim: a card is added to a cycle")
    scene.step("yusuf", "text:open", text=scene.world.value("action", ids["action"], "text_id"))
    rest = scene.world.value("goal", ids["goal"], "text_id")
    proposed = scene.step("noor", "words:propose", text=rest, words="Sam slaapt rustig")
    scene.step("anna", "proposal:answer", proposal=proposed["proposal"], state="taken")
    walks = scene.step("yusuf", "action:add", what="Samen wandelen")["action"]
    scene.step("yusuf", "text:open", text=scene.world.value("action", walks, "text_id"))
    scene.world.cast.shield(walks, "noor", "lotte")
    scene.listen("noor: an agreement is for her and lotte from now on, while yusuf writes in it")
    scene.step("anna", "meeting:pause")
    scene.step("yusuf", "meeting:resume")
    scene.step("noor", "view:show", part=ids["part voice"], view="table")
    scene.step("yusuf", "safety:give", score="6", why="Rustig")
    scene.step("yusuf", "meeting:close")
    scene.step("yusuf", "seat:remove", person=ids["anna"])
    scene.step("yusuf", "screen:end")
    scene.step("yusuf", "meeting:close", **PASSED)


def test_who_hears_what_when_something_is_done(play: Play) -> None:
    check("wire_down.txt", "\n".join(play.told[1:]))


def test_every_message_that_comes_down_has_these_fields(play: Play) -> None:
    told = [f"{name}: {shape}" for name, shapes in sorted(play.shapes.items()) for shape in sorted(shapes)]
    check("wire_fields.txt", "\n".join(told))
    heard = {name for name in play.shapes if not name.startswith("answer to ")}
    assert heard == KNOWN


def test_the_protocol_names_every_message_that_comes_down() -> None:
    told = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert [name for name in sorted(KNOWN) if f"`{name}" not in told] == []
