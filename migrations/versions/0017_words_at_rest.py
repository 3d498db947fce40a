"""What people wrote is kept encrypted: each column of words becomes one of octets.

Each is locked under a key of the family or of a person. Going back opens every cell
again. Both need the key store of the installation.

Revision ID: 0017
Revises: 0016
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from models.sealed import ERASED, KeyGone

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PAGE = 500
#: Table, key, words (with the type they had), and whose key: SQL for the kind of scope and for its id.
CASE = ("'case'", "case_id")
PERSON = ("'person'", "person_id")
OF_MEETING = ("'case'", "(SELECT case_id FROM meeting WHERE meeting.id = meeting_id)")
OF_TEXT = (
    "(SELECT CASE WHEN owner_id IS NULL THEN 'case' ELSE 'person' END FROM text WHERE text.id = text_id)",
    "(SELECT COALESCE(owner_id, case_id) FROM text WHERE text.id = text_id)",
)
OF_PERSON = (
    "CASE WHEN by_id IS NULL THEN 'house' ELSE 'case' END",
    "COALESCE((SELECT case_id FROM person WHERE person.id = by_id), 'learning')",
)
SEALED: dict[str, tuple[tuple[str, ...], dict[str, Any], tuple[str, str]]] = {
    "action": (("id",), {"bridge": sa.String(300), "note": sa.String(300), "taken_said": sa.Text()}, CASE),
    "change": (("text_id", "version"), {"changes": sa.JSON()}, OF_TEXT),
    "check_out": (("meeting_id", "person_id"), {"tip": sa.String(500)}, PERSON),
    "correction": (("id",), {"words": sa.String(2000)}, PERSON),
    "decision": (
        ("id",),
        {"departs_from": sa.String(500), "how_to_object": sa.String(500), "next_step": sa.String(300)},
        CASE,
    ),
    "expertise": (
        ("id",),
        {"who": sa.String(120), "question": sa.String(500), "answer": sa.String(1000)},
        CASE,
    ),
    "explanation": (("id",), {"words": sa.String(200), "answer": sa.String(500)}, CASE),
    "face_change": (("id",), {"reason": sa.String(500)}, CASE),
    "family_case": (("id",), {"title": sa.String(120), "summary": sa.String(2000)}, ("'case'", "id")),
    "field_change": (("id",), {"before": sa.JSON(), "after": sa.JSON(), "why": sa.String(300)}, OF_PERSON),
    "goal": (("id",), {"attained_said": sa.Text()}, CASE),
    "guest": (("id",), {"name": sa.String(60)}, OF_MEETING),
    "link": (("id",), {"note": sa.String(300)}, CASE),
    "meeting": (
        ("id",),
        {"place": sa.String(120), "why_no_family": sa.String(500), "why_cancelled": sa.String(500)},
        CASE,
    ),
    "named_risk": (("id",), {"words": sa.String(200)}, PERSON),
    "part": (("id",), {"skipped_why": sa.String(300), "again_why": sa.String(300)}, OF_MEETING),
    "passed_over": (("meeting_id", "key"), {"why": sa.String(300)}, OF_MEETING),
    "person": (("id",), {"name": sa.String(60), "role_words": sa.String(120)}, ("'person'", "id")),
    "plan_check": (("id",), {"said": sa.JSON()}, CASE),
    "proposal": (("id",), {"words": sa.Text(), "why": sa.String(300)}, CASE),
    "reflection": (("id",), {"words": sa.String(1000), "friction": sa.String(500)}, PERSON),
    "reopening": (
        ("id",),
        {"why": sa.String(500)},
        ("'case'", "(SELECT case_id FROM report WHERE report.id = report_id)"),
    ),
    "report": (("id",), {"content": sa.JSON()}, CASE),
    "response": (("statement_id", "person_id"), {"words": sa.String(1000), "said": sa.Text()}, PERSON),
    "rules_agreed": (("meeting_id", "person_id"), {"said": sa.Text()}, PERSON),
    "safety_number": (("round_id", "person_id"), {"why": sa.String(500)}, PERSON),
    "shield": (("id",), {"reason": sa.String(500)}, CASE),
    "stand": (("decision_id", "person_id"), {"words": sa.String(1000), "said": sa.Text()}, PERSON),
    "statement": (
        ("id",),
        {"source_words": sa.String(200), "withdrawn_why": sa.String(300), "accorded_said": sa.Text()},
        CASE,
    ),
    "text": (
        ("id",),
        {"words": sa.Text()},
        ("CASE WHEN owner_id IS NULL THEN 'case' ELSE 'person' END", "COALESCE(owner_id, case_id)"),
    ),
}
NULLABLE = {("meeting", "why_cancelled"), ("plan_check", "said")}
#: A length of words that cannot be asked of octets: the use case asks it.
LOST_CHECKS = {"ck_shield_reason_given": "length(reason) >= 5"}


def upgrade() -> None:
    """Lock every word, column by column."""
    with op.batch_alter_table("shield") as shield:
        for name in LOST_CHECKS:
            shield.drop_constraint(op.f(name), type_="check")
    for table in SEALED:
        _turn(table, {name: sa.LargeBinary() for name in SEALED[table][1]}, _lock)


def downgrade() -> None:
    """Open every word; what was erased stays so, and reads as that."""
    for table in SEALED:
        _turn(table, dict(SEALED[table][1]), _open)
    with op.batch_alter_table("shield") as shield:
        for name, check in LOST_CHECKS.items():
            shield.create_check_constraint(op.f(name), check)


Turned = Callable[[str, str, sa.RowMapping], Any]


def _turn(table: str, types: dict[str, Any], turned: Turned) -> None:
    """New columns beside the old ones, filled row by row, and then in their place."""
    for column, kind in types.items():
        op.add_column(table, sa.Column(f"{column}_new", kind, nullable=True))
    target = sa.table(table, *(sa.column(f"{name}_new", kind) for name, kind in types.items()))
    for row in _rows(table, turned is _lock):
        values = {f"{column}_new": turned(table, column, row) for column in types}
        same = sa.and_(*(sa.column(key) == row[key] for key in SEALED[table][0]))
        op.get_bind().execute(sa.update(target).where(same).values(values))
    # What a table refers to is not read along: SQLite would read half the database for each of thirty tables.
    with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as change:
        for column, kind in types.items():
            change.drop_column(column)
            change.alter_column(
                f"{column}_new",
                new_column_name=column,
                existing_type=kind,
                nullable=(table, column) in NULLABLE,
            )


def _rows(table: str, plain: bool) -> Iterator[sa.RowMapping]:
    keys, words, (kind, scope) = SEALED[table]
    held = [sa.column(name, was if plain else sa.LargeBinary()) for name, was in words.items()]
    named = [sa.column(key) for key in keys]
    source = sa.table(table)
    places = op.get_bind().execute(sa.select(*named).select_from(source)).all()
    whose = (sa.literal_column(kind).label("scope_kind"), sa.literal_column(scope).label("scope_id"))
    for start in range(0, len(places), PAGE):
        for place in places[start : start + PAGE]:
            same = sa.and_(*(column == key for column, key in zip(named, place, strict=True)))
            found = sa.select(*named, *held, *whose).select_from(source).where(same)
            yield op.get_bind().execute(found).mappings().one()


def _lock(table: str, column: str, row: sa.RowMapping) -> bytes | None:
    value = row[column]
    data = isinstance(SEALED[table][1][column], sa.JSON)
    if value is None and (table, column) in NULLABLE:
        return None
    if value == "" and not data:
        return b""
    words = json.dumps(value, separators=(",", ":")) if data else value
    octets = words.encode("utf-8", "surrogatepass")
    return bytes(_vault().seal((row["scope_kind"], row["scope_id"]), _place(table, column, row), octets))


def _open(table: str, column: str, row: sa.RowMapping) -> Any:
    cell = row[column]
    data = isinstance(SEALED[table][1][column], sa.JSON)
    if cell is None or cell == b"":
        return None if cell is None else ""
    try:
        words = bytes(_vault().open(_place(table, column, row), cell)).decode("utf-8", "surrogatepass")
    except KeyGone:
        return None if data else ERASED
    return json.loads(words) if data else words


def _place(table: str, column: str, row: sa.RowMapping) -> bytes:
    return "\x1f".join((table, column, *(str(row[key]) for key in SEALED[table][0]))).encode()


def _vault() -> Any:
    vault = context.config.attributes.get("vault")
    if vault is None:
        raise RuntimeError("words are locked with the keys of the installation: run this as `migrate`")
    return vault
