"""The first family of the demo: nobody around Ruben learns of what stands apart (a9 and f14), by any byte, while people
inside go on writing in it. Every line keeps all that it receives (the canary recorder)."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import select

from conference.access import policy
from conference.core.runtime import Runtime
from conference.demo.story import Story
from conference.door import use_cases as door
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.meeting import use_cases as meetings
from models.actions import Action
from models.case import Case
from models.meeting import Meeting
from models.people import Person
from models.statements import Statement
from tests.cast import START
from tests.lines import Heard, Line
from tests.pages import PageClient, signed_in
from tests.paper import words_of

INSIDE = {"Marleen", "Joost", "Fatma", "Hilde"}
CANARY = "KANARIETELEFOON"
PHONE = ("/nu", "/nu/vertellen", "/nu/afspraken", "/nu/wie", "/nu/mijn-gegevens")
Open = Callable[[str], Line]
pytestmark = pytest.mark.slow


@pytest.fixture
def house(demo_house: Runtime) -> Runtime:
    """The house of this test is that of the demo."""
    return demo_house


class Family:
    """The Dekkers at their open table."""

    def __init__(self, house: Runtime) -> None:
        self.house = house
        title = Story.read("case-1", START.date()).case["title"]
        with house.database.read() as session:
            case = next(one for one in session.scalars(select(Case)) if one.title == title)
            self.case, self.people = case.id, {one.first_name: one.id for one in case.people}
            self.accounts = {one.first_name: one.account_id for one in case.people if one.account_id}
            held = meetings.of_case(session, case.id)
            self.table = next(one.id for one in held if one.closed_at is None)
            self.closed = [one.id for one in held if one.closed_at is not None]
            self.steps = [one.id for one in session.get_one(Meeting, self.table).parts]
            kept = [
                one
                for model in (Action, Statement)
                for one in session.scalars(select(model).where(model.case_id == case.id))
                if one.shield is not None
            ]
            self.words = {one.text.words for one in kept}
            self.ids = {key for one in kept for key in (one.id, one.text_id)}
            self.action = next(one.id for one in kept if isinstance(one, Action))
            self.fact = next(one.id for one in kept if isinstance(one, Statement))

    def viewer(self, name: str) -> policy.Viewer:
        """Somebody at the table, now."""
        with self.house.database.read() as session:
            person = session.get_one(Person, self.people[name])
            return policy.at_table(person, session.get_one(Meeting, self.table), "nl")

    def seat(self, name: str) -> str:
        """Hilde lets a phone in; the secret of its seat."""
        at = self.house.clock()
        with self.house.database.work() as work:
            guest, token = door.knock(work, self.table, None, door.Knock(name, "nl", "phone"), at)
            door.admit(work, self.viewer("Hilde"), guest.id, self.people[name], guest.match, at)
            return door.enter(work, token, at)[1]

    def go_on(self) -> None:
        """People inside write in what stands apart, and bring something new there."""
        at, joost = self.house.clock(), self.viewer("Joost")
        with self.house.database.work() as work:
            for model, key in ((Action, self.action), (Statement, self.fact)):
                text = work.load(model, key).text
                texts.rewrite(work, joost, text.id, f"{text.words} {CANARY}", text.version, at)
            facts.respond(
                work,
                policy.beside(self.viewer("Marleen")),
                self.fact,
                self.people["Marleen"],
                "agrees",
                CANARY,
                None,
                at,
            )
            actions.move(work, self.viewer("Hilde"), self.action, None, at)


@pytest.fixture
def family(house: Runtime) -> Family:
    """The Dekkers, with their ids."""
    return Family(house)


@pytest.fixture
def open_line(app: Flask, socketio: SocketIO, house: Runtime, family: Family) -> Open:
    """Opens the line of somebody by first name."""

    def opened(name: str) -> Line:
        browser = app.test_client()
        assert isinstance(browser, PageClient)
        hello: Heard
        if name in family.accounts:
            browser.set_cookie("rondom-sessie", signed_in(house, family.accounts[name]))
            hello, home = (
                {"as": "account", "meeting": family.table, "part": None, "view": "table"},
                f"/overleg/{family.table}",
            )
        else:
            browser.set_cookie("rondom-plek", family.seat(name), samesite="Strict")
            hello, home = {"as": "guest", "meeting": None, "part": None, "view": "now"}, "/nu"
        return Line(app, socketio, browser, hello, home)

    return opened


def look_everywhere(line: Line, family: Family, *, signs_in: bool) -> str:
    """Every page of this family that somebody can open, each part of the meeting, and the papers."""
    if not signs_in:
        for path in (*PHONE, *(f"/nu?deel={one}" for one in family.steps)):
            line.page(path)
        return line.everything
    table, case = f"/overleg/{family.table}", f"/gezin/{family.case}"
    for path in (
        "/",
        "/gezinnen",
        "/overleggen",
        case,
        f"{case}/rondom",
        f"{case}/mijn-gegevens",
        f"{case}/vergelijk",
    ):
        line.page(path)
    for path in (
        f"{table}/plan",
        "/zoek?q=telefoon",
        "/zoek?q=kanarie",
        *(f"{table}?deel={one}" for one in family.steps),
    ):
        line.page(path)
    told = []
    for one in family.closed:  # a report is for who was asked to come: whoever was not finds none
        answers = [
            line.browser.get(f"/overleg/{one}/{name}") for name in ("verslag", "verslag.json", "verslag.pdf")
        ]
        told += [words_of(one.data) if one.mimetype == "application/pdf" else one.text for one in answers]
    return "\n".join([line.everything, *told])


def test_nobody_around_ruben_learns_of_the_phone_of_marleen(family: Family, open_line: Open) -> None:
    outside = sorted(set(family.people) - INSIDE)
    assert {"Ruben", "Inge", "Nadia", "Petra", "Karim", "Noor", "Anouk"} <= set(outside)
    assert len(family.words) >= 2
    lines = {name: open_line(name) for name in outside}
    family.go_on()
    for name, line in lines.items():
        heard = look_everywhere(line, family, signs_in=name in family.accounts)
        found = [one for one in (*family.words, *family.ids, CANARY) if one in heard]
        assert not found, f"{name}: {found}"


def test_inside_it_is_there_and_on_no_phone(family: Family, open_line: Open) -> None:
    """What the test above does not find, is there; and on Marleen's phone at the table it is not."""
    fatma, marleen = open_line("Fatma"), open_line("Marleen")
    family.go_on()
    heard = look_everywhere(fatma, family, signs_in=True)
    assert CANARY in heard
    assert all(one in heard for one in family.words)
    told = look_everywhere(marleen, family, signs_in=False)
    assert not [one for one in (*family.words, CANARY) if one in told]
