"""Bring a region profile in, and let its administrator change it, so that cases follow it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import LearningChanged, NamesChanged
from conference.core.unit_of_work import UnitOfWork
from conference.region import form as profile_form
from conference.region.profile import NEUTRAL, Profile, load_file, of
from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.decisions import Decision
from models.enums import LIVE, OVER
from models.errors.base import NotFound
from models.errors.region import ProfileChanged, ProfileInUse
from models.factors import Factor
from models.meeting import Meeting, Part
from models.people import Person
from models.plans import Goal
from models.region import RegionProfile
from models.statements import Statement

#: What follows a profile that was replaced or changed, in the same transaction.
FOLLOWING: list[Callable[[UnitOfWork, RegionProfile], None]] = []


def bring_in(work: UnitOfWork, wanted: Profile) -> RegionProfile:
    """Keep a profile under its slug. One that is there already is replaced, also for the cases that follow it.

    Raises ProfileInUse when such a case has a section or a phase that the new one leaves out.
    """
    settings = wanted.model_dump(mode="json")
    known = _known(work, wanted.slug)
    if known is None:
        return work.add(RegionProfile(slug=wanted.slug, name=wanted.name, settings=settings))
    if lost := _lost(work, known, wanted):
        raise ProfileInUse(keys=", ".join(lost))
    known.name, known.settings = wanted.name, settings
    _followed(work, known)
    return known


def bring_in_ready_made(work: UnitOfWork) -> None:
    """Bring in the neutral profile, but never over one that a region made its own.

    The other ready-made profiles are something to start from, not regions that exist here.
    """
    if _known(work, NEUTRAL) is None:
        bring_in(work, load_file(NEUTRAL))


def require_editor(viewer: policy.Viewer, region: RegionProfile) -> RegionProfile:
    """For anybody but its administrator there is nothing to change. Raises NotFound."""
    if not policy.may(viewer, Permission.PROFILE_EDIT, region):
        raise NotFound
    return region


def change(
    work: UnitOfWork,
    viewer: policy.Viewer,
    region_id: str,
    group: str,
    given: Mapping[str, str],
    stamp: str,
    at: datetime,
) -> RegionProfile:
    """Save one group of settings of a region. Raises ProfileChanged when somebody else did so first."""
    known = _editable(work, viewer, region_id)
    before = of(known.settings)
    if stamp != profile_form.stamp(before, group):
        raise ProfileChanged
    return _keep(work, viewer, known, profile_form.changed(before, group, given), at)


def take_over(
    work: UnitOfWork, viewer: policy.Viewer, region_id: str, wanted: Profile, stamp: str, at: datetime
) -> RegionProfile:
    """Put a whole profile in place of the region's. Raises ProfileChanged when it is not what was compared with."""
    known = _editable(work, viewer, region_id)
    if stamp != whole_stamp(of(known.settings)):
        raise ProfileChanged
    return _keep(work, viewer, known, wanted.model_copy(update={"slug": known.slug}), at)


def whole_stamp(settings: Profile) -> str:
    """Differs as soon as anything of a profile changed."""
    return "-".join(profile_form.stamp(settings, group) for group in profile_form.GROUPS)


def _editable(work: UnitOfWork, viewer: policy.Viewer, region_id: str) -> RegionProfile:
    return require_editor(viewer, work.lock(RegionProfile, region_id))


def _keep(
    work: UnitOfWork, viewer: policy.Viewer, known: RegionProfile, wanted: Profile, at: datetime
) -> RegionProfile:
    if lost := _lost(work, known, wanted):
        raise ProfileInUse(keys=", ".join(lost))
    known.name, known.settings = wanted.name, wanted.model_dump(mode="json")
    _followed(work, known)
    work.record(viewer.actor, Permission.PROFILE_EDIT, f"profile:{known.id}", None, at)
    work.tell(LearningChanged("", known.id))
    going = select(Meeting).join(Case).where(Case.profile_id == known.id, Meeting.state.in_(LIVE))
    for meeting in work.session.scalars(going):
        work.tell(NamesChanged(meeting.case_id, meeting.id))
    return known


def _followed(work: UnitOfWork, known: RegionProfile) -> None:
    for follow in FOLLOWING:
        follow(work, known)


def _lost(work: UnitOfWork, known: RegionProfile, wanted: Profile) -> list[str]:
    """What families use and the profile would lose, by its present name: `'Waar maken we ons zorgen over'`."""
    followers = select(Case.id).where(Case.profile_id == known.id)

    def used(column: Any, of_case: Any) -> set[str]:
        return {
            key
            for key in work.session.scalars(select(column).where(of_case.in_(followers)).distinct())
            if key
        }

    coming = (
        select(Part.key)
        .join(Meeting, Meeting.id == Part.meeting_id)
        .where(Meeting.case_id.in_(followers), Meeting.state.not_in(OVER))
    )
    in_use = {
        "sections": used(Section.key, Section.case_id),
        "phases": used(Case.phase, Case.id)
        | used(Action.phase, Action.case_id)
        | used(Goal.phase, Goal.case_id),
        "parts": set(work.session.scalars(coming)),
        "meetings": used(Meeting.kind, Meeting.case_id),
        "life_areas": used(Factor.life_area, Factor.case_id) | used(Statement.life_area, Statement.case_id),
        "hats": used(Decision.hat, Decision.case_id) | used(Person.hat, Person.case_id),
    }
    present = of(known.settings)
    names = {kind: {one.key: one.label["nl"] for one in getattr(present, kind)} for kind in in_use}
    return [
        f"'{names[kind].get(key, key)}'"
        for kind, keys in in_use.items()
        for key in sorted(keys - {one.key for one in getattr(wanted, kind)})
    ]


def _known(work: UnitOfWork, slug: str) -> RegionProfile | None:
    return work.session.scalar(select(RegionProfile).where(RegionProfile.slug == slug))
