"""Fail for what the formatter of the templates (djangofmt) lets stand.

    python scripts/template_form.py

- A line longer than 120 signs, unless it is one attribute or one sentence: those are kept whole, to be found.
- Two conditional attributes in a row on lines of their own. Jinja drops the line break after `%}` and the blanks
  before `{%` (`trim_blocks`, `lstrip_blocks`), so the two would stick together: end the first with `+%}`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120
ATTRIBUTE = re.compile(r"\s*[\w-]+=\"[^\"]*\"$")
SENTENCE = re.compile(r"\s*(\w+=)?(\w+\()?\"[^\"]*\"\)?,?$")
#: A tag from `<` to `>`, whatever Jinja is in it.
TAG = re.compile(
    r"<[a-zA-Z](?:\{\{.*?\}\}|\{%.*?%\}|\"(?:\{\{.*?\}\}|\{%.*?%\}|[^\"])*\"|[^<>\"])*>", re.DOTALL
)
STICKS = re.compile(r"\{%-? end(?:if|for) %\}\n\s*\{%-? (?:if|for) ")


def main() -> int:
    """Print what is wrong; 1 if anything is."""
    wrong = [line for file in sorted((ROOT / "templates").rglob("*.html")) for line in faults(file)]
    for line in wrong:
        print(line)
    return min(len(wrong), 1)


def faults(file: Path) -> Iterator[str]:
    """What is wrong in one template."""
    text, name = file.read_text("utf-8"), file.relative_to(ROOT)
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LONGEST and not ATTRIBUTE.match(line) and not SENTENCE.match(line):
            yield f"{name}:{number}: {len(line)} signs"
    for tag in TAG.finditer(text):
        if STICKS.search(tag[0]):
            number = text.count("\n", 0, tag.start()) + 1
            yield f"{name}:{number}: two conditional attributes stick together; end the first with +%}}"


if __name__ == "__main__":
    sys.exit(main())
