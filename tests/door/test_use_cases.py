"""The door: the code in the room, the link from home, the waiting room, seats, and shared screens."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from conference.access import identity
from conference.core.events import GuestGone, GuestSeated, ScreenGone
from conference.core.runtime import Runtime
from conference.core.security import fingerprint
from conference.door import use_cases as door
from conference.report import use_cases as reports
from models.door import DoorTry, Guest, Invitation, Screen
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound
from models.errors.door import (
    CodeShape,
    CodeUnknown,
    InvitationGone,
    LinkFails,
    NameInvalid,
    SeatGone,
    SeatNeeded,
    WrongMatch,
)
from models.errors.meeting import MeetingClosed
from models.meeting import Meeting
from models.reports import Report
from models.sessions import DeviceSession
from tests.cast import Cast, Clock
from tests.door.broken import BROKEN

pytestmark = pytest.mark.both


def code_of(cast: Cast) -> str:
    """The digits on the shared screen."""
    meeting = cast.meeting
    return cast.house.keys.meeting_code(meeting.id, meeting.code_turn)


def typed(cast: Cast, digits: str) -> Meeting:
    """Somebody types the code of the room."""
    with cast.house.database.work() as work:
        return door.meeting_of_code(work, digits, cast.house.clock())


def invited(cast: Cast, name: str = "anna") -> tuple[str, str, str]:
    """A personal link with a code: id, secret of the link, digits."""
    invitation, token = cast.yusuf.do(door.invite, getattr(cast, name).id)
    return invitation.id, token, cast.yusuf.do(door.new_code, invitation.id)


def tried(cast: Cast, token: str, digits: str) -> Invitation:
    """Somebody at home types the told digits."""
    with cast.house.database.work() as work:
        return door.check_link(work, token, digits, cast.house.clock())


def another(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"


def admitted(cast: Cast, name: str = "anna", guest: str = "") -> str:
    """Let a waiting phone in on a seat. Returns the id of the phone."""
    guest = guest or cast.knock()[0]
    admitted_as: str = cast.yusuf.do(door.admit, guest, getattr(cast, name).id, cast.match(guest)).id
    return admitted_as


def guest(cast: Cast, guest_id: str) -> Guest:
    with cast.house.database.read() as session:
        return session.get_one(Guest, guest_id)


def shown(token: str) -> identity.Credentials:
    return identity.Credentials(identity.Kind.GUEST, token)


def is_in(cast: Cast, token: str) -> bool:
    """Whether a cookie still means something."""
    with cast.house.database.read() as session:
        return identity.guest_or_none(session, shown(token), cast.house.clock()) is not None


# --- the code in the room


def test_the_code_of_the_room_finds_the_meeting(cast: Cast) -> None:
    code = code_of(cast)
    assert re.fullmatch(r"\d{6}", code)
    for way in (code, f" {code[:3]} {code[3:]} ", f"{code[:3]}-{code[3:]}"):
        assert typed(cast, way).id == cast.meeting_id


@pytest.mark.parametrize(
    ("digits", "count"), [("", 0), ("12345", 5), ("1234567", 7), ("abcdef", 0), ("१२३४५", 5)]
)
def test_a_code_has_six_digits(cast: Cast, digits: str, count: int) -> None:
    with pytest.raises(CodeShape) as refused:
        typed(cast, digits)
    assert (refused.value.values, refused.value.field) == ({"count": count}, "code")


def test_another_code_finds_nothing(cast: Cast) -> None:
    with pytest.raises(CodeUnknown):
        typed(cast, another(code_of(cast)))


def test_the_code_stands_nowhere_in_the_database_as_it_is(cast: Cast) -> None:
    assert code_of(cast) not in (cast.meeting.code_hash or "")


def test_two_meetings_never_have_one_code(
    cast: Cast, house: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {1: code_of(cast), 2: another(code_of(cast))}
    with house.database.work() as work:
        meeting = work.load(Meeting, cast.script.other_meeting)
        meeting.code_turn = 0
        monkeypatch.setattr(house.keys, "meeting_code", lambda _, turn: codes[turn])
        assert door.renew_code(work, meeting) == codes[2]


def test_after_the_end_the_code_opens_nothing(cast: Cast) -> None:
    code = code_of(cast)
    cast.close()
    with pytest.raises(CodeUnknown):
        typed(cast, code)


# --- the link from home


def test_a_link_and_told_digits_lead_to_the_waiting_room(cast: Cast) -> None:
    _, token, digits = invited(cast)
    invitation = tried(cast, token, digits)
    assert (invitation.meeting_id, invitation.person_id) == (cast.meeting_id, cast.anna.id)


def test_a_link_keeps_no_secret_in_a_readable_form(cast: Cast, house: Runtime) -> None:
    key, token, digits = invited(cast)
    with house.database.read() as session:
        kept = session.get_one(Invitation, key)
        assert token not in kept.token_hash
        assert digits not in (kept.code_hash or "").split("$")
        assert kept.code_hash is not None
        assert kept.code_hash.startswith("$argon2id$")


@pytest.mark.parametrize("name", ["femke", "karim", "samira", "anna", "rie", "nadia"])
def test_who_may_not_invite(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(door.invite, cast.sam.id)


@pytest.mark.parametrize("who", ["noor", "bas", "nobody"])
def test_only_people_of_this_case_without_an_account_get_a_link(cast: Cast, who: str) -> None:
    with pytest.raises(NotFound):
        cast.yusuf.do(door.invite, cast.script.people.get(who, who))


def test_a_code_of_the_wrong_shape_is_not_counted(cast: Cast, house: Runtime) -> None:
    _, token, _ = invited(cast)
    with pytest.raises(CodeShape):
        tried(cast, token, "123")
    assert counted(house) == []


def counted(house: Runtime) -> list[int]:
    """How often each of the letters was tried that are remembered."""
    with house.database.read() as session:
        return sorted(session.scalars(select(DoorTry.tried)))


def test_five_wrong_codes_make_a_link_wait_a_minute_and_then_longer(cast: Cast, clock: Clock) -> None:
    _, token, digits = invited(cast)
    for _ in range(5):
        with pytest.raises(LinkFails):
            tried(cast, token, another(digits))
    with pytest.raises(LinkFails):
        tried(cast, token, digits)
    clock.move(seconds=59)
    with pytest.raises(LinkFails):
        tried(cast, token, digits)
    clock.move(seconds=1)
    with pytest.raises(LinkFails):
        tried(cast, token, another(digits))
    clock.move(minutes=4)
    with pytest.raises(LinkFails):
        tried(cast, token, digits)
    clock.move(minutes=1)
    assert tried(cast, token, digits)


def test_trying_while_a_link_waits_makes_it_wait_no_longer(cast: Cast, clock: Clock, house: Runtime) -> None:
    _, token, digits = invited(cast)
    compared = []
    for _ in range(50):
        with house.database.work() as work:
            compared.append(door.count_try(work, token, clock()))
    assert [bool(one) for one in compared] == [True] * 5 + [False] * 45
    assert counted(house) == [5]
    clock.move(minutes=1)
    assert tried(cast, token, digits)


def test_a_new_code_is_tried_anew_so_that_nobody_locks_another_out(cast: Cast, house: Runtime) -> None:
    key, token, digits = invited(cast)
    for _ in range(6):
        with pytest.raises(LinkFails):
            tried(cast, token, another(digits))
    digits = cast.yusuf.do(door.new_code, key)
    assert counted(house) == []
    assert tried(cast, token, digits)


def test_tries_at_other_links_and_at_none_cost_a_link_nothing(cast: Cast, house: Runtime) -> None:
    _, token, digits = invited(cast)
    _, sams, _ = invited(cast, "sam")
    for letters in [sams, "made up", "also made up", ""] * 9:
        with house.database.work() as work:
            door.count_try(work, letters, house.clock())
    assert counted(house) == [5, 5, 5, 5], "letters of nobody are counted alike"
    assert tried(cast, token, digits)


def test_what_is_remembered_of_made_up_letters_says_nothing_and_goes(
    cast: Cast, clock: Clock, house: Runtime
) -> None:
    with pytest.raises(LinkFails):
        tried(cast, "made up", "123456")
    with house.database.read() as session:
        assert fingerprint("made up") != session.scalars(select(DoorTry.letters)).one() != "made up"
    clock.move(hours=3)
    with pytest.raises(LinkFails):
        tried(cast, "others", "123456")
    assert counted(house) == [1]


def test_many_tries_at_once_are_not_more_than_a_few(cast: Cast, house: Runtime) -> None:
    _, token, _ = invited(cast)
    go, compared = threading.Barrier(12), []

    def guess() -> None:
        go.wait()
        with house.database.work() as work:
            compared.append(bool(door.count_try(work, token, house.clock())))

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(compared) == 5


@pytest.mark.parametrize("why", [*BROKEN])
def test_whatever_is_wrong_with_a_link_it_takes_the_same_work(
    cast: Cast, house: Runtime, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T28: always one slow comparison, and as many transactions; the refusal is one class for all."""
    token, typed = BROKEN[why](cast)
    compared, commits = [], []
    slow = door.slow_match
    monkeypatch.setattr(door, "slow_match", lambda *given: compared.append(given) or slow(*given))

    def commit(connection: Any) -> None:
        commits.append(connection)

    event.listen(house.database.engine, "commit", commit)
    with pytest.raises(LinkFails):
        tried(cast, token, typed)
    event.remove(house.database.engine, "commit", commit)
    assert len(compared) == 1
    assert compared[0][0].startswith("$argon2id$")
    assert len(commits) == 1


def test_a_code_works_once(cast: Cast) -> None:
    _, token, digits = invited(cast)
    tried(cast, token, digits)
    with pytest.raises(LinkFails):
        tried(cast, token, digits)


def test_one_code_tried_twice_at_once_lets_one_in(cast: Cast) -> None:
    _, token, digits = invited(cast)
    go, ends = threading.Barrier(2), []

    def knock() -> None:
        go.wait()
        try:
            tried(cast, token, digits)
            ends.append("in")
        except LinkFails:
            ends.append("used")

    threads = [threading.Thread(target=knock) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["in", "used"]


def test_a_code_lives_ten_minutes(cast: Cast, clock: Clock) -> None:
    key, token, digits = invited(cast)
    clock.move(minutes=10)
    with pytest.raises(LinkFails):
        tried(cast, token, digits)
    assert tried(cast, token, cast.yusuf.do(door.new_code, key))


def test_a_link_without_a_code_yet(cast: Cast) -> None:
    _, token = cast.yusuf.do(door.invite, cast.anna.id)
    with pytest.raises(LinkFails):
        tried(cast, token, "123456")


def test_a_link_ends_a_day_after_its_meeting(cast: Cast, clock: Clock) -> None:
    key, token, _ = invited(cast)
    clock.move(days=1)
    with pytest.raises(LinkFails):
        tried(cast, token, "123456")
    with pytest.raises(InvitationGone):
        cast.yusuf.do(door.new_code, key)


def test_an_unknown_link_says_the_same_as_an_ended_one(cast: Cast) -> None:
    with pytest.raises(LinkFails):
        tried(cast, "not-a-token", "123456")


def test_a_link_can_be_taken_back(cast: Cast) -> None:
    key, token, digits = invited(cast)
    cast.noor.do(door.revoke, key)
    with pytest.raises(LinkFails):
        tried(cast, token, digits)


def test_a_new_link_ends_the_earlier_one_of_this_person_only(cast: Cast) -> None:
    _, first, first_digits = invited(cast)
    _, sams, sams_digits = invited(cast, "sam")
    _, second, digits = invited(cast)
    with pytest.raises(LinkFails):
        tried(cast, first, first_digits)
    assert tried(cast, second, digits)
    assert tried(cast, sams, sams_digits)


def test_a_link_is_worthless_after_the_end(cast: Cast) -> None:
    _, token, digits = invited(cast)
    cast.close()
    with pytest.raises(LinkFails):
        tried(cast, token, digits)


def test_a_new_link_opens_the_report_while_it_can_be_corrected(cast: Cast, clock: Clock) -> None:
    cast.close()
    clock.move(days=1)
    _, token, digits = invited(cast)
    invitation = tried(cast, token, digits)
    with cast.house.database.work() as work:
        wish = door.Knock("Anna", "nl", "phone")
        waiting, _ = door.knock(work, cast.meeting_id, invitation.id, wish, clock())
        key, match = waiting.id, waiting.match
    seat = cast.yusuf.do(door.admit, key, cast.anna.id, match)
    assert seat.ends_at > clock() + timedelta(days=3)


def test_no_link_is_made_for_a_report_that_is_fixed(cast: Cast, clock: Clock) -> None:
    cast.close()
    with cast.house.database.read() as session:
        report = session.scalars(select(Report)).one().id
    cast.yusuf.do(reports.share, report)
    clock.move(days=2)
    with pytest.raises(MeetingClosed):
        cast.yusuf.do(door.invite, cast.anna.id)


def test_the_links_of_another_meeting_do_not_exist(cast: Cast) -> None:
    key, _, _ = invited(cast)
    with cast.house.database.work() as work:
        bas = work.load(Meeting, cast.script.other_meeting)
        elsewhere = door.policy.at_table(bas.chair, bas, "nl")
    for deed in (door.new_code, door.revoke):
        with pytest.raises(NotFound):
            cast.bas.do(deed, key, viewer=elsewhere)


# --- the waiting room


def test_in_the_waiting_room_there_is_no_seat_yet(cast: Cast, house: Runtime) -> None:
    key, token = cast.knock("Mama")
    with house.database.read() as session:
        waiting = door.waiting(
            session, cast.yusuf.viewer, session.get_one(Meeting, cast.meeting_id), house.clock()
        )
        assert [(one.name, one.person_id, one.door) for one in waiting] == [("Mama", None, "room")]
    with house.database.work() as work, pytest.raises(SeatGone):
        door.enter(work, token, house.clock())
    assert re.fullmatch(r"[1-9]\d", guest(cast, key).match)


def test_the_names_in_the_waiting_room_are_for_those_who_let_people_in(cast: Cast, house: Runtime) -> None:
    cast.knock()
    with house.database.read() as session:
        meeting = session.get_one(Meeting, cast.meeting_id)
        for name in ("femke", "karim", "samira", "anna", "rie"):
            assert door.waiting(session, getattr(cast, name).viewer, meeting, house.clock()) == []


@pytest.mark.parametrize("called", ["", "   ", "x" * 61, "Anna<b>", "12"])
def test_a_name_is_made_of_letters(cast: Cast, called: str) -> None:
    with pytest.raises(NameInvalid):
        cast.knock(called)


@pytest.mark.parametrize("called", ["Renée", "Oma Rie", "O’Neil-de Vries Jr.", "محمد", "Ђорђе"])
def test_a_name_may_be_of_any_script(cast: Cast, called: str) -> None:
    assert guest(cast, cast.knock(called)[0]).name == called


def test_nobody_waits_longer_than_two_hours(cast: Cast, house: Runtime, clock: Clock) -> None:
    key, token = cast.knock()
    clock.move(hours=2)
    assert not is_in(cast, token)
    with house.database.read() as session:
        meeting = session.get_one(Meeting, cast.meeting_id)
        assert door.waiting(session, cast.yusuf.viewer, meeting, clock()) == []
    with pytest.raises(AlreadyAnswered):
        admitted(cast, guest=key)


def test_nobody_waits_for_a_meeting_that_is_over(cast: Cast) -> None:
    _, token = cast.knock()
    cast.close()
    assert not is_in(cast, token)
    with pytest.raises(MeetingClosed):
        cast.knock()


# --- letting in


def test_the_digits_said_aloud_tie_the_phone_to_the_person(cast: Cast, house: Runtime) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    key = admitted(cast)
    found = guest(cast, key)
    assert (found.state, found.person_id, found.seated_at) == ("seated", cast.anna.id, house.clock())
    assert GuestSeated(cast.case_id, cast.meeting_id, key) in heard


def test_other_digits_let_nobody_in(cast: Cast) -> None:
    key, _ = cast.knock()
    wrong = "10" if cast.match(key) != "10" else "11"
    with pytest.raises(WrongMatch):
        cast.yusuf.do(door.admit, key, cast.anna.id, wrong)
    assert guest(cast, key).state == "waiting"


def test_the_phone_shows_its_digits_among_two_others(cast: Cast, house: Runtime) -> None:
    key, _ = cast.knock()
    decoys = house.keys.decoys(key, cast.match(key))
    assert cast.match(key) in decoys
    assert len(set(decoys)) == 3
    assert decoys == house.keys.decoys(key, cast.match(key))


def test_somebody_has_to_be_chosen(cast: Cast) -> None:
    key, _ = cast.knock()
    with pytest.raises(SeatNeeded):
        cast.yusuf.do(door.admit, key, "", cast.match(key))


@pytest.mark.parametrize("who", ["noor", "yusuf", "bas", "nobody"])
def test_nobody_gets_the_seat_of_a_professional_or_a_stranger_by_phone(cast: Cast, who: str) -> None:
    key, _ = cast.knock()
    with pytest.raises(NotFound):
        cast.yusuf.do(door.admit, key, cast.script.people.get(who, who), cast.match(key))


@pytest.mark.parametrize("name", ["femke", "karim", "samira", "anna", "nadia"])
def test_who_may_not_let_people_in(cast: Cast, name: str) -> None:
    key, _ = cast.knock()
    for deed in (
        lambda player: player.do(door.admit, key, cast.sam.id, cast.match(key)),
        lambda player: player.do(door.refuse, key),
    ):
        with pytest.raises(NotAllowed):
            deed(getattr(cast, name))


def test_two_people_answer_one_knock(cast: Cast) -> None:
    key, _ = cast.knock()
    cast.noor.do(door.admit, key, cast.anna.id, cast.match(key))
    with pytest.raises(AlreadyAnswered):
        cast.yusuf.do(door.admit, key, cast.sam.id, cast.match(key))
    cast.yusuf.do(door.refuse, key)
    assert guest(cast, key).state == "seated"


def test_the_secret_of_the_waiting_room_is_worthless_at_the_table(cast: Cast, house: Runtime) -> None:
    key, waiting = cast.knock()
    admitted(cast, guest=key)
    with house.database.work() as work:
        _, token = door.enter(work, waiting, house.clock())
    assert is_in(cast, token)
    assert not is_in(cast, waiting)
    house.clock.move(minutes=2)  # type: ignore[attr-defined]
    with house.database.work() as work, pytest.raises(SeatGone):
        door.enter(work, waiting, house.clock())


def test_a_refused_phone_is_out(cast: Cast) -> None:
    key, token = cast.knock()
    cast.yusuf.do(door.refuse, key)
    assert (guest(cast, key).state, guest(cast, key).gone_reason) == ("gone", "refused")
    assert not is_in(cast, token)
    with pytest.raises(AlreadyAnswered):
        admitted(cast, guest=key)


def test_a_waiting_phone_of_another_meeting_does_not_exist(cast: Cast) -> None:
    with cast.house.database.work() as work:
        elsewhere, _ = door.knock(
            work, cast.script.other_meeting, None, door.Knock("Wie", "nl", "phone"), cast.house.clock()
        )
    for deed in (
        lambda: admitted(cast, guest=elsewhere.id),
        lambda: cast.yusuf.do(door.refuse, elsewhere.id),
    ):
        with pytest.raises(NotFound):
            deed()


# --- a seat and its end


def test_a_second_phone_takes_the_place_of_the_first(cast: Cast, house: Runtime) -> None:
    first_token = cast.seat("anna")
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    second_token = cast.seat("anna")
    assert not is_in(cast, first_token)
    assert is_in(cast, second_token)
    assert [news.reason for news in heard if isinstance(news, GuestGone)] == ["replaced"]


def test_two_phones_let_in_on_one_seat_at_once(cast: Cast, house: Runtime) -> None:
    phones, go = [cast.knock()[0] for _ in range(2)], threading.Barrier(2)

    def admit(by: str, phone: str) -> None:
        player, match = getattr(cast, by), cast.match(phone)
        go.wait()
        player.do(door.admit, phone, cast.anna.id, match)

    threads = [
        threading.Thread(target=admit, args=given) for given in zip(("yusuf", "noor"), phones, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(guest(cast, phone).state for phone in phones) == ["gone", "seated"]


def test_a_removed_phone_cannot_come_back(cast: Cast) -> None:
    _, link, digits = invited(cast)
    token = cast.seat("anna")
    sams = cast.seat("sam")
    cast.yusuf.do(door.remove, cast.anna.id)
    assert not is_in(cast, token)
    assert is_in(cast, sams)
    with pytest.raises(LinkFails):
        tried(cast, link, digits)


@pytest.mark.parametrize("name", ["femke", "karim", "anna"])
def test_who_may_not_take_somebody_off_a_seat(cast: Cast, name: str) -> None:
    cast.seat("sam")
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(door.remove, cast.sam.id)


def test_somebody_may_go_at_any_moment(cast: Cast, house: Runtime) -> None:
    key = admitted(cast)
    for _ in range(2):
        with house.database.work() as work:
            door.leave(work, key, house.clock())
    assert guest(cast, key).gone_reason == "left"


def test_a_seat_ends_after_four_hours(cast: Cast, clock: Clock) -> None:
    token = cast.seat("anna")
    clock.move(hours=4)
    assert not is_in(cast, token)


def reads(cast: Cast, token: str, *, late: bool) -> bool:
    """Whether a seat sees the table, or with `late` the report, and whether news to all agrees about the table."""
    shown = identity.Credentials(identity.Kind.GUEST, token, late=late)
    with cast.house.database.read() as session:
        told = shown in identity.viewers_of(session, [shown], cast.house.clock())
        try:
            identity.viewer_of(session, shown, cast.house.clock())
        except SeatGone:
            return False
        assert late or told
        return True


def test_after_the_end_a_seat_sees_the_table_for_half_an_hour_and_the_report_for_days(
    cast: Cast, clock: Clock
) -> None:
    token = cast.seat("anna")
    cast.close()
    clock.move(minutes=29)
    assert reads(cast, token, late=False)
    clock.move(minutes=1)
    assert not reads(cast, token, late=False)
    clock.move(days=13)
    assert reads(cast, token, late=True)
    clock.move(days=1)
    assert not reads(cast, token, late=True)


def test_a_seat_that_had_ended_does_not_come_back_for_the_report(cast: Cast, clock: Clock) -> None:
    token = cast.seat("anna")
    clock.move(hours=4)
    cast.close()
    assert not reads(cast, token, late=True)


def test_who_was_removed_reads_no_report_either(cast: Cast) -> None:
    token = cast.seat("anna")
    cast.close()
    cast.yusuf.do(door.remove, cast.anna.id)
    assert not reads(cast, token, late=True)


def test_an_empty_cookie_is_nobody(cast: Cast) -> None:
    assert not is_in(cast, "")


# --- the shared screen


def connect(cast: Cast, code: str) -> tuple[Screen, str]:
    with cast.house.database.work() as work:
        return door.connect_screen(work, code, cast.house.clock())


def shows(cast: Cast, token: str) -> bool:
    """Whether the cookie of a screen still means something."""
    with cast.house.database.read() as session:
        return identity.screen_or_none(session, shown(token), cast.house.clock()) is not None


def test_a_screen_opens_once_with_its_code(cast: Cast) -> None:
    _, code = cast.yusuf.do(door.start_screen)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", code)
    _, token = connect(cast, code)
    assert shows(cast, token)
    with pytest.raises(CodeUnknown):
        connect(cast, code)


def test_a_screen_code_may_be_typed_carelessly(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "new_screen_code", lambda: "0A1B2C3D")
    cast.yusuf.do(door.start_screen)
    assert shows(cast, connect(cast, " oaIb-2c3d ")[1])


def test_a_screen_code_lives_ten_minutes(cast: Cast, clock: Clock) -> None:
    _, code = cast.yusuf.do(door.start_screen)
    clock.move(minutes=10)
    with pytest.raises(CodeUnknown):
        connect(cast, code)


def test_screens_can_be_turned_off(cast: Cast, house: Runtime) -> None:
    _, unused = cast.yusuf.do(door.start_screen)
    token = cast.screen()
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    cast.noor.do(door.end_screens)
    assert not shows(cast, token)
    assert len([news for news in heard if isinstance(news, ScreenGone)]) == 2
    with pytest.raises(CodeUnknown):
        connect(cast, unused)


def test_a_screen_goes_dark_with_the_meeting(cast: Cast) -> None:
    token = cast.screen()
    cast.close()
    assert not shows(cast, token)
    with pytest.raises(MeetingClosed):
        cast.yusuf.do(door.start_screen)


@pytest.mark.parametrize("name", ["femke", "karim", "anna", "sam"])
def test_who_may_not_start_a_screen(cast: Cast, name: str) -> None:
    for deed in (door.start_screen, door.end_screens):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(deed)


def test_no_door_opens_for_a_stranger(cast: Cast) -> None:
    key, _ = cast.knock()
    for deed, given in (
        (door.invite, (cast.anna.id,)),
        (door.admit, (key, cast.anna.id, cast.match(key))),
        (door.refuse, (key,)),
        (door.remove, (cast.anna.id,)),
        (door.start_screen, ()),
    ):
        with pytest.raises(NotFound):
            cast.bas.do(deed, *given)


def test_secrets_in_the_database_are_fingerprints(cast: Cast, house: Runtime) -> None:
    token, screen = cast.seat("anna"), cast.screen()
    with house.database.read() as session:
        kept = list(session.scalars(select(DeviceSession.secret_hash)))
    assert len(kept) == 3  # a waiting room, a seat and a screen
    assert all(re.fullmatch(r"[0-9a-f]{64}", one or "") for one in kept)
    assert not {one.rpartition(".")[2] for one in (token, screen)} & set(kept)


@pytest.mark.parametrize(
    "typed", ["904465", "904 465", "Code: 904-465.", "９０４４６５", "٩٠٤٤٦٥", "۹۰۴۴۶۵", "९०४४६५"]
)
def test_f06_a_code_is_read_from_any_digits(typed: str) -> None:
    assert door.digits(typed) == "904465"
