"""Phones, links and shared screens as kinds."""

from collections.abc import Iterable

from conference.access.kinds import Chapter, Kept, Kind, Left, Say, of_meeting, register
from conference.access.permissions import Permission
from conference.records.told import on_day
from models.door import Guest, Invitation, Screen
from models.translation import N_


def _device(guest: Guest, say: Say) -> Iterable[Kept]:
    if guest.seated_at:
        yield Kept(on_day(guest.seated_at), guest.device)


def _link(invitation: Invitation, say: Say) -> Iterable[Kept]:
    """That there is a link; what is in it nobody can read any more."""
    words = N_("Deze link werkt niet meer.") if invitation.revoked_at else N_("Een link voor thuis.")
    yield Kept(on_day(invitation.made_at), say(words))


GUEST = register(
    Kind(
        name="guest",
        model=Guest,
        part=Left("phones stand at the door, whose rows ask who may see them"),
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("phones stand in the waiting room of the shell"),
        report=Left("who sat at the table stands in the head of the report: `invited`; not on which phone"),
        own_data=(
            Chapter(
                place=140,
                key="devices",
                title=N_("Met welk apparaat u meedeed"),
                mine=lambda me: Guest.person_id == me,
                order=(Guest.seated_at,),
                said=_device,
                asked=Left("it is their own device"),
            ),
        ),
    )
)
INVITATION = register(
    Kind(
        name="invitation",
        model=Invitation,
        part=Left("links stand at the door, whose rows ask who may see them"),
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("a link stands beside its person in the shell"),
        report=Left("by which link somebody came is nobody else's business"),
        own_data=(
            Chapter(
                place=145,
                key="invitations",
                title=N_("Links die voor u zijn gemaakt"),
                mine=lambda me: Invitation.person_id == me,
                order=(Invitation.made_at,),
                said=_link,
                asked=Left("it is their own link"),
            ),
        ),
    )
)
SCREEN = register(
    Kind(
        name="screen",
        model=Screen,
        part=Left("everybody may know that a screen shows the table"),
        read=Permission.MEETING_READ,
        within=of_meeting,
        stands=Left("screens stand in the shell"),
        report=Left("a screen shows what others made"),
        own_data=Left("a screen is nobody's: it says nothing of a person"),
    )
)
