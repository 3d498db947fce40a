"""Share the report, correct it, fix it, open it again."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Command, Key, command
from conference.report import use_cases as reports


class OfReport(Command):
    report: str = Key


class Correct(Command):
    """`item` is the id of an item in the report, or empty for the whole."""

    report: str = Key
    item: str = Field(default="", max_length=60)
    words: str = Field(max_length=reports.WORDS_LENGTH)


class Withdraw(Command):
    correction: str = Key


class Reopen(Command):
    report: str = Key
    why: str = Field(max_length=reports.WHY_LENGTH)


@command("report:share", OfReport)
def _share(work: UnitOfWork, viewer: policy.Viewer, wish: OfReport, at: datetime) -> None:
    reports.share(work, viewer, wish.report, at)


@command("report:correct", Correct)
def _correct(work: UnitOfWork, viewer: policy.Viewer, wish: Correct, at: datetime) -> None:
    reports.correct(work, viewer, wish.report, wish.item, wish.words, at)


@command("report:withdraw", Withdraw)
def _withdraw(work: UnitOfWork, viewer: policy.Viewer, wish: Withdraw, at: datetime) -> None:
    reports.withdraw(work, viewer, wish.correction, at)


@command("report:freeze", OfReport)
def _freeze(work: UnitOfWork, viewer: policy.Viewer, wish: OfReport, at: datetime) -> None:
    reports.freeze(work, viewer, wish.report, at)


@command("report:reopen", Reopen)
def _reopen(work: UnitOfWork, viewer: policy.Viewer, wish: Reopen, at: datetime) -> None:
    reports.reopen(work, viewer, wish.report, wish.why, at)
