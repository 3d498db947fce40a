"""Pages for professionals: today, families, meetings, planning, search, and the word list."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from conference import glossary, policy, profile, visitors
from conference.board import Board, Seen
from conference.deeds import accounts, actions, cases, meetings, reports
from conference.inputs import AMSTERDAM
from conference.policy import Deed
from conference.views.carry import carried
from conference.views.report import state_label
from conference.visitors import Kind
from conference.web import common, network
from models.case import Case
from models.meeting import Meeting
from models.people import Account, Person
from models.refusals import ChoiceUnknown, NotFound, Refused
from models.words import LIVE, MeetingState, Role

pages = Blueprint("office", __name__)


@dataclass(frozen=True)
class Family:
    """One case on a list: who I am in it, and the meeting that comes."""

    case: Case
    viewer: policy.Viewer
    meeting: Meeting | None
    phase_number: int
    phase_label: str


# --- signing in and out


@pages.get("/aanmelden")
def sign_in() -> Any:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("office.home"))
    return _sign_in_page()


@pages.post("/aanmelden")
@common.limiter.limit("10/minute")
def try_sign_in() -> Any:
    """Check address and password; go where the person wanted to go."""
    email = request.form.get("email", "")
    try:
        with common.house().database.read() as database:
            account = accounts.sign_in(database, email, request.form.get("password", ""))
            session.clear()  # a new session for a new rank
            login_user(common.SignedIn(account))
    except Refused as refused:
        return _sign_in_page(refused, email), refused.status
    return redirect(common.own_path(request.form.get("naar"), url_for("office.home")))


@pages.post("/afmelden")
def sign_out() -> Any:
    """End every session of this account, and tell the browser to forget: a copied cookie is worth nothing."""
    if current_user.is_authenticated:
        with common.house().database.work() as work:
            work.load(Account, current_user.account.id).sign_out_everywhere()
    logout_user()
    session.clear()
    response = redirect(url_for("office.sign_in"))
    response.delete_cookie(common.LANGUAGE_COOKIE)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.post("/taal")
@common.signed_in
def choose_language() -> Any:
    """The language this professional reads, here and next time."""
    chosen = request.form.get("language", "")
    with common.house().database.work() as work:
        accounts.choose_language(work, current_user.account.id, chosen)
    response = redirect(common.own_path(request.form.get("back"), url_for("office.home")))
    common.remember_language(response, chosen)
    return response


# --- what there is


@pages.get("/")
@common.signed_in
def home() -> Any:
    """Today: the meeting that comes, my families, my actions."""
    with _office() as (database, account):
        families = _families(database, account)
        coming = _coming(families)
        return render_template(
            "office/home.html",
            families=families,
            coming=coming,
            next=_next(database, account, coming),
            actions=actions.mine(database, [family.viewer for family in families]),
            small=network.draw_small(coming[0][0].case.people) if coming else None,
            titles={family.case.id: family.case.title for family in families},
            now=common.now().astimezone(AMSTERDAM),
        )


@pages.get("/gezinnen")
@common.signed_in
def families() -> Any:
    """All families I have a seat with."""
    with _office() as (database, account):
        return render_template("office/families.html", families=_families(database, account))


@pages.get("/overleggen", endpoint="meetings")
@common.signed_in
def all_meetings() -> Any:
    """All meetings of my families: first what comes, then what was."""
    with _office() as (database, account):
        found = [
            (family, meeting)
            for family in _families(database, account)
            for meeting in meetings.of_case(database, family.case.id)
        ]
        found.sort(key=lambda pair: pair[1].starts_at)
        return render_template(
            "office/meetings.html",
            coming=[pair for pair in found if pair[1].state != MeetingState.CLOSED],
            past=[pair for pair in reversed(found) if pair[1].state == MeetingState.CLOSED],
        )


@pages.get("/zoek")
@common.signed_in
def search() -> Any:
    """Find words in my own families. What I may not know of is not found and not counted."""
    typed = request.args.get("q", "")[:100]
    with _office() as (database, account):
        seats = cases.seats(database, account)
        viewers = [policy.in_case(person, case, account.language) for case, person in seats]
        hits = cases.search(database, viewers, typed)
        labels = {case.id: profile.of(case.profile.settings) for case, _ in seats}
        return render_template("office/search.html", typed=typed, hits=hits, profiles=labels)


@pages.get("/woorden")
def words() -> Any:
    """All jargon in plain words."""
    found = glossary.all_explained(common.language())
    groups = [(letter, list(group)) for letter, group in groupby(found, lambda one: one.term[0].upper())]
    return render_template("office/words.html", groups=groups)


@pages.get("/woord/<slug>")
def word(slug: str) -> Any:
    """One word in plain words; `?los=1` gives just the explanation, for a dialog."""
    found = glossary.explain(slug, common.language())
    if found is None:
        raise NotFound
    template = "office/word_part.html" if request.args.get("los") else "office/word.html"
    return render_template(template, word=found)


# --- one family


@pages.route("/gezinnen/nieuw", methods=["GET", "POST"])
@common.signed_in
def new_case() -> Any:
    """Open a case: a title chosen with the family is enough."""
    if request.method == "GET":
        return render_template("office/new_case.html", form={}, refused=None)
    form = request.form
    wish = cases.NewCase(form.get("title", ""), form.get("municipality", ""), form.get("summary", ""))
    try:
        with common.house().database.work() as work:
            account = work.load(Account, current_user.account.id)
            case_id = cases.open_case(work, account, wish, common.now()).id
    except Refused as refused:
        return _form_page("office/new_case.html", refused)
    return redirect(url_for("office.case", case_id=case_id))


@pages.get("/gezin/<case_id>")
@common.signed_in
def case(case_id: str) -> Any:
    """One family: who stands around it, its own words, what is agreed, and the analysis as it stands."""
    return _case_page(case_id)


@pages.post("/gezin/<case_id>/mensen")
@common.signed_in
def add_person(case_id: str) -> Any:
    """Bring somebody around the family."""
    form = request.form
    wish = cases.NewPerson(
        form.get("name", ""),
        form.get("role", ""),
        form.get("role_words", ""),
        form.get("organisation", ""),
        form.get("age", ""),
        form.get("account", ""),
    )
    try:
        with common.house().database.work() as work:
            found, person = cases.seat(work.session, current_user.account, case_id)
            cases.add_person(
                work, policy.in_case(person, found, current_user.account.language), wish, common.now()
            )
    except NotFound:
        raise
    except Refused as refused:
        return _case_page(case_id, refused), refused.status
    return redirect(url_for("office.case", case_id=case_id) + "#rondom")


@pages.route("/gezin/<case_id>/overleg/nieuw", methods=["GET", "POST"])
@common.signed_in
def plan(case_id: str) -> Any:
    """Plan a meeting: first the kind, then when, who and how long."""
    if request.method == "GET":
        return _plan_page(case_id)
    form = request.form
    wish = meetings.MeetingPlan(
        form.get("kind", ""),
        form.get("day", ""),
        form.get("time", ""),
        form.get("place", ""),
        form.get("chair", ""),
        form.getlist("invited"),
        form.getlist("minutes"),
        form.get("why_no_family", ""),
    )
    try:
        with common.house().database.work() as work:
            found, person = cases.seat(work.session, current_user.account, case_id)
            viewer = policy.in_case(person, found, current_user.account.language)
            meeting_id = meetings.plan(work, viewer, wish, common.now()).id
    except NotFound:
        raise
    except Refused as refused:
        return _plan_page(case_id, refused), refused.status
    return redirect(url_for("table.meeting", meeting_id=meeting_id))


# --- helpers


@contextmanager
def _office() -> Iterator[tuple[Session, Account]]:
    """The database and the account of who is signed in, looked up anew."""
    with common.house().database.read() as database:
        account = visitors.account_of(database, common.credentials(Kind.ACCOUNT).secret)
        g.language = common.language()
        yield database, account


def _families(database: Session, account: Account) -> list[Family]:
    found = []
    for case, person in cases.seats(database, account):
        settings = profile.of(case.profile.settings)
        keys = [phase.key for phase in settings.phases]
        found.append(
            Family(
                case,
                policy.in_case(person, case, account.language),
                meetings.current(database, case.id),
                keys.index(case.phase) + 1 if case.phase in keys else 1,
                profile.say(settings.phase(case.phase).short, common.language()),
            )
        )
    return found


def _coming(families: list[Family]) -> list[tuple[Family, Meeting]]:
    """Live meetings first, then by time."""
    found = [(family, family.meeting) for family in families if family.meeting is not None]
    return sorted(found, key=lambda pair: (pair[1].state not in LIVE, pair[1].starts_at))


def _next(database: Session, account: Account, coming: list[tuple[Family, Meeting]]) -> Board | None:
    """The meeting of today, as a board for its picture and its people."""
    if not coming:
        return None
    family, meeting = coming[0]
    if meeting.state not in LIVE and meeting.starts_at - common.now() > timedelta(hours=36):
        return None
    person = database.get(Person, family.viewer.person_id)
    if person is None:
        return None
    viewer = policy.at_table(person, meeting, common.language())
    return Board(common.house(), database, viewer, meeting, Seen(), common.now())


def _case_page(case_id: str, refused: Refused | None = None) -> Any:
    with _office() as (database, account):
        found, person = cases.seat(database, account, case_id)
        viewer = policy.in_case(person, found, account.language)
        policy.require(viewer, Deed.CASE_READ, found)
        settings = profile.of(found.profile.settings)
        sections = cases.sections(database, viewer)
        held = meetings.of_case(database, found.id)
        at = common.now()
        return render_template(
            "office/case.html",
            carried=carried(database, viewer, at, at),
            reports=reports.of_case(
                database, {one.id: policy.at_table(person, one, account.language) for one in held}
            ),
            report_state=state_label,
            case=found,
            viewer=viewer,
            settings=settings,
            say=lambda label: profile.say(label, common.language()),
            phase_index=[phase.key for phase in settings.phases].index(settings.phase(found.phase).key),
            picture=_picture(found, settings),
            voices=[section for section in sections if section.text.owner and section.text.words],
            sections=[section for section in sections if not section.text.owner],
            actions=actions.readable(database, viewer),
            meetings=held,
            current=meetings.current(database, found.id),
            faces={found.fixed_face_id, found.second_face_id} - {None},
            may_change=policy.may(viewer, Deed.CASE_CHANGE, found),
            may_plan=policy.may(viewer, Deed.MEETING_PLAN, found),
            roles=[role for role in Role if role != Role.PROJECT_TEAM],
            form=request.form,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _picture(case: Case, settings: profile.Profile) -> network.Picture:
    """Everyone around this family, with what they are under their name."""
    words = {
        one.id: profile.say(settings.roles[Role(one.role)], common.language())
        for one in case.people
        if not one.in_family
    }
    close = {face for face in (case.fixed_face_id, case.second_face_id) if face}
    return network.draw(case.people, words, close)


def _plan_page(case_id: str, refused: Refused | None = None) -> Any:
    with _office() as (database, account):
        found, person = cases.seat(database, account, case_id)
        viewer = policy.in_case(person, found, account.language)
        policy.require(viewer, Deed.MEETING_PLAN, found)
        settings = profile.of(found.profile.settings)
        key = request.form.get("kind") or request.args.get("soort") or settings.meetings[-1].key
        kind = settings.meeting(key)
        if kind is None:
            raise ChoiceUnknown("kind")
        invited = set(request.form.getlist("invited")) or {one.id for one in found.people if one.at_table}
        present = {str(one.role) for one in found.people if one.id in invited}
        return render_template(
            "office/plan.html",
            case=found,
            settings=settings,
            kind=kind,
            say=lambda label: profile.say(label, common.language()),
            invited=invited,
            missing=[
                profile.say(settings.roles[role], common.language())
                for role in kind.wanted
                if str(role) not in present
            ],
            chairs=[one for one in found.people if one.account_id],
            me=person,
            minutes=request.form.getlist("minutes") or [str(part.minutes) for part in kind.parts],
            today=common.now().astimezone(AMSTERDAM).date(),
            form=request.form,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )


def _sign_in_page(refused: Refused | None = None, email: str = "") -> str:
    return render_template(
        "office/sign_in.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        email=email,
        naar=common.own_path(request.values.get("naar"), ""),
    )


def _form_page(template: str, refused: Refused) -> Any:
    page = render_template(template, form=request.form, refused=refused, sentence=common.sentence(refused))
    return page, refused.status
