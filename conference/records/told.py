"""How records are told to the person they are of: days as they were in the Netherlands, parts of a sentence joined."""

from collections.abc import Sequence
from datetime import date, datetime

from conference.core.i18n import gettext
from conference.core.validation import AMSTERDAM


def on_day(when: date | None) -> str:
    """A day, ISO 8601; empty when there is none."""
    if when is None:
        return ""
    return (when.astimezone(AMSTERDAM).date() if isinstance(when, datetime) else when).isoformat()


def joined(sign: str, *parts: str) -> str:
    """The parts that say something, with a sign between."""
    return sign.join(filter(None, parts))


def listed(names: Sequence[str]) -> str:
    """Names with *en* before the last."""
    head, last = ", ".join(names[:-1]), "".join(names[-1:])
    return gettext("%(names)s en %(last)s", names=head, last=last) if head else last
