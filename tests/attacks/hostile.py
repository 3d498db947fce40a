"""A hostile client, and the house that it is let into: everything it can send, with every id there is.

What it sends is well formed more often than not: a message that is refused for its form tries no right.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, get_origin

from flask import Flask
from sqlalchemy import select

from conference.access.identity import Credentials, Kind
from conference.access.kinds import KINDS
from conference.accounts import use_cases as accounts
from conference.case import use_cases as cases
from conference.core.runtime import Runtime
from conference.records import commands, texts
from conference.records import fields as records
from conference.records.commands import COMMANDS, Sender
from conference.reflection import use_cases as reflections
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as explaining
from conference.table.meeting import use_cases as meetings
from conference.table.safety import use_cases as safety
from models.accounts import Account
from models.enums import LearningRole, OfficeRole
from models.errors.base import Refused
from models.region import RegionProfile
from models.safety import SafetyRound
from models.texts import Text
from realtime import attach
from tests import furnished as world
from tests.attacks.may import Rows, Who
from tests.cast import BY_ROLE, PEOPLE, Cast, in_days
from tests.learners import Learners
from tests.lines import Line, Lines
from tests.pages import Signed

Fields = dict[str, Any]
KEY = re.compile(r"(?<![A-Za-z0-9])[a-hjkmnp-z2-9]{16}(?![A-Za-z0-9])")
#: Everybody for whom the table of rights has a column, and what else comes by.
AT_TABLE = (*(role for role in BY_ROLE if role != "stranger"), "screen")
LEARNS = {
    "project_team": LearningRole.PROJECT_TEAM,
    "steering_group": LearningRole.STEERING_GROUP,
    "administrator": LearningRole.ADMINISTRATOR,
}
OFFICE = {str(role): role for role in OfficeRole}
ROLES = (*AT_TABLE, "stranger", *LEARNS, *OFFICE)
#: What ends the hostile one's own line, or the meeting for all: nothing could be tried after it.
ENDS = frozenset({
    "account:sign_out", "session:end", "session:end_all", "meeting:close", "meeting:cancel", "screen:end",
    "door:leave", "meeting:move", "seat:remove",
})  # fmt: skip

# --- the house


CANARY = re.compile(r"KANARIE[A-Z]+")


@dataclass
class Secrets:
    """Words that only some may read, by the canary in them: the names of these people."""

    of: dict[str, frozenset[str]] = field(default_factory=dict)
    #: Of what they are, for a hostile client that names them: `kind:id`.
    things: list[str] = field(default_factory=list)

    def kept_from(self, name: str, *, on_phone: bool) -> frozenset[str]:
        """The canaries that somebody may never receive."""
        return frozenset(
            word for word, names in self.of.items() if name not in names or (on_phone and word in APART)
        )


#: Canaries of what is kept apart: on no phone of the family, whoever holds it.
APART = frozenset({"KANARIEFEIT", "KANARIEAFSPRAAK", "KANARIEFACTOR", "KANARIEANNA", "KANARIELATER"})


def furnish(cast: Cast) -> tuple[Secrets, str]:
    """Something of everything on the table, secrets of several circles, and a region that learns. Returns its id."""
    made = world.furnish(cast)
    cast.anna.do(explaining.ask, made["action"], "Wat is elke week?")
    cast.sam.do(meetings.raise_hand)
    cast.knock("Piet")
    return _secrets(cast), _learning(cast)


def _learning(cast: Cast) -> str:
    learners = Learners(cast)
    learners.notes(3)
    cycle = learners.cycle()
    learners.card(cycle, "Kinderen wachten lang.")
    return learners.region


def _secrets(cast: Cast) -> Secrets:
    found, circle = Secrets(), frozenset({"noor", "lotte"})
    statement = cast.add_statement("KANARIEFEIT in een brief", by="noor", shared_with="lotte", about=[])
    action = cast.add_action("KANARIEAFSPRAAK doen", by="noor", shared_with="lotte")
    factor = cast.add_factor("KANARIEFACTOR", by="noor", shared_with="lotte")
    hers = cast.add_statement("KANARIEANNA vertelt", by="anna", shared_with="noor", kind="opinion", about=[])
    found.of |= dict.fromkeys(("KANARIEFEIT", "KANARIEAFSPRAAK", "KANARIEFACTOR", "KANARIELATER"), circle)
    found.of["KANARIEANNA"] = frozenset({"anna", "noor"})
    found.things = [f"statement:{statement}", f"action:{action}", f"factor:{factor}", f"statement:{hers}"]
    with cast.house.database.work() as work:  # numbers that were not shown yet
        for one in work.session.scalars(select(SafetyRound)):
            one.revealed_at = None
    cast.sam.do(safety.give, cast.sam.id, "2", "KANARIECIJFER")
    found.of["KANARIECIJFER"] = frozenset({"sam"})
    cast.noor.do(reflections.write, reflections.NewReflection("KANARIEREFLECTIE van mij."))
    found.of["KANARIEREFLECTIE"] = frozenset({"noor"})
    karims = cast.add_action("KANARIEKARIM belt", by="karim", owner="karim")
    found.of["KANARIEKARIM"] = frozenset(PEOPLE) - {"rie"} | {"screen"}  # who reads own agreements only
    found.things.append(f"action:{karims}")
    cast.add_statement("KANARIETAFEL staat hier", by="karim")
    found.of["KANARIETAFEL"] = frozenset(PEOPLE) | {"screen"}
    with cast.house.database.work() as work:
        bas = work.load(Account, cast.script.accounts["bas"])
        cases.open_case(work, bas, cases.NewCase("KANARIEBAS"), cast.house.clock())
    found.of["KANARIEBAS"] = frozenset({"bas"})
    return found


@dataclass
class Stage:
    """A fresh copy of the house with one hostile client in it, and a witness who sits at the table."""

    house: Runtime
    app: Flask
    cast: Cast
    secrets: Secrets
    role: str
    region: str

    def __post_init__(self) -> None:
        self.name = (
            "bas"
            if self.role in LEARNS or self.role in OFFICE or self.role == "stranger"
            else BY_ROLE.get(self.role, self.role)
        )
        if self.role in LEARNS:
            with self.house.database.work() as work:
                account = work.load(Account, self.cast.script.accounts["bas"])
                profile = work.load(RegionProfile, self.region)
                accounts.give_learning_seat(work, account, profile, LEARNS[self.role])
        if self.role in OFFICE:
            with self.house.database.work() as work:
                account = work.load(Account, self.cast.script.accounts["bas"])
                region = work.load(RegionProfile, self.region)
                accounts.give_seat(work, account, region, OFFICE[self.role], self.house.clock())
        socketio = attach(self.app, self.house, at_once=True)
        as_ = Signed(self.app, self.cast)
        self.lines = Lines(self.app, socketio, self.cast, as_)
        self.line: Line | None = None
        if self.role in AT_TABLE:
            phone = self.name != "screen" and not PEOPLE[self.name][3]
            self.line = self.lines(self.name, "actions" if phone else None)
            self.browser, self.received = self.line.browser, self.line.received
        else:
            self.browser, self.received = as_(self.name), [""]
            self.browser.get("/")
        beside = "femke" if self.name != "femke" else "karim"
        self.witness, self.witness_name = self.lines(beside), f"person:{self.cast.script.people[beside]}"
        self.who = self._who()
        self.forbidden = self.secrets.kept_from(self.name, on_phone=self.who.on_family_phone)
        self.settle()

    def settle(self) -> None:
        """What reading wrote in the background is there."""
        assert self.house.looks.settle()

    def rows(self) -> Rows:
        """All rows, now."""
        self.settle()
        with self.house.database.engine.connect() as connection:
            return Rows(connection)

    def _who(self) -> Who:
        script = self.cast.script
        cookie, session = self.cookie(), self.cookie().partition(".")[0]
        assert cookie
        if self.role == "screen":
            with self.house.database.engine.connect() as connection:
                key = connection.exec_driver_sql(
                    "select of_id from session where id = ?", (session,)
                ).scalar()
            return Who(
                frozenset({"screen"}), script.case, session=session, actors=frozenset({f"session:{key}"})
            )
        account = script.accounts.get(self.name)
        person = script.people[self.name]
        actors = {f"person:{person}", f"account:{account}"}
        if self.role in LEARNS or self.role in OFFICE:
            columns = frozenset({self.role, "stranger"})
            # In his own family he is who he is there; the other seat opens no family.
            own = frozenset({"local_team", "case_director", "chair"})
            return Who(columns | own, script.other_case, person, account, frozenset(actors), session)
        if self.name == "bas":
            own = frozenset({"local_team", "case_director", "chair"})
            return Who(own, script.other_case, person, account, frozenset(actors), session)
        columns = frozenset({self.role, str(PEOPLE[self.name][1])})
        guest = ""
        if account is None:
            with self.house.database.engine.connect() as connection:
                found = connection.exec_driver_sql("select of_id from session where id = ?", (session,))
                guest = str(found.scalar())
        return Who(columns, script.case, person, account, frozenset(actors), session, guest)

    def cookie(self) -> str:
        """What the browser carries now."""
        names = {"screen": "rondom-scherm"}
        name = names.get(self.role, "rondom-sessie" if self.on_account else "rondom-plek")
        found = self.browser.get_cookie(name)
        return found.value if found is not None else ""

    @property
    def on_account(self) -> bool:
        """Whether they sign in."""
        return self.name == "bas" or (self.name in PEOPLE and PEOPLE[self.name][3])

    # --- ways in

    def ways(self) -> list[str]:
        """How this client can send."""
        found = (
            ["page", "road"] if not self.on_account else ["page", "road", "page elsewhere", "road elsewhere"]
        )
        return ["socket", *found] if self.line is not None else found

    def senders(self) -> list[Sender]:
        """As what their cookie can say something at all."""
        if not self.on_account:
            return [Sender.TABLE]
        beside = [Sender.LEARNER] if self.role in LEARNS else []
        beside += [Sender.OFFICER] if self.role in OFFICE else []
        return [Sender.TABLE, Sender.CASE, Sender.ACCOUNT, *beside]

    def names(self, sender: Sender) -> list[str]:
        """Every command of the one road for this sender."""
        return sorted(name for of, name in COMMANDS if of == sender and name not in ENDS)

    def send(self, way: str, sender: Sender, name: str, fields: Fields) -> Fields:
        """Say something, and return the answer."""
        if way == "socket" and self.line is not None and self.line.socket.is_connected():
            return self.line.wish(name, **fields)
        script = self.cast.script
        # Elsewhere is at the table of the other family: foreign to all but Bas, who names our ids from his own.
        away = way.endswith("elsewhere")
        case, meeting = (
            (script.other_case, script.other_meeting) if away else (script.case, self.cast.meeting_id)
        )
        if way.startswith("page") and sender == Sender.TABLE and self.role != "screen":
            return self._post(f"/wens/{name}", name, fields, meeting)
        if way.startswith("page") and sender == Sender.LEARNER:
            return self._post(f"/leren/{self.region}/doe/{name}", name, fields, meeting)
        return self._road(sender, name, fields, case, meeting)

    def _post(self, path: str, name: str, fields: Fields, meeting: str) -> Fields:
        form = {f"{key}[]" if isinstance(value, list) else key: value for key, value in fields.items()}
        if self.on_account:
            form["meeting"] = meeting
        headers = {"X-CSRFToken": self.browser.csrf, "Accept": "application/json"}
        answer = self.browser.post(path, data=form, headers=headers)
        self.received.append(f"{answer.headers}\n{answer.text}")
        told = answer.get_json(silent=True)
        assert isinstance(told, dict), f"{name} answers {answer.status_code}: {answer.text[:300]}"
        return told

    def _road(self, sender: Sender, name: str, fields: Fields, case: str, meeting: str) -> Fields:
        """What every page comes to: for pages that have an address of their own."""
        kind = Kind.SCREEN if self.role == "screen" else Kind.ACCOUNT if self.on_account else Kind.GUEST
        place: Fields = {}
        if sender == Sender.LEARNER:
            kind, place = Kind.LEARNING, {"profile_id": self.region}
        elif sender == Sender.OFFICER:
            kind, place = Kind.OFFICE, {"profile_id": self.region}
        elif self.on_account and sender == Sender.TABLE:
            place = {"meeting_id": meeting}
        elif sender == Sender.CASE:
            place = {"case_id": case}
        shown = Credentials(kind, self.cookie(), **place)
        try:
            done = commands.do(self.house.database, shown, name, fields, self.house.clock())
        except Refused as refused:
            told = {"ok": False, "code": refused.code, "values": str(refused.values)}
            if refused.code == "conflict":  # shown to them on the page of the table, with both values
                self.received.append(str(refused.values))
            return told
        self.received.append(str(done))
        return {"ok": True, **done}

    # --- what they have

    def heard(self) -> None:
        """Take in what came down the line."""
        if self.line is not None:
            self.line.heard()

    def seen(self) -> str:
        """All they ever received."""
        self.heard()
        return "\n".join(self.received)


# --- what is sent

#: Which ids a field asks for, by its name: the table they stand in.
REFS = {
    "person": "person", "protects": "person", "chair": "person", "source_id": "person", "voice_via": "person",
    "fixed_face": "person", "case_director": "person", "second_face": "person",
    "statement": "statement", "action": "action", "factor": "factor", "source": "factor", "target": "factor",
    "goal": "goal", "decision": "decision", "text": "text", "part": "part", "proposal": "proposal",
    "risk": "risk", "named": "named_risk", "explanation": "explanation", "expertise": "expertise",
    "guest": "guest", "invitation": "invitation", "report": "report", "correction": "correction",
    "link": "link", "shield": "shield", "asked": "shield_ask", "reflection": "reflection",
    "obstacle": "obstacle", "cycle": "learning_cycle", "card": "cycle_card", "note": "learning_note",
    "theme": "theme", "lesson": "lesson_card", "request": "access_request",
    "supports": "person", "erasure": "erasure", "hold": "hold",
    "session": "guided_session", "account": "account",
}  # fmt: skip
LISTS = {
    "people": "person", "about": "person", "invited": "person", "cards": "cycle_card", "notes": "learning_note",
    "awaited": "colleague_invitation", "themes": "theme",
}  # fmt: skip
#: What a field takes besides words and ids.
CHOICES: dict[str, list[str]] = {
    "stance": ["agrees", "partly", "supports", "objects"],
    "phase": ["immediate_safety", "risk_driven_help", "recovery"],
    "nature": ["risk", "protective"],
    "relation": ["worsens", "reduces", "hides"],
    "certainty": ["shared_view", "disputed"],
    "attainment": ["yes", "partly"],
    "answer": ["yes", "no"],
    "way": ["left", "up"],
    "here": ["yes", "no"],
    "shown": ["yes", "no"],
    "on": ["yes", "no"],
    "done": ["yes"],
    "anyway": ["yes"],
    "category": ["safety", "child"],
    "score": ["3", "9"],
    "none": ["", "yes"],
    "off_screen": ["", "yes"],
    "language": ["nl", "en"],
    "basis": ["document", "seen_self"],
    "life_area": ["safety", "work_school"],
    "column": ["observation", "question"],
    "template": ["learning_table"],
    "role": ["network", "parent"],
    "minutes": ["30"],
    "waiting_reason": ["money"],
    "not_done_reason": ["not_possible"],
    "layer": ["own", "team"],
    "confirmed": ["yes"],
    "at_table": ["yes", "no"],
    "many_ok": ["yes"],
    "municipality": ["Waterveen"],
    "age": ["40"],
    "key": ["felt_heard"],
    "wish": [""],
    "own_words": [""],
    "sees": ["everything", "own_part"],
    "ground": ["request", "objection"],
}
#: Where the same name of a field means something else.
CHOICES_OF: dict[tuple[str, str], list[str]] = {
    ("action:state", "state"): ["done", "started", "waiting"],
    ("proposal:answer", "state"): ["taken", "beside", "declined"],
    ("statement:add", "kind"): ["opinion", "observation"],
    ("shield:add", "kind"): ["statement", "action", "factor"],
    ("hours:give", "kind"): ["reflection", "learning_table"],
    ("reflection:write", "kind"): ["works", "friction"],
    ("decision:stand", "stance"): ["supports", "objects"],
    ("decision:aloud", "stance"): ["supports", "objects"],
    ("explain:answer", "answer"): ["Zo bedoelen wij het."],
    ("expertise:end", "answer"): ["Dat is gelukt."],
    ("obstacle:answer", "answer"): ["Er komt geld."],
}
DAYS = frozenset({"until", "review_on", "next_step_on", "answer_before", "day", "met_on"})
WHY = "Omdat ik dat nu zo wil hebben."
#: What a field of a record takes, by its name.
VALUES: dict[str, list[str]] = {
    "kind": ["opinion", "observation"], "life_area": ["safety", "work_school"], "nature": ["risk", "event"],
    "changeable": ["yes", "no"], "relation": ["worsens", "hides"], "certainty": ["disputed", "hypothesis"],
    "phase": ["recovery", "risk_driven_help"], "state": ["started", "done"], "rule": ["family_choice", "consent"],
    "hat": ["veilig_thuis"], "legal_basis": ["voluntary"], "basis": ["document"],
    "source_words": ["Van mij"], "note": ["Een briefje"],
}  # fmt: skip
PEOPLE_FIELDS = frozenset({"owner", "source_id", "partners", "about", "named_by", "said_by"})


class Arms:
    """Makes what is sent, out of what lies in the database and of what was seen before."""

    def __init__(self, stage: Stage, rows: Rows, chance: Random) -> None:
        self.stage, self.rows, self.chance = stage, rows, chance

    def fields(self, sender: Sender, name: str) -> Fields:
        """The fields of a command."""
        if name in ("record:set", "record:again"):
            return self._field(name)
        shape = COMMANDS[sender, name].shape.model_fields
        made: Fields = {}
        for key, of in shape.items():
            is_list = get_origin(of.annotation) is list
            made[key] = self._list(key) if is_list else self._value(name, key, of.annotation)
        return {key: value for key, value in made.items() if value is not None}

    def one_of(self, found: list[Any]) -> Any:
        """One of these."""
        return self.chance.choice(found) if found else ""

    def ref(self, table: str) -> str:
        """An id of this table, of whatever family and behind whatever shield; now and then one of another table."""
        keys = [row["id"] for row in self.rows.tables[table].values()]
        if not keys or self.chance.randrange(20) == 0:
            return str(self.one_of(sorted(set(KEY.findall(self.stage.received[-1]))) or ["bestaatniet12345"]))
        return str(self.one_of(keys))

    def _list(self, key: str) -> list[str]:
        if key == "happened":
            return ["day", "2026-05-01"]
        if key in LISTS:
            return sorted({self.ref(LISTS[key]) for _ in range(2)})
        return []

    def _value(self, name: str, key: str, kind: Any) -> Any:
        if kind is int:
            return self.chance.randrange(41)
        if kind is not str:
            return None
        if (name, key) in CHOICES_OF:
            return self.one_of(CHOICES_OF[name, key])
        if name == "session:end":
            return ""
        if name == "person:add" and key == "account":  # nobody of the cast answers to it
            return self.one_of(["", "niemand@elders.example"])
        if name.startswith("colleague:") and key == "invitation":
            return self.ref("colleague_invitation")
        if key == "seen":
            return self._seen(name)
        if key == "before":
            return self.one_of(["", self.ref("action")])
        if key in ("thing", "beside", "item"):
            return self.thing()
        if key == "match":
            return self.one_of([row["match"] for row in self.rows.tables["guest"].values()])
        if key in REFS:
            return self.ref(REFS[key])
        if key in CHOICES:
            return self.one_of(CHOICES[key])
        if key in DAYS:
            return in_days(30).isoformat()
        if key in ("why", "reason", "why_no_family", "hold_reason"):
            return WHY
        if key in ("x", "y"):
            return self.chance.randrange(41)
        if key == "slip":
            return self.one_of(["Iemand", "politie", "elke week", "Ik mocht"])
        return self.one_of(["Iemand zegt dit nu", "Anders gezegd", "politie", ""])

    def _seen(self, name: str) -> str:
        """What stood there: now, or before."""
        if name == "action:state":
            return str(self.one_of(["planned", "planned", "done", "waiting"]))
        return str(self.chance.randrange(3))

    def thing(self) -> str:
        """`kind:id` of any record."""
        secret = self.one_of(self.stage.secrets.things)
        kind = self.one_of(["statement", "action", "factor", "goal", "decision", "link", "section", "risk"])
        return str(self.one_of([secret, f"{kind}:{self.ref(kind)}"]))

    def _field(self, name: str) -> Fields:
        """One field of one record, with what stands there, or stood there once."""
        learns = self.stage.role in LEARNS
        theirs = ["statement", "action", "factor", "goal", "decision", "link", "risk"]
        kinds = ["cycle", "card"] if learns else theirs
        kind = self.one_of(kinds)
        table = KINDS[kind].model.__tablename__
        thing = f"{kind}:{self.ref(table)}"
        if not learns and self.chance.randrange(2):
            thing = self.one_of(self.stage.secrets.things)
            kind = thing.partition(":")[0]
        of = self.one_of(sorted(KINDS[kind].fields))
        value: Any = self.one_of(VALUES.get(of, ["Anders"]))
        if of in PEOPLE_FIELDS:
            value = self.ref("person")
        elif of in ("due", "review_on", "starts_on", "ends_on"):
            value = in_days(40).isoformat()
        elif of == "goal_id" or of == "decision_id":
            value = self.ref(of.removesuffix("_id"))
        elif of == "factors":
            value = [self.ref("factor")]
        elif of == "statements":
            value = [self.ref("statement")]
        elif of == "happened":
            value = "2026-05-02 day"
        stands = self._stands(kind, thing.partition(":")[2], of)
        seen = self.one_of([stands, stands, "planned"])
        fields = {"thing": thing, "field": of, "value": value, "seen": seen, "why": self.one_of(["", WHY])}
        if name == "record:again":
            return {"again": json.dumps(fields)}
        return fields

    def _stands(self, kind: str, key: str, of: str) -> str:
        with self.stage.house.database.read() as session:
            found = session.get(KINDS[kind].model, key)
            return KINDS[kind].fields[of].get(found) if found is not None else ""


# --- what honest people do meanwhile


def _write(cast: Cast, name: str, text: str, words: str) -> None:
    with cast.house.database.read() as session:
        version = session.get_one(Text, text).version
    getattr(cast, name).do(texts.rewrite, text, words, version)


def _more_apart(stage: Stage) -> None:
    cast, thing = stage.cast, stage.secrets.things[1].partition(":")[2]
    _write(cast, "noor", cast.action(thing).text_id, "KANARIEAFSPRAAK en KANARIELATER")


def _move(stage: Stage, key: str) -> None:
    part = next(part for part in stage.cast.meeting.parts if part.key == key)
    stage.cast.yusuf.do(meetings.move, part.id)


def _hidden_choice(stage: Stage) -> None:
    thing = stage.secrets.things[1]
    stage.cast.noor.do(records.set_field, thing, "owner", stage.cast.lotte.id, "")


#: One at a time, in an order that chance chooses. What is refused (it was done before) is none of our business here.
HONEST: list[Callable[[Stage], Any]] = [
    lambda stage: _move(stage, "agreements"),
    lambda stage: _move(stage, "happened"),
    lambda stage: _move(stage, "understand"),
    lambda stage: _move(stage, "safety"),
    _more_apart,
    _hidden_choice,
    lambda stage: stage.cast.add_statement("Het was druk op school.", by="karim"),
    lambda stage: stage.cast.add_statement("KANARIEFEIT staat ook hier", by="noor", shared_with="lotte"),
    lambda stage: stage.cast.add_action("Samen eten", by="anna", owner="rie"),
    lambda stage: _write(
        stage.cast, "noor", stage.cast.text_id("worries"), "Wij maken ons zorgen om het geld."
    ),
    lambda stage: _write(stage.cast, "sam", stage.cast.text_id("our_story", owner="sam"), "Ik wil rust."),
    lambda stage: stage.cast.anna.do(
        facts.respond,
        stage.secrets.things[3].partition(":")[2],
        stage.cast.anna.id,
        "agrees",
        "KANARIEANNA ja",
        None,
    ),
    lambda stage: stage.cast.samira.do(meetings.raise_hand),
]


def honest(stage: Stage, which: int) -> None:
    """Somebody at the table goes on with the work."""
    try:
        HONEST[which % len(HONEST)](stage)
    except Refused:
        return
