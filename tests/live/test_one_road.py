"""One road in: every form and every socket comes through `commands.do`, and every address is closed by default."""

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

import conference
from conference.access import sessions
from conference.access.identity import Credentials, Kind
from conference.accounts import use_cases as accounts
from conference.core.settings import MailServer
from conference.core.validation import has_bsn
from conference.door import use_cases as door
from conference.records import commands
from conference.reflection import use_cases as reflections
from conference.web import entry
from conference.web.open_routes import OPEN
from models.accounts import Account
from models.enums import OfficeRole, SessionKind
from models.errors.base import Refused
from models.errors.log import NamesLeft
from models.errors.validation import FieldMissing
from models.learning import LearningNote, Obstacle
from models.log import LogEntry
from models.meeting import Meeting
from models.region import RegionProfile
from tests.cast import Cast
from tests.learners import Learners
from tests.lines import Lines
from tests.pages import PageClient, Signed

HOME = Path(conference.__file__).parent
#: Every module that answers a browser.
PAGES = [
    path
    for path in HOME.rglob("*.py")
    if "Blueprint(" in path.read_text() or "visit import" in path.read_text()
]
TRANSACTION = re.compile(r"\.work\(|\bcommands\.do\(|session\.add\(")
WORDS = "Mijn eigen KANARIEWOORDEN"


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def filled(rule: Rule, cast: Cast, learners: Learners) -> str:
    """The address of a rule, of things that are there."""
    given = {
        "case_id": cast.case_id,
        "meeting_id": cast.meeting_id,
        "region": learners.region,
        "person_id": cast.anna.id,
        "key": "felt_heard" if "cijfers" in rule.rule else "bestaatniet12345",
        "group": "numbers",
        "deed": "review" if "apart" in rule.rule else "correct",
        "text_id": cast.text_id("worries"),
        "name": "cycle:open" if rule.endpoint == "learning.wish" else "action:add",
        "cycle": "bestaatniet12345",
        "slug": "mdo",
        "office": learners.region,
        "filename": "app.css",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: given.get(found[1], "bestaatniet12345"), rule.rule)


# --- every form ends in a command


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(HOME)))
def test_no_page_writes_by_itself(path: Path) -> None:
    assert TRANSACTION.findall(path.read_text()) == []


def test_pages_were_found() -> None:
    assert {"case/pages.py", "door/pages.py", "learning/lessons/pages.py"} <= {
        str(path.relative_to(HOME)) for path in PAGES
    }


class Stopped(Refused):
    """Instead of what the command does."""

    code = "stopped"


#: What a form needs so that it is more than a look; the others are sent with words only.
FIELDS: dict[str, dict[str, Any]] = {
    "figures.set_indicator": {"doe": "aan"},
    "table.wish": {"what": WORDS},
    "door.try_link": {"token": "x", "code": "123456"},
    "obstacles.raise_obstacle": {"words": WORDS},
    "erasure.answer": {"answer": "yes"},
    "emergency.answer": {"emergency": "x"},
    "privacy.emergency": {"emergency": "x"},
    "privacy.review": {"emergency": "x"},
    "privacy.answer": {"request": "x"},
    "privacy.longer": {"request": "x", "reason": WORDS},
    "shields.act": {"shield": "x"},
    "shields.phone_act": {"shield": "x"},
    "shields.tell": {"person": "x"},
    "report.act": {"report": "x", "words": WORDS},
    "report.phone_act": {"report": "x", "words": WORDS},
}
#: Nothing changes by these: browsers send the first by themselves, the second leads to another site, the others ask for
#: words that stand in no address.
NO_FORMS = {"headers.told", "accounts.leave", "shields.peek", "shields.phone_peek"}
SENDERS = {
    "learning": "karim",
    "obstacles": "karim",
    "figures": "karim",
    "profiles": "lotte",
    "planning": "yusuf",
}


def half_in(app: Flask, cast: Cast) -> PageClient:
    """A browser of somebody who gave a right password, and owes the rest."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    with cast.house.database.work() as work:
        account = cast.script.accounts["karim"]
        made.set_cookie(
            "rondom-sessie", sessions.start(work, SessionKind.HALF, account, cast.house.clock())[1]
        )
    return made


def sender_of(app: Flask, rule: Rule, as_: Signed) -> PageClient:
    """A browser of somebody for whom this address is."""
    if entry.visitors_of(app, rule.endpoint) == {Kind.HALF}:
        return half_in(app, as_.cast)
    if rule.endpoint in OPEN and rule.endpoint != "accounts.sign_out":
        return as_("nobody")
    if Kind.ACCOUNT not in entry.visitors_of(app, rule.endpoint):
        return as_("anna")
    return as_(SENDERS.get(rule.endpoint.partition(".")[0], "lotte"))


def give_office(cast: Cast, learners: Learners) -> None:
    """Lotte is privacy officer of the region as well: its forms are for nobody else."""
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        region = work.load(RegionProfile, learners.region)
        accounts.give_seat(work, lotte, region, OfficeRole.PRIVACY_OFFICER, cast.house.clock())


def test_every_form_ends_in_a_command(
    app: Flask, as_: Signed, cast: Cast, learners: Learners, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def stop(_: Any, shown: Credentials, name: str, fields: Any, at: Any, **_more: Any) -> None:
        commands.read(commands.sender_of(shown), name, fields)
        done.append(name)
        raise Stopped

    monkeypatch.setattr(commands, "do", stop)
    give_office(cast, learners)
    cast.house.settings = replace(cast.house.settings, mail=MailServer("localhost", 25, "post@werk.example"))
    reached = {}
    for rule in rules(app, "POST"):
        if rule.endpoint in NO_FORMS:
            continue
        browser = sender_of(app, rule, as_)
        browser.get("/mee")
        with browser.session_transaction() as kept:
            kept["door"] = [cast.meeting_id, None, cast.house.clock().timestamp()]
        done.clear()
        extra = {"meeting": cast.meeting_id} if rule.endpoint == "table.wish" else {}
        answer = browser.send(filled(rule, cast, learners), **FIELDS.get(rule.endpoint, {}), **extra)
        reached[rule.endpoint] = tuple(done)
        assert done, f"{rule.endpoint} did not come to a command: {answer.status_code}"
    assert len(reached) > 40
    known = {name for _, name in commands.COMMANDS}
    assert {name for names in reached.values() for name in names} <= known


# --- closed by default


def test_the_list_of_open_addresses_is_true(app: Flask) -> None:
    assert set(OPEN) <= set(app.view_functions)
    assert all(len(reason) > 5 for reason in OPEN.values())


def test_an_unknown_visitor_is_turned_away_from_everything_that_is_not_listed(
    app: Flask, as_: Signed, cast: Cast, learners: Learners
) -> None:
    for method in ("GET", "POST"):
        for rule in rules(app, method):
            nobody = as_("nobody")
            nobody.get("/mee")
            path, data = filled(rule, cast, learners), {"csrf_token": nobody.csrf}
            answer = nobody.open(path, method=method, data=data if method == "POST" else None)
            away = str(answer.headers.get("Location", "")).partition("?")[0] in ("/aanmelden", "/mee/klaar")
            turned = answer.status_code == 401 or (answer.status_code == 302 and away)
            if rule.endpoint in OPEN:
                assert answer.status_code in (200, 204, 302, 303, 400, 401, 404), (method, path)
                continue
            assert turned, (method, path, answer.status_code)
            told = nobody.open(path, method=method, headers={"Accept": "application/json"}, data=data)
            assert told.get_json()["code"] in ("sign_in", "seat_gone"), path


@pytest.mark.parametrize(("name", "kind"), [("anna", Kind.ACCOUNT), ("lotte", Kind.GUEST)])
def test_a_seat_is_no_account_and_an_account_is_no_seat(
    app: Flask, as_: Signed, cast: Cast, learners: Learners, name: str, kind: Kind
) -> None:
    browser = as_(name)
    for rule in rules(app, "GET"):
        if rule.endpoint in OPEN or entry.visitors_of(app, rule.endpoint) != {kind}:
            continue
        answer = browser.get(filled(rule, cast, learners))
        assert answer.status_code == 302, rule
        assert str(answer.headers["Location"]).partition("?")[0] in ("/aanmelden", "/mee/klaar"), rule


# --- what somebody may not do stands in the log, whatever road they took


def entries(cast: Cast) -> list[LogEntry]:
    with cast.house.database.read() as session:
        return list(session.scalars(select(LogEntry).where(LogEntry.outcome != "ok").order_by(LogEntry.seq)))


def _socket(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    assert lines("anna").wish("part:skip", part="x", why=WORDS)["ok"] is False
    return f"person:{cast.anna.id}", "part:skip", "not_allowed"


def _socket_text(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    change = {"epoch": 0, "version": 0, "client": "x.y", "seq": 0, "changes": [[0, WORDS]]}
    lines("rie").wish("text:change", text=cast.text_id("worries"), **change)
    return f"person:{cast.rie.id}", "text:change", "not_allowed"


def _socket_open(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    lines("rie").wish("text:open", text=cast.text_id("worries"))
    return f"person:{cast.rie.id}", "text:open", "not_allowed"


def _socket_other(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    """C04: a change in the name of somebody else's editor."""
    text = cast.text_id("worries")
    hers = lines("anna").wish("text:open", text=text)["client"]
    change = {"epoch": 0, "version": 0, "client": hers, "seq": 0, "changes": [[0, WORDS]]}
    assert lines("noor").wish("text:change", text=text, **change)["code"] == "not_yours"
    return f"person:{cast.noor.id}", "text:change", "not_yours"


def _socket_reused(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    text, noor = cast.text_id("worries"), lines("noor")
    mine = noor.wish("text:open", text=text)["client"]
    change = {"text": text, "epoch": 0, "version": 0, "client": mine, "seq": 0}
    assert noor.wish("text:change", **change, changes=[[0, "eerst"]])["ok"]
    noor.wish("text:change", **change, changes=[[0, WORDS]])
    return f"person:{cast.noor.id}", "text:change", "op_reused"


def _words_of_another(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    text = cast.statement(cast.add_statement(by="noor")).text_id
    lines("karim").wish("text:rewrite", text=text, seen="1", words=WORDS)
    return f"person:{cast.karim.id}", "text:rewrite", "words_of_another"


def _form(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("noor")
    browser.get(f"/overleg/{cast.meeting_id}")
    browser.send("/wens/part:skip", part="x", why=WORDS, meeting=cast.meeting_id)
    return f"person:{cast.noor.id}", "part:skip", "not_allowed"


def _script(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("noor")
    browser.get(f"/overleg/{cast.meeting_id}")
    browser.wish("part:skip", part="x", why=WORDS, meeting=cast.meeting_id)
    return f"person:{cast.noor.id}", "part:skip", "not_allowed"


def _learning(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("femke")
    browser.get(f"/leren/{learners.region}")
    browser.send(f"/leren/{learners.region}/doe/cycle:open", question=WORDS)
    return f"account:{cast.script.accounts['femke']}", "cycle:open", "not_allowed"


def _lesson(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("femke")
    browser.get(f"/leren/{learners.region}")
    browser.send(f"/leren/{learners.region}/lessen/nieuw", title=WORDS, what=WORDS)
    return f"account:{cast.script.accounts['femke']}", "lesson:keep", "not_allowed"


def _profile(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("karim")
    browser.get(f"/leren/{learners.region}")
    browser.send(f"/leren/{learners.region}/profiel/numbers", stamp="x", cycle_days="9")
    return f"account:{cast.script.accounts['karim']}", "profile:save", "not_found"


def _case(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("karim")
    browser.get("/")
    browser.send(f"/gezin/{cast.case_id}/mensen", name=WORDS, role="network")
    return f"person:{cast.karim.id}", "person:add", "not_allowed"


def _other_case(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("bas")
    browser.get("/")
    browser.send(f"/gezin/{cast.case_id}/mensen", name=WORDS, role="network")
    return f"account:{cast.script.accounts['bas']}", "person:add", "not_found"


def _reflection(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    key = cast.noor.do(reflections.write, reflections.NewReflection("Een.")).id
    browser = lines.as_("anna")
    browser.get("/nu")
    browser.send(f"/nu/reflectie/{key}/delen", words=WORDS)
    return f"person:{cast.anna.id}", "reflection:share", "not_found"


def _door(lines: Lines, cast: Cast, learners: Learners) -> tuple[str, str, str]:
    browser = lines.as_("nobody")
    browser.get("/mee")
    with browser.session_transaction() as kept:
        kept["door"] = ["bestaatniet12345", None, cast.house.clock().timestamp()]
    browser.send("/mee/naam", name="Kanarie")
    return "nobody", "door:knock", "not_found"


ROADS: list[Callable[[Lines, Cast, Learners], tuple[str, str, str]]] = [
    _socket, _socket_text, _socket_open, _socket_other,
    _socket_reused, _words_of_another, _form, _script, _learning, _lesson, _profile, _case, _other_case,
    _reflection, _door,
]  # fmt: skip


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__.strip("_"))
def test_a_refused_right_is_logged_on_every_road(
    lines: Lines,
    cast: Cast,
    learners: Learners,
    road: Callable[[Lines, Cast, Learners], tuple[str, str, str]],
) -> None:
    actor, deed, outcome = road(lines, cast, learners)
    (one,) = entries(cast)
    assert (one.actor, one.deed, one.outcome) == (actor, deed, outcome)
    assert commands.ID.fullmatch(one.thing) or road is _door
    assert "KANARIE" not in " ".join(map(str, vars(one).values())).upper()


def test_what_is_wrong_with_a_field_is_not_logged(lines: Lines, cast: Cast) -> None:
    assert lines("noor").wish("action:add", what="x" * 300)["code"] == "text_too_long"
    assert entries(cast) == []


# --- a rule that no road goes around


def stored(cast: Cast) -> int:
    with cast.house.database.read() as session:
        found = [*session.scalars(select(LearningNote)), *session.scalars(select(Obstacle))]
        return len(found)


@pytest.mark.parametrize("name", ["reflection:share", "reflection:raise"])
def test_no_command_stores_a_name_that_was_not_agreed_to(cast: Cast, name: str) -> None:
    key = cast.anna.do(reflections.write, reflections.NewReflection("Anna vertelde het.")).id
    shown = Credentials(Kind.GUEST, cast.seat("anna"))

    def sent(words: str = "Oma Rie belde Anna.", confirmed: str = "") -> None:
        fields = {"reflection": key, "words": words}
        commands.do(cast.house.database, shown, name, fields, cast.house.clock(), confirmed=confirmed)

    for never_seen in ("", "yes", "0" * 32):
        with pytest.raises(NamesLeft) as left:
            sent(confirmed=never_seen)
    assert left.value.field == "words"
    assert "'Anna'" in left.value.values["shown"]
    proofs = left.value.values["proofs"]
    with pytest.raises(NamesLeft):
        sent("Oma Rie belde Anna. Karim ook.", proofs)
    assert stored(cast) == 0
    sent(confirmed=proofs)
    assert stored(cast) == 1


@pytest.mark.parametrize("deed", [reflections.share, None], ids=["share", "raise"])
def test_nor_does_a_use_case(cast: Cast, deed: Any) -> None:
    from conference.reflection import obstacles

    key = cast.anna.do(reflections.write, reflections.NewReflection("Anna vertelde het.")).id
    given = (key, "Bij Oma Rie.", "") if deed else (key, "Bij Oma Rie.")
    with pytest.raises(NamesLeft):
        cast.anna.do(deed or obstacles.raise_from_reflection, *given)
    assert stored(cast) == 0


def test_commands_of_pages_do_not_come_over_a_socket(lines: Lines, cast: Cast) -> None:
    for name in ("meeting:cancel", "reflection:write", "guest:language", "person:add", "account:sign_out"):
        assert lines("yusuf").wish(name)["code"] == "unknown_event"


def test_a_knock_twice_from_one_phone_waits_once(as_: Signed, cast: Cast) -> None:
    browser = as_("nobody")
    browser.get("/mee")
    for _ in range(2):
        with browser.session_transaction() as kept:
            kept["door"] = [cast.meeting_id, None, cast.house.clock().timestamp()]
        assert browser.send("/mee/naam", name="Anna").status_code == 302
    with cast.house.database.read() as session:
        meeting = session.get_one(Meeting, cast.meeting_id)
        waiting = door.waiting(session, cast.yusuf.viewer, meeting, cast.house.clock())
    assert len(waiting) == 1


# --- what a machine drew


#: Letters with the digits of a burgerservicenummer among them, as a machine draws them now and then.
DRAWN = "0fa111222333.0.x-_"


SECRETS = [
    (sender, name, field)
    for (sender, name), found in sorted(commands.COMMANDS.items())
    for field in found.shape.model_fields
    if field in {"secret", "token", "hashed", "password", "stamp"}
    or (name, field) in {("session:begin", "key"), ("indicator:tell", "seen")}
]


@pytest.mark.parametrize(("sender", "name", "field"), SECRETS, ids=str)
def test_what_a_machine_drew_is_no_number_of_a_citizen(
    sender: commands.Sender, name: str, field: str
) -> None:
    """Nobody stays outside, and no form is refused, because of the letters that a cookie or a stamp got."""
    assert has_bsn(DRAWN)
    with contextlib.suppress(FieldMissing):  # one of the others
        commands.read(sender, name, {field: DRAWN})
