"""Where every look on the web goes into the log: one seam for all pages, after a page is made and before it leaves.

A row for the page (`see.` and its endpoint, the same on a laptop and a phone), one for the part of a meeting that it
showed, and one for each thing on it that is for named people. What is refused leaves a row with what was asked.
"""

from typing import Any

from flask import Flask, Response, g, request
from flask_login import current_user

from conference.access import identity, policy
from conference.core import looks
from conference.core.look_log import Row
from conference.core.looks import Look
from conference.records import commands
from conference.web import common, respond
from conference.web.open_routes import OPEN
from models.errors.base import LogDown, Refused

#: What leaves only when its row is written: reports, whatever is taken along, and what is told of somebody.
SENSITIVE = frozenset(
    {
        "case.person",
        "own_data.file",
        "own_data.page",
        "report.comparison",
        "report.data",
        "report.paper",
        "report.read",
        "report.summary",
        "report.words",
    }
)
#: Open addresses at which there is something of a family to see, once somebody is let in.
SHOWS = frozenset({"screen.show"})
#: What an address names, the most precise first. Of others (`key`) the kind is not known here.
NAMED = ("thing", "person_id", "emergency_id", "meeting_id", "case_id", "region", "office")


def init(app: Flask) -> None:
    """Look at every answer. Called last: what is not shown after all gets the same headers as everything."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_over)


def _begin() -> None:
    g.looking = looks.looking()
    g.look = g.looking.__enter__()


def _over(_: BaseException | None) -> None:
    if (looking := g.pop("looking", None)) is not None:
        looking.__exit__(None, None, None)


def _end(response: Response) -> Response:
    look: Look | None = g.get("look")
    if look is None or request.endpoint is None:
        return response
    closed = request.endpoint not in OPEN or request.endpoint in SHOWS
    rows = _refused(look) if response.status_code in (403, 404) and closed else _seen(look, response, closed)
    sensitive = bool(look.apart) or (response.status_code == 200 and name() in SENSITIVE)
    try:
        common.house().looks.put(rows, wait=sensitive)
    except LogDown as down:
        look.apart.clear()
        return respond.refused(down)
    return response


def name() -> str:
    """What is looked at: the endpoint, the same for a phone."""
    blueprint, _, view = (request.endpoint or "").partition(".")
    return f"{blueprint}.{view.removeprefix('phone_')}"


def thing() -> str:
    """What the address names, as `kind:id`, as far as it has the shape of an id."""
    given = request.view_args or {}
    return commands.named({key.removesuffix("_id"): given[key] for key in NAMED if key in given})


def _seen(look: Look, response: Response, closed: bool) -> list[Row]:
    rows: list[Row] = []
    if request.method == "GET" and response.status_code == 200 and closed:
        for viewer in _viewers(look):
            on = thing() or commands.named({"meeting": viewer.meeting_id})
            rows.append(_row(viewer, f"see.{name()}", on))
            if look.part and viewer.meeting_id:
                rows.append(_row(viewer, "see.part", f"part:{look.part}"))
    if response.status_code not in range(300, 400):
        rows += [
            _row(look.viewers[case], _apart(look.viewers[case]), one) for one, case in look.apart.items()
        ]
    return rows


def _apart(viewer: policy.Viewer) -> str:
    """What it is called that somebody saw a thing for named people. Whatever is of an emergency says so by its name."""
    return "see.emergency" if viewer.opening is not None else "see.apart"


def _refused(look: Look) -> list[Row]:
    if look.logged:
        return []
    verb = "see" if request.method in ("GET", "HEAD") else "do"
    return [
        _row(viewer, f"{verb}.{name()}", thing(), look.refused or "not_found")
        for viewer in _viewers(look)[:1]
    ]


def _viewers(look: Look) -> list[policy.Viewer]:
    """Who looked: whom the gate let in, else who came in at this address. Nobody we do not know."""
    if look.viewers:
        return list(look.viewers.values())
    try:
        with common.house().database.read() as session:
            return [identity.sender(session, common.visitor(late=True), common.now())]
    except Refused:
        return [policy.stranger(current_user.account.id)] if current_user.is_authenticated else []


def _row(viewer: policy.Viewer, deed: str, on: str, outcome: str = "ok") -> Row:
    told: dict[str, Any] = {"actor": viewer.actor, "deed": deed[:40], "thing": on, "outcome": outcome}
    return {**told, "case_id": viewer.case_id, "at": common.now()}
