"""What was passed over when a meeting closed, with the reason (*overgeslagen*).

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; meetings that are over never asked for a reason."""
    op.create_table(
        "passed_over",
        sa.Column("meeting_id", sa.String(16), sa.ForeignKey("meeting.id"), primary_key=True),
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index(op.f("ix_passed_over_by_id"), "passed_over", ["by_id"])


def downgrade() -> None:
    """Away with it; reports that are written keep what they tell."""
    op.drop_table("passed_over")
