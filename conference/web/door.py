"""The door: two ways in, one waiting room that shows nothing of the table, and a way out that leaves nothing behind."""

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from conference import visitors
from conference.deeds import door
from conference.visitors import Kind
from conference.web import common
from models.door import Guest
from models.refusals import ChoiceUnknown, Refused, SeatGone
from models.words import GoneReason, GuestState

pages = Blueprint("door", __name__)
PASSED = "door"  # what the signed session keeps between the code and the name
PASSED_LIVES = timedelta(minutes=10)
REASONS = {str(reason) for reason in GoneReason}


@pages.get("/mee")
def code() -> str:
    """Choose a language and fill in the code of the room."""
    return _code_page()


@pages.post("/mee")
@common.limiter.limit("10/minute")
@common.limiter.limit("300/minute", key_func=lambda: "everybody")
def try_code() -> Any:
    """The code of the room. A wrong one is refused at the field, with what was typed kept."""
    typed = request.form.get("code", "")
    try:
        with common.house().database.work() as work:
            meeting_id = door.meeting_of_code(work, typed).id
    except Refused as refused:
        return _code_page(refused, typed), refused.status
    return _passed(meeting_id, None)


@pages.get("/j")
def link() -> str:
    """A neutral page for a personal link. Its secret stands behind the `#` and never reaches a log; looking changes nothing."""
    return _link_page()


@pages.post("/j")
@common.limiter.limit("10/minute")
@common.limiter.limit("300/minute", key_func=lambda: "everybody")
def try_link() -> Any:
    """The secret of a link with the digits that were told."""
    token, typed = request.form.get("token", "").strip().rpartition("#")[2], request.form.get("code", "")
    try:
        with common.house().database.work() as work:
            invitation = door.check_link(work, token, typed, common.now())
            passed = invitation.meeting_id, invitation.id
    except Refused as refused:
        return _link_page(refused, token, typed), refused.status
    return _passed(*passed)


@pages.route("/mee/naam", methods=["GET", "POST"])
@common.limiter.limit("20/minute", methods=["POST"])
def name() -> Any:
    """*Hoe heet u?* Then this phone waits."""
    passed = _still_passed()
    if passed is None:
        return redirect(url_for("door.code"))
    if request.method == "GET":
        return render_template("door/name.html", refused=None, typed="")
    typed = request.form.get("name", "")
    try:
        with common.house().database.work() as work:
            wish = door.Knock(typed, common.language(), _device())
            _, token = door.knock(work, passed[0], passed[1], wish, common.now())
    except Refused as refused:
        page = render_template(
            "door/name.html", refused=refused, sentence=common.sentence(refused), typed=typed
        )
        return page, refused.status
    session.pop(PASSED, None)
    response = redirect(url_for("door.waiting"))
    common.set_secret(response, Kind.WAITING, token)
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


@pages.get("/mee/binnen")
def enter() -> Any:
    """From the waiting room to the table, with a new secret."""
    try:
        with common.house().database.work() as work:
            _, token = door.enter(work, common.credentials(Kind.WAITING).secret, common.now())
    except SeatGone:
        return redirect(url_for("door.gone"))
    response = redirect(url_for("table.now"))
    common.set_secret(response, Kind.GUEST, token)
    return response


@pages.post("/mee/weg")
def leave() -> Any:
    """Go, also by *snel sluiten*: the seat ends and the browser is told to forget."""
    with common.house().database.work() as work:
        guest = _guest(work.session)
        if guest is not None:
            door.leave(work, guest.id, common.now())
    response = redirect(url_for("door.gone", reden="left"))
    common.forget_secret(response, Kind.GUEST)
    response.delete_cookie(common.LANGUAGE_COOKIE)
    session.clear()
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@pages.get("/mee/klaar")
def gone() -> str:
    """A neutral goodbye that says what one can do now."""
    reason = request.args.get("reden", "")
    return render_template("door/gone.html", reason=reason if reason in REASONS else "")


@pages.post("/mee/taal")
def language() -> Any:
    """Another language, before anything else."""
    chosen = request.form.get("language", "")
    if chosen not in common.LANGUAGES:
        raise ChoiceUnknown("language")
    response = redirect(common.own_path(request.form.get("back"), url_for("door.code")))
    response.set_cookie(common.LANGUAGE_COOKIE, chosen, httponly=True, samesite="Lax")
    return response


def _code_page(refused: Refused | None = None, typed: str = "") -> str:
    sentence = common.sentence(refused) if refused else ""
    return render_template(
        "door/code.html", refused=refused, sentence=sentence, typed=typed, languages=common.LANGUAGES
    )


def _link_page(refused: Refused | None = None, token: str = "", typed: str = "") -> str:
    sentence = common.sentence(refused) if refused else ""
    return render_template(
        "door/link.html",
        refused=refused,
        sentence=sentence,
        token=token,
        typed=typed,
        languages=common.LANGUAGES,
    )


def _passed(meeting_id: str, invitation_id: str | None) -> Response:
    session[PASSED] = [meeting_id, invitation_id, common.now().timestamp()]
    return redirect(url_for("door.name"))


def _still_passed() -> tuple[str, str | None] | None:
    kept = session.get(PASSED)
    if not kept or common.now() - datetime.fromtimestamp(kept[2], common.now().tzinfo) > PASSED_LIVES:
        return None
    return kept[0], kept[1]


def _guest(database: Any) -> Guest | None:
    try:
        return visitors.guest_of(database, common.credentials(Kind.GUEST).secret, common.now())
    except SeatGone:
        return None


def _device() -> str:
    """Phone, tablet or laptop, for the chair to recognise; a guess is enough."""
    agent = request.headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobile" not in agent):
        return "tablet"
    return "phone" if "Mobi" in agent else "laptop"
