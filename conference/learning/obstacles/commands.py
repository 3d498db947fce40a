"""What holds people back: raised by the project team, passed up, answered."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.obstacles import use_cases as obstacles
from conference.records.commands import Answer, Command, Key, Sender, command


class Raise(Command):
    words: str = Field(max_length=4000)
    owner: str = Field(default="", max_length=400)
    answer_before: str = Field(default="", max_length=40)
    note: str = Field(default="", max_length=40)
    cycle: str = Field(default="", max_length=40)
    pushed_back: str = Field(default="", max_length=3)


class PushBack(Command):
    """A card that goes to the steering group."""

    card: str = Key


class Assign(Command):
    obstacle: str = Key
    owner: str = Field(default="", max_length=400)
    answer_before: str = Field(default="", max_length=40)


class Up(Command):
    obstacle: str = Key
    why: str = Field(default="", max_length=4000)


class Reply(Command):
    obstacle: str = Key
    answer: str = Field(default="", max_length=4000)


@command("obstacle:raise", Raise, Sender.LEARNER)
def _raise(work: UnitOfWork, viewer: policy.Viewer, wish: Raise, at: datetime) -> Answer:
    told = obstacles.NewObstacle(
        wish.words,
        wish.owner,
        wish.answer_before,
        wish.note,
        wish.cycle,
        wish.pushed_back == "yes",
    )
    return {"obstacle": obstacles.raise_one(work, viewer, told, at).id}


@command("card:push_back", PushBack, Sender.LEARNER)
def _push_back(work: UnitOfWork, viewer: policy.Viewer, wish: PushBack, at: datetime) -> Answer:
    made = obstacles.raise_from_card(work, viewer, wish.card, at)
    return {"obstacle": made.id}


@command("obstacle:assign", Assign, Sender.LEARNER)
def _assign(work: UnitOfWork, viewer: policy.Viewer, wish: Assign, at: datetime) -> None:
    obstacles.assign(work, viewer, wish.obstacle, wish.owner, wish.answer_before, at)


@command("obstacle:up", Up, Sender.LEARNER)
def _up(work: UnitOfWork, viewer: policy.Viewer, wish: Up, at: datetime) -> None:
    obstacles.move_up(work, viewer, wish.obstacle, wish.why, at)


@command("obstacle:answer", Reply, Sender.LEARNER)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: Reply, at: datetime) -> None:
    obstacles.answer(work, viewer, wish.obstacle, wish.answer, at)
