"""The words of a region: how it calls things, and which words families asked to explain."""

from typing import Any

from flask import redirect, render_template, request, url_for

from conference.access.identity import learner_of
from conference.core import glossary
from conference.learning.terms import use_cases as terms
from conference.learning.visit import credentials, learner, pages
from conference.web import common
from models.errors.base import Conflict, NotFound, Refused


@pages.get("/<region>/woorden")
@common.signed_in
def own_terms(region: str) -> Any:
    """All own words, and the form for one."""
    return _page(region)


@pages.post("/<region>/woorden")
@common.signed_in
@common.limiter.limit("60/minute")
def keep_term(region: str) -> Any:
    """Keep one; without words it goes."""
    form = request.form
    given = form.get("term", ""), form.get("plain", ""), form.get("seen", "")
    try:
        with common.house().database.work() as work:
            viewer = learner_of(work.session, credentials(region))
            confirmed = form.get("confirmed") == "yes"
            terms.keep(work, viewer, *given, common.now(), confirmed=confirmed)
    except NotFound:
        raise
    except Refused as refused:
        return _page(region, refused), refused.status
    return redirect(url_for("learning.own_terms", region=region))


def _terms_in(words: str) -> set[str]:
    found = (glossary.explain(slug) for _, _, slug in glossary.find(words))
    return {word.term for word in found if word is not None}


def _page(region: str, refused: Refused | None = None) -> str:
    with learner(region) as me:
        own = terms.of_region(me.session, me.viewer)
        chosen = request.args.get("woord", "")
        before = next((one.plain for one in own if one.term == chosen), "")
        theirs = refused.values["theirs"] if isinstance(refused, Conflict) else None
        return render_template(
            "terms/terms.html",
            me=me,
            own=own,
            asked=terms.asked(me.session, me.viewer, _terms_in),
            form=request.form or {"term": chosen, "plain": before},
            seen=theirs if theirs is not None else request.form.get("seen", before),
            theirs=theirs,
            refused=refused,
            sentence=common.sentence(refused) if refused else "",
        )
