"""The rows of one family, in every table: found by what refers to what, so that no table is ever forgotten.

A table belongs to families when one of its columns refers to `family_case`, or to a table that does. Its rows are found
by the shortest way up. The log refers to nothing and stays.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, literal, select, update
from sqlalchemy.orm import Session

from models.base import Base
from models.case import Case

FAMILY: Table = Case.__table__  # type: ignore[assignment]


@cache
def tables() -> dict[Table, Any]:
    """Every table of families, children after their parents, with the column by which its rows hang on one."""
    found: dict[Table, Any] = {FAMILY: FAMILY.c.id}
    while more := _next(found, filled=True) or _next(found, filled=False):
        found |= more
    return found


def _next(known: dict[Table, Any], *, filled: bool) -> dict[Table, Any]:
    """Tables that hang on those that are known; by a column that may be empty only when there is no other."""
    return {
        table: column
        for table in Base.metadata.sorted_tables
        if table not in known
        and (column := _stem(table, known)) is not None
        and (not filled or not column.nullable)
    }


def _stem(table: Table, known: dict[Table, Any]) -> Any:
    """The column that leads to a known table: best one that is always filled."""
    leading = [
        key.parent
        for key in table.foreign_keys
        if key.column.table in known and key.column.table is not table and key.parent is not None
    ]
    return min(leading, key=lambda column: (column.nullable, column.name), default=None)


def of_case(table: Table, case_id: str) -> ColumnElement[bool]:
    """Whether a row of this table belongs to the family."""
    column = tables()[table]
    if table is FAMILY:
        return FAMILY.c.id == literal(case_id)
    (key,) = column.foreign_keys
    above = key.column.table
    if above is FAMILY:
        return column == literal(case_id)  # type: ignore[no-any-return]
    inside: Select[Any] = select(key.column).where(of_case(above, case_id))
    return column.in_(inside)  # type: ignore[no-any-return]


def ids(session: Session, table: Table, case_id: str) -> list[str]:
    """The ids of the rows of a family in one table."""
    return list(session.scalars(select(table.c.id).where(of_case(table, case_id))))


def remove(session: Session, case_id: str) -> None:
    """Take every row of a family out of every table. What refers in a circle is let go first."""
    found = [table for table in Base.metadata.sorted_tables if table in tables()]
    for table in found:
        circle = {key.parent.name: None for key in table.foreign_keys if key.use_alter}
        if circle:
            session.execute(update(table).where(of_case(table, case_id)).values(circle))
    for table in reversed(found):
        session.execute(delete(table).where(of_case(table, case_id)))
    session.expire_all()
