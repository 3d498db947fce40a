"""How a region calls things."""

from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.terms import use_cases as terms
from conference.records.commands import Command, Sender, command


class Keep(Command):
    """Without words the term goes. `seen` is what stood on the writer's screen."""

    term: str = ""
    plain: str = ""
    seen: str = ""


@command("term:keep", Keep, Sender.LEARNER)
def _keep(work: UnitOfWork, viewer: policy.Viewer, wish: Keep, at: datetime) -> None:
    terms.keep(work, viewer, wish.term, wish.plain, wish.seen, at)
