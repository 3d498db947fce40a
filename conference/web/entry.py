"""Who may come in at which address. Closed by default: a page asks for an account unless it says otherwise.

What is open to everybody stands in `conference.web.open_routes`, with a reason each. Here only the kind of visitor is
asked; what this one may see or do is asked by the gate.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, redirect, request, url_for
from flask_login import current_user

from conference.access import identity
from conference.access.identity import Kind
from conference.web import common
from conference.web.open_routes import OPEN
from models.errors.door import SeatGone

View = TypeVar("View", bound=Callable[..., Any])
#: What a view is closed to everybody but, if it does not say it itself.
BY_DEFAULT = frozenset({Kind.ACCOUNT})


def only_for(*kinds: Kind) -> Callable[[View], View]:
    """The visitors of a view, when these are not people who sign in."""

    def mark(view: View) -> View:
        view.visitors = frozenset(kinds)  # type: ignore[attr-defined]
        return view

    return mark


def visitors_of(app: Flask, endpoint: str) -> frozenset[Kind]:
    """The kinds of visitor that an address is for."""
    found: frozenset[Kind] = getattr(app.view_functions[endpoint], "visitors", BY_DEFAULT)
    return found


def close(app: Flask) -> None:
    """Ask at every address. Before anything else is asked: who is not in hears nothing of what else is wrong."""
    app.before_request(_ask)


def _ask() -> Any:
    if request.endpoint is None or request.endpoint in OPEN or request.method == "OPTIONS":
        return None
    visitors = visitors_of(current_app, request.endpoint)
    if any(_is_there(kind) for kind in visitors):
        return None
    if Kind.GUEST not in visitors:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if request.method in ("GET", "HEAD") and not common.wants_json():
        return redirect(url_for("door.gone"))
    raise SeatGone


def _is_there(kind: Kind) -> bool:
    if kind == Kind.ACCOUNT:
        return bool(current_user.is_authenticated)
    with common.house().database.read() as session:
        if kind == Kind.HALF:
            return common.is_half_in(session)
        if kind == Kind.SCREEN:
            return identity.screen_or_none(session, common.credentials(kind), common.now()) is not None
        return identity.guest_or_none(session, common.credentials(kind), common.now()) is not None


def desk_and_phone(pages: Blueprint, desk: str, phone: str, **options: Any) -> Callable[[View], View]:
    """One view at two addresses: for a professional, and on a phone with its seat as `phone_…`.

    The view is not told from where it is asked: `common.visitor` knows.
    """

    def both(view: View) -> View:
        pages.add_url_rule(desk, view.__name__, _placed(view), **options)
        seated = only_for(Kind.GUEST)(_placed(view))
        pages.add_url_rule(phone, f"phone_{view.__name__}", seated, **options)
        return view

    return both


def _placed(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view without the family or meeting of its address."""

    @wraps(view)
    def placed(case_id: str = "", meeting_id: str = "", **given: Any) -> Any:
        return view(**given)

    page = getattr(view, "comes_back", None)
    if page is not None:
        placed.comes_back = _placed_page(page)  # type: ignore[attr-defined]
    return placed


def _placed_page(page: Callable[..., Any]) -> Callable[..., Any]:
    return lambda refused, case_id="", meeting_id="", **given: page(refused, **given)
