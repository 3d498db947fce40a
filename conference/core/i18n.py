"""Languages. A sentence is written once, in plain Dutch, at the place where it is said; that sentence is its own key.

- `gettext("Hallo %(name)s", name=...)` translates now. `ngettext("%(num)s mens", "%(num)s mensen", count)` counts.
- `N_("...")` (in `models.translation`) marks a sentence that is kept now and translated later.
- In templates `_`, `ngettext` and `{% trans %}` do the same; there, values are escaped.

Always `%(name)s`, never an f-string or `+`: another language may need another order, and the key must be one whole
sentence. No bare percent sign in a sentence: templates would read it as the start of a value.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask_babel
from flask import Flask

LANGUAGES = {"nl": "Nederlands", "en": "English"}
SOURCE_LANGUAGE = "nl"
TIME_ZONE = "Europe/Amsterdam"
CATALOGUES = Path(__file__).parents[2] / "translations"


def init(app: Flask, choose: Callable[[], str]) -> None:
    """Let the app speak. `choose` gives the language of the reader of this request, see `known`."""
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    flask_babel.Babel(
        app,
        default_locale=SOURCE_LANGUAGE,
        default_timezone=TIME_ZONE,
        default_translation_directories=str(CATALOGUES),
        locale_selector=lambda: known(choose()),
    )
    app.jinja_env.globals.update(languages=LANGUAGES, language=language)


def known(wanted: str | None) -> str:
    """A language we speak: the wanted one, or Dutch."""
    return wanted if wanted in LANGUAGES else SOURCE_LANGUAGE


def language() -> str:
    """The language of this moment: of the request, or else Dutch."""
    locale = flask_babel.get_locale()
    return SOURCE_LANGUAGE if locale is None else str(locale.language)


def gettext(words: str, **values: Any) -> str:
    """The sentence in the language of this moment, with its values filled in."""
    return str(flask_babel.gettext(words, **values))


def ngettext(one: str, many: str, count: int, **values: Any) -> str:
    """The sentence for this number; `%(num)s` is the number."""
    return str(flask_babel.ngettext(one, many, count, **values))
