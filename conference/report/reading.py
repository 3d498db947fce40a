"""One reader's part of a report: page, PDF, JSON and summary are all made of this, and of nothing else.

The rights are those of the table (`access.csv`), asked for each item as its kind of record says (`Export`). What is for
named people stands in no report of the table, whoever reads it: one forwarded mail would tell the others. The item is
gone, and so is every mention of it; its own people read it in an annex of their own (`annex`). Two readers with the
same rights get the same bytes.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from conference.access import kinds, policy, sessions
from conference.access.kinds import KINDS, Export, Item
from conference.access.policy import Viewer
from conference.core import looks
from conference.report.content import Content
from conference.report.seal import fingerprint, sealed
from models.errors.base import NotFound
from models.reports import Report
from models.shields import Shield

Document = dict[str, Any]
#: Who may know of an item; None for the whole table.
Circle = frozenset[str] | None
#: What people answered, as lists in an item: by which kind of record the gate is asked.
ANSWERS = {"responses": "response", "numbers": "safety_number", "answers": "risk_answer"}


def part_of(session: Session, content: Content, *viewers: Viewer) -> Content:
    """What all of these viewers may see of a content of the table, with no mention of the rest.

    Nothing that was kept apart when it was written, and nothing that is kept apart now. To somebody who may see a part
    of the case an item is shown as long as its record is in that part now: what the report kept of that day cannot tell
    what is theirs.
    """
    apart = circles(session, content)
    kept = [
        item
        for item in content["items"]
        if apart[item["id"]] is None and all(_may_know(session, item, viewer) for viewer in viewers)
    ]
    items = _told(kept, {item["id"] for item in kept})
    if (look := looks.now()) is not None:
        for _ in items:
            look.opened(viewers[0], "")
    return {**_head(content, *viewers), "items": _answered(items, *viewers)}


def annex(session: Session, content: Content, viewer: Viewer) -> Content:
    """What of a content is for this viewer and some others only (*bijlage*), each item with its circle as `for`.

    Who was named then and is inside now: the circle is that of both; a supporter reads what whom they support reads.
    `apart` says why, and when that is looked at again. On no phone of the family. Raises NotFound when there is
    nothing.
    """
    apart = circles(session, content)
    mine = [
        {**item, "for": sorted(circle), "apart": _why(session, item["id"])}
        for item in content["items"]
        if (circle := apart[item["id"]]) is not None
        and not viewer.knows_as.isdisjoint(circle)
        and not viewer.family_phone
        and _may_know(session, item, viewer)
    ]
    if not mine:
        raise NotFound
    known = {item["id"] for item in part_of(session, content, viewer)["items"] + mine}
    items = _told(mine, known)
    if (look := looks.now()) is not None:
        for item in items:
            look.opened(viewer, item["id"])
    return {**_head(content, viewer), "items": _answered(items, viewer)}


def _may_know(session: Session, item: Item, viewer: Viewer) -> bool:
    return may_see(item, viewer) and (not viewer.narrow or _in_part(session, item, viewer))


def _in_part(session: Session, item: Item, viewer: Viewer) -> bool:
    record = kinds.find(session, item["id"])
    return record is not None and policy.visible(record, viewer)


def _head(content: Content, *viewers: Viewer) -> Content:
    """The head of a report; for who may see a part, without what somebody wrote in it about the whole."""
    if not any(viewer.narrow for viewer in viewers):
        return content
    meeting = content["meeting"]
    parts = [{**part, "skipped_why": ""} for part in meeting["parts"]]
    case = {key: value for key, value in content["case"].items() if key != "frame"}
    return {
        **content,
        "case": case,
        "meeting": {**meeting, "why_no_family": "", "parts": parts, "passed_over": []},
    }


def _answered(items: list[Item], *viewers: Viewer) -> list[Item]:
    for viewer in viewers:
        if viewer.narrow:
            items = [_without_answers(item, viewer) for item in items]
    return items


def _without_answers(item: Item, viewer: Viewer) -> Item:
    """An item without what others answered to it, when that is in no part that this viewer may see."""
    own = viewer.scope.people if viewer.scope is not None else frozenset()
    shown = dict(item)
    for name, kind in ANSWERS.items():
        if name in shown and not policy.reaches(viewer, kind):
            shown[name] = [one for one in shown[name] if one["person"] in own]
    return shown


def for_file(report: Report, viewer: Viewer, at: datetime) -> Document:
    """The same, to take out of the house as data. Raises StepUpNeeded."""
    sessions.require_recent(viewer, at)
    return document(report, viewer)


def annex_for(session: Session, report: Report, viewer: Viewer, at: datetime) -> Content:
    """The annex, to be read now. Raises NotFound, and StepUpNeeded before anything of it counts as seen."""
    with looks.looking():
        annex(session, report.content, viewer)
    sessions.require_recent(viewer, at)
    return annex(session, report.content, viewer)


def circles(session: Session, content: Content) -> dict[str, Circle]:
    """Who may know of each item: those it was written for, as far as they may know of its record now."""
    written: dict[str, Circle] = {
        item["id"]: None if item["for"] is None else frozenset(item["for"]) for item in content["items"]
    }
    some = select(Shield.id).where(Shield.case_id == content["case"]["id"]).limit(1)
    if session.scalar(some) is None:
        return written
    _load(session, content)
    return {key: _narrower(circle, _inside_now(session, key)) for key, circle in written.items()}


def _why(session: Session, key: str) -> list[dict[str, str]]:
    record = kinds.find(session, key)
    found = policy.shields(policy.carrier(record)) if record is not None else []
    return [
        {"category": str(one.category), "reason": one.reason, "review_on": one.review_on.isoformat()}
        for one in dict.fromkeys(found)
    ]


def _load(session: Session, content: Content) -> None:
    """The records behind a content in one look for each kind, so that they need not be asked for one by one."""
    for name in {item["kind"] for item in content["items"]}:
        model: Any = KINDS[name].model
        if "id" in model.__table__.columns:
            ids = [item["id"].partition(":")[2] for item in items(content, name)]
            session.scalars(select(model).where(model.id.in_(ids))).all()


def _inside_now(session: Session, key: str) -> Circle:
    """Who is inside every shield of a record now; None when it has none, or is there no more."""
    record = kinds.find(session, key, lambda kind: "id" in kind.model.__table__.columns)
    if record is None:
        return None
    inside = [shield.person_ids for shield in policy.shields(policy.carrier(record))]
    return frozenset.intersection(*inside) if inside else None


def _narrower(one: Circle, other: Circle) -> Circle:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _told(kept: Collection[Item], known: Collection[str]) -> list[Item]:
    return [_without_hidden(item, known) for item in kept if _stands(item, known)]


def document(report: Report, viewer: Viewer) -> Document:
    """A report as one reader gets it, sealed: its content, the corrections beside it, and its history."""
    session = object_session(report)
    if session is None:
        raise NotFound
    part = part_of(session, report.content, viewer)
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
                one
                for one in corrections(report)
                if (one["item"] is None or one["item"] in known) and _for_reader(one, viewer)
            ],
            "reopenings": []
            if viewer.narrow
            else [{"by": one.by_id, "why": one.why, "at": _moment(one.at)} for one in report.reopenings],
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


def _for_reader(correction: dict[str, Any], viewer: Viewer) -> bool:
    """What others put beside a report is for who may see everything."""
    return viewer.scope is None or correction["person"] in viewer.scope.people


def digest(report: Report) -> str:
    """The seal of the whole: content and corrections. For keeping, not for showing: it depends on hidden items."""
    return fingerprint({"content": report.content, "corrections": corrections(report)})


def may_see(item: Item, viewer: Viewer) -> bool:
    """Whether the table of rights lets a viewer read an item of this kind. Its circle is asked apart (`circles`)."""
    kind = KINDS[item["kind"]]
    if not isinstance(kind.report, Export):
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


def _stands(item: Item, known: Collection[str]) -> bool:
    return all(item.get(name) is None or item[name] in known for name in export_of(item).bound)


def _without_hidden(item: Item, known: Collection[str]) -> Item:
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
