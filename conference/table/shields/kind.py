"""A shield (*alleen voor ...*) as a kind: for those inside it, and on no phone of the family."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from conference.access.kinds import KINDS, Chapter, Kept, Kind, Left, Part, Say, itself, register
from conference.access.permissions import Permission
from conference.records import labels
from conference.records.told import joined, on_day
from models.shields import Shield, ShieldAsk, ShieldAudience, ToldCode
from models.texts import Text
from models.translation import N_


def _owners(shield: Shield, permission: Permission) -> Iterable[str | None]:
    """Whose it is: whom it protects decides; who set it may change it too."""
    if permission == Permission.SHIELD_AGREE:
        return (shield.protects_id,)
    return (shield.protects_id, shield.set_by_id)


def _told(one: Shield, say: Say) -> Iterable[Kept]:
    """That it is there, why, and for whom; never what it hides."""
    names = [person.first_name for person in one.set_by.case.people if person.id in one.person_ids]
    category = say(labels.SHIELD_CATEGORIES[one.category].label)
    yield Kept(on_day(one.review_on), joined(". ", category, one.reason), ", ".join(names))


def _asked(one: ShieldAsk, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.at), joined(". ", one.reason, one.answer))


def _inside(me: str) -> Any:
    return Shield.audience.any(ShieldAudience.person_id == me)


def things(session: Session, shield: Shield) -> list[Any]:
    """What stands behind a shield, kind by kind. Ask the gate about each."""
    found: list[Any] = []
    for kind in KINDS.values():
        if kind.shielding is None:
            continue
        model: Any = kind.model
        if "shield_id" in model.__table__.columns:
            found += session.scalars(select(model).where(model.shield_id == shield.id).order_by(model.id))
        else:
            wanted = select(model).join(Text, model.text_id == Text.id).where(Text.shield_id == shield.id)
            found += session.scalars(wanted.order_by(model.id))
    return found


def _behind(shield: Shield) -> list[Any]:
    """All that stands behind it; what hides nothing (any more) is in nobody's part by that."""
    session = object_session(shield)
    return (things(session, shield) if session is not None else []) or [None]


SHIELD = register(
    Kind(
        name="shield",
        model=Shield,
        read=Permission.SHIELD_READ,
        part=Part(own=lambda shield: _owners(shield, Permission.SHIELD_READ), ends=_behind),
        owners=_owners,
        shields=lambda shield: [shield],
        stands=Left("shields stand on a page of their own, not at the table"),
        report=Left("that something is kept apart stands in no report"),
        own_data=(
            Chapter(
                place=160,
                key="shields",
                title=N_("Wat alleen voor u en enkele anderen is"),
                mine=_inside,
                order=(Shield.review_on,),
                said=_told,
                asked=itself,
            ),
            Chapter(
                place=162,
                key="shield_asks",
                title=N_("Wat u vroeg of antwoordde over wat apart staat"),
                model=ShieldAsk,
                mine=lambda me: (
                    (ShieldAsk.by_id == me) | (ShieldAsk.answered_by_id == me) | (ShieldAsk.person_id == me)
                ),
                order=(ShieldAsk.at,),
                said=_asked,
                asked=lambda one: one.shield,
            ),
        ),
    )
)
TOLD_CODE = register(
    Kind(
        name="told_code",
        model=ToldCode,
        part=Left("a code opens what is in somebody's own part already"),
        read=None,
        stands=Left("a code is told once, on the page where it was made"),
        report=Left("a code that was told is no part of what the table made"),
        own_data=Left("that somebody read apart is not told on a phone of the family"),
    )
)
