"""The second family of the demo: what Milan told some only, on the pages of each of them; he told his parents later."""

import pytest
from flask import Flask
from sqlalchemy import select

from conference.access import policy
from conference.core.runtime import Runtime
from conference.door import use_cases as door
from conference.table.meeting import use_cases as meetings
from models.door import Guest
from models.meeting import Meeting
from models.people import Person
from tests.pages import PageClient

#: Kept for named people, then and now: the statement, and the plan that belongs to it.
KEPT = (
    "schuld heeft bij een oudere jongen",
    "Plan maken voor de schuld",
    "Mijn ouders mogen het nog niet weten",
)
#: What he told himself in June; from then on it is for the table.
TOLD = "zelf over de schuld van 450 euro"
PAGES = ("/nu", "/nu/vertellen", "/nu/afspraken", "/nu/wie", "/nu/plan", "/nu/mijn-woorden", "/nu/reflectie")


@pytest.fixture
def house(demo_house: Runtime) -> Runtime:
    return demo_house


def at_table(house: Runtime, app: Flask, name: str) -> tuple[PageClient, str]:
    """A phone on the seat of somebody, at the meeting of the second family that begins now; and that meeting."""
    with house.database.work() as work:
        [person] = [one for one in work.session.scalars(select(Person)) if one.name == name]
        held = select(Meeting).where(Meeting.case_id == person.case_id).order_by(Meeting.starts_at.desc())
        meeting = work.session.scalars(held).first()
        assert meeting is not None
        chair, key = policy.at_table(meeting.chair, meeting, "nl"), meeting.id
        meetings.open_meeting(work, chair, house.clock())
        guest, token = door.knock(work, key, None, door.Knock(name, "nl", "phone"), house.clock())
        door.admit(work, chair, guest.id, person.id, work.load(Guest, guest.id).match, house.clock())
        secret = door.enter(work, token, house.clock())[1]
    browser = app.test_client()
    assert isinstance(browser, PageClient)
    browser.set_cookie("rondom-plek", secret, samesite="Strict")
    return browser, key


def everything(house: Runtime, browser: PageClient, meeting_id: str) -> str:
    """All that a phone shows while the chair leads the table through every part."""
    found = []
    with house.database.read() as session:
        parts = [part.id for part in session.get_one(Meeting, meeting_id).parts]
    for part in parts:
        with house.database.work() as work:
            meeting = work.load(Meeting, meeting_id)
            chair = policy.at_table(meeting.chair, meeting, "nl")
            meetings.move(work, chair, part, house.clock())
        found += [browser.get(path).text for path in PAGES]
    return "\n".join(found)


@pytest.mark.parametrize("name", ["Sanne Hoekstra", "Dennis Verhoef"])
def test_a_parent_reads_what_he_told_himself_and_nothing_of_what_he_told_others(
    house: Runtime, app: Flask, name: str
) -> None:
    read = everything(house, *at_table(house, app, name))
    assert TOLD in read
    assert [words for words in KEPT if words in read] == []


def test_on_the_phone_of_milan_himself_stands_at_the_table_only_what_all_may_read(
    house: Runtime, app: Flask
) -> None:
    """Somebody may look along: what is kept apart he reads beside somebody he trusts (`tests/shields`)."""
    read = everything(house, *at_table(house, app, "Milan Verhoef"))
    assert TOLD in read
    assert [words for words in KEPT if words in read] == []
