"""Where each subject lies: its folders in conference/, templates/ and tests/, and its style files. The aim is one each.

A file in a folder called after a subject belongs to it; any other file belongs to the subject it is called after.
Run it as: python scripts/rooms.py
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Every subject, with the other words that files about it are called after.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "facts": ("fact", "statements", "loaded_words", "hints"),
    "map": ("factors",),
    "safety": (),
    "risks": ("risk",),
    "plan": ("plans", "goals"),
    "decisions": (),
    "actions": (),
    "gathering": (),
    "meeting": ("meetings", "planning", "looking_back"),
    "door": (),
    "case": ("cases", "family", "keeping", "retention"),
    "accounts": ("sign_in",),
    "report": ("reports",),
    "own_data": (),
    "reflection": ("reflections",),
    "region": ("profile", "profiles"),
    "log": ("notes", "publish", "from_log"),
    "cycles": ("cycle",),
    "obstacles": ("upward",),
    "figures": ("indicators", "trend", "board_report", "sheet"),
    "lessons": ("lesson",),
    "hours": (),
    "terms": ("own_terms",),
    "shields": ("shield",),
    "wording": (),
    "glossary": (),
    "who_looked": (),
    "privacy": ("breach",),
    "erasure": ("erasing",),
    "emergency": ("emergencies",),
}
#: What speaks of every subject at once, and is a room of none.
OF_ALL = {
    "conference/demo": "two families, told from begin to end",
    "templates/phone": "the frame of the pages of a phone",
    "templates/table": "the frame of the page of a table",
    "tests/fence": "what the whole house promises",
    "tests/browser/play": "one meeting from begin to end",
}
PLACES = {"conference": "*.py", "templates": "*.html", "static/src/css": "*.css", "tests": "test_*.py"}
BY_WORD = {word: name for name, others in SUBJECTS.items() for word in (name, *others)}


def files(place: str) -> Iterator[Path]:
    """Every file of a place that may be about one subject, as a path in the repository."""
    for found in sorted((ROOT / place).rglob(PLACES[place])):
        path = found.relative_to(ROOT)
        if not any(path.is_relative_to(whole) for whole in OF_ALL):
            yield path


def subject_of(path: Path, place: str) -> str | None:
    """The subject of a file, by the folder it lies in or by its own name; None for what belongs to no subject."""
    folders = path.relative_to(place).parts[:-1]
    for folder in reversed(folders):
        if folder in SUBJECTS:
            return folder
    stem = path.stem.removeprefix("test_")
    words = sorted((word for word in BY_WORD if f"{stem}_".startswith(f"{word}_")), key=len)
    return BY_WORD[words[-1]] if words else None


def home(path: Path, place: str) -> str:
    """Where a file lies: a style file is a place of its own, else the folder of its subject, or the one it is in."""
    if place == "static/src/css":
        return str(path)
    for above in path.parents:
        if above.name in SUBJECTS:
            return str(above)
    return str(path.parent)


def measured() -> dict[str, dict[str, set[str]]]:
    """For each subject and place: where its files lie."""
    found: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in SUBJECTS}
    for place in PLACES:
        for path in files(place):
            name = subject_of(path, place)
            if name is not None:
                found[name][place].add(home(path, place))
    return found


def main() -> None:
    """Print a row for each subject, with the names of the folders where there are more than one, and a total."""
    print(f"{'subject':<12}" + "".join(f"{place:>16}" for place in PLACES))
    scattered = 0
    for name, places in measured().items():
        print(f"{name:<12}" + "".join(f"{len(places[place]):>16}" for place in PLACES))
        for place in PLACES:
            if len(places[place]) > 1:
                scattered += 1
                print("            " + ", ".join(sorted(places[place])))
    print(f"{len(SUBJECTS)} subjects in {len(PLACES)} places: {scattered} times in more than one folder.")
    print("Left out: " + "; ".join(f"{path} ({why})" for path, why in OF_ALL.items()) + ".")


if __name__ == "__main__":
    main()
