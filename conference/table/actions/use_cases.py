"""The action list: add, change one field, put in order, take on (domain paper 5.6)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from conference.access import policy
from conference.case.use_cases import NewShield, new_shield
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.records import fields as records
from conference.records import texts
from conference.table.actions.kind import HowFar, checked, how_far
from models.actions import Action
from models.case import Case
from models.decisions import Decision
from models.enums import ActionState, NotDoneReason, TextKind, WaitingReason
from models.errors.base import NotFound
from models.factors import Factor
from models.people import Person
from models.plans import Goal
from models.texts import Text

MAX_WORDS = 200
OPEN = frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.WAITING})


def readable(session: Session, viewer: policy.Viewer) -> list[Action]:
    """The actions of the viewer's case that this viewer may see, in the table's order."""
    found = select(Action).where(Action.case_id == viewer.case_id).order_by(Action.position)
    of = Action.text, Action.seen_when, Action.shield, Action.partners, Action.factors
    actions = session.scalars(found.options(*(selectinload(each) for each in of))).all()
    for action in actions:
        # Its texts ask the gate about it; they need not look for it one by one.
        set_committed_value(action.text, "action", action)
        set_committed_value(action.seen_when, "action", action)
    return policy.readable(actions, viewer)


#: Kinds of texts that an agreement can name.
NAMED = (TextKind.GOAL, TextKind.DECISION, TextKind.FACTOR)


def that_name(session: Session, text: Text) -> list[Action]:
    """The agreements on whose row these words stand too: of their goal, of their decision, of what they work on."""
    if text.kind not in NAMED:
        return []
    found = select(Action).where(
        Action.case_id == text.case_id,
        or_(
            Action.goal.has(Goal.text_id == text.id),
            Action.decision.has(Decision.question_id == text.id),
            Action.factors.any(Factor.text_id == text.id),
        ),
    )
    return list(session.scalars(found.order_by(Action.position)))


def around(session: Session, viewer: policy.Viewer, action: Action) -> tuple[Action | None, list[Action]]:
    """The one above it that this viewer may see, and at most two below; a long list is not read for it."""
    of_case = select(Action).where(Action.case_id == viewer.case_id)
    before = of_case.where(Action.position < action.position).order_by(Action.position.desc())
    after = of_case.where(Action.position > action.position).order_by(Action.position)
    above, below = (_first(session, viewer, found, most) for found, most in ((before, 1), (after, 2)))
    return (above[0] if above else None), below


def find(session: Session, viewer: policy.Viewer, action_id: str) -> Action:
    """One action this viewer may see. Raises NotFound."""
    action = session.get(Action, action_id)
    if action is None or not policy.visible(action, viewer):
        raise NotFound
    return action


def add(
    work: UnitOfWork, viewer: policy.Viewer, what: str, at: datetime, shield: NewShield | None = None
) -> Action:
    """Put a new action at the end of the list, in the present phase, with nobody as owner yet.

    With a shield it is for named people from its first moment: it was never there for the others.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Permission.ACTION_ADD, case)
    words = safe_text(what, "what", MAX_WORDS)
    if shield is None and (twin := _just_added(work.session, viewer, words, at)) is not None:
        return twin
    author = work.load(Person, viewer.person_id)
    action = work.add(
        Action(
            case_id=case.id,
            text_id=texts.new_text(work, case.id, TextKind.ACTION).id,
            seen_when_id=texts.new_text(work, case.id, TextKind.SEEN_WHEN).id,
            phase=case.phase,
            position=records.last_position(work.session, Action, case.id) + 1,
            added_by_id=author.id,
        )
    )
    if shield is not None:
        policy.require(viewer, policy.Permission.SHIELD_SET, action)
        action.shield = new_shield(work, viewer, shield, at)
    texts.set_words(work, author, action.text, words, at)
    records.changed(work, viewer, policy.Permission.ACTION_ADD, action, at, listed=True)
    return action


def set_state(
    work: UnitOfWork,
    viewer: policy.Viewer,
    action_id: str,
    told: HowFar,
    seen: str,
    at: datetime,
    why: str = "",
) -> Action:
    """Say how far it is (*stand*), with the reason where one is asked. `seen`: the state on the writer's screen.

    Its owner says so, who added it until then, or the chair with a reason (`why`): raises WordsOfAnother, ReasonNeeded.
    Raises Conflict, ChoiceUnknown, WaitingReasonNeeded, BridgeNeeded, NotDoneReasonNeeded.
    """
    action: Action = records.lock(work, viewer, f"action:{action_id}")
    reason = records.require_keeper(viewer, action, "state", why)
    before, after = how_far(action), checked(told)
    if after == before:
        return action
    records.compare(action, "state", before.state, after.state, seen, reason)
    for field, was in asdict(before).items():
        becomes = getattr(after, field)
        if was != becomes:
            records.remember(work, viewer, action, field, was, becomes, at, reason)
    action.state = ActionState(after.state)
    action.waiting_reason = WaitingReason(after.waiting_reason) if after.waiting_reason else None
    action.not_done_reason = NotDoneReason(after.not_done_reason) if after.not_done_reason else None
    action.bridge, action.note = after.bridge, after.note
    records.changed(work, viewer, policy.Permission.ACTION_CHANGE, action, at)
    return action


def move(
    work: UnitOfWork, viewer: policy.Viewer, action_id: str, before_id: str | None, at: datetime
) -> Action:
    """Put an action before another one, or at the end. Only what the viewer sees counts as a neighbour."""
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Permission.ACTION_ORDER, action)
    others = [other for other in readable(work.session, viewer) if other.id != action.id]
    if before_id is None:
        action.position = records.last_position(work.session, Action, action.case_id) + 1
    else:
        place = next((n for n, other in enumerate(others) if other.id == before_id), None)
        if place is None:
            raise NotFound
        previous = others[place - 1].position if place else others[0].position - 2
        action.position = (previous + others[place].position) / 2
        if action.position in (previous, others[place].position):
            _number_anew(work, action, others[place])
    records.changed(work, viewer, policy.Permission.ACTION_ORDER, action, at, listed=True)
    return action


def take(work: UnitOfWork, viewer: policy.Viewer, action_id: str, at: datetime) -> Action:
    """*Ik doe dit*: the owner's own yes. Whoever says it of something that is nobody's becomes its owner."""
    action = work.lock(Action, action_id)
    if action.owner_id is None:
        policy.require(viewer, policy.Permission.ACTION_CHANGE, action)
        action.give_to(work.load(Person, viewer.person_id))
        records.remember(work, viewer, action, "owner", "", viewer.person_id or "", at)
    policy.require(viewer, policy.Permission.ACTION_TAKE, action)
    if not action.taken:
        action.take()
        records.remember(work, viewer, action, "taken", "", "yes", at)
        records.changed(work, viewer, policy.Permission.ACTION_TAKE, action, at, listed=True)
    return action


def mine(session: Session, seats: Sequence[policy.Viewer]) -> list[Action]:
    """The unfinished actions of a professional over all their cases, earliest first."""
    found: list[Action] = []
    for viewer in seats:
        found += [action for action in readable(session, viewer) if action.owner_id == viewer.person_id]
    open_ones = [action for action in found if action.state not in (ActionState.DONE, ActionState.CANCELLED)]
    return sorted(open_ones, key=lambda action: (action.due is None, action.due or date.max))


def _first(session: Session, viewer: policy.Viewer, found: Select[Action], most: int) -> list[Action]:
    with session.scalars(found.execution_options(yield_per=20)) as actions:
        return list(islice((one for one in actions if policy.visible(one, viewer)), most))


def _just_added(session: Session, viewer: policy.Viewer, words: str, at: datetime) -> Action | None:
    """The same words by the same person a moment ago: a form that was sent twice, not a second agreement."""
    added = records.just_touched(session, viewer, "action", policy.Permission.ACTION_ADD, at)
    return next(
        (one for one in readable(session, viewer) if one.id in added and one.text.words == words), None
    )


def _number_anew(work: UnitOfWork, action: Action, before: Action) -> None:
    """Halving runs out after some fifty moves to one place: give the whole list, shielded ones too, whole numbers."""
    everything = select(Action).where(Action.case_id == action.case_id).order_by(Action.position, Action.id)
    order = [other for other in work.session.scalars(everything.with_for_update()) if other is not action]
    order.insert(order.index(before), action)
    for number, one in enumerate(order, start=1):
        one.position = float(number)
