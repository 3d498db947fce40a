"""What somebody who signs in is beside every case: it opens no family, and refers to none."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import Account, Organisation
from models.base import Base, Key
from models.enums import OfficeRole


class OfficeSeat(Base):
    """A part in the office of a region: of one account, or of everybody of an organisation."""

    __tablename__ = "office_seat"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (organisation_id IS NULL)", name="of_one"),
        UniqueConstraint("profile_id", "role", "account_id", "organisation_id"),
    )

    id: Mapped[Key]
    profile_id: Mapped[str] = mapped_column(ForeignKey("region_profile.id"))
    role: Mapped[OfficeRole] = mapped_column(String(20))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)

    account: Mapped[Account | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
