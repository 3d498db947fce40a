"""Change one field of a record, with both values shown when two people change it at once.

Each kind of record says which fields it has (`Fields`); the rules around a change are the same for all.
A field is compared and kept as a string: ids sorted with spaces between, dates as ISO, nothing as "".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_text
from models.errors.base import Conflict, NotFound, WasRemoved
from models.errors.validation import ChoiceUnknown
from models.log import FieldChange, LogEntry
from models.people import Person

RESEND_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Field:
    """One field of a kind of record. `check` gives the canonical value or raises a refusal; `put` stores it."""

    get: Callable[[Any], str]
    check: Callable[[UnitOfWork, Any, str, datetime], str]
    put: Callable[[UnitOfWork, Any, str], None]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its class, the right that changing it asks, its fields, and what follows a change."""

    model: type[Any]
    deed: policy.Permission
    fields: Mapping[str, Field]
    #: Fields after which the record moves or changes in its list, so that the list is told too.
    listed: frozenset[str] = frozenset()
    #: Called after a change with its field and the value before.
    after: Callable[[UnitOfWork, policy.Viewer, Any, str, str, datetime], None] | None = None


KINDS: dict[str, Kind] = {}


def set_field(
    work: UnitOfWork, viewer: policy.Viewer, thing: str, field: str, value: str, seen: str, at: datetime
) -> str:
    """Change a field. `seen` is the value that stood on the writer's screen. Returns the value as it is kept.

    Raises Conflict with both values when somebody else changed the field meanwhile; `FieldChange` keeps every
    value a field ever had.
    """
    name, _, key = thing.partition(":")
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound
    record = work.lock(kind.model, key)
    policy.require(viewer, kind.deed, record)
    described = kind.fields.get(field)
    if described is None:
        raise ChoiceUnknown("field")
    before, value = described.get(record), described.check(work, record, value, at)
    if before == value:
        return value
    if before != seen:
        raise Conflict(field, theirs=before, yours=value)
    described.put(work, record, value)
    remember(work, viewer, thing, field, before, value, at)
    if kind.after is not None:
        kind.after(work, viewer, record, field, before, at)
    changed(work, viewer, kind.deed, thing, record.case_id, at, listed=field in kind.listed)
    return value


def remember(
    work: UnitOfWork, viewer: policy.Viewer, thing: str, field: str, before: Any, after: Any, at: datetime
) -> None:
    """Keep the value a field had."""
    by = viewer.person_id or ""
    work.add(FieldChange(thing=thing, field=field, before=before, after=after, by_id=by, at=at))


def history(session: Session, thing: str) -> list[FieldChange]:
    """Every earlier value of a record, oldest first. Ask the gate about the record before."""
    return list(
        session.scalars(select(FieldChange).where(FieldChange.thing == thing).order_by(FieldChange.at))
    )


def changed(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: policy.Permission,
    thing: str,
    case_id: str,
    at: datetime,
    *,
    listed: bool = False,
) -> None:
    """Write a deed in the log and tell those who may know."""
    work.record(viewer.actor, deed, thing, case_id, at)
    work.tell(RecordChanged(case_id, thing, listed))


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

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        if record.removed_at is not None:
            raise WasRemoved
        return field.check(work, record, value, at)

    return replace(field, check=check)


def choice(name: str, words: type[StrEnum], *, empty: bool = False) -> Field:
    """One of a closed list of words."""

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        if value not in set(words) and not (empty and value == ""):
            raise ChoiceUnknown(name)
        return value

    def put(work: UnitOfWork, record: Any, value: str) -> None:
        setattr(record, name, words(value) if value else None)

    return Field(lambda record: getattr(record, name) or "", check, put)


def one_of(name: str, keys: Callable[[UnitOfWork, Any], Sequence[str]]) -> Field:
    """One of the keys that the region profile offers, or nothing."""

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        if value and value not in keys(work, record):
            raise ChoiceUnknown(name)
        return value

    return Field(
        lambda record: getattr(record, name), check, lambda work, record, value: setattr(record, name, value)
    )


def line(name: str, longest: int) -> Field:
    """A line of words, or nothing."""
    return Field(
        lambda record: getattr(record, name),
        lambda work, record, value, at: safe_text(value, name, longest, needed=False),
        lambda work, record, value: setattr(record, name, value),
    )


def day(name: str, *, years_back: int = 0, years_ahead: int = 3) -> Field:
    """A date, or nothing. Past dates only as far back as `years_back`."""

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        today = at.astimezone(AMSTERDAM).date()
        found = read_date(value, name, today, years_ahead=years_ahead, years_back=years_back)
        return found.isoformat() if found else ""

    def put(work: UnitOfWork, record: Any, value: str) -> None:
        setattr(record, name, date.fromisoformat(value) if value else None)

    return Field(
        lambda record: getattr(record, name).isoformat() if getattr(record, name) else "", check, put
    )


def person(name: str) -> Field:
    """Somebody around this family, or nobody; under a shield only somebody who may know of it. `name` ends in `_id`."""

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        return _person(work, record, value, name).id if value else ""

    return Field(
        lambda record: getattr(record, name) or "",
        check,
        lambda work, record, value: setattr(record, name, value or None),
    )


def people(name: str) -> Field:
    """Several people around this family, as sorted ids."""

    def check(work: UnitOfWork, record: Any, value: str, at: datetime) -> str:
        return " ".join(sorted({_person(work, record, key, name).id for key in value.split()}))

    def put(work: UnitOfWork, record: Any, value: str) -> None:
        setattr(record, name, [work.load(Person, key) for key in value.split()])

    return Field(lambda record: " ".join(sorted(one.id for one in getattr(record, name))), check, put)


def _person(work: UnitOfWork, record: Any, key: str, field: str) -> Person:
    found = work.session.get(Person, key)
    if found is None or found.case_id != record.case_id:
        raise ChoiceUnknown(field)
    if any(found.id not in shield.person_ids for shield in policy.shields(record)):
        raise ChoiceUnknown(field)
    return found
