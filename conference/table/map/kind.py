"""What plays a part (*wat meespeelt*) and the arrows between (*pijlen*) as kinds."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from conference.access.kinds import (
    EVERYWHERE,
    REMOVED,
    Change,
    Chapter,
    Compared,
    Export,
    Field,
    Item,
    Kept,
    Kind,
    Part,
    Say,
    Shielding,
    Stands,
    Writing,
    area_places,
    block_place,
    itself,
    on_all,
    own_shield,
    register,
)
from conference.access.permissions import Permission
from conference.core.diagram import drawing
from conference.core.unit_of_work import UnitOfWork
from conference.records import labels
from conference.records.export import head, item_id
from conference.records.fields import choice, kept, line, one_of, people
from conference.records.told import joined
from conference.region import profile
from conference.region.profile import Block
from models.case import Case
from models.enums import Certainty, Changeable, FactorNature, Relation, TextKind
from models.errors.map import LinkTwice, LinkWasRemoved
from models.factors import MAP_HEIGHT, MAP_WIDTH, Factor, Link
from models.people import Person
from models.translation import N_


def _around(link: Link, listed: bool) -> tuple[str, ...]:
    """An arrow that came or went shows at both its ends; one that changed on the picture only."""
    return (f"factor:{link.from_id}", f"factor:{link.to_id}") if listed else (f"arrow:{link.id}",)


def _factors(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Factor).where(Factor.removed_at.is_(None)).order_by(Factor.position)
    loaded = (
        selectinload(Factor.text),
        selectinload(Factor.about),
        selectinload(Factor.named_by),
        selectinload(Factor.statements),
    )
    for one in writing.session.scalars(found.options(*loaded)):
        yield {
            **head("factor", one.id, one.shield, one.text.shield),
            "nature": str(one.nature),
            "words": one.text.words,
            "life_area": one.life_area,
            "changeable": str(one.changeable) if one.changeable else None,
            "about": [person.id for person in one.about],
            "named_by": [person.id for person in one.named_by],
            "rests_on": [item_id("statement", statement.id) for statement in one.statements],
            "x": one.x,
            "y": one.y,
        }


def _links(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Link).where(Link.removed_at.is_(None)).order_by(Link.id)
    loaded = selectinload(Link.source), selectinload(Link.target), selectinload(Link.said_by)
    for one in writing.session.scalars(found.options(*loaded)):
        if one.source.removed_at is None and one.target.removed_at is None:
            yield {
                **head("link", one.id, one.source.shield, one.target.shield),
                "from": item_id("factor", one.from_id),
                "to": item_id("factor", one.to_id),
                "relation": str(one.relation),
                "certainty": str(one.certainty),
                "note": one.note,
                "said_by": [person.id for person in one.said_by],
            }


LONGEST_NOTE = 300
#: Where it belongs and whether it can be changed, the table says; the words and what they mean are somebody's.
ARRANGED = frozenset({"life_area", "changeable"})


def _keepers(factor: Factor, field: str) -> frozenset[str] | None:
    """Who put it on the map."""
    return None if field in ARRANGED else factor.added_by.voices


def between(session: Session, source_id: str, target_id: str, relation: str) -> Link | None:
    """The arrow of this kind from one to the other, also when it was removed."""
    found = select(Link).where(Link.from_id == source_id, Link.to_id == target_id, Link.relation == relation)
    return session.scalars(found).one_or_none()


def free_place(session: Session, case_id: str, nature: str) -> tuple[int, int]:
    """Away from the boxes that the whole table sees: an empty place beside a hidden one would tell of it."""
    found = select(Factor.x, Factor.y).where(
        Factor.case_id == case_id, Factor.removed_at.is_(None), Factor.shield_id.is_(None)
    )
    taken = [(x, y) for x, y in session.execute(found)]
    return drawing.free_place(taken, MAP_WIDTH, MAP_HEIGHT, low=nature == FactorNature.PROTECTIVE)


def _starts(change: Change, beside: Any) -> dict[str, Any]:
    x, y = free_place(change.work.session, change.viewer.case_id or "", FactorNature.RISK)
    author = change.work.load(Person, change.viewer.person_id)
    return {"nature": FactorNature.RISK, "x": x, "y": y, "named_by": [author]}


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


def _arrow(one: Link, say: Say) -> Iterable[Kept]:
    """From what to what, and how: in the words of the region."""
    case = one.said_by[0].case
    relation = profile.of(case.profile.settings).relations.get(Relation(one.relation))
    words = (one.source.text.words, say.label(relation or {"nl": one.relation}), one.target.text.words)
    yield Kept("", " – ".join(words), joined(": ", say(labels.CERTAINTIES[one.certainty].label), one.note))


FACTOR = register(
    Kind(
        name="factor",
        askable=True,
        model=Factor,
        part=Part(place=block_place(Block.MAP), places=lambda factor: area_places(factor.life_area)),
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        keepers=_keepers,
        overruled=frozenset({REMOVED}),
        texts={TextKind.FACTOR: None},
        text_carrier="factor",
        fields=FACTOR_FIELDS,
        listed=frozenset({"nature"}),
        stands=Stands(
            lists=on_all("map"),
            alone=EVERYWHERE,
            sights=("node", "choice", "hint"),
            around=lambda factor, listed: () if listed else (f"node:{factor.id}", "coverage"),
            there=lambda factor: bool(factor.stands),
            blocks={Block.MAP: ("factor", "map", "node", "choice", "hint", "coverage")},
        ),
        words=lambda board, field, value: board.map.label_of(field, value),
        report=Export(place=30, items=_factors, many=("rests_on",), compared=Compared(called="nature")),
        shielding=Shielding(
            called=N_("Wat meespeelt"),
            texts={"text": TextKind.FACTOR},
            writes=Permission.MAP_WRITE,
            starts=_starts,
            keeps=("nature", "life_area", "changeable", "about", "named_by", "statements"),
        ),
        own_data=(
            Chapter(
                place=50,
                key="factors",
                title=N_("Wat meespeelt en over u gaat"),
                mine=lambda me: or_(Factor.about.any(Person.id == me), Factor.named_by.any(Person.id == me)),
                order=(Factor.position,),
                said=lambda factor, say: [Kept("", factor.text.words)],
                asked=itself,
            ),
        ),
    )
)
# An arrow is for those who may know of both its ends.
LINK = register(
    Kind(
        name="link",
        askable=True,
        model=Link,
        part=Part(place=block_place(Block.MAP), ends=lambda link: (link.source, link.target)),
        read=Permission.MAP_READ,
        write=Permission.MAP_WRITE,
        shields=lambda link: own_shield(link.source) + own_shield(link.target),
        fields=LINK_FIELDS,
        listed=frozenset({"relation"}),
        stands=Stands(
            lists={**on_all("picture", "circles", "removed"), "screen": ("map",)},
            alone=EVERYWHERE,
            sights=("arrow",),
            around=_around,
            there=lambda link: bool(link.stands),
            blocks={Block.MAP: ("link", "arrow", "picture", "circles", "removed")},
        ),
        words=lambda board, field, value: board.map.label_of(field, value),
        report=Export(place=40, items=_links, bound=("from", "to")),
        own_data=(
            Chapter(
                place=55,
                key="links",
                title=N_("Wat volgens u samenhangt"),
                mine=lambda me: Link.said_by.any(Person.id == me),
                order=(Link.id,),
                said=_arrow,
                asked=itself,
            ),
        ),
    )
)
