"""Ask to erase a family, answer that, and hold what must be kept."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.erasure import use_cases as erasing
from conference.records.commands import Answer, Command, Key, Sender, command
from models.enums import ErasureGround
from models.errors.validation import ChoiceUnknown


class AskErasure(Command):
    """`person`: who it is about; nobody for the whole family."""

    ground: str = ""
    reason: str = ""
    person: str = Field(default="", max_length=40)


class AskOwn(Command):
    reason: str = ""


class AnswerErasure(Command):
    """`answer` is `approve`, `refuse` or `withdraw`; `why` belongs to a no."""

    erasure: str = Key
    answer: str
    why: str = ""


class SetHold(Command):
    hold_reason: str = ""
    until: str = ""


class EndHold(Command):
    hold: str = Key


@command("erasure:ask", AskErasure, Sender.CASE)
def _ask(work: UnitOfWork, viewer: policy.Viewer, wish: AskErasure, at: datetime) -> None:
    erasing.ask(work, viewer, erasing.Wish(wish.ground, wish.reason, wish.person), at)


@command("erasure:own", AskOwn, Sender.CASE, Sender.TABLE, on_wire=False)
def _own(work: UnitOfWork, viewer: policy.Viewer, wish: AskOwn, at: datetime) -> None:
    """Whoever sits at a table, or works with a family, asks for themselves."""
    erasing.ask(work, viewer, erasing.Wish(ErasureGround.ASKED, wish.reason, str(viewer.person_id)), at)


@command("erasure:answer", AnswerErasure, Sender.CASE)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerErasure, at: datetime) -> Answer:
    """What was approved the page carries out, after this deed is committed."""
    match wish.answer:
        case "approve":
            return {"approved": erasing.approve(work, viewer, wish.erasure, at).id}
        case "refuse":
            erasing.refuse(work, viewer, wish.erasure, wish.why, at)
        case "withdraw":
            erasing.withdraw(work, viewer, wish.erasure, at)
        case _:
            raise ChoiceUnknown("answer")
    return {}


@command("hold:set", SetHold, Sender.CASE)
def _hold(work: UnitOfWork, viewer: policy.Viewer, wish: SetHold, at: datetime) -> None:
    erasing.hold(work, viewer, wish.hold_reason, wish.until, at)


@command("hold:end", EndHold, Sender.CASE)
def _end_hold(work: UnitOfWork, viewer: policy.Viewer, wish: EndHold, at: datetime) -> None:
    erasing.end_hold(work, viewer, wish.hold, at)
