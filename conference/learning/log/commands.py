"""The reflection log: themes made together, and what was done."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.log import shared_notes
from conference.records.commands import Answer, Command, Sender, command


class Group(Command):
    """Into a theme that is there, or a new one with this name."""

    theme: str = Field(default="", max_length=40)
    name: str = Field(default="", max_length=200)
    notes: list[str] = Field(default_factory=list, max_length=200)


class Outcome(Command):
    theme: str = Field(max_length=40)
    words: str = Field(max_length=2000)


@command("theme:group", Group, Sender.LEARNER)
def _group(work: UnitOfWork, viewer: policy.Viewer, wish: Group, at: datetime) -> Answer:
    return {"gone": shared_notes.group(work, viewer, wish.theme, wish.name, wish.notes, at).gone}


@command("theme:outcome", Outcome, Sender.LEARNER)
def _outcome(work: UnitOfWork, viewer: policy.Viewer, wish: Outcome, at: datetime) -> Answer:
    return {"told": shared_notes.tell_what_was_done(work, viewer, wish.theme, wish.words, at)}
