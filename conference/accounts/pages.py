"""Signing in and out, and the language of a professional."""

import secrets
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Response,
    after_this_request,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from conference.access import identity, policy, sessions
from conference.access.identity import Kind
from conference.accounts import factors, linked, passkeys, provider
from conference.accounts import use_cases as accounts
from conference.core.qr import qr
from conference.core.settings import Provider
from conference.records import commands
from conference.web import common, devices, entry, respond
from models.accounts import Account
from models.errors.accounts import (
    PasskeysOff,
    PasswordWrong,
    SecondCodeWrong,
    TooManyCodes,
    TooManyTries,
    WrongPassword,
)
from models.errors.base import NotFound, Refused
from models.sessions import DeviceSession

pages = Blueprint("accounts", __name__)
#: How many accounts one device knows at most, and what stands between their marks.
DEVICE_MARKS, BETWEEN = 5, "~"
#: Seconds before the end at which a page warns.
WARNED = {"idle": 120, "ends": 600}
#: An address that ends in these is kept as a file, and shows no page.
FILES = (".json", ".pdf", ".csv", ".xlsx")


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
        why=_why_out(),
        provider=common.house().settings.provider,
        mails=common.house().settings.mail is not None,
        passkeys=passkeys.Site.of(common.house().settings) is not None,
        changed=request.args.get("gelukt") == "wachtwoord",
    )


def _known_device(email: str | None = None) -> str:
    """The device, if this account (the typed one) signed in on it before; nobody elsewhere uses up its tries."""
    marks = request.cookies.get(_device_cookie(), "").split(BETWEEN)
    whose = _typed_address() if email is None else email
    return accounts.known_device(common.house().keys, whose, marks, common.now())


def _remember_device(response: Response, email: str) -> Response:
    """So that this account is known here next time. It says nothing of the account, and opens nothing."""
    keys, now = common.house().keys, common.now()
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


def _why_out() -> str:
    """Why this browser is out, as far as its cookie still says whose it was."""
    value = common.credentials(Kind.ACCOUNT).secret
    with common.house().database.read() as looking:
        return sessions.why_over(looking, common.house().keys, value, common.now())


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
    if current_user.is_authenticated:  # whoever was in before, in this browser
        respond.send(common.credentials(Kind.ACCOUNT), "account:sign_out", {})
    told = {"account": done["account"], "device": devices.device(), "key": request.form.get("device_key", "")}
    begun = respond.send(common.credentials(Kind.WAITING), "session:begin", told)
    devices.come_in(Kind.ACCOUNT, begun["secret"])
    if begun["half"]:
        return _second_page()
    return _in(_typed_address())


def _in(email: str) -> Response:
    """In, whole: back to what somebody wanted to send, or to where they wanted to go."""
    _welcome(email)
    return respond.after_sign_in() or respond.onward(
        common.own_path(request.form.get("naar"), url_for("office.home"))
    )


def _welcome(email: str) -> None:
    """Know this browser the next time; of one that was not known the account hears by mail."""
    if common.house().settings.mail is not None and not _known_device(email):
        respond.send(common.credentials(Kind.ACCOUNT), "account:new_device", {})
    after_this_request(lambda response: _remember_device(response, email))


# --- with a passkey


def _site() -> dict[str, str]:
    found = passkeys.Site.of(common.house().settings)
    return {"host": found.host, "origin": found.origin} if found else {}


@pages.get("/aanmelden/passkey")
@common.limiter.limit("30/minute")
def ask_passkey() -> Any:
    """A question for the devices of this browser, whoever has them."""
    site = passkeys.Site.of(common.house().settings)
    if site is None:
        raise PasskeysOff
    session["asked"] = secrets.token_hex(16)
    asked = passkeys.ask(common.house().keys, site, session["asked"], common.now())
    return Response(asked, mimetype="application/json")


@pages.post("/aanmelden/passkey")
@respond.comes_back(_page)
@common.limiter.limit("20/minute")
def come_in_with_passkey() -> Any:
    """The answer of a device: two proofs at once, so in."""
    told = {
        "passkey": request.form.get("passkey", ""),
        "asked": session.pop("asked", ""),
        "device": devices.device(),
        "key": request.form.get("device_key", "")[:200],
        **_site(),
    }
    begun = respond.send(common.credentials(Kind.WAITING), "session:begin_passkey", told)
    if current_user.is_authenticated:  # whoever was in before, in this browser
        respond.send(common.credentials(Kind.ACCOUNT), "account:sign_out", {})
    devices.come_in(Kind.ACCOUNT, begun["secret"])
    return _in(begun["email"])


# --- with the account of the own organisation


@pages.post("/aanmelden/organisatie")
@common.limiter.limit("20/minute")
@respond.comes_back(_page)
def leave() -> Any:
    """To the provider. By a page, for a form may lead to this site alone."""
    asked = _provider()
    kept = {
        "naar": common.own_path(request.form.get("naar"), ""),
        "key": request.form.get("device_key", "")[:200],
    }
    road = provider.leave(asked, _back(), kept, common.now())
    return render_template("accounts/elsewhere.html", road=road, name=asked.name)


@pages.get("/aanmelden/terug")
@common.limiter.limit("20/minute")
def come_back() -> Any:
    """Back from the provider: in, or half in, or with the reason on the page where one signs in."""
    try:
        return _come_back()
    except Refused as refused:
        return make_response(_page(refused), refused.status)


def _come_back() -> Any:
    asked, at = _provider(), common.now()
    with commands.logged(common.house().database, "session:begin_elsewhere", at, policy.stranger()):
        known, kept = provider.come_back(asked, at)
    told = {**asdict(known), "device": devices.device(), "key": kept["key"]}
    begun = respond.send(common.credentials(Kind.WAITING), "session:begin_elsewhere", told)
    if current_user.is_authenticated:  # whoever was in before, in this browser
        respond.send(common.credentials(Kind.ACCOUNT), "account:sign_out", {})
    devices.come_in(Kind.ACCOUNT, begun["secret"])
    if begun["half"]:
        return respond.onward(url_for("accounts.second", naar=kept["naar"]))
    _welcome(begun["email"])
    return respond.onward(kept["naar"] or url_for("office.home"))


def _provider() -> Provider:
    found = common.house().settings.provider
    if found is None:
        raise NotFound
    return found


def _back() -> str:
    return f"{common.house().settings.public_url}{url_for('accounts.come_back')}"


# --- the second proof


def _second_page(refused: Refused | None = None) -> str:
    """What is still asked of who is half in: a code, or that they set up what shows one."""
    with common.house().database.read() as looking:
        account, row = identity.half_of(looking, common.credentials(Kind.HALF), common.now())
        g.language = account.language
        has_passkey = factors.has_passkey(looking, account.id)
        has_app = factors.has_one(looking, account.id)
        if not has_app and not has_passkey:
            return _set_up_page(account, row.id, refused, url_for("accounts.set_up_first"))
    path, words = respond.carried_words()
    return render_template(
        "accounts/code.html",
        has_app=has_app,
        passkeys=has_passkey and passkeys.Site.of(common.house().settings) is not None,
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        naar=common.own_path(request.values.get("naar"), ""),
        path=path,
        words=words,
    )


def _set_up_page(account: Account, session_id: str, refused: Refused | None, action: str) -> str:
    """The square for the app; the same one as long as it is not confirmed."""
    secret, mark = request.form.get("app_secret", ""), request.form.get("app_mark", "")
    if not factors.was_offered(common.house().keys, session_id, secret, mark):
        secret, mark = factors.offer(common.house().keys, session_id)
    path, words = respond.carried_words()
    return render_template(
        "accounts/set_up.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        square=qr(factors.address(secret, account)),
        secret=secret,
        mark=mark,
        action=action,
        must=account.organisation.second_factor,
        naar=common.own_path(request.values.get("naar"), ""),
        path=path,
        words=words,
    )


def _codes_page(codes: list[str], naar: str) -> str:
    """The codes for on paper, this once."""
    path, words = respond.carried_words()
    return render_template("accounts/codes.html", codes=codes, naar=naar, path=path, words=words)


def _half_account() -> Account:
    with common.house().database.read() as looking:
        return identity.half_of(looking, common.credentials(Kind.HALF), common.now())[0]


def _who_proves() -> str:
    """Wrong codes count as wrong passwords do; and only who knows the password comes this far."""
    account = _half_account()
    device = _known_device(account.email)
    return f"code:device:{device}" if device else f"code:account:{account.id}"


@pages.get("/aanmelden/code")
@entry.only_for(Kind.HALF)
def second() -> str:
    """The page of who is half in."""
    return _second_page()


@pages.post("/aanmelden/code")
@entry.only_for(Kind.HALF)
@respond.comes_back(_second_page)
@common.limiter.limit(
    "10/hour",
    key_func=_who_proves,
    deduct_when=lambda response: response.status_code == SecondCodeWrong.status,
    on_breach=lambda _: respond.refused(TooManyCodes("one_time")),
)
def try_code() -> Any:
    """The digits of the app, or a code from paper; then in."""
    email = _half_account().email
    proof = {name: request.form.get(name, "") for name in ("one_time", "on_paper")}
    done = respond.send(common.credentials(Kind.HALF), "session:finish", proof)
    devices.come_in(Kind.ACCOUNT, done["secret"])
    return _in(email)


@pages.post("/aanmelden/instellen")
@entry.only_for(Kind.HALF)
@respond.comes_back(_second_page)
def set_up_first() -> Any:
    """The first code of the app of somebody whose organisation asks for one; with it they are in."""
    email = _half_account().email
    done = respond.send(common.credentials(Kind.HALF), "account:set_up", _set_up_fields())
    devices.come_in(Kind.ACCOUNT, done["secret"])
    _welcome(email)
    return _codes_page(done["codes"], common.own_path(request.form.get("naar"), url_for("office.home")))


def _set_up_fields() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("app_secret", "app_mark", "one_time")}


# --- a forgotten password


def _forgotten_page(refused: Refused | None = None, done: bool = False) -> str:
    if common.house().settings.mail is None:
        raise NotFound
    return render_template(
        "accounts/forgotten.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        form=request.form,
        done=done,
    )


@pages.get("/aanmelden/vergeten")
def forgotten() -> str:
    """Where somebody asks for a link."""
    return _forgotten_page()


@pages.post("/aanmelden/vergeten")
@respond.comes_back(_forgotten_page)
@common.limiter.limit("20/hour")
def ask_link() -> str:
    """One answer for every address, in words and in time: who has an account is looked up later, when mail is sent.

    Nothing is counted of an address, or a stranger could use up the links of somebody else: `outbox` sends few.
    """
    page = _forgotten_page(done=True)
    respond.send(
        common.credentials(Kind.WAITING), "account:ask_link", {"email": request.form.get("email", "")}
    )
    return page


def _new_password_page(refused: Refused | None = None, token: str = "") -> str:
    return render_template(
        "accounts/new_password.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        token=token,
    )


@pages.get("/aanmelden/nieuw/<token>")
def new_password(token: str) -> str:
    """The same page for every link: looking shows and uses nothing."""
    return _new_password_page(token=token)


@pages.post("/aanmelden/nieuw/<token>")
@respond.comes_back(_new_password_page)
@common.limiter.limit("20/minute")
def choose_password(token: str) -> Any:
    """Another password; then one signs in with it, and gives a code where that is asked.

    Whoever reads the mail of an account is known on this device: those who tried elsewhere make them wait no longer.
    """
    told = {name: request.form.get(name, "") for name in ("new_password", "new_again")}
    done = respond.send(common.credentials(Kind.WAITING), "account:new_password", {"token": token, **told})
    with common.house().database.read() as looking:
        email = looking.get_one(Account, done["account"]).email
    return _remember_device(respond.onward(url_for("accounts.sign_in", gelukt="wachtwoord"), 303), email)


# --- one's own account


@pages.get("/account")
def own() -> str:
    """*Mijn account*: who one is here, and how one signs in."""
    elsewhere = common.house().settings.provider
    with common.office() as (looking, account):
        return render_template(
            "accounts/own.html",
            account=account,
            app=factors.app_of(looking, account.id),
            left=factors.left(looking, account.id),
            passkeys=[(one, devices.kind_in_words(one.device)) for one in passkeys.of(looking, account.id)],
            site=passkeys.Site.of(common.house().settings),
            provider=elsewhere,
            linked=linked.of(looking, account.id, elsewhere.issuer) if elsewhere else None,
        )


def _own_set_up_page(refused: Refused | None = None) -> str:
    """Only for who proved a moment ago who they are: here a second proof comes, and goes."""
    at = common.now()
    with common.house().database.read() as looking:
        viewer = identity.sender(looking, common.credentials(Kind.ACCOUNT), at)
        sessions.require_recent(viewer, at)
        account = looking.get_one(Account, viewer.account_id)
        return _set_up_page(account, str(viewer.device_id), refused, url_for("accounts.set_up"))


@pages.get("/account/code")
def new_app() -> str:
    """The square for a first app, or for another one."""
    return _own_set_up_page()


@pages.post("/account/code")
@respond.comes_back(_own_set_up_page)
def set_up() -> Any:
    """Its first code: from now on it is asked. The codes for on paper are shown."""
    done = respond.send(common.credentials(Kind.ACCOUNT), "account:set_up", _set_up_fields())
    return _codes_page(done["codes"], url_for("accounts.own"))


@pages.post("/account/herstelcodes")
def renew_codes() -> Any:
    """Other codes for on paper."""
    done = respond.send(common.credentials(Kind.ACCOUNT), "account:recovery_codes", {})
    return _codes_page(done["codes"], url_for("accounts.own"))


@pages.post("/account/code/uit")
def take_off() -> Any:
    """A password is enough again."""
    respond.send(common.credentials(Kind.ACCOUNT), "account:second_factor_off", {})
    return respond.onward(url_for("accounts.own"), 303)


def _passkeys_page(refused: Refused | None = None) -> str:
    """Only for who proved a moment ago who they are."""
    at = common.now()
    with common.house().database.read() as looking:
        viewer = identity.sender(looking, common.credentials(Kind.ACCOUNT), at)
        sessions.require_recent(viewer, at)
        return render_template(
            "accounts/passkey.html", refused=refused, sentence=common.sentence(refused) if refused else ""
        )


@pages.get("/account/passkeys")
def new_passkey() -> str:
    """Where somebody adds a passkey."""
    return _passkeys_page()


@pages.get("/account/passkeys/vraag")
def offer_passkey() -> Any:
    """What a device hears to make one."""
    at, site = common.now(), passkeys.Site.of(common.house().settings)
    if site is None:
        raise PasskeysOff
    with common.office() as (looking, account):
        here = str(g.visits[Kind.ACCOUNT].session_id)
        offered = passkeys.offer(looking, common.house().keys, site, account, here, at)
    return Response(offered, mimetype="application/json")


@pages.post("/account/passkeys")
@respond.comes_back(_passkeys_page)
def add_passkey() -> Any:
    """The answer of the device: it has one now."""
    told = {"passkey": request.form.get("passkey", ""), **_site()}
    respond.send(common.credentials(Kind.ACCOUNT), "account:passkey", told)
    return respond.onward(url_for("accounts.own"), 303)


@pages.post("/account/passkeys/weg")
def remove_passkey() -> Any:
    """One less."""
    chosen = {"passkey": request.form.get("one", "")}
    respond.send(common.credentials(Kind.ACCOUNT), "account:passkey_off", chosen)
    return respond.onward(url_for("accounts.own"), 303)


def _password_page(refused: Refused | None = None) -> str:
    return render_template(
        "accounts/password.html", refused=refused, sentence=common.sentence(refused) if refused else ""
    )


@pages.get("/account/wachtwoord")
def password() -> str:
    """Where somebody chooses another password."""
    return _password_page()


@pages.post("/account/wachtwoord")
@respond.comes_back(_password_page)
@common.limiter.limit(
    "10 per 15 minute",
    key_func=lambda: f"prove:{common.credentials(Kind.ACCOUNT).secret.partition('.')[0]}",
    deduct_when=lambda response: response.status_code == PasswordWrong.status,
    on_breach=lambda _: respond.refused(TooManyTries("password")),
)
def change_password() -> Any:
    """The old one, and the new one twice."""
    told = {name: request.form.get(name, "") for name in ("password", "new_password", "new_again")}
    respond.send(common.credentials(Kind.ACCOUNT), "account:password", told)
    return respond.onward(url_for("accounts.own", gelukt="wachtwoord"), 303)


# --- out


@pages.post("/afmelden")
def sign_out() -> Any:
    """End the session of this browser, and tell it to forget. Elsewhere somebody stays in: *Mijn apparaten*."""
    if current_user.is_authenticated:
        respond.send(common.credentials(Kind.ACCOUNT), "account:sign_out", {})
    return _out()


def _out() -> Response:
    session.clear()
    response = make_response(redirect(url_for("accounts.sign_in")))
    common.forget_secret(response, Kind.ACCOUNT)
    response.delete_cookie(common.LANGUAGE_COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


# --- where one is signed in


@pages.get("/apparaten")
def devices_page() -> str:
    """*Mijn apparaten*: every browser this account is signed in with."""
    at = common.now()
    with common.house().database.read() as looking:
        viewer = identity.sender(looking, common.credentials(Kind.ACCOUNT), at)
        own = sessions.own(looking, viewer, at)
        rows = [_told(row, viewer.device_id) for row in own]
        limits = sessions.LIMITS[own[0].kind]
    return render_template("accounts/devices.html", devices=rows, limits=_in_words(limits))


def _in_words(limits: sessions.Limits) -> dict[str, int]:
    hour = timedelta(hours=1)
    longer = limits.at_table > limits.idle
    return {
        "idle_minutes": limits.idle // timedelta(minutes=1),
        "hours": limits.whole // hour,
        "table_hours": limits.at_table // hour if longer else 0,
    }


def _told(row: DeviceSession, here: str | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.device.partition("/")[0],
        "words": devices.kind_in_words(row.device),
        "browser": devices.browser_in_words(row.device),
        "here": row.id == here,
        "started_at": row.started_at,
        "seen_at": row.seen_at,
        "ends_at": row.ends_at,
    }


@pages.post("/apparaten/afmelden")
def end_device() -> Any:
    """Sign one browser out; this one too, if it is that."""
    chosen = request.form.get("session", "")
    here = g.visits[Kind.ACCOUNT].session_id == chosen
    respond.send(common.credentials(Kind.ACCOUNT), "session:end", {"session": chosen})
    return _out() if here else respond.onward(url_for("accounts.devices_page"), 303)


@pages.post("/apparaten/overal-afmelden")
def end_everywhere() -> Any:
    """*Meld overal af*: here too."""
    respond.send(common.credentials(Kind.ACCOUNT), "session:end_all", {})
    return _out()


# --- that it lasts


@pages.post("/sessie")
@entry.only_for(Kind.ACCOUNT, Kind.GUEST, Kind.SCREEN)
def stay() -> Any:
    """A page asks how long it is still in; `active` when a human touched it. With the answer comes the next secret.

    Shortly before the end it gets the words to warn with.
    """
    kind = next((one for one in devices.CARRIED if one == request.form.get("as")), Kind.ACCOUNT)
    told = {
        "secret": common.credentials(kind).secret,
        "active": "active" in request.form,
        "meeting": request.form.get("meeting", "")[:40],
    }
    left = respond.send(common.credentials(Kind.WAITING), "session:stay", told)
    return respond.onward("", told={**left, **_warning(kind, left)})


@pages.get("/sessie/vraag")
def question() -> Any:
    """What this browser signs to show that it is the one that signed in."""
    asked = common.house().keys.question(str(g.visits[Kind.ACCOUNT].session_id), common.now())
    return respond.onward("", told={"question": asked})


def _warning(kind: Kind, left: dict[str, int]) -> dict[str, str]:
    """What to show, when there is little time left: two minutes without a sign of life, ten minutes in all."""
    if kind == Kind.SCREEN:
        return {}  # nobody sits at it; the chair opens it again
    if left["idle"] <= WARNED["idle"]:
        why, after = "idle", left["idle"]
    elif left["ends"] <= WARNED["ends"]:
        why, after = "ends", left["ends"]
    else:
        return {}
    ends_at = common.now() + timedelta(seconds=after)
    page = render_template("accounts/lasting.html", why=why, kind=str(kind), ends_at=ends_at)
    return {"html": page}


# --- once more who it is


def _prove_page(refused: Refused | None = None) -> str:
    path, words = respond.carried_words()
    return render_template(
        "accounts/step_up.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        naar=common.own_path(request.values.get("naar"), ""),
        path=path,
        words=words,
        ready=False,
    )


@pages.route("/opnieuw", methods=["GET", "POST"])
@respond.comes_back(_prove_page)
@common.limiter.limit(
    "10 per 15 minute",
    methods=["POST"],
    key_func=lambda: f"prove:{common.credentials(Kind.ACCOUNT).secret.partition('.')[0]}",
    deduct_when=lambda response: response.status_code == PasswordWrong.status,
    on_breach=lambda _: respond.refused(TooManyTries("password")),
)
def prove() -> Any:
    """Ask the password once more; then on to what asked for it. The session lasts its whole time again."""
    if request.method == "GET":
        return _prove_page()
    password = {"password": request.form.get("password", "")}
    respond.send(common.credentials(Kind.ACCOUNT), "account:check", password)
    sessions.require_device(
        common.house().database,
        str(g.visits[Kind.ACCOUNT].session_id),
        request.form.get("device_proof", ""),
        common.now(),
    )
    respond.send(common.credentials(Kind.ACCOUNT), "session:step_up", {})
    naar = common.own_path(request.form.get("naar"), url_for("office.home"))
    if naar.partition("?")[0].endswith(FILES):
        return render_template("accounts/step_up.html", naar=naar, ready=True)
    return respond.after_sign_in() or respond.onward(naar)


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
