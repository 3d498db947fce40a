"""The head of the log of each day, signed, in a file of its own: to be kept where this machine cannot reach.

Whoever can write the database can make the seals anew from some row on; they cannot make them fit a head that
somebody else has. A line is JSON: the day, the number of the seal, its head, the public key, and an Ed25519 signature
over the three. The key is made of the installation's own.
"""

import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from conference.core.security import Keyring
from conference.core.settings import ROOT, Settings
from models.log import LogSeal


@dataclass(frozen=True)
class Head:
    """What vouches for everything up to the end of a day."""

    day: date
    seal: int
    head: str

    @property
    def written(self) -> bytes:
        """What is signed."""
        return f"rondom log {self.day.isoformat()} {self.seal} {self.head}".encode()


class HeadsWrong(Exception):
    """The file of heads does not fit the log; the message says how."""


class Heads:
    """The file of one database. Lines are only added."""

    def __init__(self, path: Path | None, keys: Keyring) -> None:
        self.path = path
        self._key = Ed25519PrivateKey.from_private_bytes(keys.mark("log", "heads"))

    @classmethod
    def of(cls, settings: Settings, keys: Keyring) -> "Heads":
        """Where the heads of this installation lie: beside a SQLite file, else in `instance/`; or where it is told."""
        if settings.log_heads is not None:
            return cls(settings.log_heads, keys)
        url = make_url(settings.database_url)
        if url.get_backend_name() != "sqlite":
            return cls(ROOT / "instance" / f"{url.database}.heads", keys)
        return cls(
            Path(f"{url.database}.heads") if url.database and url.database != ":memory:" else None, keys
        )

    @property
    def public(self) -> str:
        """The key with which anybody can check a line."""
        return self._key.public_key().public_bytes_raw().hex()

    def lines(self) -> list[Head]:
        """Every head that was written. Raises HeadsWrong for a line that we did not sign."""
        if self.path is None or not self.path.exists():
            return []
        return [self._read(number, line) for number, line in enumerate(self.path.read_text().splitlines(), 1)]

    def write_due(self, session: Session, at: datetime) -> list[Head]:
        """Write the head of each day that is over and has none yet."""
        if self.path is None:
            return []
        written = self.lines()
        since = written[-1].seal if written else 0
        newest = select(func.max(LogSeal.id)).where(LogSeal.id > since).group_by(func.date(LogSeal.at))
        found = session.scalars(select(LogSeal).where(LogSeal.id.in_(newest)).order_by(LogSeal.id))
        due = [Head(one.at.date(), one.id, one.head) for one in found if one.at.date() < at.date()]
        if due:
            _append(self.path, [self._line(one) for one in due])
        return due

    def check(self, session: Session) -> None:
        """Raise HeadsWrong when a head that was written is not that of the log any more."""
        for kept in self.lines():
            seal = session.get(LogSeal, kept.seal)
            if seal is None:
                raise HeadsWrong(f"the log ends before seal {kept.seal}, the head of {kept.day}")
            if seal.head != kept.head:
                raise HeadsWrong(f"seal {kept.seal} is not the one whose head was kept on {kept.day}")

    def forget(self) -> None:
        """The database was thrown away on purpose, and its log with it."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _line(self, one: Head) -> str:
        signature = self._key.sign(one.written).hex()
        told = {"day": one.day.isoformat(), "seal": one.seal, "head": one.head, "key": self.public}
        return json.dumps({**told, "signature": signature})

    def _read(self, number: int, line: str) -> Head:
        try:
            told = json.loads(line)
            found = Head(date.fromisoformat(told["day"]), int(told["seal"]), str(told["head"]))
            if told["key"] != self.public:
                raise HeadsWrong(f"line {number} of {self.path} was signed with another key")
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
            key.verify(bytes.fromhex(told["signature"]), found.written)
        except (ValueError, KeyError, TypeError, InvalidSignature) as wrong:
            raise HeadsWrong(f"line {number} of {self.path} was changed") from wrong
        return found


def _append(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "a", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
