"""Plan a meeting, change the plan, ask more people, or call it off."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.policy import Permission
from conference.case import colleagues
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.region import profile
from conference.table.meeting import use_cases as meetings
from conference.web import common, respond
from models.case import Case
from models.enums import LIVE, Sees
from models.errors.base import Refused
from models.errors.meeting import ManyPeople
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import Person

pages = Blueprint("planning", __name__)
TableDeed = Callable[[UnitOfWork, policy.Viewer], Meeting]


def _new_again(refused: Refused, case_id: str) -> Any:
    return _new_page(case_id, refused)


@pages.route("/gezin/<case_id>/overleg/nieuw", methods=["GET", "POST"])
@respond.comes_back(_new_again)
def new(case_id: str) -> Any:
    """Plan a meeting: first the kind, then when, who and how long."""
    if request.method == "GET":
        return _new_page(case_id)
    return respond.respond(common.visitor(), "meeting:plan", go=lambda done: _table(done["meeting"]))


def _change_again(refused: Refused, meeting_id: str) -> Any:
    return _change_page(meeting_id, refused)


@pages.route("/overleg/<meeting_id>/planning", methods=["GET", "POST"])
@respond.comes_back(_change_again)
def change(meeting_id: str) -> Any:
    """Change a plan. Once the meeting began, this page only asks more people."""
    if request.method == "GET":
        return _change_page(meeting_id)
    return respond.respond(common.visitor(), "meeting:change", go=lambda _: _table(meeting_id))


@pages.post("/overleg/<meeting_id>/planning/mensen")
@respond.comes_back(_change_again)
def invite_more(meeting_id: str) -> Any:
    """Ask more people to come."""
    return respond.respond(common.visitor(), "meeting:invite", go=lambda _: _table(meeting_id))


@pages.post("/overleg/<meeting_id>/planning/afzeggen")
@respond.comes_back(_change_again)
def cancel(meeting_id: str) -> Any:
    """Call it off."""
    return respond.respond(common.visitor(), "meeting:cancel", go=lambda _: _table(meeting_id))


def _table(meeting_id: str) -> str:
    return url_for("table.meeting", meeting_id=meeting_id)


def _new_page(case_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, account):
        found, person = identity.seat(database, account, case_id, common.now())
        policy.require(policy.in_case(person, found, account.language), Permission.MEETING_PLAN, found)
        settings = profile.of(found.profile.settings)
        before = next(
            (one.kind for one in meetings.of_case(database, found.id) if settings.meeting(one.kind)), ""
        )
        key = respond.typed().get("kind") or request.args.get("soort") or before or settings.meetings[-1].key
        kind = settings.meeting(key)
        if kind is None:
            raise ChoiceUnknown("kind")
        planned = meetings.parts_for(database, found.id, settings, kind)
        today = common.now().astimezone(AMSTERDAM).date()
        return render_template(
            "meeting/plan.html",
            **_fields(found, kind, [part.key for part in planned], refused),
            **_people(found, kind, _ticked({one.id for one in _around(found) if one.at_table}), refused),
            **_awaited(database, policy.in_case(person, found, account.language), ""),
            minutes=respond.typed().getlist("minutes") or [str(part.minutes) for part in planned],
            given={"day": today.isoformat(), "time": "13:30", "chair": person.id},
        )


def _change_page(meeting_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, _):
        viewer, meeting = identity.viewer_of(database, common.visitor(), common.now())
        policy.require(viewer, Permission.MEETING_PLAN, meeting)
        meeting.refuse_if_over()
        kind = profile.of(meeting.case.profile.settings).meeting(meeting.kind)
        starts_at = meeting.starts_at.astimezone(AMSTERDAM)
        invited = {one.id for one in meeting.invited}
        return render_template(
            "meeting/invite.html" if meeting.state in LIVE else "meeting/change.html",
            **_fields(meeting.case, kind, [part.key for part in meeting.parts], refused),
            **_people(meeting.case, kind, _ticked(invited), refused),
            **_awaited(database, viewer, meeting.id),
            meeting=meeting,
            others=[one for one in _around(meeting.case) if one.id not in invited],
            minutes=respond.typed().getlist("minutes") or [str(part.minutes) for part in meeting.parts],
            given={
                "day": starts_at.date().isoformat(),
                "time": f"{starts_at:%H:%M}",
                "place": meeting.place,
                "chair": meeting.chair_id,
                "why_no_family": meeting.why_no_family,
            },
        )


def _around(case: Case) -> list[Person]:
    """Who stands around the family now: nobody else is asked to come."""
    return [one for one in case.people if identity.is_around(one, common.now())]


def _ticked(otherwise: set[str]) -> set[str]:
    """Who is ticked in a form that was sent, else who was invited before."""
    return set(respond.typed().getlist("invited")) if "day" in respond.typed() else otherwise


def _awaited(database: Session, viewer: policy.Viewer, meeting_id: str) -> dict[str, Any]:
    """Who was asked and can still answer; and for whom of them a place is kept."""
    waits = colleagues.waiting(database, viewer, common.now())
    kept = {one.id for one in waits if meeting_id in one.meetings}
    sent = set(respond.typed().getlist("awaited")) if "day" in respond.typed() else kept
    return {"waiting": waits, "awaited": sent & {one.id for one in waits}}


def _people(
    case: Case, kind: profile.MeetingKind | None, invited: set[str], refused: Refused | None
) -> dict[str, Any]:
    """Who is ticked, whom this kind of meeting misses, and whether that is more than a family can bear."""
    settings = profile.of(case.profile.settings)
    present = {str(one.role) for one in case.people if one.id in invited}
    wanted = kind.wanted if kind else ()
    return {
        "invited": invited,
        "many": len(invited) > settings.max_people or isinstance(refused, ManyPeople),
        "missing": [
            profile.say(settings.roles[role], common.language())
            for role in wanted
            if str(role) not in present
        ],
    }


def _fields(
    case: Case, kind: profile.MeetingKind | None, part_keys: Sequence[str], refused: Refused | None
) -> dict[str, Any]:
    """What the fields of a plan need, for a new meeting and for a change."""
    settings = profile.of(case.profile.settings)
    return {
        "case": case,
        "people": _around(case),
        "settings": settings,
        "kind": kind,
        "family": kind is not None and kind.family,
        "part_keys": part_keys,
        "say": lambda label: profile.say(label, common.language()),
        "chairs": [one for one in _around(case) if one.account_id and one.sees == Sees.EVERYTHING],
        "form": respond.typed(),
        "refused": refused,
        "sentence": common.sentence(refused) if refused else "",
    }
