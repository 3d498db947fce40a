"""Reflections with the case, and the learning layer apart from it.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only new tables."""
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
    with op.batch_alter_table("board_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_report_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("learning_cycle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_cycle_profile_id"), ["profile_id"], unique=False)

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
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_measurement_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint(
            "profile_id", "key", "case_mark", "month", "group_of", name=op.f("uq_measurement_profile_id")
        ),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_measurement_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("own_term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_term_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_profile_id"), ["profile_id"], unique=False)

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
        sa.Column("revealed", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Double(), nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_cycle_card_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_cycle_card_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_cycle_card_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_card")),
    )
    with op.batch_alter_table("cycle_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_card_cycle_id"), ["cycle_id"], unique=False)

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
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_development_hours_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_development_hours_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_development_hours")),
    )
    with op.batch_alter_table("development_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_development_hours_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_development_hours_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_development_hours_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("guided_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guided_session_cycle_id"), ["cycle_id"], unique=False)

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
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_note_author_mark"), ["author_mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_case_mark"), ["case_mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_month"), ["month"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_learning_note_role"), ["role"], unique=False)

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
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["learning_cycle.id"], name=op.f("fk_lesson_card_cycle_id_learning_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["region_profile.id"], name=op.f("fk_lesson_card_profile_id_region_profile")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_card")),
    )
    with op.batch_alter_table("lesson_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_card_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("note_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_outcome_note_id"), ["note_id"], unique=False)

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
    with op.batch_alter_table("obstacle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obstacle_author_mark"), ["author_mark"], unique=False)
        batch_op.create_index(batch_op.f("ix_obstacle_profile_id"), ["profile_id"], unique=False)

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
    with op.batch_alter_table("obstacle_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obstacle_step_obstacle_id"), ["obstacle_id"], unique=False)

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
    with op.batch_alter_table("reflection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reflection_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reflection_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Back to cases alone."""
    with op.batch_alter_table("reflection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reflection_person_id"))
        batch_op.drop_index(batch_op.f("ix_reflection_case_id"))

    op.drop_table("reflection")
    with op.batch_alter_table("obstacle_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obstacle_step_obstacle_id"))

    op.drop_table("obstacle_step")
    with op.batch_alter_table("obstacle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_obstacle_profile_id"))
        batch_op.drop_index(batch_op.f("ix_obstacle_author_mark"))

    op.drop_table("obstacle")
    op.drop_table("note_theme")
    with op.batch_alter_table("note_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_outcome_note_id"))

    op.drop_table("note_outcome")
    with op.batch_alter_table("lesson_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_card_profile_id"))

    op.drop_table("lesson_card")
    op.drop_table("learning_seat")
    with op.batch_alter_table("learning_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_note_role"))
        batch_op.drop_index(batch_op.f("ix_learning_note_profile_id"))
        batch_op.drop_index(batch_op.f("ix_learning_note_month"))
        batch_op.drop_index(batch_op.f("ix_learning_note_kind"))
        batch_op.drop_index(batch_op.f("ix_learning_note_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_learning_note_case_mark"))
        batch_op.drop_index(batch_op.f("ix_learning_note_author_mark"))
        batch_op.drop_index(batch_op.f("ix_learning_note_batch"))

    op.drop_table("learning_note")
    with op.batch_alter_table("guided_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guided_session_cycle_id"))

    op.drop_table("guided_session")
    with op.batch_alter_table("development_hours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_development_hours_profile_id"))
        batch_op.drop_index(batch_op.f("ix_development_hours_month"))
        batch_op.drop_index(batch_op.f("ix_development_hours_account_id"))

    op.drop_table("development_hours")
    with op.batch_alter_table("cycle_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_card_cycle_id"))

    op.drop_table("cycle_card")
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_theme_profile_id"))

    op.drop_table("theme")
    with op.batch_alter_table("own_term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_term_profile_id"))

    op.drop_table("own_term")
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_profile_id"))
        batch_op.drop_index(batch_op.f("ix_measurement_key"))

    op.drop_table("measurement")
    with op.batch_alter_table("learning_cycle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_cycle_profile_id"))

    op.drop_table("learning_cycle")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_profile_id"))

    op.drop_table("indicator")
    with op.batch_alter_table("board_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_report_profile_id"))

    op.drop_table("board_report")
