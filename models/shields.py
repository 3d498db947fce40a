"""Shields: a record or text that is for named people only (*afscherming*, domain paper 5.11)."""

from datetime import date

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import ShieldCategory, ShieldDeed
from models.people import Person
from models.sealed import Sealed


class Shield(Base):
    """One reason to keep things among named people. It never opens by itself: a passed review date is a task.

    `protects`: whose yes it takes to let anybody else in. `provisional`: set by somebody of the family at once, until
    a professional said yes (`refused_why` when they did not; it stays shut). `lifted_at`: the words were put before
    the whole table as a new record; what stood here is shut for everybody, and `audience` is empty.
    """

    __tablename__ = "shield"
    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    category: Mapped[ShieldCategory] = mapped_column(String(20))
    reason = Sealed[str]()
    review_on: Mapped[date]
    set_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[Moment | None]
    protects_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    refused_why = Sealed[str | None](None, nullable=True)
    lifted_at: Mapped[Moment | None]

    audience: Mapped[list["ShieldAudience"]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    set_by: Mapped[Person] = relationship(foreign_keys=[set_by_id])
    protects: Mapped[Person | None] = relationship(foreign_keys=[protects_id])
    asked: Mapped[list["ShieldAsk"]] = relationship(back_populates="shield", order_by="ShieldAsk.at")

    @property
    def person_ids(self) -> frozenset[str]:
        """Who may know that this exists."""
        return frozenset(one.person_id for one in self.audience)

    @property
    def waiting(self) -> list["ShieldAsk"]:
        """What was asked and not answered yet."""
        return [one for one in self.asked if one.answered_at is None]


class ShieldAudience(Base):
    """One of the named people."""

    __tablename__ = "shield_audience"

    shield_id: Mapped[str] = mapped_column(ForeignKey("shield.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class ShieldAsk(Base):
    """Somebody asked to let one more person in, or to put it before the whole table. It takes a yes (*mag dit?*)."""

    __tablename__ = "shield_ask"

    id: Mapped[Key]
    shield_id: Mapped[str] = mapped_column(ForeignKey("shield.id"), index=True)
    deed: Mapped[ShieldDeed] = mapped_column(String(10))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    reason = Sealed[str]()
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Moment | None]
    agreed: Mapped[bool | None]
    answer = Sealed[str]("")

    shield: Mapped[Shield] = relationship(back_populates="asked")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    by: Mapped[Person] = relationship(foreign_keys=[by_id])

    @property
    def case_id(self) -> str:
        """The family of its shield."""
        return self.shield.case_id


class ToldCode(Base):
    """Six digits that a professional tells somebody beside them: their phone shows for a while what is theirs apart.

    Kept as a keyed fingerprint. `open_until`: until when the phone that gave it (`guest`) may ask for words.
    """

    __tablename__ = "told_code"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    until: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    guest_id: Mapped[str | None] = mapped_column(ForeignKey("guest.id"), index=True)
    open_until: Mapped[Moment | None]
