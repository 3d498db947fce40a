"""Who watches, leads and opens in the demo: a privacy officer, the leader of the local team of the first family, and
who opens families; and how colleagues come beside one."""

from datetime import datetime

from sqlalchemy import select

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.case import access, colleagues
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account
from models.enums import OfficeRole, Sees
from models.people import Person
from models.region import RegionProfile

#: Name, address, organisation, part.
OFFICERS = (
    ("Joke Smit", "joke.smit@privacy.example", "Regio Oosterdelta", OfficeRole.PRIVACY_OFFICER),
    ("Mirjam Prins", "mirjam@wijkteam.example", "Wijkteam Waterveen", OfficeRole.TEAM_LEADER),
)


def let_open(work: UnitOfWork, account: Account, at: datetime) -> None:
    """The right to open families, in every region."""
    for region in work.session.scalars(select(RegionProfile)):
        accounts.give_seat(work, account, region, OfficeRole.OPENER, at)


def join(
    work: UnitOfWork, director: policy.Viewer, wish: cases.NewPerson, at: datetime, beside: str = ""
) -> Person:
    """A colleague is asked to stand beside a family, and says yes."""
    may = access.Access(supports=beside)
    asked = colleagues.ask(work, director, wish, may, Sees.EVERYTHING, at)
    account = work.session.scalars(select(Account).where(Account.email == wish.account)).one()
    return colleagues.say_yes(work, policy.stranger(account.id), asked.id, at)


def seat_officers(work: UnitOfWork, hashed: str, at: datetime) -> None:
    """Each gets an account, and a part in the office of every region."""
    for name, email, organisation, role in OFFICERS:
        account = accounts.add_account(work, organisation, name, email, hashed)
        for region in work.session.scalars(select(RegionProfile)):
            accounts.give_seat(work, account, region, role, at)
