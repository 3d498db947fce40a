"""The furnished world that the fence stands around: the cast at a full table, and a region that learns beside it.

What the helpers of all tests do not put there comes in as a browser sends it, by form or wish: nothing of the inside
is named here but what `inside.py` holds.
"""

import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from werkzeug.test import TestResponse

from conference.case import access, frame, hats
from conference.emergency import use_cases as emergencies
from conference.table.meeting.planning import invite_more
from models.decisions import Decision
from models.enums import DecisionState
from models.people import Person
from tests import cast as players
from tests.cast import BY_ROLE, PEOPLE, Cast, Clock, Script, in_days
from tests.fence import inside
from tests.furnished import furnish
from tests.learners import Learners
from tests.lines import Lines
from tests.pages import PageClient, Signed

KEY = re.compile(r"(?<![A-Za-z0-9])[a-hjkmnp-z2-9]{16}(?![A-Za-z0-9])")
#: Everybody who can look at the table, by the column of the table of rights.
READERS = {role: name for role, name in BY_ROLE.items() if role != "stranger"} | {"screen": "screen"}
LAPTOPS = [role for role, name in READERS.items() if name in PEOPLE and PEOPLE[name][3]]
PHONES = [role for role, name in READERS.items() if name in PEOPLE and not PEOPLE[name][3]]
LEARNERS = {"project_team": "karim", "steering_group": "femke", "administrator": "lotte"}


@contextmanager
def steady(stage: int = 0) -> Iterator[None]:
    """Everything drawn by chance comes in one row, ids one higher each time: what is sorted by id is sorted by age.

    A later `stage` begins above the ids of an earlier one.
    """
    chance, count = Random(stage), iter(range(stage * 31**3, 31**4))

    def choice(row: Any) -> Any:
        return chance.choice(row)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "choice", choice)
        patch.setattr(secrets, "randbelow", chance.randrange)
        patch.setattr(secrets, "token_urlsafe", lambda octets=32: chance.randbytes(octets).hex())
        patch.setattr(secrets, "token_hex", lambda octets=32: chance.randbytes(octets).hex())
        with inside.keys_from(lambda: _key(next(count))):
            yield


def _key(number: int) -> str:
    alphabet = "23456789abcdefghjkmnpqrstuvwxyz"  # in the order in which a database sorts
    digits = [alphabet[number // 31**place % 31] for place in (3, 2, 1, 0)]
    # Far enough from a word of a language, so that it is found in a page and nothing else is.
    return "kk22" * 3 + "".join(digits)


class Browser(PageClient):
    """A browser that knows the token of its last page, and leaves the quality of pages to other tests."""

    def _look_at(self, response: TestResponse) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', response.text)
        self.csrf = found.group(1) if found else self.csrf


@dataclass
class World:
    """A house with its pages and lines. Browsers stay signed in; `name` and `rename` give ids a stable name."""

    path: Path
    script: Script
    clock: Clock
    labels: dict[str, str] = field(default_factory=dict)
    region: str = ""
    _secrets: dict[str, str] = field(default_factory=dict)
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.house = inside.house(self.path, self.clock)
        self.cast = Cast(self.house, self.script)
        self.app: Flask = inside.application(self.house)
        self.app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(self.path.parent))
        self.app.test_client_class = Browser
        self.socketio: SocketIO = inside.attach(self.app, self.house)
        self.lines = Lines(self.app, self.socketio, self.cast, self.browser)  # type: ignore[arg-type]

    def browser(self, name: str) -> Any:
        """The browser of one of the cast, by name or role; `nobody` has none of our cookies."""
        name = BY_ROLE.get(name, name)
        if name not in self._browsers:
            cookie = "rondom-scherm" if name == "screen" else "rondom-plek"
            if name in self._secrets:
                made = self.app.test_client()
                made.set_cookie(cookie, self._secrets[name], samesite="Strict")
            else:
                made = Signed(self.app, self.cast)(name)
                kept = made.get_cookie(cookie)
                if kept is not None:
                    self._secrets[name] = kept.value
            made.get("/" if kept_in_session(name) else "/nu", follow_redirects=True)
            if not made.csrf:
                made.get("/mee")
            self._browsers[name] = made
        return self._browsers[name]

    def wish(self, name: str, event: str, /, **fields: Any) -> dict[str, Any]:
        """Send a wish of the table as one of the cast; it has to be carried out."""
        browser, self.clock.moment = self.browser(name), self.clock.moment + players.timedelta(seconds=1)
        answer = browser.wish(event, **_form({"meeting": self.cast.meeting_id, **fields}))
        assert answer.status_code == 200, f"{event} by {name}: {answer.status_code} {answer.text}"
        return dict(answer.get_json())

    def learn(self, name: str, event: str, /, **fields: Any) -> dict[str, Any]:
        """Send a wish of the learning layer as one of the cast; it has to be carried out."""
        browser, self.clock.moment = self.browser(name), self.clock.moment + players.timedelta(seconds=1)
        headers = {"X-CSRFToken": browser.csrf, "Accept": "application/json"}
        answer = browser.post(f"/leren/{self.region}/doe/{event}", data=_form(fields), headers=headers)
        assert answer.status_code in (200, 302), f"{event} by {name}: {answer.status_code} {answer.text}"
        return dict(answer.get_json() or {})

    def send(self, name: str, path: str, /, **fields: Any) -> None:
        """Send a form as one of the cast; it has to be taken."""
        browser, self.clock.moment = self.browser(name), self.clock.moment + players.timedelta(seconds=1)
        answer = browser.send(path, **fields)
        assert answer.status_code in (200, 302, 303), f"{path} by {name}: {answer.status_code} {answer.text}"
        assert "rd-error" not in answer.text, f"{path} by {name}: {answer.text}"

    def page(self, name: str, path: str) -> str:
        """The page at a path, as it came; it has to be there."""
        answer = self.browser(name).get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path} for {name}: {answer.status_code}"
        return str(answer.text)

    def renamer(self) -> Callable[[str], str]:
        """A function that gives every id in a text its name, or a number in the order in which it meets them."""
        met: dict[str, str] = {}

        def one(found: re.Match[str]) -> str:
            key = found.group()
            if key not in self.labels and not key.startswith("kk22"):
                return key
            return self.labels.get(key) or met.setdefault(key, f"<{len(met) + 1}>")

        return lambda text: KEY.sub(one, text)

    def newest(self, table: str, **where: Any) -> str:
        """The id of the record that was added last to a table."""
        tests = " and ".join(f"{name} = :{name}" for name in where) or "1"
        with sqlite3.connect(self.path) as database:
            found = database.execute(f"select id from {table} where {tests} order by id desc", where)  # noqa: S608
            return str(found.fetchone()[0])

    def value(self, table: str, key: str, column: str) -> Any:
        """What a record holds in a column."""
        with sqlite3.connect(self.path) as database:
            return database.execute(f"select {column} from {table} where id = ?", (key,)).fetchone()[0]  # noqa: S608

    def part(self, key: str) -> str:
        """The id of a part of the meeting."""
        return next(part.id for part in self.cast.meeting.parts if part.key == key)

    @property
    def parts(self) -> list[str]:
        """The parts of the meeting, in order."""
        return [part.key for part in self.cast.meeting.parts]

    def copy(self, path: Path) -> "World":
        """The same world in another file: what happens there does not happen here."""
        self.close()
        with closing(sqlite3.connect(self.path)) as database:  # what lies beside the file comes along
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.path, path)
        clock = Clock(self.clock.moment)
        return World(path, self.script, clock, dict(self.labels), self.region, dict(self._secrets))

    def close(self) -> None:
        """Let go of the file, when all looks stand in it: else some would be left behind."""
        assert self.house.looks.settle()
        self.house.database.engine.dispose()


def _form(fields: dict[str, Any]) -> dict[str, Any]:
    """As a form sends it: the name of a list ends in []."""
    return {f"{name}[]" if isinstance(value, list) else name: value for name, value in fields.items()}


def kept_in_session(name: str) -> bool:
    """Whether somebody signs in, instead of carrying the cookie of a seat."""
    return name in ("nobody", "bas") or (name in PEOPLE and PEOPLE[name][3])


def build(path: Path) -> World:
    """The world on an empty database."""
    clock = Clock()
    house = inside.house(path, clock)
    script = players.make(house)
    house.database.engine.dispose()
    world = World(path, script, clock)
    world.labels = {script.case: "<case>", script.meeting: "<meeting>", script.other_case: "<other case>"}
    world.labels |= {key: f"<{name}>" for name, key in script.people.items()}
    world.labels |= {key: f"<account {name}>" for name, key in script.accounts.items()}
    _name_places(world)
    made = furnish(world.cast)
    world.labels |= {key.partition(":")[2]: f"<{name}>" for name, key in made.items()}
    _table(world, {name: key.partition(":")[2] for name, key in made.items()})
    _learning(world)
    return world


def _name_places(world: World) -> None:
    """The blocks of the analysis and the parts of the meeting are called by their key, own words by whose they are."""
    found = "select s.id, t.id, s.key, t.owner_id from section s join text t on t.id = s.text_id where s.case_id = ?"
    with sqlite3.connect(world.path) as database:
        for section, text, key, owner in database.execute(found, (world.script.case,)):
            name = f"{key} of {world.labels[owner].strip('<>')}" if owner else key
            world.labels |= {section: f"<{name}>", text: f"<words: {name}>"}
        parts = database.execute("select id, key from part where meeting_id = ?", (world.script.meeting,))
        world.labels |= {part: f"<part {key}>" for part, key in parts}


def _table(world: World, made: dict[str, str]) -> None:
    ids = world.script.people
    for name in READERS.values():
        world.browser(name)
    world.cast.knock("Piet")
    world.wish("yusuf", "meeting:code")
    for name in ("anna", "yusuf"):
        world.wish(name, "rules:agree")
    world.wish("sam", "hand:raise")
    world.wish("karim", "hand:raise")
    world.wish("yusuf", "seat:room", person=ids["femke"], here="yes")
    world.wish("yusuf", "invitation:make", person=ids["nadia"])
    told = {"kind": "fact", "words": "Op school was het **rustig**.", "happened": ["day", "2026-05-01"]}
    world.wish(
        "karim", "statement:add", **told, source_id=ids["rie"], about=[ids["sam"]], life_area="work_school"
    )
    asked = world.newest("statement")
    world.labels[asked] = "<asked fact>"
    world.wish("sam", "response:give", statement=asked, person=ids["sam"], stance="agrees")
    world.wish(
        "noor", "record:set", thing=f"statement:{made['fact']}", field="life_area", value="safety", seen=""
    )
    worries = world.cast.text_id("worries")
    world.wish(
        "noor", "text:rewrite", text=worries, seen="0", words="Wij maken ons **zorgen**:\n\n- over geld"
    )
    world.wish("anna", "factor:add", label="Slecht slapen", nature="risk")
    world.labels[slept := world.newest("factor")] = "<sleep>"
    world.wish(
        "anna", "link:add", source=made["risk"], relation="worsens", target=slept, certainty="disputed"
    )
    world.wish("anna", "link:add", source=slept, relation="worsens", target=made["risk"])
    world.wish("noor", "factor:add", label="Weg ermee", nature="event")
    world.wish("noor", "factor:remove", factor=world.newest("factor"))
    world.wish("anna", "record:set", thing=f"factor:{slept}", field="about", value=ids["sam"])
    world.wish("noor", "factor:rest", factor=slept, statement=asked)
    world.wish("anna", "record:set", thing=f"goal:{made['goal']}", field="owner", value=ids["anna"], seen="")
    world.wish("anna", "goal:attain", goal=made["goal"], attainment="partly")
    world.wish("karim", "goal:add", words="Schulden worden minder", phase="risk_driven_help")
    world.labels[world.newest("goal")] = "<second goal>"
    world.wish("lotte", "plan:start")
    world.wish("noor", "decision:add", question="Wie belt met school?")
    world.labels[open_one := world.newest("decision")] = "<open decision>"
    world.wish("noor", "decision:option", decision=open_one)
    world.wish("anna", "decision:stand", decision=open_one, person=ids["anna"], stance="supports")
    _offices(world)
    world.wish("noor", "record:set", thing=f"decision:{open_one}", field="hat", value="veilig_thuis", seen="")
    world.wish("noor", "action:add", what="Rie kookt op vrijdag")
    world.labels[cooks := world.newest("action")] = "<cooking>"
    world.wish("noor", "record:set", thing=f"action:{cooks}", field="owner", value=ids["rie"], seen="")
    world.wish("noor", "record:set", thing=f"action:{cooks}", field="partners", value=[ids["sam"]], seen="")
    world.wish("rie", "action:take", action=cooks)
    waits = {"waiting_reason": "money", "bridge": "Noor belt elke dag."}
    world.wish("noor", "action:state", action=made["action"], state="waiting", seen="planned", **waits)
    world.wish(
        "noor", "expertise:add", who="Een tolk", question="Wie tolkt de volgende keer?", until="2026-06-01"
    )
    world.wish("anna", "explain:ask", thing=f"action:{made['action']}", words="Wat is elke week?")
    world.wish("yusuf", "explain:answer", explanation=world.newest("explanation"), answer="Op maandag.")
    world.wish(
        "sam",
        "words:propose",
        text=world.value("statement", made["fact"], "text_id"),
        words="De politie belde.",
    )
    world.labels[world.newest("proposal")] = "<waiting proposal>"
    world.wish("yusuf", "meeting:focus", thing=f"statement:{made['fact']}")
    _access(world)
    world.wish("sam", "check_out:give", heard="8", topics="7", way="6", overall="9", tip="Korter graag.")
    reflection = {"words": "Ik mocht eerst praten.", "kind": "works", "principles": ["family"]}
    world.send("anna", "/nu/reflectie", **reflection)
    home = f"/gezin/{world.script.case}/reflectie"
    world.send("lotte", home, words="Wij luisterden goed.", layer="team", friction="De tijd was kort.")
    world.send("noor", home, words="Ik leerde van Sam.")
    world.send("noor", f"/gezin/{world.script.case}/mijn-gegevens/inzage")
    world.clock.move(seconds=-1)  # only its day is told: all else stays when it was


def _offices(world: World) -> None:
    """Noor wears the hat of her office, and a judge decided for Sam."""
    cast = world.cast
    cast.lotte.do(hats.give, cast.noor.id, hats.NewHat("veilig_thuis", "Veilig Thuis Maas", "Onderzoek"))
    with cast.house.database.work() as work:  # as it was decided with her hat
        [decided] = work.session.scalars(select(Decision).where(Decision.state == DecisionState.DECIDED))
        decided.worn_by = [work.load(Person, cast.noor.id)]
    cast.noor.do(
        frame.set_frame, frame.NewFrame("supervision_order", "01-04-2026", "Voor Sam, door de rechter.")
    )


def _access(world: World) -> None:
    """Oma asks nothing and Anna asks; Nadia stands beside Anna; Femke was taken off and came back."""
    cast = world.cast
    cast.lotte.do(access.set_access, cast.nadia.id, access.Access("Naast Anna", supports=cast.anna.id))
    world.wish("anna", "access:ask", person=cast.karim.id, words="Moet Karim alles lezen?")
    world.labels[asked := world.newest("access_request")] = "<access request>"
    cast.lotte.do(access.answer, asked, "Ja, tot de zomer.")
    cast.noor.do(access.take_off, cast.femke.id, "Zij ging ergens anders werken.")
    cast.lotte.do(access.bring_back, cast.femke.id, access.Access())
    cast.lotte.do(invite_more, cast.meeting_id, [cast.femke.id], True)
    world.wish("yusuf", "seat:room", person=cast.femke.id, here="yes")
    asks = replace(cast.femke.outside, proved_at=world.clock.moment)
    cast.femke.do(emergencies.ask, "safety", "Ik moet nu weten waar Sam vannacht slaapt.", viewer=asks)
    world.labels[world.newest("emergency")] = "<emergency>"


def _learning(world: World) -> None:
    learners = Learners(world.cast)
    world.region = learners.region
    world.labels[world.region] = "<region>"
    learners.notes(6)
    for name in LEARNERS.values():
        world.browser(name).get("/leren/", follow_redirects=True)
    cycle = {
        "question": "Hoe hoort een kind zijn eigen woorden?",
        "we_try": "Eerst het kind.",
        "teams": "Noord",
    }
    world.learn("karim", "cycle:open", **cycle)
    world.labels[running := world.newest("learning_cycle")] = "<cycle>"
    world.learn("karim", "card:add", cycle=running, column="observation", words="Kinderen wachten lang.")
    world.labels[world.newest("cycle_card")] = "<card>"
    world.learn("karim", "session:start", cycle=running, template="learning_table")
    world.labels[guided := world.newest("guided_session")] = "<session>"
    world.learn("noor", "session:write", session=guided, words="In stilte geschreven.")
    note = world.newest("learning_note")
    notes = [note] + [world.newest("learning_note", mark=f"mark{number}") for number in range(5)]
    world.learn("karim", "theme:group", name="Eerst luisteren", notes=notes)
    world.labels[theme := world.newest("theme")] = "<theme>"
    world.learn("karim", "theme:outcome", theme=theme, words="Wij vragen het kind nu eerst.")
    raised = {"owner": "Het projectteam", "answer_before": f"{in_days(20)}"}
    world.learn("karim", "obstacle:raise", words="De wachtlijst is lang.", **raised)
    world.labels[obstacle := world.newest("obstacle")] = "<obstacle>"
    world.learn("karim", "obstacle:up", obstacle=obstacle, why="Wij kunnen dit niet zelf.")
    world.learn("femke", "obstacle:answer", obstacle=obstacle, answer="Er komt geld bij.")
    world.learn("karim", "obstacle:raise", words="Er is geen kamer.", cycle=running, **raised)
    on = {
        "question": "Voelen ouders zich gehoord?",
        "used_by": "Het projectteam",
        "decision": "Gaan we zo door?",
    }
    world.learn("karim", "indicator:on", key="felt_heard", **on)
    report = {"title": "Twee maanden", "period": "2026-03 2026-04", "blocks": ["indicators", "themes"]}
    world.learn("karim", "board_report:make", **report, intro="Wat wij leerden.")
    world.labels[world.newest("board_report")] = "<board report>"
    lesson = {
        "title": "Begin bij het kind",
        "what": "Vraag het kind eerst.",
        "for_whom": "Elk gezin.",
        "shared": "yes",
        "cycle": running,
    }
    world.send("karim", f"/leren/{world.region}/lessen/nieuw", **lesson)
    world.labels[world.newest("lesson_card")] = "<lesson>"
    world.send("lotte", f"/leren/{world.region}/woorden", term="leertafel", plain="samen terugkijken")
    world.learn("karim", "hours:give", minutes="30", kind="learning_table")
