"""Golden files: what a test saw, in words a person can read, kept beside the test and compared with what it sees now.

`RONDOM_FENCE=rewrite` (or `make fence`) writes them anew; then `git diff tests/fence/golden` is what changed.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")
LONGEST_DIFF = 60


def check(name: str, seen: str) -> None:
    """Raise AssertionError with the difference when a golden file says something else."""
    path = FOLDER / name
    seen = seen.rstrip("\n") + "\n"
    if os.environ.get("RONDOM_FENCE") == "rewrite":
        assert not os.environ.get("CI"), "golden files are written by a person who looks at the difference"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(seen, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if kept == seen:
        return
    found = list(
        difflib.unified_diff(kept.splitlines(), seen.splitlines(), "golden", "now", n=1, lineterm="")
    )
    more = [f"... and {len(found) - LONGEST_DIFF} lines more"] if len(found) > LONGEST_DIFF else []
    told = "\n".join(found[:LONGEST_DIFF] + more)
    raise AssertionError(f"{path.relative_to(FOLDER.parent)} differs; on purpose? run `make fence`.\n{told}")


def versions(seen: Mapping[str, str]) -> str:
    """One text for each reader: the first in full, of the others only the lines that they have more or less."""
    (first, whole), *others = seen.items()
    told = [f"== {first}", *whole.splitlines()]
    alike: dict[str, list[str]] = {}
    for reader, text in others:
        alike.setdefault(text, []).append(reader)
    for text, readers in alike.items():
        told += ["", f"== {', '.join(readers)}: beside {first}"]
        lines = difflib.unified_diff(whole.splitlines(), text.splitlines(), n=0, lineterm="")
        told += [line for line in lines if not line.startswith(("---", "+++", "@@"))] or ["(the same)"]
    return "\n".join(told)
