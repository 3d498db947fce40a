"""One reader's part of a report: page, PDF, JSON and summary are all made of this, and of nothing else.

The rights are those of the table (`access.csv`), asked for each item as its kind of record says (`Export`); what is for
named people leaves no trace: the item is gone, and so is every mention of it. Two readers with the same rights get the
same bytes.
"""

from datetime import datetime
from typing import Any

from conference.access import policy, sessions
from conference.access.kinds import KINDS, Export, Item
from conference.access.policy import Viewer
from conference.core import looks
from conference.report.content import Content
from conference.report.seal import fingerprint, sealed
from models.reports import Report

Document = dict[str, Any]


def part_of(content: Content, *viewers: Viewer) -> Content:
    """What all of these viewers may see of a content, with no mention of the rest."""
    kept = [item for item in content["items"] if all(may_see(item, viewer) for viewer in viewers)]
    known = {item["id"] for item in kept}
    items = [_without_hidden(item, known) for item in kept if _stands(item, known)]
    if (look := looks.now()) is not None:
        for item in items:
            look.opened(viewers[0], item["id"] if item["for"] is not None else "")
    return {**content, "items": items}


def for_file(report: Report, viewer: Viewer, at: datetime) -> Document:
    """The same, to take out of the house as data. Raises StepUpNeeded."""
    sessions.require_recent(viewer, at)
    return document(report, viewer)


def document(report: Report, viewer: Viewer) -> Document:
    """A report as one reader gets it, sealed: its content, the corrections beside it, and its history."""
    part = part_of(report.content, viewer)
    known = {item["id"] for item in part["items"]}
    return sealed(
        {
            **part,
            "report": {
                "id": report.id,
                "state": str(report.state),
                "made_at": _moment(report.made_at),
                "shared_at": _moment(report.shared_at),
                "window_until": _moment(report.window_until),
                "frozen_at": _moment(report.frozen_at),
            },
            "corrections": [
                one for one in corrections(report) if one["item"] is None or one["item"] in known
            ],
            "reopenings": [
                {"by": one.by_id, "why": one.why, "at": _moment(one.at)} for one in report.reopenings
            ],
        }
    )


def corrections(report: Report) -> list[dict[str, Any]]:
    """Everything that was added beside the original, in order of time."""
    return [
        {
            "id": one.id,
            "person": one.person_id,
            "item": one.item or None,
            "words": one.words,
            "at": _moment(one.at),
        }
        for one in sorted(report.corrections, key=lambda one: (one.at, one.id))
    ]


def digest(report: Report) -> str:
    """The seal of the whole: content and corrections. For keeping, not for showing: it depends on hidden items."""
    return fingerprint({"content": report.content, "corrections": corrections(report)})


def may_see(item: Item, viewer: Viewer) -> bool:
    """Whether a viewer may know of an item: its shield, and the table of rights for its kind."""
    kind = KINDS[item["kind"]]
    if not isinstance(kind.report, Export):
        return False
    if item["for"] is not None and viewer.person_id not in item["for"]:
        return False
    permission = kind.report.reads(item) if kind.report.reads else kind.read
    cells = {policy.MATRIX[permission].get(role, "-") for role in viewer.roles} if permission else set()
    return "yes" in cells or ("own" in cells and viewer.person_id in kind.report.owners(item))


def items(content: Content, kind: str) -> list[Item]:
    """The items of one kind, in order."""
    return [item for item in content["items"] if item["kind"] == kind]


def export_of(item: Item) -> Export:
    """How the kind of an item stands in a report."""
    export = KINDS[item["kind"]].report
    if not isinstance(export, Export):
        raise TypeError(f"{item['kind']} stands in no report: {export.why}")
    return export


def _stands(item: Item, known: set[str]) -> bool:
    return all(item.get(name) is None or item[name] in known for name in export_of(item).bound)


def _without_hidden(item: Item, known: set[str]) -> Item:
    """The item without mentions of what is not there."""
    shown, export = dict(item), export_of(item)
    for name in export.one:
        if shown.get(name) is not None and shown[name] not in known:
            shown[name] = None
    for name in export.many:
        if name in shown:
            shown[name] = [one for one in shown[name] if one in known]
    return shown


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None
