"""Goals (*doelen*) and the days the plan was gone over as kinds."""

from typing import Any

from conference.access.kinds import EVERYWHERE, Kind, Left, Stands, on_all, register, whose
from conference.access.permissions import Permission
from conference.region.profile import Block
from models.enums import TextKind
from models.plans import Goal, PlanCheck


def _owners(goal: Goal, permission: Permission) -> Any:
    """Whether it was reached is asked of whose goal it is, or who speaks for a child."""
    if permission == Permission.GOAL_ATTAIN:
        return goal.owner.voices if goal.owner else ()
    return whose(goal, permission)


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
        stands=Stands(
            lists=on_all("plan", "actions"), alone=EVERYWHERE, blocks={Block.PLAN: ("goal", "plan")}
        ),
        words=lambda board, field, value: board.plan.label_of(field, value),
    )
)
PLAN_CHECK = register(
    Kind(
        name="plan_check",
        model=PlanCheck,
        read=Permission.GOAL_READ,
        stands=Left("it stands in the plan of its phase"),
    )
)
