"""A second proof at signing in: an app that shows codes, codes on paper, and organisations that ask for it.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; no organisation asks for it before somebody says so."""
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(
            sa.Column("second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("organisation") as organisation:
        organisation.alter_column("second_factor", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "authenticator",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.UniqueConstraint("account_id", name=op.f("uq_authenticator_account_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def downgrade() -> None:
    """Away with it: a password is enough again. Who was half in is nowhere in."""
    op.execute("DELETE FROM session WHERE kind = 'half'")
    op.drop_table("recovery_code")
    op.drop_table("authenticator")
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_column("second_factor")
