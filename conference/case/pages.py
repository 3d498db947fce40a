"""A family on the web: open a case, its page, who stands around it, who stays with it, and its phase."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.access.policy import Permission
from conference.case import access, family, hats, network
from conference.case import around as standing
from conference.case import frame as frames
from conference.case import retention as keeping
from conference.case import use_cases as cases
from conference.core.validation import AMSTERDAM
from conference.erasure import use_cases as erasing
from conference.records import labels
from conference.region import profile
from conference.report import use_cases as reports
from conference.report.view import state_label
from conference.table.actions import use_cases as actions
from conference.table.decisions import use_cases as decisions
from conference.table.gathering import use_cases as gathering
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.carried import carried
from conference.web import common, respond
from models.case import Case
from models.enums import LegalFrame, Role, Sees
from models.errors.base import NotFound, Refused
from models.people import Person
from models.requests import AccessToData

pages = Blueprint("case", __name__)


def _case_again(refused: Refused, case_id: str) -> Any:
    return case_page(case_id, refused)


def _home(case_id: str, place: str = "") -> str:
    return url_for("case.page", case_id=case_id) + place


def _new_page(refused: Refused | None = None) -> str:
    with common.office() as (database, account):
        return render_template(
            "case/new.html",
            regions=[(one.slug, one.name) for one in cases.regions_to_open(database, account)],
            whom=cases.whom_to_ask(database, account),
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


@pages.route("/gezinnen/nieuw", methods=["GET", "POST"])
@respond.comes_back(_new_page)
def new() -> Any:
    """Open a case: a title chosen with the family is enough. Who may not open one reads whom to ask."""
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
    """Bring somebody around the family; a colleague who signs in is asked first."""
    place = "#gevraagd" if respond.typed().get("account", "").strip() else "#rondom"
    return respond.respond(common.visitor(), "person:add", go=lambda done: _home(case_id, place))


@pages.post("/gezin/<case_id>/gevraagd/<invitation>/intrekken")
@respond.comes_back(lambda refused, case_id, invitation: case_page(case_id, refused))
def withdraw(case_id: str, invitation: str) -> Any:
    """Take back what a colleague was asked."""
    return respond.respond(
        common.visitor(),
        "colleague:withdraw",
        go=lambda done: _home(case_id, "#rondom"),
        invitation=invitation,
    )


@pages.post("/gezin/<case_id>/gezicht")
@respond.comes_back(_case_again)
def faces(case_id: str) -> Any:
    """Somebody else stays with the family, or directs the case."""
    return respond.respond(common.visitor(), "case:faces", go=lambda done: _home(case_id, "#gezicht"))


@pages.post("/gezin/<case_id>/fase")
@respond.comes_back(_case_again)
def phase(case_id: str) -> Any:
    """The family goes to another phase."""
    return respond.respond(common.visitor(), "case:phase", go=lambda done: _home(case_id))


@pages.post("/gezin/<case_id>/kader")
@respond.comes_back(_case_again)
def frame(case_id: str) -> Any:
    """Whether help is voluntary or comes with a measure."""
    return respond.respond(common.visitor(), "frame:set", go=lambda done: _home(case_id, "#kader"))


def _person_again(refused: Refused, case_id: str, person_id: str) -> Any:
    return _person_page(case_id, person_id, refused)


@pages.route("/gezin/<case_id>/mensen/<person_id>", methods=["GET", "POST"])
@respond.comes_back(_person_again)
def person(case_id: str, person_id: str) -> Any:
    """What is known of somebody around the family."""
    if request.method == "GET":
        return _person_page(case_id, person_id)
    me = common.visitor()
    return respond.respond(me, "person:change", go=lambda done: _home(case_id, "#rondom"), person=person_id)


# --- what everybody may see, and until when


def _around_again(refused: Refused, case_id: str, person_id: str = "", request_id: str = "") -> Any:
    return _around_page(case_id, refused, person_id or request_id)


@pages.get("/gezin/<case_id>/rondom")
def around(case_id: str) -> Any:
    """Who stands around the family, what for, what they read and until when."""
    return _around_page(case_id)


@pages.post("/gezin/<case_id>/rondom/<person_id>/leest")
@respond.comes_back(_around_again)
def access_of(case_id: str, person_id: str) -> Any:
    """What somebody may see, and until when."""
    return respond.respond(
        common.visitor(), "person:access", go=lambda done: _list_of(case_id, person_id), person=person_id
    )


@pages.post("/gezin/<case_id>/rondom/<person_id>/eraf")
@respond.comes_back(_around_again)
def take_off(case_id: str, person_id: str) -> Any:
    """Somebody goes, at once and on all screens."""
    return respond.respond(
        common.visitor(), "person:off", go=lambda done: _list_of(case_id, "eraf"), person=person_id
    )


@pages.post("/gezin/<case_id>/rondom/<person_id>/terug")
@respond.comes_back(_around_again)
def bring_back(case_id: str, person_id: str) -> Any:
    """Somebody comes back, with a new end."""
    return respond.respond(
        common.visitor(), "person:back", go=lambda done: _list_of(case_id, person_id), person=person_id
    )


@pages.post("/gezin/<case_id>/rondom/<person_id>/pet")
@respond.comes_back(_around_again)
def hat(case_id: str, person_id: str) -> Any:
    """Which hat somebody wears here, for whom and with which mandate."""
    return respond.respond(
        common.visitor(), "hat:give", go=lambda done: _list_of(case_id, person_id), person=person_id
    )


@pages.post("/gezin/<case_id>/rondom/vraag/<request_id>")
@respond.comes_back(_around_again)
def answer_access(case_id: str, request_id: str) -> Any:
    """What comes of what the family asked."""
    return respond.respond(
        common.visitor(), "access:answer", go=lambda done: _list_of(case_id, "gevraagd"), request=request_id
    )


def _list_of(case_id: str, place: str) -> str:
    return url_for("case.around", case_id=case_id) + f"#{place}"


def _around_page(case_id: str, refused: Refused | None = None, at_whom: str = "") -> Any:
    with common.office() as (database, account):
        found, me = identity.seat(database, account, case_id, common.now())
        viewer = policy.in_case(me, found, account.language)
        policy.require(viewer, Permission.ACCESS_READ, found)
        settings = profile.of(found.profile.settings)
        return render_template(
            "case/around.html",
            case=found,
            around=standing.look(database, viewer, found, common.now()),
            role=lambda person: profile.say(settings.roles[Role(person.role)], common.language()),
            choices=standing.choices_in_words(settings),
            chosen=lambda person: access.chosen(settings, person),
            beside=[("", _("kies iemand"))]
            + [(one.id, one.name) for one in found.people if one.role in access.SUPPORTED],
            may_set=policy.may(viewer, Permission.ACCESS_SET, found),
            may_end=policy.may(viewer, Permission.ACCESS_END, found),
            may_answer=policy.may(viewer, Permission.ACCESS_ANSWER, found),
            may_hat=policy.may(viewer, Permission.HAT_GIVE, found),
            hats=[("", _("geen"))]
            + [(one.key, profile.say(one.label, common.language())) for one in hats.can_be_given(settings)],
            hat_of=lambda person: hats.called(settings, person.hat, common.language()),
            narrow=viewer.narrow,
            form=respond.typed(),
            refused=refused,
            at_whom=at_whom,
            sentence=common.sentence(refused) if refused else "",
        )


def _person_page(case_id: str, person_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, account):
        found, me = identity.seat(database, account, case_id, common.now())
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


# --- the page, on which the forms of several rooms come back when they are refused


def case_page(case_id: str, refused: Refused | None = None) -> Any:
    """The page of a family, perhaps with one of its forms as it was sent and why that was refused."""
    with common.office() as (database, account):
        found, person = identity.seat(database, account, case_id, common.now())
        viewer = policy.in_case(person, found, account.language)
        policy.require(viewer, Permission.CASE_READ, found)
        settings = profile.of(found.profile.settings)
        sections = cases.sections(database, viewer)
        held = meetings.of_case(database, found.id)
        around = standing.look(database, viewer, found, common.now())
        at = common.now()
        return render_template(
            "case/case.html",
            carried=carried(database, viewer, at, at, at),
            reports=reports.of_case(
                database, {one.id: policy.at_table(person, one, account.language) for one in held}
            ),
            report_state=state_label,
            erasure=erasing.waiting(database, found.id),
            kept_until=keeping.kept_until(database, found),
            case=found,
            viewer=viewer,
            today=common.now().astimezone(AMSTERDAM).date(),
            settings=settings,
            say=lambda label: profile.say(label, common.language()),
            phase_index=[phase.key for phase in settings.phases].index(settings.phase(found.phase).key),
            picture=_picture(found, around.people, settings),
            voices=[section for section in sections if section.text.owner and section.text.words],
            sections=[
                section
                for section in sections
                if not section.text.owner
                and not settings.section(section.key).opening
                and not settings.section(section.key).plan
            ],
            expertise=gathering.expertise(database, viewer),
            actions=actions.readable(database, viewer),
            again=decisions.to_review(database, viewer, common.now().astimezone(AMSTERDAM).date()),
            requests=_requests(database, viewer),
            meetings=held,
            current=meetings.current(database, found.id),
            faces={found.fixed_face_id, found.second_face_id} - {None},
            frame=frames.banner(viewer, found, _),
            frame_changes=[] if viewer.narrow else frames.changes(database, found.id),
            frame_called=lambda one: _(labels.FRAMES[one].label),
            frames=[
                (str(one), _(words.label))
                for one, words in labels.FRAMES.items()
                if one != LegalFrame.NOT_SAID
            ],
            may_frame=policy.may(viewer, Permission.FRAME_SET, found),
            hat_of=lambda person: hats.called(settings, person.hat, common.language()),
            face_changes=[] if viewer.narrow else family.face_changes(database, found.id),
            people=around.people,
            asked=around.asked,
            colleagues=around.colleagues,
            professionals=[(one.id, one.name) for one in around.people if one.account_id],
            presets=_presets(settings),
            beside=[("", _("niemand"))]
            + [(one.id, one.name) for one in around.people if one.role in access.SUPPORTED],
            phases=[(one.key, profile.say(one.label, common.language())) for one in settings.phases],
            may_change=policy.may(viewer, Permission.CASE_CHANGE, found),
            may_erase=policy.may(viewer, Permission.HOLD_SET, found),
            may_read_in_emergency=policy.may(viewer, Permission.EMERGENCY_ASK, found),
            may_plan=policy.may(viewer, Permission.MEETING_PLAN, found),
            roles=[role for role in Role if role != Role.PROJECT_TEAM],
            form=respond.typed(),
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _presets(settings: profile.Profile) -> list[tuple[str, str]]:
    """What a region usually chooses for somebody new; parents, children and supporters need no choice."""
    usual = [(one.key, profile.say(one.label, common.language())) for one in settings.access]
    return [("", _("kies")), *usual, (Sees.OWN_PART, _("Eigen deel")), (Sees.EVERYTHING, _("Alles op tafel"))]


def _requests(database: Session, viewer: policy.Viewer) -> list[AccessToData]:
    """What people around this family asked of the privacy officer, for who directs the case; one's own, too."""
    found = select(AccessToData).where(AccessToData.case_id == viewer.case_id)
    return policy.readable(database.scalars(found.order_by(AccessToData.asked_at.desc())), viewer)


def _picture(case: Case, people: list[Person], settings: profile.Profile) -> network.Picture:
    """Everyone around this family, with what they are under their name."""
    words = {
        one.id: profile.say(settings.roles[Role(one.role)], common.language())
        for one in people
        if not one.in_family
    }
    close = {face for face in (case.fixed_face_id, case.second_face_id) if face}
    return network.draw(people, words, close)
