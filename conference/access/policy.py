"""The one gate. `may` decides about a deed, `visible` about a look; both are closed by default.

Who may what stands in `access.csv`, a table one can read aloud: a row for each deed, a column for each
role, `yes`, `own` (only what is theirs) or `-`. Shields come on top: what is for named people does not
exist for anybody else. Asked at every event and every page, never remembered.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import object_session

from models.actions import Action
from models.analysis import Section
from models.case import Case
from models.decisions import Decision
from models.enums import (
    OVER,
    CardColumn,
    DecisionState,
    LearningRole,
    MeetingState,
    NoteLayer,
    ObstacleLevel,
    ReportState,
    Role,
    TextKind,
)
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.cycles import CycleClosed
from models.errors.decisions import DecisionFixed
from models.errors.facts import StatementSettled
from models.errors.meeting import MeetingClosed
from models.factors import Factor, Link
from models.gathering import Explanation
from models.learning import (
    BoardReport,
    CycleCard,
    GuidedSession,
    Indicator,
    LearningCycle,
    LearningNote,
    LessonCard,
    Obstacle,
    Theme,
)
from models.meeting import Hand, Meeting
from models.people import Person
from models.plans import Goal
from models.reflections import Reflection
from models.region import RegionProfile
from models.reports import Report
from models.safety import SafetyNumber, SafetyRound
from models.shields import Shield
from models.statements import Response, Statement
from models.texts import Text
from models.things import THINGS

MATRIX_FILE = Path(__file__).with_name("access.csv")
T = TypeVar("T")


class Permission(StrEnum):
    """Everything one can want, as `thing.deed`. A deed that is not in the table is refused."""

    CASE_READ = "case.read"
    CASE_CHANGE = "case.change"
    MEETING_PLAN = "meeting.plan"
    SEARCH = "search.use"
    MEETING_READ = "meeting.read"
    MEETING_LEAD = "meeting.lead"
    MEETING_PAUSE = "meeting.pause"
    MEETING_RESUME = "meeting.resume"
    HAND_RAISE = "hand.raise"
    HAND_LOWER = "hand.lower"
    HAND_CALL = "hand.call"
    LOBBY_READ = "lobby.read"
    LOBBY_ADMIT = "lobby.admit"
    SEAT_ROOM = "seat.room"
    SEAT_REMOVE = "seat.remove"
    INVITE = "invitation.make"
    SCREEN_START = "screen.start"
    SECTION_READ = "section.read"
    SECTION_WRITE = "section.write"
    OWN_WORDS_READ = "own_words.read"
    OWN_WORDS_WRITE = "own_words.write"
    ACTION_READ = "action.read"
    ACTION_ADD = "action.add"
    ACTION_CHANGE = "action.change"
    ACTION_ORDER = "action.order"
    ACTION_TAKE = "action.take"
    STATEMENT_READ = "statement.read"
    STATEMENT_WRITE = "statement.write"
    STATEMENT_ACCORD = "statement.accord"
    RESPONSE_GIVE = "response.give"
    MAP_READ = "map.read"
    MAP_WRITE = "map.write"
    SAFETY_READ = "safety.read"
    SAFETY_GIVE = "safety.give"
    SAFETY_REVEAL = "safety.reveal"
    GOAL_READ = "goal.read"
    GOAL_WRITE = "goal.write"
    GOAL_ATTAIN = "goal.attain"
    PLAN_CHECK = "plan.check"
    DECISION_READ = "decision.read"
    DECISION_WRITE = "decision.write"
    DECISION_STAND = "decision.stand"
    DECISION_CLOSE = "decision.close"
    RULES_AGREE = "rules.agree"
    EXPLAIN_ASK = "explain.ask"
    EXPLAIN_ANSWER = "explain.answer"
    EXPERTISE_ADD = "expertise.add"
    CHECK_OUT = "check_out.give"
    REPORT_READ = "report.read"
    REPORT_CORRECT = "report.correct"
    REPORT_SHARE = "report.share"
    REPORT_LEAD = "report.lead"
    REFLECTION_WRITE = "reflection.write"
    REFLECTION_READ = "reflection.read"
    LEARNING_ENTER = "learning.enter"
    NOTE_READ = "note.read"
    THEME_WRITE = "theme.write"
    CYCLE_READ = "cycle.read"
    CYCLE_WRITE = "cycle.write"
    OBSTACLE_READ = "obstacle.read"
    OBSTACLE_WRITE = "obstacle.write"
    OBSTACLE_ANSWER = "obstacle.answer"
    INDICATOR_READ = "indicator.read"
    INDICATOR_SET = "indicator.set"
    BOARD_REPORT_READ = "board_report.read"
    BOARD_REPORT_MAKE = "board_report.make"
    LESSON_READ = "lesson.read"
    LESSON_WRITE = "lesson.write"
    TERM_WRITE = "term.write"
    HOURS_GIVE = "hours.give"
    HOURS_TOTAL = "hours.total"
    PROFILE_EDIT = "profile.edit"
    SHIELD_SET = "shield.set"


#: Deeds that change what the table made; a meeting that is over refuses them.
WRITES = frozenset(
    {
        Permission.SECTION_WRITE,
        Permission.OWN_WORDS_WRITE,
        Permission.ACTION_ADD,
        Permission.ACTION_CHANGE,
        Permission.ACTION_ORDER,
        Permission.ACTION_TAKE,
        Permission.STATEMENT_WRITE,
        Permission.STATEMENT_ACCORD,
        Permission.RESPONSE_GIVE,
        Permission.MAP_WRITE,
        Permission.SAFETY_GIVE,
        Permission.SAFETY_REVEAL,
        Permission.GOAL_WRITE,
        Permission.GOAL_ATTAIN,
        Permission.PLAN_CHECK,
        Permission.DECISION_WRITE,
        Permission.DECISION_STAND,
        Permission.DECISION_CLOSE,
        Permission.RULES_AGREE,
        Permission.EXPLAIN_ASK,
        Permission.EXPLAIN_ANSWER,
        Permission.EXPERTISE_ADD,
        Permission.CHECK_OUT,
    }
)

#: Who reads a report before it is shared: the family with who stands beside them, and who wrote it down.
FAMILY_FIRST = frozenset(
    {Role.PARENT, Role.CHILD, Role.SUPPORTER, Role.INTERPRETER, Role.CHAIR, Role.CASE_DIRECTOR}
)

#: What lies in the learning layer, apart from every case.
LEARNING = (
    RegionProfile,
    LearningNote,
    Theme,
    LearningCycle,
    CycleCard,
    GuidedSession,
    Obstacle,
    Indicator,
    BoardReport,
    LessonCard,
)
#: Each belongs to the cycle it was made in.
OF_CYCLE = (CycleCard, GuidedSession)
#: An obstacle at one of these levels went up to the steering group.
ABOVE_THE_TEAM = frozenset({ObstacleLevel.STEERING, ObstacleLevel.NATIONAL})
#: Only these belong to an action; asking for the action of another text costs a query for nothing.
ACTION_TEXTS = frozenset({TextKind.ACTION, TextKind.SEEN_WHEN})
#: What looking at a text is, and what writing in it is.
READING = {
    TextKind.SECTION: Permission.SECTION_READ,
    TextKind.OWN_WORDS: Permission.OWN_WORDS_READ,
    TextKind.ACTION: Permission.ACTION_READ,
    TextKind.SEEN_WHEN: Permission.ACTION_READ,
    TextKind.STATEMENT: Permission.STATEMENT_READ,
    TextKind.FACTOR: Permission.MAP_READ,
    TextKind.GOAL: Permission.GOAL_READ,
    TextKind.DECISION: Permission.DECISION_READ,
}
WRITING = {
    TextKind.SECTION: Permission.SECTION_WRITE,
    TextKind.OWN_WORDS: Permission.OWN_WORDS_WRITE,
    TextKind.ACTION: Permission.ACTION_CHANGE,
    TextKind.SEEN_WHEN: Permission.ACTION_CHANGE,
    TextKind.STATEMENT: Permission.STATEMENT_WRITE,
    TextKind.FACTOR: Permission.MAP_WRITE,
    TextKind.GOAL: Permission.GOAL_WRITE,
    TextKind.DECISION: Permission.DECISION_WRITE,
}


@dataclass(frozen=True)
class Viewer:
    """Whoever asks: a person at this table, a shared screen, or a professional outside this case.

    `roles` are columns of the table. `person_id` is None for a screen and a stranger. `profile_id` is set for
    somebody in the learning layer of a region, who has no case.
    """

    roles: frozenset[str]
    case_id: str | None = None
    meeting_id: str | None = None
    meeting_state: MeetingState | None = None
    person_id: str | None = None
    account_id: str | None = None
    session_id: str | None = None
    profile_id: str | None = None
    language: str = field(default="nl", compare=False)

    @property
    def actor(self) -> str:
        """How the log names this viewer: kind and id, never a name."""
        if self.person_id:
            return f"person:{self.person_id}"
        return f"account:{self.account_id}" if self.account_id else f"session:{self.session_id}"


def stranger(account_id: str | None = None, language: str = "nl") -> Viewer:
    """Somebody without a seat in this case."""
    return Viewer(frozenset({"stranger"}), account_id=account_id, language=language)


def roles_of(person: Person, case: Case, meeting: Meeting | None = None) -> frozenset[str]:
    """The own role, plus chairing this meeting, plus directing this case."""
    roles = {str(person.role)}
    if meeting is not None and meeting.chair_id == person.id:
        roles.add(str(Role.CHAIR))
    if case.case_director_id == person.id:
        roles.add(str(Role.CASE_DIRECTOR))
    return frozenset(roles)


def at_table(person: Person, meeting: Meeting, language: str, session_id: str | None = None) -> Viewer:
    """A person in a meeting."""
    return Viewer(
        roles_of(person, meeting.case, meeting),
        case_id=meeting.case_id,
        meeting_id=meeting.id,
        meeting_state=MeetingState(meeting.state),
        person_id=person.id,
        account_id=person.account_id,
        session_id=session_id,
        language=language,
    )


def seated(
    person_id: str,
    account_id: str | None,
    role: str,
    meeting_id: str,
    case_id: str,
    state: str,
    chair_id: str,
    director_id: str | None,
    *,
    language: str,
    session_id: str | None = None,
) -> Viewer:
    """A person in a meeting, from bare columns."""
    roles = {str(role)}
    if chair_id == person_id:
        roles.add(str(Role.CHAIR))
    if director_id == person_id:
        roles.add(str(Role.CASE_DIRECTOR))
    return Viewer(
        frozenset(roles),
        case_id,
        meeting_id,
        MeetingState(state),
        person_id,
        account_id,
        session_id,
        language=language,
    )


def in_case(person: Person, case: Case, language: str) -> Viewer:
    """A professional on the pages of a case, outside a meeting."""
    return Viewer(
        roles_of(person, case),
        case_id=case.id,
        person_id=person.id,
        account_id=person.account_id,
        language=language,
    )


def screen(meeting: Meeting, session_id: str, language: str = "nl") -> Viewer:
    """The shared screen of a meeting."""
    return Viewer(
        frozenset({"screen"}),
        case_id=meeting.case_id,
        meeting_id=meeting.id,
        meeting_state=MeetingState(meeting.state),
        session_id=session_id,
        language=language,
    )


def learner(roles: Iterable[str], profile: RegionProfile, account_id: str, language: str = "nl") -> Viewer:
    """Somebody of the project team, steering group or administration of a region: without any case."""
    return Viewer(frozenset(roles), account_id=account_id, profile_id=profile.id, language=language)


def load_matrix() -> dict[str, dict[str, str]]:
    """The table as `{deed: {role: cell}}`; the tests are generated from it."""
    with MATRIX_FILE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("deed"): row for row in csv.DictReader(lines)}


MATRIX = load_matrix()


def visible(thing: Any, viewer: Viewer) -> bool:
    """Whether this viewer may know that the thing exists."""
    thing = carrier(thing)
    return (
        _same_case(thing, viewer)
        and _inside_shield(thing, viewer)
        and _shown_already(thing, viewer)
        and _readable(thing, viewer)
    )


def may(viewer: Viewer, deed: Permission, thing: Any) -> bool:
    """Whether this viewer may do this, now."""
    try:
        require(viewer, deed, thing)
    except Refused:
        return False
    return True


def require(viewer: Viewer, deed: Permission, thing: Any) -> None:
    """Raise NotFound for what the viewer may not know of, MeetingClosed or NotAllowed for what it may not do.

    A statement that was replaced or taken back stays as it was: StatementSettled. So does a cycle: CycleClosed.
    """
    if not visible(thing, viewer):
        raise NotFound
    if not _granted(viewer, deed, carrier(thing)):
        raise NotAllowed
    if deed in WRITES and viewer.meeting_state in (None, *OVER):
        raise MeetingClosed
    if deed in WRITES and isinstance(carried := carrier(thing), Statement) and not carried.current:
        raise StatementSettled
    if deed == Permission.DECISION_WRITE and _fixed(thing):
        raise DecisionFixed
    if (
        deed == Permission.CYCLE_WRITE
        and (cycle := _cycle(thing)) is not None
        and cycle.closed_at is not None
    ):
        raise CycleClosed
    if deed == Permission.OBSTACLE_ANSWER and not _lies_with(thing, viewer):
        raise NotAllowed


def _cycle(thing: Any) -> LearningCycle | None:
    """The cycle that a thing is, or belongs to."""
    if isinstance(thing, OF_CYCLE):
        return thing.cycle
    return thing if isinstance(thing, LearningCycle) else None


def _fixed(thing: Any) -> bool:
    """A decision that is no longer open, or one of its texts."""
    if isinstance(thing, Text):
        return thing.fixed
    return isinstance(thing, Decision) and thing.state != DecisionState.OPEN


def _lies_with(thing: Any, viewer: Viewer) -> bool:
    """An obstacle is answered where it lies: what went up is answered by the steering group."""
    up = isinstance(thing, Obstacle) and thing.level in ABOVE_THE_TEAM
    return not up or LearningRole.STEERING_GROUP in viewer.roles


def readable(things: Iterable[T], viewer: Viewer) -> list[T]:
    """Only what this viewer may know of. Count and order afterwards, never before."""
    return [thing for thing in things if visible(thing, viewer)]


def carrier(thing: Any) -> Any:
    """What carries the rights of a thing: a section stands for its text, the texts of a record for that record.

    A question for an explanation stands for what it is about, so that it cannot point at something hidden.
    """
    if isinstance(thing, Explanation) and thing.thing:
        kind, _, key = thing.thing.partition(":")
        session = object_session(thing)
        thing = session.get(THINGS[kind], key) if session is not None else None
    if isinstance(thing, Section):
        thing = thing.text
    if isinstance(thing, Text) and thing.kind in ACTION_TEXTS and thing.action is not None:
        return thing.action
    if isinstance(thing, Text) and thing.kind == TextKind.STATEMENT and thing.statement is not None:
        return thing.statement
    if isinstance(thing, Text) and thing.kind == TextKind.FACTOR and thing.factor is not None:
        return thing.factor
    if isinstance(thing, Text) and thing.kind == TextKind.GOAL and thing.goal is not None:
        return thing.goal
    return thing


def reading(thing: Any) -> Permission:
    """The deed that looking at this thing is."""
    match thing:
        case Case():
            return Permission.CASE_READ
        case Action():
            return Permission.ACTION_READ
        case Text():
            return READING[thing.kind]
        case Statement() | Response():
            return Permission.STATEMENT_READ
        case Factor() | Link():
            return Permission.MAP_READ
        case SafetyRound() | SafetyNumber():
            return Permission.SAFETY_READ
        case Goal():
            return Permission.GOAL_READ
        case Decision():
            return Permission.DECISION_READ
        case Report():
            return Permission.REPORT_READ
        case Reflection():
            return Permission.REFLECTION_READ
        case LearningNote() | Theme():
            return Permission.NOTE_READ
        case LearningCycle() | CycleCard() | GuidedSession():
            return Permission.CYCLE_READ
        case Obstacle():
            return Permission.OBSTACLE_READ
        case Indicator():
            return Permission.INDICATOR_READ
        case BoardReport():
            return Permission.BOARD_REPORT_READ
        case LessonCard():
            return Permission.LESSON_READ
        case RegionProfile():
            return Permission.LEARNING_ENTER
    return Permission.MEETING_READ


def writing(text: Text) -> Permission:
    """The deed that writing in this text is."""
    return WRITING[text.kind]


def _same_case(thing: Any, viewer: Viewer) -> bool:
    if isinstance(thing, LEARNING) or viewer.profile_id is not None:
        return isinstance(thing, LEARNING) and _region(thing) == viewer.profile_id is not None
    if viewer.case_id is None:
        return False
    if isinstance(thing, Case):
        return thing.id == viewer.case_id
    case_id: str | None = getattr(thing, "case_id", None)
    if case_id is not None:
        return case_id == viewer.case_id
    return getattr(thing, "meeting_id", None) == viewer.meeting_id is not None


def _region(thing: Any) -> str:
    """The region a thing of the learning layer belongs to."""
    if isinstance(thing, RegionProfile):
        return thing.id
    return str(thing.cycle.profile_id if isinstance(thing, OF_CYCLE) else thing.profile_id)


def shields(thing: Any) -> list[Shield]:
    """Every shield one has to be inside of: an arrow is for those who may know of both its ends."""
    if isinstance(thing, Link):
        return shields(thing.source) + shields(thing.target)
    shield: Shield | None = getattr(thing, "shield", None)
    return [] if shield is None else [shield]


def _inside_shield(thing: Any, viewer: Viewer) -> bool:
    return all(
        viewer.person_id is not None and viewer.person_id in shield.person_ids for shield in shields(thing)
    )


def _shown_already(thing: Any, viewer: Viewer) -> bool:
    """A safety number is its giver's alone until all numbers are shown together; a report is the family's first.

    A cycle is the project team's until it is closed, an obstacle until it went up, and a lesson card that was not
    shared yet is for those who write it.
    """
    if isinstance(thing, Obstacle) and LearningRole.PROJECT_TEAM not in viewer.roles:
        return thing.level in ABOVE_THE_TEAM
    if isinstance(thing, SafetyNumber) and thing.round.revealed_at is None:
        return viewer.person_id in thing.person.voices
    if isinstance(thing, LessonCard) and thing.published_at is None:
        return _granted(viewer, Permission.LESSON_WRITE, thing)
    if isinstance(thing, Report):
        return _given(thing, viewer)
    if isinstance(thing, LearningCycle | CycleCard | GuidedSession):
        return _of_the_team(thing, viewer)
    return True


def _of_the_team(thing: LearningCycle | CycleCard | GuidedSession, viewer: Viewer) -> bool:
    """Who works in cycles sees all but what others wrote in silence; others what stands in a closed one."""
    if isinstance(thing, CycleCard) and not thing.revealed:
        return viewer.account_id == thing.added_by_id
    if _granted(viewer, Permission.CYCLE_WRITE, thing):
        return True
    cycle, session = _cycle(thing), isinstance(thing, GuidedSession)
    on_table = isinstance(thing, CycleCard) and thing.column == CardColumn.SESSION
    return cycle is not None and cycle.closed_at is not None and not session and not on_table


def _given(report: Report, viewer: Viewer) -> bool:
    """Whether a report is for this reader by now: only who was asked to come or sat there, and the case director."""
    if report.state == ReportState.FAMILY_FIRST and not viewer.roles & FAMILY_FIRST:
        return False
    return viewer.person_id in report.content["meeting"]["invited"] or Role.CASE_DIRECTOR in viewer.roles


def _readable(thing: Any, viewer: Viewer) -> bool:
    deed = reading(thing)
    if isinstance(thing, Case):  # guests never open the case, and may still hear what happens at its table
        return _granted(viewer, deed, thing) or _granted(viewer, Permission.MEETING_READ, thing)
    return _granted(viewer, deed, thing)


def _granted(viewer: Viewer, deed: Permission, thing: Any) -> bool:
    row = MATRIX.get(deed, {})
    cells = {row.get(role, "-") for role in viewer.roles}
    return "yes" in cells or ("own" in cells and viewer.person_id in _owners(deed, thing))


def _owners(deed: Permission, thing: Any) -> set[str]:
    """Whose it is. An action is of its owner; those who help may read it; who added a record may shield it.

    What belongs to a person (an answer, a number, a stance) is asked of the person: they themselves, and for
    somebody who is not at the table the one they chose to speak for them.
    """
    match thing:
        case Action() if deed == Permission.ACTION_READ:
            owners = {thing.owner_id, *(partner.id for partner in thing.partners)}
        case Action() | Decision() | Factor() | Statement() if deed == Permission.SHIELD_SET:
            owners = {thing.added_by_id}
        case Meeting():
            owners = {thing.paused_by_id}
        case Hand():
            owners = {thing.person_id}
        case Reflection() if deed == Permission.REFLECTION_READ and thing.layer == NoteLayer.TEAM:
            owners = {thing.person_id, *_team(thing)}
        case Person():
            owners = set(thing.voices)
        case Goal() if deed == Permission.GOAL_ATTAIN:
            owners = set(thing.owner.voices) if thing.owner else set()
        case Text() if deed == Permission.OWN_WORDS_WRITE and thing.owner is not None:
            owners = set(thing.owner.voices)
        case Statement() if deed == Permission.STATEMENT_ACCORD:
            owners = set(thing.source.voices) if thing.source else set()
        case _:
            owners = {getattr(thing, "owner_id", None)}
    return {owner for owner in owners if owner is not None}


def _team(reflection: Reflection) -> set[str]:
    """The colleagues of its author at this family: those of the same organisation."""
    author = reflection.person.account
    if author is None:
        return set()
    return {
        person.id
        for person in reflection.person.case.people
        if person.account is not None and person.account.organisation_id == author.organisation_id
    }
