"""The three biggest risks of a story: named by the people themselves, shown together, then the list of the table."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from conference.access import policy
from conference.access.kinds import ref
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry
from conference.records import fields
from conference.table.risks import use_cases as risks
from models.meeting import Meeting
from models.people import Person
from models.plans import Goal
from models.risks import NamedRisk


def play(
    work: UnitOfWork,
    meeting: Meeting,
    named: Sequence[Entry],
    listed: Sequence[Entry],
    people: Mapping[str, Person],
    goals: Mapping[str, str],
    at: datetime,
) -> None:
    """Each names their own, a child through who speaks for it; the chair shows all, and the table makes one list.

    `goals` are the words of the goals of the story by their id.
    """
    for one in named:
        person = people[one["person"]]
        speaker = person if person.at_table or person.voice_via is None else person.voice_via
        told = risks.NewAnswer(one["risks"], off_screen=one.get("off_screen", False))
        risks.give(work, policy.at_table(speaker, meeting, "nl"), person.id, told, at)
    chair = policy.at_table(meeting.chair, meeting, "nl")
    if named:
        risks.reveal(work, chair, at)
    for one in listed:
        ids = [_id_of(work, people[key], place) for key, place in one["stands_for"]]
        risk = risks.add(work, chair, one["text"], ids, at)
        found = work.session.scalars(select(Goal).where(Goal.case_id == meeting.case_id))
        goal = next((goal for goal in found if goal.text.words == goals[one["goal"]]), None)
        if goal is not None:
            fields.set_field(work, chair, ref(risk), "goal_id", goal.id, "", at)


def _id_of(work: UnitOfWork, person: Person, place: int) -> str:
    """What somebody named last at this place."""
    found = select(NamedRisk).where(NamedRisk.person_id == person.id, NamedRisk.place == place)
    return work.session.scalars(found).one().id
