"""What every answer says to the browser: what a page may do, who may use it, and where to tell what was blocked.

Closed by default: everything from our own address, nothing kept on a phone, nothing told to other sites.
"""

import json
import logging
from typing import Any

from flask import Blueprint, Response, current_app, request
from limits import RateLimitItemPerMinute
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RoutingException

from conference.core import net
from conference.web import common

pages = Blueprint("headers", __name__)
log = logging.getLogger(__name__)
#: Where a browser tells what it blocked.
TOLD = "/geweigerd"
#: `rondom` is the one place where scripts make HTML of the words of our server (static/src/trusted.ts).
SCRIPTS = "require-trusted-types-for 'script'; trusted-types rondom"
PER_MINUTE = RateLimitItemPerMinute(30)
LONGEST, MOST = 64 * 1024, 20
#: What may stand in the log of a report; all else in it was made by a stranger.
DIRECTIVES = frozenset({
    "base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src",
    "manifest-src", "media-src", "object-src", "require-trusted-types-for", "script-src", "script-src-attr",
    "script-src-elem", "style-src", "style-src-attr", "style-src-elem", "trusted-types", "worker-src",
})  # fmt: skip
BLOCKED = frozenset({
    "blob", "data", "eval", "filesystem", "inline", "self", "trusted-types-policy", "trusted-types-sink", "wasm-eval",
})  # fmt: skip


def put(response: Response) -> Response:
    """Put the headers on an answer."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' {request.host_url.replace('http', 'ws', 1).rstrip('/')}; "
        f"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; {SCRIPTS}; report-uri {TOLD}"
    )
    if (
        request.is_secure
    ):  # the newer way works with TLS only, and a browser that knows it leaves the other out
        policy += "; report-to rondom"
        response.headers["Reporting-Endpoints"] = f'rondom="{TOLD}"'
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(TOLD)
def told() -> Response:
    """A browser tells what it blocked: `application/csp-report` or `application/reports+json`. Always the same answer.

    Into the log goes which rule, which kind of thing, and the pattern of the page: no address, no sample, no words.
    """
    if _may_tell():
        for report in _reports()[:MOST]:
            log.warning("a browser blocked %s by %s at %s", _kind(report), _directive(report), _page(report))
    return Response(status=204, mimetype="text/plain")


def _may_tell() -> bool:
    if not common.limiter.enabled:
        return True
    return bool(common.limiter.limiter.hit(PER_MINUTE, "told", net.whose(request.remote_addr or "")))


def _reports() -> list[dict[str, Any]]:
    if (request.content_length or 0) > LONGEST:
        return []
    try:
        said = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return []
    found = [one.get("body") for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    if isinstance(said, dict):
        found = [said.get("csp-report")]
    return [one for one in found if isinstance(one, dict)]


def _directive(report: dict[str, Any]) -> str:
    names = ("effectiveDirective", "effective-directive", "violated-directive")
    told = next((str(report[name]).split(" ")[0] for name in names if report.get(name)), "")
    return told if told in DIRECTIVES else "something"


def _kind(report: dict[str, Any]) -> str:
    told = str(report.get("blockedURL") or report.get("blocked-uri") or "")
    return told if told in BLOCKED else "something from elsewhere"


def _page(report: dict[str, Any]) -> str:
    """The pattern of the page it happened on, without what stands in its address."""
    told = str(report.get("documentURL") or report.get("document-uri") or "")
    path = "/" + told.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    try:
        rule, _ = current_app.url_map.bind("").match(path, method="GET", return_rule=True)
    except (HTTPException, RoutingException, ValueError):
        return "(no such page)"
    return str(rule.rule)
