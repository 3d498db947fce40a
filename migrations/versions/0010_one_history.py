"""One history for every kind of record: by a person of a case, or by an account in the learning layer.

A reflection that was taken back is gone; the column that said so was never filled.

Revision ID: 0010
Revises: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

#: What both tables hold. The learning layer kept values as words, the case as JSON.
SAME = ("id", "thing", "field", "before", "after", "at")
FIELD_CHANGE = sa.table(
    "field_change",
    *(sa.column(name, sa.String) for name in ("id", "thing", "field", "by_id", "account_by_id")),
    *(sa.column(name, sa.JSON) for name in ("before", "after")),
    sa.column("at", sa.DateTime),
)
LEARNING_CHANGE = sa.table(
    "learning_change",
    *(sa.column(name, sa.String) for name in ("id", "thing", "field", "before", "after", "by_id")),
    sa.column("at", sa.DateTime),
)


def upgrade() -> None:
    """What was changed in the learning layer moves to where all changes are."""
    with op.batch_alter_table("field_change") as change:
        change.alter_column("by_id", existing_type=sa.String(16), nullable=True)
        change.add_column(sa.Column("account_by_id", sa.String(16), nullable=True))
        change.create_foreign_key(
            change.f("fk_field_change_account_by_id_account"), "account", ["account_by_id"], ["id"]
        )
        change.create_check_constraint(
            change.f("ck_field_change_by_one"), "(by_id IS NULL) <> (account_by_id IS NULL)"
        )
    _move(sa.select(LEARNING_CHANGE), "by_id", FIELD_CHANGE, "account_by_id")
    op.drop_table("learning_change")
    with op.batch_alter_table("reflection") as reflection:
        reflection.drop_column("withdrawn_at")


def downgrade() -> None:
    """Two tables again, each with its own."""
    with op.batch_alter_table("reflection") as reflection:
        reflection.add_column(sa.Column("withdrawn_at", sa.DateTime(), nullable=True))
    op.create_table(
        "learning_change",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("thing", sa.String(60), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("before", sa.String(2000), nullable=False),
        sa.Column("after", sa.String(2000), nullable=False),
        sa.Column("by_id", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_learning_change_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_change"),
    )
    op.create_index("ix_learning_change_thing", "learning_change", ["thing"])
    of_learning = FIELD_CHANGE.c.account_by_id.is_not(None)
    _move(sa.select(FIELD_CHANGE).where(of_learning), "account_by_id", LEARNING_CHANGE, "by_id")
    op.execute(sa.delete(FIELD_CHANGE).where(of_learning))
    with op.batch_alter_table("field_change") as change:
        change.drop_constraint(change.f("ck_field_change_by_one"), type_="check")
        change.drop_constraint(change.f("fk_field_change_account_by_id_account"), type_="foreignkey")
        change.drop_column("account_by_id")
        change.alter_column("by_id", existing_type=sa.String(16), nullable=False)


def _move(found: sa.Select[Any], by: str, into: sa.TableClause, then: str) -> None:
    """Write the changes that are found into the other table; the column of who did it has another name there."""
    rows = op.get_bind().execute(found).mappings().all()
    moved = [{**{name: row[name] for name in SAME}, then: row[by]} for row in rows]
    if moved:
        op.get_bind().execute(sa.insert(into), moved)
