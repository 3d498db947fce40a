"""Who comes to the learning layer on the web: what all of its pages stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, g
from flask_login import current_user
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.access.policy import Permission
from conference.core import rendering
from conference.region import profile
from conference.region.profile import Profile
from conference.web import common
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
def learner(region_id: str) -> Iterator[Learner]:
    """The learner of this request; the page is made while its session is open. Raises NotFound without a seat."""
    with common.house().database.read() as session:
        viewer = identity.learner_of(session, credentials(region_id))
        g.language = viewer.language
        region = session.get_one(RegionProfile, region_id)
        yield Learner(session, viewer, region, profile.of(region.settings), common.now())


def credentials(region_id: str) -> Credentials:
    """What this browser carries, for one region."""
    secret = current_user.get_id() if current_user.is_authenticated else ""
    return Credentials(Kind.LEARNING, secret, profile_id=region_id)
