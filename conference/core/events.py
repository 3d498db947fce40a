"""What a deed leaves behind for those who listen: small frozen messages, told only after the commit."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something happened in a case. Whoever passes it on asks `policy.visible` for each viewer."""

    case_id: str


@dataclass(frozen=True)
class TextChanged(Event):
    text_id: str
    epoch: int
    version: int
    client: str
    seq: int
    author_id: str
    changes: Any


@dataclass(frozen=True)
class RecordChanged(Event):
    """Something of one record changed (`thing`: `kind:id`); `listed` when it also appeared or moved in its list.

    `lost` are people it was of before, who may have to see it disappear.
    """

    thing: str
    listed: bool = False
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FactorMoved(Event):
    """A factor has another place on the picture; nothing else of it changed."""

    factor_id: str


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
