"""Goals, plans and why of a story, said by the persons themselves."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry, Story, for_the_table
from conference.records import fields as records
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar
from conference.table.plan import use_cases as plans
from models.actions import Action
from models.analysis import Section
from models.meeting import Meeting
from models.people import Person
from models.plans import Goal


class Planning:
    """Plays the goals and the plan of one family. `made`: key in the story, our id."""

    def __init__(self, work: UnitOfWork, story: Story, people: Mapping[str, Person]) -> None:
        self.work, self.story, self.people = work, story, people
        self.made: dict[str, str] = {}

    def play(self, meeting: Meeting, day: date, at: datetime) -> None:
        """The goals, once, and the words of the plan; then the table looks it over."""
        chair = policy.at_table(meeting.chair, meeting, "nl")
        for entry in self.story.all("goals"):
            if entry["id"] not in self.made and for_the_table(entry, day):
                self._add(chair, entry, at)
        if told := self.story.case.get("safety_plan"):
            self._write(chair, told, at)
            plans.check(self.work, chair, "immediate_safety", at)

    def link(
        self,
        meeting: Meeting,
        entry: Entry,
        action: Action,
        factors: Mapping[str, str],
        decisions: Mapping[str, str],
        at: datetime,
    ) -> None:
        """Why an agreement is there."""
        viewer = policy.at_table(meeting.chair, meeting, "nl")
        if not policy.visible(action, viewer):
            return
        wanted = {
            "goal_id": self.made.get(entry.get("goal", ""), ""),
            "decision_id": decisions.get(entry.get("decision", ""), ""),
            "factors": " ".join(sorted(factors[key] for key in entry.get("factors", []) if key in factors)),
        }
        for field, value in wanted.items():
            seen = records.value(action, field)
            if value and value != seen:
                records.set_field(self.work, viewer, f"action:{action.id}", field, value, seen, at)

    def how_far(self, owner: policy.Viewer, entry: Entry, action: Action, at: datetime) -> None:
        """How far the owner says it is, with the reason where one is asked."""
        told = HowFar(
            entry["status"],
            entry.get("waiting_reason", ""),
            entry.get("not_done_reason", ""),
            entry.get("bridge", ""),
            entry.get("note", ""),
        )
        actions.set_state(self.work, owner, action.id, told, str(action.state), at)

    def _add(self, chair: policy.Viewer, entry: Entry, at: datetime) -> None:
        goal = plans.add(self.work, chair, entry["text"], entry["phase"], at)
        self.made[entry["id"]] = goal.id
        self._words(chair, goal.seen_when_id, entry["seen_when"], at)
        owner = self.people[entry["owner"]].id
        records.set_field(self.work, chair, f"goal:{goal.id}", "owner", owner, "", at)
        if "attainment" in entry:
            self._attain(chair, goal, entry["attainment"], at)

    def _attain(self, chair: policy.Viewer, goal: Goal, attainment: str, at: datetime) -> None:
        """Whose goal it is says so, or who speaks for a child."""
        person = self.work.load(Person, goal.owner_id)
        speaker = person if person.at_table else person.voice_via or person
        meeting = self.work.load(Meeting, chair.meeting_id)
        viewer = policy.at_table(speaker, meeting, "nl")
        plans.attain(self.work, viewer, goal.id, attainment, at)

    def _write(self, chair: policy.Viewer, told: Mapping[str, str], at: datetime) -> None:
        plans.start(self.work, chair, at)
        self.work.session.flush()
        for section in self.work.session.scalars(select(Section).where(Section.case_id == chair.case_id)):
            if section.key in told:
                self._words(chair, section.text_id, told[section.key], at)

    def _words(self, viewer: policy.Viewer, text_id: str, words: str, at: datetime) -> None:
        text = texts.find(self.work.session, viewer, text_id)
        texts.rewrite(self.work, viewer, text.id, words, text.version, at)
