"""*Met instemming van iedereen* only when it is so; family at the table is asked aloud before it is decided (T7)."""

from datetime import timedelta
from typing import Any

import pytest

from conference.access import policy
from conference.report import content
from conference.table.decisions import standing
from conference.table.decisions import use_cases as decisions
from conference.table.meeting import use_cases as meetings
from models.decisions import Decision
from models.errors.base import NotAllowed, NotFound
from models.errors.decisions import (
    AnswersNeeded,
    AsksThemselves,
    DecisionFixed,
    NotAtTable,
    ObjectionOpen,
    SpokeThemselves,
)
from models.errors.validation import ChoiceUnknown
from models.meeting import Meeting
from models.people import Person
from tests.cast import Cast, Clock
from tests.decisions.test_use_cases import ready, stand, state, write
from tests.pages import Signed
from tests.paper import words_of

pytestmark = pytest.mark.both

#: Who is asked in the meeting of the cast: who interprets is not.
ASKED = {"lotte", "anna", "sam", "rie", "yusuf", "noor", "femke", "karim", "samira", "nadia"}
EVERYBODY = "Met instemming van iedereen aan wie het gevraagd is."
NOT_EVERYBODY = "Besloten, niet met een ja van iedereen."


def in_room(cast: Cast, *names: str) -> None:
    """They sit there without a phone."""
    for name in names:
        cast.yusuf.do(meetings.mark_in_room, getattr(cast, name).id, True)


def note(cast: Cast, decision: str, who: str, stance: str, words: str = "", by: str = "yusuf") -> None:
    """The chair asks somebody aloud, and writes it down."""
    getattr(cast, by).do(decisions.note_aloud, decision, getattr(cast, who).id, stance, words)


def everybody(cast: Cast, decision: str, stance: str = "supports") -> None:
    """Everybody says the same."""
    for name in sorted(ASKED):
        stand(cast, decision, name, stance)


def looked(cast: Cast, decision: str, look: Any) -> Any:
    """What a rule of standing finds."""
    with cast.house.database.read() as session:
        return look(session, session.get_one(Decision, decision))


def item(cast: Cast, decision: str) -> dict[str, Any]:
    """The decision as a report would tell it now."""
    with cast.house.database.work() as work:
        made = content.build(work.session, work.load(Meeting, cast.meeting_id))
    return next(one for one in made["items"] if one["id"] == f"decision:{decision}")


# --- what is consent


def test_everybody_who_was_asked_agreed_to_the_words_of_now(cast: Cast) -> None:
    decision = ready(cast)
    everybody(cast, decision)
    stand(cast, decision, "rie", "can_live_with")
    cast.yusuf.do(decisions.close, decision)
    assert looked(cast, decision, standing.by_everybody)
    told = item(cast, decision)
    assert (told["by_everybody"], told["unanswered"]) == (True, [])
    assert set(told["asked"]) == {getattr(cast, name).id for name in ASKED}


@pytest.mark.parametrize("stance", ["unsure", "abstains"])
def test_one_who_does_not_know_is_no_yes(cast: Cast, stance: str) -> None:
    decision = ready(cast)
    everybody(cast, decision)
    stand(cast, decision, "rie", stance, "Ik moet erover denken.")
    cast.yusuf.do(decisions.close, decision)
    assert not looked(cast, decision, standing.by_everybody)


def test_one_answer_of_all_is_not_everybody_and_the_others_are_named(cast: Cast) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", "supports")
    cast.yusuf.do(decisions.close, decision)
    told = item(cast, decision)
    assert told["by_everybody"] is False
    assert set(told["unanswered"]) == {getattr(cast, name).id for name in ASKED - {"anna"}}


def test_a_yes_to_earlier_words_is_no_yes_to_these(cast: Cast) -> None:
    decision = ready(cast)
    everybody(cast, decision)
    write(cast, decision, "second", "Bij de buren.")
    for name in sorted(ASKED - {"anna"}):
        stand(cast, decision, name, "supports")
    cast.yusuf.do(decisions.close, decision)
    told = item(cast, decision)
    assert (told["by_everybody"], told["unanswered"]) == (False, [cast.anna.id])


def test_who_is_invited_after_it_was_decided_was_not_asked(cast: Cast) -> None:
    decision = ready(cast)
    everybody(cast, decision)
    cast.yusuf.do(decisions.close, decision)
    with cast.house.database.work() as work:
        meeting = work.load(Meeting, cast.meeting_id)
        meeting.invited = [one for one in meeting.invited if one.id != cast.rie.id]
    assert looked(cast, decision, standing.by_everybody)
    assert len(looked(cast, decision, standing.asked)) == len(ASKED)


# --- family at the table is asked aloud


def test_nothing_is_decided_before_family_at_the_table_answered_these_words(cast: Cast) -> None:
    decision = ready(cast)
    cast.seat("anna")
    in_room(cast, "sam")
    with pytest.raises(AnswersNeeded) as refused:
        cast.yusuf.do(decisions.close, decision)
    assert (refused.value.field, refused.value.values) == ("answers", {"names": "Anna, Sam"})
    stand(cast, decision, "anna", "supports")
    stand(cast, decision, "sam", "can_live_with")
    write(cast, decision, "text", "Papa slaapt tot juli bij zijn broer.")
    with pytest.raises(AnswersNeeded):
        cast.yusuf.do(decisions.close, decision)
    stand(cast, decision, "anna", "unsure")
    note(cast, decision, "sam", "no_answer")
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"
    found = {one["person"]: one for one in item(cast, decision)["stances"]}
    assert (found[cast.sam.id]["stance"], found[cast.sam.id]["aloud"]) == ("no_answer", True)
    assert (found[cast.anna.id]["stance"], found[cast.anna.id]["aloud"]) == ("unsure", False)


def test_network_and_professionals_at_the_table_hold_nothing_up(cast: Cast) -> None:
    decision = ready(cast)
    in_room(cast, "rie", "karim")
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"


def test_a_spoken_yes_is_written_down_with_whose_pen_and_is_not_their_own(cast: Cast) -> None:
    decision = ready(cast)
    everybody(cast, decision)
    write(cast, decision, "text", "Iets anders.")
    for name in sorted(ASKED - {"anna"}):
        stand(cast, decision, name, "supports")
    in_room(cast, "anna")
    note(cast, decision, "anna", "supports", "Ja, doe maar.")
    assert looked(cast, decision, standing.unanswered) == []
    assert not looked(cast, decision, standing.by_everybody)
    stand(cast, decision, "anna", "supports")
    assert looked(cast, decision, standing.by_everybody)


def test_who_has_a_phone_says_yes_on_it(cast: Cast) -> None:
    decision = ready(cast)
    cast.seat("anna")
    for stance in ("supports", "can_live_with"):
        with pytest.raises(AsksThemselves):
            note(cast, decision, "anna", stance)
    note(cast, decision, "anna", "objects", "Dat is te lang.")
    with pytest.raises(ObjectionOpen):
        cast.yusuf.do(decisions.close, decision)


def test_nobody_writes_over_what_somebody_said_themselves(cast: Cast) -> None:
    decision = ready(cast)
    in_room(cast, "anna")
    stand(cast, decision, "anna", "supports")
    with pytest.raises(SpokeThemselves):
        note(cast, decision, "anna", "objects")
    write(cast, decision, "text", "Iets anders.")
    note(cast, decision, "anna", "no_answer")
    stand(cast, decision, "anna", "objects", "Nee.")
    write(cast, decision, "text", "Weer iets anders.")
    with pytest.raises(SpokeThemselves):
        note(cast, decision, "anna", "supports")


def test_only_of_who_sits_here_and_was_asked(cast: Cast) -> None:
    decision = ready(cast)
    with pytest.raises(NotAtTable):
        note(cast, decision, "anna", "no_answer")
    in_room(cast, "amir")
    with pytest.raises(ChoiceUnknown) as refused:
        note(cast, decision, "amir", "supports")
    assert refused.value.field == "person"
    in_room(cast, "anna")
    for stance in ("", "votes_yes"):
        with pytest.raises(ChoiceUnknown):
            note(cast, decision, "anna", stance)
    cast.anna.do(decisions.stand, decision, cast.anna.id, "supports", "")
    cast.yusuf.do(decisions.close, decision)
    with pytest.raises(DecisionFixed):
        note(cast, decision, "anna", "no_answer")


@pytest.mark.parametrize("name", ["anna", "lotte", "noor", "karim", "samira", "sam", "rie"])
def test_only_the_chair_writes_down_what_another_says(cast: Cast, name: str) -> None:
    decision = ready(cast)
    in_room(cast, "anna")
    with pytest.raises(NotAllowed):
        note(cast, decision, "anna", "no_answer", by=name)
    with pytest.raises(NotFound):
        note(cast, decision, "anna", "no_answer", by="bas")


def test_no_answer_is_never_chosen_only_written_down(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        stand(cast, ready(cast), "anna", "no_answer")


def test_who_may_stand_is_who_is_asked(cast: Cast) -> None:
    rights = policy.MATRIX[policy.Permission.DECISION_STAND]
    assert {role for role, cell in rights.items() if cell == "-"} >= {"interpreter", "screen"}


# --- what is read afterwards


def test_page_pdf_and_data_list_who_was_asked_and_who_did_not_answer(cast: Cast, as_: Signed) -> None:
    anna = as_("anna")
    decision = ready(cast)
    stand(cast, decision, "anna", "supports")
    cast.yusuf.do(decisions.close, decision)
    cast.close()
    page = " ".join(anna.page("/nu/verslag").get_text(" ").split())
    for shown in (page, words_of(anna.get("/nu/verslag.pdf").data)):
        assert NOT_EVERYBODY in shown
        assert "iedereen aan tafel" not in shown
        assert EVERYBODY not in shown
        assert "Gevraagd aan: Anna, Sam, Lotte, Oma, Yusuf, Noor, Femke, Karim, Samira, Nadia." in shown
        assert (
            "Geen antwoord op deze woorden: Sam, Lotte, Oma, Yusuf, Noor, Femke, Karim, Samira, Nadia."
            in shown
        )


def test_everybody_is_said_when_it_was_everybody(cast: Cast, as_: Signed) -> None:
    anna = as_("anna")
    decision = ready(cast)
    everybody(cast, decision)
    cast.yusuf.do(decisions.close, decision)
    cast.close()
    page = " ".join(anna.page("/nu/verslag").get_text(" ").split())
    for shown in (page, words_of(anna.get("/nu/verslag.pdf").data)):
        assert EVERYBODY in shown
        assert "Iedereen gaf antwoord." in shown


def test_who_has_no_access_any_more_is_not_asked(cast: Cast, clock: Clock) -> None:
    decision = ready(cast)
    karims = cast.karim.id
    assert karims in {one.id for one in looked(cast, decision, standing.asked)}
    with cast.house.database.work() as work:
        work.load(Person, karims).until = (clock() - timedelta(days=1)).date()
    assert karims not in {one.id for one in looked(cast, decision, standing.asked)}
