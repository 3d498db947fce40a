"""The second proof of who signs in (*tweede stap*): a code of an app (TOTP, RFC 6238), or one that lies on paper.

Whoever gave a right password and owes this is half in (`SessionKind.HALF`): they see nothing before it is given, or,
where their organisation asks for it and they have none yet, before it is set up. No code is taken twice: the half
minute of the last one is kept, and nothing of before it counts.
"""

import hmac
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.core.security import CROCKFORD, Keyring, read_screen_code
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account, Authenticator, Organisation, Passkey, RecoveryCode
from models.errors.accounts import (
    CodeAlreadyUsed,
    FactorRequired,
    RecoveryCodeWrong,
    SecondCodeWrong,
    SetUpTooOld,
)
from models.errors.base import NotFound
from models.sessions import DeviceSession

STEP = 30  # seconds that a code stands in the app
#: Clocks of phones differ, and people type slowly: the code of one half minute before and after is taken too.
AROUND = (0, -1, 1)
DIGITS = 6
RECOVERY_CODES, RECOVERY_LETTERS = 10, 10  # fifty bits each, in a keyed fingerprint


def app_of(session: Session, account_id: str) -> Authenticator | None:
    """The app that shows the codes of an account."""
    return session.scalar(select(Authenticator).where(Authenticator.account_id == account_id))


def has_one(session: Session, account_id: str) -> bool:
    """Whether an account has a second proof."""
    return session.scalar(select(Authenticator.id).where(Authenticator.account_id == account_id)) is not None


def has_passkey(session: Session, account_id: str) -> bool:
    """Whether an account has a passkey: with it they are in at once, and a password sets up nothing beside it."""
    return session.scalar(select(Passkey.id).where(Passkey.account_id == account_id).limit(1)) is not None


def is_asked(session: Session, account: Account) -> bool:
    """Whether a password is not enough: they have a second proof, or their organisation asks for one."""
    return account.organisation.second_factor or has_one(session, account.id)


def left(session: Session, account_id: str) -> int:
    """How many codes on paper are still good."""
    unused = RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


# --- setting it up


def offer(keys: Keyring, session_id: str) -> tuple[str, str]:
    """A secret for an app, and the mark that it was offered in this session. Nothing is kept before a first code."""
    secret = pyotp.random_base32()
    return secret, _mark(keys, session_id, secret)


def address(secret: str, account: Account) -> str:
    """What the square holds: the app reads from it whose code this is and how it is made."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Rondom")


def _mark(keys: Keyring, session_id: str, secret: str) -> str:
    return keys.mark("authenticator", session_id, secret).hex()


def was_offered(keys: Keyring, session_id: str, secret: str, mark: str) -> bool:
    """Whether this secret was offered in this session."""
    return mark.isascii() and hmac.compare_digest(mark, _mark(keys, session_id, secret))


def set_up(
    work: UnitOfWork, viewer: policy.Viewer, secret: str, mark: str, code: str, at: datetime
) -> list[str]:
    """Take an app into use, by its first code; an earlier one is over. Returns the codes to keep on paper.

    Whoever is signed in proved a moment ago who they are; whoever is half in can set up a first one, and none instead
    of one that is there. Every other browser of the account is signed out. Raises SetUpTooOld, SecondCodeWrong.
    """
    account = work.lock(Account, viewer.account_id)
    here = work.load(DeviceSession, viewer.device_id)
    if here.kind in sessions.OF_ACCOUNTS:
        sessions.require_recent(viewer, at)
    elif has_one(work.session, account.id) or has_passkey(work.session, account.id):
        raise NotFound
    if not was_offered(work.keys, here.id, secret, mark):
        raise SetUpTooOld
    step = _step_of(secret, _digits(code), at, after=0)
    work.session.execute(delete(Authenticator).where(Authenticator.account_id == account.id))
    work.add(Authenticator(account_id=account.id, secret=secret, set_at=at, last_step=step))
    sessions.end_others(work, account.id, here.id, "second_factor", at)
    work.record(viewer.actor, "account:second_factor", f"account:{account.id}", None, at)
    return _new_codes(work, account.id)


def renew_codes(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> list[str]:
    """Other codes on paper; the earlier ones are worth nothing from now on."""
    sessions.require_recent(viewer, at)
    account = work.lock(Account, viewer.account_id)
    if not has_one(work.session, account.id):
        raise NotFound
    work.record(viewer.actor, "account:recovery_codes", f"account:{account.id}", None, at)
    return _new_codes(work, account.id)


def take_off(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """A password is enough again. Raises FactorRequired where the organisation asks for more."""
    sessions.require_recent(viewer, at)
    account = work.lock(Account, viewer.account_id)
    if account.organisation.second_factor:
        raise FactorRequired
    _forget(work, account.id)
    work.record(viewer.actor, "account:second_factor_off", f"account:{account.id}", None, at)


def reset(work: UnitOfWork, account: Account, at: datetime) -> None:
    """Somebody lost their phone and their paper, and was seen by who keeps the accounts: they begin anew."""
    _forget(work, account.id)
    work.session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account.id, "second_factor", at)
    work.record("console", "account:second_factor_reset", f"account:{account.id}", None, at)


def require_of(work: UnitOfWork, organisation: Organisation, on: bool, at: datetime) -> None:
    """Whether everybody of an organisation owes a second proof. Who has none yet is signed out, and led to it."""
    organisation.second_factor = on
    if on:
        of_it = select(Account.id).where(Account.organisation_id == organisation.id)
        for account_id in work.session.scalars(of_it).all():
            if not has_one(work.session, account_id):  # with a passkey they are in again at once
                sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account_id, "second_factor", at)
    deed = "organisation:second_factor" if on else "organisation:second_off"
    work.record("console", deed, f"organisation:{organisation.id}", None, at)


def organisations(session: Session) -> list[tuple[str, bool, int, int]]:
    """Of each organisation: its name, whether it asks for a second proof, how many sign in, and how many have one."""
    found = []
    for one in session.scalars(select(Organisation).order_by(Organisation.name)):
        active = select(Account.id).where(Account.organisation_id == one.id, Account.active)
        ids = session.scalars(active).all()
        found.append((one.name, one.second_factor, len(ids), sum(has_one(session, key) for key in ids)))
    return found


def _forget(work: UnitOfWork, account_id: str) -> None:
    work.session.execute(delete(Authenticator).where(Authenticator.account_id == account_id))
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _new_codes(work: UnitOfWork, account_id: str) -> list[str]:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [
        "".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)
    ]
    for code in codes:
        work.add(RecoveryCode(account_id=account_id, code_hash=_hash(work.keys, account_id, code)))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


# --- giving it


def prove(work: UnitOfWork, account_id: str, code: str, on_paper: str, at: datetime) -> str:
    """Take the digits of the app, or without these a code from paper. Returns how it was proved, for the session.

    Raises SecondCodeWrong, CodeAlreadyUsed, RecoveryCodeWrong; NotFound when there is nothing to prove it with.
    """
    app = work.session.scalar(
        select(Authenticator).where(Authenticator.account_id == account_id).with_for_update()
    )
    if app is None:
        raise NotFound
    if on_paper and not code:
        _use_recovery(work, account_id, on_paper, at)
        return "recovery"
    app.last_step = _step_of(app.secret, _digits(code), at, after=app.last_step)
    return "totp"


def _digits(code: str) -> str:
    return "".join(code.split())


def _step_of(secret: str, digits: str, at: datetime, *, after: int) -> int:
    """The half minute of which this is the code. Raises CodeAlreadyUsed for one of `after` or before."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    now = int(at.timestamp()) // STEP
    found = [
        now + shift for shift in AROUND if pyotp.utils.strings_equal(totp.at((now + shift) * STEP), digits)
    ]
    if not found:
        raise SecondCodeWrong("one_time")
    if max(found) <= after:
        raise CodeAlreadyUsed("one_time")
    return min(step for step in found if step > after)


def _use_recovery(work: UnitOfWork, account_id: str, code: str, at: datetime) -> None:
    hashed = _hash(work.keys, account_id, read_screen_code(code))
    row = work.session.scalar(select(RecoveryCode).where(RecoveryCode.code_hash == hashed).with_for_update())
    if row is None or row.used_at is not None:
        raise RecoveryCodeWrong("on_paper")
    row.used_at = at
    work.record(f"account:{account_id}", "account:recovery_used", f"account:{account_id}", None, at)


def _hash(keys: Keyring, account_id: str, code: str) -> str:
    return keys.mark("recovery", account_id, code).hex()
