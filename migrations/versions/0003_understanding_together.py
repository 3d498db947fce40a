"""Statements with answers, the map, goals, decisions, the meeting as a whole, and its report.

What stands on the shared screen, and what a kept value belongs to, may be any record from now on.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
FLAGS = ("welcome", "actions")


def upgrade() -> None:
    """The new tables; then the two links that become names, and the profile in which a part names its blocks."""
    op.create_table(
        "check_out",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Integer(), nullable=False),
        sa.Column("way", sa.Integer(), nullable=False),
        sa.Column("overall", sa.Integer(), nullable=False),
        sa.Column("tip", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "heard BETWEEN 0 AND 10 AND topics BETWEEN 0 AND 10 AND way BETWEEN 0 AND 10 AND overall BETWEEN 0 AND 10",
            name=op.f("ck_check_out_scores_possible"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_check_out_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_check_out_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_check_out")),
    )
    op.create_table(
        "expertise",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=True),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_expertise_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_expertise_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_expertise_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expertise_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expertise")),
    )
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expertise_case_id"), ["case_id"], unique=False)

    op.create_table(
        "explanation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("thing", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("asked_by_id", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("part_id", sa.String(length=16), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_by_id", sa.String(length=16), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_explanation_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_explanation_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_explanation_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_explanation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_explanation_part_id_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_explanation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_explanation_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "plan_check",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_plan_check_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_plan_check_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_plan_check_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_check")),
    )
    with op.batch_alter_table("plan_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_check_case_id"), ["case_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("window_until", sa.DateTime(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_report_case_id_family_case")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_report_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_report_meeting_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_case_id"), ["case_id"], unique=False)

    op.create_table(
        "rules_agreed",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_rules_agreed_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rules_agreed_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_rules_agreed")),
    )
    op.create_table(
        "safety_round",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_safety_round_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_safety_round_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_round")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_safety_round_meeting_id")),
    )
    with op.batch_alter_table("safety_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_round_case_id"), ["case_id"], unique=False)

    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("report_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_correction_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_report_id"), ["report_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("question_id", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("reason_id", sa.String(length=16), nullable=False),
        sa.Column("handled_id", sa.String(length=16), nullable=False),
        sa.Column("wrong_if_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("hat", sa.String(length=40), nullable=False),
        sa.Column("reserved_act", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.String(length=20), nullable=False),
        sa.Column("departs_from", sa.String(length=500), nullable=False),
        sa.Column("how_to_object", sa.String(length=500), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("next_step", sa.String(length=300), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.String(length=16), nullable=True),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_decision_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_decision_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_decision_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["handled_id"], ["text.id"], name=op.f("fk_decision_handled_id_text")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_decision_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["question_id"], ["text.id"], name=op.f("fk_decision_question_id_text")),
        sa.ForeignKeyConstraint(["reason_id"], ["text.id"], name=op.f("fk_decision_reason_id_text")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_decision_shield_id_shield")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_decision_text_id_text")),
        sa.ForeignKeyConstraint(["wrong_if_id"], ["text.id"], name=op.f("fk_decision_wrong_if_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "factor",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("nature", sa.String(length=20), nullable=False),
        sa.Column("life_area", sa.String(length=40), nullable=False),
        sa.Column("changeable", sa.String(length=20), nullable=True),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("y", sa.Integer(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("x BETWEEN 0 AND 1600 AND y BETWEEN 0 AND 900", name=op.f("ck_factor_on_the_map")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_factor_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_factor_case_id_family_case")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_factor_shield_id_shield")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_factor_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_case_id"), ["case_id"], unique=False)

    op.create_table(
        "goal",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("seen_when_id", sa.String(length=16), nullable=False),
        sa.Column("owner_id", sa.String(length=16), nullable=True),
        sa.Column("attainment", sa.String(length=20), nullable=True),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_goal_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_goal_case_id_family_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_goal_owner_id_person")),
        sa.ForeignKeyConstraint(["seen_when_id"], ["text.id"], name=op.f("fk_goal_seen_when_id_text")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_goal_shield_id_shield")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_goal_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_case_id"), ["case_id"], unique=False)

    op.create_table(
        "reopening",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("report_id", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reopening_by_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_reopening_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reopening_report_id"), ["report_id"], unique=False)

    op.create_table(
        "safety_number",
        sa.Column("round_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("given_by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_safety_number_score_possible")),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_safety_number_given_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_safety_number_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["safety_round.id"], name=op.f("fk_safety_number_round_id_safety_round")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_safety_number")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("happened_until", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.String(length=16), nullable=True),
        sa.Column("source_words", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("life_area", sa.String(length=40), nullable=False),
        sa.Column("replaces_id", sa.String(length=16), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_why", sa.String(length=300), nullable=False),
        sa.Column("accorded_at", sa.DateTime(), nullable=True),
        sa.Column("accorded_said", sa.Text(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_statement_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_statement_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_statement_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["statement.id"], name=op.f("fk_statement_replaces_id_statement")
        ),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_statement_shield_id_shield")),
        sa.ForeignKeyConstraint(["source_id"], ["person.id"], name=op.f("fk_statement_source_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_statement_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_case_id"), ["case_id"], unique=False)

    op.create_table(
        "child_meaning",
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_child_meaning_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_child_meaning_person_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_child_meaning_text_id_text")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_child_meaning")),
    )
    op.create_table(
        "decision_option",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_option_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_decision_option_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_option")),
    )
    with op.batch_alter_table("decision_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_option_decision_id"), ["decision_id"], unique=False)

    op.create_table(
        "decision_statement",
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("statement_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_statement_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_decision_statement_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("decision_id", "statement_id", name=op.f("pk_decision_statement")),
    )
    op.create_table(
        "factor_about",
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_factor_about_factor_id_factor")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factor_about_person_id_person")),
        sa.PrimaryKeyConstraint("factor_id", "person_id", name=op.f("pk_factor_about")),
    )
    op.create_table(
        "factor_named_by",
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["factor.id"], name=op.f("fk_factor_named_by_factor_id_factor")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_factor_named_by_person_id_person")
        ),
        sa.PrimaryKeyConstraint("factor_id", "person_id", name=op.f("pk_factor_named_by")),
    )
    op.create_table(
        "factor_statement",
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.Column("statement_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["factor_id"], ["factor.id"], name=op.f("fk_factor_statement_factor_id_factor")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_factor_statement_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("factor_id", "statement_id", name=op.f("pk_factor_statement")),
    )
    op.create_table(
        "link",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("from_id", sa.String(length=16), nullable=False),
        sa.Column("to_id", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("certainty", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_link_not_to_itself")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_link_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_link_case_id_family_case")),
        sa.ForeignKeyConstraint(["from_id"], ["factor.id"], name=op.f("fk_link_from_id_factor")),
        sa.ForeignKeyConstraint(["to_id"], ["factor.id"], name=op.f("fk_link_to_id_factor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("from_id", "to_id", "relation", name=op.f("uq_link_from_id")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_to_id"), ["to_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("statement_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("stance", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_response_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_response_person_id_person")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_response_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("statement_id", "person_id", name=op.f("pk_response")),
    )
    op.create_table(
        "stand",
        sa.Column("decision_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("stance", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_stand_decision_id_decision")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_stand_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_person_id_person")),
        sa.PrimaryKeyConstraint("decision_id", "person_id", name=op.f("pk_stand")),
    )
    op.create_table(
        "statement_about",
        sa.Column("statement_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_statement_about_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_about_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("statement_id", "person_id", name=op.f("pk_statement_about")),
    )
    op.create_table(
        "action_factor",
        sa.Column("action_id", sa.String(length=16), nullable=False),
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_factor_action_id_action")),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_action_factor_factor_id_factor")),
        sa.PrimaryKeyConstraint("action_id", "factor_id", name=op.f("pk_action_factor")),
    )
    op.create_table(
        "link_said_by",
        sa.Column("link_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_link_said_by_link_id_link")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_said_by_person_id_person")),
        sa.PrimaryKeyConstraint("link_id", "person_id", name=op.f("pk_link_said_by")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.add_column(sa.Column("goal_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("decision_id", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("waiting_reason", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("not_done_reason", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("bridge", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("note", sa.String(length=300), server_default="", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_action_goal_id_goal"), "goal", ["goal_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_action_decision_id_decision"), "decision", ["decision_id"], ["id"]
        )

    with op.batch_alter_table("field_change") as change:
        change.add_column(sa.Column("thing", sa.String(length=60), server_default="", nullable=False))
    op.execute("UPDATE field_change SET thing = 'action:' || action_id")
    with op.batch_alter_table("field_change") as change:
        change.alter_column("thing", server_default=None)
        change.create_index(change.f("ix_field_change_thing"), ["thing"])
        change.drop_index(change.f("ix_field_change_action_id"))
        change.drop_constraint(change.f("fk_field_change_action_id_action"), type_="foreignkey")
        change.drop_column("action_id")

    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(sa.Column("focus", sa.String(length=60), server_default="", nullable=False))
    op.execute("UPDATE meeting SET focus = 'section:' || focus_id WHERE focus_id IS NOT NULL")
    with op.batch_alter_table("meeting") as meeting:
        meeting.drop_constraint(meeting.f("fk_meeting_focus_id_section"), type_="foreignkey")
        meeting.drop_column("focus_id")
        meeting.alter_column("focus", server_default=None)

    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fixed", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("turns", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(
            sa.Column("skipped_why", sa.String(length=300), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("again_why", sa.String(length=300), server_default="", nullable=False))

    # A default is only needed while rows that exist are filled.
    for table, columns in {
        "action": ("bridge", "note"),
        "part": ("turns", "skipped_why", "again_why"),
    }.items():
        with op.batch_alter_table(table) as filled:
            for column in columns:
                filled.alter_column(column, server_default=None)
    _change_parts(_with_blocks)


def downgrade() -> None:
    """Back: what belongs to records that go, goes with them."""
    _change_parts(_with_flags)
    with op.batch_alter_table("text", schema=None) as batch_op:
        batch_op.drop_column("fixed")

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_column("again_why")
        batch_op.drop_column("skipped_why")
        batch_op.drop_column("turns")

    with op.batch_alter_table("meeting") as meeting:
        meeting.add_column(sa.Column("focus_id", sa.String(length=16), nullable=True))
    op.execute("UPDATE meeting SET focus_id = substr(focus, 9) WHERE focus LIKE 'section:%'")
    with op.batch_alter_table("meeting") as meeting:
        meeting.create_foreign_key(meeting.f("fk_meeting_focus_id_section"), "section", ["focus_id"], ["id"])
        meeting.drop_column("focus")

    op.execute("DELETE FROM field_change WHERE thing NOT LIKE 'action:%'")
    with op.batch_alter_table("field_change") as change:
        change.add_column(sa.Column("action_id", sa.String(length=16), nullable=True))
    op.execute("UPDATE field_change SET action_id = substr(thing, 8)")
    with op.batch_alter_table("field_change") as change:
        change.alter_column("action_id", existing_type=sa.String(length=16), nullable=False)
        change.create_foreign_key(
            change.f("fk_field_change_action_id_action"), "action", ["action_id"], ["id"]
        )
        change.create_index(change.f("ix_field_change_action_id"), ["action_id"])
        change.drop_index(change.f("ix_field_change_thing"))
        change.drop_column("thing")

    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_decision_id_decision"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_goal_id_goal"), type_="foreignkey")
        batch_op.drop_column("note")
        batch_op.drop_column("bridge")
        batch_op.drop_column("not_done_reason")
        batch_op.drop_column("waiting_reason")
        batch_op.drop_column("decision_id")
        batch_op.drop_column("goal_id")

    op.drop_table("link_said_by")
    op.drop_table("action_factor")
    op.drop_table("statement_about")
    op.drop_table("stand")
    op.drop_table("response")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_to_id"))
        batch_op.drop_index(batch_op.f("ix_link_from_id"))
        batch_op.drop_index(batch_op.f("ix_link_case_id"))

    op.drop_table("link")
    op.drop_table("factor_statement")
    op.drop_table("factor_named_by")
    op.drop_table("factor_about")
    op.drop_table("decision_statement")
    with op.batch_alter_table("decision_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_option_decision_id"))

    op.drop_table("decision_option")
    op.drop_table("child_meaning")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_case_id"))

    op.drop_table("statement")
    op.drop_table("safety_number")
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reopening_report_id"))

    op.drop_table("reopening")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_case_id"))

    op.drop_table("goal")
    with op.batch_alter_table("factor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_case_id"))

    op.drop_table("factor")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_case_id"))

    op.drop_table("decision")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_report_id"))

    op.drop_table("correction")
    with op.batch_alter_table("safety_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_safety_round_case_id"))

    op.drop_table("safety_round")
    op.drop_table("rules_agreed")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_case_id"))

    op.drop_table("report")
    with op.batch_alter_table("plan_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_check_case_id"))

    op.drop_table("plan_check")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_explanation_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_explanation_case_id"))

    op.drop_table("explanation")
    with op.batch_alter_table("expertise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expertise_case_id"))

    op.drop_table("expertise")
    op.drop_table("check_out")


def _change_parts(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Rewrite every part of every region profile."""
    profiles = sa.table("region_profile", sa.column("id"), sa.column("settings", sa.JSON))
    for row in op.get_bind().execute(sa.select(profiles)).all():
        settings = {**row.settings, "parts": [change(part) for part in row.settings["parts"]]}
        op.execute(profiles.update().where(profiles.c.id == row.id).values(settings=settings))


def _with_blocks(part: dict[str, Any]) -> dict[str, Any]:
    """Two flags become a list of what a part puts on the table."""
    kept = {key: value for key, value in part.items() if key not in FLAGS}
    return {**kept, "blocks": [flag for flag in FLAGS if part.get(flag)]}


def _with_flags(part: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in part.items() if key != "blocks"}
    return {**kept, **{flag: flag in part.get("blocks", ()) for flag in FLAGS}}
