"""The log is sealed: each row gets a salt, and leaves and seals come beside it. Rows go only after their term.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

#: What no row of these tables ever becomes: another one, or nothing.
GROWING = ("log_leaf", "log_seal", "log_removal")
#: A row may go when it is sealed, and a removal says that rows of its kind were past their term.
GONE_FIT = """
    EXISTS (SELECT 1 FROM log_leaf WHERE log_leaf.seq = OLD.seq)
    AND EXISTS (
        SELECT 1 FROM log_removal
        WHERE OLD.at < log_removal.bound
        AND ((log_removal.scope = 'looks' AND OLD.deed LIKE 'see.%')
          OR (log_removal.scope = 'technical' AND OLD.case_id IS NULL))
    )
"""
SALTS = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}


def upgrade() -> None:
    """Salts for what is there; the tables of the seals; and the triggers that keep all of it."""
    dialect = op.get_bind().dialect.name
    _let_change(dialect)
    op.add_column("log_entry", sa.Column("salt", sa.String(32), server_default=sa.text("''"), nullable=False))
    op.execute(f"UPDATE log_entry SET salt = {SALTS[dialect]}")  # noqa: S608 - our own words
    op.drop_index(op.f("ix_log_entry_case_id"), "log_entry")
    op.create_index("ix_log_entry_case_id", "log_entry", ["case_id", "at"])
    op.create_index("ix_log_entry_actor", "log_entry", ["actor", "at"])
    op.create_index("ix_log_entry_thing", "log_entry", ["thing"])
    op.create_table(
        "log_seal",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "log_leaf",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seal_id", sa.Integer(), sa.ForeignKey("log_seal.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("seal_id", "place", name=op.f("uq_log_leaf_seal_id")),
    )
    op.create_table(
        "log_removal",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("bound", sa.DateTime(), nullable=False),
    )
    if dialect == "sqlite":
        _keep_on_sqlite()
    else:
        _keep_on_postgresql()


def downgrade() -> None:
    """As it was: the rows stay and only grow; what sealed them goes."""
    dialect = op.get_bind().dialect.name
    _let_change(dialect)
    if dialect != "sqlite":
        op.execute("DROP TRIGGER log_entry_goes_after_its_term ON log_entry")
        op.execute("DROP FUNCTION log_entry_goes_after_its_term")
    for table in ("log_leaf", "log_seal", "log_removal"):
        op.drop_table(table)
    for name in ("ix_log_entry_case_id", "ix_log_entry_actor", "ix_log_entry_thing"):
        op.drop_index(name, "log_entry")
    op.create_index(op.f("ix_log_entry_case_id"), "log_entry", ["case_id"])
    op.drop_column("log_entry", "salt")
    if dialect == "sqlite":
        for name, deed in (("update", "UPDATE"), ("delete", "DELETE")):
            _refuse_on_sqlite("log_entry", name, deed)
    else:
        _refuse_on_postgresql("log_entry", "UPDATE OR DELETE OR TRUNCATE")


def _let_change(dialect: str) -> None:
    """Take the triggers of the log away, to put them back at the end of the same transaction."""
    if dialect == "sqlite":
        op.execute("DROP TRIGGER log_entry_no_update")
        op.execute("DROP TRIGGER log_entry_no_delete")
    else:
        op.execute("DROP TRIGGER log_entry_only_grows ON log_entry")


def _keep_on_sqlite() -> None:
    _refuse_on_sqlite("log_entry", "update", "UPDATE")
    op.execute(
        f"CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry WHEN NOT ({GONE_FIT}) "
        "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
    )
    for table in GROWING:
        _refuse_on_sqlite(table, "update", "UPDATE")
        _refuse_on_sqlite(table, "delete", "DELETE")
    for table, key in (("log_leaf", "seq"), ("log_seal", "id"), ("log_removal", "id")):
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own words
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
        )


def _refuse_on_sqlite(table: str, name: str, deed: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{name} BEFORE {deed} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'the log only grows'); END"
    )


def _keep_on_postgresql() -> None:
    _refuse_on_postgresql("log_entry", "UPDATE OR TRUNCATE")
    op.execute(
        "CREATE FUNCTION log_entry_goes_after_its_term() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({GONE_FIT}) THEN "
        "RAISE EXCEPTION 'the log only grows' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER log_entry_goes_after_its_term BEFORE DELETE ON log_entry "
        "FOR EACH ROW EXECUTE FUNCTION log_entry_goes_after_its_term()"
    )
    for table in GROWING:
        _refuse_on_postgresql(table, "UPDATE OR DELETE OR TRUNCATE")


def _refuse_on_postgresql(table: str, deeds: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE {deeds} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION log_entry_only_grows()"
    )
