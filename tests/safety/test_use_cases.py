"""Safety numbers: given alone, shown together, and fixed from then on."""

from functools import partial

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.case import colleagues
from conference.core.diagram.labels import LABEL_HEIGHT, free_height
from conference.erasure import persons
from conference.region import profile
from conference.table.context import ViewContext
from conference.table.meeting import planning
from conference.table.meeting import use_cases as meetings
from conference.table.safety import use_cases as safety
from conference.table.safety.view import Safety
from models.enums import Role
from models.errors.base import NotAllowed
from models.errors.meeting import MeetingClosed
from models.errors.safety import AlreadyShown, NothingToReveal
from models.errors.validation import NumberInvalid
from models.meeting import Meeting
from models.people import Person
from models.safety import SafetyNumber, SafetyRound
from tests.case.test_colleagues import ask
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


def off_screen(player: Player, of: Player) -> None:
    player.do(partial(safety.give, off_screen=True), of.id, "1", "KANARIE")


@pytest.mark.parametrize("shown", [False, True], ids=["before all are shown", "after"])
def test_who_speaks_for_a_child_later_reads_nothing_of_what_was_given_before(cast: Cast, shown: bool) -> None:
    _speaks(cast, cast.anna)
    off_screen(cast.anna, cast.sam)
    assert scores(cast, cast.anna) == {"Sam": 1}, "she gave it"
    if shown:
        cast.yusuf.do(safety.reveal)
    _speaks(cast, cast.rie)
    assert scores(cast, cast.rie) == {}
    assert scores(cast, cast.anna) == {}, "she speaks for him no more"
    assert scores(cast, cast.sam) == {"Sam": 1}, "it is his"


def test_who_chairs_a_later_meeting_was_not_named_on_the_form(cast: Cast) -> None:
    off_screen(cast.anna, cast.anna)
    cast.yusuf.do(safety.reveal)
    cast.meet_again()
    _chairs(cast, cast.femke)
    give(cast.sam, "8")
    cast.femke.do(safety.reveal)
    assert look(cast, cast.femke).keepers == ["Noor"]
    assert [one.person.first_name for one in look(cast, cast.femke).lines] == ["Sam"]
    for named in (cast.yusuf, cast.noor):
        assert {one.person.first_name for one in look(cast, named).lines} == {"Anna", "Sam"}, named.name


def test_a_safety_partner_of_a_later_meeting_was_not_named_on_the_form(cast: Cast) -> None:
    _is_not_invited(cast, cast.noor)
    assert look(cast, cast.anna).keepers == ["Yusuf"]
    off_screen(cast.anna, cast.anna)
    cast.yusuf.do(safety.reveal)
    assert scores(cast, cast.noor) == {}
    cast.meet_again()
    assert look(cast, cast.noor).lines == []


def test_who_said_yes_as_a_safety_partner_since_then_was_not_named_on_the_form(cast: Cast) -> None:
    off_screen(cast.anna, cast.anna)
    cast.yusuf.do(safety.reveal)
    cast.house.clock.move(minutes=1)  # type: ignore[attr-defined]
    key = ask(cast, role=Role.SAFETY_PARTNER)
    new = cast.bas.do(colleagues.say_yes, key, viewer=policy.stranger(cast.script.accounts["bas"]))
    cast.lotte.do(planning.invite_more, cast.meeting_id, [new.id], True, viewer=cast.lotte.outside)
    with cast.house.database.read() as session:
        meeting, number = (
            session.get_one(Meeting, cast.meeting_id),
            session.scalars(select(SafetyNumber)).one(),
        )
        joined = session.get_one(Person, new.id)
        assert joined in meeting.invited
        assert not policy.visible(number, policy.at_table(joined, meeting, "nl"))
        assert policy.visible(number, cast.noor.viewer)


def test_the_form_of_who_shares_it_with_nobody_says_so(cast: Cast, as_: Signed) -> None:
    _is_not_invited(cast, cast.noor)
    part = next(part for part in cast.meeting.parts if part.key == "safety")
    cast.yusuf.do(meetings.move, part.id)
    page = as_("chair").page(f"/overleg/{cast.meeting_id}").get_text()
    assert "Alleen u ziet het. Het komt niet in het verslag." in page


def test_pages_stand_without_the_number_of_who_was_erased(cast: Cast, as_: Signed) -> None:
    give(cast.anna, "2", "KANARIE")
    give(cast.sam, "8", "Het gaat goed.")
    cast.yusuf.do(safety.reveal)
    cast.close()
    chair, address = as_("chair"), f"/overleg/{cast.meeting_id}/verslag"
    with cast.house.database.work() as work:
        persons.take_out(work, work.load(Person, cast.anna.id), cast.house.clock())
    part = chair.page(address).select_one("section[aria-labelledby=veilig]").get_text(" ", strip=True)
    assert "8" in part
    assert "None" not in part
    assert "KANARIE" not in part
    assert [one.person.first_name for one in look(cast, cast.sam).lines] == ["Sam"]


def _speaks(cast: Cast, player: Player) -> None:
    with cast.house.database.work() as work:
        sam = work.load(Person, cast.sam.id)
        sam.at_table, sam.voice_via_id = False, player.id


def _chairs(cast: Cast, player: Player) -> None:
    with cast.house.database.work() as work:
        work.load(Meeting, cast.meeting_id).chair_id = player.id


def _is_not_invited(cast: Cast, player: Player) -> None:
    with cast.house.database.work() as work:
        meeting = work.load(Meeting, cast.meeting_id)
        meeting.invited = [one for one in meeting.invited if one.id != player.id]
