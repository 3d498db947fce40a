"""Fill a database with tables to measure at: N meetings with M visitors each, perhaps with a shared screen."""

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


def fill(house: Runtime, tables: int, people: int, writers: int, *, screen: bool = True) -> list[Place]:
    """Make the tables, each with accounts of its own. All but the screen may write."""
    with house.database.work() as work:
        if work.session.scalar(select(RegionProfile.id)) is None:
            neutral = profile.load_file("neutraal")
            settings = neutral.model_dump(mode="json")
            work.add(RegionProfile(slug=neutral.slug, name=neutral.name, settings=settings))
    return [_table(house, number, people, writers, screen) for number in range(tables)]


def _accounts(work: UnitOfWork, number: int) -> list[Account]:
    """Of one table each, as in a region: nobody sits at ten tables at once."""
    return [
        accounts.make_account(
            work, f"Werk {number}", f"Werker {name}", f"{name}@werk{number}.example", PASSWORD
        )
        for name in NUMBERS[:PROFESSIONALS]
    ]


def _table(house: Runtime, number: int, people: int, writers: int, screen: bool) -> Place:
    at, words = house.clock(), first_words(writers)
    with house.database.work() as work:
        signed_up, wanted = _accounts(work, number), people - screen
        may_open(work, signed_up[0], at)
        case = cases.open_case(work, signed_up[0], cases.NewCase(f"Gezin {number}"), at)
        _people(work, case, signed_up[:wanted], wanted, at)
        meeting = _meeting(work, case, at)
        section = work.session.scalars(
            select(Section).where(Section.case_id == case.id, Section.key == "explanation")
        ).one()
        meeting.focus = f"section:{section.id}"
        texts.set_words(work, case.people[0], work.load(Text, section.text_id), words, at)
        phones, shown = _let_in(house, work, meeting, screen, at)
    laptops = [account_seat(house, account.name, account, meeting.id) for account in signed_up[:wanted]]
    return Place(section.text_id, words, [*_in_turn(laptops, phones), *shown])


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


def _let_in(
    house: Runtime, work: UnitOfWork, meeting: Meeting, screen: bool, at: datetime
) -> tuple[list[Seat], list[Seat]]:
    """The phones, and the screen if there is one."""
    chair = policy.at_table(meeting.chair, meeting, "nl")
    phones = []
    for person in meeting.case.people:
        if person.account_id is None:
            guest, token = door.knock(work, meeting.id, None, door.Knock(person.name, "nl", "phone"), at)
            door.admit(work, chair, guest.id, person.id, guest.match, at)
            phones.append(phone_seat(house, person.name, door.enter(work, token, at)[1]))
    if not screen:
        return phones, []
    _, code = door.start_screen(work, chair, at)
    return phones, [screen_seat(house, "scherm", door.connect_screen(work, code, at)[1])]


def _in_turn(laptops: list[Seat], phones: list[Seat]) -> list[Seat]:
    """Professionals and phones in turn, so that both write and both read."""
    mixed = [seat for pair in zip(laptops, phones, strict=False) for seat in pair]
    return [*mixed, *(seat for seat in [*laptops, *phones] if seat not in mixed)]
