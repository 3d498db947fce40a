"""The office of the privacy officer (*functionaris gegevensbescherming*)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, request, url_for

from conference.access import identity
from conference.core.heads import Heads
from conference.core.i18n import gettext
from conference.emergency.view import Emergencies
from conference.privacy.breach import EVER, STILL, WAYS, Breach
from conference.privacy.view import Office
from conference.records import labels
from conference.region import profile
from conference.web import common, printing, respond
from models.enums import RequestOutcome, Role
from models.errors.base import NotFound, Refused
from models.errors.privacy import ThingUnknown

pages = Blueprint("privacy", __name__, url_prefix="/functionaris")


@contextmanager
def _office() -> Iterator[Office]:
    """The office of this request; the page is made while its session is open. Raises NotFound for anybody else."""
    with common.house().database.read() as session:
        viewer = identity.officer_of(session, common.visitor(), common.now())
        g.language = viewer.language
        yield Office(common.house(), session, viewer, common.now())


def _home(refused: Refused | None = None, office: str = "") -> str:
    with _office() as here:
        settings = profile.of(here.region.settings)
        return render_template(
            "privacy/home.html",
            office=office,
            here=here,
            emergencies=Emergencies(here.session, here.viewer, common.now()).all,
            role=lambda role: profile.say(settings.roles[Role(role)], common.language()),
            outcomes=[(one, labels.REQUEST_OUTCOMES[one].button) for one in RequestOutcome],
            ground=lambda one: labels.ERASURE_GROUNDS[one].label,
            state=lambda one: labels.ERASURE_STATES[one].label,
            said=lambda one: labels.REQUEST_OUTCOMES[RequestOutcome(one)].label,
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


@pages.get("/<office>")
def home(office: str) -> str:
    """Requests with their days, who tried to open a family, and whether the log is whole."""
    return _home(office=office)


@pages.post("/<office>/verzoek")
@respond.comes_back(_home)
def answer(office: str) -> Any:
    """Answer a request."""
    return respond.respond(common.visitor(), "request:answer", go=lambda _: _at(office, "verzoeken"))


@pages.post("/<office>/uitstel")
@respond.comes_back(_home)
def longer(office: str) -> Any:
    """Put the answer off, with the reason."""
    return respond.respond(common.visitor(), "request:longer", go=lambda _: _at(office, "verzoeken"))


@pages.post("/<office>/gezien")
@respond.comes_back(_home)
def seen(office: str) -> Any:
    """What stands there now is no news any more."""
    return respond.respond(common.visitor(), "tries:seen", go=lambda _: _at(office, "pogingen"))


@pages.post("/<office>/noodinzage")
@respond.comes_back(_home)
def emergency(office: str) -> Any:
    """Yes or no to somebody who wants to read in an emergency, or stop."""
    return respond.respond(common.visitor(), "emergency:answer", go=lambda _: _at(office, "nood"))


@pages.post("/<office>/noodinzage/oordeel")
@respond.comes_back(_home)
def review(office: str) -> Any:
    """Look back at one that is over."""
    return respond.respond(common.visitor(), "emergency:review", go=lambda _: _at(office, "nood"))


@pages.get("/<office>/wie-kon-dit-zien")
def ask_breach(office: str) -> Any:
    """A number to ask about."""
    number = request.args.get("nummer", "").strip()
    if number:
        return redirect(url_for("privacy.breach", office=office, thing=number[:60]))
    with _office():
        return render_template("privacy/breach.html", office=office, number="", breach=None, sentence="")


@pages.get("/<office>/wie-kon-dit-zien/<thing>")
def breach(office: str, thing: str) -> Any:
    """*Wie kon dit zien?*: who could have seen one thing, and who did look; without its words."""
    with _office() as here:
        try:
            found, refused = Breach(here.session, here.viewer, thing), None
        except ThingUnknown as unknown:
            found, refused = None, unknown
        settings = profile.of(here.region.settings)
        page = render_template(
            "privacy/breach.html",
            office=office,
            number=thing,
            breach=found,
            ways={way: gettext(words) for way, words in WAYS.items()},
            ever=EVER,
            still=STILL,
            role=lambda role: profile.say(settings.roles[Role(role)], common.language()),
            sentence=common.sentence(refused) if refused else "",
        )
    return page, (200 if refused is None else refused.status)


@pages.get("/<office>/zegels.jsonl")
@common.limiter.limit("20/minute")
def heads(office: str) -> Response:
    """The signed heads of all days, to be kept elsewhere."""
    with _office():
        path = Heads.of(common.house().settings, common.house().keys).path
    if path is None or not path.exists():
        raise NotFound
    return printing.download(path.read_bytes(), "application/jsonl", "zegels.jsonl")


def _at(office: str, place: str) -> str:
    return url_for("privacy.home", office=office, _anchor=place)
