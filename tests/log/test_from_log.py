"""From the log onto the board (*zet in ronde*), from the board to the steering group (*terugduwen*), and hours."""

from typing import Any

import pytest

from conference.access import policy
from conference.learning.cycles import cards, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.learning.hours import use_cases as hours
from conference.learning.log import shared_notes
from conference.learning.obstacles import use_cases as obstacles
from conference.records import fields as records
from conference.reflection import use_cases as reflections
from models.enums import ObstacleLevel
from models.errors.base import NotAllowed, NotFound
from models.errors.cycles import CycleClosed, EvidenceTooFew, WrongStep
from models.errors.log import NamesLeft, ReflectionWithdrawn
from models.errors.validation import ChoiceUnknown
from models.learning import CycleCard, DevelopmentHours, LearningNote
from tests.cast import Cast
from tests.learners import Learners

pytestmark = pytest.mark.both

PUSH = "Een formulier gaat voor het gezin."


def lay(learners: Learners, cycle: str, by: str = "karim", **given: str) -> CycleCard:
    """Lay something of the log on a board, now."""

    def deed(work: Any, viewer: policy.Viewer, at: Any) -> CycleCard:
        return cards.lay_from_log(work, viewer, cycle, at, **given)

    found: CycleCard = getattr(learners, by).do(deed)
    return found


def shown(learners: Learners) -> list[str]:
    """The notes that the log shows, by id."""
    return [note.id for note in learners.karim.see(shared_notes.published)]


def shared_by(cast: Cast, words: str) -> str:
    """A note that somebody of a family shared, out together with those of others. Returns the id of their own note."""
    written = cast.anna.do(reflections.write, reflections.NewReflection(words))
    cast.anna.do(reflections.share, written.id, words, "")
    with cast.house.database.work() as work:
        copy = reflections.shared_copy(work, written)
        assert copy is not None
        # As those of `Learners.notes`, so that they stand in one group.
        copy.batch, copy.month, copy.role, copy.kind, copy.organisation = 1, "2026-04", "parent", "works", ""
        copy.cycle_id = None
    return str(written.id)


# --- from the log onto the board


def test_a_note_becomes_an_observation_with_its_source_once(learners: Learners) -> None:
    learners.notes(5)
    cycle, note = learners.cycle(), shown(learners)[0]
    first, second = lay(learners, cycle, note_id=note), lay(learners, cycle, "noor", note_id=note)
    assert first.id == second.id
    assert len(learners.columns(cycle)["observation"]) == 1
    assert first.evidence_of == f"note:{note}"


def test_a_theme_becomes_an_observation_that_rests_on_its_notes(learners: Learners) -> None:
    learners.notes(5)
    cycle = learners.cycle()
    theme = learners.karim.do(shared_notes.group, "", "Wachten", shown(learners)).theme
    card = lay(learners, cycle, theme_id=theme.id)
    assert (card.words, card.theme_id, card.evidence_count) == ("Wachten", theme.id, 5)
    assert lay(learners, cycle, theme_id=theme.id).id == card.id


def test_what_is_too_small_for_the_log_is_too_small_for_the_board(learners: Learners) -> None:
    learners.notes(5)
    learners.notes(4, theme="later")
    cycle = learners.cycle()
    theme = learners.karim.do(shared_notes.group, "", "Wachten", shown(learners)[:4]).theme
    with pytest.raises(EvidenceTooFew):
        lay(learners, cycle, theme_id=theme.id)
    with learners.house.database.work() as work:
        for one in work.session.query(LearningNote).filter(LearningNote.mark.like("later%")):
            one.batch, hidden = None, one.id
    with pytest.raises(ReflectionWithdrawn):
        lay(learners, cycle, note_id=hidden)


def test_only_the_team_and_only_while_the_round_runs(learners: Learners) -> None:
    learners.notes(5)
    note = shown(learners)[0]
    for by in ("femke", "lotte"):
        with pytest.raises((NotAllowed, NotFound)):
            lay(learners, learners.cycle(), by, note_id=note)
    with pytest.raises(CycleClosed):
        lay(learners, learners.closed("Een vraag die klaar is"), note_id=note)


@pytest.mark.parametrize("changed", [False, True])
def test_who_takes_a_note_back_takes_its_words_off_the_board(
    cast: Cast, learners: Learners, changed: bool
) -> None:
    learners.notes(4)
    cycle, own = learners.cycle(), shared_by(cast, "MIJN ZIN over wachten")
    shared_notes._kept.cache_clear()
    with cast.house.database.work() as work:
        copy = work.session.query(LearningNote).filter(LearningNote.words.like("MIJN ZIN%")).one()
        note = copy.id
    card = lay(learners, cycle, note_id=note)
    if changed:
        ours = ("Mensen wachten lang", "MIJN ZIN over wachten")
        learners.karim.do(records.set_field, f"card:{card.id}", "words", *ours)
    cast.anna.do(reflections.withdraw, own)
    board = learners.columns(cycle)
    assert board == ({"observation": ["Mensen wachten lang"]} if changed else {})
    with cast.house.database.engine.connect() as line:
        for table in ("cycle_card", "field_change", "learning_note"):
            rows = line.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608
            assert "MIJN ZIN" not in str(rows), table


# --- to the steering group


def pushed(learners: Learners, card: str, by: str = "karim", *, confirmed: bool = False) -> Any:
    def deed(work: Any, viewer: policy.Viewer, at: Any) -> Any:
        return obstacles.raise_from_card(work, viewer, card, at, confirmed=confirmed)

    return getattr(learners, by).do(deed)


def test_a_card_that_pushes_back_lies_with_the_steering_group_at_once(learners: Learners) -> None:
    card = learners.card(learners.cycle(), PUSH, "push_back")
    made, again = pushed(learners, card), pushed(learners, card, "noor")
    assert made.id == again.id
    assert (made.words, made.level, made.pushed_back) == (PUSH, ObstacleLevel.STEERING, True)
    at = learners.house.clock()
    assert [one.obstacle.words for one in learners.femke.see(obstacles.listed, at)] == [PUSH]
    learners.femke.do(obstacles.answer, made.id, "Het formulier vervalt.")
    assert pushed(learners, card).answer == "Het formulier vervalt."  # asked and answered


def test_a_name_on_the_card_is_looked_at_once_more(learners: Learners) -> None:
    card = learners.card(learners.cycle(), "Marleen Dekkers moest op 3 mei kiezen.", "push_back")
    with pytest.raises(NamesLeft):
        pushed(learners, card)
    assert learners.femke.see(obstacles.listed, learners.house.clock()) == []
    assert pushed(learners, card, confirmed=True).pushed_back


def test_only_a_card_that_pushes_back_and_only_by_the_team(learners: Learners) -> None:
    cycle = learners.cycle()
    with pytest.raises(ChoiceUnknown):
        pushed(learners, learners.card(cycle, PUSH, "insight"))
    card = learners.card(cycle, PUSH, "push_back")
    with pytest.raises(NotFound):
        pushed(learners, card, "lotte")
    learners.karim.do(cycles.close, cycle, cycles.Outcome(keep="Bellen"))
    with pytest.raises(CycleClosed):
        pushed(learners, card)


# --- hours at the end of a session


def test_hours_are_given_once_for_a_session_that_ended(learners: Learners) -> None:
    guided = learners.karim.do(guided_session.start, learners.cycle(), "moral").id
    with pytest.raises(WrongStep):
        learners.karim.do(hours.after_session, guided, hours.NewHours("60", "learning_table"))
    learners.karim.do(guided_session.finish, guided)
    for minutes in ("60", "90"):
        learners.karim.do(hours.after_session, guided, hours.NewHours(minutes, "learning_table"))
    with learners.house.database.read() as session:
        assert [one.minutes for one in session.query(DevelopmentHours)] == [90]
        given = hours.given_after_session(session, learners.house.keys, learners.karim.viewer, guided)
        assert given is not None
        assert hours.given_after_session(session, learners.house.keys, learners.noor.viewer, guided) is None
    with pytest.raises(NotFound):
        learners.karim.do(hours.after_session, "bestaatniet", hours.NewHours("60", "learning_table"))
