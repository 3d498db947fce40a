"""The templates of guided sessions (*begeleide sessies*), read from `sessions.yaml`."""

from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from models.learning import GuidedSession


class StepKind(StrEnum):
    """What people do in a step. Cards written in silence stay with their writer until the reveal."""

    TALK = "talk"
    SILENCE = "silence"
    REVEAL = "reveal"
    GROUP = "group"
    CHOOSE = "choose"
    AGREE = "agree"
    BREAK = "break"


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Shape):
    """One step: its length in minutes and its instruction by language."""

    kind: StepKind
    minutes: int = Field(gt=0)
    say: dict[str, str]


class Template(_Shape):
    """A kind of session: what it is for, and its steps in order."""

    label: dict[str, str]
    about: dict[str, str]
    steps: tuple[Step, ...] = Field(min_length=1)

    @property
    def minutes(self) -> int:
        """How long it takes altogether."""
        return sum(step.minutes for step in self.steps)


@cache
def templates() -> dict[str, Template]:
    """Every template by its key. Raises ValidationError for a file that does not hold."""
    text = Path(__file__).with_name("templates.yaml").read_text(encoding="utf-8")
    return {key: Template.model_validate(found) for key, found in yaml.safe_load(text).items()}


def template_of(session: GuidedSession) -> Template:
    """The template of a session."""
    return templates()[session.template]


def step_of(session: GuidedSession) -> Step:
    """Where a session is now; in a template that became shorter the last step."""
    steps = template_of(session).steps
    return steps[min(session.step, len(steps) - 1)]
