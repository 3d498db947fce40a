"""Who comes in, who goes, and the shared screen."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.i18n import LANGUAGES
from conference.core.unit_of_work import UnitOfWork
from conference.door import use_cases as door
from conference.records.commands import Answer, Command, Key, Nothing, OfPerson, Secret, Sender, command
from models.errors.validation import ChoiceUnknown


class OfGuest(Command):
    guest: str = Key


class Admit(Command):
    guest: str = Key
    person: str = Field(default="", max_length=40)
    match: str = Field(default="", max_length=4)


class OfInvitation(Command):
    invitation: str = Key


class RoomCode(Command):
    code: str = ""


class LinkTry(Command):
    """`token` is the secret of the link."""

    token: Secret = ""


class LinkCode(Command):
    """`hashed` is what the told digits turned out to belong to (`door.compare`); nothing when they did not."""

    token: Secret = ""
    hashed: Secret = ""


class Knock(Command):
    """What somebody calls themselves; all else is known of the code or link they passed, and of their browser."""

    name: str = ""
    meeting: str
    invitation: str | None
    language: str
    device: str


class Enter(Command):
    """`secret`: of the waiting room, or of the seat."""

    secret: Secret


class ChooseLanguage(Command):
    language: str = ""


class ScreenCode(Command):
    token: Secret = ""


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


# --- of who stands at a door, with nothing yet


@command("door:code", RoomCode, Sender.DOOR, writes=False)
def _room_code(work: UnitOfWork, viewer: policy.Viewer, wish: RoomCode, at: datetime) -> Answer:
    return {"meeting": door.meeting_of_code(work, wish.code, at).id, "invitation": None}


@command("door:try", LinkTry, Sender.DOOR)
def _link_try(work: UnitOfWork, viewer: policy.Viewer, wish: LinkTry, at: datetime) -> Answer:
    return {"hashed": door.count_try(work, wish.token, at)}


@command("door:link", LinkCode, Sender.DOOR)
def _link_code(work: UnitOfWork, viewer: policy.Viewer, wish: LinkCode, at: datetime) -> Answer:
    invitation = door.use_link(work, wish.token, wish.hashed, at)
    return {"meeting": invitation.meeting_id, "invitation": invitation.id}


@command("door:knock", Knock, Sender.DOOR)
def _knock(work: UnitOfWork, viewer: policy.Viewer, wish: Knock, at: datetime) -> Answer:
    told = door.Knock(wish.name, wish.language, wish.device)
    return {"secret": door.knock_anew(work, viewer.session_id, wish.meeting, wish.invitation, told, at)[1]}


@command("door:enter", Enter, Sender.DOOR)
def _enter(work: UnitOfWork, viewer: policy.Viewer, wish: Enter, at: datetime) -> Answer:
    return {"secret": door.enter(work, wish.secret, at)[1]}


@command("seat:renew", Enter, Sender.DOOR)
def _renew(work: UnitOfWork, viewer: policy.Viewer, wish: Enter, at: datetime) -> None:
    door.stay_longer(work, wish.secret, at)


@command("door:leave", Nothing, Sender.DOOR)
def _leave(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    if viewer.session_id is not None:
        door.leave(work, viewer.session_id, at)


@command("door:language", ChooseLanguage, Sender.DOOR, writes=False)
def _door_language(work: UnitOfWork, viewer: policy.Viewer, wish: ChooseLanguage, at: datetime) -> None:
    if wish.language not in LANGUAGES:
        raise ChoiceUnknown("language")


@command("guest:language", ChooseLanguage, on_wire=False)
def _language(work: UnitOfWork, viewer: policy.Viewer, wish: ChooseLanguage, at: datetime) -> None:
    door.choose_language(work, viewer.session_id, wish.language)


@command("screen:connect", ScreenCode, Sender.DOOR)
def _connect(work: UnitOfWork, viewer: policy.Viewer, wish: ScreenCode, at: datetime) -> Answer:
    return {"secret": door.connect_screen(work, wish.token, at)[1]}
