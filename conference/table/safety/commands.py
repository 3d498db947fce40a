"""How safe it is now."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Command, Nothing, command
from conference.table.safety import use_cases as safety


class GiveNumber(Command):
    """`person` is left out by who answers for themselves; a missing number is asked for at its field.

    `on_screen` is `yes` for who wants it on the wall: no answer means the safer one. `none`: they give none.
    """

    person: str = Field(default="", max_length=40)
    score: str = Field(default="", max_length=10)
    why: str = Field(default="", max_length=2000)
    on_screen: str = Field(default="", max_length=3)
    none: str = Field(default="", max_length=3)


@command("safety:give", GiveNumber)
def _give(work: UnitOfWork, viewer: policy.Viewer, wish: GiveNumber, at: datetime) -> None:
    off_screen, none = wish.on_screen != "yes", wish.none == "yes"
    safety.give(work, viewer, wish.person, wish.score, wish.why, at, off_screen=off_screen, none=none)


@command("safety:reveal", Nothing)
def _reveal(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    safety.reveal(work, viewer, at)
