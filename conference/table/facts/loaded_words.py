"""Words that make a sentence an opinion (*altijd*, *agressief*): the table is asked what was seen, never stopped."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("loaded_words.yaml")


def loaded_words(words: str) -> tuple[str, ...]:
    """The loaded words in a text as they were written, each once, in the order of the text."""
    found = (match[0] for match in _pattern().finditer(words))
    return tuple({word.casefold(): word for word in found}.values())


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    stems = [re.escape(stem).replace(r"\*", r"\w*") for stems in listed.values() for stem in stems]
    return re.compile(rf"\b(?:{'|'.join(stems)})\b", re.IGNORECASE)
