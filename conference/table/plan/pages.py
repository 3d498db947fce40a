"""The plan of a phase on one page, to read and to hang in the kitchen."""

from typing import Any

from flask import Blueprint, g, render_template, request

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.table.board import Board, PageView
from conference.web import common

pages = Blueprint("plan", __name__)


@pages.get("/overleg/<meeting_id>/plan")
@common.signed_in
def read(meeting_id: str) -> Any:
    """The plan of a phase on a laptop. `?fase=` names another phase than the one the family is in."""
    return _page(common.credentials(Kind.ACCOUNT, meeting_id), "table")


@pages.get("/nu/plan")
def phone_read() -> Any:
    """The same on a phone."""
    return _page(common.credentials(Kind.GUEST), "phone")


def _page(shown: identity.Credentials, surface: str) -> str:
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, meeting = identity.viewer_of(session, shown, at)
        policy.require(viewer, policy.Permission.GOAL_READ, meeting.case)
        g.language = viewer.language
        board = Board(house, session, viewer, meeting, PageView(surface, "plan"), at)
        phase = board.profile.phase(request.args.get("fase") or meeting.case.phase)
        return render_template("plan/page.html", board=board, phase=phase)
