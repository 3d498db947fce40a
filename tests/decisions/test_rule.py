"""How it is decided is the chair's to choose and fixed at the first answer; an office needs ground and fact (T8)."""

import pytest

from conference.table.decisions import use_cases as decisions
from conference.table.meeting import use_cases as meetings
from models.errors.base import NotAllowed
from models.errors.decisions import FactNeeded, GroundNeeded, HatNeeded, RuleFixed
from tests.cast import Cast
from tests.decisions.hats import wear
from tests.decisions.test_use_cases import add_statement, put, ready, stand, state, write
from tests.lines import Lines

pytestmark = pytest.mark.both


@pytest.mark.parametrize("name", ["anna", "lotte", "noor", "karim", "samira", "rie", "femke"])
def test_only_the_chair_chooses_how_it_is_decided(cast: Cast, name: str) -> None:
    decision = ready(cast)
    with pytest.raises(NotAllowed):
        put(cast, decision, "rule", "statutory", "consent", by=name)
    put(cast, decision, "rule", "statutory", "consent", by="yusuf")


@pytest.mark.parametrize("stance", ["supports", "objects", "unsure"])
def test_the_first_answer_fixes_the_rule(cast: Cast, stance: str) -> None:
    decision = ready(cast)
    stand(cast, decision, "anna", stance)
    with pytest.raises(RuleFixed) as refused:
        put(cast, decision, "rule", "statutory", "consent", by="yusuf")
    assert refused.value.field == "rule"


def test_nobody_decides_over_a_head_without_hat_ground_and_fact(cast: Cast) -> None:
    decision = ready(cast)
    put(cast, decision, "rule", "statutory", "consent", by="yusuf")
    stand(cast, decision, "anna", "objects", "Ik wil dit niet.")
    write(cast, decision, "handled", "We legden het uit.")
    with pytest.raises(HatNeeded):
        cast.yusuf.do(decisions.close, decision)
    wear(cast, "karim", "rvdk")
    put(cast, decision, "hat", "rvdk")
    stand(cast, decision, "karim", "supports")
    for ground, seen in (("voluntary", "voluntary"), ("written_consent", "voluntary")):
        put(cast, decision, "legal_basis", ground, seen)
        with pytest.raises(GroundNeeded):
            cast.yusuf.do(decisions.close, decision)
    put(cast, decision, "legal_basis", "statutory_power", "written_consent")
    opinion = add_statement(cast, "Zij is moe.", kind="opinion")
    put(cast, decision, "statements", opinion)
    with pytest.raises(FactNeeded):
        cast.yusuf.do(decisions.close, decision)
    put(cast, decision, "statements", add_statement(cast, "De politie kwam."), opinion)
    cast.yusuf.do(decisions.close, decision)
    assert state(cast, decision) == "decided"


def test_the_table_and_the_phones_are_told_which_rule_was_chosen_and_by_whom(
    cast: Cast, lines: Lines
) -> None:
    decision = ready(cast)
    told = "Yusuf koos hoe we besluiten: iemand besluit omdat de wet dat zegt."
    part = next(part.id for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, part)
    phone, laptop = lines("anna"), lines("karim")
    for line in (phone, laptop):
        assert told not in " ".join(line.page(line.home).get_text(" ").split())
    put(cast, decision, "rule", "statutory", "consent", by="yusuf")
    for line in (phone, laptop):
        assert told in " ".join(line.page(line.home).get_text(" ").split())
