"""A slip is scrubbed from every kind of record that has words, and from every copy its kind says there is.

The list is that of the kinds themselves: one that gets words, or copies, without a way to try it fails here.
"""

from collections.abc import Callable
from typing import Any

import pytest

from conference.access.kinds import KINDS
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.records import scrub, texts
from conference.table.actions import use_cases as actions
from conference.table.decisions import use_cases as decisions
from conference.table.facts import use_cases as facts
from conference.table.gathering import use_cases as gathering
from conference.table.plan import use_cases as plans
from conference.table.risks import use_cases as risks
from conference.table.shields import use_cases as shields
from conference.table.wording import use_cases as wording
from models.enums import TextKind
from models.texts import Text
from tests.cast import Cast, in_days
from tests.texts.test_scrub import rows

SLIP = "Kwikstraat 7"
SAID = f"Hij woont in de {SLIP} sinds mei"
Made = Callable[[Cast], str]


def _owned_goal(cast: Cast) -> Any:
    goal = cast.noor.do(plans.add, SAID, "immediate_safety")
    cast.noor.do(records.set_field, f"goal:{goal.id}", "owner", cast.anna.id, "")
    return goal


def _written(cast: Cast, text: str, name: str = "noor") -> str:
    getattr(cast, name).do(texts.rewrite, text, SAID, 0)
    return text


def _section(cast: Cast) -> str:
    return _written(cast, cast.text_id("worries"))


def _own_words(cast: Cast) -> str:
    return _written(cast, cast.text_id("our_story", owner="anna"), "anna")


def _statement(cast: Cast) -> str:
    return cast.statement(cast.add_statement(SAID)).text_id


def _decision(cast: Cast) -> str:
    return str(cast.noor.do(decisions.add, SAID).question_id)


def _factor(cast: Cast) -> str:
    with cast.house.database.read() as session:
        return str(session.get_one(KINDS["factor"].model, cast.add_factor(SLIP)).text_id)


def _action(cast: Cast) -> str:
    return cast.action(cast.add_action(SAID)).text_id


def _seen_when(cast: Cast) -> str:
    return _written(cast, cast.action(cast.add_action("Bellen")).seen_when_id)


def _goal(cast: Cast) -> str:
    return str(_owned_goal(cast).text_id)


def _risk(cast: Cast) -> str:
    return str(cast.noor.do(risks.add, SAID, ()).text_id)


#: A text of each kind that holds the slip.
TEXTS: dict[TextKind, Made] = {
    TextKind.SECTION: _section,
    TextKind.OWN_WORDS: _own_words,
    TextKind.STATEMENT: _statement,
    TextKind.DECISION: _decision,
    TextKind.FACTOR: _factor,
    TextKind.ACTION: _action,
    TextKind.SEEN_WHEN: _seen_when,
    TextKind.GOAL: _goal,
    TextKind.RISK: _risk,
}


def _accorded(cast: Cast) -> str:
    """Approved by its source, and answered: both keep to which words."""
    wish = facts.NewStatement("statement", SAID, source_id=cast.anna.id, about=[cast.anna.id])
    made = cast.noor.do(facts.add, wish).id
    cast.anna.do(facts.accord, made, 1)
    cast.anna.do(facts.respond, made, cast.anna.id, "agrees", "Dat klopt", 1)
    return cast.statement(made).text_id


def _taken(cast: Cast) -> str:
    """*Ik doe dit*: to these words."""
    made = cast.add_action(SAID, owner="anna")
    cast.anna.do(actions.take, made)
    return cast.action(made).text_id


def _stood(cast: Cast) -> str:
    """A yes to a question."""
    made = cast.noor.do(decisions.add, SAID)
    cast.anna.do(decisions.stand, made.id, cast.anna.id, "supports", "Goed.")
    return str(made.question_id)


def _reached(cast: Cast) -> str:
    """*Gehaald*, and a plan that was looked at."""
    goal = _owned_goal(cast)
    cast.anna.do(plans.attain, goal.id, "partly")
    cast.yusuf.do(plans.check, "immediate_safety")
    return str(goal.text_id)


def _asked(cast: Cast) -> str:
    """A question for an explanation quotes the words."""
    made = cast.add_statement(SAID)
    cast.anna.do(gathering.ask, f"statement:{made}", f"Wat is de {SLIP}?")
    return cast.statement(made).text_id


def _proposed(cast: Cast) -> str:
    """Another wording repeats most of them."""
    text = cast.statement(cast.add_statement(SAID)).text_id
    cast.anna.do(wording.propose, text, SAID.replace("mei", "juni"), 1)
    return text


def _reported(cast: Cast) -> str:
    """The record of a meeting that is over, and the words of every kind in it."""
    text = _statement(cast)
    cast.close()
    return text


#: What each kind says it takes over of a text.
COPIES: dict[str, Made] = {
    "statement": _accorded,
    "action": _taken,
    "decision": _stood,
    "goal": _reached,
    "explanation": _asked,
    "proposal": _proposed,
    "report": _reported,
}


def test_every_kind_with_words_and_every_copy_is_tried() -> None:
    assert {text for kind in KINDS.values() for text in kind.texts} == set(TEXTS)
    assert {kind.name for kind in KINDS.values() if kind.copies is not None} == set(COPIES)


@pytest.mark.both
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_slip_goes_from_every_kind_of_text(cast: Cast, house: Runtime, kind: TextKind) -> None:
    text = TEXTS[kind](cast)
    assert SLIP in cast.words(text)
    cast.yusuf.do(scrub.scrub, text, SLIP)
    assert SLIP not in rows(house)
    if kind != TextKind.FACTOR:  # that was all it said
        assert cast.words(text) == SAID.replace(SLIP, "")


@pytest.mark.both
@pytest.mark.parametrize("kind", sorted(COPIES))
def test_a_slip_goes_from_every_copy(cast: Cast, house: Runtime, kind: str) -> None:
    text = COPIES[kind](cast)
    with house.database.read() as session:
        of = scrub.copies(session, session.get_one(Text, text))
        assert any(SLIP in str(getattr(one.record, one.attribute)) for one in of), (
            "there is no copy to forget it"
        )
    cast.yusuf.do(scrub.scrub, text, SLIP)
    assert SLIP not in rows(house)


@pytest.mark.parametrize("kind", sorted(COPIES))
def test_a_copy_that_was_forgotten_is_noticed(
    cast: Cast, house: Runtime, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of these tests can fail: with no copies declared, the words are still somewhere."""
    text = COPIES[kind](cast)
    monkeypatch.setattr(scrub, "copies", lambda session, text: iter(()))
    cast.yusuf.do(scrub.scrub, text, SLIP)
    assert SLIP in rows(house)


@pytest.mark.parametrize("kind", ["statement", "action", "goal", "factor", "risk", "section"])
def test_a_slip_goes_from_what_stands_apart(cast: Cast, house: Runtime, kind: str) -> None:
    people, day = [cast.noor.id, cast.yusuf.id], in_days(30).isoformat()
    wish = shields.Wish(people, "safety", "Zij kiest zelf wanneer dit gedeeld wordt.", day)
    near = f"section:{cast.section('worries').id}" if kind == "section" else ""
    with house.database.work() as work:
        said = SLIP if kind == "factor" else SAID
        made = shields.add(work, cast.noor.viewer, kind, near, said, wish, house.clock())
        text = made.text_id
    cast.noor.do(scrub.scrub, text, SLIP)
    assert SLIP not in rows(house)
