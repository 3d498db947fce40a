"""The map of a story, drawn by the people who named what is on it, each thing on the place it has in the picture."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.demo.story import Entry, for_the_table
from conference.records import fields as records
from conference.table.map import use_cases as factors
from models.factors import Factor, Link
from models.meeting import Meeting
from models.statements import Statement

if TYPE_CHECKING:
    from conference.demo.stage import Stage


def draw_the_map(stage: "Stage", meeting: Meeting, day: date, at: datetime) -> None:
    """What everybody knows on this day and is not on the map yet, and the arrows between it."""
    for entry in stage.story.all("factors"):
        if entry["id"] not in stage.factors and for_the_table(entry, day):
            _name(stage, meeting, entry, at)
    for entry in stage.story.all("factor_links"):
        if entry["id"] not in stage.factors and {entry["from"], entry["to"]} <= set(stage.factors):
            _connect(stage, meeting, entry, at)


def _name(stage: "Stage", meeting: Meeting, entry: Entry, at: datetime) -> None:
    """The one who named it first puts it on the map."""
    viewer = _first_who_may(stage, meeting, entry["named_by"])
    factor = factors.add(stage.work, viewer, entry["label"], entry["nature"], at)
    stage.factors[entry["id"]] = factor.id
    x, y = entry["place"]
    factors.move(stage.work, viewer, factor.id, x, y, at)
    fields = {
        "life_area": entry["life_area"],
        "changeable": entry.get("changeable", ""),
        "about": _people(stage, entry.get("about", [])),
        "named_by": _people(stage, entry["named_by"]),
    }
    _fill_in(stage.work, viewer, "factor", factor, fields, at)
    for key in entry["facts"]:
        statement = stage.statements.get(key)
        if statement is not None and policy.visible(stage.work.load(Statement, statement), viewer):
            factors.rest(stage.work, viewer, factor.id, statement, True, at)


def _connect(stage: "Stage", meeting: Meeting, entry: Entry, at: datetime) -> None:
    viewer = _first_who_may(stage, meeting, entry["said_by"])
    ends = stage.factors[entry["from"]], stage.factors[entry["to"]]
    link = factors.connect(
        stage.work, viewer, *ends, entry["relation"], entry["certainty"], entry.get("note", ""), at
    )
    stage.factors[entry["id"]] = link.id
    _fill_in(stage.work, viewer, "link", link, {"said_by": _people(stage, entry["said_by"])}, at)


def _fill_in(
    work: UnitOfWork,
    viewer: policy.Viewer,
    kind: str,
    record: Factor | Link,
    fields: dict[str, str],
    at: datetime,
) -> None:
    for field, value in fields.items():
        seen = records.value(record, field)
        records.set_field(work, viewer, f"{kind}:{record.id}", field, value, seen, at)


def _first_who_may(stage: "Stage", meeting: Meeting, keys: list[str]) -> policy.Viewer:
    """The first of these who may draw; else the fixed face, who writes it down for them."""
    seats = [policy.at_table(stage.people[key], meeting, "nl") for key in keys]
    may = [seat for seat in seats if policy.may(seat, policy.Permission.MAP_WRITE, stage.case)]
    return may[0] if may else policy.at_table(stage.people[stage.story.case["fixed_face"]], meeting, "nl")


def _people(stage: "Stage", keys: list[str]) -> str:
    return " ".join(sorted(stage.people[key].id for key in keys))
