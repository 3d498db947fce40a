"""Every reference that records are found by has an index: a look costs the same with one case and with hundreds.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Table, and its columns.
REFERENCES = {
    "account": "organisation_id",
    "action": "text_id seen_when_id owner_id goal_id decision_id shield_id",
    "action_factor": "factor_id",
    "action_partner": "person_id",
    "card_dot": "account_id",
    "check_out": "person_id",
    "child_meaning": "person_id text_id",
    "correction": "person_id",
    "cycle_card": "theme_id carried_from_id",
    "decision": "meeting_id question_id text_id reason_id handled_id wrong_if_id shield_id",
    "decision_option": "text_id",
    "decision_statement": "statement_id",
    "expertise": "meeting_id person_id",
    "explanation": "part_id",
    "face_change": "before_id after_id",
    "factor": "text_id shield_id",
    "factor_about": "person_id",
    "factor_named_by": "person_id",
    "factor_statement": "statement_id",
    "family_case": "profile_id fixed_face_id second_face_id case_director_id",
    "goal": "text_id seen_when_id owner_id shield_id",
    "guest": "person_id invitation_id",
    "hand": "person_id",
    "invitation": "person_id",
    "invitee": "person_id",
    "learning_cycle": "next_id",
    "learning_seat": "profile_id",
    "lesson_card": "cycle_id",
    "lesson_theme": "theme_id",
    "link_said_by": "person_id",
    "meeting": "chair_id part_id",
    "note_theme": "theme_id",
    "obstacle": "cycle_id note_id",
    "person": "voice_via_id",
    "plan_check": "meeting_id",
    "reflection": "meeting_id",
    "response": "person_id",
    "rules_agreed": "person_id",
    "safety_number": "person_id",
    "shield_audience": "person_id",
    "stand": "person_id",
    "statement": "meeting_id text_id source_id replaces_id shield_id",
    "statement_about": "person_id",
    "text": "owner_id shield_id",
}


def upgrade() -> None:
    """Make them."""
    for table, columns in REFERENCES.items():
        for column in columns.split():
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take them away."""
    for table, columns in REFERENCES.items():
        for column in columns.split():
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
