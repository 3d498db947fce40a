"""Words belong to somebody: other wordings that were proposed, whose wording was taken over, and the chair's reasons.

What took a statement back is kept under the name that every kind of record has for it.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
RENAMED = "UPDATE field_change SET field = '{}' WHERE field = '{}' AND thing LIKE 'statement:%'"


def upgrade() -> None:
    """A table, two columns; nothing that was written changes."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("text_id", sa.String(16), sa.ForeignKey("text.id"), nullable=False),
        sa.Column("base_epoch", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("why", sa.String(300), nullable=False),
    )
    for column in ("case_id", "text_id"):
        op.create_index(op.f(f"ix_proposal_{column}"), "proposal", [column])
    op.create_index(
        "uq_proposal_open",
        "proposal",
        ["text_id", "by_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    with op.batch_alter_table("change") as change:
        change.add_column(sa.Column("proposed_by_id", sa.String(16), nullable=True))
        change.create_foreign_key(
            change.f("fk_change_proposed_by_id_person"), "person", ["proposed_by_id"], ["id"]
        )
    with op.batch_alter_table("field_change") as kept:
        kept.add_column(sa.Column("why", sa.String(300), nullable=False, server_default=sa.text("''")))
    op.execute(RENAMED.format("removed", "withdrawn"))


def downgrade() -> None:
    """What was proposed goes, and with it whose wording was taken over and the chair's reasons."""
    op.execute(RENAMED.format("withdrawn", "removed"))
    with op.batch_alter_table("field_change") as kept:
        kept.drop_column("why")
    with op.batch_alter_table("change") as change:
        change.drop_constraint(change.f("fk_change_proposed_by_id_person"), type_="foreignkey")
        change.drop_column("proposed_by_id")
    op.drop_table("proposal")
