"""The three biggest risks (*Top 3*): named alone, shown together, then one list of the table (domain paper SP-04)."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from models.actions import Action
from models.base import Base, Key, Moment, Personal
from models.people import Person
from models.plans import Goal
from models.sealed import Sealed
from models.shields import Shield
from models.texts import Text


class RiskRound(Base):
    """What everybody named at one meeting. Until `revealed_at` each answer is known to its giver only."""

    __tablename__ = "risk_round"
    __table_args__ = (UniqueConstraint("meeting_id"),)

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    opened_at: Mapped[Moment]
    revealed_at: Mapped[Moment | None]

    answers: Mapped[list["RiskAnswer"]] = relationship(back_populates="round")


class RiskAnswer(Base):
    """One person's biggest risks, at most three, the biggest first; none when they rather give none.

    `off_screen`: not on the shared screen (*niet op het scherm*). `given_by_id`: who typed it for a child.
    """

    __tablename__ = "risk_answer"

    round_id: Mapped[str] = mapped_column(ForeignKey("risk_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    off_screen: Mapped[bool] = mapped_column(default=False)
    given_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]

    round: Mapped[RiskRound] = relationship(back_populates="answers")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])
    named: Mapped[list["NamedRisk"]] = relationship(
        back_populates="answer", order_by="NamedRisk.place", cascade="all, delete-orphan"
    )

    @property
    def case_id(self) -> str:
        """The case of its round: what rights are asked of."""
        return self.round.case_id


class NamedRisk(Personal, Base):
    """One risk in somebody's own words; `place` 1 is the biggest. `risk` is what the table made of it."""

    __tablename__ = "named_risk"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round_id", "person_id"],
            ["risk_answer.round_id", "risk_answer.person_id"],
            name="fk_named_risk_answer",
        ),
        UniqueConstraint("round_id", "person_id", "place"),
        CheckConstraint("place BETWEEN 1 AND 3", name="place_possible"),
    )

    id: Mapped[Key]
    round_id: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[str] = mapped_column(String(16), index=True)
    place: Mapped[int]
    words = Sealed[str]()
    risk_id: Mapped[str | None] = mapped_column(ForeignKey("risk.id"), index=True)

    answer: Mapped[RiskAnswer] = relationship(back_populates="named")
    risk: Mapped["Risk | None"] = relationship(back_populates="named")


class Risk(Base):
    """One risk on the list of the table, in words that everybody edits. The first three are *onze drie*."""

    __tablename__ = "risk"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    position: Mapped[float]
    action_id: Mapped[str | None] = mapped_column(ForeignKey("action.id"), index=True)
    goal_id: Mapped[str | None] = mapped_column(ForeignKey("goal.id"), index=True)
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[Moment]
    removed_at: Mapped[Moment | None]

    text: Mapped[Text] = relationship(backref=backref("risk", uselist=False))
    action: Mapped[Action | None] = relationship()
    goal: Mapped[Goal | None] = relationship()
    shield: Mapped[Shield | None] = relationship()
    named: Mapped[list[NamedRisk]] = relationship(back_populates="risk")
