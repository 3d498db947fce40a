"""Goals (*doelen*) and the days the plan was gone over as kinds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, object_session, selectinload

from conference.access.kinds import (
    EVERYWHERE,
    REMOVED,
    SAFETY_PLAN,
    Change,
    Chapter,
    Copy,
    Export,
    Given,
    Item,
    Kept,
    Kind,
    Left,
    Part,
    Say,
    Shielding,
    Stands,
    Writing,
    block_place,
    find,
    itself,
    on_all,
    ref,
    register,
    whose,
)
from conference.access.permissions import Permission
from conference.access.policy import around_text
from conference.core.events import RecordChanged
from conference.core.unit_of_work import UnitOfWork
from conference.records.export import head, moment
from conference.records.fields import kept, one_of, person, remember
from conference.records.told import on_day
from conference.region import profile
from conference.region.profile import Block
from models.analysis import Section
from models.case import Case
from models.enums import TextKind
from models.plans import Goal, PlanCheck
from models.texts import Text
from models.translation import N_


def _owners(goal: Goal, permission: Permission) -> Any:
    """Whether it was reached is asked of whose goal it is, or who speaks for a child."""
    if permission == Permission.GOAL_ATTAIN:
        return goal.owner.voices if goal.owner else ()
    return whose(goal, permission)


def _keepers(goal: Goal, field: str) -> frozenset[str] | None:
    """Whose goal it is, or who added it while nobody said so; in which phase it stands, the table says."""
    if field == "phase":
        return None
    return goal.owner.voices if goal.owner else goal.added_by.voices


def phases(case: Case) -> list[str]:
    """The phases of the region, in their order."""
    return [phase.key for phase in profile.of(case.profile.settings).phases]


def _phases(work: UnitOfWork, goal: Any) -> list[str]:
    return phases(work.load(Case, goal.case_id))


def _ask_new_owner(change: Change, goal: Any, field: str, before: str) -> None:
    """Whether it was reached was said by the earlier owner: the new one is asked again."""
    if field != "owner":
        return
    change.work.session.expire(goal, ["owner"])
    if goal.attainment is not None:
        remember(change.work, change.viewer, goal, "attainment", goal.attainment, "", change.at)
        goal.attainment, goal.attained_said = None, ""


def _ask_whether_reached_again(work: UnitOfWork, text: Text, before: str, author_id: str) -> None:
    """Whether it was reached was said of other words: shown, and asked again."""
    goal = text.goal
    if goal is None or goal.attainment is None:
        return
    part = "text" if text.id == goal.text_id else "seen_when"
    if (goal.attained_said == goal.said(**{part: before})) != goal.attained_fits:
        work.tell(RecordChanged(text.case_id, ref(goal)))


def _attained(goal: Goal) -> Given:
    return Given(goal.owner_id, goal.attained_words, goal.attained_fits)


# --- the plan of a phase, as the table goes over it


def plan_now(session: Session, case: Case, phase: str) -> list[list[str]]:
    """What the plan of a phase says to everybody: `[thing, words]` of each goal and text, in its order."""
    goals = select(Goal).where(Goal.case_id == case.id, Goal.phase == phase, Goal.removed_at.is_(None))
    keys = [one.key for one in profile.of(case.profile.settings).sections if one.plan == phase]
    written = select(Section).where(Section.case_id == case.id, Section.key.in_(keys))
    found = [
        *session.scalars(goals.order_by(Goal.position)),
        *session.scalars(written.order_by(Section.position)),
    ]
    return [
        [ref(one), one.text.words.strip()] for one in found if _everybodys(one) and one.text.words.strip()
    ]


def _everybodys(thing: Any) -> bool:
    return thing is not None and not thing.text.shield_id and not getattr(thing, "shield_id", None)


def checked(check: PlanCheck) -> Given:
    """The plan that the table went over. What was shielded or erased since is told to nobody and does not count."""
    session, case = object_session(check), check.by.case
    if check.said is None or session is None:
        return Given(check.by_id, "", False)
    kept = [[thing, words] for thing, words in check.said if _everybodys(find(session, thing))]
    words = " · ".join(words for _, words in kept)
    return Given(check.by_id, words, kept == plan_now(session, case, check.phase))


def _places(one: Goal | PlanCheck) -> Iterable[str]:
    """What belongs to the first phase is part of the safety plan."""
    session = object_session(one)
    case = session.get_one(Case, one.case_id) if session is not None else None
    if case is not None and one.phase == profile.of(case.profile.settings).phases[0].key:
        yield SAFETY_PLAN


def _goals(writing: Writing) -> Iterable[Item]:
    found = writing.of_case(Goal).where(Goal.removed_at.is_(None)).order_by(Goal.position)
    for one in writing.session.scalars(found.options(selectinload(Goal.text), selectinload(Goal.seen_when))):
        yield {
            **head("goal", one.id, one.shield, one.text.shield, one.seen_when.shield),
            "phase": one.phase,
            "words": one.text.words,
            "seen_when": one.seen_when.words,
            "owner": one.owner_id,
            "attainment": str(one.attainment) if one.attainment else None,
            "attained": {"person": one.owner_id, **_attained(one).told} if one.attainment else None,
        }


def _checks(writing: Writing) -> Iterable[Item]:
    for one in writing.session.scalars(writing.of_case(PlanCheck).order_by(PlanCheck.at)):
        yield {
            **head("plan_check", one.id),
            "phase": one.phase,
            "by": one.by_id,
            "at": moment(one.at),
            "new": one.meeting_id == writing.meeting.id,
            **checked(one).told,
        }


def _checked(one: PlanCheck, say: Say) -> Iterable[Kept]:
    settings = profile.of(one.by.case.profile.settings)
    yield Kept(on_day(one.at), say.label(settings.phase(one.phase).label))


def _copies(session: Session, text: Text) -> Iterable[Copy]:
    """What its owner said *gehaald* to, and the plan as the table found that it still held."""
    found = select(Goal).where(or_(Goal.text_id == text.id, Goal.seen_when_id == text.id))
    yield from (Copy(one, "attained_said") for one in session.scalars(found))
    only = around_text(session, text)
    for check in session.scalars(select(PlanCheck).where(PlanCheck.case_id == text.case_id)):
        yield Copy(check, "said", only=only)


GOAL = register(
    Kind(
        name="goal",
        askable=True,
        model=Goal,
        part=Part(place=block_place(Block.PLAN), places=_places, own=lambda goal: (goal.owner_id,)),
        read=Permission.GOAL_READ,
        write=Permission.GOAL_WRITE,
        owners=_owners,
        keepers=_keepers,
        overruled=frozenset({"owner", REMOVED}),
        texts={TextKind.GOAL: None},
        text_carrier="goal",
        follows=_ask_whether_reached_again,
        copies=_copies,
        yes=lambda goal: [_attained(goal)] if goal.attainment else [],
        fields={"owner": kept(person("owner_id")), "phase": kept(one_of("phase", _phases, empty=False))},
        listed=frozenset({"phase"}),
        after=_ask_new_owner,
        stands=Stands(
            lists=on_all("plan", "actions"), alone=EVERYWHERE, blocks={Block.PLAN: ("goal", "plan")}
        ),
        words=lambda board, field, value: board.plan.label_of(field, value),
        report=Export(place=60, items=_goals),
        shielding=Shielding(
            called=N_("Doel"),
            texts={"text": TextKind.GOAL, "seen_when": TextKind.GOAL},
            writes=Permission.GOAL_WRITE,
            starts=lambda change, beside: {"phase": change.work.load(Case, change.viewer.case_id).phase},
            keeps=("phase", "owner_id"),
        ),
        own_data=(
            Chapter(
                place=70,
                key="goals",
                title=N_("Uw doelen"),
                mine=lambda me: Goal.owner_id == me,
                order=(Goal.position,),
                said=lambda goal, say: [Kept("", goal.text.words)],
                asked=itself,
            ),
        ),
    )
)
PLAN_CHECK = register(
    Kind(
        name="plan_check",
        model=PlanCheck,
        part=Part(place=block_place(Block.PLAN), places=_places, own=lambda one: (one.by_id,)),
        read=Permission.GOAL_READ,
        yes=lambda check: [checked(check)],
        stands=Left("it stands in the plan of its phase"),
        report=Export(place=70, items=_checks),
        own_data=(
            Chapter(
                place=75,
                key="plan_checks",
                title=N_("Plannen die u naliep"),
                mine=lambda me: PlanCheck.by_id == me,
                order=(PlanCheck.at,),
                said=_checked,
                asked=itself,
            ),
        ),
    )
)
