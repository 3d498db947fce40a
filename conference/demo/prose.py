"""The sections of an analysis in Dutch, made of the entries of a story as they were known on one day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from conference.demo.story import Entry, Story
from conference.region.profile import Profile

HELPED = {"yes": "hielp", "partly": "hielp een beetje", "no": "hielp niet"}
STANCES = {
    "supports": "staat hierachter",
    "can_live_with": "kan hiermee leven",
    "objects": "is het hier niet mee eens",
}
AREAS = {
    "safety": "Veiligheid",
    "money": "Geld",
    "housing": "Wonen",
    "care_health": "Gezondheid en zorg",
    "family_relations": "Familie",
    "network": "Mensen om ons heen",
    "work_school": "Werk en school",
    "justice": "Politie en justitie",
}
RINGS = {
    "family": "Het gezin",
    "network": "De eigen kring",
    "support": "Naast het gezin",
    "experience": "Ervaringsdeskundige",
    "professional": "Hulpverleners",
}


@dataclass(frozen=True)
class Telling:
    """A story as the table knew it on the day of one of its meetings."""

    story: Story
    profile: Profile
    meeting: str
    day: date

    def section(self, key: str) -> str:
        """The Markdown of a section; empty for a section this story says nothing about."""
        return SECTIONS[key](self) if key in SECTIONS else ""

    def known(self, kind: str) -> list[Entry]:
        """What everybody at the table knew that day."""
        return self.story.known(kind, self.day)


def _purpose(told: Telling) -> str:
    return str(next(one["purpose"] for one in told.story.all("meetings") if one["id"] == told.meeting))


def _people_and_network(told: Telling) -> str:
    blocks = []
    for side, title in RINGS.items():
        people = [person for person in told.story.all("persons") if person["side"] == side]
        blocks += [_list(title, [_introduction(person) for person in people])] if people else []
    return "\n\n".join(blocks)


def _introduction(person: Entry) -> str:
    age = f", {person['age']} jaar" if person.get("age") and person["side"] == "family" else ""
    return f"{person['name']}{age}: {person['role']}"


def _what_goes_well(told: Telling) -> str:
    return _list("", told.story.analysis["what_goes_well"])


def _worries(told: Telling) -> str:
    return _list("", told.story.analysis["worries"])


def _what_happened(told: Telling) -> str:
    """The statements themselves stand in the list of facts; here is what a reader should know about that list."""
    return "Wat er gebeurde, staat in de lijst met feiten. Bij elk feit staan de bron, de datum en de antwoorden."


def _earlier_help(told: Telling) -> str:
    helps = told.story.analysis["earlier_help"]
    return _list("", [f"{one['text']}: **{HELPED[one['helped']]}**. {one['why']}" for one in helps])


def _life_areas(told: Telling) -> str:
    blocks = []
    for area, title in AREAS.items():
        labels = [one["label"] for one in told.known("factors") if one["life_area"] == area]
        blocks += [f"**{title}:** {'; '.join(labels)}."] if labels else []
    return _list("", blocks)


def _explanation(told: Telling) -> str:
    return str(told.story.analysis["explanation"]).strip()


def _alternative_explanation(told: Telling) -> str:
    return str(told.story.analysis["alternative_explanation"]).strip()


def _differences_of_view(told: Telling) -> str:
    return _list("", told.story.analysis["differences_of_view"])


def _open_questions(told: Telling) -> str:
    return _list("", [_question(told, one) for one in told.story.analysis["open_questions"]])


def _question(told: Telling, question: Entry) -> str:
    who = told.story.first_name(question["who"])
    return f"{question['text']} {who} zoekt dit uit, voor {_date(question['before'])}."


def _meaning_per_child(told: Telling) -> str:
    children = told.story.analysis["meaning_per_child"]
    return _list("", [f"**{told.story.first_name(one['person'])}:** {one['text']}" for one in children])


def _what_is_needed(told: Telling) -> str:
    blocks = []
    for phase in told.profile.phases:
        goals = [goal for goal in told.known("goals") if goal["phase"] == phase.key]
        lines = [f"{goal['text']} *We zien het zo: {goal['seen_when']}*" for goal in goals]
        blocks += [_list(phase.label["nl"], lines)] if lines else []
    bridges = [action["bridge"] for action in told.story.all("actions") if "bridge" in action]
    return "\n\n".join(blocks + ([_list("Zolang we wachten", bridges)] if bridges else []))


def _accepted_by(told: Telling) -> str:
    return _list("", [_stance(told, one) for one in told.story.analysis["accepted_by"]])


def _stance(told: Telling, one: Entry) -> str:
    said = f": “{one['text']}”" if one.get("text") else "."
    return f"**{told.story.first_name(one['person'])}** {STANCES[one['stance']]}{said}"


def _list(title: str, lines: Iterable[str]) -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"**{title}**\n\n{listed}" if title else listed


def _date(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale="nl"))


SECTIONS: dict[str, Callable[[Telling], str]] = {
    "purpose": _purpose,
    "people_and_network": _people_and_network,
    "what_goes_well": _what_goes_well,
    "what_happened": _what_happened,
    "earlier_help": _earlier_help,
    "worries": _worries,
    "life_areas": _life_areas,
    "explanation": _explanation,
    "alternative_explanation": _alternative_explanation,
    "differences_of_view": _differences_of_view,
    "open_questions": _open_questions,
    "meaning_per_child": _meaning_per_child,
    "what_is_needed": _what_is_needed,
    "accepted_by": _accepted_by,
}
