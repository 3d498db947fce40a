"""The ledger of erasures (*wisboek*): what is gone for good, written down before its first key goes.

A file of its own beside the keys, away from the database and its backups. A line is JSON: its number, what it says,
the fingerprint of the line before, a public key, and an Ed25519 signature over all of it. Lines are only added, and a
line is on the disk before anything follows from it. `begin` says what is to go; `done` is the certificate. Whoever
starts the program carries out every line anew: a backup of before an erasure comes back without what was erased.

Ids, grounds and moments only. A line that was half written when the machine stopped was followed by nothing; it is
overwritten.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.engine import make_url

from conference.core import files
from conference.core.security import Keyring
from conference.core.settings import INSTANCE, Settings
from models.sealed import Scope

FORMAT, VERSION = "rondom-erasure", 1
#: How long backups of the keys are kept, and those of the data (docs/operating.md).
KEYS_KEPT, DATA_KEPT = timedelta(days=7), timedelta(days=35)
BEGIN, DONE = "begin", "done"

Certificate = dict[str, Any]


class LedgerWrong(Exception):
    """The ledger is not what was written; the message says what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The ledger of erasures is not as it was written: {why}.\n"
            "Do not serve: what was erased may be back. Put the newest copy of the ledger back "
            "(RONDOM_ERASURES, or beside the keys: *.ledger), never one of a backup, and start again."
        )


@dataclass(frozen=True)
class Deed:
    """What is to go: a whole family (`person` is None) or one person of it, by id, with the keys of then."""

    erasure: str
    case: str
    person: str | None
    people: tuple[str, ...]
    keys: tuple[str, ...]
    ground: str
    asked_at: str
    approved_at: str

    @property
    def scopes(self) -> list[Scope]:
        """Whose keys go."""
        people = [("person", one) for one in self.people]
        return people if self.person else [("case", self.case), *people]


@dataclass
class Book:
    """The ledger as it was read: every deed in its order, and the certificate of each that was carried out."""

    deeds: dict[str, Deed] = field(default_factory=dict)
    done: dict[str, Certificate] = field(default_factory=dict)
    lines: int = 0
    last: str = ""


class Ledger:
    """The file of one installation."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        self.path = path
        self._key = Ed25519PrivateKey.from_private_bytes(keys.mark("erasure", "certificates"))

    @classmethod
    def of(cls, settings: Settings, keys: Keyring) -> "Ledger":
        """Where the ledger of this installation lies: beside the keys, or where it is told."""
        if settings.erasures is not None:
            return cls(settings.erasures, keys)
        url = make_url(settings.keys_url)
        on_disk = url.get_backend_name() == "sqlite" and url.database
        beside = Path(str(url.database)) if on_disk else INSTANCE / f"{url.database}.keys"
        return cls(beside.with_suffix(".ledger"), keys)

    @property
    def public(self) -> str:
        """The key with which anybody can check a certificate."""
        return self._key.public_key().public_bytes_raw().hex()

    def read(self) -> Book:
        """Everything that was written. Raises LedgerWrong for a line that was changed, or is not in its place."""
        return _read(self.path.read_text(encoding="utf-8")) if self.path.exists() else Book()

    def begin(self, deed: Deed) -> None:
        """Write what is to go; on the disk when this returns. Written once, however often it is begun."""
        with self._held() as book:
            if deed.erasure not in book.deeds:
                self._append(book, BEGIN, _told(deed))

    def finish(self, deed: Deed, at: datetime) -> Certificate:
        """Write that it is gone, and give the certificate; once."""
        with self._held() as book:
            if deed.erasure not in book.done:
                self._append(book, DONE, self._certificate(deed, at))
            return self.read().done[deed.erasure]

    def _certificate(self, deed: Deed, at: datetime) -> Certificate:
        told = {
            "format": FORMAT,
            "version": VERSION,
            "number": deed.erasure,
            "what": "person" if deed.person else "family",
            "case": deed.case,
            "person": deed.person,
            "keys": list(deed.keys),
            "ground": deed.ground,
            "asked_at": deed.asked_at,
            "approved_at": deed.approved_at,
            "erased_at": _moment(at),
            "backups_unreadable_at": _moment(at + KEYS_KEPT),
            "copies_gone_at": _moment(at + DATA_KEPT),
        }
        return self._signed(told)

    def _signed(self, told: dict[str, Any]) -> dict[str, Any]:
        told = {**told, "key": self.public}
        return {**told, "signature": self._key.sign(_written(told)).hex()}

    @contextmanager
    def _held(self) -> Iterator[Book]:
        """The ledger for one writer at a time, also among processes."""
        if not self.path.parent.exists():
            files.private_folder(self.path.parent)
        files.private_file(self.path)
        with self.path.open("rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            book = self.read()
            yield book

    def _append(self, book: Book, what: str, told: dict[str, Any]) -> None:
        line = self._signed({"line": book.lines + 1, "what": what, "told": told, "before": book.last})
        with self.path.open("rb+") as file:
            file.truncate(_whole(file.read()))
            file.seek(0, os.SEEK_END)
            file.write((json.dumps(line) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def is_genuine(certificate: Certificate) -> bool:
    """Whether a certificate is as it was signed, by the key that it names."""
    try:
        told = {name: value for name, value in certificate.items() if name != "signature"}
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(certificate["key"]))
        key.verify(bytes.fromhex(certificate["signature"]), _written(told))
    except (KeyError, TypeError, ValueError, AttributeError, InvalidSignature):
        return False
    return True


def _read(written: str) -> Book:
    book = Book()
    for number, line in enumerate(written.split("\n")[:-1], 1):
        try:
            found = json.loads(line)
            if not is_genuine(found):
                raise LedgerWrong(f"line {number} was changed")
            if (found["line"], found["before"]) != (number, book.last):
                raise LedgerWrong(f"line {number} does not follow the one before it")
            if found["what"] == BEGIN:
                deed = _deed(found["told"])
                book.deeds[deed.erasure] = deed
            else:
                book.done[found["told"]["number"]] = found["told"]
        except (ValueError, KeyError, TypeError) as wrong:
            raise LedgerWrong(f"line {number} cannot be read") from wrong
        book.lines, book.last = number, hashlib.sha256(line.encode()).hexdigest()
    return book


def _whole(octets: bytes) -> int:
    """How much of the file are whole lines."""
    return octets.rfind(b"\n") + 1


def _told(deed: Deed) -> dict[str, Any]:
    return {**vars(deed), "people": list(deed.people), "keys": list(deed.keys)}


def _deed(told: dict[str, Any]) -> Deed:
    return Deed(**{**told, "people": tuple(told["people"]), "keys": tuple(told["keys"])})


def _written(told: dict[str, Any]) -> bytes:
    return b"rondom erasure\x1f" + json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
