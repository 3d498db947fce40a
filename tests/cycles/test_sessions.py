"""Guided sessions: silence is silence, one leads, and where it is survives everything."""

import pytest
from sqlalchemy import select

from conference.learning.cycles import cards, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.learning.cycles.templates import StepKind, step_of
from conference.records import fields as records
from models.errors.base import NotFound
from models.errors.cycles import CycleClosed, DotsUsed, NotLeading, SessionOver, WrongStep
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.learning import GuidedSession, LearningCycle
from tests.learners import Learner, Learners

pytestmark = pytest.mark.both


class Table:
    """A session that Karim leads, in a cycle of its own."""

    def __init__(self, learners: Learners, template: str = "appreciative") -> None:
        self.learners, self.cycle = learners, learners.cycle()
        self.id: str = learners.karim.do(guided_session.start, self.cycle, template).id

    @property
    def now(self) -> GuidedSession:
        with self.learners.house.database.read() as session:
            return session.get_one(GuidedSession, self.id)

    def on(self) -> None:
        self.learners.karim.do(guided_session.step, self.id, self.now.step, self.now.step + 1)

    def until(self, kind: StepKind) -> None:
        while step_of(self.now).kind is not kind:
            self.on()

    def read_by(self, who: Learner) -> list[str]:
        with self.learners.house.database.read() as session:
            guided = session.get_one(GuidedSession, self.id)
            return [card.words for card in guided_session.on_table(session, who.viewer, guided)]


@pytest.fixture
def table(learners: Learners) -> Table:
    return Table(learners)


def test_what_is_written_in_silence_is_its_writers_until_all_is_shown(table: Table) -> None:
    karim, noor = table.learners.karim, table.learners.noor
    hidden = noor.do(guided_session.write, table.id, "NOORKAART")
    karim.do(guided_session.write, table.id, "KARIMKAART")
    assert (table.read_by(noor), table.read_by(karim)) == (["NOORKAART"], ["KARIMKAART"])
    for deed, given in (
        (records.set_field, (f"card:{hidden.id}", "words", "Anders", "NOORKAART")),
        (cards.remove, (hidden.id,)),
        (cards.move, (hidden.id, "insight", "")),
        (guided_session.dot, (hidden.id, True)),
    ):
        with pytest.raises(NotFound):
            karim.do(deed, *given)
    noor.do(records.set_field, f"card:{hidden.id}", "words", "NOORKAART 2", "NOORKAART")
    table.on()
    assert table.read_by(karim) == table.read_by(noor) == ["NOORKAART 2", "KARIMKAART"]
    noor.do(guided_session.write, table.id, "DAARNA")
    assert "DAARNA" in table.read_by(karim)


def test_a_silence_of_later_hides_only_what_is_written_then(table: Table) -> None:
    karim, noor = table.learners.karim, table.learners.noor
    noor.do(guided_session.write, table.id, "Eerst")
    table.on()
    karim.do(guided_session.step, table.id, 1, 0)
    noor.do(guided_session.write, table.id, "Later")
    assert table.read_by(karim) == ["Eerst"]
    karim.do(guided_session.finish, table.id)
    assert table.read_by(karim) == ["Eerst"]
    assert table.read_by(noor) == ["Eerst", "Later"]


def test_one_leads_and_another_can_take_over(table: Table) -> None:
    karim, noor = table.learners.karim, table.learners.noor
    for deed, given in ((guided_session.step, (0, 1)), (guided_session.finish, ())):
        with pytest.raises(NotLeading):
            noor.do(deed, table.id, *given)
    noor.do(guided_session.lead, table.id)
    noor.do(guided_session.step, table.id, 0, 1)
    with pytest.raises(NotLeading):
        karim.do(guided_session.step, table.id, 1, 2)
    assert table.now.step == 1


def test_a_second_press_skips_no_step_and_nobody_jumps(table: Table) -> None:
    karim = table.learners.karim
    karim.do(guided_session.step, table.id, 0, 1)
    karim.do(guided_session.step, table.id, 0, 1)
    assert table.now.step == 1
    for to in (3, 1, -1):
        with pytest.raises(ChoiceUnknown):
            karim.do(guided_session.step, table.id, 1, to)
    table.until(StepKind.AGREE)
    last = table.now.step
    with pytest.raises(ChoiceUnknown):
        karim.do(guided_session.step, table.id, last, last + 1)


def test_a_cycle_has_one_session_at_a_time(table: Table) -> None:
    assert table.learners.noor.do(guided_session.start, table.cycle, "moral").id == table.id
    table.learners.karim.do(guided_session.finish, table.id)
    assert table.learners.noor.do(guided_session.start, table.cycle, "moral").id != table.id
    with pytest.raises(ChoiceUnknown):
        table.learners.noor.do(guided_session.start, table.cycle, "iets")


def test_cards_are_piled_once_they_are_shown(table: Table) -> None:
    karim = table.learners.karim
    keys = [karim.do(guided_session.write, table.id, words).id for words in ("een", "twee", "drie")]
    with pytest.raises(WrongStep):
        karim.do(guided_session.pile, table.id, keys, "Samen")
    table.on()
    karim.do(guided_session.pile, table.id, [*keys[:2], "bestaatniet"], "Samen")

    def piles() -> list[str]:
        with table.learners.house.database.read() as session:
            guided = session.get_one(GuidedSession, table.id)
            return [card.pile for card in guided_session.on_table(session, karim.viewer, guided)]

    assert piles() == ["Samen", "Samen", ""]
    karim.do(guided_session.pile, table.id, keys[:1], "")
    assert piles() == ["", "Samen", ""]


def test_everybody_has_three_dots_and_one_for_a_card(table: Table) -> None:
    karim, noor = table.learners.karim, table.learners.noor
    keys = [karim.do(guided_session.write, table.id, f"kaart {n}").id for n in range(4)]
    table.on()
    with pytest.raises(WrongStep):
        karim.do(guided_session.dot, keys[0], True)
    table.until(StepKind.CHOOSE)
    for key in (keys[0], keys[0], keys[1], keys[2]):
        karim.do(guided_session.dot, key, True)
    with pytest.raises(DotsUsed):
        karim.do(guided_session.dot, keys[3], True)
    noor.do(guided_session.dot, keys[0], True)
    karim.do(guided_session.dot, keys[1], False)
    karim.do(guided_session.dot, keys[3], True)
    with table.learners.house.database.read() as session:
        guided = session.get_one(GuidedSession, table.id)
        cards_ = guided_session.on_table(session, noor.viewer, guided)
        assert [len(card.dots) for card in cards_] == [2, 0, 1, 1]


def test_what_is_agreed_lies_on_the_board(table: Table) -> None:
    karim, noor = table.learners.karim, table.learners.noor
    card = noor.do(guided_session.write, table.id, "Drie dagen vooraf").id
    table.on()
    with pytest.raises(WrongStep):
        noor.do(cards.move, card, "experiment", "")
    assert table.learners.columns(table.cycle) == {}
    table.until(StepKind.AGREE)
    noor.do(cards.move, card, "experiment", "")
    assert table.learners.columns(table.cycle) == {"experiment": ["Drie dagen vooraf"]}
    assert table.read_by(karim) == []
    with table.learners.house.database.read() as session:
        guided = session.get_one(GuidedSession, table.id)
        assert [one.id for one in guided_session.agreed(session, karim.viewer, guided)] == [card]


def test_after_its_end_nothing_is_written_and_what_lies_there_can_still_be_agreed(table: Table) -> None:
    karim = table.learners.karim
    card = karim.do(guided_session.write, table.id, "Blijft").id
    karim.do(guided_session.finish, table.id)
    for deed, given in (
        (guided_session.write, ("Nog een",)),
        (guided_session.step, (0, 1)),
        (guided_session.lead, ()),
    ):
        with pytest.raises(SessionOver):
            karim.do(deed, table.id, *given)
    karim.do(cards.move, card, "insight", "")
    assert table.learners.columns(table.cycle) == {"insight": ["Blijft"]}


def test_the_end_of_a_cycle_ends_its_session_and_shows_nothing_more(table: Table) -> None:
    karim, noor, femke = (getattr(table.learners, name) for name in ("karim", "noor", "femke"))
    with pytest.raises(TextNeeded):
        noor.do(guided_session.write, table.id, " ")
    noor.do(guided_session.write, table.id, "VERBORGEN")
    karim.do(cycles.close, table.cycle, cycles.Outcome(keep="Dit"))
    assert table.now.closed_at is not None
    with pytest.raises(CycleClosed):
        noor.do(guided_session.write, table.id, "Te laat")
    assert table.read_by(karim) == table.read_by(femke) == []
    with pytest.raises(NotFound):
        femke.see(guided_session.find, table.id)
    with table.learners.house.database.read() as session:
        cycle = session.scalars(select(LearningCycle)).one()
        assert guided_session.of_cycle(session, femke.viewer, cycle) == []
