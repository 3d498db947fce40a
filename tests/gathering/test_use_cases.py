"""The meeting as a whole: rules of the game, words of a child, leg uit, haal erbij, parts, check-out."""

from typing import Any

import pytest

from conference.access import policy
from conference.access.policy import Permission
from conference.core.events import CheckedOut, QuestionChanged
from conference.records import texts
from conference.table.gathering import use_cases as gathering
from conference.table.gathering.use_cases import NewCheckOut, NewExpertise
from conference.table.meeting import use_cases as meetings
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound
from models.errors.meeting import MeetingClosed
from models.errors.validation import (
    ChoiceUnknown,
    DateInvalid,
    DateOutOfRange,
    NumberInvalid,
    TextNeeded,
    TextTooLong,
)
from models.gathering import CheckOut, Expertise, Explanation
from models.meeting import Meeting
from models.people import Person
from tests.cast import BY_ROLE, Cast, in_days

pytestmark = pytest.mark.both

EVERYBODY = [name for role, name in BY_ROLE.items() if role != "stranger"]
FINE = NewCheckOut("8", "7", "6", "9", "Korter graag.")


def part(cast: Cast, key: str) -> str:
    """The id of a part of the meeting."""
    return next(part.id for part in cast.meeting.parts if part.key == key)


def state(cast: Cast, key: str) -> Any:
    """A part as it stands in the database now."""
    return next(part for part in cast.meeting.parts if part.key == key)


def away(cast: Cast, name: str, speaker: str) -> None:
    """Somebody is not at the table, and asked somebody else to speak for them."""
    with cast.house.database.work() as work:
        person = work.load(Person, getattr(cast, name).id)
        person.at_table, person.voice_via_id = False, getattr(cast, speaker).id


def asked(cast: Cast, key: str) -> Explanation:
    """A question as it stands in the database now."""
    with cast.house.database.read() as session:
        return session.get_one(Explanation, key)


def worries(cast: Cast) -> str:
    """The name of a section everybody can read."""
    return f"section:{cast.section('worries').id}"


def close(cast: Cast) -> None:
    cast.close()


# --- the rules of the game


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_says_yes_for_themselves(cast: Cast, name: str) -> None:
    player = getattr(cast, name)
    player.do(gathering.agree, "")
    player.do(gathering.agree, player.id)
    with cast.house.database.read() as session:
        assert gathering.agreed(session, cast.meeting_id) == {player.id}


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_says_yes_for_somebody_else(cast: Cast, name: str) -> None:
    other = cast.noor if name != "noor" else cast.anna
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(gathering.agree, other.id)


# --- own words of a child who is not in the room


def write(cast: Cast, name: str) -> None:
    getattr(cast, name).do(texts.rewrite, cast.text_id("our_story", owner="sam"), "Ik wil naar huis", 0)


@pytest.mark.parametrize("speaker", ["rie", "nadia", "karim", "femke", "noor", "lotte", "yusuf", "samira"])
def test_who_the_child_asked_writes_its_words_down(cast: Cast, speaker: str) -> None:
    away(cast, "sam", speaker)
    write(cast, speaker)
    assert cast.words(cast.text_id("our_story", owner="sam")) == "Ik wil naar huis"


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name not in ("sam", "rie")])
def test_nobody_else_writes_the_words_of_a_child(cast: Cast, name: str) -> None:
    away(cast, "sam", "rie")
    with pytest.raises(NotAllowed):
        write(cast, name)


def test_who_spoke_for_a_child_stops_when_it_is_there_itself(cast: Cast) -> None:
    with cast.house.database.work() as work:
        work.load(Person, cast.sam.id).voice_via_id = cast.rie.id
    with pytest.raises(NotAllowed):
        write(cast, "rie")
    write(cast, "sam")


def test_the_interpreter_never_writes_the_words_of_somebody_else(cast: Cast) -> None:
    away(cast, "sam", "amir")
    with pytest.raises(NotAllowed):
        write(cast, "amir")


# --- leg uit


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_asks_and_the_chair_explains(cast: Cast, name: str) -> None:
    key = getattr(cast, name).do(gathering.ask, worries(cast), "patroon")
    cast.yusuf.do(gathering.answer, key, "  Wat steeds terugkomt. ")
    found = asked(cast, key)
    assert (found.answer, found.answered_by_id) == ("Wat steeds terugkomt.", cast.yusuf.id)
    assert found.part_id == cast.meeting.part_id


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "yusuf"])
def test_only_the_chair_explains(cast: Cast, name: str) -> None:
    key = cast.anna.do(gathering.ask, "", "OTS")
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(gathering.answer, key, "Iets")


def test_the_same_question_of_one_person_is_one_question(cast: Cast) -> None:
    first = cast.anna.do(gathering.ask, "", "OTS")
    assert cast.anna.do(gathering.ask, "", " OTS ") == first
    cast.yusuf.do(gathering.answer, first, "Toezicht")
    assert cast.anna.do(gathering.ask, "", "OTS") != first


def test_everybody_who_asked_the_same_gets_the_answer(cast: Cast) -> None:
    first, second = cast.anna.do(gathering.ask, "", "OTS"), cast.rie.do(gathering.ask, "", "OTS")
    with cast.house.database.read() as session:
        assert len(gathering.open_questions(session, cast.yusuf.viewer)) == 1
    cast.yusuf.do(gathering.answer, second, "Toezicht")
    assert asked(cast, first).answer == asked(cast, second).answer == "Toezicht"
    with pytest.raises(AlreadyAnswered):
        cast.yusuf.do(gathering.answer, first, "Iets anders")


def test_plain_words_are_asked_with_nothing_and_answered_aloud(cast: Cast) -> None:
    key = cast.sam.do(gathering.ask, "", "")
    with pytest.raises(TextNeeded):
        cast.yusuf.do(gathering.answer, key, " ")
    with cast.house.database.work() as work:
        gathering.answer(work, cast.yusuf.viewer, key, "", cast.house.clock(), aloud=True)
    assert (asked(cast, key).answer, asked(cast, key).answered_at) == ("", cast.house.clock())


@pytest.mark.parametrize("thing", ["section:bestaatniet", "person:x", "section:", "x", "meeting:\x00"])
def test_what_does_not_exist_cannot_be_asked(cast: Cast, thing: str) -> None:
    with pytest.raises(NotFound):
        cast.anna.do(gathering.ask, thing, "")


def test_an_answer_stands_at_the_thing_also_in_a_later_meeting(cast: Cast) -> None:
    key = cast.anna.do(gathering.ask, worries(cast), "")
    cast.yusuf.do(gathering.answer, key, "Waar we bang voor zijn.")
    with cast.house.database.read() as session:
        found = gathering.explained(session, cast.case_id)
        assert [one.answer for one in found[worries(cast)]] == ["Waar we bang voor zijn."]


def test_a_question_about_a_shielded_thing_exists_for_the_named_people_only(cast: Cast) -> None:
    secret = cast.add_action("Alleen voor Anna", by="noor", shared_with="anna")
    with pytest.raises(NotFound):
        cast.karim.do(gathering.ask, f"action:{secret}", "")
    key = cast.anna.do(gathering.ask, f"action:{secret}", "wachtwoord")
    with cast.house.database.read() as session:
        for name in EVERYBODY:
            found = gathering.explanations(session, getattr(cast, name).viewer)
            assert bool(found) is (name in ("anna", "noor")), name
            assert not gathering.open_questions(session, cast.yusuf.viewer)
    with pytest.raises(NotFound):
        cast.yusuf.do(gathering.answer, key, "Iets")


def test_asking_leaves_no_words_in_the_log_and_tells_the_id_only(cast: Cast) -> None:
    with cast.house.database.work() as work:
        gathering.ask(work, cast.anna.viewer, "", "GEHEIM", cast.house.clock())
        assert [type(one) for one in work.events] == [QuestionChanged]
        assert "GEHEIM" not in repr(work.events)


def test_a_question_is_short(cast: Cast) -> None:
    with pytest.raises(TextTooLong):
        cast.anna.do(gathering.ask, "", "x" * 201)


# --- haal erbij


def fetched(cast: Cast, key: str) -> Expertise:
    """Added expertise as it stands in the database now."""
    with cast.house.database.read() as session:
        return session.get_one(Expertise, key)


def new(**changed: str) -> NewExpertise:
    given = {"who": "Een arts", "question": "Wat helpt?", "until": in_days(30).isoformat()}
    return NewExpertise(**{**given, **changed})


def test_expertise_comes_with_one_question_and_an_end(cast: Cast) -> None:
    one = fetched(cast, cast.noor.do(gathering.add_expertise, new()).id)
    assert (one.who, one.question, one.until) == ("Een arts", "Wat helpt?", in_days(30))
    cast.lotte.do(gathering.end_expertise, one.id, "Rust helpt.")
    assert fetched(cast, one.id).answer == "Rust helpt."
    with pytest.raises(AlreadyAnswered):
        cast.lotte.do(gathering.end_expertise, one.id, "Toch niet.")


def test_somebody_around_the_family_is_named_by_the_own_name(cast: Cast) -> None:
    one = fetched(cast, cast.noor.do(gathering.add_expertise, new(who="", person=cast.karim.id)).id)
    assert (one.who, one.person_id) == ("Karim Haddad", cast.karim.id)


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"question": " "}, TextNeeded, "question"),
        ({"who": ""}, TextNeeded, "who"),
        ({"until": ""}, TextNeeded, "until"),
        ({"until": "gauw"}, DateInvalid, "until"),
        ({"until": in_days(-1).isoformat()}, DateOutOfRange, "until"),
        ({"until": in_days(366).isoformat()}, DateOutOfRange, "until"),
        ({"person": "iemandanders"}, ChoiceUnknown, "person"),
    ],
)
def test_a_question_without_an_end_is_refused(
    cast: Cast, changed: dict[str, str], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        cast.noor.do(gathering.add_expertise, new(**changed))
    assert refused.value.field == field  # type: ignore[attr-defined]


def test_today_and_a_year_are_possible_ends(cast: Cast) -> None:
    for days in (0, 365):
        cast.noor.do(gathering.add_expertise, new(until=in_days(days).isoformat()))


@pytest.mark.parametrize("name", ["anna", "sam", "rie", "nadia", "amir", "samira"])
def test_the_table_adds_expertise_through_a_professional(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(gathering.add_expertise, new())


# --- parts


def test_a_part_is_left_out_with_a_reason_and_the_table_goes_on(cast: Cast) -> None:
    cast.yusuf.do(meetings.skip, part(cast, "voice"), "Sam slaapt.")
    cast.yusuf.do(meetings.skip, part(cast, "welcome"), "Iedereen kent elkaar.")
    assert cast.meeting.part_id == part(cast, "happened")
    assert state(cast, "voice").skipped_why == "Sam slaapt."
    cast.yusuf.do(meetings.move, part(cast, "voice"))
    assert (state(cast, "voice").skipped_why, state(cast, "voice").turns) == ("", 1)


def test_a_part_is_done_again_with_a_reason(cast: Cast) -> None:
    cast.house.clock.move(minutes=9)  # type: ignore[attr-defined]
    cast.yusuf.do(meetings.repeat, part(cast, "welcome"), "Nadia kwam later.")
    again = state(cast, "welcome")
    assert (again.turns, again.again_why) == (2, "Nadia kwam later.")
    assert cast.meeting.part_since == cast.house.clock()


@pytest.mark.parametrize("deed", [meetings.skip, meetings.repeat])
def test_without_a_reason_nothing_is_left_out_or_done_again(cast: Cast, deed: Any) -> None:
    with pytest.raises(TextNeeded):
        cast.yusuf.do(deed, part(cast, "welcome"), " ")
    with pytest.raises(ChoiceUnknown):
        cast.yusuf.do(deed, "anders", "Daarom")
    with pytest.raises(NotAllowed):
        cast.noor.do(deed, part(cast, "welcome"), "Daarom")


def test_going_past_the_voice_of_the_family_is_noticed(cast: Cast) -> None:
    def passed(to: str) -> list[str]:
        with cast.house.database.read() as session:
            meeting = session.get_one(Meeting, cast.meeting_id)
            return [one.key for one in gathering.passed_over(meeting, part(cast, to))]

    assert passed("voice") == []
    assert passed("understand") == ["voice"]
    cast.yusuf.do(meetings.skip, part(cast, "voice"), "Sam slaapt.")
    assert passed("understand") == []


def test_a_question_is_left_open_by_going_on(cast: Cast) -> None:
    cast.anna.do(gathering.ask, "", "OTS")

    def left(to: str) -> int:
        with cast.house.database.read() as session:
            meeting = session.get_one(Meeting, cast.meeting_id)
            return len(gathering.left_open(session, cast.yusuf.viewer, meeting, part(cast, to)))

    assert (left("welcome"), left("voice")) == (0, 1)
    cast.yusuf.do(meetings.move, part(cast, "voice"))
    assert left("happened") == 0, "asked in another part"


# --- check-out


def given(cast: Cast) -> dict[str, CheckOut]:
    with cast.house.database.read() as session:
        return {one.person_id: one for one in gathering.check_outs(session, cast.meeting_id)}


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_says_how_it_was_and_may_change_it(cast: Cast, name: str) -> None:
    player = getattr(cast, name)
    player.do(gathering.check_out, "", FINE)
    player.do(gathering.check_out, "", NewCheckOut("0", "10", "6", "9"))
    one = given(cast)[player.id]
    assert (one.heard, one.topics, one.way, one.overall, one.tip) == (0, 10, 6, 9, "")


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_says_how_it_was_for_somebody_else(cast: Cast, name: str) -> None:
    other = cast.noor if name != "noor" else cast.anna
    other.do(gathering.check_out, "", FINE)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(gathering.check_out, other.id, NewCheckOut("1", "1", "1", "1"))
    assert given(cast)[other.id].heard == 8


def test_who_speaks_for_a_child_says_how_it_was_for_the_child(cast: Cast) -> None:
    away(cast, "sam", "rie")
    cast.rie.do(gathering.check_out, cast.sam.id, FINE)
    assert set(given(cast)) == {cast.sam.id}


@pytest.mark.parametrize("field", gathering.SCORES)
@pytest.mark.parametrize("typed", ["", "11", "-1", "7.5", "acht"])
def test_a_number_is_from_0_to_10(cast: Cast, field: str, typed: str) -> None:
    numbers = {"heard": "8", "topics": "8", "way": "8", "overall": "8", field: typed}
    with pytest.raises(NumberInvalid) as refused:
        cast.anna.do(gathering.check_out, "", NewCheckOut(**numbers))
    assert refused.value.field == field


def test_a_check_out_tells_no_numbers(cast: Cast) -> None:
    with cast.house.database.work() as work:
        gathering.check_out(work, cast.anna.viewer, "", FINE, cast.house.clock())
        assert work.events == [CheckedOut(cast.case_id, cast.meeting_id)]


# --- after the end


def test_after_the_end_nothing_of_this_is_possible(cast: Cast) -> None:
    key = cast.anna.do(gathering.ask, "", "OTS")
    close(cast)
    for name, deed, *fields in (
        ("anna", gathering.agree, ""),
        ("anna", gathering.ask, "", "OTS"),
        ("yusuf", gathering.answer, key, "Toezicht"),
        ("noor", gathering.add_expertise, new()),
        ("anna", gathering.check_out, "", FINE),
        ("yusuf", meetings.skip, part(cast, "voice"), "Daarom"),
        ("yusuf", meetings.repeat, part(cast, "voice"), "Daarom"),
    ):
        with pytest.raises(MeetingClosed):
            getattr(cast, name).do(deed, *fields)


def test_a_question_of_another_meeting_does_not_exist_here(cast: Cast) -> None:
    key = cast.anna.do(gathering.ask, "", "OTS")
    elsewhere = policy.stranger(cast.script.accounts["bas"])
    with pytest.raises(NotFound):
        cast.yusuf.do(gathering.answer, key, "Iets", viewer=elsewhere)
    assert cast.yusuf.may(Permission.EXPLAIN_ANSWER, asked(cast, key))
