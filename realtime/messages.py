"""The messages of shared texts and views, each a strict class; all other wishes stand in `conference.commands`."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from conference.access.identity import Kind

Id = Field(max_length=40)
Count = Field(ge=0, le=2**53 - 1)


class Message(BaseModel):
    """Frozen, strict, and silent about its content when it is wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Hello(BaseModel):
    """What a page says when it connects; the cookie proves it. Not strict about words: `as` comes as text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)

    kind: Kind = Field(alias="as")
    meeting: str | None = Field(default=None, max_length=40)
    part: str | None = Field(default=None, max_length=40)
    region: str | None = Field(default=None, max_length=40)
    view: str = Field(default="table", max_length=20)
    csrf: str = Field(default="", max_length=400)


class ShowView(Message):
    """What the page shows now; without a part it follows the table."""

    part: str | None = Field(default=None, max_length=40)
    view: str = Field(default="table", max_length=20)


class OpenText(Message):
    """Start writing, or catch up from `version` of `epoch`."""

    text: str = Id
    epoch: int | None = Field(default=None, ge=0)
    version: int | None = Field(default=None, ge=0)


class ChangeText(Message):
    """One change set, as `@codemirror/state` writes it; its own shape is checked by `models.changesets`."""

    text: str = Id
    epoch: int = Count
    version: int = Count
    client: str = Id
    seq: int = Count
    changes: Any


class CloseText(Message):
    """Stop writing."""

    text: str = Id


class Cursor(Message):
    """Where somebody's caret stands, in UTF-16 units of a version. Not kept."""

    text: str = Id
    version: int = Count
    anchor: int | None = Field(default=None, ge=0)
    head: int | None = Field(default=None, ge=0)


MESSAGES: dict[str, type[Message]] = {
    "text:open": OpenText,
    "text:change": ChangeText,
    "text:close": CloseText,
    "text:cursor": Cursor,
    "view:show": ShowView,
}
