"""Every cell of the table of rights, tried on a page and on the socket.

The cases come from `conference/access.csv` itself: a new row without a way to try it fails here.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.access.identity import Kind
from conference.records import fields as records
from conference.records import texts
from conference.report import use_cases as reports
from conference.table.decisions import use_cases as decisions
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as gathering
from conference.table.meeting import use_cases as meetings
from conference.table.plan import use_cases as plans
from conference.table.safety import use_cases as safety
from models.enums import LearningRole, OfficeRole
from models.errors.base import NotFound
from models.reports import Report
from realtime.handlers import SURFACES
from tests.cast import BY_ROLE, PEOPLE, Cast, in_days
from tests.lines import SMALL_PAGE, Lines
from tests.obstacles.test_pages import ROWS as UPWARD
from tests.pages import PageClient

MATRIX = policy.MATRIX
TRIED = [role for role in BY_ROLE if role != "stranger"]
SIGNS_IN = {role for role in TRIED if PEOPLE[BY_ROLE[role]][3]}
Attempt = tuple[str, dict[str, Any]]


class Stage:
    """What a deed is tried on. `mine` says whether it belongs to the one who tries."""

    def __init__(self, cast: Cast, lines: Lines, role: str, *, mine: bool) -> None:
        self.cast, self.lines, self.role, self.mine = cast, lines, role, mine
        self.me = getattr(cast, BY_ROLE[role])

    def other(self) -> str:
        """Somebody who is not the one who tries."""
        return "karim" if self.me.name != "karim" else "noor"

    def owner(self) -> str:
        """Whose the thing is."""
        return self.me.name if self.mine else self.other()

    def action(self) -> str:
        """An action of the owner."""
        return self.cast.add_action("Elke week bellen", by="yusuf", owner=self.owner())

    def decision(self) -> str:
        """A question on the table."""
        return str(self.cast.noor.do(decisions.add, "Waar slaapt papa?").id)

    def report(self, *, shared: bool = False) -> str:
        """The report of the meeting, which ends for it."""
        self.cast.close()
        with self.cast.house.database.read() as session:
            key: str = session.scalars(
                select(Report.id).where(Report.meeting_id == self.cast.meeting_id)
            ).one()
        if shared:
            self.cast.yusuf.do(reports.share, key)
        return key


def _pause(stage: Stage) -> Attempt:
    getattr(stage.cast, stage.owner()).do(meetings.pause)
    return "meeting:resume", {}


def _hand(stage: Stage) -> Attempt:
    getattr(stage.cast, stage.owner()).do(meetings.raise_hand)
    return "hand:lower", {"person": getattr(stage.cast, stage.owner()).id}


def _called(stage: Stage) -> Attempt:
    getattr(stage.cast, stage.other()).do(meetings.raise_hand)
    return "hand:call", {"person": getattr(stage.cast, stage.other()).id}


def _own_words(stage: Stage) -> Attempt:
    owner = stage.me.name if stage.mine else ("sam" if stage.me.name == "anna" else "anna")
    return "text:rewrite", {"text": stage.cast.text_id("our_story", owner=owner), "seen": "0", "words": "Ik"}


def _order(stage: Stage) -> Attempt:
    first = stage.action()
    return "action:move", {"action": stage.cast.add_action("Iets anders"), "before": first}


def _admit(stage: Stage) -> Attempt:
    guest, _ = stage.cast.knock("Oma Rie")
    return "guest:admit", {"guest": guest, "person": stage.cast.rie.id, "match": stage.cast.match(guest)}


def _answer(stage: Stage) -> Attempt:
    owner = getattr(stage.cast, stage.owner()).id
    statement = stage.cast.add_statement(about=[owner])
    return "response:give", {"statement": statement, "person": owner, "stance": "partly", "words": "Deels"}


def _reveal(stage: Stage) -> Attempt:
    stage.cast.anna.do(safety.give, stage.cast.anna.id, "6", "")
    return "safety:reveal", {}


def _rules(stage: Stage) -> Attempt:
    return "rules:agree", {"person": getattr(stage.cast, stage.owner()).id}


def _explain(stage: Stage) -> Attempt:
    asked = stage.cast.anna.do(gathering.ask, f"section:{stage.cast.section('worries').id}", "")
    return "explain:answer", {"explanation": asked, "answer": "Waar we bang voor zijn."}


def _expertise(stage: Stage) -> Attempt:
    until = in_days(30).isoformat()
    return "expertise:add", {"who": "Een arts", "question": "Wat helpt?", "until": until}


def _check_out(stage: Stage) -> Attempt:
    whose = getattr(stage.cast, stage.owner()).id
    return "check_out:give", {"person": whose, "heard": "8", "topics": "7", "way": "6", "overall": "5"}


def _correction(stage: Stage) -> Attempt:
    key = stage.report(shared=True)
    return "report:withdraw", {
        "correction": getattr(stage.cast, stage.owner()).do(reports.correct, key, "", "Mijn woorden").id
    }


def _attained(stage: Stage) -> Attempt:
    goal = str(stage.cast.noor.do(plans.add, "Rust in huis", "immediate_safety").id)
    stage.cast.noor.do(records.set_field, f"goal:{goal}", "owner", getattr(stage.cast, stage.owner()).id, "")
    return "goal:attain", {"goal": goal, "attainment": "partly"}


def _said(stage: Stage, *, by: str) -> str:
    """A statement of somebody; of who may not add one there is none of their own."""
    may_add = expected("statement.write", str(stage.role), mine=True) or by != stage.me.name
    return stage.cast.add_statement(by=by if may_add else stage.other())


def _own_statement(stage: Stage) -> Attempt:
    text = stage.cast.statement(_said(stage, by=stage.owner())).text_id
    return "text:rewrite", {"text": text, "seen": "1", "words": "Het was anders."}


def _slip(stage: Stage) -> Attempt:
    text = stage.cast.statement(_said(stage, by=stage.owner()))
    return "text:scrub", {"text": text.text_id, "slip": text.text.words}


def _gone(stage: Stage) -> Attempt:
    text = stage.cast.text_id("worries")
    for seen, words in enumerate(("Zorgen over geld.", "")):
        stage.cast.noor.do(texts.rewrite, text, words, seen)
    return "text:restore", {"text": text, "version": "1"}


def _overruled(stage: Stage) -> Attempt:
    why = "Dit hoort niet bij wat we hier bespreken."
    return "statement:withdraw", {"statement": _said(stage, by=stage.other()), "why": why}


def _proposed(stage: Stage) -> Attempt:
    text = stage.cast.statement(_said(stage, by=stage.other())).text_id
    return "words:propose", {"text": text, "words": "Het was anders."}


def _put_back(stage: Stage) -> Attempt:
    made = _said(stage, by=stage.owner())
    owner = stage.cast.statement(made).added_by_id
    name = next(name for name, key in stage.cast.script.people.items() if key == owner)
    getattr(stage.cast, name).do(facts.withdraw, made, "Dit stond er al een keer.")
    return "statement:restore", {"statement": made}


def _reopened(stage: Stage) -> Attempt:
    key = stage.report(shared=True)
    with stage.cast.house.database.work() as work:
        report = work.load(Report, key)
        report.window_until = stage.cast.house.clock()
    return "report:reopen", {"report": key, "why": "Er staat een verkeerde datum in."}


def _hours(stage: Stage) -> Attempt:
    stage.cast.close()
    return "hours:give", {"minutes": "30", "kind": "reflection"}


#: How each deed is tried as a wish; deeds of pages follow below.
WISHES: dict[str, Callable[[Stage], Attempt]] = {
    "meeting.lead": lambda stage: ("meeting:join", {"shown": "no"}),
    "meeting.pause": lambda stage: ("meeting:pause", {}),
    "meeting.resume": _pause,
    "hand.raise": lambda stage: ("hand:raise", {}),
    "hand.lower": _hand,
    "hand.call": _called,
    "lobby.admit": _admit,
    "seat.room": lambda stage: ("seat:room", {"person": stage.cast.rie.id, "here": "yes"}),
    "seat.remove": lambda stage: ("seat:remove", {"person": stage.cast.sam.id}),
    "invitation.make": lambda stage: ("invitation:make", {"person": stage.cast.sam.id}),
    "screen.start": lambda stage: ("screen:start", {}),
    "section.write": lambda stage: (
        "text:rewrite",
        {"text": stage.cast.text_id("worries"), "seen": "0", "words": "Zorg"},
    ),
    "own_words.write": _own_words,
    "action.add": lambda stage: ("action:add", {"what": "Bellen"}),
    "action.change": lambda stage: (
        "record:set",
        {
            "thing": f"action:{stage.action()}",
            "field": "phase",
            "value": "recovery",
            "seen": "immediate_safety",
        },
    ),
    "action.order": _order,
    "action.take": lambda stage: ("action:take", {"action": stage.action()}),
    "statement.write": lambda stage: ("statement:add", {"kind": "opinion", "words": "Het ging goed"}),
    "statement.accord": lambda stage: (
        "statement:accord",
        {"statement": stage.cast.add_statement(source_id=getattr(stage.cast, stage.owner()).id)},
    ),
    "response.give": _answer,
    "map.write": lambda stage: ("factor:move", {"factor": stage.cast.add_factor(), "x": "5", "y": "5"}),
    "rules.agree": _rules,
    "explain.ask": lambda stage: ("explain:ask", {"thing": f"section:{stage.cast.section('worries').id}"}),
    "explain.answer": _explain,
    "expertise.add": _expertise,
    "check_out.give": _check_out,
    "safety.give": lambda stage: (
        "safety:give",
        {"person": getattr(stage.cast, stage.owner()).id, "score": "6"},
    ),
    "safety.reveal": _reveal,
    "goal.write": lambda stage: ("goal:add", {"words": "Rust in huis", "phase": "immediate_safety"}),
    "goal.attain": _attained,
    "plan.check": lambda stage: ("plan:check", {"phase": "immediate_safety"}),
    "decision.write": lambda stage: ("decision:add", {"question": "Waar slaapt papa?"}),
    "decision.stand": lambda stage: (
        "decision:stand",
        {"decision": stage.decision(), "person": getattr(stage.cast, stage.owner()).id, "stance": "supports"},
    ),
    "decision.close": lambda stage: (
        "decision:stuck",
        {"decision": stage.decision(), "next_step": "Verder praten", "next_step_on": f"{in_days(7)}"},
    ),
    "words.change": _own_statement,
    "words.overrule": _overruled,
    "text.scrub": _slip,
    "text.restore": _gone,
    "words.propose": _proposed,
    "words.restore": _put_back,
    "access.ask": lambda stage: (
        "access:ask",
        {"person": stage.cast.femke.id, "words": "Waarom leest zij mee?"},
    ),
    "report.share": lambda stage: ("report:share", {"report": stage.report()}),
    "report.correct": _correction,
    "report.lead": _reopened,
    "hours.give": _hours,
}
#: These are tried after the meeting; no shared screen outlives its meeting.
AFTER_THE_END = {"report.share", "report.correct", "report.lead", "hours.give"}
#: What somebody who may look finds on their page, and nobody else.
LOOKS: dict[str, Callable[[Cast, PageClient, str], bool]] = {
    "case.read": lambda cast, browser, home: browser.get(f"/gezin/{cast.case_id}").status_code == 200,
    "case.change": lambda cast, browser, home: _posted(
        browser, f"/gezin/{cast.case_id}/mensen", f"/gezin/{cast.case_id}", name="Ans", role="child"
    ),
    "meeting.plan": lambda cast, browser, home: (
        browser.get(f"/gezin/{cast.case_id}/overleg/nieuw").status_code == 200
    ),
    "search.use": lambda cast, browser, home: "Anna en Sam" in browser.get("/zoek?q=Anna").text,
    "meeting.read": lambda cast, browser, home: browser.get(home).status_code == 200,
    "lobby.read": lambda cast, browser, home: "KLOPPER" in _with_somebody_waiting(cast, browser, home),
    "section.read": lambda cast, browser, home: _sees_section(cast, browser, home),
    "own_words.read": lambda cast, browser, home: _at(cast, browser, home, "voice", "EIGENZIN"),
    "goal.read": lambda cast, browser, home: _sees_goal(cast, browser, home),
    "decision.read": lambda cast, browser, home: _sees_decision(cast, browser, home),
    "action.read": lambda cast, browser, home: _sees_action(cast, browser, home),
    "statement.read": lambda cast, browser, home: _at(cast, browser, home, "happened", "FEITZIN"),
    "safety.read": lambda cast, browser, home: _sees_number(cast, browser, home),
    "map.read": lambda cast, browser, home: _at(cast, browser, home, "understand", "MEESPELER"),
    "report.read": lambda cast, browser, home: _reads_report(cast, browser, home),
    "access.read": lambda cast, browser, home: _sees_who_reads(cast, browser, home),
}
#: A supporter's words are their own, and they write only beside whom they support, who does not sit at this table.
NEVER_ALONE = {"words.change", "words.restore", "text.scrub"}
OUTSIDE_A_MEETING = {"case.read", "case.change", "meeting.plan", "search.use"}
#: Deeds that have no page or wish of their own yet; the gate itself is tested in tests/unit and tests/deeds.
GATE_ONLY = {
    "hat.give", "frame.set", "access.set", "access.end", "access.asked", "access.answer",
    "reflection.write", "reflection.read",
    "learning.enter", "note.read", "theme.write",
    "lesson.read", "lesson.write", "hours.total", "term.write", "profile.edit",
}  # fmt: skip

#: These are of people without a case; tests/cycles/test_pages.py tries them for every role.
OF_CYCLES = {"cycle.read", "cycle.write"}
#: Tried for every role in tests/privacy.
OF_OFFICE = {one for one in MATRIX if one.startswith(("request.", "privacy.", "team."))} | {"case.open"}
#: Tried for every role in tests/erasure.
OF_ERASING = {one for one in MATRIX if one.startswith(("erasure.", "hold."))}
#: Tried for every role in tests/emergency.
OF_EMERGENCIES = {one for one in MATRIX if one.startswith("emergency.")}
#: Tried for every role in tests/shields.
OF_SHIELDS = {one for one in MATRIX if one.startswith(("shield.", "code."))}


def _posted(browser: PageClient, path: str, page: str, **fields: Any) -> bool:
    browser.get(page)
    return browser.send(path, **fields).status_code in (302, 303)


def _with_somebody_waiting(cast: Cast, browser: PageClient, home: str) -> str:
    cast.knock("KLOPPER")
    return browser.get(home).text


def _at(cast: Cast, browser: PageClient, home: str, key: str, words: str) -> bool:
    part = next(part for part in cast.meeting.parts if part.key == key)
    cast.yusuf.do(meetings.move, part.id)
    return words in browser.get(home).text


def _sees_action(cast: Cast, browser: PageClient, home: str) -> bool:
    if home.startswith("/nu"):
        return "AFSPRAAK" in browser.get("/nu/afspraken").text
    return _at(cast, browser, home, "agreements", "AFSPRAAK")


def _sees_goal(cast: Cast, browser: PageClient, home: str) -> bool:
    cast.noor.do(plans.add, "HETDOEL", "immediate_safety")
    return _at(cast, browser, home, "agreements", "HETDOEL")


def _sees_section(cast: Cast, browser: PageClient, home: str) -> bool:
    _at(cast, browser, home, "understand", "")
    cast.yusuf.do(meetings.focus, f"section:{cast.section('worries').id}")
    return "ZORGZIN" in browser.get(home).text


def _sees_decision(cast: Cast, browser: PageClient, home: str) -> bool:
    decision = str(cast.noor.do(decisions.add, "BESLUITVRAAG").id)
    _at(cast, browser, home, "agreements", "")
    cast.yusuf.do(meetings.focus, f"decision:{decision}")
    return "BESLUITVRAAG" in browser.get(home).text


def _sees_number(cast: Cast, browser: PageClient, home: str) -> bool:
    cast.anna.do(safety.give, cast.anna.id, "6", "CIJFERZIN")
    cast.yusuf.do(safety.reveal)
    return _at(cast, browser, home, "safety", "CIJFERZIN")


def _reads_report(cast: Cast, browser: PageClient, home: str) -> bool:
    cast.close()
    with cast.house.database.read() as session:
        key = session.scalars(select(Report.id).where(Report.meeting_id == cast.meeting_id)).one()
    cast.yusuf.do(reports.share, key)
    path = home if home == "/scherm" else f"{home}/verslag"
    return "EIGENZIN" in browser.get(path).text


def _sees_who_reads(cast: Cast, browser: PageClient, home: str) -> bool:
    page = "/nu/wie" if home.startswith("/nu") else f"/gezin/{cast.case_id}/rondom"
    return "Alles op tafel" in browser.get(page, follow_redirects=home.startswith("/nu")).text


def home_of(cast: Cast, role: str) -> str:
    """The page a role has open during a meeting."""
    if role == "screen":
        return "/scherm"
    return f"/overleg/{cast.meeting_id}" if role in SIGNS_IN else "/nu"


def expected(deed: str, role: str, *, mine: bool) -> bool:
    """What the table says, for all the columns this player has."""
    player = BY_ROLE.get(role, role)
    columns = {role}
    if role in TRIED:
        columns.add(str(PEOPLE[player][1]))
    if deed in OUTSIDE_A_MEETING:
        columns.discard("chair")  # Yusuf chairs this meeting; on the pages of the case he is a specialist
    if role == "supporter" and deed in NEVER_ALONE:
        return False
    cells = {MATRIX[deed][column] for column in columns}
    return "yes" in cells or (mine and "own" in cells)


def test_every_row_can_be_tried() -> None:
    elsewhere = OF_CYCLES | OF_SHIELDS | OF_OFFICE | OF_ERASING | OF_EMERGENCIES
    assert set(MATRIX) == set(WISHES) | set(LOOKS) | set(UPWARD) | GATE_ONLY | elsewhere


def test_every_column_has_a_player() -> None:
    columns = set(next(iter(MATRIX.values())))
    assert columns - set(BY_ROLE) == {"screen", *map(str, LearningRole), *map(str, OfficeRole)}


@pytest.mark.parametrize("mine", [True, False], ids=["own", "other"])
@pytest.mark.parametrize("role", TRIED)
@pytest.mark.parametrize("deed", sorted(WISHES))
@pytest.mark.parametrize("way", ["page", "socket"])
def test_a_wish(lines: Lines, cast: Cast, deed: str, role: str, mine: bool, way: str) -> None:
    if deed == "own_words.write" and mine and BY_ROLE[role] not in ("anna", "sam"):
        pytest.skip("only the family has a block of own words")
    stage = Stage(cast, lines, role, mine=mine)
    if way == "socket":
        line = lines(role, page=SMALL_PAGE)
        name, fields = WISHES[deed](stage)
        answer = line.wish(name, **fields)
    else:
        browser = lines.browser(role)
        name, fields = WISHES[deed](stage)
        meeting = {"meeting": cast.meeting_id} if role in SIGNS_IN else {}
        answer = browser.wish(name, **fields, **meeting).get_json()
    assert answer["ok"] is expected(deed, role, mine=mine), answer
    if not answer["ok"]:
        assert answer["code"] in ("not_allowed", "not_found", "words_of_another")


@pytest.mark.parametrize("role", [*TRIED, "screen"])
@pytest.mark.parametrize("deed", sorted(LOOKS))
def test_a_look(lines: Lines, cast: Cast, deed: str, role: str) -> None:
    _furnish(cast)
    browser = lines.as_(role)
    assert LOOKS[deed](cast, browser, home_of(cast, role)) is expected(deed, role, mine=False)


@pytest.mark.parametrize("deed", sorted(set(WISHES) - AFTER_THE_END))
def test_a_screen_may_do_nothing(lines: Lines, cast: Cast, deed: str) -> None:
    name, fields = WISHES[deed](Stage(cast, lines, "parent", mine=True))
    assert lines("screen", page=SMALL_PAGE).wish(name, **fields)["code"] in ("not_allowed", "not_found")


@pytest.mark.parametrize("event", ["text:open", "text:cursor", "text:change"])
@pytest.mark.parametrize("name", ["screen", "rie", "amir"])
def test_who_only_reads_opens_no_editor(lines: Lines, cast: Cast, event: str, name: str) -> None:
    text = cast.text_id("worries")
    fields: dict[str, Any] = {"text": text}
    if event == "text:cursor":
        fields |= {"version": 0, "anchor": 0, "head": 0}
    if event == "text:change":
        fields |= {"epoch": 0, "version": 0, "client": "x.y", "seq": 0, "changes": [[0, "Nee"]]}
    assert lines(name).wish(event, **fields)["code"] == "not_allowed"
    assert cast.words(text) == ""


def test_a_stranger_finds_nothing(lines: Lines, cast: Cast) -> None:
    bas = lines.as_("bas")
    nowhere = bas.get("/gezin/bestaatnietbestaa")
    for path in (f"/gezin/{cast.case_id}", f"/overleg/{cast.meeting_id}"):
        answer = bas.get(path)
        assert answer.status_code == nowhere.status_code == NotFound.status
        assert answer.text == nowhere.text
    assert "Niets gevonden." in bas.get("/zoek?q=Anna").text
    assert bas.wish("action:add", what="x", meeting=cast.meeting_id).get_json()["code"] == "not_found"
    refused = lines.socketio.test_client(
        lines.app,
        auth={"as": "account", "meeting": cast.meeting_id, "csrf": bas.csrf},
        flask_test_client=bas,
    )
    assert not refused.is_connected()


def test_nobody_without_a_cookie_comes_in(lines: Lines, cast: Cast, client: PageClient) -> None:
    client.get("/mee")
    for kind in ("account", "guest", "screen", "waiting"):
        line = lines.socketio.test_client(
            lines.app,
            auth={"as": kind, "meeting": cast.meeting_id, "csrf": client.csrf},
            flask_test_client=client,
        )
        assert not line.is_connected(), kind
    assert client.get("/nu").status_code == 302
    assert client.get(f"/overleg/{cast.meeting_id}").status_code == 302


def test_who_has_no_line_is_refused_and_nothing_breaks(
    lines: Lines, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    yusuf = lines.as_("yusuf")
    yusuf.get("/")
    for kind in set(Kind) - set(SURFACES):
        line = lines.socketio.test_client(
            lines.app,
            auth={"as": str(kind), "meeting": cast.meeting_id, "csrf": yusuf.csrf},
            flask_test_client=yusuf,
        )
        assert not line.is_connected(), kind
    assert "broken" not in caplog.text


def test_a_line_needs_the_token_of_a_page(lines: Lines, cast: Cast) -> None:
    browser = lines.as_("yusuf")
    line = lines.socketio.test_client(
        lines.app,
        auth={"as": "account", "meeting": cast.meeting_id, "csrf": "made-up"},
        flask_test_client=browser,
    )
    assert not line.is_connected()


def test_a_removed_phone_is_out_at_once(lines: Lines, cast: Cast) -> None:
    anna, chair = lines("anna"), lines("chair")
    assert chair.wish("seat:remove", person=cast.anna.id)["ok"]
    assert not anna.socket.is_connected()
    assert anna.browser.get("/nu").status_code == 302
    answer = anna.browser.wish("hand:raise").get_json()
    assert answer["code"] == "seat_gone"


def _furnish(cast: Cast) -> None:
    """Something to find behind every look."""
    cast.noor.do(texts.rewrite, cast.text_id("worries"), "ZORGZIN", 0)
    cast.anna.do(texts.rewrite, cast.text_id("our_story", owner="anna"), "EIGENZIN", 0)
    cast.add_action("AFSPRAAK", owner="karim")
    cast.add_statement("FEITZIN")
    cast.add_factor("MEESPELER")
