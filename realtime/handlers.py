"""What browsers may say. Every event is answered, with a reason in the speaker's language when it is refused."""

import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from flask import Flask, g, render_template, request, session
from flask_babel import gettext
from flask_wtf.csrf import ValidationError as CsrfError
from flask_wtf.csrf import validate_csrf
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import ValidationError
from sqlalchemy.orm import Session

from conference.access import identity, policy, sessions
from conference.access.identity import Credentials, Kind
from conference.access.sessions import OF, Sign
from conference.core import even, looks
from conference.core.events import PresenceChanged
from conference.core.runtime import LIVE_UPDATE, Runtime
from conference.door import use_cases as door
from conference.records import apart, commands, pen, texts
from conference.table import responses
from conference.table.board import Board, PageView
from conference.table.fragments import Fragments
from models.door import Guest
from models.enums import GuestState
from models.errors.accounts import SignInNeeded
from models.errors.base import (
    Broken,
    Conflict,
    CsrfFailed,
    NotAllowed,
    NotFound,
    NotNow,
    Refused,
    TooMany,
    Updating,
)
from models.errors.door import SeatGone, SecondDevice
from models.errors.emergencies import OpeningOver
from models.errors.texts import TextMalformed
from models.errors.validation import CommandUnknown, FieldUnknown, JsonInvalid
from models.texts import Change
from realtime import looked, messages
from realtime.carets import Carets, caret, stamp
from realtime.connections import Connection, Connections
from realtime.desk_news import DeskNews
from realtime.known import Known
from realtime.messages import (
    FROM_BROWSER,
    Admitted,
    Answer,
    ChangeText,
    Checked,
    CheckText,
    Closed,
    CloseText,
    Cursor,
    Done,
    Hello,
    LogEntry,
    Message,
    Opened,
    OpenText,
    Refusal,
    SecondMine,
    SecondOther,
    SecondSame,
    ShowView,
    Written,
)
from realtime.outbox import Outbox
from realtime.packets import UNREADABLE
from realtime.second import YES_HOLDS, SecondLines, Verdict

log = logging.getLogger(__name__)
M = TypeVar("M", bound=Message)
CHANGES = RateLimitItemPerSecond(200, 10)
COMMANDS = RateLimitItemPerSecond(60, 10)
#: What comes with every key, or nearly: it is tried the short way first.
TYPING = frozenset({"text:change", "text:cursor"})
#: Where a phone goes that was let in.
INSIDE = "/mee/binnen"
OF_ACCOUNTS = (Kind.ACCOUNT, Kind.LEARNING, Kind.DESK)
#: Who opens a line, and what for. Nobody does who is half in, or at the office of a region.
SURFACES = {
    Kind.ACCOUNT: "table",
    Kind.GUEST: "phone",
    Kind.SCREEN: "screen",
    Kind.WAITING: "waiting",
    Kind.LEARNING: "learning",
    Kind.DESK: "desk",
}


class Handlers:
    """The handlers. A message is read, its sender looked up, one deed done, and an answer given."""

    def __init__(
        self,
        app: Flask,
        house: Runtime,
        connections: Connections,
        outbox: Outbox,
        second: SecondLines | None,
        known: Known,
    ) -> None:
        """Without `second` (where all runs in one thread) a seat takes a second line unasked."""
        self._app, self._house, self._connections, self._outbox = app, house, connections, outbox
        self._second, self._known = second, known
        self._carets = Carets(house, connections, outbox)
        self._desk_news = DeskNews(app, house, outbox)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages: dict[str, Callable[[Connection, policy.Viewer, Any], Answer]] = {
            "text:open": self._open_text,
            "text:check": self._check_text,
            "text:close": self._close_text,
            "text:cursor": self._cursor,
            "view:show": self._show_view,
            "second:same": self._second_same,
            "second:other": self._second_other,
            "second:mine": self._second_mine,
        }

    # --- connections

    def connect(self, sid: str, hello: Any) -> None:
        """A browser wants a connection. Raises Refused."""
        try:
            said = Hello.model_validate(hello)
        except ValidationError as wrong:
            raise FieldUnknown from wrong
        if said.kind not in SURFACES:
            raise FieldUnknown
        try:
            validate_csrf(said.csrf)
        except CsrfError as wrong:
            raise CsrfFailed from wrong
        if session.get(OF, "") not in self._carried():
            raise CsrfFailed  # a token from before somebody came in here
        connection = self._enter(sid, said)
        if said.kind == Kind.GUEST and self._second is not None:
            self._ask_first(self._second, connection, said.tab)
        self._connections.add(connection)
        try:
            self._look_again(connection)
        except Exception:  # it is not let in, and is not told of as closed either
            self._connections.drop(sid)
            raise
        if connection.at_table:
            self._connections.arrive(connection)
            self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    def disconnect(self, sid: str, *, quietly: bool = False) -> None:
        """A connection closed; `quietly` where nobody has to be told, because all close."""
        connection = self._connections.drop(sid)
        if self._second is not None:
            self._second.left(sid)
        if quietly or connection is None or not connection.at_table:
            return
        with self._house.database.read() as session:
            for text_id in connection.editing:
                self._carets.show(session, connection, text_id)
        self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    def _look_again(self, connection: Connection) -> None:
        """What happened while the connection opened was told before it could hear."""
        at, shown = self._house.clock(), connection.shown
        with self._house.database.read() as looking:
            if connection.at_table:
                identity.viewer_of(looking, shown, at)
            elif not connection.waiting:
                identity.account_of(looking, shown, at)
                if shown.kind == Kind.DESK:
                    self._desk_news.tell_all(looking, connection)
            elif self._guest(looking, shown).state == GuestState.SEATED:
                self._outbox.send(Admitted(href=INSIDE), connection)

    # --- a second line on one seat

    def _ask_first(self, second: SecondLines, connection: Connection, tab: str) -> None:
        """Wait until who is on this seat already says whether this is the same phone. Raises SecondDevice."""
        line = str(connection.shown.line)
        for first in self._connections.with_session(line):
            if second.allowed(line, self._house.clock()):
                return
            message = messages.SecondLine(tab=tab, html=self._question(first))
            verdict = second.ask(first, tab, partial(self._outbox.send, message, first))
            if verdict == Verdict.SAME:
                return
            if verdict == Verdict.OTHER:
                self._doubted(connection, True)
                raise SecondDevice
            if self._connections.get(first.sid) is not None:  # it did not answer
                self._outbox.end(first)

    def _question(self, first: Connection) -> str:
        with self._house.database.read() as looking:
            try:
                viewer, _ = identity.viewer_of(looking, first.shown, self._house.clock())
            except Refused:
                return ""
        with self._app.test_request_context("/", environ_overrides={LIVE_UPDATE: True}):
            g.language = viewer.language
            return render_template("door/second.html")

    def _doubted(self, connection: Connection, is_so: bool) -> None:
        """Show the chair, or take away, that a second device wants this seat."""
        meeting_id, person_id = connection.meeting_id, str(connection.person_id)
        if is_so and not self._house.presence.doubled(meeting_id, person_id):
            with self._house.database.work() as work:
                door.second_line(work, str(connection.session_id), self._house.clock())
        self._house.presence.double(meeting_id, person_id, is_so)
        self._house.database.tell([PresenceChanged(connection.case_id, meeting_id)])

    def _second_same(self, connection: Connection, viewer: policy.Viewer, said: SecondSame) -> Answer:
        return self._answered(connection, said.tab, Verdict.SAME)

    def _second_other(self, connection: Connection, viewer: policy.Viewer, said: SecondOther) -> Answer:
        return self._answered(connection, said.tab, Verdict.OTHER)

    def _answered(self, connection: Connection, tab: str, verdict: Verdict) -> Answer:
        if self._second is not None:
            self._second.answer(connection.sid, tab, verdict)
        return Done()

    def _second_mine(self, connection: Connection, viewer: policy.Viewer, said: SecondMine) -> Answer:
        """What the human on a seat says. Nobody else has a seat to give away."""
        if connection.shown.kind != Kind.GUEST or self._second is None:
            raise NotAllowed
        now = self._house.clock()
        if said.mine:
            self._second.allow(str(connection.shown.line), now + YES_HOLDS)
        else:
            with self._house.database.work() as work:
                door.not_mine(work, str(viewer.session_id), now)
        self._doubted(connection, False)
        return Done()

    def _guest(self, session: Session, shown: Credentials) -> Guest:
        return identity.guest_of(session, shown, self._house.clock())

    def _enter(self, sid: str, hello: Hello) -> Connection:
        shown, seen = self._shown(hello), PageView(SURFACES[hello.kind], hello.view, hello.part)
        with self._house.database.read() as session:
            if hello.kind == Kind.WAITING:
                guest = self._guest(session, shown)
                return Connection(
                    sid, shown, guest.meeting.case_id, guest.meeting_id, seen, session_id=guest.id
                )
            if hello.kind == Kind.DESK:
                identity.account_of(session, shown, self._house.clock())
                if hello.emergency and identity.openings_over(
                    session, [hello.emergency], self._house.clock()
                ):
                    raise OpeningOver
                return Connection(sid, shown, "", "", seen, emergency_id=hello.emergency)
            if hello.kind == Kind.LEARNING:
                identity.learner_of(session, shown, self._house.clock())
                return Connection(sid, shown, "", "", seen, profile_id=shown.profile_id)
            viewer, meeting = identity.viewer_of(session, shown, self._house.clock())
            policy.require(viewer, policy.Permission.MEETING_READ, meeting)
            return Connection(
                sid, shown, meeting.case_id, meeting.id, seen, viewer.person_id, viewer.session_id
            )

    def _shown(self, hello: Hello) -> Credentials:
        """What the cookie proves; from then on the line is known by its session, and its secret is not kept."""
        value = request.cookies.get(self._cookie(hello.kind), "")
        found = sessions.look(self._house.database, value, self._house.clock(), Sign(active=False))
        if found.session_id is None:
            raise SignInNeeded if hello.kind in OF_ACCOUNTS else SeatGone
        if hello.kind in OF_ACCOUNTS:
            sessions.require_device(self._house.database, found.session_id, hello.proof, self._house.clock())
        at_table = hello.kind == Kind.ACCOUNT
        return Credentials(
            hello.kind,
            "",
            meeting_id=hello.meeting if at_table else None,
            profile_id=hello.region if hello.kind == Kind.LEARNING else None,
            line=found.session_id,
        )

    def _carried(self) -> set[str]:
        """The sessions that the cookies of this browser name."""
        cookies = (
            request.cookies.get(self._cookie(kind), "") for kind in (Kind.ACCOUNT, Kind.GUEST, Kind.SCREEN)
        )
        return {cookie.partition(".")[0] for cookie in cookies if cookie}

    def _cookie(self, kind: Kind) -> str:
        return identity.cookie_name(kind, self._house.settings.secure_cookies)

    # --- typing

    def typed(self, sid: str, name: str, data: Any) -> Answer | None:
        """What comes with every key, the short way: no page, no language, few questions. None: it was not done, and
        has to go the way of every other event, which says why something is refused."""
        connection = self._connections.get(sid)
        if connection is None or not connection.at_table or not isinstance(data, dict):
            return None
        try:
            if name == "text:change":
                return self._written(connection, ChangeText.model_validate(data))
            return self._pointed(connection, Cursor.model_validate(data))
        except ValidationError:
            return None
        except NotNow as refused:  # the long way would wait for the database once more
            return self._not_now(connection, refused)
        except Exception:
            log.exception("the short way broke at %s", name)
            return None

    def _not_now(self, connection: Connection, refused: NotNow) -> Refusal:
        with self._app.test_request_context("/", environ_overrides={LIVE_UPDATE: True}):
            g.language = self._known.language(connection.shown, connection.case_id) or "nl"
            return _refusal(refused)

    def _written(self, connection: Connection, asked: ChangeText) -> Answer | None:
        """One change of a text on which nothing hangs, by somebody who may write it; the rights are asked under the
        lock of the text, and hold when no deed was done since they were looked up."""
        if not self._known.is_plain(connection.shown, connection.case_id, asked.text):
            return None
        now, written = self._house.clock(), None
        with self._house.database.work() as work:
            if (head := pen.lock(work.session, asked.text)) is not None:
                found = self._pen(work.session, connection, asked.text, now)
                if found is not None and self._is_within_limit(connection, "text:change"):
                    written = pen.write(work, found, head, _wish(asked), now)
            work.rights_stand = True
        return None if written is None else Written(version=written.version, mark=written.mark)

    def _pen(self, session: Session, connection: Connection, text_id: str, now: datetime) -> pen.Pen | None:
        known = self._known.at(session, connection.case_id, now)
        viewer = known.present([connection.shown]).get(connection.shown)
        return None if viewer is None else known.pen(connection.shown, viewer, text_id)

    def _pointed(self, connection: Connection, place: Cursor) -> Answer | None:
        """A caret, in a text that this line opened: that look stands in the log already."""
        if not connection.editing.get(place.text) or connection.person_id is None:
            return None
        with self._house.database.read() as session:
            known = self._known.at(session, connection.case_id, self._house.clock())
            others = self._connections.writing_in(connection.case_id, place.text)
            here = known.present([connection.shown, *(one.shown for one in others)])
            viewer, person = here.get(connection.shown), known.stamp(connection.person_id)
            if viewer is None or person is None or not known.may_write(connection.shown, viewer, place.text):
                return None
            told = [
                one
                for one in others
                if one.sid != connection.sid
                and one.shown in here
                and known.may_know(one.shown, here[one.shown], place.text)
            ]
        if not self._is_within_limit(connection, "text:cursor"):
            return None
        self._outbox.send(caret(place.text, person, place), *told)
        return Done()

    # --- events

    def turned_away(self) -> Answer:
        """The answer to whatever comes when nothing new begins any more."""
        return _refusal(Updating())

    def event(self, sid: str, name: str, *data: Any) -> Answer:
        """Everything but a connection opening or closing. Whatever happens, there is an answer."""
        begun = time.monotonic()
        answer = self._answer(sid, name, *data)
        if isinstance(answer, Refusal) and answer.code == NotFound.code:
            even.wait(begun, self._house.settings.tick)
        return answer

    def _answer(self, sid: str, name: str, *data: Any) -> Answer:
        try:
            return self._do(sid, name, data[0] if data else {})
        except Refused as refused:
            return _refusal(refused)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("broken %s at %s", reference, name if name in FROM_BROWSER else "command")
            return _refusal(Broken(reference=reference))

    def _do(self, sid: str, name: str, data: Any) -> Answer:
        connection = self._connections.get(sid)
        if connection is None or not connection.at_table:
            raise SeatGone
        self._count(connection, name)
        if name == UNREADABLE:
            raise JsonInvalid
        if not isinstance(data, dict):
            raise FieldUnknown
        if name == "text:change":  # the most frequent by far: its sender is looked up in its own transaction
            return self._change_text(connection, _read(ChangeText, data))
        viewer = self._viewer(connection)
        g.language = viewer.language
        if name in FROM_BROWSER:
            at, thing = self._house.clock(), commands.named(data)
            with commands.logged(self._house.database, name, at, viewer, thing), looks.looking() as look:
                answer = self._messages[name](connection, viewer, _read(FROM_BROWSER[name], data))
            looked.note(self._house, connection, viewer, look)
            return answer
        if not commands.is_on_wire(name):
            raise CommandUnknown
        with looks.looking() as look:
            answer = self._command(connection, name, data)
        looked.note(
            self._house, connection, viewer, look, wait=False
        )  # it is done; the page is told of its own deed
        return answer

    def _command(self, connection: Connection, name: str, data: dict[str, Any]) -> Answer:
        fields = {key: value for key, value in data.items() if key not in ("csrf_token", "meeting")}
        try:
            done = commands.do(self._house.database, connection.shown, name, fields, self._house.clock())
        except Refused as refused:
            return _refusal(refused, self._both_values(connection, refused))
        return Done.model_validate(self._decorated(connection, done))

    def _open_text(self, connection: Connection, viewer: policy.Viewer, asked: OpenText) -> Answer:
        connection.editing.setdefault(asked.text, "")  # first listen, then read: nothing falls in between
        keys, now = self._house.keys, self._house.clock()
        try:
            with self._house.database.read() as session:
                opened = texts.open_text(session, keys, viewer, asked.text, _known(asked), now)
                if asked.text in connection.editing:  # unless it was shut meanwhile
                    connection.editing[asked.text] = opened.client
                return _opened(opened)
        except Refused:
            connection.editing.pop(asked.text, None)
            raise

    def _change_text(self, connection: Connection, asked: ChangeText) -> Answer:
        write = _wish(asked)
        now, database = self._house.clock(), self._house.database
        thing = commands.named({"text": asked.text})
        with commands.logged(database, "text:change", now, None, thing) as sent, database.work() as work:
            sent.viewer = self._writer(work.session, connection, now)
            g.language = sent.viewer.language
            written = texts.write(work, sent.viewer, write, now)
        return Written(version=written.version, mark=written.mark)

    def _writer(self, session: Session, connection: Connection, now: datetime) -> policy.Viewer:
        """Who sends this, asked the short way; only the long way can say why somebody is out."""
        found = identity.viewers_of(session, [connection.shown], now).get(connection.shown)
        return found or identity.viewer_of(session, connection.shown, now)[0]

    def _check_text(self, connection: Connection, viewer: policy.Viewer, asked: CheckText) -> Answer:
        with self._house.database.read() as session:
            hint = apart.check(session, viewer, asked.text, asked.words)
        if hint is None:
            return Checked(hint="", words="")
        return Checked(hint=gettext(hint.sentence), words=hint.words)

    def _close_text(self, connection: Connection, viewer: policy.Viewer, asked: CloseText) -> Answer:
        """Stop writing; the answer holds the words as readers see them now."""
        if asked.text not in connection.editing:
            return Closed()
        connection.editing.pop(asked.text, None)
        with self._house.database.read() as session:
            self._carets.show(session, connection, asked.text)
            renderer: Fragments = self._app.extensions["fragments"]
            html = renderer.render(self._board(session, connection), f"text:{asked.text}")
        return Closed(html=str(html or ""))

    def _cursor(self, connection: Connection, viewer: policy.Viewer, place: Cursor) -> Answer:
        with self._house.database.read() as session:
            text = texts.find(session, viewer, place.text)
            policy.require_writer(viewer, text)
            self._carets.show(session, connection, place.text, place)
        return Done()

    def _show_view(self, connection: Connection, viewer: policy.Viewer, shown: ShowView) -> Answer:
        connection.seen = PageView(connection.seen.surface, shown.view, shown.part)
        return Done()

    # --- helpers

    def _viewer(self, connection: Connection) -> policy.Viewer:
        with self._house.database.read() as session:
            viewer, _ = identity.viewer_of(session, connection.shown, self._house.clock())
            return viewer

    def _count(self, connection: Connection, name: str) -> None:
        if not self._is_within_limit(connection, name):
            raise TooMany(retry_after=1)

    def _is_within_limit(self, connection: Connection, name: str) -> bool:
        limit = CHANGES if name in FROM_BROWSER else COMMANDS
        return self._limiter.hit(limit, connection.shown.line or connection.sid, limit.namespace)

    def _board(self, session: Session, connection: Connection) -> Board:
        """What the sender finds on the table now. Raises Refused."""
        at = self._house.clock()
        viewer, meeting = identity.viewer_of(session, connection.shown, at)
        return Board(self._house, session, viewer, meeting, connection.seen, at)

    def _decorated(self, connection: Connection, done: dict[str, Any]) -> dict[str, Any]:
        if "show" not in done:
            return done
        with self._house.database.read() as session:
            return responses.with_html(self._app.jinja_env, self._board(session, connection), done)

    def _both_values(self, connection: Connection, refused: Refused) -> str | None:
        """Two values to choose between, when two people changed one field at once."""
        if not isinstance(refused, Conflict):
            return None
        with self._house.database.read() as session:
            return responses.conflict(self._app.jinja_env, self._board(session, connection), refused)


def _refusal(refused: Refused, html: str | None = None) -> Refusal:
    return Refusal(
        code=refused.code,
        message=gettext(refused.sentence, **refused.values),
        field=refused.field or None,
        html=html,
        retry_after=1 if isinstance(refused, TooMany | NotNow) else None,
    )


def _wish(asked: ChangeText) -> texts.WriteText:
    return texts.WriteText(
        asked.text, asked.epoch, asked.version, asked.client, asked.seq, asked.changes, asked.sure
    )


def _known(asked: OpenText) -> texts.KnownText | None:
    if asked.epoch is None or asked.version is None:
        return None
    return texts.KnownText(asked.epoch, asked.version, asked.client, asked.mark)


def _opened(opened: texts.OpenedText) -> Opened:
    text, since = opened.text, opened.changes
    return Opened(
        text=text.id,
        epoch=text.epoch,
        version=text.version,
        client=opened.client,
        mark=opened.mark,
        words=text.words if since is None else None,
        changes=None if since is None else [_entry(text.epoch, one) for one in since],
    )


def _entry(epoch: int, change: Change) -> LogEntry:
    return LogEntry(
        epoch=epoch,
        version=change.version,
        client=change.client,
        seq=change.seq,
        author=stamp(change.author),
        changes=change.changes,
    )


def _read(shape: type[M], data: dict[str, Any]) -> M:
    try:
        return shape.model_validate(data)
    except ValidationError as wrong:
        raise TextMalformed from wrong
