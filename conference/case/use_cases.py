"""Open a case, bring people around the family, shield what is for named people only, and find things back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import identity, kinds, policy
from conference.core import alike, looks
from conference.core.events import SCREEN, MeetingChanged, PresenceChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_number, safe_name, safe_text
from conference.records import fields as records
from conference.records import texts
from conference.region import profile
from models.accounts import Account
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.enums import FAMILY, OVER, OfficeRole, Role, ShieldCategory, Side, TextKind
from models.errors.access import MayNotOpen
from models.errors.base import NotAllowed, ReasonNeeded
from models.errors.shields import (
    ApartAlready,
    AudienceEmpty,
    NobodyGuards,
    ReviewOutOfRange,
    SectionOfAll,
    SeveralWriters,
)
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.office import OfficeSeat
from models.people import Person
from models.region import RegionProfile
from models.shields import Shield, ShieldAudience
from models.statements import Statement
from models.texts import Change, Text

REASON_LENGTH = 15
#: What follows when somebody is brought around the family.
ARRIVALS: list[Callable[[UnitOfWork, Person], None]] = []
LONGEST_SHIELD = timedelta(days=90)
#: How long somebody of the family keeps something apart before a professional said yes.
PROVISIONAL = timedelta(days=14)
OF_THE_FAMILY = frozenset({Role.PARENT, Role.CHILD, Role.NETWORK})
SIDE_OF = {
    Role.PARENT: Side.FAMILY,
    Role.CHILD: Side.FAMILY,
    Role.NETWORK: Side.NETWORK,
    Role.SUPPORTER: Side.SUPPORT,
    Role.INTERPRETER: Side.SUPPORT,
    Role.EXPERIENCE: Side.EXPERIENCE,
}

#: Room between two sections, for a block of own words of each family member.
STEP = 100


@dataclass(frozen=True)
class NewCase:
    """What the form *nieuw gezin* holds. The title is chosen with the family.

    `profile` is the slug of the region; it may be left empty by who opens families in one region only.
    """

    title: str
    municipality: str = ""
    summary: str = ""
    profile: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody around the family. `account` is the e-mail address of a colleague who signs in: they are asked first
    (`conference.case.colleagues`), `name` is then only how whoever asks calls them."""

    name: str
    role: str
    role_words: str = ""
    organisation: str = ""
    age: str = ""
    account: str = ""
    at_table: bool = True


def open_case(work: UnitOfWork, account: Account, wish: NewCase, at: datetime) -> Case:
    """A case with its empty analysis; whoever opens it is its fixed face and director until that changes.

    Raises MayNotOpen for who has no right to in that region, ChoiceUnknown, or a refusal that names the field.
    """
    settings = _region(work.session, account, wish.profile)
    case = work.add(
        Case(
            profile_id=settings.id,
            title=safe_text(wish.title, "title", 120),
            municipality=safe_text(wish.municipality, "municipality", 120, needed=False),
            summary=safe_text(wish.summary, "summary", 2000, needed=False),
            phase=profile.of(settings.settings).phases[0].key,
            opened_on=at.date(),
        )
    )
    for place, kind in enumerate(profile.of(settings.settings).sections):
        if not kind.own_words:
            new_section(work, case, kind.key, place * STEP)
    opener = put_person(work, case, account.name, Role.LOCAL_TEAM, account=account)
    opener.organisation = account.organisation.name
    case.fixed_face_id = case.case_director_id = opener.id
    work.record(f"person:{opener.id}", "case.open", f"case:{case.id}", case.id, at)
    return case


def regions_to_open(session: Session, account: Account) -> list[RegionProfile]:
    """Where somebody may open a family (*nieuw gezin*): a right in the office of a region, of them or of everybody of
    their organisation."""
    roles: dict[str, set[str]] = {}
    regions: dict[str, RegionProfile] = {}
    for role, region in identity.offices(session, account):
        roles.setdefault(region.id, set()).add(str(role))
        regions[region.id] = region
    return [
        region
        for key, region in regions.items()
        if policy.may(policy.officer(roles[key], region, account.id), policy.Permission.CASE_OPEN, region)
    ]


def whom_to_ask(session: Session, account: Account) -> list[str]:
    """Who leads the team of somebody who may not open a family: names of colleagues of the same organisation."""
    found = (
        select(Account.name)
        .join(OfficeSeat, OfficeSeat.account_id == Account.id)
        .where(OfficeSeat.role == OfficeRole.TEAM_LEADER)
        .where(Account.organisation_id == account.organisation_id, Account.active, Account.id != account.id)
    )
    return sorted(set(session.scalars(found)))


def _region(session: Session, account: Account, slug: str) -> RegionProfile:
    if slug and session.scalar(select(RegionProfile.id).where(RegionProfile.slug == slug)) is None:
        raise ChoiceUnknown("profile")
    may = regions_to_open(session, account)
    if not may or (slug and slug not in {one.slug for one in may}):
        raise MayNotOpen
    if not slug and len(may) > 1:
        raise ChoiceUnknown("profile")
    return next(one for one in may if slug in ("", one.slug))


def follow_profile(work: UnitOfWork, region: RegionProfile) -> None:
    """The analysis of every family of a region gets the sections that are new in its profile, and its order.

    Words of a plan come when the family begins that plan, own words with each person.
    """
    settings = profile.of(region.settings)
    for case in work.session.scalars(select(Case).where(Case.profile_id == region.id)):
        blocks: dict[str, list[Section]] = {}
        for section in work.session.scalars(select(Section).where(Section.case_id == case.id)):
            blocks.setdefault(section.key, []).append(section)
        for place, kind in enumerate(settings.sections):
            for section in blocks.get(kind.key, ()):
                owner = section.text.owner
                section.position = place * STEP + (owner.position if owner else 0)
            if kind.key not in blocks and not kind.own_words and not kind.plan:
                new_section(work, case, kind.key, place * STEP)


def add_person(work: UnitOfWork, viewer: policy.Viewer, wish: NewPerson, at: datetime) -> Person:
    """Bring somebody around the family. A family member gets an own block for own words at once.

    Nobody with an account is put there by somebody else: ChoiceUnknown.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.CASE_CHANGE, case)
    if wish.account.strip():
        raise ChoiceUnknown("account")
    person = put_person(work, case, safe_name(wish.name), read_role(wish.role))
    person.role_words = safe_text(wish.role_words, "role_words", 120, needed=False)
    person.organisation = safe_text(wish.organisation, "organisation", 120, needed=False)
    person.age = read_number(wish.age, "age", 0, 120) if wish.age.strip() else None
    person.at_table = wish.at_table
    work.record(viewer.actor, policy.Permission.CASE_CHANGE, f"person:{person.id}", case.id, at)
    tell_tables(work, case)
    return person


def read_role(role: str) -> Role:
    """What somebody around a family is. Raises ChoiceUnknown."""
    if role not in set(Role) - {Role.PROJECT_TEAM}:
        raise ChoiceUnknown("role")
    return Role(role)


def sections(session: Session, viewer: policy.Viewer, keys: Sequence[str] | None = None) -> list[Section]:
    """The blocks of the analysis this viewer may read, in order; all of them, or those of some sections."""
    found = select(Section).where(Section.case_id == viewer.case_id).order_by(Section.position)
    if keys is not None:
        found = found.where(Section.key.in_(keys))
    return policy.readable(session.scalars(found), viewer)


@dataclass(frozen=True)
class NewShield:
    """Who may know, why, and when that is looked at again (domain paper 5.11). `protects`: whose yes opens it."""

    people: Sequence[str]
    category: ShieldCategory
    reason: str
    review_on: date
    protects: str = ""


def shield(work: UnitOfWork, viewer: policy.Viewer, thing: Any, wish: NewShield, at: datetime) -> Shield:
    """Keep a record among named people. For all others it stops to exist at once, with its history.

    What it replaced goes along: its words say nearly the same. Its texts begin a new epoch, so that no editor keeps
    what it had. Raises SectionOfAll, SeveralWriters (nobody hides the words of another), ApartAlready.
    """
    policy.require(viewer, policy.Permission.SHIELD_SET, thing)
    kind = kinds.kind_of(thing)
    if kind is None or kind.shielding is None or isinstance(thing, Section):
        raise SectionOfAll
    if policy.shields(thing):
        raise ApartAlready
    words = [work.lock(Text, text.id) for text in kind.shielding.words(thing)]
    if _writers(work.session, words) > 1:
        raise SeveralWriters
    made = new_shield(work, viewer, wish, at)
    for one in kind.shielding.line(thing):
        one.shield, one.shield_id = made, made.id
    for text in words:
        text.epoch += 1
        if not kind.text_carrier:  # it does not know what it is part of, and carries the shield itself
            text.shield, text.shield_id = made, made.id
    people = work.load(Case, made.case_id).people
    lost = {person.id for person in people} - readers(made, people)
    records.changed(
        work, viewer, policy.Permission.SHIELD_SET, thing, at, listed=True, lost=frozenset(lost | {SCREEN})
    )
    return made


def readers(shield: Shield, people: Iterable[Person]) -> set[str]:
    """Who reads what is behind a shield on their own device: those inside, but on no phone of the family."""
    return {
        person.id
        for person in people
        if person.id in shield.person_ids
        and (person.account_id is not None or person.role not in policy.FAMILY_PHONE)
    }


def guards(case: Case, today: date) -> list[Person]:
    """Who watches over a shield of the family with them: the safety partners, else the director.

    Nobody who was taken off, or whose last day passed: they would be the only one to know, and see nothing of it.
    """
    partners = [
        one for one in case.people if one.role == Role.SAFETY_PARTNER and one.account_id and one.around(today)
    ]
    return partners or [one for one in case.people if one.id == case.case_director_id]


def new_shield(work: UnitOfWork, viewer: policy.Viewer, wish: NewShield, at: datetime) -> Shield:
    """A shield to put on something. Whoever makes it is inside; a reason, and a review within three months.

    Somebody of the family needs no leave: it holds at once, for themselves and who guards it with them, and for two
    weeks; by then a professional said yes, or why not. Raises AudienceEmpty, ReasonNeeded, ReviewOutOfRange,
    NobodyGuards, and ChoiceUnknown for somebody who is not around this family.
    """
    case = work.load(Case, viewer.case_id)
    me = next((one for one in case.people if one.id == viewer.person_id), None)
    if me is None:
        raise NotAllowed("people")
    reason = safe_text(wish.reason, "reason", 500)
    if len(reason) < REASON_LENGTH:
        raise ReasonNeeded
    provisional = me.role in OF_THE_FAMILY
    if provisional:
        wish = _with_guards(case, me, wish, at)
    if not set(wish.people) <= {person.id for person in case.people}:
        raise ChoiceUnknown("people")
    if not {me.id, wish.protects or me.id} <= set(wish.people):
        raise AudienceEmpty
    made = work.add(
        Shield(
            case_id=case.id,
            category=wish.category,
            reason=reason,
            review_on=review_day(wish.review_on, at),
            set_by_id=me.id,
            set_at=at,
            protects_id=wish.protects or None,
            provisional=provisional,
            audience=[ShieldAudience(person_id=person_id) for person_id in dict.fromkeys(wish.people)],
        )
    )
    work.record(viewer.actor, policy.Permission.SHIELD_SET, f"shield:{made.id}", case.id, at)
    return made


def review_day(wanted: date, at: datetime) -> date:
    """The day on which a shield is looked at again. Raises ReviewOutOfRange for the past and after three months."""
    today = at.astimezone(AMSTERDAM).date()
    last = today + LONGEST_SHIELD
    if not today <= wanted <= last:
        raise ReviewOutOfRange(first=f"{today:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
    return wanted


def _with_guards(case: Case, me: Person, wish: NewShield, at: datetime) -> NewShield:
    today = at.astimezone(AMSTERDAM).date()
    guarding = [one.id for one in guards(case, today) if one.id != me.id]
    if not guarding:
        raise NobodyGuards
    return replace(wish, people=[me.id, *guarding], review_on=today + PROVISIONAL, protects=me.id)


def _writers(session: Session, words: Sequence[Text]) -> int:
    found = select(func.count(Change.author_id.distinct())).where(
        Change.text_id.in_([text.id for text in words])
    )
    return session.scalar(found) or 0


@dataclass(frozen=True)
class Found:
    """One hit of a search: where it is, and the words around it."""

    case: Case
    kind: str
    section: Section | None
    action: Action | None
    words: str
    statement: Statement | None = None

    @property
    def shown(self) -> Case | Section | Action | Statement:
        """The record that was found."""
        return self.section or self.action or self.statement or self.case


def search(session: Session, viewers: Sequence[policy.Viewer], typed: str) -> list[Found]:
    """Everything with these letters in it that the searcher may see, over all own cases.

    Filtered by the gate before anything is counted, so that a shielded hit leaves no trace.
    """
    wanted = alike.plain(typed)
    if len(wanted) < 2:
        return []
    hits: list[Found] = []
    for viewer in viewers:
        case = session.get(Case, viewer.case_id)
        with looks.looking():  # what is looked through is not seen; what is found is
            may = case is not None and policy.may(viewer, policy.Permission.SEARCH, case)
            found = _hits(session, viewer, case, wanted) if case is not None and may else []
        hits += [one for one in found if policy.visible(one.shown, viewer)]
    return hits


def _hits(session: Session, viewer: policy.Viewer, case: Case, wanted: str) -> list[Found]:
    summary = "" if viewer.narrow else case.summary
    names = f"{case.title} {summary} {' '.join(person.name for person in case.people)}"
    hits = [Found(case, "case", None, None, summary)] if alike.holds(names, wanted) else []
    for section in sections(session, viewer):
        if alike.holds(section.text.words, wanted):
            hits.append(Found(case, "section", section, None, section.text.words))
    for action in policy.readable(
        session.scalars(select(Action).where(Action.case_id == case.id).order_by(Action.position)), viewer
    ):
        words = f"{action.text.words} {action.seen_when.words}"
        if alike.holds(words, wanted):
            hits.append(Found(case, "action", None, action, words))
    found = select(Statement).where(Statement.case_id == case.id).order_by(Statement.position)
    for statement in policy.readable(session.scalars(found), viewer):
        words = statement.text.words
        if statement.current and alike.holds(words, wanted):
            hits.append(Found(case, "statement", None, None, words, statement))
    return hits


def tell_tables(work: UnitOfWork, case: Case) -> None:
    """Something about the people or the case changed: every table of this family that is not over hears it."""
    found = select(Meeting.id).where(Meeting.case_id == case.id, Meeting.state.not_in(OVER))
    for meeting_id in work.session.scalars(found):
        work.tell(MeetingChanged(case.id, meeting_id))
        work.tell(PresenceChanged(case.id, meeting_id))


def put_person(work: UnitOfWork, case: Case, name: str, role: Role, account: Account | None = None) -> Person:
    """Somebody stands around the family from here on: who opened it, who said yes, or who has no account."""
    person = work.add(
        Person(
            case_id=case.id,
            account_id=account.id if account else None,
            name=name,
            side=SIDE_OF.get(role, Side.PROFESSIONAL),
            role=role,
            position=len(case.people),
        )
    )
    work.session.refresh(case, ["people"])
    if role in FAMILY:
        _own_words(work, case, person)
    for follow in ARRIVALS:
        follow(work, person)
    return person


def _own_words(work: UnitOfWork, case: Case, person: Person) -> None:
    for place, kind in enumerate(profile.of(case.profile.settings).sections):
        if kind.own_words:
            new_section(work, case, kind.key, place * STEP + person.position, person)


def new_section(
    work: UnitOfWork, case: Case, key: str, position: int, owner: Person | None = None
) -> Section:
    """An empty block of the analysis; with an owner for their own words."""
    kind = TextKind.OWN_WORDS if owner else TextKind.SECTION
    text = texts.new_text(work, case.id, kind, owner)
    return work.add(Section(case_id=case.id, key=key, position=position, text_id=text.id))
