"""Signing in and out, and the language of a professional."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from conference.access.identity import Kind
from conference.web import common, respond
from models.errors.accounts import TooManyTries, WrongPassword
from models.errors.base import Refused

pages = Blueprint("accounts", __name__)


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


@pages.get("/aanmelden")
def sign_in() -> Any:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("office.home"))
    return _page()


@pages.post("/aanmelden")
@respond.comes_back(_page)
@common.limiter.limit("10/minute")
@common.limiter.limit(
    "10 per 15 minute",
    key_func=lambda: f"account:{_typed_address()}",
    deduct_when=lambda response: response.status_code == WrongPassword.status,
    on_breach=lambda _: respond.refused(TooManyTries("password")),
)
def try_sign_in() -> Any:
    """Check address and password; go where the person wanted to go, or back to what they wanted to send."""
    typed = {name: request.form.get(name, "") for name in ("email", "password")}
    if any("\x00" in value for value in typed.values()):
        typed = {}  # of nobody, as every other address and password that do not belong together
    done = respond.send(common.credentials(Kind.WAITING), "account:sign_in", typed)
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
