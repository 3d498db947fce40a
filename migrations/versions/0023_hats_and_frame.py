"""Hats belong to persons, with mandate and employer; whether help is voluntary or comes with a measure.

Nobody wears a hat until somebody who directs says so: what was chosen in decisions of before stays there, and says
nothing of a person. Of no family it is known whether help is voluntary: it says *nog niet opgeschreven* until somebody
writes it down, since a banner that guesses would be a promise nobody made.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

#: Columns of words, empty for everybody who was there.
WORDS = (("person", "mandate"), ("family_case", "frame_words"))


def upgrade() -> None:
    """Columns beside persons and families with values that claim nothing, and tables of what changes from now on."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("hat", sa.String(40), nullable=False, server_default=""))
        person.add_column(sa.Column("mandate", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("person") as person:
        person.alter_column("hat", existing_type=sa.String(40), existing_nullable=False, server_default=None)
    with op.batch_alter_table("family_case") as case:
        case.add_column(sa.Column("legal_frame", sa.String(20), nullable=False, server_default="not_said"))
        case.add_column(sa.Column("frame_since", sa.Date(), nullable=True))
        case.add_column(sa.Column("frame_words", sa.LargeBinary(), nullable=True))
    for table, column in WORDS:
        found = sa.table(table, sa.column(column, sa.LargeBinary()))
        op.execute(found.update().values({column: b""}))
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, existing_type=sa.LargeBinary(), nullable=False)
    op.create_table(
        "hat_change",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("hat", sa.String(40), nullable=False),
        sa.Column("organisation", sa.String(120), nullable=False),
        sa.Column("mandate", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "frame_change",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("frame", sa.String(20), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "decision_hat",
        sa.Column("decision_id", sa.String(16), sa.ForeignKey("decision.id"), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), primary_key=True),
    )
    for table, columns in (
        ("hat_change", ("case_id", "person_id", "by_id")),
        ("frame_change", ("case_id", "by_id")),
        ("decision_hat", ("person_id",)),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Away with them: the program of before asks nobody whose hat it is."""
    for table in ("decision_hat", "frame_change", "hat_change"):
        op.drop_table(table)
    with op.batch_alter_table("family_case") as case:
        for column in ("frame_words", "frame_since", "legal_frame"):
            case.drop_column(column)
    with op.batch_alter_table("person") as person:
        for column in ("mandate", "hat"):
            person.drop_column(column)
