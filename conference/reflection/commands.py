"""Development hours after a meeting: two taps."""

from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.hours.commands import Give
from conference.learning.hours.use_cases import NewHours
from conference.records.commands import Answer, command
from conference.reflection import hours


@command("hours:give", Give)
def _give(work: UnitOfWork, viewer: policy.Viewer, wish: Give, at: datetime) -> Answer:
    given = hours.after_meeting(work, viewer, NewHours(wish.minutes, wish.kind, wish.other), at)
    return {"minutes": given.minutes}
