"""The declarative base and the few column types every table shares."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, TypeVar

from sqlalchemy import DateTime, MetaData, String, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapper, mapped_column, object_session
from sqlalchemy.types import TypeDecorator

from models.sealed import Scope, add_columns, keep_sealed

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 16


def new_key() -> str:
    """A random, opaque id (79 bits). Random, because a gap in a row of numbers would betray a shielded record."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class Utc(TypeDecorator[datetime]):
    """A moment in UTC, with its zone in Python and without one in the database (SQLite keeps no zones)."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would mean another moment on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


Key = Annotated[str, mapped_column(String(KEY_LENGTH), primary_key=True, default=new_key)]
Moment = Annotated[datetime, mapped_column(Utc())]


class Base(DeclarativeBase):
    """All tables. Constraints get predictable names, so that a migration can name what it changes."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    def __init_subclass__(cls, **given: Any) -> None:
        add_columns(cls)
        super().__init_subclass__(**given)

    def locked_under(self) -> Scope:
        """Under whose key the words of this record are kept: by default those of the family."""
        return "case", getattr(self, "case_id")  # noqa: B009 - a model without it says so itself

    def of(self, model: type["Other"], key: str) -> "Other":
        """Another record of the same session, that this one stands under."""
        session = object_session(self)
        found = session.get(model, key) if session is not None else None
        if found is None:
            raise LookupError(f"{type(self).__name__} stands under nothing")
        return found


class Personal:
    """A record whose words are kept under the key of one person: when they go, it goes, and the rest stays.

    `scores` are numbers they gave: no words, and theirs all the same. They go with the words.
    """

    scores: ClassVar[tuple[str, ...]] = ()

    def locked_under(self) -> Scope:
        """The person whose words these are."""
        return "person", getattr(self, "person_id")  # noqa: B009 - a column of each of them


Other = TypeVar("Other", bound=Base)


@event.listens_for(Base, "before_insert", propagate=True)
def _give_id(mapper: Mapper[Any], _connection: Any, record: Any) -> None:
    """A record has its id before its words are locked: they are bound to it."""
    column = mapper.local_table.columns.get("id")
    if column is not None and column.default is not None and record.id is None:
        record.id = new_key()


keep_sealed(Base)
