"""*Alleen voor ...*: keep something apart, what is kept apart for me, and the code that is told.

For a professional on the pages of a family; on a phone of the family nothing of it is shown before a code that somebody
beside them told, and then for as long as they hold.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, g, jsonify, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from conference.access import identity, kinds, policy
from conference.access.kinds import KINDS
from conference.access.policy import Permission
from conference.case import use_cases as cases
from conference.core.validation import AMSTERDAM
from conference.records import labels
from conference.records.told import listed
from conference.table.shields import told
from conference.table.shields import use_cases as shields
from conference.table.shields.view import Apart
from conference.web import common, entry, respond
from models.case import Case
from models.enums import ShieldCategory
from models.errors.base import NotFound, Refused
from models.errors.door import SeatGone
from models.errors.shields import PeekOver
from models.people import Person

pages = Blueprint("shields", __name__)

HOME = "/gezin/<case_id>/apart", "/nu/apart"
USUAL = timedelta(days=30)
DEEDS = {"narrow", "widen", "lift", "answer", "review", "confirm"}


def link(page: str, **given: Any) -> str:
    """The address of one of these pages, on the visitor's own side."""
    case_id = common.visitor().case_id
    if case_id is None:
        return url_for(f"shields.phone_{page}", **given)
    return url_for(f"shields.{page}", case_id=case_id, **given)


def _viewer(session: Session) -> policy.Viewer:
    viewer = identity.sender(session, common.visitor(), common.now())
    if viewer.person_id is None:
        raise SeatGone
    g.language = viewer.language
    return shields.leading(session, viewer)


def _page(refused: Refused | None = None, **more: Any) -> Any:
    """What is kept apart for me; on a phone a field for the code, until one was told."""
    with common.house().database.read() as session:
        viewer, at = _viewer(session), common.now()
        given = {
            "viewer": viewer,
            "case": _case(session, viewer),
            "refused": refused,
            "sentence": common.sentence(refused) if refused else "",
            "form": respond.typed(),
            "link": link,
            "may_read_in_emergency": policy.may(viewer, Permission.EMERGENCY_ASK, _case(session, viewer)),
            **more,
        }
        if viewer.family_phone:
            try:
                inside = told.inner(session, viewer, at)
            except PeekOver:
                return render_template("shields/code.html", **given)
            return render_template("shields/reading.html", apart=Apart(session, inside, at), **given)
        return render_template("shields/page.html", apart=Apart(session, viewer, at), **given)


@entry.desk_and_phone(pages, *HOME)
def page() -> Any:
    """*Wat is alleen voor sommigen?*"""
    return _page()


# --- set one


@entry.desk_and_phone(pages, "/gezin/<case_id>/apart/nieuw", "/nu/apart/nieuw")
def new() -> Any:
    """The dialog, before typing: `?ding=` for something that is there, `?naast=` for a text of one's own."""
    return _dialog()


def _dialog(refused: Refused | None = None) -> Any:
    form = respond.typed()
    with common.house().database.read() as session:
        viewer = _viewer(session)
        case = session.get_one(Case, viewer.case_id)
        thing = form.get("thing") or request.args.get("ding", "")
        beside = form.get("beside") or request.args.get("naast", "")
        record = _thing(session, viewer, thing) if thing else None
        me = session.get_one(Person, viewer.person_id)
        today = common.now().astimezone(AMSTERDAM).date()
        around = [one for one in case.people if one.around(today)]
        return render_template(
            "shields/new.html",
            viewer=viewer,
            case=case,
            me=me,
            of_family=me.role in cases.OF_THE_FAMILY,
            guards=listed([one.first_name for one in cases.guards(case, today) if one.id != me.id]),
            thing=thing,
            about=told.said(record) if record is not None else [],
            owner=_owner(record, me),
            beside=beside,
            kinds=_kinds(viewer, case, bool(beside)),
            categories=[(key, gettext(labels.SHIELD_CATEGORIES[key].label)) for key in ShieldCategory],
            today=today,
            usual=today + USUAL,
            last=today + cases.LONGEST_SHIELD,
            people=around,
            people_choices=[(one.id, one.name) for one in around],
            chosen=form.getlist("people[]"),
            form=form,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
            link=link,
        )


@entry.desk_and_phone(pages, "/gezin/<case_id>/apart/nieuw", "/nu/apart/nieuw", methods=["POST"])
@respond.comes_back(_dialog)
@common.limiter.limit("30/minute")
def keep() -> Any:
    """Keep it apart from now on."""
    name = "shield:set" if respond.typed().get("thing") else "shield:add"
    respond.send(common.visitor(), name)
    if common.visitor().case_id is None:
        return respond.onward(url_for("table.now"), code=303)
    return respond.onward(link("page"), code=303)


# --- change one


def _again(refused: Refused, deed: str = "") -> Any:
    return _page(refused)


@entry.desk_and_phone(pages, "/gezin/<case_id>/apart/<deed>", "/nu/apart/<deed>", methods=["POST"])
@respond.comes_back(_again)
@common.limiter.limit("30/minute")
def act(deed: str) -> Any:
    """Fewer people, one more, before the table, yes or no, look again."""
    if deed not in DEEDS:
        raise NotFound
    respond.send(common.visitor(), f"shield:{deed}")
    return respond.onward(link("page"), code=303)


@entry.desk_and_phone(pages, "/gezin/<case_id>/apart/lees", "/nu/apart/lees", methods=["POST"])
@respond.comes_back(_again)
@common.limiter.limit("60/minute")
def peek() -> Any:
    """The words behind one shield, for as long as somebody holds; a page without script shows them once."""
    wanted = respond.typed().get("shield", "")
    with common.house().database.read() as session:
        inside = told.inner(session, _viewer(session), common.now())
        words = told.words(session, inside, wanted)
    if common.wants_json():
        return jsonify({"ok": True, "words": words})
    return _page(words=words, read=wanted)


# --- a code that is told


@pages.post("/gezin/<case_id>/apart/code")
@respond.comes_back(lambda refused, case_id: _page(refused))
@common.limiter.limit("20/minute")
def tell(case_id: str) -> Any:
    """Six digits to say aloud to who sits beside you. They stand on this page once."""
    done = respond.send(common.visitor(), "code:tell")
    return _page(digits=done["digits"])


@pages.post("/nu/apart/code")
@entry.only_for(identity.Kind.GUEST)
@respond.comes_back(lambda refused: _page(refused))
@common.limiter.limit("10/minute")
def open_room() -> Any:
    """The digits on the phone. One answer for wrong, old and never told."""
    told.require_open(respond.send(common.visitor(), "code:try")["open"])
    return respond.onward(link("page"), code=303)


@pages.post("/nu/apart/dicht")
@entry.only_for(identity.Kind.GUEST)
def close_room() -> Any:
    """*Klaar met lezen*."""
    respond.send(common.visitor(), "code:close")
    return respond.onward(url_for("table.now"), code=303)


# --- helpers


def _case(session: Session, viewer: policy.Viewer) -> Case:
    return session.get_one(Case, viewer.case_id)


def _thing(session: Session, viewer: policy.Viewer, name: str) -> Any:
    """What is to be kept apart. Raises NotFound, NotAllowed."""
    record = kinds.find(session, name, lambda kind: kind.shielding is not None)
    if record is None:
        raise NotFound
    policy.require(viewer, Permission.SHIELD_SET, record)
    return record


def _owner(record: Any, me: Person) -> str:
    """Whom it protects, unless somebody says otherwise: who said it, or whose it is; never somebody outside."""
    source = getattr(record, "source", None) or getattr(record, "owner", None)
    return source.id if source is not None and source.in_family else ""


def _kinds(viewer: policy.Viewer, case: Case, beside: bool) -> list[tuple[str, str]]:
    """What can begin apart, for who may add it."""
    found: list[tuple[str, str]] = []
    for kind in KINDS.values():
        shielding = kind.shielding
        if shielding is None or shielding.writes is None or (kind.name == "section") != beside:
            continue
        if policy.entitled(viewer, shielding.writes, case):
            found.append((kind.name, gettext(shielding.called)))
    return found


Link = Callable[..., str]
