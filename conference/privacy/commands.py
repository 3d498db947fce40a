"""Requests to see one's data, asked and answered; and what the privacy officer has seen."""

from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.privacy import use_cases as privacy
from conference.records.commands import Answer, Command, Key, Nothing, Sender, Typed, command


class AnswerRequest(Command):
    request: str = Key
    outcome: str = Typed
    answer: str = Typed


class Longer(Command):
    request: str = Key
    reason: str = Typed


@command("request:ask", Nothing, Sender.TABLE, Sender.CASE, on_wire=False)
def _ask(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> Answer:
    return {"request": privacy.ask(work, viewer, at).id}


@command("request:answer", AnswerRequest, Sender.OFFICER)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerRequest, at: datetime) -> None:
    privacy.answer(work, viewer, wish.request, wish.outcome, wish.answer, at)


@command("request:longer", Longer, Sender.OFFICER)
def _longer(work: UnitOfWork, viewer: policy.Viewer, wish: Longer, at: datetime) -> None:
    privacy.longer(work, viewer, wish.request, wish.reason, at)


@command("tries:seen", Nothing, Sender.OFFICER)
def _seen(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    privacy.seen(work, viewer, at)
