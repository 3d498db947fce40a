"""Phones, links and shared screens as kinds."""

from conference.access.kinds import Kind, Left, of_meeting, register
from conference.access.permissions import Permission
from models.door import Guest, Invitation, Screen

GUEST = register(
    Kind(
        name="guest",
        model=Guest,
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("phones stand in the waiting room of the shell"),
        report=Left("who sat at the table stands in the head of the report: `invited`; not on which phone"),
    )
)
INVITATION = register(
    Kind(
        name="invitation",
        model=Invitation,
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("a link stands beside its person in the shell"),
        report=Left("by which link somebody came is nobody else's business"),
    )
)
SCREEN = register(
    Kind(
        name="screen",
        model=Screen,
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("screens stand in the shell"),
        report=Left("a screen shows what others made"),
    )
)
