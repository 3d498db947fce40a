"""Plans, live: what stands elsewhere too follows the words, and the plan opens where the family is."""

import pytest

from conference.case import family
from conference.records import fields as records
from conference.table.meeting import use_cases as meetings
from conference.table.plan import use_cases as plans
from models.plans import Goal
from tests.cast import Cast
from tests.lines import Lines


@pytest.mark.parametrize("name", ["chair", "karim"])
def test_new_words_of_a_goal_stand_on_the_rows_that_name_it(lines: Lines, cast: Cast, name: str) -> None:
    action = cast.add_action("Elke week bellen", owner="anna")
    goal = str(cast.noor.do(plans.add, "Rust", "immediate_safety").id)
    cast.noor.do(records.set_field, f"action:{action}", "goal_id", goal, "")
    part = next(part for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, part.id)
    line, noor = lines(name), lines("noor")
    with cast.house.database.read() as session:
        text = session.get_one(Goal, goal).text_id
    opened = noor.wish("text:open", text=text)
    change = {"text": text, "epoch": 0, "version": opened["version"], "client": opened["client"], "seq": 0}
    assert noor.wish("text:change", **change, changes=[4, [0, " in huis"]])["ok"]
    rows = [
        part["html"]
        for heard in line.heard()
        if heard["name"] == "fragments"
        for part in heard["args"][0]
        if part["name"] == f"action:{action}"
    ]
    assert rows
    assert "Rust in huis" in rows[-1]


def test_the_plan_page_opens_at_the_phase_the_family_is_in(lines: Lines, cast: Cast) -> None:
    yusuf = lines("chair")
    page = f"/overleg/{cast.meeting_id}/plan"
    for phase, name in (("recovery", "Herstelplan"), ("risk_driven_help", "Hulpplan")):
        cast.lotte.do(family.set_phase, phase, viewer=cast.lotte.outside)
        heading = yusuf.page(page).h1
        assert heading is not None
        assert heading.get_text() == name
    heading = yusuf.page(f"{page}?fase=immediate_safety").h1
    assert heading is not None
    assert heading.get_text() == "Veiligheidsplan"
