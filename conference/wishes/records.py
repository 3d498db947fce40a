"""Change one field of any record."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import records
from conference.wishes.registry import Key, Wish, command
from conference.work import Work
from models.refusals import Conflict, Refused


class SetRecordField(Wish):
    """`value` is a list for a field that holds people or records. `seen`: what stood there, ids with spaces between."""

    thing: str = Field(max_length=60)
    field: str = Key
    value: str | list[str] = Field(max_length=2000)
    seen: str = Field(default="", max_length=2000)


@command("record:set", SetRecordField)
def _set(work: Work, viewer: policy.Viewer, wish: SetRecordField, at: datetime) -> None:
    value = (
        wish.value if isinstance(wish.value, str) else " ".join(sorted({one for one in wish.value if one}))
    )
    try:
        records.set_field(work, viewer, wish.thing, wish.field, value, wish.seen, at)
    except Conflict:
        raise
    except Refused as refused:
        refused.field = "value"  # what the field is called in the form
        raise
