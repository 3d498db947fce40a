"""Decisions by consent: who stands where, what is needed before one stands, and what stays readable."""

import threading
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.case import use_cases as cases
from conference.core.events import RecordChanged
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.records import texts
from conference.region import profile
from conference.table.context import ViewContext
from conference.table.decisions import use_cases as decisions
from conference.table.decisions.view import Decisions
from conference.table.meeting import use_cases as meetings
from models.decisions import Decision
from models.enums import StatementKind, TextKind
from models.errors.base import AlreadyAnswered, Conflict, NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.decisions import (
    DecisionEarlier,
    DecisionFixed,
    DecisionNeeded,
    HatNeeded,
    MeaningNeeded,
    ObjectionOpen,
    ObjectionStands,
    OptionsNeeded,
    ReservedAct,
    ReviewNeeded,
    WhyNeeded,
    WrongIfNeeded,
)
from models.errors.meeting import MeetingClosed
from models.errors.validation import ChoiceUnknown, DateInvalid, DateOutOfRange, TextNeeded, TextTooLong
from models.log import FieldChange, LogEntry
from models.meeting import Meeting
from models.people import Person
from models.statements import Statement
from models.texts import Text
from tests.cast import Cast, Player, in_days
from tests.decisions.hats import wear

pytestmark = pytest.mark.both

WORDS = {
    "question": "Waar slaapt papa de komende weken?",
    "first": "Bij zijn broer. Voor: rust. Tegen: ver weg.",
    "second": "Thuis. Voor: samen eten. Tegen: te vroeg.",
    "text": "Papa slaapt tot juni bij zijn broer.",
    "reason": "Zo is er rust in huis.",
    "sam": "Sam ziet papa elke zaterdag.",
    "wrong_if": "Als Sam weer slecht slaapt.",
}


def add(cast: Cast, by: str = "noor", question: str = WORDS["question"]) -> str:
    """A question on the table."""
    return str(getattr(cast, by).do(decisions.add, question).id)


def texts_of(cast: Cast, decision: str) -> dict[str, str]:
    """The ids of its texts by name."""
    with cast.house.database.read() as session:
        found = session.get_one(Decision, decision)
        named = {
            name: str(getattr(found, f"{name}_id"))
            for name in ("question", "text", "reason", "handled", "wrong_if")
        }
        options = dict(
            zip(("first", "second", "third"), [one.text_id for one in found.options], strict=False)
        )
        return named | options | {one.person.first_name.lower(): one.text_id for one in found.meanings}


def write(cast: Cast, decision: str, name: str, words: str, by: str = "noor") -> None:
    """Bring a text of it to these words."""
    text = texts_of(cast, decision)[name]
    with cast.house.database.read() as session:
        version = session.get_one(Text, text).version
    getattr(cast, by).do(texts.rewrite, text, words, version)


def put(cast: Cast, decision: str, field: str, value: str, seen: str = "", by: str = "noor") -> None:
    """Change a field."""
    getattr(cast, by).do(records.set_field, f"decision:{decision}", field, value, seen)


def stand(cast: Cast, decision: str, who: str, stance: str, words: str = "", by: str = "") -> None:
    """Somebody says where they stand."""
    player: Player = getattr(cast, by or who)
    player.do(decisions.stand, decision, getattr(cast, who).id, stance, words)


def ready(cast: Cast) -> str:
    """A decision that lacks nothing."""
    decision = add(cast)
    for name, words in WORDS.items():
        if name != "question":
            write(cast, decision, name, words)
    put(cast, decision, "review_on", in_days(30).isoformat())
    return decision


def state(cast: Cast, decision: str) -> str:
    """Where it is in its life."""
    with cast.house.database.read() as session:
        return str(session.get_one(Decision, decision).state)


def seen_by(cast: Cast, name: str, session: Any) -> Decisions:
    """What one player finds, as pages do."""
    meeting = session.get_one(Meeting, cast.meeting_id)
    settings = profile.of(meeting.case.profile.settings)
    return Decisions(
        ViewContext(session, getattr(cast, name).viewer, meeting, settings, cast.house.clock(), cast.house)
    )


def add_statement(cast: Cast, words: str, shield: cases.NewShield | None = None, kind: str = "fact") -> str:
    """A statement as it lies in the database."""
    with cast.house.database.work() as work:
        text = texts.new_text(work, cast.case_id, TextKind.STATEMENT)
        text.words = words
        made = Statement(
            case_id=cast.case_id,
            kind=StatementKind(kind),
            source_words="Brief",
            text_id=text.id,
            position=1.0,
            added_by_id=cast.noor.id,
            added_at=cast.house.clock(),
        )
        if shield is not None:
            made.shield = cases.new_shield(work, cast.noor.viewer, shield, cast.house.clock())
            text.shield = made.shield
        return str(work.add(made).id)


# --- asking


def test_a_new_question_has_two_options_and_a_line_for_each_child(cast: Cast) -> None:
    decision = add(cast)
    assert set(texts_of(cast, decision)) == {
        "question", "text", "reason", "handled", "wrong_if", "first", "second", "sam",
    }  # fmt: skip
    assert cast.words(texts_of(cast, decision)["question"]) == WORDS["question"]
    assert state(cast, decision) == "open"


@pytest.mark.parametrize(("words", "refusal"), [("", TextNeeded), ("x" * 301, TextTooLong)])
def test_a_question_has_words(cast: Cast, words: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        cast.noor.do(decisions.add, words)
    assert refused.value.field == "question"


def test_the_same_question_sent_twice_is_one(cast: Cast) -> None:
    assert add(cast) == add(cast)


def test_who_only_looks_on_asks_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add(cast, by="amir")
    with pytest.raises(NotFound):
        add(cast, by="bas")


def test_a_child_who_comes_later_gets_a_line_too(cast: Cast) -> None:
    decision = ready(cast)
    cast.lotte.do(
        cases.add_person, cases.NewPerson("Evi Bakker", "child", age="9"), viewer=cast.lotte.outside
    )
    assert "evi" in texts_of(cast, decision)
    with pytest.raises(MeaningNeeded) as refused:
        cast.yusuf.do(decisions.close, decision)
    assert refused.value.values == {"name": "Evi"}


def test_there_is_room_for_more_options_but_not_for_endless_ones(cast: Cast) -> None:
    decision = add(cast)
    for _ in range(6):
        cast.anna.do(decisions.add_option, decision)
    with pytest.raises(ChoiceUnknown):
        cast.anna.do(decisions.add_option, decision)


# --- standing


def test_everybody_stands_for_themselves_and_a_later_word_keeps_the_earlier_one(cast: Cast) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "objects", "Dan ben ik alleen.")
    stand(cast, decision, "anna", "can_live_with", "Als oma komt.")
    with cast.house.database.read() as session:
        view = seen_by(cast, "sam", session)
        row = next(one for one in view.standings(view.all[0]) if one.person.id == cast.anna.id)
        assert row.stand is not None
        assert (row.stand.stance, row.stand.words) == ("can_live_with", "Als oma komt.")
        assert row.earlier == ("objects",)
        kept = [one for one in view.history(view.all[0]) if one.field == "stand"]
        assert [one.after["words"] for one in kept] == ["Dan ben ik alleen.", "Als oma komt."]


@pytest.mark.parametrize("name", ["noor", "yusuf", "lotte", "sam"])
def test_nobody_stands_for_another(cast: Cast, name: str) -> None:
    decision = add(cast)
    with pytest.raises(NotAllowed):
        stand(cast, decision, "anna", "supports", by=name)


def test_who_speaks_for_an_absent_child_gives_the_answer_on_and_nobody_else(
    cast: Cast, house: Runtime
) -> None:
    decision = add(cast)
    with house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.karim.id
    stand(cast, decision, "sam", "supports", "Dan is het stil.", by="karim")
    with house.database.read() as session:
        found = session.get_one(Decision, decision).stances[0]
        assert (found.person_id, found.given_by_id) == (cast.sam.id, cast.karim.id)
    with pytest.raises(NotAllowed):
        stand(cast, decision, "sam", "objects", by="noor")


def test_a_stance_is_one_of_four(cast: Cast) -> None:
    decision = add(cast)
    with pytest.raises(ChoiceUnknown) as refused:
        stand(cast, decision, "anna", "votes_yes")
    assert refused.value.field == "stance"
    with pytest.raises(TextTooLong):
        stand(cast, decision, "anna", "supports", "x" * 1001)


def test_another_text_asks_everybody_again_and_a_space_does_not(cast: Cast, house: Runtime) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "supports")
    write(cast, decision, "text", WORDS["text"] + " ")
    assert fits(cast, decision) == [True]
    write(cast, decision, "reason", "Een andere reden.")
    assert fits(cast, decision) == [True]
    write(cast, decision, "first", "Bij oma.")
    assert fits(cast, decision) == [False]


def fits(cast: Cast, decision: str) -> list[bool]:
    """Whether each stance is about what stands there now."""
    with cast.house.database.read() as session:
        return [one.fits for one in session.get_one(Decision, decision).stances]


def test_typing_tells_the_decision_only_when_a_stance_stops_fitting(cast: Cast, house: Runtime) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "supports")
    told = news_of(cast, lambda: write(cast, decision, "text", "Anders."))
    assert [one.thing for one in told] == [f"decision:{decision}"]
    assert news_of(cast, lambda: write(cast, decision, "text", "Nog anders.")) == []


def news_of(cast: Cast, act: Any) -> list[RecordChanged]:
    """The record news of an act."""
    heard: list[Any] = []
    cast.house.database.bus.subscribe(heard.extend)
    act()
    return [one for one in heard if isinstance(one, RecordChanged)]


# --- deciding


def test_a_decision_that_lacks_nothing_stands(cast: Cast) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "supports")
    cast.yusuf.do(decisions.close, decision)
    with cast.house.database.read() as session:
        found = session.get_one(Decision, decision)
        assert (found.state, found.decided_by_id) == ("decided", cast.yusuf.id)
        assert all(text.fixed for text in found.texts)


@pytest.mark.parametrize(
    ("name", "refusal", "field"),
    [
        ("second", OptionsNeeded, "options"),
        ("text", DecisionNeeded, "text"),
        ("reason", WhyNeeded, "why"),
        ("sam", MeaningNeeded, "meanings"),
        ("wrong_if", WrongIfNeeded, "wrong_if"),
    ],
)
def test_an_empty_text_keeps_it_open(cast: Cast, name: str, refusal: type[Refused], field: str) -> None:
    decision = ready(cast)
    write(cast, decision, name, " ")
    with pytest.raises(refusal) as refused:
        cast.yusuf.do(decisions.close, decision)
    assert refused.value.field == field
    assert state(cast, decision) == "open"
    write(cast, decision, name, "Toch iets.")
    cast.yusuf.do(decisions.close, decision)


def test_a_day_to_look_again_is_needed(cast: Cast) -> None:
    decision = ready(cast)
    put(cast, decision, "review_on", "", in_days(30).isoformat())
    with pytest.raises(ReviewNeeded) as refused:
        cast.yusuf.do(decisions.close, decision)
    assert refused.value.field == "review_on"
    with pytest.raises(DateOutOfRange):
        put(cast, decision, "review_on", in_days(-1).isoformat())


@pytest.mark.parametrize("name", ["anna", "noor", "lotte", "karim"])
def test_only_the_chair_says_that_it_stands(cast: Cast, name: str) -> None:
    decision = ready(cast)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(decisions.close, decision)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(decisions.stick, decision, "Verder praten", in_days(7).isoformat())


def test_an_objection_needs_an_answer_and_while_it_stands_there_is_no_consent(cast: Cast) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "objects", "Te lang.")
    with pytest.raises(ObjectionOpen):
        cast.yusuf.do(decisions.close, decision)
    write(cast, decision, "handled", "We maakten het korter.")
    with pytest.raises(ObjectionStands):
        cast.yusuf.do(decisions.close, decision)
    stand(cast, decision, "anna", "can_live_with", "Korter is goed.")
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"


def test_an_objection_to_an_earlier_text_still_stands(cast: Cast) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "objects", "Te lang.")
    write(cast, decision, "text", "Papa slaapt tot mei bij zijn broer.")
    write(cast, decision, "handled", "We maakten het korter.")
    with pytest.raises(ObjectionStands):
        cast.yusuf.do(decisions.close, decision)


def test_by_law_it_is_decided_with_the_objection_beside_it(cast: Cast) -> None:
    decision = ready(cast)
    put(cast, decision, "rule", "urgent_safety", "consent", by="yusuf")
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    put(cast, decision, "statements", add_statement(cast, "De politie kwam."))
    stand(cast, decision, "anna", "objects", "Ik wil dit niet.")
    write(cast, decision, "handled", "We legden uit waarom het nu moet.")
    with pytest.raises(HatNeeded):
        cast.yusuf.do(decisions.close, decision)
    put(cast, decision, "hat", "family")
    with pytest.raises(HatNeeded):
        cast.yusuf.do(decisions.close, decision)
    wear(cast, "noor", "veilig_thuis")
    put(cast, decision, "hat", "veilig_thuis", "family")
    stand(cast, decision, "noor", "supports")
    cast.yusuf.do(decisions.close, decision)
    with cast.house.database.read() as session:
        found = session.get_one(Decision, decision)
        assert [(one.stance, one.words) for one in found.objections] == [("objects", "Ik wil dit niet.")]


def test_a_choice_of_the_family_is_stopped_by_the_family_only(cast: Cast) -> None:
    decision = ready(cast)
    put(cast, decision, "rule", "family_choice", "consent", by="yusuf")
    write(cast, decision, "handled", "We hoorden het.")
    stand(cast, decision, "anna", "objects")
    with pytest.raises(ObjectionStands):
        cast.yusuf.do(decisions.close, decision)
    stand(cast, decision, "anna", "supports")
    stand(cast, decision, "karim", "objects")
    cast.yusuf.do(decisions.close, decision)


def test_a_reserved_act_is_for_the_hat_that_the_law_names(cast: Cast) -> None:
    decision = ready(cast)
    with pytest.raises(ReservedAct) as refused:
        put(cast, decision, "reserved_act", "court_request")
    assert "1:255" in refused.value.values["law"]
    wear(cast, "karim", "rvdk")
    put(cast, decision, "hat", "rvdk")
    put(cast, decision, "reserved_act", "court_request")
    with pytest.raises(ReservedAct):
        put(cast, decision, "hat", "local_team", "rvdk")
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    stand(cast, decision, "karim", "supports")
    cast.yusuf.do(decisions.close, decision)


def test_a_decision_that_stands_is_fixed(cast: Cast) -> None:
    decision = ready(cast)
    cast.yusuf.do(decisions.close, decision)
    with pytest.raises(DecisionFixed):
        put(cast, decision, "departs_from", "De regel")
    for name in ("question", "first", "text", "reason", "handled", "wrong_if", "sam"):
        with pytest.raises(DecisionFixed):
            write(cast, decision, name, "Toch anders")
    with pytest.raises(DecisionFixed):
        cast.noor.do(decisions.add_option, decision)
    with pytest.raises(DecisionFixed):
        stand(cast, decision, "anna", "objects")
    with pytest.raises(DecisionFixed), cast.house.database.read() as session:
        texts.open_text(
            session,
            cast.house.keys,
            cast.noor.viewer,
            texts_of(cast, decision)["text"],
            None,
            cast.house.clock(),
        )


def test_two_who_close_at_once_make_one_decision(cast: Cast, house: Runtime) -> None:
    decision = ready(cast)
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            cast.yusuf.do(decisions.close, decision)
            outcomes.append("done")
        except AlreadyAnswered as refused:
            outcomes.append(refused.code)

    both = [threading.Thread(target=attempt) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(outcomes) == ["already_answered", "done"]
    with house.database.read() as session:
        steps = [one for one in records.history(session, f"decision:{decision}") if one.field == "state"]
        assert len(steps) == 1


def test_the_chair_opens_it_again_with_a_reason_that_is_kept(cast: Cast) -> None:
    decision = ready(cast)
    cast.yusuf.do(decisions.close, decision)
    with pytest.raises(ReasonNeeded):
        cast.yusuf.do(decisions.reopen, decision, "zomaar")
    with pytest.raises(NotAllowed):
        cast.noor.do(decisions.reopen, decision, "Er is iets nieuws gezegd.")
    cast.yusuf.do(decisions.reopen, decision, "Er is iets nieuws gezegd.")
    write(cast, decision, "text", "Papa slaapt thuis.")
    with cast.house.database.read() as session:
        view = seen_by(cast, "anna", session)
        assert [one.after["why"] for one in view.reopened(view.all[0])] == ["Er is iets nieuws gezegd."]


def test_a_decision_of_an_earlier_meeting_stays(cast: Cast, house: Runtime) -> None:
    decision = ready(cast)
    cast.yusuf.do(decisions.close, decision)
    with house.database.work() as work:
        first = work.load(Meeting, cast.meeting_id)
        later = work.add(
            Meeting(case_id=first.case_id, kind=first.kind, starts_at=first.starts_at, minutes=30,
                    chair_id=first.chair_id, state="open")
        )  # fmt: skip
        work.load(Decision, decision).meeting_id = later.id
    with pytest.raises(DecisionEarlier):
        cast.yusuf.do(decisions.reopen, decision, "Er is iets nieuws gezegd.")


def test_stuck_is_kept_with_a_next_step_and_a_day_and_can_be_taken_up_again(cast: Cast) -> None:
    decision = add(cast)
    stand(cast, decision, "anna", "objects", "Nee.")
    with pytest.raises(TextNeeded) as refused:
        cast.yusuf.do(decisions.stick, decision, "", in_days(7).isoformat())
    assert refused.value.field == "next_step"
    with pytest.raises(DateInvalid) as late:
        cast.yusuf.do(decisions.stick, decision, "Karim praat met Anna", "")
    assert late.value.field == "next_step_on"
    cast.yusuf.do(decisions.stick, decision, "Karim praat met Anna", in_days(7).isoformat())
    assert state(cast, decision) == "stuck"
    with pytest.raises(DecisionFixed):
        write(cast, decision, "text", "Toch.")
    with pytest.raises(AlreadyAnswered):
        cast.yusuf.do(decisions.close, decision)
    cast.yusuf.do(decisions.take_up, decision)
    write(cast, decision, "text", "Verder.")
    assert state(cast, decision) == "open"


def test_a_closed_meeting_decides_nothing(cast: Cast) -> None:
    decision = ready(cast)
    cast.close()
    with pytest.raises(MeetingClosed):
        cast.yusuf.do(decisions.close, decision)
    with pytest.raises(MeetingClosed):
        stand(cast, decision, "noor", "supports")


def test_two_who_choose_a_rule_at_once_see_both(cast: Cast) -> None:
    decision = add(cast)
    put(cast, decision, "rule", "family_choice", "consent", by="yusuf")
    with pytest.raises(Conflict) as refused:
        put(cast, decision, "rule", "statutory", "consent", by="yusuf")
    assert refused.value.values == {"theirs": "family_choice", "yours": "statutory"}


# --- what it rests on, and shields


def test_it_rests_only_on_what_everybody_may_see(cast: Cast) -> None:
    decision = add(cast)
    known = add_statement(cast, "De politie kwam.")
    hidden = add_statement(cast, "GEHEIM", cast.shield_of("noor", "lotte"))
    with pytest.raises(ChoiceUnknown):
        put(cast, decision, "statements", hidden)
    with pytest.raises(ChoiceUnknown):
        put(cast, decision, "statements", "bestaat-niet")
    put(cast, decision, "statements", known)
    with cast.house.database.read() as session:
        view = seen_by(cast, "noor", session)
        assert [one.id for one in view.rests_on(view.all[0])] == [known]
        assert hidden not in [one.id for one in view.can_rest_on(view.all[0])]


def test_a_statement_that_is_shielded_later_leaves_no_trace_under_a_decision(
    cast: Cast, house: Runtime
) -> None:
    decision, known = add(cast), add_statement(cast, "De politie kwam.")
    put(cast, decision, "statements", known)
    with house.database.work() as work:
        found = work.load(Statement, known)
        shield = cast.shield_of("noor", "lotte")
        found.shield = cases.new_shield(work, cast.noor.viewer, shield, cast.house.clock())
    with house.database.read() as session:
        view = seen_by(cast, "noor", session)
        assert view.rests_on(view.all[0]) == []
        assert records.value(view.all[0], "statements") == ""


def test_opinions_alone_give_a_warning(cast: Cast) -> None:
    decision = add(cast)
    opinion, fact = add_statement(cast, "Ik vind", kind="opinion"), add_statement(cast, "Het was")
    with cast.house.database.read() as session:
        view = seen_by(cast, "noor", session)
        assert view.is_uncertain(view.all[0])
    put(cast, decision, "statements", opinion)
    with cast.house.database.read() as session:
        view = seen_by(cast, "noor", session)
        assert view.is_uncertain(view.all[0])
    put(cast, decision, "statements", " ".join(sorted([opinion, fact])), opinion)
    with cast.house.database.read() as session:
        view = seen_by(cast, "noor", session)
        assert not view.is_uncertain(view.all[0])


def test_a_shielded_decision_and_its_texts_exist_for_the_named_only(cast: Cast, house: Runtime) -> None:
    with house.database.work() as work:
        shield = cast.shield_of("noor", "anna yusuf")
        decision = decisions.add(work, cast.noor.viewer, "GEHEIM", house.clock(), shield).id
    cast.anna.do(decisions.add_option, decision)
    ids = texts_of(cast, decision).values()
    with house.database.read() as session:
        assert decisions.readable(session, cast.karim.viewer) == []
        assert [one.id for one in decisions.readable(session, cast.anna.viewer)] == [decision]
        for key in ids:
            assert not policy.visible(session.get_one(Text, key), cast.karim.viewer)
            assert policy.visible(session.get_one(Text, key), cast.anna.viewer)
    with pytest.raises(NotFound):
        stand(cast, decision, "karim", "supports")
    with pytest.raises(ChoiceUnknown):
        cast.yusuf.do(meetings.focus, f"decision:{decision}")
    stand(cast, decision, "anna", "supports")


def test_the_day_to_look_again_makes_a_list(cast: Cast) -> None:
    decision = ready(cast)
    cast.yusuf.do(decisions.close, decision)
    with cast.house.database.read() as session:
        assert decisions.to_review(session, cast.lotte.viewer, in_days(29)) == []
        found = decisions.to_review(session, cast.lotte.viewer, in_days(30))
        assert [one.id for one in found] == [decision]


def test_every_step_is_kept_without_words_in_the_log(cast: Cast, house: Runtime) -> None:
    decision = add(cast)
    stand(cast, decision, "anna", "objects", "WOORDEN")
    with house.database.read() as session:
        logged = session.scalars(select(LogEntry).where(LogEntry.thing == f"decision:{decision}")).all()
        assert {one.deed for one in logged} == {"decision.write", "decision.stand"}
        kept = session.scalars(select(FieldChange).where(FieldChange.thing == f"decision:{decision}")).all()
        assert [one.field for one in kept] == ["stand"]
