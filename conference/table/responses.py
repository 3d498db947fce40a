"""Answers that need more than *done*: a link to hand over, a code to tell, two values to choose between.

Secrets are shown once, in the answer to whoever asked for them, and are not kept in a readable form.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from conference.access import kinds, policy
from conference.core.qr import qr
from conference.table.board import Board
from models.door import Invitation
from models.errors.base import Conflict
from models.statements import Statement

TEMPLATE = "table/answers.html"
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def with_html(environment: Environment, board: Board, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with its secret turned into something a person can hand over, or with the forms that were asked for."""
    if answer["show"] == "statement":
        forms: Any = environment.get_template("facts/table.html").module
        return {"html": str(forms.panel(board, board.session.get_one(Statement, answer["statement"])))}
    kind, secret = str(answer["show"]), str(answer.get("secret", ""))
    macros: Any = environment.get_template(TEMPLATE).module
    if kind == "closing":
        return {"html": str(macros.closing(board))}
    if kind == "asked":
        return {"html": str(macros.asked())}
    if kind == "moving":
        return {"html": str(macros.moving(board, str(answer["part"])))}
    public_url = board.house.settings.public_url
    if kind == "invitation":
        invitation = board.session.get(Invitation, answer["invitation"])
        link = f"{public_url}/j#{secret}"
        html = macros.invitation(board, invitation, link, qr(link))
    elif kind == "screen":
        html = macros.screen(board, secret, f"{public_url}/scherm")
    else:
        html = macros.code(board, secret)
    return {"html": str(html)}


def conflict(environment: Environment, board: Board, refused: Conflict) -> str:
    """What stands there now beside what was chosen, with a button for each: nobody's input vanishes."""
    thing, field = refused.thing, refused.field or ""
    theirs, yours = str(refused.values["theirs"]), str(refused.values["yours"])
    if not _known(board, thing):
        return ""
    macros: Any = environment.get_template(TEMPLATE).module
    again = json.dumps(
        {"thing": thing, "field": field, "value": yours, "seen": theirs}
        | ({"why": refused.why} if refused.why else {})
    )
    said = label_of(board, thing, field, theirs), label_of(board, thing, field, yours)
    return str(macros.conflict(again, *said))


def label_of(board: Board, thing: str, field: str, value: str) -> str:
    """The value of a field of any record in words; empty for nothing.

    A kind of record may know better (`Kind.words`); ids of people become names and ISO dates become dates.
    """
    kind, _, _ = thing.partition(":")
    if not value:
        return ""
    special = kinds.KINDS[kind].words(board, field, value)
    if special is not None:
        return special
    names = {person.id: person.name for person in board.people}
    if all(key in names for key in value.split()):
        return ", ".join(names[key] for key in value.split())
    return board.date_label(value) if DATE.fullmatch(value) else value


def _known(board: Board, thing: str) -> bool:
    record = kinds.find(board.session, thing)
    return record is not None and policy.visible(record, board.viewer)
