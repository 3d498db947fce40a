"""From where a viewer looks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from conference.access.policy import Viewer
from conference.core.runtime import Runtime
from conference.region.profile import Profile
from models.meeting import Meeting


@dataclass(frozen=True)
class ViewContext:
    """Who looks, at which meeting, when. `session` stays open while the page is made."""

    session: Session
    viewer: Viewer
    meeting: Meeting
    profile: Profile
    at: datetime
    runtime: Runtime
