"""Goals and plans, phase by phase."""

from functools import cached_property

from flask_babel import gettext, ngettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conference.access import policy
from conference.access.kinds import Given
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.records import labels
from conference.region import profile
from conference.region.profile import Phase
from conference.table.actions import kind as agreements
from conference.table.actions import use_cases as actions
from conference.table.context import ViewContext, on_table
from conference.table.plan import use_cases as plans
from conference.table.plan.kind import checked
from models.actions import Action
from models.analysis import Section
from models.decisions import Decision
from models.enums import ActionState
from models.factors import Factor
from models.people import Person
from models.plans import Goal, PlanCheck


@on_table("plan", place=50)
class Plan:
    """Goals, why we do what we do, and the plans on one page, as one viewer may see them."""

    def __init__(self, look: ViewContext) -> None:
        self._look = look

    # --- goals

    @property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of this region, in order."""
        return self._look.profile.phases

    @property
    def phase(self) -> str:
        """The phase this family is in."""
        return self._look.meeting.case.phase

    @cached_property
    def goals(self) -> list[Goal]:
        """What stands in the plans."""
        return [goal for goal in self._all if goal.removed_at is None]

    @property
    def removed(self) -> list[Goal]:
        """What was taken away and can be put back."""
        return [goal for goal in self._all if goal.removed_at is not None]

    def goals_of(self, phase: str) -> list[Goal]:
        """The goals of one phase; those of a phase that the region dropped stand in the first."""
        return [goal for goal in self.goals if self._look.profile.phase(goal.phase).key == phase]

    def audience(self, goal: Goal) -> list[Person]:
        """Whose goal it can be: everyone, or under a shield those who know of it."""
        people = self._look.meeting.case.people
        return [one for one in people if goal.shield is None or one.id in goal.shield.person_ids]

    def may_attain(self, goal: Goal) -> bool:
        """Whether the viewer is asked if this goal was reached."""
        return plans.may_attain(self._look.viewer, goal)

    @property
    def attainments(self) -> list[tuple[str, str]]:
        """The four answers, each with its words."""
        return [(str(key), gettext(one.label)) for key, one in labels.ATTAINMENTS.items()]

    def attainment(self, goal: Goal) -> str:
        """Whether it was reached, in words; empty while nobody said."""
        return str(gettext(labels.ATTAINMENTS[goal.attainment].label)) if goal.attainment else ""

    # --- why, and how far

    def goal_of(self, action: Action) -> Goal | None:
        """The goal an agreement works for, if this viewer may know of it."""
        goal = agreements.goal_of(action)
        return goal if goal is not None and policy.visible(goal, self._look.viewer) else None

    def decision_of(self, action: Action) -> Decision | None:
        """The decision it carries out, if this viewer may know of it."""
        decision = agreements.decision_of(action)
        return decision if decision is not None and policy.visible(decision, self._look.viewer) else None

    def factors_of(self, action: Action) -> list[Factor]:
        """What it works on, of what this viewer may know of."""
        return policy.readable(agreements.factors_of(action), self._look.viewer)

    def is_orphan(self, action: Action) -> bool:
        """Whether nothing says why it is on the list. Who may see a part only is not told whether something does."""
        return not self._look.viewer.narrow and agreements.is_orphan(action)

    def goals_for(self, action: Action) -> list[Goal]:
        """The goals it can be for."""
        return [goal for goal in self.goals if policy.known_to_all(action, goal)]

    def decisions_for(self, action: Action) -> list[Decision]:
        """The decisions it can carry out."""
        return [one for one in self._decisions if policy.known_to_all(action, one)]

    def factors_for(self, action: Action) -> list[Factor]:
        """What it can work on."""
        return [one for one in self._factors if policy.known_to_all(action, one)]

    @property
    def waiting_reasons(self) -> list[tuple[str, str]]:
        """What one can wait for, each with its words."""
        return [(str(key), gettext(one.label)) for key, one in labels.WAITING.items()]

    @property
    def not_done_reasons(self) -> list[tuple[str, str]]:
        """Why something was not done, each with its words."""
        return [(str(key), gettext(one.label)) for key, one in labels.NOT_DONE.items()]

    def reason(self, action: Action) -> str:
        """What it waits for, or why it was not done; empty when neither is so."""
        if action.waiting_reason:
            return str(gettext(labels.WAITING[action.waiting_reason].label))
        return str(gettext(labels.NOT_DONE[action.not_done_reason].label)) if action.not_done_reason else ""

    # --- the page

    def sections(self, phase: str) -> list[Section]:
        """The words of the plan of a phase, in the order of the profile, shielded ones too."""
        keys = [kind.key for kind in self._look.profile.sections if kind.plan == phase]
        found = cases.sections(self._look.session, self._look.viewer, keys)
        return sorted(found, key=lambda one: keys.index(one.key))

    def has_words(self, phase: str) -> bool:
        """Whether the plan of a phase has words of its own, besides goals and agreements."""
        return any(kind.plan == phase for kind in self._look.profile.sections)

    def page_sections(self, phase: str) -> list[Section]:
        """Those on the page that goes on paper: what is for named people never hangs in a kitchen."""
        return [one for one in self.sections(phase) if one.text.shield is None]

    def page_goals(self, phase: str) -> list[Goal]:
        """The goals on that page, on the same terms."""
        return [one for one in self.goals_of(phase) if one.shield is None]

    def page_actions(self, phase: str) -> list[Action]:
        """The agreements of a phase that still hold, on the same terms."""
        found = actions.readable(self._look.session, self._look.viewer)
        gone = (ActionState.CANCELLED, ActionState.NOT_DONE)
        return [
            one
            for one in found
            if self._look.profile.phase(one.phase).key == phase
            and one.state not in gone
            and one.shield is None
        ]

    def last_check(self, phase: str) -> PlanCheck | None:
        """When the table last went over the plan of a phase."""
        found = plans.last_check(self._look.session, self._look.meeting.case_id, phase)
        return found if found is not None and policy.visible(found, self._look.viewer) else None

    def checked(self, check: PlanCheck) -> Given:
        """Which plan the table went over then, and whether it is the one of now."""
        return checked(check)

    # --- before closing

    def open_points(self) -> list[str]:
        """Agreements without a reason, and agreements whose owner did not say yes."""
        found = [
            one
            for one in actions.readable(self._look.session, self._look.viewer)
            if one.state in actions.OPEN
        ]
        points = []
        if orphans := [one for one in found if agreements.is_orphan(one)]:
            points.append(
                ngettext(
                    "%(num)s afspraak heeft nog geen waarom",
                    "%(num)s afspraken hebben nog geen waarom",
                    len(orphans),
                )
            )
        if waiting := [one for one in found if one.owner_id and not one.taken]:
            points.append(
                ngettext(
                    "%(num)s afspraak wacht op een ja", "%(num)s afspraken wachten op een ja", len(waiting)
                )
            )
        return points

    def label_of(self, field: str, value: str) -> str | None:
        """A value of a goal's field in words, for a conflict; None leaves it to the common rules."""
        if field == "phase":
            return profile.say(self._look.profile.phase(value).label, self._look.viewer.language)
        return None

    def why_label(self, field: str, value: str) -> str | None:
        """The same for why an agreement is on the list."""
        if field == "goal_id":
            return next((one.text.words for one in self.goals if one.id == value), "")
        if field == "decision_id":
            return next((one.question.words for one in self._decisions if one.id == value), "")
        if field == "factors":
            return ", ".join(one.text.words for one in self._factors if one.id in value.split())
        return None

    # --- looking up

    @cached_property
    def _all(self) -> list[Goal]:
        if not policy.may(self._look.viewer, Permission.GOAL_READ, self._look.meeting.case):
            return []
        return plans.readable(self._look.session, self._look.viewer)

    @cached_property
    def _decisions(self) -> list[Decision]:
        found = select(Decision).where(Decision.case_id == self._look.viewer.case_id)
        options = selectinload(Decision.question)
        found = found.order_by(Decision.position).options(options)
        return policy.readable(self._look.session.scalars(found), self._look.viewer)

    @cached_property
    def _factors(self) -> list[Factor]:
        found = select(Factor).where(Factor.case_id == self._look.viewer.case_id, Factor.removed_at.is_(None))
        found = found.order_by(Factor.position).options(selectinload(Factor.text))
        return policy.readable(self._look.session.scalars(found), self._look.viewer)
