"""*Wie schreef dit?*: whose words a text is made of, what stood there before, and what was proposed."""

from flask import Blueprint, g, render_template

from conference.access import identity, policy
from conference.records import texts
from conference.report.compare import pieces
from conference.table.board import Board, PageView
from conference.table.context import ViewContext
from conference.table.wording.view import History
from conference.web import common, entry

pages = Blueprint("wording", __name__)


@entry.desk_and_phone(pages, "/overleg/<meeting_id>/woorden/<text_id>", "/nu/woorden/<text_id>")
def read(text_id: str) -> str:
    """One text, for who may read it."""
    house, at = common.house(), common.now()
    with house.database.read() as session:
        viewer, meeting = identity.viewer_of(session, common.visitor(), at)
        policy.require(viewer, policy.Permission.MEETING_READ, meeting)
        text = texts.find(session, viewer, text_id)
        g.language = viewer.language
        board = Board(
            house, session, viewer, meeting, PageView("table" if viewer.account_id else "phone", "words"), at
        )
        history = History(ViewContext(session, viewer, meeting, board.profile, at, house), text)
        return render_template("wording/page.html", board=board, text=text, history=history, pieces=pieces)
