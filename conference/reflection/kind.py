"""Reflection notes (*reflecties*) as a kind: private by default."""

from conference.access.kinds import Chapter, Kept, Kind, Left, register
from conference.access.permissions import Permission
from conference.records.told import on_day
from models.enums import NoteLayer
from models.reflections import Reflection
from models.translation import N_


def _owners(note: Reflection, permission: Permission) -> set[str]:
    team = permission == Permission.REFLECTION_READ and note.layer == NoteLayer.TEAM
    return {note.person_id, *(_team(note) if team else ())}


def _team(note: Reflection) -> set[str]:
    """The colleagues of its author at this family: those of the same organisation."""
    author = note.person.account
    if author is None:
        return set()
    return {
        person.id
        for person in note.person.case.people
        if person.account is not None and person.account.organisation_id == author.organisation_id
    }


REFLECTION = register(
    Kind(
        name="reflection",
        model=Reflection,
        part=Left("a note is for its author and who they share it with"),
        read=Permission.REFLECTION_READ,
        owners=_owners,
        stands=Left("notes stand on their writer's own page"),
        report=Left("a reflection is its author's, not the table's"),
        own_data=(
            Chapter(
                place=130,
                key="reflections",
                title=N_("Uw notities"),
                mine=lambda me: Reflection.person_id == me,
                order=(Reflection.at,),
                said=lambda note, say: [Kept(on_day(note.at), note.words, note.friction)],
                asked=Left("a note is its author's"),
            ),
        ),
    )
)
