"""*Noodinzage*: two people, one category, half an hour, only to read, looked back at; and nobody learns by asking."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import identity, kinds, policy
from conference.access.identity import Credentials, Kind
from conference.access.kinds import KINDS
from conference.access.permissions import LOOKS
from conference.access.policy import Permission
from conference.case import access
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.emergency import use_cases as emergencies
from conference.emergency.view import Emergencies, opened
from conference.privacy.breach import Breach, Way
from conference.records.commands import COMMANDS, Sender
from conference.who_looked.view import WhoLooked
from models.errors.accounts import StepUpNeeded
from models.errors.base import NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.emergencies import (
    AskedAlready,
    DangerUntold,
    NotWaiting,
    OfTheFamily,
    OpeningOver,
    RightLost,
    SecondNeeded,
    StillOpen,
)
from models.errors.validation import ChoiceUnknown
from models.log import LogEntry
from models.shields import Shield, ShieldAudience
from models.statements import Statement
from tests.cast import Cast
from tests.emergency.conftest import CANARY, WHY, agreed, asked, emergency, officer_of, proved, reading
from tests.furnished import furnish
from tests.pages import signed_in

pytestmark = pytest.mark.both
NO = "Dit kan ook zonder te lezen."


def words(cast: Cast, viewer: policy.Viewer) -> list[str]:
    """What the page of an emergency shows."""
    with cast.house.database.read() as session:
        return [one for thing in opened(session, viewer) for one in thing.words]


def deeds(cast: Cast) -> list[str]:
    """What the log calls what happened with emergencies."""
    with cast.house.database.read() as session:
        found = select(LogEntry.deed).where(LogEntry.deed.contains("emergency"))
        return list(session.scalars(found.order_by(LogEntry.seq)))


# --- asking


@pytest.mark.parametrize("name", ["femke", "lotte", "noor", "yusuf"])
def test_who_works_with_the_family_may_ask(cast: Cast, name: str) -> None:
    assert emergency(cast, asked(cast, name)).person_id == getattr(cast, name).id
    assert deeds(cast) == ["emergency.ask"]


@pytest.mark.parametrize("name", ["karim", "samira", "anna", "sam", "rie", "nadia", "amir"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    player = getattr(cast, name)
    with pytest.raises((NotAllowed, NotFound)):
        player.do(emergencies.ask, "safety", WHY, viewer=proved(player))
    with pytest.raises((NotAllowed, NotFound)):
        player.do(emergencies.answer, asked(cast), True, "", viewer=proved(player))


def test_the_password_is_asked_again(cast: Cast) -> None:
    with pytest.raises(StepUpNeeded):
        cast.femke.do(emergencies.ask, "safety", WHY, viewer=cast.femke.outside)
    key = asked(cast)
    with pytest.raises(StepUpNeeded):
        cast.noor.do(emergencies.answer, key, True, "", viewer=cast.noor.outside)


@pytest.mark.parametrize(
    ("category", "reason", "code"),
    [("safety", "te kort", DangerUntold), ("safety", " " * 40, DangerUntold), ("alles", WHY, ChoiceUnknown)],
)
def test_what_lacks_is_said(cast: Cast, category: str, reason: str, code: type[Refused]) -> None:
    with pytest.raises(code):
        cast.femke.do(emergencies.ask, category, reason, viewer=proved(cast.femke))


def test_one_at_a_time(cast: Cast) -> None:
    key = asked(cast)
    with pytest.raises(AskedAlready):
        asked(cast, category="address")
    cast.house.clock.move(hours=2)  # nobody answered: the danger is another one now
    with pytest.raises(NotWaiting):
        cast.noor.do(emergencies.answer, key, True, "", viewer=proved(cast.noor))
    assert asked(cast, category="address") != key


# --- a second person


def test_nobody_agrees_with_themselves(cast: Cast, hidden: str) -> None:
    key = asked(cast, "noor")
    with pytest.raises(SecondNeeded):
        cast.noor.do(emergencies.answer, key, True, "", viewer=proved(cast.noor))
    officer = officer_of(cast, "noor")
    with cast.house.database.work() as work, pytest.raises(SecondNeeded):
        emergencies.answer(work, officer, key, True, "", cast.house.clock())


def test_an_officer_with_a_place_around_the_family_does_not_agree(cast: Cast, hidden: str) -> None:
    key, officer = asked(cast), officer_of(cast, "karim")
    with cast.house.database.work() as work, pytest.raises(OfTheFamily):
        emergencies.answer(work, officer, key, True, "", cast.house.clock())
    assert emergency(cast, key).agreed is None


def test_a_no_takes_a_reason_and_opens_nothing(cast: Cast, hidden: str) -> None:
    key = asked(cast)
    with pytest.raises(ReasonNeeded):
        cast.noor.do(emergencies.answer, key, False, "nee", viewer=proved(cast.noor))
    cast.noor.do(emergencies.answer, key, False, NO, viewer=proved(cast.noor))
    with pytest.raises(OpeningOver):
        reading(cast, key)
    with pytest.raises(NotWaiting):
        cast.lotte.do(emergencies.answer, key, True, "", viewer=proved(cast.lotte))


@pytest.mark.parametrize("by", ["noor", "lotte", "hilde"])
def test_with_two_it_opens(cast: Cast, hidden: str, by: str) -> None:
    assert words(cast, cast.femke.outside) == []
    assert words(cast, reading(cast, agreed(cast, by))) == [CANARY]


def test_two_who_are_kept_out_open_nothing_for_each_other(cast: Cast, hidden: str) -> None:
    """Yusuf chairs and may agree; he is outside the circle himself, and the answer is the same as of nothing there."""
    key = asked(cast)
    cast.yusuf.do(
        emergencies.answer, key, True, "", viewer=replace(cast.yusuf.viewer, proved_at=cast.house.clock())
    )
    assert words(cast, reading(cast, key)) == []


def test_only_what_was_asked_for_opens(cast: Cast, hidden: str) -> None:
    assert words(cast, reading(cast, agreed(cast, "hilde", category="address"))) == []


def test_what_a_child_keeps_for_itself_alone_stays_shut(cast: Cast, hidden: str) -> None:
    key = agreed(cast, "hilde")
    with cast.house.database.work() as work:
        shield = work.load(Shield, work.load(Statement, hidden).shield_id)
        shield.protects_id, shield.audience = cast.sam.id, [ShieldAudience(person_id=cast.sam.id)]
    assert words(cast, reading(cast, key)) == []
    with cast.house.database.work() as work:  # once it told somebody, it is for the safety of the child
        shield = work.load(Shield, work.load(Statement, hidden).shield_id)
        shield.audience.append(ShieldAudience(person_id=cast.noor.id))
    assert words(cast, reading(cast, key)) == [CANARY]


def test_what_was_put_before_the_table_stays_shut(cast: Cast, hidden: str) -> None:
    key = agreed(cast, "hilde")
    with cast.house.database.work() as work:
        shield = work.load(Shield, work.load(Statement, hidden).shield_id)
        shield.lifted_at, shield.audience = cast.house.clock(), []
    assert words(cast, reading(cast, key)) == []


def test_narrow_access_stays_narrow(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    wish = access.Access(purpose="Alleen de afspraken", sees="own_part", until="2026-08-01")
    cast.lotte.do(access.set_access, cast.femke.id, wish, viewer=cast.lotte.outside)
    assert words(cast, reading(cast, key)) == []


# --- every kind, and only to read


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.shielding is not None])
def test_every_kind_that_can_be_kept_apart_opens(cast: Cast, name: str) -> None:
    furnish(cast)
    viewer = reading(cast, agreed(cast, "hilde"))
    with cast.house.database.work() as work:
        found = work.session.scalars(select(KINDS[name].model))
        one: Any = next(one for one in found if policy.visible(one, cast.femke.outside))
        keep_apart(work, cast, one)
        assert not policy.visible(one, cast.femke.outside)
        assert not policy.visible(one, cast.karim.outside)
        assert policy.visible(one, viewer)


def keep_apart(work: UnitOfWork, cast: Cast, record: Any) -> None:
    """As if it had begun among Noor and Lotte: also what cannot be kept apart any more once the table read it."""
    shield = cases.new_shield(work, cast.noor.viewer, cast.shield_of("noor", "lotte"), cast.house.clock())
    kind = kinds.kind_of(record)
    assert kind is not None
    assert kind.shielding is not None
    if "shield_id" in kind.model.__table__.columns:
        record.shield, record.shield_id = shield, shield.id
    if not kind.text_carrier:
        for text in kind.shielding.words(record):
            text.shield, text.shield_id = shield, shield.id
    work.session.flush()


def test_nothing_can_be_done_while_reading(cast: Cast, hidden: str) -> None:
    furnish(cast)
    viewer = reading(cast, agreed(cast, "hilde"))
    with cast.house.database.read() as session:
        things = [one for kind in KINDS.values() for one in session.scalars(select(kind.model))]
        may = {deed for deed in Permission for one in things if policy.may(viewer, deed, one)}
        assert may
        assert may <= LOOKS
        texts = [one for one in things if kinds.kind_of(one) is KINDS.get("text")]
        assert not any(policy.may_write(viewer, one) for one in texts)
        assert not any(policy.overrules(viewer, one, "words") for one in things)
    assert {name for sender, name in COMMANDS if sender == Sender.EMERGENCY} == {"emergency:close"}


def test_a_right_that_is_left_only_looks() -> None:
    assert {one for one in LOOKS if not one.value.endswith(".read")} == set()
    assert not LOOKS & policy.WRITES
    assert Permission.REPORT_READ not in LOOKS  # a report can be taken along
    assert Permission.SEARCH not in LOOKS


# --- over


def test_half_an_hour_by_the_clock_of_the_house(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    cast.house.clock.move(minutes=29, seconds=59)
    assert words(cast, reading(cast, key)) == [CANARY]
    cast.house.clock.move(seconds=1)
    with pytest.raises(OpeningOver):
        reading(cast, key)


def test_who_agreed_stops_it(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    with pytest.raises((NotAllowed, NotFound)):
        cast.karim.do(emergencies.close, key, viewer=cast.karim.outside)
    cast.noor.do(emergencies.close, key, viewer=cast.noor.outside)
    with pytest.raises(OpeningOver):
        reading(cast, key)
    with cast.house.database.read() as session:
        assert identity.openings_over(session, [key], cast.house.clock()) == {key}


def test_who_loses_the_place_reads_nothing_more(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    with cast.house.database.read() as session:
        assert identity.openings_over(session, [key], cast.house.clock()) == set()
    cast.lotte.do(access.take_off, cast.femke.id, "Zij werkt hier niet meer.", viewer=cast.lotte.outside)
    with pytest.raises(NotFound):
        reading(cast, key)
    with cast.house.database.read() as session:
        assert identity.openings_over(session, [key], cast.house.clock()) == {key}


def test_it_opens_for_nobody_else(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    with pytest.raises(NotFound):
        reading(cast, key, "karim")
    with pytest.raises(NotFound):
        reading(cast, key, "noor")
    with pytest.raises(NotFound):
        reading(cast, "bestaatniet12345")
    with pytest.raises(NotFound):
        reading(cast, "x\x00")


def test_it_opens_in_no_browser_in_which_nobody_said_who_they_are(cast: Cast, hidden: str) -> None:
    elsewhere = signed_in(cast.house, cast.script.accounts["femke"])
    cast.house.clock.move(minutes=6)
    shown = Credentials(Kind.ACCOUNT, elsewhere, case_id=cast.case_id, emergency_id=agreed(cast))
    with cast.house.database.read() as session, pytest.raises(StepUpNeeded):
        identity.sender(session, shown, cast.house.clock())


# --- told


def test_who_is_inside_hears_of_it_and_nobody_else(cast: Cast) -> None:
    key = cast.add_statement(CANARY, by="noor", shared_with="lotte anna", about=[])
    reader = reading(cast, agreed(cast, "hilde"))
    at = cast.house.clock()
    with cast.house.database.work() as work:
        shield = work.load(Statement, key).shield_id
        for thing in (f"statement:{key}", f"shield:{shield}"):
            work.record(reader.actor, "see.emergency", thing, cast.case_id, at)

    def told(viewer: policy.Viewer) -> bool:
        with cast.house.database.read() as session:
            readers = WhoLooked(session, viewer, at).readers
            return any("las in nood" in look for one in readers for look in one.looks)

    assert told(cast.anna.viewer)  # beside somebody who told a code
    assert not told(cast.anna.phone)  # somebody may look along
    assert not told(cast.sam.viewer)
    assert not told(cast.sam.phone)
    assert not told(cast.rie.viewer)
    assert not told(cast.karim.outside)


def test_the_breach_page_counts_it(cast: Cast, hidden: str) -> None:
    key = agreed(cast)
    with cast.house.database.read() as session:
        found = Breach(session, officer_of(cast), f"statement:{hidden}")
        femke = next(one for one in found.readers if one.person.id == cast.femke.id)
        at = cast.house.clock()
        assert [one.way for one in femke.could] == [Way.EMERGENCY]
        assert femke.could_at(at + timedelta(minutes=29))
        assert not femke.could_at(at + timedelta(minutes=30))
        assert not femke.could_at(at - timedelta(seconds=1))
    assert key


def test_who_asked_and_what_became_of_it_is_for_who_may_agree(cast: Cast, hidden: str) -> None:
    key = asked(cast)

    def listed(viewer: policy.Viewer) -> list[tuple[str, str, bool]]:
        with cast.house.database.read() as session:
            return [
                (one.one.id, one.state, one.may)
                for one in Emergencies(session, viewer, cast.house.clock()).all
            ]

    assert listed(cast.femke.outside) == [(key, "waits", False)]
    for viewer in (cast.noor.outside, cast.lotte.outside, cast.yusuf.outside, officer_of(cast)):
        assert listed(viewer) == [(key, "waits", True)]
    for name in ("karim", "samira", "anna", "sam", "rie", "nadia"):
        assert listed(getattr(cast, name).outside) == []


# --- looked back at


def judged(cast: Cast, key: str, *, right: bool) -> None:
    officer = officer_of(cast)
    with cast.house.database.work() as work:
        emergencies.review(work, officer, key, right, "Besproken met de collega.", cast.house.clock())


def test_without_a_judgement_in_five_working_days_the_account_loses_the_right(cast: Cast) -> None:
    key = agreed(cast, "hilde")
    first = emergency(cast, key)
    assert first.due_on is not None
    days = (first.due_on - emergencies.today(cast.house.clock())).days
    assert days == 7  # with a weekend in it
    cast.house.clock.move(days=days)
    cast.femke.do(
        emergencies.close, asked(cast), viewer=proved(cast.lotte)
    )  # the last day: it may still be asked
    cast.house.clock.move(days=1)
    with pytest.raises(RightLost):
        asked(cast)
    judged(cast, key, right=True)
    assert asked(cast)


def test_who_was_found_wrong_may_not_ask_until_it_is_found_otherwise(cast: Cast) -> None:
    key = agreed(cast, "hilde")
    with pytest.raises(StillOpen):
        judged(cast, key, right=False)
    cast.house.clock.move(minutes=30)
    judged(cast, key, right=False)
    with pytest.raises(RightLost):
        asked(cast)
    assert asked(cast, "lotte")
    judged(cast, key, right=True)
    assert asked(cast)


@pytest.mark.parametrize("name", ["noor", "lotte", "yusuf", "femke"])
def test_only_the_privacy_officer_judges(cast: Cast, name: str) -> None:
    key = agreed(cast, "hilde")
    cast.house.clock.move(minutes=30)
    with pytest.raises((NotAllowed, NotFound)):
        getattr(cast, name).do(emergencies.review, key, True, NO, viewer=proved(getattr(cast, name)))


def test_everything_of_it_says_emergency_in_the_log(cast: Cast, hidden: str) -> None:
    key = agreed(cast, "hilde")
    cast.noor.do(emergencies.close, key, viewer=cast.noor.outside)
    judged(cast, key, right=True)
    assert deeds(cast) == ["emergency.ask", "emergency.agree", "emergency.close", "emergency.review"]
