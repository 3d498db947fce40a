"""Reading in an emergency: ask, answer, end, look back."""

from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.emergency import use_cases as emergencies
from conference.records.commands import Answer, Command, Key, Nothing, Sender, Typed, command
from models.errors.base import NotFound
from models.errors.validation import ChoiceUnknown


class AskEmergency(Command):
    category: str = Typed
    reason: str = Typed


class AnswerEmergency(Command):
    """`said` is yes, no, or stop for what is open; `answer` belongs to a no."""

    emergency: str = Key
    said: str = Typed
    answer: str = Typed


class ReviewEmergency(Command):
    emergency: str = Key
    justified: str = Typed
    review: str = Typed


@command("emergency:ask", AskEmergency, Sender.CASE)
def _ask(work: UnitOfWork, viewer: policy.Viewer, wish: AskEmergency, at: datetime) -> Answer:
    return {"emergency": emergencies.ask(work, viewer, wish.category, wish.reason, at).id}


@command("emergency:answer", AnswerEmergency, Sender.CASE, Sender.OFFICER)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerEmergency, at: datetime) -> None:
    match wish.said:
        case "yes" | "no":
            emergencies.answer(work, viewer, wish.emergency, wish.said == "yes", wish.answer, at)
        case "stop":
            emergencies.close(work, viewer, wish.emergency, at)
        case _:
            raise ChoiceUnknown("said")


@command("emergency:close", Nothing, Sender.EMERGENCY)
def _close(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    if viewer.opening is None:
        raise NotFound
    emergencies.close(work, viewer, viewer.opening.id, at)


@command("emergency:review", ReviewEmergency, Sender.OFFICER)
def _review(work: UnitOfWork, viewer: policy.Viewer, wish: ReviewEmergency, at: datetime) -> None:
    if wish.justified not in ("yes", "no"):
        raise ChoiceUnknown("justified")
    emergencies.review(work, viewer, wish.emergency, wish.justified == "yes", wish.review, at)
