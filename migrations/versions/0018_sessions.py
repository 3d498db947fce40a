"""Sessions are rows: every browser that is in, instead of a key at an account and a hash at a phone or screen.

Whoever is in when this is done signs in or knocks once more: what their cookie holds belongs to no row.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One new table; three columns go."""
    op.create_table(
        "session",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("of_id", sa.String(16), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("next_hash", sa.String(64), nullable=True),
        sa.Column("last_hash", sa.String(64), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("rotated_at", sa.DateTime(), nullable=False),
        sa.Column("device", sa.String(40), nullable=False),
        sa.Column("device_key", sa.String(200), nullable=True),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("idle_until", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("step_up_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_why", sa.String(20), nullable=True),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_session_secret_hash")),
    )
    op.create_index(op.f("ix_session_kind_of_id"), "session", ["kind", "of_id"])
    op.create_index(op.f("ix_session_ended_at"), "session", ["ended_at"])
    with op.batch_alter_table("account") as account:
        account.drop_column("session_key")
    for table in ("guest", "screen"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(changed.f(f"uq_{table}_token_hash"), type_="unique")
            changed.drop_column("token_hash")


def downgrade() -> None:
    """The columns come back with what no cookie holds: everybody comes in once more."""
    op.drop_table("session")
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("session_key", sa.String(16), nullable=False, server_default=""))
    op.execute("UPDATE account SET session_key = id")
    with op.batch_alter_table("account") as account:
        account.alter_column("session_key", existing_type=sa.String(16), server_default=None)
    with op.batch_alter_table("screen") as screen:
        screen.add_column(sa.Column("token_hash", sa.String(64), nullable=True))
        screen.create_unique_constraint(screen.f("uq_screen_token_hash"), ["token_hash"])
    with op.batch_alter_table("guest") as guest:
        guest.add_column(sa.Column("token_hash", sa.String(64), nullable=True))
    op.execute("UPDATE guest SET token_hash = id")
    with op.batch_alter_table("guest") as guest:
        guest.alter_column("token_hash", existing_type=sa.String(64), nullable=False)
        guest.create_unique_constraint(guest.f("uq_guest_token_hash"), ["token_hash"])
