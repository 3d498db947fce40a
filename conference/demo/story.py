"""A family of the demo as its file tells it, moved in time so that its next meeting falls on a chosen day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date

FOLDER = Path(__file__).parent
IN_WORDS = re.compile(r"\{(\d{4}-\d{2}-\d{2})(?: (dag|maand|maand-jaar|jaar))?\}")
PATTERNS = {None: "d MMMM y", "dag": "d MMMM", "maand": "MMMM", "maand-jaar": "MMMM y", "jaar": "y"}
Entry = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """One file. Field names follow chapter 5 of the domain paper."""

    data: Entry

    @classmethod
    def read(cls, name: str, next_meeting_on: date) -> "Story":
        """The story with every date moved by the same number of days."""
        data = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        return cls(moved(data, next_meeting_on - data["case"]["next_meeting_on"]))

    @property
    def case(self) -> Entry:
        """Title, phase, faces and what the family asks."""
        return dict(self.data["case"])

    @property
    def analysis(self) -> Entry:
        """The written parts of the analysis."""
        return dict(self.data["analysis"])

    def all(self, kind: str) -> list[Entry]:
        """Every entry of a kind: persons, meetings, facts, factors, goals, actions..."""
        return list(self.data[kind])

    def known(self, kind: str, day: date) -> list[Entry]:
        """Entries that everybody at the table knows on a day: what has happened, and is not for named people only."""
        return [
            entry
            for entry in self.all(kind)
            if for_the_table(entry, day) and entry.get("event_date", day) <= day
        ]

    def person(self, key: str) -> Entry:
        """Somebody by the id in the file."""
        return next(entry for entry in self.all("persons") if entry["id"] == key)

    def first_name(self, key: str) -> str:
        """What somebody is called in a sentence."""
        return str(self.person(key)["name"].split(" ")[0])


def for_the_table(entry: Entry, day: date) -> bool:
    """Whether an entry is for everybody, and was so on a day: `history` says until when it was for named people."""
    visibility = entry.get("visibility", {"level": "table"})
    return visibility["level"] == "table" and all(
        was["until"] <= day for was in visibility.get("history", [])
    )


def moved(value: Any, by: timedelta) -> Any:
    """The same value with its dates moved, also those within sentences."""
    match value:
        case date():
            return value + by
        case str():
            return IN_WORDS.sub(lambda found: _in_words(found, by), value)
        case list():
            return [moved(one, by) for one in value]
        case dict():
            return {key: moved(one, by) for key, one in value.items()}
    return value


def _in_words(found: re.Match[str], by: timedelta) -> str:
    return str(format_date(date.fromisoformat(found[1]) + by, PATTERNS[found[2]], locale="nl"))
