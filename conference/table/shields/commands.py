"""Shields: set, narrow, widen, lift, look again; and the code that is told."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Sender, Typed, command
from conference.table.shields import told
from conference.table.shields import use_cases as shields

HERE = Sender.TABLE, Sender.CASE


class Dialog(Command):
    """Who may know, why, and when that is looked at again; the family names neither people nor a day."""

    people: list[str] = Field(default_factory=list, max_length=60)
    category: str = Typed
    reason: str = Typed
    review_on: str = Typed
    protects: str = Typed

    @property
    def wish(self) -> shields.Wish:
        """What the dialog holds."""
        return shields.Wish(self.people, self.category, self.reason, self.review_on, self.protects)


class SetShield(Dialog):
    thing: str = Field(max_length=80)


class AddApart(Dialog):
    """`beside` names what it is put beside, for a text of its own."""

    kind: str = Typed
    words: str = Typed
    beside: str = Typed


class Narrow(Command):
    shield: str = Key
    people: list[str] = Field(default_factory=list, max_length=60)
    reason: str = Typed


class Widen(Command):
    shield: str = Key
    person: str = Typed
    reason: str = Typed


class Lift(Command):
    shield: str = Key
    reason: str = Typed


class AnswerAsk(Command):
    asked: str = Key
    answer: str = Typed
    reason: str = Typed


class Review(Command):
    shield: str = Key
    review_on: str = Typed
    reason: str = Typed


class Confirm(Review):
    answer: str = Typed


class TellCode(Command):
    person: str = Key


class TryCode(Command):
    digits: str = Typed


class CloseRoom(Command):
    pass


@command("shield:set", SetShield, *HERE, on_wire=False)
def _set(work: UnitOfWork, viewer: policy.Viewer, wish: SetShield, at: datetime) -> None:
    shields.put(work, viewer, wish.thing, wish.wish, at)


@command("shield:add", AddApart, *HERE, on_wire=False)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddApart, at: datetime) -> None:
    shields.add(work, viewer, wish.kind, wish.beside, wish.words, wish.wish, at)


@command("shield:narrow", Narrow, *HERE, on_wire=False)
def _narrow(work: UnitOfWork, viewer: policy.Viewer, wish: Narrow, at: datetime) -> None:
    shields.narrow(work, told.inner(work.session, viewer, at), wish.shield, wish.people, wish.reason, at)


@command("shield:widen", Widen, *HERE, on_wire=False)
def _widen(work: UnitOfWork, viewer: policy.Viewer, wish: Widen, at: datetime) -> None:
    shields.widen(work, told.inner(work.session, viewer, at), wish.shield, wish.person, wish.reason, at)


@command("shield:lift", Lift, *HERE, on_wire=False)
def _lift(work: UnitOfWork, viewer: policy.Viewer, wish: Lift, at: datetime) -> None:
    shields.lift(work, told.inner(work.session, viewer, at), wish.shield, wish.reason, at)


@command("shield:answer", AnswerAsk, *HERE, on_wire=False)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerAsk, at: datetime) -> None:
    inside = told.inner(work.session, viewer, at)
    shields.answer(work, inside, wish.asked, wish.answer == "yes", wish.reason, at)


@command("shield:review", Review, *HERE, on_wire=False)
def _review(work: UnitOfWork, viewer: policy.Viewer, wish: Review, at: datetime) -> None:
    shields.review(work, viewer, wish.shield, wish.review_on, wish.reason, at)


@command("shield:confirm", Confirm, *HERE, on_wire=False)
def _confirm(work: UnitOfWork, viewer: policy.Viewer, wish: Confirm, at: datetime) -> None:
    agrees = wish.answer == "yes"
    shields.confirm(work, viewer, wish.shield, agrees, wish.review_on, wish.reason, at)


@command("code:tell", TellCode, *HERE, on_wire=False)
def _tell(work: UnitOfWork, viewer: policy.Viewer, wish: TellCode, at: datetime) -> Answer:
    return {"digits": told.tell(work, viewer, wish.person, at)}


@command("code:try", TryCode, on_wire=False)
def _try(work: UnitOfWork, viewer: policy.Viewer, wish: TryCode, at: datetime) -> Answer:
    return {"open": told.try_code(work, viewer, wish.digits, at)}


@command("code:close", CloseRoom, on_wire=False)
def _close(work: UnitOfWork, viewer: policy.Viewer, wish: CloseRoom, at: datetime) -> None:
    told.close(work, viewer, at)
