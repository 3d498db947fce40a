"""Vorige keer: what was agreed before is the first thing a next meeting looks at."""

from conference.table.meeting import use_cases as meetings
from tests.cast import Cast, Clock
from tests.lines import Line, Lines, applied, parts

DONE = {"state": "done", "seen": "planned", "note": "Het lukte elke week."}


def look_back(cast: Cast) -> None:
    """The next meeting of the same people, at the part after the welcome."""
    cast.meet_again()
    cast.yusuf.do(meetings.move, cast.meeting.parts[1].id)


def shown(line: Line) -> str:
    """What stands on the part that looks back."""
    return parts(line.page(line.home))["looking_back"]


def test_a_first_meeting_has_nothing_to_look_back_at(cast: Cast) -> None:
    assert [part.key for part in cast.meeting.parts][:2] == ["welcome", "voice"]


def test_old_agreements_come_first_and_new_ones_not(cast: Cast, clock: Clock, lines: Lines) -> None:
    cast.add_action("Elke week bellen", owner="anna")
    look_back(cast)
    cast.add_action("Samen naar de huisarts", owner="sam")
    assert [part.key for part in cast.meeting.parts][:3] == ["welcome", "looking_back", "voice"]
    for who in ("chair", "anna", "sam", "noor", "screen"):
        page = shown(lines(who))
        assert "Elke week bellen" in page, who
        assert "huisarts" not in page, who


def test_what_was_done_before_is_not_asked_again(cast: Cast, clock: Clock, lines: Lines) -> None:
    action = cast.add_action("Elke week bellen", owner="anna")
    why = "Anna vertelde het aan tafel."
    assert lines("chair").wish("action:state", action=action, **DONE, why=why)["ok"]
    clock.move(minutes=1)
    look_back(cast)
    assert "Elke week bellen" not in shown(lines("chair"))


def test_the_owner_tells_on_her_phone_how_it_went_and_all_see_it(
    cast: Cast, clock: Clock, lines: Lines
) -> None:
    action = cast.add_action("Elke week bellen", owner="anna")
    look_back(cast)
    clock.move(minutes=1)
    looking = {who: lines(who) for who in ("chair", "anna", "sam", "noor", "screen")}
    assert looking["anna"].wish("action:state", action=action, **DONE)["ok"]
    for who, line in looking.items():
        live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
        assert live == fresh, who
        assert "Elke week bellen" in fresh["looking_back"], who  # what the table went through stays in sight
        assert "gedaan" in fresh["looking_back"], who


def test_not_done_asks_why(cast: Cast, clock: Clock, lines: Lines) -> None:
    action = cast.add_action("Elke week bellen", owner="anna")
    look_back(cast)
    answer = lines("anna").wish("action:state", action=action, state="not_done", seen="planned")
    assert (answer["ok"], answer["code"]) == (False, "not_done_reason_required")


def test_what_is_hidden_is_hidden_here_too(cast: Cast, clock: Clock, lines: Lines) -> None:
    cast.add_action("Veilige telefoon", by="noor", owner="anna", shared_with="anna yusuf")
    look_back(cast)
    sam, screen, anna = lines("sam"), lines("screen"), lines("anna")
    assert "Veilige telefoon" in shown(lines("chair"))
    assert "Veilige telefoon" not in sam.everything + screen.everything
    assert "Veilige telefoon" not in shown(anna)  # somebody may look along on a phone of the family
