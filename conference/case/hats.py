"""In which capacity somebody acts (*pet*): given by who directs or chairs, for an employer, with a mandate.

A hat belongs to a person and is seen by everybody. Nobody takes one for themselves to which the law leaves something
(domain papers LP-05 and T2): what one may do with it depends on who one is, not on what one chose in a form.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import NamesChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.region import profile
from conference.region.profile import Profile
from models.case import Case
from models.enums import OVER, Side
from models.errors.base import NotFound
from models.errors.hats import EmployerNeeded, HatForProfessionals, HatOfAnother, MandateNeeded
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import HatChange, Person

#: The capacity of the family itself: nobody wears it as a hat.
FAMILY_HAT = "family"


@dataclass(frozen=True)
class NewHat:
    """What the form holds: a key of the profile, empty to lay it off; for whom they work, and what they decide on."""

    hat: str
    employer: str = ""
    mandate: str = ""


def give(work: UnitOfWork, viewer: policy.Viewer, person_id: str, wish: NewHat, at: datetime) -> Person:
    """Give somebody a hat, or take it off. Every table of this family hears it at once.

    Raises NotFound, HatForProfessionals, ChoiceUnknown, HatOfAnother, EmployerNeeded, MandateNeeded.
    """
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, Permission.HAT_GIVE, case)
    person = next((one for one in case.people if one.id == person_id), None)
    if person is None:
        raise NotFound
    settings = profile.of(case.profile.settings)
    mandate = _checked(settings, viewer, person, wish)
    if (person.hat, person.mandate) == (wish.hat, mandate) and not _new_employer(person, wish):
        return person
    person.hat, person.mandate = wish.hat, mandate
    if wish.hat:
        person.organisation = safe_text(wish.employer, "employer", 120)
    work.add(
        HatChange(
            case_id=case.id,
            person_id=person.id,
            hat=wish.hat,
            organisation=person.organisation if wish.hat else "",
            mandate=mandate,
            by_id=viewer.person_id,
            at=at,
        )
    )
    work.record(viewer.actor, Permission.HAT_GIVE, f"person:{person.id}", case.id, at)
    tell_everything(work, case)
    return person


def can_be_given(settings: Profile) -> list[profile.Hat]:
    """The hats of a region that a person can wear."""
    return [one for one in settings.hats if one.key != FAMILY_HAT]


def has_power(settings: Profile, hat: str) -> bool:
    """Whether the law leaves something to who wears this hat."""
    return any(hat in act.hats for act in settings.reserved_acts)


def called(settings: Profile, hat: str, language: str) -> str:
    """What a hat is called; one that a region dropped since keeps its key."""
    if not hat:
        return ""
    return next((profile.say(one.label, language) for one in settings.hats if one.key == hat), hat)


def wearers(people: Iterable[Person], hat: str) -> list[Person]:
    """Who of these wears a hat now; nobody wears that of the family."""
    return [one for one in people if hat not in ("", FAMILY_HAT) and one.hat == hat and one.left_at is None]


def changes(session: Session, case_id: str, since: datetime | None = None) -> list[HatChange]:
    """Who got which hat, newest first; since a moment, or ever."""
    found = select(HatChange).where(HatChange.case_id == case_id)
    if since is not None:
        found = found.where(HatChange.at >= since)
    return list(session.scalars(found.order_by(HatChange.at.desc(), HatChange.id)))


def tell_everything(work: UnitOfWork, case: Case) -> None:
    """What may be decided may have changed: all of every table of this family that is not over is made anew."""
    found = select(Meeting.id).where(Meeting.case_id == case.id, Meeting.state.not_in(OVER))
    for meeting_id in work.session.scalars(found):
        work.tell(NamesChanged(case.id, meeting_id))


def _checked(settings: Profile, viewer: policy.Viewer, person: Person, wish: NewHat) -> str:
    """The mandate as it is kept; empty for who lays a hat off."""
    if not wish.hat:
        return ""
    if person.side != Side.PROFESSIONAL:
        raise HatForProfessionals(name=person.first_name)
    if wish.hat not in {one.key for one in can_be_given(settings)}:
        raise ChoiceUnknown("hat")
    if person.id == viewer.person_id and has_power(settings, wish.hat):
        raise HatOfAnother
    if not wish.employer.strip():
        raise EmployerNeeded
    if not wish.mandate.strip():
        raise MandateNeeded
    return safe_text(wish.mandate, "mandate", 300)


def _new_employer(person: Person, wish: NewHat) -> bool:
    return bool(wish.hat) and wish.employer.strip() != person.organisation
