"""What changes around a family: the fixed face, the phase, and what is known of somebody."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.case import family
from conference.core.unit_of_work import UnitOfWork
from conference.office.case_page import case_page
from conference.region import profile
from conference.web import common
from models.errors.base import NotFound, Refused

pages = Blueprint("family", __name__)
CaseDeed = Callable[[UnitOfWork, policy.Viewer], Any]


@pages.post("/gezin/<case_id>/gezicht")
@common.signed_in
def faces(case_id: str) -> Any:
    """Somebody else stays with the family, or directs the case."""
    form = request.form
    wish = family.NewFaces(
        form.get("fixed_face", ""),
        form.get("case_director", ""),
        form.get("second_face", ""),
        form.get("reason", ""),
        form.get("met_on", ""),
    )
    try:
        _do(case_id, lambda work, viewer: family.change_faces(work, viewer, wish, common.now()))
    except NotFound:
        raise
    except Refused as refused:
        return case_page(case_id, refused), refused.status
    return redirect(url_for("office.case", case_id=case_id) + "#gezicht")


@pages.post("/gezin/<case_id>/fase")
@common.signed_in
def phase(case_id: str) -> Any:
    """The family goes to another phase."""
    chosen = request.form.get("phase", "")
    try:
        _do(case_id, lambda work, viewer: family.set_phase(work, viewer, chosen, common.now()))
    except NotFound:
        raise
    except Refused as refused:
        return case_page(case_id, refused), refused.status
    return redirect(url_for("office.case", case_id=case_id))


@pages.route("/gezin/<case_id>/mensen/<person_id>", methods=["GET", "POST"])
@common.signed_in
def person(case_id: str, person_id: str) -> Any:
    """What is known of somebody around the family."""
    if request.method == "GET":
        return _person_page(case_id, person_id)
    form = request.form
    wish = family.Details(
        form.get("name", ""),
        form.get("role_words", ""),
        form.get("organisation", ""),
        form.get("age", ""),
        bool(form.get("at_table")),
        form.get("voice_via", ""),
        form.get("number", ""),
    )
    try:
        _do(case_id, lambda work, viewer: family.change_person(work, viewer, person_id, wish, common.now()))
    except NotFound:
        raise
    except Refused as refused:
        return _person_page(case_id, person_id, refused), refused.status
    return redirect(url_for("office.case", case_id=case_id) + "#rondom")


def _do(case_id: str, deed: CaseDeed) -> None:
    with common.house().database.work() as work:
        found, me = identity.seat(work.session, current_user.account, case_id)
        deed(work, policy.in_case(me, found, current_user.account.language))


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
            form=request.form,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
