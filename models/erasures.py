"""Erasing (*wissen*) a family or somebody of it, and holding (*bewaren*) what may not be erased yet."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import ErasureGround, ErasureState
from models.people import Person
from models.sealed import Sealed


class Erasure(Base):
    """Somebody asked that a family, or one person of it (`person_id`), is erased; a second person answers.

    It outlives the family: it refers to nobody, and `why` goes with the key of the family. `asked_by`, `answered_by`:
    as the log names them (`person:id`, `account:id`, `console`). `due_on`: from when an ended term needs no answer
    any more. What was done stands in the ledger (`conference.core.ledger`).
    """

    __tablename__ = "erasure"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(String(16), index=True)
    person_id: Mapped[str | None] = mapped_column(String(16))
    ground: Mapped[ErasureGround] = mapped_column(String(20))
    why = Sealed[str]("")
    state: Mapped[ErasureState] = mapped_column(String(20), default=ErasureState.ASKED)
    asked_by: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[Moment]
    due_on: Mapped[date | None]
    answered_by: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[Moment | None]
    answer = Sealed[str]("")


class Hold(Base):
    """Nothing of this family is erased until this day (*moet bewaard blijven*): who says so, and on which ground."""

    __tablename__ = "hold"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    reason = Sealed[str]()
    until: Mapped[date]
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    ended_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[Moment | None]

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
