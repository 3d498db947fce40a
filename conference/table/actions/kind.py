"""Agreements (*afspraken*) as a kind."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import selectinload

from conference.access.kinds import (
    Chapter,
    Export,
    Item,
    Kept,
    Kind,
    Say,
    Stands,
    Writing,
    itself,
    on_all,
    ref,
    register,
    whose,
)
from conference.access.permissions import Permission
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.records import labels
from conference.records.export import day, head, item_id, item_ref
from conference.records.own_data import on_day
from conference.region.profile import Block
from models.actions import Action
from models.enums import TextKind
from models.people import Person
from models.texts import Text
from models.translation import N_


def _owners(action: Action, permission: Permission) -> Any:
    """An action is of its owner; those who help may read it."""
    if permission == Permission.ACTION_READ:
        return (action.owner_id, *(partner.id for partner in action.partners))
    return whose(action, permission)


def _ask_owner_again(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Nobody is bound by words that somebody else changed after their own *ik doe dit*."""
    action = text.action if text.kind == TextKind.ACTION else None
    if action is not None and action.taken and action.owner_id != author_id:
        action.taken = False
        work.tell(RecordChanged(text.case_id, ref(action), listed=True))


def _words(board: Any, field: str, value: str) -> str | None:
    if field == "phase":
        return str(board.phase(value))
    if field == "state":
        return str(board.state_label(value))
    words: str | None = board.plan.why_label(field, value)
    return words


def _actions(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Action).order_by(Action.position)
    loaded = (
        selectinload(Action.text),
        selectinload(Action.seen_when),
        selectinload(Action.factors),
        selectinload(Action.partners),
    )
    for one in writing.session.scalars(found.options(*loaded)):
        yield {
            **head("action", one.id, one.shield, one.text.shield, one.seen_when.shield),
            "words": one.text.words,
            "seen_when": one.seen_when.words,
            "owner": one.owner_id,
            "partners": [person.id for person in one.partners],
            "phase": one.phase,
            "due": day(one.due),
            "state": str(one.state),
            "taken": one.taken,
            "goal": item_ref("goal", one.goal_id),
            "decision": item_ref("decision", one.decision_id),
            "factors": [item_id("factor", factor.id) for factor in one.factors],
            "waiting_reason": str(one.waiting_reason) if one.waiting_reason else None,
            "not_done_reason": str(one.not_done_reason) if one.not_done_reason else None,
            "bridge": one.bridge,
            "note": one.note,
        }


def _told(one: Action, say: Say) -> Iterable[Kept]:
    yield Kept(on_day(one.due), one.text.words, say(labels.ACTION_STATES[one.state].in_report))


ACTION = register(
    Kind(
        name="action",
        askable=True,
        model=Action,
        read=Permission.ACTION_READ,
        write=Permission.ACTION_CHANGE,
        owners=_owners,
        texts={TextKind.ACTION: None, TextKind.SEEN_WHEN: None},
        text_carrier="action",
        follows=_ask_owner_again,
        stands=Stands(
            lists=on_all("actions", "looking_back"),
            blocks={Block.ACTIONS: ("action", "actions"), Block.LOOKING_BACK: ("looking_back",)},
        ),
        words=_words,
        report=Export(
            place=90,
            items=_actions,
            one=("goal", "decision"),
            many=("factors",),
            owners=lambda item: (item.get("owner"), *item.get("partners", ())),
        ),
        own_data=(
            Chapter(
                place=60,
                key="actions",
                title=N_("Uw afspraken"),
                mine=lambda me: or_(Action.owner_id == me, Action.partners.any(Person.id == me)),
                order=(Action.position,),
                said=_told,
                asked=itself,
            ),
        ),
    )
)
