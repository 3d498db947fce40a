"""Mail that waits until it is sent, and what becomes of it.

Asking for a mail writes one row, the same for every address: whose it is, is looked up when it is sent, so that nobody
hears from the answer, or from how long it took, who has an account. A mail is taken by one process, which says so
before it sends: what it was then not heard of again does not go a second time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.accounts import passwords
from conference.accounts import use_cases as accounts
from conference.core.security import fingerprint, new_token
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account
from models.enums import MailKind, MailState
from models.errors.accounts import AddressNeeded, LinkOver, PasswordNotTheSame
from models.mail import Mail, PasswordLink

#: How long a link is good, from when it is sent.
LINK_LASTS = timedelta(minutes=30)
#: For so long no other link goes to an account whose last one was not used: however often and by whoever it is asked,
#: the one in the mail stays good, and no mailbox fills.
SPARED = timedelta(minutes=10)
#: When it is tried again after each time that the server was away; after a day it is given up.
AGAIN = tuple(timedelta(minutes=one) for one in (1, 5, 15, 60))
GIVES_UP = timedelta(days=1)
#: How long sending may take before nobody knows whether it went.
SENDING_LASTS = timedelta(minutes=10)
#: How long it is kept that something was sent, or was not.
KEPT = timedelta(days=30)
TOGETHER = 20
LONGEST = 200


@dataclass(frozen=True)
class Letter:
    """One mail to send: to whom, in which language, with which secret in its link."""

    id: str
    kind: MailKind
    to: str
    language: str
    token: str = ""
    until: datetime | None = None


def put(work: UnitOfWork, kind: MailKind, to: str, at: datetime) -> None:
    """A mail that waits."""
    work.add(Mail(kind=kind, to=to, made_at=at, next_at=at))


def ask_link(work: UnitOfWork, address: str, at: datetime) -> None:
    """*Wachtwoord vergeten*: the same for whoever has an account and whoever has none. Raises AddressNeeded."""
    address = address.strip().lower()
    name, _, host = address.partition("@")
    if not name or "." not in host or len(address) > LONGEST or not address.isprintable() or " " in address:
        raise AddressNeeded("email")
    put(work, MailKind.PASSWORD, address, at)


def choose(work: UnitOfWork, token: str, new: str, again: str, at: datetime) -> Account:
    """Another password, by whoever was sent the link. Signs the account out everywhere; raises LinkOver."""
    link = work.session.scalar(
        select(PasswordLink).where(PasswordLink.token_hash == fingerprint(token)).with_for_update()
    )
    account = work.session.get(Account, link.account_id) if link is not None else None
    if link is None or account is None or not account.active or at >= link.until:
        raise LinkOver
    passwords.require_strong(new, account)
    if new != again:
        raise PasswordNotTheSame("new_again")
    accounts.change_password(work, account, new, at)
    return account


# --- sending


def due(session: Session, at: datetime) -> bool:
    """Whether there is anything to do: looking holds up nobody who writes."""
    open_ = Mail.state.in_((MailState.WAITING, MailState.SENDING))
    return session.scalar(select(Mail.id).where(open_, Mail.next_at <= at).limit(1)) is not None


def take(work: UnitOfWork, at: datetime) -> list[Letter]:
    """What is to be sent now, marked so that nobody else sends it. What is nobody's goes, what is old is given up."""
    _settle(work, at)
    due = select(Mail).where(Mail.state == MailState.WAITING, Mail.next_at <= at).order_by(Mail.next_at)
    letters = []
    for mail in work.session.scalars(due.limit(TOGETHER).with_for_update(skip_locked=True)):
        letter = _letter(work, mail, at)
        if letter is None:
            work.session.delete(mail)
        elif at - mail.made_at >= GIVES_UP:
            mail.state, mail.to = MailState.GIVEN_UP, ""
        else:
            mail.state, mail.tries, mail.next_at = MailState.SENDING, mail.tries + 1, at + SENDING_LASTS
            letters.append(letter)
    return letters


def _settle(work: UnitOfWork, at: datetime) -> None:
    """What was being sent when its process ended may have gone: it does not go again. Old rows go."""
    stuck = select(Mail).where(Mail.state == MailState.SENDING, Mail.next_at <= at)
    for mail in work.session.scalars(stuck.with_for_update(skip_locked=True)):
        mail.state, mail.to = MailState.UNSURE, ""
    over = (MailState.SENT, MailState.UNSURE, MailState.GIVEN_UP)
    work.session.execute(delete(Mail).where(Mail.state.in_(over), Mail.made_at < at - KEPT))
    work.session.execute(delete(PasswordLink).where(PasswordLink.until <= at))


def _letter(work: UnitOfWork, mail: Mail, at: datetime) -> Letter | None:
    account = work.session.scalar(select(Account).where(Account.email == mail.to, Account.active))
    if account is None:
        return None
    if mail.kind != MailKind.PASSWORD:
        return Letter(mail.id, mail.kind, account.email, account.language)
    if mail.tries == 0 and _has_recent_link(work.session, account.id, at):
        return None
    token, until = new_token(), at + LINK_LASTS
    work.session.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id))
    work.add(PasswordLink(account_id=account.id, token_hash=fingerprint(token), until=until))
    return Letter(mail.id, mail.kind, account.email, account.language, token, until)


def _has_recent_link(session: Session, account_id: str, at: datetime) -> bool:
    """A mail that is tried again does not ask this: its own link never went."""
    recent = PasswordLink.until > at - SPARED + LINK_LASTS
    found = select(PasswordLink.id).where(PasswordLink.account_id == account_id, recent)
    return session.scalar(found) is not None


def sent(work: UnitOfWork, mail_id: str, state: MailState, at: datetime) -> None:
    """What became of it: sent, unsure, given up, or waiting for another try."""
    mail = work.lock(Mail, mail_id)
    mail.state = state
    if state == MailState.WAITING:
        mail.next_at = at + AGAIN[min(mail.tries, len(AGAIN)) - 1]
    else:
        mail.to = ""
    work.record("house", f"mail:{state}", f"mail:{mail.id}", None, at)


def count(session: Session) -> dict[str, int]:
    """How many mails there are of each state; for who runs the program."""
    found = session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    return {str(state): number for state, number in found}
