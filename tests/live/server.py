"""The real server in a process of its own, that a test can kill and start again on the same file and port."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
SECRET = "only for tests"
#: The settings of the test run that its servers share: words are kept under the same keys.
KEYS = frozenset({"RONDOM_KEYS_URL", "RONDOM_MASTER_KEY_FILE"})
#: What starts the server, in the root of the repository, with the settings in its environment.
COMMAND = (sys.executable, "-m", "conference.cli", "up")
#: The same house as docs/operating.md serves it in production; where it listens, each server says.
GUNICORN = (
    sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "60", "wsgi:app",
)  # fmt: skip
BOOT = 120.0  # seconds; the first start loads the demo, and a busy machine is not a fault
#: Seconds within which it is gone when it is asked to; a machine that has more to do is not a fault. Gunicorn itself
#: gives up on lines after thirty.
LEAVES = 15.0
STEP = 0.02


class ServerDied(AssertionError):
    """The server ended by itself, or never answered; the message holds the end of its log."""


class Server:
    """One server process. `kill` is `kill -9`; `start` after it brings the same house back at the same address."""

    def __init__(self, database_url: str, folder: Path, *, secret: str = SECRET, **settings: str) -> None:
        self.port = free_port()
        self.log_file = folder / "server.log"
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("RONDOM_") or name in KEYS
            },
            "PORT": str(self.port),
            "RONDOM_DATABASE_URL": database_url,
            "RONDOM_SECRET_KEY": secret,
            "PYTHONUNBUFFERED": "1",
            "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{self.port}",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that runs now."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything it said, over all its lives."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def start(self) -> Self:
        """Start it and wait until it answers."""
        assert self._process is None
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                COMMAND, cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._wait()
        return self

    def kill(self) -> None:
        """End it as a power cut would: no goodbye, nothing flushed."""
        self._end(signal.SIGKILL)

    def leave(self) -> float:
        """Ask it to go, as an update does, and wait until it is gone. Returns how many seconds that took."""
        assert self._process is not None
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        assert self._process.wait(timeout=LEAVES) == 0
        self._process = None
        return time.monotonic() - begun

    def stop(self) -> None:
        """End it politely, if it still runs."""
        if self._process is not None:
            self._end(signal.SIGTERM)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *fault: object) -> None:
        self.stop()

    def _end(self, how: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(how)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _wait(self) -> None:
        assert self._process is not None
        until = time.monotonic() + BOOT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise ServerDied(f"no answer from the server; the end of its log:\n{self.log[-4000:]}")
            time.sleep(STEP)

    def _answers(self) -> bool:
        """Whether the socket server greets; any answer of its first step will do."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/socket.io/?EIO=4&transport=polling")
            return line.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            line.close()


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
