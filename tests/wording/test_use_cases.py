"""Whose words: only their owner changes them, by no road anybody else; others propose, and both stand (T1, T2, T3)."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference.access import policy
from conference.access.kinds import KINDS
from conference.case import access
from conference.core.events import Event, ProposalChanged
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar
from conference.table.facts import use_cases as facts
from conference.table.map import use_cases as factors
from conference.table.plan import use_cases as plans
from conference.table.wording import use_cases as wording
from models.enums import ProposalState
from models.errors.base import NotAllowed, NotFound, ReasonNeeded
from models.errors.facts import StatementSettled
from models.errors.meeting import MeetingClosed
from models.errors.validation import ChoiceUnknown, TextNeeded, TextTooLong
from models.errors.wording import ProposalAnswered, ProposalNotNeeded, ProposalSame, WordsOfAnother
from models.factors import Factor
from models.log import FieldChange
from models.people import Person
from models.plans import Goal
from models.statements import Statement
from models.texts import Change, Text
from models.wording import Proposal
from tests.cast import Cast, Clock, Player

pytestmark = pytest.mark.both

PUSHED = "Anna zegt dat zij werd geduwd."
FELL = "Anna zegt dat zij viel."
WHY = "Dat past niet bij wat we hier samen bespreken."
#: Everybody at the table who may write of such things and whose words these are not.
OTHERS = ("yusuf", "lotte", "femke", "karim", "samira", "sam", "nadia")


@pytest.fixture(autouse=True)
def _together(cast: Cast) -> None:
    """A supporter writes beside whom they support only: Nadia beside Sam, who sits there."""
    cast.lotte.do(access.set_access, cast.nadia.id, access.Access(supports=cast.sam.id))
    cast.seat("sam")


def said_by_anna(cast: Cast) -> str:
    """Noor wrote down what Anna says, and Anna approved how it is written."""
    made = cast.add_statement(words=PUSHED, kind="statement", source_id=cast.anna.id, source_words="")
    cast.anna.do(facts.accord, made, None)
    return made


def text_of(cast: Cast, model: Any, key: str) -> str:
    with cast.house.database.read() as session:
        return str(session.get_one(model, key).text_id)


def proposed(cast: Cast, key: str) -> Proposal:
    with cast.house.database.read() as session:
        return session.get_one(Proposal, key)


def words_of_each_kind(cast: Cast) -> dict[str, str]:
    """A text of Noor for each kind of words that belongs to somebody, by the kind."""
    statement, action = cast.add_statement(), cast.action(cast.add_action())
    goal = cast.noor.do(plans.add, "Rust in huis", "immediate_safety")
    return {
        "statement": text_of(cast, Statement, statement),
        "action": action.text_id,
        "action, seen when": action.seen_when_id,
        "goal": goal.text_id,
        "goal, seen when": goal.seen_when_id,
        "factor": text_of(cast, Factor, cast.add_factor()),
    }


def clock(cast: Cast) -> Clock:
    assert isinstance(cast.house.clock, Clock)
    return cast.house.clock


def send(player: Player, text_id: str, words: str = "x") -> None:
    """One change as the live editor sends it."""
    with player.house.database.read() as session:
        text = session.get_one(Text, text_id)
    client = player.house.keys.writer(text_id, player.id)
    change = [[0, words], *([len(text.words)] if text.words else [])]
    player.do(texts.write, texts.WriteText(text_id, text.epoch, text.version, client, 0, change))


# --- whose


def test_every_kind_with_words_of_somebody_says_so() -> None:
    """A kind that is added later has to choose: its words are somebody's, or the table's."""
    owned = {name for name, kind in KINDS.items() if kind.keepers is not KINDS["section"].keepers}
    assert owned == {"statement", "action", "goal", "factor"}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_writes_in_the_words_of_somebody_else_by_any_road(cast: Cast, name: str) -> None:
    """T1: neither the editor nor a form, nor the opening that gives the history."""
    other: Player = getattr(cast, name)
    for kind, text_id in words_of_each_kind(cast).items():
        before = cast.words(text_id)
        with cast.house.database.read() as session, pytest.raises(WordsOfAnother):
            texts.open_text(session, cast.house.keys, other.viewer, text_id, None, cast.house.clock())
        with pytest.raises(WordsOfAnother):
            send(other, text_id)
        with pytest.raises(WordsOfAnother):
            other.do(texts.rewrite, text_id, "Heel iets anders", 0)
        assert cast.words(text_id) == before, kind


def test_who_added_it_writes_and_the_table_still_writes_together(cast: Cast) -> None:
    for text_id in words_of_each_kind(cast).values():
        send(cast.noor, text_id)
        assert cast.words(text_id).startswith("x")
    for name in ("anna", "noor", "sam"):
        send(getattr(cast, name), cast.text_id())


def test_the_words_are_of_the_source_once_they_approved(cast: Cast) -> None:
    made = cast.add_statement(words=PUSHED, kind="statement", source_id=cast.anna.id, source_words="")
    text = text_of(cast, Statement, made)
    with pytest.raises(WordsOfAnother):
        cast.anna.do(texts.rewrite, text, FELL, 1)
    cast.anna.do(facts.accord, made, None)
    with pytest.raises(WordsOfAnother):
        cast.noor.do(texts.rewrite, text, FELL, 1)
    cast.anna.do(texts.rewrite, text, "Anna zegt dat zij twee keer werd geduwd.", 1)
    assert not cast.statement(made).accorded  # approval belongs to exact words
    with pytest.raises(WordsOfAnother):  # and the words stay hers
        cast.noor.do(texts.rewrite, text, FELL, 2)


def test_another_source_begins_anew(cast: Cast) -> None:
    made = said_by_anna(cast)
    cast.anna.do(records.set_field, f"statement:{made}", "source_id", cast.karim.id, cast.anna.id)
    with pytest.raises(WordsOfAnother):
        cast.karim.do(texts.rewrite, text_of(cast, Statement, made), FELL, 1)


def test_an_agreement_is_of_its_owner_once_they_said_yes(cast: Cast) -> None:
    action = cast.action(cast.add_action(owner="anna"))
    send(cast.noor, action.text_id)
    with pytest.raises(WordsOfAnother):
        send(cast.anna, action.text_id)
    cast.anna.do(actions.take, action.id)
    with pytest.raises(WordsOfAnother):
        send(cast.noor, action.text_id)
    send(cast.anna, action.text_id)
    assert cast.action(action.id).taken

    def later(work: Any, viewer: Any, at: Any) -> None:
        records.set_field(work, viewer, f"action:{action.id}", "due", "2026-06-01", "", at, WHY)

    cast.yusuf.do(later)  # another day is asked again; the words stay hers
    assert not cast.action(action.id).taken
    with pytest.raises(WordsOfAnother):
        send(cast.noor, action.text_id)


def test_a_goal_is_of_whose_goal_it_is(cast: Cast) -> None:
    goal = cast.noor.do(plans.add, "Rust in huis", "immediate_safety")
    cast.noor.do(records.set_field, f"goal:{goal.id}", "owner", cast.anna.id, "")
    with pytest.raises(WordsOfAnother):
        send(cast.noor, text_of(cast, Goal, goal.id))
    send(cast.anna, text_of(cast, Goal, goal.id))


def test_who_speaks_for_somebody_writes_their_words(cast: Cast) -> None:
    """A child that is not at the table has words too: who they asked to speak for them writes these."""
    made = cast.add_statement(words="Sam zegt dat hij bang is.", kind="statement", source_id=cast.sam.id)
    cast.sam.do(facts.accord, made, None)
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.lotte.id
    cast.lotte.do(texts.rewrite, text_of(cast, Statement, made), "Sam zegt dat hij heel bang is.", 1)
    with pytest.raises(WordsOfAnother):
        cast.noor.do(texts.rewrite, text_of(cast, Statement, made), FELL, 2)


# --- fields, and taking away


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        ("kind", "opinion", "statement"),
        ("happened", "unknown", "2026-05-01 day"),
        ("source_words", "Ruben", ""),
    ],
)
def test_what_a_statement_says_is_of_its_owner_in_every_field(
    cast: Cast, field: str, value: str, seen: str
) -> None:
    made = said_by_anna(cast)
    for name in ("noor", *OTHERS):
        with pytest.raises(WordsOfAnother):
            getattr(cast, name).do(records.set_field, f"statement:{made}", field, value, seen)
    cast.anna.do(records.set_field, f"statement:{made}", field, value, seen)


def test_nobody_corrects_or_takes_back_the_statement_of_somebody_else(cast: Cast) -> None:
    """T2."""
    made = said_by_anna(cast)
    for name in ("noor", *OTHERS):
        with pytest.raises(WordsOfAnother):
            getattr(cast, name).do(facts.correct, made, FELL)
    for name in {"noor", *OTHERS} - {"yusuf"}:
        with pytest.raises(WordsOfAnother):
            getattr(cast, name).do(facts.withdraw, made, WHY)
    assert cast.statement(made).current


def test_the_chair_takes_back_with_a_reason_under_their_name_and_the_owner_puts_it_back(cast: Cast) -> None:
    made = said_by_anna(cast)
    with pytest.raises(ReasonNeeded):
        cast.yusuf.do(facts.withdraw, made, "Weg ermee")
    cast.yusuf.do(facts.withdraw, made, WHY)
    with cast.house.database.read() as session:
        taken = records.last_change(session, f"statement:{made}", "removed")
        assert taken is not None
        assert (taken.by_id, taken.after) == (cast.yusuf.id, WHY)
    with pytest.raises(StatementSettled):
        cast.anna.do(facts.correct, made, FELL)
    with pytest.raises(NotAllowed):
        cast.noor.do(facts.restore, made)
    cast.anna.do(facts.restore, made)
    assert cast.statement(made).current
    assert cast.statement(made).accorded


def test_what_somebody_took_back_themselves_stays_away_from_the_chair(cast: Cast) -> None:
    made = said_by_anna(cast)
    cast.anna.do(facts.withdraw, made, WHY)
    with pytest.raises(NotAllowed):
        cast.yusuf.do(facts.restore, made)


def test_nobody_says_of_the_agreement_of_somebody_else_how_far_it_is(cast: Cast, house: Runtime) -> None:
    """T3: *vervallen* is said by its owner, or by the chair with a reason that stands beside it."""
    action = cast.add_action(by="anna", owner="anna")
    cast.anna.do(actions.take, action)
    for name in ("noor", *OTHERS):
        with pytest.raises((WordsOfAnother, ReasonNeeded)):
            getattr(cast, name).do(actions.set_state, action, HowFar("cancelled"), "planned")
        with pytest.raises((WordsOfAnother, ReasonNeeded)):
            getattr(cast, name).do(records.set_field, f"action:{action}", "state", "cancelled", "planned")
        with pytest.raises((WordsOfAnother, ReasonNeeded)):
            getattr(cast, name).do(records.set_field, f"action:{action}", "owner", "", cast.anna.id)
    assert (cast.action(action).state, cast.action(action).taken) == ("planned", True)

    def with_reason(work: Any, viewer: Any, at: Any) -> None:
        actions.set_state(work, viewer, action, HowFar("cancelled"), "planned", at, WHY)

    cast.yusuf.do(with_reason)
    with house.database.read() as session:
        last = records.last_change(session, f"action:{action}", "state")
        assert last is not None
        assert (last.by_id, last.before, last.why) == (cast.yusuf.id, "planned", WHY)
    cast.anna.do(actions.set_state, action, HowFar("started"), "cancelled")  # and the owner turns it back
    assert cast.action(action).state == "started"


def test_why_an_agreement_is_there_and_its_place_stay_the_tables(cast: Cast) -> None:
    action = cast.add_action(by="anna", owner="anna")
    cast.anna.do(actions.take, action)
    cast.karim.do(records.set_field, f"action:{action}", "phase", "recovery", "immediate_safety")
    cast.karim.do(actions.move, action, None)
    assert cast.action(action).taken


@pytest.mark.parametrize("kind", ["goal", "factor"])
def test_what_somebody_put_there_only_they_take_away_or_the_chair_with_a_reason(
    cast: Cast, kind: str
) -> None:
    subject: Any = plans if kind == "goal" else factors
    model: Any = Goal if kind == "goal" else Factor
    made = (
        cast.noor.do(plans.add, "Rust in huis", "immediate_safety").id
        if kind == "goal"
        else cast.add_factor()
    )

    def stands() -> bool:
        with cast.house.database.read() as session:
            return session.get_one(model, made).removed_at is None

    for name in set(OTHERS) - {"yusuf"}:
        with pytest.raises(WordsOfAnother):
            getattr(cast, name).do(subject.remove, made)
    with pytest.raises(ReasonNeeded):
        cast.yusuf.do(subject.remove, made)
    assert stands()

    def with_reason(work: Any, viewer: Any, at: Any) -> None:
        subject.remove(work, viewer, made, at, WHY)

    cast.yusuf.do(with_reason)
    assert not stands()
    with pytest.raises(WordsOfAnother):
        cast.karim.do(subject.restore, made)
    clock(cast).move(minutes=1)
    cast.noor.do(subject.restore, made)
    assert stands()
    clock(cast).move(minutes=1)
    cast.noor.do(subject.remove, made)
    with pytest.raises(WordsOfAnother):  # what its owner took away themselves the chair does not put back
        cast.yusuf.do(subject.restore, made)


# --- proposals


def propose(player: Player, text_id: str, words: str = FELL) -> str:
    return str(player.do(wording.propose, text_id, words, None).id)


def test_a_proposal_changes_nothing_until_the_owner_takes_it_over(cast: Cast) -> None:
    made = said_by_anna(cast)
    text = text_of(cast, Statement, made)
    one = propose(cast.karim, text)
    assert cast.words(text) == PUSHED
    assert cast.statement(made).accorded
    for name in ("noor", "yusuf", "karim", "sam"):
        with pytest.raises(WordsOfAnother):
            getattr(cast, name).do(wording.answer, one, "taken", "")
    cast.anna.do(wording.answer, one, "taken", "")
    assert cast.words(text) == FELL
    assert not cast.statement(made).accorded  # other words ask again
    with cast.house.database.read() as session:
        change = session.scalars(select(Change).where(Change.text_id == text).order_by(Change.version)).all()[
            -1
        ]
        assert (change.author_id, change.proposed_by_id) == (cast.anna.id, cast.karim.id)
    assert proposed(cast, one).state == ProposalState.TAKEN


@pytest.mark.parametrize(("state", "why"), [("beside", ""), ("declined", WHY)])
def test_not_taken_over_both_stand(cast: Cast, state: str, why: str) -> None:
    made = said_by_anna(cast)
    text = text_of(cast, Statement, made)
    one = propose(cast.karim, text)
    cast.anna.do(wording.answer, one, state, why)
    found = proposed(cast, one)
    assert (found.state, found.words, found.why, found.answered_by_id) == (state, FELL, why, cast.anna.id)
    assert cast.words(text) == PUSHED
    assert cast.statement(made).accorded
    with pytest.raises(ProposalAnswered):
        cast.anna.do(wording.answer, one, "taken", "")
    propose(cast.karim, text, "Anna zegt dat zij struikelde.")  # there is always a next one


def test_a_refusal_says_why(cast: Cast) -> None:
    one = propose(cast.karim, text_of(cast, Statement, said_by_anna(cast)))
    with pytest.raises(ReasonNeeded) as asked:
        cast.anna.do(wording.answer, one, "declined", "nee")
    assert asked.value.field == "why"
    with pytest.raises(ChoiceUnknown):
        cast.anna.do(wording.answer, one, "withdrawn", "")
    assert proposed(cast, one).state == ProposalState.OPEN


def test_one_open_proposal_for_each_person(cast: Cast) -> None:
    """Another one takes the place of the first; who was about to take that one over is told, and takes over nothing."""
    text = text_of(cast, Statement, said_by_anna(cast))
    first, other = propose(cast.karim, text), propose(cast.sam, text, "Mama viel.")
    assert propose(cast.karim, text) == first
    second = propose(cast.karim, text, "Anna struikelde.")
    states = [proposed(cast, key).state for key in (first, other, second)]
    assert states == [ProposalState.WITHDRAWN, ProposalState.OPEN, ProposalState.OPEN]
    with pytest.raises(ProposalAnswered):
        cast.anna.do(wording.answer, first, "taken", "")
    assert cast.words(text) == PUSHED
    twin = Proposal(case_id=cast.case_id, text_id=text, base_epoch=0, base_version=0, words="x")
    twin.by_id, twin.at = cast.karim.id, cast.house.clock()

    def smuggle(work: Any, viewer: Any, at: Any) -> None:
        work.add(twin)

    with pytest.raises(IntegrityError):
        cast.karim.do(smuggle)


def test_what_is_no_proposal(cast: Cast) -> None:
    text = text_of(cast, Statement, said_by_anna(cast))
    for words, refusal in ((PUSHED, ProposalSame), (" ", TextNeeded), ("x" * 601, TextTooLong)):
        with pytest.raises(refusal) as refused:
            propose(cast.karim, text, words)
        assert refused.value.field == "words"
    with pytest.raises(ProposalNotNeeded):
        propose(cast.anna, text)
    with pytest.raises(ProposalNotNeeded):
        propose(cast.anna, cast.text_id())
    with pytest.raises(NotAllowed):
        propose(cast.amir, text)
    with pytest.raises(NotFound):
        propose(cast.bas, text)
    own = cast.text_id("our_story", owner="anna")
    with pytest.raises(NotAllowed):  # own words get no proposals at all
        propose(cast.karim, own)


def test_one_takes_back_ones_own_proposal_only_while_it_waits(cast: Cast) -> None:
    one = propose(cast.karim, text_of(cast, Statement, said_by_anna(cast)))
    with pytest.raises(NotAllowed):
        cast.sam.do(wording.withdraw, one)
    cast.karim.do(wording.withdraw, one)
    assert proposed(cast, one).state == ProposalState.WITHDRAWN
    with pytest.raises(ProposalAnswered):
        cast.anna.do(wording.answer, one, "taken", "")
    with pytest.raises(ProposalAnswered):
        cast.karim.do(wording.withdraw, one)


def test_a_proposal_is_as_hidden_as_the_words_it_is_about(cast: Cast) -> None:
    made = cast.add_statement(words="CANARIE", shared_with="anna lotte", about=[cast.anna.id])
    text = text_of(cast, Statement, made)
    one = propose(cast.lotte, text, "CANARIEVOORSTEL")
    for name in ("karim", "sam", "yusuf", "rie", "bas"):
        player: Player = getattr(cast, name)
        with cast.house.database.read() as session:
            assert not policy.visible(session.get_one(Proposal, one), player.viewer)
            assert wording.readable(session, player.viewer) == []
        for deed, given in (
            (wording.propose, (text, "x", None)),
            (wording.answer, (one, "taken", "")),
            (wording.withdraw, (one,)),
        ):
            with pytest.raises(NotFound):
                player.do(deed, *given)
    with cast.house.database.read() as session:
        assert [found.id for found in wording.readable(session, cast.anna.viewer)] == [one]


def test_the_news_names_the_text_and_never_the_words(cast: Cast) -> None:
    text = text_of(cast, Statement, said_by_anna(cast))
    heard: list[Event] = []
    cast.house.database.bus.subscribe(heard.extend)
    propose(cast.karim, text)
    assert heard == [ProposalChanged(cast.case_id, text)]


def test_after_the_meeting_nothing_is_proposed_or_answered(cast: Cast) -> None:
    text = text_of(cast, Statement, said_by_anna(cast))
    one = propose(cast.karim, text)
    cast.close()
    with pytest.raises(MeetingClosed):
        propose(cast.sam, text)
    with pytest.raises(MeetingClosed):
        cast.anna.do(wording.answer, one, "taken", "")


def test_only_the_chairs_reasons_are_kept_as_reasons(cast: Cast) -> None:
    action = cast.add_action(by="anna", owner="anna")
    cast.anna.do(actions.set_state, action, HowFar("done"), "planned")
    with cast.house.database.read() as session:
        assert {one.why for one in session.scalars(select(FieldChange))} == {""}
