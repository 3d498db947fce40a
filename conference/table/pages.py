"""The table: the meeting on a laptop, the four pages of a phone, and every wish without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.table import responses as answers
from conference.table.board import Board, PageView
from conference.web import common, entry, respond
from models.door import Guest
from models.enums import GuestState
from models.errors.base import Conflict, Refused
from models.errors.door import SeatGone

pages = Blueprint("table", __name__)


@pages.get("/overleg/<meeting_id>")
def meeting(meeting_id: str) -> str:
    """The meeting on a laptop. `?deel=` looks around freely."""
    seen = PageView("table", "table", request.args.get("deel") or None)
    with _board(common.visitor(), seen) as board:
        return render_template("table/meeting.html", board=board)


@pages.get("/nu")
@entry.only_for(Kind.GUEST)
def now() -> Any:
    """What the table talks about now, on a phone. `?deel=` looks around freely."""
    return _phone("now", request.args.get("deel") or None)


@pages.get("/nu/vertellen")
@entry.only_for(Kind.GUEST)
def tell() -> Any:
    """Ask for the floor, or write in one's own words."""
    return _phone("tell")


@pages.get("/nu/afspraken")
@entry.only_for(Kind.GUEST)
def agreements() -> Any:
    """Who does what."""
    return _phone("actions")


@pages.get("/nu/wie")
@entry.only_for(Kind.GUEST)
def people() -> Any:
    """Who is here."""
    return _phone("people")


@pages.post("/nu/taal")
@entry.only_for(Kind.GUEST)
def language() -> Any:
    """Another language for this phone."""
    respond.send(common.visitor(late=True), "guest:language")
    response = respond.onward(url_for("table.now"))
    common.remember_language(response, request.form["language"])
    return response


def _again(refused: Refused, name: str) -> str:
    """A form of the table that was refused: the sentence, and everything that was typed to be sent once more."""
    if isinstance(refused, Conflict):
        answer: dict[str, Any] = {"html": _both(refused)}
    else:
        words = respond.kept_words(typed_nothing=bool(refused.confirm))
        answer = {"sentence": common.sentence(refused), "words": words, "confirm": refused.confirm}
    with _board(_shown(), PageView()) as board:
        path = url_for("table.wish", name=name)
        return render_template("table/answer.html", board=board, answer=answer, path=path)


def _both(refused: Conflict, **_place: str) -> str:
    """What stands there now beside what was chosen, with a button for each."""
    with _board(_shown(), PageView()) as board:
        return answers.conflict(current_app.jinja_env, board, refused)


@pages.post("/wens/<name>")
@entry.only_for(Kind.ACCOUNT, Kind.GUEST)
@respond.comes_back(_again, _both)
@common.limiter.limit("60 per 10 second")
def wish(name: str) -> Any:
    """Any wish of the table as a form: for a page without script, and while the line is down."""
    shown = _shown()
    with common.house().database.read() as session:
        viewer, _ = identity.viewer_of(session, shown, common.now())
    g.language = viewer.language
    done = _decorated(shown, respond.send(shown, name))
    if "html" in done and not common.wants_json():
        with _board(shown, PageView()) as board:
            return render_template("table/answer.html", board=board, answer=done)
    return respond.onward(_home(shown), told=done)


def _phone(view: str, part_id: str | None = None) -> Any:
    """A page of a phone. After the meeting there is one thing to look at: the report."""
    try:
        with _board(common.credentials(Kind.GUEST), PageView("phone", view, part_id)) as board:
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
        return identity.guest_of(session, common.credentials(Kind.GUEST), common.now())
    except SeatGone:
        return None


@contextmanager
def _board(shown: identity.Credentials, seen: PageView) -> Iterator[Board]:
    """The board of this visitor; the page is made while its session is open."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, found = identity.viewer_of(session, shown, at)
        policy.require(viewer, policy.Permission.MEETING_READ, found)
        g.language = viewer.language
        yield Board(house, session, viewer, found, seen, at)


def _shown() -> identity.Credentials:
    """A form names its meeting when a professional sends it; a phone has one seat only."""
    meeting_id = respond.typed().get("meeting")
    if meeting_id and current_user.is_authenticated:
        return common.credentials(Kind.ACCOUNT, meeting_id)
    return common.credentials(Kind.GUEST)


def _decorated(shown: identity.Credentials, done: dict[str, Any]) -> dict[str, Any]:
    if "show" not in done:
        return done
    with _board(shown, PageView()) as board:
        return answers.with_html(current_app.jinja_env, board, done)


def _home(shown: identity.Credentials) -> str:
    """Where the visitor goes on."""
    if shown.kind == Kind.ACCOUNT:
        return url_for("table.meeting", meeting_id=shown.meeting_id)
    return url_for("table.now")
