"""A colleague is asked to stand beside a family (*haal iemand erbij*), and says yes before anything of it opens.

Until then they are not there: they have no seat, no list, no search and no line. Of the family they know who asks, for
which organisation, in which role, why and until when. Whether anybody signs in with an address is told to nobody: what
is kept, answered and shown is the same for an address that is known, unknown, closed, or of who stands there already.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.case import access
from conference.case import use_cases as cases
from conference.case.access import Access, Given
from conference.core.events import AccessChanged
from conference.core.i18n import language
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_name, safe_text
from conference.records import fields as records
from conference.region import profile
from models.accounts import Account
from models.case import Case
from models.enums import FAMILY, OVER, Role, Sees, Side
from models.errors.access import AddressInvalid, ColleagueAsked, InvitationOver
from models.errors.base import NotFound
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import ColleagueInvitation, Departure, Person

#: Days in which a colleague can answer, the day of asking not counted.
ANSWER_WITHIN = timedelta(days=14)
#: How long whoever asked still reads that it was a no, or that no answer came.
TRACE = timedelta(days=60)
#: What could be an address; what an address is only the one who reads mail there knows.
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


class State(StrEnum):
    """How it stands with somebody who was asked."""

    ASKED = "asked"  # gevraagd, nog geen antwoord
    NO = "no"  # zei nee: alleen voor wie vroeg
    ENDED = "ended"  # geen antwoord gekomen: alleen voor wie vroeg


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked, as those around the family read it.

    `address` is filled for who may bring people around; `words` (with a no) for whoever asked.
    """

    id: str
    called: str
    role_label: str
    role_words: str
    organisation: str
    purpose: str
    until: date | None
    by: str
    ends_on: date
    state: State
    address: str = ""
    words: str = ""


@dataclass(frozen=True)
class Question:
    """All that a colleague reads before they said yes or no."""

    id: str
    by: str
    organisation: str
    role_label: str
    role_words: str
    purpose: str
    until: date | None
    ends_on: date


# --- who asks


def ask(
    work: UnitOfWork, viewer: policy.Viewer, wish: cases.NewPerson, given: Access, choice: str, at: datetime
) -> ColleagueInvitation:
    """Ask whoever is at an address (`wish.account`) to stand beside the family: what they would see, and until when.

    `choice` as `access.bring`. Raises AddressInvalid, ColleagueAsked, and what a person and their access raise.
    """
    case = work.lock(Case, viewer.case_id)
    policy.require(viewer, Permission.CASE_CHANGE, case)
    role = cases.read_role(wish.role)
    if role in FAMILY:  # the family needs no account, and nobody becomes of it by saying yes
        raise ChoiceUnknown("role")
    address = _address(wish.account)
    settings = profile.of(case.profile.settings)
    may = access.read(case, role, access.wished(settings, role, given, choice, viewer.language, at), at)
    mark, today = _mark(work.keys, address), identity.today(at)
    if any(one.address_mark == mark and one.waits(today) for one in _of_case(work.session, case.id)):
        raise ColleagueAsked
    last = today + ANSWER_WITHIN
    made = work.add(
        ColleagueInvitation(
            case_id=case.id,
            asked_by_id=viewer.person_id,
            asked_at=at,
            ends_on=min(last, may.until) if may.until else last,
            address=address,
            address_mark=mark,
            called=safe_name(wish.name),
            role=role,
            role_words=safe_text(wish.role_words, "role_words", 120, needed=False),
            organisation=safe_text(wish.organisation, "organisation", 120, needed=False),
            purpose=may.purpose,
            sees=may.sees,
            sees_parts=may.parts,
            until=may.until,
            supports_id=may.beside.id if may.beside else None,
            meetings=[],
        )
    )
    work.record(viewer.actor, "colleague.ask", f"colleague:{made.id}", case.id, at)
    cases.tell_tables(work, case)
    return made


def withdraw(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> None:
    """Take the question back: it leaves the list of the colleague. Raises NotFound, NotAllowed, InvitationOver."""
    found = work.lock(ColleagueInvitation, key)
    policy.require(viewer, Permission.CASE_CHANGE, found)
    if not found.waits(identity.today(at)):
        raise InvitationOver
    found.withdrawn_at = at
    work.record(viewer.actor, "colleague.withdraw", f"colleague:{found.id}", found.case_id, at)
    cases.tell_tables(work, work.load(Case, found.case_id))


def waiting(session: Session, viewer: policy.Viewer, at: datetime) -> list[ColleagueInvitation]:
    """Who was asked and can still answer, in the order of asking, for those around the family."""
    today = identity.today(at)
    return [one for one in policy.readable(_of_case(session, viewer.case_id), viewer) if one.waits(today)]


def asked(session: Session, viewer: policy.Viewer, at: datetime) -> list[Asked]:
    """The same as it is read; after it, for whoever asked alone, who said no and who did not answer."""
    case = session.get(Case, viewer.case_id)
    if case is None:
        return []
    waits = waiting(session, viewer, at)
    past = [one for one in policy.readable(_of_case(session, case.id), viewer) if _is_trace(one, viewer, at)]
    knows = policy.may(viewer, Permission.CASE_CHANGE, case)
    told = [(one, State.ASKED) for one in waits]
    told += [(one, State.ENDED if one.answered_at is None else State.NO) for one in past if one not in waits]
    settings = profile.of(case.profile.settings)
    return [
        _told(one, state, profile.say(settings.roles[Role(one.role)], language()), knows=knows)
        for one, state in told
    ]


def keep_places(
    work: UnitOfWork, viewer: policy.Viewer, meeting_id: str, keys: Iterable[str], at: datetime
) -> None:
    """For whom of those who did not answer yet a place is kept at a planned meeting; they count as invited.

    With their yes they are. Raises ChoiceUnknown for somebody who does not wait for an answer.
    """
    waits, wanted = waiting(work.session, viewer, at), set(keys)
    if not wanted <= {one.id for one in waits}:
        raise ChoiceUnknown("awaited")
    for one in waits:
        others = [key for key in one.meetings if key != meeting_id]
        one.meetings = [*others, meeting_id] if one.id in wanted else others


# --- who is asked


def questions(session: Session, keys: Keyring, account: Account, at: datetime) -> list[Question]:
    """What waits for the answer of this account, oldest first."""
    today = identity.today(at)
    found = select(ColleagueInvitation).where(ColleagueInvitation.address_mark == _mark(keys, account.email))
    return [
        _question(session, one)
        for one in session.scalars(found.order_by(ColleagueInvitation.asked_at))
        if one.waits(today) and _is_open_to(session, account, one, at)
    ]


def say_yes(work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime) -> Person:
    """From here on they stand beside the family, called as their account is, with what they were asked for.

    Raises NotFound for a question to somebody else, InvitationOver.
    """
    found, account = _mine(work, viewer, key, at)
    case = work.load(Case, found.case_id)
    before = _person_of(work.session, account, case.id)
    person = before or cases.put_person(work, case, account.name, Role(found.role), account)
    told = access.told(person)
    person.name = account.name
    if not person.hat:  # for whom they wear it, they said themselves; it changes with the hat
        person.organisation = account.organisation.name
    person.role, person.role_words = Role(found.role), found.role_words
    person.side = cases.SIDE_OF.get(person.role, Side.PROFESSIONAL)
    access.keep(person, Given(found.purpose, Sees(found.sees), found.sees_parts, found.until, found.supports))
    found.answered_at, found.said_yes, found.person_id = at, True, person.id
    if before is not None:
        _is_back(work, person, told, viewer, at)
    _sit(work, found, person)
    work.record(viewer.actor, "colleague.yes", f"person:{person.id}", case.id, at)
    work.tell(AccessChanged(case.id, person.id))
    cases.tell_tables(work, case)
    return person


def say_no(work: UnitOfWork, viewer: policy.Viewer, key: str, words: str, at: datetime) -> None:
    """No, perhaps with a word, for whoever asked. Raises NotFound for a question to somebody else, InvitationOver."""
    found, _ = _mine(work, viewer, key, at)
    found.words = safe_text(words, "words", 300, needed=False)
    found.answered_at, found.said_yes = at, False
    work.record(viewer.actor, "colleague.no", f"colleague:{found.id}", found.case_id, at)
    cases.tell_tables(work, work.load(Case, found.case_id))


# --- helpers


def _address(typed: str) -> str:
    address = safe_text(typed, "account", 200).lower()
    if not ADDRESS.fullmatch(address):
        raise AddressInvalid
    return address


def _mark(keys: Keyring, address: str) -> str:
    return keys.mark("colleague", address.strip().lower()).hex()


def _of_case(session: Session, case_id: str | None) -> list[ColleagueInvitation]:
    found = select(ColleagueInvitation).where(ColleagueInvitation.case_id == case_id)
    return list(session.scalars(found.order_by(ColleagueInvitation.asked_at, ColleagueInvitation.id)))


def _is_trace(one: ColleagueInvitation, viewer: policy.Viewer, at: datetime) -> bool:
    """What whoever asked reads afterwards: a no, or that no answer came. What was taken back is gone."""
    if one.asked_by_id != viewer.person_id or one.withdrawn_at is not None or one.said_yes:
        return False
    return identity.today(at) <= identity.today(one.answered_at or one.asked_at) + TRACE


def _told(one: ColleagueInvitation, state: State, role_label: str, *, knows: bool) -> Asked:
    return Asked(
        one.id,
        one.called,
        role_label,
        one.role_words,
        one.organisation,
        one.purpose,
        one.until,
        one.asked_by.name,
        one.ends_on,
        state,
        one.address if knows else "",
        one.words if state == State.NO else "",
    )


def _question(session: Session, one: ColleagueInvitation) -> Question:
    asker = one.asked_by
    settings = profile.of(session.get_one(Case, one.case_id).profile.settings)
    return Question(
        one.id,
        asker.account.name if asker.account else asker.name,
        asker.account.organisation.name if asker.account else asker.organisation,
        profile.say(settings.roles[Role(one.role)], language()),
        one.role_words,
        one.purpose,
        one.until,
        one.ends_on,
    )


def _mine(
    work: UnitOfWork, viewer: policy.Viewer, key: str, at: datetime
) -> tuple[ColleagueInvitation, Account]:
    account = work.load(Account, viewer.account_id)
    found = work.lock(ColleagueInvitation, key)
    if not hmac.compare_digest(found.address_mark, _mark(work.keys, account.email)):
        raise NotFound
    if not found.waits(identity.today(at)) or not _is_open_to(work.session, account, found, at):
        raise InvitationOver
    return found, account


def _person_of(session: Session, account: Account, case_id: str) -> Person | None:
    found = select(Person).where(Person.account_id == account.id, Person.case_id == case_id)
    return session.scalar(found)


def _is_open_to(session: Session, account: Account, one: ColleagueInvitation, at: datetime) -> bool:
    """Whether it is a question to them: not to who stands there, nor to who was taken off, or whose last day passed,
    after it was asked: that somebody decided later."""
    person = _person_of(session, account, one.case_id)
    if person is None:
        return True
    if identity.is_around(person, at):
        return False
    if person.left_at is not None and person.left_at > one.asked_at:
        return False
    return person.until is None or person.until < identity.today(one.asked_at)


def _is_back(
    work: UnitOfWork, person: Person, before: dict[str, object], viewer: policy.Viewer, at: datetime
) -> None:
    """Somebody who stood there once: what they could see before stays known, for who asks after a leak."""
    person.left_at = None
    for one in work.session.scalars(
        select(Departure).where(Departure.person_id == person.id, Departure.back_at.is_(None))
    ):
        one.back_at = at
    case = work.load(Case, person.case_id)
    me = policy.in_case(person, case, viewer.language)
    records.remember(work, me, person, access.ACCESS, before, access.told(person), at)


def _sit(work: UnitOfWork, found: ColleagueInvitation, person: Person) -> None:
    """Where a place was kept at a planned meeting, they are invited now."""
    for key in found.meetings:
        meeting = work.session.get(Meeting, key)
        if meeting is not None and meeting.state not in OVER and person not in meeting.invited:
            meeting.invited = [*meeting.invited, person]
