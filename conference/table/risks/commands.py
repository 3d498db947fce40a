"""The three biggest risks."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Nothing, command
from conference.table.risks import use_cases as risks

Typed = Field(default="", max_length=2000)


class GiveRisks(Command):
    """`person` is left out by who answers for themselves. `none` and `off_screen` are ticked or left out."""

    person: str = Field(default="", max_length=40)
    first: str = Typed
    second: str = Typed
    third: str = Typed
    none: str = Field(default="", max_length=3)
    off_screen: str = Field(default="", max_length=3)


class AddRisk(Command):
    """`named`: the risks of people that this one stands for."""

    words: str = Typed
    named: list[str] = Field(default_factory=list, max_length=60)


class BelongsTo(Command):
    """`risk` is empty for what is none of the list."""

    named: str = Key
    risk: str = Field(default="", max_length=40)


class OfRisk(Command):
    risk: str = Key


@command("risks:give", GiveRisks)
def _give(work: UnitOfWork, viewer: policy.Viewer, told: GiveRisks, at: datetime) -> None:
    words = (told.first, told.second, told.third)
    answer = risks.NewAnswer(words, none=bool(told.none), off_screen=bool(told.off_screen))
    risks.give(work, viewer, told.person, answer, at)


@command("risks:reveal", Nothing)
def _reveal(work: UnitOfWork, viewer: policy.Viewer, told: Nothing, at: datetime) -> None:
    risks.reveal(work, viewer, at)


@command("risk:add", AddRisk)
def _add(work: UnitOfWork, viewer: policy.Viewer, told: AddRisk, at: datetime) -> Answer:
    return {"risk": risks.add(work, viewer, told.words, [one for one in told.named if one], at).id}


@command("risk:belongs", BelongsTo)
def _belongs(work: UnitOfWork, viewer: policy.Viewer, told: BelongsTo, at: datetime) -> None:
    risks.belongs(work, viewer, told.named, told.risk, at)


@command("risk:up", OfRisk)
def _up(work: UnitOfWork, viewer: policy.Viewer, told: OfRisk, at: datetime) -> None:
    risks.move(work, viewer, told.risk, up=True, at=at)


@command("risk:down", OfRisk)
def _down(work: UnitOfWork, viewer: policy.Viewer, told: OfRisk, at: datetime) -> None:
    risks.move(work, viewer, told.risk, up=False, at=at)


@command("risk:remove", OfRisk)
def _remove(work: UnitOfWork, viewer: policy.Viewer, told: OfRisk, at: datetime) -> None:
    risks.remove(work, viewer, told.risk, at)


@command("risk:restore", OfRisk)
def _restore(work: UnitOfWork, viewer: policy.Viewer, told: OfRisk, at: datetime) -> None:
    risks.restore(work, viewer, told.risk, at)
