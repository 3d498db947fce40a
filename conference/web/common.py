"""What all pages share: who is asking, in which language, and how a refusal is said."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlparse

from flask import current_app, g, has_request_context, request
from flask_babel import gettext
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import UserMixin, current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from conference.access import identity
from conference.access.identity import Credentials, Kind, account_of
from conference.core import net
from conference.core.runtime import LIVE_UPDATE, Runtime
from models.accounts import Account
from models.case import Case
from models.enums import OfficeRole
from models.errors.accounts import SignInNeeded
from models.errors.base import Refused
from models.people import Person

LANGUAGES = {"nl": "Nederlands", "en": "English"}
LANGUAGE_COOKIE = "taal"
limiter = Limiter(lambda: net.whose(get_remote_address()))


class SignedIn(UserMixin):  # type: ignore[misc]
    """The professional of this request."""

    def __init__(
        self, account: Account, learns: bool = False, offices: Sequence[tuple[OfficeRole, str]] = ()
    ) -> None:
        """`offices`: what they are in the office of which region (its id)."""
        self.account, self.learns, self.offices = account, learns, offices

    def get_id(self) -> str:
        """Flask-Login wants one; nothing of an account is kept in Flask's own session."""
        return str(self.account.id)


def house() -> Runtime:
    """The parts this application was made of."""
    return cast(Runtime, current_app.extensions["house"])


def now() -> datetime:
    """The present moment, by the house's clock."""
    return house().clock()


def load_signed_in(_: Any = None) -> SignedIn | None:
    """Flask-Login asks at each request whether the session of an account still means something."""
    shown = credentials(Kind.ACCOUNT)
    if not shown.secret:
        return None
    with house().database.read() as session:
        try:
            account = account_of(session, shown, now())
            account.organisation.name  # noqa: B018 - load it while the session is open
            offices = [(role, region.id) for role, region in identity.offices(session, account)]
            return SignedIn(account, bool(identity.learning_regions(session, account.id)), offices)
        except SignInNeeded:
            return None


def is_half_in(session: Session) -> bool:
    """Whether this browser gave a right password, and still owes the rest."""
    try:
        g.language = identity.half_of(session, credentials(Kind.HALF), now())[0].language
    except SignInNeeded:
        return False
    return True


def learns() -> bool:
    """Whether the one who is signed in has a part in the learning of any region."""
    return bool(current_user.is_authenticated and current_user.learns)


def offices() -> dict[str, str]:
    """What the one who is signed in is in an office: the first region of each part."""
    if not current_user.is_authenticated:
        return {}
    return {str(role): region for role, region in reversed(current_user.offices)}


def own_path(target: str | None, otherwise: str) -> str:
    """Only a path on this site, so that a crafted link cannot send somebody elsewhere after signing in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    parsed = urlparse(target)
    return otherwise if parsed.scheme or parsed.netloc else target


def cookie_name(kind: Kind) -> str:
    """The cookie of this kind of visitor on this installation."""
    return identity.cookie_name(kind, house().settings.secure_cookies)


def set_secret(response: Response, kind: Kind, secret: str) -> None:
    """Give a browser its secret: for this browsing session only, out of reach of scripts and other sites.

    That of an account also comes along on the way in from a link elsewhere, to look and not to do.
    """
    response.set_cookie(
        cookie_name(kind),
        secret,
        secure=house().settings.secure_cookies,
        httponly=True,
        samesite="Lax" if kind == Kind.ACCOUNT else "Strict",
        path="/",
    )


def forget_secret(response: Response, kind: Kind) -> None:
    """Take the secret back."""
    response.delete_cookie(
        cookie_name(kind),
        secure=house().settings.secure_cookies,
        httponly=True,
        samesite="Lax" if kind == Kind.ACCOUNT else "Strict",
        path="/",
    )


def remember_language(response: Response, chosen: str) -> None:
    """Keep the language for as long as this browser is open."""
    secure = house().settings.secure_cookies
    response.set_cookie(LANGUAGE_COOKIE, chosen, secure=secure, httponly=True, samesite="Lax")


def credentials(kind: Kind, meeting_id: str | None = None) -> Credentials:
    """What this browser carries of one kind, or has just been given."""
    given = g.get("secrets", {}).get(Kind.ACCOUNT if kind == Kind.HALF else kind)
    return Credentials(kind, given or request.cookies.get(cookie_name(kind), ""), meeting_id)


def visitor(*, late: bool = False) -> Credentials:
    """Who asks, at the place that the address names: a meeting, a family, a region or its office, the seat of a phone.

    `late`: for the report only, which a seat may read long after its table is gone.
    """
    place: Mapping[str, Any] = g.get("place", request.view_args) or {}
    account = credentials(Kind.ACCOUNT).secret
    if "region" in place:
        return Credentials(Kind.LEARNING, account, profile_id=place["region"])
    if "office" in place:
        return Credentials(Kind.OFFICE, account, profile_id=place["office"])
    if "meeting_id" in place or "case_id" in place:
        return Credentials(
            Kind.ACCOUNT,
            account,
            place.get("meeting_id"),
            case_id=place.get("case_id"),
            emergency_id=place.get("emergency_id"),
        )
    return replace(credentials(Kind.GUEST), late=late)


def region_ids(session: Session) -> set[str]:
    """The regions of whoever looks: of the cases and the learning of an account, or of the seat on a phone."""
    if current_user.is_authenticated:
        account_id = current_user.account.id
        of_cases = select(Case.profile_id).join(Person, Person.case_id == Case.id)
        learning = {region.id for region in identity.learning_regions(session, account_id)}
        return set(session.scalars(of_cases.where(Person.account_id == account_id))) | learning
    try:
        meeting = identity.viewer_of(session, credentials(Kind.GUEST), now())[1]
    except Refused:
        return set()
    return {meeting.case.profile_id}


def language() -> str:
    """The reader's language: that of the viewer, of the account, chosen on this device at the door, else Dutch."""
    forced = g.get("language") if has_request_context() else None
    if forced:
        return str(forced)
    if not has_request_context():
        return "nl"
    if request.blueprint != "door" and current_user.is_authenticated:
        return str(current_user.account.language)
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return str(chosen) if chosen in LANGUAGES else "nl"


def family_page() -> bool:
    """Whether a page is one for the family: the way in, a page of a phone, and whatever else a phone with a seat sees.

    Each of these has *snel sluiten* in sight (`base.html`), and asks before unsent words go.
    """
    if not has_request_context():
        return False
    if request.path.startswith(("/mee", "/nu")) or request.path == "/j":
        return True
    return bool(credentials(Kind.GUEST).secret) and not current_user.is_authenticated


def is_live_update() -> bool:
    """Whether a fragment is being made for a socket, not for a page."""
    return bool(has_request_context() and request.environ.get(LIVE_UPDATE))


def wants_json() -> bool:
    """Whether a script asked, not a person."""
    return "application/json" in request.headers.get("Accept", "")


def sentence(refused: Refused) -> str:
    """The refusal in the reader's language."""
    return str(gettext(refused.sentence, **refused.values))


def refusal_answer(refused: Refused) -> dict[str, Any]:
    """A refusal for a script; the same shape as on the socket."""
    answer: dict[str, Any] = {"ok": False, "code": refused.code, "message": sentence(refused)}
    if refused.field:
        answer["field"] = refused.field
    return answer


@contextmanager
def office() -> Iterator[tuple[Session, Account]]:
    """The database and the account of who is signed in, looked up anew."""
    with house().database.read() as database:
        account = identity.account_of(database, credentials(Kind.ACCOUNT), now())
        g.language = language()
        yield database, account
