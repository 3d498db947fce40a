"""*Samira schrijft*: who reads a text sees who writes in it, and a caret goes with its person."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.lines import Line, Lines
from tests.live.test_fragments import write


def writing(line: Line) -> list[dict[str, Any]]:
    """The typing signs that came."""
    return [one["args"][0] for one in line.heard() if one["name"] == "text:writing"]


@pytest.mark.parametrize("name", ["anna", "rie", "karim"])
def test_readers_see_who_writes(lines: Lines, cast: Cast, name: str) -> None:
    reader, writer, text = lines(name), lines("samira"), cast.text_id("worries")
    write(writer, text, "Zorg")
    (sign,) = writing(reader)
    assert (sign["text"], sign["person"]["name"]) == (text, "Samira")


def test_neither_the_writer_nor_a_fellow_writer_nor_the_screen_gets_the_sign(
    lines: Lines, cast: Cast
) -> None:
    writer, fellow, screen, text = lines("samira"), lines("noor"), lines("screen"), cast.text_id("worries")
    fellow.wish("text:open", text=text)
    write(writer, text, "Zorg")
    assert [writing(line) for line in (writer, fellow, screen)] == [[], [], []]


def test_who_may_not_know_the_text_gets_no_sign(lines: Lines, cast: Cast) -> None:
    action = cast.action(cast.add_action("Geheim", by="noor", shared_with="lotte"))
    inside, outside, writer = lines("lotte"), lines("karim"), lines("noor")
    write(writer, action.seen_when.id, "Rust")
    assert len(writing(inside)) == 1
    assert writing(outside) == []
    assert action.seen_when.id not in outside.everything


def test_the_caret_of_a_removed_person_goes_at_once(lines: Lines, cast: Cast) -> None:
    anna, noor, chair, text = lines("anna"), lines("noor"), lines("chair"), cast.text_id("worries")
    for line in (anna, noor):
        line.wish("text:open", text=text)
    anna.wish("text:cursor", text=text, version=0, anchor=0, head=0)
    noor.heard()
    assert chair.wish("seat:remove", person=cast.anna.id)["ok"]
    (gone,) = [one["args"][0] for one in noor.heard() if one["name"] == "text:cursor"]
    assert (gone["person"]["id"], gone["anchor"], gone["head"]) == (cast.anna.id, None, None)
