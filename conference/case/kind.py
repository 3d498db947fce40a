"""A family's case (*zaak*), the people around it, and the sections of its analysis as kinds."""

from collections.abc import Iterable

from sqlalchemy.orm import selectinload

from conference.access.kinds import Compared, Export, Item, Kind, Left, Writing, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.export import head
from conference.region import profile
from models.analysis import Section
from models.case import Case
from models.enums import TextKind
from models.people import Person


def _itself(case: Case, viewer: Viewer) -> bool:
    return case.id == viewer.case_id


def _reading(item: Item) -> Permission:
    """Own words of somebody of the family are read by another rule than what the table wrote."""
    return Permission.SECTION_READ if item["owner"] is None else Permission.OWN_WORDS_READ


def _sections(writing: Writing) -> Iterable[Item]:
    """Texts, with where they belong: the opening of a meeting, the plan of a phase, or the analysis."""
    settings = profile.of(writing.meeting.case.profile.settings)
    kinds = {kind.key: kind for kind in settings.sections}
    found = writing.of_case(Section).order_by(Section.position)
    for section in writing.session.scalars(found.options(selectinload(Section.text))):
        if section.text.words.strip():
            kind = kinds.get(section.key)
            yield {
                **head("section", section.id, section.text.shield),
                "key": section.key,
                "owner": section.text.owner_id,
                "opening": kind is not None and kind.opening,
                "plan": kind.plan if kind is not None else None,
                "words": section.text.words,
            }


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
        report=Left("it heads the report: `case`"),
    )
)
PERSON = register(
    Kind(
        name="person",
        model=Person,
        read=Permission.MEETING_READ,
        owners=lambda person, permission: person.voices,
        stands=Left("people stand in the shell of the table"),
        report=Left("everybody stands in the head of the report: `people`"),
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
        report=Export(place=10, items=_sections, reads=_reading, compared=Compared()),
    )
)
