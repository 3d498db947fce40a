"""Lesson cards: written and changed, and those of another pilot brought in."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.lessons import use_cases as lessons
from conference.records.commands import Answer, Command, Sender, command


class Keep(Command):
    """`lesson` is the card, or nothing for a new one; `seen` the version that stood on the writer's screen."""

    lesson: str = ""
    title: str = ""
    what: str = ""
    for_whom: str = ""
    conditions: str = ""
    what_it_took: str = ""
    proof: str = ""
    cycle: str = ""
    themes: list[str] = Field(default_factory=list)
    shared: str = ""
    seen: str = ""


class BringIn(Command):
    """A pack as it came out of Rondom elsewhere."""

    file: bytes


@command("lesson:keep", Keep, Sender.LEARNER)
def _keep(work: UnitOfWork, viewer: policy.Viewer, wish: Keep, at: datetime) -> Answer:
    told = lessons.NewLesson(
        **wish.model_dump(exclude={"lesson", "shared"}),
        shared=wish.shared == "yes",
    )
    return {"lesson": lessons.keep(work, viewer, wish.lesson, told, viewer.language, at).id}


@command("lesson:bring_in", BringIn, Sender.LEARNER)
def _bring_in(work: UnitOfWork, viewer: policy.Viewer, wish: BringIn, at: datetime) -> Answer:
    return {"new": lessons.bring_in(work, viewer, wish.file, at)}
