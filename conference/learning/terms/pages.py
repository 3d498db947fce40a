"""The words of a region: how it calls things, and which words families asked to explain."""

from typing import Any

from flask import render_template, request, url_for

from conference.core import glossary
from conference.learning.terms import use_cases as terms
from conference.learning.visit import learner, pages, wrong
from conference.web import common, respond
from models.errors.base import Conflict, Refused


@pages.get("/<region>/woorden")
def own_terms(region: str) -> Any:
    """All own words, and the form for one."""
    return _page()


def _again(refused: Refused, region: str) -> str:
    return _page(refused)


@pages.post("/<region>/woorden")
@respond.comes_back(_again)
@common.limiter.limit("60/minute")
def keep_term(region: str) -> Any:
    """Keep one; without words it goes."""
    return respond.respond(
        common.visitor(), "term:keep", go=lambda _: url_for("learning.own_terms", region=region)
    )


def _terms_in(words: str) -> set[str]:
    found = (glossary.explain(slug) for _, _, slug in glossary.find(words))
    return {word.term for word in found if word is not None}


def _page(refused: Refused | None = None) -> str:
    with learner() as me:
        own = terms.of_region(me.session, me.viewer)
        chosen = request.args.get("woord", "")
        before = next((one.plain for one in own if one.term == chosen), "")
        theirs = refused.values["theirs"] if isinstance(refused, Conflict) else None
        return render_template(
            "terms/terms.html",
            me=me,
            own=own,
            asked=terms.asked(me.session, me.viewer, _terms_in),
            form=respond.typed() or {"term": chosen, "plain": before},
            seen=theirs if theirs is not None else respond.typed().get("seen", before),
            theirs=theirs,
            **wrong(refused),
        )
