"""The people around a family."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account
from models.base import Base, Key
from models.enums import FAMILY, Role, Side
from models.sealed import Scope, Sealed

if TYPE_CHECKING:
    from models.case import Case


class Named:
    """Somebody with a name, as small places show it."""

    if TYPE_CHECKING:
        name: Any  # a column, or words

    @property
    def first_name(self) -> str:
        """The name on a small place."""
        return str(self.name).split(" ", 1)[0]

    @property
    def initials(self) -> str:
        """One or two letters for an avatar."""
        parts = self.name.split()
        return "".join(part[0] for part in (parts if len(parts) < 2 else [parts[0], parts[-1]])).upper()


class Person(Named, Base):
    """Somebody around this family, in this case (*persoon*). Professionals have an account, others do not."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("case_id", "account_id"),
        CheckConstraint("age IS NULL OR (age >= 0 AND age <= 120)", name="age_possible"),
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("family_case.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    name = Sealed[str]()
    age: Mapped[int | None]
    side: Mapped[Side] = mapped_column(String(20))
    role: Mapped[Role] = mapped_column(String(20))
    role_words = Sealed[str]("")
    organisation: Mapped[str] = mapped_column(String(120), default="")
    at_table: Mapped[bool] = mapped_column(default=True)
    voice_via_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    case: Mapped["Case"] = relationship(back_populates="people", foreign_keys=[case_id])
    account: Mapped[Account | None] = relationship()
    voice_via: Mapped["Person | None"] = relationship(remote_side="Person.id")

    def locked_under(self) -> Scope:
        """The person themselves."""
        return "person", self.id

    @property
    def voices(self) -> frozenset[str]:
        """Who may speak for this person: they themselves, and for somebody not at the table the one they asked."""
        if self.at_table or self.voice_via_id is None:
            return frozenset({self.id})
        return frozenset({self.id, self.voice_via_id})

    @property
    def in_family(self) -> bool:
        """A parent or a child: their words come first and are theirs alone."""
        return self.role in FAMILY
