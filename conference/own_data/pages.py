"""What Rondom holds of whoever asks: on a page, and as a file to keep."""

import json
from dataclasses import asdict
from typing import Any

from flask import Blueprint, render_template, url_for

from conference.own_data import view as own_data
from conference.privacy import use_cases as privacy
from conference.reflection.writer import writer_of
from conference.web import common, entry, printing, respond
from conference.who_looked.view import WhoLooked
from models.errors.base import Refused

#: Readers on this page; all of them stand on the page of their own.
LOOKS = 5
pages = Blueprint("own_data", __name__)


@entry.desk_and_phone(pages, "/gezin/<case_id>/mijn-gegevens", "/nu/mijn-gegevens")
def page(refused: Refused | None = None) -> str:
    """One's own data at a family, and the way to the privacy officer."""
    with common.house().database.read() as session:
        writer = writer_of(session)
        return render_template(
            "own_data/page.html",
            writer=writer,
            titles=own_data.titles(),
            chapters=own_data.OwnData(session, writer.viewer).chapters(),
            said=lambda on: own_data.said(on, writer.language),
            looked=WhoLooked(session, writer.viewer, common.now()).readers[:LOOKS],
            waiting=privacy.waiting(session, writer.person.id),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


@entry.desk_and_phone(
    pages, "/gezin/<case_id>/mijn-gegevens/inzage", "/nu/mijn-gegevens/inzage", methods=["POST"]
)
@respond.comes_back(page)
def ask() -> Any:
    """Ask the privacy officer for everything that is held of me."""
    shown = common.visitor()
    back = (
        url_for("own_data.page", case_id=shown.case_id) if shown.case_id else url_for("own_data.phone_page")
    )
    return respond.respond(shown, "request:ask", go=lambda _: f"{back}#inzage")


@entry.desk_and_phone(pages, "/gezin/<case_id>/mijn-gegevens.json", "/nu/mijn-gegevens.json")
@common.limiter.limit("20/minute")
def file() -> Any:
    """The same as a file."""
    with common.house().database.read() as session:
        writer = writer_of(session)
        told = own_data.OwnData(session, writer.viewer).as_file(common.now())
        told["data"]["who_looked"] = [
            asdict(one) for one in WhoLooked(session, writer.viewer, common.now()).kept()
        ]
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return printing.download(body, "application/json", "mijn-gegevens.json")
