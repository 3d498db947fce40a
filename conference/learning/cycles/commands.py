"""Learning cycles: the board, its cards, and guided sessions."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.cycles import cards, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.records.commands import Answer, Command, Key, Sender, command
from models.errors.validation import NumberInvalid

Typed = Field(default="", max_length=4000)


class OpenCycle(Command):
    """`after`: the closed cycle that this one follows; `carry`: its cards that go along."""

    question: str = Typed
    we_try: str = Typed
    teams: str = Typed
    we_look_at: str = Typed
    starts_on: str = Typed
    ends_on: str = Typed
    method: str = Field(default="free", max_length=40)
    after: str = Field(default="", max_length=40)
    carry: list[str] = Field(default_factory=list, max_length=200)


class CloseCycle(Command):
    cycle: str = Key
    keep: str = Typed
    change: str = Typed
    stop: str = Typed
    still_open: str = Field(default="", max_length=10)


class AddCard(Command):
    cycle: str = Key
    column: str = Key
    words: str = Typed
    source: str = Typed
    evidence: str = Typed
    evidence_of: str = Typed
    holds_when: str = Typed
    owner: str = Typed
    until: str = Typed
    result: str = Typed


class FromLog(Command):
    """A note or a theme of the log, for the board of a cycle."""

    cycle: str = Key
    note: str = Field(default="", max_length=40)
    theme: str = Field(default="", max_length=40)


class OfCard(Command):
    card: str = Key


class MoveCard(Command):
    card: str = Key
    column: str = Key
    before: str = Field(default="", max_length=40)


class StartSession(Command):
    cycle: str = Key
    template: str = Key


class OfSession(Command):
    session: str = Key


class Step(Command):
    session: str = Key
    seen: str = Field(max_length=4)
    to: str = Field(max_length=4)


class WriteCard(Command):
    session: str = Key
    words: str = Typed


class Pile(Command):
    session: str = Key
    cards: list[str] = Field(default_factory=list, max_length=400)
    name: str = Typed


class Dot(Command):
    card: str = Key
    on: str = Field(max_length=3)


@command("cycle:open", OpenCycle, Sender.LEARNER)
def _open(work: UnitOfWork, viewer: policy.Viewer, wish: OpenCycle, at: datetime) -> Answer:
    return {"cycle": cycles.open_cycle(work, viewer, cycles.NewCycle(**wish.model_dump()), at).id}


@command("cycle:close", CloseCycle, Sender.LEARNER)
def _close(work: UnitOfWork, viewer: policy.Viewer, wish: CloseCycle, at: datetime) -> None:
    told = cycles.Outcome(wish.keep, wish.change, wish.stop, wish.still_open == "yes")
    cycles.close(work, viewer, wish.cycle, told, at)


@command("card:add", AddCard, Sender.LEARNER)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddCard, at: datetime) -> Answer:
    told = cards.NewCard(**wish.model_dump(exclude={"cycle"}))
    return {"card": cards.add(work, viewer, wish.cycle, told, at).id}


@command("card:from_log", FromLog, Sender.LEARNER)
def _from_log(work: UnitOfWork, viewer: policy.Viewer, wish: FromLog, at: datetime) -> Answer:
    laid = cards.lay_from_log(work, viewer, wish.cycle, at, note_id=wish.note, theme_id=wish.theme)
    return {"card": laid.id}


@command("card:move", MoveCard, Sender.LEARNER)
def _move(work: UnitOfWork, viewer: policy.Viewer, wish: MoveCard, at: datetime) -> None:
    cards.move(work, viewer, wish.card, wish.column, wish.before, at)


@command("card:remove", OfCard, Sender.LEARNER)
def _remove(work: UnitOfWork, viewer: policy.Viewer, wish: OfCard, at: datetime) -> None:
    cards.remove(work, viewer, wish.card, at)


@command("card:restore", OfCard, Sender.LEARNER)
def _restore(work: UnitOfWork, viewer: policy.Viewer, wish: OfCard, at: datetime) -> None:
    cards.put_back(work, viewer, wish.card, at)


@command("session:start", StartSession, Sender.LEARNER)
def _start(work: UnitOfWork, viewer: policy.Viewer, wish: StartSession, at: datetime) -> Answer:
    guided = guided_session.start(work, viewer, wish.cycle, wish.template, at)
    return {"cycle": guided.cycle_id, "session": guided.id}


@command("session:step", Step, Sender.LEARNER)
def _step(work: UnitOfWork, viewer: policy.Viewer, wish: Step, at: datetime) -> None:
    if not (wish.seen.isdecimal() and wish.to.isdecimal()):
        raise NumberInvalid("to", first=0, last=99)
    guided_session.step(work, viewer, wish.session, int(wish.seen), int(wish.to), at)


@command("session:lead", OfSession, Sender.LEARNER)
def _lead(work: UnitOfWork, viewer: policy.Viewer, wish: OfSession, at: datetime) -> None:
    guided_session.lead(work, viewer, wish.session, at)


@command("session:finish", OfSession, Sender.LEARNER)
def _finish(work: UnitOfWork, viewer: policy.Viewer, wish: OfSession, at: datetime) -> None:
    guided_session.finish(work, viewer, wish.session, at)


@command("session:write", WriteCard, Sender.LEARNER)
def _write(work: UnitOfWork, viewer: policy.Viewer, wish: WriteCard, at: datetime) -> Answer:
    return {"card": guided_session.write(work, viewer, wish.session, wish.words, at).id}


@command("session:pile", Pile, Sender.LEARNER)
def _pile(work: UnitOfWork, viewer: policy.Viewer, wish: Pile, at: datetime) -> None:
    guided_session.pile(work, viewer, wish.session, wish.cards, wish.name, at)


@command("session:dot", Dot, Sender.LEARNER)
def _dot(work: UnitOfWork, viewer: policy.Viewer, wish: Dot, at: datetime) -> None:
    guided_session.dot(work, viewer, wish.card, wish.on == "yes", at)
