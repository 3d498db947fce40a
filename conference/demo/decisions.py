"""The decisions of a story, asked, weighed and closed by the persons themselves."""

from collections.abc import Mapping
from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry, Story
from conference.records import fields as records
from conference.records import texts
from conference.table.decisions import use_cases as decisions
from models.decisions import Decision
from models.meeting import Meeting
from models.people import Person
from models.texts import Text

FIELDS = ("hat", "legal_basis", "review_on")


class Deciding:
    """Plays the decisions of one family. `made`: key in the story, our id."""

    def __init__(self, work: UnitOfWork, story: Story, people: Mapping[str, Person]) -> None:
        self.work, self.story, self.people = work, story, people
        self.made: dict[str, str] = {}

    def play(self, meeting: Meeting, key: str, statements: Mapping[str, str], at: datetime) -> None:
        """Everything that was decided, or not, at the meeting with this key."""
        for entry in self.story.all("decisions"):
            if entry["meeting"] == key:
                self._play(meeting, entry, statements, at)

    def _play(self, meeting: Meeting, entry: Entry, statements: Mapping[str, str], at: datetime) -> None:
        asker = policy.at_table(self.people[entry["asked_by"]], meeting, "nl")
        decision = decisions.add(self.work, asker, entry["question"], at)
        self.made[entry["id"]] = decision.id
        self._weigh(asker, decision, entry, at)
        self._choose(asker, decision, entry, statements, at)
        if "text_first" in entry:
            self._write(asker, decision.text, entry["text_first"], at)
            self._stand(meeting, decision, entry["stances_first"], at)
        self._write(asker, decision.text, entry["text"], at)
        self._write(asker, decision.handled, entry["how_objection_was_handled"], at)
        self._stand(meeting, decision, entry["stances"], at)
        self._end(policy.at_table(meeting.chair, meeting, "nl"), decision, entry, at)

    def _weigh(self, asker: policy.Viewer, decision: Decision, entry: Entry, at: datetime) -> None:
        for option, words in zip(decision.options, entry["options_weighed"], strict=True):
            self._write(asker, option.text, words, at)
        self._write(asker, decision.reason, entry["reason"], at)
        self._write(asker, decision.wrong_if, entry["wrong_if"], at)
        told = {self.people[one["person"]].id: one["text"] for one in entry["meaning_for_children"]}
        for meaning in decision.meanings:
            self._write(asker, meaning.text, told.get(meaning.person_id, ""), at)

    def _choose(
        self,
        asker: policy.Viewer,
        decision: Decision,
        entry: Entry,
        statements: Mapping[str, str],
        at: datetime,
    ) -> None:
        found = sorted(statements[key] for key in entry["facts"] if key in statements)
        wanted = {name: str(entry[name]) for name in FIELDS}
        wanted |= {"rule": entry["decision_rule"], "statements": " ".join(found)}
        for name, value in wanted.items():
            seen = records.value(decision, name)
            records.set_field(self.work, asker, f"decision:{decision.id}", name, value, seen, at)

    def _stand(self, meeting: Meeting, decision: Decision, told: list[Entry], at: datetime) -> None:
        """Each with their own mouth; a child who is not there through whom they asked."""
        for one in told:
            person = self.people[one["person"]]
            speaker = person if person.at_table else person.voice_via or person
            viewer = policy.at_table(speaker, meeting, "nl")
            decisions.stand(self.work, viewer, decision.id, person.id, one["stance"], one["text"], at)

    def _end(self, chair: policy.Viewer, decision: Decision, entry: Entry, at: datetime) -> None:
        match entry["ends"]:
            case "decided":
                decisions.close(self.work, chair, decision.id, at)
            case "stuck":
                on = entry["next_step_on"].isoformat()
                decisions.stick(self.work, chair, decision.id, entry["next_step"], on, at)

    def _write(self, viewer: policy.Viewer, text: Text, words: str, at: datetime) -> None:
        texts.rewrite(self.work, viewer, text.id, words, text.version, at)
