"""Accounts of professionals: make one, sign in."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from conference.access import policy, sessions
from conference.accounts import factors
from conference.core.security import Keyring, slow_hash, slow_match
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_name, safe_text
from models.accounts import Account, Organisation
from models.enums import LearningRole, OfficeRole, SessionKind
from models.errors.accounts import PasswordWrong, SignInNeeded, WrongPassword
from models.errors.base import Refused
from models.errors.validation import ChoiceUnknown
from models.learning import LearningSeat
from models.mail import PasswordLink
from models.office import OfficeSeat
from models.region import RegionProfile
from models.sessions import DeviceSession

LANGUAGES = ("nl", "en")
#: How long a device is known on which an account signed in.
DEVICE_LIVES = timedelta(days=90)
#: Checked when the address is unknown, so that both answers take the same time.
NOBODY = slow_hash("nobody has this password")


def sign_in(session: Session, email: str, password: str) -> Account:
    """The account of this address and password. Raises WrongPassword, the same for an unknown address."""
    if "\x00" in email:
        raise WrongPassword("password")
    account = session.scalar(select(Account).where(Account.email == email.strip().lower()))
    if not slow_match(account.password_hash if account else NOBODY, password):
        raise _wrong(account)
    if account is None or not account.active:
        raise _wrong(account)
    return account


def _wrong(account: Account | None) -> WrongPassword:
    """The refusal; the log hears which account was tried, if there is one, and never what was typed."""
    refused = WrongPassword("password")
    refused.about = f"account:{account.id}" if account else ""
    return refused


def device_mark(keys: Keyring, email: str, at: datetime) -> str:
    """What a browser keeps after an account signed in there: a name of its own, a day, and that both are from us."""
    device, day = secrets.token_hex(8), at.date().isoformat()
    return f"{device}.{day}.{_device_proof(keys, email, device, day)}"


def known_device(keys: Keyring, email: str, marks: Iterable[str], at: datetime) -> str:
    """The name of the device when one of its marks is of this account and not too old; otherwise nothing."""
    for mark in marks:
        device, _, rest = mark.partition(".")
        day, _, proof = rest.partition(".")
        if not mark.isascii() or not hmac.compare_digest(proof, _device_proof(keys, email, device, day)):
            continue
        if at.date() - date.fromisoformat(day) <= DEVICE_LIVES:
            return device
    return ""


def _device_proof(keys: Keyring, email: str, device: str, day: str) -> str:
    return keys.mark("device", email.strip().lower(), device, day).hex()[:32]


def begin(
    work: UnitOfWork,
    account_id: str,
    browser: sessions.Browser,
    at: datetime,
    method: str = "password",
    *,
    whole: bool = False,
) -> tuple[DeviceSession, str]:
    """A session for an account that just proved who it is. Returns its row and the value of its cookie.

    Where that is not enough, it is half a session, that only the second proof makes whole (`finish`). `whole`: they
    gave a second proof already.
    """
    account = work.load(Account, account_id)
    if not account.active:
        raise WrongPassword("password")
    if not whole and factors.is_asked(work.session, account):
        work.record(f"account:{account.id}", "account:half_in", "", None, at)
        return sessions.start(work, SessionKind.HALF, account.id, at, browser=browser, method=method)
    return _come_in(work, account, browser, method, at)


def finish(work: UnitOfWork, viewer: policy.Viewer, code: str, on_paper: str, at: datetime) -> str:
    """The second proof of who is half in. Returns the value of the cookie of their session, with a new id.

    Raises SecondCodeWrong, CodeAlreadyUsed or RecoveryCodeWrong.
    """
    account = work.load(Account, viewer.account_id)
    try:
        proof = factors.prove(work, account.id, code, on_paper, at)
    except Refused as refused:
        refused.about = f"account:{account.id}"
        raise
    return come_in_whole(work, viewer, proof, at)


def come_in_whole(
    work: UnitOfWork, viewer: policy.Viewer, proof: str, at: datetime, *, proved: bool = True
) -> str:
    """What was half in is in. Returns the value of the cookie of a session with a new id, in the same browser.

    `proved`: by something they had before. An app they just set up shows that it works, and not who they are.
    """
    half = work.lock(DeviceSession, viewer.device_id)
    account = work.load(Account, viewer.account_id)
    if half.kind != SessionKind.HALF or not half.live(at):
        raise SignInNeeded
    sessions.end(work, half, "whole", at)
    browser = sessions.Browser(half.device, half.device_key)
    row, cookie = _come_in(work, account, browser, f"{half.method}+{proof}", at)
    if not proved:
        row.step_up_at = half.step_up_at
    return cookie


def _come_in(
    work: UnitOfWork, account: Account, browser: sessions.Browser, method: str, at: datetime
) -> tuple[DeviceSession, str]:
    kind = SessionKind.KEEPER if _keeps(work.session, account) else SessionKind.ACCOUNT
    sessions.forget_old(work, at)
    work.record(f"account:{account.id}", "account:sign_in", "", None, at)
    return sessions.start(work, kind, account.id, at, browser=browser, method=method)


def _keeps(session: Session, account: Account) -> bool:
    """Whether somebody administers a region, or is its privacy officer: signed in for a shorter time."""
    administers = select(LearningSeat.role).where(
        LearningSeat.account_id == account.id, LearningSeat.role == LearningRole.ADMINISTRATOR
    )
    guards = select(OfficeSeat.role).where(
        OfficeSeat.account_id == account.id, OfficeSeat.role == OfficeRole.PRIVACY_OFFICER
    )
    return any(session.scalar(found.limit(1)) for found in (administers, guards))


def check(session: Session, account_id: str, password: str) -> None:
    """Whether this is the password of who is signed in (*opnieuw uw wachtwoord*). Raises WrongPassword."""
    account = session.get(Account, account_id)
    if account is None or not slow_match(account.password_hash, password):
        raise PasswordWrong("password")


def step_up(work: UnitOfWork, viewer: policy.Viewer, at: datetime) -> None:
    """Remember in this session that the password was just given: it counts for five minutes, and the session lasts
    its whole time again."""
    row = work.lock(DeviceSession, viewer.device_id)
    row.step_up_at = at
    sessions.renew(row, at)
    work.record(viewer.actor, "session:step_up", f"session:{row.id}", None, at)


def set_password(work: UnitOfWork, account: Account, password: str) -> None:
    """Another password, however it came; a link that was mailed for the one before is over."""
    account.password_hash = slow_hash(password)
    work.session.execute(delete(PasswordLink).where(PasswordLink.account_id == account.id))


def change_password(work: UnitOfWork, account: Account, password: str, at: datetime) -> None:
    """Another password; wherever the old one was used, it is signed out."""
    set_password(work, account, password)
    sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account.id, "password", at)
    work.record(f"account:{account.id}", "account:password", f"account:{account.id}", None, at)


def close(work: UnitOfWork, account: Account, at: datetime) -> None:
    """Nobody signs in with this account any more, and who is signed in is out at once."""
    account.active = False
    sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account.id, "closed", at)
    work.record(f"account:{account.id}", "account:close", f"account:{account.id}", None, at)


def exists(session: Session, email: str) -> bool:
    """Whether somebody signs in with this address."""
    found = select(Account.id).where(Account.email == email.strip().lower())
    return session.scalar(found) is not None


def make_account(work: UnitOfWork, organisation: str, name: str, email: str, password: str) -> Account:
    """An account; the organisation is made when it is new."""
    return add_account(work, organisation, name, email, slow_hash(password))


def add_account(work: UnitOfWork, organisation: str, name: str, email: str, hashed: str) -> Account:
    """The same with a password that was hashed before (`slow_hash`): in the demo everybody has one and the same."""
    employer = work.session.scalar(select(Organisation).where(Organisation.name == organisation))
    if employer is None:
        employer = work.add(Organisation(name=safe_text(organisation, "organisation", 120)))
    return work.add(
        Account(
            organisation_id=employer.id,
            email=safe_text(email, "email", 200).lower(),
            name=safe_name(name),
            password_hash=hashed,
        )
    )


def give_learning_seat(
    work: UnitOfWork, account: Account, profile: RegionProfile, role: LearningRole
) -> None:
    """A part in the learning of a region: project team, steering group or administrator."""
    work.session.merge(LearningSeat(account_id=account.id, profile_id=profile.id, role=role))


def take_learning_seat(
    work: UnitOfWork, account: Account, profile: RegionProfile, role: LearningRole
) -> bool:
    """End a part in the learning of a region. Returns whether there was one; its pages are gone at once."""
    seat = work.session.get(LearningSeat, (account.id, profile.id, role))
    if seat is not None:
        work.session.delete(seat)
    return seat is not None


def give_seat(
    work: UnitOfWork, account: Account, profile: RegionProfile, role: LearningRole | OfficeRole, at: datetime
) -> None:
    """A part in the learning or in the office of a region. Who becomes privacy officer signs in anew, more briefly."""
    if isinstance(role, LearningRole):
        give_learning_seat(work, account, profile, role)
    elif _office_seat(work.session, account, profile, role) is None:
        work.add(OfficeSeat(profile_id=profile.id, role=role, account_id=account.id))
        if role == OfficeRole.PRIVACY_OFFICER:
            sessions.end_all(work, sessions.ALL_OF_ACCOUNTS, account.id, "signed_out", at)


def take_seat(
    work: UnitOfWork, account: Account, profile: RegionProfile, role: LearningRole | OfficeRole, at: datetime
) -> bool:
    """End it. Returns whether there was one; its pages are gone at once."""
    if isinstance(role, LearningRole):
        return take_learning_seat(work, account, profile, role)
    return _end(work, _office_seat(work.session, account, profile, role))


def let_open(work: UnitOfWork, organisation: Organisation, profile: RegionProfile) -> None:
    """Everybody of an organisation may open families (*nieuw gezin*) in a region, but for who only learns there."""
    if _office_seat(work.session, organisation, profile, OfficeRole.OPENER) is None:
        work.add(OfficeSeat(profile_id=profile.id, role=OfficeRole.OPENER, organisation_id=organisation.id))


def let_open_no_more(work: UnitOfWork, organisation: Organisation, profile: RegionProfile) -> bool:
    """End it for who has it by the organisation alone. Returns whether it was so."""
    return _end(work, _office_seat(work.session, organisation, profile, OfficeRole.OPENER))


def _end(work: UnitOfWork, seat: OfficeSeat | None) -> bool:
    if seat is not None:
        work.session.delete(seat)
    return seat is not None


def _office_seat(
    session: Session, holder: Account | Organisation, profile: RegionProfile, role: OfficeRole
) -> OfficeSeat | None:
    column = OfficeSeat.account_id if isinstance(holder, Account) else OfficeSeat.organisation_id
    found = select(OfficeSeat).where(
        column == holder.id, OfficeSeat.profile_id == profile.id, OfficeSeat.role == role
    )
    return session.scalars(found).first()


def office_seats(session: Session) -> list[tuple[str, str, str]]:
    """Every part in the office of any region: the region's slug, the role, and who; an organisation by its name."""
    who = func.coalesce(Account.email, Organisation.name)
    found = (
        select(RegionProfile.slug, OfficeSeat.role, who)
        .join(OfficeSeat, OfficeSeat.profile_id == RegionProfile.id)
        .outerjoin(Account, Account.id == OfficeSeat.account_id)
        .outerjoin(Organisation, Organisation.id == OfficeSeat.organisation_id)
        .order_by(RegionProfile.slug, OfficeSeat.role, who)
    )
    return [(slug, role, held_by) for slug, role, held_by in session.execute(found)]


def learning_seats(session: Session) -> list[tuple[str, str, str]]:
    """Every part in the learning of any region: the region's slug, the role, and who."""
    found = (
        select(RegionProfile.slug, LearningSeat.role, Account.email)
        .join(LearningSeat, LearningSeat.profile_id == RegionProfile.id)
        .join(Account, Account.id == LearningSeat.account_id)
        .order_by(RegionProfile.slug, LearningSeat.role, Account.email)
    )
    return [(slug, role, email) for slug, role, email in session.execute(found)]


def choose_language(work: UnitOfWork, account_id: str, language: str) -> None:
    """The language this professional reads."""
    if language not in LANGUAGES:
        raise ChoiceUnknown("language")
    work.load(Account, account_id).language = language
