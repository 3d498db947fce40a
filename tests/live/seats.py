"""What a browser of each visitor would carry: the cookies of a session, and what its page says when it connects."""

from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from conference.core.runtime import Runtime
from models.accounts import Account
from tests.cast import PEOPLE, Cast
from tests.pages import signed_in

Hello = dict[str, Any]
VIEWS = {"account": "table", "guest": "now", "screen": "screen"}


@dataclass(frozen=True)
class Seat:
    """A visitor as the server knows it: `cookie` is the header a browser would send, `hello` what its page says."""

    name: str
    cookie: str
    hello: Hello

    def as_json(self) -> dict[str, Any]:
        """For a client in another process."""
        return asdict(self)


def account_seat(house: Runtime, name: str, account: Account, meeting_id: str, view: str = "table") -> Seat:
    """A professional who signed in before."""
    secret = signed_in(house, account.id)
    kept, csrf = _session(house, secret)
    cookie = f"rondom={kept}; rondom-sessie={secret}"
    return Seat(name, cookie, _hello("account", csrf, view, meeting_id))


def phone_seat(house: Runtime, name: str, secret: str, view: str = "now") -> Seat:
    """A phone that was let in."""
    kept, csrf = _session(house, secret)
    return Seat(name, f"rondom={kept}; rondom-plek={secret}", _hello("guest", csrf, view))


def screen_seat(house: Runtime, name: str, secret: str) -> Seat:
    """A shared screen that was opened."""
    kept, csrf = _session(house, secret)
    return Seat(name, f"rondom={kept}; rondom-scherm={secret}", _hello("screen", csrf, "screen"))


def seat_of(cast: Cast, name: str) -> Seat:
    """The seat of one of the cast; `screen` for a shared screen. A phone is let in anew each time it is asked for."""
    if name == "screen":
        return screen_seat(cast.house, name, cast.screen())
    if not PEOPLE[name][3]:
        return phone_seat(cast.house, name, cast.seat(name))
    with cast.house.database.read() as looking:
        account = looking.get_one(Account, cast.script.accounts[name])
    return account_seat(cast.house, name, account, cast.meeting_id)


def _hello(kind: str, csrf: str, view: str, meeting_id: str | None = None) -> Hello:
    return {"as": kind, "meeting": meeting_id, "part": None, "view": view, "csrf": csrf}


def _session(house: Runtime, secret: str) -> tuple[str, str]:
    """A cookie of Flask's own session and the token that belongs to it, signed as the application signs them."""
    signer = Flask(__name__)
    signer.config["SECRET_KEY"] = house.settings.secret_key
    with signer.test_request_context("/"):
        session["of"] = secret.partition(".")[0]
        csrf = generate_csrf()
        serializer = signer.session_interface.get_signing_serializer(signer)  # type: ignore[attr-defined]
        assert serializer is not None
        return serializer.dumps(dict(session)), csrf
