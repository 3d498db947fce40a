"""Reflection notes (*reflectienotities*): they lie with the case, and are their author's (domain paper 5.8)."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.enums import Answer, NoteKind, NoteLayer
from models.people import Person
from models.sealed import Sealed


class Reflection(Personal, Base):
    """One note of one person. What leaves the case is a copy without names (`models.learning.LearningNote`).

    That copy is found again with a keyed mark of this id; no column leads from here to there, or back.
    """

    __tablename__ = "reflection"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    prompt: Mapped[str] = mapped_column(String(40))
    words = Sealed[str]()
    friction = Sealed[str]("")
    kind: Mapped[NoteKind | None] = mapped_column(String(20))
    principles: Mapped[list[Any]] = mapped_column(JSON, default=list)
    better_off: Mapped[Answer | None] = mapped_column(String(20))
    could_do: Mapped[Answer | None] = mapped_column(String(20))
    layer: Mapped[NoteLayer] = mapped_column(String(20), default=NoteLayer.PRIVATE)
    at: Mapped[Moment]
    shared_at: Mapped[Moment | None]

    person: Mapped[Person] = relationship()

    @property
    def owner_id(self) -> str:
        """Whose it is."""
        return self.person_id
