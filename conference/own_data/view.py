"""All that Rondom holds of one person (*inzage*): in plain words for a page, and the same as a file.

Only for the person themselves, and through the gate: what they may not know of stays away here too, also when it is
about them. What there is to tell each kind of record says itself (`Chapter`).
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.access.kinds import Chapter, Kept, Kind, Left, chapters
from conference.core import rendering
from conference.core.i18n import gettext, language
from conference.region import profile
from models.people import Person
from models.translation import N_


def titles() -> dict[str, str]:
    """The heading of each chapter by its key, in order and in Dutch."""
    return {chapter.key: chapter.title for _, chapter in chapters()}


class _Say:
    """Says things in the language of this moment."""

    def __call__(self, sentence: str, /, **values: Any) -> str:
        """A sentence of the program."""
        return gettext(sentence, **values)

    def label(self, label: dict[str, str], /) -> str:
        """A word of the region."""
        return profile.say(label, language())


class OwnData:
    """What is held of the viewer, chapter by chapter; a chapter without anything is left out."""

    def __init__(self, session: Session, viewer: policy.Viewer) -> None:
        self._session, self._viewer = session, viewer
        self.person = session.get_one(Person, viewer.person_id)

    def chapters(self) -> dict[str, list[Kept]]:
        """By stable key, in the order of `titles`."""
        found = {chapter.key: list(self._told(kind, chapter)) for kind, chapter in chapters()}
        return {key: rows for key, rows in found.items() if rows}

    def as_file(self, at: datetime) -> dict[str, Any]:
        """The same for a program: days as `2026-05-01`. It leaves the house: raises StepUpNeeded."""
        sessions.require_recent(self._viewer, at)
        return {
            "format": "rondom-own-data",
            "version": 1,
            "note": gettext(
                N_("Er kan meer zijn dat u hier niet ziet. Vraag het aan de privacyfunctionaris.")
            ),
            "case": self.person.case.title,
            "data": {key: [asdict(one) for one in rows] for key, rows in self.chapters().items()},
        }

    def _told(self, kind: Kind, chapter: Chapter) -> Iterator[Kept]:
        found = select(chapter.model or kind.model).where(chapter.mine(self.person.id))
        for record in self._session.scalars(found.order_by(*chapter.order)):
            if isinstance(chapter.asked, Left) or policy.visible(chapter.asked(record), self._viewer):
                yield from chapter.said(record, _Say())


def said(on: str, language: str) -> str:
    """A day in words."""
    return rendering.plain_date(date.fromisoformat(on), language) if on else ""
