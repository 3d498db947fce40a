"""The application factory: libraries, templates, headers, and what becomes of a refusal."""

import json
import logging
import math
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from jinja2 import Environment
from werkzeug.exceptions import HTTPException, TooManyRequests

from conference.access import kinds
from conference.accounts import pages as accounts
from conference.case import pages as case
from conference.case.network import who
from conference.core import alike, i18n, rendering
from conference.core.runtime import Runtime
from conference.core.settings import ROOT
from conference.door import pages as door
from conference.emergency import pages as emergency
from conference.entrance import Entrance
from conference.erasure import pages as erasure
from conference.glossary import pages as glossary
from conference.learning import pages as learning
from conference.learning.cycles import pages as cycles
from conference.learning.figures import pages as figures
from conference.learning.hours import pages as hours
from conference.learning.lessons import pages as lessons
from conference.learning.obstacles import pages as obstacles
from conference.learning.terms import pages as terms
from conference.office import pages as office
from conference.own_data import pages as own_data
from conference.privacy import pages as privacy
from conference.reflection import pages as reflections
from conference.region import pages as profiles
from conference.report import pages as report
from conference.table import pages as table
from conference.table import screen_pages as screen
from conference.table.fragments import Fragments
from conference.table.meeting import pages as planning
from conference.table.plan import pages as plan
from conference.table.shields import pages as shields
from conference.table.wording import pages as wording
from conference.web import common, devices, entry, headers, looked, respond
from conference.who_looked import pages as who_looked
from models.errors.base import (
    Broken,
    CsrfFailed,
    FormTooLarge,
    FormTooOld,
    NotAllowed,
    NotFound,
    Refused,
    TooMany,
)

log = logging.getLogger(__name__)
BUILD = ROOT / "static" / "build"
BODY_LIMIT = 256 * 1024


def create_app(house: Runtime) -> Flask:
    """The web application of one house."""
    app = Flask(
        "conference",
        template_folder=str(ROOT / "templates"),
        static_folder=str(BUILD),
        static_url_path="/static",
    )
    _configure(app, house)
    _sign_in(app)
    devices.watch(app)
    entry.close(app)
    CSRFProtect(app).exempt(headers.pages)  # a browser reports by itself, without the token of a page
    i18n.init(app, common.language)
    common.limiter.init_app(app)
    _templates(app)
    sections = (
        accounts,
        case,
        cycles,
        door,
        emergency,
        erasure,
        figures,
        glossary,
        headers,
        hours,
        learning,
        lessons,
        obstacles,
        office,
        own_data,
        privacy,
        plan,
        shields,
        planning,
        wording,
        profiles,
        reflections,
        report,
        screen,
        table,
        terms,
        who_looked,
    )
    for blueprint in dict.fromkeys(section.pages for section in sections):
        app.register_blueprint(blueprint)
    app.after_request(headers.put)
    looked.init(app)
    _refusals(app)
    return app


def _configure(app: Flask, house: Runtime) -> None:
    settings = house.settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="__Host-rondom" if settings.secure_cookies else "rondom",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI="memory://",
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # the names of built files carry a hash
    )
    app.extensions["house"] = house
    app.wsgi_app = Entrance(app.wsgi_app, settings)  # type: ignore[method-assign]


def _sign_in(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # nothing of an account stands in Flask's session
    manager.request_loader(common.load_signed_in)
    manager.unauthorized_handler(respond.ask_to_sign_in)


def _templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        chapters=lambda: _chapters(app.jinja_env),
        csrf_value=_csrf_value,
        language=common.language,
        family_page=common.family_page,
        who=who,
        learns=common.learns,
        offices=common.offices,
        prose=lambda words: rendering.prose(words, common.language()),
        line=lambda words: rendering.plain_line(words),
        excerpt=rendering.excerpt,
        found_in=lambda words, typed, length: rendering.found_in(words, alike.plain(typed), length),
        full_date=lambda day: rendering.full_date(day, common.language()),
        full_moment=lambda moment: rendering.full_moment(moment, common.language()),
        short_date=lambda day: rendering.short_date(day, common.language()),
        month=lambda day: rendering.part_of_date(day, "month", common.language()),
        clock=lambda moment: rendering.clock(moment, common.language()),
        quick_exit_url=app.extensions["house"].settings.quick_exit_url,
        public_url=app.extensions["house"].settings.public_url,
    )
    app.extensions["fragments"] = Fragments(app.jinja_env)


def _chapters(environment: Environment) -> list[str]:
    """What subjects add to a report, each in a template of its own, in the order of their records in it."""
    places = {export.items.__module__.split(".")[-2]: export.place for _, export in reversed(kinds.exports())}
    found = environment.list_templates(filter_func=lambda name: name.endswith("/chapter.html"))
    return sorted(found, key=lambda name: (places.get(name.partition("/")[0], math.inf), name))


def _csrf_value() -> str:
    """The token for a form; a live update leaves it empty and the page fills in its own."""
    return "" if common.is_live_update() else generate_csrf()


def asset(name: str) -> str:
    """The address of a built file, by the name it had before it got its hash."""
    manifest = BUILD / "manifest.json"
    return f"/static/{_names(manifest, manifest.stat().st_mtime_ns)[name]}"


@lru_cache(maxsize=1)
def _names(manifest: Path, _changed: int) -> dict[str, str]:
    """Read again when the bundle was built again, so that a running server never points at files that are gone."""
    found: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    return found


def _refusals(app: Flask) -> None:
    app.register_error_handler(Refused, respond.refused)
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(TooManyRequests, lambda error: error.response or respond.refused(TooMany()))
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_broken)


def _answer_csrf(_: CSRFError) -> Any:
    return respond.refused(CsrfFailed() if common.wants_json() or not respond.kept_words() else FormTooOld())


def _answer_http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    kinds: dict[int, Refused] = {403: NotAllowed(), 413: FormTooLarge()}
    answer = respond.refused(kinds.get(error.code, NotFound()))
    answer.status_code = error.code
    return answer


def _answer_broken(error: Exception) -> Any:
    reference = secrets.token_hex(4)
    log.error("broken %s at %s", reference, request.endpoint, exc_info=error)
    return respond.refused(Broken(reference=reference))
