"""Access that fits and ends: what somebody is here for, what part they may see, until when; and taking somebody off.

The gate reads what is set here at every look (`policy`, `identity`), so that a last day needs nobody to act on it.
What must happen in other rooms when access ends stands in `conference.subjects` (`ENDINGS`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.case.use_cases import tell_tables
from conference.core.events import AccessChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import read_date, safe_text
from conference.records import fields as records
from conference.region import profile
from conference.region.profile import Preset, Profile
from models.case import Case
from models.enums import FAMILY, OVER, Role, Sees
from models.errors.access import (
    BesideNeeded,
    EndNeeded,
    EndPassed,
    FamilySeesAll,
    PartsNeeded,
    SuccessorNeeded,
    WasTakenOff,
)
from models.errors.base import AlreadyAnswered, NotFound, ReasonNeeded
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import AccessRequest, Departure, Person

REASON_LENGTH = 15
#: How the history calls a change of what somebody may see.
ACCESS = "access"
#: What ends in other rooms when somebody was taken off: their links, their phones, their place on a list.
ENDINGS: list[Callable[[UnitOfWork, Person, datetime], None]] = []
#: Who may be stood beside: not a professional.
SUPPORTED = FAMILY | {Role.NETWORK}


@dataclass(frozen=True)
class Access:
    """What the form holds. `sees` is a choice of `Sees`; `parts` are parts and life areas (`part:KEY`, `area:KEY`)."""

    purpose: str = ""
    sees: str = Sees.EVERYTHING
    parts: Sequence[str] = field(default_factory=tuple)
    until: str = ""
    supports: str = ""


def choices(settings: Profile) -> list[str]:
    """What can be chosen for somebody who sees a part: the parts of a meeting, and fields of life."""
    return [f"part:{one.key}" for one in settings.parts] + [f"area:{one.key}" for one in settings.life_areas]


def chosen(settings: Profile, person: Person) -> list[str]:
    """Which of these somebody may see; a part that got another section since is not it any more."""
    kept = set(person.sees_parts)
    return [one for one in choices(settings) if (places := settings.places([one])) and places <= kept]


def of_preset(preset: Preset, language: str, today: date) -> Access:
    """What a region usually chooses for somebody like this (*voorkeuze*)."""
    return Access(
        purpose=profile.say(preset.purpose, language) if preset.purpose else "",
        sees=preset.sees,
        parts=preset.chosen,
        until=preset.last_day(today).isoformat() if preset.months else "",
    )


def set_access(work: UnitOfWork, viewer: policy.Viewer, person_id: str, wish: Access, at: datetime) -> Person:
    """Change what somebody may see, and until when. All their screens follow at once.

    Raises NotFound, ChoiceUnknown, FamilySeesAll, BesideNeeded, PartsNeeded, EndNeeded, EndPassed, SuccessorNeeded.
    """
    case, person = _somebody(work, viewer, person_id, Permission.ACCESS_SET)
    _refill(work, viewer, case, person, wish, at)
    work.record(viewer.actor, Permission.ACCESS_SET, f"person:{person.id}", case.id, at)
    tell_tables(work, case)
    work.tell(AccessChanged(case.id, person.id))
    return person


def _refill(
    work: UnitOfWork, viewer: policy.Viewer, case: Case, person: Person, wish: Access, at: datetime
) -> None:
    """The same for somebody who is there: what they could see before stays known, for who asks after a leak."""
    before = told(person)
    fill(work.session, case, person, wish, at)
    if told(person) != before:
        records.remember(work, viewer, person, ACCESS, before, told(person), at)


def told(person: Person) -> dict[str, Any]:
    """What somebody may see now, and until when, as the history keeps it."""
    return {
        "sees": str(person.sees),
        "parts": list(person.sees_parts),
        "until": person.until.isoformat() if person.until else None,
        "supports": person.supports_id,
    }


@dataclass(frozen=True)
class Given:
    """What somebody is to see, checked. `beside`: whom they support."""

    purpose: str
    sees: Sees
    parts: list[str]
    until: date | None
    beside: Person | None


def read(case: Case, role: Role, wish: Access, at: datetime, person: Person | None = None) -> Given:
    """What was wished for somebody in this role; `person` when they are there already. Raises what `fill` raises."""
    if wish.sees not in set(Sees):
        raise ChoiceUnknown("sees")
    if role in FAMILY and wish.sees != Sees.EVERYTHING:
        raise FamilySeesAll
    beside = _beside(case, role, person, wish.supports)
    places = _places(case, wish)
    until = _last_day(role, wish, at)
    return Given(
        safe_text(wish.purpose, "purpose", 200, needed=False), Sees(wish.sees), places, until, beside
    )


def fill(session: Session, case: Case, person: Person, wish: Access, at: datetime) -> None:
    """Check what was wished for somebody, and keep it."""
    given = read(case, Role(person.role), wish, at, person)
    if given.until is not None:
        _require_no_duty(session, case, person, given.until)
    keep(person, given)


def keep(person: Person, given: Given) -> None:
    """From here on they see this."""
    person.purpose = given.purpose
    person.sees, person.sees_parts, person.until = given.sees, given.parts, given.until
    person.supports, person.supports_id = given.beside, given.beside.id if given.beside else None


def take_off(work: UnitOfWork, viewer: policy.Viewer, person_id: str, why: str, at: datetime) -> Departure:
    """Take somebody off a family (*haal eraf*): at once, on all screens and lines. What they said stays.

    Raises NotFound, WasTakenOff, SuccessorNeeded, ReasonNeeded.
    """
    case, person = _somebody(work, viewer, person_id, Permission.ACCESS_END)
    if person.left_at is not None:
        raise WasTakenOff
    reason = safe_text(why, "why", 500)
    if len(reason) < REASON_LENGTH:
        raise ReasonNeeded("why")
    _require_no_duty(work.session, case, person)
    person.left_at = at
    made = work.add(
        Departure(case_id=case.id, person_id=person.id, why=reason, by_id=viewer.person_id, at=at)
    )
    for one in (person, *_supporters(case, person)):
        for follow in ENDINGS:
            follow(work, one, at)
    for one in case.people:
        if one.voice_via_id == person.id:
            one.voice_via = None  # who went home speaks for nobody any more
    _changed(work, viewer, Permission.ACCESS_END, case, person, at)
    return made


def bring_back(work: UnitOfWork, viewer: policy.Viewer, person_id: str, wish: Access, at: datetime) -> Person:
    """Bring somebody around again who was taken off or whose last day passed, with a purpose, a part and an end."""
    case, person = _somebody(work, viewer, person_id, Permission.ACCESS_SET)
    _refill(work, viewer, case, person, wish, at)
    person.left_at = None
    for departure in departures(work.session, case.id):
        if departure.person_id == person.id and departure.back_at is None:
            departure.back_at = at
    _changed(work, viewer, Permission.ACCESS_SET, case, person, at)
    return person


def departures(session: Session, case_id: str) -> list[Departure]:
    """Who was taken off and why, newest first."""
    found = select(Departure).where(Departure.case_id == case_id)
    return list(session.scalars(found.order_by(Departure.at.desc(), Departure.id)))


def bring(
    work: UnitOfWork,
    viewer: policy.Viewer,
    wish: cases.NewPerson,
    access: Access,
    choice: str,
    at: datetime,
) -> Person:
    """Bring somebody new around a family, with what they may see and until when.

    `choice` is a usual choice of the region, *everything* or *own part*: it says what was left empty. Parents and
    children see everything and a supporter what somebody else sees: they need none. Raises ChoiceUnknown.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, Permission.CASE_CHANGE, case)
    given = wished(profile.of(case.profile.settings), wish.role, access, choice, viewer.language, at)
    person = cases.add_person(work, viewer, wish, at)
    fill(work.session, case, person, given, at)
    return person


def wished(settings: Profile, role: str, wish: Access, choice: str, language: str, at: datetime) -> Access:
    """What was typed, with what the chosen access says of what was left empty. Raises ChoiceUnknown."""
    if role in FAMILY | {Role.SUPPORTER}:
        choice = Sees.EVERYTHING
    preset = next((one for one in settings.access if one.key == choice), None)
    if preset is None:
        if choice not in {Sees.EVERYTHING, Sees.OWN_PART}:
            raise ChoiceUnknown("access")
        return replace(wish, sees=choice)
    usual = of_preset(preset, language, identity.today(at))
    return replace(
        usual,
        purpose=wish.purpose or usual.purpose,
        until=wish.until or usual.until,
        supports=wish.supports,
    )


# --- the family asks


def ask(work: UnitOfWork, viewer: policy.Viewer, person_id: str, words: str, at: datetime) -> AccessRequest:
    """Somebody of the family asks to change what another may see, or until when."""
    case, person = _somebody(work, viewer, person_id, Permission.ACCESS_ASK)
    made = work.add(
        AccessRequest(
            case_id=case.id,
            person_id=person.id,
            asked_by_id=viewer.person_id,
            words=safe_text(words, "words", 500),
            asked_at=at,
        )
    )
    work.record(viewer.actor, Permission.ACCESS_ASK, f"access_request:{made.id}", case.id, at)
    tell_tables(work, case)
    return made


def answer(
    work: UnitOfWork, viewer: policy.Viewer, request_id: str, words: str, at: datetime
) -> AccessRequest:
    """Whoever directs says what comes of it, and why. Raises NotFound, AlreadyAnswered."""
    found = work.lock(AccessRequest, request_id)
    policy.require(viewer, Permission.ACCESS_ANSWER, found)
    if found.answered_at is not None:
        raise AlreadyAnswered
    found.answer = safe_text(words, "answer", 500)
    found.answered_by_id, found.answered_at = viewer.person_id, at
    work.record(viewer.actor, Permission.ACCESS_ANSWER, f"access_request:{found.id}", found.case_id, at)
    tell_tables(work, work.load(Case, found.case_id))
    return found


def requests(session: Session, viewer: policy.Viewer) -> list[AccessRequest]:
    """What the family asked, of what this viewer may know: whoever directs all of it, who asked their own."""
    found = select(AccessRequest).where(AccessRequest.case_id == viewer.case_id)
    return policy.readable(session.scalars(found.order_by(AccessRequest.asked_at)), viewer)


# --- helpers


def _somebody(
    work: UnitOfWork, viewer: policy.Viewer, person_id: str, deed: Permission
) -> tuple[Case, Person]:
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, deed, case)
    person = next((one for one in case.people if one.id == person_id), None)
    if person is None:
        raise NotFound
    return case, person


def _beside(case: Case, role: Role, person: Person | None, key: str) -> Person | None:
    """Whom a supporter stands beside; nobody else stands beside somebody."""
    if role != Role.SUPPORTER:
        if key:
            raise ChoiceUnknown("supports")
        return None
    found = next((one for one in case.people if one.id == key), None)
    if found is None or found is person or found.role not in SUPPORTED:
        raise BesideNeeded
    return found


def _places(case: Case, wish: Access) -> list[str]:
    if wish.sees != Sees.CHOSEN:
        return []
    settings = profile.of(case.profile.settings)
    if not set(wish.parts) <= set(choices(settings)):
        raise ChoiceUnknown("parts")
    if not wish.parts:
        raise PartsNeeded
    return sorted(settings.places(wish.parts))


def _last_day(role: Role, wish: Access, at: datetime) -> date | None:
    today = identity.today(at)
    until = read_date(wish.until, "until", today, years_ahead=2, years_back=50)
    if until is None:
        if wish.sees != Sees.EVERYTHING and role != Role.SUPPORTER:
            raise EndNeeded
        return None
    if until < today:
        raise EndPassed
    return until


def _require_no_duty(session: Session, case: Case, person: Person, after: date | None = None) -> None:
    """Who stays with the family or directs it has no end before somebody else does; nor a chair before the meeting."""
    duty = person.id in (case.fixed_face_id, case.second_face_id, case.case_director_id)
    chaired = select(Meeting.starts_at).where(
        Meeting.case_id == case.id, Meeting.chair_id == person.id, Meeting.state.not_in(OVER)
    )
    if duty or any(
        after is None or identity.today(starts_at) > after for starts_at in session.scalars(chaired)
    ):
        raise SuccessorNeeded("why" if after is None else "until", name=person.first_name)


def _supporters(case: Case, person: Person) -> list[Person]:
    return [one for one in case.people if one.supports_id == person.id and one.left_at is None]


def _changed(
    work: UnitOfWork, viewer: policy.Viewer, deed: Permission, case: Case, person: Person, at: datetime
) -> None:
    work.record(viewer.actor, deed, f"person:{person.id}", case.id, at)
    work.tell(AccessChanged(case.id, person.id))
    tell_tables(work, case)
