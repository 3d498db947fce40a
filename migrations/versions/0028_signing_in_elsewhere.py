"""Signing in with an account of the own organisation (OpenID Connect): which of theirs belongs to which of ours.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; nobody is linked before they come in that way."""
    op.create_table(
        "linked_login",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_linked_login_issuer")),
        sa.UniqueConstraint("account_id", "issuer", name=op.f("uq_linked_login_account_id")),
    )


def downgrade() -> None:
    """Away with it: the password is the way in again."""
    op.drop_table("linked_login")
