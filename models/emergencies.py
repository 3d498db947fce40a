"""*Noodinzage*: reading, for a short while, what is kept apart from somebody, because there is acute danger."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Key, Moment
from models.case import Case
from models.enums import ShieldCategory
from models.people import Person
from models.sealed import Scope, Sealed


class Emergency(Base):
    """Somebody with a place around a family asked to read what is kept apart from them; a second person answers.

    When the family is erased, an emergency that was opened stays with the account, without family, person or words:
    what was found of it, or was not looked at yet, decides whether they may ask again.

    `category` is all that opens. `second_id`: who of the family's professionals answered; `officer_id`: the privacy
    officer who did. `until`: when it ends by itself, `closed_at` when somebody ended it before. `due_on` is the last
    day on which the privacy officer looks back at it; `justified` is what they found.
    """

    __tablename__ = "emergency"
    __table_args__ = (CheckConstraint("second_id IS NULL OR officer_id IS NULL", name="answered_by_one"),)

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("family_case.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    category: Mapped[ShieldCategory] = mapped_column(String(20))
    reason = Sealed[str]()
    asked_at: Mapped[Moment]
    second_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    answered_at: Mapped[Moment | None]
    agreed: Mapped[bool | None]
    answer = Sealed[str]("")
    until: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]
    due_on: Mapped[date | None]
    justified: Mapped[bool | None]
    review = Sealed[str]("")
    reviewed_at: Mapped[Moment | None]
    reviewed_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)

    case: Mapped[Case | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    second: Mapped[Person | None] = relationship(foreign_keys=[second_id])
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    officer: Mapped[Account | None] = relationship(foreign_keys=[officer_id])

    def locked_under(self) -> Scope:
        """The family; what is found later of what somebody did with one that is gone is under the key of the house."""
        return ("case", self.case_id) if self.case_id else ("house", "emergencies")

    def is_open(self, at: datetime) -> bool:
        """Whether it lets somebody read at this moment."""
        return self.until is not None and at < self.until and self.closed_at is None

    def is_over(self, at: datetime) -> bool:
        """Whether it let somebody read, and does not any more."""
        return self.until is not None and not self.is_open(at)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, or will end; None for what was never opened."""
        return None if self.until is None else min(self.until, self.closed_at or self.until)

    @property
    def number(self) -> str:
        """How everybody calls it: it says nothing of who asked."""
        return f"N-{self.id[:6].upper()}"
