"""Organisations and the accounts of professionals. They stand apart from every case: nothing here refers to one."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Key


class Organisation(Base):
    """An employer of professionals (*organisatie*)."""

    __tablename__ = "organisation"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Account(Base):
    """A professional who signs in. The family never needs one."""

    __tablename__ = "account"

    id: Mapped[Key]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(5), default="nl")
    active: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation] = relationship()
