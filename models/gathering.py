"""What belongs to a meeting as a whole: its opening, questions, added expertise and how it ends (domain paper 5.2)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.people import Person


class RulesAgreed(Base):
    """Somebody agreed to the rules of the game on their own device (*spelregels*). `said`: the rules then."""

    __tablename__ = "rules_agreed"

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    said: Mapped[str] = mapped_column(LongText, default="")
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
    words: Mapped[str] = mapped_column(String(200), default="")
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Moment]
    part_id: Mapped[str | None] = mapped_column(ForeignKey("part.id"), index=True)
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Moment | None]

    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Expertise(Base):
    """*Haal erbij*: expertise added to the table with one question and an end date; the family is not handed over."""

    __tablename__ = "expertise"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    who: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    question: Mapped[str] = mapped_column(String(500))
    until: Mapped[date]
    asked_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[Moment]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    ended_at: Mapped[Moment | None]

    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])


class CheckOut(Base):
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
    tip: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[Moment]

    person: Mapped[Person] = relationship()
