"""Statements (*feiten en andere uitspraken*) and what the people they are about answer (domain paper 5.3)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment, Personal
from models.enums import CERTAIN, OWN_EYES, Basis, Precision, ResponseStance, StatementKind
from models.people import Person
from models.sealed import Sealed
from models.shields import Shield
from models.texts import Text


class Statement(Base):
    """One thing that is known, said, or thought. A fact has a source and a date; a correction replaces it.

    Without `happened_on`, the precision `unknown` means that somebody chose so; any other that nobody said yet.
    """

    __tablename__ = "statement"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[StatementKind] = mapped_column(String(20))
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    happened_on: Mapped[date | None]
    happened_until: Mapped[date | None]
    precision: Mapped[Precision] = mapped_column(String(20), default=Precision.UNKNOWN)
    source_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_words = Sealed[str]("")
    basis: Mapped[Basis] = mapped_column(String(20), default=Basis.UNKNOWN)
    life_area: Mapped[str] = mapped_column(String(40), default="")
    replaces_id: Mapped[str | None] = mapped_column(ForeignKey("statement.id"), index=True)
    withdrawn_at: Mapped[Moment | None]
    withdrawn_why = Sealed[str]("")
    accorded_at: Mapped[Moment | None]
    accorded_said = Sealed[str]("")
    position: Mapped[float]
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[Moment]

    text: Mapped[Text] = relationship()
    source: Mapped[Person | None] = relationship(foreign_keys=[source_id])
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    replaces: Mapped["Statement | None"] = relationship(
        remote_side="Statement.id", back_populates="replaced_by"
    )
    replaced_by: Mapped["Statement | None"] = relationship(back_populates="replaces", uselist=False)
    shield: Mapped[Shield | None] = relationship()
    about: Mapped[list[Person]] = relationship(secondary="statement_about", order_by=Person.position)
    responses: Mapped[list["Response"]] = relationship(back_populates="statement")

    @property
    def certain(self) -> bool:
        """Whether it stands under *wat weten we zeker?*; the others are *wat we denken of vinden*."""
        return self.kind in CERTAIN and not self.lacking

    @property
    def lacking(self) -> list[str]:
        """What it needs before it counts as certain: `source`, `date`. Of what one saw oneself the date is enough.

        A *verklaring* needs who says it, a *waarneming* who saw it and when, a fact both.
        """
        own = self.kind == StatementKind.OBSERVATION and self.basis in OWN_EYES
        needs = {
            "source": self.kind in CERTAIN and not self.sourced and not own,
            "date": self.kind in (StatementKind.FACT, StatementKind.OBSERVATION) and not self.dated,
        }
        return [name for name, needed in needs.items() if needed]

    @property
    def current(self) -> bool:
        """Neither replaced nor taken back."""
        return self.replaced_by is None and self.withdrawn_at is None

    @property
    def sourced(self) -> bool:
        """Whether somebody or something is named as its source."""
        return bool(self.source_id or self.source_words)

    @property
    def dated(self) -> bool:
        """Whether it has a date, or somebody chose openly that it is unknown (`precision`)."""
        return self.happened_on is not None or self.precision == Precision.UNKNOWN

    def said(self, words: str | None = None) -> str:
        """What somebody answers to or approves: kind, wording, source and date. Another `said` asks again.

        `words` are those of an earlier version, for somebody who answered to that one.
        """
        when = f"{self.precision}:{self.happened_on or ''}:{self.happened_until or ''}"
        wording = (self.text.words if words is None else words).strip()
        return "\n".join((self.kind, when, self.source_id or "", self.source_words, wording))

    @property
    def accorded_words(self) -> str:
        """The wording that the source approved."""
        return wording_of(self.accorded_said)

    @property
    def accorded(self) -> bool:
        """Whether the source approved what it says now (*akkoord van de bron*); an edit undoes it."""
        return self.accorded_at is not None and self.accorded_said == self.said()

    @property
    def belongs_to_source(self) -> bool:
        """Whether the source that stands there now approved a wording of it once: from then on the words are theirs."""
        return self.accorded_at is not None and self.accorded_said.split("\n")[2:3] == [self.source_id]

    def accord(self, said: str, at: datetime) -> None:
        """The source approves how it was written on their screen."""
        self.accorded_at, self.accorded_said = at, said


class StatementAbout(Base):
    """Somebody a statement is about (*gaat over*)."""

    __tablename__ = "statement_about"

    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class Response(Personal, Base):
    """The answer of one person to one statement, in own words. It belongs to what the statement said then (`said`)."""

    __tablename__ = "response"

    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    stance: Mapped[ResponseStance] = mapped_column(String(20))
    words = Sealed[str]("")
    said = Sealed[str]()
    given_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]

    statement: Mapped[Statement] = relationship(back_populates="responses")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])

    @property
    def case_id(self) -> str:
        """The case of its statement: what rights are asked of."""
        return self.statement.case_id

    @property
    def owner_id(self) -> str:
        """Whose it is: nobody else changes or removes it."""
        return self.person_id

    @property
    def shield(self) -> Shield | None:
        """As hidden as the statement."""
        return self.statement.shield

    @property
    def said_words(self) -> str:
        """The wording it answered."""
        return wording_of(self.said)

    @property
    def fits(self) -> bool:
        """Whether it answers what the statement says now; otherwise the person is asked again."""
        return self.said == self.statement.said()


def wording_of(said: str) -> str:
    """The wording in a kept `said`, without kind, source and date."""
    return said.split("\n", 4)[-1]
