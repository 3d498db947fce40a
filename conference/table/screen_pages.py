"""The shared screen: its own address, its own session, the lowest rights. No navigation, one thing at a time."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.table.board import Board, PageView
from conference.web import common, respond
from models.errors.base import Refused
from models.errors.door import SeatGone

pages = Blueprint("screen", __name__)


@pages.get("/scherm")
def show() -> Any:
    """What is on the table now; without a session, a place to type the code of the chair."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        try:
            viewer, meeting = identity.viewer_of(session, common.credentials(Kind.SCREEN), at)
        except SeatGone:
            return _connect_page()
        policy.require(viewer, policy.Permission.MEETING_READ, meeting)
        g.language = viewer.language
        board = Board(house, session, viewer, meeting, PageView("screen", "screen"), at)
        return render_template("screen/screen.html", board=board)


def _connect_page(refused: Refused | None = None) -> str:
    return render_template(
        "screen/connect.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        typed=request.form.get("token", ""),
    )


@pages.post("/scherm")
@respond.comes_back(_connect_page)
@common.limiter.limit("10/minute")
def connect() -> Any:
    """Open the screen with the chair's code; it works once."""
    done = respond.send(common.credentials(Kind.WAITING), "screen:connect")
    response = respond.onward(url_for("screen.show"))
    common.set_secret(response, Kind.SCREEN, done["secret"])
    return response
