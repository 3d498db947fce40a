"""The meeting as a whole: opening, questions, added expertise, check-out."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, OfPerson, command
from conference.table.gathering import use_cases as gathering


class Ask(Command):
    """`thing` is `kind:id`, `words` a word; with neither the asker wants plain words."""

    thing: str = Field(default="", max_length=60)
    words: str = Field(default="", max_length=200)


class Explain(Command):
    explanation: str = Key
    answer: str = Field(max_length=500)


class ExplainedAloud(Command):
    explanation: str = Key


class AddExpertise(Command):
    who: str = Field(default="", max_length=120)
    person: str = Field(default="", max_length=40)
    question: str = Field(max_length=500)
    until: str = Key


class EndExpertise(Command):
    expertise: str = Key
    answer: str = Field(max_length=1000)


class CheckOut(Command):
    """The numbers come as they were chosen; one that is missing is asked for at its question."""

    person: str = Field(default="", max_length=40)
    heard: str = Field(default="", max_length=10)
    topics: str = Field(default="", max_length=10)
    way: str = Field(default="", max_length=10)
    overall: str = Field(default="", max_length=10)
    tip: str = Field(default="", max_length=500)


@command("rules:agree", OfPerson)
def _agree(work: UnitOfWork, viewer: policy.Viewer, wish: OfPerson, at: datetime) -> None:
    gathering.agree(work, viewer, wish.person, at)


@command("explain:ask", Ask)
def _ask(work: UnitOfWork, viewer: policy.Viewer, wish: Ask, at: datetime) -> Answer | None:
    gathering.ask(work, viewer, wish.thing, wish.words, at)
    return None if wish.thing else {"show": "asked"}  # beside a thing the page itself says so


@command("explain:answer", Explain)
def _explain(work: UnitOfWork, viewer: policy.Viewer, wish: Explain, at: datetime) -> None:
    gathering.answer(work, viewer, wish.explanation, wish.answer, at)


@command("explain:aloud", ExplainedAloud)
def _explained(work: UnitOfWork, viewer: policy.Viewer, wish: ExplainedAloud, at: datetime) -> None:
    gathering.answer(work, viewer, wish.explanation, "", at, aloud=True)


@command("expertise:add", AddExpertise)
def _add_expertise(work: UnitOfWork, viewer: policy.Viewer, wish: AddExpertise, at: datetime) -> Answer:
    new = gathering.NewExpertise(wish.who, wish.question, wish.until, wish.person)
    return {"expertise": gathering.add_expertise(work, viewer, new, at).id}


@command("expertise:end", EndExpertise)
def _end_expertise(work: UnitOfWork, viewer: policy.Viewer, wish: EndExpertise, at: datetime) -> None:
    gathering.end_expertise(work, viewer, wish.expertise, wish.answer, at)


@command("check_out:give", CheckOut)
def _check_out(work: UnitOfWork, viewer: policy.Viewer, wish: CheckOut, at: datetime) -> None:
    given = gathering.NewCheckOut(wish.heard, wish.topics, wish.way, wish.overall, wish.tip)
    gathering.check_out(work, viewer, wish.person, given, at)
