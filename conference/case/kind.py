"""A family's case (*zaak*), the people around it, and the sections of its analysis as kinds."""

from conference.access.kinds import Kind, Left, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from models.analysis import Section
from models.case import Case
from models.enums import TextKind
from models.people import Person


def _itself(case: Case, viewer: Viewer) -> bool:
    return case.id == viewer.case_id


# Guests never open the case, and may still hear what happens at its table.
CASE = register(
    Kind(
        name="case",
        model=Case,
        read=Permission.CASE_READ,
        write=Permission.CASE_CHANGE,
        also_read=(Permission.MEETING_READ,),
        within=_itself,
        stands=Left("the pages of a family are no live pages"),
    )
)
PERSON = register(
    Kind(
        name="person",
        model=Person,
        read=Permission.MEETING_READ,
        owners=lambda person, permission: person.voices,
        stands=Left("people stand in the shell of the table"),
    )
)
SECTION = register(
    Kind(
        name="section",
        askable=True,
        stands_alone=True,
        model=Section,
        read=Permission.SECTION_READ,
        carrier=lambda section: section.text,
        texts={
            TextKind.SECTION: (Permission.SECTION_READ, Permission.SECTION_WRITE),
            TextKind.OWN_WORDS: (Permission.OWN_WORDS_READ, Permission.OWN_WORDS_WRITE),
        },
        stands=Left("its text is a live part of its own"),
    )
)
