"""The map: factors and arrows."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, NoWords, command
from conference.table.map import use_cases as factors
from models.enums import Certainty


def _number(value: object) -> object:
    """A place from a form comes as digits."""
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value


#: A place on the picture. Outside the field is allowed and brought back; absurd is not.
Place = Annotated[int, NoWords(), BeforeValidator(_number), Field(ge=-100_000, le=100_000)]


class AddFactor(Command):
    label: str = Field(max_length=2000)
    nature: str = Key


class MoveFactor(Command):
    """`done` is "no" while the factor is still being dragged."""

    factor: str = Key
    x: Place
    y: Place
    done: str = Field(default="yes", max_length=3)


class NudgeFactor(Command):
    factor: str = Key
    way: str = Key


class OfFactor(Command):
    factor: str = Key


class RemoveFactor(OfFactor):
    """`why` is the reason of the chair, for what somebody else put on the map."""

    why: str = Field(default="", max_length=2000)


class RestOn(Command):
    factor: str = Key
    statement: str = Key
    on: str = Field(default="yes", max_length=3)


class Connect(Command):
    source: str = Key
    relation: str = Key
    target: str = Key
    certainty: str = Field(default=Certainty.SHARED_VIEW.value, max_length=40)
    note: str = Field(default="", max_length=2000)


class OfLink(Command):
    link: str = Key


@command("factor:add", AddFactor)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddFactor, at: datetime) -> Answer:
    return {"factor": factors.add(work, viewer, wish.label, wish.nature, at).id}


@command("factor:move", MoveFactor)
def _move(work: UnitOfWork, viewer: policy.Viewer, wish: MoveFactor, at: datetime) -> None:
    factors.move(work, viewer, wish.factor, wish.x, wish.y, at, done=wish.done != "no")


@command("factor:nudge", NudgeFactor)
def _nudge(work: UnitOfWork, viewer: policy.Viewer, wish: NudgeFactor, at: datetime) -> None:
    factors.nudge(work, viewer, wish.factor, wish.way, at)


@command("factor:remove", RemoveFactor)
def _remove(work: UnitOfWork, viewer: policy.Viewer, wish: RemoveFactor, at: datetime) -> None:
    factors.remove(work, viewer, wish.factor, at, wish.why)


@command("factor:restore", OfFactor)
def _restore(work: UnitOfWork, viewer: policy.Viewer, wish: OfFactor, at: datetime) -> None:
    factors.restore(work, viewer, wish.factor, at)


@command("factor:rest", RestOn)
def _rest(work: UnitOfWork, viewer: policy.Viewer, wish: RestOn, at: datetime) -> None:
    factors.rest(work, viewer, wish.factor, wish.statement, wish.on == "yes", at)


@command("link:add", Connect)
def _connect(work: UnitOfWork, viewer: policy.Viewer, wish: Connect, at: datetime) -> Answer:
    link = factors.connect(
        work, viewer, wish.source, wish.target, wish.relation, wish.certainty, wish.note, at
    )
    return {"link": link.id}


@command("link:remove", OfLink)
def _remove_link(work: UnitOfWork, viewer: policy.Viewer, wish: OfLink, at: datetime) -> None:
    factors.remove_link(work, viewer, wish.link, at)


@command("link:restore", OfLink)
def _restore_link(work: UnitOfWork, viewer: policy.Viewer, wish: OfLink, at: datetime) -> None:
    factors.restore_link(work, viewer, wish.link, at)
