"""Who comes in, who goes, and the shared screen."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.door import use_cases as door
from conference.records.commands import Answer, Command, Key, Nothing, OfPerson, command


class OfGuest(Command):
    guest: str = Key


class Admit(Command):
    guest: str = Key
    person: str = Field(default="", max_length=40)
    match: str = Field(default="", max_length=4)


class OfInvitation(Command):
    invitation: str = Key


@command("guest:admit", Admit)
def _admit(work: UnitOfWork, viewer: policy.Viewer, wish: Admit, at: datetime) -> None:
    door.admit(work, viewer, wish.guest, wish.person, wish.match, at)


@command("guest:refuse", OfGuest)
def _refuse(work: UnitOfWork, viewer: policy.Viewer, wish: OfGuest, at: datetime) -> None:
    door.refuse(work, viewer, wish.guest, at)


@command("seat:remove", OfPerson)
def _remove(work: UnitOfWork, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    door.remove(work, viewer, wish.person, at)


@command("invitation:make", OfPerson)
def _invite(work: UnitOfWork, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> Answer:
    invitation, token = door.invite(work, viewer, wish.person, at)
    return {"show": "invitation", "invitation": invitation.id, "secret": token}


@command("invitation:code", OfInvitation)
def _code(work: UnitOfWork, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> Answer:
    return {"show": "code", "secret": door.new_code(work, viewer, wish.invitation, at)}


@command("invitation:revoke", OfInvitation)
def _revoke(work: UnitOfWork, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> None:
    door.revoke(work, viewer, wish.invitation, at)


@command("screen:start", Nothing)
def _screen(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> Answer:
    return {"show": "screen", "secret": door.start_screen(work, viewer, at)[1]}


@command("screen:end", Nothing)
def _screens_off(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    door.end_screens(work, viewer, at)
