"""Shared texts: a whole text from a browser without script, and words that have to go."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records import restoring, scrub, texts
from conference.records.commands import Answer, Command, Key, NoWords, command
from models.errors.validation import ChoiceUnknown


class RewriteText(Command):
    """A whole text from a form, for a browser without script; `sure` once they were asked about much that goes."""

    text: str = Key
    seen: str = Key
    words: str = Field(max_length=40_000)
    sure: Literal["", "1"] = ""


@command("text:rewrite", RewriteText)
def _rewrite(work: UnitOfWork, viewer: policy.Viewer, wish: RewriteText, at: datetime) -> None:
    if not wish.seen.isdecimal():
        raise ChoiceUnknown("seen")
    texts.rewrite(work, viewer, wish.text, wish.words, int(wish.seen), at, bool(wish.sure))


class RestoreText(Command):
    """An earlier version whose words come back."""

    text: str = Key
    version: str = Key


@command("text:restore", RestoreText)
def _restore(work: UnitOfWork, viewer: policy.Viewer, wish: RestoreText, at: datetime) -> None:
    if not wish.version.isdecimal():
        raise ChoiceUnknown("version")
    restoring.restore(work, viewer, wish.text, int(wish.version), at)


class ScrubText(Command):
    """Words that were a slip, exactly as they stood in this text, now or before."""

    text: str = Key
    slip: Annotated[str, NoWords()] = Field(max_length=2_000)  # it may be a number that has to go


@command("text:scrub", ScrubText)
def _scrub(work: UnitOfWork, viewer: policy.Viewer, wish: ScrubText, at: datetime) -> Answer:
    done = scrub.scrub(work, viewer, wish.text, wish.slip, at)
    return {"units": done.units, "left": done.left, "in_report": done.in_report}
