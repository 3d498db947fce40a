"""Events: what a deed leaves behind for those who listen. Small frozen messages, published only after the commit.

Each can be plain JSON (`to_json`, `from_json`), so that a bus may carry it to another process.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import TypeAdapter

#: Every class of event by its name.
EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """Something happened in a case. Whoever passes it on asks `policy.visible` for each viewer."""

    name: ClassVar[str] = "Event"

    case_id: str

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        EVENTS[cls.name] = cls


@dataclass(frozen=True)
class TextChanged(Event):
    text_id: str
    epoch: int
    version: int
    client: str
    seq: int
    author_id: str
    changes: Any


#: Among those who lost something: the shared screen.
SCREEN = "screen"


@dataclass(frozen=True)
class TextRenewed(Event):
    """A text has to be opened anew by who writes in it: words were scrubbed from it and from its history."""

    text_id: str


@dataclass(frozen=True)
class RecordChanged(Event):
    """Something of one record changed (`thing`: `kind:id`); `listed` when it also appeared or moved in its list.

    `lost` are people it was of before, who may have to see it disappear, with all that named it; and `SCREEN`.
    """

    thing: str
    listed: bool = False
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ProposalChanged(Event):
    """Another wording for a text was proposed, answered or taken back."""

    text_id: str


@dataclass(frozen=True)
class FactorMoved(Event):
    """A factor has another place on the picture; nothing else of it changed."""

    factor_id: str


@dataclass(frozen=True)
class AccessChanged(Event):
    """What somebody may see of a family changed, or ended: their pages ask for themselves anew, or are emptied."""

    person_id: str


@dataclass(frozen=True)
class MeetingChanged(Event):
    """State, part, focus or door of a meeting changed."""

    meeting_id: str


@dataclass(frozen=True)
class NamesChanged(Event):
    """The region uses other words or parts; all that a table shows is made of them."""

    meeting_id: str


@dataclass(frozen=True)
class HandsChanged(Event):
    meeting_id: str


@dataclass(frozen=True)
class LobbyChanged(Event):
    meeting_id: str


@dataclass(frozen=True)
class GuestSeated(Event):
    meeting_id: str
    guest_id: str


@dataclass(frozen=True)
class GuestGone(Event):
    meeting_id: str
    guest_id: str
    reason: str


@dataclass(frozen=True)
class ScreenGone(Event):
    meeting_id: str
    screen_id: str


@dataclass(frozen=True)
class PresenceChanged(Event):
    meeting_id: str


@dataclass(frozen=True)
class RulesAgreedTo(Event):
    meeting_id: str


@dataclass(frozen=True)
class QuestionChanged(Event):
    """Somebody asked for an explanation, or got one."""

    meeting_id: str
    explanation_id: str


@dataclass(frozen=True)
class ExpertiseChanged(Event):
    meeting_id: str


@dataclass(frozen=True)
class CheckedOut(Event):
    meeting_id: str


@dataclass(frozen=True)
class LearningChanged(Event):
    """Something in the learning layer of a region; it names no case (`case_id` is empty)."""

    profile_id: str


@dataclass(frozen=True)
class EmergencyChanged(Event):
    """Somebody asked to read in an emergency, or it was answered: who has to know hears it at their desk."""

    emergency_id: str


@dataclass(frozen=True)
class SessionEnded(Event):
    """A session ended; it names no case (`case_id` is empty). Other processes find the row."""

    session_id: str
    reason: str


def to_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON: its fields, and its class as `event`."""
    fields: dict[str, Any] = _adapter(event.name).dump_python(event, mode="json")
    return {"event": event.name, **fields}


def from_json(plain: dict[str, Any]) -> Event:
    """The event that `to_json` wrote. Raises KeyError for a class nobody knows, ValidationError for wrong fields."""
    fields = dict(plain)
    event: Event = _adapter(fields.pop("event")).validate_python(fields)
    return event


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(EVENTS[name])
