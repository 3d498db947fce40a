"""The gate: for each deed and each role what it says about the furnished records that the deed can be about."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.fence import inside
from tests.fence.golden import check
from tests.fence.world import World, steady

#: How a code stands in the table; another code stands there as it is.
SHORT = {"not_found": ".", "not_allowed": "no", "closed": "over"}
SHORT |= {"statement_settled": "set", "decision_fixed": "fix", "cycle_closed": "shut"}
#: What each deed can be about: a record by its label, or one that is changed first (see `CHANGED`).
#: `person: own` is the viewer.
PERSON = ("<anna>", "person: own")
ABOUT: dict[str, tuple[str, ...]] = {
    "case": ("<case>",),
    "meeting": ("<meeting>", "meeting: own"),
    "search": ("<case>",),
    "hand": ("<meeting>", "<hand>", "hand: own"),
    "lobby": ("<meeting>",),
    "seat": ("<meeting>",),
    "invitation": ("<meeting>",),
    "screen": ("<meeting>",),
    "section": ("<section>", "<section text>"),
    "text": ("<section text>", "text: own"),
    "own_words": ("<own words>", "text: own"),
    "action": ("<case>", "<action>", "action: own", "<hidden_action>", "<hidden action text>"),
    "statement": (
        "<case>",
        "<fact>",
        "statement: own",
        "<withdrawn fact>",
        "<hidden_fact>",
        "<hidden fact text>",
    ),
    "response": PERSON,
    "map": ("<case>", "<risk>", "<link>", "<hidden_factor>", "<hidden link>", "<hidden factor text>"),
    "safety": ("<meeting>", "<round>", "<number>", "number: not shown", *PERSON),
    "goal": ("<case>", "<goal>", "goal: own", "<goal text>"),
    "plan": ("<case>",),
    "decision": ("<case>", "<meeting>", "<decision>", "<open decision>", "<decision text>", *PERSON),
    "rules": PERSON,
    "explain": ("<meeting>", "<action>", "<hidden_action>", "<question>", "<hidden question>"),
    "expertise": ("<meeting>", "<expertise>"),
    "check_out": PERSON,
    "access": ("<case>", "<access request>", "access request: own"),
    "hat": ("<case>",),
    "frame": ("<case>",),
    "report": ("<report>", "report: shared", *PERSON),
    "reflection": ("<private note>", "reflection: own", "<team note>", *PERSON),
    "learning": ("<region>",),
    "note": ("<region>", "<note>", "<theme>"),
    "theme": ("<region>", "<theme>"),
    "cycle": ("<region>", "<cycle>", "cycle: closed", "<card>", "<silent card>", "<session>"),
    "obstacle": ("<region>", "<obstacle>", "<team obstacle>"),
    "indicator": ("<region>", "<indicator>"),
    "board_report": ("<region>", "<board report>"),
    "lesson": ("<region>", "<lesson>", "lesson: not shared"),
    "term": ("<region>",),
    "hours": ("<region>", *PERSON),
    "profile": ("<region>",),
    "words": (
        "<fact>",
        "statement: added",
        "<withdrawn fact>",
        "<hidden_fact>",
        "<action>",
        "action: added",
        "<hidden_action>",
        "<goal text>",
        "<section text>",
    ),
    "shield": (
        "<action>",
        "action: added",
        "statement: added",
        "<hidden_action>",
        "<hidden_fact>",
        "<hidden_factor>",
        "<shield>",
        "shield: own",
    ),
    "code": ("<case>",),
    "erasure": ("<case>", *PERSON),
    "hold": ("<case>",),
    "request": ("<request>", "request: own", *PERSON),
    "emergency": ("<case>", "<emergency>", "emergency: own"),
    "privacy": ("<region>",),
    "team": ("<region>",),
}
#: Records by their table; the label says which.
TABLES = {
    "<case>": "family_case",
    "<meeting>": "meeting",
    "<hand>": "hand",
    "<section>": "section",
    "<section text>": "text",
    "<own words>": "text",
    "<action>": "action",
    "<hidden_action>": "action",
    "<hidden action text>": "text",
    "<fact>": "statement",
    "<withdrawn fact>": "statement",
    "<hidden_fact>": "statement",
    "<hidden fact text>": "text",
    "<anna>": "person",
    "<risk>": "factor",
    "<link>": "link",
    "<hidden_factor>": "factor",
    "<hidden link>": "link",
    "<hidden factor text>": "text",
    "<round>": "safety_round",
    "<number>": "safety_number",
    "<goal>": "goal",
    "<goal text>": "text",
    "<decision>": "decision",
    "<open decision>": "decision",
    "<decision text>": "text",
    "<question>": "explanation",
    "<hidden question>": "explanation",
    "<expertise>": "expertise",
    "<access request>": "access_request",
    "<report>": "report",
    "<private note>": "reflection",
    "<team note>": "reflection",
    "<region>": "region_profile",
    "<note>": "learning_note",
    "<theme>": "theme",
    "<cycle>": "learning_cycle",
    "<card>": "cycle_card",
    "<silent card>": "cycle_card",
    "<session>": "guided_session",
    "<obstacle>": "obstacle",
    "<team obstacle>": "obstacle",
    "<indicator>": "indicator",
    "<board report>": "board_report",
    "<lesson>": "lesson_card",
    "<shield>": "shield",
    "<request>": "access_to_data",
    "<emergency>": "emergency",
}
#: What is changed for one look, and taken back after it: which record, and how. `:me` is the viewer.
CHANGED = {
    "meeting: own": ("<meeting>", "paused_by_id = :me"),
    "hand: own": ("<hand>", "person_id = :me"),
    "text: own": ("<own words>", "owner_id = :me"),
    "action: own": ("<action>", "owner_id = :me"),
    "action: added": ("<action>", "added_by_id = :me"),
    "statement: own": ("<fact>", "source_id = :me"),
    "statement: added": ("<fact>", "added_by_id = :me"),
    "shield: own": ("<shield>", "protects_id = :me"),
    "request: own": ("<request>", "person_id = :me"),
    "emergency: own": ("<emergency>", "person_id = :me"),
    "goal: own": ("<goal>", "owner_id = :me"),
    "access request: own": ("<access request>", "asked_by_id = :me"),
    "reflection: own": ("<private note>", "person_id = :me"),
    "number: not shown": ("<round>", "revealed_at = null"),
    "report: shared": ("<report>", "state = 'review'"),
    "cycle: closed": ("<cycle>", "closed_at = '2026-05-12 12:00:00.000000'"),
    "lesson: not shared": ("<lesson>", "published_at = null"),
}

#: Of these somebody has one at most: the others go first.
ALONE = frozenset({"hand"})


@pytest.fixture(scope="module")
def keys(world: World) -> dict[str, Any]:
    """The id behind each label that is not one of the world's own."""
    found = {label: key for key, label in world.labels.items()}
    hidden = {"<hidden action text>": "<hidden_action>", "<hidden fact text>": "<hidden_fact>"}
    hidden |= {"<hidden factor text>": "<hidden_factor>", "<goal text>": "<goal>"}
    for name, of in hidden.items():
        found[name] = world.value(TABLES[of], found[of], "text_id")
    found["<decision text>"] = world.value("decision", found["<open decision>"], "question_id")
    found["<section>"] = world.cast.section("worries").id
    found["<section text>"] = world.cast.text_id("worries")
    found["<own words>"] = world.cast.text_id("our_story", owner="anna")
    found["<hand>"] = world.newest("hand", person_id=found["<sam>"])
    found["<link>"] = world.newest("link", from_id=found["<strength>"])
    found["<hidden link>"] = world.newest("link", from_id=found["<hidden_factor>"])
    found["<round>"] = world.newest("safety_round")
    found["<number>"] = (found["<round>"], found["<sam>"])
    found["<question>"] = world.newest("explanation", thing=f"statement:{found['<fact>']}")
    found["<hidden question>"] = world.newest("explanation", thing=f"statement:{found['<hidden_fact>']}")
    found["<expertise>"] = world.newest("expertise")
    found["<private note>"] = world.newest("reflection", person_id=found["<noor>"])
    found["<team note>"] = world.newest("reflection", person_id=found["<lotte>"])
    found["<note>"] = world.newest("learning_note")
    found["<silent card>"] = world.newest("cycle_card")
    found["<team obstacle>"] = world.newest("obstacle")
    found["<indicator>"] = world.newest("indicator")
    found["<shield>"] = world.newest("shield")
    found["<request>"] = world.newest("access_to_data")
    return found


@pytest.fixture(scope="module")
def withdrawn(world: World, rooms: Path) -> Iterator[World]:
    """The open table, on which one fact was taken back."""
    made = world.copy(rooms / "withdrawn.sqlite")
    with steady(3):
        told = {
            "kind": "fact",
            "words": "Dit was dubbel.",
            "source_words": "Brief",
            "happened": ["day", "2026-05-01"],
        }
        made.wish("noor", "statement:add", **told, about=[made.script.people["anna"]])
        made.labels[fact := made.newest("statement")] = "<withdrawn fact>"
        made.wish("noor", "statement:withdraw", statement=fact, why="Dit stond er al een keer.")
    yield made
    made.close()


def looks(deed: str) -> tuple[str, ...]:
    """What a deed can be about."""
    return ABOUT[deed.partition(".")[0]]


def table_of(world: World, keys: dict[str, Any], viewers: dict[str, Any]) -> list[str]:
    """A line for each deed and record: what the gate says to each of these viewers."""
    asked: dict[str, dict[str, list[str]]] = {}
    with world.house.database.work() as work:
        for look in dict.fromkeys(look for looks_of in ABOUT.values() for look in looks_of):
            theirs = look == "person: own" or ":me" in CHANGED.get(look, ("", ""))[1]
            together = [[one] for one in viewers.items()] if theirs else [list(viewers.items())]
            for some in together:
                for deed, role, said in _ask(work.session, keys, look, some):
                    asked.setdefault(deed, {}).setdefault(look, []).append(f"{role}:{said}")
    told = []
    for deed in inside.deeds():
        for look in looks(deed):
            cells = [cell.partition(":")[::2] for cell in asked[deed].get(look, ())]
            if cells:
                told.append(f"{deed:18} {look:22} " + " ".join(f"{said:{len(role)}}" for role, said in cells))
    return [f"{'':18} {'':22} " + " ".join(viewers), *(line.rstrip() for line in told)]


def _ask(
    session: Any, keys: dict[str, Any], look: str, viewers: list[tuple[str, Any]]
) -> list[tuple[str, str, str]]:
    """What the gate says to these viewers about one record, for every deed that can be about it."""
    me = viewers[0][1].person_id
    label, change = CHANGED.get(look, (look, ""))
    label = "<number>" if look == "number: not shown" else label
    key = me if look == "person: own" else keys.get(label)
    if key is None:
        return []
    at = session.begin_nested()
    try:
        if change and (me or ":me" not in change):
            _change(session, CHANGED[look][0], keys, change, me)
        session.expire_all()
        found = inside.record(session, "person" if look == "person: own" else TABLES[label], key)
        deeds = [deed for deed in inside.deeds() if look in looks(deed)]
        said = [
            (deed, role, inside.answer(viewer, deed, found)) for deed in deeds for role, viewer in viewers
        ]
        return [(deed, role, SHORT.get(code, code)) for deed, role, code in said]
    finally:
        at.rollback()


def _change(session: Any, of: str, keys: dict[str, Any], change: str, me: str | None) -> None:
    """Change a record for one look."""
    if TABLES[of] in ALONE:
        session.execute(text(f"delete from {TABLES[of]} where id != :id"), {"id": keys[of]})  # noqa: S608
    given = {"id": keys[of]} | ({"me": me} if ":me" in change else {})
    session.execute(text(f"update {TABLES[of]} set {change} where id = :id"), given)  # noqa: S608


def test_every_deed_says_what_it_can_be_about() -> None:
    assert {deed.partition(".")[0] for deed in inside.deeds()} == set(ABOUT)


def test_the_gate_at_an_open_meeting(withdrawn: World, keys: dict[str, Any]) -> None:
    viewers = inside.viewers(withdrawn.house, withdrawn.cast)
    known = {**keys, **{label: key for key, label in withdrawn.labels.items()}}
    check("rights_open.txt", "\n".join(table_of(withdrawn, known, viewers)))


def test_the_gate_after_the_meeting(closed: World, keys: dict[str, Any]) -> None:
    viewers = inside.viewers(closed.house, closed.cast)
    known = {**keys, "<report>": closed.newest("report")}
    check("rights_closed.txt", "\n".join(table_of(closed, known, viewers)))


def test_the_gate_on_the_pages_of_the_case(closed: World, keys: dict[str, Any]) -> None:
    known = {**keys, "<report>": closed.newest("report")}
    check("rights_outside.txt", "\n".join(table_of(closed, known, inside.outside(closed.cast))))
