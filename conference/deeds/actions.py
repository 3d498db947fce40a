"""The action list: add, change one field, put in order, take on (domain paper 5.6)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference import policy, profile
from conference.deeds import texts
from conference.deeds.cases import NewShield, new_shield
from conference.inputs import AMSTERDAM, read_date, safe_text
from conference.news import RecordChanged
from conference.work import Work
from models.actions import Action
from models.case import Case
from models.log import FieldChange, LogEntry
from models.people import Person
from models.refusals import ChoiceUnknown, Conflict, NotFound
from models.words import ActionState, TextKind

FIELDS = ("owner", "due", "phase", "state")
RESEND_WITHIN = timedelta(minutes=1)
MAX_WORDS = 200


def readable(session: Session, viewer: policy.Viewer) -> list[Action]:
    """The actions of the viewer's case that this viewer may see, in the table's order."""
    found = select(Action).where(Action.case_id == viewer.case_id).order_by(Action.position)
    return policy.readable(session.scalars(found), viewer)


def find(session: Session, viewer: policy.Viewer, action_id: str) -> Action:
    """One action this viewer may see. Raises NotFound."""
    action = session.get(Action, action_id)
    if action is None or not policy.visible(action, viewer):
        raise NotFound
    return action


def add(
    work: Work, viewer: policy.Viewer, what: str, at: datetime, shield: NewShield | None = None
) -> Action:
    """Put a new action at the end of the list, in the present phase, with nobody as owner yet.

    With a shield it is for named people from its first moment: it was never there for the others.
    """
    case = work.load(Case, viewer.case_id)
    policy.require(viewer, policy.Deed.ACTION_ADD, case)
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
            position=_last_position(work.session, case.id) + 1,
            added_by_id=author.id,
        )
    )
    if shield is not None:
        policy.require(viewer, policy.Deed.SHIELD_SET, action)
        action.shield = new_shield(work, viewer, shield, at)
    texts.set_words(work, author, action.text, words, at)
    _done(work, viewer, policy.Deed.ACTION_ADD, action, at, listed=True)
    return action


def set_field(
    work: Work, viewer: policy.Viewer, action_id: str, field: str, value: str, seen: str, at: datetime
) -> Action:
    """Change one field. `seen` is the value that stood on the writer's screen.

    Raises Conflict with both values when somebody else changed the field meanwhile: nothing is overwritten
    in silence, and `before` keeps every value a field ever had.
    """
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Deed.ACTION_CHANGE, action)
    if field not in FIELDS:
        raise ChoiceUnknown("field")
    before, value = field_value(action, field), _canonical(work, action, field, value, at)
    people = _people(action)
    if before == value:
        return action
    if before != seen:
        raise Conflict(field, theirs=before, yours=value)
    _assign(work, action, field, value)
    if field == "due":
        _ask_again(action, viewer)
    _remember(work, viewer, action, field, before, value, at)
    _done(work, viewer, policy.Deed.ACTION_CHANGE, action, at, field == "owner", _lost(action, people))
    return action


def set_partners(
    work: Work, viewer: policy.Viewer, action_id: str, person_ids: Sequence[str], seen: str, at: datetime
) -> Action:
    """Choose who helps. `seen` is the earlier choice as sorted ids with spaces between."""
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Deed.ACTION_CHANGE, action)
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
    _done(work, viewer, policy.Deed.ACTION_CHANGE, action, at, True, _lost(action, people))
    return action


def move(work: Work, viewer: policy.Viewer, action_id: str, before_id: str | None, at: datetime) -> Action:
    """Put an action before another one, or at the end. Only what the viewer sees counts as a neighbour."""
    action = work.lock(Action, action_id)
    policy.require(viewer, policy.Deed.ACTION_ORDER, action)
    others = [other for other in readable(work.session, viewer) if other.id != action.id]
    if before_id is None:
        action.position = _last_position(work.session, action.case_id) + 1
    else:
        place = next((n for n, other in enumerate(others) if other.id == before_id), None)
        if place is None:
            raise NotFound
        previous = others[place - 1].position if place else others[0].position - 2
        action.position = (previous + others[place].position) / 2
        if action.position in (previous, others[place].position):
            _number_anew(work, action, others[place])
    _done(work, viewer, policy.Deed.ACTION_ORDER, action, at, listed=True)
    return action


def take(work: Work, viewer: policy.Viewer, action_id: str, at: datetime) -> Action:
    """*Ik doe dit*: the owner's own yes. Whoever says it of something that is nobody's becomes its owner."""
    action = work.lock(Action, action_id)
    if action.owner_id is None:
        policy.require(viewer, policy.Deed.ACTION_CHANGE, action)
        action.give_to(work.load(Person, viewer.person_id))
        _remember(work, viewer, action, "owner", "", viewer.person_id or "", at)
    policy.require(viewer, policy.Deed.ACTION_TAKE, action)
    if not action.taken:
        action.take()
        _remember(work, viewer, action, "taken", "", "yes", at)
        _done(work, viewer, policy.Deed.ACTION_TAKE, action, at, listed=True)
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


def _canonical(work: Work, action: Action, field: str, value: str, at: datetime) -> str:
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


def _assign(work: Work, action: Action, field: str, value: str) -> None:
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


def _person_of(work: Work, action: Action, person_id: str) -> Person:
    """Somebody around this family; under a shield only somebody who may know of it."""
    person = work.session.get(Person, person_id)
    if person is None or person.case_id != action.case_id:
        raise ChoiceUnknown("owner")
    if action.shield is not None and person.id not in action.shield.person_ids:
        raise ChoiceUnknown("owner")
    return person


def _just_added(session: Session, viewer: policy.Viewer, words: str, at: datetime) -> Action | None:
    """The same words by the same person a moment ago: a form that was sent twice, not a second agreement."""
    found = select(LogEntry.thing).where(
        LogEntry.case_id == viewer.case_id,
        LogEntry.actor == viewer.actor,
        LogEntry.deed == policy.Deed.ACTION_ADD,
        LogEntry.at > at - RESEND_WITHIN,
    )
    added = {thing.removeprefix("action:") for thing in session.scalars(found)}
    return next(
        (one for one in readable(session, viewer) if one.id in added and one.text.words == words), None
    )


def _last_position(session: Session, case_id: str) -> float:
    found = select(Action.position).where(Action.case_id == case_id).order_by(Action.position.desc()).limit(1)
    return session.scalar(found) or 0.0


def _number_anew(work: Work, action: Action, before: Action) -> None:
    """Halving runs out after some fifty moves to one place: give the whole list, shielded ones too, whole numbers."""
    everything = select(Action).where(Action.case_id == action.case_id).order_by(Action.position, Action.id)
    order = [other for other in work.session.scalars(everything.with_for_update()) if other is not action]
    order.insert(order.index(before), action)
    for number, one in enumerate(order, start=1):
        one.position = float(number)


def _remember(
    work: Work, viewer: policy.Viewer, action: Action, field: str, before: str, after: str, at: datetime
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
    work: Work,
    viewer: policy.Viewer,
    deed: policy.Deed,
    action: Action,
    at: datetime,
    listed: bool = False,
    lost: frozenset[str] = frozenset(),
) -> None:
    work.record(viewer.actor, deed, f"action:{action.id}", action.case_id, at)
    work.tell(RecordChanged(action.case_id, f"action:{action.id}", listed, lost))
