"""Agreements (*afspraken*) as a kind."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from conference.access.kinds import (
    WORDS,
    Change,
    Chapter,
    Copy,
    Export,
    Field,
    Given,
    Item,
    Kept,
    Kind,
    Part,
    Say,
    Shielding,
    Stands,
    Writing,
    block_place,
    itself,
    on_all,
    ref,
    register,
    whose,
)
from conference.access.permissions import Permission
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.records import fields as records
from conference.records import labels
from conference.records.export import day, head, item_id, item_ref
from conference.records.told import on_day
from conference.region import profile
from conference.region.profile import Block
from models.actions import Action
from models.case import Case
from models.decisions import Decision
from models.enums import ActionState, NotDoneReason, TextKind, WaitingReason
from models.errors.actions import BridgeNeeded, NotDoneReasonNeeded, WaitingReasonNeeded
from models.errors.validation import ChoiceUnknown
from models.factors import Factor
from models.people import Person
from models.plans import Goal
from models.texts import Text
from models.translation import N_

LONGEST_NOTE = 300
#: After a change of these by somebody else the owner says *ik doe dit* again; of another owner it is asked anyway.
#: They are part of what it says (`Action.said`).
ASKS_AGAIN = frozenset({"due", "partners"})


def _owners(action: Action, permission: Permission) -> Any:
    """An action is of its owner; those who help may read it."""
    if permission == Permission.ACTION_READ:
        return (action.owner_id, *(partner.id for partner in action.partners))
    return whose(action, permission)


#: What somebody promised: theirs, and of nobody's yet the table arranges it. Why it is done stays the table's.
PROMISED = frozenset({"owner", "partners", "due"})
HOW_FAR = frozenset({"state", "note"})


def _keepers(action: Action, field: str) -> frozenset[str] | None:
    """The words are of who added it, of its owner once they said *ik doe dit*; how far it is, of both until then."""
    once = bool(action.taken_said)  # also when it is asked again, after another day or helper
    adder = frozenset() if once else action.added_by.voices
    owner = action.owner.voices if action.owner else frozenset()
    if field == WORDS:
        return owner if once else adder
    if field in HOW_FAR or (field in PROMISED and action.owner is not None):
        return adder | owner
    return None


def _ask_owner_again(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Nobody is bound by words that somebody else changed after their own *ik doe dit*; their own words they mean."""
    action = text.action
    if action is None or not action.taken_said:
        return
    part = "text" if text.id == action.text_id else "seen_when"
    stood = action.taken_said == action.said(**{part: before})
    if stood and action.owner_id == author_id:
        action.take()
    elif stood != action.taken:
        work.tell(RecordChanged(text.case_id, ref(action), listed=True))


def _taken(action: Action) -> Given:
    return Given(action.owner_id, action.taken_words, action.taken)


# --- how far it is


@dataclass(frozen=True)
class HowFar:
    """How far an agreement is, with what belongs to it: only *wacht* and *niet gedaan* ask a reason."""

    state: str
    waiting_reason: str = ""
    not_done_reason: str = ""
    bridge: str = ""
    note: str = ""


def how_far(action: Action) -> HowFar:
    """How far an agreement is now."""
    return HowFar(
        str(action.state),
        action.waiting_reason or "",
        action.not_done_reason or "",
        action.bridge,
        action.note,
    )


def checked(told: HowFar) -> HowFar:
    """What is kept of it: a reason only with the state that asks one. Refuses what is lacking, at its field.

    Raises ChoiceUnknown, WaitingReasonNeeded, BridgeNeeded, NotDoneReasonNeeded.
    """
    if told.state not in set(ActionState):
        raise ChoiceUnknown("state")
    _check_reasons(told)
    waits, failed = told.state == ActionState.WAITING, told.state == ActionState.NOT_DONE
    if waits and told.waiting_reason not in set(WaitingReason):
        raise ChoiceUnknown("waiting_reason")
    if failed and told.not_done_reason not in set(NotDoneReason):
        raise ChoiceUnknown("not_done_reason")
    bridge = safe_text(told.bridge, "bridge", LONGEST_NOTE, needed=False) if waits else ""
    note = safe_text(told.note, "note", LONGEST_NOTE, needed=False)
    return HowFar(
        told.state, told.waiting_reason if waits else "", told.not_done_reason if failed else "", bridge, note
    )


def _check_reasons(told: HowFar) -> None:
    if told.state == ActionState.WAITING and not told.waiting_reason:
        raise WaitingReasonNeeded
    if told.state == ActionState.WAITING and not told.bridge.strip():
        raise BridgeNeeded
    if told.state == ActionState.NOT_DONE and not told.not_done_reason:
        raise NotDoneReasonNeeded


# --- why we do it


def goal_of(action: Action) -> Goal | None:
    """The goal it works for; one that was shielded or taken away since leaves no trace."""
    goal: Goal | None = records.named(action, action.goal)
    return goal


def decision_of(action: Action) -> Decision | None:
    """The decision it carries out, on the same terms."""
    decision: Decision | None = records.named(action, action.decision)
    return decision


def factors_of(action: Action) -> list[Factor]:
    """What it works on, on the same terms."""
    return records.all_named(action, "factors")


def is_orphan(action: Action) -> bool:
    """Nothing that the table can see says why it is on the list (*nog geen waarom*)."""
    return goal_of(action) is None and decision_of(action) is None and not factors_of(action)


# --- fields


def _state() -> Field:
    """How far it is, for who says no more than that: a state that asks a reason is refused without one."""
    plain = records.choice("state", ActionState)

    def check(change: Change, action: Any, value: str) -> str:
        state = plain.check(change, action, value)
        if state != action.state:
            _check_reasons(HowFar(state))
        return state

    return replace(plain, check=check)


def _put_owner(change: Change, action: Any, value: str) -> None:
    action.give_to(change.work.load(Person, value) if value else None)


def _phases(work: UnitOfWork, action: Any) -> list[str]:
    return [phase.key for phase in profile.of(work.load(Case, action.case_id).profile.settings).phases]


def _ask_again(change: Change, action: Any, field: str, before: str) -> None:
    """An agreement that somebody else changed is another agreement: its owner is asked again."""
    mine = change.viewer.person_id == action.owner_id
    if field in ASKS_AGAIN and mine and action.taken_said == action.said(**{field: before}):
        action.take()


FIELDS = {
    "owner": replace(records.person("owner_id"), put=_put_owner),
    "partners": records.people("partners"),
    "due": records.day("due", years_ahead=5),
    "phase": records.one_of("phase", _phases, empty=False),
    "state": _state(),
    "goal_id": records.linked("goal_id", Goal, "goal"),
    "decision_id": records.linked("decision_id", Decision, "decision"),
    "factors": records.several("factors", Factor),
    "note": records.line("note", LONGEST_NOTE),
}


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
            "yes": {"person": one.owner_id, **_taken(one).told} if one.taken_said else None,
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


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """What its owner said yes to."""
    found = select(Action).where(or_(Action.text_id == text.id, Action.seen_when_id == text.id))
    yield from (Copy(one, "taken_said") for one in session.scalars(found))


ACTION = register(
    Kind(
        name="action",
        askable=True,
        model=Action,
        part=Part(
            place=block_place(Block.ACTIONS),
            own=lambda action: _owners(action, Permission.ACTION_READ),
            becomes_own=True,
        ),
        read=Permission.ACTION_READ,
        write=Permission.ACTION_CHANGE,
        owners=_owners,
        keepers=_keepers,
        overruled=PROMISED | HOW_FAR,
        texts={TextKind.ACTION: None, TextKind.SEEN_WHEN: None},
        text_carrier="action",
        follows=_ask_owner_again,
        copies=_copies,
        yes=lambda action: [_taken(action)] if action.taken_said else [],
        fields=FIELDS,
        listed=frozenset({"owner", "partners"}),
        after=_ask_again,
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
        shielding=Shielding(
            called=N_("Afspraak"),
            texts={"text": TextKind.ACTION, "seen_when": TextKind.SEEN_WHEN},
            writes=Permission.ACTION_CHANGE,
            starts=lambda change, beside: {"phase": change.work.load(Case, change.viewer.case_id).phase},
            keeps=(
                *("owner_id", "phase", "due", "state", "waiting_reason", "not_done_reason", "bridge", "note"),
                *("partners", "goal_id", "decision_id", "factors"),
            ),
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
