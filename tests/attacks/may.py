"""Who may change which row: a small model beside the program, of the table of rights and of what the rows say.

It knows tables and columns, no use case and no kind of record. What it does not name, nobody may change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from conference.access.permissions import load_matrix
from models.base import Base

MATRIX = load_matrix()
Key = tuple[Any, ...]
Line = dict[str, Any]
#: On phones of these nothing is shown, or changed, that is kept apart.
FAMILY = frozenset({"parent", "child", "network", "supporter", "interpreter"})


class Rows:
    """Every row of every table as it lies in the database: locked words stay locked, and still differ when changed."""

    def __init__(self, connection: Connection) -> None:
        self.tables: dict[str, dict[Key, Line]] = {}
        for table in Base.metadata.sorted_tables:
            found = connection.exec_driver_sql(f'select * from "{table.name}"').mappings()  # noqa: S608
            names = [column.name for column in table.primary_key]
            self.tables[table.name] = {tuple(row[one] for one in names): dict(row) for row in found}

    def one(self, table: str, key: Any) -> Line | None:
        """A row by its id."""
        return self.tables[table].get((key,))

    def where(self, table: str, **columns: Any) -> Iterator[Line]:
        """The rows with these values."""
        for row in self.tables[table].values():
            if all(row[name] == value for name, value in columns.items()):
                yield row


@dataclass(frozen=True)
class Changed:
    """One row that is not as it was: `old` is None for a new one, `new` for one that is gone."""

    table: str
    old: Line | None
    new: Line | None

    @property
    def row(self) -> Line:
        """As it was; a new one as it is."""
        return self.old or self.new or {}

    @property
    def columns(self) -> frozenset[str]:
        """What differs in a row that stays."""
        if self.old is None or self.new is None:
            return frozenset()
        return frozenset(name for name, value in self.new.items() if value != self.old[name])


def changes(before: Rows, after: Rows) -> list[Changed]:
    """Every row that came, went or changed."""
    found = []
    for table, now in after.tables.items():
        was = before.tables[table]
        for key in was.keys() | now.keys():
            if was.get(key) != now.get(key):
                found.append(Changed(table, was.get(key), now.get(key)))
    return found


@dataclass(frozen=True)
class Who:
    """Somebody by the columns of the table of rights that are theirs, and by their ids."""

    columns: frozenset[str]
    case: str | None = None
    person: str | None = None
    account: str | None = None
    #: How the log names them.
    actors: frozenset[str] = field(default_factory=frozenset)
    #: Their own session and their own phone.
    session: str = ""
    guest: str = ""

    @property
    def on_family_phone(self) -> bool:
        """Whether others of the family may look along."""
        return self.person is not None and self.account is None and bool(self.columns & FAMILY)

    def has(self, permission: str, *owners: Any) -> bool:
        """Whether a cell says yes, or *own* of what is theirs."""
        cells = {MATRIX[permission][column] for column in self.columns}
        return "yes" in cells or ("own" in cells and self.person is not None and self.person in owners)

    def ever(self, permission: str) -> bool:
        """Whether a cell says yes or *own*. Beside nobody (*with*), a supporter does nothing alone."""
        return any(MATRIX[permission][column] in ("yes", "own") for column in self.columns)


class Model:
    """Whether what changed is what somebody may change. `wrong` names the first row that is not."""

    def __init__(self, who: Who, before: Rows, after: Rows, witness: str = "") -> None:
        """`witness`: how the log names who looks on; what they are shown stands there, too."""
        self.who, self.before, self.after, self.witness = who, before, after, witness
        self.changed = changes(before, after)

    def wrong(self, *, refused: bool) -> str:
        """What changed that may not; nothing when all is well. A try that was refused leaves a row in the log only."""
        for one in self.changed:
            if self._upkeep(one) or (not refused and self._may(one)):
                continue
            names = ", ".join(sorted(one.columns)) or ("came" if one.old is None else "went")
            return f"{one.table} {next(iter(one.row.values()))}: {names}"
        return ""

    @property
    def logged(self) -> list[Line]:
        """The rows of the log that were written."""
        return [one.new for one in self.changed if one.table == "log_entry" and one.new is not None]

    def _upkeep(self, one: Changed) -> bool:
        """What happens by itself: the log, its seals, and the own session that goes on."""
        if one.table == "log_entry":
            shown = one.row["actor"] == self.witness and one.row["outcome"] == "ok"
            return one.old is None and (one.row["actor"] in self.who.actors or shown)
        if one.table in ("log_seal", "log_leaf"):
            return one.old is None
        if one.table == "deed_count":
            there = one.old is not None and one.new is not None
            return there and one.columns == {"deeds"} and one.new["deeds"] > one.old["deeds"]
        if one.table == "session":
            ends = {"ended_at", "ended_why", "of_id", "kind"}
            return one.old is not None and one.row["id"] == self.who.session and not one.columns & ends
        return False

    def _may(self, one: Changed) -> bool:
        rule = RULES.get(one.table)
        return rule is not None and self._mine_to_know(one) and (self._opened(one) or bool(rule(self, one)))

    def _opened(self, one: Changed) -> bool:
        """Of a family that they open with this very message; who signs in may."""
        case, _ = self.place(one.table, one.row)
        fresh = case is not None and self.before.one("family_case", case) is None
        return fresh and self.who.account is not None

    # --- where a row belongs

    def _mine_to_know(self, one: Changed) -> bool:
        """Of the own family, and not apart from this viewer."""
        case, shields = self.place(one.table, one.row)
        if case not in (None, self.who.case):
            return self._opened(one)
        apart = {key for key in shields if self.before.one("shield", key) is not None}
        if not apart:
            return True
        inside = all((key, self.who.person) in self.before.tables["shield_audience"] for key in apart)
        return inside and not self.who.on_family_phone

    def place(self, table: str, row: Line) -> tuple[str | None, set[str]]:
        """The family of a row, and the shields of it and of what it hangs on."""
        case = row.get("case_id") if table != "family_case" else row["id"]
        shields = {row["shield_id"]} if row.get("shield_id") else set()
        for column, other in HANGS_ON.items():
            if table != other and row.get(column):
                above = self.get(other, row[column])
                if above is not None:
                    its, more = self.place(other, above)
                    case, shields = case or its, shields | more
        return case, shields

    def get(self, table: str, key: Any) -> Line | None:
        """A row as it was; one that is new as it is."""
        return self.before.one(table, key) or self.after.one(table, key)

    # --- whose it is

    def voices(self, person: Any) -> tuple[Any, ...]:
        """Who speaks for somebody: they, and for who is not at the table the one they chose."""
        found = self.before.one("person", person) if person else None
        if found is None:
            return ()
        return (person,) if found["at_table"] else (person, found["voice_via_id"])

    def source_of(self, statement: Line) -> Any:
        """Who its words belong to: the source once they approved them, else who added it.

        After another source was named, they are of who added it until that one approves.
        """
        accorded, thing = statement["accorded_at"], f"statement:{statement['id']}"
        named = [one["at"] for one in self.before.where("field_change", thing=thing, field="source_id")]
        if accorded is not None and statement["source_id"] and not any(at > accorded for at in named):
            return statement["source_id"]
        return statement["added_by_id"]

    def keeps_statement(self, row: Line) -> bool:
        """Whether what it says is theirs to change."""
        return self.who.has("words.change", *self.voices(self.source_of(row)))

    def overrules(self) -> bool:
        return self.who.has("words.overrule")

    def restores(self, table: str, row: Line, *keepers: Any) -> bool:
        """What was taken away is put back by whose it is, or by who took it away."""
        thing = f"{table}:{row['id']}"
        by = [one["by_id"] for one in self.before.where("field_change", thing=thing)]
        return self.who.has("words.restore", *keepers, *by)

    def keeps_action(self, row: Line) -> bool:
        both = self.voices(row["added_by_id"]) + self.voices(row["owner_id"])
        return self.who.has("words.change", *both)

    def keeps_text(self, row: Line) -> bool:
        """Whether the words of a text are theirs to change: by the record that holds it."""
        who, key = self.who, row["id"]
        if row["kind"] == "own_words":
            return who.has("own_words.write", row["owner_id"])
        if row["kind"] == "section":
            return who.has("section.write")
        if row["kind"] == "decision":
            return who.has("decision.write")
        if row["kind"] == "risk":
            return who.has("section.write")
        for rows in (self.before, self.after):
            for table, right in (
                ("statement", "statement.write"),
                ("factor", "map.write"),
                ("goal", "goal.write"),
            ):
                for held in rows.tables[table].values():
                    if key in (held["text_id"], held.get("seen_when_id")):
                        mine = (
                            self.keeps_statement(held)
                            if table == "statement"
                            else who.has(
                                "words.change", *self.voices(held.get("owner_id") or held["added_by_id"])
                            )
                        )
                        return who.has(right, held.get("owner_id")) and mine
            for held in rows.tables["action"].values():
                if key in (held["text_id"], held["seen_when_id"]):
                    adder, owner = self.voices(held["added_by_id"]), self.voices(held["owner_id"])
                    # Also when the owner lives elsewhere in the same row a moment later (*ik doe dit*).
                    right = who.has("action.change", held["owner_id"]) or who.has("action.add")
                    return right and who.has("words.change", *(owner if held["taken_said"] else adder))
        return False

    def scrubs(self, text: str) -> bool:
        """A slip goes by its writer, or by who may take out words of anybody."""
        wrote = any(self.before.where("change", text_id=text, author_id=self.who.person))
        return self.who.has("text.scrub", self.who.person if wrote else None)

    def shields_it(self, one: Changed) -> bool:
        """Somebody puts it apart (who added it, or whose words they are), or it is put before the table again."""
        return self.who.has("shield.set", one.row["added_by_id"], one.row.get("source_id"))


HANGS_ON = {
    "case_id": "family_case",
    "meeting_id": "meeting",
    "round_id": "safety_round",
    "text_id": "text",
    "statement_id": "statement",
    "action_id": "action",
    "factor_id": "factor",
    "goal_id": "goal",
    "decision_id": "decision",
    "link_id": "link",
    "from_id": "factor",
    "to_id": "factor",
    "question_id": "text",
    "report_id": "report",
    "person_id": "person",
    "shield_id": "shield",
}
Rule = Callable[[Model, Changed], bool]
#: What ends or moves a meeting, and what the chair arranges at it.
LED = ("meeting.lead", "meeting.plan")


def right(*permissions: str) -> Rule:
    """One of these is enough."""
    return lambda model, one: any(model.who.has(permission) for permission in permissions)


def own(permission: str, column: str = "person_id", *, voices: bool = True) -> Rule:
    """Of who stands in this column, or of who speaks for them."""

    def rule(model: Model, one: Changed) -> bool:
        whose = one.row[column]
        return model.who.has(permission, *(model.voices(whose) if voices else (whose,)))

    return rule


def by_me(permission: str, column: str) -> Rule:
    """A new one that carries the own name, by who may make one."""
    return lambda model, one: (
        one.old is None and one.row[column] == model.who.person and model.who.ever(permission)
    )


def either(*rules: Rule) -> Rule:
    """One of these holds."""
    return lambda model, one: any(rule(model, one) for rule in rules)


def _statement(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    if one.old is None:
        return row["added_by_id"] == who.person and who.has("statement.write")
    for column in one.columns:
        if column in ("accorded_at", "accorded_said"):
            good = who.has("statement.accord", *model.voices(row["source_id"])) or model.keeps_statement(row)
        elif column == "shield_id":
            good = model.shields_it(one)
        elif column in ("withdrawn_at", "withdrawn_why"):
            keepers = model.voices(model.source_of(row))
            good = (
                model.keeps_statement(row) or model.overrules() or model.restores("statement", row, *keepers)
            )
        else:
            good = who.has("statement.write") and model.keeps_statement(row)
        if not good:
            return False
    return True


def _of_statement(model: Model, one: Changed) -> bool:
    row = model.get("statement", one.row["statement_id"])
    return row is not None and model.who.has("statement.write") and model.keeps_statement(row)


def _action(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    if one.old is None:
        return row["added_by_id"] == who.person and (
            who.has("action.add") or who.has("shield.set", who.person)
        )
    changes_it = who.has("action.change", row["owner_id"])
    for column in one.columns:
        if column == "position":
            good = who.has("action.order")
        elif column == "shield_id":
            good = model.shields_it(one)
        elif column == "taken_said":
            mine = (one.new or row)["owner_id"] in model.voices(who.person) or "owner_id" in one.columns
            good = mine and (who.has("action.take", who.person) or changes_it)
        elif column in ("state", "note", "waiting_reason", "not_done_reason", "bridge"):
            good = changes_it and (model.keeps_action(row) or model.overrules())
        elif column in ("owner_id", "due"):
            takes = (
                column == "owner_id"
                and (one.new or row)["owner_id"] == who.person
                and row["owner_id"] is None
            )
            free = row["owner_id"] is None
            good = (takes and who.has("action.take", who.person)) or (
                changes_it and (free or model.keeps_action(row) or model.overrules())
            )
        else:
            good = changes_it
        if not good:
            return False
    return True


def _partner(model: Model, one: Changed) -> bool:
    row = model.get("action", one.row["action_id"])
    if row is None:
        return False
    free = row["owner_id"] is None or model.keeps_action(row) or model.overrules()
    return model.who.has("action.change", row["owner_id"]) and free


def _factor(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    if one.old is None:
        return row["added_by_id"] == who.person and who.has("map.write")
    mine = who.has("words.change", *model.voices(row["added_by_id"]))
    for column in one.columns:
        if column == "shield_id":
            good = model.shields_it(one)
        elif column == "removed_at":
            keepers = model.voices(row["added_by_id"])
            good = mine or model.overrules() or model.restores("factor", row, *keepers)
        else:
            good = who.has("map.write") and (mine or column in ("x", "y", "life_area", "changeable"))
        if not good:
            return False
    return True


def _of_factor(model: Model, one: Changed) -> bool:
    row = model.get("factor", one.row["factor_id"])
    mine = row is not None and model.who.has("words.change", *model.voices(row["added_by_id"]))
    return mine and model.who.has("map.write")


def _goal(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    if one.old is None:
        return row["added_by_id"] == who.person and who.has("goal.write")
    mine = who.has("words.change", *model.voices(row["owner_id"] or row["added_by_id"]))
    for column in one.columns:
        if column in ("attainment", "attained_said"):
            # Nobody's goal the table says it of; of who was named it is asked, and of a new one again.
            nobodys = row["owner_id"] is None and who.has("goal.write")
            given = "owner_id" in one.columns and (mine or model.overrules())
            good = nobodys or given or who.has("goal.attain", *model.voices(row["owner_id"]))
        elif column == "shield_id":
            good = model.shields_it(one)
        elif column in ("phase", "position"):
            good = who.has("goal.write")
        else:
            keepers = model.voices(row["owner_id"] or row["added_by_id"])
            good = (
                mine
                or model.overrules()
                or (column == "removed_at" and model.restores("goal", row, *keepers))
            )
        if not good:
            return False
    return True


def _text(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    if one.old is None:
        makes = (
            "action.add",
            "statement.write",
            "map.write",
            "goal.write",
            "decision.write",
            "section.write",
        )
        return any(who.has(permission) for permission in makes) or who.ever("shield.set")
    if one.columns == {"shield_id"}:
        return who.ever("shield.set")
    if one.columns == {"epoch"}:  # all pages open it anew: with a shield that changes, or after a scrub
        return who.ever("shield.set") or model.scrubs(row["id"])
    return model.keeps_text(row) or model.scrubs(row["id"])


def _change(model: Model, one: Changed) -> bool:
    text = model.get("text", one.row["text_id"])
    if text is None:
        return False
    if one.old is not None:
        return model.scrubs(text["id"])
    mine = one.row["author_id"] == model.who.person
    fresh = model.before.one("text", text["id"]) is None
    return mine and (fresh or model.keeps_text(text) or model.scrubs(text["id"]))


def _decision(model: Model, one: Changed) -> bool:
    who, row = model.who, one.row
    if one.old is None:
        return row["added_by_id"] == who.person and who.has("decision.write")
    for column in one.columns:
        if column in ("state", "decided_at", "decided_by_id", "next_step", "next_step_on", "reason_id"):
            good = who.has("decision.close")
        elif column == "shield_id":
            good = model.shields_it(one)
        else:
            good = who.has("decision.write")
        if not good:
            return False
    return True


def _meeting(model: Model, one: Changed) -> bool:
    who, row = model.who, one.row
    for column in one.columns:
        if column in ("paused_at", "paused_by_id", "state"):
            good = who.has("meeting.pause") or who.has("meeting.resume", row["paused_by_id"])
            if column == "state" and (one.new or row)["state"] not in ("open", "paused"):
                good = any(who.has(permission) for permission in LED)
        elif column in ("code_hash", "code_turn"):
            good = who.has("invitation.make")
        else:
            good = any(who.has(permission) for permission in LED)
        if not good:
            return False
    return True


def _field_change(model: Model, one: Changed) -> bool:
    if one.old is not None:  # only a slip goes from what was
        table, _, key = one.row["thing"].partition(":")
        held = model.before.one(table, key) or {}
        texts = [held.get(name) for name in ("text_id", "seen_when_id", "question_id", "reason_id")]
        return any(model.scrubs(text) for text in texts if text)
    row, who = one.row, model.who  # a person of the case, or in the learning layer an account
    return (row["by_id"], row["account_by_id"]) in {(who.person, None), (None, who.account)}


def _proposal(model: Model, one: Changed) -> bool:
    row, who = one.row, model.who
    text = model.get("text", row["text_id"])
    if one.old is None:
        return row["by_id"] == who.person and who.has("words.propose")
    answers = text is not None and model.keeps_text(text)
    return row["by_id"] == who.person or answers or (text is not None and model.scrubs(text["id"]))


def _guest(model: Model, one: Changed) -> bool:
    if one.old is not None and one.row["id"] == model.who.guest:
        return one.columns <= {"language"} or model.who.has("seat.remove")
    return any(model.who.has(deed) for deed in ("seat.remove", "lobby.admit", "access.end"))


def _shield(model: Model, one: Changed) -> bool:
    who, row = model.who, one.row
    if one.old is None:
        return row["set_by_id"] == who.person and who.ever("shield.set")
    owners = row["protects_id"], row["set_by_id"]
    deeds = "shield.narrow", "shield.widen", "shield.lift", "shield.review"
    return (
        any(who.has(deed, *owners) for deed in deeds)
        or who.has("shield.agree", row["protects_id"])
        or (who.has("shield.confirm"))
    )


def _ask(model: Model, one: Changed) -> bool:
    who, shield = model.who, model.get("shield", one.row["shield_id"]) or {}
    owners = shield["protects_id"], shield["set_by_id"]
    if one.old is None:
        return one.row["by_id"] == who.person and (
            who.has("shield.widen", *owners) or who.has("shield.lift", *owners)
        )
    return one.columns <= {"answered_by_id", "answered_at", "agreed", "answer"} and who.has(
        "shield.agree", shield["protects_id"]
    )


def _emergency(model: Model, one: Changed) -> bool:
    """Asked in the own name; answered and ended by somebody else who may, and ended by who reads."""
    who, row, now = model.who, one.row, one.new or {}
    if one.old is None:
        mine = row["person_id"] == who.person and row["account_id"] == who.account
        return mine and who.has("emergency.ask") and not (row["agreed"] or row["until"])
    mine = row["person_id"] == who.person
    if one.columns == {"closed_at"}:
        return mine or who.has("emergency.agree")
    answers = {"second_id", "answered_at", "agreed", "answer", "until", "due_on"}
    second = not mine and now.get("second_id") == who.person and who.has("emergency.agree")
    return second and one.columns <= answers


def _audience(model: Model, one: Changed) -> bool:
    """Nobody comes in without the yes of whom it protects, or of who may say it in their place."""
    who, key = model.who, one.row["shield_id"]
    shield = model.before.one("shield", key)
    if shield is None:
        return who.ever("shield.set")
    owners = shield["protects_id"], shield["set_by_id"]
    if one.new is None:
        return who.has("shield.narrow", *owners)
    unprotected = shield["protects_id"] is None and who.has("shield.widen", *owners)
    return unprotected or who.has("shield.agree", shield["protects_id"])


def _stand(model: Model, one: Changed) -> bool:
    """An answer is of who gives it; the chair writes down what was asked aloud."""
    aloud = model.who.has("decision.close")
    return aloud or model.who.has("decision.stand", *model.voices(one.row["person_id"]))


def _session(model: Model, one: Changed) -> bool:
    if one.row["of_id"] in (model.who.account, model.who.guest):
        return True
    return one.row["kind"] != "account" and (
        model.who.has("seat.remove") or model.who.has("lobby.admit") or model.who.has("screen.start")
    )


def _mine(column: str) -> Rule:
    return lambda model, one: one.row[column] == model.who.person is not None


LEADS = right(*LED)
OWN_ACCOUNT: Rule = lambda model, one: one.row["account_id"] == model.who.account  # noqa: E731
RULES: dict[str, Rule] = {
    "log_entry": lambda model, one: False,  # only `_upkeep`, and of a family that was just opened
    # --- words and what hangs on them
    "text": _text,
    "change": _change,
    "statement": _statement,
    "statement_about": _of_statement,
    "response": own("response.give"),
    "action": _action,
    "action_partner": _partner,
    "action_factor": right("action.change"),
    "factor": _factor,
    "factor_about": _of_factor,
    "factor_named_by": _of_factor,
    "factor_statement": right("map.write"),
    "link": right("map.write"),
    "link_said_by": right("map.write"),
    "goal": _goal,
    "section": lambda model, one: one.old is None and model.who.ever("shield.set"),
    "risk": either(
        right("section.write"), lambda model, one: "shield_id" in one.columns and model.shields_it(one)
    ),
    "proposal": _proposal,
    "field_change": _field_change,
    # --- deciding
    "decision": _decision,
    "decision_option": right("decision.write"),
    "decision_statement": right("decision.write"),
    "decision_asked": lambda model, one: model.who.ever("decision.stand") or model.who.has("decision.write"),
    "decision_hat": right("decision.close"),
    "child_meaning": right("decision.write"),
    "stand": _stand,
    "plan_check": right("plan.check"),
    # --- answers of a person
    "safety_round": lambda model, one: (
        model.who.ever("safety.give") if one.old is None else model.who.has("safety.reveal")
    ),
    "safety_number": own("safety.give"),
    "risk_round": lambda model, one: (
        model.who.ever("safety.give") if one.old is None else model.who.has("safety.reveal")
    ),
    "risk_answer": own("safety.give"),
    "named_risk": either(own("safety.give"), right("section.write")),
    "rules_agreed": own("rules.agree"),
    "check_out": own("check_out.give"),
    "hand": either(right("hand.call"), own("hand.raise", voices=False)),
    "explanation": either(by_me("explain.ask", "asked_by_id"), right("explain.answer"), _mine("asked_by_id")),
    "expertise": right("expertise.add"),
    "reflection": own("reflection.write", voices=False),
    # --- the meeting and who sits at it
    "meeting": _meeting,
    "part": LEADS,
    "passed_over": LEADS,
    "invitee": either(right("seat.room"), LEADS, right("lobby.admit")),
    "guest": _guest,
    "session": _session,
    "invitation": either(
        right("invitation.make"), right("lobby.admit"), right("seat.remove"), right("access.end")
    ),
    "screen": right("screen.start"),
    "told_code": either(right("code.tell"), lambda model, one: one.row["person_id"] == model.who.person),
    "report": either(right("report.share"), right("report.lead"), LEADS),
    "reopening": right("report.lead"),
    "correction": own("report.correct"),
    # --- apart
    "shield": _shield,
    "shield_ask": _ask,
    "shield_audience": _audience,
    "emergency": _emergency,
    # --- to go, or to be kept
    "erasure": lambda model, one: (
        model.who.ever("erasure.ask")
        if one.old is None
        else model.who.has("erasure.approve") or one.row["asked_by"] in model.who.actors
    ),
    "hold": right("hold.set"),
    "access_to_data": either(own("request.ask", voices=False), right("request.answer")),
    "departure": right("access.end"),
    "colleague_invitation": right("case.change", "meeting.plan"),
    # --- the family
    "family_case": right("case.change", "frame.set"),
    "person": right("case.change", "access.set", "access.end", "hat.give"),
    "hat_change": right("hat.give"),
    "frame_change": right("frame.set"),
    "access_request": either(by_me("access.ask", "asked_by_id"), right("access.answer")),
    "face_change": right("case.change"),
    "account": lambda model, one: one.row["id"] == model.who.account and one.columns <= {"language"},
    # --- signing in: one's own; a mail can be asked for whatever address, and goes to who reads it there
    "authenticator": OWN_ACCOUNT,
    "recovery_code": OWN_ACCOUNT,
    "passkey": OWN_ACCOUNT,
    "linked_login": OWN_ACCOUNT,
    "mail": lambda model, one: one.old is None,
    # --- learning
    "development_hours": lambda model, one: one.row["account_id"] == model.who.account,
    "learning_note": lambda model, one: one.old is None and model.who.ever("reflection.write"),
    "measurement": LEADS,
    "theme": right("theme.write"),
    "note_theme": right("theme.write"),
    "note_outcome": right("theme.write"),
    "learning_cycle": right("cycle.write"),
    "cycle_card": right("cycle.write"),
    "card_dot": right("cycle.write"),
    "guided_session": right("cycle.write"),
    "obstacle": either(
        right("obstacle.write"),
        right("obstacle.answer"),
        lambda model, one: model.who.ever("reflection.write"),
    ),
    "obstacle_step": either(
        right("obstacle.write"),
        right("obstacle.answer"),
        lambda model, one: model.who.ever("reflection.write"),
    ),
    "indicator": right("indicator.set"),
    "board_report": right("board_report.make"),
    "lesson_card": right("lesson.write"),
    "lesson_theme": right("lesson.write"),
    "own_term": right("term.write"),
    "region_profile": right("profile.edit"),
}
#: What no message of anybody changes: made on the command line, or by the program itself.
NOBODYS = frozenset(
    {
        "deed_count",
        "door_try",
        "learning_seat",
        "log_leaf",
        "log_removal",
        "log_seal",
        "office_seat",
        "organisation",
        "password_link",
    }
)
