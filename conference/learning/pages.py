"""The learning layer on the web: its door, the reflection log, and every wish as a form."""

import json
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask_login import current_user

from conference.access import identity
from conference.access.policy import Permission
from conference.learning.cycles import evidence
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.view import CycleView
from conference.learning.log import shared_notes
from conference.learning.log.publish import counts
from conference.learning.visit import Learner, learner, pages
from conference.web import common, respond
from models.errors.base import Conflict, NotFound, Refused
from models.learning import CycleCard, LearningCycle


@pages.get("/")
def enter() -> Any:
    """The learning of the first region one has a part in. Without any the page does not exist."""
    with common.house().database.read() as session:
        regions = identity.learning_regions(session, current_user.account.id)
    if not regions:
        raise NotFound
    return redirect(url_for("learning.home", region=regions[0].id))


@pages.get("/<region>")
def home(region: str) -> str:
    """The reflection log for who may read it: by facets, or by a word, never both."""
    with learner() as me:
        if not me.may("note.read"):
            return render_template("log/home.html", me=me, reads=False)
        word, theme = request.args.get("q", ""), request.args.get("thema", "")
        page = max(1, request.args.get("blad", 1, int))
        wanted = {facet: request.args.get(facet, "") for facet in shared_notes.FACETS}
        if theme:
            found = shared_notes.by_theme(me.session, me.viewer, theme)
        elif word.strip():
            found = shared_notes.by_word(me.session, me.viewer, word)
        else:
            found = shared_notes.by_facets(me.session, me.viewer, wanted, page - 1)
        everything = shared_notes.published(me.session, me.viewer)
        return render_template(
            "log/home.html",
            me=me,
            reads=True,
            found=found,
            word=word,
            wanted=wanted,
            facets={facet: list(counts(everything, facet)) for facet in shared_notes.FACETS},
            themes=shared_notes.themes(me.session, me.viewer),
            large={theme.id for theme, _count in shared_notes.large_themes(me.session, me.viewer)},
            missing=shared_notes.missing_voices(me.session, me.viewer),
            rounds=_rounds(me),
            page=page,
            pages=-(-found.count // shared_notes.PAGE)
            if found.notes and not word.strip() and not theme
            else 1,
        )


@dataclass(frozen=True)
class Round:
    """A running cycle into which the log can be laid, and what of the log lies there already."""

    cycle: LearningCycle
    laid: frozenset[str]


def _rounds(me: Learner) -> list[Round]:
    """The running cycles of the region, the newest first; none for who does not work in them."""
    running = [one for one in cycles.of_region(me.session, me.viewer) if me.may(Permission.CYCLE_WRITE, one)]
    return [
        Round(one, frozenset(map(evidence.of_card, cycles.on_board(me.session, me.viewer, one))))
        for one in running
    ]


def _again(refused: Refused, region: str, name: str) -> str:
    """A form that was refused: of two changes of one field both, else the sentence and what was typed."""
    if isinstance(refused, Conflict):
        answer: dict[str, Any] = {"html": _both(refused)}
    else:
        answer = {"sentence": common.sentence(refused), "words": respond.kept_words(), "refused": refused}
    path = url_for("learning.wish", region=region, name=name)
    with learner() as me:
        return render_template("learning/answer.html", me=me, answer=answer, back=_back(region), path=path)


def _both(refused: Conflict, **_place: str) -> str:
    """What stands there now beside what was written, with a button for each."""
    if not refused.thing:
        return ""
    field, theirs, yours = refused.field or "", str(refused.values["theirs"]), str(refused.values["yours"])
    again = {"thing": refused.thing, "field": field, "value": yours, "seen": theirs}
    with learner() as me:
        view = CycleView(me.session, me.viewer, _cycle_of(me, refused.thing), me.at)
        said = [view.label_of(field, value) for value in (theirs, yours)]
        return str(get_template_attribute("table/answers.html", "conflict")(json.dumps(again), *said))


@pages.post("/<region>/doe/<name>")
@respond.comes_back(_again, _both)
@common.limiter.limit("60 per 10 second")
def wish(region: str, name: str) -> Any:
    """Any wish of the learning layer as a form. `back` is the page to return to when no script asked."""
    done = respond.send(common.visitor(), name)
    href = _address(region, done)
    return respond.onward(href or _back(region), told={**done, **({"href": href} if href else {})})


def _back(region: str) -> str:
    return common.own_path(respond.typed().get("back"), url_for("learning.home", region=region))


def _address(region: str, done: dict[str, Any]) -> str:
    """Where one goes on with what was just opened."""
    if "session" in done:
        return url_for("learning.session", region=region, cycle=done["cycle"], key=done["session"])
    return url_for("learning.cycle", region=region, cycle=done["cycle"]) if "cycle" in done else ""


def _cycle_of(me: Learner, thing: str) -> LearningCycle:
    """The cycle of a record that was just refused, and so is there."""
    kind, _, key = thing.partition(":")
    return cycles.find(
        me.session, me.viewer, me.session.get_one(CycleCard, key).cycle_id if kind == "card" else key
    )
