"""Who comes to the learning layer on the web: what all of its pages stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, g
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.core import rendering
from conference.region import profile
from conference.region.profile import Profile
from conference.web import common
from models.errors.base import NotFound, Refused
from models.region import RegionProfile

pages = Blueprint("learning", __name__, url_prefix="/leren")


@dataclass(frozen=True)
class Learner:
    """Somebody on a page of the learning layer. `region` is the record, `profile` what it says."""

    session: Session
    viewer: policy.Viewer
    region: RegionProfile
    profile: Profile
    at: datetime

    def may(self, deed: str, thing: Any = None) -> bool:
        """Whether the viewer may do this; a thing left out means the region."""
        return policy.may(self.viewer, Permission(deed), self.region if thing is None else thing)

    def say(self, label: dict[str, str]) -> str:
        """A label of the profile in the reader's language."""
        return profile.say(label, self.viewer.language)

    def month(self, key: str) -> str:
        """A month that notes are kept under (`2026-05`), in words."""
        return rendering.part_of_date(date.fromisoformat(f"{key}-01"), "month", self.viewer.language)


@contextmanager
def learner() -> Iterator[Learner]:
    """The learner of this request; the page is made while its session is open. Raises NotFound without a seat."""
    with common.house().database.read() as session:
        viewer = identity.learner_of(session, common.visitor(), common.now())
        g.language = viewer.language
        region = session.get_one(RegionProfile, viewer.profile_id)
        yield Learner(session, viewer, region, profile.of(region.settings), common.now())


def enter(me: Learner, deed: str) -> None:
    """For whoever may not do this the page does not exist. Raises NotFound."""
    if not me.may(deed):
        raise NotFound


def wrong(refused: Refused | None) -> dict[str, Any]:
    """What a form needs to say what is wrong with it."""
    return {"refused": refused, "sentence": common.sentence(refused) if refused else ""}
