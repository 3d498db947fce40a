"""*Noodinzage*: ask to read what is kept apart, agree to that of a colleague, and the one page on which it is read."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.core.validation import AMSTERDAM
from conference.emergency import use_cases as emergencies
from conference.emergency.view import Emergencies, may_ask, opened
from conference.records import labels
from conference.web import common, respond
from models.case import Case
from models.emergencies import Emergency
from models.enums import ShieldCategory
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.emergencies import OpeningOver

pages = Blueprint("emergency", __name__)


def _again(refused: Refused, case_id: str, **_: str) -> Any:
    return _page(case_id, refused)


@pages.get("/gezin/<case_id>/noodinzage")
def page(case_id: str) -> Any:
    """What it is, a form to ask it, and what was asked."""
    return _page(case_id)


@pages.post("/gezin/<case_id>/noodinzage")
@respond.comes_back(_again)
@common.limiter.limit("20/minute")
def ask(case_id: str) -> Any:
    """Ask to read; it waits for a second person."""
    return respond.respond(common.visitor(), "emergency:ask", go=lambda _: _home(case_id))


@pages.post("/gezin/<case_id>/noodinzage/antwoord")
@respond.comes_back(_again)
def answer(case_id: str) -> Any:
    """Yes or no to a colleague, or stop."""
    return respond.respond(common.visitor(), "emergency:answer", go=lambda _: _home(case_id))


@pages.get("/gezin/<case_id>/noodinzage/<emergency_id>")
def read(case_id: str, emergency_id: str) -> Any:
    """What is open now, to read here only. Over is over: then one reads that, and nothing else."""
    at = common.now()
    with common.house().database.read() as session:
        try:
            viewer = identity.sender(session, common.visitor(), at)
        except OpeningOver as over:
            return _page(case_id, over)
        found = session.get_one(Emergency, emergency_id)
        until = found.until or at
        return render_template(
            "emergency/read.html",
            case=session.get_one(Case, case_id),
            one=found,
            until=until,
            left=int((until - at).total_seconds() * 1000),
            category=gettext(labels.SHIELD_CATEGORIES[ShieldCategory(found.category)].label),
            things=list(opened(session, viewer)),
        )


@pages.post("/gezin/<case_id>/noodinzage/<emergency_id>/klaar")
@respond.comes_back(_again)
def close(case_id: str, emergency_id: str) -> Any:
    """*Klaar met lezen*."""
    return respond.respond(common.visitor(), "emergency:close", go=lambda _: _home(case_id), code=303)


def _home(case_id: str) -> str:
    return url_for("emergency.page", case_id=case_id)


def _page(case_id: str, refused: Refused | None = None) -> Any:
    at = common.now()
    with common.office() as (database, account):
        case, person = identity.seat(database, account, case_id, at)
        viewer = policy.in_case(person, case, account.language)
        _require(database, viewer, case)
        listed = Emergencies(database, viewer, at)
        mine = [one for one in listed.all if one.mine]
        return render_template(
            "emergency/page.html",
            case=case,
            asked=listed.all,
            may_ask=may_ask(database, viewer, case),
            going_on=any(emergencies.is_going_on(one.one, at) for one in mine),
            categories=[(key, gettext(labels.SHIELD_CATEGORIES[key].label)) for key in ShieldCategory],
            lasts=int(emergencies.LASTS.total_seconds()) // 60,
            day=lambda moment: moment.astimezone(AMSTERDAM).date(),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        ), (refused.status if isinstance(refused, OpeningOver) else 200)


def _require(database: Session, viewer: policy.Viewer, case: Case) -> None:
    """Whoever may neither ask nor agree finds no such page. Raises NotFound, NotAllowed."""
    if not policy.visible(case, viewer):
        raise NotFound
    agrees = "yes" in policy.cells(viewer, Permission.EMERGENCY_AGREE)
    if not agrees and not may_ask(database, viewer, case):
        raise NotAllowed
