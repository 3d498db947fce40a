"""Statements and responses: what a fact needs, who answers, what is asked again, and what stays readable."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.case import use_cases as cases
from conference.core.events import Event, MeetingChanged, RecordChanged
from conference.core.runtime import Runtime
from conference.core.unit_of_work import UnitOfWork
from conference.records import fields as records
from conference.records import texts
from conference.table.facts import use_cases as facts
from conference.table.meeting import use_cases as meetings
from models.errors.base import Conflict, NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.facts import FactNeedsDate, FactNeedsSource, PeriodIncomplete, StatementSettled
from models.errors.meeting import MeetingClosed
from models.errors.validation import ChoiceUnknown, DateInvalid, DateOutOfRange, TextNeeded
from models.log import FieldChange
from models.people import Person
from models.statements import Response, Statement
from tests.cast import Cast, Player

pytestmark = pytest.mark.both

WORDS = "De politie kwam aan de deur."
WHY = "Dit staat er al een keer, in andere woorden."


def statement(cast: Cast, by: str = "noor", **given: Any) -> str:
    """A fact about Anna and Sam, out of a letter of some days ago, unless told otherwise."""
    return cast.add_statement(**{"words": WORDS, "by": by, **given})


def answer(
    player: Player, statement_id: str, stance: str = "agrees", words: str = "", of: Player | None = None
) -> Any:
    return player.do(facts.respond, statement_id, (of or player).id, stance, words, None)


def put(player: Player, statement_id: str, field: str, value: str, seen: str) -> None:
    player.do(records.set_field, f"statement:{statement_id}", field, value, seen)


def told(house: Runtime) -> list[Event]:
    """The news of all deeds from now on."""
    heard: list[Event] = []
    house.database.tell = heard.extend  # type: ignore[method-assign]
    return heard


# --- what a fact needs


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        ({"source_words": ""}, FactNeedsSource, "source_words"),
        ({"happened": ""}, FactNeedsDate, "happened"),
        ({"happened": "day"}, FactNeedsDate, "happened"),
        ({"words": "  "}, TextNeeded, "words"),
        ({"kind": "gossip"}, ChoiceUnknown, "kind"),
        ({"basis": "heard_say"}, ChoiceUnknown, "basis"),
        ({"life_area": "moon"}, ChoiceUnknown, "life_area"),
        ({"happened": "2026-02-31 day"}, DateInvalid, "happened"),
        ({"happened": "2026-06-01 day"}, DateOutOfRange, "happened"),
        ({"happened": "2026-05-01 period"}, PeriodIncomplete, "happened"),
        ({"happened": "2026-05-01 day month"}, ChoiceUnknown, "happened"),
    ],
)
def test_what_is_no_fact_is_refused_at_its_field(
    cast: Cast, given: dict[str, str], refusal: type[Refused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        statement(cast, **given)
    assert refused.value.field == field
    with cast.house.database.read() as session:
        assert session.scalars(select(Statement)).all() == []


def test_a_person_is_a_source_too(cast: Cast) -> None:
    made = cast.statement(statement(cast, source_words="", source_id=cast.anna.id))
    assert made.source_id == cast.anna.id


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("day 2026-05-01", "2026-05-01 day"),
        ("01-05-2026", "2026-05-01 day"),
        ("2026-05-02 month 2026-05-02", "2026-05-01 month"),
        ("2019-08-17 year", "2019-01-01 year"),
        ("2026-04-01 2026-02-01 period", "2026-02-01 2026-04-01 period"),
        ("unknown", "unknown"),
        ("2026-05-01 unknown", "unknown"),
    ],
)
def test_a_date_is_one_value_with_its_precision(cast: Cast, typed: str, kept: str) -> None:
    assert records.value(cast.statement(statement(cast, happened=typed)), "happened") == kept


@pytest.mark.parametrize("kind", ["observation", "statement", "opinion", "assumption"])
def test_what_is_no_fact_is_kept_without_source_and_date(cast: Cast, kind: str) -> None:
    made = cast.statement(statement(cast, kind=kind, source_words="", happened=""))
    assert (made.kind, made.dated, made.sourced) == (kind, False, False)


#: What each kind lacks (T12), by how we know it, with or without a source and a date.
LACKING = [
    ("statement", "unknown", "", "", ["source"]),
    ("statement", "unknown", "Brief", "", []),
    ("statement", "heard_self", "", "2026-05-01 day", ["source"]),
    ("observation", "unknown", "", "", ["source", "date"]),
    ("observation", "unknown", "Brief", "", ["date"]),
    ("observation", "unknown", "", "2026-05-01 day", ["source"]),
    ("observation", "seen_self", "", "2026-05-01 day", []),
    ("observation", "heard_self", "", "unknown", []),
    ("observation", "told_by_person", "Brief", "unknown", []),
    ("fact", "unknown", "Brief", "2026-05-01 day", []),
    ("opinion", "unknown", "", "", []),
]


@pytest.mark.parametrize(("kind", "basis", "source", "happened", "lacks"), LACKING)
def test_what_somebody_says_or_saw_is_certain_with_source_and_date_only(
    cast: Cast, kind: str, basis: str, source: str, happened: str, lacks: list[str]
) -> None:
    key = statement(cast, kind=kind, basis=basis, source_words=source, happened=happened)
    certain = kind != "opinion" and not lacks
    made = cast.statement(key)
    assert (made.lacking, made.certain) == (lacks, certain)


def test_what_was_filled_in_moves_it_to_what_we_know(cast: Cast) -> None:
    made = statement(cast, kind="statement", source_words="")
    heard: list[Event] = []
    cast.house.database.bus.subscribe(heard.extend)
    put(cast.noor, made, "source_id", cast.rie.id, "")
    assert heard == [RecordChanged(cast.case_id, f"statement:{made}", listed=True)]
    assert cast.statement(made).certain


def test_nothing_becomes_a_fact_without_source_and_date(cast: Cast) -> None:
    made = statement(cast, kind="opinion", source_words="", happened="")
    with pytest.raises(FactNeedsSource):
        put(cast.noor, made, "kind", "fact", "opinion")
    put(cast.noor, made, "source_words", "Brief", "")
    with pytest.raises(FactNeedsDate):
        put(cast.noor, made, "kind", "fact", "opinion")
    put(cast.noor, made, "happened", "unknown", "")  # openly chosen
    put(cast.noor, made, "kind", "fact", "opinion")
    assert cast.statement(made).certain


@pytest.mark.parametrize(("field", "seen"), [("source_words", "Brief"), ("happened", "2026-05-01 day")])
def test_a_fact_does_not_lose_its_source_or_date(cast: Cast, field: str, seen: str) -> None:
    made = statement(cast)
    with pytest.raises((FactNeedsSource, FactNeedsDate)):
        put(cast.noor, made, field, "", seen)
    put(cast.noor, made, "kind", "opinion", "fact")
    put(cast.noor, made, field, "", seen)


def test_a_fact_keeps_one_of_two_sources(cast: Cast) -> None:
    made = statement(cast, source_id=cast.anna.id)
    put(cast.noor, made, "source_id", "", cast.anna.id)
    with pytest.raises(FactNeedsSource):
        put(cast.noor, made, "source_words", "", "Brief")


def test_one_date_changed_on_two_devices_shows_both(cast: Cast) -> None:
    made = statement(cast)
    put(cast.noor, made, "happened", "2026-04-01 month", "2026-05-01 day")
    with pytest.raises(Conflict) as both:
        put(cast.noor, made, "happened", "2026-05-02", "2026-05-01 day")  # from another device
    assert both.value.values == {"theirs": "2026-04-01 month", "yours": "2026-05-02 day"}


def test_a_form_that_is_sent_twice_makes_one_statement(cast: Cast) -> None:
    assert statement(cast) == statement(cast)
    assert statement(cast, kind="observation") != statement(cast)


@pytest.mark.parametrize("name", ["anna", "sam", "rie", "samira"])
def test_everybody_of_the_table_may_add(cast: Cast, name: str) -> None:
    assert cast.statement(statement(cast, by=name)).added_by_id == getattr(cast, name).id


@pytest.mark.parametrize("name", ["amir", "nadia"])
def test_an_interpreter_adds_nothing_nor_does_a_supporter_who_stands_beside_nobody(
    cast: Cast, name: str
) -> None:
    with pytest.raises(NotAllowed):
        statement(cast, by=name)


def test_after_the_end_nothing_is_answered(cast: Cast) -> None:
    made = statement(cast)
    cast.close()
    with pytest.raises(MeetingClosed):
        answer(cast.anna, made)
    with pytest.raises(MeetingClosed):
        statement(cast, words="Iets anders")


# --- answers


@pytest.mark.parametrize("stance", ["agrees", "partly", "disagrees", "unknown", "no_answer"])
def test_whoever_it_is_about_answers_in_own_words(cast: Cast, stance: str) -> None:
    made = statement(cast)
    answer(cast.anna, made, stance, "Zo was het niet helemaal.")
    given = cast.statement(made).responses[0]
    assert (given.person_id, given.stance, given.words, given.given_by_id) == (
        cast.anna.id,
        stance,
        "Zo was het niet helemaal.",
        cast.anna.id,
    )
    assert given.fits


@pytest.mark.parametrize("name", ["yusuf", "lotte", "noor", "sam", "rie", "nadia", "karim"])
def test_nobody_answers_for_somebody_else(cast: Cast, name: str) -> None:
    made = statement(cast)
    answer(cast.anna, made, "disagrees", "Nee")
    for deed in (facts.respond, facts.take_response_back):
        given = ("agrees", "", None) if deed is facts.respond else ()
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(deed, made, cast.anna.id, *given)
    assert [one.words for one in cast.statement(made).responses] == ["Nee"]


def test_who_it_is_not_about_has_no_answer(cast: Cast) -> None:
    made = statement(cast, about=[cast.sam.id])
    with pytest.raises(NotFound):
        answer(cast.anna, made)


def test_a_child_who_is_not_there_answers_through_who_it_chose(cast: Cast) -> None:
    made = statement(cast)
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.femke.id
    answer(cast.femke, made, "partly", "Ik was boven.", of=cast.sam)
    given = cast.statement(made).responses[0]
    assert (given.person_id, given.given_by_id) == (cast.sam.id, cast.femke.id)
    with pytest.raises(NotAllowed):
        answer(cast.lotte, made, "agrees", of=cast.sam)


def test_an_answer_that_changes_or_goes_stays_in_the_memory(cast: Cast) -> None:
    made = statement(cast)
    answer(cast.anna, made, "agrees", "Ja")
    answer(cast.anna, made, "disagrees", "Toch niet")
    cast.anna.do(facts.take_response_back, made, cast.anna.id)
    assert cast.statement(made).responses == []
    with cast.house.database.read() as session:
        kept = session.scalars(select(FieldChange).where(FieldChange.thing == f"statement:{made}")).all()
        before = [one.before for one in kept]
        assert {"stance": "agrees", "words": "Ja"} in before
        assert {"stance": "disagrees", "words": "Toch niet"} in before


def test_an_answer_is_given_once_however_often_it_is_sent(cast: Cast) -> None:
    made = statement(cast)
    for _ in range(2):
        answer(cast.anna, made, "agrees", "Ja")
    with cast.house.database.read() as session:
        assert len(session.scalars(select(Response)).all()) == 1
        assert len(session.scalars(select(FieldChange)).all()) == 1


@pytest.mark.parametrize("stance", ["", "not_asked", "supports"])
def test_an_answer_is_one_of_the_list(cast: Cast, stance: str) -> None:
    with pytest.raises(ChoiceUnknown):
        answer(cast.anna, statement(cast), stance)


def test_changed_words_are_asked_again_and_told_once(cast: Cast) -> None:
    made = statement(cast)
    answer(cast.anna, made)
    text = cast.statement(made).text_id
    news = told(cast.house)
    for number, word in enumerate(("Twee", "Drie", "Vier"), start=1):
        cast.noor.do(texts.rewrite, text, f"{WORDS} {word}", number)
    assert not cast.statement(made).responses[0].fits
    asked_again = [one for one in news if isinstance(one, RecordChanged)]
    assert [one.thing for one in asked_again] == [f"statement:{made}"]
    answer(cast.anna, made)
    assert cast.statement(made).responses[0].fits


def test_words_that_come_back_fit_again(cast: Cast) -> None:
    made = statement(cast)
    answer(cast.anna, made)
    text = cast.statement(made).text_id
    cast.noor.do(texts.rewrite, text, "Iets anders", 1)
    cast.noor.do(texts.rewrite, text, WORDS, 2)
    assert cast.statement(made).responses[0].fits


@pytest.mark.parametrize(
    ("field", "value", "seen", "fits"),
    [
        ("kind", "opinion", "fact", False),
        ("happened", "unknown", "2026-05-01 day", False),
        ("source_words", "Van horen zeggen", "Brief", False),
        ("life_area", "safety", "", True),
    ],
)
def test_what_makes_it_another_statement_is_asked_again(
    cast: Cast, field: str, value: str, seen: str, fits: bool
) -> None:
    made = statement(cast)
    answer(cast.anna, made)
    put(cast.noor, made, field, value, seen)
    assert cast.statement(made).responses[0].fits is fits


def test_an_answer_belongs_to_the_words_that_stood_on_the_screen(cast: Cast) -> None:
    made = statement(cast)
    text = cast.statement(made).text_id
    cast.noor.do(texts.rewrite, text, "De politie kwam twee keer.", 1)
    cast.anna.do(facts.respond, made, cast.anna.id, "agrees", "", 1)  # her phone showed the first version
    given = cast.statement(made).responses[0]
    assert not given.fits
    assert WORDS in given.said


# --- approval by the source


def test_only_the_source_approves(cast: Cast) -> None:
    made = statement(cast, source_id=cast.rie.id)
    for name in ("yusuf", "noor", "anna", "sam"):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(facts.accord, made, None)
    cast.rie.do(facts.accord, made, None)
    assert cast.statement(made).accorded


def test_a_source_without_a_person_approves_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.noor.do(facts.accord, statement(cast), None)


def test_an_edit_undoes_the_approval_and_tells(cast: Cast) -> None:
    made = statement(cast, source_id=cast.rie.id)
    cast.rie.do(facts.accord, made, None)
    news = told(cast.house)
    cast.rie.do(texts.rewrite, cast.statement(made).text_id, "Iets anders", 1)
    changed = cast.statement(made)
    assert changed.accorded_at is not None
    assert not changed.accorded
    assert f"statement:{made}" in [one.thing for one in news if isinstance(one, RecordChanged)]


def test_words_that_judge_are_noticed_when_they_come_and_go(cast: Cast) -> None:
    made = statement(cast)
    text = cast.statement(made).text_id
    news = told(cast.house)
    cast.noor.do(texts.rewrite, text, "Hij is altijd agressief.", 1)
    cast.noor.do(texts.rewrite, text, "Hij is altijd agressief en luid.", 2)
    cast.noor.do(texts.rewrite, text, "Hij riep hard.", 3)
    assert len([one for one in news if isinstance(one, RecordChanged)]) == 2


# --- correction and taking back


def test_a_correction_stands_in_the_place_of_what_stays_readable(cast: Cast) -> None:
    first, second = statement(cast), statement(cast, words="Daarna was het stil.")
    answer(cast.anna, first, "disagrees", "Er kwam niemand.")
    better = cast.noor.do(facts.correct, first, "De politie belde alleen op.").id
    old, new = cast.statement(first), cast.statement(better)
    assert (new.replaces_id, new.kind, new.source_words) == (first, "fact", "Brief")
    assert {one.id for one in new.about} == {cast.anna.id, cast.sam.id}
    assert new.responses == []
    assert (old.current, old.text.words) == (False, WORDS)
    assert old.responses[0].words == "Er kwam niemand."
    with cast.house.database.read() as session:
        order = [one.id for one in facts.readable(session, cast.noor.viewer) if one.current]
    assert order == [better, second]


def test_what_was_corrected_cannot_be_changed_any_more(cast: Cast) -> None:
    made = statement(cast, source_id=cast.rie.id)
    text = cast.statement(made).text_id
    cast.noor.do(facts.correct, made, "Beter")
    tries: list[Any] = [
        lambda: cast.noor.do(facts.correct, made, "Nog beter"),
        lambda: cast.noor.do(facts.withdraw, made, WHY),
        lambda: cast.noor.do(texts.rewrite, text, "Anders", 1),
        lambda: put(cast.noor, made, "kind", "opinion", "fact"),
        lambda: cast.rie.do(facts.accord, made, None),
        lambda: answer(cast.anna, made),
    ]
    for attempt in tries:
        with pytest.raises(StatementSettled):
            attempt()
    assert cast.words(text) == WORDS


def test_taking_back_needs_a_reason_and_takes_nothing_away(cast: Cast) -> None:
    made = statement(cast)
    with pytest.raises(ReasonNeeded) as refused:
        cast.noor.do(facts.withdraw, made, "dubbel")
    assert refused.value.field == "why"
    cast.noor.do(facts.withdraw, made, WHY)
    with cast.house.database.read() as session:
        kept = next(one for one in facts.readable(session, cast.anna.viewer) if one.id == made)
        assert (kept.withdrawn_why, kept.current, kept.text.words) == (WHY, False, WORDS)
    with pytest.raises(StatementSettled):
        cast.noor.do(texts.rewrite, cast.statement(made).text_id, "Anders", 1)


# --- shields


def shielded(cast: Cast, **given: Any) -> str:
    """A statement that was for Noor and Anna from its first moment."""
    return statement(cast, shared_with="anna", **{"about": (), **given})


def test_a_shielded_statement_exists_for_the_named_only(cast: Cast) -> None:
    made = shielded(cast, about=[cast.anna.id])
    text = cast.statement(made).text_id
    answer(cast.anna, made)
    for name in ("yusuf", "lotte", "sam", "karim"):
        player: Player = getattr(cast, name)
        for attempt in (
            lambda player=player: player.do(facts.respond, made, cast.anna.id, "agrees", "", None),
            lambda player=player: player.do(facts.correct, made, "Anders"),
            lambda player=player: player.do(texts.rewrite, text, "Anders", 1),
            lambda player=player: put(player, made, "kind", "opinion", "fact"),
        ):
            with pytest.raises(NotFound):
                attempt()
        with cast.house.database.read() as session:
            assert facts.readable(session, player.viewer) == []
            assert cases.search(session, [player.outside], "politie") == []


def test_a_shielded_statement_is_about_the_named_only(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        shielded(cast, about=[cast.sam.id])


def test_a_shield_covers_what_it_replaced_and_its_correction(cast: Cast) -> None:
    made = statement(cast)
    better = cast.noor.do(facts.correct, made, "Beter").id

    def cover(work: UnitOfWork, viewer: Any, at: Any) -> None:
        cases.shield(work, viewer, work.load(Statement, better), cast.shield_of("noor", "anna"), at)

    cast.noor.do(cover)
    with cast.house.database.read() as session:
        assert facts.readable(session, cast.karim.viewer) == []
        assert {one.id for one in facts.readable(session, cast.anna.viewer)} == {made, better}
    again = cast.noor.do(facts.correct, better, "Nog beter").id
    assert cast.statement(again).shield is not None


def test_a_search_finds_a_statement(cast: Cast) -> None:
    made = statement(cast)
    with cast.house.database.read() as session:
        hits = cases.search(session, [cast.noor.outside], "politie")
        assert [hit.statement.id for hit in hits if hit.statement] == [made]


def test_the_shared_screen_goes_along_with_a_correction(cast: Cast) -> None:
    first = statement(cast)
    cast.yusuf.do(meetings.focus, f"statement:{first}")
    heard = told(cast.house)
    better = cast.noor.do(facts.correct, first, "De politie kwam twee keer.").id
    assert cast.meeting.focus == f"statement:{better}"
    assert any(isinstance(one, MeetingChanged) for one in heard)
    cast.noor.do(facts.withdraw, better, WHY)
    assert cast.meeting.focus == ""


def test_a_search_finds_a_name_in_every_writing_of_it(cast: Cast) -> None:
    made = cast.add_statement("Zoe\u0308 sliep bij oma.")
    with cast.house.database.read() as session:
        for typed in ("Zoë", "zoe", "ZOË", "Zoe\u0308"):
            hits = cases.search(session, [cast.noor.outside], typed)
            assert [hit.statement.id for hit in hits if hit.statement] == [made], typed
