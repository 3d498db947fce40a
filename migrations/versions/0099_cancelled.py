"""A planned meeting can be cancelled, with a reason.

Revision ID: 0099
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No meeting was cancelled before."""
    op.add_column("meeting", sa.Column("why_cancelled", sa.String(500), nullable=True))


def downgrade() -> None:
    """A meeting that does not take place becomes one that is over; why is forgotten."""
    op.execute("UPDATE meeting SET state = 'closed' WHERE state = 'cancelled'")
    op.drop_column("meeting", "why_cancelled")
