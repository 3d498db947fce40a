"""What belongs to a meeting as a whole: its opening, questions, added expertise and how it ends (domain paper 5.2)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.people import Person
from models.sealed import Sealed


class RulesAgreed(Personal, Base):
    """Somebody agreed to the rules of the game on their own device (*spelregels*). `said`: the rules then."""

    __tablename__ = "rules_agreed"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    said = Sealed[str]("")
    at: Mapped[Moment]


class Explanation(Base):
    """*Leg uit*: somebody does not understand a word or item; the chair has to answer. The asker's name is not shown.

    `thing` names the item (`statement:ID`, `section:ID`...) or is empty; `words` is the word itself. Both empty asks
    for plain words (*gewone woorden graag*). `part_id` is where the table was; an `answer` given aloud stays empty.
    """

    __tablename__ = "explanation"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    thing: Mapped[str] = mapped_column(String(60), default="")
    words = Sealed[str]("")
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Moment]
    part_id: Mapped[str | None] = mapped_column(ForeignKey("part.id"), index=True)
    answer = Sealed[str]("")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Moment | None]

    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Expertise(Base):
    """*Haal erbij*: expertise added to the table with one question and an end date; the family is not handed over."""

    __tablename__ = "expertise"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    who = Sealed[str]()
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    question = Sealed[str]()
    until: Mapped[date]
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Moment]
    answer = Sealed[str]("")
    ended_at: Mapped[Moment | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])


class CheckOut(Personal, Base):
    """Four questions at the end, 0 to 10, and one tip (*afsluiten*)."""

    __tablename__ = "check_out"
    __table_args__ = (
        CheckConstraint(
            "heard BETWEEN 0 AND 10 AND topics BETWEEN 0 AND 10 AND way BETWEEN 0 AND 10 AND overall BETWEEN 0 AND 10",
            name="scores_possible",
        ),
    )

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    heard: Mapped[int]
    topics: Mapped[int]
    way: Mapped[int]
    overall: Mapped[int]
    tip = Sealed[str]("")
    at: Mapped[Moment]

    person: Mapped[Person] = relationship()
