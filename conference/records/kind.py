"""Shared texts as a kind: a text has the rights of the record it is part of."""

from collections.abc import Iterable
from typing import Any

from conference.access.kinds import Chapter, Kept, Kind, Left, Part, Say, of_text, register
from conference.access.permissions import Permission
from conference.access.policy import Viewer
from models.changesets import is_blank
from models.errors.base import Refused
from models.errors.decisions import DecisionFixed
from models.texts import Text
from models.translation import N_


def _carrier(text: Text) -> Any:
    """The record the text is part of, when it knows that record."""
    name = of_text(text).text_carrier
    return (getattr(text, name) if name else None) or text


def _owners(text: Text, permission: Permission) -> set[str | None]:
    """Own words are their owner's: they themselves, or who they asked to speak for them."""
    if permission == Permission.OWN_WORDS_WRITE and text.owner is not None:
        return set(text.owner.voices)
    return {text.owner_id}


def _places(text: Text) -> Iterable[str]:
    """A text that stands for itself is in the part of its section, or of what it is part of."""
    part = of_text(text).part
    if isinstance(part, Left):
        return ()
    return part.places(text.section) if text.section is not None else (part.place,)


def _settled(text: Text, permission: Permission, viewer: Viewer) -> Refused | None:
    return DecisionFixed() if permission == Permission.DECISION_WRITE and text.fixed else None


def _own_words(text: Text, say: Say) -> Iterable[Kept]:
    if not is_blank(text.words):
        yield Kept("", text.words)


TEXT = register(
    Kind(
        name="text",
        model=Text,
        part=Part(places=_places, own=lambda text: text.owner.voices if text.owner else ()),
        read=None,
        carrier=_carrier,
        owners=_owners,
        settled=_settled,
        stands=Left("a text stands where its record stands"),
        report=Left("words stand with the record they are part of"),
        own_data=(
            Chapter(
                place=20,
                key="own_words",
                title=N_("Uw eigen woorden"),
                mine=lambda me: Text.owner_id == me,
                said=_own_words,
                asked=Left("own words are their owner's, whoever else may read them"),
            ),
        ),
    )
)
