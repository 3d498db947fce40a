"""The action list."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, command
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar


class AddAction(Command):
    what: str = Field(max_length=2000)


class SetState(Command):
    """`seen`: the state that stood there. Reasons only count with the state that asks them. `why` is the chair's."""

    action: str = Key
    state: str = Key
    seen: str = Key
    waiting_reason: str = Field(default="", max_length=40)
    not_done_reason: str = Field(default="", max_length=40)
    bridge: str = Field(default="", max_length=2000)
    note: str = Field(default="", max_length=2000)
    why: str = Field(default="", max_length=2000)


class MoveAction(Command):
    action: str = Key
    before: str = Field(default="", max_length=40)


class OfAction(Command):
    action: str = Key


@command("action:add", AddAction)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddAction, at: datetime) -> Answer:
    return {"action": actions.add(work, viewer, wish.what, at).id}


@command("action:state", SetState)
def _state(work: UnitOfWork, viewer: policy.Viewer, wish: SetState, at: datetime) -> None:
    told = HowFar(wish.state, wish.waiting_reason, wish.not_done_reason, wish.bridge, wish.note)
    actions.set_state(work, viewer, wish.action, told, wish.seen, at, wish.why)


@command("action:move", MoveAction)
def _order(work: UnitOfWork, viewer: policy.Viewer, wish: MoveAction, at: datetime) -> None:
    actions.move(work, viewer, wish.action, wish.before or None, at)


@command("action:take", OfAction)
def _take(work: UnitOfWork, viewer: policy.Viewer, wish: OfAction, at: datetime) -> None:
    actions.take(work, viewer, wish.action, at)
