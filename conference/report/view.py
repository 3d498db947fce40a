"""A report as its templates read it: one reader's document, with names and words instead of ids and codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext

from conference.access.kinds import Item
from conference.core import rendering
from conference.core.diagram import drawing, loops
from conference.records import labels
from conference.region.profile import say
from conference.report.reading import Document, items
from models.enums import FAMILY, MEASURES, DecisionRule, LegalFrame, ReportState, Role
from models.people import Named

#: Agreements that still have to be done.
GOING_ON = ("planned", "started", "waiting")


def state_label(state: str) -> str:
    """Where a report is in its life, in words."""
    return str(gettext(labels.REPORT_STATES[ReportState(state)].label))


@dataclass(frozen=True)
class Somebody(Named):
    """A person as a report names them."""

    id: str
    name: str
    role: Role
    role_words: str
    organisation: str
    hat: str = ""
    mandate: str = ""


@dataclass(frozen=True)
class Frame:
    """The legal frame as a report names it; `since` in words, empty when nobody said."""

    label: str
    measure: bool
    since: str
    words: str


class ReportView:
    """One reader's document in one language. Knows nothing that is not in the document."""

    def __init__(self, document: Document, language: str) -> None:
        self.document, self.language = document, language
        self.people = {
            one["id"]: Somebody(
                one["id"],
                one["name"],
                Role(one["role"]),
                one["role_words"],
                one["organisation"],
                one.get("hat", ""),
                one.get("mandate", ""),
            )
            for one in document["people"]
        }

    # --- names and words

    def of(self, kind: str) -> list[Item]:
        """The items of a kind."""
        return items(self.document, kind)

    def item(self, key: str) -> Item | None:
        """One item by its id."""
        return self._by_id.get(key)

    def proposals(self, item_id: str | None) -> list[Item]:
        """Other words for an item, that the owner of its words put beside them."""
        return [one for one in self.of("proposal") if one["about"] == item_id]

    def first(self, person_id: str | None) -> str:
        """The first name of somebody; nothing for nobody."""
        person = self.people.get(person_id or "")
        return person.first_name if person else ""

    def names(self, ids: Sequence[str]) -> str:
        """First names in a row."""
        return ", ".join(self.first(one) for one in ids)

    def via(self, entry: dict[str, Any]) -> str:
        """Who passed an answer on for somebody; nothing when they gave it themselves."""
        return self.first(entry["given_by"]) if entry["given_by"] != entry["person"] else ""

    def label(self, what: str, code: str | None) -> str:
        """A code in words."""
        return str(gettext(labels.IN_REPORT[what][code].in_report)) if code else ""

    def region(self, what: str, key: str) -> str:
        """A word of the region as it was that day."""
        label = self.document["labels"][what].get(key)
        return say(label, self.language) if label else key

    def region_label(self, label: dict[str, str]) -> str:
        """A label that stands in the report itself."""
        return say(label, self.language)

    def hat(self, person_id: str | None) -> str:
        """In which capacity somebody was there, in the words of the region of that day; empty for none."""
        person = self.people.get(person_id or "")
        return self.region("hats", person.hat) if person and person.hat else ""

    @property
    def frame(self) -> Frame | None:
        """Voluntary or with a measure, as it stood then; nothing in a report of before, or for who reads a part."""
        found = self.document["case"].get("frame")
        if not found:
            return None
        frame = LegalFrame(found["frame"])
        return Frame(self.label("frame", frame), frame in MEASURES, self.day(found["since"]), found["words"])

    def law(self, act: str) -> str:
        """The article a reserved act stands in."""
        found: dict[str, str] = self.document["labels"]["reserved_acts"].get(act, {})
        return found.get("law", "")

    def objecting(self, decision: Item) -> str:
        """What one can do who does not agree: the table's own words, else those that fit the rule, as at the table."""
        usual = labels.OBJECTING[DecisionRule(decision["rule"])]
        return str(decision["how_to_object"] or gettext(usual))

    def day(self, iso: str | None) -> str:
        """A date or moment in full."""
        return rendering.full_date(_when(iso), self.language) if iso else ""

    def short_day(self, iso: str | None) -> str:
        """The same, for a narrow place."""
        return rendering.short_date(_when(iso), self.language) if iso else ""

    def moment(self, iso: str | None) -> str:
        """A day with its time."""
        return rendering.full_moment(datetime.fromisoformat(iso), self.language) if iso else ""

    def happened(self, statement: Item) -> str:
        """When something happened, no more exactly than is known."""
        if statement["happened_on"] is None or statement["precision"] == "unknown":
            return ""
        start = date.fromisoformat(statement["happened_on"])
        if statement["precision"] == "period" and statement["happened_until"]:
            until = rendering.full_date(date.fromisoformat(statement["happened_until"]), self.language)
            return str(
                gettext("van %(start)s tot en met %(until)s", start=self.day(start.isoformat()), until=until)
            )
        if statement["precision"] in ("month", "year"):
            return rendering.part_of_date(start, statement["precision"], self.language)
        return self.day(start.isoformat())

    # --- what stands where

    @property
    def held_on(self) -> str:
        """The day of the meeting."""
        return self.day(self.document["meeting"]["opened_at"] or self.document["meeting"]["starts_at"])

    @cached_property
    def invited(self) -> list[Somebody]:
        """Who was there, and who gets this report."""
        return [self.people[one] for one in self.document["meeting"]["invited"] if one in self.people]

    @property
    def voices(self) -> list[Item]:
        """Own words, a child first."""
        own = [one for one in self.of("section") if one["owner"]]
        return sorted(own, key=lambda one: self.people[one["owner"]].role != Role.CHILD)

    @property
    def sections(self) -> list[Item]:
        """The shared texts of the analysis."""
        shared = [one for one in self.of("section") if not one["owner"]]
        return [one for one in shared if not one.get("opening") and not one.get("plan")]

    @property
    def opening(self) -> list[Item]:
        """What the meeting was for. Reports of version 1 that were frozen early do not tell it apart."""
        return [one for one in self.of("section") if one.get("opening")]

    @property
    def plans(self) -> bool:
        """Whether there is a goal or a plan to tell of."""
        return bool(self.of("goal")) or any(one.get("plan") for one in self.of("section"))

    def plan_texts(self, phase: str) -> list[Item]:
        """What the plan of a phase says besides its goals: signals, who to call, where to go."""
        return [one for one in self.of("section") if one.get("plan") == phase]

    def statements(self, certain: bool) -> list[Item]:
        """What counts now, apart: what we know, and what we think."""
        return [one for one in self.of("statement") if one["certain"] is certain and not _past(one)]

    @property
    def replaced(self) -> list[Item]:
        """What was corrected or taken back: still to be read."""
        return [one for one in self.of("statement") if _past(one)]

    def factors(self, nature: str) -> list[Item]:
        """Factors of one nature."""
        return [one for one in self.of("factor") if one["nature"] == nature]

    @property
    def nodes(self) -> list[drawing.Box]:
        """The boxes of the map, as they stood on every screen."""
        return [
            drawing.box(_key(one["id"]), one["nature"], one["x"], one["y"], one["words"])
            for one in self.of("factor")
        ]

    @property
    def arrows(self) -> list[drawing.Drawn]:
        """The arrows of the map, those of circles last."""
        edges = [
            drawing.Edge(
                _key(one["id"]),
                _key(one["from"]),
                _key(one["to"]),
                one["relation"],
                one["certainty"],
                self.region("relations", one["relation"]),
            )
            for one in self.of("link")
        ]
        steps = [loops.Step(edge.id, edge.source, edge.target, edge.relation) for edge in edges]
        found = loops.circles([node.id for node in self.nodes], steps)
        return drawing.arrows(self.nodes, edges, {key for circle in found for key in circle})

    def goals(self, phase: str) -> list[Item]:
        """Goals of one phase."""
        return [one for one in self.of("goal") if one["phase"] == phase]

    def checked(self, phase: str) -> Item | None:
        """When the plan of a phase was last looked at together."""
        return next((one for one in reversed(self.of("plan_check")) if one["phase"] == phase), None)

    @property
    def going_on(self) -> list[Item]:
        """Agreements that still have to be done."""
        return [one for one in self.of("action") if one["state"] in GOING_ON]

    @property
    def decided(self) -> list[Item]:
        """Decisions of this meeting that were taken."""
        return [one for one in self.of("decision") if one["state"] == "decided" and one["new"]]

    @property
    def safety_now(self) -> Item | None:
        """The numbers of this meeting."""
        return next((one for one in self.of("safety_round") if one["new"]), None)

    @property
    def explained(self) -> list[Item]:
        """Questions that got an answer."""
        return [one for one in self.of("explanation") if one["answer"]]

    @property
    def unexplained(self) -> list[Item]:
        """Questions that still wait for one."""
        return [one for one in self.of("explanation") if not one["answer"]]

    def corrections(self, item_id: str | None) -> list[dict[str, Any]]:
        """What was added beside an item; None: beside the whole."""
        return [one for one in self.document["corrections"] if one["item"] == item_id]

    def asked(self, statement: Item) -> list[Somebody]:
        """Those of the family a statement is about who did not answer it yet (*nog niet gevraagd*)."""
        answered = {one["person"] for one in statement["responses"]}
        about = [self.people[one] for one in statement["about"] if one in self.people]
        return [one for one in about if one.id not in answered and one.role in FAMILY]

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {one["id"]: one for one in self.document["items"]}


def _key(item_id: str) -> str:
    """The id of the record behind an item: `factor:KEY`."""
    return str(item_id).partition(":")[2]


def _past(statement: Item) -> bool:
    return bool(statement["replaced_by"] or statement["withdrawn_at"])


def _when(iso: str) -> date:
    return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)
