"""What happens at the edges: in the same moment, sent twice, too large, not invited, refused without script."""

from datetime import datetime
from typing import Any

import pytest
from flask_socketio import SocketIO

from conference.access import identity
from conference.access.identity import Credentials, Kind
from conference.access.policy import Viewer
from conference.core.unit_of_work import UnitOfWork
from conference.door import use_cases as door
from conference.records import commands, texts
from conference.records import fields as records
from conference.table.actions import use_cases as actions
from conference.table.meeting import use_cases as meetings
from models.errors.base import Refused
from models.errors.door import SeatGone
from models.errors.wording import WordsOfAnother
from realtime.handlers import Handlers
from tests.cast import Cast
from tests.lines import Lines, applied, parts


def test_closing_an_editor_gives_the_newest_words(lines: Lines, cast: Cast) -> None:
    noor, text = lines("noor"), cast.text_id("worries")
    opened = noor.wish("text:open", text=text)
    fields = {"text": text, "epoch": 0, "version": 0, "client": opened["client"], "seq": 0}
    assert noor.wish("text:change", **fields, changes=[[0, "Nieuw woord"]])["ok"]
    assert "Nieuw woord" in noor.wish("text:close", text=text)["html"]


def test_nobody_sits_at_the_table_unseen(lines: Lines, cast: Cast) -> None:
    with cast.house.database.work() as work:
        meeting = work.load(meetings.Meeting, cast.meeting_id)
        meeting.invited = [
            person for person in meeting.invited if person.id not in (cast.karim.id, cast.rie.id)
        ]
    chair = lines("chair")
    assert "Karim" not in parts(chair.page(chair.home))["people"]
    lines("karim")
    lines("rie")
    shown = parts(applied(chair.page(chair.home), chair.heard()))["people"]
    assert "Karim" in shown
    assert "Oma" in shown


def test_who_is_removed_in_the_same_moment_writes_nothing(lines: Lines, cast: Cast) -> None:
    secret = cast.seat("anna")
    shown = Credentials(Kind.GUEST, secret)
    with cast.house.database.read() as session:
        assert identity.viewer_of(session, shown, cast.house.clock())
    cast.yusuf.do(door.remove, cast.anna.id)
    with pytest.raises(SeatGone):
        commands.do(cast.house.database, shown, "action:add", {"what": "Na verwijderen"}, cast.house.clock())


def test_a_form_sent_twice_is_written_once(lines: Lines, cast: Cast) -> None:
    noor, text = lines("noor").browser, cast.text_id("worries")
    for _ in range(2):
        noor.wish("text:rewrite", text=text, seen="0", words="Hallo allemaal", meeting=cast.meeting_id)
    assert cast.words(text) == "Hallo allemaal"
    answers = [
        noor.wish("action:add", what="Oma bellen", meeting=cast.meeting_id).get_json() for _ in range(2)
    ]
    assert answers[0]["action"] == answers[1]["action"]
    cast.house.clock.move(minutes=2)  # type: ignore[attr-defined]
    again = noor.wish("action:add", what="Oma bellen", meeting=cast.meeting_id).get_json()
    assert again["action"] != answers[0]["action"]


def test_a_refused_form_without_script_gives_the_words_back(lines: Lines, cast: Cast) -> None:
    noor = lines("noor").browser
    words = "Dit is veel te lang " * 20
    answer = noor.send("/wens/action:add", what=words, meeting=cast.meeting_id)
    assert answer.status_code == 400
    assert words.strip() in answer.text
    assert "Er passen 200 tekens" in answer.text


@pytest.mark.parametrize(
    ("field", "value"), [("state", "foo"), ("phase", "x"), ("owner", "nobody"), ("due", "31-02-2026")]
)
def test_a_wrong_value_is_refused_before_anything_is_compared(
    lines: Lines, cast: Cast, field: str, value: str
) -> None:
    action = cast.add_action()
    answer = lines("noor").wish("record:set", thing=f"action:{action}", field=field, value=value, seen="nope")
    assert answer["ok"] is False
    assert answer["code"] in ("choice_unknown", "date_invalid")
    assert answer["field"] == "value"


def test_somebody_of_another_family_is_not_named(lines: Lines, cast: Cast) -> None:
    action = cast.add_action()
    noor = lines("noor")
    noor.wish("record:set", thing=f"action:{action}", field="owner", value=cast.bas.id, seen="x")
    noor.wish("record:set", thing=f"action:{action}", field="partners", value=[cast.bas.id], seen="x")
    assert "Bas" not in noor.everything


def test_an_agreement_that_another_changes_is_asked_again(cast: Cast) -> None:
    """Its words nobody else changes; the chair changes the day, with a reason, and the yes is asked again."""
    action = cast.add_action("Lotte belt", owner="lotte")
    cast.lotte.do(actions.take, action)
    with pytest.raises(WordsOfAnother):
        cast.noor.do(texts.rewrite, cast.action(action).text_id, "Lotte betaalt alles", 1)
    assert cast.action(action).taken is True
    cast.lotte.do(records.set_field, f"action:{action}", "due", "20-05-2026", "")
    assert cast.action(action).taken is True

    def later(work: UnitOfWork, viewer: Viewer, at: datetime) -> None:
        why = "Lotte is die dag op vakantie."
        records.set_field(work, viewer, f"action:{action}", "due", "21-05-2026", "2026-05-20", at, why)

    cast.yusuf.do(later)
    assert cast.action(action).taken is False


def test_a_changed_owner_under_a_shield_tells_the_others_nothing(lines: Lines, cast: Cast) -> None:
    action = cast.add_action("KANARIE", owner="anna")
    cast.shield(action, "noor", "lotte")
    anna = lines("anna", "actions")
    anna.heard()
    cast.noor.do(records.set_field, f"action:{action}", "owner", cast.noor.id, cast.anna.id)
    assert anna.heard() == []


def test_a_lost_answer_at_the_door_locks_nobody_out(cast: Cast) -> None:
    guest, waiting = cast.knock("Anna Bakker")
    cast.yusuf.do(door.admit, guest, cast.anna.id, cast.match(guest))
    secrets = []
    for _ in range(2):
        with cast.house.database.work() as work:
            secrets.append(door.enter(work, waiting, cast.house.clock())[1])
    assert secrets[0] == secrets[1] != waiting
    with cast.house.database.work() as work:
        assert door.enter(work, secrets[0], cast.house.clock())[1] == secrets[0]
    cast.house.clock.move(minutes=2)  # type: ignore[attr-defined]
    with pytest.raises(SeatGone), cast.house.database.work() as work:
        door.enter(work, waiting, cast.house.clock())


def test_the_code_of_the_room_lives_around_its_meeting(cast: Cast) -> None:
    cast.close()
    kind = "mdo"
    wish = meetings.MeetingPlan(
        kind,
        "20-06-2026",
        "10:00",
        "",
        cast.yusuf.id,
        [cast.yusuf.id],
        ["5", "5", "10", "10", "15", "5", "5", "15", "5"],
    )
    planned = cast.lotte.do(meetings.plan, wish, viewer=cast.lotte.outside)
    code = cast.house.keys.meeting_code(planned.id, planned.code_turn)

    def try_it() -> str:
        with cast.house.database.work() as work:
            try:
                return str(door.meeting_of_code(work, code, cast.house.clock()).id)
            except Refused as refused:
                return refused.code

    assert try_it() == "code_unknown"
    cast.house.clock.move(days=38.5)  # type: ignore[attr-defined]
    assert try_it() == planned.id


def test_a_new_code_makes_the_old_one_worthless(lines: Lines, cast: Cast) -> None:
    old = cast.house.keys.meeting_code(cast.meeting_id, cast.meeting.code_turn)
    assert lines("chair").wish("meeting:code")["ok"]
    with pytest.raises(Refused), cast.house.database.work() as work:
        door.meeting_of_code(work, old, cast.house.clock())


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        ("action:add", {"what": "a\x00b"}),
        ("action:take", {"action": "\x00"}),
        ("text:open", {"text": "\x00"}),
        ("hand:lower", {"person": "\x00"}),
        ("meeting:move", {"part": 1}),
        ("action:add", {"what": ["x"]}),
        ("action:add", {"wat": "x"}),
        ("nonsense", {}),
    ],
)
def test_odd_messages_are_refused_and_the_line_goes_on(
    lines: Lines, cast: Cast, event: str, fields: dict[str, Any]
) -> None:
    chair = lines("chair")
    answer = chair.wish(event, **fields)
    assert answer["ok"] is False
    assert answer["code"] != "internal"
    assert answer["message"]
    assert chair.wish("hand:raise")["ok"]


def test_signing_out_ends_the_session_and_its_line(lines: Lines, cast: Cast) -> None:
    karim = lines("karim")
    copied = karim.browser.get_cookie("rondom-sessie")
    karim.browser.send("/afmelden")
    assert copied is not None
    karim.browser.set_cookie("rondom-sessie", copied.value)
    assert karim.browser.get("/").status_code == 302
    assert not karim.socket.is_connected()


def test_a_line_that_breaks_while_it_is_let_in_is_left_nowhere(
    lines: Lines, cast: Cast, socketio: SocketIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hear on, and count among the few lines that somebody has."""
    with monkeypatch.context() as broken:

        def fails(*_: Any) -> None:
            raise RuntimeError("broken on purpose")

        broken.setattr(Handlers, "_look_again", fails)
        assert not lines("karim").socket.is_connected()
    (namespace,) = socketio.server.namespace_handlers.values()
    assert namespace._handlers._connections.sessions() == set()
    assert lines("karim").socket.is_connected()
