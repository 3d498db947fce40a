"""A family on the web: open a case, its page, who stands around it, who stays with it, and its phase."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.access.policy import Permission
from conference.case.page import case_page
from conference.region import profile
from conference.web import common, respond
from models.errors.base import NotFound, Refused

pages = Blueprint("case", __name__)


def _case_again(refused: Refused, case_id: str) -> Any:
    return case_page(case_id, refused)


def _home(case_id: str, place: str = "") -> str:
    return url_for("case.page", case_id=case_id) + place


def _new_page(refused: Refused | None = None) -> str:
    return render_template(
        "case/new.html",
        form=respond.typed(),
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
    )


@pages.route("/gezinnen/nieuw", methods=["GET", "POST"])
@respond.comes_back(_new_page)
def new() -> Any:
    """Open a case: a title chosen with the family is enough."""
    if request.method == "GET":
        return _new_page()
    me = common.credentials(Kind.ACCOUNT)
    return respond.respond(me, "case:open", go=lambda done: _home(done["case"]))


@pages.get("/gezin/<case_id>")
def page(case_id: str) -> Any:
    """One family: who stands around it, its own words, what is agreed, and the analysis as it stands."""
    return case_page(case_id)


@pages.post("/gezin/<case_id>/mensen")
@respond.comes_back(_case_again)
def add_person(case_id: str) -> Any:
    """Bring somebody around the family."""
    return respond.respond(common.visitor(), "person:add", go=lambda _: _home(case_id, "#rondom"))


@pages.post("/gezin/<case_id>/gezicht")
@respond.comes_back(_case_again)
def faces(case_id: str) -> Any:
    """Somebody else stays with the family, or directs the case."""
    return respond.respond(common.visitor(), "case:faces", go=lambda _: _home(case_id, "#gezicht"))


@pages.post("/gezin/<case_id>/fase")
@respond.comes_back(_case_again)
def phase(case_id: str) -> Any:
    """The family goes to another phase."""
    return respond.respond(common.visitor(), "case:phase", go=lambda _: _home(case_id))


def _person_again(refused: Refused, case_id: str, person_id: str) -> Any:
    return _person_page(case_id, person_id, refused)


@pages.route("/gezin/<case_id>/mensen/<person_id>", methods=["GET", "POST"])
@respond.comes_back(_person_again)
def person(case_id: str, person_id: str) -> Any:
    """What is known of somebody around the family."""
    if request.method == "GET":
        return _person_page(case_id, person_id)
    me = common.visitor()
    return respond.respond(me, "person:change", go=lambda _: _home(case_id, "#rondom"), person=person_id)


def _person_page(case_id: str, person_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, account):
        found, me = identity.seat(database, account, case_id)
        policy.require(policy.in_case(me, found, account.language), Permission.CASE_CHANGE, found)
        somebody = next((one for one in found.people if one.id == person_id), None)
        if somebody is None:
            raise NotFound
        settings = profile.of(found.profile.settings)
        return render_template(
            "case/person.html",
            case=found,
            person=somebody,
            number=found.people.index(somebody) + 1,
            voices=[(one.id, one.name) for one in found.people if one is not somebody],
            role=profile.say(settings.roles[somebody.role], common.language()),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
