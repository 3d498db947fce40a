"""The region profile (*regioprofiel*): the names and steps of one region, as data.

Ready-made profiles lie in `conference/profiles/`; a case follows the one it was opened with.
Sections marked `required` are the starred ones of domain paper 5.4 and cannot be left out.
"""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from conference.core.dates import months_after
from models.enums import HourKind, LegalBasis, LegalFrame, Relation, Role, Sees

PROFILES = Path(__file__).with_name("profiles")
NEUTRAL = "neutraal"
#: How a file says that a region did not decide yet.
UNDECIDED = ("nog niet besloten", "not decided yet")
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
#: Lists of entries with a key, in the order in which people read them.
KEYED = (
    "phases",
    "sections",
    "parts",
    "meetings",
    "life_areas",
    "hats",
    "reserved_acts",
    "prompts",
    "access",
)
#: What a region may leave *nog niet besloten*: the neutral profile's value holds until it decides.
CAN_WAIT = frozenset(
    {"max_people", "house_rules", "roles", "life_areas", "relations"}
    | {"correction_days", "prompts", "minimum_group", "cycle_days", "keep_case_months", "keep_note_months"}
)
Label = Annotated[dict[str, str], Field(min_length=1)]


def _fault(kind: str, sentence: Any, *, keys: Set[Any], what: str = "") -> PydanticCustomError:
    named = ", ".join(sorted(map(str, keys)))
    return PydanticCustomError(kind, sentence, {"keys": named, "what": what})


class Strict(BaseModel):
    """Unknown keys are refused, so that a typing error in a profile does not pass for a choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phase(Strict):
    """A phase of the work with a family; `plan` is what its plan is called, else it is called after the phase."""

    key: str
    label: Label
    short: Label
    plan: Label | None = None

    @property
    def plan_name(self) -> dict[str, str]:
        """What the plan of this phase is called."""
        return self.plan or self.label


class Block(StrEnum):
    """What a part can put on the table besides sections of the analysis."""

    WELCOME = "welcome"  # spelregels en wie ziet wat
    LOOKING_BACK = "looking_back"  # vorige keer: oude afspraken
    FACTS = "facts"  # wat weten we zeker, wat denken of vinden we
    MAP = "map"  # wat speelt mee en hoe hangt het samen
    SAFETY = "safety"  # veiligheidscijfers
    RISKS = "risks"  # de drie grootste zorgen (Top 3)
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
    """An act that the law leaves to some hats only (*voorbehouden handeling*), with the article it stands in.

    `grounds`: the reasons in the law it can have; `frames`: under which legal frames it exists. Empty: any.
    """

    key: str
    label: Label
    hats: tuple[str, ...]
    law: str
    grounds: tuple[LegalBasis, ...] = ()
    frames: tuple[LegalFrame, ...] = ()


class Preset(Strict):
    """What a region usually lets somebody like this see (*voorkeuze*): an offer of the form, never a rule.

    `parts` and `areas` are parts of a meeting and fields of life, on top of their own part.
    """

    key: str
    label: Label
    purpose: Label | None = None
    sees: Sees
    parts: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    months: int = Field(default=0, ge=0, le=24)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked in the form."""
        return (*(f"part:{key}" for key in self.parts), *(f"area:{key}" for key in self.areas))

    def last_day(self, today: date) -> date:
        """The last day of somebody who begins today."""
        return months_after(today, self.months)


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


class Asked(StrEnum):
    """What is asked before a meeting closes; passing it over takes a reason that the family can read."""

    OWN_WORDS = "own_words"  # eigen woorden van ieder van het gezin
    SAFETY = "safety"  # hoe veilig het nu is
    EXPLANATION = "explanation"  # wij denken dit
    OTHER_EXPLANATION = "other_explanation"  # wat zou het nog meer kunnen zijn
    MEANING = "meaning"  # wat dit betekent voor elk kind
    PROTECTION = "protection"  # iets wat helpt of beschermt


class MeetingKind(Strict):
    """A kind of meeting. `family` = the family is invited, and leaving them out needs a reason (MT-05).

    `asks` is what is asked before it closes.
    """

    key: str
    label: Label
    family: bool
    parts: tuple[PlannedPart, ...]
    wanted: tuple[Role, ...] = ()
    asks: tuple[Asked, ...] = tuple(Asked)


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
    access: tuple[Preset, ...] = ()
    correction_days: int = Field(default=2, ge=1, le=30)
    prompts: tuple[Prompt, ...] = ()
    minimum_group: int = Field(default=5, ge=3, le=50)
    cycle_days: int = Field(default=28, ge=7, le=90)
    #: *Bewaartermijnen*: of a family after its last meeting (the 20 years of the Dutch Youth Act), and of a note.
    keep_case_months: int = Field(default=240, ge=1, le=1200)
    keep_note_months: int = Field(default=24, ge=1, le=240)
    action_lines: tuple[ActionLine, ...] = ()
    undecided: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        sections = {section.key for section in self.sections}
        parts, hats = {part.key for part in self.parts}, {hat.key for hat in self.hats}
        phases = {phase.key for phase in self.phases}
        if not self.phases:
            raise _fault("left_out", "a profile cannot leave out: {keys}", keys={"phases"})
        if missing := REQUIRED_SECTIONS - sections:
            raise _fault("left_out", "a profile cannot leave out: {keys}", keys=missing)
        if unnamed := set(Role) - set(self.roles):
            raise _fault("left_out", "a profile names every role; missing: {keys}", keys=unnamed)
        for what, named, known in (
            *((f"parts.{part.key}", set(part.sections), sections) for part in self.parts),
            *((f"reserved_acts.{act.key}", set(act.hats), hats) for act in self.reserved_acts),
            *((f"access.{one.key}", set(one.parts), parts) for one in self.access),
            *(
                (f"access.{one.key}", set(one.areas), {area.key for area in self.life_areas})
                for one in self.access
            ),
            ("sections", {section.plan for section in self.sections if section.plan}, phases),
            *(
                (f"meetings.{one.key}", {planned.key for planned in one.parts}, parts)
                for one in self.meetings
            ),
        ):
            if unknown := named - known:
                raise _fault("not_there", "{what} names what is not there: {keys}", what=what, keys=unknown)
        for kinds in KEYED:
            keys = [one.key for one in getattr(self, kinds)]
            if twice := {key for key in keys if keys.count(key) > 1}:
                raise _fault("twice", "{what} has twice: {keys}", what=kinds, keys=twice)
        paid = [kind for line in self.action_lines for kind in line.kinds]
        if twice := {kind for kind in paid if paid.count(kind) > 1}:
            raise _fault("twice", "{what} has twice: {keys}", what="action_lines", keys=twice)
        if strange := set(self.undecided) - CAN_WAIT:
            raise _fault("must_be_decided", "this cannot wait for a decision: {keys}", keys=strange)
        return self

    def part(self, key: str) -> PartKind:
        """The part with this key; one that a region dropped since keeps its place without sections."""
        dropped = PartKind(key=key, label={"nl": key}, lead={"nl": ""})
        return next((part for part in self.parts if part.key == key), dropped)

    def section(self, key: str) -> SectionKind:
        """The section with this key."""
        return next(section for section in self.sections if section.key == key)

    def places(self, chosen: Iterable[str]) -> set[str]:
        """Where the records stand of what was chosen for somebody (`part:KEY`, `area:KEY`), as the gate knows them."""
        wanted = set(chosen)
        found = {one for one in wanted if one.startswith("area:")}
        for part in self.parts:
            if f"part:{part.key}" in wanted:
                found |= {f"section:{key}" for key in part.sections}
                found |= {f"block:{block}" for block in part.blocks}
        return found

    def prompt(self, role: str) -> Prompt:
        """The question for a role: its own, else one for everybody."""
        own = next((prompt for prompt in self.prompts if role in prompt.roles), None)
        general = next((prompt for prompt in self.prompts if not prompt.roles), None)
        return own or general or ANY_PROMPT

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


def read(given: object) -> Profile:
    """A profile as a file tells it. Raises pydantic's ValidationError, which names every key that is wrong.

    `based_on` names a ready-made profile from which it differs; `nog niet besloten` stands for a value to come.
    """
    if not isinstance(given, dict):
        return Profile.model_validate(given)
    told = dict(given)
    base = told.pop("based_on", None)
    if base is not None:
        if base not in ready_made():
            raise ValidationError.from_exception_data(
                "Profile",
                [
                    {
                        "type": _fault("not_there", "{what}: {keys}", what="based_on", keys={base}),
                        "input": None,
                    }
                ],
            )
        told = merged(_file(str(base)), told)
    waiting = [key for key, value in told.items() if value in UNDECIDED]
    known = told.get("undecided") or []
    if waiting and isinstance(known, list):
        neutral = _file(NEUTRAL)
        told = {key: value for key, value in told.items() if key not in waiting}
        told |= {key: neutral[key] for key in waiting if key in neutral}
        told["undecided"] = sorted({*known, *waiting})
    return Profile.model_validate(told)


def merged(base: Any, over: Any) -> Any:
    """What differs laid over a base: names one by one, entries by their key; any other list takes the whole place."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {
            **base,
            **{key: merged(base[key], value) if key in base else value for key, value in over.items()},
        }
    if not (_keyed(base) and _keyed(over)) or "minutes" in base[0]:
        return over
    told = {one["key"]: one for one in over}
    mine = [merged(one, told.pop(one["key"], {})) for one in base]
    return mine + list(told.values())


def _keyed(entries: Any) -> bool:
    return (
        isinstance(entries, list)
        and bool(entries)
        and all(isinstance(one, dict) and "key" in one for one in entries)
    )


def fitting(presets: Sequence[Mapping[str, Any]], told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Presets without the parts and fields of life that a profile (as a file tells it) has not: they only help fill in
    a form, so they follow what a region drops. One of which nothing chosen is left lets see their own part.
    """
    return [_fitting(one, told) for one in presets]


def _fitting(preset: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: [key for key in preset[name] if key in {one["key"] for one in told[there]}]
        for name, there in (("parts", "parts"), ("areas", "life_areas"))
    }
    nothing = preset["sees"] == Sees.CHOSEN and not any(kept.values())
    return {**preset, **kept, "sees": Sees.OWN_PART.value if nothing else preset["sees"]}


def told(settings: Profile) -> dict[str, Any]:
    """A whole profile as a file tells it, to be read again."""
    written = settings.model_dump(mode="json", exclude_defaults=True)
    written.pop("undecided", None)
    return {**written, **dict.fromkeys(settings.undecided, UNDECIDED[0])}


def ready_made() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.stem for path in PROFILES.glob("*.yaml"))


def load_file(slug: str) -> Profile:
    """A ready-made profile. Raises pydantic's ValidationError when the file is wrong."""
    return read(_file(slug))


@lru_cache(maxsize=16)
def _file(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((PROFILES / f"{slug}.yaml").read_text(encoding="utf-8"))
    base = found.pop("based_on", None)
    return found if base is None else cast(dict[str, Any], merged(_file(base), found))


@lru_cache(maxsize=64)
def _parse(settings: str) -> Profile:
    """A stored profile. What it was kept without (an older program did not know it) is as in the neutral one."""
    own, neutral = json.loads(settings), load_file(NEUTRAL).model_dump(mode="json")
    for key in own.get("undecided", ()):
        own.pop(key, None)
    if "access" not in own:
        own["access"] = fitting(
            neutral["access"], own | {key: neutral[key] for key in neutral if key not in own}
        )
    acts = {one["key"]: one for one in neutral["reserved_acts"]}
    for one in own.get("reserved_acts", ()):
        for name in ("grounds", "frames"):
            one.setdefault(name, acts.get(one["key"], {}).get(name, []))
    for names in ("relations", "roles"):
        own[names] = neutral[names] | own.get(names, {})
    try:
        return Profile.model_validate(neutral | own)
    except ValidationError:  # its own hats do not fit the neutral reserved acts, for instance
        return Profile.model_validate(own)


def of(settings: dict[str, object]) -> Profile:
    """The profile kept in a `RegionProfile` row."""
    return _parse(json.dumps(settings, sort_keys=True))
