"""Every icon that a template asks for is in the sprite: a missing one leaves a gap that no check of a page sees."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKED = re.compile(r"""\bicon(?:\(|=)["']([a-z0-9-]+)["']""")


def test_every_icon_that_is_asked_for_is_there() -> None:
    lines = (ROOT / "static" / "src" / "icons.txt").read_text(encoding="utf-8").splitlines()
    there = {line for line in lines if not line.startswith("#")}
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    asked = {name for page in pages for name in ASKED.findall(page)}
    assert len(asked) > 20
    assert asked <= there
