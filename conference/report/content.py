"""Builds the content of a report from the records, as they stand at one moment.

The names of fields are the export format of `docs/report.md`: they stay as they are; another shape gets another
`VERSION`. Every item has `id`, `kind` and `for`: None for the whole table, or the ids of the people who may know.
Moments are ISO 8601 in UTC, dates ISO; words are what people wrote, as they wrote it (Markdown).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from conference.region import profile
from models.actions import Action
from models.analysis import Section
from models.decisions import ChildMeaning, Decision, DecisionOption
from models.door import Guest
from models.enums import GuestState
from models.factors import Factor, Link
from models.gathering import Expertise, Explanation, RulesAgreed
from models.meeting import Meeting
from models.people import Person
from models.plans import Goal, PlanCheck
from models.safety import SafetyRound
from models.shields import Shield
from models.statements import Statement

FORMAT = "rondom-report"
VERSION = 1
Item = dict[str, Any]
Content = dict[str, Any]


def build(session: Session, meeting: Meeting) -> Content:
    """Everything the table made, with who may see what. Not for a reader: `reading.part_of` gives that."""
    session.flush()
    settings = profile.of(meeting.case.profile.settings)
    items = [
        *_sections(session, meeting, settings),
        *_statements(session, meeting),
        *_factors(session, meeting),
        *_links(session, meeting),
        *_safety(session, meeting),
        *_goals(session, meeting),
        *_plan_checks(session, meeting),
        *_decisions(session, meeting),
        *_actions(session, meeting),
        *_expertise(session, meeting),
    ]
    audiences = {item["id"]: item["for"] for item in items}
    items += _explanations(session, meeting, audiences)
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": {"id": meeting.case_id, "title": meeting.case.title},
        "meeting": _meeting(session, meeting, settings),
        "labels": _labels(settings),
        "people": [_person(one) for one in meeting.case.people],
        "items": items,
    }


def _meeting(session: Session, meeting: Meeting, settings: profile.Profile) -> dict[str, Any]:
    kind = settings.meeting(meeting.kind)
    agreed = select(RulesAgreed.person_id).where(RulesAgreed.meeting_id == meeting.id)
    return {
        "id": meeting.id,
        "kind": meeting.kind,
        "label": kind.label if kind else {"nl": meeting.kind},
        "starts_at": _moment(meeting.starts_at),
        "opened_at": _moment(meeting.opened_at),
        "closed_at": _moment(meeting.closed_at),
        "place": meeting.place,
        "chair": meeting.chair_id,
        "case_director": meeting.case.case_director_id,
        "why_no_family": meeting.why_no_family,
        "invited": _there(session, meeting),
        "agreed_to_rules": sorted(session.scalars(agreed)),
        "parts": [
            {
                "key": part.key,
                "label": settings.part(part.key).label,
                "minutes": part.minutes,
                "visited": part.visited,
                "turns": part.turns,
                "skipped_why": part.skipped_why,
            }
            for part in meeting.parts
        ],
    }


def _there(session: Session, meeting: Meeting) -> list[str]:
    """Who was asked to come, and who sat at the table without being asked."""
    seated = select(Guest.person_id).where(
        Guest.meeting_id == meeting.id, Guest.state == GuestState.SEATED, Guest.person_id.is_not(None)
    )
    found = dict.fromkeys(person.id for person in meeting.invited) | dict.fromkeys(session.scalars(seated))
    return [*dict.fromkeys([*found, meeting.chair_id])]


def _labels(settings: profile.Profile) -> dict[str, Any]:
    """The region's own words of that day, so that a report reads the same when the region renames something."""
    return {
        "phases": {phase.key: phase.label for phase in settings.phases},
        "sections": {section.key: section.label for section in settings.sections},
        "relations": {str(key): label for key, label in settings.relations.items()},
        "life_areas": {area.key: area.label for area in settings.life_areas},
        "hats": {hat.key: hat.label for hat in settings.hats},
        "reserved_acts": {act.key: {**act.label, "law": act.law} for act in settings.reserved_acts},
        "roles": {str(role): label for role, label in settings.roles.items()},
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": str(person.role),
        "role_words": person.role_words,
        "organisation": person.organisation,
        "side": str(person.side),
        "at_table": person.at_table,
        "voice_via": person.voice_via_id,
    }


# --- the analysis


def _sections(session: Session, meeting: Meeting, settings: profile.Profile) -> Iterable[Item]:
    """Texts, with where they belong: the opening of a meeting, the plan of a phase, or the analysis."""
    kinds = {kind.key: kind for kind in settings.sections}
    found = _of_case(Section, meeting).order_by(Section.position)
    for section in session.scalars(found.options(selectinload(Section.text))):
        if section.text.words.strip():
            kind = kinds.get(section.key)
            yield {
                **_head("section", section.id, section.text.shield),
                "key": section.key,
                "owner": section.text.owner_id,
                "opening": kind is not None and kind.opening,
                "plan": kind.plan if kind is not None else None,
                "words": section.text.words,
            }


def _statements(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Statement, meeting).order_by(Statement.position)
    loaded = (
        selectinload(Statement.text),
        selectinload(Statement.about),
        selectinload(Statement.responses),
        selectinload(Statement.replaced_by),
    )
    for one in session.scalars(found.options(*loaded)):
        yield {
            **_head("statement", one.id, one.shield, one.text.shield),
            "type": str(one.kind),
            "certain": one.certain,
            "words": one.text.words,
            "happened_on": _day(one.happened_on),
            "happened_until": _day(one.happened_until),
            "precision": str(one.precision),
            "source": one.source_id,
            "source_words": one.source_words,
            "basis": str(one.basis),
            "life_area": one.life_area,
            "about": [person.id for person in one.about],
            "accorded": one.accorded,
            "replaces": _ref("statement", one.replaces_id),
            "replaced_by": _ref("statement", one.replaced_by.id if one.replaced_by else None),
            "withdrawn_at": _moment(one.withdrawn_at),
            "withdrawn_why": one.withdrawn_why,
            "added_by": one.added_by_id,
            "new": one.meeting_id == meeting.id,
            "responses": [
                {
                    "person": answer.person_id,
                    "stance": str(answer.stance),
                    "words": answer.words,
                    "to_this_wording": answer.fits,
                    "given_by": answer.given_by_id,
                    "at": _moment(answer.at),
                }
                for answer in sorted(one.responses, key=lambda answer: answer.at)
            ],
        }


def _factors(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Factor, meeting).where(Factor.removed_at.is_(None)).order_by(Factor.position)
    loaded = (
        selectinload(Factor.text),
        selectinload(Factor.about),
        selectinload(Factor.named_by),
        selectinload(Factor.statements),
    )
    for one in session.scalars(found.options(*loaded)):
        yield {
            **_head("factor", one.id, one.shield, one.text.shield),
            "nature": str(one.nature),
            "words": one.text.words,
            "life_area": one.life_area,
            "changeable": str(one.changeable) if one.changeable else None,
            "about": [person.id for person in one.about],
            "named_by": [person.id for person in one.named_by],
            "rests_on": [_id("statement", statement.id) for statement in one.statements],
            "x": one.x,
            "y": one.y,
        }


def _links(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Link, meeting).where(Link.removed_at.is_(None)).order_by(Link.id)
    loaded = selectinload(Link.source), selectinload(Link.target), selectinload(Link.said_by)
    for one in session.scalars(found.options(*loaded)):
        if one.source.removed_at is None and one.target.removed_at is None:
            yield {
                **_head("link", one.id, one.source.shield, one.target.shield),
                "from": _id("factor", one.from_id),
                "to": _id("factor", one.to_id),
                "relation": str(one.relation),
                "certainty": str(one.certainty),
                "note": one.note,
                "said_by": [person.id for person in one.said_by],
            }


def _safety(session: Session, meeting: Meeting) -> Iterable[Item]:
    """Numbers that were shown together; one that was not is nobody's but its giver's."""
    found = _of_case(SafetyRound, meeting).where(SafetyRound.revealed_at.is_not(None))
    loaded = selectinload(SafetyRound.numbers)
    for one in session.scalars(found.order_by(SafetyRound.opened_at).options(loaded)):
        yield {
            **_head("safety_round", one.id),
            "revealed_at": _moment(one.revealed_at),
            "new": one.meeting_id == meeting.id,
            "numbers": [
                {
                    "person": number.person_id,
                    "score": number.score,
                    "why": number.why,
                    "given_by": number.given_by_id,
                }
                for number in sorted(one.numbers, key=lambda number: number.at)
            ],
        }


# --- plans, decisions, agreements


def _goals(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Goal, meeting).where(Goal.removed_at.is_(None)).order_by(Goal.position)
    for one in session.scalars(found.options(selectinload(Goal.text), selectinload(Goal.seen_when))):
        yield {
            **_head("goal", one.id, one.shield, one.text.shield, one.seen_when.shield),
            "phase": one.phase,
            "words": one.text.words,
            "seen_when": one.seen_when.words,
            "owner": one.owner_id,
            "attainment": str(one.attainment) if one.attainment else None,
        }


def _plan_checks(session: Session, meeting: Meeting) -> Iterable[Item]:
    for one in session.scalars(_of_case(PlanCheck, meeting).order_by(PlanCheck.at)):
        yield {
            **_head("plan_check", one.id),
            "phase": one.phase,
            "by": one.by_id,
            "at": _moment(one.at),
            "new": one.meeting_id == meeting.id,
        }


def _decisions(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Decision, meeting).order_by(Decision.position)
    loaded = (
        selectinload(Decision.options).selectinload(DecisionOption.text),
        selectinload(Decision.meanings).selectinload(ChildMeaning.text),
        selectinload(Decision.stances),
        selectinload(Decision.statements),
    )
    for one in session.scalars(found.options(*loaded)):
        own = (one.question, one.text, one.reason, one.handled, one.wrong_if)
        yield {
            **_head("decision", one.id, one.shield, *(text.shield for text in own)),
            "question": one.question.words,
            "words": one.text.words,
            "reason": one.reason.words,
            "handled": one.handled.words,
            "wrong_if": one.wrong_if.words,
            "state": str(one.state),
            "rule": str(one.rule),
            "hat": one.hat,
            "reserved_act": one.reserved_act,
            "legal_basis": str(one.legal_basis),
            "departs_from": one.departs_from,
            "how_to_object": one.how_to_object,
            "review_on": _day(one.review_on),
            "next_step": one.next_step,
            "next_step_on": _day(one.next_step_on),
            "decided_at": _moment(one.decided_at),
            "decided_by": one.decided_by_id,
            "options": [option.text.words for option in one.options],
            "meanings": [{"person": meant.person_id, "words": meant.text.words} for meant in one.meanings],
            "stances": [
                {
                    "person": stand.person_id,
                    "stance": str(stand.stance),
                    "words": stand.words,
                    "given_by": stand.given_by_id,
                    "at": _moment(stand.at),
                }
                for stand in sorted(one.stances, key=lambda stand: stand.at)
            ],
            "rests_on": [_id("statement", statement.id) for statement in one.statements],
            "new": one.meeting_id == meeting.id,
        }


def _actions(session: Session, meeting: Meeting) -> Iterable[Item]:
    found = _of_case(Action, meeting).order_by(Action.position)
    loaded = (
        selectinload(Action.text),
        selectinload(Action.seen_when),
        selectinload(Action.factors),
        selectinload(Action.partners),
    )
    for one in session.scalars(found.options(*loaded)):
        yield {
            **_head("action", one.id, one.shield, one.text.shield, one.seen_when.shield),
            "words": one.text.words,
            "seen_when": one.seen_when.words,
            "owner": one.owner_id,
            "partners": [person.id for person in one.partners],
            "phase": one.phase,
            "due": _day(one.due),
            "state": str(one.state),
            "taken": one.taken,
            "goal": _ref("goal", one.goal_id),
            "decision": _ref("decision", one.decision_id),
            "factors": [_id("factor", factor.id) for factor in one.factors],
            "waiting_reason": str(one.waiting_reason) if one.waiting_reason else None,
            "not_done_reason": str(one.not_done_reason) if one.not_done_reason else None,
            "bridge": one.bridge,
            "note": one.note,
        }


def _expertise(session: Session, meeting: Meeting) -> Iterable[Item]:
    for one in session.scalars(_of_case(Expertise, meeting).order_by(Expertise.asked_at)):
        yield {
            **_head("expertise", one.id),
            "who": one.who,
            "person": one.person_id,
            "question": one.question,
            "until": _day(one.until),
            "answer": one.answer,
            "ended_at": _moment(one.ended_at),
            "asked_by": one.asked_by_id,
        }


def _explanations(
    session: Session, meeting: Meeting, audiences: Mapping[str, list[str] | None]
) -> Iterable[Item]:
    """Questions what something means, without who asked; one about a hidden item is as hidden as that item."""
    found = select(Explanation).where(Explanation.meeting_id == meeting.id).order_by(Explanation.asked_at)
    for one in session.scalars(found):
        if one.thing and one.thing not in audiences:
            continue  # about something that is not in the report: who may know of it cannot be said
        yield {
            **_head("explanation", one.id),
            "for": audiences.get(one.thing),
            "about": one.thing or None,
            "words": one.words,
            "answer": one.answer,
            "answered_by": one.answered_by_id,
        }


# --- helpers


def _of_case(kind: Any, meeting: Meeting) -> Any:
    """All records of a kind, read anew: the session of a deed may hold lists from before."""
    return select(kind).where(kind.case_id == meeting.case_id).execution_options(populate_existing=True)


def _head(kind: str, key: str, *shields: Shield | None) -> Item:
    """What every item begins with. Under several shields only those who are inside all of them."""
    inside = [shield.person_ids for shield in shields if shield is not None]
    audience = sorted(frozenset.intersection(*inside)) if inside else None
    return {"id": _id(kind, key), "kind": kind, "for": audience}


def _id(kind: str, key: str) -> str:
    return f"{kind}:{key}"


def _ref(kind: str, key: str | None) -> str | None:
    return _id(kind, key) if key else None


def _day(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _moment(when: datetime | None) -> str | None:
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else None
