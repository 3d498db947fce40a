"""Another wording for words that belong to somebody (*voorstel*): the owner takes it over, puts it beside, or not."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key, Moment
from models.enums import ProposalState
from models.people import Person
from models.sealed import Sealed
from models.texts import Text

OPEN = text("state = 'open'")


class Proposal(Base):
    """Somebody's words for a text of another, made on its version `base_version`. One open one for each person."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index("uq_proposal_open", "text_id", "by_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("text.id"), index=True)
    base_epoch: Mapped[int]
    base_version: Mapped[int]
    words = Sealed[str]()
    state: Mapped[ProposalState] = mapped_column(String(20), default=ProposalState.OPEN)
    by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    at: Mapped[Moment]
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[Moment | None]
    why = Sealed[str]("")

    text: Mapped[Text] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
