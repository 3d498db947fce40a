"""What every request does for the sessions of its browser, and what is told of a browser in plain words.

Flask's own session holds what the tokens of forms need, and which session they were made in: a token from before
somebody signed in, or of somebody else, is worth nothing.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, request, session
from flask_babel import gettext
from werkzeug.wrappers import Response

from conference.access import sessions
from conference.access.identity import Kind
from conference.access.sessions import OF, Sign, Visit
from conference.web import common

#: What a browser may carry, in the order of what its forms belong to.
CARRIED = (Kind.ACCOUNT, Kind.GUEST, Kind.SCREEN)
#: A script that asks for its page once more is no sign of a human.
BY_ITSELF = "X-Live-Refresh"
BROWSERS = {
    "Edg": "edge",
    "OPR": "opera",
    "SamsungBrowser": "samsung",
    "Firefox": "firefox",
    "FxiOS": "firefox",
}
NAMES = {
    "edge": "Edge",
    "opera": "Opera",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
}


def watch(app: Flask) -> None:
    """Before anything else is asked: who is in here? And after it: hand the browser its next secret."""
    app.before_request(_greet)
    app.after_request(_hand_over)


def come_in(kind: Kind, secret: str) -> None:
    """From now on, in this request too, this browser is in with a new session; nothing of before it counts."""
    session.clear()
    session[OF] = secret.partition(".")[0]
    for kept in ("_login_user", "csrf_token"):
        g.pop(kept, None)
    g.secrets[kind] = secret


def _greet() -> None:
    g.visits, g.secrets = {}, {}
    if request.endpoint == "static":
        return
    house, sign = common.house(), _sign()
    for kind in CARRIED:
        value = common.credentials(kind).secret
        if value:
            g.visits[kind] = sessions.look(house.database, value, common.now(), sign)
    _bind()


def _bind() -> None:
    """Tokens of forms belong to one session. Only a phone that comes in keeps those it had as nobody: its words wait
    in such a form, and its cookie never comes along from elsewhere."""
    kind, own = next(((kind, one.session_id) for kind, one in g.visits.items() if one.session_id), (None, ""))
    before = session.get(OF, "")
    if before == own:
        return
    if before or kind == Kind.ACCOUNT:
        session.pop("csrf_token", None)
    session[OF] = own


def _sign() -> Sign:
    """A page that a human opened or a form that they sent; at which meeting, the address or the form says."""
    place: Mapping[str, Any] = request.view_args or {}
    by_hand = BY_ITSELF not in request.headers and request.endpoint != "accounts.stay"
    return Sign(by_hand, place.get("meeting_id"))


def _hand_over(response: Response) -> Response:
    visits: dict[Kind, Visit] = g.get("visits", {})
    sent = [one.partition("=")[0] for one in response.headers.getlist("Set-Cookie")]
    fresh = {kind: found.cookie for kind, found in visits.items() if found.cookie} | g.get("secrets", {})
    for kind, cookie in fresh.items():
        if common.cookie_name(kind) not in sent:
            common.set_secret(response, kind, cookie)
    return response


# --- in words


def device() -> str:
    """Kind and name of this browser as codes: `laptop/firefox`. A guess is enough: a human recognises it."""
    agent = request.headers.get("User-Agent", "")
    return f"{kind_of_device()}/{_browser(agent)}"


def kind_of_device() -> str:
    """Phone, tablet or laptop."""
    agent = request.headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobile" not in agent):
        return "tablet"
    return "phone" if "Mobi" in agent else "laptop"


def _browser(agent: str) -> str:
    for sign, name in BROWSERS.items():
        if sign in agent:
            return name
    if "Chrome" in agent or "CriOS" in agent:
        return "chrome"
    return "safari" if "Safari" in agent else ""


def kind_in_words(code: str) -> str:
    """*Telefoon*."""
    kinds = {
        "phone": gettext("Telefoon"),
        "tablet": gettext("Tablet"),
        "laptop": gettext("Laptop of computer"),
    }
    return str(kinds.get(code.partition("/")[0], gettext("Apparaat")))


def browser_in_words(code: str) -> str:
    """*Firefox*; nothing when it is not known."""
    return NAMES.get(code.partition("/")[2], "")
