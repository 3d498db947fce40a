"""The one road of a change: compare with what the writer saw, keep the value that was, tell who may know.

Which fields a kind of record has stands with the kind (`Kind.fields`); the rules around a change are the same for all.
A field is compared and kept as a string: ids sorted with spaces between, dates as ISO, nothing as "".
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import KINDS, REMOVED, Change, Field, Kind, kind_of, ref
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_reason, safe_text
from models.errors.base import Conflict, NotFound, WasRemoved
from models.errors.validation import ChoiceUnknown
from models.errors.wording import WordsOfAnother
from models.log import FieldChange, LogEntry
from models.people import Person

RESEND_WITHIN = timedelta(minutes=1)


def value(record: Any, field: str) -> str:
    """A field of a record as forms show and compare it."""
    return _kind(record).fields[field].get(record)


def set_field(
    work: UnitOfWork,
    viewer: policy.Viewer,
    thing: str,
    field: str,
    value: str,
    seen: str,
    at: datetime,
    why: str = "",
) -> str:
    """Change a field. `seen` is the value that stood on the writer's screen. Returns the value as it is kept.

    Of somebody else only the chair changes a field, with a reason (`why`): raises WordsOfAnother, ReasonNeeded.
    Raises Conflict with both values when somebody else changed the field meanwhile: nothing is overwritten in
    silence, and `FieldChange` keeps every value a field ever had.
    """
    record = lock(work, viewer, thing)
    kind = _kind(record)
    described = kind.fields.get(field)
    if described is None:
        raise ChoiceUnknown("field")
    reason = require_keeper(viewer, record, field, why)
    change = Change(work, viewer, at)
    before, after = described.get(record), described.check(change, record, value)
    if before == after:
        return after
    compare(record, field, before, after, seen, reason)
    readers, stood = _own_readers(record), kind.sorted_by(record)
    described.put(change, record, after)
    remember(work, viewer, record, field, before, after, at, reason)
    kind.after(change, record, field, before)
    deed = _write(kind)
    moved = field in kind.listed or kind.sorted_by(record) != stood
    changed(work, viewer, deed, record, at, listed=moved, lost=_lost(record, readers))
    return after


def lock(work: UnitOfWork, viewer: policy.Viewer, thing: str) -> Any:
    """The record behind `kind:id`, for a change of its fields: one that this viewer may change, its row locked.

    Raises NotFound, NotAllowed, and what its kind says of a record that is settled.
    """
    name, _, key = thing.partition(":")
    kind = KINDS.get(name)
    if kind is None or not kind.fields:
        raise NotFound
    if kind.part_of is not None:
        found = work.load(kind.model, key)
        if not policy.visible(found, viewer):
            raise NotFound
        whole: Any = kind.part_of(found)
        work.lock(type(whole), whole.id)
    record = work.lock(kind.model, key)
    policy.require(viewer, _write(kind), record)
    return record


def require_keeper(viewer: policy.Viewer, record: Any, field: str, why: str) -> str:
    """Why somebody else's field is changed; empty for what is one's own, or the table's.

    Raises WordsOfAnother for who may not, ReasonNeeded for the chair without a reason.
    """
    if policy.keeps(viewer, record, field):
        return ""
    if not policy.overrules(viewer, record, field):
        raise WordsOfAnother
    return safe_reason(why, "why")


def require_mover(
    session: Session, viewer: policy.Viewer, record: Any, why: str, *, back: bool = False
) -> str:
    """Why somebody else's record is taken away, empty for one's own. `back`: who took it away may put it back, too.

    Raises WordsOfAnother, ReasonNeeded.
    """
    if not back:
        return require_keeper(viewer, record, REMOVED, why)
    if not may_put_back(session, viewer, record):
        raise WordsOfAnother
    return ""


def may_put_back(session: Session, viewer: policy.Viewer, record: Any) -> bool:
    """Whether a record that was taken away is this viewer's to put back: theirs, or taken away by them."""
    if policy.keeps(viewer, record, REMOVED):
        return True
    taken = last_change(session, ref(record), REMOVED)
    return taken is not None and taken.by_id == viewer.person_id


def compare(record: Any, field: str, before: str, after: str, seen: str, why: str = "") -> None:
    """Raise Conflict with both values when another one stands there than the writer saw."""
    if before != seen.replace("\r\n", "\n"):  # a browser sends the lines of a text that way
        raise Conflict(field, thing=ref(record), theirs=before, yours=after, why=why)


def remember(
    work: UnitOfWork,
    viewer: policy.Viewer,
    record: Any,
    field: str,
    before: Any,
    after: Any,
    at: datetime,
    why: str = "",
) -> None:
    """Keep the value a field had: by a person of the case, or in the learning layer by an account."""
    learns = viewer.profile_id is not None
    work.add(
        FieldChange(
            thing=ref(record),
            field=field,
            before=before,
            after=after,
            by_id=None if learns else viewer.person_id,
            account_by_id=viewer.account_id if learns else None,
            at=at,
            why=why,
        )
    )


def history(session: Session, *things: str) -> list[FieldChange]:
    """Every earlier value of these records, oldest first. Ask the gate about each before."""
    found = select(FieldChange).where(FieldChange.thing.in_(things))
    return list(session.scalars(found.order_by(FieldChange.at)))


def with_reasons(session: Session, people: Sequence[str]) -> dict[str, list[FieldChange]]:
    """All changes of the records of which one of these people once changed what was somebody else's, oldest first."""
    things = select(FieldChange.thing).where(FieldChange.by_id.in_(people), FieldChange.why.filled())
    found = defaultdict(list)
    for one in history(session, *session.scalars(things.distinct())):
        found[one.thing].append(one)
    return found


def last_change(session: Session, thing: str, field: str) -> FieldChange | None:
    """The newest change of one field of a record: who did it, and why."""
    found = select(FieldChange).where(FieldChange.thing == thing, FieldChange.field == field)
    return session.scalars(found.order_by(FieldChange.at.desc()).limit(1)).one_or_none()


def changed(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: str,
    record: Any,
    at: datetime,
    *,
    listed: bool = False,
    lost: frozenset[str] = frozenset(),
) -> None:
    """Write a deed in the log and tell those who may know, as the kind of record says."""
    event = _kind(record).told(record, listed, lost)
    work.record(viewer.actor, deed, ref(record), event.case_id or None, at)
    work.tell(event)


def _kind(record: Any) -> Kind:
    kind = kind_of(record)
    if kind is None:
        raise TypeError(f"{type(record).__name__} is no kind of record")
    return kind


def _write(kind: Kind) -> policy.Permission:
    if kind.write is None:
        raise TypeError(f"the kind {kind.name} has fields and says not who may change them")
    return kind.write


def _own_readers(record: Any) -> frozenset[str]:
    """Those whose own it is, where somebody may read only what is theirs."""
    kind = _kind(record)
    if kind.read is None or "own" not in policy.MATRIX[kind.read].values():
        return frozenset()
    return frozenset(filter(None, kind.owners(record, kind.read)))


def _lost(record: Any, before: frozenset[str]) -> frozenset[str]:
    """Who has to see it go. Under a shield the others never had it, and hear nothing."""
    lost = before - _own_readers(record)
    return lost.intersection(*(shield.person_ids for shield in policy.shields(record)))


def just_touched(
    session: Session, viewer: policy.Viewer, kind: str, deed: policy.Permission, at: datetime
) -> set[str]:
    """Ids of what this person did this deed to a moment ago: a form that was sent twice makes one record."""
    found = select(LogEntry.thing).where(
        LogEntry.case_id == viewer.case_id,
        LogEntry.actor == viewer.actor,
        LogEntry.deed == deed,
        LogEntry.at > at - RESEND_WITHIN,
    )
    return {thing.removeprefix(f"{kind}:") for thing in session.scalars(found)}


def last_position(session: Session, model: type[Any], case_id: str) -> float:
    """The place of the last record of its kind in a case, 0 when there is none."""
    return session.scalar(select(func.max(model.position)).where(model.case_id == case_id)) or 0.0


# --- kinds of fields


def kept(field: Field) -> Field:
    """The same field, refused for what was taken away."""

    def check(change: Change, record: Any, value: str) -> str:
        if record.removed_at is not None:
            raise WasRemoved
        return field.check(change, record, value)

    return replace(field, check=check)


def choice(name: str, words: type[StrEnum], *, empty: bool = False) -> Field:
    """One of a closed list of words."""

    def check(change: Change, record: Any, value: str) -> str:
        if value not in set(words) and not (empty and value == ""):
            raise ChoiceUnknown(name)
        return value

    def put(change: Change, record: Any, value: str) -> None:
        setattr(record, name, words(value) if value else None)

    return Field(lambda record: getattr(record, name) or "", check, put)


def one_of(name: str, keys: Callable[[UnitOfWork, Any], Sequence[str]], *, empty: bool = True) -> Field:
    """One of the keys that the region profile offers, or nothing."""

    def check(change: Change, record: Any, value: str) -> str:
        if value not in keys(change.work, record) and not (empty and value == ""):
            raise ChoiceUnknown(name)
        return value

    return Field(
        lambda record: getattr(record, name),
        check,
        lambda change, record, value: setattr(record, name, value),
    )


def line(name: str, longest: int, *, needed: bool = False) -> Field:
    """A line of words, or nothing unless it is needed."""
    return Field(
        lambda record: getattr(record, name),
        lambda change, record, value: safe_text(value, name, longest, needed=needed),
        lambda change, record, value: setattr(record, name, value),
    )


def day(name: str, *, years_back: int = 0, years_ahead: int = 3) -> Field:
    """A date, or nothing. Past dates only as far back as `years_back`."""

    def check(change: Change, record: Any, value: str) -> str:
        stands = getattr(record, name)
        if stands is not None and value.strip() in (stands.isoformat(), f"{stands:%d-%m-%Y}"):
            return str(stands.isoformat())  # a day that has passed may stay, it cannot be chosen
        today = change.at.astimezone(AMSTERDAM).date()
        found = read_date(value, name, today, years_ahead=years_ahead, years_back=years_back)
        return found.isoformat() if found else ""

    def put(change: Change, record: Any, value: str) -> None:
        setattr(record, name, date.fromisoformat(value) if value else None)

    return Field(
        lambda record: getattr(record, name).isoformat() if getattr(record, name) else "", check, put
    )


def person(name: str) -> Field:
    """Somebody around this family, or nobody; under a shield only somebody who may know of it. `name` ends in `_id`."""

    def check(change: Change, record: Any, value: str) -> str:
        return _person(change.work, record, value, name).id if value else ""

    return Field(
        lambda record: getattr(record, name) or "",
        check,
        lambda change, record, value: setattr(record, name, value or None),
    )


def people(name: str) -> Field:
    """Several people around this family, as sorted ids."""

    def check(change: Change, record: Any, value: str) -> str:
        return " ".join(sorted({_person(change.work, record, key, name).id for key in value.split()}))

    def put(change: Change, record: Any, value: str) -> None:
        setattr(record, name, [change.work.load(Person, key) for key in value.split()])

    return Field(lambda record: " ".join(sorted(one.id for one in getattr(record, name))), check, put)


def linked(name: str, model: type[Any], relation: str) -> Field:
    """Another record of this case, or nothing. One that was hidden or taken away since leaves no trace.

    `name` ends in `_id` and is kept beside its `relation`. A record names only what everybody who may know of it may
    know of too (`policy.known_to_all`); anything else is refused with ChoiceUnknown.
    """

    def check(change: Change, record: Any, value: str) -> str:
        return str(_nameable(change.work, record, model, value, name).id) if value else ""

    def put(change: Change, record: Any, value: str) -> None:
        setattr(record, relation, change.work.load(model, value) if value else None)

    return Field(lambda record: getattr(named(record, getattr(record, relation)), "id", ""), check, put)


def several(name: str, model: type[Any]) -> Field:
    """Several other records of this case, as sorted ids, on the same terms. What a writer cannot see stays."""

    def check(change: Change, record: Any, value: str) -> str:
        keys = set(value.split())
        return " ".join(sorted(_nameable(change.work, record, model, key, name).id for key in keys))

    def put(change: Change, record: Any, value: str) -> None:
        hidden = [one for one in getattr(record, name) if not policy.known_to_all(record, one)]
        setattr(record, name, hidden + [change.work.load(model, key) for key in value.split()])

    return Field(lambda record: " ".join(sorted(one.id for one in all_named(record, name))), check, put)


def named(record: Any, other: Any) -> Any:
    """What a record names, as its readers see it: nothing when it was hidden or taken away since."""
    gone = other is None or getattr(other, "removed_at", None) is not None
    return None if gone or not policy.known_to_all(record, other) else other


def all_named(record: Any, relation: str) -> list[Any]:
    """The same for a list."""
    return [one for one in getattr(record, relation) if named(record, one) is not None]


def _nameable(work: UnitOfWork, record: Any, model: type[Any], key: str, field: str) -> Any:
    found = work.session.get(model, key)
    if found is None or found.case_id != record.case_id or named(record, found) is None:
        raise ChoiceUnknown(field)
    return found


def _person(work: UnitOfWork, record: Any, key: str, field: str) -> Person:
    found = work.session.get(Person, key)
    if found is None or found.case_id != record.case_id:
        raise ChoiceUnknown(field)
    if any(found.id not in shield.person_ids for shield in policy.shields(record)):
        raise ChoiceUnknown(field)
    return found
