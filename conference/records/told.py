"""How records are told to the person they are of: days as they were in the Netherlands, parts of a sentence joined."""

from datetime import date, datetime

from conference.core.validation import AMSTERDAM


def on_day(when: date | None) -> str:
    """A day, ISO 8601; empty when there is none."""
    if when is None:
        return ""
    return (when.astimezone(AMSTERDAM).date() if isinstance(when, datetime) else when).isoformat()


def joined(sign: str, *parts: str) -> str:
    """The parts that say something, with a sign between."""
    return sign.join(filter(None, parts))
