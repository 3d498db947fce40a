"""The import contracts name everything: a module that none of them knows could know everybody."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("conference", "models", "realtime")
CONTRACTS: dict[str, dict[str, Any]] = {
    one["id"]: one
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
#: What makes a folder a subject.
PARTS = ("kind.py", "use_cases.py", "commands.py", "view.py")


def on_stairs(layer: str) -> list[str]:
    """The modules of one stair."""
    return [name.strip(" ()") for name in layer.replace("|", ":").split(":")]


def modules() -> list[str]:
    """Every module by its name; an `__init__` by that of its package."""
    found = []
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return sorted(found)


def test_every_module_stands_on_the_stairs() -> None:
    stairs = [name for layer in CONTRACTS["stairs"]["layers"] for name in on_stairs(layer)]
    named = tuple(f"{name}." for name in stairs)
    # A package that holds nothing but rooms is on the stairs by its rooms.
    homes = {name.rpartition(".")[0] for name in stairs}
    assert [one for one in modules() if one not in homes and not f"{one}.".startswith(named)] == []


def test_every_subject_has_its_order() -> None:
    folders = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for part in PARTS
        for file in (ROOT / "conference").rglob(part)
    }
    assert folders - set(CONTRACTS["subject"]["containers"]) == set()


def test_every_record_of_a_case_is_behind_the_wall() -> None:
    case, *_ = CONTRACTS["models"]["layers"]
    behind = {f"models.{name}" for name in on_stairs(case)}
    assert behind == set(CONTRACTS["learning-reads-no-case"]["forbidden_modules"])


def test_every_room_above_learning_is_behind_the_wall() -> None:
    """A room that may know a case, and is not the program itself, is forbidden to learning by name."""
    layers = CONTRACTS["stairs"]["layers"]
    rooms = {".".join(name.split(".")[:2]) for layer in layers for name in on_stairs(layer)}
    below = {
        "conference.access",
        "conference.core",
        "conference.records",
        "conference.region",
        "conference.web",
    }
    program = {
        "conference.app",
        "conference.cli",
        "conference.demo",
        "conference.entrance",
        "conference.subjects",
    }
    outside = {"conference.learning", "conference.accounts", "models", "realtime"}
    behind = set(CONTRACTS["learning-knows-no-case"]["forbidden_modules"])
    assert rooms - below - program - outside == behind
