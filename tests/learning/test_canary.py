"""The canary: whatever those who learn receive, no name, place or date of any case is in it.

Their pages are walked by their links and forms, so a page that is added later is looked at without being named here.
The cases are those of the demo: two whole families, and twelve that reflect.
"""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from babel.dates import format_date
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from conference import demo
from conference.app import create_app
from conference.core.events import CheckedOut, LearningChanged, MeetingChanged, QuestionChanged, RecordChanged
from conference.core.runtime import Runtime
from conference.demo import learning
from conference.learning.log import shared_notes
from models.accounts import Account
from models.actions import Action
from models.case import Case
from models.learning import LearningCycle, LearningNote, Obstacle, ObstacleStep
from models.meeting import Meeting
from models.reflections import Reflection
from models.region import RegionProfile
from models.statements import Statement
from realtime import attach
from tests.cast import START
from tests.finding import CASES, demo_case
from tests.pages import signed_in

SMALL_WORDS = {"van", "der", "den", "ten", "Rondom"}
ROLES = {email: role for _, email, role in learning.LEARNERS}
#: Where walking stops: the word list of the program, and a form with a made-up title as its example.
ELSEWHERE = re.compile(r"^/(static|woorden|gezinnen/nieuw)")
#: Fields that hold what the reader typed, where they came from, or what is drawn by chance.
TYPED = {"q", "back", "csrf_token"}
MOST_PAGES = 400
MINIMUM = 5


# --- what must not be found


@dataclass(frozen=True)
class Secrets:
    """Every name, place and date of the cases, as somebody would recognise them."""

    words: frozenset[str]

    @classmethod
    def of(cls, session: Session) -> "Secrets":
        """Those of all cases in the database, and what the finder knows of the two families."""
        words: set[str] = set()
        for case in session.scalars(select(Case)):
            words |= {case.title, *_parts(case.title.partition(":")[0].removeprefix("Rondom"))}
            words |= _parts(case.municipality.partition(" (")[0])
            for person in case.people:
                words |= {person.name, *_parts(person.name)}
        for story in CASES:
            known = demo_case(story)[0]
            for name in (*(person.name for person in known.people), *known.places):
                words |= _parts(name.partition(" (")[0])
        words |= {meeting.place for meeting in session.scalars(select(Meeting)) if meeting.place}
        for day in _days(session):
            words |= _spellings(day)
        return cls(frozenset(words))

    def in_(self, text: str, own: str) -> list[str]:
        """Those that stand in a text. `own`: the name of the reader, who may see that."""
        mine = _parts(own)
        return sorted(
            word
            for word in self.words - mine
            if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        )


def _parts(name: str) -> set[str]:
    return {part for part in re.findall(r"[^\W\d_]+", name) if len(part) > 2 and part not in SMALL_WORDS}


def _days(session: Session) -> set[date]:
    days = {case.opened_on for case in session.scalars(select(Case))}
    days |= {meeting.starts_at.date() for meeting in session.scalars(select(Meeting))}
    days |= {one.happened_on for one in session.scalars(select(Statement)) if one.happened_on}
    days |= {one.due for one in session.scalars(select(Action)) if one.due}
    days |= {one.at.date() for one in session.scalars(select(Reflection))}
    for cycle in session.scalars(select(LearningCycle)):
        days -= {cycle.starts_on, cycle.ends_on}
    # Nor those on which an obstacle was raised, went up, or was promised an answer and got it.
    days -= {step.at.date() for step in session.scalars(select(ObstacleStep))}
    for obstacle in session.scalars(select(Obstacle)):
        days -= {obstacle.answer_before, obstacle.answered_at and obstacle.answered_at.date()}
    return days - {START.date()}


def _spellings(day: date) -> set[str]:
    said = {
        format_date(day, pattern, locale=where) for pattern in ("d MMMM", "d MMM y") for where in ("nl", "en")
    }
    return said | {day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}"}


# --- who walks


@dataclass
class Walker:
    """Somebody who opens everything there is for them. `received` is every answer by its address."""

    browser: FlaskClient
    name: str
    region: str
    received: dict[str, str] = field(default_factory=dict)

    def walk(self, *starts: str) -> None:
        """Follow links and forms to read from these pages on."""
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            if path in self.received or ELSEWHERE.match(path):
                continue
            assert len(self.received) < MOST_PAGES, "the pages of learning lead on without an end"
            answer = self.open(path)
            if answer.mimetype == "text/html":
                waiting += _leads(answer.text, path)

    def open(self, path: str) -> TestResponse:
        """Open one page, and keep all of it but what the reader typed."""
        answer = self.browser.get(path)
        assert answer.status_code < 500, path
        self.received[path] = f"{_location(answer)}\n{_readable(answer)}"
        return answer

    def page(self, path: str) -> BeautifulSoup:
        """One page, to look into."""
        return BeautifulSoup(self.open(path).text, "html.parser")


def _location(answer: TestResponse) -> str:
    return "\n".join(
        f"{name}: {value}" for name, value in answer.headers if name not in ("Set-Cookie", "Date")
    )


def _leads(html: str, here: str) -> Iterator[str]:
    page = BeautifulSoup(html, "html.parser")
    for link in page.find_all("a", href=True):
        yield from _own(str(link["href"]), here)
    for form in page.find_all("form"):
        if str(form.get("method", "get")).lower() == "get":
            for choice in form.select("select option[value]"):
                name = str(choice.find_parent("select")["name"])  # type: ignore[index]
                yield from _own(f"{form['action']}?{urlencode({name: str(choice['value'])})}", here)


def _own(href: str, here: str) -> Iterator[str]:
    found = urlsplit(urljoin(here, href))
    if not found.netloc and not found.scheme and found.path.startswith("/"):
        yield found.path + (f"?{found.query}" if found.query else "")


def _readable(answer: TestResponse) -> str:
    """All words of a page, a sheet, a pack or a document; what stands in hidden places of a page too."""
    if answer.mimetype == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
            return "\n".join(found.read(name).decode("utf-8", "replace") for name in found.namelist())
    if answer.mimetype != "text/html":
        return answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    for typed in page.find_all("input"):
        if typed.get("name") in TYPED:
            del typed["value"]
    for token in page.find_all("meta", attrs={"name": "csrf-token"}):
        token.decompose()
    return str(page)


@pytest.fixture
def app(demo_house: Runtime) -> Flask:
    """The application of the demo."""
    made = create_app(demo_house)
    made.testing = True
    return made


@pytest.fixture
def secrets(demo_house: Runtime) -> Secrets:
    with demo_house.database.read() as session:
        return Secrets.of(session)


def walker(app: Flask, house: Runtime, email: str) -> Walker:
    """One of the learners of the demo, signed in."""
    browser = app.test_client()
    with house.database.read() as session:
        account = session.scalars(select(Account).where(Account.email == email)).one()
        region = session.scalars(select(RegionProfile)).one()
        made = account.id, account.name, region.id
    browser.set_cookie("rondom-sessie", signed_in(house, made[0]))
    return Walker(browser, *made[1:])


# --- the canary sings


def test_the_secrets_would_be_found(secrets: Secrets, demo_house: Runtime) -> None:
    """The search itself: everything of the cases is in it, and it finds what is not cleaned."""
    assert {"Marleen", "Dekkers", "Waterveen", "Maaswaard", "Beekveen", "Lev"} <= secrets.words
    assert secrets.in_("Toen zei Marleen het op 24 maart.", "Nadia Kok") == ["24 maart", "Marleen"]
    with demo_house.database.read() as session:
        shared = select(Reflection).where(Reflection.shared_at.is_not(None))
        assert any(secrets.in_(one.words, "") for one in session.scalars(shared))


@pytest.mark.parametrize("email", sorted(ROLES), ids=[ROLES[email].value for email in sorted(ROLES)])
def test_no_page_search_or_download_holds_anything_of_a_case(
    app: Flask, demo_house: Runtime, secrets: Secrets, email: str
) -> None:
    me = walker(app, demo_house, email)
    me.walk("/leren/", f"/leren/{me.region}", "/")
    known = {f"/leren/{me.region}", f"/leren/{me.region}/lessen", f"/leren/{me.region}/lessen/pakket.zip"}
    assert known <= set(me.received)
    for word in sorted(
        word for story in CASES for one in demo_case(story)[0].people for word in _parts(one.name)
    ):
        me.open(f"/leren/{me.region}?{urlencode({'q': word})}")
        me.open(f"/zoek?{urlencode({'q': word})}")
    assert {path: words for path, text in me.received.items() if (words := secrets.in_(text, me.name))} == {}


def test_what_somebody_searches_is_not_found(app: Flask, demo_house: Runtime, secrets: Secrets) -> None:
    nadia = walker(app, demo_house, "nadia.kok@leren.example")
    for word in ("Marleen", "Dekkers", "Waterveen", "Samira"):
        page = nadia.page(f"/leren/{nadia.region}?{urlencode({'q': word})}")
        assert page.select("input[name='notes[]']") == []
        assert page.get_text() == nadia.page(f"/leren/{nadia.region}?q=QQQQ").get_text()


def test_the_line_tells_nothing_of_a_case(app: Flask, demo_house: Runtime, secrets: Secrets) -> None:
    socketio = attach(app, demo_house, at_once=True)
    for email in sorted(ROLES):
        me = walker(app, demo_house, email)
        meta = me.page(f"/leren/{me.region}").find("meta", attrs={"name": "csrf-token"})
        assert isinstance(meta, Tag)
        hello = {"as": "learning", "region": me.region, "csrf": meta["content"]}
        line = socketio.test_client(app, auth=hello, flask_test_client=me.browser)
        assert line.is_connected()
        with demo_house.database.read() as session:
            meeting = demo.open_meeting(session)
            assert meeting is not None
            case, action = meeting.case_id, session.scalars(select(Action.id)).first()
        demo_house.database.tell(
            [
                MeetingChanged(case, meeting.id),
                RecordChanged(case, f"action:{action}", listed=True),
                CheckedOut(case, meeting.id),
                QuestionChanged(case, meeting.id, ""),
            ]
        )
        assert line.get_received() == []
        demo_house.database.tell([LearningChanged("", me.region)])
        assert secrets.in_(str(line.get_received()), me.name) == []


def test_no_two_pages_of_the_log_leave_less_than_the_minimum(app: Flask, demo_house: Runtime) -> None:
    """Somebody tries filters one after another, alone and in pairs, and subtracts what they see."""
    nadia = walker(app, demo_house, "nadia.kok@leren.example")
    home = f"/leren/{nadia.region}"
    page = nadia.page(home)
    choices = [
        (facet, str(option["value"]))
        for facet in shared_notes.FACETS
        for option in page.select(f"select[name={facet}] option[value]")
        if option["value"]
    ]
    assert len({facet for facet, _ in choices}) == len(shared_notes.FACETS)
    with demo_house.database.read() as session:
        family = {note.id: note.case_mark for note in session.scalars(select(LearningNote))}
    seen = set()
    for wanted in [*([one] for one in choices), *combinations(choices, 2)]:
        shown = nadia.page(f"{home}?{urlencode(dict(wanted))}").select("input[name='notes[]']")
        if len(shown) < shared_notes.PAGE:  # a page that is full does not show all of its notes
            seen.add(frozenset(str(box["value"]) for box in shown))
    assert len(seen) > len(shared_notes.FACETS)
    for one in seen:
        assert not one or len({family[key] for key in one}) >= MINIMUM
    for one, other in combinations(seen, 2):
        for left in (one - other, other - one, one & other):
            assert not left or len({family[key] for key in left}) >= MINIMUM
