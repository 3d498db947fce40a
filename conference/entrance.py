"""What every request meets first, of a page and of a socket alike: who it says it goes to, and what a proxy says of it.

A host that is none of ours is refused before anything is asked or answered: it would otherwise stand in addresses and
policies that we make of it, and a socket would take it for its own origin.
"""

import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted

from conference.core import even
from conference.core.settings import Settings

PASSED = "rondom.entered"
#: What a proxy says of a request. From anybody else it is only what a stranger made up.
TOLD_BY_PROXIES = "HTTP_X_FORWARDED_"


class Entrance:
    """Wraps an application. Whatever is put around it later may wrap it once more: a request passes here once."""

    def __init__(self, app: Any, settings: Settings) -> None:
        self._app, self._hosts, self._tick = app, sorted(settings.hosts), settings.tick
        count = settings.trusted_proxies
        self._inside = ProxyFix(self._look, count, count, count) if count else self._look

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if PASSED in environ:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        environ[PASSED] = True
        return self._inside(environ, start_response)

    def _look(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        for name in [name for name in environ if name.startswith(TOLD_BY_PROXIES)]:
            del environ[name]
        if not host_is_trusted(str(environ.get("HTTP_HOST", "")).lower(), self._hosts):
            return refuse(start_response, HTTPStatus.BAD_REQUEST)
        begun = time.monotonic()

        def start(status: str, *more: Any) -> Any:
            if status.startswith(str(HTTPStatus.NOT_FOUND.value)):
                even.wait(begun, self._tick)
            return start_response(status, *more)

        answer: Iterable[bytes] = self._app(environ, start)
        return answer


def refuse(start_response: Any, status: HTTPStatus, *headers: tuple[str, str]) -> list[bytes]:
    """A plain no, to somebody of whom nothing is known: no page, no cookie, nothing of ours in it."""
    said = status.phrase.encode()
    kept = [
        ("Content-Type", "text/plain"),
        ("Content-Length", str(len(said))),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
        *headers,
    ]
    start_response(f"{status.value} {status.phrase}", kept)
    return [said]
