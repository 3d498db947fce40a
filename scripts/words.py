"""The sentences of the program and their translations.

python scripts/words.py update    collect the sentences into the catalogues; what is no longer said goes
python scripts/words.py compile   make the catalogues the program reads (*.mo)
python scripts/words.py check     fail when a catalogue is out of date, or a sentence is missing or wrong
python scripts/words.py missing   print what still has to be translated, as JSON
python scripts/words.py fill F    take over translations from a JSON file in that same form

A catalogue holds no dates and no line numbers, so that a change in it is a change of words.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDERS = ("conference", "models", "realtime", "templates")
SOURCE, LANGUAGES = "nl", ("nl", "en")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
PER_CENT = "%%"  # a written percent sign


def collected() -> Catalog:
    """Every sentence the program can say, with the files that say it."""
    with (ROOT / "translations/babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    found = empty(None)
    for name, _line, message, comments, context in extract_from_dir(
        ROOT, methods, options, KEYWORDS, ("i18n:",), directory_filter=is_ours, strip_comment_tags=True
    ):
        found.add(message, locations=[(Path(name).as_posix(), 0)], auto_comments=comments, context=context)
    return found


def is_ours(folder: str | os.PathLike[str]) -> bool:
    """Only the folders that hold the program."""
    inside = Path(folder).relative_to(ROOT).parts
    return not inside or inside[0] in FOLDERS


def empty(language: str | None) -> Catalog:
    """A catalogue whose heading never changes by itself."""
    catalogue = Catalog(
        locale=language, project="Rondom", version="1", creation_date=BEGINNING, charset="utf-8"
    )
    catalogue.msgid_bugs_address = "Rondom"
    catalogue.revision_date = BEGINNING
    catalogue.last_translator = catalogue.language_team = "Rondom"
    catalogue.header_comment = "# Rondom. Written by `make words`; translators fill in msgstr."
    catalogue.fuzzy = False
    return catalogue


def path_of(language: str) -> Path:
    """The file of one catalogue."""
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """The catalogue as it stands, or an empty one."""
    path = path_of(language)
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str, found: Catalog) -> Catalog:
    """What is said now, with the translations there are. Dutch is its own translation; it only holds plurals."""
    old, new = read(language), empty(language)
    for message in spoken(found):
        if language == SOURCE:
            if message.pluralizable:
                new.add(message.id, message.id, message.locations, context=message.context)
            continue
        known = old.get(message.id, message.context)
        words = known.string if known and known.string and not known.fuzzy else None
        new.add(message.id, words, message.locations, (), message.auto_comments, context=message.context)
    return new


def spoken(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its heading."""
    return (message for message in catalogue if message.id)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file."""
    file = BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.getvalue().rstrip(b"\n") + b"\n"


def key(message: Message) -> str:
    """How a message is named on the screen and in JSON: the Dutch sentence, of a plural the second."""
    return forms(message.id)[-1]


def forms(words: object) -> list[str]:
    """The one form of a sentence, or both of a plural; empty when there is none."""
    every = words if isinstance(words, tuple | list) else (words,)
    return [str(form or "") for form in every]


def is_translated(message: Message) -> bool:
    """Whether every form has words, and nobody doubts them."""
    return all(forms(message.string)) and not message.fuzzy


def faults(message: Message) -> Iterator[str]:
    """What is wrong with the words of one message. Only a singular may leave a value out: "one person"."""
    ids, strings = forms(message.id), [words for words in forms(message.string) if words]
    if any("%" in PLACEHOLDER.sub("", words).replace(PER_CENT, "") for words in (*ids, *strings)):
        yield "a percent sign that is no %(name)s"
    wanted = set(PLACEHOLDER.findall(ids[-1]))
    for place, words in enumerate(strings):
        got = set(PLACEHOLDER.findall(words))
        if got - wanted or (wanted - got and (place > 0 or not message.pluralizable)):
            yield f"values {sorted(got)} instead of {sorted(wanted)}"


def names(catalogue: Catalog) -> set[tuple[str, ...]]:
    """Which sentences a catalogue holds."""
    return {(message.context or "", *forms(message.id)) for message in spoken(catalogue)}


def update() -> int:
    """Bring the catalogues up to what the program says."""
    found = collected()
    for language in LANGUAGES:
        catalogue = renewed(language, found)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(written(catalogue))
        open_ones = sum(not is_translated(message) for message in spoken(catalogue))
        print(f"{language}: {len(catalogue)} sentences, {open_ones} to translate")
    return 0


def compile_() -> int:
    """Make the files the program reads. They are not kept in the repository."""
    for language in LANGUAGES:
        if path_of(language).exists():
            with path_of(language).with_suffix(".mo").open("wb") as file:
                write_mo(file, read(language))
    return 0


def check() -> int:
    """Say what is missing or wrong; 1 when anything is."""
    found, wrong = collected(), list[str]()
    for language in LANGUAGES:
        catalogue = renewed(language, found)
        if names(read(language)) != names(catalogue):
            wrong.append(f"{language}: out of date, run `make words`")
        for message in spoken(catalogue):
            wrong += [] if is_translated(message) else [f"{language}: not translated: {key(message)!r}"]
            wrong += [f"{language}: {fault}: {key(message)!r}" for fault in faults(message)]
    print("\n".join(wrong) if wrong else f"{len(found)} sentences, all translated")
    return 1 if wrong else 0


def missing() -> int:
    """Print what has no English words yet: {Dutch: ""} or, for a plural, {Dutch plural: ["", ""]}."""
    open_ones = [message for message in spoken(renewed("en", collected())) if not is_translated(message)]
    blank = {key(message): ["", ""] if message.pluralizable else "" for message in open_ones}
    print(json.dumps(blank, ensure_ascii=False, indent=1))
    return 0


def fill(source: str) -> int:
    """Take over translations from a file in the form that `missing` prints."""
    words = json.loads(Path(source).read_text(encoding="utf-8"))
    catalogue = renewed("en", collected())
    for message in spoken(catalogue):
        given = words.pop(key(message), None)
        if given:
            message.string = tuple(given) if message.pluralizable else given
    path_of("en").parent.mkdir(parents=True, exist_ok=True)
    path_of("en").write_bytes(written(catalogue))
    print("\n".join(f"nobody says: {unknown!r}" for unknown in words) or "taken over")
    return update() or compile_()


def main(arguments: list[str]) -> int:
    """Do what the first argument names."""
    deeds = {"update": update, "compile": compile_, "check": check, "missing": missing}
    match arguments:
        case [name] if name in deeds:
            return deeds[name]()
        case ["fill", source]:
            return fill(source)
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
