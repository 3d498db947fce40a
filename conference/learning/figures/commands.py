"""Indicators: on, off, and the story beside the number."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.learning.figures import use_cases as indicators
from conference.records.commands import Command, Drawn, Key, Sender, command

Typed = Field(default="", max_length=8000)
Short = Field(default="", max_length=40)


class On(Command):
    key: str = Key
    question: str = Typed
    used_by: str = Typed
    decision: str = Typed
    baseline: str = Short
    baseline_on: str = Short


class Off(Command):
    key: str = Key


class Tell(Command):
    key: str = Key
    story: str = Typed
    what_we_do: str = Typed
    baseline: str = Short
    baseline_on: str = Short
    seen: Drawn = Field(max_length=64)


@command("indicator:on", On, Sender.LEARNER)
def _on(work: UnitOfWork, viewer: policy.Viewer, wish: On, at: datetime) -> None:
    given = wish.question, wish.used_by, wish.decision, wish.baseline, wish.baseline_on
    indicators.switch_on(work, viewer, indicators.NewIndicator(wish.key, *given), at)


@command("indicator:off", Off, Sender.LEARNER)
def _off(work: UnitOfWork, viewer: policy.Viewer, wish: Off, at: datetime) -> None:
    indicators.switch_off(work, viewer, wish.key, at)


@command("indicator:tell", Tell, Sender.LEARNER)
def _tell(work: UnitOfWork, viewer: policy.Viewer, wish: Tell, at: datetime) -> None:
    given = wish.story, wish.what_we_do, wish.baseline, wish.baseline_on, wish.seen
    story = indicators.Story(*given)
    indicators.tell(work, viewer, wish.key, story, at)
