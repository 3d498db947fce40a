"""Who watches and leads in the demo: a privacy officer, and the leader of the local team of the first family."""

from datetime import datetime

from sqlalchemy import select

from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from models.enums import OfficeRole
from models.region import RegionProfile

#: Name, address, organisation, part.
OFFICERS = (
    ("Joke Smit", "joke.smit@privacy.example", "Regio Oosterdelta", OfficeRole.PRIVACY_OFFICER),
    ("Mirjam Prins", "mirjam@wijkteam.example", "Wijkteam Waterveen", OfficeRole.TEAM_LEADER),
)


def seat_officers(work: UnitOfWork, hashed: str, at: datetime) -> None:
    """Each gets an account, and a part in the office of every region."""
    for name, email, organisation, role in OFFICERS:
        account = accounts.add_account(work, organisation, name, email, hashed)
        for region in work.session.scalars(select(RegionProfile)):
            accounts.give_seat(work, account, region, role, at)
