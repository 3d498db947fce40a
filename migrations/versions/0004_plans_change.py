"""A planned meeting can be cancelled, with a reason; a change of face is remembered.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No meeting was cancelled before."""
    op.add_column("meeting", sa.Column("why_cancelled", sa.String(500), nullable=True))
    op.create_table(
        "face_change",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("case_id", sa.String(16), nullable=False),
        sa.Column("face", sa.String(20), nullable=False),
        sa.Column("before_id", sa.String(16), nullable=True),
        sa.Column("after_id", sa.String(16), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name="fk_face_change_case_id_family_case"),
        sa.ForeignKeyConstraint(["before_id"], ["person.id"], name="fk_face_change_before_id_person"),
        sa.ForeignKeyConstraint(["after_id"], ["person.id"], name="fk_face_change_after_id_person"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_face_change_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_face_change"),
    )
    op.create_index("ix_face_change_case_id", "face_change", ["case_id"])


def downgrade() -> None:
    """A meeting that does not take place becomes one that is over; why is forgotten, and so are the faces before."""
    op.drop_table("face_change")
    op.execute("UPDATE meeting SET state = 'closed' WHERE state = 'cancelled'")
    op.drop_column("meeting", "why_cancelled")
