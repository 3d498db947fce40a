"""Live lines for tests: each of the cast with a browser and a socket, and everything they receive kept."""

import json
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask_socketio import SocketIO

from tests.cast import BY_ROLE, PEOPLE, Cast
from tests.pages import PageClient, Signed

Heard = dict[str, Any]
#: The smallest page there is: open to everybody, with the token that a wish needs.
SMALL_PAGE = "/mee/klaar"
PHONE_PAGES = {"now": "/nu", "tell": "/nu/vertellen", "actions": "/nu/afspraken", "people": "/nu/wie"}


class Line:
    """One visitor with a page and a socket. `received` is every byte that reached them: the canary recorder."""

    def __init__(self, app: Flask, socketio: SocketIO, browser: PageClient, hello: Heard, home: str) -> None:
        self.browser, self.home, self.received = browser, home, [""]
        self._opened = self._open(home, 200)
        self.socket = socketio.test_client(
            app, auth={**hello, "csrf": browser.csrf}, flask_test_client=browser
        )

    def page(self, path: str, status: int = 200) -> BeautifulSoup:
        """Open a page; its headers and body are kept."""
        return BeautifulSoup(self._open(path, status), "html5lib")

    def wish(self, event: str, **fields: Any) -> Heard:
        """Say something on the socket and return the answer."""
        answer = self.socket.emit(event, fields, callback=True)
        self.received.append(json.dumps(answer))
        assert isinstance(answer, dict), f"{event} got no answer"
        return answer

    def heard(self) -> list[Heard]:
        """What came down the socket since the last time, kept as well."""
        heard = self.socket.get_received() if self.socket.is_connected() else []
        self.received.append(json.dumps(heard))
        return heard

    @cached_property
    def first(self) -> BeautifulSoup:
        """The page as it was when the line opened."""
        return BeautifulSoup(self._opened, "html5lib")

    @property
    def everything(self) -> str:
        """All bytes this visitor ever received."""
        self.heard()
        return "\n".join(self.received)

    def _open(self, path: str, status: int) -> str:
        response = self.browser.get(path, follow_redirects=True)
        assert response.status_code == status, f"{path} answers {response.status_code}, expected {status}"
        self.received.append(f"{response.headers}\n{response.text}")
        return response.text


class Lines:
    """Opens lines: `lines("anna")`, `lines("chair")`, `lines("screen")`."""

    def __init__(self, app: Flask, socketio: SocketIO, cast: Cast, as_: Signed) -> None:
        self.app, self.socketio, self.cast, self.as_ = app, socketio, cast, as_

    def browser(self, name: str) -> PageClient:
        """A browser of one of the cast that may wish something, without a socket and without a page of the table."""
        browser = self.as_(name)
        assert browser.get(SMALL_PAGE).status_code == 200
        return browser

    def __call__(
        self, name: str, view: str | None = None, part: str | None = None, *, page: str = ""
    ) -> Line:
        """A line for one of the cast, by name or role, with the page it would have open, unless `page` says another.

        With a `part` they look around there, wherever the table is.
        """
        who = BY_ROLE.get(name, name)
        kind = "screen" if who == "screen" else "account" if PEOPLE[who][3] else "guest"
        home = {"screen": "/scherm", "account": f"/overleg/{self.cast.meeting_id}", "guest": "/nu"}[kind]
        if kind == "guest":
            home = PHONE_PAGES[view or "now"]
        hello = {
            "as": kind,
            "meeting": self.cast.meeting_id if kind == "account" else None,
            "part": part,
            "view": view or {"screen": "screen", "account": "table", "guest": "now"}[kind],
        }
        return Line(self.app, self.socketio, self.as_(who), hello, page or home)


def applied(page: BeautifulSoup, heard: list[Heard]) -> BeautifulSoup:
    """A page after the live parts that came down, put in place as the browser does: in order, by their name.

    What comes down again later in the row need not be read before: it would be replaced, with all that is in it.
    """
    came = [part for said in heard if said["name"] == "fragments" for part in said["args"][0]]
    last = {one["name"]: number for number, one in enumerate(came)}
    for number, one in enumerate(came):
        if number < last[one["name"]] and f'data-fragment="{one["name"]}"' in one["html"]:
            continue  # one that does not bring its own place takes it away for good
        for place in page.find_all(attrs={"data-fragment": one["name"]}):
            # The HTML of a part of a drawing is read inside a drawing, as the browser does.
            html = f"<svg>{one['html']}</svg>" if place.find_parent("svg") else one["html"]
            fresh = BeautifulSoup(html, "html5lib").find(attrs={"data-fragment": one["name"]})
            place.replace_with(fresh) if fresh else place.decompose()
    return page


def parts(page: BeautifulSoup) -> dict[str, str]:
    """Every live part of a page by its name, in one spelling: without the tokens that a live update leaves out."""
    for hidden in page.find_all("input", attrs={"name": "csrf_token"}):
        hidden.decompose()
    found = page.find_all(attrs={"data-fragment": True})
    return {str(part["data-fragment"]): " ".join(str(part).split()) for part in found}
