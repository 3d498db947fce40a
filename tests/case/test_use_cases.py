"""A case: opening it, the people around a family, shields, and finding things back."""

from typing import Any

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import select

from conference.access import identity
from conference.accounts import use_cases as accounts
from conference.case import use_cases as cases
from conference.case.use_cases import NewCase, NewPerson
from conference.core.runtime import Runtime
from conference.door import use_cases as door
from conference.records import texts
from conference.region import profile
from conference.region import use_cases as profiles
from models.accounts import Account
from models.analysis import Section
from models.case import Case
from models.enums import Role, ShieldCategory, Side, TextKind
from models.errors.accounts import WrongPassword
from models.errors.base import NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.door import NameInvalid
from models.errors.shields import AudienceEmpty, ReviewOutOfRange, SectionOfAll
from models.errors.validation import (
    BsnNotAllowed,
    ChoiceUnknown,
    NumberInvalid,
    TextNeeded,
    TextTooLong,
)
from models.log import LogEntry
from models.people import Person
from models.region import RegionProfile
from models.shields import Shield
from tests.cast import PASSWORD, TITLE, Cast, in_days

pytestmark = pytest.mark.both


def sections_of(house: Runtime, case: str) -> list[Section]:
    with house.database.read() as session:
        found = select(Section).where(Section.case_id == case).order_by(Section.position)
        sections = list(session.scalars(found))
        _ = [section.text for section in sections]
        return sections


def opened(cast: Cast, wish: NewCase) -> Case:
    """Lotte opens another case."""
    with cast.house.database.work() as work:
        account = work.load(Account, cast.script.accounts["lotte"])
        return cases.open_case(work, account, wish, cast.house.clock())


def added(cast: Cast, wish: NewPerson, by: str = "lotte") -> Person:
    player = getattr(cast, by)
    person: Person = player.do(cases.add_person, wish, viewer=player.outside)
    return person


# --- opening


def test_a_new_case_has_an_empty_analysis_and_a_fixed_face(cast: Cast, house: Runtime) -> None:
    case = opened(cast, NewCase("  Een nieuw begin ", "Waterveen"))
    kinds = profile.load_file("neutraal").sections
    assert (case.title, case.phase, case.opened_on) == ("Een nieuw begin", "immediate_safety", in_days(0))
    assert [section.key for section in sections_of(house, case.id)] == [
        kind.key for kind in kinds if not kind.own_words
    ]
    (lotte,) = case.people
    assert (lotte.name, lotte.role, lotte.side) == ("Lotte de Wit", Role.LOCAL_TEAM, Side.PROFESSIONAL)
    assert (case.fixed_face_id, case.case_director_id, lotte.organisation) == (lotte.id, lotte.id, "Werk")


@pytest.mark.parametrize(
    ("wish", "refusal", "field"),
    [
        (NewCase(""), TextNeeded, "title"),
        (NewCase("x" * 121), TextTooLong, "title"),
        (NewCase("Sam 123456782"), BsnNotAllowed, "title"),
        (NewCase("Sam", summary="x" * 2001), TextTooLong, "summary"),
        (NewCase("Sam", profile="elders"), ChoiceUnknown, "profile"),
    ],
)
def test_a_case_that_cannot_be_opened(cast: Cast, wish: NewCase, refusal: type[Refused], field: str) -> None:
    with pytest.raises(refusal) as refused:
        opened(cast, wish)
    assert refused.value.field == field


# --- people


def test_a_family_member_has_own_words_at_once_and_others_have_not(cast: Cast, house: Runtime) -> None:
    child = added(cast, NewPerson("Lies Bakker", Role.CHILD, age="7"))
    uncle = added(cast, NewPerson("Oom Kees", Role.NETWORK))
    owners = {section.text.owner_id: section.text.kind for section in sections_of(house, cast.case_id)}
    assert owners[child.id] == TextKind.OWN_WORDS
    assert uncle.id not in owners
    assert (child.side, uncle.side, child.age) == (Side.FAMILY, Side.NETWORK, 7)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (NewPerson("", Role.CHILD), NameInvalid),
        (NewPerson("Lies 7", Role.CHILD), NameInvalid),
        (NewPerson("Lies", "king"), ChoiceUnknown),
        (NewPerson("Lies", Role.PROJECT_TEAM), ChoiceUnknown),
        (NewPerson("Lies", Role.CHILD, age="-1"), NumberInvalid),
        (NewPerson("Lies", Role.CHILD, age="121"), NumberInvalid),
        (NewPerson("Lies", Role.CHILD, age="zeven"), NumberInvalid),
        (NewPerson("Lies", Role.CHILD, role_words="x" * 121), TextTooLong),
        (NewPerson("Lies", Role.SPECIALIST, account="nobody@werk.example"), ChoiceUnknown),
        (NewPerson("Noor", Role.SPECIALIST, account="noor@werk.example"), ChoiceUnknown),
    ],
)
def test_a_person_who_cannot_be_added(cast: Cast, wish: NewPerson, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        added(cast, wish)


def test_a_closed_account_gets_no_seat(cast: Cast, house: Runtime) -> None:
    with house.database.work() as work:
        work.load(Account, cast.script.accounts["bas"]).active = False
    with pytest.raises(ChoiceUnknown):
        added(cast, NewPerson("Bas", Role.SPECIALIST, account="bas@werk.example"))


@pytest.mark.parametrize("by", ["noor", "karim", "samira"])
def test_who_may_not_change_the_case(cast: Cast, by: str) -> None:
    with pytest.raises(NotAllowed):
        added(cast, NewPerson("Lies", Role.CHILD), by=by)


def test_a_professional_has_a_seat_in_the_own_cases_only(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        bas = session.get_one(Account, cast.script.accounts["bas"])
        assert [case.title for case, _ in identity.seats(session, bas, house.clock())] == ["Het andere gezin"]
        for case in (cast.case_id, "nothing"):
            with pytest.raises(NotFound):
                identity.seat(session, bas, case, house.clock())


# --- shields


def shield(cast: Cast, thing: Any, by: str = "noor", **changed: Any) -> Shield:
    player = getattr(cast, by)
    given = {
        "people": [player.id, cast.anna.id],
        "category": ShieldCategory.SAFETY,
        "reason": "Zij kiest zelf wanneer dit gedeeld wordt.",
        "review_on": in_days(30),
    }
    with cast.house.database.work() as work:
        merged = work.session.merge(thing)
        return cases.shield(
            work, player.viewer, merged, cases.NewShield(**{**given, **changed}), cast.house.clock()
        )


def test_a_text_of_the_table_is_not_hidden_from_some(cast: Cast, house: Runtime) -> None:
    for whole in (cast.section("worries"), cast.section("worries").text):
        with pytest.raises(SectionOfAll):
            shield(cast, whole)
    with house.database.read() as session:
        assert cases.sections(session, cast.sam.viewer, ["worries"])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": "Omdat het moet"}, ReasonNeeded),
        ({"reason": ""}, TextNeeded),
        ({"review_on": in_days(-1)}, ReviewOutOfRange),
        ({"review_on": in_days(91)}, ReviewOutOfRange),
    ],
)
def test_a_shield_needs_a_reason_and_a_review(
    cast: Cast, changed: dict[str, Any], refusal: type[Refused]
) -> None:
    action = cast.action(cast.add_action())
    with pytest.raises(refusal):
        shield(cast, action, **changed)


def test_whoever_shields_is_inside_and_everybody_inside_is_of_this_case(cast: Cast) -> None:
    action = cast.action(cast.add_action())
    with pytest.raises(AudienceEmpty):
        shield(cast, action, people=[cast.anna.id])
    with pytest.raises(ChoiceUnknown):
        shield(cast, action, people=[cast.noor.id, cast.script.people["bas"]])


def test_who_may_shield_what_they_added(cast: Cast) -> None:
    """Everybody their own; somebody of the family for a while, with who guards it: `tests/shields`."""
    shield(cast, cast.action(cast.add_action(by="karim")), by="karim")
    with pytest.raises(NotAllowed):
        shield(cast, cast.action(cast.add_action(by="noor")), by="karim")
    with pytest.raises(NotAllowed):
        shield(cast, cast.action(cast.add_action(by="noor")), by="anna")
    assert shield(cast, cast.action(cast.add_action(by="anna")), by="anna").provisional


# --- finding back


def hits(cast: Cast, name: str, wanted: str) -> list[tuple[str, str]]:
    player = getattr(cast, name)
    with cast.house.database.read() as session:
        return [(hit.kind, hit.words) for hit in cases.search(session, [player.outside], wanted)]


def test_words_are_found_in_the_analysis_the_list_and_the_case(cast: Cast) -> None:
    cast.anna.do(texts.rewrite, cast.text_id("worries"), "Sam slaapt slecht.", 0)
    action = cast.add_action("Slapen bij oma")
    cast.noor.do(texts.rewrite, cast.action(action).seen_when_id, "Hij slaapt door.", 0)
    assert hits(cast, "noor", "SLAAPT") == [
        ("section", "Sam slaapt slecht."),
        ("action", "Slapen bij oma Hij slaapt door."),
    ]
    assert [kind for kind, _ in hits(cast, "noor", TITLE[:6])] == ["case"]


@pytest.mark.parametrize("wanted", ["", " ", "s", "%", "  x "])
def test_one_letter_is_not_searched_for(cast: Cast, wanted: str) -> None:
    assert hits(cast, "noor", wanted) == []


def test_signs_of_the_database_mean_nothing_in_a_search(cast: Cast) -> None:
    cast.anna.do(texts.rewrite, cast.text_id("worries"), "Sam slaapt slecht.", 0)
    for wanted in ("%slaapt%", "sl__pt", "' OR 1=1 --"):
        assert hits(cast, "noor", wanted) == []


def test_what_is_kept_from_somebody_is_not_found(cast: Cast) -> None:
    cast.add_action("Geheime telefoon", shared_with="anna")
    assert hits(cast, "noor", "telefoon") != []
    assert hits(cast, "karim", "telefoon") == hits(cast, "bas", "telefoon") == []


@pytest.mark.parametrize("name", ["anna", "rie", "nadia"])
def test_guests_do_not_search(cast: Cast, name: str) -> None:
    cast.add_action("Slapen bij oma", owner=name)
    assert hits(cast, name, "slapen") == []


# --- accounts and profiles


def test_signing_in_takes_the_right_password(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        assert accounts.sign_in(session, " Noor@Werk.example ", PASSWORD).name == "Noor Visser"
        for email, password in (("noor@werk.example", "anders"), ("nobody@werk.example", PASSWORD), ("", "")):
            with pytest.raises(WrongPassword):
                accounts.sign_in(session, email, password)


def test_a_closed_account_does_not_sign_in(cast: Cast, house: Runtime) -> None:
    with house.database.work() as work:
        work.load(Account, cast.script.accounts["noor"]).active = False
    with house.database.read() as session, pytest.raises(WrongPassword):
        accounts.sign_in(session, "noor@werk.example", PASSWORD)


def test_a_password_is_kept_as_argon2(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        assert session.get_one(Account, cast.script.accounts["noor"]).password_hash.startswith("$argon2id$")


def test_the_program_takes_its_time_for_a_password() -> None:
    """Passwords of tests are hashed without the work (conftest); what the program itself made at its start is not."""
    assert extract_parameters(accounts.NOBODY) == RFC_9106_LOW_MEMORY
    assert extract_parameters(door.NO_CODE) == RFC_9106_LOW_MEMORY


def test_one_employer_for_all_its_people(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        employers = {account.organisation_id for account in session.scalars(select(Account))}
    assert len(employers) == 1


def test_a_language_is_one_of_ours(cast: Cast, house: Runtime) -> None:
    noor = cast.script.accounts["noor"]
    with house.database.work() as work:
        accounts.choose_language(work, noor, "en")
    with house.database.work() as work, pytest.raises(ChoiceUnknown):
        accounts.choose_language(work, noor, "tlh")
    with house.database.read() as session:
        assert session.get_one(Account, noor).language == "en"


def test_a_profile_replaces_the_one_with_its_slug(cast: Cast, house: Runtime) -> None:
    neutral = profile.load_file("neutraal")
    with house.database.work() as work:
        first = profiles.bring_in(work, neutral.model_copy(update={"name": "Anders"}))
        profiles.bring_in_ready_made(work)
        assert work.session.scalars(select(RegionProfile)).all() == [first]
        assert first.name == "Anders"


def test_the_deeds_of_a_case_are_logged_with_ids_only(cast: Cast, house: Runtime) -> None:
    person = added(cast, NewPerson("Lies Bakker", Role.CHILD))
    with house.database.read() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.thing == f"person:{person.id}")).one()
        assert (entry.actor, entry.deed, entry.case_id) == (
            f"person:{cast.lotte.id}",
            "case.change",
            cast.case_id,
        )
