"""Tries at a link are counted by its letters, whether or not it is one; five wrong codes lock nothing any more.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was counted until now is forgotten: a link that was locked waits for its next code only."""
    op.create_table(
        "door_try",
        sa.Column("letters", sa.String(64), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("letters", name=op.f("pk_door_try")),
    )
    op.create_index(op.f("ix_door_try_last_at"), "door_try", ["last_at"])
    with op.batch_alter_table("invitation") as table:
        table.drop_column("tries")


def downgrade() -> None:
    """Links begin to count anew."""
    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("invitation") as table:
        table.alter_column("tries", server_default=None)
    op.drop_index(op.f("ix_door_try_last_at"), table_name="door_try")
    op.drop_table("door_try")
