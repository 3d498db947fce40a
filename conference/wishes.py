"""Every command of the table, once: its name, its fields, its deed. Pages and sockets both come through here.

A wish is a strict class: an unknown field is refused, not ignored. `do` runs it in one transaction and
answers with what the sender has to know; a refusal for want of a right is logged outside that transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conference import policy
from conference.database import Database
from conference.deeds import actions, door, meetings, texts
from conference.visitors import Credentials, viewer_of
from conference.work import Work
from models.log import LogEntry
from models.refusals import (
    CharNotAllowed,
    ChoiceUnknown,
    Conflict,
    FieldMissing,
    FieldUnknown,
    NotAllowed,
    NotFound,
    Refused,
    TextTooLong,
    WishUnknown,
)

Answer = dict[str, Any]
Short = Field(max_length=40)
W = TypeVar("W", bound="Wish")


class Wish(BaseModel):
    """Shape of every wish: frozen, strict, and silent about its content when it is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Nothing(Wish):
    """A wish without fields."""


class OfPart(Wish):
    part: str = Short


class OfSection(Wish):
    section: str = Short


class Shown(Wish):
    shown: str = Short


class OfPerson(Wish):
    person: str = Field(default="", max_length=40)


class InRoom(Wish):
    person: str = Short
    here: str = Short


class OfGuest(Wish):
    guest: str = Short


class Admit(Wish):
    guest: str = Short
    person: str = Field(default="", max_length=40)
    match: str = Field(default="", max_length=4)


class OfInvitation(Wish):
    invitation: str = Short


class AddAction(Wish):
    what: str = Field(max_length=2000)


class SetField(Wish):
    action: str = Short
    field: str = Short
    value: str = Short
    seen: str = Short


class SetPartners(Wish):
    action: str = Short
    seen: str = Field(default="", max_length=2000)
    people: list[str] = Field(default_factory=list, max_length=60)


class MoveAction(Wish):
    action: str = Short
    before: str = Field(default="", max_length=40)


class OfAction(Wish):
    action: str = Short


class RewriteText(Wish):
    """A whole text from a form, for a browser without script."""

    text: str = Short
    seen: str = Short
    words: str = Field(max_length=40_000)


@dataclass(frozen=True)
class Command:
    """One entry of the table: the class of its fields, and what it does."""

    shape: type[Wish]
    run: Callable[[Work, policy.Viewer, Any, datetime], Answer]


COMMANDS: dict[str, Command] = {}


def command(name: str, shape: type[W]) -> Callable[..., Callable[..., Answer]]:
    """Register a function as the deed behind a wish."""

    def keep(run: Callable[[Work, policy.Viewer, W, datetime], Answer | None]) -> Callable[..., Answer]:
        def answering(work: Work, viewer: policy.Viewer, wish: W, at: datetime) -> Answer:
            return run(work, viewer, wish, at) or {}

        COMMANDS[name] = Command(shape, answering)
        return answering

    return keep


def read(name: str, fields: Mapping[str, Any]) -> tuple[Command, Wish]:
    """The command of this name with its checked fields. Raises WishUnknown or a refusal that names the field."""
    found = COMMANDS.get(name)
    if found is None:
        raise WishUnknown
    for field, value in fields.items():
        if isinstance(value, str) and "\x00" in value:
            raise CharNotAllowed(field)
    try:
        return found, found.shape.model_validate(dict(fields))
    except ValidationError as wrong:
        raise _field_refusal(wrong) from wrong


def do(database: Database, shown: Credentials, name: str, fields: Mapping[str, Any], at: datetime) -> Answer:
    """Carry out a wish; the answer is given after the commit. Raises Refused.

    The sender is looked up in the very transaction of the deed: who was removed a moment ago is out.
    """
    found, wish = read(name, fields)
    viewer: policy.Viewer | None = None
    try:
        with database.work() as work:
            viewer, _ = viewer_of(work.session, shown, at)
            return found.run(work, viewer, wish, at)
    except (NotAllowed, NotFound) as refused:
        if viewer is not None:
            log_refusal(database, viewer, name, refused, at)
        raise


def log_refusal(database: Database, viewer: policy.Viewer, deed: str, refused: Refused, at: datetime) -> None:
    """Keep that somebody tried what they may not; in a transaction of its own, so that it is not rolled back."""
    with database.work() as work:
        work.session.add(
            LogEntry(
                case_id=viewer.case_id, at=at, actor=viewer.actor, deed=deed, thing="", outcome=refused.code
            )
        )


def _field_refusal(wrong: ValidationError) -> Refused:
    first = wrong.errors(include_url=False, include_context=True, include_input=False)[0]
    field = str(first["loc"][0]) if first["loc"] else None
    match first["type"]:
        case "extra_forbidden":
            return FieldUnknown(field)
        case "missing":
            return FieldMissing(field)
        case "string_too_long":
            return TextTooLong(field, limit=first["ctx"]["max_length"])
    return ChoiceUnknown(field)


# --- the table of commands


@command("meeting:open", Nothing)
def _open(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.open_meeting(work, viewer, at)


@command("meeting:move", OfPart)
def _move(work: Work, viewer: policy.Viewer, wish: OfPart, at: datetime) -> None:
    meetings.move(work, viewer, wish.part, at)


@command("meeting:focus", OfSection)
def _focus(work: Work, viewer: policy.Viewer, wish: OfSection, at: datetime) -> None:
    meetings.focus(work, viewer, wish.section, at)


@command("meeting:pause", Nothing)
def _pause(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.pause(work, viewer, at)


@command("meeting:resume", Nothing)
def _resume(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.resume(work, viewer, at)


@command("meeting:close", Nothing)
def _close(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.close(work, viewer, at)


@command("meeting:join", Shown)
def _join(work: Work, viewer: policy.Viewer, wish: Shown, at: datetime) -> None:
    meetings.show_join(work, viewer, wish.shown == "yes", at)


@command("meeting:code", Nothing)
def _new_room_code(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.new_room_code(work, viewer, at)


@command("hand:raise", Nothing)
def _raise(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    meetings.raise_hand(work, viewer, at)


@command("hand:lower", OfPerson)
def _lower(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.lower_hand(work, viewer, wish.person, at)


@command("hand:call", OfPerson)
def _call(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    meetings.call(work, viewer, wish.person, at)


@command("guest:admit", Admit)
def _admit(work: Work, viewer: policy.Viewer, wish: Admit, at: datetime) -> None:
    door.admit(work, viewer, wish.guest, wish.person, wish.match, at)


@command("guest:refuse", OfGuest)
def _refuse(work: Work, viewer: policy.Viewer, wish: OfGuest, at: datetime) -> None:
    door.refuse(work, viewer, wish.guest, at)


@command("seat:remove", OfPerson)
def _remove(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    door.remove(work, viewer, wish.person, at)


@command("seat:room", InRoom)
def _in_room(work: Work, viewer: policy.Viewer, wish: InRoom, at: datetime) -> None:
    meetings.mark_in_room(work, viewer, wish.person, wish.here == "yes", at)


@command("invitation:make", OfPerson)
def _invite(work: Work, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> Answer:
    invitation, token = door.invite(work, viewer, wish.person, at)
    return {"show": "invitation", "invitation": invitation.id, "secret": token}


@command("invitation:code", OfInvitation)
def _code(work: Work, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> Answer:
    return {"show": "code", "secret": door.new_code(work, viewer, wish.invitation, at)}


@command("invitation:revoke", OfInvitation)
def _revoke(work: Work, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> None:
    door.revoke(work, viewer, wish.invitation, at)


@command("screen:start", Nothing)
def _screen(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> Answer:
    return {"show": "screen", "secret": door.start_screen(work, viewer, at)[1]}


@command("screen:end", Nothing)
def _screens_off(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    door.end_screens(work, viewer, at)


@command("action:add", AddAction)
def _add(work: Work, viewer: policy.Viewer, wish: AddAction, at: datetime) -> Answer:
    return {"action": actions.add(work, viewer, wish.what, at).id}


@command("action:set", SetField)
def _set(work: Work, viewer: policy.Viewer, wish: SetField, at: datetime) -> None:
    try:
        actions.set_field(work, viewer, wish.action, wish.field, wish.value, wish.seen, at)
    except Conflict:
        raise
    except Refused as refused:
        refused.field = "value"  # what the field is called in the form
        raise


@command("action:partners", SetPartners)
def _partners(work: Work, viewer: policy.Viewer, wish: SetPartners, at: datetime) -> None:
    people = [person for person in wish.people if person]  # an empty one says that nobody is chosen
    actions.set_partners(work, viewer, wish.action, people, wish.seen, at)


@command("action:move", MoveAction)
def _order(work: Work, viewer: policy.Viewer, wish: MoveAction, at: datetime) -> None:
    actions.move(work, viewer, wish.action, wish.before or None, at)


@command("action:take", OfAction)
def _take(work: Work, viewer: policy.Viewer, wish: OfAction, at: datetime) -> None:
    actions.take(work, viewer, wish.action, at)


@command("text:rewrite", RewriteText)
def _rewrite(work: Work, viewer: policy.Viewer, wish: RewriteText, at: datetime) -> None:
    if not wish.seen.isdecimal():
        raise ChoiceUnknown("seen")
    texts.rewrite(work, viewer, wish.text, wish.words, int(wish.seen), at)
