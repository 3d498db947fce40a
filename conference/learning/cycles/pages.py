"""Learning cycles on the web: the list, the board, guided sessions, and the report as a page and on paper."""

from typing import Any

from flask import render_template, request

from conference.access.policy import Permission
from conference.learning.cycles import guided_session
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.session_view import SessionView
from conference.learning.cycles.view import CycleView
from conference.learning.hours import use_cases as hours
from conference.learning.hours.view import kind_said, learning_kinds
from conference.learning.visit import Learner, learner, pages
from conference.web import common, printing
from models.enums import CardColumn
from models.errors.base import NotFound
from models.learning import LearningCycle

__all__ = ["pages"]


@pages.get("/<region>/rondes")
def all_cycles(region: str) -> str:
    """Every cycle one may read; `?na=` is the closed one that a new cycle follows."""
    with learner() as me:
        if not me.may(Permission.CYCLE_READ):
            raise NotFound
        before = _closed(me, request.args.get("na", ""))
        return render_template(
            "cycles/cycles.html",
            me=me,
            cycles=[_view(me, cycle) for cycle in cycles.of_region(me.session, me.viewer)],
            before=before,
            still_open=_still_open(before),
        )


@pages.get("/<region>/ronde/<cycle>")
def cycle(region: str, cycle: str) -> str:
    """The board."""
    with learner() as me:
        view = _view(me, cycles.find(me.session, me.viewer, cycle))
        return render_template("cycles/cycle.html", me=me, view=view)


@pages.get("/<region>/ronde/<cycle>/sessie/<key>")
def session(region: str, cycle: str, key: str) -> str:
    """A guided session: everybody follows who leads."""
    with learner() as me:
        guided = guided_session.find(me.session, me.viewer, key)
        if guided.cycle_id != cycle:
            raise NotFound
        view = SessionView(me.session, me.viewer, guided, me.at)
        return render_template("cycles/session.html", me=me, view=view, hours=_hours(me, guided.id))


@pages.get("/<region>/ronde/<cycle>/verslag")
def report(region: str, cycle: str) -> str:
    """The report of a cycle."""
    with learner() as me:
        view = _view(me, cycles.find(me.session, me.viewer, cycle))
        return render_template("cycles/report.html", me=me, view=view)


@pages.get("/<region>/ronde/<cycle>/verslag.pdf")
@common.limiter.limit("20/minute")
def paper(region: str, cycle: str) -> Any:
    """The same words on paper."""
    with learner() as me:
        view = _view(me, cycles.find(me.session, me.viewer, cycle))
        html = render_template("cycles/paper.html", me=me, view=view, style=printing.style())
        return printing.answer(html, f"leerronde-{view.cycle.number}.pdf")


def _view(me: Learner, found: LearningCycle) -> CycleView:
    return CycleView(me.session, me.viewer, found, me.at)


def _hours(me: Learner, session_id: str) -> dict[str, Any]:
    """What the two taps at the end of a session need."""
    keys = common.house().keys
    return {
        "given": hours.given_after_session(me.session, keys, me.viewer, session_id),
        "said": kind_said,
        "choices": hours.CHOICES,
        "most": hours.MOST,
        "kinds": learning_kinds(),
    }


def _closed(me: Learner, key: str) -> CycleView | None:
    """The closed cycle that a new one follows; nothing when somebody went on from it already."""
    if not key:
        return None
    found = cycles.find(me.session, me.viewer, key)
    return _view(me, found) if found.closed_at is not None and found.next_id is None else None


def _still_open(before: CycleView | None) -> list[Any]:
    """What one may want to carry over: open questions, and experiments that nothing came out of yet."""
    if before is None:
        return []
    trying = [card for card in before.column(CardColumn.EXPERIMENT).cards if not card.result]
    return [*before.column(CardColumn.OPEN).cards, *trying]
