"""A reflection in a minute: for professionals at a family, and on the phones of the family.

Both ways lead to the same three pages: write, look at what others would read, and one's own notes with what was
done with them (*u vertelde, wij deden*).
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext

from conference.access import policy
from conference.learning.finder.names import without_names
from conference.records import labels
from conference.reflection import names, obstacles
from conference.reflection import use_cases as reflections
from conference.reflection.writer import link, writer_of
from conference.web import common, entry, respond
from models.enums import Answer, Principle
from models.errors.base import NotFound, Refused
from models.reflections import Reflection
from models.translation import N_

pages = Blueprint("reflections", __name__)

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
PLACE = "/gezin/<case_id>/reflectie", "/nu/reflectie"
OBSTACLE = "/gezin/<case_id>/knelpunt", "/nu/knelpunt"


def _page(refused: Refused | None = None) -> str:
    with common.house().database.read() as session:
        writer = writer_of(session)
        return render_template(
            "reflection/page.html",
            writer=writer,
            mine=reflections.mine(session, writer.viewer),
            told=reflections.outcomes(session, common.house().keys, writer.person.id),
            raised=obstacles.of_person(session, common.house().keys, writer.person.id),
            team=reflections.of_team(session, writer.viewer),
            kinds=_said({key: one.label for key, one in labels.NOTE_KINDS.items()}),
            principles=_said(PRINCIPLES),
            answers=_said(ANSWERS),
            form=respond.typed(),
            chosen=respond.typed().getlist("principles"),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _own(_: object) -> str:
    """Back to one's own notes."""
    return link("page", common.visitor().case_id) + "#eigen"


@entry.desk_and_phone(pages, *PLACE)
def page() -> str:
    """Write one, and see one's own."""
    return _page()


@entry.desk_and_phone(pages, *PLACE, methods=["POST"])
@respond.comes_back(_page)
def write() -> Any:
    """Keep it; who wants to share it goes on to what others would read."""
    me = common.visitor()
    done = respond.send(me, "reflection:write")
    return respond.onward(link("share", me.case_id, key=done["reflection"]) if done["shares"] else _own(done))


def _share_page(key: str, refused: Refused | None = None) -> Any:
    with common.house().database.read() as session:
        writer = writer_of(session)
        note = session.get(Reflection, key)
        if note is None or not policy.may(writer.viewer, policy.Permission.REFLECTION_WRITE, note):
            return redirect(writer.link("page"))
        return render_template(
            "reflection/share.html",
            writer=writer,
            note=note,
            texts={name: _preview(note, name, writer.language) for name in ("words", "friction")},
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _share_again(refused: Refused, key: str) -> Any:
    return _share_page(key, refused)


@entry.desk_and_phone(pages, *(f"{place}/<key>/delen" for place in PLACE), methods=["GET", "POST"])
@respond.comes_back(_share_again)
def share(key: str) -> Any:
    """Look at what others would read, and agree."""
    if request.method == "GET":
        return _share_page(key)
    return respond.respond(common.visitor(), "reflection:share", go=_own, reflection=key)


def _obstacle_page(key: str, refused: Refused | None = None) -> str:
    with common.house().database.read() as session:
        writer = writer_of(session)
        note = session.get(Reflection, key)
        if note is None or not policy.may(writer.viewer, policy.Permission.REFLECTION_WRITE, note):
            raise NotFound
        return render_template(
            "reflection/obstacle.html",
            writer=writer,
            note=note,
            preview=_preview(note, "friction" if note.friction else "words", writer.language),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _obstacle_again(refused: Refused, key: str) -> Any:
    return _obstacle_page(key, refused)


@entry.desk_and_phone(pages, *(f"{place}/<key>/knelpunt" for place in PLACE), methods=["GET", "POST"])
@respond.comes_back(_obstacle_again)
def obstacle(key: str) -> Any:
    """Look at what the project team would read of an obstacle, and agree."""
    if request.method == "GET":
        return _obstacle_page(key)
    return respond.respond(common.visitor(), "reflection:raise", go=_own, reflection=key)


def _page_again(refused: Refused, key: str) -> Any:
    return _page(refused)


@entry.desk_and_phone(pages, *(f"{place}/<key>/terug" for place in OBSTACLE), methods=["POST"])
@respond.comes_back(_page_again)
def take_back(key: str) -> Any:
    """Take an obstacle back."""
    return respond.respond(common.visitor(), "reflection:take_back", go=_own, obstacle=key)


@entry.desk_and_phone(pages, *(f"{place}/<key>/terug" for place in PLACE), methods=["POST"])
@respond.comes_back(_page_again)
def withdraw(key: str) -> Any:
    """Take it back."""
    return respond.respond(common.visitor(), "reflection:withdraw", go=_own, reflection=key)


@dataclass(frozen=True)
class Preview:
    """One text of a note: what was written with what was found in it, and what others would read.

    `asked`: words that may be a name and may be a word; they stay until their writer takes them away.
    """

    parts: list[tuple[str, str]]
    words: str
    found: int
    asked: list[str]


def _preview(note: Reflection, name: str, language: str) -> Preview:
    """`parts`: pieces of the text with the word that takes their place, empty for what stays."""
    words = getattr(note, name)
    every = names.look_through(note, words, language)
    hits = [hit for hit in every if not hit.ask]
    asked = list(dict.fromkeys(hit.shown for hit in every if hit.ask))
    parts, at = [], 0
    for hit in hits:
        parts += [(words[at : hit.start], ""), (hit.shown, hit.proposal)]
        at = hit.end
    parts.append((words[at:], ""))
    if name in respond.typed():
        return Preview(parts, respond.typed()[name], len(hits), asked)
    return Preview(parts, without_names(words, hits), len(hits), asked)


def _said(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(label)) for key, label in labels.items()]
