"""Two processes on one database and a bus that carries JSON: what happens in one is told in the other."""

import copy
import json
from collections.abc import Sequence
from dataclasses import replace

from conference.app import create_app
from conference.core.bus import Listener
from conference.core.events import Event, from_json, to_json
from conference.core.presence import Presence
from conference.core.runtime import Runtime
from realtime import attach
from tests.cast import Cast
from tests.lines import Line, Lines, applied, parts
from tests.live.test_fragments import write
from tests.pages import PageClient, Signed


class Cable:
    """What carries between the processes: text, and nothing else."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.carried: list[str] = []

    def publish(self, events: Sequence[Event]) -> None:
        """Bring events to every process, the own one too."""
        for event in events:
            self.carried.append(json.dumps(to_json(event)))
            for listener in self.listeners:
                listener([from_json(json.loads(self.carried[-1]))])

    def subscribe(self, listener: Listener) -> None:
        """Hear what any process publishes."""
        self.listeners.append(listener)


def process(house: Runtime, cast: Cast, cable: Cable) -> Lines:
    """A process of its own on the database of the house."""
    database = copy.copy(house.database)
    database.bus = cable
    its_own = replace(house, database=database, presence=Presence())
    app = create_app(its_own)
    app.test_client_class = PageClient
    socketio = attach(app, its_own, at_once=True)
    return Lines(app, socketio, cast, Signed(app, cast))


def as_shown(line: Line) -> dict[str, str]:
    return parts(applied(line.first, line.heard()))


def test_what_happens_in_one_process_is_told_in_the_other(house: Runtime, cast: Cast) -> None:
    cable = Cable()
    here, there = process(house, cast, cable), process(house, cast, cable)
    noor, anna, chair = here("noor"), there("anna"), there("chair")
    text = cast.text_id("worries")
    anna.wish("text:open", text=text)

    opened = noor.wish("text:open", text=text)
    change = {"text": text, "epoch": 0, "version": 0, "client": opened["client"], "seq": 0}
    assert noor.wish("text:change", **change, changes=[[0, "Over de straat"]])["ok"]
    assert noor.wish("hand:raise")["ok"]

    (written,) = [one["args"][0] for one in anna.heard() if one["name"] == "text:changed"]
    assert (written["author"]["name"], written["changes"]) == ("Noor", [[0, "Over de straat"]])
    assert "Noor" in as_shown(chair)["queue"]


def test_a_shield_holds_in_the_other_process(house: Runtime, cast: Cast) -> None:
    cable = Cable()
    here, there = process(house, cast, cable), process(house, cast, cable)
    text = cast.action(cast.add_action("Geheim", by="noor", shared_with="lotte")).seen_when
    noor, karim, lotte = here("noor"), there("karim"), there("lotte")
    write(noor, text.id, "KANARIE")
    signs = [one["args"][0]["person"]["name"] for one in lotte.heard() if one["name"] == "text:writing"]
    assert signs == ["Noor"]
    assert text.id in json.dumps(cable.carried)
    assert text.id not in karim.everything
    assert "KANARIE" not in karim.everything
