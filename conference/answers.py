"""Answers that need more than *done*: a link to hand over, a code to tell, two values to choose between.

Secrets are shown once, in the answer to whoever asked for them, and are not kept in a readable form.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment

from conference import policy
from conference.board import Board
from conference.qr import qr
from models.actions import Action
from models.door import Invitation
from models.people import Person
from models.refusals import Conflict, Refused
from models.words import ActionState

TEMPLATE = "table/answers.html"


def with_html(environment: Environment, board: Board, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with its secret turned into something a person can hand over."""
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


def shows_both(refused: Refused) -> bool:
    """Whether this refusal comes with two values to choose between."""
    return isinstance(refused, Conflict)


def conflict(environment: Environment, board: Board, wish: Mapping[str, Any], refused: Refused) -> str:
    """What stands there now beside what was chosen, with a button for each: nobody's input vanishes."""
    action = board.session.get(Action, str(wish.get("action", "")))
    if action is None or not policy.visible(action, board.viewer):
        return ""
    field = refused.field or ""
    theirs, yours = str(refused.values["theirs"]), str(refused.values["yours"])
    macros: Any = environment.get_template(TEMPLATE).module
    said = _label(board, field, theirs), _label(board, field, yours)
    return str(macros.conflict(board, action, field, theirs, yours, *said))


def _label(board: Board, field: str, value: str) -> str:
    """A field's value in words."""
    if not value:
        return ""
    if field == "owner":
        person = board.session.get(Person, value)
        return person.name if person else ""
    if field == "partners":
        found = [board.session.get(Person, key) for key in value.split()]
        return ", ".join(person.first_name for person in found if person)
    if field == "phase":
        return board.phase(value)
    if field == "state":
        return board.state_label(ActionState(value))
    return board.date_label(value)
