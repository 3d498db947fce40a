"""Fail for styles nobody uses, and for style files that belong to no subject.

    python scripts/unused_css.py

A class counts as used where its name stands in a template, a script or a module, or begins as one that is put
together there (`rd-stand--{{ stance }}`). A style file has the name of a folder in `templates/`, or is for all.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "static/src/css"
#: For every page: the ground, parts and forms, states, the editor.
FOR_ALL = {"base", "editor", "forms", "narrow", "parts", "prose", "states", "tokens"}
#: Classes of the editor we use; its own code puts them on the page.
EDITOR = "cm-"
USERS = (("templates", "*.html"), ("static/src", "*.ts"), ("conference", "*.py"), ("models", "*.py"))
NAME = re.compile(r"[A-Za-z][\w-]*")
#: The beginning of a name that is put together: `rd-w-{{`, `is-${`.
BEGUN = re.compile(r"(?<![\w-])((?:rd|is|nl|utrecht)-[\w-]*-|is-)(?=\{\{|\$\{|\{\w)")


def main() -> int:
    """Print what is wrong; the number of it tells the caller."""
    wrong = [*unused(), *homeless()]
    for line in wrong:
        print(line)
    return min(len(wrong), 1)


def unused() -> Iterator[str]:
    """Classes in a style file that no page can have."""
    told = "\n".join(file.read_text("utf-8") for place, kind in USERS for file in (ROOT / place).rglob(kind))
    names, begun = set(NAME.findall(told)), tuple(set(BEGUN.findall(told)))
    for file in sorted(STYLES.glob("*.css")):
        for name in sorted(classes(file.read_text("utf-8"))):
            if name not in names and not name.startswith((EDITOR, *begun)):
                yield f"{file.relative_to(ROOT)}: nothing has the class {name}"


def classes(css: str) -> set[str]:
    """The names of classes in the selectors of a style file."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", css)
    return {name for one in selectors for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", one)}


def homeless() -> Iterator[str]:
    """Style files without a subject, and files that app.css names twice. An unnamed one comes along by itself."""
    subjects = {folder.name for folder in (ROOT / "templates").iterdir() if folder.is_dir()}
    app = (ROOT / "static/src/app.css").read_text("utf-8")
    for file in sorted(STYLES.glob("*.css")):
        if file.stem not in subjects | FOR_ALL:
            yield f"{file.relative_to(ROOT)}: there is no templates/{file.stem}/; name it after its subject"
        if app.count(f'"./css/{file.name}"') > 1:
            yield f"{file.relative_to(ROOT)}: app.css has it {app.count(file.name)} times"


if __name__ == "__main__":
    sys.exit(main())
