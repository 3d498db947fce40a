"""How records write themselves into a report: ids as `kind:key`, days and moments as ISO 8601, who may know.

Every item has `id`, `kind` and `for`: None for the whole table, or the ids of the people who may know.
"""

from datetime import UTC, date, datetime

from conference.access.kinds import Item
from models.shields import Shield


def head(kind: str, key: str, *shields: Shield | None) -> Item:
    """What every item begins with. Under several shields only those who are inside all of them."""
    inside = [shield.person_ids for shield in shields if shield is not None]
    audience = sorted(frozenset.intersection(*inside)) if inside else None
    return {"id": item_id(kind, key), "kind": kind, "for": audience}


def item_id(kind: str, key: str) -> str:
    """How an item is called in a report."""
    return f"{kind}:{key}"


def item_ref(kind: str, key: str | None) -> str | None:
    """The same for one that may not be there."""
    return item_id(kind, key) if key else None


def day(when: date | None) -> str | None:
    """A day, ISO 8601."""
    return when.isoformat() if when else None


def moment(when: datetime | None) -> str | None:
    """A moment in UTC, ISO 8601."""
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else None
