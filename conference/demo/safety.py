"""The safety numbers of a story, given by the people themselves and shown together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry
from conference.table.safety import use_cases as safety
from models.meeting import Meeting
from models.people import Person


def play(
    work: UnitOfWork, meeting: Meeting, told: Sequence[Entry], people: Mapping[str, Person], at: datetime
) -> None:
    """Each gives a number, a child through who speaks for it; then the chair shows all."""
    for one in told:
        person = people[one["person"]]
        speaker = person if person.at_table or person.voice_via is None else person.voice_via
        viewer = policy.at_table(speaker, meeting, "nl")
        safety.give(work, viewer, person.id, str(one["score"]), one["why"], at)
    if told:
        safety.reveal(work, policy.at_table(meeting.chair, meeting, "nl"), at)
