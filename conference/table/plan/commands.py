"""Goals and plans."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, command
from conference.table.plan import use_cases as plans


class AddGoal(Command):
    words: str = Field(max_length=2000)
    phase: str = Key


class OfGoal(Command):
    goal: str = Key


class RemoveGoal(OfGoal):
    """`why` is the reason of the chair, for somebody else's goal."""

    why: str = Field(default="", max_length=2000)


class Attain(Command):
    goal: str = Key
    attainment: str = Key


class OfPhase(Command):
    phase: str = Key


class StartPlan(Command):
    """Nothing more to say than that the plan begins."""


@command("goal:add", AddGoal)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddGoal, at: datetime) -> Answer:
    return {"goal": plans.add(work, viewer, wish.words, wish.phase, at).id}


@command("goal:remove", RemoveGoal)
def _remove(work: UnitOfWork, viewer: policy.Viewer, wish: RemoveGoal, at: datetime) -> None:
    plans.remove(work, viewer, wish.goal, at, wish.why)


@command("goal:restore", OfGoal)
def _restore(work: UnitOfWork, viewer: policy.Viewer, wish: OfGoal, at: datetime) -> None:
    plans.restore(work, viewer, wish.goal, at)


@command("goal:attain", Attain)
def _attain(work: UnitOfWork, viewer: policy.Viewer, wish: Attain, at: datetime) -> None:
    plans.attain(work, viewer, wish.goal, wish.attainment, at)


@command("plan:check", OfPhase)
def _check(work: UnitOfWork, viewer: policy.Viewer, wish: OfPhase, at: datetime) -> None:
    plans.check(work, viewer, wish.phase, at)


@command("plan:start", StartPlan)
def _start(work: UnitOfWork, viewer: policy.Viewer, wish: StartPlan, at: datetime) -> None:
    plans.start(work, viewer, at)
