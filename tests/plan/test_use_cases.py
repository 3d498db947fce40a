"""Goals, plans, why an agreement is there and how far it is."""

from datetime import datetime
from typing import Any

import pytest

from conference.access import policy
from conference.access.policy import Viewer
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.records import fields as records
from conference.region import profile
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar
from conference.table.context import ViewContext
from conference.table.decisions import use_cases as decisions
from conference.table.plan import use_cases as plans
from conference.table.plan.view import Plan
from models.errors.actions import BridgeNeeded, NotDoneReasonNeeded, WaitingReasonNeeded
from models.errors.base import Conflict, NotAllowed, NotFound, Refused, WasRemoved
from models.errors.meeting import MeetingClosed
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.meeting import Meeting
from models.plans import Goal
from tests.cast import Cast

pytestmark = pytest.mark.both

PHASE = "immediate_safety"


def plan_of(cast: Cast, session: Any, name: str) -> Plan:
    """The plan as one player sees it."""
    meeting = session.get_one(Meeting, cast.meeting_id)
    settings = profile.of(meeting.case.profile.settings)
    return Plan(
        ViewContext(session, getattr(cast, name).viewer, meeting, settings, cast.house.clock(), cast.house)
    )


def add_goal(cast: Cast, words: str = "Rust in huis", by: str = "noor", owner: str = "") -> str:
    """A goal that stands there. Returns its id."""
    goal: str = getattr(cast, by).do(plans.add, words, PHASE).id
    if owner:
        cast.noor.do(records.set_field, f"goal:{goal}", "owner", getattr(cast, owner).id, "")
    return goal


def test_a_goal_stands_in_its_phase_with_nobodys_name_to_it(cast: Cast) -> None:
    goal = add_goal(cast, by="anna")
    with cast.house.database.read() as session:
        plan = plan_of(cast, session, "karim")
        assert [one.id for one in plan.goals_of(PHASE)] == [goal]
        assert plan.goals_of("recovery") == []
        assert plan.goals[0].owner is None


def test_the_same_form_twice_makes_one_goal(cast: Cast) -> None:
    assert add_goal(cast) == add_goal(cast)


@pytest.mark.parametrize(
    ("words", "phase", "refusal"), [("", PHASE, TextNeeded), ("Rust", "nowhere", ChoiceUnknown)]
)
def test_a_goal_needs_words_and_a_phase(cast: Cast, words: str, phase: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        cast.noor.do(plans.add, words, phase)


def test_a_goal_that_was_taken_away_can_be_put_back_as_it_was(cast: Cast) -> None:
    goal = add_goal(cast, owner="anna")
    cast.anna.do(plans.remove, goal)
    with pytest.raises(WasRemoved):
        cast.anna.do(records.set_field, f"goal:{goal}", "owner", "", cast.anna.id)
    with cast.house.database.read() as session:
        assert plan_of(cast, session, "noor").goals == []
    cast.anna.do(plans.restore, goal)
    with cast.house.database.read() as session:
        assert plan_of(cast, session, "noor").goals[0].owner_id == cast.anna.id


def test_only_who_has_the_goal_says_whether_it_was_reached(cast: Cast) -> None:
    goal = add_goal(cast, owner="anna")
    for other in ("noor", "karim", "yusuf"):
        with pytest.raises(NotAllowed):
            getattr(cast, other).do(plans.attain, goal, "yes")
    cast.anna.do(plans.attain, goal, "partly")
    with pytest.raises(ChoiceUnknown):
        cast.anna.do(plans.attain, goal, "a_lot")
    with cast.house.database.read() as session:
        assert session.get_one(Goal, goal).attainment == "partly"


def test_a_new_owner_is_asked_again(cast: Cast) -> None:
    goal = add_goal(cast, owner="anna")
    cast.anna.do(plans.attain, goal, "yes")
    cast.anna.do(records.set_field, f"goal:{goal}", "owner", cast.karim.id, cast.anna.id)
    with cast.house.database.read() as session:
        assert session.get_one(Goal, goal).attainment is None


def test_two_owners_at_once_are_both_shown(cast: Cast) -> None:
    """The owner gives it away; the chair, with a reason, was about to do something else with it."""
    goal = add_goal(cast, owner="anna")
    cast.anna.do(records.set_field, f"goal:{goal}", "owner", cast.karim.id, cast.anna.id)

    def give(work: UnitOfWork, viewer: Viewer, at: datetime) -> None:
        why = "Noor zegt dat dit haar doel is."
        records.set_field(work, viewer, f"goal:{goal}", "owner", cast.noor.id, cast.anna.id, at, why)

    with pytest.raises(Conflict):
        cast.yusuf.do(give)


def test_nothing_changes_after_the_meeting(cast: Cast) -> None:
    goal = add_goal(cast, owner="anna")
    cast.close()
    for deed in (
        lambda: cast.noor.do(plans.add, "Nog een doel", PHASE),
        lambda: cast.noor.do(plans.remove, goal),
        lambda: cast.anna.do(plans.attain, goal, "yes"),
        lambda: cast.yusuf.do(plans.check, PHASE),
    ):
        with pytest.raises(MeetingClosed):
            deed()


def test_the_last_time_the_table_looked_is_the_one_that_counts(cast: Cast) -> None:
    cast.yusuf.do(plans.check, PHASE)
    cast.house.clock.move(days=1)
    last = cast.yusuf.do(plans.check, PHASE)
    with cast.house.database.read() as session:
        plan = plan_of(cast, session, "anna")
        assert (found := plan.last_check(PHASE)) is not None
        assert found.id == last.id
        assert plan.last_check("recovery") is None


def test_making_room_for_a_plan_twice_makes_it_once(cast: Cast) -> None:
    cast.noor.do(plans.start)
    cast.noor.do(plans.start)
    with cast.house.database.read() as session:
        keys = [one.key for one in cases.sections(session, cast.noor.viewer) if one.key.startswith("plan_")]
        assert sorted(keys) == sorted(set(keys))
        assert len(keys) == 4


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (HowFar("waiting"), WaitingReasonNeeded),
        (HowFar("waiting", waiting_reason="money"), BridgeNeeded),
        (HowFar("waiting", waiting_reason="rain", bridge="Bellen"), ChoiceUnknown),
        (HowFar("not_done"), NotDoneReasonNeeded),
        (HowFar("not_done", not_done_reason="lazy"), ChoiceUnknown),
    ],
)
def test_waiting_and_not_done_ask_why(cast: Cast, told: HowFar, refusal: type[Refused]) -> None:
    action = cast.add_action("Bellen", owner="noor")
    with pytest.raises(refusal):
        cast.noor.do(actions.set_state, action, told, "planned")
    assert cast.action(action).state == "planned"


@pytest.mark.parametrize("state", ["waiting", "not_done"])
def test_the_short_way_does_not_pass_the_question_why(cast: Cast, state: str) -> None:
    action = cast.add_action("Bellen", owner="noor")
    with pytest.raises((WaitingReasonNeeded, NotDoneReasonNeeded)):
        cast.noor.do(records.set_field, f"action:{action}", "state", state, "planned")


def test_a_reason_goes_when_its_state_goes(cast: Cast) -> None:
    action = cast.add_action("Bellen", by="anna", owner="noor")
    told = HowFar("waiting", waiting_reason="money", bridge="Noor belt elke week.")
    cast.noor.do(actions.set_state, action, told, "planned")
    assert cast.action(action).bridge == "Noor belt elke week."
    with pytest.raises(Conflict):
        cast.anna.do(actions.set_state, action, HowFar("done"), "planned")
    cast.noor.do(actions.set_state, action, HowFar("done", bridge="oud"), "waiting")
    assert (cast.action(action).waiting_reason, cast.action(action).bridge) == (None, "")


def test_an_agreement_is_an_orphan_until_something_says_why(cast: Cast) -> None:
    action, goal = cast.add_action("Bellen", owner="noor"), add_goal(cast)
    with cast.house.database.read() as session:
        assert "1 afspraak heeft nog geen waarom" in plan_of(cast, session, "noor").open_points()
    cast.noor.do(records.set_field, f"action:{action}", "goal_id", goal, "")
    with cast.house.database.read() as session:
        assert plan_of(cast, session, "noor").open_points() == ["1 afspraak wacht op een ja"]
    cast.noor.do(plans.remove, goal)
    with cast.house.database.read() as session:
        assert "1 afspraak heeft nog geen waarom" in plan_of(cast, session, "noor").open_points()


def test_orphans_behind_a_shield_do_not_count_for_others(cast: Cast) -> None:
    cast.add_action("Geheim", shared_with="anna")
    with cast.house.database.read() as session:
        assert plan_of(cast, session, "karim").open_points() == []
        assert plan_of(cast, session, "anna").open_points() != []


def test_an_agreement_for_all_names_nothing_that_is_for_few(cast: Cast) -> None:
    action, factor = cast.add_action("Bellen"), cast.add_factor("Geheim", shared_with="anna")
    with cast.house.database.work() as work:
        shield, at = cast.shield_of("noor", "anna"), cast.house.clock()
        secret = decisions.add(work, cast.noor.viewer, "Geheime vraag", at, shield).id
    for field, value in (("factors", factor), ("decision_id", secret), ("goal_id", factor)):
        with pytest.raises(ChoiceUnknown):
            cast.noor.do(records.set_field, f"action:{action}", field, value, "")
    with pytest.raises(NotFound):
        cast.karim.do(records.set_field, f"decision:{secret}", "departs_from", "x", "")


def test_an_agreement_of_few_may_name_what_the_same_few_know(cast: Cast) -> None:
    action = cast.add_action("Geheim werk", shared_with="anna")
    factor = cast.add_factor("Geheim", shared_with="anna")
    cast.noor.do(records.set_field, f"action:{action}", "factors", factor, "")
    with cast.house.database.read() as session:
        plan = plan_of(cast, session, "anna")
        found = actions.find(session, cast.anna.viewer, action)
        assert [one.id for one in plan.factors_of(found)] == [factor]


def test_a_goal_is_written_by_those_who_may(cast: Cast) -> None:
    goal = add_goal(cast)
    with cast.house.database.read() as session:
        text = session.get_one(Goal, goal).text
        assert policy.may(cast.anna.viewer, policy.writing(text), text)
        assert not policy.may(cast.rie.viewer, policy.writing(text), text)


def test_what_is_for_few_never_stands_on_the_page_that_goes_on_paper(cast: Cast) -> None:
    action = cast.add_action("Veilige telefoon", shared_with="anna")
    for_all = cast.add_action("Elke week bellen")
    with cast.house.database.read() as session:
        plan = plan_of(cast, session, "anna")
        phase = actions.find(session, cast.anna.viewer, action).phase
        assert [one.id for one in plan.page_actions(phase)] == [for_all]
