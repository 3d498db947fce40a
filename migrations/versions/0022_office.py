"""What an account is in the office of a region (privacy officer, team leader), and what is asked of that officer.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; nobody has a seat before somebody gives one."""
    op.create_table(
        "office_seat",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("profile_id", sa.String(16), sa.ForeignKey("region_profile.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(16), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("organisation_id", sa.String(16), sa.ForeignKey("organisation.id"), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (organisation_id IS NULL)", name=op.f("ck_office_seat_of_one")
        ),
        sa.UniqueConstraint(
            "profile_id", "role", "account_id", "organisation_id", name=op.f("uq_office_seat_profile_id")
        ),
    )
    op.create_index(op.f("ix_office_seat_account_id"), "office_seat", ["account_id"])
    op.create_index(op.f("ix_office_seat_organisation_id"), "office_seat", ["organisation_id"])
    op.create_table(
        "access_to_data",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("longer_why", sa.LargeBinary(), nullable=False),
        sa.Column("longer_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.String(16), sa.ForeignKey("account.id"), nullable=True),
    )
    for column in ("case_id", "person_id", "answered_by_id"):
        op.create_index(op.f(f"ix_access_to_data_{column}"), "access_to_data", [column])


def downgrade() -> None:
    """Away with both."""
    op.drop_table("access_to_data")
    op.drop_table("office_seat")
