"""A count of deeds, so that what was looked up is known to hold still.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROWS = 256


def upgrade() -> None:
    """One table with all its rows; counting begins at nought."""
    made = op.create_table(
        "deed_count",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("deeds", sa.Integer(), nullable=False),
    )
    op.bulk_insert(made, [{"id": number, "deeds": 0} for number in range(ROWS)])


def downgrade() -> None:
    """Away with it."""
    op.drop_table("deed_count")
