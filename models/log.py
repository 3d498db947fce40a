"""What happened: deeds without content, and the earlier values of fields so that nobody's input vanishes."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Key, Moment


class LogEntry(Base):
    """One deed, done or refused. Ids and words of the program only: what people wrote never enters the log."""

    __tablename__ = "log_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("family_case.id"), index=True)
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(String(40))
    deed: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(20))


class FieldChange(Base):
    """The value a field had before somebody changed it: nobody's input vanishes. As hidden as its record.

    `thing` names the record as `kind:id`. A record of a case is changed by a person, one of the learning layer by an
    account: never both, so that no row leads from one to the other.
    """

    __tablename__ = "field_change"
    __table_args__ = (CheckConstraint("(by_id IS NULL) <> (account_by_id IS NULL)", name="by_one"),)

    id: Mapped[Key]
    thing: Mapped[str] = mapped_column(String(60), index=True)
    field: Mapped[str] = mapped_column(String(20))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    account_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
