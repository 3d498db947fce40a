"""Shields that people set: whom it protects, what was asked, and codes that are told.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Shields that are there stay shut as they are; whom they protect nobody said."""
    with op.batch_alter_table("shield") as shield:
        shield.add_column(sa.Column("set_at", sa.DateTime(), nullable=True))
        shield.add_column(sa.Column("protects_id", sa.String(16), nullable=True))
        shield.add_column(sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
        shield.add_column(sa.Column("refused_why", sa.LargeBinary(), nullable=True))
        shield.add_column(sa.Column("lifted_at", sa.DateTime(), nullable=True))
        shield.create_foreign_key(op.f("fk_shield_protects_id_person"), "person", ["protects_id"], ["id"])
        shield.create_index(op.f("ix_shield_protects_id"), ["protects_id"])
    op.create_table(
        "shield_ask",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("shield_id", sa.String(16), sa.ForeignKey("shield.id"), nullable=False),
        sa.Column("deed", sa.String(10), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
    )
    for column in ("shield_id", "person_id"):
        op.create_index(op.f(f"ix_shield_ask_{column}"), "shield_ask", [column])
    op.create_table(
        "told_code",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("made_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("guest_id", sa.String(16), sa.ForeignKey("guest.id"), nullable=True),
        sa.Column("open_until", sa.DateTime(), nullable=True),
    )
    for column in ("case_id", "person_id", "guest_id"):
        op.create_index(op.f(f"ix_told_code_{column}"), "told_code", [column])


def downgrade() -> None:
    """What was lifted stays shut: its audience is empty."""
    op.drop_table("told_code")
    op.drop_table("shield_ask")
    with op.batch_alter_table("shield") as shield:
        shield.drop_index(op.f("ix_shield_protects_id"))
        shield.drop_constraint(op.f("fk_shield_protects_id_person"), type_="foreignkey")
        for column in ("lifted_at", "refused_why", "provisional", "protects_id", "set_at"):
            shield.drop_column(column)
