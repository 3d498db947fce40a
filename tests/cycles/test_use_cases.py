"""Cycles and their board: nothing vanishes, everything is refused in a clear way, and only classes are evidence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from conference.learning.cycles import cards, evidence, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.learning.log import shared_notes
from conference.records import fields as records
from conference.reflection import use_cases as reflections
from models.errors.base import Conflict, NotAllowed, NotFound, Refused, WasRemoved
from models.errors.cycles import CycleClosed, CycleStillOpen, EndsBeforeStart, EvidenceTooFew, OutcomeNeeded
from models.errors.validation import BsnNotAllowed, ChoiceUnknown, DateInvalid, TextNeeded
from models.learning import CycleCard, LearningCycle
from models.log import FieldChange
from tests.cast import Cast, in_days
from tests.learners import Learners

pytestmark = pytest.mark.both

QUESTION = "Hoe hoort een kind zijn eigen woorden?"


def found(learners: Learners, cycle: str) -> LearningCycle:
    with learners.house.database.read() as session:
        return session.get_one(LearningCycle, cycle)


def card_of(learners: Learners, card: str) -> CycleCard:
    with learners.house.database.read() as session:
        return session.get_one(CycleCard, card)


# --- opening


def test_a_cycle_lasts_as_long_as_the_region_says_and_cycles_are_numbered(learners: Learners) -> None:
    first, second = learners.cycle(), learners.cycle("En nu?")
    assert (found(learners, first).starts_on, found(learners, first).ends_on) == (in_days(0), in_days(28))
    assert [one.number for one in learners.karim.see(cycles.of_region)] == [2, 1]
    assert learners.karim.see(cycles.of_region)[0].id == second


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"question": "  "}, TextNeeded),
        ({"starts_on": "12-05-2026", "ends_on": "12-05-2026"}, EndsBeforeStart),
        ({"starts_on": "2026-05-12", "ends_on": "2026-05-11"}, EndsBeforeStart),
        ({"ends_on": "31-02-2026"}, DateInvalid),
        ({"method": "iets"}, ChoiceUnknown),
        ({"we_try": "BSN 111222333"}, BsnNotAllowed),
    ],
)
def test_what_cannot_be_opened(learners: Learners, fields: dict[str, str], refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        learners.karim.do(cycles.open_cycle, cycles.NewCycle(**{"question": QUESTION, **fields}))
    assert refused.value.field in {*fields, "ends_on"}
    assert learners.karim.see(cycles.of_region) == []


def test_two_who_open_the_same_cycle_get_one(learners: Learners) -> None:
    assert learners.cycle() == learners.cycle(by="noor")


def test_the_dates_stay_in_order(learners: Learners) -> None:
    cycle = learners.cycle()
    day = in_days(28).isoformat()
    with pytest.raises(EndsBeforeStart):
        learners.karim.do(records.set_field, f"cycle:{cycle}", "ends_on", in_days(-1).isoformat(), day)
    later = (in_days(28) + timedelta(days=7)).isoformat()
    assert learners.karim.do(records.set_field, f"cycle:{cycle}", "ends_on", later, day) == later
    assert found(learners, cycle).ends_on == date.fromisoformat(later)


# --- cards


def test_cards_are_laid_moved_and_put_in_order(learners: Learners) -> None:
    cycle = learners.cycle()
    one, two, three = (learners.card(cycle, words) for words in ("een", "twee", "drie"))
    learners.noor.do(cards.move, three, "observation", one)
    assert learners.columns(cycle) == {"observation": ["drie", "een", "twee"]}
    learners.noor.do(cards.move, one, "insight", "")
    learners.noor.do(cards.move, two, "insight", one)
    assert learners.columns(cycle) == {"observation": ["drie"], "insight": ["twee", "een"]}
    learners.noor.do(cards.move, two, "insight", "weg")
    assert learners.columns(cycle)["insight"] == ["een", "twee"]
    for column in ("session", "iets"):
        with pytest.raises(ChoiceUnknown):
            learners.noor.do(cards.move, two, column, "")


def test_a_form_that_is_sent_twice_makes_one_card(learners: Learners) -> None:
    cycle = learners.cycle()
    assert learners.card(cycle) == learners.card(cycle)
    assert learners.card(cycle, column="insight") not in learners.columns(cycle)["observation"]
    other = learners.noor.do(cards.add, cycle, cards.NewCard("observation", "Een kaart"))
    assert learners.columns(cycle)["observation"] == ["Een kaart", "Een kaart"]
    learners.noor.do(cards.remove, other.id)
    assert learners.columns(cycle)["observation"] == ["Een kaart"]


def test_two_people_who_change_one_card_see_both_and_lose_nothing(learners: Learners) -> None:
    card = learners.card(learners.cycle(), "eerst")
    learners.noor.do(records.set_field, f"card:{card}", "words", "van Noor", "eerst")
    with pytest.raises(Conflict) as both:
        learners.karim.do(records.set_field, f"card:{card}", "words", "van Karim", "eerst")
    assert both.value.values == {"theirs": "van Noor", "yours": "van Karim"}
    assert card_of(learners, card).words == "van Noor"
    learners.karim.do(records.set_field, f"card:{card}", "words", "van Karim", "van Noor")
    with learners.house.database.read() as session:
        kept = session.scalars(select(FieldChange).where(FieldChange.thing == f"card:{card}"))
        assert {one.before for one in kept} == {"eerst", "van Noor"}
    learners.noor.do(records.set_field, f"card:{card}", "source", "Een brief", "")
    learners.karim.do(records.set_field, f"card:{card}", "result", "Het werkt", "")
    assert (card_of(learners, card).source, card_of(learners, card).result) == ("Een brief", "Het werkt")


def test_a_change_leads_to_an_account_here_and_to_a_person_at_a_table_and_never_to_both(
    cast: Cast, learners: Learners
) -> None:
    card, action = learners.card(learners.cycle(), "eerst"), cast.add_action()
    learners.noor.do(records.set_field, f"card:{card}", "words", "daarna", "eerst")
    cast.noor.do(records.set_field, f"action:{action}", "state", "done", "planned")
    with cast.house.database.read() as session:
        (learned,) = records.history(session, f"card:{card}")
        (done,) = records.history(session, f"action:{action}")
    assert (learned.by_id, learned.account_by_id) == (None, cast.script.accounts["noor"])
    assert (done.by_id, done.account_by_id) == (cast.noor.id, None)


def test_the_road_is_one_and_the_wall_stands(cast: Cast, learners: Learners) -> None:
    """Who sits at a table reaches no card, and who learns no agreement, though both are the same person."""
    cycle, action = learners.cycle(), cast.add_action()
    card = learners.card(cycle, "eerst")
    for thing, field in ((f"card:{card}", "words"), (f"cycle:{cycle}", "question")):
        with pytest.raises(NotFound):
            cast.noor.do(records.set_field, thing, field, "van buiten", "eerst")
    with pytest.raises(NotFound):
        learners.noor.do(records.set_field, f"action:{action}", "state", "done", "planned")
    for thing in ("session:weg", "elephant:weg", "card:weg", "card", ""):
        with pytest.raises(NotFound):
            learners.noor.do(records.set_field, thing, "words", "weg", "")


def test_words_that_a_browser_sends_with_other_line_ends_are_the_same_words(learners: Learners) -> None:
    card = learners.card(learners.cycle(), "een\ntwee")
    learners.noor.do(records.set_field, f"card:{card}", "words", "een\r\ndrie", "een\r\ntwee")
    assert card_of(learners, card).words == "een\ndrie"


def test_a_card_that_was_taken_away_is_put_back_with_all_that_was_on_it(learners: Learners) -> None:
    cycle = learners.cycle()
    card = learners.card(cycle, "Proefje", "experiment", owner="Tamar", until="26-05-2026")
    learners.noor.do(cards.remove, card)
    assert learners.columns(cycle) == {}
    with pytest.raises(WasRemoved):
        learners.karim.do(records.set_field, f"card:{card}", "words", "Anders", "Proefje")
    learners.karim.do(cards.put_back, card)
    assert learners.columns(cycle) == {"experiment": ["Proefje"]}
    assert (card_of(learners, card).owner, card_of(learners, card).until) == ("Tamar", date(2026, 5, 26))


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"words": ""}, TextNeeded),
        ({"words": "111222333"}, BsnNotAllowed),
        ({"column": "session"}, ChoiceUnknown),
        ({"until": "40-01-2026"}, DateInvalid),
        ({"evidence_of": "theme:bestaatniet"}, EvidenceTooFew),
    ],
)
def test_what_cannot_be_on_a_card(learners: Learners, fields: dict[str, str], refusal: type[Refused]) -> None:
    cycle = learners.cycle()
    given = {"column": "experiment", "words": "Proefje", **fields}
    with pytest.raises(refusal) as refused:
        learners.karim.do(cards.add, cycle, cards.NewCard(**given))
    assert refused.value.field in fields
    assert learners.columns(cycle) == {}


# --- evidence


def test_only_what_the_log_shows_is_evidence_and_its_number_stays(learners: Learners) -> None:
    learners.notes(4)
    cycle = learners.cycle()
    assert learners.karim.see(evidence.choices) == []
    with pytest.raises(EvidenceTooFew):
        learners.card(cycle, evidence_of="kind:works")
    learners.notes(6, theme="meer")
    offered = {one.key: one.count for one in learners.karim.see(evidence.choices)}
    assert offered["kind:works"] == 10
    card = learners.card(cycle, evidence_of="kind:works")
    learners.notes(5, theme="later")
    shared_notes._kept.cache_clear()
    assert {one.key: one.count for one in learners.karim.see(evidence.choices)}["kind:works"] == 15
    assert card_of(learners, card).evidence_count == 10


def test_a_theme_is_evidence_from_enough_families_on(learners: Learners) -> None:
    learners.notes(8)
    shown = [note.id for note in learners.karim.see(shared_notes.published)]
    small = learners.karim.do(shared_notes.group, "", "Klein", shown[:4]).theme.id
    large = learners.karim.do(shared_notes.group, "", "Groot", shown[:6]).theme.id
    cycle = learners.cycle()
    with pytest.raises(EvidenceTooFew):
        learners.card(cycle, evidence_of=f"theme:{small}")
    card = learners.card(cycle, evidence_of=f"theme:{large}")
    assert (card_of(learners, card).theme_id, card_of(learners, card).evidence_count) == (large, 6)
    learners.karim.do(records.set_field, f"card:{card}", "evidence_of", "", f"theme:{large}")
    assert (card_of(learners, card).theme_id, card_of(learners, card).evidence_count) == (None, None)


# --- closing and going on


def test_a_cycle_closes_with_something_to_keep_change_or_stop(learners: Learners) -> None:
    cycle = learners.cycle()
    learners.card(cycle, "Gezien")
    with pytest.raises(OutcomeNeeded):
        learners.karim.do(cycles.close, cycle, cycles.Outcome())
    learners.karim.do(cycles.close, cycle, cycles.Outcome(change="Eerst lezen", still_open=True))
    assert learners.columns(cycle) == {"observation": ["Gezien"], "change": ["Eerst lezen"]}
    assert found(learners, cycle).still_open
    card = learners.karim.see(lambda session, viewer: session.scalars(select(CycleCard.id)).first())
    for deed, given in (
        (cycles.close, (cycle, cycles.Outcome(stop="Te laat"))),
        (records.set_field, (f"cycle:{cycle}", "question", "Anders", QUESTION)),
        (cards.add, (cycle, cards.NewCard("stop", "Te laat"))),
        (cards.move, (card, "stop", "")),
        (records.set_field, (f"card:{card}", "words", "Anders", "Gezien")),
        (cards.remove, (card,)),
    ):
        with pytest.raises(CycleClosed):
            learners.noor.do(deed, *given)


def test_what_is_still_open_goes_to_one_next_cycle(learners: Learners) -> None:
    cycle = learners.cycle()
    stays = learners.card(cycle, "Blijft hier")
    goes = learners.card(cycle, "Nog open", "open")
    wish = cycles.NewCycle("Wat nu?", after=cycle, carry=[goes])
    with pytest.raises(CycleStillOpen):
        learners.karim.do(cycles.open_cycle, wish)
    learners.karim.do(cycles.close, cycle, cycles.Outcome(keep="Dit"))
    following = learners.karim.do(cycles.open_cycle, wish).id
    other = cycles.NewCycle("Nog iets anders", after=cycle)
    assert learners.noor.do(cycles.open_cycle, other).id == following
    assert found(learners, cycle).next_id == following
    assert learners.columns(following) == {"open": ["Nog open"]}
    assert learners.columns(cycle)["open"] == ["Nog open"]
    assert card_of(learners, stays).cycle_id == cycle
    with learners.house.database.read() as session:
        copies = select(func.count()).where(CycleCard.carried_from_id == goes)
        assert session.scalar(copies) == 1


# --- at the very same moment


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each gave, or the refusal it got; all begin together."""
    gate = Barrier(len(deeds))

    def begin(deed: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return deed()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(begin, deeds))


def test_the_same_done_four_times_at_once_is_done_once(learners: Learners) -> None:
    assert len(set(at_once(*[learners.cycle] * 4))) == 1
    cycle = learners.cycle()
    assert len(set(at_once(*[lambda: learners.card(cycle)] * 4))) == 1
    started = at_once(*[lambda: learners.noor.do(guided_session.start, cycle, "moral").id] * 4)
    assert len(set(started)) == 1


def test_of_changes_at_once_one_stands_and_the_others_are_shown_it(learners: Learners) -> None:
    card = learners.card(learners.cycle(), "eerst")
    told = [f"versie {number}" for number in range(4)]
    found = at_once(
        *[
            partial(learners.karim.do, records.set_field, f"card:{card}", "words", one, "eerst")
            for one in told
        ]
    )
    refused = [one for one in found if isinstance(one, Conflict)]
    assert len(refused) == 3
    assert {one.values["theirs"] for one in refused} == {card_of(learners, card).words}
    assert {one.values["yours"] for one in refused} | {card_of(learners, card).words} == set(told)


def test_nothing_lands_on_a_board_that_is_being_closed(learners: Learners) -> None:
    cycle = learners.cycle()
    learners.card(cycle, "Houden zo", "keep")
    adding = [partial(learners.card, cycle, f"kaart {number}") for number in range(3)]
    closing = partial(learners.noor.do, cycles.close, cycle, cycles.Outcome())
    found = at_once(*adding, closing)
    stands = found.count(closed := next(one for one in found if isinstance(one, LearningCycle)))
    assert (stands, closed.id) == (1, cycle)
    laid = [one for one in found if isinstance(one, str)]
    assert len(learners.columns(cycle).get("observation", [])) == len(laid)
    assert all(isinstance(one, str | LearningCycle | CycleClosed) for one in found)


# --- who


def test_the_steering_group_reads_closed_cycles_only_and_changes_nothing(learners: Learners) -> None:
    running, closed = learners.cycle("Loopt nog"), learners.closed("Is af")
    assert [one.id for one in learners.femke.see(cycles.of_region)] == [closed]
    assert learners.columns(closed, by="femke") == {"keep": ["BEWAARKAART"]}
    assert learners.columns(running, by="femke") == {}
    with pytest.raises(NotFound):
        learners.femke.see(cycles.find, running)
    with pytest.raises(NotFound):
        learners.femke.do(cards.add, running, cards.NewCard("open", "Van buiten"))
    with pytest.raises(NotAllowed):
        learners.femke.do(cards.add, closed, cards.NewCard("open", "Van buiten"))
    with pytest.raises(NotAllowed):
        learners.femke.do(cycles.open_cycle, cycles.NewCycle("Mag ik?"))
    assert learners.lotte.see(cycles.of_region) == []
    with pytest.raises(NotFound):
        learners.lotte.see(cycles.find, closed)


def test_a_note_that_is_shared_belongs_to_the_cycle_that_runs(learners: Learners, cast: Cast) -> None:
    first = cast.anna.do(reflections.write, reflections.NewReflection("Voor de ronde"))
    assert cast.anna.do(reflections.share, first.id, "Voor de ronde", "").cycle_id is None
    closed, running = learners.closed("Is af"), learners.cycle("Loopt nog")
    learners.karim.do(cycles.open_cycle, cycles.NewCycle("Straks", starts_on="01-06-2026"))
    second = cast.anna.do(reflections.write, reflections.NewReflection("In de ronde"))
    assert cast.anna.do(reflections.share, second.id, "In de ronde", "").cycle_id == running != closed
