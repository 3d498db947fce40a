"""Settings from the environment: typed, checked at start, and loud when something is wrong."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from conference.core import files

SocketMode = Literal["threading", "gevent"]
ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"
#: How this machine calls itself; an installation without TLS answers to these as well.
LOOPBACK = frozenset({"localhost", "127.0.0.1"})


class SettingWrong(Exception):
    """A setting is missing or impossible; the message says which one and what it should be."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations.

    `public_url` is what people type and scan, without a slash at the end; `more_hosts` are other names it goes by.
    `lines`: how many open lines one process carries, and how many of these from one address on the net.
    `log_heads` is the file of the signed heads of the log; None puts it beside the database.
    """

    database_url: str
    secret_key: str
    public_url: str
    quick_exit_url: str
    secure_cookies: bool
    trusted_proxies: int
    socket_mode: SocketMode
    rate_limits: bool
    more_hosts: frozenset[str] = frozenset()
    lines: int = 360
    lines_per_address: int = 120
    log_heads: Path | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The names that it answers to. Another name in a request is refused."""
        told = urlsplit(self.public_url)
        loopback = LOOPBACK if told.scheme == "http" else frozenset()
        return self.more_hosts | {told.hostname or ""} | loopback

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read `RONDOM_*` and `PORT`. Raises SettingWrong."""
        public_url = environ.get("RONDOM_PUBLIC_URL", f"http://localhost:{environ.get('PORT', '5000')}")
        if not public_url.startswith(("http://", "https://")):
            raise SettingWrong("RONDOM_PUBLIC_URL must start with http:// or https://")
        return cls(
            database_url=environ.get("RONDOM_DATABASE_URL", f"sqlite:///{INSTANCE}/rondom.db"),
            secret_key=environ.get("RONDOM_SECRET_KEY") or _kept_secret(INSTANCE / "secret-key"),
            public_url=public_url.rstrip("/"),
            quick_exit_url=environ.get("RONDOM_QUICK_EXIT_URL", "https://www.knmi.nl/"),
            secure_cookies=public_url.startswith("https://"),
            trusted_proxies=_count(environ, "RONDOM_TRUSTED_PROXIES"),
            socket_mode=_socket_mode(environ.get("RONDOM_SOCKET_MODE", "threading")),
            rate_limits=environ.get("RONDOM_RATE_LIMITS", "on") != "off",
            more_hosts=frozenset(environ.get("RONDOM_HOSTS", "").lower().replace(",", " ").split()),
            lines=_count(environ, "RONDOM_LINES", "360"),
            lines_per_address=_count(environ, "RONDOM_LINES_PER_ADDRESS", "120"),
            log_heads=Path(environ["RONDOM_LOG_HEADS"]) if environ.get("RONDOM_LOG_HEADS") else None,
        )


def _socket_mode(value: str) -> SocketMode:
    if value not in get_args(SocketMode):
        raise SettingWrong(f"RONDOM_SOCKET_MODE must be one of {', '.join(get_args(SocketMode))}")
    return cast(SocketMode, value)


def _count(environ: Mapping[str, str], name: str, otherwise: str = "0") -> int:
    value = environ.get(name, otherwise)
    if not value.isdigit():
        raise SettingWrong(f"{name} must be a whole number, it is {value!r}")
    return int(value)


def _kept_secret(path: Path) -> str:
    """The key that signs cookies and codes. Made once and readable by its owner only."""
    files.private_folder(path.parent)
    if not path.exists():
        files.private_file(path).write_text(secrets.token_urlsafe(48))
    return files.private_file(path).read_text().strip()
