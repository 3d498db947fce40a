"""*Wissen of bewaren*: ask, answer and hold for a family; and the certificate of what was erased."""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.core.ledger import Certificate, is_genuine
from conference.core.unit_of_work import possible_key
from conference.core.validation import AMSTERDAM
from conference.erasure import carrying
from conference.erasure import use_cases as erasing
from conference.records import labels
from conference.records.commands import Answer
from conference.reflection.writer import writer_of
from conference.web import common, entry, printing, respond
from models.case import Case
from models.enums import ErasureGround
from models.erasures import Erasure
from models.errors.base import NotAllowed, NotFound, Refused
from models.people import Person
from models.sealed import ERASED

pages = Blueprint("erasure", __name__)


def _page_again(refused: Refused, case_id: str, **_: str) -> Any:
    return _page(case_id, refused)


@pages.get("/gezin/<case_id>/wissen")
def page(case_id: str) -> Any:
    """What was asked, what must be kept, and how to do either."""
    return _page(case_id)


@pages.post("/gezin/<case_id>/wissen")
@respond.comes_back(_page_again)
def ask(case_id: str) -> Any:
    """Ask that this family is erased."""
    return respond.respond(common.visitor(), "erasure:ask", go=lambda _: _home(case_id))


@pages.post("/gezin/<case_id>/wissen/<erasure_id>")
@respond.comes_back(_page_again)
def answer(case_id: str, erasure_id: str) -> Any:
    """Yes, no, or taken back. After a yes it is done at once."""
    return respond.respond(
        common.visitor(), "erasure:answer", go=lambda done: _after(case_id, done), erasure=erasure_id
    )


def _after(case_id: str, done: Answer) -> str:
    if "approved" not in done:
        return _home(case_id)
    for certificate in carrying.carry_out(common.house()):
        if certificate["number"] == done["approved"]:
            return url_for("erasure.certificate", number=certificate["number"])
    return _home(case_id)


@pages.post("/gezin/<case_id>/bewaren")
@respond.comes_back(_page_again)
def hold(case_id: str) -> Any:
    """This must be kept for a while."""
    return respond.respond(common.visitor(), "hold:set", go=lambda _: _home(case_id))


@pages.post("/gezin/<case_id>/bewaren/<hold_id>/einde")
@respond.comes_back(_page_again)
def end_hold(case_id: str, hold_id: str) -> Any:
    """It need not be kept any more."""
    return respond.respond(common.visitor(), "hold:end", go=lambda _: _home(case_id), hold=hold_id)


def _home(case_id: str) -> str:
    return url_for("erasure.page", case_id=case_id)


def _page(case_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, account):
        case, person = identity.seat(database, account, case_id, common.now())
        viewer = policy.in_case(person, case, account.language)
        rights = {
            "may_ask": policy.may(viewer, Permission.ERASURE_ASK, case),
            "may_answer": policy.may(viewer, Permission.ERASURE_APPROVE, case),
            "may_hold": policy.may(viewer, Permission.HOLD_SET, case),
        }
        if not any(rights.values()):
            raise NotAllowed
        today = common.now().astimezone(AMSTERDAM).date()
        asked = erasing.of_case(database, case.id)
        return render_template(
            "erasure/page.html",
            case=case,
            viewer=viewer,
            **rights,
            holds=erasing.holds(database, case.id, today),
            waiting=erasing.waiting(database, case.id),
            past=[one for one in asked if one.state not in erasing.WAITING],
            who=lambda actor: _who(database, case, actor),
            ground=lambda one: gettext(labels.ERASURE_GROUNDS[one.ground].label),
            state=lambda one: gettext(labels.ERASURE_STATES[one.state].label),
            people=[
                ("", gettext("het hele gezin")),
                *((one.id, one.name) for one in case.people if one.name != ERASED),
            ],
            about=lambda one: _about(case, one),
            grounds=[(str(key), gettext(labels.ERASURE_GROUNDS[key].label)) for key in erasing.GROUNDS],
            day=lambda moment: moment.astimezone(AMSTERDAM).date(),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _about(case: Case, erasure: Erasure) -> str:
    """Whom it is about, by name; nothing for the whole family."""
    return next((str(one.name) for one in case.people if one.id == erasure.person_id), "")


def _who(session: Session, case: Case, actor: str) -> str:
    """The name behind what the log calls somebody."""
    kind, _, key = actor.partition(":")
    found = session.get(Person, key) if kind == "person" else None
    if found is not None and found.case_id == case.id:
        return str(found.name)
    return str(gettext("het programma, omdat de bewaartermijn voorbij is"))


# --- for oneself


def _own_again(refused: Refused) -> Any:
    return _own(refused)


@entry.desk_and_phone(pages, "/gezin/<case_id>/mijn-gegevens/wissen", "/nu/mijn-gegevens/wissen")
def own() -> Any:
    """What goes and what stays when somebody is erased, and a field to ask for it."""
    return _own()


@entry.desk_and_phone(
    pages, "/gezin/<case_id>/mijn-gegevens/wissen", "/nu/mijn-gegevens/wissen", methods=["POST"]
)
@respond.comes_back(_own_again)
def ask_own() -> Any:
    """Ask that what is one's own is erased."""
    me = common.visitor()
    at_desk = me.case_id is not None
    back = url_for("erasure.own", case_id=me.case_id) if at_desk else url_for("erasure.phone_own")
    return respond.respond(me, "erasure:own", go=lambda _: back)


def _own(refused: Refused | None = None) -> Any:
    with common.house().database.read() as session:
        writer = writer_of(session)
        asked = erasing.waiting(session, writer.person.case_id)
        return render_template(
            "erasure/own.html",
            writer=writer,
            asked=asked if asked is not None and asked.person_id == writer.person.id else None,
            day=lambda moment: moment.astimezone(AMSTERDAM).date(),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


# --- the certificate: the family has no account, and no seat any more


@pages.get("/gewist")
@common.limiter.limit("30/minute")
def look_up() -> Any:
    """A field for the number on the certificate."""
    typed = request.args.get("nummer", "").strip().lower().replace(" ", "").replace("-", "")
    if typed and _found(typed) is not None:
        return redirect(url_for("erasure.certificate", number=typed))
    page = render_template("erasure/look_up.html", typed=typed)
    return (page, 404) if typed else page


@pages.get("/gewist/<number>")
@common.limiter.limit("30/minute")
def certificate(number: str) -> Any:
    """What was erased, when, and whether the signature fits. No names: there are none left."""
    found = _found(number)
    if found is None:
        raise NotFound
    why = labels.ERASURE_GROUNDS[ErasureGround(found["ground"])]
    return render_template(
        "erasure/certificate.html",
        told=found,
        genuine=is_genuine(found),
        ground=gettext(why.told),
        moment=lambda name: datetime.fromisoformat(found[name]).astimezone(AMSTERDAM),
        number=" ".join(number[at : at + 4] for at in range(0, len(number), 4)),
    )


@pages.get("/gewist/<number>/bewijs.json")
@common.limiter.limit("30/minute")
def certificate_file(number: str) -> Any:
    """The same to keep: anybody can check it, also elsewhere."""
    found = _found(number)
    if found is None:
        raise NotFound
    return printing.download(
        json.dumps(found, indent=1).encode(), "application/json", f"bewijs-{number}.json"
    )


def _found(number: str) -> Certificate | None:
    return carrying.ledger_of(common.house()).read().done.get(number) if possible_key(number) else None
