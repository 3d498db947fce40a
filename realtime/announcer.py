"""Tells the tables what happened, after the commit, to each viewer only what that viewer may see.

Editors get each change at once; readers get rendered text in beats. `Crier` runs it in a thread of its own.
"""

import logging
import queue
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any

from flask import Flask, g
from flask_socketio import SocketIO
from sqlalchemy.orm import Session

from conference.access import identity, kinds, policy
from conference.access.identity import Kind
from conference.core.events import (
    CheckedOut,
    Event,
    ExpertiseChanged,
    FactorMoved,
    GuestGone,
    GuestSeated,
    HandsChanged,
    LearningChanged,
    LobbyChanged,
    MeetingChanged,
    NamesChanged,
    PresenceChanged,
    QuestionChanged,
    RecordChanged,
    RulesAgreedTo,
    ScreenGone,
    TextChanged,
)
from conference.core.runtime import LIVE_UPDATE, Runtime
from conference.table import fragments
from conference.table.actions import use_cases as actions
from conference.table.board import Board
from conference.table.fragments import Fragments, of_place
from conference.table.map import use_cases as factors
from models.actions import Action
from models.enums import TextKind
from models.errors.base import Refused
from models.factors import Factor
from models.gathering import Explanation
from models.meeting import Meeting
from models.people import Person
from models.texts import Text
from realtime.connections import Connection, Connections
from realtime.handlers import caret, stamp

log = logging.getLogger(__name__)
SWEEP = 60.0  # seconds between two looks for seats that ended by time
AT_ONCE = 100  # pieces of news that are told together when they piled up
Viewers = dict[str, policy.Viewer]  # by connection
BEAT = 0.1  # seconds between two renderings of one text for its readers


class Announcer:
    """Hears news and speaks to sockets. The only place that sends anything about a case."""

    def __init__(self, app: Flask, house: Runtime, socketio: SocketIO, connections: Connections) -> None:
        self._app, self._house, self._socketio, self._connections = app, house, socketio, connections
        self._due: dict[tuple[str, str], float] = {}
        self._told: dict[tuple[str, str], float] = {}
        self._writers: dict[tuple[str, str], set[str]] = {}

    def tell(self, news: Event) -> None:
        """Pass one piece of news on; rendered text waits for its beat."""
        match news:
            case TextChanged():
                self.tell_texts([news])
            case RecordChanged():
                self._record_changed(news)
            case FactorMoved():
                self._factor_moved(news)
            case MeetingChanged(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, fragments.MEETING)
            case NamesChanged(meeting_id=meeting_id):
                every = {surface: fragments.everything(surface) for surface in fragments.MEETING}
                self._send_fragments(meeting_id, news.case_id, every)
            case HandsChanged(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, fragments.HANDS)
            case LobbyChanged(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, fragments.LOBBY)
            case PresenceChanged(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, fragments.PEOPLE)
            case LearningChanged(profile_id=profile_id):
                self._learning_changed(profile_id)
            case RulesAgreedTo(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, kinds.standing()["rules"].lists)
            case CheckedOut(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, kinds.standing()["check_out"].lists)
            case ExpertiseChanged(meeting_id=meeting_id):
                self._send_fragments(meeting_id, news.case_id, fragments.EXPERTISE)
            case QuestionChanged():
                self._question_changed(news)
            case GuestSeated(guest_id=guest_id):
                self._admitted(guest_id)
            case GuestGone(guest_id=guest_id, reason=reason):
                self._gone(guest_id, reason)
            case ScreenGone(screen_id=screen_id):
                self._gone(screen_id, "ended")

    def beat(self, now: float | None = None) -> None:
        """Show readers the texts whose beat has come, or all that wait when no time is given."""
        for key in [key for key, due in self._due.items() if now is None or due <= now]:
            del self._due[key]
            self._told[key] = now or time.monotonic()
            self._show_text(*key)
        if len(self._told) > 1000:
            self._told = {key: at for key, at in self._told.items() if key in self._due}

    def patience(self) -> float | None:
        """Seconds until the next beat, or None when no text waits."""
        return max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None

    # --- texts

    def tell_texts(self, changes: list[TextChanged]) -> None:
        """Pass changes of texts on to those who have them open: who may know is asked once for all of them."""
        for news in changes:
            key = (news.case_id, news.text_id)
            self._due.setdefault(key, self._next_beat(*key))
            self._writers.setdefault(key, set()).add(news.author_id)
        tables = {news.case_id: self._connections.at_case(news.case_id) for news in changes}
        editors = [one for news in changes for one in tables[news.case_id] if news.text_id in one.editing]
        if not editors:
            return
        with self._house.database.read() as session:
            viewers = self._viewers(session, editors)
            for news in changes:
                self._tell_editors(session, news, tables[news.case_id], viewers)

    def _tell_editors(
        self, session: Session, news: TextChanged, connections: list[Connection], viewers: Viewers
    ) -> None:
        text, author = session.get(Text, news.text_id), session.get(Person, news.author_id)
        if text is None or author is None:
            return
        message = {
            "text": news.text_id,
            "epoch": news.epoch,
            "version": news.version,
            "client": news.client,
            "seq": news.seq,
            "author": stamp(author),
            "changes": news.changes,
        }
        for connection in connections:
            viewer = viewers.get(connection.sid)
            if news.text_id in connection.editing and viewer and policy.visible(text, viewer):
                self._socketio.emit("text:changed", message, to=connection.sid)

    def _next_beat(self, case_id: str, text_id: str) -> float:
        return max(time.monotonic(), self._told.get((case_id, text_id), 0.0) + BEAT)

    def _show_text(self, case_id: str, text_id: str) -> None:
        """The words as readers see them, and who writes them; those who write in this text have both already."""
        writers = self._writers.pop((case_id, text_id), set())
        with self._house.database.read() as session:
            text = session.get(Text, text_id)
            if text is None:
                return
            connections = self._connections.at_case(case_id)
            viewers = self._viewers(session, connections)
            made: dict[tuple[str, str], list[dict[str, str]]] = {}
            rows = actions.that_name(session, text)
            for connection in connections:
                viewer = viewers.get(connection.sid)
                if viewer is None or not policy.visible(text, viewer):
                    continue
                if text.kind == TextKind.OWN_WORDS:
                    self._send(session, connection, ["voices"], text)
                if text.kind == TextKind.FACTOR and text.factor is not None:
                    names = [f"hint:{text.factor.id}", f"choice:{text.factor.id}"]
                    self._send(session, connection, names, text)
                    self._send_place(session, connection, text.factor)
                self._send_rows(session, connection, policy.readable(rows, viewer))
                if text_id in connection.editing:
                    continue
                # The words of a text look the same to everyone on one kind of page in one language.
                alike = (connection.seen.surface, viewer.language)
                if alike not in made:
                    made[alike] = self._words_for(session, connection, text_id)
                if made[alike]:
                    self._socketio.emit("fragments", made[alike], to=connection.sid)
                self._show_writers(session, connection, text, writers - {connection.person_id or ""})

    def _send_rows(self, session: Session, connection: Connection, rows: Sequence[Action]) -> None:
        """The agreements on which words of something else stand: those words are no live text there."""
        place = kinds.standing()["action"]
        surface = connection.seen.surface
        if surface not in place.alone:
            for row in rows[:1]:
                self._send(session, connection, list(place.lists[surface]), row)
            return
        for row in rows:
            names = [f"action:{row.id}", *place.beside.get(surface, ())]
            self._send(session, connection, names, row)

    def _words_for(self, session: Session, connection: Connection, text_id: str) -> list[dict[str, str]]:
        board = self._board(session, connection)
        return self._made(board, [f"text:{text_id}"]) if board is not None else []

    def _show_writers(self, session: Session, connection: Connection, text: Text, writers: set[str]) -> None:
        """*Samira schrijft*, for somebody who reads and may know of the text; the shared screen shows words only."""
        if connection.seen.surface == "screen":
            return
        for writer in writers:
            if (person := session.get(Person, writer)) is not None:
                message = {"text": text.id, "person": stamp(person)}
                self._socketio.emit("text:writing", message, to=connection.sid)

    # --- records

    def _record_changed(self, news: RecordChanged) -> None:
        place = kinds.standing()[news.thing.partition(":")[0]]
        with self._house.database.read() as session:
            record = kinds.find(session, news.thing)
            if record is None:
                return
            self._close_editors(session, news.case_id)
            for connection in self._connections.at_case(news.case_id):
                surface = connection.seen.surface
                if connection.person_id in news.lost:
                    names = [*place.lists[surface], *fragments.QUESTIONS[surface]]
                    self._send(session, connection, names, None)
                elif news.lost and surface == "screen":  # what became hidden may stand on it alone
                    self._send(session, connection, ["screen"], None)
                elif news.listed or surface not in place.alone:
                    names = [*place.lists[surface], *place.around(record, True)]
                    self._send(session, connection, names, record)
                else:
                    beside = (*place.beside.get(surface, ()), *place.around(record, False))
                    self._send(session, connection, [news.thing, *beside], record)

    def _factor_moved(self, news: FactorMoved) -> None:
        """Only the picture: the box and its arrows."""
        with self._house.database.read() as session:
            factor = session.get(Factor, news.factor_id)
            if factor is not None:
                for connection in self._connections.at_case(news.case_id):
                    self._send_place(session, connection, factor)

    def _send_place(self, session: Session, connection: Connection, factor: Factor) -> None:
        names = of_place(factor, factors.links_of(session, factor))
        self._send(session, connection, names, factor)

    def _question_changed(self, news: QuestionChanged) -> None:
        """A question goes to who asked it and to the chair only; its answer to all who may know what it is about."""
        with self._house.database.read() as session:
            asked = session.get(Explanation, news.explanation_id)
            if asked is None:
                return
            meeting = session.get_one(Meeting, news.meeting_id)
            concerned = {asked.asked_by_id, meeting.chair_id}
            beside = [f"explained:{asked.thing}"] if asked.thing else []
            for connection in self._connections.at_case(news.case_id):
                names = fragments.QUESTIONS[connection.seen.surface]
                if names and (asked.answered_at is not None or connection.person_id in concerned):
                    self._send(session, connection, [*names, *beside], asked)

    def _send_fragments(self, meeting_id: str, case_id: str, names: kinds.Names) -> None:
        with self._house.database.read() as session:
            self._close_editors(session, case_id)
            for connection in self._connections.at_case(case_id):
                if connection.meeting_id == meeting_id:
                    self._send(session, connection, list(names[connection.seen.surface]), None)

    def _send(self, session: Session, connection: Connection, names: list[str], about: Any) -> None:
        """Render for one viewer, asked anew who that is, and send. `about` must be visible for anything to go.

        A fault at one viewer does not silence the others.
        """
        try:
            self._render_and_send(session, connection, names, about)
        except Exception:
            log.exception("announcing to one viewer failed")

    def _render_and_send(
        self, session: Session, connection: Connection, names: list[str], about: Any
    ) -> None:
        board = self._board(session, connection)
        if board is None or not names or (about is not None and not policy.visible(about, board.viewer)):
            return
        if sent := self._made(board, names):
            self._socketio.emit("fragments", sent, to=connection.sid)

    def _made(self, board: Board, names: list[str]) -> list[dict[str, str]]:
        with self._speaking(board):
            renderer: Fragments = self._app.extensions["fragments"]
            made = [(name, renderer.render(board, name)) for name in names if board.shows(name)]
        return [{"name": name, "html": str(html)} for name, html in made if html is not None]

    def _close_editors(self, session: Session, case_id: str) -> None:
        """Whoever writes in a text that is not for them any more is told to open it again, and is refused then."""
        for connection in self._connections.at_case(case_id):
            for text_id in tuple(connection.editing):
                text = session.get(Text, text_id)
                if text is None or not self._may_know(session, connection, text):
                    self._drop_caret(session, connection, text_id)
                    connection.editing.discard(text_id)
                    self._socketio.emit("text:renewed", {"text": text_id}, to=connection.sid)

    def _learning_changed(self, profile_id: str) -> None:
        """Pages of the learning layer ask for themselves anew: what they may show is decided there and only there."""
        for connection in self._connections.learning_in(profile_id):
            self._socketio.emit("renew", {}, to=connection.sid)

    # --- coming and going

    def _admitted(self, guest_id: str) -> None:
        for connection in self._connections.of_session(guest_id):
            if connection.waiting:
                self._socketio.emit("admitted", {"href": "/mee/binnen"}, to=connection.sid)

    def _gone(self, session_id: str, reason: str) -> None:
        """Tell a phone or screen that it is out, and close its line: nothing more goes to it."""
        for connection in self._connections.of_session(session_id):
            self._end(connection, reason)

    def sweep(self) -> None:
        """End the lines whose seat or session ended by time: nothing stays on a screen that has no right to it."""
        with self._house.database.read() as session:
            for connection in self._connections.at_tables():
                if self._board(session, connection) is None:
                    self._end(connection, "ended")

    def _end(self, connection: Connection, reason: str) -> None:
        at_screen = connection.person_id is None and not connection.waiting
        href = "/scherm" if at_screen else f"/mee/klaar?reden={reason}"
        if connection.shown.kind == Kind.ACCOUNT:
            href = "/"
        self._socketio.emit("gone", {"reason": reason, "href": href}, to=connection.sid)
        self._connections.drop(connection.sid)
        with self._house.database.read() as session:
            for text_id in connection.editing:
                self._drop_caret(session, connection, text_id)
        self._house.presence.leave(connection.sid, self._house.clock())
        self._socketio.server.disconnect(connection.sid)  # type: ignore[attr-defined]

    def _drop_caret(self, session: Session, gone: Connection, text_id: str) -> None:
        """Somebody does not write in this text any more: their caret goes from the screens of the others."""
        person, text = session.get(Person, gone.person_id), session.get(Text, text_id)
        if person is None or text is None:
            return
        for other in self._connections.at_case(gone.case_id):
            writes_too = other.sid != gone.sid and text_id in other.editing
            if writes_too and self._may_know(session, other, text):
                self._socketio.emit("text:cursor", caret(text_id, person), to=other.sid)

    # --- helpers

    def _viewers(self, session: Session, connections: list[Connection]) -> Viewers:
        """Who these are now, asked anew; those who lost their seat are left out."""
        found = identity.viewers_of(session, {one.shown for one in connections}, self._house.clock())
        return {one.sid: found[one.shown] for one in connections if one.shown in found}

    def _board(self, session: Session, connection: Connection) -> Board | None:
        at = self._house.clock()
        try:
            viewer, meeting = identity.viewer_of(session, connection.shown, at)
        except Refused:
            return None
        return Board(self._house, session, viewer, meeting, connection.seen, at)

    def _may_know(self, session: Session, connection: Connection, thing: Any) -> bool:
        board = self._board(session, connection)
        return board is not None and policy.visible(thing, board.viewer)

    @contextmanager
    def _speaking(self, board: Board) -> Iterator[None]:
        """An application context in the viewer's language, marked as a live update (no tokens in forms)."""
        with self._app.test_request_context("/", environ_overrides={LIVE_UPDATE: True}):
            g.language = board.language
            yield


class EventQueue:
    """Takes news from any thread and tells it in order, so that a deed never waits for those who listen."""

    def __init__(self, announcer: Announcer) -> None:
        self._announcer = announcer
        self._news: queue.Queue[Event] = queue.Queue()
        self._sweep_at = time.monotonic() + SWEEP

    def hear(self, news: Sequence[Event]) -> None:
        """Take news of a committed deed; returns at once."""
        for one in news:
            self._news.put(one)

    def run(self) -> None:
        """Speak until the program ends; one piece of news that fails does not silence the rest."""
        while True:
            try:
                self._step()
            except Exception:
                log.exception("announcing failed")

    def _step(self) -> None:
        now = time.monotonic()
        beat = self._announcer.patience()
        patience = max(0.0, min(SWEEP if beat is None else beat, self._sweep_at - now))
        for kind, together in groupby(self._piled_up(patience), key=type):
            if kind is TextChanged:
                self._announcer.tell_texts([one for one in together if isinstance(one, TextChanged)])
            else:
                # Of a factor that is being dragged only the last place counts, and all of them read that one.
                for one in dict.fromkeys(together) if kind is FactorMoved else together:
                    self._announcer.tell(one)
        self._announcer.beat(time.monotonic())
        if time.monotonic() >= self._sweep_at:
            self._sweep_at = time.monotonic() + SWEEP
            self._announcer.sweep()

    def _piled_up(self, patience: float) -> list[Event]:
        """The next news, with what came behind it meanwhile; nothing when none comes in time."""
        found: list[Event] = []
        with suppress(queue.Empty):
            found.append(self._news.get(timeout=patience))
            while len(found) < AT_ONCE:
                found.append(self._news.get_nowait())
        return found
