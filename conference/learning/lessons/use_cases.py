"""Lesson cards (*leskaarten*): what worked, for whom, under which conditions, what it took, and what it rests on.

A card is the project team's until they share it with the region. Cards of another pilot come in as cards that
were not shared yet: the team reads them first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from conference.access import policy
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import AMSTERDAM, safe_text
from conference.learning.finder import names
from conference.learning.lessons import pack
from conference.learning.log import shared_notes
from models.errors.base import NotFound
from models.errors.lessons import LessonChanged
from models.errors.validation import ChoiceUnknown
from models.learning import LearningCycle, LessonCard, Theme
from models.region import RegionProfile

LONGEST = {"title": 120, "what": 1000, "for_whom": 500, "conditions": 500, "what_it_took": 500, "proof": 500}
NEEDED = frozenset({"title", "what"})


@dataclass(frozen=True)
class NewLesson:
    """What the form holds. `seen`: the version that stood on the writer's screen, nothing for a new card."""

    title: str = ""
    what: str = ""
    for_whom: str = ""
    conditions: str = ""
    what_it_took: str = ""
    proof: str = ""
    cycle: str = ""
    themes: Sequence[str] = ()
    shared: bool = False
    confirmed: bool = False
    seen: str = ""


# --- reading


def of_region(session: Session, viewer: policy.Viewer) -> list[LessonCard]:
    """The cards that this viewer may read, by title."""
    _region(session, viewer, policy.Permission.LESSON_READ)
    found = select(LessonCard).where(LessonCard.profile_id == viewer.profile_id)
    found = found.options(selectinload(LessonCard.themes), selectinload(LessonCard.cycle))
    return sorted(policy.readable(session.scalars(found), viewer), key=lambda card: card.title.casefold())


def card_of(session: Session, viewer: policy.Viewer, key: str) -> LessonCard:
    """One card. Raises NotFound."""
    card = session.get(LessonCard, key) if possible_key(key) else None
    if card is None or not policy.visible(card, viewer):
        raise NotFound
    return card


def cycles_to_rest_on(session: Session, viewer: policy.Viewer) -> list[LearningCycle]:
    """The cycles that a card can point at, the newest first."""
    found = select(LearningCycle).where(LearningCycle.profile_id == viewer.profile_id)
    return policy.readable(session.scalars(found.order_by(LearningCycle.number.desc())), viewer)


def themes_to_rest_on(session: Session, viewer: policy.Viewer) -> list[Theme]:
    """The themes that are large enough to speak of."""
    return [theme for theme, _count in shared_notes.large_themes(session, viewer)]


# --- writing


def keep(
    work: UnitOfWork, viewer: policy.Viewer, key: str, wish: NewLesson, language: str, at: datetime
) -> LessonCard:
    """Keep a new card, or what was changed on one (`key`).

    Two people who send the same new card make one. Raises TextNeeded, LessonChanged, and NamesLeft for words
    that could tell who a family is, until the writer says that they do not.
    """
    region = _locked(work, viewer)
    texts = {
        name: safe_text(getattr(wish, name), name, longest, needed=name in NEEDED)
        for name, longest in LONGEST.items()
    }
    card = _changed(work, viewer, key, wish.seen) if key else _same(work.session, region, texts)
    cycle, themes = _cycle(work.session, viewer, wish.cycle), _themes(work.session, viewer, wish.themes, card)
    names.look(work, texts, language, confirmed=wish.confirmed)
    if card is None:
        card = work.add(LessonCard(profile_id=region.id, **texts))
    for name, words in texts.items():
        setattr(card, name, words)
    card.cycle, card.themes, card.version = cycle, themes, card.version + 1
    card.published_at = (card.published_at or at) if wish.shared else None
    _done(work, viewer, card, at)
    return card


def bring_in(work: UnitOfWork, viewer: policy.Viewer, given: bytes, at: datetime) -> int:
    """Take the cards of another pilot over, not shared yet. Returns how many were new. Raises PackWrong.

    A pack that is brought in twice, or by two people at once, gives each card once; so does a pack of our own.
    """
    region, came = _locked(work, viewer), pack.unpacked(given)
    if came.region == region.name:
        return 0
    known = select(LessonCard.origin, LessonCard.origin_key).where(LessonCard.profile_id == region.id)
    there = {(origin, key) for origin, key in work.session.execute(known)}
    origin = safe_text(came.region, "file", 120)
    new = {one.key: one for one in came.lessons if (origin, one.key) not in there}
    for key, lesson in new.items():
        card = LessonCard(profile_id=region.id, origin=origin, origin_key=key, version=1)
        for name, longest in LONGEST.items():
            setattr(card, name, safe_text(getattr(lesson, name), "file", longest, needed=name in NEEDED))
        _done(work, viewer, work.add(card), at)
    return len(new)


def to_share(session: Session, viewer: policy.Viewer) -> pack.Pack:
    """The shared cards that this region wrote itself. Cards of others travel with their own pilot."""
    region = _region(session, viewer, policy.Permission.LESSON_READ)
    own = [card for card in of_region(session, viewer) if card.published_at and not card.origin]
    return pack.Pack(region=region.name, lessons=tuple(_packed(card) for card in own))


def _packed(card: LessonCard) -> pack.Lesson:
    assert card.published_at is not None  # noqa: S101 - for the type: only shared cards come here
    return pack.Lesson(
        key=card.id,
        **{name: getattr(card, name) for name in LONGEST},
        cycle=card.cycle.number if card.cycle else None,
        themes=tuple(theme.name for theme in card.themes),
        month=f"{card.published_at.astimezone(AMSTERDAM):%Y-%m}",
    )


def _region(session: Session, viewer: policy.Viewer, deed: policy.Permission) -> RegionProfile:
    region = session.get(RegionProfile, viewer.profile_id) if viewer.profile_id else None
    if region is None:
        raise NotFound
    policy.require(viewer, deed, region)
    return region


def _locked(work: UnitOfWork, viewer: policy.Viewer) -> RegionProfile:
    """The region, with a right to write in it; one card is written at a time."""
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, policy.Permission.LESSON_WRITE, region)
    return region


def _changed(work: UnitOfWork, viewer: policy.Viewer, key: str, seen: str) -> LessonCard:
    card = work.lock(LessonCard, key)
    policy.require(viewer, policy.Permission.LESSON_WRITE, card)
    if seen != str(card.version):
        raise LessonChanged
    return card


def _same(session: Session, region: RegionProfile, texts: dict[str, str]) -> LessonCard | None:
    """A card of our own with exactly this title and these words: the same form that was sent twice."""
    found = select(LessonCard).where(
        LessonCard.profile_id == region.id,
        LessonCard.origin == "",
        func.lower(LessonCard.title) == texts["title"].lower(),
    )
    return next(
        (
            card
            for card in session.scalars(found)
            if all(getattr(card, name) == texts[name] for name in texts)
        ),
        None,
    )


def _cycle(session: Session, viewer: policy.Viewer, key: str) -> LearningCycle | None:
    if not key:
        return None
    found = session.get(LearningCycle, key) if possible_key(key) else None
    if found is None or not policy.visible(found, viewer):
        raise ChoiceUnknown("cycle")
    return found


def _themes(
    session: Session, viewer: policy.Viewer, keys: Sequence[str], card: LessonCard | None
) -> list[Theme]:
    """The chosen themes; one that became too small since stays on a card that names it."""
    offered = {
        theme.id: theme for theme in [*themes_to_rest_on(session, viewer), *(card.themes if card else [])]
    }
    if not set(keys) <= set(offered):
        raise ChoiceUnknown("themes")
    return [offered[key] for key in dict.fromkeys(keys)]


def _done(work: UnitOfWork, viewer: policy.Viewer, card: LessonCard, at: datetime) -> None:
    work.record(viewer.actor, policy.Permission.LESSON_WRITE, f"lesson:{card.id}", None, at)
    work.tell(LearningChanged("", card.profile_id))
