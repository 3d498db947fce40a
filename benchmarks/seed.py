"""Fill a database with tables to measure at: N meetings with M visitors each, the last of whom is a shared screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import use_cases as cases
from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.door import use_cases as door
from conference.records import texts
from conference.region import profile
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.analysis import Section
from models.case import Case
from models.enums import Role
from models.meeting import Meeting
from models.region import RegionProfile
from models.texts import Text
from tests.cast import joined, may_open
from tests.live.seats import Seat, account_seat, phone_seat, screen_seat

#: A line for each writer stands in the text at the start: about what a table writes in half an hour.
LINE = "Sam gaat weer elke dag naar school en eet tussen de middag bij oma, die om de hoek woont. " * 4
PASSWORD = "only for measuring"
#: So many of a table are professionals and sign in; the others come with a phone.
PROFESSIONALS = 4
KIND = "mda_plus_plus"
NUMBERS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien".split()


@dataclass(frozen=True)
class Place:
    """One meeting to measure at: the text that is written and shown, what stands in it, and who sits there."""

    text: str
    words: str
    seats: list[Seat]

    def as_json(self) -> dict[str, Any]:
        """For the load generator."""
        return {"text": self.text, "words": self.words, "seats": [seat.as_json() for seat in self.seats]}


def first_words(writers: int) -> str:
    """What stands in the text at the start."""
    return "\n".join([LINE.strip()] * writers)


def fill(house: Runtime, tables: int, people: int, writers: int) -> list[Place]:
    """Make the tables. All but the screen may write; professionals and phones alternate."""
    with house.database.work() as work:
        if work.session.scalar(select(RegionProfile.id)) is None:
            neutral = profile.load_file("neutraal")
            settings = neutral.model_dump(mode="json")
            work.add(RegionProfile(slug=neutral.slug, name=neutral.name, settings=settings))
        signed_up = [
            accounts.make_account(work, "Werk", f"Werker {name}", f"{name}@werk.example", PASSWORD)
            for name in NUMBERS[:PROFESSIONALS]
        ]
    return [_table(house, signed_up, number, people, writers) for number in range(tables)]


def _table(house: Runtime, signed_up: list[Account], number: int, people: int, writers: int) -> Place:
    at, words = house.clock(), first_words(writers)
    with house.database.work() as work:
        opener = work.load(Account, signed_up[0].id)
        may_open(work, opener, at)
        case = cases.open_case(work, opener, cases.NewCase(f"Gezin {number}"), at)
        _people(work, case, signed_up[: people - 1], people - 1, at)
        meeting = _meeting(work, case, at)
        section = work.session.scalars(
            select(Section).where(Section.case_id == case.id, Section.key == "explanation")
        ).one()
        meeting.focus = f"section:{section.id}"
        texts.set_words(work, case.people[0], work.load(Text, section.text_id), words, at)
        seats = _seats(house, work, meeting, at)
    return Place(section.text_id, words, seats)


def _people(work: UnitOfWork, case: Case, signed_up: list[Account], wanted: int, at: datetime) -> None:
    opener = policy.in_case(case.people[0], case, "nl")
    for account in signed_up[1:]:
        joined(work, opener, cases.NewPerson(account.name, Role.LOCAL_TEAM, account=account.email), at)
    for name in NUMBERS[: wanted - len(signed_up)]:
        cases.add_person(work, opener, cases.NewPerson(f"Mens {name}", Role.PARENT), at)


def _meeting(work: UnitOfWork, case: Case, at: datetime) -> Meeting:
    settings = profile.load_file("neutraal")
    kind = settings.meeting(KIND)
    assert kind is not None
    parts = meetings.parts_for(work.session, case.id, settings, kind)
    chair, here = case.people[0], at.astimezone(AMSTERDAM)
    wish = meetings.MeetingPlan(
        KIND,
        f"{here:%d-%m-%Y}",
        f"{here:%H:%M}",
        "Wijkgebouw",
        chair.id,
        [person.id for person in case.people],
        [str(part.minutes) for part in parts],
    )
    meeting = meetings.plan(work, policy.in_case(chair, case, "nl"), wish, at)
    leader = policy.at_table(chair, meeting, "nl")
    meetings.open_meeting(work, leader, at)
    meetings.move(work, leader, next(part.id for part in meeting.parts if part.key == "understand"), at)
    return meeting


def _seats(house: Runtime, work: UnitOfWork, meeting: Meeting, at: datetime) -> list[Seat]:
    """Professionals and phones in turn, so that both write and both read; the screen is last."""
    chair = policy.at_table(meeting.chair, meeting, "nl")
    laptops = [
        account_seat(house, person.name, person.account, meeting.id)
        for person in meeting.case.people
        if person.account is not None
    ]
    phones = []
    for person in meeting.case.people:
        if person.account is None:
            guest, token = door.knock(work, meeting.id, None, door.Knock(person.name, "nl", "phone"), at)
            door.admit(work, chair, guest.id, person.id, guest.match, at)
            phones.append(phone_seat(house, person.name, door.enter(work, token, at)[1]))
    mixed = [seat for pair in zip(laptops, phones, strict=False) for seat in pair]
    rest = [seat for seat in [*laptops, *phones] if seat not in mixed]
    _, code = door.start_screen(work, chair, at)
    return [*mixed, *rest, screen_seat(house, "scherm", door.connect_screen(work, code, at)[1])]
