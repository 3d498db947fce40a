"""Statements and the answers to them."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, command
from conference.table.facts import use_cases as facts
from models.errors.wording import WordsOfAnother
from models.statements import Statement


class AddStatement(Command):
    """`happened` holds the precision and one or two days, in any order."""

    kind: str = Key
    words: str = Field(max_length=2000)
    happened: list[str] = Field(default_factory=list, max_length=4)
    source_id: str = Field(default="", max_length=40)
    source_words: str = Field(default="", max_length=2000)
    basis: str = Field(default="", max_length=40)
    life_area: str = Field(default="", max_length=40)
    about: list[str] = Field(default_factory=list, max_length=60)


class CorrectStatement(Command):
    statement: str = Key
    words: str = Field(max_length=2000)


class WithdrawStatement(Command):
    statement: str = Key
    why: str = Field(max_length=2000)


class OfStatement(Command):
    statement: str = Key


class OfVersion(Command):
    """`seen` is the version of the words that stood on the screen; empty for the newest."""

    statement: str = Key
    seen: str = Field(default="", max_length=10)


class Respond(OfVersion):
    person: str = Key
    stance: str = Field(default="", max_length=40)
    words: str = Field(default="", max_length=4000)


class OfResponse(Command):
    statement: str = Key
    person: str = Key


@command("statement:add", AddStatement)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddStatement, at: datetime) -> Answer:
    made = facts.NewStatement(
        wish.kind,
        wish.words,
        " ".join(wish.happened),
        wish.source_id,
        wish.source_words,
        wish.basis,
        wish.life_area,
        [person for person in wish.about if person],
    )
    return {"statement": facts.add(work, viewer, made, at).id}


@command("statement:correct", CorrectStatement)
def _correct(work: UnitOfWork, viewer: policy.Viewer, wish: CorrectStatement, at: datetime) -> Answer:
    return {"statement": facts.correct(work, viewer, wish.statement, wish.words, at).id}


@command("statement:withdraw", WithdrawStatement)
def _withdraw(work: UnitOfWork, viewer: policy.Viewer, wish: WithdrawStatement, at: datetime) -> None:
    facts.withdraw(work, viewer, wish.statement, wish.why, at)


@command("statement:restore", OfStatement)
def _restore(work: UnitOfWork, viewer: policy.Viewer, wish: OfStatement, at: datetime) -> None:
    facts.restore(work, viewer, wish.statement, at)


@command("statement:accord", OfVersion)
def _accord(work: UnitOfWork, viewer: policy.Viewer, wish: OfVersion, at: datetime) -> None:
    facts.accord(work, viewer, wish.statement, _version(wish.seen), at)


@command("response:give", Respond)
def _respond(work: UnitOfWork, viewer: policy.Viewer, wish: Respond, at: datetime) -> None:
    seen = _version(wish.seen)
    facts.respond(work, viewer, wish.statement, wish.person, wish.stance, wish.words, seen, at)


@command("response:remove", OfResponse)
def _remove(work: UnitOfWork, viewer: policy.Viewer, wish: OfResponse, at: datetime) -> None:
    facts.take_response_back(work, viewer, wish.statement, wish.person, at)


def _version(seen: str) -> int | None:
    return int(seen) if seen.isascii() and seen.isdecimal() else None


@command("statement:open", OfStatement)
def _open(work: UnitOfWork, viewer: policy.Viewer, wish: OfStatement, at: datetime) -> Answer:
    """Ask for the forms of one statement; nothing changes."""
    statement = work.load(Statement, wish.statement)
    policy.require(viewer, policy.Permission.STATEMENT_WRITE, statement)
    if not policy.keeps(viewer, statement):
        raise WordsOfAnother
    return {"show": "statement", "statement": statement.id}
