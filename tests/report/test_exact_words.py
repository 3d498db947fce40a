"""A yes, no or approval belongs to exact words: after others it is asked again, and every report says so (T6)."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from conference.access.kinds import KINDS, Given, no_yes
from conference.case import use_cases as cases
from conference.records import fields as records
from conference.records import texts
from conference.report import content
from conference.table.actions import use_cases as actions
from conference.table.decisions import use_cases as decisions
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as gathering
from conference.table.plan import use_cases as plans
from models.actions import Action
from models.base import Base
from models.decisions import Decision
from models.gathering import RulesAgreed
from models.meeting import Meeting
from models.people import Person
from models.plans import Goal, PlanCheck
from models.region import RegionProfile
from models.statements import Response, Statement
from models.texts import Text
from tests.cast import Cast
from tests.own_data.test_kinds import tables_of_people
from tests.pages import Signed
from tests.paper import words_of

OLD, NEW = "EERDEREWOORDEN", "ANDEREWOORDEN"

#: Tables that name a person and hold no yes, no or approval of theirs to words that can change.
NO_YES = {
    "access_request": "a question about what somebody may see, and an answer in words of its own",
    "proposal": "somebody's other words, which do not change; their owner answers these very words",
    "shield_ask": "may this be opened to one more: the yes is given to a deed, which is done then and there",
    "told_code": "a code that somebody told",
    "access_to_data": "what somebody asks of the privacy officer, and the answer",
    "action_partner": "who helps is part of what the owner says yes to",
    "change": "a log of who typed what",
    "check_out": "numbers to four questions of the program, whose words nobody at the table changes",
    "child_meaning": "words about somebody, not theirs",
    "correction": "somebody's own words beside a report that does not change",
    "colleague_invitation": "a yes to a place beside the family, before one knows anything of it; told as own data",
    "departure": "who was taken off, and why; nobody says yes to it",
    "decision_hat": "who wore the hat of a decision; what they said to it is a stand",
    "hat_change": "who got which hat; nobody says yes to it",
    "frame_change": "how a family gets help, written down by who knows; nobody says yes to it",
    "decision_asked": "who was asked; what they answered is a stand",
    "emergency": "may this be read now: the yes is given to a deed, which is done then and there",
    "expertise": "a question to somebody",
    "explanation": "a question of somebody, and an answer in words of its own",
    "face_change": "who comes and goes",
    "factor": "somebody's name for something; naming is not agreeing",
    "factor_about": "about whom it is",
    "factor_named_by": "who named it; naming is not agreeing",
    "family_case": "who stays with a family",
    "field_change": "the history of a field",
    "guest": "a seat",
    "hold": "who keeps the papers of a family from being erased, and why",
    "hand": "a raised hand",
    "invitation": "a way in",
    "invitee": "who is asked to come",
    "link": "somebody's arrow",
    "link_said_by": "who said it; the word at the arrow is changed in the open, with its history",
    "meeting": "who leads it",
    "passed_over": "who wrote a reason",
    "person": "somebody",
    "reflection": "somebody's own words",
    "reopening": "who opened a report, with a reason",
    "risk": "who added it",
    "risk_answer": "somebody's own words, shown together and fixed then",
    "safety_number": "a number to one question of the program, fixed once all are shown",
    "shield": "who set it",
    "shield_audience": "who is inside",
    "statement_about": "about whom it is",
    "text": "whose words they are",
}
#: The tables in which the yeses of a kind lie, when these are not its own.
WITHIN = {"stand": "decision"}


def set_words(cast: Cast, text_id: str, words: str = NEW) -> None:
    """Another wording by somebody else: the gate has rules about who may; here only what follows counts."""
    with cast.house.database.work() as work:
        texts.set_words(
            work, work.load(Person, cast.noor.id), work.load(Text, text_id), words, cast.house.clock()
        )


# --- a yes of each kind, and the change of its words


def _stand(cast: Cast) -> tuple[Any, str]:
    decision = cast.noor.do(decisions.add, "Waar slaapt papa?")
    set_words(cast, decision.text_id, OLD)
    cast.anna.do(decisions.stand, decision.id, cast.anna.id, "supports", "")
    return Decision, decision.text_id


def _accord(cast: Cast) -> tuple[Any, str]:
    key = cast.add_statement(OLD, source_id=cast.anna.id)
    cast.anna.do(facts.accord, key, None)
    return Statement, cast.statement(key).text_id


def _respond(cast: Cast) -> tuple[Any, str]:
    key = cast.add_statement(OLD)
    cast.anna.do(facts.respond, key, cast.anna.id, "agrees", "", None)
    return Response, cast.statement(key).text_id


def _take(cast: Cast) -> tuple[Any, str]:
    key = cast.add_action(OLD, owner="anna")
    cast.anna.do(actions.take, key)
    return Action, cast.action(key).text_id


def _attain(cast: Cast) -> tuple[Any, str]:
    goal = cast.noor.do(plans.add, OLD, "immediate_safety")
    cast.noor.do(records.set_field, f"goal:{goal.id}", "owner", cast.anna.id, "")
    cast.anna.do(plans.attain, goal.id, "yes")
    return Goal, goal.text_id


def _check(cast: Cast) -> tuple[Any, str]:
    set_words(cast, cast.text_id("plan_signals"), OLD)
    cast.yusuf.do(plans.check, "immediate_safety")
    return PlanCheck, cast.text_id("plan_signals")


def _agree(cast: Cast) -> tuple[Any, str]:
    _set_rules(cast, OLD)
    cast.anna.do(gathering.agree, cast.anna.id)
    return RulesAgreed, "rules"


def _set_rules(cast: Cast, words: str) -> None:
    with cast.house.database.work() as work:
        region = work.session.scalars(select(RegionProfile)).one()
        region.settings = {**region.settings, "house_rules": {"nl": [words]}}


SCENARIOS: dict[str, Callable[[Cast], tuple[Any, str]]] = {
    "action": _take,
    "decision": _stand,
    "goal": _attain,
    "plan_check": _check,
    "response": _respond,
    "rules": _agree,
    "statement": _accord,
}


def change(cast: Cast, what: str, words: str) -> None:
    """Bring what a yes was given to, to other words."""
    if what == "rules":
        _set_rules(cast, words)
    else:
        set_words(cast, what, words)


def given(cast: Cast, kind: str, model: type[Base]) -> Given:
    """The one yes that is there."""
    with cast.house.database.read() as session:
        found = [one for record in session.scalars(select(model)) for one in KINDS[kind].yes(record)]
        assert len(found) == 1
        return found[0]


def entries(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in a report that says to which words it was given."""
    if isinstance(value, dict):
        if "to_this_wording" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from entries(one)


# --- none is forgotten


@pytest.mark.parametrize("table", [table.name for table in tables_of_people()])
def test_every_table_that_names_somebody_tells_to_which_words_or_why_not(table: str) -> None:
    told = {str(kind.model.__tablename__) for kind in KINDS.values() if kind.yes is not no_yes} | set(WITHIN)
    assert (table in told) != (table in NO_YES), table


def test_every_reason_is_for_a_table_that_is_there() -> None:
    assert set(NO_YES) <= {table.name for table in tables_of_people()}


def test_every_kind_that_holds_a_yes_is_tried() -> None:
    assert set(SCENARIOS) == {name for name, kind in KINDS.items() if kind.yes is not no_yes}


# --- the words change


@pytest.mark.both
@pytest.mark.parametrize("kind", SCENARIOS)
def test_a_yes_belongs_to_the_words_it_was_given_to(cast: Cast, kind: str) -> None:
    model, what = SCENARIOS[kind](cast)
    first = given(cast, kind, model)
    assert (first.fits, OLD in first.said) == (True, True)
    change(cast, what, NEW)
    later = given(cast, kind, model)
    assert (later.fits, later.said, later.person) == (False, first.said, first.person)
    change(cast, what, OLD)
    assert given(cast, kind, model).fits


@pytest.mark.both
@pytest.mark.parametrize("kind", SCENARIOS)
def test_the_report_says_to_which_words(cast: Cast, kind: str) -> None:
    model, what = SCENARIOS[kind](cast)
    change(cast, what, NEW)
    yes = given(cast, kind, model)
    with cast.house.database.work() as work:
        written = content.build(work.session, work.load(Meeting, cast.meeting_id))
    found = [one for one in entries(json.loads(json.dumps(written))) if OLD in one["said"]]
    assert [(one["to_this_wording"], one["said"]) for one in found] == [(False, yes.said)]
    assert found[0].get("person", found[0].get("by")) == yes.person


@pytest.mark.parametrize("kind", SCENARIOS)
def test_page_pdf_and_data_show_the_same_mark(cast: Cast, as_: Signed, kind: str) -> None:
    anna = as_("anna")
    _, what = SCENARIOS[kind](cast)
    change(cast, what, NEW)
    cast.close()
    page = " ".join(anna.page("/nu/verslag").get_text(" ").split())
    printed = words_of(anna.get("/nu/verslag.pdf").data)
    for shown in (page, printed):
        assert "over een eerdere tekst" in shown
        assert OLD in shown
    assert OLD in anna.get("/nu/verslag.json").text


@pytest.mark.both
def test_the_owner_who_changes_their_own_words_means_them(cast: Cast) -> None:
    key = cast.add_action(OLD, owner="anna")
    cast.anna.do(actions.take, key)
    cast.anna.do(texts.rewrite, cast.action(key).text_id, NEW, 1)
    assert cast.action(key).taken
    set_words(cast, cast.action(key).seen_when_id, "Iemand anders schreef dit.")
    assert not cast.action(key).taken


@pytest.mark.both
def test_a_goal_that_was_shielded_since_is_not_told_in_a_plan_that_was_gone_over(cast: Cast) -> None:
    goal = cast.noor.do(plans.add, "CANARIEDOEL", "immediate_safety")
    cast.yusuf.do(plans.check, "immediate_safety")
    with cast.house.database.work() as work:
        made = cases.new_shield(work, cast.noor.viewer, cast.shield_of("noor", "lotte"), cast.house.clock())
        work.load(Goal, goal.id).shield_id = made.id
    with cast.house.database.work() as work:
        written = content.build(work.session, work.load(Meeting, cast.meeting_id))["items"]
        assert "CANARIE" not in json.dumps([one for one in written if one["kind"] == "plan_check"])
