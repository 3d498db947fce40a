"""Every table as it stood before the first release, and a log that only grows.

The nine steps that led here became this one. It keeps the number of the last of them: a database that stood there
goes on from here.

Revision ID: 0009
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = None
branch_labels = None
depends_on = None

#: In the order in which they are made.
TABLES = (
    "organisation region_profile account family_case person face_change log_entry field_change shield "
    "shield_audience text change section meeting part invitee hand invitation guest screen rules_agreed "
    "expertise explanation check_out safety_round safety_number statement statement_about response factor "
    "factor_about factor_named_by factor_statement link link_said_by goal plan_check decision "
    "decision_option decision_statement child_meaning stand action action_partner action_factor report "
    "correction reopening reflection development_hours learning_seat learning_cycle learning_note theme "
    "note_theme note_outcome own_term guided_session cycle_card card_dot learning_change obstacle "
    "obstacle_step board_report indicator measurement lesson_card lesson_theme"
).split()
#: References that go round in a circle. SQLite takes them with the table and PostgreSQL only afterwards.
CIRCLES = (
    ("family_case", "fixed_face_id", "person"),
    ("family_case", "second_face_id", "person"),
    ("family_case", "case_director_id", "person"),
    ("meeting", "part_id", "part"),
)
SQLITE_LOG = """
CREATE TRIGGER log_entry_no_{name} BEFORE {deed}
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END
"""
#: REPLACE INTO deletes without asking the trigger of deleting, so it is caught as it begins.
SQLITE_DEEDS = {
    "update": "UPDATE ON log_entry",
    "delete": "DELETE ON log_entry",
    "replace": "INSERT ON log_entry WHEN EXISTS (SELECT 1 FROM log_entry WHERE seq = NEW.seq)",
}
POSTGRESQL_LOG = (
    """
    CREATE FUNCTION log_entry_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER log_entry_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
    FOR EACH STATEMENT EXECUTE FUNCTION log_entry_only_grows()
    """,
)


def upgrade() -> None:
    """Make everything."""
    _people()
    _log()
    _writing()
    _meetings()
    _door()
    _gathering()
    _facts()
    _map()
    _plan()
    _decisions()
    _actions()
    _reports()
    _reflections()
    _log_of_learning()
    _cycles()
    _upward()
    _figures()
    _lessons()
    if _on_sqlite():
        for name, deed in SQLITE_DEEDS.items():
            op.execute(SQLITE_LOG.format(name=name, deed=deed))
    else:
        for table, column, referred in CIRCLES:
            op.create_foreign_key(_reference(table, column, referred), table, referred, [column], ["id"])
        for statement in POSTGRESQL_LOG:
            op.execute(statement)


def downgrade() -> None:
    """Drop everything that is in it, too: there is nothing before the first tables."""
    if not _on_sqlite():
        for table, column, referred in CIRCLES:
            op.drop_constraint(_reference(table, column, referred), table)
    for table in reversed(TABLES):
        op.drop_table(table)
    if not _on_sqlite():
        op.execute("DROP FUNCTION log_entry_only_grows")


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _reference(table: str, column: str, referred: str) -> str:
    return op.f(f"fk_{table}_{column}_{referred}")


def _people() -> None:
    """Organisations, regions, accounts, families and the people around them."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "region_profile",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_profile")),
        sa.UniqueConstraint("slug", name=op.f("uq_region_profile_slug")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_key", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_index(op.f("ix_account_organisation_id"), "account", ["organisation_id"])
    op.create_table(
        "family_case",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("municipality", sa.String(length=120), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.String(length=2000), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("fixed_face_id", sa.String(length=16), nullable=True),
        sa.Column("second_face_id", sa.String(length=16), nullable=True),
        sa.Column("case_director_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_director_id"],
            ["person.id"],
            name=op.f("fk_family_case_case_director_id_person"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["fixed_face_id"], ["person.id"], name=op.f("fk_family_case_fixed_face_id_person"), use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_family_case_profile_id_region_profile")
        ),
        sa.ForeignKeyConstraint(
            ["second_face_id"],
            ["person.id"],
            name=op.f("fk_family_case_second_face_id_person"),
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_case")),
    )
    op.create_index(op.f("ix_family_case_case_director_id"), "family_case", ["case_director_id"])
    op.create_index(op.f("ix_family_case_fixed_face_id"), "family_case", ["fixed_face_id"])
    op.create_index(op.f("ix_family_case_profile_id"), "family_case", ["profile_id"])
    op.create_index(op.f("ix_family_case_second_face_id"), "family_case", ["second_face_id"])
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("role_words", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("at_table", sa.Boolean(), nullable=False),
        sa.Column("voice_via_id", sa.String(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("age IS NULL OR (age >= 0 AND age <= 120)", name=op.f("ck_person_age_possible")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_person_account_id_account")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_person_case_id_family_case")),
        sa.ForeignKeyConstraint(["voice_via_id"], ["person.id"], name=op.f("fk_person_voice_via_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_person_case_id")),
    )
    op.create_index(op.f("ix_person_account_id"), "person", ["account_id"])
    op.create_index(op.f("ix_person_case_id"), "person", ["case_id"])
    op.create_index(op.f("ix_person_voice_via_id"), "person", ["voice_via_id"])
    op.create_table(
        "face_change",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("face", sa.String(length=20), nullable=False),
        sa.Column("before_id", sa.String(length=16), nullable=True),
        sa.Column("after_id", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["person.id"], name=op.f("fk_face_change_after_id_person")),
        sa.ForeignKeyConstraint(["before_id"], ["person.id"], name=op.f("fk_face_change_before_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_face_change_by_id_person")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_face_change_case_id_family_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_face_change")),
    )
    op.create_index(op.f("ix_face_change_after_id"), "face_change", ["after_id"])
    op.create_index(op.f("ix_face_change_before_id"), "face_change", ["before_id"])
    op.create_index(op.f("ix_face_change_case_id"), "face_change", ["case_id"])


def _log() -> None:
    """What was done, and the earlier values of fields."""
    op.create_table(
        "log_entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_log_entry_case_id_family_case")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entry")),
    )
    op.create_index(op.f("ix_log_entry_case_id"), "log_entry", ["case_id"])
    op.create_table(
        "field_change",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("thing", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_field_change_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_change")),
    )
    op.create_index(op.f("ix_field_change_thing"), "field_change", ["thing"])


def _writing() -> None:
    """Shared texts, for whom they are, and the sections of the analysis."""
    op.create_table(
        "shield",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.String(length=16), nullable=False),
        sa.CheckConstraint("length(reason) >= 5", name=op.f("ck_shield_reason_given")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_shield_case_id_family_case")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_shield_set_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shield")),
    )
    op.create_index(op.f("ix_shield_case_id"), "shield", ["case_id"])
    op.create_table(
        "shield_audience",
        sa.Column("shield_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_shield_audience_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["shield_id"], ["shield.id"], name=op.f("fk_shield_audience_shield_id_shield")
        ),
        sa.PrimaryKeyConstraint("shield_id", "person_id", name=op.f("pk_shield_audience")),
    )
    op.create_index(op.f("ix_shield_audience_person_id"), "shield_audience", ["person_id"])
    op.create_table(
        "text",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=16), nullable=True),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("fixed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_text_case_id_family_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_text_owner_id_person")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_text_shield_id_shield")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
    )
    op.create_index(op.f("ix_text_case_id"), "text", ["case_id"])
    op.create_index(op.f("ix_text_owner_id"), "text", ["owner_id"])
    op.create_index(op.f("ix_text_shield_id"), "text", ["shield_id"])
    op.create_table(
        "change",
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=16), nullable=False),
        sa.Column("client", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_change_author_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_change_text_id_text")),
        sa.PrimaryKeyConstraint("text_id", "version", name=op.f("pk_change")),
        sa.UniqueConstraint("text_id", "client", "seq", name=op.f("uq_change_text_id")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_section_case_id_family_case")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_section_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("text_id", name=op.f("uq_section_text_id")),
    )
    op.create_index(op.f("ix_section_case_id"), "section", ["case_id"])


def _meetings() -> None:
    """Meetings and what belongs to one."""
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("chair_id", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("paused_by_id", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("part_id", sa.String(length=16), nullable=True),
        sa.Column("part_since", sa.DateTime(), nullable=True),
        sa.Column("focus", sa.String(length=60), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_turn", sa.Integer(), nullable=False),
        sa.Column("join_shown", sa.Boolean(), nullable=False),
        sa.Column("why_no_family", sa.String(length=500), nullable=False),
        sa.Column("why_cancelled", sa.String(length=500), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("ck_meeting_minutes_possible")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_meeting_case_id_family_case")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id_person")),
        sa.ForeignKeyConstraint(
            ["part_id"], ["part.id"], name=op.f("fk_meeting_part_id_part"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["paused_by_id"], ["person.id"], name=op.f("fk_meeting_paused_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_case_id"), "meeting", ["case_id"])
    op.create_index(op.f("ix_meeting_chair_id"), "meeting", ["chair_id"])
    op.create_index(op.f("ix_meeting_code_hash"), "meeting", ["code_hash"])
    op.create_index(op.f("ix_meeting_part_id"), "meeting", ["part_id"])
    op.create_table(
        "part",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visited", sa.Boolean(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("skipped_why", sa.String(length=300), nullable=False),
        sa.Column("again_why", sa.String(length=300), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("ck_part_minutes_possible")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_part_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_meeting_id"), "part", ["meeting_id"])
    op.create_table(
        "invitee",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("in_room", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invitee_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_invitee")),
    )
    op.create_index(op.f("ix_invitee_person_id"), "invitee", ["person_id"])
    op.create_table(
        "hand",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("called_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_hand_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hand_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_hand_meeting_id")),
    )
    op.create_index(op.f("ix_hand_meeting_id"), "hand", ["meeting_id"])
    op.create_index(op.f("ix_hand_person_id"), "hand", ["person_id"])


def _door() -> None:
    """Links, guests and shared screens."""
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("code_hash", sa.String(length=200), nullable=True),
        sa.Column("code_ends_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_invitation_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_meeting_id"), "invitation", ["meeting_id"])
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"])
    op.create_table(
        "guest",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=True),
        sa.Column("invitation_id", sa.String(length=16), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("device", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("match", sa.String(length=2), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("seated_at", sa.DateTime(), nullable=True),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("gone_at", sa.DateTime(), nullable=True),
        sa.Column("gone_reason", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_guest_invitation_id_invitation")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_guest_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_token_hash")),
    )
    op.create_index(op.f("ix_guest_invitation_id"), "guest", ["invitation_id"])
    op.create_index(op.f("ix_guest_meeting_id"), "guest", ["meeting_id"])
    op.create_index(op.f("ix_guest_person_id"), "guest", ["person_id"])
    op.create_table(
        "screen",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_ends_at", sa.DateTime(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_screen_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screen")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_screen_code_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_screen_token_hash")),
    )
    op.create_index(op.f("ix_screen_meeting_id"), "screen", ["meeting_id"])


def _gathering() -> None:
    """How a table arrives, asks and leaves, and how safe it is."""
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
    op.create_index(op.f("ix_rules_agreed_person_id"), "rules_agreed", ["person_id"])
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
    op.create_index(op.f("ix_expertise_case_id"), "expertise", ["case_id"])
    op.create_index(op.f("ix_expertise_meeting_id"), "expertise", ["meeting_id"])
    op.create_index(op.f("ix_expertise_person_id"), "expertise", ["person_id"])
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
    op.create_index(op.f("ix_explanation_case_id"), "explanation", ["case_id"])
    op.create_index(op.f("ix_explanation_meeting_id"), "explanation", ["meeting_id"])
    op.create_index(op.f("ix_explanation_part_id"), "explanation", ["part_id"])
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
    op.create_index(op.f("ix_check_out_person_id"), "check_out", ["person_id"])
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
    op.create_index(op.f("ix_safety_round_case_id"), "safety_round", ["case_id"])
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
    op.create_index(op.f("ix_safety_number_person_id"), "safety_number", ["person_id"])


def _facts() -> None:
    """Statements and the answers to them."""
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
    op.create_index(op.f("ix_statement_case_id"), "statement", ["case_id"])
    op.create_index(op.f("ix_statement_meeting_id"), "statement", ["meeting_id"])
    op.create_index(op.f("ix_statement_replaces_id"), "statement", ["replaces_id"])
    op.create_index(op.f("ix_statement_shield_id"), "statement", ["shield_id"])
    op.create_index(op.f("ix_statement_source_id"), "statement", ["source_id"])
    op.create_index(op.f("ix_statement_text_id"), "statement", ["text_id"])
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
    op.create_index(op.f("ix_statement_about_person_id"), "statement_about", ["person_id"])
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
    op.create_index(op.f("ix_response_person_id"), "response", ["person_id"])


def _map() -> None:
    """What plays a part, and the arrows between."""
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
    op.create_index(op.f("ix_factor_case_id"), "factor", ["case_id"])
    op.create_index(op.f("ix_factor_shield_id"), "factor", ["shield_id"])
    op.create_index(op.f("ix_factor_text_id"), "factor", ["text_id"])
    op.create_table(
        "factor_about",
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_factor_about_factor_id_factor")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factor_about_person_id_person")),
        sa.PrimaryKeyConstraint("factor_id", "person_id", name=op.f("pk_factor_about")),
    )
    op.create_index(op.f("ix_factor_about_person_id"), "factor_about", ["person_id"])
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
    op.create_index(op.f("ix_factor_named_by_person_id"), "factor_named_by", ["person_id"])
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
    op.create_index(op.f("ix_factor_statement_statement_id"), "factor_statement", ["statement_id"])
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
    op.create_index(op.f("ix_link_case_id"), "link", ["case_id"])
    op.create_index(op.f("ix_link_from_id"), "link", ["from_id"])
    op.create_index(op.f("ix_link_to_id"), "link", ["to_id"])
    op.create_table(
        "link_said_by",
        sa.Column("link_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_link_said_by_link_id_link")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_link_said_by_person_id_person")),
        sa.PrimaryKeyConstraint("link_id", "person_id", name=op.f("pk_link_said_by")),
    )
    op.create_index(op.f("ix_link_said_by_person_id"), "link_said_by", ["person_id"])


def _plan() -> None:
    """Goals, and the days the plan was gone over."""
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
    op.create_index(op.f("ix_goal_case_id"), "goal", ["case_id"])
    op.create_index(op.f("ix_goal_owner_id"), "goal", ["owner_id"])
    op.create_index(op.f("ix_goal_seen_when_id"), "goal", ["seen_when_id"])
    op.create_index(op.f("ix_goal_shield_id"), "goal", ["shield_id"])
    op.create_index(op.f("ix_goal_text_id"), "goal", ["text_id"])
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
    op.create_index(op.f("ix_plan_check_case_id"), "plan_check", ["case_id"])
    op.create_index(op.f("ix_plan_check_meeting_id"), "plan_check", ["meeting_id"])


def _decisions() -> None:
    """Decisions, what was weighed, and where each stood."""
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
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"])
    op.create_index(op.f("ix_decision_handled_id"), "decision", ["handled_id"])
    op.create_index(op.f("ix_decision_meeting_id"), "decision", ["meeting_id"])
    op.create_index(op.f("ix_decision_question_id"), "decision", ["question_id"])
    op.create_index(op.f("ix_decision_reason_id"), "decision", ["reason_id"])
    op.create_index(op.f("ix_decision_shield_id"), "decision", ["shield_id"])
    op.create_index(op.f("ix_decision_text_id"), "decision", ["text_id"])
    op.create_index(op.f("ix_decision_wrong_if_id"), "decision", ["wrong_if_id"])
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
    op.create_index(op.f("ix_decision_option_decision_id"), "decision_option", ["decision_id"])
    op.create_index(op.f("ix_decision_option_text_id"), "decision_option", ["text_id"])
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
    op.create_index(op.f("ix_decision_statement_statement_id"), "decision_statement", ["statement_id"])
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
    op.create_index(op.f("ix_child_meaning_person_id"), "child_meaning", ["person_id"])
    op.create_index(op.f("ix_child_meaning_text_id"), "child_meaning", ["text_id"])
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
    op.create_index(op.f("ix_stand_person_id"), "stand", ["person_id"])


def _actions() -> None:
    """Agreements."""
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("text_id", sa.String(length=16), nullable=False),
        sa.Column("seen_when_id", sa.String(length=16), nullable=False),
        sa.Column("owner_id", sa.String(length=16), nullable=True),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("goal_id", sa.String(length=16), nullable=True),
        sa.Column("decision_id", sa.String(length=16), nullable=True),
        sa.Column("waiting_reason", sa.String(length=30), nullable=True),
        sa.Column("not_done_reason", sa.String(length=30), nullable=True),
        sa.Column("bridge", sa.String(length=300), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_action_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_action_case_id_family_case")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_action_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_action_goal_id_goal")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")),
        sa.ForeignKeyConstraint(["seen_when_id"], ["text.id"], name=op.f("fk_action_seen_when_id_text")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_action_shield_id_shield")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_action_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_case_id"), "action", ["case_id"])
    op.create_index(op.f("ix_action_decision_id"), "action", ["decision_id"])
    op.create_index(op.f("ix_action_goal_id"), "action", ["goal_id"])
    op.create_index(op.f("ix_action_owner_id"), "action", ["owner_id"])
    op.create_index(op.f("ix_action_seen_when_id"), "action", ["seen_when_id"])
    op.create_index(op.f("ix_action_shield_id"), "action", ["shield_id"])
    op.create_index(op.f("ix_action_text_id"), "action", ["text_id"])
    op.create_table(
        "action_partner",
        sa.Column("action_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_action_partner_action_id_action")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_action_partner_person_id_person")
        ),
        sa.PrimaryKeyConstraint("action_id", "person_id", name=op.f("pk_action_partner")),
    )
    op.create_index(op.f("ix_action_partner_person_id"), "action_partner", ["person_id"])
    op.create_table(
        "action_factor",
        sa.Column("action_id", sa.String(length=16), nullable=False),
        sa.Column("factor_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_factor_action_id_action")),
        sa.ForeignKeyConstraint(["factor_id"], ["factor.id"], name=op.f("fk_action_factor_factor_id_factor")),
        sa.PrimaryKeyConstraint("action_id", "factor_id", name=op.f("pk_action_factor")),
    )
    op.create_index(op.f("ix_action_factor_factor_id"), "action_factor", ["factor_id"])


def _reports() -> None:
    """Reports and what was said about them."""
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
    op.create_index(op.f("ix_report_case_id"), "report", ["case_id"])
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
    op.create_index(op.f("ix_correction_person_id"), "correction", ["person_id"])
    op.create_index(op.f("ix_correction_report_id"), "correction", ["report_id"])
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
    op.create_index(op.f("ix_reopening_report_id"), "reopening", ["report_id"])


def _reflections() -> None:
    """What people keep to themselves, and hours of learning."""
    op.create_table(
        "reflection",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=True),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.Column("prompt", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("friction", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("principles", sa.JSON(), nullable=False),
        sa.Column("better_off", sa.String(length=20), nullable=True),
        sa.Column("could_do", sa.String(length=20), nullable=True),
        sa.Column("layer", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["family_case.id"], name=op.f("fk_reflection_case_id_family_case")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_reflection_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reflection_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
    )
    op.create_index(op.f("ix_reflection_case_id"), "reflection", ["case_id"])
    op.create_index(op.f("ix_reflection_meeting_id"), "reflection", ["meeting_id"])
    op.create_index(op.f("ix_reflection_person_id"), "reflection", ["person_id"])
    op.create_table(
        "development_hours",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("action_line", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_development_hours_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_development_hours_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_hours")),
        sa.UniqueConstraint("mark", name=op.f("uq_development_hours_mark")),
    )
    op.create_index(op.f("ix_development_hours_account_id"), "development_hours", ["account_id"])
    op.create_index(op.f("ix_development_hours_month"), "development_hours", ["month"])
    op.create_index(op.f("ix_development_hours_profile_id"), "development_hours", ["profile_id"])


def _log_of_learning() -> None:
    """Cycles and the notes without names."""
    op.create_table(
        "learning_seat",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_learning_seat_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_learning_seat_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("account_id", "profile_id", "role", name=op.f("pk_learning_seat")),
    )
    op.create_index(op.f("ix_learning_seat_profile_id"), "learning_seat", ["profile_id"])
    op.create_table(
        "learning_cycle",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("we_try", sa.String(length=1000), nullable=False),
        sa.Column("teams", sa.String(length=300), nullable=False),
        sa.Column("we_look_at", sa.String(length=500), nullable=False),
        sa.Column("meaning", sa.String(length=2000), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("still_open", sa.Boolean(), nullable=False),
        sa.Column("next_id", sa.String(length=16), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_learning_cycle_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["next_id"], ["learning_cycle.id"], name=op.f("fk_learning_cycle_next_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_learning_cycle_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_cycle")),
        sa.UniqueConstraint("profile_id", "number", name=op.f("uq_learning_cycle_profile_id")),
    )
    op.create_index(op.f("ix_learning_cycle_next_id"), "learning_cycle", ["next_id"])
    op.create_index(op.f("ix_learning_cycle_profile_id"), "learning_cycle", ["profile_id"])
    op.create_table(
        "learning_note",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("case_mark", sa.String(length=64), nullable=False),
        sa.Column("author_mark", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("cycle_id", sa.String(length=16), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("prompt", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=1200), nullable=False),
        sa.Column("friction", sa.String(length=700), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("principles", sa.JSON(), nullable=False),
        sa.Column("better_off", sa.String(length=20), nullable=True),
        sa.Column("could_do", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_learning_note_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_learning_note_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_note")),
        sa.UniqueConstraint("mark", name=op.f("uq_learning_note_mark")),
    )
    op.create_index(op.f("ix_learning_note_author_mark"), "learning_note", ["author_mark"])
    op.create_index(op.f("ix_learning_note_batch"), "learning_note", ["batch"])
    op.create_index(op.f("ix_learning_note_case_mark"), "learning_note", ["case_mark"])
    op.create_index(op.f("ix_learning_note_cycle_id"), "learning_note", ["cycle_id"])
    op.create_index(op.f("ix_learning_note_kind"), "learning_note", ["kind"])
    op.create_index(op.f("ix_learning_note_month"), "learning_note", ["month"])
    op.create_index(op.f("ix_learning_note_profile_id"), "learning_note", ["profile_id"])
    op.create_index(op.f("ix_learning_note_role"), "learning_note", ["role"])
    op.create_table(
        "theme",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_theme_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("profile_id", "name", name=op.f("uq_theme_profile_id")),
    )
    op.create_index(op.f("ix_theme_profile_id"), "theme", ["profile_id"])
    op.create_table(
        "note_theme",
        sa.Column("note_id", sa.String(length=16), nullable=False),
        sa.Column("theme_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_theme_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_note_theme_theme_id_theme")),
        sa.PrimaryKeyConstraint("note_id", "theme_id", name=op.f("pk_note_theme")),
    )
    op.create_index(op.f("ix_note_theme_theme_id"), "note_theme", ["theme_id"])
    op.create_table(
        "note_outcome",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("note_id", sa.String(length=16), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_note_outcome_note_id_learning_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_outcome")),
    )
    op.create_index(op.f("ix_note_outcome_note_id"), "note_outcome", ["note_id"])
    op.create_table(
        "own_term",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("plain", sa.String(length=500), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_own_term_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_term")),
        sa.UniqueConstraint("profile_id", "term", name=op.f("uq_own_term_profile_id")),
    )
    op.create_index(op.f("ix_own_term_profile_id"), "own_term", ["profile_id"])


def _cycles() -> None:
    """Guided sessions and the cards of a cycle."""
    op.create_table(
        "guided_session",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("cycle_id", sa.String(length=16), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("step_since", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("led_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_guided_session_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["led_by_id"], ["account.id"], name=op.f("fk_guided_session_led_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guided_session")),
    )
    op.create_index(op.f("ix_guided_session_cycle_id"), "guided_session", ["cycle_id"])
    op.create_table(
        "cycle_card",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("cycle_id", sa.String(length=16), nullable=False),
        sa.Column("board_column", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("holds_when", sa.String(length=300), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=300), nullable=False),
        sa.Column("theme_id", sa.String(length=16), nullable=True),
        sa.Column("evidence_of", sa.String(length=140), nullable=False),
        sa.Column("evidence_count", sa.Integer(), nullable=True),
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("session_id", sa.String(length=16), nullable=True),
        sa.Column("pile", sa.String(length=80), nullable=False),
        sa.Column("carried_from_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_cycle_card_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["cycle_card.id"], name=op.f("fk_cycle_card_carried_from_id_cycle_card")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_cycle_card_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["guided_session.id"], name=op.f("fk_cycle_card_session_id_guided_session")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_cycle_card_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_card")),
    )
    op.create_index(op.f("ix_cycle_card_carried_from_id"), "cycle_card", ["carried_from_id"])
    op.create_index(op.f("ix_cycle_card_cycle_id"), "cycle_card", ["cycle_id"])
    op.create_index(op.f("ix_cycle_card_session_id"), "cycle_card", ["session_id"])
    op.create_index(op.f("ix_cycle_card_theme_id"), "cycle_card", ["theme_id"])
    op.create_table(
        "card_dot",
        sa.Column("card_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_card_dot_account_id_account")),
        sa.ForeignKeyConstraint(["card_id"], ["cycle_card.id"], name=op.f("fk_card_dot_card_id_cycle_card")),
        sa.PrimaryKeyConstraint("card_id", "account_id", name=op.f("pk_card_dot")),
    )
    op.create_index(op.f("ix_card_dot_account_id"), "card_dot", ["account_id"])
    op.create_table(
        "learning_change",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("thing", sa.String(length=60), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=2000), nullable=False),
        sa.Column("after", sa.String(length=2000), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_learning_change_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_change")),
    )
    op.create_index(op.f("ix_learning_change_thing"), "learning_change", ["thing"])


def _upward() -> None:
    """What goes up and comes back."""
    op.create_table(
        "obstacle",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("cycle_id", sa.String(length=16), nullable=True),
        sa.Column("note_id", sa.String(length=16), nullable=True),
        sa.Column("author_mark", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("answer_before", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("pushed_back", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_obstacle_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["learning_note.id"], name=op.f("fk_obstacle_note_id_learning_note")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_obstacle_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle")),
    )
    op.create_index(op.f("ix_obstacle_author_mark"), "obstacle", ["author_mark"])
    op.create_index(op.f("ix_obstacle_cycle_id"), "obstacle", ["cycle_id"])
    op.create_index(op.f("ix_obstacle_note_id"), "obstacle", ["note_id"])
    op.create_index(op.f("ix_obstacle_profile_id"), "obstacle", ["profile_id"])
    op.create_table(
        "obstacle_step",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("obstacle_id", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obstacle_id"], ["obstacle.id"], name=op.f("fk_obstacle_step_obstacle_id_obstacle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle_step")),
    )
    op.create_index(op.f("ix_obstacle_step_obstacle_id"), "obstacle_step", ["obstacle_id"])
    op.create_table(
        "board_report",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("first_month", sa.String(length=7), nullable=False),
        sa.Column("last_month", sa.String(length=7), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_board_report_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_report")),
    )
    op.create_index(op.f("ix_board_report_profile_id"), "board_report", ["profile_id"])


def _figures() -> None:
    """What is counted."""
    op.create_table(
        "indicator",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("question", sa.String(length=300), nullable=False),
        sa.Column("used_by", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=300), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("story", sa.String(length=2000), nullable=False),
        sa.Column("what_we_do", sa.String(length=1000), nullable=False),
        sa.Column("switched_off_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "length(question) > 0 AND length(used_by) > 0 AND length(decision) > 0",
            name=op.f("ck_indicator_has_a_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_indicator_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("profile_id", "key", name=op.f("uq_indicator_profile_id")),
    )
    op.create_index(op.f("ix_indicator_profile_id"), "indicator", ["profile_id"])
    op.create_table(
        "measurement",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("case_mark", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("group_of", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_measurement_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint(
            "profile_id", "key", "case_mark", "month", "group_of", name=op.f("uq_measurement_profile_id")
        ),
    )
    op.create_index(op.f("ix_measurement_batch"), "measurement", ["batch"])
    op.create_index(op.f("ix_measurement_key"), "measurement", ["key"])
    op.create_index(op.f("ix_measurement_profile_id"), "measurement", ["profile_id"])


def _lessons() -> None:
    """What worked, for others."""
    op.create_table(
        "lesson_card",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("profile_id", sa.String(length=16), nullable=False),
        sa.Column("cycle_id", sa.String(length=16), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=1000), nullable=False),
        sa.Column("for_whom", sa.String(length=500), nullable=False),
        sa.Column("conditions", sa.String(length=500), nullable=False),
        sa.Column("what_it_took", sa.String(length=500), nullable=False),
        sa.Column("proof", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("origin_key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_lesson_card_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_lesson_card_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_card")),
    )
    op.create_index(op.f("ix_lesson_card_cycle_id"), "lesson_card", ["cycle_id"])
    op.create_index(op.f("ix_lesson_card_profile_id"), "lesson_card", ["profile_id"])
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
    op.create_index(op.f("ix_lesson_theme_theme_id"), "lesson_theme", ["theme_id"])
