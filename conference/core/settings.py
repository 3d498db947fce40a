"""Settings from the environment: typed, checked at start, and loud when something is wrong."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from sqlalchemy import make_url

from conference.core import files
from conference.core.vault import MasterKeyWrong, read_master_key

SocketMode = Literal["threading", "gevent"]
ROOT = Path(__file__).resolve().parents[2]
INSTANCE = ROOT / "instance"
#: Seconds; longer than looking up something that is hidden takes, and hardly noticed by who mistyped an address.
TICK = 0.1
#: How this machine calls itself; an installation without TLS answers to these as well.
LOOPBACK = frozenset({"localhost", "127.0.0.1"})


class SettingWrong(Exception):
    """A setting is missing or impossible; the message says which one and what it should be."""


@dataclass(frozen=True)
class Provider:
    """Where people sign in with the account of their own organisation (OpenID Connect).

    `name` stands on the button. `asks_second`: it says so (`amr`, `acr`) when it asked a second proof, and is believed.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    asks_second: bool = False

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Provider | None":
        """Read `RONDOM_OIDC_*`; None when there is nothing of it. Raises SettingWrong for half of it."""
        names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME")
        told = {name: environ.get(f"RONDOM_OIDC_{name}", "").strip() for name in names}
        if not any(told.values()):
            return None
        if lacks := [f"RONDOM_OIDC_{name}" for name, value in told.items() if not value]:
            raise SettingWrong(f"Signing in elsewhere needs {', '.join(lacks)} as well.")
        url = urlsplit(told["ISSUER"])
        if not url.hostname or not (
            url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)
        ):
            raise SettingWrong("RONDOM_OIDC_ISSUER must start with https:// (http:// only on this machine)")
        second = environ.get("RONDOM_OIDC_SECOND_FACTOR", "own")
        if second not in ("own", "trusted"):
            raise SettingWrong("RONDOM_OIDC_SECOND_FACTOR must be own or trusted")
        issuer = told["ISSUER"].rstrip("/")
        return cls(issuer, told["CLIENT_ID"], told["CLIENT_SECRET"], told["NAME"][:60], second == "trusted")


@dataclass(frozen=True)
class MailServer:
    """Who takes our mail (SMTP). `tls`: from the start, after STARTTLS, or not at all (`off`)."""

    host: str
    port: int
    sender: str
    tls: Literal["tls", "starttls", "off"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "MailServer | None":
        """Read `RONDOM_SMTP_*` and `RONDOM_MAIL_FROM`; None without a host. Raises SettingWrong."""
        host, sender = environ.get("RONDOM_SMTP_HOST", ""), environ.get("RONDOM_MAIL_FROM", "")
        if not host and not sender:
            return None
        if not host or "@" not in sender.strip("@") or any(sign in sender for sign in "\r\n<> "):
            raise SettingWrong(
                "Mail needs RONDOM_SMTP_HOST and RONDOM_MAIL_FROM, an address like post@werk.nl"
            )
        tls = environ.get("RONDOM_SMTP_TLS", "starttls")
        if tls not in ("tls", "starttls", "off"):
            raise SettingWrong("RONDOM_SMTP_TLS must be tls, starttls or off")
        user, password = environ.get("RONDOM_SMTP_USER", ""), environ.get("RONDOM_SMTP_PASSWORD", "")
        if bool(user) != bool(password):
            raise SettingWrong("RONDOM_SMTP_USER and RONDOM_SMTP_PASSWORD belong together")
        if user and tls == "off" and host not in LOOPBACK:
            raise SettingWrong("RONDOM_SMTP_TLS must not be off when there is a password")
        port = _count(environ, "RONDOM_SMTP_PORT", {"tls": "465", "starttls": "587", "off": "25"}[tls])
        return cls(host, port, sender, cast(Literal["tls", "starttls", "off"], tls), user, password)


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two installations.

    `public_url` is what people type and scan, without a slash at the end; `more_hosts` are other names it goes by.
    `lines`: how many open lines one process carries, and how many of these from one address on the net.
    `log_heads` is the file of the signed heads of the log; None puts it beside the database. `erasures` is the ledger
    of erasures; None puts it beside the keys. `tick`: seconds after which *this is not here* leaves, or a multiple.
    The keys of families lie in a database of their own (`keys_url`), locked by `master_key`, which lies outside both.
    """

    database_url: str
    keys_url: str
    master_key: bytes = field(repr=False)
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
    erasures: Path | None = None
    tick: float = 0.0
    provider: Provider | None = None
    mail: MailServer | None = None

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
        database_url = environ.get("RONDOM_DATABASE_URL", f"sqlite:///{INSTANCE}/rondom.db")
        keys_url = environ.get("RONDOM_KEYS_URL") or _beside(database_url)
        return cls(
            database_url=database_url,
            keys_url=keys_url,
            master_key=_master_key(environ, public_url, database_url, keys_url),
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
            log_heads=_path(environ, "RONDOM_LOG_HEADS"),
            erasures=_path(environ, "RONDOM_ERASURES"),
            tick=TICK,
            provider=Provider.from_environment(environ),
            mail=MailServer.from_environment(environ),
        )


def _socket_mode(value: str) -> SocketMode:
    if value not in get_args(SocketMode):
        raise SettingWrong(f"RONDOM_SOCKET_MODE must be one of {', '.join(get_args(SocketMode))}")
    return cast(SocketMode, value)


def _beside(database_url: str) -> str:
    """Where the keys lie when nobody says: beside a SQLite file, else in `instance/`."""
    url = make_url(database_url)
    lies = Path(url.database or "") if url.get_backend_name() == "sqlite" else INSTANCE / "rondom.db"
    return f"sqlite:///{lies.with_suffix('.keys.db')}"


def _master_key(environ: Mapping[str, str], public_url: str, *databases: str) -> bytes:
    """The key of keys; made at the first start. In production it must not lie where the databases lie."""
    path = Path(environ.get("RONDOM_MASTER_KEY_FILE") or Path.home() / ".config" / "rondom" / "master-key")
    folders = {Path(url.database).resolve().parent for url in map(make_url, databases) if url.database}
    if public_url.startswith("https://") and any(path.resolve().is_relative_to(one) for one in folders):
        raise SettingWrong(
            f"The master key {path} lies beside the database: who takes the one has the other. "
            "Move it to another place and say where in RONDOM_MASTER_KEY_FILE."
        )
    try:
        return read_master_key(path)
    except (MasterKeyWrong, OSError) as reason:
        raise SettingWrong(
            f"The master key in {path} cannot be read (RONDOM_MASTER_KEY_FILE): {reason}"
        ) from None


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None


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
