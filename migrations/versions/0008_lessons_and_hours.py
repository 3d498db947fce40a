"""Where a lesson card came from and what it rests on; hours that are given once for each occasion.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Cards that were there already are of the region itself; no hours could be given before."""
    op.create_table(
        "lesson_theme",
        sa.Column("lesson_id", sa.String(length=16), nullable=False),
        sa.Column("theme_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson_card.id"], name=op.f("fk_lesson_theme_lesson_id_lesson_card")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_lesson_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("lesson_id", "theme_id", name=op.f("pk_lesson_theme")),
    )
    with op.batch_alter_table("lesson_card", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("origin_key", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("lesson_card", schema=None) as batch_op:
        for name in ("origin", "origin_key", "version"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("development_hours", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mark", sa.String(length=64), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_development_hours_mark"), ["mark"])


def downgrade() -> None:
    """Cards keep their words; where they came from is lost."""
    with op.batch_alter_table("development_hours", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_development_hours_mark"), type_="unique")
        batch_op.drop_column("mark")
    with op.batch_alter_table("lesson_card", schema=None) as batch_op:
        for name in ("version", "origin_key", "origin"):
            batch_op.drop_column(name)
    op.drop_table("lesson_theme")
