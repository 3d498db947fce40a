"""Goals (*doelen*) and the days the plan was gone over as kinds."""

from typing import Any

from conference.access.kinds import Change, Kind, register, whose
from conference.access.permissions import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.records.fields import kept, one_of, person, remember
from conference.region import profile
from models.case import Case
from models.enums import TextKind
from models.plans import Goal, PlanCheck


def _owners(goal: Goal, permission: Permission) -> Any:
    """Whether it was reached is asked of whose goal it is, or who speaks for a child."""
    if permission == Permission.GOAL_ATTAIN:
        return goal.owner.voices if goal.owner else ()
    return whose(goal, permission)


def phases(case: Case) -> list[str]:
    """The phases of the region, in their order."""
    return [phase.key for phase in profile.of(case.profile.settings).phases]


def _phases(work: UnitOfWork, goal: Any) -> list[str]:
    return phases(work.load(Case, goal.case_id))


def _ask_new_owner(change: Change, goal: Any, field: str, before: str) -> None:
    """Whether it was reached was said by the earlier owner: the new one is asked again."""
    if field != "owner":
        return
    change.work.session.expire(goal, ["owner"])
    if goal.attainment is not None:
        remember(change.work, change.viewer, goal, "attainment", goal.attainment, "", change.at)
        goal.attainment = None


GOAL = register(
    Kind(
        name="goal",
        askable=True,
        model=Goal,
        read=Permission.GOAL_READ,
        write=Permission.GOAL_WRITE,
        owners=_owners,
        texts={TextKind.GOAL: None},
        text_carrier="goal",
        fields={"owner": kept(person("owner_id")), "phase": kept(one_of("phase", _phases, empty=False))},
        listed=frozenset({"phase"}),
        after=_ask_new_owner,
    )
)
PLAN_CHECK = register(Kind(name="plan_check", model=PlanCheck, read=Permission.GOAL_READ))
