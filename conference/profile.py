"""The region profile (*regioprofiel*): the names and steps of one region, as data.

Ready-made profiles lie in `conference/profiles/`; a case follows the one it was opened with.
Sections marked `required` are the starred ones of domain paper 5.4 and cannot be left out.
"""

import json
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.words import HourKind, Relation, Role

PROFILES = Path(__file__).with_name("profiles")
REQUIRED_SECTIONS = frozenset(
    {
        "our_story",
        "what_goes_well",
        "factors",
        "links",
        "explanation",
        "alternative_explanation",
        "differences_of_view",
        "safety_now",
        "accepted_by",
    }
)
Label = Annotated[dict[str, str], Field(min_length=1)]


class Strict(BaseModel):
    """Unknown keys are refused, so that a typing error in a profile does not pass for a choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phase(Strict):
    key: str
    label: Label
    short: Label


class Block(StrEnum):
    """What a part can put on the table besides sections of the analysis."""

    WELCOME = "welcome"  # spelregels en wie ziet wat
    LOOKING_BACK = "looking_back"  # vorige keer: oude afspraken
    FACTS = "facts"  # wat weten we zeker, wat denken of vinden we
    MAP = "map"  # wat speelt mee en hoe hangt het samen
    SAFETY = "safety"  # veiligheidscijfers
    PLAN = "plan"  # veiligheidsplan en doelen per fase
    DECISIONS = "decisions"  # besluiten
    ACTIONS = "actions"  # actielijst
    CHECK_OUT = "check_out"  # afsluiten


class SectionKind(Strict):
    """A section of the analysis: `own_words` holds one block for each family member, the others one shared text.

    Where its `block` stands on the table, the section is not written as a text any more. One of the `opening` is
    about the meeting itself, and no part of the analysis. One with a `plan` belongs to the plan of that phase.
    """

    key: str
    label: Label
    hint: Label
    required: bool = False
    own_words: bool = False
    block: Block | None = None
    opening: bool = False
    plan: str | None = None


class PartKind(Strict):
    """A part of a meeting: what it is called, what it says to the family, and what it puts on the table."""

    key: str
    label: Label
    lead: Label
    sections: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def again(self) -> bool:
        """Whether it is about the meeting before, so that a first one has no such part."""
        return Block.LOOKING_BACK in self.blocks


class LifeArea(Strict):
    """A field of life (*leefgebied*) that the analysis looks at."""

    key: str
    label: Label


class Hat(Strict):
    """In which capacity somebody acts (*pet*)."""

    key: str
    label: Label


class ReservedAct(Strict):
    """An act that the law leaves to some hats only (*voorbehouden handeling*), with the article it stands in."""

    key: str
    label: Label
    hats: tuple[str, ...]
    law: str


class ActionLine(Strict):
    """A line of the programme (*actielijn*) for which hours are paid, with the kinds of hours that belong to it."""

    key: str
    label: Label
    kinds: tuple[HourKind, ...]


class Prompt(Strict):
    """A question to reflect on, for some roles; without roles for everybody."""

    key: str
    label: Label
    roles: tuple[Role, ...] = ()


#: What is asked where a region decided on no question yet.
ANY_PROMPT = Prompt(
    key="remember", label={"nl": "Wat wilt u onthouden?", "en": "What do you want to remember?"}
)


class PlannedPart(Strict):
    key: str
    minutes: int = Field(ge=1, le=240)


class MeetingKind(Strict):
    """A kind of meeting. `family` = the family is invited, and leaving them out needs a reason (MT-05)."""

    key: str
    label: Label
    family: bool
    parts: tuple[PlannedPart, ...]
    wanted: tuple[Role, ...] = ()


class Profile(Strict):
    """One region's way of working."""

    slug: str
    name: str
    max_people: int = Field(ge=3, le=60)
    house_rules: dict[str, tuple[str, ...]]
    roles: dict[Role, Label]
    phases: tuple[Phase, ...]
    sections: tuple[SectionKind, ...]
    parts: tuple[PartKind, ...]
    meetings: tuple[MeetingKind, ...]
    life_areas: tuple[LifeArea, ...] = ()
    relations: dict[Relation, Label] = {}
    hats: tuple[Hat, ...] = ()
    reserved_acts: tuple[ReservedAct, ...] = ()
    correction_days: int = Field(default=2, ge=1, le=30)
    prompts: tuple[Prompt, ...] = ()
    minimum_group: int = Field(default=5, ge=3, le=50)
    cycle_days: int = Field(default=28, ge=7, le=90)
    action_lines: tuple[ActionLine, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        missing = REQUIRED_SECTIONS - {section.key for section in self.sections}
        if missing:
            raise ValueError(f"a profile cannot leave out: {', '.join(sorted(missing))}")
        if unnamed := set(Role) - set(self.roles):
            raise ValueError(f"a profile names every role; missing: {', '.join(sorted(unnamed))}")
        known = {section.key for section in self.sections}
        for part in self.parts:
            if unknown := set(part.sections) - known:
                raise ValueError(f"part {part.key} names unknown sections: {', '.join(sorted(unknown))}")
        hats = {hat.key for hat in self.hats}
        for act in self.reserved_acts:
            if unknown := set(act.hats) - hats:
                raise ValueError(f"reserved act {act.key} names unknown hats: {', '.join(sorted(unknown))}")
        phases = {phase.key for phase in self.phases}
        if unknown := {section.plan for section in self.sections if section.plan} - phases:
            raise ValueError(f"sections belong to plans of unknown phases: {', '.join(sorted(unknown))}")
        paid = [kind for line in self.action_lines for kind in line.kinds]
        if len(paid) != len(set(paid)):
            raise ValueError("a kind of hours belongs to one action line only")
        parts = {part.key for part in self.parts}
        for meeting in self.meetings:
            if unknown := {planned.key for planned in meeting.parts} - parts:
                raise ValueError(f"meeting {meeting.key} names unknown parts: {', '.join(sorted(unknown))}")
        return self

    def part(self, key: str) -> PartKind:
        """The part with this key; one that a region dropped since keeps its place without sections."""
        dropped = PartKind(key=key, label={"nl": key}, lead={"nl": ""})
        return next((part for part in self.parts if part.key == key), dropped)

    def section(self, key: str) -> SectionKind:
        """The section with this key."""
        return next(section for section in self.sections if section.key == key)

    def prompt(self, role: str) -> Prompt:
        """The question for a role: its own, else one for everybody."""
        own = next((prompt for prompt in self.prompts if role in prompt.roles), None)
        general = next((prompt for prompt in self.prompts if not prompt.roles), None)
        return (
            own
            or general
            or Prompt(
                key="free", label={"nl": "Wat wilt u onthouden?", "en": "What do you want to remember?"}
            )
        )

    def action_line(self, kind: HourKind) -> str:
        """The key of the action line that pays this kind of hours; empty when no line does."""
        return next((line.key for line in self.action_lines if kind in line.kinds), "")

    def meeting(self, key: str) -> MeetingKind | None:
        """The kind of meeting with this key, or None."""
        return next((meeting for meeting in self.meetings if meeting.key == key), None)

    def phase(self, key: str) -> Phase:
        """The phase with this key; the first one when a region dropped it."""
        return next((phase for phase in self.phases if phase.key == key), self.phases[0])


def say(label: dict[str, str], language: str) -> str:
    """A label in the reader's language, else in Dutch."""
    return label.get(language) or label["nl"]


def load_file(slug: str) -> Profile:
    """A ready-made profile. Raises pydantic's ValidationError when the file is wrong."""
    return Profile.model_validate(yaml.safe_load((PROFILES / f"{slug}.yaml").read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def _parse(settings: str) -> Profile:
    return Profile.model_validate_json(settings)


def of(settings: dict[str, object]) -> Profile:
    """The profile kept in a `RegionProfile` row."""
    return _parse(json.dumps(settings, sort_keys=True))
