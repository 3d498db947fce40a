"""Lesson cards on the web: the list, one card, writing one, and the pack for other pilots."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext

from conference.learning.lessons import pack
from conference.learning.lessons import use_cases as lessons
from conference.learning.visit import Learner, learner, pages, wrong
from conference.web import common, respond
from models.errors.base import NotAllowed, Refused
from models.learning import LessonCard
from models.translation import N_

#: The words over the parts of a card.
LABELS = {
    "title": N_("Leskaarten"),
    "what": N_("Wat werkte?"),
    "for_whom": N_("Voor wie?"),
    "conditions": N_("Onder welke voorwaarden?"),
    "what_it_took": N_("Wat kostte het?"),
    "proof": N_("Waaraan zagen we dat?"),
    "cycle": N_("Leerronde"),
    "themes": N_("Thema's"),
}


@pages.get("/<region>/lessen")
def lesson_cards(region: str) -> Any:
    """All cards this reader may read."""
    return _list()


@pages.get("/<region>/lessen/pakket.zip")
@common.limiter.limit("20/minute")
def lesson_pack(region: str) -> Response:
    """The shared cards of the region, for other pilots."""
    with learner() as me:
        given = lessons.to_share(me.session, me.viewer)
    written = pack.packed(given, _labels(), common.language())
    named = {"Content-Disposition": 'attachment; filename="leskaarten.zip"'}
    return Response(written, mimetype="application/zip", headers=named)


def _list_again(refused: Refused, region: str) -> str:
    return _list(refused)


@pages.post("/<region>/lessen/pakket")
@respond.comes_back(_list_again)
@common.limiter.limit("20/minute")
def bring_lessons(region: str) -> Any:
    """Take the cards of another pilot over."""
    file = request.files.get("file")
    fields = {"file": file.read() if file else b""}
    return respond.respond(
        common.visitor(),
        "lesson:bring_in",
        fields,
        go=lambda done: url_for("learning.lesson_cards", region=region, nieuw=done["new"]),
    )


def _form_again(refused: Refused, region: str, key: str = "") -> str:
    return _form(key, refused)


def _card(region: str, key: str) -> str:
    return url_for("learning.lesson", region=region, key=key)


@pages.route("/<region>/lessen/nieuw", methods=["GET", "POST"])
@respond.comes_back(_form_again)
def new_lesson(region: str) -> Any:
    """Write a card."""
    if request.method == "GET":
        return _form("")
    return respond.respond(common.visitor(), "lesson:keep", go=lambda done: _card(region, done["lesson"]))


@pages.get("/<region>/lessen/<key>")
def lesson(region: str, key: str) -> str:
    """One card."""
    with learner() as me:
        card = lessons.card_of(me.session, me.viewer, key)
        return render_template("lessons/lesson.html", me=me, card=card, labels=_labels())


@pages.route("/<region>/lessen/<key>/wijzig", methods=["GET", "POST"])
@respond.comes_back(_form_again)
def change_lesson(region: str, key: str) -> Any:
    """Change a card."""
    if request.method == "GET":
        return _form(key)
    me = common.visitor()
    return respond.respond(me, "lesson:keep", go=lambda done: _card(region, done["lesson"]), lesson=key)


def _list(refused: Refused | None = None) -> str:
    with learner() as me:
        return render_template(
            "lessons/lessons.html",
            me=me,
            cards=lessons.of_region(me.session, me.viewer),
            came=request.args.get("nieuw", type=int),
            **wrong(refused),
        )


def _form(key: str, refused: Refused | None = None) -> str:
    """The form; after a refusal with everything that was typed, and with what somebody else wrote meanwhile."""
    with learner() as me:
        if not me.may("lesson.write"):
            raise NotAllowed
        card = lessons.card_of(me.session, me.viewer, key) if key else None
        chosen = [one.id for one in card.themes] if card else []
        return render_template(
            "lessons/form.html",
            me=me,
            card=card,
            form=respond.typed() if refused else _as_typed(card),
            chosen=respond.typed().getlist("themes") if refused else chosen,
            cycles=[
                (one.id, f"{one.number}. {one.question}")
                for one in lessons.cycles_to_rest_on(me.session, me.viewer)
            ],
            themes=_offered(me, card),
            labels=_labels(),
            longest=lessons.LONGEST,
            **wrong(refused),
        )


def _as_typed(card: LessonCard | None) -> dict[str, str]:
    if card is None:
        return {"shared": "yes"}
    texts = {name: str(getattr(card, name)) for name in lessons.LONGEST}
    return {**texts, "cycle": card.cycle_id or "", "shared": "yes" if card.published_at else ""}


def _offered(me: Learner, card: LessonCard | None) -> list[Any]:
    found = {theme.id: theme for theme in lessons.themes_to_rest_on(me.session, me.viewer)}
    return list((found | {theme.id: theme for theme in (card.themes if card else [])}).values())


def _labels() -> dict[str, str]:
    return {name: gettext(label) for name, label in LABELS.items()}
