"""The keys of families and people: each locks the words of one scope, and is itself locked by the master key.

The key store lies in a database of its own, with backups of its own that are kept for seven days: once a key is gone
there, what it locked is gone in every older copy of the data too. The master key lies outside both.
"""

import base64
import os
import secrets
import threading
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from conference.core import files
from models.sealed import CellBroken, KeyGone, Scope

KEY_OCTETS, ID_OCTETS, NONCE_OCTETS = 32, 16, 12
FORMAT = b"\x01"
#: How long and how many opened keys a process keeps; another process may read what was erased this much longer.
#: More than the people of all families that one process meets in that time (13 MB): with fewer, a page that reads
#: names in order would find none of its keys, and looking one up takes a thousand times as long as using it.
KEPT_FOR, KEPT = 600.0, 20_000
#: How many keys are looked up in one question.
TOGETHER = 5_000

METADATA = MetaData()
KEYS = Table(
    "locked_key",
    METADATA,
    Column("id", String(2 * ID_OCTETS), primary_key=True),
    Column("scope", String(60), unique=True, nullable=False),
    Column("locked", LargeBinary, nullable=False),
    Column("made_at", DateTime, server_default=func.now(), nullable=False),
)
#: A key that locks nothing, to see whether the master key is the one of this store.
CHECK = ("house", "check")


class MasterKeyWrong(Exception):
    """The master key does not open this key store."""


class KeyStore:
    """A `models.sealed.Vault` on a key store: AES-256-GCM, a fresh nonce for each cell."""

    def __init__(self, engine: Engine, master: bytes) -> None:
        """Raises MasterKeyWrong when the store was made under another master key."""
        self.engine = engine
        self._master = AESGCM(master)
        self._opened: dict[str, tuple[AESGCM, float]] = {}
        self._ids: dict[Scope, str] = {}
        self._lock = threading.Lock()
        METADATA.create_all(engine, checkfirst=True)
        self._key_of(CHECK)

    def seal(self, scope: Scope, place: bytes, words: bytes) -> bytes:
        """A cell: format, id of the key, nonce, words with their tag. The key is made when the scope has none yet."""
        key_id = self._key_of(scope)
        nonce = os.urandom(NONCE_OCTETS)
        head = FORMAT + bytes.fromhex(key_id) + nonce
        return head + self._cipher(key_id).encrypt(nonce, words, _bound(key_id, place))

    def open(self, place: bytes, cell: bytes) -> bytes:
        """The words of a cell. Raises KeyGone, or CellBroken for one that was changed or moved."""
        key_id, nonce, locked = _parts(cell)
        try:
            return self._cipher(key_id).decrypt(nonce, locked, _bound(key_id, place))
        except InvalidTag:
            raise CellBroken(place.decode()) from None

    def destroy(self, *scopes: Scope) -> list[str]:
        """Take keys away for good; what they locked cannot be read any more. Gives back the ids of the keys."""
        names = ["/".join(scope) for scope in scopes]
        with self.engine.execution_options(write=True).begin() as connection:
            gone = list(connection.scalars(select(KEYS.c.id).where(KEYS.c.scope.in_(names))))
            connection.execute(delete(KEYS).where(KEYS.c.scope.in_(names)))
        self._leave_no_copy()
        self.forget()
        return gone

    def _leave_no_copy(self) -> None:
        """Also where the database keeps what it deleted: SQLite in its log, PostgreSQL in its pages."""
        if self.engine.dialect.name != "sqlite":
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM FULL locked_key")
            return
        raw = self.engine.raw_connection()
        try:
            raw.driver_connection.execute("VACUUM")  # type: ignore[union-attr]
            raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        finally:
            raw.close()

    def holds(self, scope: Scope) -> bool:
        """Whether there is a key for this scope."""
        with self.engine.connect() as connection:
            found = connection.scalar(select(KEYS.c.id).where(KEYS.c.scope == "/".join(scope)))
        return found is not None

    def put_aside(self, *key_ids: str) -> None:
        """From now on other keys lock what belongs to the scopes of these; they open what they locked until they go."""
        with self.engine.execution_options(write=True).begin() as connection:
            for key_id in key_ids:
                connection.execute(update(KEYS).where(KEYS.c.id == key_id).values(scope=f"aside/{key_id}"))
        self.forget()

    def ids(self, *scopes: Scope) -> list[str]:
        """The ids of the keys that these scopes have."""
        names = ["/".join(scope) for scope in scopes]
        with self.engine.connect() as connection:
            return sorted(connection.scalars(select(KEYS.c.id).where(KEYS.c.scope.in_(names))))

    def forget(self) -> None:
        """Let go of every opened key: each is looked up again."""
        with self._lock:
            self._opened.clear()
            self._ids.clear()

    def _key_of(self, scope: Scope) -> str:
        found = self._ids.get(scope)
        if found is None or found not in self._opened:
            found = self._find(scope) or self._make(scope)
            if len(self._ids) >= KEPT:
                self._ids.clear()
            self._ids[scope] = found
        return found

    def _find(self, scope: Scope) -> str | None:
        with self.engine.connect() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.scope == "/".join(scope))).one_or_none()
        if row is None:
            return None
        self._keep(row.id, self._unlock(row.id, row.locked))
        return str(row.id)

    def _make(self, scope: Scope) -> str:
        """A new key, kept in the store before anything is locked with it. Who comes second takes that of the first."""
        key_id, key = secrets.token_hex(ID_OCTETS), AESGCM.generate_key(8 * KEY_OCTETS)
        nonce = os.urandom(NONCE_OCTETS)
        locked = nonce + self._master.encrypt(nonce, key, key_id.encode())
        try:
            with self.engine.execution_options(write=True).begin() as connection:
                connection.execute(insert(KEYS).values(id=key_id, scope="/".join(scope), locked=locked))
        except IntegrityError:
            found = self._find(scope)
            if found is None:
                raise
            return found
        self._keep(key_id, key)
        return key_id

    def _cipher(self, key_id: str) -> AESGCM:
        kept = self._opened.get(key_id)
        if kept is not None and kept[1] > time.monotonic():
            return kept[0]
        self._look_again(key_id)
        kept = self._opened.get(key_id)
        if kept is None:
            raise KeyGone(key_id)
        return kept[0]

    def _look_again(self, key_id: str) -> None:
        """Look a key up, and with it all that were kept for their time: each on its own would cost a connection."""
        now = time.monotonic()
        stale = [key for key, (_, until) in list(self._opened.items()) if until <= now][:TOGETHER]
        asked = {key_id, *stale}
        with self.engine.connect() as connection:
            rows = connection.execute(select(KEYS.c.id, KEYS.c.locked).where(KEYS.c.id.in_(asked))).all()
        for gone in asked - {row.id for row in rows}:
            self._opened.pop(gone, None)
        for row in rows:
            self._keep(row.id, self._unlock(row.id, row.locked))

    def _unlock(self, key_id: str, locked: bytes) -> bytes:
        try:
            return self._master.decrypt(locked[:NONCE_OCTETS], locked[NONCE_OCTETS:], key_id.encode())
        except InvalidTag:
            raise MasterKeyWrong from None

    def _keep(self, key_id: str, key: bytes) -> AESGCM:
        cipher = AESGCM(key)
        with self._lock:
            self._opened.pop(key_id, None)  # what is looked up now goes last
            while len(self._opened) >= KEPT:
                self._opened.pop(next(iter(self._opened)))
            self._opened[key_id] = (cipher, time.monotonic() + KEPT_FOR)
        return cipher


def read_master_key(path: Path) -> bytes:
    """The master key in a file, made when there is none yet: 256 random bits, readable by its owner only."""
    if not path.exists():
        files.private_folder(path.parent)
        _make_master_key(path)
    files.private_file(path)
    try:
        key = base64.b64decode(path.read_bytes())
    except ValueError:
        raise MasterKeyWrong from None
    if len(key) != KEY_OCTETS:
        raise MasterKeyWrong
    return key


def _make_master_key(path: Path) -> None:
    """Whole or not at all: two processes that start at once read the same one."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    half.touch(mode=0o600)
    half.write_bytes(base64.b64encode(secrets.token_bytes(KEY_OCTETS)) + b"\n")
    try:
        os.link(half, path)
    except FileExistsError:
        pass
    finally:
        half.unlink()


def _parts(cell: bytes) -> tuple[str, bytes, bytes]:
    if len(cell) < 1 + ID_OCTETS + NONCE_OCTETS or not cell.startswith(FORMAT):
        raise CellBroken
    start = 1 + ID_OCTETS
    return cell[1:start].hex(), cell[start : start + NONCE_OCTETS], cell[start + NONCE_OCTETS :]


def _bound(key_id: str, place: bytes) -> bytes:
    return place + b"\x1f" + key_id.encode()
