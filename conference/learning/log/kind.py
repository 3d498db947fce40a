"""Shared notes and their themes as kinds."""

from conference.access.kinds import Kind, Left, of_region, register
from conference.access.permissions import Permission
from models.learning import LearningNote, Theme

NOTE = register(
    Kind(
        name="note",
        model=LearningNote,
        part=Left("of a region, which has no family"),
        read=Permission.NOTE_READ,
        within=of_region(lambda note: note.profile_id),
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
THEME = register(
    Kind(
        name="theme",
        model=Theme,
        part=Left("of a region, which has no family"),
        read=Permission.NOTE_READ,
        within=of_region(lambda theme: theme.profile_id),
        stands=Left("pages of the learning layer ask for themselves anew"),
        report=Left("what a region learns stands apart from every family"),
        own_data=Left("it knows accounts of a region, and nobody of a family"),
    )
)
