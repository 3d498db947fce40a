"""The three biggest risks: named alone, shown side by side, then one list that everybody edits."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.records import fields
from conference.region import profile
from conference.report import content, reading
from conference.table.actions import use_cases as actions
from conference.table.context import ViewContext
from conference.table.plan import use_cases as plans
from conference.table.risks import use_cases as risks
from conference.table.risks.view import Risks
from models.enums import ShieldCategory
from models.errors.base import NotAllowed, NotFound
from models.errors.meeting import MeetingClosed
from models.errors.safety import AlreadyShown, NothingToReveal
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.meeting import Meeting
from models.people import Person
from models.risks import NamedRisk, Risk
from models.shields import Shield, ShieldAudience
from tests.cast import Cast, Player

WORRY = "Dat het weer misgaat"


def give(player: Player, *words: str, of: Player | None = None, **told: Any) -> None:
    player.do(risks.give, (of or player).id, risks.NewAnswer(words, **told))


def look(cast: Cast, player: Player) -> Risks:
    """What a player sees; the session stays open."""
    session = cast.house.database.read().__enter__()
    meeting = session.merge(cast.meeting)
    settings = profile.of(meeting.case.profile.settings)
    return Risks(ViewContext(session, player.viewer, meeting, settings, cast.house.clock(), cast.house))


def named(cast: Cast, player: Player) -> dict[str, list[str]]:
    return {one.person.first_name: [risk.words for risk in one.named] for one in look(cast, player).answers}


def key_of(cast: Cast, words: str) -> str:
    with cast.house.database.read() as session:
        [found] = [one for one in session.scalars(select(NamedRisk)) if one.words == words]
        return found.id


def listed(cast: Cast, player: Player) -> list[str]:
    return [one.text.words for one in look(cast, player).all]


def add(player: Player, words: str, *keys: str) -> str:
    return str(player.do(risks.add, words, keys).id)


def hide(cast: Cast, risk_id: str, *names: str) -> None:
    """For named people only, as a shield does it."""
    with cast.house.database.work() as work:
        at = cast.house.clock()
        shield = Shield(
            case_id=cast.case_id,
            category=ShieldCategory.SAFETY,
            reason="Anders is het thuis niet veilig.",
            review_on=at.date(),
            set_by_id=cast.noor.id,
            audience=[ShieldAudience(person_id=getattr(cast, name).id) for name in names],
        )
        work.add(shield)
        work.load(Risk, risk_id).shield = shield


def test_what_somebody_names_is_theirs_until_all_is_shown(cast: Cast) -> None:
    give(cast.anna, WORRY, "We moeten het huis uit")
    give(cast.noor, "Nieuw geweld")
    assert named(cast, cast.anna) == {"Anna": [WORRY, "We moeten het huis uit"]}
    assert named(cast, cast.yusuf) == {}
    assert look(cast, cast.yusuf).given == {cast.anna.id, cast.noor.id}
    cast.yusuf.do(risks.reveal)
    for player in (cast.anna, cast.noor, cast.yusuf, cast.rie):
        assert named(cast, player) == {"Anna": [WORRY, "We moeten het huis uit"], "Noor": ["Nieuw geweld"]}


def test_it_can_be_changed_until_it_is_shown_and_not_after(cast: Cast) -> None:
    give(cast.anna, "Iets anders", "En nog iets")
    give(cast.anna, WORRY)
    assert named(cast, cast.anna) == {"Anna": [WORRY]}
    cast.yusuf.do(risks.reveal)
    with pytest.raises(AlreadyShown):
        give(cast.anna, "Te laat")
    assert named(cast, cast.anna) == {"Anna": [WORRY]}


def test_an_empty_place_in_between_is_no_risk(cast: Cast) -> None:
    give(cast.anna, WORRY, "  ", "Slaap")
    assert [(one.place, one.words) for one in look(cast, cast.anna).answers[0].named] == [
        (1, WORRY),
        (2, "Slaap"),
    ]


def test_without_words_it_asks_for_one_or_for_none(cast: Cast) -> None:
    with pytest.raises(TextNeeded) as refused:
        give(cast.anna, "", "")
    assert refused.value.field == "first"
    give(cast.anna, "Vergeet dit maar", none=True)
    assert named(cast, cast.anna) == {"Anna": []}


def test_there_is_nothing_to_show_before_anybody_answered(cast: Cast) -> None:
    with pytest.raises(NothingToReveal):
        cast.yusuf.do(risks.reveal)


@pytest.mark.parametrize("name", ["anna", "noor", "lotte", "karim", "rie"])
def test_only_the_chair_shows_them(cast: Cast, name: str) -> None:
    give(cast.anna, WORRY)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(risks.reveal)


@pytest.mark.parametrize("name", ["noor", "yusuf", "lotte", "sam", "rie"])
def test_nobody_names_risks_for_somebody_else(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        give(getattr(cast, name), WORRY, of=cast.anna)


def test_who_speaks_for_an_absent_child_names_its_risks(cast: Cast) -> None:
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.femke.id
    give(cast.femke, "Dat ze schreeuwen", of=cast.sam)
    assert named(cast, cast.femke) == {"Sam": ["Dat ze schreeuwen"]}
    assert named(cast, cast.anna) == {}


def test_who_speaks_for_a_child_later_reads_nothing_of_what_was_named_before(cast: Cast) -> None:
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.anna.id
    give(cast.anna, WORRY, of=cast.sam)
    with cast.house.database.work() as work:
        work.load(Person, cast.sam.id).voice_via_id = cast.rie.id
    assert named(cast, cast.rie) == {}
    assert named(cast, cast.sam) == {"Sam": [WORRY]}


def test_what_is_kept_off_the_wall_is_not_for_the_screen(cast: Cast) -> None:
    give(cast.anna, WORRY, off_screen=True)
    give(cast.noor, "Nieuw geweld")
    cast.yusuf.do(risks.reveal)
    with cast.house.database.read() as session:
        screen = policy.screen(session.get_one(Meeting, cast.meeting_id), "screen")
        found = risks.of_meeting(session, cast.meeting_id)
        assert found is not None
        assert [one.person.first_name for one in policy.readable(found.answers, screen)] == ["Noor"]
    assert set(named(cast, cast.rie)) == {"Anna", "Noor"}


def test_a_closed_meeting_takes_no_answer(cast: Cast) -> None:
    give(cast.anna, WORRY)
    cast.close()
    with pytest.raises(MeetingClosed):
        give(cast.anna, "Na het einde")


# --- the list of the table


def test_the_table_makes_one_list_in_an_order_of_its_own(cast: Cast) -> None:
    first, second = add(cast.anna, "Eerst dit"), add(cast.noor, "Dan dit")
    assert listed(cast, cast.rie) == ["Eerst dit", "Dan dit"]
    cast.karim.do(risks.move, second, True)
    assert listed(cast, cast.anna) == ["Dan dit", "Eerst dit"]
    cast.karim.do(risks.move, second, True)
    assert listed(cast, cast.anna) == ["Dan dit", "Eerst dit"]
    cast.karim.do(risks.remove, first)
    assert listed(cast, cast.anna) == ["Dan dit"]
    cast.anna.do(risks.restore, first)
    assert listed(cast, cast.anna) == ["Dan dit", "Eerst dit"]


def test_a_fourth_one_stands_below_the_three(cast: Cast) -> None:
    for words in ("een", "twee", "drie", "vier"):
        add(cast.anna, words)
    seen = look(cast, cast.sam)
    assert [one.text.words for one in seen.top] == ["een", "twee", "drie"]
    assert [one.text.words for one in seen.rest] == ["vier"]


def test_the_same_form_sent_twice_makes_one(cast: Cast) -> None:
    assert add(cast.anna, WORRY) == add(cast.anna, WORRY)
    assert listed(cast, cast.anna) == [WORRY]


@pytest.mark.parametrize("name", ["rie", "amir"])
def test_who_may_not_write_in_the_analysis_may_not_write_the_list(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        add(getattr(cast, name), WORRY)


def test_what_people_named_is_said_to_be_one_of_the_list(cast: Cast) -> None:
    give(cast.anna, WORRY)
    give(cast.noor, "Nieuw geweld", "Geld")
    cast.yusuf.do(risks.reveal)
    risk = add(cast.yusuf, "Dat het thuis op geweld uitloopt", key_of(cast, WORRY))
    cast.sam.do(risks.belongs, key_of(cast, "Nieuw geweld"), risk)
    seen = look(cast, cast.rie)
    assert [one.answer.person.first_name for one in seen.named(seen.top[0])] == ["Anna", "Noor"]
    assert [one.words for one in seen.also_named] == ["Geld"]
    anna = next(one for one in seen.answers if one.person_id == cast.anna.id)
    assert (seen.letter(anna.named[0]), seen.times(anna.named[0])) == ("A", 2)
    other = seen.other_words(seen.top[0])
    assert other is not None
    assert other.words == WORRY
    cast.sam.do(risks.belongs, key_of(cast, "Nieuw geweld"), "")
    assert {one.words for one in look(cast, cast.rie).also_named} == {"Nieuw geweld", "Geld"}


def test_what_is_not_shown_yet_belongs_to_nothing(cast: Cast) -> None:
    give(cast.anna, WORRY)
    risk = add(cast.yusuf, "Iets van ons")
    with pytest.raises(NotFound):
        cast.yusuf.do(risks.belongs, key_of(cast, WORRY), risk)


def test_a_risk_says_which_agreement_and_goal_answer_it(cast: Cast) -> None:
    risk, action = add(cast.anna, WORRY), cast.add_action("Oma bellen")
    goal = cast.anna.do(plans.add, "Niemand wordt geslagen", "immediate_safety").id
    assert any(WORRY in point for point in look(cast, cast.yusuf).open_points())
    cast.anna.do(fields.set_field, f"risk:{risk}", "action_id", action, "")
    cast.sam.do(fields.set_field, f"risk:{risk}", "goal_id", goal, "")
    seen = look(cast, cast.rie)
    found = seen.top[0]
    assert seen.goal_of(found) is not None
    assert look(cast, cast.yusuf).open_points() == []
    with pytest.raises(ChoiceUnknown):
        cast.anna.do(fields.set_field, f"risk:{risk}", "action_id", "bestaatniet", action)


def test_a_hidden_agreement_answers_no_risk_that_others_see(cast: Cast) -> None:
    risk = add(cast.anna, WORRY)
    hidden = cast.add_action("Geheim", shared_with="noor")
    with pytest.raises(ChoiceUnknown):
        cast.noor.do(fields.set_field, f"risk:{risk}", "action_id", hidden, "")
    assert [one.text.words for one in look(cast, cast.noor).actions_for(look(cast, cast.noor).top[0])] == []


def test_a_shielded_risk_leaves_no_trace(cast: Cast) -> None:
    add(cast.anna, "Voor iedereen")
    secret = add(cast.noor, "KANARIEZORG")
    hide(cast, secret, "noor", "yusuf")
    assert listed(cast, cast.noor) == ["Voor iedereen", "KANARIEZORG"]
    for name in ("anna", "sam", "karim", "rie"):
        seen = look(cast, getattr(cast, name))
        assert [one.text.words for one in seen.all] == ["Voor iedereen"], name
        with pytest.raises(NotFound):
            getattr(cast, name).do(fields.set_field, f"risk:{secret}", "goal_id", "", "")
    with cast.house.database.read() as session:
        whole = content.build(session, session.get_one(Meeting, cast.meeting_id))
        assert "KANARIEZORG" in str(reading.annex(session, whole, cast.noor.viewer))
        for name in ("noor", "anna"):
            assert "KANARIEZORG" not in str(reading.part_of(session, whole, getattr(cast, name).viewer))


# --- report and the next meeting


def test_the_report_tells_the_list_and_what_each_named(cast: Cast) -> None:
    give(cast.anna, WORRY)
    give(cast.sam, none=True)
    give(cast.noor, "Nieuw geweld", off_screen=True)
    cast.yusuf.do(risks.reveal)
    risk, action = add(cast.yusuf, "Op geweld uitlopen", key_of(cast, WORRY)), cast.add_action("Oma bellen")
    cast.anna.do(fields.set_field, f"risk:{risk}", "action_id", action, "")
    with cast.house.database.read() as session:
        whole = content.build(session, session.get_one(Meeting, cast.meeting_id))
        told = reading.part_of(session, whole, cast.anna.viewer)
    (one,) = reading.items(told, "risk")
    assert (one["words"], one["named_by"], one["action"]) == (
        "Op geweld uitlopen",
        [cast.anna.id],
        f"action:{action}",
    )
    (round_,) = reading.items(told, "risk_round")
    assert [answer["risks"] for answer in round_["answers"]] == [[WORRY], [], ["Nieuw geweld"]]


def test_what_was_not_shown_is_in_no_report(cast: Cast) -> None:
    give(cast.anna, "KANARIE")
    with cast.house.database.read() as session:
        whole = content.build(session, session.get_one(Meeting, cast.meeting_id))
    assert "KANARIE" not in str(whole)


def test_the_list_stands_on_the_table_of_the_next_meeting(cast: Cast) -> None:
    add(cast.anna, WORRY)
    cast.close()
    with cast.house.database.read() as session:
        person = session.get_one(Person, cast.anna.id)
        later = policy.in_case(person, person.case, "nl")
        assert [one.text.words for one in risks.standing(session, later)] == [WORRY]


def test_the_agreements_that_answer_are_those_one_may_see(cast: Cast) -> None:
    add(cast.anna, WORRY)
    cast.add_action("Voor iedereen")
    seen = look(cast, cast.yusuf)
    with cast.house.database.read() as session:
        known = {one.id for one in actions.readable(session, cast.yusuf.viewer)}
    assert {one.id for one in seen.actions_for(seen.top[0])} == known
