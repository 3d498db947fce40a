"""Access that ends: a last day, somebody who is taken off, a supporter beside somebody, and what the family asks."""

from datetime import datetime

import pytest
from sqlalchemy import select

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.access.policy import Permission
from conference.case import access, family
from conference.core.runtime import Runtime
from conference.core.validation import AMSTERDAM
from conference.door import use_cases as door
from conference.own_data.view import OwnData
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.meeting import use_cases as meetings
from models.accounts import Account
from models.enums import Role, Sees
from models.errors.access import (
    BesideNeeded,
    EndNeeded,
    EndPassed,
    FamilySeesAll,
    PartsNeeded,
    SuccessorNeeded,
    WasTakenOff,
)
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound, ReasonNeeded
from models.errors.door import SeatGone
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.log import LogEntry
from models.people import AccessRequest, Departure, Person
from models.statements import Statement
from realtime.announcer import Announcer
from tests.cast import BY_ROLE, Cast, Clock, in_days
from tests.furnished import furnish
from tests.lines import Line, Lines
from tests.pages import Signed

pytestmark = pytest.mark.both
WHY = "Zijn vraag is beantwoord, hij hoeft niet meer mee te lezen."


def give(cast: Cast, name: str, by: str = "lotte", **wish: object) -> None:
    told = {"sees": Sees.OWN_PART, "until": in_days(10).isoformat(), **wish}
    getattr(cast, by).do(access.set_access, getattr(cast, name).id, access.Access(**told))  # type: ignore[arg-type]


def person(house: Runtime, cast: Cast, name: str) -> Person:
    with house.database.read() as session:
        found = session.get_one(Person, getattr(cast, name).id)
        _ = found.supports, found.voice_via
        return found


def has_access(house: Runtime, cast: Cast, name: str) -> bool:
    with house.database.read() as session:
        account = session.get_one(Account, cast.script.accounts[name])
        try:
            identity.seat(session, account, cast.case_id, house.clock())
        except NotFound:
            return False
        return True


def was_sent_away(line: Line) -> bool:
    """Whether a line was told that it is out, and then closed."""
    told = str(line.socket.queue)
    return "'gone'" in told and not line.socket.is_connected()


# --- until when


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        ({"until": "2026-05-11"}, EndPassed),
        ({"until": "2019-01-01"}, EndPassed),
        ({"until": ""}, EndNeeded),
        ({"sees": Sees.CHOSEN, "parts": ()}, PartsNeeded),
        ({"sees": Sees.CHOSEN, "parts": ("part:nowhere",)}, ChoiceUnknown),
        ({"sees": "nothing"}, ChoiceUnknown),
        ({"supports": "somebody"}, ChoiceUnknown),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(
    house: Runtime, cast: Cast, wish: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(cast, "karim", **wish)
    assert (person(house, cast, "karim").sees, person(house, cast, "karim").until) == (Sees.EVERYTHING, None)


def test_a_parent_reads_everything(cast: Cast) -> None:
    with pytest.raises(FamilySeesAll):
        give(cast, "anna")


def test_a_last_day_lasts_until_midnight_in_amsterdam(house: Runtime, cast: Cast, clock: Clock) -> None:
    """And then it ends by itself: nobody changed anything."""
    give(cast, "karim", until=clock().date().isoformat())
    for moment, there in (
        (datetime(2026, 5, 12, 23, 59, tzinfo=AMSTERDAM), True),
        (datetime(2026, 5, 13, 0, 0, tzinfo=AMSTERDAM), False),
    ):
        clock.moment = moment
        assert has_access(house, cast, "karim") is there
        with house.database.read() as session:
            found = [case.title for case, _ in identity.seats(session, _account(session, cast), moment)]
            assert bool(found) is there


def test_a_line_is_closed_when_its_last_day_passed(
    house: Runtime, cast: Cast, clock: Clock, lines: Lines, announcer: Announcer
) -> None:
    clock.moment = datetime(2026, 5, 12, 23, 59, 50, tzinfo=AMSTERDAM)
    give(cast, "karim", until=clock().date().isoformat())
    karim, noor = lines("karim"), lines("noor")
    announcer.sweep()
    assert karim.socket.is_connected()
    karim.heard()
    clock.moment = datetime(2026, 5, 13, 0, 0, 1, tzinfo=AMSTERDAM)
    announcer.sweep()
    assert was_sent_away(karim)
    assert not karim.socket.is_connected()
    assert noor.socket.is_connected()
    karim.page(f"/gezin/{cast.case_id}", 404)


def test_the_queue_looks_when_the_day_ends(clock: Clock, announcer: Announcer) -> None:
    clock.moment = datetime(2026, 5, 12, 23, 59, 30, tzinfo=AMSTERDAM)
    assert announcer.seconds_left_today() == 30
    clock.moment = datetime(
        2026, 10, 24, 12, 0, tzinfo=AMSTERDAM
    )  # the night with an hour more comes after this
    assert announcer.seconds_left_today() == 12 * 3600


def test_who_directs_has_no_end_before_somebody_takes_over(cast: Cast) -> None:
    with pytest.raises(SuccessorNeeded):
        give(cast, "lotte", sees=Sees.EVERYTHING, until=in_days(5).isoformat())


# --- taken off


def test_who_is_taken_off_is_out_at_once_and_what_they_said_stays(
    house: Runtime, cast: Cast, lines: Lines, as_: Signed
) -> None:
    said = cast.add_statement("Karim zei dit", by="karim")
    line, desk = lines("karim"), as_("karim")
    line.heard()
    cast.noor.do(access.take_off, cast.karim.id, WHY)
    assert was_sent_away(line)
    assert not line.socket.is_connected()
    for path in (f"/gezin/{cast.case_id}", f"/overleg/{cast.meeting_id}", f"/gezin/{cast.case_id}/rondom"):
        assert desk.get(path).status_code == 404
    assert cast.statement(said).added_by_id == cast.karim.id
    assert cast.karim.id not in {one.id for one in cast.meeting.invited}
    with house.database.read() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.deed == Permission.ACCESS_END)).one()
        assert (entry.actor, entry.thing) == (f"person:{cast.noor.id}", f"person:{cast.karim.id}")
        assert "beantwoord" not in str(vars(entry))
        assert session.scalars(select(Departure)).one().why == WHY


def test_a_phone_goes_off_its_seat_and_its_link_dies(house: Runtime, cast: Cast, lines: Lines) -> None:
    line = lines("rie")
    link, _ = cast.yusuf.do(door.invite, cast.rie.id)
    line.heard()
    cast.lotte.do(access.take_off, cast.rie.id, WHY)
    assert was_sent_away(line)
    with house.database.work() as work:
        assert work.session.get_one(type(link), link.id).revoked_at is not None
    waiting, _ = cast.knock("Oma Rie")
    with pytest.raises(NotFound):
        cast.yusuf.do(door.admit, waiting, cast.rie.id, cast.match(waiting))
    with pytest.raises(NotFound):
        cast.yusuf.do(door.invite, cast.rie.id)


def test_who_comes_back_has_access_again_and_the_going_stays_written(house: Runtime, cast: Cast) -> None:
    cast.lotte.do(access.take_off, cast.karim.id, WHY)
    with pytest.raises(WasTakenOff):
        cast.lotte.do(access.take_off, cast.karim.id, WHY)
    with pytest.raises(EndNeeded):
        cast.lotte.do(access.bring_back, cast.karim.id, access.Access(sees=Sees.OWN_PART))
    assert not has_access(house, cast, "karim")
    wish = access.Access(sees=Sees.OWN_PART, until=in_days(5).isoformat())
    cast.lotte.do(access.bring_back, cast.karim.id, wish)
    assert has_access(house, cast, "karim")
    with house.database.read() as session:
        gone = session.scalars(select(Departure)).one()
        assert gone.why == WHY
        assert gone.back_at is not None


@pytest.mark.parametrize("name", ["lotte", "yusuf"])
def test_the_last_who_directs_or_chairs_stays_until_there_is_another(
    house: Runtime, cast: Cast, name: str
) -> None:
    with pytest.raises(SuccessorNeeded) as refused:
        cast.noor.do(access.take_off, getattr(cast, name).id, WHY)
    assert refused.value.field == "why"
    if name == "lotte":
        faces = family.NewFaces(
            cast.femke.id, cast.femke.id, "", "Lotte gaat ergens anders werken", "13-05-2026"
        )
        cast.lotte.do(family.change_faces, faces, viewer=cast.lotte.outside)
    else:
        cast.close()
    cast.noor.do(access.take_off, getattr(cast, name).id, WHY)
    assert not has_access(house, cast, name)


def test_a_reason_is_needed(house: Runtime, cast: Cast) -> None:
    for why, refusal in (("", TextNeeded), ("Zomaar.", ReasonNeeded)):
        with pytest.raises(refusal):
            cast.lotte.do(access.take_off, cast.karim.id, why)
    assert has_access(house, cast, "karim")


@pytest.mark.parametrize("role", [role for role in BY_ROLE if role != "stranger"])
@pytest.mark.parametrize("deed", [Permission.ACCESS_SET, Permission.ACCESS_END])
def test_who_may_do_it(cast: Cast, role: str, deed: Permission) -> None:
    player = getattr(cast, BY_ROLE[role])
    row = policy.MATRIX[deed]
    cells = {row[one] for one in player.viewer.roles}

    def do() -> None:
        if deed == Permission.ACCESS_SET:
            give(cast, "amir", by=player.name)
        else:
            player.do(access.take_off, cast.amir.id, WHY)

    if "yes" in cells:
        do()
    else:
        with pytest.raises(NotAllowed):
            do()


def test_somebody_of_another_family_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cast.lotte.do(access.take_off, cast.bas.id, WHY)
    with pytest.raises(NotFound):
        cast.bas.do(access.take_off, cast.karim.id, WHY)


def test_who_spoke_for_a_child_and_goes_speaks_no_more(house: Runtime, cast: Cast) -> None:
    with house.database.work() as work:
        work.load(Person, cast.sam.id).voice_via_id = cast.femke.id
    cast.lotte.do(access.take_off, cast.femke.id, WHY)
    assert person(house, cast, "sam").voice_via is None


def test_who_is_off_is_asked_no_more(house: Runtime, cast: Cast) -> None:
    cast.lotte.do(access.take_off, cast.karim.id, WHY)
    wish = meetings.MeetingPlan(
        "mdo", "20-05-2026", "10:00", "", cast.lotte.id, [cast.lotte.id, cast.karim.id], ["5"] * 9
    )
    with pytest.raises(ChoiceUnknown):
        cast.lotte.do(meetings.plan, wish, viewer=cast.lotte.outside)


# --- beside somebody


def beside(cast: Cast, name: str = "anna") -> None:
    wish = access.Access(supports=getattr(cast, name).id)
    cast.lotte.do(access.set_access, cast.nadia.id, wish)


def test_a_supporter_stands_beside_somebody(cast: Cast) -> None:
    for wrong in ("", cast.noor.id, cast.nadia.id, "nobody"):
        with pytest.raises(BesideNeeded):
            cast.lotte.do(access.set_access, cast.nadia.id, access.Access(supports=wrong))
    beside(cast)


def test_a_supporter_sees_what_that_person_sees_shields_too(house: Runtime, cast: Cast) -> None:
    furnish(cast)
    hidden = cast.add_statement(
        "ALLEEN VOOR ANNA EN NOOR", by="noor", shared_with="anna", about=[cast.anna.id]
    )
    other = cast.add_statement("ALLEEN VOOR NOOR EN LOTTE", by="noor", shared_with="lotte", about=[])
    beside(cast)
    with house.database.read() as session:
        for key, seen in ((hidden, True), (other, False)):
            statement = session.get_one(Statement, key)
            assert policy.visible(statement, cast.nadia.viewer) is seen
            assert policy.visible(statement, cast.anna.viewer) is seen
            assert not policy.visible(statement, cast.sam.viewer)


def test_beside_an_aunt_a_supporter_sees_no_agreements_of_others(house: Runtime, cast: Cast) -> None:
    """Of the own circle one sees one's own agreements only; who sits beside them sees no more."""
    others, own = cast.add_action("Van Karim", owner="karim"), cast.add_action("Van oma", owner="rie")
    beside(cast, "rie")
    for key, seen in ((others, False), (own, True)):
        assert policy.visible(cast.action(key), cast.nadia.viewer) is seen


def test_a_supporter_does_not_act_alone(house: Runtime, cast: Cast) -> None:
    beside(cast)
    words = facts.NewStatement("opinion", "Dit zegt Nadia")
    with pytest.raises(NotAllowed):
        cast.nadia.do(facts.add, words)
    with pytest.raises(NotAllowed):
        cast.nadia.do(actions.add, "Nadia belt")
    cast.seat("anna")
    assert cast.nadia.do(facts.add, words).added_by_id == cast.nadia.id
    other = cast.add_statement("X", by="noor")
    with house.database.read() as session:
        text = session.get_one(Statement, other).text
        assert policy.may(cast.nadia.viewer, policy.writing(text), text)
    with house.database.work() as work:
        phones = [one.id for one in door.seated(work.session, cast.meeting_id, cast.anna.id)]
        for phone in phones:
            door.leave(work, phone, house.clock())
    with pytest.raises(NotAllowed):
        cast.nadia.do(actions.add, "Nadia belt weer")


def test_a_supporter_beside_nobody_reads_and_writes_nothing(cast: Cast) -> None:
    """As it was before: nobody said yet beside whom. Nothing that was seen closes, and nobody acts alone."""
    with pytest.raises(NotAllowed):
        cast.nadia.do(facts.add, facts.NewStatement("opinion", "Alleen"))


def test_a_supporter_goes_with_whom_they_support(house: Runtime, cast: Cast) -> None:
    beside(cast, "rie")
    secret = cast.seat("nadia")
    shown = Credentials(Kind.GUEST, secret)
    cast.lotte.do(access.take_off, cast.rie.id, WHY)
    with house.database.read() as session:
        with pytest.raises(SeatGone):
            identity.viewer_of(session, shown, house.clock())
        assert shown not in identity.viewers_of(session, [shown], house.clock())


def test_a_phone_and_an_event_see_a_supporter_alike(house: Runtime, cast: Cast) -> None:
    """Who asks for a page and who hears an event are looked up on two roads: both say the same."""
    beside(cast)
    give(cast, "rie")
    for name in ("nadia", "rie", "anna"):
        shown = Credentials(Kind.GUEST, cast.seat(name))
        with house.database.read() as session:
            page = identity.viewer_of(session, shown, house.clock())[0]
            assert identity.viewers_of(session, [shown], house.clock())[shown] == page


# --- the family asks


def test_the_family_asks_and_who_directs_answers_with_a_reason(house: Runtime, cast: Cast) -> None:
    asked = cast.anna.do(access.ask, cast.karim.id, "Moet hij alles van mij lezen?")
    assert [one.id for one in _requests(house, cast, "lotte")] == [asked.id]
    assert [one.id for one in _requests(house, cast, "anna")] == [asked.id]
    for name in ("sam", "rie", "karim", "noor", "femke", "nadia"):
        assert _requests(house, cast, name) == []
    with pytest.raises(NotFound):
        cast.karim.do(access.answer, asked.id, "Ja hoor")
    with pytest.raises(TextNeeded):
        cast.lotte.do(access.answer, asked.id, " ")
    cast.lotte.do(access.answer, asked.id, "Hij leest nu alleen zijn eigen deel.")
    with pytest.raises(AlreadyAnswered):
        cast.lotte.do(access.answer, asked.id, "Nog eens")
    assert _requests(house, cast, "anna")[0].answer == "Hij leest nu alleen zijn eigen deel."


@pytest.mark.parametrize("role", [role for role in BY_ROLE if role != "stranger"])
def test_only_the_family_asks(cast: Cast, role: str) -> None:
    player = getattr(cast, BY_ROLE[role])
    if role in (Role.PARENT, Role.CHILD):
        assert player.do(access.ask, cast.karim.id, "Waarom leest hij mee?").id
    else:
        with pytest.raises(NotAllowed):
            player.do(access.ask, cast.karim.id, "Waarom leest hij mee?")


def test_own_data_tell_it(house: Runtime, cast: Cast) -> None:
    give(cast, "karim", purpose="Meedenken over slapen")
    cast.lotte.do(access.take_off, cast.karim.id, WHY)
    cast.anna.do(access.ask, cast.karim.id, "Waarom hij?")
    told = {}
    for name in ("karim", "lotte", "anna"):
        with house.database.read() as session:
            told[name] = str(OwnData(session, getattr(cast, name).viewer).chapters())
    assert "Meedenken over slapen" in told["karim"]
    assert WHY in told["karim"]
    assert WHY in told["lotte"]
    assert WHY not in told["anna"]
    assert "Waarom hij?" in told["anna"]


def _requests(house: Runtime, cast: Cast, name: str) -> list[AccessRequest]:
    with house.database.read() as session:
        return access.requests(session, getattr(cast, name).viewer)


def _account(session: object, cast: Cast) -> Account:
    return session.get_one(Account, cast.script.accounts["karim"])  # type: ignore[attr-defined, no-any-return]


def test_what_is_refused_far_down_the_list_is_said_at_its_top(cast: Cast, as_: Signed) -> None:
    """A list of fifteen people is long: who is told of a fault finds it, and what they typed stays."""
    page = as_("lotte")
    page.get(f"/gezin/{cast.case_id}/rondom")
    answer = page.send(f"/gezin/{cast.case_id}/rondom/{cast.amir.id}/eraf", why="kort")
    assert answer.status_code == 400
    top = answer.text.index(f'<a class="nl-link" href="#{cast.amir.id}">Amir Rahimi</a>')
    assert top < answer.text.index(f'id="{cast.anna.id}"')
    assert 'value="kort"' in answer.text
