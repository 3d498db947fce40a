"""A colleague who is asked beside a family says yes first; and opening a family is a right.

Who opened a family until today, stays with one, directs one or chairs a meeting keeps that right, in the region of that
family: nobody finds a closed door on the day of an update. Everybody else gets it from their organisation.

Revision ID: 0024
Revises: 0023
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

#: As keys were made when this was written.
ALPHABET, LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 16
#: An account and a region, for everybody who opened a family, stays with one, directs one, or chairs.
OPENERS = """
    SELECT DISTINCT person.account_id, family_case.profile_id
    FROM person JOIN family_case ON family_case.id = person.case_id
    WHERE person.account_id IS NOT NULL AND (
        person.id IN (family_case.fixed_face_id, family_case.second_face_id, family_case.case_director_id)
        OR EXISTS (SELECT 1 FROM meeting WHERE meeting.chair_id = person.id)
        OR EXISTS (
            SELECT 1 FROM log_entry
            WHERE log_entry.deed = 'case.open' AND log_entry.outcome = 'ok'
            AND log_entry.actor = 'person:' || person.id
        )
    )
    ORDER BY person.account_id, family_case.profile_id
"""
SEATS = sa.table(
    "office_seat",
    sa.column("id", sa.String),
    sa.column("profile_id", sa.String),
    sa.column("role", sa.String),
    sa.column("account_id", sa.String),
)


def upgrade() -> None:
    """One table, and a seat for whoever did it until today."""
    op.create_table(
        "colleague_invitation",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("case_id", sa.String(16), sa.ForeignKey("family_case.id"), nullable=False),
        sa.Column("asked_by_id", sa.String(16), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_mark", sa.String(64), nullable=False),
        sa.Column("called", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("role_words", sa.LargeBinary(), nullable=False),
        sa.Column("organisation", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("sees", sa.String(20), nullable=False),
        sa.Column("sees_parts", sa.JSON(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("supports_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("meetings", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("said_yes", sa.Boolean(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), nullable=True),
    )
    for column in ("case_id", "asked_by_id", "address_mark", "supports_id", "person_id"):
        op.create_index(op.f(f"ix_colleague_invitation_{column}"), "colleague_invitation", [column])
    found = op.get_bind().execute(sa.text(OPENERS)).all()
    rows = [
        {"id": _key(), "profile_id": region, "role": "opener", "account_id": account}
        for account, region in found
    ]
    if rows:
        op.bulk_insert(SEATS, rows)


def downgrade() -> None:
    """Away with both; who was asked and did not answer is asked again."""
    op.execute(SEATS.delete().where(SEATS.c.role == "opener"))
    op.drop_table("colleague_invitation")


def _key() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
