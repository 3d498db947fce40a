"""What browsers may say. Every event is answered, with a reason in the speaker's language when it is refused."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn, TypeVar

from flask import Flask, g, request
from flask_babel import gettext
from flask_login import current_user
from flask_socketio import SocketIO
from flask_wtf.csrf import ValidationError as CsrfError
from flask_wtf.csrf import validate_csrf
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pydantic import ValidationError
from socketio.exceptions import ConnectionRefusedError as LineRefused
from sqlalchemy.orm import Session

from conference.access import identity, policy
from conference.access.identity import Credentials, Kind
from conference.case.network import who
from conference.core.events import PresenceChanged
from conference.core.presence import Arrival
from conference.core.runtime import Runtime
from conference.records import commands, texts
from conference.table import responses as answers
from conference.table.board import Board, PageView
from conference.table.fragments import Fragments
from models.door import Guest
from models.enums import GuestState
from models.errors.base import Broken, CsrfFailed, Refused, TooMany
from models.errors.door import SeatGone
from models.errors.texts import TextMalformed
from models.errors.validation import CommandUnknown, FieldUnknown
from models.people import Person
from models.texts import Text
from realtime.connections import Connection, Connections
from realtime.messages import MESSAGES, ChangeText, CloseText, Cursor, Hello, Message, OpenText, ShowView

log = logging.getLogger(__name__)
Answer = dict[str, Any]
M = TypeVar("M", bound=Message)
RESERVED = frozenset({"connect", "disconnect", "*", "connect_error"})
CHANGES = RateLimitItemPerSecond(200, 10)
WISHES = RateLimitItemPerSecond(60, 10)
SURFACES = {
    Kind.ACCOUNT: "table",
    Kind.GUEST: "phone",
    Kind.SCREEN: "screen",
    Kind.WAITING: "waiting",
    Kind.LEARNING: "learning",
}


class Handlers:
    """The handlers. A message is read, its sender looked up, one deed done, and an answer given."""

    def __init__(self, app: Flask, house: Runtime, socketio: SocketIO, connections: Connections) -> None:
        self._app, self._house, self._socketio, self._connections = app, house, socketio, connections
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._texts: dict[str, Callable[[Connection, policy.Viewer, Any], Answer]] = {
            "text:open": self._open_text,
            "text:close": self._close_text,
            "text:cursor": self._cursor,
            "view:show": self._show_view,
        }

    def register(self) -> None:
        """Hang the handlers on the socket server."""
        self._socketio.on("connect")(self._connect)
        self._socketio.on("disconnect")(self._disconnect)
        self._socketio.on("*")(self._any)
        self._socketio.default_exception_handler = _broken_line  # type: ignore[attr-defined]
        _guard_reserved_names(self._socketio)

    # --- lines

    def _connect(self, auth: Any) -> None:
        try:
            hello = Hello.model_validate(auth)
        except ValidationError:
            _refuse_line(FieldUnknown())
        try:
            validate_csrf(hello.csrf)
        except CsrfError:
            _refuse_line(CsrfFailed())
        try:
            connection = self._enter(hello)
        except Refused as refused:
            _refuse_line(refused)
        self._connections.add(connection)
        self._look_again(connection)
        self._arrive(connection)

    def _look_again(self, connection: Connection) -> None:
        """What happened while the line opened was told before it could hear."""
        with self._house.database.read() as session:
            try:
                if connection.at_table:
                    identity.viewer_of(session, connection.shown, self._house.clock())
                elif connection.waiting and self._guest(session, connection.shown).state == GuestState.SEATED:
                    self._socketio.emit("admitted", {"href": "/mee/binnen"}, to=connection.sid)
            except Refused as refused:
                self._connections.drop(connection.sid)
                _refuse_line(refused)

    def _guest(self, session: Any, shown: Credentials) -> Guest:
        return identity.guest_of(session, shown.secret, self._house.clock())

    def _enter(self, hello: Hello) -> Connection:
        shown = self._shown(hello)
        sid, seen = request.sid, PageView(SURFACES[hello.kind], hello.view, hello.part)  # type: ignore[attr-defined]
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

    def _arrive(self, connection: Connection) -> None:
        if not connection.at_table:
            return
        device = "screen" if connection.person_id is None else connection.seen.surface
        self._house.presence.arrive(
            connection.sid, Arrival(connection.meeting_id, connection.person_id, device)
        )
        self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    def _disconnect(self, reason: str = "") -> None:
        connection = self._connections.drop(request.sid)  # type: ignore[attr-defined]
        if connection is None or not connection.at_table:
            return
        self._house.presence.leave(connection.sid, self._house.clock())
        for text_id in connection.editing:
            self._tell_cursor(connection, text_id, None)
        self._house.database.tell([PresenceChanged(connection.case_id, connection.meeting_id)])

    # --- events

    def _any(self, event: str, *data: Any) -> Answer:
        """Every event but a line opening or closing. Whatever happens, there is an answer."""
        try:
            return self._do(event, data[0] if data else {})
        except Refused as refused:
            return self._refusal(refused)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("broken %s at %s", reference, event if event in MESSAGES else "wish")
            return self._refusal(Broken(reference=reference))

    def _do(self, event: str, data: Any) -> Answer:
        connection = self._connections.get(request.sid)  # type: ignore[attr-defined]
        if connection is None or not connection.at_table:
            raise SeatGone
        self._count(connection, event)
        if not isinstance(data, dict):
            raise FieldUnknown
        if event == "text:change":  # the most frequent by far: its sender is looked up in its own transaction
            return self._change_text(connection, _read(ChangeText, data))
        viewer = self._viewer(connection)
        g.language = viewer.language
        if event in MESSAGES:
            with commands.logged(self._house.database, event, self._house.clock(), viewer):
                return self._texts[event](connection, viewer, _read(MESSAGES[event], data))
        if not commands.is_on_wire(event):
            raise CommandUnknown
        return self._wish(connection, event, data)

    def _wish(self, connection: Connection, name: str, data: dict[str, Any]) -> Answer:
        data = {key: value for key, value in data.items() if key not in ("csrf_token", "meeting")}
        try:
            done = commands.do(self._house.database, connection.shown, name, data, self._house.clock())
        except Refused as refused:
            return {**self._refusal(refused), **self._refusal_html(connection, name, data, refused)}
        return {"ok": True, **self._decorate(connection, done)}

    def _open_text(self, connection: Connection, viewer: policy.Viewer, wish: OpenText) -> Answer:
        connection.editing.add(wish.text)  # first listen, then read: nothing falls in between
        try:
            with self._house.database.read() as session:
                client = self._house.keys.writer(wish.text, viewer.person_id or "")
                opened = texts.open_text(session, viewer, wish.text, client, wish.epoch, wish.version)
                return {"ok": True, **_opened(opened)}
        except Refused:
            connection.editing.discard(wish.text)
            raise

    def _change_text(self, connection: Connection, wish: ChangeText) -> Answer:
        write = texts.WriteText(wish.text, wish.epoch, wish.version, wish.client, wish.seq, wish.changes)
        now, database = self._house.clock(), self._house.database
        with commands.logged(database, "text:change", now) as asked, database.work() as work:
            asked.viewer = self._writer(work.session, connection, now)
            g.language = asked.viewer.language
            version = texts.write(work, asked.viewer, write, now)
        return {"ok": True, "version": version}

    def _writer(self, session: Session, connection: Connection, now: datetime) -> policy.Viewer:
        """Who sends this, asked the short way; only the long way can say why somebody is out."""
        found = identity.viewers_of(session, [connection.shown], now).get(connection.shown)
        return found or identity.viewer_of(session, connection.shown, now)[0]

    def _close_text(self, connection: Connection, viewer: policy.Viewer, wish: CloseText) -> Answer:
        """Stop writing; the answer holds the words as readers see them now."""
        if wish.text not in connection.editing:
            return {"ok": True}
        connection.editing.discard(wish.text)
        self._tell_cursor(connection, wish.text, None)
        with self._house.database.read() as session:
            renderer: Fragments = self._app.extensions["fragments"]
            html = renderer.render(self._board(session, connection), f"text:{wish.text}")
        return {"ok": True, "html": str(html or "")}

    def _cursor(self, connection: Connection, viewer: policy.Viewer, wish: Cursor) -> Answer:
        with self._house.database.read() as session:
            text = texts.find(session, viewer, wish.text)
            policy.require(viewer, policy.writing(text), text)
        self._tell_cursor(connection, wish.text, wish)
        return {"ok": True}

    def _show_view(self, connection: Connection, viewer: policy.Viewer, wish: ShowView) -> Answer:
        connection.seen = PageView(connection.seen.surface, wish.view, wish.part)
        return {"ok": True}

    def _tell_cursor(self, connection: Connection, text_id: str, place: Cursor | None) -> None:
        """Show a caret to those who write in this text too. Name and colour are stamped here, never sent in."""
        with self._house.database.read() as session:
            person = session.get(Person, connection.person_id) if connection.person_id else None
            if person is None:
                return
            message = caret(text_id, person, place)
            others = [
                one
                for one in self._connections.at_case(connection.case_id)
                if one.sid != connection.sid and text_id in one.editing
            ]
            text = session.get(Text, text_id) if others else None
            if text is None:
                return
            viewers = identity.viewers_of(session, {one.shown for one in others}, self._house.clock())
            for other in others:
                if other.shown in viewers and policy.visible(text, viewers[other.shown]):
                    self._socketio.emit("text:cursor", message, to=other.sid)

    # --- helpers

    def _viewer(self, connection: Connection) -> policy.Viewer:
        with self._house.database.read() as session:
            viewer, _ = identity.viewer_of(session, connection.shown, self._house.clock())
            return viewer

    def _count(self, connection: Connection, event: str) -> None:
        limit = CHANGES if event in MESSAGES else WISHES
        if not self._limiter.hit(limit, connection.shown.secret or connection.sid, limit.namespace):
            raise TooMany(retry_after=1)

    def _refusal(self, refused: Refused) -> Answer:
        answer: Answer = {"ok": False, "code": refused.code}
        answer["message"] = gettext(refused.sentence, **refused.values)
        if refused.field:
            answer["field"] = refused.field
        if isinstance(refused, TooMany):
            answer["retry_after"] = 1
        return answer

    def _board(self, session: Any, connection: Connection) -> Board:
        at = self._house.clock()
        viewer, meeting = identity.viewer_of(session, connection.shown, at)
        return Board(self._house, session, viewer, meeting, connection.seen, at)

    def _decorate(self, connection: Connection, done: Answer) -> Answer:
        if "show" not in done:
            return done
        with self._house.database.read() as session:
            board = self._board(session, connection)
            return answers.with_html(self._app.jinja_env, board, done)

    def _refusal_html(
        self, connection: Connection, name: str, data: dict[str, Any], refused: Refused
    ) -> Answer:
        if not answers.shows_both(refused):
            return {}
        with self._house.database.read() as session:
            board = self._board(session, connection)
            return {"html": answers.conflict(self._app.jinja_env, board, data, refused)}


def caret(text_id: str, person: Person, place: Cursor | None = None) -> dict[str, Any]:
    """Where somebody's caret stands in a text; without a place it is gone."""
    return {
        "text": text_id,
        "version": place.version if place else 0,
        "person": stamp(person),
        "anchor": place.anchor if place else None,
        "head": place.head if place else None,
    }


def stamp(person: Person) -> dict[str, str]:
    """How a person is shown beside a caret or a change."""
    return {"id": person.id, "name": person.first_name, "who": who(person), "initials": person.initials}


def _opened(opened: texts.OpenedText) -> Answer:
    text = opened.text
    answer: Answer = {
        "text": text.id,
        "epoch": text.epoch,
        "version": text.version,
        "client": opened.client,
    }
    if opened.changes is None:
        return {**answer, "words": text.words}
    log_entries = [
        {
            "version": entry.version,
            "client": entry.client,
            "seq": entry.seq,
            "author": stamp(entry.author),
            "changes": entry.changes,
        }
        for entry in opened.changes
    ]
    return {**answer, "changes": log_entries}


def _read(shape: type[M], data: dict[str, Any]) -> M:
    try:
        return shape.model_validate(data)
    except ValidationError as wrong:
        raise TextMalformed from wrong


def _broken_line(fault: Exception) -> bool:
    """A fault of ours while a line opened or closed: said in the log, and no line is opened."""
    log.error("broken %s at a line", secrets.token_hex(4), exc_info=fault)
    return False


def _refuse_line(refused: Refused) -> NoReturn:
    raise LineRefused(refused.code)


def _guard_reserved_names(socketio: SocketIO) -> None:
    """A client may send an event *named* connect or disconnect; it must not run the handlers of a real one."""
    server: Any = socketio.server  # type: ignore[attr-defined]
    handle = server._handle_event_internal

    def guarded(server: Any, sid: str, eio_sid: str, data: Any, namespace: str, id: int | None) -> None:
        named = isinstance(data, list) and data and isinstance(data[0], str) and data[0] not in RESERVED
        handle(server, sid, eio_sid, data if named else ["unknown"], namespace, id)

    server._handle_event_internal = guarded
