"""Hours that a professional gives after a meeting: they leave the case as minutes of an account, under a keyed mark."""

from datetime import datetime

from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.learning.hours import use_cases as hours
from conference.learning.hours.use_cases import NewHours
from models.enums import MeetingState
from models.errors.base import NotAllowed
from models.errors.hours import HoursLater
from models.learning import DevelopmentHours
from models.people import Person
from models.region import RegionProfile


def after_meeting(work: UnitOfWork, viewer: policy.Viewer, wish: NewHours, at: datetime) -> DevelopmentHours:
    """The hours of a professional around a meeting that ended. Raises HoursLater."""
    if viewer.meeting_state != MeetingState.CLOSED:
        _giver(work, viewer)
        raise HoursLater
    return give(work, viewer, wish, f"meeting:{viewer.meeting_id}", at)


def give(
    work: UnitOfWork, viewer: policy.Viewer, wish: NewHours, occasion: str, at: datetime
) -> DevelopmentHours:
    """Keep hours of a professional of a case for one occasion. Raises NumberInvalid, ChoiceUnknown, HoursFixed."""
    return hours.keep(work, *_giver(work, viewer), wish, occasion, at)


def given_after(
    session: Session, keys: Keyring, viewer: policy.Viewer, person: Person
) -> DevelopmentHours | None:
    """What somebody gave for this meeting."""
    return hours.given_for(session, keys, str(person.account_id), f"meeting:{viewer.meeting_id}")


def _giver(work: UnitOfWork, viewer: policy.Viewer) -> tuple[str, RegionProfile]:
    """A professional of a case, and in which region."""
    person = work.load(Person, viewer.person_id)
    policy.require(viewer, policy.Permission.HOURS_GIVE, person)
    if person.account_id is None:
        raise NotAllowed
    return person.account_id, person.case.profile
