"""Over a real socket: every wrong message gets its code, the text stays as it was, and the same line goes on."""

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.live.raw import Answer, RawLine
from tests.live.table import Table, served

#: 14 units: a wave takes two, a family of two with a joiner five.
WORDS = "ab🌊cd\n👩‍👧ef"
LENGTH = 14
WAVE = 2  # where the wave begins
HUGE = 2**53


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """One table for all tests of this file."""
    with served(tmp_path_factory.mktemp("rubbish")) as made:
        yield made


def deep(levels: int) -> Any:
    """A list in a list in a list."""
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


#: What is wrong with `changes`, and the code it gets. The text holds `WORDS`.
CHANGES: dict[str, tuple[Any, str]] = {
    "nothing": (None, "malformed"),
    "a word": ("abc", "malformed"),
    "a number": (14, "malformed"),
    "fields": ({}, "malformed"),
    "a section true": ([True], "malformed"),
    "a section none": ([None], "malformed"),
    "a section of words": (["14"], "malformed"),
    "a section of fields": ([{}], "malformed"),
    "a broken number": ([14.5], "malformed"),
    "a whole number written as a broken one": ([14.0], "malformed"),
    "less than nothing": ([-1, 15], "malformed"),
    "a number no browser holds": ([HUGE], "malformed"),
    "a number of thirty digits": ([10**30], "malformed"),
    "a section of nothing": ([0, 14], "malformed"),
    "an empty section": ([[], 14], "malformed"),
    "a replacement of nothing by nothing": ([[0], 14], "malformed"),
    "an insert of no words": ([[0, ""], 14], "malformed"),
    "a replacement of a broken number": ([[1.5, "x"], 14], "malformed"),
    "a replacement of true": ([[True, "x"], 13], "malformed"),
    "a replacement below nothing": ([[-3, "x"], 14], "malformed"),
    "a line that is a number": ([[0, 5], 14], "malformed"),
    "a line that is nothing": ([[0, None], 14], "malformed"),
    "a line that is true": ([[0, True], 14], "malformed"),
    "a line that is a list": ([[0, ["x"]], 14], "malformed"),
    "a newline within a line": ([[0, "x\ny"], 14], "malformed"),
    "a carriage return within a line": ([[0, "x\r"], 14], "malformed"),
    "lists nine hundred deep": (deep(900), "malformed"),
    "no sections": ([], "malformed"),
    "everything kept": ([14], "malformed"),
    "everything kept in two pieces": ([5, 9], "malformed"),
    "one unit short": ([12, [1]], "length"),
    "one unit long": ([14, [1]], "length"),
    "far too long": ([14, [HUGE - 20]], "length"),
    "an insert behind the end": ([14, [0, "x"], 1], "length"),
    "an insert within a wave": ([WAVE + 1, [0, "x"], LENGTH - WAVE - 1], "surrogate"),
    "half a wave taken": ([WAVE, [1], LENGTH - WAVE - 1], "surrogate"),
    "the other half taken": ([WAVE + 1, [1], LENGTH - WAVE - 2], "surrogate"),
    "half a wave and more": ([WAVE + 1, [2, "x"], LENGTH - WAVE - 3], "surrogate"),
    "a first half put in": ([[0, "\ud83c"], 14], "surrogate"),
    "a second half put in": ([[0, "\udf0a"], 14], "surrogate"),
    "two halves in the wrong order": ([[0, "\udf0a\ud83c"], 14], "surrogate"),
    "two halves in two lines": ([[0, "\ud83c", "\udf0a"], 14], "surrogate"),
    "a half put behind another": ([[0, "🌊\udf0a"], 14], "surrogate"),
    "a null character": ([[0, "a\0b"], 14], "char"),
    "a bell": ([[0, "\a"], 14], "char"),
    "a delete character": ([[0, "\x7f"], 14], "char"),
    "a sign that turns the reading direction": ([[0, "\u202e"], 14], "char"),
    "three thousand sections": ([1] * 3000, "too_large"),
    "one section too many": ([1] * 2001, "too_large"),
    "more words than one message may bring": ([[0, "x" * 33_000], 14], "too_large"),
    "more bytes than one message may bring": ([[0, "ü" * 16_400], 14], "too_large"),
    "more than fits in the text": ([[0, "x" * 20_000], 14], "full"),
    "twenty thousand lines": ([[0, *[""] * 20_000], 14], "full"),
    "a hundred thousand lines": ([[0, *[""] * 100_000], 14], "too_large"),
}

#: What is wrong with the other fields.
FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "a field too many": ({"extra": 1}, "malformed"),
    "a number for a text": ({"text": 5}, "malformed"),
    "nothing for a text": ({"text": None}, "malformed"),
    "a long name for a text": ({"text": "x" * 41}, "malformed"),
    "a text that does not exist": ({"text": "bestaatniet12345"}, "not_found"),
    "a text with half a character for a name": ({"text": "\ud83c"}, "malformed"),
    "a text with a null character in its name": ({"text": "a\0b"}, "not_found"),
    "an epoch in words": ({"epoch": "0"}, "malformed"),
    "an epoch true": ({"epoch": True}, "malformed"),
    "an epoch below nothing": ({"epoch": -1}, "malformed"),
    "an epoch no browser holds": ({"epoch": HUGE}, "malformed"),
    "an epoch that is yet to come": ({"epoch": 9}, "renewed"),
    "a version in words": ({"version": "1"}, "malformed"),
    "a version true": ({"version": True}, "malformed"),
    "a broken version": ({"version": 1.5}, "malformed"),
    "no version": ({"version": None}, "malformed"),
    "a version below nothing": ({"version": -1}, "malformed"),
    "a version no browser holds": ({"version": HUGE}, "malformed"),
    "a version that is yet to come": ({"version": 2}, "again"),
    "the last version there can be": ({"version": HUGE - 1}, "again"),
    "a client that is a number": ({"client": 5}, "malformed"),
    "no client": ({"client": None}, "malformed"),
    "a client with a long name": ({"client": "x" * 41}, "malformed"),
    "a client nobody gave out": ({"client": "0123456789ab.0123456789abcdef0123"}, "not_yours"),
    "a client with letters no one uses": ({"client": "ü.é"}, "not_yours"),
    "an empty client": ({"client": ""}, "not_yours"),
    "a number in words": ({"seq": "1"}, "malformed"),
    "a number true": ({"seq": True}, "malformed"),
    "a broken number": ({"seq": 1.5}, "malformed"),
    "a number below nothing": ({"seq": -1}, "malformed"),
    "a number no browser holds": ({"seq": HUGE}, "malformed"),
    "a number that skips one": ({"seq": 2}, "gap"),
    "a number that skips many": ({"seq": HUGE - 1}, "gap"),
}

#: Whole events: what is sent, and the code.
EVENTS: dict[str, tuple[list[Any], str]] = {
    "a change with nothing": (["text:change"], "malformed"),
    "a change of words": (["text:change", "x"], "unknown_field"),
    "a change of nothing": (["text:change", None], "unknown_field"),
    "a change in a list": (["text:change", [{}]], "unknown_field"),
    "an opening without a text": (["text:open", {}], "malformed"),
    "an opening of what does not exist": (["text:open", {"text": "bestaatniet12345"}], "not_found"),
    "a caret without a text": (["text:cursor", {"anchor": 1}], "malformed"),
    "a caret in what does not exist": (
        ["text:cursor", {"text": "bestaatniet12345", "version": 0}],
        "not_found",
    ),
    "a view of a broken kind": (["view:show", {"view": 5}], "malformed"),
    "an event nobody knows": (["nieuws", {}], "unknown_event"),
    "an event without a name": (["", {}], "unknown_event"),
    "an event with a number for a name": ([5, {}], "unknown_event"),
    "an event of a server": (["text:changed", {"text": "x"}], "unknown_event"),
    "an event called connect": (["connect", {"as": "account"}], "unknown_event"),
    "an event called disconnect": (["disconnect", "transport close"], "unknown_event"),
    "an event called connect_error": (["connect_error", {}], "unknown_event"),
    "an event called star": (["*", {}], "unknown_event"),
    "a wish with a field too many": (["hand:raise", {"for": "rie"}], "unknown_field"),
    "a wish for the chair": (["meeting:close", {}], "not_allowed"),
}


def test_every_wrong_message_gets_its_code_and_the_line_goes_on(table: Table) -> None:
    text = table.cast.text_id("explanation")
    with RawLine(table.server.url, table.seat("anna")) as line:
        client = line.ask("text:open", {"text": text})["client"]
        good = {"text": text, "epoch": 0, "version": 0, "client": client, "seq": 0}
        assert line.ask("text:change", {**good, "changes": [[0, *WORDS.split("\n")]]})["version"] == 1
        good |= {"version": 1, "seq": 1, "changes": [LENGTH, [0, "!"]]}
        wrong = _wrong_events(good)
        got = {name: _patiently(line, event) for name, (event, _) in wrong.items()}
        codes = {name: answer["code"] for name, answer in got.items()}

        assert codes == {name: code for name, (_, code) in wrong.items()}
        assert all(answer["ok"] is False and answer["message"] for answer in got.values())
        assert (table.log(text).words, table.log(text).version) == (WORDS, 1)
        assert _written(_patiently(line, ["text:change", good])) == 2
    assert table.log(text).words == WORDS + "!"
    assert " broken " not in table.server.log  # how the log calls a fault of ours


def test_what_is_of_others_is_refused(table: Table) -> None:
    text, sams = table.cast.text_id("worries"), table.cast.text_id(owner="sam")
    with (
        RawLine(table.server.url, table.seat("anna")) as anna,
        RawLine(table.server.url, table.seat("noor")) as noor,
    ):
        hers = anna.ask("text:open", {"text": text})["client"]
        change = {"text": text, "epoch": 0, "version": 0, "client": hers, "seq": 0, "changes": [[0, "x"]]}
        assert noor.ask("text:change", change)["code"] == "not_yours", "the client id of somebody else"
        other = table.cast.text_id("explanation")
        assert anna.ask("text:change", {**change, "text": other})["code"] == "not_yours", "of another text"
        assert anna.ask("text:open", {"text": sams})["code"] == "not_allowed"
        assert anna.ask("text:change", {**change, "text": sams})["code"] == "not_allowed", "Sam's own words"
        assert _written(anna.ask("text:change", change)) == 1
        again = {**change, "changes": [[0, "something else"]]}
        assert anna.ask("text:change", again)["code"] == "op_reused", "other words under a used number"
        assert _written(anna.ask("text:change", change)) == 1, "a resend makes nothing new"
    assert (table.log(text).words, table.log(text).version) == ("x", 1)
    assert table.log(sams).version == 0


def test_a_late_change_that_costs_too_much_is_sent_back_to_be_moved_by_its_writer(table: Table) -> None:
    text, size = table.cast.text_id("what_happened"), 3_000
    with (
        RawLine(table.server.url, table.seat("sam")) as sam,
        RawLine(table.server.url, table.seat("noor")) as noor,
    ):
        late = sam.ask("text:open", {"text": text})["client"]
        hers = noor.ask("text:open", {"text": text})["client"]
        change = {"text": text, "epoch": 0, "client": hers}
        noor.ask("text:change", {**change, "version": 0, "seq": 0, "changes": [[0, "x" * size]]})
        pieces = [[1, "y"], 2] * (size // 3)
        for version in range(1, 13):
            answer = noor.ask(
                "text:change", {**change, "version": version, "seq": version, "changes": pieces}
            )
            assert _written(answer) == version + 1
        wish = {"text": text, "epoch": 0, "version": 1, "client": late, "seq": 0, "changes": pieces}
        assert sam.ask("text:change", wish)["code"] == "behind"
        assert _written(sam.ask("text:change", {**wish, "version": 13})) == 14
    table.log(text).check()


def _written(answer: Answer) -> int:
    """The version a change made; with it comes a mark to come back with."""
    assert (answer["ok"], set(answer) - {"mark"}) == (True, {"ok", "version"}), answer
    return int(answer["version"])


#: Frames that no client library sends. At worst the server ends this one line.
FRAMES: dict[str, str | bytes] = {
    "nothing": "",
    "no packet of the engine": "x",
    "an empty message": "4",
    "a packet of an unknown kind": "49",
    "an event that is no JSON": "42[",
    "an event that is not a list": '42{"a":1}',
    "an event of nothing": "42[]",
    "an event with a name that is a list": '42[["a"]]',
    "an answer nobody asked for": "4312[1]",
    "an answer to nothing": "43",
    "a second greeting": '40{"as":"screen"}',
    "another room": "40/admin,",
    "an event in another room": '42/admin,["text:open",{}]',
    "a binary event without its bytes": '451-["text:open",{"_placeholder":true,"num":0}]',
    "a binary event with a thousand parts": "451000-[1]",
    "bytes nobody announced": b"\x00\x01\x02",
    "a goodbye": "41",
    "an upgrade": "5",
    "numbers without end": "42[" + "1," * 2_000 + "1]",
    "a number of five thousand digits": '42["x",' + "9" * 5_000 + "]",
    "lists without end": "42" + "[" * 30_000,
    "far too much": "42" + "x" * 1_100_000,
}


def test_rubbish_ends_at_worst_its_own_line(table: Table) -> None:
    text = table.cast.text_id("earlier_help")
    with RawLine(table.server.url, table.seat("noor")) as noor:
        client = noor.ask("text:open", {"text": text})["client"]
        for number, (name, frame) in enumerate(FRAMES.items()):
            with RawLine(table.server.url, table.seat("femke")) as line:
                line.send(frame)
            change = {"text": text, "epoch": 0, "version": number, "client": client, "seq": number}
            answer = noor.ask("text:change", {**change, "changes": [*([number] if number else []), [0, "x"]]})
            assert _written(answer) == number + 1, name


#: JSON that a browser does not write (W05): each with `%s` for the text, sent as an event that wants an answer.
UNREADABLE = {
    "a key twice": '["text:open",{"text":"x","text":"%s"}]',
    "a key twice, far inside": '["view:show",{"view":{"a":1,"a":2}}]',
    "no number": '["text:open",{"text":"%s","epoch":NaN}]',
    "without end": '["text:open",{"text":"%s","version":Infinity}]',
    "a number too large to hold": '["text:open",{"text":"%s","version":1e999}]',
    "a number of five thousand digits": '["text:open",{"text":"%s","version":' + "9" * 5_000 + "}]",
    "lists in lists, 20,000 deep": '["text:open",{"text":"%s","epoch":' + "[" * 20_000 + "]" * 20_000 + "}]",
    "no JSON": '["text:open",{"text":"%s"]',
}


def test_json_that_can_be_read_in_two_ways_is_refused_and_the_line_goes_on(table: Table) -> None:
    text = table.cast.text_id("worries")
    with RawLine(table.server.url, table.seat("femke")) as line:
        answers = {name: line.ask_raw(written.replace("%s", text)) for name, written in UNREADABLE.items()}
        assert {name: (one["ok"], one["code"]) for name, one in answers.items()} == dict.fromkeys(
            UNREADABLE, (False, "json_invalid")
        )
        assert line.ask("text:open", {"text": text})["ok"]


def test_rubbish_leaves_no_words_of_people_in_the_log(table: Table) -> None:
    frames = [
        "42[KANARIE",
        '42{"KANARIE":1}',
        '42["text:open",KANARIE]',
        '451-["KANARIE"]',
        "KANARIE",
        "4KANARIE",
    ]
    for frame in [*frames, *FRAMES.values()]:
        with RawLine(table.server.url, table.seat("femke")) as line:
            line.send(frame)
    with RawLine(table.server.url, table.seat("noor")) as noor:
        assert noor.ask("text:open", {"text": table.cast.text_id("links")})["ok"]
    assert "KANARIE" not in table.server.log
    assert "Traceback" not in table.server.log


def test_the_start_of_the_server_warns_of_nothing(table: Table) -> None:
    assert "WARNING" not in table.server.log
    assert "production" not in table.server.log


def test_a_frame_that_is_too_large_ends_the_line(table: Table) -> None:
    with RawLine(table.server.url, table.seat("femke")) as line:
        line.send('42["text:open",{"text":"' + "x" * 1_100_000 + '"}]')
        assert line.is_closed()


def test_events_called_connect_and_disconnect_change_nobodys_presence(table: Table) -> None:
    text = table.cast.text_id("factors")
    with RawLine(table.server.url, table.seat("sam")) as sam:
        for name in ("connect", "disconnect"):
            sam.send(f'42["{name}","transport close"]')
            assert sam.ask(name, {"as": "screen"})["code"] == "unknown_event"
        assert "is-here" in _standing(table, "Sam")
        assert sam.ask("text:open", {"text": text})["ok"]
        sam.send("41")  # a real goodbye
        until = time.monotonic() + 20
        while "is-away" not in _standing(table, "Sam") and time.monotonic() < until:
            time.sleep(0.05)
        assert "is-away" in _standing(table, "Sam")


def test_one_who_floods_is_slowed_down_and_the_others_are_not(table: Table) -> None:
    text = table.cast.text_id("links")
    with (
        RawLine(table.server.url, table.seat("karim")) as flood,
        RawLine(table.server.url, table.seat("noor")) as noor,
    ):
        for number in range(300):
            flood.send(f'42{9_000 + number}["text:open",{{"text":"{text}"}}]')
        answer = flood.ask("text:open", {"text": text})
        assert answer["code"] == "rate_limited"
        assert answer["retry_after"]
        assert noor.ask("text:open", {"text": text})["ok"]


def _wrong_events(good: Answer) -> dict[str, tuple[list[Any], str]]:
    """Everything above around one good change, and that change with each of its fields left out."""
    changes = {name: ({"changes": changes}, code) for name, (changes, code) in CHANGES.items()}
    fields = {f"{name} in a field": wrong for name, wrong in FIELDS.items()}
    found = {
        name: (["text:change", good | wrong], code) for name, (wrong, code) in (changes | fields).items()
    }
    for left_out in good:
        rest = {name: value for name, value in good.items() if name != left_out}
        found[f"no field {left_out}"] = (["text:change", rest], "malformed")
    return found | EVENTS


def _standing(table: Table, first_name: str) -> list[str]:
    """How a page says that somebody is here, away, or not here yet."""
    line = http.client.HTTPConnection("127.0.0.1", table.server.port, timeout=10)
    with closing(line):
        line.request(
            "GET", f"/overleg/{table.cast.meeting_id}", headers={"Cookie": table.seat("noor").cookie}
        )
        page = BeautifulSoup(line.getresponse().read(), "html5lib")
    people = page.select("[data-fragment=people] li")
    return next(list(one["class"]) for one in people if first_name in one.get_text())


def _patiently(line: RawLine, event: list[Any]) -> Answer:
    """The answer to an event, asked again when the line has to wait a moment."""
    until = time.monotonic() + 20
    while (answer := line.ask(*event)).get("code") == "rate_limited" and time.monotonic() < until:
        time.sleep(0.2)
    return answer
