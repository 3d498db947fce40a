"""Reports for the boards."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.figures import board_reports
from conference.records.commands import Answer, Command, Sender, command

Typed = Field(default="", max_length=12_000)


class Make(Command):
    title: str = Field(default="", max_length=1000)
    period: str = Field(default="", max_length=40)
    blocks: list[str] = Field(default_factory=list, max_length=10)
    intro: str = Typed
    indicators: str = Typed
    themes: str = Typed
    obstacles: str = Typed
    cycles: str = Typed
    closing: str = Typed


@command("board_report:make", Make, Sender.LEARNER)
def _make(work: UnitOfWork, viewer: policy.Viewer, wish: Make, at: datetime) -> Answer:
    texts = {name: getattr(wish, name) for name in ("intro", *board_reports.BLOCKS, "closing")}
    told = board_reports.NewReport(wish.title, wish.period, tuple(wish.blocks), texts)
    return {"board_report": board_reports.make(work, viewer, told, at).id}
