"""Cards of a guided session, what a card rests on, and the earlier values of cycles and cards.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ADDED = ("evidence_of", "evidence_count", "session_id", "pile", "carried_from_id")


def upgrade() -> None:
    """Cards that were there already lie on the board."""
    with op.batch_alter_table("cycle_card") as card:
        card.add_column(sa.Column("evidence_of", sa.String(140), server_default="", nullable=False))
        card.add_column(sa.Column("evidence_count", sa.Integer(), nullable=True))
        card.add_column(sa.Column("session_id", sa.String(16), nullable=True))
        card.add_column(sa.Column("pile", sa.String(80), server_default="", nullable=False))
        card.add_column(sa.Column("carried_from_id", sa.String(16), nullable=True))
        card.create_foreign_key(
            card.f("fk_cycle_card_session_id_guided_session"), "guided_session", ["session_id"], ["id"]
        )
        card.create_foreign_key(
            card.f("fk_cycle_card_carried_from_id_cycle_card"), "cycle_card", ["carried_from_id"], ["id"]
        )
        card.create_index(card.f("ix_cycle_card_session_id"), ["session_id"])
    # A default is only needed while rows that exist are filled.
    with op.batch_alter_table("cycle_card") as card:
        card.alter_column("evidence_of", server_default=None)
        card.alter_column("pile", server_default=None)
    op.create_table(
        "card_dot",
        sa.Column("card_id", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(16), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["cycle_card.id"], name="fk_card_dot_card_id_cycle_card"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_card_dot_account_id_account"),
        sa.PrimaryKeyConstraint("card_id", "account_id", name="pk_card_dot"),
    )
    op.create_table(
        "learning_change",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("thing", sa.String(60), nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("before", sa.String(2000), nullable=False),
        sa.Column("after", sa.String(2000), nullable=False),
        sa.Column("by_id", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_learning_change_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_change"),
    )
    op.create_index("ix_learning_change_thing", "learning_change", ["thing"])


def downgrade() -> None:
    """What still lay on the table of a session is forgotten: without it, it would lie on no board."""
    op.drop_table("learning_change")
    op.drop_table("card_dot")
    op.execute("DELETE FROM cycle_card WHERE board_column = 'session'")
    with op.batch_alter_table("cycle_card") as card:
        card.drop_index(card.f("ix_cycle_card_session_id"))
        card.drop_constraint(card.f("fk_cycle_card_carried_from_id_cycle_card"), type_="foreignkey")
        card.drop_constraint(card.f("fk_cycle_card_session_id_guided_session"), type_="foreignkey")
        for column in ADDED:
            card.drop_column(column)
