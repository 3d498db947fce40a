"""A number of safety may stay off the wall, or not be given at all.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was given before was shown to everybody, and stays so."""
    with op.batch_alter_table("safety_number") as number:
        number.add_column(sa.Column("off_screen", sa.Boolean(), nullable=False, server_default=sa.false()))
        number.alter_column("score", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("safety_number") as number:
        number.alter_column("off_screen", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    """Before, everybody saw every number: what somebody kept for a few goes, it is not shown to all."""
    op.execute(sa.text("DELETE FROM safety_number WHERE off_screen OR score IS NULL"))
    with op.batch_alter_table("safety_number") as number:
        number.alter_column("score", existing_type=sa.Integer(), nullable=False)
        number.drop_column("off_screen")
