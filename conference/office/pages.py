"""Pages for professionals: today, families, meetings, search, and the word list."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.accounts import use_cases as accounts
from conference.case import network
from conference.case import use_cases as cases
from conference.core import glossary
from conference.core.validation import AMSTERDAM
from conference.learning.terms import use_cases as terms
from conference.office.case_page import case_page
from conference.region import profile
from conference.table.actions import use_cases as actions
from conference.table.board import Board, PageView
from conference.table.meeting import use_cases as meetings
from conference.web import common
from models.accounts import Account
from models.case import Case
from models.enums import LIVE, OVER
from models.errors.accounts import TooManyTries, WrongPassword
from models.errors.base import NotFound, Refused
from models.meeting import Meeting
from models.people import Person

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
@common.limiter.limit(
    "10 per 15 minute",
    key_func=lambda: f"account:{_typed_address()}",
    deduct_when=lambda response: response.status_code == WrongPassword.status,
    on_breach=lambda _: _too_many_tries(),
)
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
    with common.office() as (database, account):
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
    with common.office() as (database, account):
        return render_template("office/families.html", families=_families(database, account))


@pages.get("/overleggen", endpoint="meetings")
@common.signed_in
def all_meetings() -> Any:
    """All meetings of my families: first what comes, then what was."""
    with common.office() as (database, account):
        found = [
            (family, meeting)
            for family in _families(database, account)
            for meeting in meetings.of_case(database, family.case.id)
        ]
        found.sort(key=lambda pair: pair[1].starts_at)
        return render_template(
            "office/meetings.html",
            coming=[pair for pair in found if pair[1].state not in OVER],
            past=[pair for pair in reversed(found) if pair[1].state in OVER],
        )


@pages.get("/zoek")
@common.signed_in
def search() -> Any:
    """Find words in my own families. What I may not know of is not found and not counted."""
    typed = request.args.get("q", "")[:100]
    with common.office() as (database, account):
        seats = identity.seats(database, account)
        viewers = [policy.in_case(person, case, account.language) for case, person in seats]
        hits = cases.search(database, viewers, typed)
        labels = {case.id: profile.of(case.profile.settings) for case, _ in seats}
        return render_template("office/search.html", typed=typed, hits=hits, profiles=labels)


@pages.get("/woorden")
def words() -> Any:
    """All jargon in plain words."""
    found = glossary.all_explained(common.language())
    groups = [(letter, list(group)) for letter, group in groupby(found, lambda one: one.term[0].upper())]
    return render_template("glossary/words.html", groups=groups)


@pages.get("/woord/<slug>")
def word(slug: str) -> Any:
    """One word in plain words; `?los=1` gives just the explanation, for a dialog."""
    found = glossary.explain(slug, common.language())
    if found is None:
        raise NotFound
    with common.house().database.read() as session:
        here = terms.here(session, common.region_ids(session), found.term)
    template = "glossary/word_part.html" if request.args.get("los") else "glossary/word.html"
    return render_template(template, word=found, here=here)


# --- one family


@pages.route("/gezinnen/nieuw", methods=["GET", "POST"])
@common.signed_in
def new_case() -> Any:
    """Open a case: a title chosen with the family is enough."""
    if request.method == "GET":
        return render_template("case/new.html", form={}, refused=None)
    form = request.form
    wish = cases.NewCase(form.get("title", ""), form.get("municipality", ""), form.get("summary", ""))
    try:
        with common.house().database.work() as work:
            account = work.load(Account, current_user.account.id)
            case_id = cases.open_case(work, account, wish, common.now()).id
    except Refused as refused:
        return _form_page("case/new.html", refused)
    return redirect(url_for("office.case", case_id=case_id))


@pages.get("/gezin/<case_id>")
@common.signed_in
def case(case_id: str) -> Any:
    """One family: who stands around it, its own words, what is agreed, and the analysis as it stands."""
    return case_page(case_id)


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
            found, person = identity.seat(work.session, current_user.account, case_id)
            cases.add_person(
                work, policy.in_case(person, found, current_user.account.language), wish, common.now()
            )
    except NotFound:
        raise
    except Refused as refused:
        return case_page(case_id, refused), refused.status
    return redirect(url_for("office.case", case_id=case_id) + "#rondom")


# --- helpers


def _families(database: Session, account: Account) -> list[Family]:
    found = []
    for case, person in identity.seats(database, account):
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
    return Board(common.house(), database, viewer, meeting, PageView(), common.now())


def _typed_address() -> str:
    """What was typed as e-mail address, in one spelling. Counted whether or not there is such an account."""
    return request.form.get("email", "").strip().lower()[:200]


def _too_many_tries() -> Any:
    refused = TooManyTries("password")
    return make_response(_sign_in_page(refused, request.form.get("email", "")), refused.status)


def _sign_in_page(refused: Refused | None = None, email: str = "") -> str:
    return render_template(
        "accounts/sign_in.html",
        refused=refused,
        sentence=common.sentence(refused) if refused else "",
        email=email,
        naar=common.own_path(request.values.get("naar"), ""),
    )


def _form_page(template: str, refused: Refused) -> Any:
    page = render_template(template, form=request.form, refused=refused, sentence=common.sentence(refused))
    return page, refused.status
