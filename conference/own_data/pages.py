"""What Rondom holds of whoever asks: on a page, and as a file to keep."""

import json
from typing import Any

from flask import Blueprint, render_template

from conference.own_data import view as own_data
from conference.reflection.writer import writer_of
from conference.web import common, printing

pages = Blueprint("own_data", __name__)


@pages.get("/gezin/<case_id>/mijn-gegevens")
@common.signed_in
def page(case_id: str) -> str:
    """A professional's own data at one family."""
    return _page(case_id)


@pages.get("/gezin/<case_id>/mijn-gegevens.json")
@common.signed_in
@common.limiter.limit("20/minute")
def file(case_id: str) -> Any:
    """The same as a file."""
    return _file(case_id)


@pages.get("/nu/mijn-gegevens")
def phone_page() -> str:
    """The same on a phone."""
    return _page(None)


@pages.get("/nu/mijn-gegevens.json")
@common.limiter.limit("20/minute")
def phone_file() -> Any:
    """The same as a file."""
    return _file(None)


def _page(case_id: str | None) -> str:
    with common.house().database.read() as session:
        writer = writer_of(session, case_id)
        return render_template(
            "own_data/page.html",
            writer=writer,
            titles=own_data.TITLES,
            chapters=own_data.OwnData(session, writer.viewer).chapters(),
            said=lambda on: own_data.said(on, writer.language),
        )


def _file(case_id: str | None) -> Any:
    with common.house().database.read() as session:
        writer = writer_of(session, case_id)
        told = own_data.OwnData(session, writer.viewer).as_file()
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return printing.download(body, "application/json", "mijn-gegevens.json")
