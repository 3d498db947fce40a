"""Erasing and holding. The log refers to no family any more: it outlives one that was erased.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

REFERENCE = "fk_log_entry_case_id_family_case"
#: A row without a name for each family that only the log still knows.
TOMBSTONES = """
    INSERT INTO family_case (id, profile_id, title, municipality, phase, summary, opened_on)
    SELECT log_entry.case_id, (SELECT min(id) FROM region_profile), {octets}, '', '', {octets}, {day}
    FROM log_entry LEFT JOIN family_case ON family_case.id = log_entry.case_id
    WHERE log_entry.case_id IS NOT NULL AND family_case.id IS NULL GROUP BY log_entry.case_id
"""
NOTHING = {
    "sqlite": {"octets": "x''", "day": "date(min(log_entry.at))"},
    "postgresql": {"octets": "''::bytea", "day": "min(log_entry.at)::date"},
}


def upgrade() -> None:
    """Rows of the log stay as they are, each with its number and its guards."""
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(refers=False)
    else:
        op.drop_constraint(op.f(REFERENCE), "log_entry", type_="foreignkey")
    op.create_table(
        "erasure",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(16), nullable=True),
        sa.Column("ground", sa.String(20), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(40), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
    )
    op.create_index(op.f("ix_erasure_case_id"), "erasure", ["case_id"])
    op.create_table(
        "hold",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("ended_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
    )
    op.create_index(op.f("ix_hold_case_id"), "hold", ["case_id"])


def downgrade() -> None:
    """The log refers to families again; for one that was erased an empty row without a name comes back."""
    op.drop_table("hold")
    op.drop_table("erasure")
    op.execute(TOMBSTONES.format(**NOTHING[op.get_bind().dialect.name]))
    if op.get_bind().dialect.name == "sqlite":
        _made_anew(refers=True)
    else:
        op.create_foreign_key(op.f(REFERENCE), "log_entry", "family_case", ["case_id"], ["id"])


def _made_anew(*, refers: bool) -> None:
    """SQLite changes a reference by copying the table; its triggers go with the old one and are put back."""
    bind = op.get_bind()
    kept = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_entry' ORDER BY name"
    triggers = bind.exec_driver_sql(kept).scalars().all()
    with op.batch_alter_table("log_entry", recreate="always") as log:
        if refers:
            log.create_foreign_key(op.f(REFERENCE), "family_case", ["case_id"], ["id"])
        else:
            log.drop_constraint(op.f(REFERENCE), type_="foreignkey")
    for trigger in triggers:
        op.execute(trigger)
