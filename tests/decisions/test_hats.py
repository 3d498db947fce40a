"""A reserved act needs who wears the hat, at the table and behind it, a ground of its own and a fitting frame (T8)."""

import pytest
from sqlalchemy import delete

from conference.case import family
from conference.table.decisions import standing
from conference.table.decisions import use_cases as decisions
from models.decisions import Decision
from models.errors.base import Refused
from models.errors.decisions import (
    ActGround,
    FrameNeeded,
    GroundMisfit,
    GroundNeeded,
    HatNotWorn,
    HatSilent,
    ReservedAct,
)
from models.meeting import Invitee
from tests.cast import Cast
from tests.decisions.hats import mark, wear
from tests.decisions.test_use_cases import add_statement, put, ready, stand, state, write

pytestmark = pytest.mark.both


def refused(cast: Cast, decision: str) -> type[Refused]:
    with pytest.raises(Refused) as found:
        cast.yusuf.do(decisions.close, decision)
    return type(found.value)


def request_to_court(cast: Cast, hat: str = "rvdk", act: str = "court_request") -> str:
    """As in the finding: by law, with the hat of the Board, the mother against it."""
    decision = ready(cast)
    put(cast, decision, "rule", "statutory", "consent", by="yusuf")
    put(cast, decision, "statements", add_statement(cast, "De politie kwam."))
    put(cast, decision, "hat", hat)
    put(cast, decision, "reserved_act", act)
    stand(cast, decision, "anna", "objects", "Ik wil dit niet.")
    write(cast, decision, "handled", "We legden het uit.")
    return decision


def test_a_hat_that_nobody_wears_is_not_chosen(cast: Cast) -> None:
    decision = ready(cast)
    with pytest.raises(HatNotWorn) as found:
        put(cast, decision, "hat", "rvdk")
    assert (found.value.code, found.value.field) == ("hat_not_worn", "hat")
    assert found.value.values["hat"] == "Raad voor de Kinderbescherming"
    wear(cast, "karim", "rvdk")
    put(cast, decision, "hat", "rvdk")


def test_the_finding_is_refused_step_by_step(cast: Cast) -> None:
    wear(cast, "karim", "rvdk")
    decision = request_to_court(cast)
    wear(cast, "karim", "")
    assert refused(cast, decision) == HatNotWorn  # laid off since
    wear(cast, "karim", "rvdk_advice")
    assert refused(cast, decision) == HatNotWorn  # advice is another hat
    wear(cast, "karim", "rvdk")
    assert refused(cast, decision) == HatSilent
    stand(cast, decision, "karim", "objects")
    assert refused(cast, decision) == HatSilent
    stand(cast, decision, "karim", "supports")
    assert refused(cast, decision) == GroundNeeded
    put(cast, decision, "legal_basis", "court_order", "voluntary")
    assert refused(cast, decision) == ActGround
    put(cast, decision, "legal_basis", "statutory_power", "court_order")
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"
    with cast.house.database.read() as session:
        kept = session.get_one(Decision, decision)
        assert [one.id for one in kept.worn_by] == [cast.karim.id]
        assert not standing.by_everybody(session, kept)


@pytest.mark.parametrize("stance", ["supports", "can_live_with"])
def test_what_they_said_to_other_words_does_not_count(cast: Cast, stance: str) -> None:
    wear(cast, "karim", "rvdk")
    decision = request_to_court(cast)
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    stand(cast, decision, "karim", stance)
    write(cast, decision, "text", "De Raad vraagt de rechter om een uithuisplaatsing.")
    assert refused(cast, decision) == HatSilent
    stand(cast, decision, "karim", stance)
    cast.yusuf.do(decisions.close, decision)


def test_nobody_says_it_for_who_wears_the_hat(cast: Cast) -> None:
    """The chair writes down what somebody said aloud: that is no stand of an office."""
    wear(cast, "karim", "rvdk")
    decision = request_to_court(cast)
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    with pytest.raises(Refused):
        cast.yusuf.do(decisions.note_aloud, decision, cast.karim.id, "supports", "")
    assert refused(cast, decision) == HatSilent


def test_no_voice_says_it_for_who_wears_the_hat(cast: Cast) -> None:
    """Who chairs writes down that they speak for who wears it, and says yes in their place."""
    wear(cast, "karim", "rvdk")
    decision = request_to_court(cast)
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    absent = family.Details(
        "Karim Haddad", organisation="Bureau Maas", at_table=False, voice_via=cast.yusuf.id
    )
    cast.lotte.do(family.change_person, cast.karim.id, absent)
    cast.yusuf.do(decisions.stand, decision, cast.karim.id, "supports", "")
    assert refused(cast, decision) == HatSilent
    stand(cast, decision, "karim", "supports")
    cast.yusuf.do(decisions.close, decision)


def test_who_is_not_asked_at_this_table_wears_it_for_nothing(cast: Cast) -> None:
    wear(cast, "femke", "rvdk")
    with cast.house.database.work() as work:
        work.session.execute(delete(Invitee).where(Invitee.person_id == cast.femke.id))
    decision = request_to_court(cast)
    put(cast, decision, "legal_basis", "statutory_power", "voluntary")
    stand(cast, decision, "femke", "supports")
    assert refused(cast, decision) == HatNotWorn


def test_by_consent_the_act_is_still_reserved(cast: Cast) -> None:
    """Everybody agreed, and still it is not theirs to decide."""
    wear(cast, "karim", "rvdk")
    decision = ready(cast)
    put(cast, decision, "hat", "rvdk")
    put(cast, decision, "reserved_act", "court_request")
    stand(cast, decision, "anna", "supports")
    assert refused(cast, decision) == HatSilent
    stand(cast, decision, "karim", "supports")
    assert refused(cast, decision) == GroundNeeded
    with pytest.raises(ReservedAct):
        put(cast, decision, "hat", "", "rvdk")


def test_a_measure_is_carried_out_only_where_there_is_one(cast: Cast) -> None:
    wear(cast, "karim", "gi")
    decision = request_to_court(cast, "gi", "measure")
    stand(cast, decision, "karim", "supports")
    put(cast, decision, "legal_basis", "court_order", "voluntary")
    assert refused(cast, decision) == GroundMisfit  # nobody wrote down how this family gets help
    mark(cast, "voluntary", "", "")
    assert refused(cast, decision) == GroundMisfit
    put(cast, decision, "legal_basis", "statutory_power", "court_order")
    assert refused(cast, decision) == ActGround
    mark(cast, "restraining_order", words="Huisverbod, door de burgemeester.")
    put(cast, decision, "legal_basis", "court_order", "statutory_power")
    assert refused(cast, decision) == GroundMisfit
    mark(cast, "supervision_order")
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"


def test_a_measure_that_ended_is_no_frame_for_it(cast: Cast) -> None:
    wear(cast, "karim", "gi")
    mark(cast, "supervision_order")
    decision = request_to_court(cast, "gi", "measure")
    stand(cast, decision, "karim", "supports")
    put(cast, decision, "legal_basis", "court_order", "voluntary")
    mark(cast, "voluntary", "", "")
    with cast.house.database.read() as session:
        lacks = {type(one) for one in decisions.lacking(session, session.get_one(Decision, decision))}
    assert {GroundMisfit, FrameNeeded} <= lacks


@pytest.mark.parametrize(
    ("ground", "frame", "fits"),
    [
        ("court_order", "voluntary", False),
        ("court_order", "pressure", False),
        ("court_order", "restraining_order", False),
        ("court_order", "supervision_order", True),
        ("court_order", "criminal_measure", True),
        ("mayor_order", "supervision_order", False),
        ("mayor_order", "restraining_order", True),
        ("statutory_power", "voluntary", True),
        ("voluntary", "supervision_order", True),
    ],
)
def test_a_ground_fits_the_frame_of_the_family(cast: Cast, ground: str, frame: str, *, fits: bool) -> None:
    mark(cast, frame)
    decision = ready(cast)
    put(cast, decision, "legal_basis", ground, "voluntary")
    stand(cast, decision, "anna", "supports")
    if fits:
        cast.yusuf.do(decisions.close, decision)
    else:
        assert refused(cast, decision) == GroundMisfit
    assert state(cast, decision) == ("decided" if fits else "open")


def test_opening_it_again_forgets_who_wore_the_hat(cast: Cast) -> None:
    wear(cast, "noor", "veilig_thuis")
    decision = ready(cast)
    put(cast, decision, "hat", "veilig_thuis")
    stand(cast, decision, "noor", "supports")
    stand(cast, decision, "anna", "supports")
    cast.yusuf.do(decisions.close, decision)
    with cast.house.database.read() as session:
        assert [one.id for one in session.get_one(Decision, decision).worn_by] == [cast.noor.id]
    cast.yusuf.do(decisions.reopen, decision, "We vergaten iets belangrijks.")
    with cast.house.database.read() as session:
        assert session.get_one(Decision, decision).worn_by == []
