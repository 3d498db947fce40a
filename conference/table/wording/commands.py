"""Proposing other words for somebody's words, and answering that."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, command
from conference.table.wording import use_cases as wording


class Propose(Command):
    """`seen` is the version of the words that stood on the screen; empty for the newest."""

    text: str = Key
    words: str = Field(max_length=4000)
    seen: str = Field(default="", max_length=10)


class AnswerProposal(Command):
    """`why` only counts with declining, which asks it."""

    proposal: str = Key
    state: str = Key
    why: str = Field(default="", max_length=2000)


class OfProposal(Command):
    proposal: str = Key


@command("words:propose", Propose)
def _propose(work: UnitOfWork, viewer: policy.Viewer, wish: Propose, at: datetime) -> Answer:
    seen = int(wish.seen) if wish.seen.isascii() and wish.seen.isdecimal() else None
    return {"proposal": wording.propose(work, viewer, wish.text, wish.words, seen, at).id}


@command("proposal:answer", AnswerProposal)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerProposal, at: datetime) -> None:
    wording.answer(work, viewer, wish.proposal, wish.state, wish.why, at)


@command("proposal:withdraw", OfProposal)
def _withdraw(work: UnitOfWork, viewer: policy.Viewer, wish: OfProposal, at: datetime) -> None:
    wording.withdraw(work, viewer, wish.proposal, at)
