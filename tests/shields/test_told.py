"""A code that is told: six digits let one phone show for a while, while somebody holds, what is its person's apart."""

from dataclasses import replace

import pytest

from conference.access import policy
from conference.table.shields import told
from models.door import Guest
from models.errors.base import NotAllowed, NotFound
from models.errors.shields import PeekOver
from tests.cast import Cast, Player

pytestmark = pytest.mark.both


@pytest.fixture
def secret(cast: Cast) -> str:
    """The shield of an action that is for Anna and Noor. Anna has a phone at the table."""
    hidden = cast.add_action("KANARIE", by="noor", shared_with="anna")
    shield = cast.action(hidden).shield
    assert shield is not None
    return shield.id


def phone(cast: Cast, name: str = "anna", guest: str = "") -> policy.Viewer:
    """Somebody on their phone."""
    with cast.house.database.read() as session:
        seat = session.query(Guest).filter_by(person_id=getattr(cast, name).id).first()
        return replace(getattr(cast, name).phone, session_id=guest or (seat.id if seat else ""))


def opens(cast: Cast, digits: str, viewer: policy.Viewer) -> bool:
    """Whether these digits open on this phone."""
    return bool(cast.anna.do(told.try_code, digits, viewer=viewer))


def words(cast: Cast, shield: str, viewer: policy.Viewer) -> list[str]:
    """What the phone gets to show. Raises PeekOver."""
    with cast.house.database.read() as session:
        return told.words(session, told.inner(session, viewer, cast.house.clock()), shield)


def tell(cast: Cast, by: Player | None = None) -> str:
    """A professional tells a code for Anna."""
    digits: str = (by or cast.noor).do(told.tell, cast.anna.id)
    return digits


def test_the_digits_open_once_for_a_while(cast: Cast, secret: str) -> None:
    cast.seat("anna")
    mine = phone(cast)
    with pytest.raises(PeekOver):
        words(cast, secret, mine)
    digits = tell(cast)
    assert opens(cast, f"{digits[:3]} {digits[3:]}", mine)
    assert words(cast, secret, mine) == ["KANARIE"]
    cast.house.clock.move(minutes=2)
    assert words(cast, secret, mine) == ["KANARIE"]
    cast.house.clock.move(minutes=2)
    with pytest.raises(PeekOver):
        words(cast, secret, mine)
    assert not opens(cast, digits, mine)


def test_another_phone_and_another_person_get_nothing(cast: Cast, secret: str) -> None:
    cast.seat("anna")
    cast.seat("sam")
    mine, digits = phone(cast), tell(cast)
    assert not opens(cast, digits, phone(cast, "sam"))
    assert opens(cast, digits, mine)
    with pytest.raises(PeekOver):
        words(cast, secret, replace(mine, session_id="another"))


def test_wrong_old_and_used_up_are_refused_alike(cast: Cast, secret: str) -> None:
    cast.seat("anna")
    mine, digits = phone(cast), tell(cast)
    wrong = "000000" if digits != "000000" else "000001"
    for _ in range(told.TRIES):
        assert not opens(cast, wrong, mine)
    assert not opens(cast, digits, mine)
    older, newer = tell(cast), tell(cast)
    assert not opens(cast, older, mine) or older == newer
    cast.house.clock.move(minutes=11)
    assert not opens(cast, newer, mine)


def test_what_is_not_hers_is_not_there(cast: Cast, secret: str) -> None:
    cast.seat("anna")
    other = cast.action(cast.add_action("VOGEL", by="noor", shared_with="lotte")).shield
    assert other is not None
    mine = phone(cast)
    assert opens(cast, tell(cast), mine)
    with pytest.raises(NotFound):
        words(cast, other.id, mine)


def test_done_is_shut_at_once(cast: Cast, secret: str) -> None:
    cast.seat("anna")
    mine = phone(cast)
    assert opens(cast, tell(cast), mine)
    cast.anna.do(told.close, viewer=mine)
    with pytest.raises(PeekOver):
        words(cast, secret, mine)


@pytest.mark.parametrize("name", ["anna", "sam", "rie", "nadia", "karim", "samira"])
def test_only_who_sits_beside_them_for_their_work_tells_a_code(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        tell(cast, getattr(cast, name))


def test_somebody_with_an_account_needs_none(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.noor.do(told.tell, cast.karim.id)
