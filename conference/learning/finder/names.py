"""Words without names: with what was found replaced, or refused until their writer looked once more."""

from collections.abc import Iterable

from conference.learning.finder.finder import Hit, Known, find, replaced
from models.errors.log import NamesLeft


def without_names(words: str, hits: Iterable[Hit]) -> str:
    """The words with what was found replaced as proposed. Raises BsnNotAllowed."""
    return replaced(words, hits)


def require_no_names(
    words: str, field: str, language: str, *, confirmed: bool, known: Known | None = None
) -> None:
    """Refuse words that could still tell who a family is, until their writer looked once more and confirmed them.

    Without `known` nothing is known of a case: what is written like a name, a place or a day is found all the same.
    Raises NamesLeft.
    """
    hits = [] if confirmed else find(words, known or Known(), language)
    if hits:
        raise NamesLeft(field, shown=", ".join(sorted({f"'{hit.shown}'" for hit in hits})))
