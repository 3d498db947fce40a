"""What happened: deeds and looks without content, sealed; and the earlier values of fields: nobody's input vanishes."""

import secrets
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column, object_session

from models.base import Base, Key, Moment
from models.sealed import Scope, Sealed, SealedData


def new_salt() -> str:
    """128 random bits: without them the leaf of a row that was removed would tell what stood in it."""
    return secrets.token_hex(16)


class LogEntry(Base):
    """One deed, done or refused, or one look. Ids and words of the program only, never what people wrote.

    Rows are only added; the database refuses all else. `LogLeaf` seals them. `case_id` refers to nothing: the log
    outlives a family that was erased.
    """

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_case_id", "case_id", "at"),
        Index("ix_log_entry_actor", "actor", "at"),
        Index("ix_log_entry_thing", "thing"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(String(40))
    deed: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(60))
    outcome: Mapped[str] = mapped_column(String(20))
    salt: Mapped[str] = mapped_column(String(32), default=new_salt, server_default=text("''"))


class LogSeal(Base):
    """One seal over some rows (`conference.core.seals`): the root of their tree, and a head that holds all before."""

    __tablename__ = "log_seal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    head: Mapped[str] = mapped_column(String(64))
    at: Mapped[Moment]


class LogLeaf(Base):
    """The fingerprint of one row, in its place under a seal. It stays when the row is removed after its term."""

    __tablename__ = "log_leaf"
    __table_args__ = (UniqueConstraint("seal_id", "place"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seal_id: Mapped[int] = mapped_column(ForeignKey("log_seal.id"))
    place: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class LogRemoval(Base):
    """Rows whose term was over (`bound`) were removed, of one `scope`; the database lets nothing else go."""

    __tablename__ = "log_removal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[Moment]
    scope: Mapped[str] = mapped_column(String(20))
    bound: Mapped[Moment]


class FieldChange(Base):
    """The value a field had before somebody changed it: nobody's input vanishes. As hidden as its record.

    `why`: the reason of the chair, for what was not theirs to change.

    `thing` names the record as `kind:id`. A record of a case is changed by a person, one of the learning layer by an
    account: never both, so that no row leads from one to the other.
    """

    __tablename__ = "field_change"
    __table_args__ = (CheckConstraint("(by_id IS NULL) <> (account_by_id IS NULL)", name="by_one"),)

    id: Mapped[Key]
    thing: Mapped[str] = mapped_column(String(60), index=True)
    field: Mapped[str] = mapped_column(String(20))
    before = SealedData[Any]()
    after = SealedData[Any]()
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    account_by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Moment]
    why = Sealed[str]("")

    def locked_under(self) -> Scope:
        """The family in whose record it changed; the learning layer knows none."""
        session = object_session(self)
        if self.by_id is None or session is None:
            return "house", "learning"
        person = self.metadata.tables["person"]  # by its table: this file stands on neither side of the wall
        return "case", session.execute(select(person.c.case_id).where(person.c.id == self.by_id)).scalar_one()
