"""A yes belongs to exact words, also of agreements, goals, plans and rules; who was asked; what was said aloud.

A yes that stood gets the words that stand there now. To what a plan was that was gone over before nobody kept: it is
asked again. Of a decision that was taken, who was asked is who was invited and may say where they stand.

Revision ID: 0013
Revises: 0012
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ACTION = sa.table(
    "action", *(sa.column(name) for name in ("id", "text_id", "seen_when_id", "due", "taken", "taken_said"))
)
GOAL = sa.table(
    "goal", *(sa.column(name) for name in ("id", "text_id", "seen_when_id", "attainment", "attained_said"))
)
TEXT = sa.table("text", *(sa.column(name) for name in ("id", "words")))
PARTNER = sa.table("action_partner", *(sa.column(name) for name in ("action_id", "person_id")))
RULES = sa.table("rules_agreed", *(sa.column(name) for name in ("meeting_id", "person_id", "said")))
MEETING = sa.table("meeting", *(sa.column(name) for name in ("id", "case_id")))
CASE = sa.table("family_case", *(sa.column(name) for name in ("id", "profile_id")))
PROFILE = sa.table("region_profile", sa.column("id"), sa.column("settings", sa.JSON))
#: Who was invited and says where they stand: all but interpreters; under a shield only who is inside.
ASKED = """
    INSERT INTO decision_asked (decision_id, person_id)
    SELECT decision.id, invitee.person_id FROM decision
    JOIN invitee ON invitee.meeting_id = decision.meeting_id
    JOIN person ON person.id = invitee.person_id
    WHERE decision.state = 'decided' AND person.role NOT IN ('interpreter', 'project_team')
    AND (decision.shield_id IS NULL OR invitee.person_id IN
        (SELECT person_id FROM shield_audience WHERE shield_id = decision.shield_id))
"""


def upgrade() -> None:
    """The columns, and for each yes the words that stand there now."""
    with op.batch_alter_table("action") as action:
        action.add_column(sa.Column("taken_said", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("goal") as goal:
        goal.add_column(sa.Column("attained_said", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("plan_check") as check:
        check.add_column(sa.Column("said", sa.JSON(), nullable=True))
    with op.batch_alter_table("rules_agreed") as rules:
        rules.add_column(sa.Column("said", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("stand") as stand:
        stand.add_column(sa.Column("aloud", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "decision_asked",
        sa.Column("decision_id", sa.String(16), sa.ForeignKey("decision.id"), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("person.id"), primary_key=True),
    )
    op.create_index(op.f("ix_decision_asked_person_id"), "decision_asked", ["person_id"])
    _yeses()
    _rules()
    op.execute(ASKED)
    with op.batch_alter_table("action") as action:
        action.alter_column("taken_said", existing_type=sa.Text(), server_default=None)
        action.drop_column("taken")
    for table, column in (("goal", "attained_said"), ("rules_agreed", "said")):
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    """A yes is there or not; to which words is lost, and so is what was said aloud."""
    with op.batch_alter_table("action") as action:
        action.add_column(sa.Column("taken", sa.Boolean(), nullable=False, server_default=sa.false()))
    bind = op.get_bind()
    words = _words(bind)
    for one in bind.execute(sa.select(ACTION)).mappings():
        if one["taken_said"] and one["taken_said"] == _action_said(bind, words, one):
            bind.execute(sa.update(ACTION).where(ACTION.c.id == one["id"]).values(taken=sa.true()))
    with op.batch_alter_table("action") as action:
        action.alter_column("taken", existing_type=sa.Boolean(), server_default=None)
        action.drop_column("taken_said")
    op.execute("DELETE FROM stand WHERE aloud OR stance = 'unsure'")
    for table, column in (
        ("goal", "attained_said"), ("plan_check", "said"), ("rules_agreed", "said"), ("stand", "aloud")
    ):  # fmt: skip
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
    op.drop_table("decision_asked")


def _yeses() -> None:
    bind = op.get_bind()
    words = _words(bind)
    for one in bind.execute(sa.select(ACTION).where(ACTION.c.taken)).mappings():
        said = _action_said(bind, words, one)
        bind.execute(sa.update(ACTION).where(ACTION.c.id == one["id"]).values(taken_said=said))
    for one in bind.execute(sa.select(GOAL).where(GOAL.c.attainment.is_not(None))).mappings():
        said = "\n".join((words.get(one["text_id"], ""), words.get(one["seen_when_id"], "")))
        bind.execute(sa.update(GOAL).where(GOAL.c.id == one["id"]).values(attained_said=said))


def _rules() -> None:
    """The rules of the region; of one that never wrote any, nothing: they are asked again."""
    bind = op.get_bind()
    of_meeting = sa.select(MEETING.c.id, PROFILE.c.settings).where(
        MEETING.c.case_id == CASE.c.id, CASE.c.profile_id == PROFILE.c.id
    )
    for meeting, settings in bind.execute(of_meeting).all():
        rules = "\n".join(((settings or {}).get("house_rules") or {}).get("nl", ()))
        bind.execute(sa.update(RULES).where(RULES.c.meeting_id == meeting).values(said=rules))


def _words(bind: sa.Connection) -> dict[str, str]:
    return {key: " ".join((words or "").split()) for key, words in bind.execute(sa.select(TEXT)).all()}


def _action_said(bind: sa.Connection, words: dict[str, str], one: Any) -> str:
    partners = bind.execute(sa.select(PARTNER.c.person_id).where(PARTNER.c.action_id == one["id"])).scalars()
    due = str(one["due"] or "")[:10]
    lines = words.get(one["text_id"], ""), words.get(one["seen_when_id"], ""), due, " ".join(sorted(partners))
    return "\n".join(lines)
