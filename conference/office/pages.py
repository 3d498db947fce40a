"""Pages of a professional over all their families: today, families, meetings, search."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.case import colleagues, network
from conference.case import use_cases as cases
from conference.core.validation import AMSTERDAM
from conference.emergency.use_cases import lately
from conference.emergency.view import Asked, Emergencies
from conference.office.team import names as team_names
from conference.privacy.view import Office
from conference.region import profile
from conference.table.actions import use_cases as actions
from conference.table.board import Board, PageView
from conference.table.meeting import use_cases as meetings
from conference.table.shields import use_cases as shields
from conference.web import common, respond
from models.accounts import Account
from models.case import Case
from models.enums import LIVE, OVER, OfficeRole
from models.errors.base import Refused
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


@pages.get("/")
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
            asked=len(_questions(database, account)),
            may_open=bool(cases.regions_to_open(database, account)),
            actions=actions.mine(database, [family.viewer for family in families]),
            apart=_apart(database, families),
            news=_news(database),
            emergencies=_emergencies(database, families),
            officer_emergencies=_officer_emergencies(database),
            told=lambda found: " ".join(one.key for one in found),
            small=network.draw_small(coming[0][0].case.people) if coming else None,
            titles={family.case.id: family.case.title for family in families},
            now=common.now().astimezone(AMSTERDAM),
        )


@pages.get("/gezinnen")
def families() -> Any:
    """All families I have a seat with."""
    with common.office() as (database, account):
        return render_template(
            "office/families.html",
            families=_families(database, account),
            may_open=bool(cases.regions_to_open(database, account)),
        )


# --- who is asked to stand beside a family


def _asked_page(refused: Refused | None = None, invitation: str = "") -> Any:
    with common.office() as (database, account):
        return render_template(
            "office/asked.html",
            questions=_questions(database, account),
            form=respond.typed(),
            refused=refused,
            at_which=invitation,
            sentence=common.sentence(refused) if refused else "",
        )


@pages.get("/gevraagd")
def asked() -> Any:
    """Which colleagues ask me to stand beside a family; until I say yes I know no more of it."""
    return _asked_page()


@pages.post("/gevraagd/<invitation>/ja")
@respond.comes_back(_asked_page)
def say_yes(invitation: str) -> Any:
    """From here on the family is on my list."""
    me = common.credentials(Kind.ACCOUNT)
    return respond.respond(
        me, "colleague:yes", go=lambda done: url_for("case.page", case_id=done["case"]), invitation=invitation
    )


@pages.post("/gevraagd/<invitation>/nee")
@respond.comes_back(_asked_page)
def say_no(invitation: str) -> Any:
    """Only whoever asked reads it."""
    me = common.credentials(Kind.ACCOUNT)
    return respond.respond(me, "colleague:no", go=lambda _: url_for("office.asked"), invitation=invitation)


def _questions(database: Session, account: Account) -> list[colleagues.Question]:
    return colleagues.questions(database, common.house().keys, account, common.now())


@pages.get("/overleggen", endpoint="meetings")
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
            "office/agenda.html",
            coming=[pair for pair in found if pair[1].state not in OVER],
            past=[pair for pair in reversed(found) if pair[1].state in OVER],
        )


@pages.get("/zoek")
def search() -> Any:
    """Find words in my own families. What I may not know of is not found and not counted."""
    typed = request.args.get("q", "")[:100]
    with common.office() as (database, account):
        seats = identity.seats(database, account, common.now())
        viewers = [policy.in_case(person, case, account.language) for case, person in seats]
        hits = cases.search(database, viewers, typed)
        labels = {case.id: profile.of(case.profile.settings) for case, _ in seats}
        return render_template("office/search.html", typed=typed, hits=hits, profiles=labels)


@pages.get("/team/<office>")
def team(office: str) -> Any:
    """What the families of the own team are called."""
    with common.house().database.read() as database:
        viewer = identity.officer_of(database, common.visitor(), common.now())
        g.language = viewer.language
        return render_template("office/team.html", names=team_names(database, viewer, common.now()))


# --- helpers


def _news(database: Session) -> int:
    """How often somebody tried to open a family without a place in it, for its privacy officer; since last time."""
    viewer = _officer(database)
    return 0 if viewer is None else Office(common.house(), database, viewer, common.now()).news


def _officer(database: Session) -> policy.Viewer | None:
    """Who is signed in, as a privacy officer; None for who is none."""
    region = common.offices().get(OfficeRole.PRIVACY_OFFICER)
    if region is None:
        return None
    shown = replace(common.credentials(Kind.OFFICE), profile_id=region)
    return identity.officer_of(database, shown, common.now())


def _officer_emergencies(database: Session) -> list[Asked]:
    """The emergencies that a privacy officer has to answer, watch over, or look back at."""
    viewer = _officer(database)
    return [] if viewer is None else Emergencies(database, viewer, common.now()).to_answer


def _emergencies(database: Session, families: list[Family]) -> list[tuple[Family, list[Asked]]]:
    """Where a colleague waits for a second person to agree, and this may be them."""
    going_on = {one.case_id for one in lately(database, common.now())}
    asked = [family for family in families if family.case.id in going_on]
    found = [(family, Emergencies(database, family.viewer, common.now()).to_answer) for family in asked]
    return [pair for pair in found if pair[1]]


def _apart(database: Session, families: list[Family]) -> list[tuple[Family, int]]:
    """Where something that is kept apart has to be looked at, for who guards it; only how much, never what."""
    today = common.now().astimezone(AMSTERDAM).date()
    found = [(family, len(shields.to_look_at(database, [family.viewer], today))) for family in families]
    return [pair for pair in found if pair[1]]


def _families(database: Session, account: Account) -> list[Family]:
    found = []
    for case, person in identity.seats(database, account, common.now()):
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
