"""Shared texts, for a browser without script."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records import texts
from conference.records.commands import Command, Key, command
from models.errors.validation import ChoiceUnknown


class RewriteText(Command):
    """A whole text from a form, for a browser without script."""

    text: str = Key
    seen: str = Key
    words: str = Field(max_length=40_000)


@command("text:rewrite", RewriteText)
def _rewrite(work: UnitOfWork, viewer: policy.Viewer, wish: RewriteText, at: datetime) -> None:
    if not wish.seen.isdecimal():
        raise ChoiceUnknown("seen")
    texts.rewrite(work, viewer, wish.text, wish.words, int(wish.seen), at)
