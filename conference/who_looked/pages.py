"""*Wie keek mee*: for somebody of the family on their phone, and for a professional what they looked at themselves."""

from datetime import datetime, timedelta

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from conference.access import policy
from conference.core.validation import AMSTERDAM
from conference.reflection.writer import writer_of
from conference.table.shields import told
from conference.web import common, entry
from conference.who_looked.view import WhoLooked
from models.errors.shields import PeekOver

pages = Blueprint("who_looked", __name__)


@entry.desk_and_phone(pages, "/gezin/<case_id>/wie-keek-mee", "/nu/wie-keek-mee")
def page() -> str:
    """Who looked, by day: this week, and before."""
    at = common.now()
    with common.house().database.read() as session:
        writer = writer_of(session)
        viewer = _beside(session, writer.viewer, at)
        week = at.astimezone(AMSTERDAM).date() - timedelta(days=7)
        readers = WhoLooked(session, viewer, at).readers
        return render_template(
            "who_looked/page.html",
            writer=writer,
            groups=[[one for one in readers if one.on > week], [one for one in readers if one.on <= week]],
            face=next(
                (one for one in writer.person.case.people if one.id == writer.person.case.fixed_face_id), None
            ),
        )


def _beside(session: Session, viewer: policy.Viewer, at: datetime) -> policy.Viewer:
    """Who reads beside somebody who told a code also sees who read, in an emergency, what is theirs apart."""
    try:
        return told.inner(session, viewer, at)
    except PeekOver:
        return viewer
