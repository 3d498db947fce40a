"""Reading in an emergency (*noodinzage*): who asked, who agreed, until when, and what was found of it later.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table; nothing was ever opened this way before."""
    op.create_table(
        "emergency",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("profile_id", sa.String(16), sa.ForeignKey("region_profile.id"), nullable=False),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("second_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("officer_id", sa.String(16), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("justified", sa.Boolean(), nullable=True),
        sa.Column("review", sa.LargeBinary(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
        sa.Column("reviewed_by_id", sa.String(16), sa.ForeignKey("account.id"), nullable=True),
        sa.CheckConstraint(
            "second_id IS NULL OR officer_id IS NULL", name=op.f("ck_emergency_answered_by_one")
        ),
    )
    for column in (
        "profile_id",
        "case_id",
        "person_id",
        "account_id",
        "second_id",
        "officer_id",
        "reviewed_by_id",
    ):
        op.create_index(op.f(f"ix_emergency_{column}"), "emergency", [column])


def downgrade() -> None:
    """Away with it."""
    op.drop_table("emergency")
