"""A family's case (*zaak*), the people around it, and the sections of its analysis as kinds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import selectinload

from conference.access.kinds import (
    Change,
    Chapter,
    Compared,
    Export,
    Item,
    Kept,
    Kind,
    Left,
    Say,
    Shielding,
    Writing,
    itself,
    register,
)
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from conference.records.export import head
from conference.records.told import joined, on_day
from conference.region import profile
from models.analysis import Section
from models.case import Case, FaceChange
from models.changesets import is_blank
from models.enums import Face, TextKind
from models.errors.base import NotFound
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
        if not is_blank(section.text.words):
            kind = kinds.get(section.key)
            yield {
                **head("section", section.id, section.text.shield),
                "key": section.key,
                "owner": section.text.owner_id,
                "opening": kind is not None and kind.opening,
                "plan": kind.plan if kind is not None else None,
                "words": section.text.words,
            }


def _starts(change: Change, beside: Any) -> dict[str, Any]:
    """A text of its own beside that of the table, in the same place. Raises NotFound without a text beside it."""
    if not isinstance(beside, Section):
        raise NotFound
    return {"key": beside.key, "position": beside.position}


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
    roles = (
        (one.case.fixed_face_id, N_("vast gezicht")),
        (one.case.second_face_id, N_("tweede gezicht")),
        (one.case.case_director_id, N_("heeft de regie")),
    )
    for holder, role in roles:
        if holder == one.id:
            yield Kept("", say(role), say(N_("Bij dit gezin")))


def _change(one: FaceChange, say: Say) -> Iterable[Kept]:
    """Who came or went, and why: everybody around the family reads it."""
    before, after = (person.name if person else "" for person in (one.before, one.after))
    if not after:
        words = say(N_("%(name)s is geen vast gezicht meer"), name=before)
    elif one.face == Face.DIRECTOR:
        words = say(N_("%(name)s heeft nu de regie"), name=after)
    else:
        words = say(N_("%(name)s werd vast gezicht"), name=after)
    instead = say(N_("in plaats van %(name)s"), name=before) if before and after else ""
    yield Kept(on_day(one.at), joined(", ", words, instead), one.reason)


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
        own_data=(
            Chapter(
                place=15,
                key="faces",
                title=N_("Wissels van gezicht met u"),
                model=FaceChange,
                mine=lambda me: or_(
                    FaceChange.before_id == me, FaceChange.after_id == me, FaceChange.by_id == me
                ),
                order=(FaceChange.at, FaceChange.face),
                said=_change,
                asked=Left("who stays with a family is told to everybody around it"),
            ),
        ),
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
            Chapter(
                place=12,
                key="speaks_for",
                title=N_("Voor wie u spreekt"),
                mine=lambda me: Person.voice_via_id == me,
                order=(Person.position,),
                said=lambda person, say: [Kept("", person.name)],
                asked=itself,
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
        shielding=Shielding(
            called=N_("Eigen stuk bij een tekst"),
            texts={"text": TextKind.SECTION},
            writes=Permission.SECTION_WRITE,
            starts=_starts,
            keeps=("key",),
        ),
        own_data=Left("its words are told with the shared texts"),
    )
)
