"""What was measured comes out in batches that never change.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was out before."""
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("batch", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_measurement_batch"), ["batch"], unique=False)


def downgrade() -> None:
    """Which values came out together is forgotten."""
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_batch"))
        batch_op.drop_column("batch")
