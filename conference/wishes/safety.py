"""How safe it is now."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import safety
from conference.wishes.registry import Nothing, Wish, command
from conference.work import Work


class GiveNumber(Wish):
    """`person` is left out by who answers for themselves; a missing number is asked for at its field."""

    person: str = Field(default="", max_length=40)
    score: str = Field(default="", max_length=10)
    why: str = Field(default="", max_length=2000)


@command("safety:give", GiveNumber)
def _give(work: Work, viewer: policy.Viewer, wish: GiveNumber, at: datetime) -> None:
    safety.give(work, viewer, wish.person, wish.score, wish.why, at)


@command("safety:reveal", Nothing)
def _reveal(work: Work, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    safety.reveal(work, viewer, at)
