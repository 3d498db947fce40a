"""Plan a meeting, change the plan, ask more people, or call it off."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user

from conference.access import identity, policy
from conference.access.identity import Kind
from conference.access.policy import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.region import profile
from conference.table.meeting import planning
from conference.table.meeting import use_cases as meetings
from conference.web import common
from models.case import Case
from models.enums import LIVE
from models.errors.base import NotFound, Refused
from models.errors.meeting import ManyPeople
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting

pages = Blueprint("planning", __name__)
TableDeed = Callable[[UnitOfWork, policy.Viewer], Meeting]


@pages.route("/gezin/<case_id>/overleg/nieuw", methods=["GET", "POST"])
@common.signed_in
def new(case_id: str) -> Any:
    """Plan a meeting: first the kind, then when, who and how long."""
    if request.method == "GET":
        return _new_page(case_id)
    try:
        with common.house().database.work() as work:
            found, person = identity.seat(work.session, current_user.account, case_id)
            viewer = policy.in_case(person, found, current_user.account.language)
            meeting_id = meetings.plan(work, viewer, _wish(), common.now()).id
    except NotFound:
        raise
    except Refused as refused:
        return _new_page(case_id, refused), refused.status
    return redirect(url_for("table.meeting", meeting_id=meeting_id))


@pages.route("/overleg/<meeting_id>/planning", methods=["GET", "POST"])
@common.signed_in
def change(meeting_id: str) -> Any:
    """Change a plan. Once the meeting began, this page only asks more people."""
    if request.method == "GET":
        return _change_page(meeting_id)
    return _do(
        meeting_id,
        lambda work, viewer: planning.change(work, viewer, meeting_id, _wish(), common.now()),
    )


@pages.post("/overleg/<meeting_id>/planning/mensen")
@common.signed_in
def invite_more(meeting_id: str) -> Any:
    """Ask more people to come."""
    people, many_ok = request.form.getlist("invited"), bool(request.form.get("many_ok"))
    return _do(
        meeting_id,
        lambda work, viewer: planning.invite_more(work, viewer, meeting_id, people, many_ok, common.now()),
    )


@pages.post("/overleg/<meeting_id>/planning/afzeggen")
@common.signed_in
def cancel(meeting_id: str) -> Any:
    """Call it off."""
    why = request.form.get("why", "")
    return _do(meeting_id, lambda work, viewer: planning.cancel(work, viewer, meeting_id, why, common.now()))


def _wish() -> meetings.MeetingPlan:
    form = request.form
    return meetings.MeetingPlan(
        form.get("kind", ""),
        form.get("day", ""),
        form.get("time", ""),
        form.get("place", ""),
        form.get("chair", ""),
        form.getlist("invited"),
        form.getlist("minutes"),
        form.get("why_no_family", ""),
        bool(form.get("many_ok")),
    )


def _do(meeting_id: str, deed: TableDeed) -> Any:
    """One deed on a meeting, by the chair or by whoever may plan; a refusal shows the form as it was filled in."""
    shown = common.credentials(Kind.ACCOUNT, meeting_id)
    try:
        with common.house().database.work() as work:
            viewer, _ = identity.viewer_of(work.session, shown, common.now())
            deed(work, viewer)
    except NotFound:
        raise
    except Refused as refused:
        return _change_page(meeting_id, refused), refused.status
    return redirect(url_for("table.meeting", meeting_id=meeting_id))


def _new_page(case_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, account):
        found, person = identity.seat(database, account, case_id)
        policy.require(policy.in_case(person, found, account.language), Permission.MEETING_PLAN, found)
        settings = profile.of(found.profile.settings)
        before = next(
            (one.kind for one in meetings.of_case(database, found.id) if settings.meeting(one.kind)), ""
        )
        key = request.form.get("kind") or request.args.get("soort") or before or settings.meetings[-1].key
        kind = settings.meeting(key)
        if kind is None:
            raise ChoiceUnknown("kind")
        planned = meetings.parts_for(database, found.id, settings, kind)
        today = common.now().astimezone(AMSTERDAM).date()
        return render_template(
            "meeting/plan.html",
            **_fields(found, kind, [part.key for part in planned], refused),
            **_people(found, kind, _ticked({one.id for one in found.people if one.at_table}), refused),
            minutes=request.form.getlist("minutes") or [str(part.minutes) for part in planned],
            given={"day": today.isoformat(), "time": "13:30", "chair": person.id},
        )


def _change_page(meeting_id: str, refused: Refused | None = None) -> Any:
    with common.office() as (database, _):
        shown = common.credentials(Kind.ACCOUNT, meeting_id)
        viewer, meeting = identity.viewer_of(database, shown, common.now())
        policy.require(viewer, Permission.MEETING_PLAN, meeting)
        meeting.refuse_if_over()
        kind = profile.of(meeting.case.profile.settings).meeting(meeting.kind)
        starts_at = meeting.starts_at.astimezone(AMSTERDAM)
        invited = {one.id for one in meeting.invited}
        return render_template(
            "meeting/invite.html" if meeting.state in LIVE else "meeting/change.html",
            **_fields(meeting.case, kind, [part.key for part in meeting.parts], refused),
            **_people(meeting.case, kind, _ticked(invited), refused),
            meeting=meeting,
            others=[one for one in meeting.case.people if one.id not in invited],
            minutes=request.form.getlist("minutes") or [str(part.minutes) for part in meeting.parts],
            given={
                "day": starts_at.date().isoformat(),
                "time": f"{starts_at:%H:%M}",
                "place": meeting.place,
                "chair": meeting.chair_id,
                "why_no_family": meeting.why_no_family,
            },
        )


def _ticked(otherwise: set[str]) -> set[str]:
    """Who is ticked in a form that was sent, else who was invited before."""
    return set(request.form.getlist("invited")) if "day" in request.form else otherwise


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
        "settings": settings,
        "kind": kind,
        "family": kind is not None and kind.family,
        "part_keys": part_keys,
        "say": lambda label: profile.say(label, common.language()),
        "chairs": [one for one in case.people if one.account_id],
        "form": request.form,
        "refused": refused,
        "sentence": common.sentence(refused) if refused else "",
    }
