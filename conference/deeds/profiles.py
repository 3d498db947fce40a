"""Bring a region profile in, so that cases can follow it."""

from sqlalchemy import select

from conference.profile import NEUTRAL, Profile, load_file
from conference.work import Work
from models.actions import Action
from models.analysis import Section
from models.case import Case, RegionProfile
from models.refusals import ProfileInUse


def bring_in(work: Work, wanted: Profile) -> RegionProfile:
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
    return known


def bring_in_ready_made(work: Work) -> None:
    """Bring in the neutral profile, but never over one that a region made its own.

    The other ready-made profiles are something to start from, not regions that exist here.
    """
    if _known(work, NEUTRAL) is None:
        bring_in(work, load_file(NEUTRAL))


def _lost(work: Work, known: RegionProfile, wanted: Profile) -> list[str]:
    """Keys of sections and phases in use that the profile would lose: `section worries`, `phase recovery`."""
    followers = select(Case.id).where(Case.profile_id == known.id)
    sections = set(work.session.scalars(select(Section.key).where(Section.case_id.in_(followers))))
    phases = set(work.session.scalars(select(Case.phase).where(Case.profile_id == known.id)))
    phases |= set(work.session.scalars(select(Action.phase).where(Action.case_id.in_(followers))))
    lost_sections = sections - {one.key for one in wanted.sections}
    lost_phases = phases - {one.key for one in wanted.phases} - {None, ""}
    return [f"section {key}" for key in sorted(lost_sections)] + [
        f"phase {key}" for key in sorted(lost_phases)
    ]


def _known(work: Work, slug: str) -> RegionProfile | None:
    return work.session.scalar(select(RegionProfile).where(RegionProfile.slug == slug))
