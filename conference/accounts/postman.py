"""Sends what waits in the outbox (SMTP), in a thread of its own. Subject and text say nothing of anybody: a link.

Before the words of a mail go over the line everything that fails is tried again; once they went, only a clear no is.
"""

import logging
import smtplib
import ssl
import threading
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Self

import flask_babel
from flask import Flask

from conference.accounts import outbox
from conference.accounts.outbox import Letter
from conference.core import rendering
from conference.core.i18n import gettext
from conference.core.runtime import Runtime
from conference.core.settings import MailServer
from models.enums import MailKind, MailState

log = logging.getLogger(__name__)
BEAT = 2.0  # seconds between two looks at what waits
PATIENCE = 20.0  # seconds for each answer of the server
END = 10.0  # seconds in which what is being sent may end


class Away(Exception):
    """The server did not take it this time."""


def write(letter: Letter, settings_url: str, sender: str) -> EmailMessage:
    """The mail in the language of its reader, plain text. Needs an application around it."""
    with flask_babel.force_locale(letter.language):
        mail = EmailMessage()
        mail["Subject"] = gettext("Bericht over uw account")
        mail["From"], mail["To"] = sender, letter.to
        mail["Message-ID"] = make_msgid(idstring=letter.id, domain=sender.partition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content("\n\n".join(_words(letter, settings_url)) + "\n")
    return mail


def _words(letter: Letter, url: str) -> list[str]:
    if letter.kind == MailKind.PASSWORD and letter.until is not None:
        return [
            gettext(
                "Kies via deze link een nieuw wachtwoord. Dat kan tot %(time)s uur, één keer.",
                time=rendering.clock(letter.until, letter.language),
            ),
            f"{url}/aanmelden/nieuw/{letter.token}",
            gettext("Vroeg u dit niet? Dan hoeft u niets te doen."),
        ]
    return [
        gettext("Iemand meldde zich aan met uw account, op een apparaat dat wij nog niet kenden."),
        gettext("Was u dit niet? Meld het daar af en verander uw wachtwoord:"),
        f"{url}/apparaten",
    ]


def send(server: MailServer, mail: EmailMessage) -> MailState:
    """Hand one mail over. Raises Away when it can be tried again."""
    to = str(mail["To"])
    try:
        line = _line(server)
    except (OSError, smtplib.SMTPException) as reason:
        raise Away from reason
    try:
        return _hand_over(line, server.sender, to, mail)
    finally:
        line.close()


def _line(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        if server.tls == "starttls":
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.ehlo_or_helo_if_needed()
    except BaseException:
        line.close()
        raise
    return line


def _hand_over(line: smtplib.SMTP, sender: str, to: str, mail: EmailMessage) -> MailState:
    try:
        for code, _ in (line.mail(sender), line.rcpt(to)):
            if code // 100 == 5:
                return MailState.GIVEN_UP
            if code // 100 != 2:
                raise Away
    except (OSError, smtplib.SMTPException) as reason:
        raise Away from reason
    try:
        code, _ = line.data(mail.as_bytes())
    except smtplib.SMTPDataError as reason:  # it did not want to hear the words
        raise Away from reason
    except (OSError, smtplib.SMTPException):
        return MailState.UNSURE
    if code // 100 == 4:
        raise Away
    return MailState.SENT if code // 100 == 2 else MailState.GIVEN_UP


class Postman:
    """`with Postman(house, app):` sends while the program runs; without a mail server it does nothing."""

    def __init__(self, house: Runtime, app: Flask) -> None:
        self._house, self._app = house, app
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="postman", daemon=True)

    def start(self) -> Self:
        """Begin."""
        if self._house.settings.mail is not None:
            self._thread.start()
        return self

    __enter__ = start

    def __exit__(self, *fault: object) -> None:
        """End, after what is being sent."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(END)

    def _run(self) -> None:
        while not self._over.wait(BEAT):
            try:
                self.beat()
            except Exception:
                log.exception("sending mail failed")

    def beat(self) -> None:
        """Send what waits now."""
        house, server = self._house, self._house.settings.mail
        if server is None:
            return
        with house.database.read() as session:
            if not outbox.due(session, house.clock()):
                return
        with house.database.work() as work:
            letters = outbox.take(work, house.clock())
        for letter in letters:
            with self._app.app_context():
                mail = write(letter, house.settings.public_url, server.sender)
            try:
                state = send(server, mail)
            except Away:
                state = MailState.WAITING
                log.warning("the mail server is away or refuses us; mail %s waits", letter.id)
            with house.database.work() as work:
                outbox.sent(work, letter.id, state, house.clock())
