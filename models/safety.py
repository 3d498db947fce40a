"""How safe it is now (*veiligheidscijfer*): numbers given alone and shown together (domain paper 5.5)."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.meeting import Meeting
from models.people import Person
from models.sealed import Sealed


class SafetyRound(Base):
    """The numbers of one meeting. Until `revealed_at` each is known to its giver only."""

    __tablename__ = "safety_round"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    opened_at: Mapped[Moment]
    revealed_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship()
    numbers: Mapped[list["SafetyNumber"]] = relationship(back_populates="round")


class SafetyNumber(Personal, Base):
    """One person's number, 0 (not safe at all) to 10, and why. `given_by_id`: who typed it for a child.

    `score` is None for who rather gives none, and for who was erased. `off_screen` (*niet op het scherm*): not on the
    wall, on no other phone and in no report; the chair and the safety partners of that meeting see it.
    """

    __tablename__ = "safety_number"
    __table_args__ = (CheckConstraint("score BETWEEN 0 AND 10", name="score_possible"),)

    scores = ("score",)

    round_id: Mapped[str] = mapped_column(ForeignKey("safety_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    score: Mapped[int | None]
    off_screen: Mapped[bool] = mapped_column(default=False)
    why = Sealed[str]("")
    given_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]

    round: Mapped[SafetyRound] = relationship(back_populates="numbers")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])

    @property
    def case_id(self) -> str:
        """The case of its round: what rights are asked of."""
        return self.round.case_id
