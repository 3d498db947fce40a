"""How well the finder finds, and what it harms: the notes of `tests/fixtures/finder_notes.yaml`, beside two peers.

    python benchmarks/finder.py
    python benchmarks/finder.py --peers path/to/an/environment/with/finder.txt/bin/python

The peers are told nothing of the case: their column of known names says what reading alone finds. What the finder asks
about is found, and replaces nothing; how often it asks stands below. Prose is the program's own sentences, in which
nobody is named; there every replaced word is one too many.
"""

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from conference.learning.finder.finder import Known  # noqa: E402
from tests.finding import Measure, Sentence, measure, notes, unseen  # noqa: E402

PEERS = ("deduce", "belgian-deduce")


def prose() -> list[Sentence]:
    """Every sentence that the program says, with a word for what is filled in."""
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        said = [message.id for message in read_po(file) if message.id]
    texts = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    plain = (re.sub(r"<[^>]{1,200}>", "", re.sub(r"%\(\w+\)s", "iets", text)) for text in texts)
    return [Sentence(text, "nl", ()) for text in plain]


def peer(python: str, name: str, sentences: Sequence[Sentence]) -> Measure:
    """What a peer makes of the same sentences."""
    command = [python, str(ROOT / "benchmarks" / "finder_peers.py"), name]
    given = json.dumps([sentence.words for sentence in sentences])
    ran = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    total = Measure()
    for sentence, places in zip(sentences, json.loads(ran.stdout), strict=True):
        total.add(sentence, [(start, end, "") for start, end, _ in places])
    return total


def table(columns: dict[str, Measure]) -> Iterable[str]:
    """Recall per kind, one column for each finder."""
    kinds = sorted({kind for one in columns.values() for kind in one.found | one.missed})
    yield "".join([f"{'recall':<14}", *(f"{name:>18}" for name in columns)])
    for kind in kinds:
        cells = (
            f"{one.found[kind]:>4} of {one.found[kind] + one.missed[kind]:<3}{one.recall(kind):>6.0%}"
            for one in columns.values()
        )
        yield "".join([f"{kind:<14}", *(f"{cell:>18}" for cell in cells)])
    rest = [kind for kind in kinds if kind not in {"known", "person"}]
    yield "".join([f"{'all the others':<14}", *(f"{one.recall(*rest):>18.1%}" for one in columns.values())])
    yield from _harm(columns)


def _harm(columns: dict[str, Measure]) -> Iterable[str]:
    yield "".join([f"{'words':<14}", *(f"{one.words:>18}" for one in columns.values())])
    yield "".join([f"{'  replaced':<14}", *(f"{len(one.replaced):>18}" for one in columns.values())])
    asked = (f"{1000 * len(one.asked) / max(1, one.words):>18.1f}" for one in columns.values())
    yield "".join([f"{'  asked/1000':<14}", *asked])


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--peers", help="the python of an environment with benchmarks/finder.txt")
    options.add_argument(
        "--faults", action="store_true", help="also what was missed or replaced of the seen part"
    )
    chosen = options.parse_args()
    known, every = notes()
    parts = {
        "seen": [one for one in every if not unseen(one)],
        "unseen": [one for one in every if unseen(one)],
        "prose": prose(),
    }
    for name, sentences in parts.items():
        columns = {"rondom": measure(sentences, known if name != "prose" else Known())}
        columns |= {other: peer(chosen.peers, other, sentences) for other in PEERS if chosen.peers}
        print(
            f"\n{name}: {len(sentences)} sentences",
            *(table(columns) if name != "prose" else _harm(columns)),
            sep="\n",
        )
        if chosen.faults and name != "unseen":
            print(*columns["rondom"].faults, *columns["rondom"].replaced, sep="\n")


if __name__ == "__main__":
    main()
