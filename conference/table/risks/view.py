"""The three biggest risks as one viewer finds them on the table."""

from collections.abc import Sequence
from functools import cached_property
from string import ascii_uppercase

from flask_babel import gettext, ngettext

from conference.access import policy
from conference.access.policy import Permission
from conference.records import fields
from conference.region import profile
from conference.region.profile import Block, SectionKind
from conference.table.actions import use_cases as actions
from conference.table.context import ViewContext, on_table
from conference.table.plan import use_cases as plans
from conference.table.risks import use_cases as risks
from models.actions import Action
from models.enums import LIVE
from models.people import Person
from models.plans import Goal
from models.risks import NamedRisk, Risk, RiskAnswer, RiskRound


@on_table("risks", place=45)
class Risks:
    """What each named, side by side once all is shown, and the list of the table."""

    places = risks.PLACES

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    # --- the words of the region

    @property
    def question(self) -> str:
        """What is asked."""
        kind = self._section
        return self._say(kind.label) if kind else str(gettext("Wat is nu de grootste zorg?"))

    @property
    def hint(self) -> str:
        """What a region puts beside the question, until its own people fill it in."""
        kind = self._section
        return self._say(kind.hint) if kind else ""

    # --- alone

    @cached_property
    def round(self) -> RiskRound | None:
        """What was named at this meeting, if anybody named something."""
        found = risks.of_meeting(self._look.session, self._look.meeting.id)
        return found if found is not None and policy.visible(found, self._look.viewer) else None

    @property
    def revealed(self) -> bool:
        """Whether all is shown."""
        return self.round is not None and self.round.revealed_at is not None

    @property
    def stage(self) -> str:
        """What the table is at: `asking`, `comparing` side by side, or the `list` of the table.

        What a meeting left stands there until somebody names something; then all is about what each names, until the
        first of it stands on the list.
        """
        if self.round is None:
            return "list" if self.top else "asking"
        if not self.revealed:
            return "asking"
        used = any(named.risk_id for one in self.answers for named in one.named)
        return "list" if used or not any(one.named for one in self.answers) else "comparing"

    @cached_property
    def given(self) -> frozenset[str]:
        """Ids of who answered; what stays theirs until all is shown."""
        return frozenset(one.person_id for one in self.round.answers) if self.round else frozenset()

    @cached_property
    def answers(self) -> list[RiskAnswer]:
        """The answers the viewer may see: their own, or all once they are shown. Family first."""
        found = policy.readable(self.round.answers, self._look.viewer) if self.round else []
        return sorted(found, key=lambda one: (not one.person.in_family, one.person.position))

    @cached_property
    def mine(self) -> list[Person]:
        """For whom the viewer answers: themselves, and who asked them to speak."""
        if not policy.reaches(self._look.viewer, "risk_round"):
            return []  # nobody is asked about what they may not see
        people = [one for one in self._look.meeting.case.people if self._look.viewer.person_id in one.voices]
        return [one for one in people if policy.may(self._look.viewer, Permission.SAFETY_GIVE, one)]

    def answer_of(self, person: Person) -> RiskAnswer | None:
        """What the viewer may see of somebody's answer."""
        return next((one for one in self.answers if one.person_id == person.id), None)

    def asked(self, here: Sequence[Person]) -> list[Person]:
        """Who is asked: who is at the table, those they speak for, and whoever answered."""
        ids = {one.id for one in here} | self.given
        people = [one for one in self._look.meeting.case.people if policy.is_asked(one, "risk_round")]
        return [one for one in people if one.id in ids or (one.voices - {one.id}) & ids]

    # --- the list of the table

    @cached_property
    def all(self) -> list[Risk]:
        """The whole list, the biggest first."""
        return risks.standing(self._look.session, self._look.viewer)

    @property
    def top(self) -> list[Risk]:
        """*Onze drie*."""
        return self.all[: risks.MOST]

    @property
    def rest(self) -> list[Risk]:
        """What stands below the three."""
        return self.all[risks.MOST :]

    @cached_property
    def removed(self) -> list[Risk]:
        """What was taken off, and can be put back."""
        found = risks.readable(self._look.session, self._look.viewer)
        return [one for one in found if one.removed_at is not None]

    @cached_property
    def also_named(self) -> list[NamedRisk]:
        """What somebody named and stands with none of the list (yet): it stays."""
        if not self.revealed:
            return []
        known = {one.id for one in self.all}
        return [named for one in self.answers for named in one.named if named.risk_id not in known]

    def number(self, risk: Risk) -> int:
        """Its place on the list as the whole table sees it, from 1; 0 for one that is not on it, or kept apart."""
        return self._of_all.index(risk) + 1 if risk in self._of_all else 0

    def letter(self, named: NamedRisk) -> str:
        """The letter of the risk of the list that this one stands with; empty when it stands with none."""
        place = next((number for number, one in enumerate(self._of_all) if one.id == named.risk_id), None)
        return ascii_uppercase[place] if place is not None and place < len(ascii_uppercase) else ""

    @property
    def _of_all(self) -> list[Risk]:
        return [one for one in self.all if one.shield is None]

    def times(self, named: NamedRisk) -> int:
        """How often the viewer sees the same one named."""
        return sum(other.risk_id == named.risk_id for one in self.answers for other in one.named)

    def named(self, risk: Risk) -> list[NamedRisk]:
        """What people named that stands with this one, as far as the viewer may see it; one each."""
        found = {
            named.person_id: named
            for named in risk.named
            if named.answer.round.revealed_at is not None and policy.visible(named, self._look.viewer)
        }
        people = self._look.meeting.case.people
        order = sorted(found.values(), key=lambda one: not one.answer.person.in_family)
        return sorted(order, key=lambda one: people.index(one.answer.person))

    def names(self, risk: Risk) -> str:
        """Their first names in a row."""
        return ", ".join(one.answer.person.first_name for one in self.named(risk))

    def other_words(self, risk: Risk) -> NamedRisk | None:
        """What a child, or else somebody of the family, calls it, when that is not what the list says."""
        said = [one for one in self.named(risk) if one.answer.person.in_family]
        said.sort(key=lambda one: one.answer.person.role != "child")
        return next((one for one in said if one.words != risk.text.words), None)

    # --- what answers it

    def field(self, risk: Risk, name: str) -> str:
        """A field as forms compare it."""
        return fields.value(risk, name)

    def action_of(self, risk: Risk) -> Action | None:
        """The agreement that answers it; one that was hidden since leaves no trace."""
        action: Action | None = fields.named(risk, risk.action)
        return action if action is not None and policy.visible(action, self._look.viewer) else None

    def goal_of(self, risk: Risk) -> Goal | None:
        """The goal of the plan that answers it, on the same terms."""
        goal: Goal | None = fields.named(risk, risk.goal)
        return goal if goal is not None and policy.visible(goal, self._look.viewer) else None

    def actions_for(self, risk: Risk) -> list[Action]:
        """The agreements it may name: those that everybody who may know of it may know of."""
        return [one for one in self._actions if policy.known_to_all(risk, one)]

    def goals_for(self, risk: Risk) -> list[Goal]:
        """The goals it may name."""
        return [one for one in self._goals if one.removed_at is None and policy.known_to_all(risk, one)]

    def label_of(self, field: str, value: str) -> str | None:
        """A value in words, for two people who changed it at once."""
        found: Sequence[Action | Goal] = self._actions if field == "action_id" else self._goals
        return next((one.text.words for one in found if one.id == value), None)

    def open_points(self) -> list[str]:
        """What the chair should know is still open before the meeting closes."""
        if self._look.meeting.state not in LIVE:
            return []
        if self.given and not self.revealed:
            count = len(self.given)
            return [
                str(
                    ngettext(
                        "%(num)s persoon noemde de grootste zorgen, en die zijn nog niet getoond",
                        "%(num)s mensen noemden hun grootste zorgen, en die zijn nog niet getoond",
                        count,
                    )
                )
            ]
        lacking = [one for one in self.top if not (self.action_of(one) or self.goal_of(one))]
        return [
            str(gettext("Nog geen afspraak of doel bij de zorg: %(words)s", words=one.text.words))
            for one in lacking
        ]

    # --- helpers

    @cached_property
    def _actions(self) -> list[Action]:
        return actions.readable(self._look.session, self._look.viewer)

    @cached_property
    def _goals(self) -> list[Goal]:
        return plans.readable(self._look.session, self._look.viewer)

    @property
    def _section(self) -> SectionKind | None:
        kinds = self._look.profile.sections
        return next((one for one in kinds if one.block == Block.RISKS), None)

    def _say(self, label: dict[str, str]) -> str:
        return profile.say(label, self._look.viewer.language)
