"""What plays a part (*wat meespeelt*) and the arrows between (*pijlen*) as kinds."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access.kinds import Change, Field, Kind, own_shield, register
from conference.access.permissions import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.records.fields import choice, kept, line, one_of, people
from conference.region import profile
from models.case import Case
from models.enums import Certainty, Changeable, FactorNature, Relation, TextKind
from models.errors.map import LinkTwice, LinkWasRemoved
from models.factors import Factor, Link

LONGEST_NOTE = 300


def between(session: Session, source_id: str, target_id: str, relation: str) -> Link | None:
    """The arrow of this kind from one to the other, also when it was removed."""
    found = select(Link).where(Link.from_id == source_id, Link.to_id == target_id, Link.relation == relation)
    return session.scalars(found).one_or_none()


# --- fields


def _relation() -> Field:
    """Another relation, unless that arrow is there already."""
    plain = choice("relation", Relation)

    def check(change: Change, record: Any, value: str) -> str:
        checked = plain.check(change, record, value)
        change.work.lock(Factor, record.from_id)
        other = between(change.work.session, record.from_id, record.to_id, checked)
        if other is not None and other.id != record.id:
            raise LinkTwice if other.removed_at is None else LinkWasRemoved
        return checked

    return replace(plain, check=check)


def _life_areas(work: UnitOfWork, record: Any) -> list[str]:
    areas = profile.of(work.load(Case, record.case_id).profile.settings).life_areas
    return [area.key for area in areas]


def _fields(**fields: Field) -> dict[str, Field]:
    return {name: kept(field) for name, field in fields.items()}


FACTOR_FIELDS = _fields(
    nature=choice("nature", FactorNature),
    life_area=one_of("life_area", _life_areas),
    changeable=choice("changeable", Changeable, empty=True),
    about=people("about"),
    named_by=people("named_by"),
)
LINK_FIELDS = _fields(
    relation=_relation(),
    certainty=choice("certainty", Certainty),
    note=line("note", LONGEST_NOTE),
    said_by=people("said_by"),
)
FACTOR = register(
    Kind(
        name="factor",
        askable=True,
        model=Factor,
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        texts={TextKind.FACTOR: None},
        text_carrier="factor",
        fields=FACTOR_FIELDS,
        listed=frozenset({"nature"}),
    )
)
# An arrow is for those who may know of both its ends.
LINK = register(
    Kind(
        name="link",
        askable=True,
        model=Link,
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        shields=lambda link: own_shield(link.source) + own_shield(link.target),
        fields=LINK_FIELDS,
        listed=frozenset({"relation"}),
    )
)
