"""*Wie keek mee*: for somebody of the family on their phone, and for a professional what they looked at themselves."""

from datetime import timedelta

from flask import Blueprint, render_template

from conference.core.validation import AMSTERDAM
from conference.reflection.writer import writer_of
from conference.web import common, entry
from conference.who_looked.view import WhoLooked

pages = Blueprint("who_looked", __name__)


@entry.desk_and_phone(pages, "/gezin/<case_id>/wie-keek-mee", "/nu/wie-keek-mee")
def page() -> str:
    """Who looked, by day: this week, and before."""
    at = common.now()
    with common.house().database.read() as session:
        writer = writer_of(session)
        week = at.astimezone(AMSTERDAM).date() - timedelta(days=7)
        readers = WhoLooked(session, writer.viewer, at).readers
        return render_template(
            "who_looked/page.html",
            writer=writer,
            groups=[[one for one in readers if one.on > week], [one for one in readers if one.on <= week]],
            face=next(
                (one for one in writer.person.case.people if one.id == writer.person.case.fixed_face_id), None
            ),
        )
