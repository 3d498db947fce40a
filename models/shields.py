"""Shields: a record or text that is for named people only (*afscherming*, domain paper 5.11)."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key
from models.enums import ShieldCategory
from models.sealed import Sealed


class Shield(Base):
    """One reason to keep things among named people. It never opens by itself: a passed review date is a task."""

    __tablename__ = "shield"
    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    category: Mapped[ShieldCategory] = mapped_column(String(20))
    reason = Sealed[str]()
    review_on: Mapped[date]
    set_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))

    audience: Mapped[list["ShieldAudience"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def person_ids(self) -> frozenset[str]:
        """Who may know that this exists."""
        return frozenset(one.person_id for one in self.audience)


class ShieldAudience(Base):
    """One of the named people."""

    __tablename__ = "shield_audience"

    shield_id: Mapped[str] = mapped_column(ForeignKey("shield.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
