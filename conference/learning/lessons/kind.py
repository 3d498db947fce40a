"""Lesson cards (*leskaarten*) as a kind: one that was not shared yet is for those who write it."""

from typing import Any

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer, granted
from models.learning import LessonCard


def _shown(card: Any, viewer: Viewer) -> bool:
    return card.published_at is not None or granted(viewer, Permission.LESSON_WRITE, card)


LESSON = register(
    Kind(
        name="lesson",
        model=LessonCard,
        part=Left("of a region, which has no family"),
        read=Permission.LESSON_READ,
        within=of_region(lambda card: card.profile_id),
        shown=_shown,
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
