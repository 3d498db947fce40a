"""Development hours: two taps after a meeting or a session."""

from datetime import datetime

from pydantic import Field

from conference import policy
from conference.deeds import hours
from conference.wishes.registry import LEARNING_COMMANDS, Answer, Wish, command
from conference.work import Work


class Give(Wish):
    """Minutes among the choices or in `other`, and what they went into."""

    minutes: str = Field(default="", max_length=10)
    other: str = Field(default="", max_length=10)
    kind: str = Field(max_length=40)


@command("hours:give", Give)
def _give(work: Work, viewer: policy.Viewer, wish: Give, at: datetime) -> Answer:
    given = hours.after_meeting(work, viewer, hours.NewHours(wish.minutes, wish.kind, wish.other), at)
    return {"minutes": given.minutes}


@command("hours:give", Give, LEARNING_COMMANDS)
def _give_learning(work: Work, viewer: policy.Viewer, wish: Give, at: datetime) -> Answer:
    given = hours.after_learning(work, viewer, hours.NewHours(wish.minutes, wish.kind, wish.other), at)
    return {"minutes": given.minutes}
