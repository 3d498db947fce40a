"""Phones, links and shared screens as kinds."""

from conference.access.kinds import Kind, of_meeting, register
from conference.access.permissions import Permission
from models.door import Guest, Invitation, Screen

GUEST = register(Kind(name="guest", model=Guest, read=Permission.MEETING_READ, within=of_meeting))
INVITATION = register(
    Kind(name="invitation", model=Invitation, read=Permission.MEETING_READ, within=of_meeting)
)
SCREEN = register(Kind(name="screen", model=Screen, read=Permission.MEETING_READ, within=of_meeting))
