"""The region profile in the browser: a form for each group, in and out as a file; for the administrator only."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import yaml
from flask import Blueprint, Response, redirect, render_template, request, url_for

from conference.access.policy import Permission
from conference.core.i18n import gettext
from conference.learning import visit as learning
from conference.region import file as profile_file
from conference.region import form as profile_form
from conference.region import use_cases as profiles
from conference.region import words as profile_words
from conference.region.profile import CAN_WAIT, NEUTRAL, Profile, load_file, of, ready_made, say, told
from conference.web import common, respond
from models.errors.base import NotFound, Refused
from models.errors.region import ProfileUnreadable, ProfileWrong
from models.region import RegionProfile

pages = Blueprint("profiles", __name__, url_prefix="/leren")


def _require(me: learning.Learner) -> None:
    """For anybody else these pages do not exist."""
    if not me.may(Permission.PROFILE_EDIT):
        raise NotFound


@pages.get("/<region>/profiel")
def profile_page(region: str) -> Any:
    """All groups, each with its own button to save."""
    with learning.learner() as me:
        _require(me)
        return _page(me)


@pages.get("/<region>/profiel/<group>")
@pages.get("/<region>/profiel-inlezen")
def opened_again(region: str, group: str = "") -> Any:
    """The address of an answer to a form, opened anew: back to the page itself."""
    return redirect(url_for("profiles.profile_page", region=region))


def _group_again(refused: Refused, region: str, group: str) -> str:
    with learning.learner() as me:
        return _page(me, group, _given(), refused)


def _given() -> dict[str, str]:
    return {name: value for name, value in respond.typed().items() if name != "csrf_token"}


@pages.post("/<region>/profiel/<group>")
@respond.comes_back(_group_again)
@common.limiter.limit("60 per 10 second")
def save_profile(region: str, group: str) -> Any:
    """Save one group. What is wrong is said at the form, with all that was typed still in it."""
    given = _given()
    fields = {"group": group, "stamp": given.pop("stamp", ""), "given": given}
    return respond.respond(common.visitor(), "profile:save", fields, go=lambda _: _saved(region, group))


def _saved(region: str, group: str) -> str:
    return url_for("profiles.profile_page", region=region, bewaard=group, _anchor=f"g-{group}")


@pages.get("/<region>/profiel.yaml")
def export_profile(region: str) -> Any:
    """The whole profile as a file."""
    with learning.learner() as me:
        _require(me)
        words = _as_file(me.profile)
        name = f"{me.profile.slug}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(words, mimetype="application/yaml", headers=headers)


def _import_again(refused: Refused, region: str) -> str:
    """The file once more as words to mend; one that was compared already with what it would change."""
    words, wanted = "", None
    with suppress(Refused):
        words = _given_words()
        wanted = profile_file.from_words(words) if respond.typed().get("sure") else None
    with learning.learner() as me:
        return _page(me, "import", {}, refused, wanted=wanted, words=words)


@pages.post("/<region>/profiel-inlezen")
@respond.comes_back(_import_again)
@common.limiter.limit("20 per 10 second")
def import_profile(region: str) -> Any:
    """First show what a file or a ready-made profile would change; with `sure` put it in."""
    me = common.visitor()
    words = _given_words()
    wanted = respond.send(me, "profile:read", {"words": words})["wanted"]
    if not request.form.get("sure"):
        with learning.learner() as looking:
            return _page(looking, wanted=wanted, words=words)
    fields = {"wanted": wanted, "stamp": request.form.get("stamp", "")}
    return respond.respond(me, "profile:take_over", fields, go=lambda _: _saved(region, "import"))


def _given_words() -> str:
    """What was chosen, sent as a file, or typed."""
    form = respond.typed()
    ready = form.get("ready", "")
    if ready in ready_made():
        return f"based_on: {ready}\n" + yaml.safe_dump(
            {"slug": ready, "name": load_file(ready).name}, allow_unicode=True
        )
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return form.get("words", "")
    sent.stream.seek(0)  # it is read once more when it comes back
    try:
        return sent.stream.read(profile_file.LONGEST_FILE + 1).decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise ProfileUnreadable from wrong


def _page(
    me: learning.Learner,
    group: str = "",
    given: Mapping[str, str] | None = None,
    refused: Refused | None = None,
    wanted: Profile | None = None,
    words: str = "",
) -> str:
    _require(me)
    settings, language = of(me.session.get_one(RegionProfile, me.region.id).settings), me.viewer.language
    known = (settings, wanted) if wanted else (settings,)

    def named(setting: str) -> str:
        return profile_words.place(setting, *known, language=language)

    return render_template(
        "region/profile.html",
        me=me,
        groups={
            name: {key: list(profile_form.setting_entries(settings, key)) for key in keys}
            for name, keys in profile_form.GROUPS.items()
        },
        stamps={name: profile_form.stamp(settings, name) for name in profile_form.GROUPS},
        whole=profiles.whole_stamp(settings),
        can_wait=CAN_WAIT,
        settings=settings,
        neutral=load_file(NEUTRAL),
        ready=[(slug, load_file(slug).name) for slug in ready_made()],
        wrong=group,
        given=given or {},
        refused=refused,
        # A file has to be mended by its keys, a form by what stands on the page.
        sentence=_sentence(refused, str if group == "import" else named) if refused else "",
        named=named,
        told=lambda setting, words: profile_words.value(setting, words, *known, language=language),
        titles=profile_words.TITLES,
        parts_of=profile_words.WORDS,
        news=_news(settings, language),
        changes=profile_file.differences(settings, wanted) if wanted else None,
        words=words,
        saved=request.args.get("bewaard", ""),
    )


def _sentence(refused: Refused, named: Callable[[str], str]) -> str:
    """Why not; `named` says a place of a profile in words."""
    if isinstance(refused, ProfileWrong):
        return gettext(refused.sentence, faults=profile_words.faults(refused.values["faults"], named))
    return common.sentence(refused)


def _news(settings: Profile, language: str) -> tuple[list[str], str]:
    """What the example this profile began with has got since, by name; and the whole as a file to take over."""
    example = load_file(settings.slug if settings.slug in ready_made() else NEUTRAL)
    newer = profile_file.with_what_is_new(settings, example)
    names = [
        say(one.label, language)
        for kind in profile_file.GROWING
        for one in getattr(newer, kind)
        if one.key not in {known.key for known in getattr(settings, kind)}
    ]
    return names, _as_file(newer) if names else ""


def _as_file(settings: Profile) -> str:
    return str(yaml.safe_dump(told(settings), allow_unicode=True, sort_keys=False))
