"""A family's case (*zaak*), the people around it, and the sections of its analysis as kinds."""

from collections.abc import Iterable

from sqlalchemy.orm import selectinload

from conference.access.kinds import Chapter, Compared, Export, Item, Kept, Kind, Left, Say, Writing, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.export import head
from conference.region import profile
from models.analysis import Section
from models.case import Case
from models.enums import TextKind
from models.people import Person
from models.translation import N_


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


def _who(one: Person, say: Say) -> Iterable[Kept]:
    for label, value in (
        (N_("Naam"), one.name),
        (N_("Leeftijd"), one.age),
        (N_("Rol"), one.role_words),
        (N_("Organisatie"), one.organisation),
        (N_("E-mailadres"), one.account.email if one.account else ""),
        (N_("Wie voor u spreekt"), one.voice_via.name if one.voice_via else ""),
    ):
        if value not in ("", None):
            yield Kept("", str(value), say(label))


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
        own_data=Left("a family is nobody alone; what it says of somebody stands with that person"),
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
        own_data=(
            Chapter(
                place=10,
                key="who",
                title=N_("Wie u bent"),
                mine=lambda me: Person.id == me,
                said=_who,
                asked=Left("everybody may know who they are here"),
            ),
        ),
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
        own_data=Left("its words are told with the shared texts"),
    )
)
