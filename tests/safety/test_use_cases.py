"""Safety numbers: given alone, shown together, and fixed from then on."""

from functools import partial

import pytest

from conference.core.diagram.labels import LABEL_HEIGHT, free_height
from conference.region import profile
from conference.table.context import ViewContext
from conference.table.meeting import use_cases as meetings
from conference.table.safety import use_cases as safety
from conference.table.safety.view import Safety
from models.errors.base import NotAllowed
from models.errors.meeting import MeetingClosed
from models.errors.safety import AlreadyShown, NothingToReveal
from models.errors.validation import NumberInvalid
from models.people import Person
from models.safety import SafetyRound
from tests.cast import Cast, Player
from tests.pages import Signed

pytestmark = pytest.mark.both


def give(player: Player, score: str = "6", why: str = "Het is rustig.", of: Player | None = None) -> None:
    player.do(safety.give, (of or player).id, score, why)


def look(cast: Cast, player: Player) -> Safety:
    """What a player sees; the session stays open."""
    session = cast.house.database.read().__enter__()
    meeting = session.merge(cast.meeting)
    settings = profile.of(meeting.case.profile.settings)
    return Safety(ViewContext(session, player.viewer, meeting, settings, cast.house.clock(), cast.house))


def scores(cast: Cast, player: Player) -> dict[str, int | None]:
    return {one.person.first_name: one.score for one in look(cast, player).numbers}


def test_a_number_is_its_givers_alone_until_all_are_shown(cast: Cast) -> None:
    give(cast.anna, "4")
    give(cast.noor, "3", "Derde melding.")
    assert scores(cast, cast.anna) == {"Anna": 4}
    assert scores(cast, cast.noor) == {"Noor": 3}
    assert scores(cast, cast.yusuf) == {}
    assert look(cast, cast.yusuf).given == {cast.anna.id, cast.noor.id}
    cast.yusuf.do(safety.reveal)
    for player in (cast.anna, cast.noor, cast.yusuf, cast.rie):
        assert scores(cast, player) == {"Anna": 4, "Noor": 3}


def test_it_can_be_changed_until_it_is_shown_and_not_after(cast: Cast) -> None:
    give(cast.anna, "4")
    give(cast.anna, "6")
    assert scores(cast, cast.anna) == {"Anna": 6}
    cast.yusuf.do(safety.reveal)
    with pytest.raises(AlreadyShown):
        give(cast.anna, "9")
    with pytest.raises(AlreadyShown):
        give(cast.noor, "1")
    assert scores(cast, cast.yusuf) == {"Anna": 6}


def test_two_who_reveal_at_once_reveal_once(cast: Cast) -> None:
    give(cast.anna)
    cast.yusuf.do(safety.reveal)
    with cast.house.database.read() as session:
        shown = session.query(SafetyRound).one().revealed_at
    cast.house.clock.move(minutes=1)  # type: ignore[attr-defined]
    cast.yusuf.do(safety.reveal)
    with cast.house.database.read() as session:
        assert session.query(SafetyRound).one().revealed_at == shown


def test_there_is_nothing_to_show_before_anybody_gave_one(cast: Cast) -> None:
    with pytest.raises(NothingToReveal):
        cast.yusuf.do(safety.reveal)


@pytest.mark.parametrize("name", ["anna", "noor", "lotte", "karim", "rie"])
def test_only_the_chair_shows_them(cast: Cast, name: str) -> None:
    give(cast.anna)
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(safety.reveal)


@pytest.mark.parametrize("name", ["noor", "yusuf", "lotte", "sam", "rie"])
def test_nobody_gives_a_number_for_somebody_else(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        give(getattr(cast, name), of=cast.anna)


def test_who_speaks_for_an_absent_child_gives_its_number(cast: Cast) -> None:
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, cast.femke.id
    give(cast.femke, "5", "Het is stil.", of=cast.sam)
    seen = look(cast, cast.femke)
    assert [(one.person.first_name, one.given_by.first_name) for one in seen.numbers] == [("Sam", "Femke")]
    assert scores(cast, cast.anna) == {}


@pytest.mark.parametrize("score", ["", "11", "-1", "zes", "5.5"])
def test_a_number_that_is_none_is_refused_at_its_field(cast: Cast, score: str) -> None:
    with pytest.raises(NumberInvalid) as refused:
        give(cast.anna, score)
    assert refused.value.field == "score"


def test_a_closed_meeting_takes_no_number(cast: Cast) -> None:
    give(cast.anna)
    cast.close()
    with pytest.raises(MeetingClosed):
        give(cast.anna, "9")


def test_names_in_the_picture_never_stand_over_each_other(cast: Cast) -> None:
    taken: list[int] = []
    for wanted in (100, 100, 105, 95, 100):
        taken.append(free_height(wanted, taken))
    assert all(abs(one - other) >= LABEL_HEIGHT for n, one in enumerate(taken) for other in taken[:n])


def test_who_gave_one_number_stands_in_the_picture_too(cast: Cast) -> None:
    give(cast.anna, "4")
    cast.yusuf.do(safety.reveal)
    (line,) = look(cast, cast.sam).lines
    assert (line.person.first_name, [score for _, _, score in line.points]) == ("Anna", [4])


def test_a_number_off_the_screen_is_for_its_giver_the_chair_and_the_safety_partner(cast: Cast) -> None:
    cast.anna.do(partial(safety.give, off_screen=True), cast.anna.id, "2", "Hij zit naast mij.")
    give(cast.sam, "8")
    assert scores(cast, cast.yusuf) == {}, "before all are shown nobody sees it, the chair neither"
    cast.yusuf.do(safety.reveal)
    assert scores(cast, cast.anna) == {"Anna": 2, "Sam": 8}
    assert scores(cast, cast.yusuf) == {"Anna": 2, "Sam": 8}
    for player in (cast.sam, cast.lotte, cast.rie, cast.karim):
        assert scores(cast, player) == {"Sam": 8}, player.name
        assert [one.person.first_name for one in look(cast, player).lines] == ["Sam"]


def test_who_gives_none_is_told_apart_by_nobody_but_the_chair(cast: Cast) -> None:
    cast.anna.do(partial(safety.give, none=True), cast.anna.id, "", "")
    give(cast.sam, "8")
    assert look(cast, cast.sam).given == {cast.anna.id, cast.sam.id}
    cast.yusuf.do(safety.reveal)
    assert scores(cast, cast.yusuf) == {"Anna": None, "Sam": 8}
    assert scores(cast, cast.sam) == {"Sam": 8}


def test_who_says_nothing_about_the_screen_is_not_on_it(cast: Cast, as_: Signed) -> None:
    phone, wall, table = as_("anna"), as_("screen"), f"/overleg/{cast.meeting_id}"
    phone.page("/nu")
    assert phone.wish("safety:give", score="2", why="KANARIE").get_json()["ok"] is True
    give(cast.sam, "8", "Het gaat goed.")
    part = next(part for part in cast.meeting.parts if part.key == "safety")
    cast.yusuf.do(meetings.move, part.id)
    cast.yusuf.do(safety.reveal)
    for browser, address in (
        (wall, "/scherm"),
        (as_("sam"), "/nu"),
        (as_("specialist"), table),
    ):
        page = browser.page(address)
        assert "KANARIE" not in str(page)
        assert [one.get_text(strip=True) for one in page.select(".rd-given__n")] == ["8"]
        assert "staat hier niet" in page.get_text()
    assert "KANARIE" in str(phone.page("/nu"))
    assert "KANARIE" in str(as_("chair").page(table))


def test_no_report_tells_a_number_that_was_kept_off_the_screen(cast: Cast, as_: Signed) -> None:
    phone, chair = as_("anna"), as_("chair")
    cast.anna.do(partial(safety.give, off_screen=True), cast.anna.id, "2", "KANARIE")
    give(cast.sam, "8", "Het gaat goed.")
    cast.yusuf.do(safety.reveal)
    cast.close()
    for browser, address in ((phone, "/nu/verslag"), (chair, f"/overleg/{cast.meeting_id}/verslag")):
        page = browser.page(address)
        assert "Het gaat goed." in str(page)
        assert "KANARIE" not in str(page)
    assert "KANARIE" not in chair.get(f"/overleg/{cast.meeting_id}/verslag.json").text
