"""What somebody at a desk has to hear at once, on whatever page they are: a colleague wants to read in an emergency."""

import logging
from collections.abc import Iterable
from contextlib import suppress

from flask import Flask, g, render_template
from sqlalchemy.orm import Session

from conference.access import identity
from conference.core.runtime import LIVE_UPDATE, Runtime
from conference.emergency.use_cases import lately
from conference.emergency.view import news
from models.emergencies import Emergency
from models.errors.accounts import SignInNeeded
from realtime import messages
from realtime.connections import Connection
from realtime.outbox import Outbox

log = logging.getLogger(__name__)


class DeskNews:
    """Each line is asked anew whose it is and what that one may know; most hear nothing."""

    def __init__(self, app: Flask, house: Runtime, outbox: Outbox) -> None:
        self._app, self._house, self._outbox = app, house, outbox

    def tell(self, emergency_id: str, connections: Iterable[Connection]) -> None:
        """What happened just now."""
        with self._house.database.read() as session:
            found = session.get(Emergency, emergency_id)
            if found is not None:
                for connection in connections:
                    self._try(session, found, connection)

    def tell_all(self, session: Session, connection: Connection) -> None:
        """What goes on, for a page that just opened its line, or had none while nobody looked at it."""
        for one in lately(session, self._house.clock()):
            self._try(session, one, connection)

    def _try(self, session: Session, one: Emergency, connection: Connection) -> None:
        """A fault at one desk silences no other, and shuts no line."""
        try:
            self._tell(session, one, connection)
        except Exception:
            log.exception("telling one desk failed")

    def _tell(self, session: Session, one: Emergency, connection: Connection) -> None:
        at = self._house.clock()
        with suppress(SignInNeeded):
            account = identity.account_of(session, connection.shown, at)
            with self._app.test_request_context("/", environ_overrides={LIVE_UPDATE: True}):
                g.language = account.language
                found = news(session, account, one, at)
                if found is not None:
                    asked, office = found
                    html = render_template("emergency/news.html", asked=asked, office=office)
                    self._outbox.send(messages.News(key=asked.key, html=html), connection)
