"""The word list: jargon in plain words, and how a region calls it."""

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request

from conference.core import glossary
from conference.learning.terms import use_cases as terms
from conference.web import common
from models.errors.base import NotFound

pages = Blueprint("glossary", __name__)


@pages.get("/woorden")
def words() -> Any:
    """All jargon in plain words."""
    found = glossary.all_explained(common.language())
    groups = [(letter, list(group)) for letter, group in groupby(found, lambda one: one.term[0].upper())]
    return render_template("glossary/words.html", groups=groups)


@pages.get("/woord/<slug>")
def word(slug: str) -> Any:
    """One word in plain words; `?los=1` gives just the explanation, for a dialog."""
    found = glossary.explain(slug, common.language())
    if found is None:
        raise NotFound
    with common.house().database.read() as session:
        here = terms.here(session, common.region_ids(session), found.term)
    template = "glossary/word_part.html" if request.args.get("los") else "glossary/word.html"
    return render_template(template, word=found, here=here)
