"""A real provider of accounts in a process of its own, and a real mail server."""

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any

import pytest
import requests
from aiosmtpd.controller import Controller

#: Who can sign in at the provider.
KNOWN = [
    {"sub": "lotte-1", "email": "Lotte@werk.example", "email_verified": True},
    {"sub": "lotte-2", "email": "lotte@werk.example", "email_verified": True},
    {"sub": "noor-1", "email": "noor@werk.example", "email_verified": False},
    {"sub": "nobody-1", "email": "niemand@werk.example", "email_verified": True},
    {"sub": "hilde-1", "email": "hilde@mda.example", "email_verified": True},
    {"sub": "yusuf-1", "email": "yusuf@werk.example", "email_verified": True, "amr": ["pwd", "otp"]},
]
PATIENCE = 20.0


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of a provider that runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [part for one in KNOWN for part in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _await(address)
            yield address
        finally:
            process.terminate()


def _await(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")


@dataclass
class Mailbox:
    """What a mail server was handed: the words of each mail."""

    port: int
    words: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - its name there
        """The words of one mail."""
        self.words.append(message_from_bytes(envelope.content, policy=policy.default).get_content())  # type: ignore[attr-defined]
        return "250 OK"

    def link(self, pattern: str) -> str:
        """The newest link of this shape, as soon as a mail holds one."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for words in reversed(self.words):
                if found := re.search(pattern, words, re.MULTILINE):
                    return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no mail with {pattern}")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Mailbox(free.getsockname()[1])
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    yield made
    controller.stop()
