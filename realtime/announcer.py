"""Tells the tables what happened, after the commit, to each viewer only what that viewer may see.

Editors get each change at once; readers get rendered text in beats. `EventQueue` runs it in a thread of its own.
"""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from flask import Flask, g

from conference.access import identity, kinds, policy
from conference.access.identity import Credentials, Kind
from conference.core import looks
from conference.core.events import (
    SCREEN,
    AccessChanged,
    CheckedOut,
    EmergencyChanged,
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
    ProposalChanged,
    QuestionChanged,
    RecordChanged,
    RulesAgreedTo,
    ScreenGone,
    SessionEnded,
    TextChanged,
    TextRenewed,
)
from conference.core.looks import Look
from conference.core.runtime import LIVE_UPDATE, Runtime
from conference.core.validation import AMSTERDAM
from conference.door.use_cases import ENTERED
from conference.table import fragments
from conference.table.actions import use_cases as actions
from conference.table.board import Board
from conference.table.fragments import Fragments, of_place
from conference.table.map import use_cases as factors
from models.actions import Action
from models.emergencies import Emergency
from models.enums import TextKind
from models.errors.base import LogDown
from models.factors import Factor
from models.gathering import Explanation
from models.meeting import Meeting
from models.people import Person
from models.texts import Text
from realtime import looked, messages
from realtime.audience import Audience, Listener
from realtime.carets import Carets, stamp
from realtime.connections import Connection, Connections
from realtime.desk_news import DeskNews
from realtime.handlers import INSIDE
from realtime.known import Known, Table
from realtime.messages import Fragment, FragmentsChanged
from realtime.outbox import Outbox

log = logging.getLogger(__name__)
MARK_EVERY = 20  # versions between two resume marks for those who only read along in an editor
#: Why a line ends whose seat ended by time, or was taken: the session itself may go on.
LOST_SEAT = "ended"
BEAT = 0.1  # seconds between two renderings of one text for its readers


@dataclass(frozen=True)
class Made:
    """Live parts as one viewer may see them, and what was looked at for them."""

    fragments: list[Fragment]
    look: Look


class Announcer:
    """Hears events and decides who is told what of them. What it says goes out through the outbox."""

    def __init__(
        self, app: Flask, house: Runtime, connections: Connections, outbox: Outbox, known: Known
    ) -> None:
        self._app, self._house, self._connections, self._outbox = app, house, connections, outbox
        self._known = known
        self._carets = Carets(house, connections, outbox)
        self._desk_news = DeskNews(app, house, outbox)
        self._due: dict[tuple[str, str], float] = {}
        self._told: dict[tuple[str, str], float] = {}
        self._writers: dict[tuple[str, str], set[str]] = {}

    def tell(self, event: Event) -> None:
        """Pass one event on; rendered text waits for its beat."""
        match event:
            case TextChanged():
                self.tell_texts([event])
            case TextRenewed():
                self._renew_editors(event)
            case RecordChanged():
                self._record_changed(event)
            case ProposalChanged():
                self._proposal_changed(event)
            case FactorMoved():
                self._factor_moved(event)
            case AccessChanged():
                self._access_changed(event)
            case MeetingChanged(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, fragments.MEETING)
            case NamesChanged(meeting_id=meeting_id):
                every = {surface: fragments.everything(surface) for surface in fragments.MEETING}
                self._meeting_changed(meeting_id, event.case_id, every)
            case HandsChanged(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, fragments.HANDS)
            case LobbyChanged(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, fragments.LOBBY)
            case PresenceChanged(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, fragments.PEOPLE)
            case RulesAgreedTo(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, kinds.standing()["rules"].lists)
            case CheckedOut(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, kinds.standing()["check_out"].lists)
            case ExpertiseChanged(meeting_id=meeting_id):
                self._meeting_changed(meeting_id, event.case_id, fragments.EXPERTISE)
            case QuestionChanged():
                self._question_changed(event)
            case LearningChanged(profile_id=profile_id):
                self._learning_changed(profile_id)
            case EmergencyChanged(emergency_id=emergency_id):
                self._desk_news.tell(emergency_id, self._connections.at_desks())
            case GuestSeated(guest_id=guest_id):
                self._admitted(guest_id)
            case GuestGone(guest_id=guest_id, reason=reason):
                self._gone(guest_id, reason)
            case ScreenGone(screen_id=screen_id):
                self._gone(screen_id, "ended")
            case SessionEnded(session_id=session_id, reason=reason):
                self.session_ended(session_id, reason)

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

    def seconds_left_today(self) -> float:
        """Until midnight in Amsterdam, by the clock of the house."""
        now = self._house.clock().astimezone(AMSTERDAM)
        midnight = datetime.combine(now.date() + timedelta(days=1), time_of_day(), AMSTERDAM)
        return (midnight - now).total_seconds()

    # --- texts

    def tell_texts(self, changes: list[TextChanged]) -> None:
        """Pass changes of texts on to those who have them open: who may know is asked once for all of them."""
        for event in changes:
            key = (event.case_id, event.text_id)
            self._due.setdefault(key, self._next_beat(*key))
            self._writers.setdefault(key, set()).add(event.author_id)
        editors = {(case, text): self._connections.writing_in(case, text) for case, text in _texts(changes)}
        if not any(editors.values()):
            return
        at = self._house.clock()
        with self._house.database.read() as session:
            known = {case: self._known.at(session, case, at) for case, _ in editors}
            here = {
                (case, text): known[case].present(one.shown for one in lines)
                for (case, text), lines in editors.items()
            }
            for event in changes:
                text = event.case_id, event.text_id
                self._tell_editors(event, editors[text], here[text], known[event.case_id], at)

    def _tell_editors(
        self,
        event: TextChanged,
        editors: list[Connection],
        here: Mapping[Credentials, policy.Viewer],
        known: Table,
        at: datetime,
    ) -> None:
        author = known.stamp(event.author_id)
        if author is None:
            return
        message = messages.TextChanged(
            text=event.text_id,
            epoch=event.epoch,
            version=event.version,
            client=event.client,
            seq=event.seq,
            author=author,
            changes=event.changes,
        )
        told = [
            one
            for one in editors
            if one.shown in here
            and event.text_id in one.editing
            and known.may_know(one.shown, here[one.shown], event.text_id)
        ]
        if event.version % MARK_EVERY:
            self._outbox.send(message, *told)
            return
        for one in told:
            marked = message.model_copy(update={"mark": self._mark(one, here[one.shown], event, at)})
            self._outbox.send(marked, one)

    def _mark(
        self, connection: Connection, viewer: policy.Viewer, event: TextChanged, at: datetime
    ) -> str | None:
        """What somebody who only reads along in an editor comes back with; who writes gets one with each answer."""
        client, person = connection.editing.get(event.text_id), viewer.person_id
        if not client or person is None:
            return None
        return self._house.keys.resume(client, event.text_id, person, event.epoch, event.version, at)

    def _renew_editors(self, event: TextRenewed) -> None:
        """Whoever writes in this text opens it anew: no undo, no old copy, no words on their way bring it back."""
        writing = self._connections.writing_in(event.case_id, event.text_id)
        self._outbox.send(messages.TextRenewed(text=event.text_id), *writing)

    def _next_beat(self, case_id: str, text_id: str) -> float:
        return max(time.monotonic(), self._told.get((case_id, text_id), 0.0) + BEAT)

    def _show_text(self, case_id: str, text_id: str) -> None:
        """The words as readers see them, and who writes them; those who write in this text have both already."""
        writers = self._writers.pop((case_id, text_id), set())
        if not self._is_read(case_id, text_id):
            return
        with self._at_case(case_id) as audience:
            text = audience.session.get(Text, text_id)
            if text is None:
                return
            made: dict[tuple[str, str], Made] = {}
            rows = actions.that_name(audience.session, text)
            for listener in audience.who_may_know(text):
                self._show_beside(audience, listener, text)
                self._send_rows(audience, listener, policy.readable(rows, listener.viewer))
                if text_id in listener.connection.editing:
                    continue
                # The words of a text look the same to everyone on one kind of page in one language.
                alike = (listener.connection.seen.surface, listener.viewer.language)
                if alike not in made:
                    made[alike] = self._made(audience.board(listener), [f"text:{text_id}"])
                self._send_made(listener, made[alike])
                self._show_writers(audience, listener, text, writers)

    def _is_read(self, case_id: str, text_id: str) -> bool:
        """Whether anybody has to be shown this text, or what is made of it: while all have it open, nobody has."""
        connections = self._connections.at_case(case_id)
        readers = [one for one in connections if text_id not in one.editing]
        if not readers and self._known.stands_alone(text_id):
            return False
        with self._house.database.read() as session:
            known = self._known.at(session, case_id, self._house.clock())
            if known.shows_beside(text_id):
                return bool(connections)
            here = known.present(one.shown for one in readers)
            return any(known.may_know(one, viewer, text_id) for one, viewer in here.items())

    def _show_beside(self, audience: Audience, listener: Listener, text: Text) -> None:
        """What else on a page is made of these words."""
        if text.kind == TextKind.OWN_WORDS:
            self._send(audience, listener, ["voices"], text)
        if text.kind == TextKind.FACTOR and text.factor is not None:
            names = [f"hint:{text.factor.id}", f"choice:{text.factor.id}"]
            self._send(audience, listener, names, text)
            self._send_place(audience, listener, text.factor)

    def _send_rows(self, audience: Audience, listener: Listener, rows: Sequence[Action]) -> None:
        """The agreements on which words of something else stand: those words are no live text there."""
        place = kinds.standing()["action"]
        surface = listener.connection.seen.surface
        if surface not in place.alone:
            for row in rows[:1]:
                self._send(audience, listener, list(place.lists[surface]), row)
            return
        for row in rows:
            names = [f"action:{row.id}", *place.beside.get(surface, ())]
            self._send(audience, listener, names, row)

    def _show_writers(self, audience: Audience, listener: Listener, text: Text, writers: set[str]) -> None:
        """*Samira schrijft*, for somebody who reads and may know of the text; the shared screen shows words only."""
        if listener.connection.seen.surface == "screen":
            return
        for writer in writers - {listener.connection.person_id or ""}:
            if (person := audience.session.get(Person, writer)) is not None:
                message = messages.TextWriting(text=text.id, person=stamp(person))
                self._outbox.send(message, listener.connection)

    # --- records

    def _record_changed(self, event: RecordChanged) -> None:
        place = kinds.standing().get(event.thing.partition(":")[0])
        with self._at_case(event.case_id) as audience:
            record = kinds.find(audience.session, event.thing)
            if record is None:
                return
            self._close_editors(audience)
            for listener in audience.listeners:
                surface = listener.connection.seen.surface
                if listener.connection.person_id in event.lost:
                    # Other things may have named it: all that this page holds is made anew.
                    names = [*fragments.everything(surface), *fragments.QUESTIONS[surface]]
                    self._send(audience, listener, list(dict.fromkeys(names)), None)
                elif SCREEN in event.lost and surface == "screen":  # it may have stood there alone
                    self._send(audience, listener, ["screen"], None)
                elif place is None:  # a text of its own: the part of the table in which it stands
                    self._send(audience, listener, fragments.MEETING[surface], record)
                elif event.listed or surface not in place.alone:
                    names = [*place.lists[surface], *place.around(record, True)]
                    self._send(audience, listener, names, record)
                else:
                    beside = (*place.beside.get(surface, ()), *place.around(record, False))
                    self._send(audience, listener, [event.thing, *beside], record)

    def _proposal_changed(self, event: ProposalChanged) -> None:
        """Beside the words it is about, for who may know of these; and in what waits for their owner."""
        with self._at_case(event.case_id) as audience:
            text = audience.session.get(Text, event.text_id)
            if text is not None:
                beside = f"wording:text:{text.id}"
                for listener in audience.listeners:
                    names = fragments.PROPOSALS[listener.connection.seen.surface]
                    self._send(audience, listener, [beside, *names], text)

    def _factor_moved(self, event: FactorMoved) -> None:
        """Only the picture: the box and its arrows."""
        with self._at_case(event.case_id) as audience:
            factor = audience.session.get(Factor, event.factor_id)
            if factor is not None:
                for listener in audience.listeners:
                    self._send_place(audience, listener, factor)

    def _send_place(self, audience: Audience, listener: Listener, factor: Factor) -> None:
        names = of_place(factor, factors.links_of(audience.session, factor))
        self._send(audience, listener, names, factor)

    def _access_changed(self, event: AccessChanged) -> None:
        """Who has no access any more is out, on every page of theirs; who sees another part sees that part now."""
        with self._at_case(event.case_id) as audience:
            self._close_editors(audience)
            for connection in audience.gone:
                self._end(connection, "removed")
            for listener in audience.listeners:
                if event.person_id in listener.viewer.knows_as:
                    self._outbox.send(messages.Renew(), listener.connection)

    def _question_changed(self, event: QuestionChanged) -> None:
        """A question goes to who asked it and to the chair only; its answer to all who may know what it is about."""
        with self._at_case(event.case_id) as audience:
            asked = audience.session.get(Explanation, event.explanation_id)
            if asked is None:
                return
            meeting = audience.session.get_one(Meeting, event.meeting_id)
            concerned = {asked.asked_by_id, meeting.chair_id}
            beside = [f"explained:{asked.thing}"] if asked.thing else []
            for listener in audience.listeners:
                names = fragments.QUESTIONS[listener.connection.seen.surface]
                if names and (asked.answered_at is not None or listener.connection.person_id in concerned):
                    self._send(audience, listener, [*names, *beside], asked)

    def _meeting_changed(self, meeting_id: str, case_id: str, names: kinds.Names) -> None:
        with self._at_case(case_id) as audience:
            self._close_editors(audience)
            for listener in audience.listeners:
                if listener.connection.meeting_id == meeting_id:
                    self._send(audience, listener, names[listener.connection.seen.surface], None)

    def _send(self, audience: Audience, listener: Listener, names: Sequence[str], about: Any) -> None:
        """Render for one viewer and send. `about` must be visible for anything to go.

        A fault at one viewer does not silence the others.
        """
        try:
            if names and (about is None or listener.may_know(about)):
                self._send_made(listener, self._made(audience.board(listener), names))
        except Exception:
            log.exception("announcing to one viewer failed")

    def _send_made(self, listener: Listener, made: Made) -> None:
        """What is for named people goes out only when the log says so."""
        if made.fragments:
            try:
                looked.note(self._house, listener.connection, listener.viewer, made.look)
            except LogDown:
                log.error("a live part was not shown: the log of looks cannot be written")
                return
            self._outbox.send(FragmentsChanged(made.fragments), listener.connection)

    def _made(self, board: Board, names: Sequence[str]) -> Made:
        with self._speaking(board), looks.looking() as look:
            renderer: Fragments = self._app.extensions["fragments"]
            made = [(name, renderer.render(board, name)) for name in names if board.shows(name)]
        return Made([Fragment(name=name, html=str(html)) for name, html in made if html is not None], look)

    def _close_editors(self, audience: Audience) -> None:
        """Whoever writes in a text that is not for them any more is told to open it again, and is refused then."""
        for connection in audience.gone:
            for text_id in tuple(connection.editing):
                self._close_editor(audience, connection, text_id)
        for listener in audience.listeners:
            for text_id in tuple(listener.connection.editing):
                text = audience.session.get(Text, text_id)
                if text is None or not listener.may_know(text) or not policy.keeps(listener.viewer, text):
                    self._close_editor(audience, listener.connection, text_id)

    def _close_editor(self, audience: Audience, connection: Connection, text_id: str) -> None:
        self._carets.show(audience.session, connection, text_id)
        connection.editing.pop(text_id, None)
        self._outbox.send(messages.TextRenewed(text=text_id), connection)

    def _learning_changed(self, profile_id: str) -> None:
        """Pages of the learning layer ask for themselves anew: what they may show is decided there and only there."""
        self._outbox.send(messages.Renew(), *self._connections.learning_in(profile_id))

    # --- coming and going

    def _admitted(self, guest_id: str) -> None:
        waiting = [one for one in self._connections.of_session(guest_id) if one.waiting]
        self._outbox.send(messages.Admitted(href=INSIDE), *waiting)

    def _gone(self, session_id: str, reason: str) -> None:
        """Tell a phone or screen that it is out, and close its connection: nothing more goes to it."""
        for connection in self._connections.of_session(session_id):
            self._end(connection, reason)

    def session_ended(self, session_id: str, reason: str) -> None:
        """Every tab of a browser whose session ended: told, and closed. In this process, or by `EndedSessions`."""
        for connection in self._connections.with_session(session_id):
            if not (connection.waiting and reason == ENTERED):  # that page goes to its table by itself
                self._end(connection, reason)

    def emergency_over(self, emergency_id: str, connections: Iterable[Connection]) -> None:
        """What was read in an emergency is to be seen nowhere any more. The session goes on, where that is told."""
        with self._house.database.read() as session:
            found, at = session.get(Emergency, emergency_id), self._house.clock()
            there = found is not None and found.person is not None and identity.is_around(found.person, at)
            href = f"/gezin/{found.case_id}/noodinzage" if found is not None and there else "/"
        for connection in connections:
            self._end(connection, LOST_SEAT, href)

    def sweep(self) -> None:
        """End the connections whose seat ended by time: nothing stays on a screen that has no right to it."""
        with self._hearing(self._connections.at_tables()) as audience:
            for connection in audience.gone:
                self._end(connection, LOST_SEAT)

    def _end(self, connection: Connection, reason: str, desk: str = "/") -> None:
        match connection.shown.kind:
            case Kind.SCREEN:
                href = "/scherm"
            case Kind.GUEST | Kind.WAITING:
                href = f"/mee/klaar?reden={reason}"
            case _:
                href = desk if reason == LOST_SEAT else "/aanmelden"
        self._outbox.send(messages.Gone(reason=reason, href=href), connection)
        self._connections.drop(connection.sid)
        with self._house.database.read() as session:
            for text_id in connection.editing:
                self._carets.show(session, connection, text_id)
        self._outbox.end(connection)

    # --- helpers

    @contextmanager
    def _at_case(self, case_id: str) -> Iterator[Audience]:
        """Everyone at a table of this case, asked anew."""
        with self._hearing(self._connections.at_case(case_id)) as audience:
            yield audience

    @contextmanager
    def _hearing(self, connections: Iterable[Connection]) -> Iterator[Audience]:
        with self._house.database.read() as session:
            yield Audience(self._house, session, connections)

    @contextmanager
    def _speaking(self, board: Board) -> Iterator[None]:
        """An application context in the viewer's language, marked as a live update (no tokens in forms)."""
        with self._app.test_request_context("/", environ_overrides={LIVE_UPDATE: True}):
            g.language = board.language
            yield


def _texts(changes: Iterable[TextChanged]) -> set[tuple[str, str]]:
    """The texts of some changes, each with its case."""
    return {(event.case_id, event.text_id) for event in changes}
