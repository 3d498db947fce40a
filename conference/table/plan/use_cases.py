"""Goals phase by phase, and the plans made of them (*doelen*, *plannen*), domain paper 5.5."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import REMOVED
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.core.events import MeetingChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.records import texts
from conference.records.fields import changed, just_touched, remember, require_mover
from conference.region import profile
from conference.table.plan.kind import phases, plan_now
from models.analysis import Section
from models.case import Case
from models.enums import MAX_WORDS, Attainment, TextKind
from models.errors.base import WasRemoved
from models.errors.validation import ChoiceUnknown
from models.people import Person
from models.plans import Goal, PlanCheck


def readable(session: Session, viewer: policy.Viewer) -> list[Goal]:
    """The goals of the viewer's case that this viewer may see, also those taken away, in the table's order."""
    found = select(Goal).where(Goal.case_id == viewer.case_id).order_by(Goal.position)
    return policy.readable(session.scalars(found), viewer)


def last_check(session: Session, case_id: str, phase: str) -> PlanCheck | None:
    """When the table last went over the plan of a phase. Ask the gate about the case before."""
    found = select(PlanCheck).where(PlanCheck.case_id == case_id, PlanCheck.phase == phase)
    return session.scalars(found.order_by(PlanCheck.at.desc()).limit(1)).one_or_none()


def add(work: UnitOfWork, viewer: policy.Viewer, words: str, phase: str, at: datetime) -> Goal:
    """Put a goal in the plan of a phase, with nobody's name to it yet. The same form sent twice makes one goal.

    Raises ChoiceUnknown for a phase the region does not have.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, Permission.GOAL_WRITE, case)
    said = safe_text(words, "words", MAX_WORDS[TextKind.GOAL])
    if phase not in phases(case):
        raise ChoiceUnknown("phase")
    if (twin := _just_added(work.session, viewer, said, phase, at)) is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    last = work.session.scalar(select(func.max(Goal.position)).where(Goal.case_id == case.id))
    goal = work.add(
        Goal(
            case_id=case.id,
            phase=phase,
            text_id=texts.new_text(work, case.id, TextKind.GOAL).id,
            seen_when_id=texts.new_text(work, case.id, TextKind.GOAL).id,
            position=(last or 0.0) + 1,
            added_by_id=author.id,
        )
    )
    texts.set_words(work, author, goal.text, said, at)
    _changed(work, viewer, goal, at, listed=True)
    return goal


def remove(work: UnitOfWork, viewer: policy.Viewer, goal_id: str, at: datetime, why: str = "") -> None:
    """Take a goal out of the plan. It can be put back as it was.

    One's own, or the chair somebody else's with a reason: raises WordsOfAnother, ReasonNeeded.
    """
    _take_away(work, viewer, goal_id, at, at, why)


def restore(work: UnitOfWork, viewer: policy.Viewer, goal_id: str, at: datetime) -> None:
    """*Zet terug*: by whose goal it is, or by who took it away."""
    _take_away(work, viewer, goal_id, None, at)


def may_attain(viewer: policy.Viewer, goal: Goal) -> bool:
    """Whether it is this viewer who is asked if the goal was reached: whose goal it is, or who speaks for a child.

    Of a goal that is nobody's yet, those who write in the plan say it together.
    """
    return policy.may(viewer, _attaining(goal), goal)


def _attaining(goal: Goal) -> Permission:
    return Permission.GOAL_WRITE if goal.owner is None else Permission.GOAL_ATTAIN


def attain(work: UnitOfWork, viewer: policy.Viewer, goal_id: str, attainment: str, at: datetime) -> None:
    """Say whether the goal was reached (*gehaald*). Raises NotAllowed for anybody but the one whose goal it is."""
    goal = work.lock(Goal, goal_id)
    policy.require(viewer, _attaining(goal), goal)
    if goal.removed_at is not None:
        raise WasRemoved
    if attainment not in set(Attainment):
        raise ChoiceUnknown("attainment")
    if goal.attainment == attainment and goal.attained_fits:
        return
    before, goal.attainment, goal.attained_said = goal.attainment, Attainment(attainment), goal.said()
    remember(work, viewer, goal, "attainment", before or "", attainment, at)
    changed(work, viewer, Permission.GOAL_ATTAIN, goal, at)


def check(work: UnitOfWork, viewer: policy.Viewer, phase: str, at: datetime) -> PlanCheck:
    """The table looked at the plan of a phase together: it still holds (*nagekeken*)."""
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, Permission.PLAN_CHECK, case)
    if phase not in phases(case):
        raise ChoiceUnknown("phase")
    done = work.add(
        PlanCheck(
            case_id=case.id,
            phase=phase,
            meeting_id=viewer.meeting_id,
            by_id=viewer.person_id or "",
            at=at,
            said=plan_now(work.session, case, phase),
        )
    )
    work.session.flush()
    work.record(viewer.actor, Permission.PLAN_CHECK, f"plan_check:{done.id}", case.id, at)
    if viewer.meeting_id is not None:
        work.tell(MeetingChanged(case.id, viewer.meeting_id))
    return done


def start(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Make room for the words of the plan in a case that was opened before the plan had any."""
    case = work.lock(Case, viewer.case_id or "")
    policy.require(viewer, Permission.SECTION_WRITE, case)
    there = set(work.session.scalars(select(Section.key).where(Section.case_id == case.id)))
    last = work.session.scalar(select(func.max(Section.position)).where(Section.case_id == case.id)) or 0
    settings = profile.of(case.profile.settings)
    missing = [kind for kind in settings.sections if kind.plan and kind.key not in there]
    for number, kind in enumerate(missing, start=last + 1):
        cases.new_section(work, case, kind.key, number)
    if missing:
        work.record(viewer.actor, Permission.SECTION_WRITE, f"case:{case.id}", case.id, at)
        if viewer.meeting_id is not None:
            work.tell(MeetingChanged(case.id, viewer.meeting_id))


# --- helpers


def _take_away(
    work: UnitOfWork,
    viewer: policy.Viewer,
    goal_id: str,
    removed_at: datetime | None,
    at: datetime,
    why: str = "",
) -> None:
    goal = work.lock(Goal, goal_id)
    policy.require(viewer, Permission.GOAL_WRITE, goal)
    if (goal.removed_at is None) == (removed_at is None):
        return
    reason = require_mover(work.session, viewer, goal, why, back=removed_at is None)
    goal.removed_at = removed_at
    before, after = ("", "yes") if removed_at else ("yes", "")
    remember(work, viewer, goal, REMOVED, before, after, at, reason)
    _changed(work, viewer, goal, at, listed=True)


def _changed(
    work: UnitOfWork, viewer: policy.Viewer, goal: Goal, at: datetime, *, listed: bool = False
) -> None:
    changed(work, viewer, Permission.GOAL_WRITE, goal, at, listed=listed)


def _just_added(session: Session, viewer: policy.Viewer, words: str, phase: str, at: datetime) -> Goal | None:
    """The same words by the same person a moment ago: a form that was sent twice, not a second goal."""
    ids = just_touched(session, viewer, "goal", Permission.GOAL_WRITE, at)
    found = select(Goal).where(
        Goal.id.in_(ids),
        Goal.added_by_id == viewer.person_id,
        Goal.phase == phase,
        Goal.removed_at.is_(None),
    )
    return next((one for one in session.scalars(found) if one.text.words == words), None)
