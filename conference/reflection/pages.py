"""A reflection in a minute: for professionals at a family, and on the phones of the family.

Both ways lead to the same three pages: write, look at what others would read, and one's own notes with what was
done with them (*u vertelde, wij deden*).
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext

from conference.access import policy
from conference.learning.finder.names import require_no_names, without_names
from conference.reflection import names, obstacles
from conference.reflection import use_cases as reflections
from conference.reflection.writer import writer_of
from conference.web import common
from models.enums import Answer, NoteKind, NoteLayer, Principle
from models.errors.base import NotFound, Refused
from models.errors.log import NamesLeft
from models.errors.validation import BsnNotAllowed, CharNotAllowed, TextNeeded, TextTooLong
from models.reflections import Reflection
from models.translation import N_

pages = Blueprint("reflections", __name__)

KINDS = {
    NoteKind.WORKS: N_("Dit werkt"),
    NoteKind.OBSTACLE: N_("Dit houdt ons tegen"),
    NoteKind.DILEMMA: N_("Dit is een dilemma"),
    NoteKind.QUESTION: N_("Dit is een vraag"),
}
PRINCIPLES = {
    Principle.FAMILY: N_("Het gezin staat voorop"),
    Principle.LEARNING: N_("We leren ervan"),
    Principle.SIMPLE: N_("Het is eenvoudig"),
    Principle.RIGHTS: N_("Het is eerlijk en open"),
}
ANSWERS = {
    Answer.YES: N_("ja"),
    Answer.PARTLY: N_("een beetje"),
    Answer.NO: N_("nee"),
    Answer.UNSURE: N_("weet ik niet"),
}
# --- both sides


@pages.get("/gezin/<case_id>/reflectie")
@common.signed_in
def page(case_id: str) -> Any:
    """Write one, and see one's own."""
    return _page(case_id)


@pages.post("/gezin/<case_id>/reflectie")
@common.signed_in
def write(case_id: str) -> Any:
    """Keep it."""
    return _write(case_id)


@pages.route("/gezin/<case_id>/reflectie/<key>/delen", methods=["GET", "POST"])
@common.signed_in
def share(case_id: str, key: str) -> Any:
    """Look at what others would read, and agree."""
    return _share(case_id, key)


@pages.route("/gezin/<case_id>/reflectie/<key>/knelpunt", methods=["GET", "POST"])
@common.signed_in
def obstacle(case_id: str, key: str) -> Any:
    """Put it before those who can solve it."""
    return _obstacle(case_id, key)


@pages.post("/gezin/<case_id>/knelpunt/<key>/terug")
@common.signed_in
def take_back(case_id: str, key: str) -> Any:
    """Take an obstacle back."""
    return _take_back(case_id, key)


@pages.post("/gezin/<case_id>/reflectie/<key>/terug")
@common.signed_in
def withdraw(case_id: str, key: str) -> Any:
    """Take it back."""
    return _withdraw(case_id, key)


@pages.get("/nu/reflectie")
def phone_page() -> Any:
    """The same on a phone."""
    return _page(None)


@pages.post("/nu/reflectie")
def phone_write() -> Any:
    """Keep it."""
    return _write(None)


@pages.route("/nu/reflectie/<key>/delen", methods=["GET", "POST"])
def phone_share(key: str) -> Any:
    """Look at what others would read, and agree."""
    return _share(None, key)


@pages.route("/nu/reflectie/<key>/knelpunt", methods=["GET", "POST"])
def phone_obstacle(key: str) -> Any:
    """Put it before those who can solve it."""
    return _obstacle(None, key)


@pages.post("/nu/knelpunt/<key>/terug")
def phone_take_back(key: str) -> Any:
    """Take an obstacle back."""
    return _take_back(None, key)


@pages.post("/nu/reflectie/<key>/terug")
def phone_withdraw(key: str) -> Any:
    """Take it back."""
    return _withdraw(None, key)


# --- the pages


def _page(case_id: str | None, refused: Refused | None = None) -> Any:
    with common.house().database.read() as session:
        writer = writer_of(session, case_id)
        mine = reflections.mine(session, writer.viewer)
        told = reflections.outcomes(session, common.house().keys, writer.person.id)
        shown = render_template(
            "reflection/page.html",
            writer=writer,
            mine=mine,
            told=told,
            raised=obstacles.of_person(session, common.house().keys, writer.person.id),
            team=reflections.of_team(session, writer.viewer),
            kinds=_said(KINDS),
            principles=_said(PRINCIPLES),
            answers=_said(ANSWERS),
            form=request.form,
            chosen=request.form.getlist("principles"),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
    return shown, refused.status if refused else 200


def _write(case_id: str | None) -> Any:
    layer = request.form.get("layer", NoteLayer.PRIVATE)
    shared = layer == NoteLayer.LEARNING
    wish = reflections.NewReflection(
        words=request.form.get("words", ""),
        friction=request.form.get("friction", ""),
        kind=request.form.get("kind", ""),
        better_off=request.form.get("better_off", ""),
        could_do=request.form.get("could_do", ""),
        principles=request.form.getlist("principles"),
        layer=NoteLayer.PRIVATE if shared else layer,
    )
    try:
        with common.house().database.work() as work:
            writer = writer_of(work.session, case_id)
            note = reflections.write(work, writer.viewer, wish, common.now())
    except Refused as refused:
        return _page(case_id, refused)
    return redirect(writer.link("share", key=note.id) if shared else writer.link("page") + "#eigen")


def _share(case_id: str | None, key: str) -> Any:
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _agreed(case_id, key)
        except (NamesLeft, BsnNotAllowed) as left:
            refused = left
    with common.house().database.read() as session:
        writer = writer_of(session, case_id)
        note = session.get(Reflection, key)
        if note is None or not policy.may(writer.viewer, policy.Permission.REFLECTION_WRITE, note):
            return redirect(writer.link("page"))
        texts = {name: _preview(note, name, writer.language) for name in ("words", "friction")}
        sentence = common.sentence(refused) if refused else ""
        shown = render_template(
            "reflection/share.html", writer=writer, note=note, texts=texts, refused=refused, sentence=sentence
        )
    return shown, refused.status if refused else 200


@dataclass(frozen=True)
class Preview:
    """One text of a note: what was written with what was found in it, and what others would read."""

    parts: list[tuple[str, str]]
    words: str
    found: int


def _preview(note: Reflection, name: str, language: str) -> Preview:
    """`parts`: pieces of the text with the word that takes their place, empty for what stays."""
    words = getattr(note, name)
    hits = names.look_through(note, words, language)
    parts, at = [], 0
    for hit in hits:
        parts += [(words[at : hit.start], ""), (hit.shown, hit.proposal)]
        at = hit.end
    parts.append((words[at:], ""))
    if name in request.form:
        return Preview(parts, request.form[name], len(hits))
    return Preview(parts, without_names(words, hits), len(hits))


def _agreed(case_id: str | None, key: str) -> Any:
    """The author agreed to these very words; what could still tell who it is has to be confirmed."""
    words, friction = request.form.get("words", ""), request.form.get("friction", "")
    with common.house().database.work() as work:
        writer = writer_of(work.session, case_id)
        note = work.load(Reflection, key)
        policy.require(writer.viewer, policy.Permission.REFLECTION_WRITE, note)
        left = [hit for text in (words, friction) for hit in names.look_through(note, text, writer.language)]
        if left and request.form.get("confirmed") != "yes":
            raise NamesLeft("words", shown=", ".join(sorted({f"'{hit.shown}'" for hit in left})))
        reflections.share(work, writer.viewer, key, words, friction, common.now())
    return redirect(writer.link("page") + "#eigen")


def _obstacle(case_id: str | None, key: str) -> Any:
    """Look at what the project team would read of an obstacle, and agree."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _raised(case_id, key)
        except (NamesLeft, BsnNotAllowed, TextNeeded, TextTooLong, CharNotAllowed) as left:
            refused = left
    with common.house().database.read() as session:
        writer = writer_of(session, case_id)
        note = session.get(Reflection, key)
        if note is None or not policy.may(writer.viewer, policy.Permission.REFLECTION_WRITE, note):
            raise NotFound
        name = "friction" if note.friction else "words"
        shown = render_template(
            "reflection/obstacle.html",
            writer=writer,
            note=note,
            preview=_preview(note, name, writer.language),
            form=request.form,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
    return shown, refused.status if refused else 200


def _raised(case_id: str | None, key: str) -> Any:
    words, confirmed = request.form.get("words", ""), request.form.get("confirmed") == "yes"
    with common.house().database.work() as work:
        writer = writer_of(work.session, case_id)
        note = work.load(Reflection, key)
        policy.require(writer.viewer, policy.Permission.REFLECTION_WRITE, note)
        known = names.known_in(note.person.case, writer.language)
        require_no_names(words, "words", writer.language, confirmed=confirmed, known=known)
        back = request.form.get("pushed_back") == "yes"
        obstacles.raise_from_reflection(work, writer.viewer, key, words, common.now(), pushed_back=back)
    return redirect(writer.link("page") + "#eigen")


def _take_back(case_id: str | None, key: str) -> Any:
    with common.house().database.work() as work:
        writer = writer_of(work.session, case_id)
        obstacles.take_back(work, writer.viewer, key, common.now())
    return redirect(writer.link("page") + "#eigen")


def _withdraw(case_id: str | None, key: str) -> Any:
    with common.house().database.work() as work:
        writer = writer_of(work.session, case_id)
        reflections.withdraw(work, writer.viewer, key, common.now())
    return redirect(writer.link("page") + "#eigen")


def _said(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(label)) for key, label in labels.items()]
