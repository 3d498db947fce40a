"""How a region calls things (*zo noemen wij dat hier*), over the word list that comes with the program (KS-03)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.learning.finder import names
from conference.learning.ports import ASKED_TERMS, TermsIn
from conference.region import profile
from models.errors.base import Conflict, NotFound
from models.learning import OwnTerm
from models.region import RegionProfile

LONGEST_TERM, LONGEST_PLAIN = 80, 500


@dataclass(frozen=True)
class Asked:
    """A word of the list that families asked to explain, and of how many families that is known."""

    term: str
    families: int


def of_region(session: Session, viewer: policy.Viewer) -> list[OwnTerm]:
    """The words of a region, by the alphabet. Raises NotFound without the right."""
    _region(session, viewer)
    found = select(OwnTerm).where(OwnTerm.profile_id == viewer.profile_id)
    return sorted(session.scalars(found), key=lambda one: one.term.casefold())


def keep(
    work: UnitOfWork,
    viewer: policy.Viewer,
    term: str,
    plain: str,
    seen: str,
    at: datetime,
    *,
    confirmed: bool = False,
) -> None:
    """Say how the region calls something; nothing said takes the word away.

    `seen` is what stood on the writer's screen. Raises Conflict when somebody else changed it, NamesLeft.
    """
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, Permission.TERM_WRITE, region)
    term = safe_text(term, "term", LONGEST_TERM)
    plain = safe_text(plain, "plain", LONGEST_PLAIN, needed=False)
    names.look(work, {"plain": plain}, viewer.language, confirmed=confirmed)
    found = _same_word(work.session, region.id, term)
    before = found.plain if found else ""
    if before == plain:
        return
    if before != seen:
        raise Conflict("plain", theirs=before, yours=plain)
    if found is None:
        work.add(OwnTerm(profile_id=region.id, term=term, plain=plain))
    elif plain:
        found.plain = plain
    else:
        work.session.delete(found)
    work.record(viewer.actor, Permission.TERM_WRITE, f"term:{term}", None, at)
    work.tell(LearningChanged("", region.id))


def asked(session: Session, viewer: policy.Viewer, terms_in: TermsIn) -> list[Asked]:
    """Which words of the list families asked to explain, most often first.

    `terms_in` finds the words of the list in what somebody typed, which itself is never shown; nor is a word that
    fewer families asked than may be shown.
    """
    region = _region(session, viewer)
    families: Counter[str] = Counter()
    for count in ASKED_TERMS:
        families.update(count(session, region.id, terms_in))
    minimum = profile.of(region.settings).minimum_group
    counted = [Asked(term, number) for term, number in families.items() if number >= minimum]
    return sorted(counted, key=lambda one: (-one.families, one.term))


def here(session: Session, region_ids: Collection[str], term: str) -> list[str]:
    """How these regions call a word of the list. Needs no right: it stands under a word that anybody may look up."""
    found = select(OwnTerm).where(OwnTerm.profile_id.in_(region_ids))
    same = [one for one in session.scalars(found) if one.term.casefold() == term.casefold()]
    return sorted({one.plain for one in same})


def _region(session: Session, viewer: policy.Viewer) -> RegionProfile:
    region = session.get(RegionProfile, viewer.profile_id) if viewer.profile_id else None
    if region is None or not policy.may(viewer, Permission.TERM_WRITE, region):
        raise NotFound
    return region


def _same_word(session: Session, region_id: str, term: str) -> OwnTerm | None:
    found = session.scalars(select(OwnTerm).where(OwnTerm.profile_id == region_id))
    return next((one for one in found if one.term.casefold() == term.casefold()), None)
