"""What changes around a family: who stays with them, the phase they are in, and what is known of somebody."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, read_number, safe_name, safe_text
from conference.region import profile
from models.analysis import Section
from models.case import Case, FaceChange
from models.enums import Face, Sees
from models.errors.access import NameOfAccount
from models.errors.base import NotFound
from models.errors.hats import HatKeepsEmployer
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.people import Person
from models.texts import Text


@dataclass(frozen=True)
class NewFaces:
    """What the form for the fixed faces holds: ids of people, why, and when the family meets who is new."""

    fixed_face: str
    case_director: str
    second_face: str = ""
    reason: str = ""
    met_on: str = ""


@dataclass(frozen=True)
class Details:
    """What can be mended about somebody. `number` is the place in the list, from 1; empty leaves it."""

    name: str
    role_words: str = ""
    organisation: str = ""
    age: str = ""
    at_table: bool = True
    voice_via: str = ""
    number: str = ""


def change_faces(work: UnitOfWork, viewer: policy.Viewer, wish: NewFaces, at: datetime) -> list[FaceChange]:
    """Who stays with the family (*vast gezicht*, perhaps a pair) and who directs the case (MT-03).

    A change asks a reason, and the day on which the family meets who is new. What stays the same is no change.
    Raises ChoiceUnknown, TextNeeded, DateInvalid, DateOutOfRange.
    """
    case = _case(work, viewer)
    chosen = _chosen_faces(case, wish)
    before = {face: _holder(case, face) for face in Face}
    changed = [face for face in Face if chosen[face] != before[face]]
    if not changed:
        return []
    reason = safe_text(wish.reason, "reason", 500)
    known = {before[Face.FIXED], before[Face.SECOND], None}
    met_on = _met_on(wish, at, needed=not {chosen[Face.FIXED], chosen[Face.SECOND]} <= known)
    for face in changed:
        setattr(case, f"{face}_id", chosen[face])
    work.record(viewer.actor, "case.faces", f"case:{case.id}", case.id, at)
    cases.tell_tables(work, case)
    return [
        work.add(
            FaceChange(
                case_id=case.id,
                face=face,
                before_id=before[face],
                after_id=chosen[face],
                reason=reason,
                met_on=met_on,
                by_id=viewer.person_id,
                at=at,
            )
        )
        for face in changed
    ]


def face_changes(session: Session, case_id: str) -> list[FaceChange]:
    """Every change of face, newest first."""
    found = select(FaceChange).where(FaceChange.case_id == case_id)
    return list(session.scalars(found.order_by(FaceChange.at.desc(), FaceChange.face)))


def set_phase(work: UnitOfWork, viewer: policy.Viewer, phase: str, at: datetime) -> None:
    """The phase the family is in (*fase*). Raises ChoiceUnknown for one that the region does not know."""
    case = _case(work, viewer)
    if phase not in {one.key for one in profile.of(case.profile.settings).phases}:
        raise ChoiceUnknown("phase")
    if phase != case.phase:
        case.phase = phase
        work.record(viewer.actor, "case.phase", f"case:{case.id}", case.id, at)


def change_person(
    work: UnitOfWork, viewer: policy.Viewer, person_id: str, wish: Details, at: datetime
) -> Person:
    """Mend what is known of somebody around the family. Role and account stay as they are.

    Raises NotFound for somebody of another family, NameOfAccount, HatKeepsEmployer, or a refusal that names the field.
    """
    case = _case(work, viewer)
    person = next((one for one in case.people if one.id == person_id), None)
    if person is None:
        raise NotFound
    person.name = _name(person, wish.name)
    person.role_words = safe_text(wish.role_words, "role_words", 120, needed=False)
    person.organisation = _employer(person, wish.organisation)
    person.age = read_number(wish.age, "age", 0, 120) if wish.age.strip() else None
    person.at_table = wish.at_table
    person.voice_via = _voice(case, person, wish.voice_via)
    if wish.number.strip():
        _place(work, case, person, read_number(wish.number, "number", 1, len(case.people)))
    work.record(viewer.actor, policy.Permission.CASE_CHANGE, f"person:{person.id}", case.id, at)
    cases.tell_tables(work, case)
    return person


def _name(person: Person, typed: str) -> str:
    """Who signs in is called as their account, or as they stand there already. Raises NameOfAccount."""
    name = safe_name(typed)
    if person.account is not None and name not in (person.name, person.account.name):
        raise NameOfAccount(name=person.first_name)
    return name


def _case(work: UnitOfWork, viewer: policy.Viewer) -> Case:
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.CASE_CHANGE, case)
    return case


def _chosen_faces(case: Case, wish: NewFaces) -> dict[Face, str | None]:
    """Professionals of this case who see everything, without an end; two faces are two people."""
    professionals = {
        person.id
        for person in case.people
        if person.account_id
        and person.sees == Sees.EVERYTHING
        and person.until is None
        and person.left_at is None
    }
    chosen = {face: getattr(wish, face) or None for face in Face}
    for face, person_id in chosen.items():
        if person_id not in (professionals | {None} if face == Face.SECOND else professionals):
            raise ChoiceUnknown(str(face))
    if chosen[Face.SECOND] == chosen[Face.FIXED]:
        raise ChoiceUnknown(str(Face.SECOND))
    return chosen


def _holder(case: Case, face: Face) -> str | None:
    holder: str | None = getattr(case, f"{face}_id")
    return holder


def _met_on(wish: NewFaces, at: datetime, *, needed: bool) -> date | None:
    met_on = read_date(wish.met_on, "met_on", at.astimezone(AMSTERDAM).date(), years_ahead=1)
    if met_on is None and needed:
        raise TextNeeded("met_on")
    return met_on


def _employer(person: Person, typed: str) -> str:
    """For whom somebody works; with a hat on, that changes with the hat, where everybody is told."""
    employer = safe_text(typed, "organisation", 120, needed=False)
    if person.hat and employer != person.organisation:
        raise HatKeepsEmployer(name=person.first_name, employer=person.organisation)
    return employer


def _voice(case: Case, person: Person, voice_id: str) -> Person | None:
    """Who says what this person, mostly a child, wants said (*stem via*)."""
    if not voice_id:
        return None
    others = [one for one in case.people if one is not person and one.left_at is None]
    voice = next((one for one in others if one.id == voice_id), None)
    if voice is None:
        raise ChoiceUnknown("voice_via")
    return voice


def _place(work: UnitOfWork, case: Case, person: Person, number: int) -> None:
    """Put somebody at a place in the list; the others make room, and blocks of own words follow their people."""
    order = [one for one in case.people if one is not person]
    order.insert(number - 1, person)
    places = {one.id: place for place, one in enumerate(order)}
    for one in order:
        one.position = places[one.id]
    found = select(Section).join(Text).where(Section.case_id == case.id, Text.owner_id.is_not(None))
    for section in work.session.scalars(found):
        section.position = section.position // 100 * 100 + places[str(section.text.owner_id)]
    work.session.flush()
    work.session.refresh(case, ["people"])
