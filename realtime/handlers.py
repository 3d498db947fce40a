"""What browsers may say. Every event is answered, with a reason in the speaker's language when it is refused."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, g, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import ValidationError as CsrfError
from flask_wtf.csrf import validate_csrf
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import ValidationError
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.core import looks
from conference.core.events import PresenceChanged
from conference.core.runtime import Runtime
from conference.records import commands, texts
from conference.table import responses
from conference.table.board import Board, PageView
from conference.table.fragments import Fragments
from models.door import Guest
from models.enums import GuestState
from models.errors.base import Broken, Conflict, CsrfFailed, Refused, TooMany
from models.errors.door import SeatGone
from models.errors.texts import TextMalformed
from models.errors.validation import CommandUnknown, FieldUnknown, JsonInvalid
from models.texts import Change
from realtime import looked
from realtime.carets import Carets, stamp
from realtime.connections import Connection, Connections
from realtime.messages import (
    FROM_BROWSER,
    Admitted,
    Answer,
    ChangeText,
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
    ShowView,
    Written,
)
from realtime.outbox import Outbox
from realtime.packets import UNREADABLE

log = logging.getLogger(__name__)
M = TypeVar("M", bound=Message)
CHANGES = RateLimitItemPerSecond(200, 10)
COMMANDS = RateLimitItemPerSecond(60, 10)
#: Where a phone goes that was let in.
INSIDE = "/mee/binnen"
SURFACES = {
    Kind.ACCOUNT: "table",
    Kind.GUEST: "phone",
    Kind.SCREEN: "screen",
    Kind.WAITING: "waiting",
    Kind.LEARNING: "learning",
}


class Handlers:
    """The handlers. A message is read, its sender looked up, one deed done, and an answer given."""

    def __init__(self, app: Flask, house: Runtime, connections: Connections, outbox: Outbox) -> None:
        self._app, self._house, self._connections, self._outbox = app, house, connections, outbox
        self._carets = Carets(house, connections, outbox)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._messages: dict[str, Callable[[Connection, policy.Viewer, Any], Answer]] = {
            "text:open": self._open_text,
            "text:close": self._close_text,
            "text:cursor": self._cursor,
            "view:show": self._show_view,
        }

    # --- connections

    def connect(self, sid: str, hello: Any) -> None:
        """A browser wants a connection. Raises Refused."""
        try:
            said = Hello.model_validate(hello)
        except ValidationError as wrong:
            raise FieldUnknown from wrong
        try:
            validate_csrf(said.csrf)
        except CsrfError as wrong:
            raise CsrfFailed from wrong
        connection = self._enter(sid, said)
        self._connections.add(connection)
        self._look_again(connection)
        if connection.at_table:
            self._connections.arrive(connection)
            self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    def disconnect(self, sid: str) -> None:
        """A connection closed."""
        connection = self._connections.drop(sid)
        if connection is None or not connection.at_table:
            return
        with self._house.database.read() as session:
            for text_id in connection.editing:
                self._carets.show(session, connection, text_id)
        self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    def _look_again(self, connection: Connection) -> None:
        """What happened while the connection opened was told before it could hear."""
        with self._house.database.read() as session:
            try:
                if connection.at_table:
                    identity.viewer_of(session, connection.shown, self._house.clock())
                elif connection.waiting and self._guest(session, connection.shown).state == GuestState.SEATED:
                    self._outbox.send(Admitted(href=INSIDE), connection)
            except Refused:
                self._connections.drop(connection.sid)
                raise

    def _guest(self, session: Session, shown: Credentials) -> Guest:
        return identity.guest_of(session, shown.secret, self._house.clock())

    def _enter(self, sid: str, hello: Hello) -> Connection:
        shown, seen = self._shown(hello), PageView(SURFACES[hello.kind], hello.view, hello.part)
        with self._house.database.read() as session:
            if hello.kind == Kind.WAITING:
                guest = self._guest(session, shown)
                return Connection(
                    sid, shown, guest.meeting.case_id, guest.meeting_id, seen, session_id=guest.id
                )
            if hello.kind == Kind.LEARNING:
                identity.learner_of(session, shown)
                return Connection(sid, shown, "", "", seen, profile_id=shown.profile_id)
            viewer, meeting = identity.viewer_of(session, shown, self._house.clock())
            policy.require(viewer, policy.Permission.MEETING_READ, meeting)
            return Connection(
                sid, shown, meeting.case_id, meeting.id, seen, viewer.person_id, viewer.session_id
            )

    def _shown(self, hello: Hello) -> Credentials:
        if hello.kind in (Kind.ACCOUNT, Kind.LEARNING):
            secret = current_user.get_id() if current_user.is_authenticated else ""
            at_table = hello.kind == Kind.ACCOUNT
            return Credentials(
                hello.kind, secret, hello.meeting if at_table else None, None if at_table else hello.region
            )
        return Credentials(hello.kind, request.cookies.get(self._cookie(hello.kind), ""))

    def _cookie(self, kind: Kind) -> str:
        return identity.cookie_name(kind, self._house.settings.secure_cookies)

    # --- events

    def event(self, sid: str, name: str, *data: Any) -> Answer:
        """Everything but a connection opening or closing. Whatever happens, there is an answer."""
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
        write = texts.WriteText(
            asked.text, asked.epoch, asked.version, asked.client, asked.seq, asked.changes
        )
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
        limit = CHANGES if name in FROM_BROWSER else COMMANDS
        if not self._limiter.hit(limit, connection.shown.secret or connection.sid, limit.namespace):
            raise TooMany(retry_after=1)

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
        retry_after=1 if isinstance(refused, TooMany) else None,
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
