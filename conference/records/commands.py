"""How a wish is read and carried out. The commands themselves stand in the other modules of this package.

A wish is a strict class: an unknown field is refused, not ignored. `do` runs it in one transaction and
answers with what the sender has to know; a refusal for want of a right is logged outside that transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conference.access import policy
from conference.access.identity import Credentials, learner_of, viewer_of
from conference.core.database import Database
from conference.core.unit_of_work import UnitOfWork
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.validation import (
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
W = TypeVar("W", bound="Command")


class Command(BaseModel):
    """Shape of every wish: frozen, strict, and silent about its content when it is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Nothing(Command):
    """A wish without fields."""


class OfPerson(Command):
    person: str = Field(default="", max_length=40)


@dataclass(frozen=True)
class Registered:
    """One entry of the table: the class of its fields, and what it does."""

    shape: type[Command]
    run: Callable[[UnitOfWork, policy.Viewer, Any, datetime], Answer]


COMMANDS: dict[str, Registered] = {}
#: The same for the learning layer, where nobody sits at a table.
LEARNING_COMMANDS: dict[str, Registered] = {}


def command(
    name: str, shape: type[W], into: dict[str, Registered] = COMMANDS
) -> Callable[..., Callable[..., Answer]]:
    """Register a function as the deed behind a wish."""

    def keep(run: Callable[[UnitOfWork, policy.Viewer, W, datetime], Answer | None]) -> Callable[..., Answer]:
        def answering(work: UnitOfWork, viewer: policy.Viewer, wish: W, at: datetime) -> Answer:
            return run(work, viewer, wish, at) or {}

        into[name] = Registered(shape, answering)
        return answering

    return keep


def read(
    name: str, fields: Mapping[str, Any], commands: Mapping[str, Registered] = COMMANDS
) -> tuple[Registered, Command]:
    """The command of this name with its checked fields. Raises WishUnknown or a refusal that names the field."""
    found = commands.get(name)
    if found is None:
        raise CommandUnknown
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


def do_learning(
    database: Database, shown: Credentials, name: str, fields: Mapping[str, Any], at: datetime
) -> Answer:
    """Carry out a wish in the learning layer. Raises Refused."""
    found, wish = read(name, fields, LEARNING_COMMANDS)
    viewer: policy.Viewer | None = None
    try:
        with database.work() as work:
            viewer = learner_of(work.session, shown)
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
