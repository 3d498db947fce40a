"""Signing in with the account of one's own organisation (OpenID Connect): whose account here that is.

An account is found by issuer and subject. The first time it is found by the address that the provider verified, and
linked from then on: an address may go to somebody else there, a subject never. Nothing is made out of nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from conference.access import sessions
from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account, LinkedLogin
from models.errors.accounts import NoAccountHere
from models.sessions import DeviceSession

LONGEST_SUBJECT = 255
#: How far the clock of a provider may be ahead.
AHEAD = timedelta(minutes=1)


@dataclass(frozen=True)
class Known:
    """What a provider says of somebody: `email` only when it verified that; `second` when it asked a second proof;
    `signed_at` the second in which they gave their proof there, 0 when it does not say."""

    issuer: str
    subject: str
    email: str = ""
    second: bool = False
    name: str = ""
    signed_at: int = 0


def begin(
    work: UnitOfWork, known: Known, browser: sessions.Browser, at: datetime
) -> tuple[Account, DeviceSession, str]:
    """A session for who came back from their provider; half a one when a second proof is owed here.

    Who was still signed in there gave no proof now: then the session is one in which nobody proved anything yet.
    Raises NoAccountHere, also for an account that is closed, or that somebody else there is linked to.
    """
    account = _found(work.session, known) or _linked_now(work, known, at)
    if account is None or not account.active:
        raise NoAccountHere(name=known.name)
    row, secret = accounts.begin(work, account.id, browser, at, "oidc", whole=known.second)
    row.step_up_at = proved_at(known, at)
    return account, row, secret


def proved_at(known: Known, at: datetime) -> datetime | None:
    """When somebody proved there who they are, if that was shortly ago; None when it was not, or nobody says."""
    ago = at.timestamp() - known.signed_at
    if not -AHEAD.total_seconds() <= ago <= sessions.STEP_UP_LASTS.total_seconds():
        return None
    return min(at, datetime.fromtimestamp(known.signed_at, at.tzinfo))


def of(session: Session, account_id: str, issuer: str) -> LinkedLogin | None:
    """How an account signs in there."""
    found = select(LinkedLogin).where(LinkedLogin.account_id == account_id, LinkedLogin.issuer == issuer)
    return session.scalar(found)


def unlink(work: UnitOfWork, account: Account, at: datetime) -> None:
    """Somebody got another account there: their next sign-in links anew. Whoever is in is signed out."""
    work.session.execute(delete(LinkedLogin).where(LinkedLogin.account_id == account.id))
    sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account.id, "signed_out", at)
    work.record("console", "account:unlink", f"account:{account.id}", None, at)


def _found(session: Session, known: Known) -> Account | None:
    if not _is_subject(known.subject):
        return None
    found = (
        select(Account)
        .join(LinkedLogin)
        .where(LinkedLogin.issuer == known.issuer, LinkedLogin.subject == known.subject)
    )
    return session.scalar(found)


def _is_subject(subject: str) -> bool:
    return 0 < len(subject) <= LONGEST_SUBJECT and "\x00" not in subject


def _linked_now(work: UnitOfWork, known: Known, at: datetime) -> Account | None:
    """Link the account of a verified address, unless it is linked to another there."""
    email = known.email.strip().lower()
    if not email or "\x00" in email or not _is_subject(known.subject):
        return None
    account = work.session.scalar(
        select(Account).where(Account.email == email, Account.active).with_for_update()
    )
    if account is None or of(work.session, account.id, known.issuer) is not None:
        return None
    work.add(LinkedLogin(account_id=account.id, issuer=known.issuer, subject=known.subject, linked_at=at))
    work.record(f"account:{account.id}", "account:link", f"account:{account.id}", None, at)
    return account
