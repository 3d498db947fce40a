"""How safe it is now."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Command, Nothing, command
from conference.table.safety import use_cases as safety


class GiveNumber(Command):
    """`person` is left out by who answers for themselves; a missing number is asked for at its field."""

    person: str = Field(default="", max_length=40)
    score: str = Field(default="", max_length=10)
    why: str = Field(default="", max_length=2000)


@command("safety:give", GiveNumber)
def _give(work: UnitOfWork, viewer: policy.Viewer, wish: GiveNumber, at: datetime) -> None:
    safety.give(work, viewer, wish.person, wish.score, wish.why, at)


@command("safety:reveal", Nothing)
def _reveal(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    safety.reveal(work, viewer, at)
