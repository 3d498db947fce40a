"""How a command is read and carried out. The commands themselves stand in `commands.py` of each subject.

A command is a strict class: an unknown field is refused, not ignored. Every form and every message of a socket that
changes something comes through `do`: it looks up the sender, runs the command in one transaction, and answers with
what the sender has to know. A refusal for want of a right is logged here, and only here, outside that transaction.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.core import looks
from conference.core.database import Database
from conference.core.unit_of_work import LookAtWork, Sent, UnitOfWork
from conference.core.validation import has_bsn
from models.base import KEY_ALPHABET, KEY_LENGTH
from models.errors.base import NotFound, Refused
from models.errors.validation import (
    BsnNotAllowed,
    CharNotAllowed,
    ChoiceUnknown,
    CommandUnknown,
    FieldMissing,
    FieldUnknown,
    TextTooLong,
)
from models.log import LogEntry

Answer = dict[str, Any]
Key = Field(max_length=40)
#: One line or a box to tick of a form: nothing when it is left out. How long it may be is the use case's to say.
Typed = Field(default="")
W = TypeVar("W", bound="Command")
MOST_PROOFS = 40
#: What may stand in the log of what somebody sent: an id, perhaps with its kind. Words do not look like this.
ID = re.compile(rf"([a-z_]{{1,20}}:)?[{KEY_ALPHABET}]{{{KEY_LENGTH}}}")


class Sender(StrEnum):
    """Which kind of visitor sends a command, by what they carry (`Credentials`)."""

    #: A seat at a table: a professional at a meeting, a phone, the shared screen.
    TABLE = "table"
    #: A professional with a seat in a case, outside a meeting.
    CASE = "case"
    #: The same who reads, in an emergency, what is kept apart from them: they do nothing but end that.
    EMERGENCY = "emergency"
    #: Somebody with a part in the learning of a region.
    LEARNER = "learner"
    #: Somebody with a part in the office of a region: its privacy officer, a team leader.
    OFFICER = "officer"
    #: Whoever is signed in, wherever they are.
    ACCOUNT = "account"
    #: Whoever gave their password and still owes a second proof.
    HALF = "half"
    #: Whoever knocks at a door: for a meeting, a screen, or to sign in.
    DOOR = "door"


class NoWords:
    """Marks a field that holds no words of people, so that no number of a citizen is looked for in it: letters that a
    machine drew may look like one."""


#: A secret, a key, or what only its owner knows.
Secret = Annotated[str, NoWords()]
#: What the program made of something, and hears again: which version of it somebody saw.
Drawn = Annotated[str, NoWords()]


class Command(BaseModel):
    """Shape of every command: frozen, strict, and silent about its content when it is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Nothing(Command):
    """A command without fields."""


class OfPerson(Command):
    person: str = Field(default="", max_length=40)


@dataclass(frozen=True)
class Registered:
    """One entry of the table: the class of its fields, and what it does.

    `on_wire`: it may come over a socket too. `writes`: it changes something; signing in and the like only look.
    """

    shape: type[Command]
    run: Callable[[UnitOfWork, policy.Viewer, Any, datetime], Answer]
    on_wire: bool
    writes: bool


#: Everything that can be done, by who may send it. A name may mean something else to another kind of visitor.
COMMANDS: dict[tuple[Sender, str], Registered] = {}


def command(
    name: str, shape: type[W], *senders: Sender, on_wire: bool = True, writes: bool = True
) -> Callable[..., Callable[..., Answer]]:
    """Register a function as the deed behind a command. Without senders it is of the table."""

    def keep(run: Callable[[UnitOfWork, policy.Viewer, W, datetime], Answer | None]) -> Callable[..., Answer]:
        def answering(work: UnitOfWork, viewer: policy.Viewer, wish: W, at: datetime) -> Answer:
            return run(work, viewer, wish, at) or {}

        for sender in senders or (Sender.TABLE,):
            COMMANDS[sender, name] = Registered(shape, answering, on_wire and sender == Sender.TABLE, writes)
        return answering

    return keep


def is_on_wire(name: str) -> bool:
    """Whether a command may come over a socket."""
    found = COMMANDS.get((Sender.TABLE, name))
    return found is not None and found.on_wire


def on_wire() -> dict[str, type[Command]]:
    """What may come over a socket: the fields of each command by its name."""
    return {name: found.shape for (_, name), found in COMMANDS.items() if found.on_wire}


def sender_of(shown: Credentials) -> Sender:
    """As what somebody sends, by what they carry."""
    match shown.kind:
        case Kind.LEARNING:
            return Sender.LEARNER
        case Kind.OFFICE:
            return Sender.OFFICER
        case Kind.WAITING:
            return Sender.DOOR
        case Kind.HALF:
            return Sender.HALF
        case Kind.ACCOUNT if shown.emergency_id is not None:
            return Sender.EMERGENCY
        case Kind.ACCOUNT if shown.meeting_id is None:
            return Sender.ACCOUNT if shown.case_id is None else Sender.CASE
    return Sender.TABLE


def shape_of(shown: Credentials, name: str) -> type[Command]:
    """The fields of a command for this sender. Raises CommandUnknown."""
    found = COMMANDS.get((sender_of(shown), name))
    if found is None:
        raise CommandUnknown
    return found.shape


def read(sender: Sender, name: str, fields: Mapping[str, Any]) -> tuple[Registered, Command]:
    """The command of this name with its checked fields. Raises CommandUnknown or a refusal that names the field."""
    found = COMMANDS.get((sender, name))
    if found is None:
        raise CommandUnknown
    for field, value in fields.items():
        if isinstance(value, str) and "\x00" in value:
            raise CharNotAllowed(field)
        if _has_words(found.shape, field) and any(has_bsn(words) for words in _words_in(value)):
            raise BsnNotAllowed(field)
    try:
        return found, found.shape.model_validate(dict(fields))
    except ValidationError as wrong:
        raise _field_refusal(wrong) from wrong


def do(
    database: Database,
    shown: Credentials,
    name: str,
    fields: Mapping[str, Any],
    at: datetime,
    *,
    confirmed: str = "",
) -> Answer:
    """Carry out a command; the answer is given after the commit. Raises Refused.

    `confirmed`: the proofs that came with a refusal, of what the sender was shown in exactly these words.

    The sender is looked up in the very transaction of the deed: who was removed a moment ago is out.
    """
    found, wish = read(sender_of(shown), name, fields)
    with (
        logged(database, name, at, thing=named(fields) or place(shown)) as asked,
        _opened(database, found) as work,
    ):
        try:
            viewer = asked.viewer = identity.sender(work.session, shown, at)
        except NotFound:
            asked.viewer = identity.account_or_nobody(work.session, shown, at)
            raise
        proofs = frozenset(confirmed.split()[:MOST_PROOFS])
        work.sent = Sent(viewer.actor, viewer.language, proofs)
        return found.run(work, viewer, wish, at)


@contextmanager
def _opened(database: Database, found: Registered) -> Iterator[UnitOfWork]:
    """A transaction to write in, or a look for what only looks: it holds up nobody who writes.

    What a look records (somebody signed in) is written afterwards, before the answer is given.
    """
    if found.writes:
        with database.work() as work:
            yield work
        return
    with database.read() as session:
        look = LookAtWork(session, database.keys)
        yield look
    if look.entries:
        with database.work() as work:
            work.session.add_all(look.entries)


@dataclass
class Asked:
    """Who asks, as soon as that is known."""

    viewer: policy.Viewer | None = None


@contextmanager
def logged(
    database: Database, name: str, at: datetime, viewer: policy.Viewer | None = None, thing: str = ""
) -> Iterator[Asked]:
    """Keep that somebody tried what they may not; in a transaction of its own, so that it is not rolled back.

    What was tried goes in by its name, and `thing` by its id (`named`); never with words.
    """
    asked = Asked(viewer)
    try:
        yield asked
    except Refused as refused:
        if refused.watched and asked.viewer is not None:
            asked_for = refused.about or thing or named({"meeting": asked.viewer.meeting_id})
            refuse(database, asked.viewer, name, asked_for, refused.code, at)
        raise


def refuse(database: Database, viewer: policy.Viewer, deed: str, thing: str, code: str, at: datetime) -> None:
    """Write that this viewer was refused something."""
    known = viewer.person_id or viewer.account_id or viewer.session_id
    actor = viewer.actor if known else "nobody"
    if (look := looks.now()) is not None:
        look.logged = True
    with database.work() as work:
        work.session.add(
            LogEntry(
                case_id=viewer.case_id, at=at, actor=actor, deed=deed[:40], thing=thing[:60], outcome=code
            )
        )


def named(fields: Mapping[str, Any]) -> str:
    """Which thing the fields of a wish name, as `kind:id`; nothing when none of them has the shape of an id."""
    for name, value in fields.items():
        if isinstance(value, str) and ID.fullmatch(value):
            return value if ":" in value else f"{name[:20]}:{value}"
    return ""


def place(shown: Credentials) -> str:
    """Where somebody wanted to be, as `kind:id`, as far as that has the shape of an id."""
    return named({"meeting": shown.meeting_id, "case": shown.case_id, "region": shown.profile_id})


def _has_words(shape: type[Command], field: str) -> bool:
    """Whether a field holds words of people. One that the command does not have is refused anyhow."""
    found = shape.model_fields.get(field)
    return found is not None and not any(isinstance(mark, NoWords) for mark in found.metadata)


def _words_in(value: Any) -> Iterator[str]:
    """Everything in a field that somebody may have typed, also within lists and fields of fields; no ids."""
    if isinstance(value, str):
        if not all(ID.fullmatch(part) for part in value.split()):
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _words_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _words_in(part)


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
