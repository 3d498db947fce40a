"""What somebody opened in an emergency stays theirs to answer for when the family is gone, without a word of it."""

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.emergency import use_cases as emergencies
from conference.emergency.view import Emergencies
from conference.erasure import carrying
from models.emergencies import Emergency
from tests.cast import Cast
from tests.emergency.conftest import WHY, agreed, asked, officer_of
from tests.erasure.conftest import approved, both

FOUND = "Er was geen gevaar."


@pytest.fixture
def opened(cast: Cast) -> str:
    """Femke read in an emergency, and Lotte asked and got no answer. Returns the id of the first."""
    key = agreed(cast, "noor")
    asked(cast, "lotte")
    cast.house.clock.move(minutes=30)  # type: ignore[attr-defined]
    return key


def erase(cast: Cast) -> None:
    approved(cast)
    carrying.carry_out(cast.house)


def judge(cast: Cast, key: str, *, right: bool) -> None:
    officer = officer_of(cast)
    with cast.house.database.work() as work:
        emergencies.review(work, officer, key, right, FOUND, cast.house.clock())


def lost(cast: Cast) -> bool:
    at = cast.house.clock()
    with cast.house.database.read() as session:
        return emergencies.has_lost_right(session, cast.script.accounts["femke"], emergencies.today(at))


@both
def test_who_was_found_wrong_does_not_get_the_right_back_with_the_erasure(cast: Cast, opened: str) -> None:
    judge(cast, opened, right=False)
    erase(cast)
    assert lost(cast)
    judge(cast, opened, right=True)
    assert not lost(cast)


@both
def test_nothing_of_the_family_is_left_with_the_account(cast: Cast, opened: str) -> None:
    judge(cast, opened, right=False)
    erase(cast)
    with cast.house.database.read() as session:
        (one,) = session.scalars(select(Emergency))  # what was never opened went with the family
        assert (one.id, one.account_id) == (opened, cast.script.accounts["femke"])
        assert (one.case_id, one.person_id, one.second_id) == (None, None, None)
        assert [one.reason, one.answer, one.review] == ["", "", ""]
        line = Emergency.__table__.select()
        assert WHY.encode() not in b"".join(
            bytes(cell) for cell in session.execute(line).one() if isinstance(cell, bytes)
        )
        officer = officer_of(cast)
        (listed,) = Emergencies(session, officer, cast.house.clock()).all
        assert listed.state == "wrong"
        assert not policy.visible(one, policy.stranger(one.account_id, "nl"))


@both
def test_what_was_not_looked_back_at_still_waits_for_it(cast: Cast, opened: str) -> None:
    erase(cast)
    assert not lost(cast)
    cast.house.clock.move(days=8)  # type: ignore[attr-defined]
    assert lost(cast)
    judge(cast, opened, right=True)
    assert not lost(cast)
