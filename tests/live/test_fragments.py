"""A page that was kept up to date live equals the same page freshly loaded, for every role."""

import pytest

from conference.deeds import actions, decisions, meetings, records, texts
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


@pytest.mark.parametrize("name", ["anna", "screen", "karim"])
def test_readers_see_words_while_they_are_written(lines: Lines, cast: Cast, name: str) -> None:
    go(cast, "understand")
    reader, writer = lines(name), lines("noor")
    text = cast.text_id("worries")
    write(writer, text, "bang")
    assert "bang" in parts(applied(reader.first, reader.heard()))[f"text:{text}"]


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
    cast.noor.do(records.set_field, f"decision:{decision}", "hat", "veilig_thuis", "")
    with cast.house.database.read() as session:
        text = decisions.find(session, cast.noor.viewer, decision).text
    cast.noor.do(texts.rewrite, text.id, "Bij oma.", text.version)
    cast.yusuf.do(decisions.stick, decision, "Verder praten", in_days(7).isoformat())
    live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
    assert live == fresh
    assert any("Bij oma." in html for html in fresh.values())
