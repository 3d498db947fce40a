"""The plan of a phase on one page, to read and to hang in the kitchen."""

from flask import Blueprint, g, render_template, request

from conference.access import identity, policy
from conference.table.board import Board, PageView
from conference.web import common, entry

pages = Blueprint("plan", __name__)


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/plan", "/nu/plan")
def read() -> str:
    """The plan of a phase. `?fase=` names another phase than the one the family is in."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, meeting = identity.viewer_of(session, common.visitor(), at)
        policy.require(viewer, policy.Permission.GOAL_READ, meeting.case)
        g.language = viewer.language
        seen = PageView("table" if viewer.account_id else "phone", "plan")
        board = Board(house, session, viewer, meeting, seen, at)
        phase = board.profile.phase(request.args.get("fase") or meeting.case.phase)
        return render_template("plan/page.html", board=board, phase=phase)
