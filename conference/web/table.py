"""The table: the meeting on a laptop, the four pages of a phone, and every wish without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from conference import answers, policy, visitors, wishes
from conference.board import Board, Seen
from conference.deeds import door
from conference.visitors import Kind
from conference.web import common
from models.door import Guest
from models.refusals import Conflict, Refused, SeatGone
from models.words import GuestState

pages = Blueprint("table", __name__)


@pages.get("/overleg/<meeting_id>")
@common.signed_in
def meeting(meeting_id: str) -> str:
    """The meeting on a laptop. `?deel=` looks around freely."""
    shown = common.credentials(Kind.ACCOUNT, meeting_id)
    with _board(shown, Seen("table", "table", request.args.get("deel") or None)) as board:
        return render_template("table/meeting.html", board=board)


@pages.get("/nu")
def now() -> Any:
    """What the table talks about now, on a phone."""
    return _phone("now")


@pages.get("/nu/vertellen")
def tell() -> Any:
    """Ask for the floor, or write in one's own words."""
    return _phone("tell")


@pages.get("/nu/afspraken")
def agreements() -> Any:
    """Who does what."""
    return _phone("actions")


@pages.get("/nu/wie")
def people() -> Any:
    """Who is here."""
    return _phone("people")


@pages.post("/nu/taal")
def language() -> Any:
    """Another language for this phone."""
    chosen = request.form.get("language", "")
    with common.house().database.work() as work:
        door.choose_language(work, common.credentials(Kind.GUEST).secret, chosen, common.now())
    response = redirect(url_for("table.now"))
    common.remember_language(response, chosen)
    return response


@pages.post("/wens/<name>")
@common.limiter.limit("60 per 10 second")
def wish(name: str) -> Any:
    """Any wish of the table as a form: for a page without script, and while the line is down."""
    shown = _shown()
    with common.house().database.read() as session:
        viewer, _ = visitors.viewer_of(session, shown, common.now())
    g.language = viewer.language
    fields = common.form_fields({"csrf_token", "meeting"})
    try:
        done = wishes.do(common.house().database, shown, name, fields, common.now())
    except Conflict as refused:
        return _both(shown, fields, refused)
    except Refused as refused:
        if common.wants_json():
            raise
        return _refused(shown, fields, refused)
    if common.wants_json():
        return jsonify({"ok": True, **_decorated(shown, done)})
    if "show" in done:
        with _board(shown, Seen()) as board:
            return render_template("table/answer.html", board=board, answer=_decorated(shown, done))
    return redirect(_home(shown))


def _phone(view: str) -> Any:
    """A page of a phone. After the meeting there is one thing to look at: the report."""
    try:
        with _board(common.credentials(Kind.GUEST), Seen("phone", view)) as board:
            if board.closed and not board.cancelled:
                return redirect(url_for("report.phone_read"))
            return render_template(f"phone/{view}.html", board=board)
    except SeatGone:
        return _elsewhere()


def _elsewhere() -> Any:
    """A phone without a seat at the table: still waiting, left with the report, or out."""
    with common.house().database.read() as session:
        guest = _guest(session)
        if guest is None:
            return redirect(url_for("door.gone"))
        if guest.state == GuestState.SEATED:
            return redirect(url_for("report.phone_read"))
    return redirect(url_for("door.waiting"))


def _guest(session: Session) -> Guest | None:
    try:
        return visitors.guest_of(session, common.credentials(Kind.GUEST).secret, common.now())
    except SeatGone:
        return None


@contextmanager
def _board(shown: visitors.Credentials, seen: Seen) -> Iterator[Board]:
    """The board of this visitor; the page is made while its session is open."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, found = visitors.viewer_of(session, shown, at)
        policy.require(viewer, policy.Deed.MEETING_READ, found)
        g.language = viewer.language
        yield Board(house, session, viewer, found, seen, at)


def _shown() -> visitors.Credentials:
    """A form names its meeting when a professional sends it; a phone has one seat only."""
    meeting_id = request.form.get("meeting")
    if meeting_id and current_user.is_authenticated:
        return common.credentials(Kind.ACCOUNT, meeting_id)
    return common.credentials(Kind.GUEST)


def _decorated(shown: visitors.Credentials, done: dict[str, Any]) -> dict[str, Any]:
    if "show" not in done:
        return done
    with _board(shown, Seen()) as board:
        return answers.with_html(current_app.jinja_env, board, done)


def _both(shown: visitors.Credentials, fields: dict[str, Any], refused: Refused) -> Any:
    with _board(shown, Seen()) as board:
        html = answers.conflict(current_app.jinja_env, board, fields, refused)
        if common.wants_json():
            return jsonify({**common.refusal_answer(refused), "html": html}), refused.status
        return render_template("table/answer.html", board=board, answer={"html": html}), refused.status


def _refused(shown: visitors.Credentials, fields: dict[str, Any], refused: Refused) -> Any:
    """A refusal without script: the sentence, and everything that was typed."""
    with _board(shown, Seen()) as board:
        typed = [value for value in fields.values() if isinstance(value, str) and " " in value.strip()]
        answer = {"sentence": common.sentence(refused), "typed": typed}
        return render_template("table/answer.html", board=board, answer=answer), refused.status


def _home(shown: visitors.Credentials) -> str:
    """Where the visitor goes on."""
    if shown.kind == Kind.ACCOUNT:
        return url_for("table.meeting", meeting_id=shown.meeting_id)
    return url_for("table.now")
