"""Obstacles (*knelpunten*) as a kind: the project team's until they went up."""

from typing import Any

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from models.enums import LearningRole, ObstacleLevel
from models.errors.base import NotAllowed, Refused
from models.learning import Obstacle

#: An obstacle at one of these levels went up to the steering group.
ABOVE_THE_TEAM = frozenset({ObstacleLevel.STEERING, ObstacleLevel.NATIONAL})


def _shown(obstacle: Any, viewer: Viewer) -> bool:
    return LearningRole.PROJECT_TEAM in viewer.roles or obstacle.level in ABOVE_THE_TEAM


def _lies_elsewhere(obstacle: Any, permission: Permission, viewer: Viewer) -> Refused | None:
    """An obstacle is answered where it lies: what went up is answered by the steering group."""
    up = obstacle.level in ABOVE_THE_TEAM and LearningRole.STEERING_GROUP not in viewer.roles
    return NotAllowed() if permission == Permission.OBSTACLE_ANSWER and up else None


OBSTACLE = register(
    Kind(
        name="obstacle",
        model=Obstacle,
        part=Left("of a region, which has no family"),
        read=Permission.OBSTACLE_READ,
        within=of_region(lambda obstacle: obstacle.profile_id),
        shown=_shown,
        settled=_lies_elsewhere,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
