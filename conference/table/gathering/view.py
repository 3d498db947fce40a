"""The meeting as a whole: opening, questions, added expertise, check-out."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from flask_babel import gettext, ngettext

from conference.access import kinds, policy
from conference.access.policy import Permission
from conference.core import rendering
from conference.region import profile
from conference.region.words import duration
from conference.table.context import ViewContext, on_table
from conference.table.gathering import use_cases as gathering
from conference.table.gathering.kind import agreed_to
from conference.table.gathering.use_cases import ENOUGH, SCORES
from models.actions import Action
from models.analysis import Section
from models.decisions import Decision
from models.enums import MeetingState
from models.factors import Factor, Link
from models.gathering import CheckOut, Expertise, Explanation
from models.meeting import Part
from models.people import Person
from models.plans import Goal
from models.statements import Statement
from models.translation import N_

#: The four questions at the end, in the words of the form.
QUESTIONS = {
    "heard": N_("Voelde u zich gehoord?"),
    "topics": N_("Ging het over wat voor u belangrijk is?"),
    "way": N_("Vond u het een goede manier van werken?"),
    "overall": N_("Hoe was dit overleg als geheel?"),
}


@on_table("gathering", place=10)
class Gathering:
    """The meeting as a whole: opening, questions, added expertise, check-out."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    # --- opening

    @cached_property
    def agreed(self) -> frozenset[str]:
        """Ids of those who said yes to the rules of the game."""
        return gathering.agreed(self._look.session, self._look.meeting.id)

    @cached_property
    def agreed_before(self) -> dict[str, str]:
        """To which rules those said yes who are asked again since the rules changed, by the id of a person."""
        found = gathering.yeses(self._look.session, self._look.meeting.id)
        return {one.person_id: agreed_to(one).said for one in found if one.person_id not in self.agreed}

    @property
    def kept_for(self) -> str:
        """How long what is written here is kept after the last meeting."""
        return duration(self._look.profile.keep_case_months)

    def readers(self, people: Sequence[Person]) -> dict[str, list[Person]]:
        """Who may do what here, from the table of rights: write along, only read, only see their own agreements."""
        rows = policy.MATRIX
        writes, agreements = rows[Permission.SECTION_WRITE], rows[Permission.ACTION_READ]
        return {
            "write": [one for one in people if writes[one.role] != "-"],
            "read": [one for one in people if writes[one.role] == "-"],
            "own_agreements": [one for one in people if agreements[one.role] == "own"],
        }

    # --- parts

    def not_yet(self, part: Part) -> bool:
        """Whether the table is past this part and never was there."""
        now = self._look.meeting.part
        return now is not None and part.position < now.position and not part.visited and not part.skipped_why

    def passed_over(self, part_id: str) -> list[Part]:
        """Parts with words of the family that going to this part would pass."""
        return gathering.passed_over(self._look.meeting, part_id)

    def left_open(self, part_id: str) -> list[Explanation]:
        """Questions of the present part that going to this part would leave behind."""
        return gathering.left_open(self._look.session, self._look.viewer, self._look.meeting, part_id)

    # --- leg uit

    @cached_property
    def explained(self) -> dict[str, list[Explanation]]:
        """The answers that were given, by the thing they are about."""
        return gathering.explained(self._look.session, self._look.meeting.case_id)

    @cached_property
    def asked(self) -> list[Explanation]:
        """Every question of this meeting that the viewer may know of."""
        return gathering.explanations(self._look.session, self._look.viewer)

    @property
    def mine(self) -> list[Explanation]:
        """What the viewer asked, newest first."""
        return [one for one in reversed(self.asked) if one.asked_by_id == self._look.viewer.person_id]

    def waits(self, thing: str) -> bool:
        """Whether the viewer asked what this is and has no answer yet."""
        return thing in self._waiting

    @cached_property
    def _waiting(self) -> frozenset[str]:
        return frozenset(one.thing for one in self.mine if one.answered_at is None)

    @property
    def words_explained(self) -> list[Explanation]:
        """Words that were explained in this meeting, for everybody, once each; the viewer's own stand in `mine`."""
        own = {one.words for one in self.mine}
        found = {one.words: one for one in self.asked if one.answer and not one.thing}
        return [one for words, one in found.items() if words not in own]

    @cached_property
    def open_questions(self) -> list[Explanation]:
        """What the chair still has to explain; empty for everybody else."""
        if not policy.may(self._look.viewer, Permission.EXPLAIN_ANSWER, self._look.meeting):
            return []
        return gathering.open_questions(self._look.session, self._look.viewer)

    def open_at(self, part: Part) -> int:
        """How many questions of this part the chair still has to answer."""
        return sum(one.part_id == part.id for one in self.open_questions)

    def times(self, question: Explanation) -> int:
        """How many people asked this and wait for the answer."""
        asked = (question.thing, question.words)
        return sum((one.thing, one.words) == asked and one.answered_at is None for one in self.asked)

    def about(self, question: Explanation) -> str:
        """What a question is about, in a few words; empty for a word or for plain words."""
        if not question.thing:
            return ""
        return rendering.excerpt(self._words_of(kinds.find(self._look.session, question.thing)), 80)

    # --- haal erbij

    @cached_property
    def expertise(self) -> list[Expertise]:
        """Who was added to this case, and for which question."""
        return gathering.expertise(self._look.session, self._look.viewer)

    def asked_of(self, person: Person) -> list[Expertise]:
        """The open questions for which this person came to the table."""
        return [one for one in self.expertise if one.person_id == person.id and one.ended_at is None]

    # --- check-out

    @property
    def questions(self) -> dict[str, str]:
        """The four questions, by the name of their number."""
        return {name: str(gettext(words)) for name, words in QUESTIONS.items()}

    @cached_property
    def check_outs(self) -> list[CheckOut]:
        """What was said at the end. Not for templates: `dots` and `tips` say it without names."""
        found = gathering.check_outs(self._look.session, self._look.meeting.id)
        return policy.readable(found, self._look.viewer)

    @property
    def gave(self) -> frozenset[str]:
        """Ids of those who said how it was."""
        return frozenset(one.person_id for one in self.check_outs)

    @property
    def my_check_out(self) -> CheckOut | None:
        """What the viewer said."""
        return next((one for one in self.check_outs if one.person_id == self._look.viewer.person_id), None)

    @property
    def enough(self) -> bool:
        """Whether so many answered that nobody can be told from the numbers."""
        return len(self.check_outs) >= ENOUGH

    def dots(self, name: str) -> list[tuple[int, int]]:
        """A place for each answer to one question: its number, and its height among equals. No names, no average."""
        scores = sorted(_score(one, name) for one in self.check_outs) if self.enough else []
        return [(score, scores[:place].count(score)) for place, score in enumerate(scores)]

    @property
    def tips(self) -> list[str]:
        """The tips, in an order that tells nothing."""
        return sorted(one.tip for one in self.check_outs if one.tip) if self.enough else []

    # --- before closing

    def open_points(self) -> list[str]:
        """Questions without an answer, parts nobody was at, and who did not say yet how it was."""
        found = []
        if waiting := len(self.open_questions):
            found.append(
                ngettext(
                    "Er staat nog %(num)s vraag om uitleg open.",
                    "Er staan nog %(num)s vragen om uitleg open.",
                    waiting,
                )
            )
        parts = [part for part in self._look.meeting.parts if not part.visited and not part.skipped_why]
        if parts:
            names = ", ".join(self._say(self._look.profile.part(part.key).label) for part in parts)
            found.append(gettext("Nog niet geweest: %(parts)s.", parts=names))
        silent = [one.first_name for one in self._look.meeting.invited if one.id not in self.gave]
        if silent and self._look.meeting.state != MeetingState.CLOSED:
            found.append(gettext("Nog geen cijfers aan het eind van: %(names)s.", names=", ".join(silent)))
        return found

    def _say(self, label: dict[str, str]) -> str:
        return profile.say(label, self._look.viewer.language)

    def _words_of(self, thing: Any) -> str:
        match thing:
            case Section():
                owner = thing.text.owner
                return owner.first_name if owner else self._say(self._look.profile.section(thing.key).label)
            case Action() | Statement() | Factor() | Goal():
                return thing.text.words
            case Decision():
                return thing.question.words
            case Link():
                relation = self._say(self._look.profile.relations[thing.relation])
                return f"{thing.source.text.words} {relation} {thing.target.text.words}"
        return ""


def _score(one: CheckOut, name: str) -> int:
    return dict(zip(SCORES, (one.heard, one.topics, one.way, one.overall), strict=True))[name]
