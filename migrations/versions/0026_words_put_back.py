"""Words that were put back: which version of a text they are of, so that they stay of who wrote them.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was ever put back before."""
    op.add_column("change", sa.Column("restores", sa.Integer(), nullable=True))


def downgrade() -> None:
    """They become words of who put them back."""
    with op.batch_alter_table("change") as change:
        change.drop_column("restores")
