"""Lesson cards on the web: the list, one card, writing one, and the pack for other pilots."""

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for
from flask_babel import gettext

from conference.access.identity import learner_of
from conference.learning.lessons import pack
from conference.learning.lessons import use_cases as lessons
from conference.learning.lessons.use_cases import NewLesson
from conference.learning.visit import Learner, credentials, learner, pages
from conference.web import common
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
TEXTS = ("title", *pack.FIELDS, "cycle")


@pages.get("/<region>/lessen")
@common.signed_in
def lesson_cards(region: str) -> Any:
    """All cards this reader may read."""
    return _list(region)


@pages.get("/<region>/lessen/pakket.zip")
@common.signed_in
@common.limiter.limit("20/minute")
def lesson_pack(region: str) -> Response:
    """The shared cards of the region, for other pilots."""
    with learner(region) as me:
        given = lessons.to_share(me.session, me.viewer)
    written = pack.packed(given, _labels(), common.language())
    named = {"Content-Disposition": 'attachment; filename="leskaarten.zip"'}
    return Response(written, mimetype="application/zip", headers=named)


@pages.post("/<region>/lessen/pakket")
@common.signed_in
@common.limiter.limit("20/minute")
def bring_lessons(region: str) -> Any:
    """Take the cards of another pilot over."""
    file = request.files.get("file")
    given = file.read() if file else b""
    try:
        with common.house().database.work() as work:
            count = lessons.bring_in(work, _viewer(work.session, region), given, common.now())
    except Refused as refused:
        if refused.field is None:
            raise
        return _list(region, refused)
    return redirect(url_for("learning.lesson_cards", region=region, nieuw=count))


@pages.route("/<region>/lessen/nieuw", methods=["GET", "POST"])
@common.signed_in
def new_lesson(region: str) -> Any:
    """Write a card."""
    return _write(region, "")


@pages.get("/<region>/lessen/<key>")
@common.signed_in
def lesson(region: str, key: str) -> str:
    """One card."""
    with learner(region) as me:
        card = lessons.card_of(me.session, me.viewer, key)
        return render_template("lessons/lesson.html", me=me, card=card, labels=_labels())


@pages.route("/<region>/lessen/<key>/wijzig", methods=["GET", "POST"])
@common.signed_in
def change_lesson(region: str, key: str) -> Any:
    """Change a card."""
    return _write(region, key)


def _list(region: str, refused: Refused | None = None) -> Any:
    with learner(region) as me:
        shown = render_template(
            "lessons/lessons.html",
            me=me,
            cards=lessons.of_region(me.session, me.viewer),
            came=request.args.get("nieuw", type=int),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
    return shown, refused.status if refused else 200


def _write(region: str, key: str) -> Any:
    if request.method == "GET":
        return _form(region, key)
    wish = NewLesson(
        **{name: request.form.get(name, "") for name in (*TEXTS, "seen")},
        themes=request.form.getlist("themes"),
        shared=request.form.get("shared") == "yes",
        confirmed=request.form.get("confirmed") == "yes",
    )
    try:
        with common.house().database.work() as work:
            viewer = _viewer(work.session, region)
            card = lessons.keep(work, viewer, key, wish, viewer.language, common.now())
    except Refused as refused:
        if refused.status in (NotAllowed.status, 404):
            raise
        return _form(region, key, refused)
    return redirect(url_for("learning.lesson", region=region, key=card.id))


def _form(region: str, key: str, refused: Refused | None = None) -> Any:
    """The form; after a refusal with everything that was typed, and with what somebody else wrote meanwhile."""
    with learner(region) as me:
        if not me.may("lesson.write"):
            raise NotAllowed
        card = lessons.card_of(me.session, me.viewer, key) if key else None
        form = request.form if refused else _as_typed(card)
        shown = render_template(
            "lessons/form.html",
            me=me,
            card=card,
            form=form,
            chosen=request.form.getlist("themes")
            if refused
            else [one.id for one in card.themes]
            if card
            else [],
            cycles=[
                (one.id, f"{one.number}. {one.question}")
                for one in lessons.cycles_to_rest_on(me.session, me.viewer)
            ],
            themes=_offered(me, card),
            labels=_labels(),
            longest=lessons.LONGEST,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
    return shown, refused.status if refused else 200


def _as_typed(card: LessonCard | None) -> dict[str, str]:
    if card is None:
        return {"shared": "yes"}
    texts = {name: str(getattr(card, name)) for name in lessons.LONGEST}
    return {**texts, "cycle": card.cycle_id or "", "shared": "yes" if card.published_at else ""}


def _offered(me: Learner, card: LessonCard | None) -> list[Any]:
    found = {theme.id: theme for theme in lessons.themes_to_rest_on(me.session, me.viewer)}
    return list((found | {theme.id: theme for theme in (card.themes if card else [])}).values())


def _viewer(session: Any, region: str) -> Any:
    viewer = learner_of(session, credentials(region))
    g.language = viewer.language
    return viewer


def _labels() -> dict[str, str]:
    return {name: gettext(label) for name, label in LABELS.items()}
