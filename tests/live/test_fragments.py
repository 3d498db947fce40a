"""A page that was kept up to date live equals the same page freshly loaded, for every role."""

import pytest

from conference.case import hats
from conference.records import fields as records
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar
from conference.table.decisions import use_cases as decisions
from conference.table.facts import use_cases as facts
from conference.table.map import use_cases as factors
from conference.table.meeting import use_cases as meetings
from conference.table.plan import use_cases as plans
from conference.table.wording import use_cases as wording
from models.factors import Factor
from tests.cast import BY_ROLE, PEOPLE, Cast, in_days
from tests.lines import Line, Lines, applied, parts

ROLES = [role for role in BY_ROLE if role != "stranger"] + ["screen"]


def go(cast: Cast, key: str) -> None:
    """Bring the table to a part."""
    part = next(part for part in cast.meeting.parts if part.key == key)
    cast.yusuf.do(meetings.move, part.id)


def write(line: Line, text: str, *words: str) -> None:
    """Type in a text that is still empty."""
    opened = line.wish("text:open", text=text)
    change = {"text": text, "epoch": 0, "version": opened["version"], "client": opened["client"], "seq": 0}
    answer = line.wish("text:change", **change, changes=[[0, *words]])
    assert answer["ok"], answer


def views() -> list[tuple[str, str]]:
    """Every page of every role: a phone has four, a laptop and the screen one."""
    found = []
    for role in ROLES:
        phone = role != "screen" and not PEOPLE[BY_ROLE[role]][3]
        found += [(role, view) for view in (("now", "tell", "actions", "people") if phone else ("now",))]
    return found


@pytest.mark.parametrize(("role", "view"), views())
@pytest.mark.parametrize("part", ["voice", "agreements"])
def test_a_page_kept_up_to_date_equals_a_fresh_one(
    lines: Lines, cast: Cast, role: str, view: str, part: str
) -> None:
    line = lines(role, view)
    action = cast.add_action("Elke week bellen", owner="anna")
    cast.add_action("Niet voor Sam", shared_with="anna")
    go(cast, part)
    writer = lines("karim" if role == "safety_partner" else "noor")
    write(writer, cast.text_id("worries"), "Het **gaat**", "- niet")
    write(writer, cast.text_id("what_is_needed"), "Rust in huis")
    cast.anna.do(actions.take, action)
    cast.noor.do(meetings.raise_hand)
    cast.yusuf.do(meetings.call, cast.noor.id)
    cast.knock()
    cast.yusuf.do(meetings.focus, f"section:{cast.section('worries').id}")
    cast.yusuf.do(meetings.show_join, False)
    cast.yusuf.do(meetings.mark_in_room, cast.nadia.id, True)
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert fresh
    assert live == fresh
    cast.anna.do(meetings.pause)
    live, fresh = parts(applied(line.page(line.home), line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert any("rd-breathe" in html for html in fresh.values())


@pytest.mark.parametrize("role", ROLES)
def test_statements_kept_up_to_date_equal_fresh_ones(lines: Lines, cast: Cast, role: str) -> None:
    go(cast, "happened")
    told = cast.add_statement("De politie kwam.", source_id=cast.rie.id)
    other, third = cast.add_statement("Sam was boven."), cast.add_statement("Er is een brief.")
    line = lines(role)
    cast.anna.do(facts.respond, told, cast.anna.id, "partly", "Niet zo laat", None)
    cast.rie.do(facts.accord, told, None)
    text = cast.statement(told).text_id
    cast.rie.do(texts.rewrite, text, "De politie kwam altijd.", 1)
    cast.rie.do(records.set_field, f"statement:{told}", "basis", "document", "unknown")
    for name, state, why in (
        ("karim", "beside", ""),
        ("sam", "declined", "Zo hoorde ik het zelf."),
        ("anna", "taken", ""),
    ):
        one = getattr(cast, name).do(wording.propose, text, f"De politie kwam volgens {name}.", None).id
        cast.rie.do(wording.answer, one, state, why)
    cast.noor.do(wording.propose, text, "De politie kwam vaak.", None)
    cast.yusuf.do(facts.withdraw, cast.add_statement("Terug"), "Dit hoort bij een ander gezin.")
    cast.noor.do(records.set_field, f"statement:{other}", "kind", "assumption", "fact")
    cast.add_statement("Voor weinigen", shared_with="anna", about=[cast.anna.id])
    cast.noor.do(facts.correct, third, "Er zijn twee brieven.")
    cast.sam.do(facts.respond, other, cast.sam.id, "no_answer", "", None)
    cast.sam.do(facts.take_response_back, other, cast.sam.id)
    double = cast.add_statement("Dubbel", by="lotte")
    cast.lotte.do(facts.withdraw, double, "Dit stond er al een keer.")
    cast.lotte.do(facts.restore, double)
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert "Niet zo laat" in str(fresh)
    cast.yusuf.do(meetings.focus, f"statement:{told}")
    cast.anna.do(facts.respond, told, cast.anna.id, "agrees", "Nu wel", None)
    live, fresh = parts(applied(line.page(line.home), line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert "Nu wel" in str(fresh)


@pytest.mark.parametrize("name", ["anna", "karim", "screen"])
def test_a_change_of_one_statement_sends_that_one_and_not_the_list(
    lines: Lines, cast: Cast, name: str
) -> None:
    go(cast, "happened")
    told = cast.add_statement("De politie kwam.")
    line = lines(name)
    line.heard()
    cast.noor.do(records.set_field, f"statement:{told}", "basis", "document", "unknown")
    cast.sam.do(facts.respond, told, cast.sam.id, "agrees", "", None)
    sent = [one["name"] for heard in line.heard() for one in heard["args"][0]]
    assert f"statement:{told}" in sent
    assert "facts" not in sent


@pytest.mark.parametrize("name", ["anna", "screen", "karim"])
def test_readers_see_words_while_they_are_written(lines: Lines, cast: Cast, name: str) -> None:
    go(cast, "understand")
    cast.yusuf.do(meetings.focus, f"section:{cast.section('worries').id}")
    reader, writer = lines(name), lines("noor")
    text = cast.text_id("worries")
    write(writer, text, "bang")
    assert "bang" in parts(applied(reader.first, reader.heard()))[f"text:{text}"]


def label_of(cast: Cast, factor: str) -> str:
    """The text of a factor."""
    with cast.house.database.read() as session:
        return session.get_one(Factor, factor).text_id


@pytest.mark.parametrize("role", ROLES)
def test_a_map_kept_up_to_date_equals_a_fresh_one(lines: Lines, cast: Cast, role: str) -> None:
    go(cast, "understand")
    one, other = cast.add_factor("Schulden"), cast.add_factor("Ruzie")
    secret = cast.add_factor("Geheim", shared_with="anna")
    arrow = cast.connect(one, other)
    cast.connect(one, secret)
    line = lines(role)
    third = cast.add_factor("Slecht slapen", by="sam")
    cast.connect(other, third)
    cast.connect(third, one, by="anna")
    away = cast.connect(other, one, "hides")
    cast.anna.do(factors.move, one, 700, 300)
    cast.sam.do(factors.nudge, other, "left")
    cast.noor.do(factors.move, secret, 30, 30)
    about = f"{cast.anna.id}"
    cast.noor.do(records.set_field, f"factor:{one}", "about", about, "")
    cast.noor.do(records.set_field, f"factor:{one}", "life_area", "money", "")
    cast.noor.do(records.set_field, f"link:{arrow}", "certainty", "disputed", "shared_view")
    cast.noor.do(records.set_field, f"link:{arrow}", "relation", "worsens", "triggers")
    cast.noor.do(records.set_field, f"factor:{other}", "nature", "event", "risk")
    cast.anna.do(factors.remove_link, away)
    words = "Een lang verhaal over de schulden dat niet in acht woorden past"
    cast.noor.do(texts.rewrite, label_of(cast, one), words, 1)
    cast.anna.do(wording.propose, label_of(cast, other), "Woorden", None)
    gone = cast.add_factor("Weg ermee")
    cast.noor.do(factors.remove, gone)
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert any(name.startswith("node:") for name in fresh)
    assert live == fresh
    inside = role == "safety_partner"  # on a phone of the family nothing that is apart is shown
    assert ("Geheim" in line.everything) is inside
    assert (secret in line.everything) is inside


def test_a_box_that_moves_takes_only_its_own_arrows_along(lines: Lines, cast: Cast) -> None:
    go(cast, "understand")
    one, other, third = (cast.add_factor(label) for label in ("Schulden", "Ruzie", "Slapen"))
    arrow = cast.connect(one, other)
    cast.connect(other, third)
    line = lines("sam")
    line.heard()
    cast.noor.do(factors.move, one, 700, 300)
    sent = [part["name"] for news in line.heard() if news["name"] == "fragments" for part in news["args"][0]]
    assert sent == [f"node:{one}", f"arrow:{arrow}"]


@pytest.mark.parametrize(("role", "view"), [(role, view) for role, view in views() if view == "now"])
def test_a_decision_kept_up_to_date_equals_a_fresh_one(
    lines: Lines, cast: Cast, role: str, view: str
) -> None:
    go(cast, "agreements")
    decision = cast.noor.do(decisions.add, "Waar slaapt papa?").id
    cast.yusuf.do(meetings.focus, f"decision:{decision}")
    line = lines(role, view)
    cast.anna.do(decisions.stand, decision, cast.anna.id, "objects", "Te ver weg")
    cast.karim.do(decisions.stand, decision, cast.karim.id, "supports", "")
    cast.lotte.do(hats.give, cast.noor.id, hats.NewHat("veilig_thuis", "Veilig Thuis Maas", "Onderzoek"))
    cast.noor.do(records.set_field, f"decision:{decision}", "hat", "veilig_thuis", "")
    with cast.house.database.read() as session:
        text = decisions.find(session, cast.noor.viewer, decision).text
    cast.noor.do(texts.rewrite, text.id, "Bij oma.", text.version)
    cast.yusuf.do(decisions.stick, decision, "Verder praten", in_days(7).isoformat())
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert any("Bij oma." in html for html in fresh.values())


@pytest.mark.parametrize("role", ROLES)
def test_goals_and_reasons_kept_up_to_date_equal_fresh_ones(lines: Lines, cast: Cast, role: str) -> None:
    go(cast, "agreements")
    action = cast.add_action("Elke week bellen", owner="noor")
    first = cast.noor.do(plans.add, "Rust in huis", "immediate_safety").id
    line = lines(role)
    gone = cast.anna.do(plans.add, "Weg ermee", "recovery").id
    cast.noor.do(records.set_field, f"goal:{first}", "owner", cast.anna.id, "")
    cast.anna.do(plans.attain, first, "partly")
    cast.anna.do(plans.remove, gone)
    cast.noor.do(records.set_field, f"action:{action}", "goal_id", first, "")
    told = HowFar("waiting", waiting_reason="money", bridge="Noor belt elke dag.")
    cast.noor.do(actions.set_state, action, told, "planned")
    cast.yusuf.do(plans.check, "immediate_safety")
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert "Rust in huis" in str(fresh)
