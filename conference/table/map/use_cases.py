"""The map: what plays a part (*wat meespeelt*) and how it hangs together (*pijlen*), domain paper 5.4."""

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import REMOVED
from conference.access.policy import Permission
from conference.case.use_cases import NewShield, new_shield
from conference.core.events import FactorMoved
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.records import texts
from conference.records.fields import changed, just_touched, last_position, remember, require_mover
from conference.table.map.kind import LONGEST_NOTE, between, free_place
from models.case import Case
from models.enums import MAX_WORDS, Certainty, FactorNature, Relation, TextKind
from models.errors.base import NotFound, WasRemoved
from models.errors.map import LabelTooLong, LinkToItself, LinkTwice
from models.errors.validation import ChoiceUnknown
from models.factors import MAP_HEIGHT, MAP_WIDTH, Factor, Link
from models.people import Person
from models.statements import Statement

LONGEST_LABEL = 8  # words
#: One step of *naar links*, *naar rechts*, *omhoog*, *omlaag*.
STEP = 80
WAYS = {"left": (-STEP, 0), "right": (STEP, 0), "up": (0, -STEP), "down": (0, STEP)}


def is_long(label: str) -> bool:
    """Whether a label has more words than one reads at a glance."""
    return len(label.split()) > LONGEST_LABEL


def links_of(session: Session, factor: Factor) -> list[Link]:
    """The arrows that begin or end at a factor. Ask the gate about each."""
    found = select(Link).where(or_(Link.from_id == factor.id, Link.to_id == factor.id)).order_by(Link.id)
    return list(session.scalars(found))


def add(
    work: UnitOfWork,
    viewer: policy.Viewer,
    label: str,
    nature: str,
    at: datetime,
    shield: NewShield | None = None,
) -> Factor:
    """Put something on the map, on a free place. With a shield it is for named people from its first moment.

    Raises LabelTooLong, ChoiceUnknown. The same form sent twice makes one factor.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, Permission.MAP_WRITE, case)
    words = safe_text(label, "label", MAX_WORDS[TextKind.FACTOR])
    if is_long(words):
        raise LabelTooLong(limit=LONGEST_LABEL, count=len(words.split()))
    if nature not in set(FactorNature):
        raise ChoiceUnknown("nature")
    if shield is None and (twin := _just_added(work.session, viewer, words, at)) is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    x, y = free_place(work.session, case.id, nature)
    factor = work.add(
        Factor(
            case_id=case.id,
            text_id=texts.new_text(work, case.id, TextKind.FACTOR).id,
            nature=FactorNature(nature),
            x=x,
            y=y,
            position=last_position(work.session, Factor, case.id) + 1,
            added_by_id=author.id,
            named_by=[author],
        )
    )
    if shield is not None:
        policy.require(viewer, Permission.SHIELD_SET, factor)
        factor.shield = new_shield(work, viewer, shield, at)
    texts.set_words(work, author, factor.text, words, at)
    _changed(work, viewer, factor, at, listed=True)
    return factor


def move(
    work: UnitOfWork,
    viewer: policy.Viewer,
    factor_id: str,
    x: int,
    y: int,
    at: datetime,
    *,
    done: bool = True,
) -> None:
    """Give a factor another place, as near as the field allows; the last one wins.

    `done` is no while somebody still drags: only where it was put down is written in the log.
    """
    factor = _standing(work, viewer, factor_id)
    _put(work, viewer, factor, x, y)
    if done:
        work.record(viewer.actor, Permission.MAP_WRITE, f"factor:{factor.id}", factor.case_id, at)


def nudge(work: UnitOfWork, viewer: policy.Viewer, factor_id: str, way: str, at: datetime) -> None:
    """One step to the left, right, up or down, for those who do not drag. Raises ChoiceUnknown."""
    factor = _standing(work, viewer, factor_id)
    if way not in WAYS:
        raise ChoiceUnknown("way")
    over, down = WAYS[way]
    _put(work, viewer, factor, factor.x + over, factor.y + down)
    work.record(viewer.actor, Permission.MAP_WRITE, f"factor:{factor.id}", factor.case_id, at)


def remove(work: UnitOfWork, viewer: policy.Viewer, factor_id: str, at: datetime, why: str = "") -> None:
    """Take a factor from the map, with its arrows. It can be put back as it was.

    Who put it there, or the chair with a reason: raises WordsOfAnother, ReasonNeeded.
    """
    _take_away(work, viewer, work.lock(Factor, factor_id), at, at, why)


def restore(work: UnitOfWork, viewer: policy.Viewer, factor_id: str, at: datetime) -> None:
    """*Zet terug*: the factor and the arrows it had."""
    _take_away(work, viewer, work.lock(Factor, factor_id), None, at)


def rest(
    work: UnitOfWork, viewer: policy.Viewer, factor_id: str, statement_id: str, on: bool, at: datetime
) -> None:
    """Say on which statement a factor rests, or no longer. Raises NotFound for a statement one may not know of."""
    factor = _standing(work, viewer, factor_id)
    statement = work.load(Statement, statement_id)
    if not policy.visible(statement, viewer):
        raise NotFound
    before = _ids(factor.statements)
    if on == (statement in factor.statements):
        return
    if on:
        factor.statements.append(statement)
    else:
        factor.statements.remove(statement)
    remember(work, viewer, factor, "statements", before, _ids(factor.statements), at)
    _changed(work, viewer, factor, at)


def connect(
    work: UnitOfWork,
    viewer: policy.Viewer,
    source_id: str,
    target_id: str,
    relation: str,
    certainty: str,
    note: str,
    at: datetime,
) -> Link:
    """Draw an arrow. One that was removed comes back.

    Raises LinkToItself, LinkTwice, ChoiceUnknown, NotFound. Whoever draws locks where the arrow starts, so that two
    people who draw the same one get one arrow.
    """
    source = _standing(work, viewer, source_id)
    target = _find(work, viewer, target_id)
    if target.id == source.id:
        raise LinkToItself
    if target.removed_at is not None:
        raise WasRemoved
    for name, value, words in (("relation", relation, Relation), ("certainty", certainty, Certainty)):
        if value not in set(words):
            raise ChoiceUnknown(name)
    said = safe_text(note, "note", LONGEST_NOTE, needed=False)
    link = between(work.session, source.id, target.id, relation)
    if link is not None and link.removed_at is None:
        raise LinkTwice("target")
    author = work.load(Person, viewer.person_id)
    if link is None:
        link = work.add(
            Link(
                case_id=source.case_id,
                source=source,
                target=target,
                relation=Relation(relation),
                certainty=Certainty(certainty),
                note=said,
                added_by_id=author.id,
                said_by=[author],
            )
        )
    else:
        link.removed_at = None
        if author not in link.said_by:
            link.said_by.append(author)
    _changed(work, viewer, link, at, listed=True)
    return link


def remove_link(work: UnitOfWork, viewer: policy.Viewer, link_id: str, at: datetime) -> None:
    """Take an arrow away. It can be put back."""
    _take_away(work, viewer, work.lock(Link, link_id), at, at)


def restore_link(work: UnitOfWork, viewer: policy.Viewer, link_id: str, at: datetime) -> None:
    """*Zet terug*."""
    _take_away(work, viewer, work.lock(Link, link_id), None, at)


# --- helpers


def _find(work: UnitOfWork, viewer: policy.Viewer, factor_id: str) -> Factor:
    factor = work.load(Factor, factor_id)
    policy.require(viewer, Permission.MAP_WRITE, factor)
    return factor


def _standing(work: UnitOfWork, viewer: policy.Viewer, factor_id: str) -> Factor:
    """A factor that is on the map, with its row locked."""
    factor = work.lock(Factor, factor_id)
    policy.require(viewer, Permission.MAP_WRITE, factor)
    if factor.removed_at is not None:
        raise WasRemoved
    return factor


def _put(work: UnitOfWork, viewer: policy.Viewer, factor: Factor, x: int, y: int) -> None:
    place = min(max(x, 0), MAP_WIDTH), min(max(y, 0), MAP_HEIGHT)
    if place != (factor.x, factor.y):
        factor.x, factor.y = place
        work.tell(FactorMoved(factor.case_id, factor.id))


def _take_away(
    work: UnitOfWork,
    viewer: policy.Viewer,
    record: Factor | Link,
    removed_at: datetime | None,
    at: datetime,
    why: str = "",
) -> None:
    policy.require(viewer, Permission.MAP_WRITE, record)
    if (record.removed_at is None) == (removed_at is None):
        return
    reason = require_mover(work.session, viewer, record, why, back=removed_at is None)
    record.removed_at = removed_at
    before, after = ("", "yes") if removed_at else ("yes", "")
    remember(work, viewer, record, REMOVED, before, after, at, reason)
    _changed(work, viewer, record, at, listed=True)


def _changed(
    work: UnitOfWork, viewer: policy.Viewer, record: Factor | Link, at: datetime, *, listed: bool = False
) -> None:
    changed(work, viewer, Permission.MAP_WRITE, record, at, listed=listed)


def _ids(records: list[Any]) -> str:
    return " ".join(sorted(one.id for one in records))


def _just_added(session: Session, viewer: policy.Viewer, words: str, at: datetime) -> Factor | None:
    """The same words by the same person a moment ago: a form that was sent twice, not a second factor."""
    ids = just_touched(session, viewer, "factor", Permission.MAP_WRITE, at)
    found = select(Factor).where(
        Factor.id.in_(ids), Factor.added_by_id == viewer.person_id, Factor.removed_at.is_(None)
    )
    return next((one for one in session.scalars(found) if one.text.words == words), None)
