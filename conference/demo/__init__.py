"""Two made-up families, told by the deeds of the program: nothing enters the database behind the gate's back.

The first family sits in an open MDA++ meeting; the second has its next meeting in a week. Twelve small families have
no more than reflections, so that there is something to learn from.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.core.runtime import Runtime
from conference.core.security import slow_hash
from conference.core.validation import AMSTERDAM
from conference.demo import history, learning, office, reports
from conference.demo.stage import Stage
from conference.demo.story import Story
from conference.region import use_cases as profiles
from models.accounts import Account
from models.enums import LIVE
from models.meeting import Meeting
from models.people import Person

#: The password of everybody in the demo who signs in.
PASSWORD = "rondom-demo"
#: Addresses that can never exist (RFC 2606): a demo is known by them.
DEMO_ADDRESS = ".example"
UNTIL_NEXT = timedelta(days=7)


def load(house: Runtime) -> None:
    """Put both families, and what the region learned before, into an empty database, in one transaction."""
    now = house.clock()
    today = now.astimezone(AMSTERDAM).date()
    hashed = slow_hash(PASSWORD)  # of all of them: nobody has to wait for thirty times the same
    with house.database.work() as work:
        profiles.bring_in_ready_made(work)
        learning.seat_learners(work, hashed)
        office.seat_officers(work, hashed, now)
        past = history.History(work, hashed, now)
        past.play_the_cycles()
        for name, day in (("case-1", today), ("case-2", today + UNTIL_NEXT)):
            stage = Stage(work, Story.read(name, day), hashed)
            stage.play_the_past()
            reports.play(stage, now)
            stage.narrow_access(today, now)
            if day == today:
                stage.play_the_present(now)
            else:
                stage.prepare_the_next(now)
        past.play_what_came_after()


def is_here(session: Session) -> bool:
    """Whether this database holds a demo."""
    return session.scalars(select(Account).where(Account.email.endswith(DEMO_ADDRESS))).first() is not None


def is_alone(session: Session) -> bool:
    """Whether nothing but a demo, or nothing at all, is in it: then it may be thrown away."""
    return session.scalars(select(Account).where(~Account.email.endswith(DEMO_ADDRESS))).first() is None


def is_told_about(account: Account) -> bool:
    """Whether the start tells who this is: everybody of the two families, not of the small ones."""
    return account.email.endswith(DEMO_ADDRESS) and not account.email.endswith(history.ADDRESS)


def open_meeting(session: Session) -> Meeting | None:
    """The meeting of the demo that is under way, if nobody closed it."""
    found = select(Meeting).join(Meeting.chair).join(Person.account)
    found = found.where(Meeting.state.in_(LIVE), Account.email.endswith(DEMO_ADDRESS))
    return session.scalars(found.order_by(Meeting.starts_at.desc())).first()
