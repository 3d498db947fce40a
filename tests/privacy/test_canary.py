"""The canary: whatever a privacy officer or a team leader opens, no name, place, day or word of a family is in it.

Their pages are walked by their links and forms. The families are those of the demo; colleagues are named as their
account is, and a team leader is told what the families of the own team are called, and nothing else.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.app import create_app
from conference.core import watch
from conference.core.runtime import Runtime
from conference.privacy import use_cases as privacy
from models.accounts import Account
from models.case import Case
from models.enums import OfficeRole
from models.people import Person
from models.region import RegionProfile
from models.texts import Text
from tests.learning.test_canary import Secrets, Walker, _parts
from tests.pages import signed_in

LONG = 12


@pytest.fixture
def demo_app(demo_house: Runtime, tmp_path: Path) -> Flask:
    """The application of the demo, with a log that is sealed and somebody who asked and tried."""
    demo_house.settings = replace(demo_house.settings, log_heads=tmp_path / "heads")
    with demo_house.database.work() as work:
        for person in work.session.scalars(select(Person).where(Person.account_id.is_(None))):
            viewer = policy.in_case(person, person.case, "nl")
            privacy.ask(work, viewer, demo_house.clock())
    made = create_app(demo_house)
    made.testing = True
    with demo_house.database.read() as session:
        cases = list(session.scalars(select(Case.id)))
        stranger = session.scalars(select(Account).where(Account.email.endswith("stuurgroep.example"))).one()
    browser = made.test_client()
    browser.set_cookie("rondom-sessie", signed_in(demo_house, stranger.id))
    for key in cases:
        assert browser.get(f"/gezin/{key}").status_code == 404
    assert demo_house.looks.settle()
    watch.seal_all(demo_house)
    return made


def words_of_families(session: Session) -> set[str]:
    """Every line of every text, long enough to be nobody else's."""
    lines = (line.strip() for one in session.scalars(select(Text)) for line in one.words.splitlines())
    return {line for line in lines if len(line) >= LONG}


def colleagues(session: Session) -> str:
    """What accounts say of themselves: these may stand on the page."""
    return " ".join(f"{one.name} {one.organisation.name}" for one in session.scalars(select(Account)))


def of_families(session: Session) -> Secrets:
    """Names, places and days of families; not whole names of colleagues, nor the word that stands before a number."""
    named = {one.name for one in session.scalars(select(Account))}
    return Secrets(Secrets.of(session).words - named - {"Gezin"})


def walk(app: Flask, house: Runtime, role: OfficeRole, organisation: str = "Gemeente Maasdal") -> Walker:
    """Somebody of the office who opens everything there is for them."""
    with house.database.work() as work:
        made = accounts.make_account(
            work, organisation, "Hilde Bos", "hilde@maasdal.example", "een lang wachtwoord"
        )
        for region in work.session.scalars(select(RegionProfile)):
            accounts.give_seat(work, made, region, role, house.clock())
        key = made.id
    browser = app.test_client()
    browser.set_cookie("rondom-sessie", signed_in(house, key))
    walker = Walker(browser, "Hilde Bos", "")
    walker.walk("/")
    return walker


def test_an_officer_opens_everything_and_reads_nothing_of_a_family(
    demo_app: Flask, demo_house: Runtime
) -> None:
    hilde = walk(demo_app, demo_house, OfficeRole.PRIVACY_OFFICER)
    with demo_house.database.read() as session:
        secrets, texts, known = of_families(session), words_of_families(session), colleagues(session)
    home = next(path for path in hilde.received if path.startswith("/functionaris/"))
    assert "I-" in hilde.received[home]
    assert "Bram Postma" in hilde.received[home]
    assert len(texts) > 20
    found = {path: words for path, text in hilde.received.items() if (words := secrets.in_(text, known))}
    assert found == {}
    assert [(path, one) for path, text in hilde.received.items() for one in texts if one in text] == []


def test_a_team_leader_reads_names_of_the_own_team_and_nothing_else(
    demo_app: Flask, demo_house: Runtime
) -> None:
    with demo_house.database.read() as session:
        case = session.scalars(select(Case)).first()
        assert case is not None
        director = session.get_one(Person, case.case_director_id)
        assert director.account is not None
        team = director.account.organisation.name
        own = [
            one.title
            for one in session.scalars(select(Case))
            if any(person.account and person.account.organisation.name == team for person in one.people)
        ]
        all_titles = {one.title for one in session.scalars(select(Case))}
        secrets, texts, known = of_families(session), words_of_families(session), colleagues(session)
    ruth = walk(demo_app, demo_house, OfficeRole.TEAM_LEADER, team)
    path = next(one for one in ruth.received if one.startswith("/team/"))
    assert 0 < len(own) < len(all_titles)
    assert all(title in ruth.received[path] for title in own)
    for title in sorted(own, key=len, reverse=True):
        ruth.received[path] = ruth.received[path].replace(title, "")
    found = {path: words for path, text in ruth.received.items() if (words := secrets.in_(text, known))}
    assert found == {}
    assert [(path, one) for path, text in ruth.received.items() for one in texts if one in text] == []


def test_the_canary_would_sing(demo_house: Runtime) -> None:
    with demo_house.database.read() as session:
        secrets, texts = of_families(session), words_of_families(session)
        assert secrets.in_("Marleen schreef dit.", colleagues(session)) == ["Marleen"]
        assert "Marleen" in _parts("Marleen Dekkers")
        assert texts
