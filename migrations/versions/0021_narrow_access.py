"""Access that fits and ends: what somebody is here for, what part they may see, until when, beside whom.

Who was there before keeps what they had: everything, and no end. They were told so at their table, and nobody can say
today what part would fit: a door that closes by itself on the day of an update would leave a family alone. Whoever
directs a case sees on its page who still sees everything, and narrows it with the family.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Columns beside a person, with the value that changes nothing; two tables for what happens to access."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("purpose", sa.LargeBinary(), nullable=True))
        person.add_column(sa.Column("sees", sa.String(20), nullable=False, server_default="everything"))
        person.add_column(sa.Column("sees_parts", sa.JSON(), nullable=False, server_default="[]"))
        person.add_column(sa.Column("until", sa.Date(), nullable=True))
        person.add_column(sa.Column("supports_id", sa.String(16), nullable=True))
        person.add_column(sa.Column("left_at", sa.DateTime(), nullable=True))
        person.create_foreign_key(op.f("fk_person_supports_id_person"), "person", ["supports_id"], ["id"])
        person.create_index(op.f("ix_person_supports_id"), ["supports_id"])
        person.create_check_constraint(
            op.f("ck_person_supports_another"), "supports_id IS NULL OR supports_id <> id"
        )
    person = sa.table("person", sa.column("purpose", sa.LargeBinary()))
    op.execute(person.update().values(purpose=b""))
    with op.batch_alter_table("person") as changed:
        changed.alter_column("purpose", existing_type=sa.LargeBinary(), nullable=False)
    op.create_table(
        "departure",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("back_at", sa.DateTime(), nullable=True),
    )
    for column in ("case_id", "person_id", "by_id"):
        op.create_index(op.f(f"ix_departure_{column}"), "departure", [column])
    op.create_table(
        "access_request",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
    )
    for column in ("case_id", "person_id", "asked_by_id", "answered_by_id"):
        op.create_index(op.f(f"ix_access_request_{column}"), "access_request", [column])


def downgrade() -> None:
    """Away with them. The program of before opens everything to whoever has an account: who saw a part only, or no
    longer anything, loses that account here, so that going back opens no door."""
    op.execute(
        "UPDATE person SET account_id = NULL"
        " WHERE left_at IS NOT NULL OR until < CURRENT_DATE OR sees <> 'everything'"
    )
    op.drop_table("access_request")
    op.drop_table("departure")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_supports_another"), type_="check")
        person.drop_index(op.f("ix_person_supports_id"))
        person.drop_constraint(op.f("fk_person_supports_id_person"), type_="foreignkey")
        for column in ("left_at", "supports_id", "until", "sees_parts", "sees", "purpose"):
            person.drop_column(column)
