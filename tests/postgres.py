"""A PostgreSQL server for tests: in a temporary folder, reached over a socket file, without a port or password."""

import contextlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

#: A test server may forget everything when the power goes: that makes it fast.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: of the newest version, or where the PATH leads."""
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name.split(".")[0]))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def missing() -> str:
    """Why no server can be started here; empty when it can."""
    if programs() is None:
        return "no PostgreSQL here: neither in /usr/lib/postgresql nor initdb on the PATH"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as"
    return ""


@dataclass(frozen=True)
class Cluster:
    """A running server; `folder` holds its data and its socket."""

    folder: Path

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator["Cluster"]:
        """Make a server, start it, and take it away afterwards."""
        # The name of a socket may have about a hundred letters; a Mac's own folder is longer.
        parent = tempfile.gettempdir() if len(tempfile.gettempdir()) < 40 else "/tmp"  # noqa: S108
        folder = Path(tempfile.mkdtemp(prefix="rondom-pg-", dir=parent))
        if os.geteuid() == 0:
            shutil.chown(folder, _unprivileged())
        try:
            _run(
                "initdb",
                "-D",
                f"{folder}/data",
                "-U",
                "rondom",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--locale=C",
            )
            _run(
                "pg_ctl",
                "-D",
                f"{folder}/data",
                "-l",
                f"{folder}/log",
                "-o",
                f"-k {folder} {OPTIONS}",
                "-w",
                "start",
            )
            try:
                yield cls(folder)
            finally:
                _run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql+psycopg://rondom@/{name}?host={self.folder}"

    def create(self, name: str = "", template: str = "template0") -> str:
        """A new database, perhaps a copy of another. Returns its address."""
        name = name or f"test_{secrets.token_hex(4)}"
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, url: str) -> None:
        """Take a database away."""
        self._do(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


def _unprivileged() -> str | None:
    """A user the server can run as when the tests run as root."""
    known = {user.pw_name for user in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _run(program: str, *given: str) -> None:
    folder = programs()
    assert folder is not None
    user = _unprivileged() if os.geteuid() == 0 else None
    group = pwd.getpwnam(user).pw_gid if user else None
    # Its output goes to a file: a server that inherits a pipe would keep it open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [folder / program, *given],
            user=user,
            group=group,
            extra_groups=[] if user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{program} failed: {said.read().decode(errors='replace')}")
