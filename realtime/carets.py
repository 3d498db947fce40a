"""Carets: where somebody writes, shown to those who write in the same text. Never kept."""

from sqlalchemy.orm import Session

from conference.case.network import who
from conference.core.runtime import Runtime
from models import people
from models.texts import Text
from realtime.audience import Audience
from realtime.connections import Connection, Connections
from realtime.messages import Cursor, Person, TextCursor
from realtime.outbox import Outbox


class Carets:
    """Passes carets on. Name and colour are stamped here, never sent in."""

    def __init__(self, house: Runtime, connections: Connections, outbox: Outbox) -> None:
        self._house, self._connections, self._outbox = house, connections, outbox

    def show(
        self, session: Session, connection: Connection, text_id: str, place: Cursor | None = None
    ) -> None:
        """Show a caret to the others who write in this text and may know of it; without a place it goes away."""
        found = self._connections.writing_in(connection.case_id, text_id)
        others = [one for one in found if one.sid != connection.sid]
        if not others or connection.person_id is None:
            return
        person, text = session.get(people.Person, connection.person_id), session.get(Text, text_id)
        if person is None or text is None:
            return
        told = Audience(self._house, session, others).who_may_know(text)
        self._outbox.send(caret(text_id, stamp(person), place), *(one.connection for one in told))


def caret(text_id: str, person: Person, place: Cursor | None) -> TextCursor:
    """Where somebody's caret stands in a text; without a place it is gone."""
    return TextCursor(
        text=text_id,
        version=place.version if place else 0,
        person=person,
        anchor=place.anchor if place else None,
        head=place.head if place else None,
    )


def stamp(person: people.Person) -> Person:
    """How a person is shown beside a caret or a change."""
    return Person(id=person.id, name=person.first_name, who=who(person), initials=person.initials)
