"""Browsers for tests. Every page they open is checked, so each test of a page also tests its quality."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from conference.access.sessions import Browser
from conference.accounts import use_cases as accounts
from conference.app import create_app
from conference.core.runtime import Runtime
from conference.web import common
from models.enums import SessionKind
from models.sessions import DeviceSession
from tests.cast import BY_ROLE, PEOPLE, Cast, Player

#: Inputs that name themselves, or that nobody sees.
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


def proofs_in(page: str) -> str:
    """What the box holds with which somebody says yes to words that were shown marked."""
    box = BeautifulSoup(page, "html5lib").select_one("input[name=confirmed]")
    assert box is not None, "no box to say yes in"
    return str(box["value"])


class PageWrong(AssertionError):
    """A page breaks a rule for pages; the message says which one, where, and what to do."""


class PageClient(FlaskClient):
    """Opens pages and checks them. `csrf` is the token of the last page seen, as a browser would have it."""

    csrf = ""
    #: Who comes in anew when the clock of the test has moved: nobody stays in for days, and few tests are about that.
    returns: Callable[[], None] | None = None

    def open(self, *given: Any, **named: Any) -> TestResponse:
        """Ask for something; a whole page that comes back is checked."""
        if self.returns is not None:
            self.returns()
        response = super().open(*given, **named)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            self._look_at(response)
        return response

    def page(self, path: str, status: int = 200) -> BeautifulSoup:
        """The page at a path, to look into. `status` is what is expected."""
        response = self.get(path, follow_redirects=True)
        assert response.status_code == status, f"{path} answers {response.status_code}, expected {status}"
        return BeautifulSoup(response.text, "html5lib")

    def send(self, path: str, /, **fields: Any) -> TestResponse:
        """Send a form as a browser does that saw the last page: with its token. Lists are sent name by name."""
        return self.post(path, data={**fields, "csrf_token": self.csrf})

    def wish(self, name: str, /, **fields: Any) -> TestResponse:
        """Send a wish as the script of a page does: the answer is JSON."""
        headers = {"X-CSRFToken": self.csrf, "Accept": "application/json"}
        return self.post(f"/wens/{name}", data=fields, headers=headers)

    def _look_at(self, response: TestResponse) -> None:
        if not response.text.lstrip().lower().startswith("<!doctype") and "?los=1" in response.request.url:
            return  # a piece for a dialog, not a page
        where = f"{response.request.method} {response.request.path}"
        self.csrf = _check_once(response.text, where) or self.csrf


class Signed:
    """Makes browsers that are signed in, seated or connected as one of the cast."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app, self.cast = app, cast

    def __call__(self, name: str) -> PageClient:
        """A browser for a player or a role; `screen` for the shared screen, `nobody` for a stranger."""
        browser = self.app.test_client()
        assert isinstance(browser, PageClient)
        name = BY_ROLE.get(name, name)
        if name == "screen":
            browser.set_cookie("rondom-scherm", self.cast.screen(), samesite="Strict")
            browser.returns = lambda: _hold(browser, self.cast.house, "rondom-scherm")
        elif name == "bas" or (name in PEOPLE and PEOPLE[name][3]):
            _sign_in(browser, getattr(self.cast, name))
        elif name != "nobody":
            browser.set_cookie("rondom-plek", self.cast.seat(name), samesite="Strict")
            browser.returns = lambda: _hold(browser, self.cast.house, "rondom-plek")
        return browser


def _sign_in(browser: PageClient, player: Player) -> None:
    """Give it a session as signing in does; the form itself has its own tests."""
    account_id = player.script.accounts[player.name]
    browser.set_cookie("rondom-sessie", signed_in(player.house, account_id))
    browser.returns = lambda: _sign_in_again(browser, player.house, account_id)


def _sign_in_again(browser: PageClient, house: Runtime, account_id: str) -> None:
    """Whose time is over signs in once more, with the same page open. What was ended stays so."""
    if _is_over(browser, house, "rondom-sessie"):
        browser.set_cookie("rondom-sessie", cookie := signed_in(house, account_id))
        with browser.session_transaction() as kept:
            kept["of"] = cookie.partition(".")[0]


def _hold(browser: PageClient, house: Runtime, name: str) -> None:
    """The line of a phone or screen was open all the time; their hours are not longer for that."""
    if (row := _is_over(browser, house, name)) and row.kind in (SessionKind.SEAT, SessionKind.SCREEN):
        with house.database.work() as work:
            kept = work.load(DeviceSession, row.id)
            kept.idle_until = house.clock() + timedelta(minutes=30)


def _is_over(browser: PageClient, house: Runtime, name: str) -> DeviceSession | None:
    cookie = browser.get_cookie(name)
    if cookie is None:
        return None
    with house.database.read() as session:
        row = session.get(DeviceSession, cookie.value.partition(".")[0])
        return None if row is None or row.ended_at is not None or row.live(house.clock()) else row


def signed_in(house: Runtime, account_id: str, device: str = "laptop/firefox") -> str:
    """The cookie of an account that gave its password just now."""
    with house.database.work() as work:
        return accounts.begin(work, account_id, Browser(device), house.clock())[1]


# --- what every page keeps to

#: The token of a page, and what else is another on each page and looks at no rule: the name of a writer.
TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
WRITER = re.compile(r"\b[0-9a-f]{12}\.[0-9a-f]{20}\b")
_right: set[bytes] = set()


def _check_once(html: str, where: str) -> str:
    """The same as `check_page`, for a page that may have been right before: it is looked at once."""
    found = TOKEN.search(html)
    if found is None:
        return check_page(html, where)
    token = found[1]
    seen = blake2b(WRITER.sub("", html.replace(token, "")).encode(), digest_size=16).digest()
    if seen not in _right:
        assert check_page(html, where) == token
        _right.add(seen)
    return token


def check_page(html: str, where: str) -> str:
    """Raise PageWrong for the first rule a page breaks. Returns the token of the page."""
    page = BeautifulSoup(html, "html5lib")
    for rule in (_document, _heading, _ids, _labels, _inline, _forms, _buttons, _images):
        if wrong := rule(page, html):
            raise PageWrong(f"{where}: {wrong}")
    meta = page.find("meta", attrs={"name": "csrf-token"})
    return str(meta["content"]) if isinstance(meta, Tag) else ""


def _document(page: BeautifulSoup, html: str) -> str:
    if not html.lstrip().lower().startswith("<!doctype html>"):
        return "starts without <!doctype html>; extend templates/base.html"
    if not page.find("html", lang=True):
        return "<html> has no lang; a screen reader needs the language of the page"
    return ""


def _heading(page: BeautifulSoup, html: str) -> str:
    headings = page.find_all("h1")
    if len(headings) != 1:
        return f"has {len(headings)} <h1>; every page has exactly one, it says where you are"
    if not headings[0].get_text(strip=True):
        return "has an empty <h1>"
    title = page.title.get_text(strip=True) if page.title else ""
    return "" if title and title[0] not in "-·|–" else "has no title; people find the tab by it"


def _ids(page: BeautifulSoup, html: str) -> str:
    twice = [
        name for name, count in Counter(tag["id"] for tag in page.find_all(id=True)).items() if count > 1
    ]
    return (
        f"uses an id twice: {', '.join(map(str, twice))}; labels and links would find the wrong one"
        if twice
        else ""
    )


def _labels(page: BeautifulSoup, html: str) -> str:
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") in UNLABELLED or field.get("id") in labelled or _is_labelled(page, field):
            continue
        return f"has a field without a label: {_short(field)}; use components/forms.html"
    return ""


def _is_labelled(page: BeautifulSoup, field: Tag) -> bool:
    if field.get("aria-label") or field.find_parent("label"):
        return True
    names = str(field.get("aria-labelledby", "")).split()
    return bool(names) and all(page.find(id=name) for name in names)


def _inline(page: BeautifulSoup, html: str) -> str:
    for tag in page.find_all(True):
        if tag.get("style") or tag.name == "style":
            return f"has inline style: {_short(tag)}; the content policy drops it, use a class"
        if tag.name == "script" and not tag.get("src") and tag.get("type") != "application/json":
            return "has a script in the page; the content policy drops it, put it in static/src"
        if handler := next((name for name in tag.attrs if name.startswith("on")), None):
            return f"has {handler}= on {_short(tag)}; the content policy drops it, use a data attribute"
        if str(tag.get("href", "")).strip().lower().startswith("javascript:"):
            return f"has a javascript: link: {_short(tag)}"
    return ""


def _forms(page: BeautifulSoup, html: str) -> str:
    for form in page.find_all("form"):
        if not form.get("action") or not form.get("method"):
            return f"has a form without action or method: {_short(form)}; it has to work without script"
        token = form.find("input", attrs={"name": "csrf_token"})
        if str(form["method"]).lower() == "post" and token is None:
            return f"has a post form without csrf_token: {_short(form)}; use components/forms.html"
        if str(form["method"]).lower() == "get" and token is not None:
            return f"has a get form with csrf_token: {_short(form)}; it would stand in the address"
    return ""


def _buttons(page: BeautifulSoup, html: str) -> str:
    for button in page.find_all(["button", "a"]):
        if button.name == "a" and not button.get("href"):
            continue
        named = button.get_text(strip=True) or button.get("aria-label") or button.get("aria-labelledby")
        if not named and not button.find("img", alt=True) and not button.find("title"):
            return f"has a button or link without words: {_short(button)}; a screen reader says nothing"
    return ""


def _images(page: BeautifulSoup, html: str) -> str:
    bare = next((image for image in page.find_all("img") if not image.has_attr("alt")), None)
    return f"has an image without alt: {_short(bare)}" if bare is not None else ""


def _short(tag: Tag) -> str:
    """The tag without what is in it."""
    words = " ".join(
        f'{name}="{value if isinstance(value, str) else " ".join(value)}"'
        for name, value in tag.attrs.items()
    )
    return f"<{tag.name} {words}>"[:160]


def limits_on(house: Runtime) -> Iterator[Flask]:
    """An application with its limits on, and nothing counted yet; for as long as a fixture needs it."""
    house.settings = replace(house.settings, rate_limits=True)
    made = create_app(house)
    made.testing = True
    made.test_client_class = PageClient
    common.limiter.reset()
    yield made
    common.limiter.reset()
    common.limiter.enabled = False
