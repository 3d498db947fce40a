"""Shields that people set, change and take away (*alleen voor ...*, trust design 2).

Setting one is `case.use_cases.shield`, which every subject knows; here is what a person does with it. To let anybody
else in takes the yes of the person it protects. A shield never opens by itself, and what was put before the table is a
new record, so that nobody sees how long the old one was there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import kinds, policy
from conference.access.kinds import KINDS, Change, Kind, Shielding
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.case.use_cases import NewShield
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_text
from conference.records import fields as records
from conference.records import texts
from conference.table.shields.kind import things as things
from models.case import Case
from models.enums import LIVE, MAX_WORDS, OVER, Role, ShieldCategory, ShieldDeed
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound, ReasonNeeded
from models.errors.meeting import MeetingClosed
from models.errors.shields import AudienceEmpty, ReviewOutOfRange
from models.errors.validation import ChoiceUnknown, DateInvalid
from models.meeting import Meeting
from models.people import Person
from models.shields import Shield, ShieldAsk, ShieldAudience
from models.texts import Text


@dataclass(frozen=True)
class Wish:
    """What the dialog holds, as it was typed."""

    people: Sequence[str]
    category: str
    reason: str
    review_on: str
    protects: str = ""


# --- set


def put(work: UnitOfWork, viewer: policy.Viewer, thing: str, wish: Wish, at: datetime) -> Shield:
    """*Alleen voor ...*: keep something that is there among named people. Raises NotFound for no such thing."""
    record = kinds.find(work.session, thing, lambda kind: kind.shielding is not None)
    if record is None:
        raise NotFound
    record = work.lock(type(record), record.id)
    viewer = leading(work.session, viewer)
    return cases.shield(work, viewer, record, _checked(work, viewer, wish, at), at)


def add(
    work: UnitOfWork, viewer: policy.Viewer, kind: str, beside: str, words: str, wish: Wish, at: datetime
) -> Any:
    """Put something new down that is for named people from its first moment: it was never there for the others.

    Also on the pages of a family, while no table sits: then it belongs to the last meeting. At a table that is over
    nothing is added. Raises NotFound, NotAllowed, MeetingClosed.
    """
    found = KINDS.get(kind)
    if found is None or found.shielding is None or found.shielding.writes is None:
        raise ChoiceUnknown("kind")
    case = work.load(Case, viewer.case_id)
    if not policy.visible(case, viewer):
        raise NotFound
    if not policy.entitled(viewer, found.shielding.writes, case):
        raise NotAllowed
    if viewer.meeting_state in OVER:
        raise MeetingClosed
    near = kinds.find(work.session, beside) if beside else None
    if near is not None and not policy.visible(near, viewer):
        raise NotFound
    said = safe_text(words, "words", _longest(found))
    shield = cases.new_shield(work, viewer, _checked(work, viewer, wish, at), at)
    change = Change(work, viewer, at)
    author = work.load(Person, viewer.person_id)
    made = _made(change, found, author, found.shielding.starts(change, near), shield)
    texts.set_words(work, author, getattr(made, next(iter(found.shielding.texts))), said, at)
    records.changed(work, viewer, Permission.SHIELD_SET, made, at, listed=True)
    return made


# --- narrower, wider, away


def narrow(
    work: UnitOfWork, viewer: policy.Viewer, shield_id: str, people: Sequence[str], reason: str, at: datetime
) -> None:
    """*Minder mensen*: `people` stay. For the others it is gone at once, with its history.

    Raises AudienceEmpty when nobody would be left, or without the person it protects; ReasonNeeded.
    """
    shield = _locked(work, viewer, shield_id, Permission.SHIELD_NARROW)
    said, stays = _reason(reason), set(people)
    if not stays <= shield.person_ids:
        raise ChoiceUnknown("people")
    if not stays or (shield.protects_id is not None and shield.protects_id not in stays):
        raise AudienceEmpty
    around = work.load(Case, shield.case_id).people
    before, read = _audience(shield), cases.readers(shield, around)
    if stays == shield.person_ids:
        return
    shield.audience = [one for one in shield.audience if one.person_id in stays]
    _remember(work, viewer, shield, "audience", before, _audience(shield), said, at)
    _tell(work, viewer, Permission.SHIELD_NARROW, shield, at, lost=read - cases.readers(shield, around))


def widen(
    work: UnitOfWork, viewer: policy.Viewer, shield_id: str, person_id: str, reason: str, at: datetime
) -> ShieldAsk:
    """*Nog iemand erbij*: asked of the person it protects; at once when they ask it themselves."""
    shield = _locked(work, viewer, shield_id, Permission.SHIELD_WIDEN)
    person = next((one for one in work.load(Case, shield.case_id).people if one.id == person_id), None)
    if person is None or person.id in shield.person_ids:
        raise ChoiceUnknown("person")
    return _ask(work, viewer, shield, ShieldDeed.WIDEN, person, reason, at)


def lift(work: UnitOfWork, viewer: policy.Viewer, shield_id: str, reason: str, at: datetime) -> ShieldAsk:
    """*Mag aan tafel*: asked of the person it protects; at once when they say it themselves."""
    shield = _locked(work, viewer, shield_id, Permission.SHIELD_LIFT)
    return _ask(work, viewer, shield, ShieldDeed.LIFT, None, reason, at)


def answer(
    work: UnitOfWork, viewer: policy.Viewer, ask_id: str, agrees: bool, reason: str, at: datetime
) -> None:
    """Yes or no to what was asked. The person it protects owes no reason; a safety partner in their place does.

    Nobody says yes to their own question in somebody else's place. Raises NotAllowed, AlreadyAnswered, ReasonNeeded.
    """
    asked = work.lock(ShieldAsk, ask_id)
    shield = _locked(work, viewer, asked.shield_id, Permission.SHIELD_AGREE)
    if asked.answered_at is not None:
        raise AlreadyAnswered
    mine = shield.protects_id == viewer.person_id
    if not mine and (asked.by_id == viewer.person_id or is_childs(shield)):
        raise NotAllowed
    said = safe_text(reason, "reason", 500, needed=False) if mine else _reason(reason)
    _settle(work, viewer, asked, agrees, said, at)


# --- look again, and say yes to what the family set


def review(
    work: UnitOfWork, viewer: policy.Viewer, shield_id: str, review_on: str, reason: str, at: datetime
) -> None:
    """*Blijft zo*: it was looked at, and will be again on another day."""
    shield = _locked(work, viewer, shield_id, Permission.SHIELD_REVIEW)
    _look_again(work, viewer, shield, review_on, _reason(reason), at)
    work.record(viewer.actor, Permission.SHIELD_REVIEW, f"shield:{shield.id}", shield.case_id, at)


def confirm(
    work: UnitOfWork,
    viewer: policy.Viewer,
    shield_id: str,
    agrees: bool,
    review_on: str,
    reason: str,
    at: datetime,
) -> None:
    """A professional signs what somebody of the family set at once, or says why not. Either way it stays shut.

    Whoever was not agreed with decides themselves what becomes of it. Only the guards sign: safety partners, else the
    director; nobody signs their own.
    """
    shield = _locked(work, viewer, shield_id, Permission.SHIELD_CONFIRM)
    guarding = _guards(work, shield, at) - {shield.set_by_id}
    if viewer.person_id not in guarding:
        raise NotAllowed
    if not shield.provisional:
        raise AlreadyAnswered
    said = _reason(reason)
    if agrees:
        _look_again(work, viewer, shield, review_on, said, at)
        shield.provisional, shield.refused_why = False, None
    else:
        shield.refused_why = said
        _remember(work, viewer, shield, "confirmed", "", "no", said, at)
    work.record(viewer.actor, Permission.SHIELD_CONFIRM, f"shield:{shield.id}", shield.case_id, at)


def to_look_at(session: Session, viewers: Iterable[policy.Viewer], today: date) -> list[Shield]:
    """What has to be looked at again, or signed, by these viewers: overdue is a task, and nothing opens by itself."""
    found: list[Shield] = []
    for viewer in viewers:
        case = session.get(Case, viewer.case_id)
        mine = case is not None and viewer.person_id in {one.id for one in cases.guards(case, today)}
        found += [
            one
            for one in of_viewer(session, viewer)
            if mine and (one.review_on <= today or (one.provisional and not one.refused_why))
        ]
    return sorted(found, key=lambda one: one.review_on)


# --- what is there


def leading(session: Session, viewer: policy.Viewer) -> policy.Viewer:
    """Who chairs a table of this family at this moment does so on the pages of the family too."""
    if viewer.meeting_id is not None or viewer.person_id is None:
        return viewer
    found = select(Meeting.id).where(
        Meeting.case_id == viewer.case_id, Meeting.chair_id == viewer.person_id, Meeting.state.in_(LIVE)
    )
    chairs = session.scalar(found.limit(1)) is not None
    return replace(viewer, roles=viewer.roles | {str(Role.CHAIR)}) if chairs else viewer


def of_viewer(session: Session, viewer: policy.Viewer) -> list[Shield]:
    """The shields this viewer is inside of, the first to be looked at first. Of others there is no trace."""
    found = select(Shield).where(Shield.case_id == viewer.case_id).order_by(Shield.review_on, Shield.id)
    return policy.readable(session.scalars(found), viewer)


def newest(session: Session, shield: Shield) -> list[Any]:
    """The same without what a newer one took the place of."""
    return [one for one in things(session, shield) if getattr(one, "replaced_by", None) is None]


# --- helpers


def _checked(work: UnitOfWork, viewer: policy.Viewer, wish: Wish, at: datetime) -> NewShield:
    if wish.category not in set(ShieldCategory):
        raise ChoiceUnknown("category")
    person = work.session.get(Person, viewer.person_id or "")
    if person is not None and person.role in cases.OF_THE_FAMILY:
        day = at.astimezone(AMSTERDAM).date()  # the family names neither people nor a day: both are known
    else:
        day = _day(wish.review_on, at)
        if not wish.people:
            raise AudienceEmpty
    return NewShield(wish.people, ShieldCategory(wish.category), wish.reason, day, wish.protects)


def _day(typed: str, at: datetime) -> date:
    today = at.astimezone(AMSTERDAM).date()
    try:
        found = read_date(typed, "review_on", today, years_back=100, years_ahead=100)
    except DateInvalid:
        found = None
    if found is None:
        last = today + cases.LONGEST_SHIELD
        raise ReviewOutOfRange(first=f"{today:%d-%m-%Y}", last=f"{last:%d-%m-%Y}")
    return cases.review_day(found, at)


def _reason(typed: str) -> str:
    said = safe_text(typed, "reason", 500, needed=False)
    if len(said) < cases.REASON_LENGTH:
        raise ReasonNeeded
    return said


def _locked(work: UnitOfWork, viewer: policy.Viewer, shield_id: str, permission: policy.Permission) -> Shield:
    shield = work.lock(Shield, shield_id)
    policy.require(leading(work.session, viewer), permission, shield)
    return shield


def _guards(work: UnitOfWork, shield: Shield, at: datetime) -> set[str]:
    case = work.load(Case, shield.case_id)
    return {one.id for one in cases.guards(case, at.astimezone(AMSTERDAM).date())}


def is_childs(shield: Shield) -> bool:
    """What protects a child is the child's to open, and nobody's in its place."""
    return shield.protects is not None and shield.protects.role == Role.CHILD


def _ask(
    work: UnitOfWork,
    viewer: policy.Viewer,
    shield: Shield,
    deed: ShieldDeed,
    person: Person | None,
    reason: str,
    at: datetime,
) -> ShieldAsk:
    """Ask the yes that it takes. A question that waits already is not asked twice."""
    said = _reason(reason)
    key = person.id if person is not None else None
    twin = next((one for one in shield.waiting if (one.deed, one.person_id) == (deed, key)), None)
    if twin is not None:
        return twin
    asked = work.add(
        ShieldAsk(shield=shield, deed=deed, person_id=key, reason=said, by_id=viewer.person_id or "", at=at)
    )
    permission = Permission.SHIELD_WIDEN if deed == ShieldDeed.WIDEN else Permission.SHIELD_LIFT
    work.record(viewer.actor, permission, f"shield:{shield.id}", shield.case_id, at)
    nobodys = shield.protects_id is None and viewer.person_id in _guards(work, shield, at)
    if shield.protects_id == viewer.person_id or nobodys:
        _settle(work, viewer, asked, True, said, at)
    return asked


def _settle(
    work: UnitOfWork, viewer: policy.Viewer, asked: ShieldAsk, agrees: bool, said: str, at: datetime
) -> None:
    asked.answered_by_id, asked.answered_at, asked.agreed, asked.answer = viewer.person_id, at, agrees, said
    shield = asked.shield
    work.record(viewer.actor, Permission.SHIELD_AGREE, f"shield:{shield.id}", shield.case_id, at)
    if agrees and asked.deed == ShieldDeed.WIDEN:
        _let_in(work, viewer, shield, asked, at)
    elif agrees:
        _open(work, viewer, shield, asked, at)


def _let_in(work: UnitOfWork, viewer: policy.Viewer, shield: Shield, asked: ShieldAsk, at: datetime) -> None:
    """From now on they read it: the words begin a new epoch, what was typed before stays behind."""
    before = _audience(shield)
    if asked.person_id is not None and asked.person_id not in shield.person_ids:
        shield.audience.append(ShieldAudience(person_id=asked.person_id))
    _remember(work, viewer, shield, "audience", before, _audience(shield), asked.reason, at)
    _tell(work, viewer, Permission.SHIELD_WIDEN, shield, at)


def _open(work: UnitOfWork, viewer: policy.Viewer, shield: Shield, asked: ShieldAsk, at: datetime) -> None:
    """Before the whole table, as something new of today. What stood here stays shut, from now on for everybody."""
    opened = newest(work.session, shield)
    _remember(work, viewer, shield, "audience", _audience(shield), "", asked.reason, at)
    read = cases.readers(shield, work.load(Case, shield.case_id).people)
    old = things(work.session, shield)
    shield.lifted_at, shield.audience = at, []
    work.session.flush()
    for record in old:
        _renew(work, record)
        records.changed(work, viewer, Permission.SHIELD_LIFT, record, at, listed=True, lost=frozenset(read))
    for record in opened:
        if getattr(record, "removed_at", None) is None and getattr(record, "withdrawn_at", None) is None:
            _again(Change(work, viewer, at), record)


def _again(change: Change, old: Any) -> None:
    """The same words as a new record, by whom they were, as if they were written down today."""
    work, kind = change.work, _kind(old)
    shielding = _shielding(kind)
    author = work.load(Person, getattr(old, "added_by_id", None) or change.viewer.person_id)
    kept = {name: getattr(old, name) for name in shielding.keeps}
    copied = {name: list(one) if isinstance(one, list) else one for name, one in kept.items()}
    made = _made(change, kind, author, shielding.starts(change, old) | copied, None)
    for name in shielding.texts:
        texts.set_words(work, author, getattr(made, name), getattr(old, name).words, change.at)
    shielding.more(change, old, made)
    records.changed(work, change.viewer, Permission.SHIELD_LIFT, made, change.at, listed=True)


def _made(change: Change, kind: Kind, author: Person, given: dict[str, Any], shield: Shield | None) -> Any:
    """A new record of a kind, with empty texts, at the end of its list; perhaps shut from its first moment."""
    work, model, case_id = change.work, kind.model, change.viewer.case_id or ""
    columns = model.__table__.columns
    fields: dict[str, Any] = {"case_id": case_id, "added_by_id": author.id, "added_at": change.at}
    if "meeting_id" in columns:
        fields["meeting_id"] = change.viewer.meeting_id or _last_meeting(work.session, case_id)
    if "position" in columns and "position" not in given:
        fields["position"] = records.last_position(work.session, model, case_id) + 1
    for name, text_kind in _shielding(kind).texts.items():
        text = texts.new_text(work, case_id, text_kind)
        fields[f"{name}_id"] = text.id
        if shield is not None and not kind.text_carrier:  # it carries the shield itself
            text.shield, text.shield_id = shield, shield.id
    if shield is not None and "shield_id" in columns:
        fields["shield_id"] = shield.id
    known = {name: value for name, value in fields.items() if name in columns}
    return work.add(model(**known | given))


def _tell(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: Permission,
    shield: Shield,
    at: datetime,
    *,
    lost: Iterable[str] = (),
) -> None:
    """Every editor of it begins anew; those who lost it see it go, and nobody outside hears anything."""
    work.session.flush()
    for record in things(work.session, shield):
        _renew(work, record)
        records.changed(work, viewer, deed, record, at, listed=True, lost=frozenset(lost))


def _renew(work: UnitOfWork, record: Any) -> None:
    for text in _shielding(_kind(record)).words(record):
        work.lock(Text, text.id).epoch += 1


def _look_again(
    work: UnitOfWork, viewer: policy.Viewer, shield: Shield, review_on: str, said: str, at: datetime
) -> None:
    day = _day(review_on, at)
    _remember(work, viewer, shield, "review_on", shield.review_on.isoformat(), day.isoformat(), said, at)
    shield.review_on = day


def _remember(
    work: UnitOfWork,
    viewer: policy.Viewer,
    shield: Shield,
    field: str,
    before: str,
    after: str,
    why: str,
    at: datetime,
) -> None:
    records.remember(work, viewer, shield, field, before, {"value": after, "why": why}, at)


def _audience(shield: Shield) -> str:
    return " ".join(sorted(shield.person_ids))


def _last_meeting(session: Session, case_id: str) -> str | None:
    found = select(Meeting.id).where(Meeting.case_id == case_id).order_by(Meeting.starts_at.desc()).limit(1)
    return session.scalar(found)


def _kind(record: Any) -> Kind:
    kind = kinds.kind_of(record)
    if kind is None:
        raise NotFound
    return kind


def _shielding(kind: Kind) -> Shielding:
    if kind.shielding is None:
        raise NotFound
    return kind.shielding


def kind_with(record: Any) -> Shielding:
    """How records like this one are kept apart. Raises NotFound."""
    return _shielding(_kind(record))


def _longest(kind: Kind) -> int:
    return MAX_WORDS[next(iter(_shielding(kind).texts.values()))]
