"""Bring a region profile in, so that cases can follow it."""

from sqlalchemy import select

from conference.profile import PROFILES, Profile, load_file
from conference.work import Work
from models.case import RegionProfile


def bring_in(work: Work, wanted: Profile) -> RegionProfile:
    """Keep a profile under its slug. One that is there already is replaced, also for the cases that follow it."""
    settings = wanted.model_dump(mode="json")
    known = _known(work, wanted.slug)
    if known is None:
        return work.add(RegionProfile(slug=wanted.slug, name=wanted.name, settings=settings))
    known.name, known.settings = wanted.name, settings
    return known


def bring_in_ready_made(work: Work) -> None:
    """Bring in the profiles that come with the program, but never over one that a region made its own."""
    for path in sorted(PROFILES.glob("*.yaml")):
        if _known(work, path.stem) is None:
            bring_in(work, load_file(path.stem))


def _known(work: Work, slug: str) -> RegionProfile | None:
    return work.session.scalar(select(RegionProfile).where(RegionProfile.slug == slug))
