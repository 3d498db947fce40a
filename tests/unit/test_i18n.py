"""Sentences are Dutch, and other languages come from a catalogue."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string

from conference.core import i18n
from conference.core.i18n import gettext, language, ngettext
from conference.web import common
from models.errors.base import NotFound
from models.errors.door import CodeShape
from scripts import words


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    english = Catalog(locale="en")
    english.add("Hallo %(name)s", "Hello %(name)s")
    english.add(("%(num)s mens", "%(num)s mensen"), ("%(num)s person", "%(num)s people"))
    english.add(CodeShape.sentence, "Six digits, not %(count)s.")
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, english)
    monkeypatch.setattr(i18n, "CATALOGUES", tmp_path)
    made = Flask("test")
    i18n.init(made, lambda: made.config.get("READER", "nl"))
    return made


def test_a_sentence_is_its_own_dutch(app: Flask) -> None:
    with app.test_request_context():
        assert language() == "nl"
        assert gettext("Hallo %(name)s", name="Sam") == "Hallo Sam"
        assert [ngettext("%(num)s mens", "%(num)s mensen", n) for n in (0, 1, 2)] == [
            "0 mensen",
            "1 mens",
            "2 mensen",
        ]


def test_the_reader_chooses_the_language(app: Flask) -> None:
    app.config["READER"] = "en"
    with app.test_request_context():
        assert language() == "en"
        assert gettext("Hallo %(name)s", name="Sam") == "Hello Sam"
        assert ngettext("%(num)s mens", "%(num)s mensen", 2) == "2 people"
        assert gettext("Dit staat in geen catalogus") == "Dit staat in geen catalogus"


@pytest.mark.parametrize("wanted", ["de", "", None, "en-x", "../en", "NL"])
def test_a_language_we_do_not_speak_becomes_dutch(app: Flask, wanted: str | None) -> None:
    app.config["READER"] = wanted
    with app.test_request_context():
        assert language() == "nl"


def test_without_an_app_a_sentence_stays_dutch() -> None:
    assert gettext("Hallo %(name)s", name="Sam") == "Hallo Sam"
    assert language() == "nl"


def test_a_refusal_says_why_in_the_language_of_the_reader(app: Flask) -> None:
    refused = CodeShape(count=3)
    with app.test_request_context():
        assert common.sentence(NotFound()) == NotFound.sentence
        assert common.sentence(refused).endswith("U vulde er 3 in.")
    app.config["READER"] = "en"
    with app.test_request_context():
        assert common.sentence(refused) == "Six digits, not 3."


def test_values_are_escaped_in_templates(app: Flask) -> None:
    app.config["READER"] = "en"
    page = "{{ _('Hallo %(name)s', name=name) }}|{% trans %}\n  Hallo {{ name }}\n{% endtrans %}|{{ language() }}"
    with app.test_request_context():
        assert render_template_string(page, name="<b>") == "Hello &lt;b&gt;|Hello &lt;b&gt;|en"


# ---- The catalogues themselves


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("Hallo %(name)s", "Hello %(name)s"), False),
        (Message("Hallo %(name)s", "Hello"), True),
        (Message("Hallo %(name)s", "Hello %(naam)s"), True),
        (Message("50 % is genoeg", "half is enough"), True),
        (Message(("een mens", "%(num)s mensen"), ("one person", "%(num)s people")), False),
        (Message(("een mens", "%(num)s mensen"), ("one person", "people")), True),
    ],
)
def test_a_translation_keeps_the_values(message: Message, fault: bool) -> None:
    assert bool(list(words.faults(message))) is fault


def test_missing_and_doubted_translations_are_noticed() -> None:
    assert words.is_translated(Message("Ja", "Yes"))
    assert not words.is_translated(Message("Ja", ""))
    assert not words.is_translated(Message("Ja", "Yes", flags=["fuzzy"]))
    assert not words.is_translated(Message(("een", "twee"), ("one", "")))


def test_sentences_are_found_in_python_and_in_templates() -> None:
    found = {words.key(message) for message in words.spoken(words.collected())}
    assert NotFound.sentence in found
