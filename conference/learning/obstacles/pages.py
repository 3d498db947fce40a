"""What holds people back on the web: what waits for an answer, what was answered, and the form of the project team."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from conference.learning.obstacles import use_cases as raised
from conference.learning.visit import Learner, enter, learner, wrong
from conference.web import common, respond
from models.errors.base import Refused

pages = Blueprint("obstacles", __name__, url_prefix="/leren")


@pages.get("/<region>/obstakels")
def obstacles(region: str) -> str:
    """What waits for an answer and what was answered; the steering group sees what came to it."""
    with learner() as me:
        enter(me, "obstacle.read")
        return render_template(
            "obstacles/obstacles.html", me=me, seen=raised.listed(me.session, me.viewer, me.at)
        )


@pages.get("/<region>/obstakels/nieuw")
def new_obstacle(region: str) -> str:
    """The form of the project team; `?reflectie=` is a note it comes from."""
    with learner() as me:
        return _form(me, request.args.get("reflectie", ""))


def _again(refused: Refused, region: str) -> str:
    with learner() as me:
        return _form(me, respond.typed().get("note", ""), refused)


@pages.post("/<region>/obstakels/nieuw")
@respond.comes_back(_again)
@common.limiter.limit("30/minute")
def raise_obstacle(region: str) -> Any:
    """Put it on the list."""
    home = url_for("obstacles.obstacles", region=region)
    return respond.respond(
        common.visitor(), "obstacle:raise", go=lambda made: f"{home}#o-{made['obstacle']}", code=303
    )


def _form(me: Learner, note_id: str, refused: Refused | None = None) -> str:
    enter(me, "obstacle.write")
    note = raised.published_note(me.session, me.viewer, note_id)
    return render_template("obstacles/new.html", me=me, note=note, form=respond.typed(), **wrong(refused))
