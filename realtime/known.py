"""What was found out of the people at a table, kept as long as nothing but plain typing was done (`core.deeds`).

Rights are asked for every change. What is the same for every key is not looked up for every key: who somebody is, and
whether they may know of a text and write in it. It stands on the count of deeds that was read in the very transaction
it is used in, and holds no longer than the day, the seat or the session of that person. Whether the session itself
still lives is asked each time all the same. A deed of anybody, in whatever process, makes all of it be asked anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from conference.access import identity, policy, sessions
from conference.access.identity import Credentials, Present
from conference.core import deeds
from conference.records import pen
from conference.records.pen import Pen
from conference.table.actions import use_cases as actions
from models import people
from models.enums import TextKind
from models.texts import Text
from realtime import messages
from realtime.carets import stamp

#: Families of which something is kept; then all is forgotten, which costs a question more.
MOST = 2_000
#: Of these a page of a table shows more than the words (`Announcer._show_text`).
BESIDE = (TextKind.OWN_WORDS, TextKind.FACTOR)


@dataclass
class OfCase:
    """What holds for one family at one count of deeds, until a moment. `count` None: nothing is counted nor kept."""

    count: int | None
    until: datetime
    who: dict[Credentials, Present | None] = field(default_factory=dict)
    may_know: dict[tuple[Credentials, str], bool] = field(default_factory=dict)
    may_write: dict[tuple[Credentials, str], bool] = field(default_factory=dict)
    pens: dict[tuple[Credentials, str], Pen | None] = field(default_factory=dict)
    stamps: dict[str, messages.Person | None] = field(default_factory=dict)
    beside: dict[str, bool] = field(default_factory=dict)


class Known:
    """All that is kept in this process. Safe to use from any thread."""

    def __init__(self) -> None:
        self._cases: dict[str, OfCase] = {}
        self._alone: set[str] = set()

    def at(self, session: Session, case_id: str, at: datetime) -> "Table":
        """What is known at a table, in this transaction. Ask it under the lock of what is to be written."""
        count = deeds.done(session, case_id)
        kept = self._cases.get(case_id)
        if kept is None or kept.count != count or count is None or at >= kept.until:
            kept = OfCase(count, identity.end_of_day(at))
            if count is not None:
                if len(self._cases) >= MOST:
                    self._cases.clear()
                    self._alone.clear()
                self._cases[case_id] = kept
        return Table(session, kept, at, self._alone)

    def language(self, shown: Credentials, case_id: str) -> str | None:
        """In which language somebody reads, as far as that is known: it is no right, so it may be of before."""
        kept = self._cases.get(case_id)
        found = kept.who.get(shown) if kept is not None else None
        return found.viewer.language if found is not None else None

    def stands_alone(self, text_id: str) -> bool:
        """Whether it is known that nothing on any page is ever made of these words but the words themselves."""
        return text_id in self._alone

    def is_plain(self, shown: Credentials, case_id: str, text_id: str) -> bool:
        """Whether it is worth trying to write the short way: false only when it was found that this cannot be."""
        kept = self._cases.get(case_id)
        return kept is None or kept.pens.get((shown, text_id), text_id) is not None


class Table:
    """What is known of the people at one table at one moment, and asked when it is not."""

    def __init__(self, session: Session, kept: OfCase, at: datetime, alone: set[str]) -> None:
        self._session, self._kept, self._at, self._alone = session, kept, at, alone

    def present(self, shown: Iterable[Credentials]) -> dict[Credentials, policy.Viewer]:
        """Who these are now; who lost the seat, or whose session is over, is left out."""
        asked = set(shown)
        new = [one for one in asked if one not in self._kept.who]
        if new:
            found = identity.present(self._session, new, self._at)
            # The end of one is the end of all that is kept: a right may rest on somebody else.
            self._kept.until = min([self._kept.until, *(one.until for one in found.values())])
            self._kept.who.update({one: found.get(one) for one in new})
        here = {one: kept.viewer for one in asked if (kept := self._kept.who.get(one)) is not None}
        alive = sessions.alive(self._session, {one.line for one in here if one.line}, self._at)
        return {one: viewer for one, viewer in here.items() if one.line in alive}

    def may_know(self, shown: Credentials, viewer: policy.Viewer, text_id: str) -> bool:
        """Whether somebody may know that a text exists."""
        return self._told(self._kept.may_know, shown, text_id, lambda text: policy.visible(text, viewer))

    def may_write(self, shown: Credentials, viewer: policy.Viewer, text_id: str) -> bool:
        """Whether somebody may write in a text."""
        return self._told(self._kept.may_write, shown, text_id, lambda text: policy.may_write(viewer, text))

    def pen(self, shown: Credentials, viewer: policy.Viewer, text_id: str) -> Pen | None:
        """With what somebody writes the short way; None when they cannot."""
        key = shown, text_id
        if key not in self._kept.pens:
            self._kept.pens[key] = pen.pen(self._session, viewer, text_id)
        return self._kept.pens[key]

    def stamp(self, person_id: str) -> messages.Person | None:
        """How somebody is shown beside a change or a caret."""
        if person_id not in self._kept.stamps:
            person = self._session.get(people.Person, person_id)
            self._kept.stamps[person_id] = None if person is None else stamp(person)
        return self._kept.stamps[person_id]

    def shows_beside(self, text_id: str) -> bool:
        """Whether pages show something else that is made of these words, also to who writes them."""
        if text_id not in self._kept.beside:
            text = self._session.get(Text, text_id)
            if text is not None and text.kind not in (*BESIDE, *actions.NAMED):
                self._alone.add(text_id)  # of which kind a text is never changes
            self._kept.beside[text_id] = text is not None and (
                text.kind in BESIDE or bool(actions.that_name(self._session, text))
            )
        return self._kept.beside[text_id]

    def _told(
        self,
        kept: dict[tuple[Credentials, str], bool],
        shown: Credentials,
        text_id: str,
        asks: Callable[[Text], bool],
    ) -> bool:
        key = shown, text_id
        if key not in kept:
            text = self._session.get(Text, text_id)
            kept[key] = text is not None and asks(text)
        return kept[key]
