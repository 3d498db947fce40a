"""The seals over the log: what is changed, removed, put in, late or out of its place is found, and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from conference.core import heads, seals, watch
from conference.core.runtime import Runtime
from models.log import LogEntry, LogLeaf, LogSeal
from tests.cast import Cast, Clock

pytestmark = pytest.mark.both
TRIGGERS = "update delete replace".split()


@pytest.fixture
def sealed(house: Runtime, cast: Cast, clock: Clock) -> list[LogEntry]:
    """Three seals, a minute apart, over the rows of the cast; the rows in order."""
    for words in ("Een", "Twee", "Drie"):
        cast.add_action(words)
        cast.add_action(words + " ook")
        watch.seal_all(house)
        clock.move(minutes=20)
    watch.require_whole(house, everything=True)
    with house.database.read() as session:
        return list(session.scalars(select(LogEntry).order_by(LogEntry.seq)))


def by_hand(house: Runtime, *statements: str, **values: object) -> None:
    """What somebody does who holds the database itself: the triggers are put aside first."""
    with house.database.engine.begin() as connection:
        _unguard(connection)
        for statement in statements:
            connection.execute(text(statement), values)


def _unguard(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for table in ("log_entry", "log_leaf", "log_seal"):
        for name in TRIGGERS:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{name}"))


def found(house: Runtime) -> seals.Fault:
    """The first fault; the command of the operator names it, too."""
    with house.database.read() as session:
        fault = seals.first_fault(session)
    assert fault is not None
    with pytest.raises(watch.LogBroken, match=str(fault)):
        watch.require_whole(house, everything=True)
    return fault


def middle(rows: list[LogEntry]) -> LogEntry:
    return rows[len(rows) // 2]


@pytest.mark.parametrize("column", ["actor", "deed", "thing", "outcome", "at", "case_id"])
def test_an_edited_row_is_named(house: Runtime, sealed: list[LogEntry], column: str) -> None:
    row = middle(sealed)
    values = {"at": "at = '2026-05-12 11:31:00'", "case_id": "case_id = NULL"}
    by_hand(house, f"UPDATE log_entry SET {values.get(column, f'{column} = :other')} WHERE seq = :seq",  # noqa: S608
            seq=row.seq, other="person:x")  # fmt: skip
    assert found(house).seq == row.seq


def test_a_deleted_row_is_named(house: Runtime, sealed: list[LogEntry]) -> None:
    row = middle(sealed)
    by_hand(house, "DELETE FROM log_entry WHERE seq = :seq", seq=row.seq)
    assert (found(house).seq, found(house).why) == (row.seq, "was removed")


def test_a_deleted_row_with_its_leaf_is_named_by_the_next(house: Runtime, sealed: list[LogEntry]) -> None:
    with house.database.read() as session:
        first, second = session.scalars(
            select(LogLeaf).where(LogLeaf.seal_id == 2).order_by(LogLeaf.place).limit(2)
        )
    by_hand(
        house,
        "DELETE FROM log_leaf WHERE seq = :seq",
        "DELETE FROM log_entry WHERE seq = :seq",
        seq=first.seq,
    )
    assert found(house).seq == second.seq


def insert(house: Runtime, seq: int, like: LogEntry, at: str = "") -> None:
    """Put a row in by hand, like another one."""
    moment = f"'{at}'" if at else "at"
    by_hand(
        house,
        f"INSERT INTO log_entry (seq, case_id, at, actor, deed, thing, outcome, salt) SELECT {seq}, case_id, {moment}, "  # noqa: S608
        "actor, deed, thing, outcome, salt FROM log_entry WHERE seq = :like",
        like=like.seq,
    )


def test_an_inserted_row_is_named_before_and_after_it_is_sealed(
    house: Runtime, sealed: list[LogEntry]
) -> None:
    """It says a moment long past: it was not there when newer rows were sealed."""
    seq = sealed[-1].seq + 1
    insert(house, seq, sealed[0])
    assert found(house).seq == seq
    watch.seal_all(house)
    assert found(house).seq == seq


def test_an_inserted_row_with_a_leaf_is_named(house: Runtime, sealed: list[LogEntry]) -> None:
    seq = sealed[-1].seq + 1
    insert(house, seq, sealed[0])
    with house.database.read() as session:
        made = seals.leaf(session.get_one(LogEntry, seq))
        place = session.get_one(LogSeal, 1).count
    by_hand(house, "INSERT INTO log_leaf VALUES (:seq, 1, :place, :made)", seq=seq, place=place, made=made)
    assert (found(house).seq, found(house).why) == (seq, "was put in")


def test_a_late_row_is_named(house: Runtime, sealed: list[LogEntry], cast: Cast, clock: Clock) -> None:
    """Written by the program's own road, and still: what says a moment before the last seal was not there then."""
    clock.move(hours=-3)
    cast.add_action("Achteraf")
    clock.move(hours=3)
    with house.database.read() as session:
        late = session.scalars(
            select(LogEntry.seq).where(LogEntry.seq > sealed[-1].seq).order_by(LogEntry.seq)
        ).first()
    watch.seal_all(house)
    assert (found(house).seq, "late" in found(house).why) == (late, True)


def test_rows_that_changed_places_are_named(house: Runtime, sealed: list[LogEntry]) -> None:
    first, second = sealed[2], sealed[3]
    swap = [f"UPDATE log_entry SET seq = {new} WHERE seq = {old}" for old, new in  # noqa: S608
            ((first.seq, -1), (second.seq, first.seq), (-1, second.seq))]  # fmt: skip
    by_hand(house, *swap)
    assert found(house).seq == first.seq


def test_leaves_that_changed_places_are_named(house: Runtime, sealed: list[LogEntry]) -> None:
    with house.database.read() as session:
        one, two = session.scalars(
            select(LogLeaf).where(LogLeaf.seal_id == 2).order_by(LogLeaf.place).limit(2)
        )
    swap = [f"UPDATE log_leaf SET place = {new} WHERE seq = {seq}" for seq, new in  # noqa: S608
            ((one.seq, 9999), (two.seq, 0), (one.seq, 1))]  # fmt: skip
    by_hand(house, *swap)
    assert (found(house).seq, found(house).seal) == (one.seq, 2)


def test_a_row_that_is_edited_with_its_leaf_breaks_the_seal(house: Runtime, sealed: list[LogEntry]) -> None:
    row = middle(sealed)
    by_hand(house, "UPDATE log_entry SET outcome = 'x' WHERE seq = :seq", seq=row.seq)
    with house.database.read() as session:
        made = seals.leaf(session.get_one(LogEntry, row.seq))
        seal = session.get_one(LogLeaf, row.seq).seal_id
    by_hand(house, "UPDATE log_leaf SET hash = :made WHERE seq = :seq", seq=row.seq, made=made)
    assert found(house).seal == seal


def test_a_seal_that_is_gone_is_named(house: Runtime, sealed: list[LogEntry]) -> None:
    by_hand(house, "DELETE FROM log_leaf WHERE seal_id = 2", "DELETE FROM log_seal WHERE id = 2")
    assert (found(house).seal, found(house).why) == (2, "is missing")


def test_a_row_that_is_committed_after_a_newer_one_gets_its_leaf(
    house: Runtime, sealed: list[LogEntry], cast: Cast
) -> None:
    """On PostgreSQL a row with a lower number can show later: it is found by its missing leaf."""
    seq = sealed[-1].seq
    for later in (seq + 4, seq + 2):
        insert(house, later, sealed[-1], now(house))
        watch.seal_all(house)
    with house.database.read() as session:
        assert session.get(LogLeaf, seq + 2) is not None
    watch.require_whole(house, everything=True)


def now(house: Runtime) -> str:
    """The present moment, as the database keeps it."""
    moment = house.clock()
    return (moment - (moment.utcoffset() or timedelta())).strftime("%Y-%m-%d %H:%M:%S.000000")


# --- the day's head, somewhere else


def made_anew(house: Runtime) -> None:
    """Somebody edits a row and makes every seal after it fit."""
    with house.database.read() as session:
        row = session.scalars(select(LogEntry).order_by(LogEntry.seq).limit(1)).one()
    by_hand(house, "UPDATE log_entry SET outcome = 'x' WHERE seq = :seq", "DELETE FROM log_leaf",
            "DELETE FROM log_seal", seq=row.seq)  # fmt: skip
    watch.seal_all(house)


def test_a_log_that_was_sealed_anew_does_not_fit_the_head_that_was_kept(
    house: Runtime, sealed: list[LogEntry], clock: Clock, kept_heads: heads.Heads
) -> None:
    clock.move(days=1)
    with house.database.read() as session:
        (one,) = kept_heads.write_due(session, clock())
        assert (one.seal, kept_heads.write_due(session, clock())) == (3, [])
    watch.require_whole(house, everything=True)
    made_anew(house)
    with pytest.raises(watch.LogBroken, match="seal 3"):
        watch.require_whole(house)


@pytest.mark.parametrize(
    "change", [lambda line: line.replace('"seal": 3', '"seal": 2'), lambda line: line[:-20]]
)
def test_a_head_that_was_changed_is_found(
    house: Runtime,
    sealed: list[LogEntry],
    clock: Clock,
    kept_heads: heads.Heads,
    change: Callable[[str], str],
) -> None:
    clock.move(days=1)
    with house.database.read() as session:
        kept_heads.write_due(session, clock())
    assert kept_heads.path is not None
    assert kept_heads.path.stat().st_mode & 0o077 == 0
    kept_heads.path.write_text(change(kept_heads.path.read_text()))
    with pytest.raises(watch.LogBroken, match="line 1"):
        watch.require_whole(house)


# --- the database refuses; only what is past its term goes


@pytest.mark.parametrize("table", ["log_entry", "log_leaf", "log_seal"])
def test_nothing_of_it_is_changed_or_removed(house: Runtime, sealed: list[LogEntry], table: str) -> None:
    column = {"log_entry": "outcome", "log_leaf": "hash", "log_seal": "root"}[table]
    for deed in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):  # noqa: S608
        with (
            pytest.raises(DBAPIError, match="the log only grows"),
            house.database.engine.begin() as connection,
        ):
            connection.execute(text(deed))
    watch.require_whole(house, everything=True)


def test_rows_past_their_term_go_and_the_log_is_whole(
    house: Runtime, sealed: list[LogEntry], cast: Cast, clock: Clock
) -> None:
    with house.database.work() as work:
        for deed, case in (("see.report.read", cast.case_id), ("account:sign_in", None)):
            work.record("person:x", deed, "", case, clock())
    watch.seal_all(house)
    assert _removed(house) == 0
    clock.move(days=370)
    assert _removed(house) == 1
    clock.move(days=5 * 365)
    assert _removed(house) == 1 + 1  # the look; and the row of the first removal, which is of no family
    with house.database.read() as session:
        left = set(session.scalars(select(LogEntry.deed)))
    assert "see.report.read" not in left
    assert "action.add" in left
    watch.seal_all(house)


def _removed(house: Runtime) -> int:
    with house.database.work() as work:
        gone = seals.remove_old(work.session, house.clock())
    watch.seal_all(house)
    watch.require_whole(house, everything=True)
    return gone
