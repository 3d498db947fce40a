"""The road to a provider and back (OpenID Connect, code flow with PKCE), by Authlib.

State, nonce and verifier lie in the signed cookie of the browser that began, and nowhere else: what comes back to
another browser, a second time or after ten minutes is nothing. The signature, issuer, audience, nonce and times of what
the provider says are checked by the library.
"""

import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.flask_client import FlaskIntegration
from authlib.integrations.flask_client.apps import FlaskOAuth2App
from flask import request, session
from joserfc.errors import JoseError
from requests import RequestException

from conference.accounts.linked import Known
from conference.core.settings import Provider
from models.errors.accounts import LoginExpired, ProviderAway

#: How long somebody may take there.
LASTS = timedelta(minutes=10)
PATIENCE = 5.0  # seconds for each answer of the provider
#: What a provider calls a second proof beside a password (RFC 8176), and levels of which one is part.
OWNED = frozenset({"otp", "hwk", "swk", "sc", "fido", "pop"})
LEVELS = frozenset({"https://refeds.org/profile/mfa", "phr", "phrh"})
BEGUN = "elsewhere"
#: Ask when somebody signed in there, without making them do it again: who is still in there proves nothing anew.
WHEN = json.dumps({"id_token": {"auth_time": {"essential": True}}}, separators=(",", ":"))
#: No clock of a provider says more.
LAST_SECOND = 2**40


@lru_cache(maxsize=4)
def _client(provider: Provider) -> FlaskOAuth2App:
    return FlaskOAuth2App(
        FlaskIntegration("elsewhere"),
        name="elsewhere",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


def leave(provider: Provider, back: str, kept: dict[str, str], at: datetime) -> str:
    """The address at the provider to go to; `kept` waits in the cookie until somebody is back. Raises ProviderAway."""
    client = _client(provider)
    try:
        road = client.create_authorization_url(back, claims=WHEN)
    except (RequestException, OAuthError, ValueError, RuntimeError) as reason:
        raise ProviderAway(name=provider.name) from reason
    for old in [name for name in session if name.startswith("_state_")]:
        session.pop(old)
    client.save_authorize_data(redirect_uri=back, **road)
    session[BEGUN] = {**kept, "state": road["state"], "at": at.timestamp()}
    return str(road["url"])


def come_back(provider: Provider, at: datetime) -> tuple[Known, dict[str, str]]:
    """Who came back, and what was kept for them. Works once. Raises LoginExpired or ProviderAway."""
    begun: dict[str, Any] = session.pop(BEGUN, {})
    fresh = timedelta() <= at - datetime.fromtimestamp(begun.get("at", 0), at.tzinfo) < LASTS
    if not fresh or request.args.get("state") != begun.get("state"):
        _forget()
        raise LoginExpired
    try:
        told = _client(provider).authorize_access_token().get("userinfo")
    except (OAuthError, JoseError) as reason:
        raise LoginExpired from reason
    except (RequestException, ValueError, RuntimeError) as reason:
        raise ProviderAway(name=provider.name) from reason
    finally:
        _forget()
    if not told or str(told.get("iss", "")).rstrip("/") != provider.issuer:
        raise LoginExpired
    return _known(provider, told), begun


def _forget() -> None:
    for name in [name for name in session if name.startswith("_state_")]:
        session.pop(name)


def _known(provider: Provider, told: dict[str, Any]) -> Known:
    """An address counts when it was verified: without that anybody may have typed it there."""
    email = told.get("email") if told.get("email_verified") is True else ""
    return Known(
        provider.issuer,
        str(told.get("sub", "")),
        email if isinstance(email, str) else "",
        provider.asks_second and asked_second(told),
        provider.name,
        signed_at(told),
    )


def signed_at(told: dict[str, Any]) -> int:
    """The second in which somebody gave their proof there (`auth_time`); 0 when the provider does not say."""
    said = told.get("auth_time")
    return int(said) if isinstance(said, int | float) and 0 < said < LAST_SECOND else 0


def asked_second(told: dict[str, Any]) -> bool:
    """Whether the provider says that it asked more than a password."""
    named = told.get("amr")
    ways = set(map(str, named)) if isinstance(named, list) else set()
    return "mfa" in ways or bool("pwd" in ways and ways & OWNED) or told.get("acr") in LEVELS
