"""Passkeys (WebAuthn, by the library `webauthn`): a key on a device, opened with a finger, a face or a code.

The device asks who it is before it signs, so that a passkey is two proofs at once. A question is drawn for one browser,
lives five minutes and is answered once: a passkey keeps the moment of the last question it answered.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from conference.access import policy, sessions
from conference.accounts import use_cases as accounts
from conference.core.security import Keyring
from conference.core.settings import Settings
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account, Passkey
from models.errors.accounts import PasskeyFails, PasskeysOff
from models.errors.base import NotFound
from models.sessions import DeviceSession

LASTS = timedelta(minutes=5)
MOST = 10
#: Longer than any device answers.
LONGEST = 8_000


@dataclass(frozen=True)
class Site:
    """For which site a passkey is: its host, and its whole address."""

    host: str
    origin: str

    @classmethod
    def of(cls, settings: Settings) -> "Site | None":
        """None on plain http but for this machine, and for a bare number: no browser has passkeys there."""
        url = urlsplit(settings.public_url)
        host = url.hostname or ""
        if (
            host.replace(".", "").isdigit()
            or ":" in host
            or not (url.scheme == "https" or host == "localhost")
        ):
            return None
        return cls(host, f"{url.scheme}://{url.netloc}")


def of(session: Session, account_id: str) -> list[Passkey]:
    """The passkeys of an account, the oldest first."""
    found = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.made_at, Passkey.id)
    return list(session.scalars(found))


def draw(keys: Keyring, browser: str, at: datetime) -> bytes:
    """A question for this browser. Needs no memory."""
    told = f"{int(at.timestamp() * 1000)}.{secrets.token_hex(12)}"
    return f"{told}.{_mark(keys, browser, told)}".encode()


def _mark(keys: Keyring, browser: str, told: str) -> str:
    return keys.mark("passkey", browser, told).hex()


def _drawn_at(keys: Keyring, browser: str, question: bytes, at: datetime) -> datetime:
    """When this question was drawn for this browser. Raises PasskeyFails when it was not, or too long ago."""
    told, _, mark = question.decode("ascii", "replace").rpartition(".")
    number = told.partition(".")[0]
    mine = _mark(keys, browser, told)
    if (
        not mark.isascii()
        or not hmac.compare_digest(mark, mine)
        or not (number.isascii() and number.isdigit())
    ):
        raise PasskeyFails
    drawn = datetime.fromtimestamp(int(number) / 1000, at.tzinfo)
    if not timedelta() <= at - drawn + timedelta(milliseconds=1) < LASTS:
        raise PasskeyFails
    return drawn


def offer(session: Session, keys: Keyring, site: Site, account: Account, browser: str, at: datetime) -> str:
    """What the device hears to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Rondom",
        user_name=account.email,
        user_display_name=account.name,
        user_id=account.id.encode(),
        challenge=draw(keys, browser, at),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential))
            for one in of(session, account.id)
        ],
    )
    return webauthn.options_to_json(options)


def ask(keys: Keyring, site: Site, browser: str, at: datetime) -> str:
    """What the device hears to sign in, as JSON: it knows itself whose keys it has."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=draw(keys, browser, at),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def add(work: UnitOfWork, viewer: policy.Viewer, site: Site | None, answer: str, at: datetime) -> None:
    """A passkey more for whoever is signed in, and proved that just now. Raises PasskeyFails, PasskeysOff."""
    sessions.require_recent(viewer, at)
    account = work.lock(Account, viewer.account_id)
    here = work.load(DeviceSession, viewer.device_id)
    told, question = _read(site, answer)
    _drawn_at(work.keys, here.id, question, at)
    if len(of(work.session, account.id)) >= MOST:
        raise PasskeyFails
    try:
        made = webauthn.verify_registration_response(
            credential=told,
            expected_challenge=question,
            expected_rp_id=site.host if site else "",
            expected_origin=site.origin if site else "",
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as reason:
        raise PasskeyFails from reason
    credential = bytes_to_base64url(made.credential_id)
    if work.session.scalar(select(Passkey.id).where(Passkey.credential == credential)) is not None:
        raise PasskeyFails
    work.add(
        Passkey(
            account_id=account.id,
            credential=credential,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            device=here.device,
            made_at=at,
            asked_at=at,
        )
    )
    sessions.end_others(work, account.id, here.id, "second_factor", at)
    work.record(viewer.actor, "account:passkey", f"account:{account.id}", None, at)


def remove(work: UnitOfWork, viewer: policy.Viewer, passkey_id: str, at: datetime) -> None:
    """A passkey less; whoever came in with it elsewhere is out. Raises NotFound for one of somebody else."""
    sessions.require_recent(viewer, at)
    found = work.load(Passkey, passkey_id)
    if found.account_id != viewer.account_id:
        raise NotFound
    work.session.delete(found)
    sessions.end_others(work, found.account_id, viewer.device_id, "signed_out", at)
    work.record(viewer.actor, "account:passkey_off", f"account:{viewer.account_id}", None, at)


def begin(
    work: UnitOfWork, site: Site | None, browser: str, answer: str, of_browser: sessions.Browser, at: datetime
) -> tuple[Account, str]:
    """A whole session for whoever answered with their passkey. Raises PasskeyFails, the same for all that is wrong."""
    told, question = _read(site, answer)
    drawn = _drawn_at(work.keys, browser, question, at)
    named = told.get("id")
    if not isinstance(named, str) or "\x00" in named:
        raise PasskeyFails
    found = work.session.scalar(
        select(Passkey).where(Passkey.credential == named).with_for_update(of=Passkey)
    )
    account = work.session.get(Account, found.account_id) if found is not None else None
    if found is None or account is None or not account.active or drawn <= found.asked_at:
        raise PasskeyFails
    try:
        proved = webauthn.verify_authentication_response(
            credential=told,
            expected_challenge=question,
            expected_rp_id=site.host if site else "",
            expected_origin=site.origin if site else "",
            credential_public_key=found.public_key,
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as reason:
        raise PasskeyFails from reason
    found.sign_count, found.asked_at = proved.new_sign_count, drawn
    return account, accounts.begin(work, account.id, of_browser, at, "passkey", whole=True)[1]


def _read(site: Site | None, answer: str) -> tuple[dict[str, Any], bytes]:
    """What a device answered, and which question it says that was."""
    if site is None:
        raise PasskeysOff
    try:
        told = json.loads(answer[:LONGEST])
        client = json.loads(base64url_to_bytes(told["response"]["clientDataJSON"]))
        return told, base64url_to_bytes(client["challenge"])
    except (ValueError, TypeError, KeyError) as reason:
        raise PasskeyFails from reason
