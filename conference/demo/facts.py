"""The statements of a story: put on the table, answered and approved by the people themselves."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from conference.access import policy
from conference.case import use_cases as cases
from conference.demo.story import Entry, for_the_table
from conference.table.facts import use_cases as facts
from models.enums import Precision, ShieldCategory
from models.meeting import Meeting
from models.people import Person
from models.statements import Statement

if TYPE_CHECKING:
    from conference.demo.stage import Stage


def play(stage: "Stage", meeting: Meeting, day: date, at: datetime) -> None:
    """What is new at this meeting; what was said differently at an earlier one is corrected by its source."""
    for entry in stage.story.all("facts"):
        if entry["id"] in stage.statements:
            _correct(stage, meeting, entry, at)
        elif _is_named(entry) or (for_the_table(entry, day) and entry["event_date"] <= day):
            _tell(stage, meeting, entry, at)


def _tell(stage: "Stage", meeting: Meeting, entry: Entry, at: datetime) -> None:
    """One statement with its answers; one for named people is so from its first moment."""
    shield = _shield(stage, entry)
    around = [stage.people[key].id for key in _about(entry)]
    wish = facts.NewStatement(
        kind=entry["kind"],
        words=entry["statement"],
        happened=_happened(entry),
        source_id=stage.people[entry["source_person"]].id if "source_person" in entry else "",
        source_words=entry["source_text"],
        basis=entry["basis"],
        life_area=entry["life_area"],
        about=[one for one in around if shield is None or one in shield.people],
    )
    author = policy.at_table(stage.people[entry["added_by"]], meeting, "nl")
    statement = facts.add(stage.work, author, wish, at, shield)
    stage.statements[entry["id"]] = statement.id
    _answer(stage, meeting, entry, statement, at)


def _answer(stage: "Stage", meeting: Meeting, entry: Entry, statement: Statement, at: datetime) -> None:
    for one in entry["responses"]:
        person = stage.people[one["person"]]
        if one["stance"] != "not_asked":
            who = policy.beside(policy.at_table(_voice(person), meeting, "nl"))
            words = one["text"]
            facts.respond(stage.work, who, statement.id, person.id, one["stance"], words, None, at)
    if entry.get("accorded"):
        source = policy.beside(policy.at_table(_voice(stage.people[entry["source_person"]]), meeting, "nl"))
        facts.accord(stage.work, source, statement.id, None, at)


def _correct(stage: "Stage", meeting: Meeting, entry: Entry, at: datetime) -> None:
    """The source says it in other words; what stood there stays readable."""
    if "corrected" in entry:
        source = policy.at_table(stage.people[entry["source_person"]], meeting, "nl")
        better = facts.correct(stage.work, source, stage.statements[entry["id"]], entry["corrected"], at)
        stage.statements[entry["id"]] = better.id


def _voice(person: Person) -> Person:
    """Who says it at the table."""
    return person if person.at_table or person.voice_via is None else person.voice_via


def _about(entry: Entry) -> list[str]:
    """Whom it is about; otherwise those who answered."""
    return list(entry.get("about", [one["person"] for one in entry["responses"]]))


def _happened(entry: Entry) -> str:
    precision = entry.get("event_date_precision", Precision.DAY)
    days = [entry["event_date"], *([entry["event_until"]] if "event_until" in entry else [])]
    return " ".join([*(day.isoformat() for day in days), precision])


def _is_named(entry: Entry) -> bool:
    return bool(entry.get("visibility", {}).get("level") == "named")


def _shield(stage: "Stage", entry: Entry) -> cases.NewShield | None:
    if not _is_named(entry):
        return None
    told = entry["visibility"]
    people = [stage.people[key].id for key in told["persons"]]
    category = ShieldCategory(told.get("category", ShieldCategory.SAFETY))
    protects = next((one for one in people if _is_family(stage, one)), "")
    return cases.NewShield(people, category, told["reason"], told["review_on"], protects)


def _is_family(stage: "Stage", person_id: str) -> bool:
    return any(one.id == person_id and one.in_family for one in stage.people.values())
