"""The action list: add, change one field, put in order, take on (domain paper 5.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from conference.access import policy
from conference.case.use_cases import NewShield, new_shield
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM, read_date, safe_text
from conference.records import fields as records
from conference.records import texts
from conference.region import profile
from models.actions import Action
from models.case import Case
from models.decisions import Decision
from models.enums import ActionState, NotDoneReason, TextKind, WaitingReason
from models.errors.actions import BridgeNeeded, NotDoneReasonNeeded, WaitingReasonNeeded
from models.errors.base import Conflict, NotFound
from models.errors.validation import ChoiceUnknown
from models.factors import Factor
from models.log import FieldChange
from models.people import Person
from models.plans import Goal
from models.texts import Text

FIELDS = ("owner", "due", "phase", "state")
MAX_WORDS = 200
LONGEST_NOTE = 300
OPEN = frozenset({ActionState.PLANNED, ActionState.STARTED, ActionState.WAITING})


@dataclass(frozen=True)
class HowFar:
    """How far an agreement is, with what belongs to it: only *wacht* and *niet gedaan* ask a reason."""

    state: str
    waiting_reason: str = ""
    not_done_reason: str = ""
    bridge: str = ""
    note: str = ""


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


def that_name(session: Session, text: Text) -> list[Action]:
    """The agreements on whose row these words stand too: of their goal, of their decision, of what they work on."""
    if text.kind not in (TextKind.GOAL, TextKind.DECISION, TextKind.FACTOR):
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
    _done(work, viewer, policy.Permission.ACTION_ADD, action, at, listed=True)
    return action


def set_field(
    work: UnitOfWork, viewer: policy.Viewer, action_id: str, field: str, value: str, seen: str, at: datetime
) -> Action:
    """Change one field. `seen` is the value that stood on the writer's screen.

    Raises Conflict with both values when somebody else changed the field meanwhile: nothing is overwritten
    in silence, and `before` keeps every value a field ever had.
    """
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Permission.ACTION_CHANGE, action)
    if field not in FIELDS:
        raise ChoiceUnknown("field")
    before, value = field_value(action, field), _canonical(work, action, field, value, at)
    if field == "state" and before != value:
        _check_reasons(HowFar(value))
    people = _people(action)
    if before == value:
        return action
    if before != seen:
        raise Conflict(field, theirs=before, yours=value)
    _assign(work, action, field, value)
    if field == "due":
        _ask_again(action, viewer)
    _remember(work, viewer, action, field, before, value, at)
    _done(work, viewer, policy.Permission.ACTION_CHANGE, action, at, field == "owner", _lost(action, people))
    return action


def set_state(
    work: UnitOfWork, viewer: policy.Viewer, action_id: str, told: HowFar, seen: str, at: datetime
) -> Action:
    """Say how far it is (*stand*), with the reason where one is asked. `seen`: the state on the writer's screen.

    Raises Conflict, ChoiceUnknown, WaitingReasonNeeded, BridgeNeeded, NotDoneReasonNeeded.
    """
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Permission.ACTION_CHANGE, action)
    state = _canonical(work, action, "state", told.state, at)
    before = _how_far(action)
    after = _checked(told, state)
    if after == before:
        return action
    if before.state != seen:
        raise Conflict("state", theirs=before.state, yours=state)
    for field in ("state", "waiting_reason", "not_done_reason", "bridge", "note"):
        was, becomes = getattr(before, field), getattr(after, field)
        if was != becomes:
            _remember(work, viewer, action, field, was, becomes, at)
    action.state = ActionState(state)
    action.waiting_reason = WaitingReason(after.waiting_reason) if after.waiting_reason else None
    action.not_done_reason = NotDoneReason(after.not_done_reason) if after.not_done_reason else None
    action.bridge, action.note = after.bridge, after.note
    _done(work, viewer, policy.Permission.ACTION_CHANGE, action, at)
    return action


def _how_far(action: Action) -> HowFar:
    return HowFar(
        str(action.state),
        action.waiting_reason or "",
        action.not_done_reason or "",
        action.bridge,
        action.note,
    )


def _checked(told: HowFar, state: str) -> HowFar:
    """What is kept of it: a reason only with the state that asks one. Refuses what is lacking, at its field."""
    _check_reasons(told)
    waits, failed = state == ActionState.WAITING, state == ActionState.NOT_DONE
    if waits and told.waiting_reason not in set(WaitingReason):
        raise ChoiceUnknown("waiting_reason")
    if failed and told.not_done_reason not in set(NotDoneReason):
        raise ChoiceUnknown("not_done_reason")
    bridge = safe_text(told.bridge, "bridge", LONGEST_NOTE, needed=False) if waits else ""
    note = safe_text(told.note, "note", LONGEST_NOTE, needed=False)
    return HowFar(
        state, told.waiting_reason if waits else "", told.not_done_reason if failed else "", bridge, note
    )


def _check_reasons(told: HowFar) -> None:
    if told.state == ActionState.WAITING and not told.waiting_reason:
        raise WaitingReasonNeeded
    if told.state == ActionState.WAITING and not told.bridge.strip():
        raise BridgeNeeded
    if told.state == ActionState.NOT_DONE and not told.not_done_reason:
        raise NotDoneReasonNeeded


# --- why we do it


def known_to_all(action: Action, thing: Any) -> bool:
    """Whether everybody inside the action's shield may know of a thing: only such a one may the action name."""
    audience = None if action.shield is None else action.shield.person_ids
    return all(audience is not None and audience <= shield.person_ids for shield in policy.shields(thing))


def goal_of(action: Action) -> Goal | None:
    """The goal it works for; one that was shielded or taken away since leaves no trace."""
    goal = action.goal
    return goal if goal is not None and goal.removed_at is None and known_to_all(action, goal) else None


def decision_of(action: Action) -> Decision | None:
    """The decision it carries out, on the same terms."""
    decision = action.decision
    return decision if decision is not None and known_to_all(action, decision) else None


def factors_of(action: Action) -> list[Factor]:
    """What it works on, on the same terms."""
    return [one for one in action.factors if one.removed_at is None and known_to_all(action, one)]


def is_orphan(action: Action) -> bool:
    """Nothing that the table can see says why it is on the list (*nog geen waarom*)."""
    return goal_of(action) is None and decision_of(action) is None and not factors_of(action)


def _linked(work: UnitOfWork, action: Action, kind: type[Any], key: str, field: str) -> Any:
    found = work.session.get(kind, key)
    if found is None or found.case_id != action.case_id or not known_to_all(action, found):
        raise ChoiceUnknown(field)
    if getattr(found, "removed_at", None) is not None:
        raise ChoiceUnknown(field)
    return found


def _check_goal(work: UnitOfWork, action: Any, value: str, at: datetime) -> str:
    return _linked(work, action, Goal, value, "goal_id").id if value else ""


def _check_decision(work: UnitOfWork, action: Any, value: str, at: datetime) -> str:
    return _linked(work, action, Decision, value, "decision_id").id if value else ""


def _check_factors(work: UnitOfWork, action: Any, value: str, at: datetime) -> str:
    return " ".join(sorted(_linked(work, action, Factor, key, "factors").id for key in set(value.split())))


def _put_goal(work: UnitOfWork, action: Any, value: str) -> None:
    action.goal = work.load(Goal, value) if value else None


def _put_decision(work: UnitOfWork, action: Any, value: str) -> None:
    action.decision = work.load(Decision, value) if value else None


def _put_factors(work: UnitOfWork, action: Any, value: str) -> None:
    hidden = [one for one in action.factors if not known_to_all(action, one)]
    action.factors = hidden + [work.load(Factor, key) for key in value.split()]


def _id(thing: Goal | Decision | None) -> str:
    return thing.id if thing is not None else ""


records.KINDS["action"] = records.Kind(
    Action,
    policy.Permission.ACTION_CHANGE,
    {
        "goal_id": records.Field(lambda one: _id(goal_of(one)), _check_goal, _put_goal),
        "decision_id": records.Field(lambda one: _id(decision_of(one)), _check_decision, _put_decision),
        "factors": records.Field(
            lambda one: " ".join(sorted(factor.id for factor in factors_of(one))),
            _check_factors,
            _put_factors,
        ),
        "note": records.line("note", LONGEST_NOTE),
    },
)


def set_partners(
    work: UnitOfWork,
    viewer: policy.Viewer,
    action_id: str,
    person_ids: Sequence[str],
    seen: str,
    at: datetime,
) -> Action:
    """Choose who helps. `seen` is the earlier choice as sorted ids with spaces between."""
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Permission.ACTION_CHANGE, action)
    partners = [_person_of(work, action, person_id) for person_id in sorted(set(person_ids))]
    before, after = field_value(action, "partners"), " ".join(person.id for person in partners)
    if before == after:
        return action
    if before != seen:
        raise Conflict("partners", theirs=before, yours=after)
    people = _people(action)
    action.partners = partners
    _ask_again(action, viewer)
    _remember(work, viewer, action, "partners", before, after, at)
    _done(work, viewer, policy.Permission.ACTION_CHANGE, action, at, True, _lost(action, people))
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
    _done(work, viewer, policy.Permission.ACTION_ORDER, action, at, listed=True)
    return action


def take(work: UnitOfWork, viewer: policy.Viewer, action_id: str, at: datetime) -> Action:
    """*Ik doe dit*: the owner's own yes. Whoever says it of something that is nobody's becomes its owner."""
    action = work.lock(Action, action_id)
    if action.owner_id is None:
        policy.require(viewer, policy.Permission.ACTION_CHANGE, action)
        action.give_to(work.load(Person, viewer.person_id))
        _remember(work, viewer, action, "owner", "", viewer.person_id or "", at)
    policy.require(viewer, policy.Permission.ACTION_TAKE, action)
    if not action.taken:
        action.take()
        _remember(work, viewer, action, "taken", "", "yes", at)
        _done(work, viewer, policy.Permission.ACTION_TAKE, action, at, listed=True)
    return action


def field_value(action: Action, field: str) -> str:
    """A field as the string that forms show and compare: ids, ISO dates, keys; empty for nothing."""
    match field:
        case "owner":
            return action.owner_id or ""
        case "due":
            return action.due.isoformat() if action.due else ""
        case "partners":
            return " ".join(sorted(person.id for person in action.partners))
        case "phase":
            return action.phase
        case _:
            return str(action.state)


def mine(session: Session, seats: Sequence[policy.Viewer]) -> list[Action]:
    """The unfinished actions of a professional over all their cases, earliest first."""
    found: list[Action] = []
    for viewer in seats:
        found += [action for action in readable(session, viewer) if action.owner_id == viewer.person_id]
    open_ones = [action for action in found if action.state not in (ActionState.DONE, ActionState.CANCELLED)]
    return sorted(open_ones, key=lambda action: (action.due is None, action.due or date.max))


def _canonical(work: UnitOfWork, action: Action, field: str, value: str, at: datetime) -> str:
    """The value as it is compared and kept, a date in ISO form; refused here when it cannot be."""
    match field:
        case "due":
            due = read_date(value, "due", at.astimezone(AMSTERDAM).date())
            return due.isoformat() if due else ""
        case "owner":
            return _person_of(work, action, value).id if value else ""
        case "phase":
            phases = profile.of(work.load(Case, action.case_id).profile.settings).phases
            known = {phase.key for phase in phases}
        case _:
            known = {str(state) for state in ActionState}
    if value not in known:
        raise ChoiceUnknown(field)
    return value


def _ask_again(action: Action, viewer: policy.Viewer) -> None:
    """An agreement that somebody else changed is another agreement: its owner is asked again."""
    if viewer.person_id != action.owner_id:
        action.taken = False


def _lost(action: Action, before: frozenset[str]) -> frozenset[str]:
    """Who has to see it go. Under a shield the others never had it, and hear nothing."""
    lost = before - _people(action)
    return lost & action.shield.person_ids if action.shield is not None else lost


def _people(action: Action) -> frozenset[str]:
    """Everyone the action is of."""
    return frozenset(filter(None, {action.owner_id, *(partner.id for partner in action.partners)}))


def _assign(work: UnitOfWork, action: Action, field: str, value: str) -> None:
    """Put a checked value in its place."""
    match field:
        case "owner":
            action.give_to(work.load(Person, value) if value else None)
        case "due":
            action.due = date.fromisoformat(value) if value else None
        case "phase":
            action.phase = value
        case _:
            action.state = ActionState(value)


def _person_of(work: UnitOfWork, action: Action, person_id: str) -> Person:
    """Somebody around this family; under a shield only somebody who may know of it."""
    person = work.session.get(Person, person_id)
    if person is None or person.case_id != action.case_id:
        raise ChoiceUnknown("owner")
    if action.shield is not None and person.id not in action.shield.person_ids:
        raise ChoiceUnknown("owner")
    return person


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


def _remember(
    work: UnitOfWork, viewer: policy.Viewer, action: Action, field: str, before: str, after: str, at: datetime
) -> None:
    work.add(
        FieldChange(
            thing=f"action:{action.id}",
            field=field,
            before=before,
            after=after,
            by_id=viewer.person_id or "",
            at=at,
        )
    )


def _done(
    work: UnitOfWork,
    viewer: policy.Viewer,
    deed: policy.Permission,
    action: Action,
    at: datetime,
    listed: bool = False,
    lost: frozenset[str] = frozenset(),
) -> None:
    work.record(viewer.actor, deed, f"action:{action.id}", action.case_id, at)
    work.tell(RecordChanged(action.case_id, f"action:{action.id}", listed, lost))
