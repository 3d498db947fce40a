"""Finding a word that is one letter away from a name: one wrong, missing or too many, or two that changed places."""

from collections.abc import Iterable

SHORTEST = 5  # below this a different letter makes a different name: Sem, Sam


class Spellings:
    """Names by everything that is left when one letter is dropped: looking up costs only the word's own length."""

    def __init__(self, names: Iterable[str]) -> None:
        self._left: dict[str, set[str]] = {}
        for name in names:
            if len(name) >= SHORTEST:
                for rest in _without_one(name):
                    self._left.setdefault(rest, set()).add(name)

    def near(self, word: str) -> set[str]:
        """The names that `word` may have been meant to be."""
        if not SHORTEST - 1 <= len(word) <= 40:
            return set()
        candidates = {name for rest in _without_one(word) for name in self._left.get(rest, ())}
        return {name for name in candidates if one_away(word, name)}


def _without_one(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def one_away(one: str, other: str) -> bool:
    """Whether two words are alike but for one letter, or two neighbours that changed places."""
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, wanted = one[at:], other[at:]
    swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
