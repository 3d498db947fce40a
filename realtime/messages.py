"""The messages of the socket, both ways and with their answers, each a strict class.

Commands (what changes something of a case) are classes too; they stand in the `commands.py` of each subject. All of
them together are the protocol: `realtime.schema` writes it out, and the types of the browser are made from that.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel
from pydantic.json_schema import SkipJsonSchema

from conference.access.identity import Kind

Id = Field(max_length=40)
Count = Field(ge=0, le=2**53 - 1)


def _left_out(why: str) -> Any:
    """A field that is left out when there is nothing to say."""
    return Field(default=None, exclude_if=lambda value: value is None, description=why)


class Message(BaseModel):
    """Frozen, strict, and silent about its content when it is wrong."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        json_schema_serialization_defaults_required=True,
    )


# --- from the browser


class Hello(BaseModel):
    """What a page says when it connects; the cookie proves it. Not strict about words: `as` comes as text."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)

    kind: Kind = Field(alias="as")
    meeting: str | None = Field(default=None, max_length=40)
    part: str | None = Field(default=None, max_length=40)
    region: str | None = Field(default=None, max_length=40)
    view: str = Field(default="table", max_length=20)
    csrf: str = Field(default="", max_length=400)
    proof: str = Field(default="", max_length=400)
    tab: str = Field(default="", max_length=40)
    emergency: str | None = Field(default=None, max_length=40)


class ShowView(Message):
    """What the page shows now; without a part it follows the table."""

    part: str | None = Field(default=None, max_length=40)
    view: str = Field(default="table", max_length=20)


class OpenText(Message):
    """Start writing; or catch up from `version` of `epoch`, as `client`, which `mark` proves was there."""

    text: str = Id
    epoch: int | None = Field(default=None, ge=0)
    version: int | None = Field(default=None, ge=0)
    client: str = Field(default="", max_length=40)
    mark: str = Field(default="", max_length=80)


class ChangeText(Message):
    """One change set, as `@codemirror/state` writes it; its own shape is checked by `models.changesets`."""

    text: str = Id
    epoch: int = Count
    version: int = Count
    client: str = Id
    seq: int = Count
    changes: Any
    sure: bool = Field(default=False, description="The writer was asked, and means to take so much away.")


class CheckText(Message):
    """Words before they are pasted, or just after they were typed: is something of it kept apart?"""

    text: str = Id
    words: str = Field(max_length=4_000)


class CloseText(Message):
    """Stop writing."""

    text: str = Id


class Cursor(Message):
    """Where somebody's caret stands, in UTF-16 units of a version. Not kept."""

    text: str = Id
    version: int = Count
    anchor: int | None = Field(default=None, ge=0)
    head: int | None = Field(default=None, ge=0)


class SecondSame(Message):
    """A first line on a seat: this second one is a page of the same browser, which told so itself."""

    tab: str = Id


class SecondOther(Message):
    """A first line on a seat: nothing here knows the second one; the human is asked."""

    tab: str = Id


class SecondMine(Message):
    """*Bent u dit ook?* Without a yes the seat ends on both."""

    mine: bool


FROM_BROWSER: dict[str, type[Message]] = {
    "text:open": OpenText,
    "text:change": ChangeText,
    "text:check": CheckText,
    "text:close": CloseText,
    "text:cursor": Cursor,
    "view:show": ShowView,
    "second:same": SecondSame,
    "second:other": SecondOther,
    "second:mine": SecondMine,
}


# --- to the browser


class Person(Message):
    """How somebody is shown beside a caret or a change: `who` is their colour and shape."""

    id: str
    name: str
    who: str
    initials: str


class Fragment(Message):
    """One live part of a page. Without HTML it is to go."""

    name: str
    html: str


class FragmentsChanged(RootModel[list[Fragment]]):
    """Live parts as this viewer sees them now."""

    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)


class LogEntry(Message):
    """One entry of the log of a text; `version` is the version it made."""

    epoch: int
    version: int
    client: str
    seq: int
    author: Person
    changes: Any


class TextChanged(LogEntry):
    """A change of a text, for those who write in it; the sender gets it too."""

    text: str
    mark: str | SkipJsonSchema[None] = _left_out("Now and then: what to come back with after this version.")


class TextWriting(Message):
    """Somebody writes in a text, for those who read it."""

    text: str
    person: Person


class TextCursor(Message):
    """Where the caret of somebody else stands; without a place it is gone."""

    text: str
    version: int
    person: Person
    anchor: int | None
    head: int | None


class TextRenewed(Message):
    """This text has to be opened again; whoever lost the right to it is refused then."""

    text: str


class Admitted(Message):
    """Let in: the page of the waiting room goes on to `href`."""

    href: str


class Gone(Message):
    """Out: the page goes to `href`, and the connection ends."""

    reason: str
    href: str


class SecondLine(Message):
    """Another page wants a line on this seat. `html`: the question to the human, unless this browser knows the page."""

    tab: str
    html: str


class News(Message):
    """What somebody at a desk has to hear at once, ready as HTML; a page that shows it (`key`) leaves it out."""

    key: str
    html: str


class Leaving(Message):
    """The program goes for a moment (an update): send nothing more, keep what was typed, and come back by yourself."""


class Renew(Message):
    """Something changed on this page: it asks for itself anew."""


ToBrowser = (
    FragmentsChanged
    | TextChanged
    | TextWriting
    | TextCursor
    | TextRenewed
    | Admitted
    | Gone
    | News
    | Leaving
    | Renew
    | SecondLine
)
TO_BROWSER: dict[str, type[ToBrowser]] = {
    "fragments": FragmentsChanged,
    "text:changed": TextChanged,
    "text:writing": TextWriting,
    "text:cursor": TextCursor,
    "text:renewed": TextRenewed,
    "admitted": Admitted,
    "gone": Gone,
    "news": News,
    "leaving": Leaving,
    "renew": Renew,
    "second": SecondLine,
}


# --- answers


class Refusal(Message):
    """Not done, and why. The same to a form that is posted."""

    ok: Literal[False] = False
    code: str
    message: str = Field(description="A sentence in the reader's language.")
    field: str | SkipJsonSchema[None] = _left_out("Name of the form control that was wrong.")
    html: str | SkipJsonSchema[None] = _left_out(
        "Ready HTML in place of the message, for instance both values of a conflict."
    )
    retry_after: int | SkipJsonSchema[None] = _left_out("Seconds to wait, when there was too much.")


class Done(Message):
    """Done. Besides what is named here, a command answers with the ids of what it made. The same to a posted form."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str | int | bool] = Field(init=False)

    ok: Literal[True] = True
    html: str | SkipJsonSchema[None] = _left_out(
        "Ready HTML: something to hand over, or a question before it is done."
    )
    seen: str | SkipJsonSchema[None] = _left_out(
        "The value that is kept now: what the next change starts from."
    )
    href: str | SkipJsonSchema[None] = _left_out("Where the page goes from here.")


class Opened(Message):
    """A text that was opened: its words, or what came since the version that was asked for."""

    ok: Literal[True] = True
    text: str
    epoch: int
    version: int
    client: str = Field(description="Bound to one person and one text; every change carries it.")
    words: str | SkipJsonSchema[None] = _left_out("All of it, at first or when its log is too long.")
    changes: list[LogEntry] | SkipJsonSchema[None] = _left_out("The log since the version asked for.")
    mark: str = Field(
        description="What to come back with after this version: it proves that this editor was there."
    )


class Written(Message):
    """A change that is committed, as this version."""

    ok: Literal[True] = True
    version: int
    mark: str | SkipJsonSchema[None] = _left_out(
        "What to come back with after this version; not after a resend."
    )


class Checked(Message):
    """What to warn of; two empty strings when there is nothing."""

    ok: Literal[True] = True
    hint: str = Field(description="A sentence in the reader's language.")
    words: str = Field(description="The part of the words sent that it is about.")


class Closed(Message):
    """Not writing any more; the words as readers see them now."""

    ok: Literal[True] = True
    html: str | SkipJsonSchema[None] = _left_out("The text, rendered; nothing for who was not writing.")


Answer = Refusal | Done | Opened | Written | Checked | Closed
#: What each message is answered with when it is taken; a command with `Done`, and whatever is refused with `Refusal`.
ANSWERS: dict[str, type[Answer]] = {
    "text:open": Opened,
    "text:change": Written,
    "text:check": Checked,
    "text:close": Closed,
    "text:cursor": Done,
    "view:show": Done,
    "second:same": Done,
    "second:other": Done,
    "second:mine": Done,
}


def plain(message: ToBrowser | Answer) -> Any:
    """A message as it goes over the wire."""
    return message.model_dump(mode="json")
