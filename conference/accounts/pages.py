"""Signing in and out, and the language of a professional."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    after_this_request,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user, login_user, logout_user

from conference.access.identity import Kind
from conference.accounts import use_cases as accounts
from conference.web import common, respond
from models.errors.accounts import TooManyTries, WrongPassword
from models.errors.base import Refused

pages = Blueprint("accounts", __name__)
#: How many accounts one device knows at most, and what stands between their marks.
DEVICE_MARKS, BETWEEN = 5, "~"


def _page(refused: Refused | None = None) -> str:
    """The form, with the address that was typed, and with the words of a form that waits for signing in."""
    path, words = respond.carried_words()
    return render_template(
        "accounts/sign_in.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        email=request.form.get("email", ""),
        naar=common.own_path(request.values.get("naar"), ""),
        path=path,
        words=words,
    )


def _known_device() -> str:
    """The device, if the typed account signed in on it before; nobody elsewhere uses up its tries."""
    marks = request.cookies.get(_device_cookie(), "").split(BETWEEN)
    return accounts.known_device(common.house().keys, _typed_address(), marks, common.now())


def _remember_device(response: Response) -> Response:
    """So that this account is known here next time. It says nothing of the account, and opens nothing."""
    keys, email, now = common.house().keys, _typed_address(), common.now()
    mark, kept = (
        accounts.device_mark(keys, email, now),
        request.cookies.get(_device_cookie(), "").split(BETWEEN),
    )
    others = [one for one in kept if one and not accounts.known_device(keys, email, [one], now)]
    response.set_cookie(
        _device_cookie(),
        BETWEEN.join([mark, *others][:DEVICE_MARKS]),
        max_age=accounts.DEVICE_LIVES,
        secure=common.house().settings.secure_cookies,
        httponly=True,
        samesite="Strict",
        path="/",
    )
    return response


def _device_cookie() -> str:
    return "__Host-rondom-bekend" if common.house().settings.secure_cookies else "rondom-bekend"


def _who_tries() -> str:
    """Wrong passwords count for a known device, and for all unknown ones together; also of an account that is none."""
    device = _known_device()
    return f"device:{device}" if device else f"account:{_typed_address()}"


def _was_wrong(response: Response) -> bool:
    return response.status_code == WrongPassword.status


@pages.get("/aanmelden")
def sign_in() -> Any:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("office.home"))
    return _page()


@pages.post("/aanmelden")
@respond.comes_back(_page)
@common.limiter.limit("10/minute", exempt_when=lambda: bool(_known_device()), deduct_when=_was_wrong)
@common.limiter.limit(
    "10 per 15 minute",
    key_func=_who_tries,
    deduct_when=_was_wrong,
    on_breach=lambda _: respond.refused(TooManyTries("password")),
)
def try_sign_in() -> Any:
    """Check address and password; go where the person wanted to go, or back to what they wanted to send."""
    typed = {name: request.form.get(name, "") for name in ("email", "password")}
    if any("\x00" in value for value in typed.values()):
        typed = {}  # of nobody, as every other address and password that do not belong together
    done = respond.send(common.credentials(Kind.WAITING), "account:sign_in", typed)
    after_this_request(_remember_device)
    session.clear()  # a new session for a new rank
    login_user(common.load_signed_in(done["secret"]))
    return respond.after_sign_in() or respond.onward(
        common.own_path(request.form.get("naar"), url_for("office.home"))
    )


@pages.post("/afmelden")
def sign_out() -> Any:
    """End every session of this account, and tell the browser to forget: a copied cookie is worth nothing."""
    if current_user.is_authenticated:
        respond.send(common.credentials(Kind.ACCOUNT), "account:sign_out", {})
    logout_user()
    session.clear()
    response = make_response(redirect(url_for("accounts.sign_in")))
    response.delete_cookie(common.LANGUAGE_COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.post("/taal")
def choose_language() -> Any:
    """The language this professional reads, here and next time."""
    respond.send(common.credentials(Kind.ACCOUNT), "account:language")
    response = respond.onward(common.own_path(request.form.get("back"), url_for("office.home")))
    common.remember_language(response, request.form["language"])
    return response


def _typed_address() -> str:
    """What was typed as e-mail address, in one spelling. Counted whether or not there is such an account."""
    return request.form.get("email", "").strip().lower()[:200]
