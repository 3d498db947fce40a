"""Development hours: two taps after a meeting or a session."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.hours import use_cases as hours
from conference.records.commands import Answer, Command, Sender, command


class Give(Command):
    """Minutes among the choices or in `other`, and what they went into."""

    minutes: str = Field(default="", max_length=10)
    other: str = Field(default="", max_length=10)
    kind: str = Field(max_length=40)


class GiveLearning(Give):
    """`session`: the guided session they are of; left out for other work of today."""

    session: str = Field(default="", max_length=40)


@command("hours:give", GiveLearning, Sender.LEARNER)
def _give_learning(work: UnitOfWork, viewer: policy.Viewer, wish: GiveLearning, at: datetime) -> Answer:
    told = hours.NewHours(wish.minutes, wish.kind, wish.other)
    if wish.session:
        given = hours.after_session(work, viewer, wish.session, told, at)
    else:
        given = hours.after_learning(work, viewer, told, at)
    return {"minutes": given.minutes}
