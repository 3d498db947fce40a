"""Somebody may sit in the room without a phone or laptop.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody who was invited before is where the program saw them: not in the room without a device."""
    with op.batch_alter_table("invitee") as invitee:
        invitee.add_column(sa.Column("in_room", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Forget who sat in the room."""
    with op.batch_alter_table("invitee") as invitee:
        invitee.drop_column("in_room")
