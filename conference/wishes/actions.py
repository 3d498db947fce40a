"""The action list."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import actions
from conference.wishes.registry import Answer, Key, Wish, command
from conference.work import Work
from models.refusals import Conflict, Refused


class AddAction(Wish):
    what: str = Field(max_length=2000)


class SetField(Wish):
    action: str = Key
    field: str = Key
    value: str = Key
    seen: str = Key


class SetState(Wish):
    """`seen`: the state that stood there. Reasons only count with the state that asks them."""

    action: str = Key
    state: str = Key
    seen: str = Key
    waiting_reason: str = Field(default="", max_length=40)
    not_done_reason: str = Field(default="", max_length=40)
    bridge: str = Field(default="", max_length=2000)
    note: str = Field(default="", max_length=2000)


class SetPartners(Wish):
    action: str = Key
    seen: str = Field(default="", max_length=2000)
    people: list[str] = Field(default_factory=list, max_length=60)


class MoveAction(Wish):
    action: str = Key
    before: str = Field(default="", max_length=40)


class OfAction(Wish):
    action: str = Key


@command("action:add", AddAction)
def _add(work: Work, viewer: policy.Viewer, wish: AddAction, at: datetime) -> Answer:
    return {"action": actions.add(work, viewer, wish.what, at).id}


@command("action:set", SetField)
def _set(work: Work, viewer: policy.Viewer, wish: SetField, at: datetime) -> None:
    try:
        actions.set_field(work, viewer, wish.action, wish.field, wish.value, wish.seen, at)
    except Conflict:
        raise
    except Refused as refused:
        refused.field = "value"  # what the field is called in the form
        raise


@command("action:state", SetState)
def _state(work: Work, viewer: policy.Viewer, wish: SetState, at: datetime) -> None:
    told = actions.HowFar(wish.state, wish.waiting_reason, wish.not_done_reason, wish.bridge, wish.note)
    actions.set_state(work, viewer, wish.action, told, wish.seen, at)


@command("action:partners", SetPartners)
def _partners(work: Work, viewer: policy.Viewer, wish: SetPartners, at: datetime) -> None:
    people = [person for person in wish.people if person]  # an empty one says that nobody is chosen
    actions.set_partners(work, viewer, wish.action, people, wish.seen, at)


@command("action:move", MoveAction)
def _order(work: Work, viewer: policy.Viewer, wish: MoveAction, at: datetime) -> None:
    actions.move(work, viewer, wish.action, wish.before or None, at)


@command("action:take", OfAction)
def _take(work: Work, viewer: policy.Viewer, wish: OfAction, at: datetime) -> None:
    actions.take(work, viewer, wish.action, at)
