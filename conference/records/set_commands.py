"""Change one field of any record."""

from datetime import datetime

from pydantic import Field, ValidationError

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records import fields as records
from conference.records.commands import Answer, Command, Key, Sender, command
from models.errors.base import Conflict, ReasonNeeded, Refused
from models.errors.validation import FieldUnknown


class SetRecordField(Command):
    """`value` is a list for a field that holds people or records. `seen`: what stood there, ids with spaces between.

    `why`: the reason of the chair for what is somebody else's.
    """

    thing: str = Field(max_length=60)
    field: str = Key
    value: str | list[str] = Field(max_length=4000)
    seen: str = Field(default="", max_length=4000)
    why: str = Field(default="", max_length=2000)


class SetAgain(Command):
    """A choice between two values, made after a conflict: the whole change once more, as JSON on one button."""

    again: str = Field(max_length=10_000)


@command("record:again", SetAgain, Sender.TABLE, Sender.LEARNER)
def _again(work: UnitOfWork, viewer: policy.Viewer, wish: SetAgain, at: datetime) -> Answer:
    try:
        change = SetRecordField.model_validate_json(wish.again)
    except ValidationError as wrong:
        raise FieldUnknown("again") from wrong
    return _set(work, viewer, change, at)


@command("record:set", SetRecordField, Sender.TABLE, Sender.LEARNER)
def _set(work: UnitOfWork, viewer: policy.Viewer, wish: SetRecordField, at: datetime) -> Answer:
    """The answer says what is kept now (`seen`), for the next change in the same form."""
    value = (
        wish.value if isinstance(wish.value, str) else " ".join(sorted({one for one in wish.value if one}))
    )
    try:
        seen = records.set_field(work, viewer, wish.thing, wish.field, value, wish.seen, at, wish.why)
    except (Conflict, ReasonNeeded):
        raise
    except Refused as refused:
        refused.field = "value"  # what the field is called in the form
        raise
    return {"seen": seen}
