"""Factors (*wat meespeelt*) and the arrows between them (*hoe hangt het samen*, domain paper 5.4)."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import Certainty, Changeable, FactorNature, Relation
from models.people import Person
from models.sealed import Sealed
from models.shields import Shield
from models.statements import Statement
from models.texts import Text

#: The picture is drawn on a field of this size; places are kept in its units.
MAP_WIDTH, MAP_HEIGHT = 1600, 900


class Factor(Base):
    """Something that makes it harder, helps, or simply is so. `x`, `y`: its middle on the picture."""

    __tablename__ = "factor"
    __table_args__ = (
        CheckConstraint(f"x BETWEEN 0 AND {MAP_WIDTH} AND y BETWEEN 0 AND {MAP_HEIGHT}", name="on_the_map"),
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    nature: Mapped[FactorNature] = mapped_column(String(20))
    life_area: Mapped[str] = mapped_column(String(40), default="")
    changeable: Mapped[Changeable | None] = mapped_column(String(20))
    x: Mapped[int]
    y: Mapped[int]
    position: Mapped[float]
    removed_at: Mapped[Moment | None]
    shield_id: Mapped[str | None] = mapped_column(ForeignKey("shield.id"), index=True)
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    text: Mapped[Text] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
    shield: Mapped[Shield | None] = relationship()
    about: Mapped[list[Person]] = relationship(secondary="factor_about", order_by=Person.position)
    named_by: Mapped[list[Person]] = relationship(secondary="factor_named_by", order_by=Person.position)
    statements: Mapped[list[Statement]] = relationship(
        secondary="factor_statement", order_by=Statement.position
    )

    @property
    def stands(self) -> bool:
        """Whether it is on the map."""
        return self.removed_at is None


class FactorAbout(Base):
    """Somebody a factor is about (*over wie*)."""

    __tablename__ = "factor_about"

    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class FactorNamedBy(Base):
    """Somebody who named a factor (*genoemd door*)."""

    __tablename__ = "factor_named_by"

    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class FactorStatement(Base):
    """A statement on which a factor rests (*steunt op*). None at all is shown as *nog geen feit*."""

    __tablename__ = "factor_statement"

    factor_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), primary_key=True)
    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), primary_key=True, index=True)


class Link(Base):
    """An arrow from one factor to another (*pijl*): one of eight relations, with how sure the table is."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "relation"),
        CheckConstraint("from_id <> to_id", name="not_to_itself"),
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    from_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), index=True)
    to_id: Mapped[str] = mapped_column(ForeignKey("factor.id"), index=True)
    relation: Mapped[Relation] = mapped_column(String(20))
    certainty: Mapped[Certainty] = mapped_column(String(20))
    note = Sealed[str]("")
    removed_at: Mapped[Moment | None]
    added_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    source: Mapped[Factor] = relationship(foreign_keys=[from_id])
    target: Mapped[Factor] = relationship(foreign_keys=[to_id])
    said_by: Mapped[list[Person]] = relationship(secondary="link_said_by", order_by=Person.position)

    @property
    def joins(self) -> bool:
        """Whether both its ends are on the map."""
        return self.source.stands and self.target.stands

    @property
    def stands(self) -> bool:
        """Whether it is on the map."""
        return self.removed_at is None and self.joins


class LinkSaidBy(Base):
    """Somebody who says that one works on the other (*gezegd door*)."""

    __tablename__ = "link_said_by"

    link_id: Mapped[str] = mapped_column(ForeignKey("link.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
