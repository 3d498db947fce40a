"""The door: two ways in, one waiting room that shows nothing of the table, and a way out that leaves nothing behind."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from conference.access import identity, sessions
from conference.access.identity import Kind
from conference.door import use_cases as door
from conference.records.commands import Answer
from conference.web import common, devices, entry, respond, tries
from models.door import Guest
from models.enums import GoneReason, GuestState
from models.errors.base import Refused, TooMany
from models.errors.door import CodeUnknown, LinkFails, SeatGone

pages = Blueprint("door", __name__)
PASSED = "door"  # what the signed session keeps between the code and the name
PASSED_LIVES = timedelta(minutes=10)
REASONS = {str(reason) for reason in GoneReason}


def _is_language() -> bool:
    """Choosing a language is not a try at the door."""
    return "language" in request.form


def _code_page(refused: Refused | None = None) -> str:
    return render_template(
        "door/code.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        typed=request.form.get("code", ""),
        still_in=_still_in(),
    )


def _link_page(refused: Refused | None = None) -> str:
    return render_template(
        "door/link.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        token=_token(),
        typed=request.form.get("code", ""),
        still_in=_still_in(),
    )


def _name_page(refused: Refused | None = None) -> str:
    return render_template(
        "door/name.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        typed=request.form.get("name", ""),
    )


@pages.get("/mee")
def code() -> str:
    """Choose a language and fill in the code of the room."""
    return _code_page()


@pages.post("/mee")
@respond.comes_back(_code_page)
def try_code() -> Any:
    """The code of the room. A wrong one is refused at the field, with what was typed kept."""
    if _is_language():
        return _in_language(_code_page)
    if tries.too_many("code"):
        raise TooMany("code")
    try:
        return _passed(respond.send(common.credentials(Kind.WAITING), "door:code"))
    except CodeUnknown:
        tries.count_wrong("code")
        raise


@pages.get("/j")
def link() -> str:
    """A neutral page for a personal link. Its secret stands behind the `#`, in no log; looking changes nothing."""
    return _link_page()


@pages.post("/j")
@respond.comes_back(_link_page)
def try_link() -> Any:
    """The secret of a link with the digits that were told."""
    if _is_language():
        return _in_language(_link_page)
    code = door.digits(request.form.get("code", ""))
    shown, letters = common.credentials(Kind.WAITING), {"token": _token()}
    _count_made_up(letters["token"])
    # Three steps, so that nobody who writes waits for the slow one.
    hashed = respond.send(shown, "door:try", letters)["hashed"]
    hashed = hashed if door.compare(hashed, code) else ""
    return _passed(respond.send(shown, "door:link", {**letters, "hashed": hashed}))


@pages.route("/mee/naam", methods=["GET", "POST"])
@respond.comes_back(_name_page)
@common.limiter.limit("120/minute", methods=["POST"])
def name() -> Any:
    """*Hoe heet u?* Then this phone waits."""
    passed = _still_passed()
    if passed is None:
        return redirect(url_for("door.code"))
    if request.method == "GET":
        return _name_page()
    done = respond.send(
        common.credentials(Kind.WAITING),
        "door:knock",
        meeting=passed[0],
        invitation=passed[1],
        language=common.language(),
        device=devices.kind_of_device(),
    )
    session.pop(PASSED, None)
    response = respond.onward(url_for("door.waiting"))
    common.set_secret(response, Kind.WAITING, done["secret"])
    return response


@pages.get("/mee/wacht")
def waiting() -> Any:
    """The waiting room: two digits to say, and nothing else. Not even a name."""
    with common.house().database.read() as database:
        guest = _guest(database)
        if guest is None:
            return redirect(url_for("door.gone"))
        if guest.state == GuestState.SEATED:
            return redirect(url_for("door.enter"))
        return render_template("door/waiting.html", match=guest.match)


@pages.route("/mee/binnen", methods=["GET", "POST"])
def enter() -> Any:
    """From the waiting room to the table, with a new secret. Who still waits goes back to waiting."""
    shown = common.credentials(Kind.WAITING)
    try:
        done = respond.send(shown, "door:enter", {"secret": shown.secret})
    except SeatGone:
        return redirect(url_for("door.waiting"))
    response = respond.onward(url_for("table.now"))
    common.set_secret(response, Kind.GUEST, done["secret"])
    return response


@pages.post("/mee/langer")
@entry.only_for(Kind.GUEST)
def stay_longer() -> Any:
    """Take part for longer, when the hours of a seat are nearly over."""
    shown = common.credentials(Kind.WAITING)
    respond.send(shown, "seat:renew", {"secret": shown.secret})
    return respond.onward(url_for("table.now"), told={})


@pages.post("/mee/weg")
def leave() -> Any:
    """Go, also by *snel sluiten*: the seat ends and the browser is told to forget."""
    respond.send(common.credentials(Kind.WAITING), "door:leave", {})
    response = redirect(url_for("door.gone", reden="left"))
    common.forget_secret(response, Kind.GUEST)
    response.delete_cookie(common.LANGUAGE_COOKIE)
    session.clear()
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@pages.get("/mee/klaar")
def gone() -> Response:
    """A neutral goodbye that says what one can do now. A phone that is out for good forgets its secret."""
    with common.house().database.read() as database:
        kept = _kept(database)
        is_out = kept is not None and _guest(database) is None
        reason = request.args.get("reden") or (kept.gone_reason if kept is not None and is_out else "")
    page = render_template("door/gone.html", reason=reason if reason in REASONS else "")
    response = Response(page, mimetype="text/html")
    if is_out:
        common.forget_secret(response, Kind.GUEST)
    return response


@pages.post("/mee/taal")
def language() -> Any:
    """Another language, while on the way in."""
    chosen = _choose_language()
    response = respond.onward(common.own_path(request.form.get("back"), url_for("door.code")))
    common.remember_language(response, chosen)
    return response


def _in_language(page: Any) -> Response:
    """The same page in the chosen language, with what was typed."""
    chosen = request.form["language"]
    g.language = chosen if chosen in common.LANGUAGES else None
    _choose_language()
    response = Response(page(), mimetype="text/html")
    common.remember_language(response, chosen)
    return response


def _choose_language() -> str:
    """For as long as this browser is open. Raises ChoiceUnknown."""
    chosen = request.form.get("language", "")
    respond.send(common.credentials(Kind.WAITING), "door:language", {"language": chosen})
    return chosen


def _count_made_up(token: str) -> None:
    """Letters that nobody gave out: an address has a few of those, and hears the same when it had them. What was given
    out has a count of its own (`door.count_try`), so that nobody elsewhere uses it up."""
    with common.house().database.read() as database:
        if door.is_link(database, token):
            return
    if tries.too_many("link"):
        raise LinkFails
    tries.count_wrong("link")


def _token() -> str:
    """The secret of a link, also when the whole link was pasted."""
    return request.form.get("token", "").strip().rpartition("#")[2]


def _passed(done: Answer) -> Response:
    session[PASSED] = [done["meeting"], done["invitation"], common.now().timestamp()]
    return respond.onward(url_for("door.name"))


def _still_passed() -> tuple[str, str | None] | None:
    kept = session.get(PASSED)
    if not kept or common.now() - datetime.fromtimestamp(kept[2], common.now().tzinfo) > PASSED_LIVES:
        return None
    return kept[0], kept[1]


def _still_in() -> str:
    """Where a phone that came back to the door belongs: its seat, or the waiting room. Empty for who has neither.

    The back button of a browser leads here; it must not cost anybody their seat.
    """
    with common.house().database.read() as database:
        guest = _guest(database)
    if guest is None:
        return ""
    return url_for("table.now" if guest.state == GuestState.SEATED else "door.waiting")


def _guest(database: Session) -> Guest | None:
    try:
        return identity.guest_of(database, common.credentials(Kind.GUEST), common.now())
    except SeatGone:
        return None


def _kept(database: Session) -> Guest | None:
    """The phone this browser was, even if it is out by now."""
    row = sessions.known(database, common.credentials(Kind.GUEST).secret, common.now())
    return database.get(Guest, row.of_id) if row is not None else None
