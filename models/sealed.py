"""Words at rest: a column that keeps what people wrote encrypted, and reads as if it were not.

Each cell is bound to its table, column and row, so that whoever can write in the database cannot move words to another
place. The key belongs to a scope: a family, or one person of it, so that what is theirs can go while the rest stays.
Which keys there are the models do not know: a session carries a `Vault` in its `info`.
"""

import json
import os
from typing import Any, Generic, Protocol, TypeVar, cast, overload

from sqlalchemy import ColumnElement, LargeBinary, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapper, QueryContext, mapped_column, object_session

T = TypeVar("T")

#: Whose key: ("case", id), ("person", id).
Scope = tuple[str, str]
#: What stands where words were whose key is gone for good.
ERASED = "(gewist)"


class KeyGone(Exception):
    """The key of a cell does not exist any more: what it held cannot be read by anybody."""


class NoVault(Exception):
    """A session without keys was asked for words."""


class Vault(Protocol):
    """Locks and unlocks words."""

    def seal(self, scope: Scope, place: bytes, words: bytes) -> bytes:
        """A cell that holds these words, for this place only, under the key of a scope."""

    def open(self, place: bytes, cell: bytes) -> bytes:
        """The words of a cell. Raises KeyGone; a cell that was changed or moved raises CellBroken."""


class CellBroken(Exception):
    """A cell was changed, or stands in another place than where it was written."""


class Waiting(bytes):
    """A cell whose words wait until the transaction writes them: only then it is known where they stand.

    No two are alike, so that a record notices each change.
    """

    words: Any

    @classmethod
    def with_words(cls, words: Any) -> "Waiting":
        """A cell for these words."""
        made = cls(os.urandom(8))
        made.words = words
        return made


class Sealed(Generic[T]):
    """An attribute of words that is kept encrypted: `words = Sealed[str]("")`; without a default it must be given.

    The column has the same name and holds octets. An empty text is kept as no octets: that it is empty shows.
    """

    def __init__(self, *default: T, nullable: bool = False) -> None:
        self.default = default
        self.nullable = nullable

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name, self.cell = owner, name, f"{name}_cell"

    def filled(self) -> ColumnElement[bool]:
        """For a query: whether there are any words. What they say a database cannot be asked."""
        return cast("ColumnElement[bool]", getattr(self.owner, self.cell) != b"")

    def __eq__(self, other: object) -> bool:
        raise TypeError(f"a database cannot be asked about {self.name}: it is sealed")

    __ne__ = __eq__
    __hash__ = object.__hash__

    @overload
    def __get__(self, record: None, owner: type) -> "Sealed[T]": ...
    @overload
    def __get__(self, record: Any, owner: type) -> T: ...
    def __get__(self, record: Any, owner: type) -> Any:
        """The words, opened when they are asked for the first time."""
        if record is None:
            return self
        cell = getattr(record, self.cell)
        if cell is None:
            return self.default[0] if self.default and not self.nullable else None
        if isinstance(cell, Waiting):
            return cell.words
        opened = _opened(record)
        if self.name not in opened or opened[self.name][0] != cell:
            opened[self.name] = (cell, self._read(record, cell))
        return opened[self.name][1]

    def __set__(self, record: Any, value: T) -> None:
        """Other words; the same ones are no change."""
        if getattr(record, self.cell) is not None and self.__get__(record, type(record)) == value:
            return
        setattr(record, self.cell, None if value is None and self.nullable else self._cell(value))

    def column(self) -> Any:
        """The column that holds the cells."""
        if self.default and not self.nullable:
            return mapped_column(self.name, LargeBinary, nullable=False, default=self._cell(self.default[0]))
        return mapped_column(self.name, LargeBinary, nullable=self.nullable)

    def write(self, record: Any) -> None:
        """Lock what waits, at its place."""
        cell = record.__dict__.get(self.cell)
        if isinstance(cell, Waiting):
            sealed = _vault(record).seal(record.locked_under(), self._place(record), self.encoded(cell.words))
            setattr(record, self.cell, sealed)
            _opened(record)[self.name] = (sealed, cell.words)

    def locked(self, vault: Vault, scope: Scope, value: T, *key: object) -> bytes:
        """The cell of a value, for a row that is written without its record."""
        if value == "":
            return b""
        return vault.seal(scope, self._at(*key), self.encoded(value))

    def unlocked(self, vault: Vault, cell: bytes, *key: object) -> T:
        """The value of a cell that was read without its record. Raises KeyGone."""
        return cast(T, "") if cell == b"" else self.decoded(vault.open(self._at(*key), cell))

    def lock_anew(self, record: Any) -> None:
        """Lock the same words once more, under the key that its scope has now."""
        if getattr(record, self.cell):
            setattr(record, self.cell, self._cell(self.__get__(record, type(record))))

    def encoded(self, value: T) -> bytes:
        """The octets of a value."""
        return cast(str, value).encode("utf-8", "surrogatepass")

    def decoded(self, octets: bytes) -> T:
        """The value of octets."""
        return cast(T, octets.decode("utf-8", "surrogatepass"))

    def gone(self) -> T:
        """What stands instead of words that were erased."""
        return cast(T, ERASED)

    def _cell(self, value: T) -> bytes:
        return b"" if value == "" else Waiting.with_words(value)

    def _read(self, record: Any, cell: bytes) -> T:
        if cell == b"":
            return cast(T, "")
        try:
            return self.decoded(_vault(record).open(self._place(record), cell))
        except KeyGone:
            return self.gone()

    def _place(self, record: Any) -> bytes:
        mapper: Mapper[Any] = inspect(type(record))
        return place(str(mapper.local_table), self.name, *mapper.primary_key_from_instance(record))

    def _at(self, *key: object) -> bytes:
        mapper: Mapper[Any] = inspect(self.owner)
        return place(str(mapper.local_table), self.name, *key)


class SealedData(Sealed[T]):
    """The same for data of lists and dictionaries, kept as JSON: it is replaced whole, never changed inside."""

    def encoded(self, value: T) -> bytes:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()

    def decoded(self, octets: bytes) -> T:
        return cast(T, json.loads(octets))

    def gone(self) -> T:
        return cast(T, None)

    def _cell(self, value: T) -> bytes:
        return Waiting.with_words(value)


def place(table: str, column: str, *key: object) -> bytes:
    """Where a cell stands, as it is bound to it."""
    return "\x1f".join((table, column, *map(str, key))).encode()


def sealed_of(model: type) -> list[Sealed[Any]]:
    """The sealed attributes of a model."""
    return [one for one in vars(model).values() if isinstance(one, Sealed)]


def add_columns(model: type) -> None:
    """Give a model the columns of its sealed attributes, before it is mapped."""
    for one in sealed_of(model):
        setattr(model, one.cell, one.column())


def keep_sealed(base: type[DeclarativeBase]) -> None:
    """Lock words when a record of these models is written, and hand each the keys of the session that loaded it."""

    def write(_mapper: Any, _connection: Any, record: Any) -> None:
        for one in sealed_of(type(record)):
            one.write(record)

    def loaded(record: Any, _context: QueryContext | None) -> None:
        session = object_session(record)
        record.__dict__["_vault"] = session.info.get("vault") if session is not None else None

    event.listen(base, "before_insert", write, propagate=True)
    event.listen(base, "before_update", write, propagate=True)
    event.listen(base, "load", loaded, propagate=True)


def _opened(record: Any) -> dict[str, tuple[bytes | None, Any]]:
    found: dict[str, tuple[bytes | None, Any]] = record.__dict__.setdefault("_opened", {})
    return found


def _vault(record: Any) -> Vault:
    session = object_session(record)
    found = session.info.get("vault") if session is not None else record.__dict__.get("_vault")
    if found is None:
        raise NoVault(type(record).__name__)
    record.__dict__["_vault"] = found
    return cast(Vault, found)
