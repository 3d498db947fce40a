"""What somebody asks of the privacy officer (*verzoek*, AVG article 12)."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Key, Moment, Personal
from models.case import Case
from models.enums import RequestOutcome
from models.people import Person
from models.sealed import Sealed


class AccessToData(Personal, Base):
    """Somebody wants to see all that is held of them (*inzage*), also what their own pages do not show.

    It holds no words of who asks: the privacy officer knows it by its number. `due_on` is the last day of the law;
    `longer_why` the reason it was put off for two months, which was told within the first. `answer` is what the
    officer says.
    """

    __tablename__ = "access_to_data"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[Moment]
    due_on: Mapped[date]
    longer_why = Sealed[str]("")
    longer_at: Mapped[Moment | None]
    outcome: Mapped[RequestOutcome | None] = mapped_column(String(20))
    answer = Sealed[str]("")
    answered_at: Mapped[Moment | None]
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)

    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship()
    answered_by: Mapped[Account | None] = relationship()

    @property
    def number(self) -> str:
        """How everybody calls it: it says nothing of who asked."""
        return f"I-{self.id[:6].upper()}"
