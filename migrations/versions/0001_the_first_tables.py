"""The first tables, and a log that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: In the order in which they are made.
TABLES = (
    "organisation region_profile account family_case log_entry person shield "
    "shield_audience text action change section action_partner field_change meeting hand "
    "invitation invitee part screen guest"
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
    _writing()
    _meetings()
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
    """Organisations, accounts, cases and the people around a family; and what was done."""
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


def _writing() -> None:
    """Shields, shared texts with their history, the analysis and the action list."""
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
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_text_case_id_family_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_text_owner_id_person")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_text_shield_id_shield")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
    )
    op.create_index(op.f("ix_text_case_id"), "text", ["case_id"])
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
        sa.Column("shield_id", sa.String(length=16), nullable=True),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_action_added_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_action_case_id_family_case")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")),
        sa.ForeignKeyConstraint(["seen_when_id"], ["text.id"], name=op.f("fk_action_seen_when_id_text")),
        sa.ForeignKeyConstraint(["shield_id"], ["shield.id"], name=op.f("fk_action_shield_id_shield")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_action_text_id_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_case_id"), "action", ["case_id"])
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
    op.create_table(
        "field_change",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("action_id", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_field_change_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_field_change_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_change")),
    )
    op.create_index(op.f("ix_field_change_action_id"), "field_change", ["action_id"])


def _meetings() -> None:
    """Meetings, turns, and the door."""
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
        sa.Column("focus_id", sa.String(length=16), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_turn", sa.Integer(), nullable=False),
        sa.Column("join_shown", sa.Boolean(), nullable=False),
        sa.Column("why_no_family", sa.String(length=500), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("ck_meeting_minutes_possible")),
        sa.ForeignKeyConstraint(["case_id"], ["family_case.id"], name=op.f("fk_meeting_case_id_family_case")),
        sa.ForeignKeyConstraint(["chair_id"], ["person.id"], name=op.f("fk_meeting_chair_id_person")),
        sa.ForeignKeyConstraint(["focus_id"], ["section.id"], name=op.f("fk_meeting_focus_id_section")),
        sa.ForeignKeyConstraint(
            ["part_id"], ["part.id"], name=op.f("fk_meeting_part_id_part"), use_alter=True
        ),
        sa.ForeignKeyConstraint(["paused_by_id"], ["person.id"], name=op.f("fk_meeting_paused_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_case_id"), "meeting", ["case_id"])
    op.create_index(op.f("ix_meeting_code_hash"), "meeting", ["code_hash"])
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
    op.create_table(
        "invitee",
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_invitee_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitee_person_id_person")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_invitee")),
    )
    op.create_table(
        "part",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visited", sa.Boolean(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 240", name=op.f("ck_part_minutes_possible")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_part_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_meeting_id"), "part", ["meeting_id"])
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
    op.create_index(op.f("ix_guest_meeting_id"), "guest", ["meeting_id"])
