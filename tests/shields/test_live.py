"""What is for named people only leaves no trace for anybody else: the canary recorder.

Every byte that reaches a viewer is kept. The same meeting is played with two secrets; what the excluded people
received must be equal, apart from random ids and times.
"""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from flask import Flask

from conference.app import create_app
from conference.case import use_cases as cases
from conference.core.runtime import Runtime, build
from conference.records import fields as records
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.meeting import use_cases as meetings
from conference.table.shields import use_cases as shields
from models.statements import Statement
from realtime import attach
from tests.cast import Cast, Clock, Script, in_days
from tests.conftest import PATIENCE, let_go, settings_for
from tests.lines import Line, Lines, applied
from tests.pages import PageClient, Signed

WHY = "Zij kiest zelf wanneer dit gedeeld wordt."
SECRETS = ("KANARIE-wachtwoorden-nakijken", "Iets heel anders en langer, met VOGEL erin")
IN_THE_KNOW = ("noor", "lotte")
#: Anna is inside the shields, and at the table with a phone: nothing of it is shown there (T15).
OUTSIDE = ("sam", "rie", "karim", "nadia", "amir", "anna", "screen")
#: Made anew each time by design: the session, the token of a page, codes, the drawing of a code.
NONCE = re.compile(r"rondom=[^;]+|\bI[\w-]{30,}\.[\w-]+\.[\w-]+|\b\d{3} ?\d{3}\b|M\d[\d.hvHV -]{200,}z?")
#: Random ids; each keeps its place in the row, so that one too many would show.
ID = re.compile(r"\b[a-hj-km-np-z2-9]{16}\b")


class Play:
    """One meeting with a shielded action in it, watched by the whole cast."""

    def __init__(self, house: Runtime, cast: Cast, app: Flask) -> None:
        self.cast, self.house = cast, house
        socketio = attach(app, house, at_once=True)
        self.lines = Lines(app, socketio, cast, Signed(app, cast))

    def watch(self, secret: str) -> dict[str, str]:
        """Play, and return all that each of the cast received."""
        cast = self.cast
        cast.add_action("Elke week bellen", owner="karim")
        agreements = next(part for part in cast.meeting.parts if part.key == "agreements")
        cast.yusuf.do(meetings.move, agreements.id)
        watching = {name: self.lines(name, self._view(name)) for name in (*IN_THE_KNOW, *OUTSIDE)}
        hidden = cast.add_action("Nog leeg", by="noor", shared_with="anna lotte")
        writer = watching["noor"]
        text = cast.action(hidden).text_id
        opened = writer.wish("text:open", text=text)
        fields = {"text": text, "epoch": 0, "client": opened["client"], "seq": 0}
        change = [[len("Nog leeg"), *secret.split("\n")]]
        assert writer.wish("text:change", **fields, version=opened["version"], changes=change)["ok"]
        writer.wish("text:cursor", text=text, version=opened["version"] + 1, anchor=1, head=2)
        cast.noor.do(records.set_field, f"action:{hidden}", "owner", cast.noor.id, "")
        cast.noor.do(records.set_field, f"action:{hidden}", "state", "done", "planned")
        cast.noor.do(records.set_field, f"action:{hidden}", "partners", cast.anna.id, "")
        cast.noor.do(actions.move, hidden, None)
        cast.add_action("Na de geheime", owner="karim")
        for name, line in watching.items():
            self._look_around(name, line, hidden, text)
        return {name: line.everything for name, line in watching.items()}

    def _view(self, name: str) -> str | None:
        return "actions" if name in ("sam", "rie", "nadia", "amir", "anna") else None

    def _look_around(self, name: str, line: Line, hidden: str, text: str) -> None:
        line.page(line.home)
        for wish in ({"action": hidden}, {"action": hidden, "before": ""}):
            event = "action:move" if "before" in wish else "action:take"
            if name in OUTSIDE:
                assert line.wish(event, **wish)["ok"] is False
        if name in OUTSIDE:
            assert line.wish("text:open", text=text)["code"] in ("not_found", "not_allowed")
        if name == "karim":
            line.page(f"/gezin/{self.cast.case_id}")
            line.page("/zoek?q=KANARI")
            line.page("/zoek?q=VOGE")
            line.page("/zoek?q=leeg")
            line.page("/")


class PlayOfFacts(Play):
    """The same with a shielded statement, its words, its answers, and its correction."""

    def watch(self, secret: str) -> dict[str, str]:
        """Play, and return all that each of the cast received."""
        cast = self.cast
        first = cast.add_statement("De bel ging.")
        happened = next(part for part in cast.meeting.parts if part.key == "happened")
        cast.yusuf.do(meetings.move, happened.id)
        watching = {name: self.lines(name) for name in (*IN_THE_KNOW, *OUTSIDE)}
        hidden = cast.add_statement("Nog leeg", shared_with="anna lotte", about=[cast.anna.id])
        text, writer = cast.statement(hidden).text_id, watching["noor"]
        opened = writer.wish("text:open", text=text)
        change = {"text": text, "epoch": 0, "client": opened["client"], "seq": 0}
        words = [[len("Nog leeg"), secret]]
        assert writer.wish("text:change", **change, version=opened["version"], changes=words)["ok"]
        cursor = {"text": text, "version": opened["version"] + 1, "anchor": 1, "head": 2}
        writer.wish("text:cursor", **cursor)
        cast.anna.do(facts.respond, hidden, cast.anna.id, "agrees", f"Ja, {secret}", None)
        cast.noor.do(records.set_field, f"statement:{hidden}", "source_words", "Anna", "Brief")
        cast.noor.do(records.set_field, f"statement:{hidden}", "kind", "opinion", "fact")
        better = cast.noor.do(facts.correct, hidden, f"{secret} en meer").id
        cast.noor.do(facts.withdraw, better, "Anna vertelt het later zelf.")
        cast.add_statement("Na de geheime")
        cast.sam.do(facts.respond, first, cast.sam.id, "unknown", "", None)
        for name, line in watching.items():
            line.page(line.home)
            if name in OUTSIDE:
                self._try(line, hidden, text)
        return {name: line.everything for name, line in watching.items()}

    def _try(self, line: Line, hidden: str, text: str) -> None:
        person = {"statement": hidden, "person": self.cast.anna.id}
        field = {"thing": f"statement:{hidden}", "field": "kind", "value": "fact", "seen": "opinion"}
        for event, wish in (
            ("response:give", {**person, "stance": "agrees"}),
            ("response:remove", person),
            ("statement:accord", {"statement": hidden}),
            ("statement:correct", {"statement": hidden, "words": "x"}),
            ("record:set", field),
            ("record:again", {"again": json.dumps(field)}),
            ("text:open", {"text": text}),
        ):
            assert line.wish(event, **wish)["code"] in ("not_found", "not_allowed"), event
        if line.home.startswith("/overleg"):
            for found in ("KANARI", "VOGE", "leeg"):
                line.page(f"/zoek?q={found}")


class PlayOfPeople(Play):
    """People set a shield during the meeting, and narrow, widen and lift it, while others look on."""

    def watch(self, secret: str) -> dict[str, str]:
        """Play, and return all that each of the cast received; Karim is inside for a while."""
        cast = self.cast
        agreements = next(part for part in cast.meeting.parts if part.key == "agreements")
        cast.yusuf.do(meetings.move, agreements.id)
        cast.add_action("Elke week bellen", owner="karim")
        shown = cast.add_action("Was van iedereen", by="noor")
        watching = {name: self.lines(name, self._view(name)) for name in (*IN_THE_KNOW, *OUTSIDE, "chair")}
        # Something new, apart from its first moment; then fewer people, then one more.
        hidden, first = self._add(secret, "lotte", "karim")
        self._rewrite(hidden, f"{secret} en meer")
        cast.noor.do(shields.narrow, first, [cast.noor.id, cast.lotte.id], WHY)
        known = len(watching["karim"].everything)
        self._rewrite(hidden, f"{secret} daarna")
        assert secret not in watching["karim"].everything[known:]
        cast.noor.do(shields.widen, first, cast.yusuf.id, WHY)
        self._rewrite(hidden, f"{secret} met Yusuf")
        cast.noor.do(shields.review, first, in_days(60).isoformat(), WHY)
        # Something that all knew, kept apart, written anew there, and put before the table again.
        with cast.house.database.work() as work:
            wish = self._wish("lotte")
            second = shields.put(work, cast.noor.viewer, f"action:{shown}", wish, cast.house.clock()).id
        self._rewrite(shown, secret)
        self._rewrite(shown, "Mag iedereen weten")
        cast.noor.do(shields.lift, second, WHY)
        cast.add_action("Na de geheime", owner="karim")
        for name, line in watching.items():
            if name != "chair":
                self._look_around(name, line, hidden, cast.action(hidden).text_id)
        assert secret in watching["chair"].everything
        told = {name: line.everything for name, line in watching.items()}
        told["karim"] = told["karim"][known:]
        return told

    def _wish(self, *names: str) -> shields.Wish:
        people = [getattr(self.cast, name).id for name in ("noor", *names)]
        day = in_days(30).isoformat()
        return shields.Wish(people, "safety", WHY, day, self.cast.noor.id)

    def _add(self, words: str, *names: str) -> tuple[str, str]:
        with self.cast.house.database.work() as work:
            given = "action", "", words, self._wish(*names), self.cast.house.clock()
            made = shields.add(work, self.cast.noor.viewer, *given)
            return made.id, made.shield.id

    def _rewrite(self, action: str, words: str) -> None:
        text = self.cast.action(action).text
        self.cast.noor.do(texts.rewrite, text.id, words, text.version)


@pytest.fixture(scope="session")
def played(
    sqlite_cast: tuple[Path, Script], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[type[Play], str], dict[str, str]]:
    """What everybody received in a meeting with a secret: played once, in a fresh copy of the house."""

    @cache
    def run(kind: type[Play], secret: str) -> dict[str, str]:
        copy = tmp_path_factory.mktemp("play") / "cast.sqlite"
        shutil.copy(sqlite_cast[0], copy)
        house = build(settings_for(f"sqlite:///{copy}"))
        house.clock = Clock()
        app = create_app(house)
        app.testing = True
        app.test_client_class = PageClient
        try:
            return kind(house, Cast(house, sqlite_cast[1]), app).watch(secret)
        finally:
            assert house.looks.settle(PATIENCE), "looks were not written"
            let_go(house.database.engine)

    return run


@pytest.fixture(params=[Play, PlayOfFacts, PlayOfPeople], ids=["an action", "a statement", "by people"])
def play(
    request: pytest.FixtureRequest, played: Callable[[type[Play], str], dict[str, str]]
) -> Callable[[str], dict[str, str]]:
    """Plays one of the three meetings with a secret."""
    return partial(played, request.param)


def test_nobody_outside_receives_a_trace(play: Callable[[str], dict[str, str]]) -> None:
    received = play(SECRETS[0])
    for name in IN_THE_KNOW:
        assert "KANARIE" in received[name], f"{name} should know"
    for name in OUTSIDE:
        for trace in ("KANARIE", "Nog leeg", "afgeschermd", "rd-shield"):
            assert trace not in received[name], f"{name} received {trace}"


def test_two_secrets_look_the_same_from_outside(play: Callable[[str], dict[str, str]]) -> None:
    first, second = play(SECRETS[0]), play(SECRETS[1])
    for name in OUTSIDE:
        assert _plain(first[name]) == _plain(second[name]), f"{name} can tell two secrets apart"
    assert _plain(first["noor"]) != _plain(second["noor"])


def test_a_cursor_in_a_hidden_text_shows_nobody(play: Callable[[str], dict[str, str]]) -> None:
    received = play(SECRETS[0])
    for name in OUTSIDE:
        assert "text:cursor" not in received[name]


def test_a_statement_that_becomes_shielded_leaves_the_shared_screen(lines: Lines, cast: Cast) -> None:
    happened = next(part for part in cast.meeting.parts if part.key == "happened")
    cast.yusuf.do(meetings.move, happened.id)
    told = cast.add_statement("KANARIE")
    cast.yusuf.do(meetings.focus, f"statement:{told}")
    screen, parent = lines("screen"), lines("sam")
    assert "KANARIE" in screen.received[-1]
    assert "KANARIE" in parent.received[-1]
    with cast.house.database.work() as work:
        shield = cast.shield_of("noor", "anna")
        cases.shield(work, cast.noor.viewer, work.load(Statement, told), shield, cast.house.clock())
    for line in (screen, parent):
        assert "KANARIE" not in str(applied(line.first, line.heard()))
        assert "KANARIE" not in line.page(line.home).get_text()


@pytest.mark.parametrize("name", ["karim", "sam"])
def test_what_becomes_shielded_disappears_at_once(lines: Lines, cast: Cast, name: str) -> None:
    agreements = next(part for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, agreements.id)
    action = cast.add_action("KANARIE")
    watching = lines(name, "actions" if name == "sam" else None)
    assert "KANARIE" in watching.received[-1]
    cast.shield(action, "noor", "anna")
    news = watching.heard()
    shown = [one for heard in news if heard["name"] == "fragments" for one in heard["args"][0]]
    assert any(one["name"] == "actions" and "KANARIE" not in one["html"] for one in shown)
    assert "KANARIE" not in watching.page(watching.home).get_text()


def test_a_text_of_ones_own_beside_that_of_the_table_is_not_put_on_the_screen(
    lines: Lines, cast: Cast
) -> None:
    section = cast.section("worries")
    with cast.house.database.work() as work:
        people = [cast.noor.id, cast.yusuf.id]
        wish = shields.Wish(people, "safety", WHY, in_days(30).isoformat())
        near, at = f"section:{section.id}", cast.house.clock()
        own = shields.add(work, cast.noor.viewer, "section", near, "KANARIE", wish, at).id
    screen, chair, parent = lines("screen"), lines("chair"), lines("anna")
    assert chair.wish("meeting:focus", thing=f"section:{own}")["code"] == "choice_unknown"
    understand = next(part for part in cast.meeting.parts if part.key == "understand")
    cast.yusuf.do(meetings.move, understand.id)
    for line in (screen, parent):
        line.page(line.home)
        assert "KANARIE" not in line.everything
    chair.page(chair.home)
    assert "KANARIE" in chair.everything


def test_on_a_laptop_it_stands_closed_and_without_a_number(lines: Lines, cast: Cast) -> None:
    """T15: nobody who chairs reads it aloud by accident."""
    happened = next(part for part in cast.meeting.parts if part.key == "happened")
    cast.yusuf.do(meetings.move, happened.id)
    cast.add_statement("KANARIE", by="noor", shared_with="yusuf", about=[])
    cast.add_statement("Voor iedereen", by="noor")
    page = lines("chair").first
    (shut,) = page.select("details.rd-shut")
    assert not shut.has_attr("open")
    assert "KANARIE" in shut.get_text()
    told = shut.summary.get_text() if shut.summary else ""
    assert "Lees dit niet voor" in told
    assert "Noor" not in told
    numbers = [one.get_text(" ", strip=True) for one in page.select(".rd-fact .rd-fact__n")]
    assert numbers == ["", "Feit 1"]


def test_when_a_thing_is_kept_apart_what_named_it_goes_along(lines: Lines, cast: Cast) -> None:
    """An open agreement told for which goal it is: that goal is gone from its row too, at once."""
    agreements = next(part for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, agreements.id)
    action = cast.add_action("Bellen")
    factor = cast.add_factor("KANARIE")
    cast.noor.do(records.set_field, f"action:{action}", "factors", factor, "")
    watching = lines("karim")
    assert "KANARIE" in watching.received[-1]
    with cast.house.database.work() as work:
        people = [cast.noor.id]
        wish = shields.Wish(people, "safety", WHY, in_days(30).isoformat())
        shields.put(work, cast.noor.viewer, f"factor:{factor}", wish, cast.house.clock())
    assert "KANARIE" not in str(applied(watching.first, watching.heard()))


def _plain(received: str) -> str:
    """Without what is made anew each time, and with ids numbered in the order in which they came."""
    seen: dict[str, str] = {}
    return ID.sub(lambda found: seen.setdefault(found[0], f"<{len(seen)}>"), NONCE.sub("<nonce>", received))
