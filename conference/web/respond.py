"""From a form to a command, and from its outcome to an answer: one way for every page.

A page that takes a form says which command it is and where one goes on. A refusal it lets pass: `refused` shows the
form again with the sentence at the field and everything that was typed, or tells a script. That holds for every
reason: a field, somebody who was first, too many tries, a page that was open too long, a session that ended.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

from flask import (
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RoutingException

from conference.access.identity import Credentials
from conference.core import looks
from conference.records import commands
from conference.records.commands import Answer, Command
from conference.web import common
from models.errors.accounts import BackAgain, SignInNeeded, StepUpNeeded
from models.errors.base import Conflict, FormTooLarge, NotAllowed, NotFound, Refused
from models.errors.door import SeatGone
from models.errors.log import NamesLeft

View = TypeVar("View", bound=Callable[..., Any])
#: What a form carries for the page around it, not for the command.
AROUND = frozenset({"csrf_token", "meeting", "back", "naar", "doe", "confirmed"})
#: What is never shown again or carried along.
SECRETS = frozenset(
    {
        "csrf_token",
        "password",
        "new_password",
        "new_again",
        "one_time",
        "on_paper",
        "app_secret",
        "app_mark",
        "passkey",
    }
)
#: Fields of the pages one signs in on: what else stands there waits for what comes after.
SIGNS_IN = frozenset({"password", "one_time"})
#: Ids, choices, dates and numbers; all else was typed by somebody.
CHOSEN = re.compile(r"[a-z0-9_:.-]*")
CARRIED = "woord."
FROM_HERE = frozenset({"same-origin", "none"})


# --- what was sent


def typed() -> MultiDict[str, str]:
    """The form of this request; after signing in the one that was sent before."""
    found: MultiDict[str, str] = g.get("typed") or request.form
    return found


def form_fields(shape: type[Command]) -> dict[str, Any]:
    """The form as a command. A name that ends in [] is a list, also when nothing of it is chosen."""
    fields: dict[str, Any] = {}
    form = typed()
    for name in form:
        values = form.getlist(name)
        if name.endswith("[]"):
            fields[name[:-2]] = [value for value in values if value]
        elif name in shape.model_fields:
            is_list = get_origin(shape.model_fields[name].annotation) is list
            fields[name] = values if is_list else values[-1]
        elif name not in AROUND:
            fields[name] = values[-1]
    return fields


@dataclass(frozen=True)
class Kept:
    """One value of a form that was refused. `is_words`: somebody typed it."""

    name: str
    value: str
    is_words: bool


def kept_words(form: MultiDict[str, str] | None = None, typed_nothing: bool = False) -> list[Kept]:
    """Everything of the form of this request, to be sent once more.

    Nothing when nobody typed anything in it, unless that is what was asked about (`typed_nothing`).
    """
    if not _is_own_form():
        return []
    try:
        pairs = list((form if form is not None else typed()).items(multi=True))
    except HTTPException:  # too large to be read at all
        return []
    kept = [
        Kept(name, value, name != "again" and not CHOSEN.fullmatch(value))
        for name, value in pairs
        if name not in SECRETS and not name.startswith(CARRIED)
    ]
    return kept if typed_nothing or any(one.is_words for one in kept) else []


def _is_own_form() -> bool:
    """A form that another site sent in our visitor's name is not handed back as if it were theirs."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") in FROM_HERE


# --- from a form to a command


def send(shown: Credentials, name: str, fields: Mapping[str, Any] | None = None, /, **given: Any) -> Answer:
    """Do a command with the form of this request (or `fields`), and with what the address says. Raises Refused."""
    if fields is None:
        fields = form_fields(commands.shape_of(shown, name))
    confirmed = " ".join(typed().getlist("confirmed"))
    wish = {**fields, **given}
    return commands.do(common.house().database, shown, name, wish, common.now(), confirmed=confirmed)


def respond(
    shown: Credentials,
    name: str,
    fields: Mapping[str, Any] | None = None,
    /,
    *,
    go: Callable[[Answer], str],
    code: int = 302,
    **given: Any,
) -> Response:
    """Do a command, and go on where `go` says."""
    return onward(go(send(shown, name, fields, **given)), code)


def onward(href: str, code: int = 302, told: Answer | None = None) -> Response:
    """It is done: to the next page. A script hears its address, or what is `told` when it stays where it is."""
    if common.wants_json():
        return jsonify({"ok": True, **({"href": href} if told is None else told)})
    return make_response(redirect(href, code))


# --- when it is refused


def ask_to_sign_in() -> Response:
    """Send somebody to the sign-in page and remember where they wanted to go, or what they wanted to send."""
    if common.wants_json():
        raise SignInNeeded
    if kept_words():
        return _sign_in_first(SignInNeeded())
    with common.house().database.read() as session:
        page = "accounts.second" if common.is_half_in(session) else "accounts.sign_in"
    return make_response(redirect(url_for(page, naar=request.full_path.rstrip("?"))))


def comes_back(page: Callable[..., Any], both: Callable[..., str] | None = None) -> Callable[[View], View]:
    """Where the form of a view is shown again: `page(refused, **what the address says)`, with `typed()` in it.

    `both` is what a script gets to choose between when somebody else changed the same field: HTML.
    """

    def mark(view: View) -> View:
        view.comes_back, view.both = page, both  # type: ignore[attr-defined]
        return view

    return mark


def refused(refused: Refused) -> Response:
    """The answer to a refusal, on whatever page it happened."""
    readable = _is_readable() and not isinstance(refused, FormTooLarge)  # read once more, it may seem empty
    if (look := looks.now()) is not None:
        look.refused = refused.code
    view = current_app.view_functions.get(request.endpoint or "")
    if common.wants_json():
        return _for_script(view, refused)
    if isinstance(refused, StepUpNeeded):
        return _prove_first(refused)
    if readable and _is_own_form():
        return _again(view, refused, request.view_args or {}, request.full_path.rstrip("?"))
    return _bare(refused)


def _is_readable() -> bool:
    """Whether the form can be read at all. One that is too large is nothing from here on, so that the page that says
    so does not break on it once more; nor does anybody know then of which meeting it was."""
    try:
        request.form  # noqa: B018 - read it, or hear that it cannot be
    except HTTPException:
        request.__dict__["form"] = ImmutableMultiDict()  # where the library keeps what it has read
        return False
    return True


def after_sign_in() -> Response | None:
    """The form that somebody sent when their session had ended, with their words; None when there is none.

    The words came along in the page they signed in on: nothing was kept for anybody here.
    """
    path = common.own_path(request.form.get("voor"), "")
    words = _carried()
    if not path or not words:
        return None
    try:
        endpoint, place = current_app.url_map.bind("").match(path.partition("?")[0], method="POST")
    except (HTTPException, RoutingException):
        return None
    g.typed, g.place = words, place
    return _again(current_app.view_functions[endpoint], BackAgain(), place, path)


def carried_words() -> tuple[str, list[Kept]]:
    """The path and the words that the sign-in page carries: of the form that was refused, or of its own."""
    if request.method != "POST":
        return "", []
    words = _carried()
    if words:
        return common.own_path(request.form.get("voor"), ""), kept_words(words)
    if SIGNS_IN & request.form.keys():
        return "", []
    return request.full_path.rstrip("?"), kept_words()


def _carried() -> MultiDict[str, str]:
    return MultiDict(
        (name.removeprefix(CARRIED), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(CARRIED)
    )


def _for_script(view: Any, refused: Refused) -> Response:
    answer = common.refusal_answer(refused)
    both = getattr(view, "both", None)
    if both is not None and isinstance(refused, Conflict):
        answer["html"] = both(refused, **(request.view_args or {}))
    elif isinstance(refused, NamesLeft):
        answer["html"] = render_template(
            "learning/names_left.html", refused=refused, sentence=answer["message"]
        )
    return make_response(jsonify(answer), refused.status)


def _again(view: Any, refused: Refused, place: Mapping[str, Any], path: str) -> Response:
    """The page of the form; where that is not for this visitor (any more), their words all the same."""
    page = getattr(view, "comes_back", None)
    if isinstance(refused, SignInNeeded) or (isinstance(refused, SeatGone) and "meeting" in typed()):
        return _sign_in_first(SignInNeeded())  # only a form of somebody with an account names its meeting
    if page is not None and not isinstance(refused, NotFound | SeatGone):
        try:
            return _with_status(page(refused, **place), refused)
        except Refused as hidden:
            refused = hidden if not isinstance(refused, BackAgain) else refused
    return _bare(refused, path, kept_words())


def _sign_in_first(refused: Refused) -> Response:
    path, words = carried_words()
    page = render_template(
        "accounts/sign_in.html", refused=None, sentence="", email="", naar="", path=path, words=words
    )
    return _with_status(page, refused)


def _prove_first(refused: Refused) -> Response:
    """Ask who it is once more; what somebody wanted to see or send waits in that page."""
    path, words = carried_words()
    here = request.full_path.rstrip("?") if request.method == "GET" else request.form.get("naar")
    naar = common.own_path(here, "")
    page = render_template(
        "accounts/step_up.html", refused=None, sentence="", naar=naar, path=path, words=words, ready=False
    )
    return _with_status(page, refused)


def _bare(refused: Refused, path: str = "", words: Sequence[Kept] = ()) -> Response:
    """A page in plain words. What was typed can be sent once more, unless it will not be taken here."""
    page = render_template(
        "refused.html",
        refused=refused,
        sentence=common.sentence(refused),
        path=path,
        words=words,
        may_try=not isinstance(refused, NotFound | NotAllowed),
        is_out=isinstance(refused, SeatGone),
    )
    return _with_status(page, refused)


def _with_status(page: Any, refused: Refused) -> Response:
    response = make_response(page)
    if response.status_code == 200:  # a page that leads elsewhere does so
        response.status_code = refused.status
    return response
