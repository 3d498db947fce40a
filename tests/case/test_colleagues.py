"""A colleague says yes first; until then nothing of the family is theirs, and nobody hears who has an account."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from conference.access import identity, policy
from conference.accounts import use_cases as accounts
from conference.case import access, colleagues, family
from conference.case import use_cases as cases
from conference.case.around import look
from conference.case.colleagues import State
from conference.core.runtime import Runtime
from conference.erasure import persons
from conference.table.meeting import planning
from conference.table.meeting import use_cases as meetings
from models.accounts import Account, Organisation
from models.case import Case
from models.enums import LearningRole, OfficeRole, Role, Sees
from models.errors.access import (
    AddressInvalid,
    ColleagueAsked,
    EndNeeded,
    EndPassed,
    InvitationOver,
    MayNotOpen,
    NameOfAccount,
)
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.door import NameInvalid
from models.errors.meeting import ManyPeople
from models.errors.validation import BsnNotAllowed, ChoiceUnknown, TextTooLong
from models.log import FieldChange, LogEntry
from models.meeting import Meeting
from models.people import ColleagueInvitation, Departure, Person
from models.region import RegionProfile
from models.sealed import ERASED
from tests.cast import PASSWORD, TITLE, Cast, Clock, in_days, may_open
from tests.furnished import furnish
from tests.learners import Learners
from tests.pages import PageClient, Signed

pytestmark = pytest.mark.both

#: What only the family knows; none of it may reach who did not say yes.
KNOWN = "bas@werk.example"
UNKNOWN = "niemand@elders.example"
AROUND = "karim@werk.example"
WHY = "Meedenken over de schulden."


def wish(address: str = KNOWN, called: str = "Bob de Bouwer", role: str = Role.SPECIALIST) -> cases.NewPerson:
    return cases.NewPerson(called, role, role_words="schuldhulp", organisation="De Bank", account=address)


def ask(
    cast: Cast, address: str = KNOWN, by: str = "lotte", given: access.Access | None = None, **more: str
) -> str:
    may = given or access.Access(purpose=WHY, until=f"{in_days(90)}")
    player = getattr(cast, by)
    made = player.do(colleagues.ask, wish(address, **more), may, Sees.EVERYTHING, viewer=player.outside)
    return str(made.id)


def row(house: Runtime, key: str) -> ColleagueInvitation:
    with house.database.read() as session:
        found = session.get_one(ColleagueInvitation, key)
        _ = found.words, found.address, found.asked_by
        return found


def asked(cast: Cast, by: str = "lotte", viewer: policy.Viewer | None = None) -> list[colleagues.Asked]:
    with cast.house.database.read() as session:
        return colleagues.asked(session, viewer or getattr(cast, by).outside, cast.house.clock())


def questions(cast: Cast, name: str = "bas") -> list[colleagues.Question]:
    with cast.house.database.read() as session:
        account = session.get_one(Account, cast.script.accounts[name])
        return colleagues.questions(session, cast.house.keys, account, cast.house.clock())


def families(cast: Cast, name: str = "bas") -> list[str]:
    with cast.house.database.read() as session:
        account = session.get_one(Account, cast.script.accounts[name])
        return [case.title for case, _ in identity.seats(session, account, cast.house.clock())]


# --- until the answer


def test_an_unanswered_colleague_has_no_place_and_reads_only_who_asks_and_why(cast: Cast) -> None:
    ask(cast)
    (question,) = questions(cast)
    assert (question.by, question.organisation, question.purpose) == ("Lotte de Wit", "Werk", WHY)
    assert (question.role_words, question.until) == ("schuldhulp", in_days(90))
    assert families(cast) == ["Het andere gezin"]
    with cast.house.database.read() as session:
        bas = session.get_one(Account, cast.script.accounts["bas"])
        with pytest.raises(NotFound):
            identity.seat(session, bas, cast.case_id, cast.house.clock())
        people = session.scalars(select(Person).where(Person.case_id == cast.case_id))
        assert cast.script.accounts["bas"] not in {one.account_id for one in people}


def test_yes_gives_what_was_asked_under_the_name_of_the_account(cast: Cast) -> None:
    key = ask(cast)
    person = cast.bas.do(colleagues.say_yes, key)
    assert (person.name, person.organisation) == ("Bas Smit", "Werk")
    assert (person.role, person.role_words, person.purpose) == (Role.SPECIALIST, "schuldhulp", WHY)
    assert (person.sees, person.until) == (Sees.EVERYTHING, in_days(90))
    assert families(cast) == [TITLE, "Het andere gezin"]
    assert (questions(cast), asked(cast)) == ([], [])
    cast.house.clock.move(days=91)
    assert families(cast) == ["Het andere gezin"]


def test_narrow_access_is_kept(cast: Cast) -> None:
    given = access.Access(purpose="Geld", sees=Sees.CHOSEN, until=f"{in_days(30)}")
    made = cast.lotte.do(colleagues.ask, wish(), given, "debt_worker", viewer=cast.lotte.outside)
    person = cast.bas.do(colleagues.say_yes, made.id)
    assert (person.sees, set(person.sees_parts)) == (Sees.CHOSEN, {"area:money", "area:housing"})
    with cast.house.database.read() as session:
        viewer = policy.in_case(session.get_one(Person, person.id), session.get_one(Case, cast.case_id), "nl")
        assert viewer.narrow


def test_no_leaves_a_trace_for_whoever_asked_only(cast: Cast) -> None:
    key = ask(cast)
    cast.bas.do(colleagues.say_no, key, "Ik ken deze buurt niet.")
    (told,) = asked(cast)
    assert (told.state, told.words) == (State.NO, "Ik ken deze buurt niet.")
    for name in ("noor", "femke", "karim", "yusuf"):
        assert asked(cast, name) == [], name
    for name in ("anna", "sam", "rie"):
        assert asked(cast, viewer=getattr(cast, name).viewer) == [], name
    assert (questions(cast), families(cast)) == ([], ["Het andere gezin"])
    with pytest.raises(InvitationOver):
        cast.bas.do(colleagues.say_yes, key)
    cast.house.clock.move(days=61)
    assert asked(cast) == []


def test_the_gate_knows_an_answer_for_whoever_asked_only(cast: Cast) -> None:
    key = ask(cast)
    around = ["lotte", "femke", "noor", "karim", "anna", "sam"]
    for answered, readers in ((False, around), (True, ["lotte"])):
        if answered:
            cast.bas.do(colleagues.say_no, key, "Nee.")
        with cast.house.database.read() as session:
            found = session.get_one(ColleagueInvitation, key)
            assert [name for name in around if policy.visible(found, getattr(cast, name).viewer)] == readers
            assert not policy.visible(found, cast.bas.viewer)


def test_the_family_and_everybody_around_it_reads_that_somebody_was_asked(cast: Cast) -> None:
    ask(cast)
    for name in ("anna", "sam", "rie", "noor", "karim", "amir"):
        player = getattr(cast, name)
        with cast.house.database.read() as session:
            case = session.get_one(Case, cast.case_id)
            (told,) = look(session, player.viewer, case, cast.house.clock()).colleagues
        assert (told.called, told.state, told.purpose, told.by) == (
            "Bob de Bouwer",
            State.ASKED,
            WHY,
            "Lotte de Wit",
        )
        assert told.address == "", "the address is for who brings people around"
    assert asked(cast, "femke")[0].address == KNOWN


def test_it_ends_by_itself(cast: Cast) -> None:
    key = ask(cast)
    cast.house.clock.move(days=14)
    assert questions(cast)
    cast.house.clock.move(days=1)
    assert questions(cast) == []
    assert [one.state for one in asked(cast)] == [State.ENDED]
    assert asked(cast, "femke") == []
    for deed in (colleagues.say_yes, lambda *given: colleagues.say_no(*given[:3], "", given[3])):
        with pytest.raises(InvitationOver):
            cast.bas.do(deed, key)
    assert ask(cast) != key, "one can ask again"


def test_it_lasts_no_longer_than_what_it_gives(cast: Cast) -> None:
    ask(cast, given=access.Access(until=f"{in_days(3)}"))
    cast.house.clock.move(days=4)
    assert questions(cast) == []


def test_it_is_taken_back_by_who_may_bring_people_and_by_nobody_else(cast: Cast) -> None:
    key = ask(cast)
    for name in ("noor", "karim", "samira"):
        with pytest.raises(NotAllowed):
            cast.__getattr__(name).do(colleagues.withdraw, key, viewer=cast.__getattr__(name).outside)
    with pytest.raises(NotFound):
        cast.bas.do(colleagues.withdraw, key)
    cast.femke.do(colleagues.withdraw, key, viewer=cast.femke.outside)
    assert (questions(cast), asked(cast)) == ([], [])
    with pytest.raises(InvitationOver):
        cast.bas.do(colleagues.say_yes, key)


def test_it_ends_when_whoever_asked_goes(cast: Cast) -> None:
    key = ask(cast, by="femke")
    cast.lotte.do(access.take_off, cast.femke.id, "Zij werkt hier niet meer.")
    assert (questions(cast), asked(cast)) == ([], [])
    with pytest.raises(InvitationOver):
        cast.bas.do(colleagues.say_yes, key)


def test_a_supporter_is_asked_beside_somebody_and_it_ends_when_that_one_goes(cast: Cast) -> None:
    given = access.Access(supports=cast.anna.id)
    made = cast.lotte.do(
        colleagues.ask, wish(role=Role.SUPPORTER), given, Sees.EVERYTHING, viewer=cast.lotte.outside
    )
    assert [one.id for one in questions(cast)] == [made.id]
    cast.lotte.do(access.take_off, cast.anna.id, "Zij wil zelf niet meer.")
    assert questions(cast) == []
    with pytest.raises(InvitationOver):
        cast.bas.do(colleagues.say_yes, made.id)


@pytest.mark.parametrize("name", ["karim", "femke", "lotte"])
def test_nobody_answers_for_another(cast: Cast, name: str) -> None:
    key = ask(cast)
    account = policy.stranger(cast.script.accounts[name])
    for deed in (colleagues.say_yes, lambda *given: colleagues.say_no(*given[:3], "", given[3])):
        with pytest.raises(NotFound):
            getattr(cast, name).do(deed, key, viewer=account)


@pytest.mark.parametrize("name", ["noor", "karim", "samira"])
def test_who_may_not_bring_people_asks_nobody(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(cast, by=name)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (wish("bas"), AddressInvalid),
        (wish("bas@"), AddressInvalid),
        (wish("bas@werk example"), AddressInvalid),
        (wish("x" * 200 + "@werk.example"), TextTooLong),
        (wish("123456782@werk.example"), BsnNotAllowed),
        (wish(called=""), NameInvalid),
        (wish(role="king"), ChoiceUnknown),
        (wish(role=Role.PARENT), ChoiceUnknown),
        (wish(role=Role.CHILD), ChoiceUnknown),
    ],
)
def test_what_cannot_be_asked(cast: Cast, typed: cases.NewPerson, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        cast.lotte.do(colleagues.ask, typed, access.Access(), Sees.EVERYTHING, viewer=cast.lotte.outside)


def test_access_is_checked_when_one_asks(cast: Cast) -> None:
    for given, choice, refusal in (
        (access.Access(), Sees.OWN_PART, EndNeeded),
        (access.Access(until=f"{in_days(-1)}"), Sees.EVERYTHING, EndPassed),
        (access.Access(), "", ChoiceUnknown),
    ):
        with pytest.raises(refusal):
            cast.lotte.do(colleagues.ask, wish(), given, choice, viewer=cast.lotte.outside)


def test_nobody_with_an_account_is_put_there_by_another_road(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        cast.lotte.do(cases.add_person, wish(), viewer=cast.lotte.outside)
    with pytest.raises(ChoiceUnknown):
        cast.lotte.do(access.bring, wish(), access.Access(), Sees.EVERYTHING, viewer=cast.lotte.outside)


def test_who_signs_in_gets_no_other_name(cast: Cast) -> None:
    with pytest.raises(NameOfAccount):
        cast.lotte.do(
            family.change_person, cast.karim.id, family.Details("Kareltje"), viewer=cast.lotte.outside
        )
    same = family.Details("Karim Haddad", role_words="psycholoog")
    assert (
        cast.lotte.do(family.change_person, cast.karim.id, same, viewer=cast.lotte.outside).role_words
        == "psycholoog"
    )


def test_the_log_knows_who_asked_and_what_was_answered(cast: Cast) -> None:
    key = ask(cast)
    person = cast.bas.do(colleagues.say_yes, key)
    with cast.house.database.read() as session:
        found = session.scalars(select(LogEntry).where(LogEntry.deed.like("colleague.%")))
        rows = [(one.actor, one.deed, one.thing) for one in found if one.thing.endswith((key, person.id))]
    account = cast.script.accounts["bas"]
    assert rows == [
        (f"person:{cast.lotte.id}", "colleague.ask", f"colleague:{key}"),
        (f"account:{account}", "colleague.yes", f"person:{person.id}"),
    ]


# --- who was there before


def test_who_was_taken_off_comes_back_with_a_yes(cast: Cast) -> None:
    cast.lotte.do(access.take_off, cast.karim.id, "Zijn hulp is klaar, en hij gaat.")
    key = ask(cast, AROUND)
    assert [one.id for one in questions(cast, "karim")] == [key]
    viewer = policy.stranger(cast.script.accounts["karim"])
    person = cast.karim.do(colleagues.say_yes, key, viewer=viewer)
    assert (person.id, person.left_at, person.until) == (cast.karim.id, None, in_days(90))
    with cast.house.database.read() as session:
        assert session.scalars(select(Departure)).one().back_at is not None
        change = session.scalars(select(FieldChange).where(FieldChange.field == access.ACCESS)).one()
        assert (change.before["until"], change.after["until"]) == (None, f"{in_days(90)}")


# --- who has an account is told to nobody


def test_the_same_is_kept_for_every_address(cast: Cast) -> None:
    """Known, unknown, closed, and of somebody who stands there: no column tells them apart."""
    with cast.house.database.work() as work:
        work.load(Account, cast.script.accounts["samira"]).active = False
    keys = [ask(cast, address) for address in (KNOWN, UNKNOWN, AROUND, "samira@werk.example")]
    rows = [row(cast.house, key) for key in keys]
    same = {"id", "address_mark"}
    for one in rows[1:]:
        for column in ColleagueInvitation.__table__.columns:
            if column.name not in same and column.type.python_type is not bytes:
                assert getattr(one, column.key) == getattr(rows[0], column.key), column.name
    told = asked(cast)
    assert {one.address for one in told} == {one.address for one in rows}
    assert {(one.called, one.state, one.ends_on, one.role_label) for one in told} == {
        ("Bob de Bouwer", State.ASKED, in_days(14), told[0].role_label)
    }
    assert questions(cast, "karim") == [], "who stands there is asked nothing"


def test_asking_an_address_twice_says_what_one_knows_oneself(cast: Cast) -> None:
    for address in (KNOWN, UNKNOWN):
        ask(cast, address)
        with pytest.raises(ColleagueAsked):
            ask(cast, f" {address.upper()} ")
    assert len(asked(cast)) == 2


def test_who_gets_an_account_later_finds_the_question(cast: Cast) -> None:
    key = ask(cast, UNKNOWN)
    with cast.house.database.work() as work:
        work.load(Account, cast.script.accounts["bas"]).email = UNKNOWN
    assert [one.id for one in questions(cast)] == [key]


# --- a planned meeting


def planned(cast: Cast, awaited: list[str], **more: Any) -> Meeting:
    given = [cast.lotte.id, cast.anna.id]
    plan = meetings.MeetingPlan(
        "mdo", "20-05-2026", "10:00", "", cast.lotte.id, given, ["5"] * 9, awaited=awaited, **more
    )
    made: Meeting = cast.lotte.do(meetings.plan, plan, viewer=cast.lotte.outside)
    return made


def invited(cast: Cast, meeting_id: str) -> set[str]:
    with cast.house.database.read() as session:
        return {one.id for one in session.get_one(Meeting, meeting_id).invited}


def test_a_place_is_kept_at_a_planned_meeting_and_taken_with_the_yes(cast: Cast) -> None:
    key = ask(cast)
    meeting = planned(cast, [key])
    assert row(cast.house, key).meetings == [meeting.id]
    assert invited(cast, meeting.id) == {cast.lotte.id, cast.anna.id}
    person = cast.bas.do(colleagues.say_yes, key)
    assert person.id in invited(cast, meeting.id)


def test_a_place_that_is_kept_can_be_let_go(cast: Cast) -> None:
    key = ask(cast)
    meeting = planned(cast, [key])
    plan = meetings.MeetingPlan(
        "mdo", "21-05-2026", "10:00", "", cast.lotte.id, [cast.lotte.id, cast.anna.id], ["5"] * 9
    )
    with cast.house.database.work() as work:
        at_it = policy.at_table(work.load(Person, cast.lotte.id), work.load(Meeting, meeting.id), "nl")
        planning.change(work, at_it, meeting.id, plan, cast.house.clock())
    assert row(cast.house, key).meetings == []
    assert cast.bas.do(colleagues.say_yes, key).id not in invited(cast, meeting.id)


def test_they_count_as_invited(cast: Cast) -> None:
    keys = [ask(cast, f"iemand{number}@elders.example") for number in range(15)]
    with pytest.raises(ManyPeople):
        planned(cast, keys)
    planned(cast, keys, many_ok=True)


def test_no_place_is_kept_for_who_does_not_wait(cast: Cast) -> None:
    key = ask(cast)
    cast.bas.do(colleagues.say_no, key, "")
    for wrong in (key, "bestaatniet12345"):
        with pytest.raises(ChoiceUnknown):
            planned(cast, [wrong])


# --- erasing


def test_with_whoever_asked_goes_what_they_wrote(cast: Cast) -> None:
    key = ask(cast, by="femke")
    with cast.house.database.work() as work:
        persons.take_out(work, work.load(Person, cast.femke.id), cast.house.clock())
    gone = row(cast.house, key)
    assert {gone.address, gone.address_mark, gone.called, gone.purpose} == {ERASED}
    assert questions(cast) == []


# --- pages


def form(address: str) -> dict[str, str]:
    return {
        "name": "Bob de Bouwer",
        "role": "specialist",
        "account": address,
        "access": "everything",
        "purpose": WHY,
    }


def test_known_and_unknown_addresses_get_the_same_answer_in_bytes(cast: Cast, as_: Signed) -> None:
    told = set()
    for address in (KNOWN, UNKNOWN, AROUND):
        browser = as_("lotte")
        browser.page(f"/gezin/{cast.case_id}")
        answer = browser.send(f"/gezin/{cast.case_id}/mensen", **form(address))
        page = browser.get(f"/gezin/{cast.case_id}").text
        (key,) = [one.id for one in asked(cast)]
        mine = page[page.index('id="gevraagd"') : page.index("user-plus", page.index('id="gevraagd"'))]
        assert "De vraag staat klaar" in mine
        assert address in mine
        same = re.sub(r'name="csrf_token" value="[^"]*"', "", mine).replace(address, "").replace(key, "")
        told.add((answer.status_code, answer.headers["Location"], answer.text, same))
        cast.lotte.do(colleagues.withdraw, key, viewer=cast.lotte.outside)
    assert len(told) == 1


def test_a_colleague_is_asked_reads_it_and_says_yes(cast: Cast, as_: Signed) -> None:
    ask(cast)
    bas = as_("bas")
    assert bas.page("/").select_one("a[href='/gevraagd']") is not None
    page = bas.page("/gevraagd")
    assert "Lotte de Wit van Werk vraagt u" in page.text
    assert WHY in page.text
    action = page.select_one("form[action$='/ja']")
    assert action is not None
    answer = bas.send(str(action["action"]))
    assert answer.headers["Location"] == f"/gezin/{cast.case_id}"
    assert TITLE in bas.page(f"/gezin/{cast.case_id}").text
    assert "Bob de Bouwer" not in as_("lotte").get(f"/gezin/{cast.case_id}").text
    assert "Niemand vraagt u" in bas.page("/gevraagd").text


def test_who_signs_in_has_no_field_for_a_name_and_a_form_of_before_says_why(cast: Cast, as_: Signed) -> None:
    lotte, path = as_("lotte"), f"/gezin/{cast.case_id}/mensen/{cast.karim.id}"
    page = lotte.page(path)
    assert [one["type"] for one in page.select("input[name=name]")] == ["hidden"]
    refused = lotte.send(path, name="Kareltje", at_table="1")
    assert refused.status_code == 400
    assert "Karim meldt zich aan met een eigen account." in refused.text


def test_no_comes_back_with_its_word_when_it_cannot_be_kept(cast: Cast, as_: Signed) -> None:
    key = ask(cast)
    bas = as_("bas")
    bas.page("/gevraagd")
    refused = bas.send(f"/gevraagd/{key}/nee", words="Mijn nummer is 123456782")
    assert refused.status_code == 400
    assert "Mijn nummer is 123456782" in refused.text
    bas.send(f"/gevraagd/{key}/nee", words="Ik ga met verlof.")
    page = as_("lotte").page(f"/gezin/{cast.case_id}").text
    assert "Ik ga met verlof." in page
    assert "Zei nee" in page
    for name in ("femke", "noor"):
        assert "Bob de Bouwer" not in as_(name).get(f"/gezin/{cast.case_id}").text
    assert "Bob de Bouwer" not in as_("anna").get("/nu/wie").text


def test_everybody_around_the_family_reads_it_and_it_can_be_taken_back(cast: Cast, as_: Signed) -> None:
    key = ask(cast)
    assert "nog geen antwoord" in as_("anna").get("/nu/wie").text
    for name in ("karim", "noor"):
        page = as_(name).page(f"/gezin/{cast.case_id}/rondom").text
        assert "Gevraagd, nog geen antwoord" in page
        assert KNOWN not in page
    lotte = as_("lotte")
    lotte.page(f"/gezin/{cast.case_id}")
    lotte.send(f"/gezin/{cast.case_id}/gevraagd/{key}/intrekken")
    assert "Bob de Bouwer" not in lotte.get(f"/gezin/{cast.case_id}").text
    assert questions(cast) == []


def test_a_place_is_kept_on_the_planning_page(cast: Cast, as_: Signed) -> None:
    key = ask(cast)
    page = as_("lotte").page(f"/gezin/{cast.case_id}/overleg/nieuw?soort=mdo")
    assert page.select_one(f'input[name=awaited][value="{key}"]') is not None


# --- canary


def test_not_one_byte_of_the_family_reaches_who_did_not_answer(
    app: Flask, cast: Cast, as_: Signed, walked: Callable[[PageClient], dict[str, str]]
) -> None:
    """Every page that opens for them, the search, the addresses of the family itself, and its line."""
    furnish(cast)
    ask(cast)
    with cast.house.database.read() as session:
        case = session.get_one(Case, cast.case_id)
        people = [one for one in case.people if one.name != "Lotte de Wit"]
        secrets = {TITLE, cast.case_id, cast.meeting_id, "Bob de Bouwer", "De Bank", KNOWN.upper()}
        secrets |= {one.name for one in people} | {one.id for one in case.people}
    bas = as_("bas")
    received = walked(bas)
    assert "/gevraagd" in received
    for path in ("/zoek?q=Anna", "/zoek?q=Sam", "/overleggen", "/gezinnen"):
        received[path] = bas.get(path).text
    for path in (f"/gezin/{cast.case_id}", f"/gezin/{cast.case_id}/rondom", f"/overleg/{cast.meeting_id}"):
        answer = bas.get(path)
        assert answer.status_code == 404, path
        received[f"refused {path.split('/')[1]}"] = answer.text.replace(path, "")
    found = {(path, one) for path, text in received.items() for one in secrets if one in text}
    assert found == set()
    with cast.house.database.read() as session:
        shown = identity.Credentials(identity.Kind.ACCOUNT, _cookie(bas), cast.meeting_id)
        with pytest.raises(NotFound):
            identity.viewer_of(session, shown, cast.house.clock())


def _cookie(browser: PageClient) -> str:
    cookie = browser.get_cookie("rondom-sessie")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def walked() -> Callable[[PageClient], dict[str, str]]:
    """Follows every link from the first page on; what each page said."""

    def walk(browser: PageClient) -> dict[str, str]:
        received: dict[str, str] = {}
        waiting = ["/"]
        while waiting:
            path = waiting.pop()
            if path in received:
                continue
            answer = browser.get(path)
            received[path] = answer.text if answer.mimetype == "text/html" else ""
            waiting += re.findall(r'href="(/(?!static)[^"#]*)"', received[path])
        return received

    return walk


# --- the right to open a family


def test_only_who_has_the_right_opens_a_family(cast: Cast, as_: Signed) -> None:
    femke = as_("femke")
    page = femke.page("/gezinnen/nieuw")
    assert page.select_one("form[action='/gezinnen/nieuw']") is None
    assert "teamleider" in page.text
    assert femke.page("/gezinnen").select_one("a.nl-button[href='/gezinnen/nieuw']") is None
    refused = femke.send("/gezinnen/nieuw", title="Het gezin van Femke")
    assert refused.status_code == 403
    with cast.house.database.read() as session:
        assert session.scalar(select(LogEntry.outcome).where(LogEntry.deed == "case:open")) == "may_not_open"
        assert [one.title for one in session.scalars(select(Case))].count("Het gezin van Femke") == 0
    with cast.house.database.work() as work:
        may_open(work, work.load(Account, cast.script.accounts["femke"]), cast.house.clock())
    femke.page("/gezinnen/nieuw")
    assert femke.send("/gezinnen/nieuw", title="Het gezin van Femke").status_code == 302


def regions(cast: Cast, account_id: str) -> list[str]:
    with cast.house.database.read() as session:
        return [one.slug for one in cases.regions_to_open(session, session.get_one(Account, account_id))]


def test_who_only_learns_opens_no_family_also_when_the_organisation_does(
    cast: Cast, learners: Learners
) -> None:
    with cast.house.database.work() as work:
        learner = accounts.make_account(work, "Werk", "Leonie Kok", "leonie@werk.example", PASSWORD)
        region = work.session.scalars(select(RegionProfile)).one()
        for role in LearningRole:
            accounts.give_learning_seat(work, learner, region, role)
        accounts.let_open(work, work.load(Organisation, learner.organisation_id), region)
        key = learner.id
    assert regions(cast, key) == []
    assert regions(cast, cast.script.accounts["karim"]) == ["neutraal"]
    with cast.house.database.work() as work, pytest.raises(MayNotOpen):
        cases.open_case(work, work.load(Account, key), cases.NewCase("Nieuw"), cast.house.clock())
    with cast.house.database.work() as work:
        may_open(work, work.load(Account, key), cast.house.clock())
    assert regions(cast, key) == ["neutraal"], "given by name"


@pytest.mark.parametrize("role", [*OfficeRole, *LearningRole])
def test_no_other_part_opens_a_family(cast: Cast, role: OfficeRole | LearningRole) -> None:
    with cast.house.database.work() as work:
        femke = work.load(Account, cast.script.accounts["femke"])
        region = work.session.scalars(select(RegionProfile)).one()
        accounts.give_seat(work, femke, region, role, cast.house.clock())
    may = ["neutraal"] if role == OfficeRole.OPENER else []
    assert regions(cast, cast.script.accounts["femke"]) == may


def test_who_may_in_two_regions_says_in_which(cast: Cast) -> None:
    with cast.house.database.work() as work:
        lotte, first = (
            work.load(Account, cast.script.accounts["lotte"]),
            work.session.scalars(select(RegionProfile)).one(),
        )
        other = work.add(RegionProfile(slug="elders", name="Elders", settings=first.settings))
        with pytest.raises(MayNotOpen):
            cases.open_case(work, lotte, cases.NewCase("Nieuw", profile="elders"), cast.house.clock())
        accounts.give_seat(work, lotte, other, OfficeRole.OPENER, cast.house.clock())
        with pytest.raises(ChoiceUnknown):
            cases.open_case(work, lotte, cases.NewCase("Nieuw"), cast.house.clock())
        made = cases.open_case(work, lotte, cases.NewCase("Nieuw", profile="elders"), cast.house.clock())
        assert made.profile_id == other.id


def test_who_may_not_open_reads_whom_to_ask(cast: Cast, as_: Signed) -> None:
    with cast.house.database.work() as work:
        leader = work.load(Account, cast.script.accounts["karim"])
        region = work.session.scalars(select(RegionProfile)).one()
        accounts.give_seat(work, leader, region, OfficeRole.TEAM_LEADER, cast.house.clock())
    assert "Vraag het aan Karim Haddad" in as_("femke").page("/gezinnen/nieuw").text


# --- whose access ended after it was asked


def test_an_older_question_does_not_bring_back_who_was_taken_off(cast: Cast, clock: Clock) -> None:
    key = ask(cast, AROUND)
    assert questions(cast, "karim") == []
    clock.move(minutes=5)
    cast.lotte.do(access.take_off, cast.karim.id, "Hij deelde het met de vader.")
    assert questions(cast, "karim") == []
    with pytest.raises(InvitationOver):
        cast.karim.do(colleagues.say_yes, key, viewer=policy.stranger(cast.script.accounts["karim"]))
    assert families(cast, "karim") == []


def test_a_question_of_after_that_does(cast: Cast, clock: Clock) -> None:
    cast.lotte.do(access.take_off, cast.karim.id, "Hij was lang ziek.")
    clock.move(hours=1)
    key = ask(cast, AROUND)
    assert [one.id for one in questions(cast, "karim")] == [key]
    cast.karim.do(colleagues.say_yes, key, viewer=policy.stranger(cast.script.accounts["karim"]))
    assert families(cast, "karim") == ["Anna en Sam"]


def test_nor_who_had_a_last_day_when_it_was_asked(cast: Cast, clock: Clock) -> None:
    key = ask(cast, AROUND)
    with cast.house.database.work() as work:
        work.load(Person, cast.karim.id).until = clock().date()
    clock.move(days=2)
    assert (questions(cast, "karim"), families(cast, "karim")) == ([], [])
    with pytest.raises(InvitationOver):
        cast.karim.do(colleagues.say_yes, key, viewer=policy.stranger(cast.script.accounts["karim"]))
