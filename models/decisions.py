"""Decisions by consent (*besluit*): options, reasons, and who stands where (domain paper 5.7)."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.changesets import is_blank
from models.enums import AGREEING, DecisionRule, DecisionStance, DecisionState, LegalBasis
from models.people import Person
from models.sealed import Sealed
from models.shields import Shield
from models.statements import Statement
from models.texts import Text


class Decision(Base):
    """A question, what was weighed, what is decided and why. Its words are written together.

    `handled`: what was done with an objection. `wrong_if`: what would prove us wrong. `asked`: who was asked when it
    was decided (*aan wie is het gevraagd*); nobody while it is open. `worn_by`: who wore its hat then and said yes.
    """

    __tablename__ = "decision"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    reason_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    handled_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    wrong_if_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    state: Mapped[DecisionState] = mapped_column(String(20), default=DecisionState.OPEN)
    rule: Mapped[DecisionRule] = mapped_column(String(20), default=DecisionRule.CONSENT)
    hat: Mapped[str] = mapped_column(String(40), default="")
    reserved_act: Mapped[str] = mapped_column(String(40), default="")
    legal_basis: Mapped[LegalBasis] = mapped_column(String(20), default=LegalBasis.VOLUNTARY)
    departs_from = Sealed[str]("")
    how_to_object = Sealed[str]("")
    review_on: Mapped[date | None]
    next_step = Sealed[str]("")
    next_step_on: Mapped[date | None]
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    position: Mapped[float]
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    question: Mapped[Text] = relationship(foreign_keys=[question_id])
    text: Mapped[Text] = relationship(foreign_keys=[text_id])
    reason: Mapped[Text] = relationship(foreign_keys=[reason_id])
    handled: Mapped[Text] = relationship(foreign_keys=[handled_id])
    wrong_if: Mapped[Text] = relationship(foreign_keys=[wrong_if_id])
    shield: Mapped[Shield | None] = relationship()
    options: Mapped[list["DecisionOption"]] = relationship(order_by="DecisionOption.position")
    meanings: Mapped[list["ChildMeaning"]] = relationship()
    stances: Mapped[list["Stand"]] = relationship(back_populates="decision")
    statements: Mapped[list[Statement]] = relationship(
        secondary="decision_statement", order_by=Statement.position
    )
    asked: Mapped[list[Person]] = relationship(secondary="decision_asked", order_by=Person.position)
    worn_by: Mapped[list[Person]] = relationship(secondary="decision_hat", order_by=Person.position)

    @property
    def texts(self) -> list[Text]:
        """Every text of it: they are shielded, fixed and opened together."""
        own = [self.question, self.text, self.reason, self.handled, self.wrong_if]
        return own + [one.text for one in self.options] + [one.text for one in self.meanings]

    @property
    def weighed(self) -> list["DecisionOption"]:
        """The options that have words."""
        return [option for option in self.options if not is_blank(option.text.words)]

    @property
    def objections(self) -> list["Stand"]:
        """Objections that still stand, also those to an earlier wording: only the person takes one back."""
        return [stand for stand in self.stances if stand.stance == DecisionStance.OBJECTS]

    def said(self, instead: Mapping[str, str] | None = None) -> str:
        """What a stance is about: question, decision and options. `instead`: other words, by the id of a text."""
        about = [self.question, self.text, *(option.text for option in self.options)]
        words = [(instead or {}).get(text.id, text.words) for text in about]
        return "\n".join(found for one in words if (found := " ".join(one.split())))


class DecisionOption(Base):
    """One of the possibilities that were weighed (*mogelijkheid*), with what speaks for and against it."""

    __tablename__ = "decision_option"

    id: Mapped[Key]
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    position: Mapped[int]

    text: Mapped[Text] = relationship()


class DecisionAsked(Base):
    """Somebody who was asked where they stand when a decision was taken, also who gave no answer."""

    __tablename__ = "decision_asked"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    decision: Mapped[Decision] = relationship(viewonly=True)


class DecisionHat(Base):
    """Somebody who wore the hat of a decision when it was taken, and stood behind it themselves."""

    __tablename__ = "decision_hat"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    decision: Mapped[Decision] = relationship(viewonly=True)


class DecisionStatement(Base):
    """A statement a decision rests on (*steunt op*)."""

    __tablename__ = "decision_statement"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), primary_key=True, index=True)


class ChildMeaning(Base):
    """What a decision means for one child (*wat betekent dit voor ...*)."""

    __tablename__ = "child_meaning"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)

    person: Mapped[Person] = relationship()
    text: Mapped[Text] = relationship()


class Stand(Personal, Base):
    """Where one person stands on a decision, in own words; given on their own device. `said`: the decision then.

    `aloud`: said at the table and written down by the chair (*hardop gevraagd*). It never counts as their own yes.
    """

    __tablename__ = "stand"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    stance: Mapped[DecisionStance] = mapped_column(String(20))
    words = Sealed[str]("")
    said = Sealed[str]()
    given_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    aloud: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[Moment]

    decision: Mapped[Decision] = relationship(back_populates="stances")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])

    @property
    def fits(self) -> bool:
        """Whether it is about what the decision says now; otherwise the person is asked again."""
        return self.said == self.decision.said()

    @property
    def said_words(self) -> str:
        """What it was given to, as people read it: question, decision and options."""
        return " · ".join(self.said.split("\n"))

    @property
    def agrees(self) -> bool:
        """Whether it is somebody's own *steun ik* or *kan ermee leven* to what stands there now."""
        return self.stance in AGREEING and self.fits and not self.aloud
