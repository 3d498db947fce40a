"""Reflections: kept for oneself or a team, shared without names, taken back; and hours after a meeting in two taps.

Whoever belongs to a case writes: a professional on the pages of the case, or somebody on a phone at the table.
"""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.hours.commands import Give
from conference.learning.hours.use_cases import NewHours
from conference.records.commands import Answer, Command, Sender, command
from conference.reflection import hours, obstacles
from conference.reflection import use_cases as reflections
from models.enums import NoteLayer

WRITERS = (Sender.CASE, Sender.TABLE)


class Write(Command):
    """`layer` says who may read it; to share it without names the author first sees what others would read."""

    words: str = ""
    friction: str = ""
    kind: str = ""
    better_off: str = ""
    could_do: str = ""
    principles: list[str] = Field(default_factory=list)
    layer: str = NoteLayer.PRIVATE.value


class Share(Command):
    reflection: str
    words: str = ""
    friction: str = ""


class Raise(Command):
    reflection: str
    words: str = ""
    pushed_back: str = ""


class OfReflection(Command):
    reflection: str


class OfObstacle(Command):
    obstacle: str


@command("reflection:write", Write, *WRITERS, on_wire=False)
def _write(work: UnitOfWork, viewer: policy.Viewer, wish: Write, at: datetime) -> Answer:
    shares = wish.layer == NoteLayer.LEARNING
    told = wish.model_dump(exclude={"layer"})
    told["layer"] = NoteLayer.PRIVATE if shares else wish.layer
    note = reflections.write(work, viewer, reflections.NewReflection(**told), at)
    return {"reflection": note.id, "shares": shares}


@command("reflection:share", Share, *WRITERS, on_wire=False)
def _share(work: UnitOfWork, viewer: policy.Viewer, wish: Share, at: datetime) -> None:
    reflections.share(work, viewer, wish.reflection, wish.words, wish.friction, at)


@command("reflection:raise", Raise, *WRITERS, on_wire=False)
def _raise(work: UnitOfWork, viewer: policy.Viewer, wish: Raise, at: datetime) -> None:
    back = wish.pushed_back == "yes"
    obstacles.raise_from_reflection(work, viewer, wish.reflection, wish.words, at, pushed_back=back)


@command("reflection:withdraw", OfReflection, *WRITERS, on_wire=False)
def _withdraw(work: UnitOfWork, viewer: policy.Viewer, wish: OfReflection, at: datetime) -> None:
    reflections.withdraw(work, viewer, wish.reflection, at)


@command("reflection:take_back", OfObstacle, *WRITERS, on_wire=False)
def _take_back(work: UnitOfWork, viewer: policy.Viewer, wish: OfObstacle, at: datetime) -> None:
    obstacles.take_back(work, viewer, wish.obstacle, at)


@command("hours:give", Give)
def _give(work: UnitOfWork, viewer: policy.Viewer, wish: Give, at: datetime) -> Answer:
    given = hours.after_meeting(work, viewer, NewHours(wish.minutes, wish.kind, wish.other), at)
    return {"minutes": given.minutes}
