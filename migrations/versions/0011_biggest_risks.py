"""The three biggest risks (*Top 3*): what each named at a meeting, and the list of the table.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Four tables; nothing that was there changes."""
    op.create_table(
        "risk_round",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("meeting_id", sa.String(16), sa.ForeignKey("meeting.id"), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_risk_round_meeting_id")),
    )
    op.create_index(op.f("ix_risk_round_case_id"), "risk_round", ["case_id"])
    op.create_table(
        "risk_answer",
        sa.Column("round_id", sa.String(16), sa.ForeignKey("risk_round.id"), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("off_screen", sa.Boolean(), nullable=False),
        sa.Column("given_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_index(op.f("ix_risk_answer_person_id"), "risk_answer", ["person_id"])
    op.create_table(
        "risk",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("meeting_id", sa.String(16), sa.ForeignKey("meeting.id"), nullable=True),
        sa.Column("text_id", sa.String(16), sa.ForeignKey("text.id"), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("action_id", sa.String(16), sa.ForeignKey("action.id"), nullable=True),
        sa.Column("goal_id", sa.String(16), sa.ForeignKey("goal.id"), nullable=True),
        sa.Column("shield_id", sa.String(16), sa.ForeignKey("shield.id"), nullable=True),
        sa.Column("added_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
    )
    for column in ("case_id", "meeting_id", "text_id", "action_id", "goal_id", "shield_id"):
        op.create_index(op.f(f"ix_risk_{column}"), "risk", [column])
    op.create_table(
        "named_risk",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("round_id", sa.String(16), nullable=False),
        sa.Column("person_id", sa.String(16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("risk_id", sa.String(16), sa.ForeignKey("risk.id"), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id", "person_id"],
            ["risk_answer.round_id", "risk_answer.person_id"],
            name=op.f("fk_named_risk_answer"),
        ),
        sa.UniqueConstraint("round_id", "person_id", "place", name=op.f("uq_named_risk_round_id")),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_named_risk_place_possible")),
    )
    for column in ("person_id", "risk_id"):
        op.create_index(op.f(f"ix_named_risk_{column}"), "named_risk", [column])


def downgrade() -> None:
    """Away with them, the youngest first; the words of the list go too."""
    for table in ("named_risk", "risk", "risk_answer", "risk_round"):
        op.drop_table(table)
    op.execute("DELETE FROM change WHERE text_id IN (SELECT id FROM text WHERE kind = 'risk')")
    op.execute("DELETE FROM text WHERE kind = 'risk'")
