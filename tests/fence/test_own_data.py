"""Own data: whatever refers to a person is shown to that person, or has a reason not to be."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from conference.core.vault import KeyStore
from models.sealed import CellBroken
from tests.fence import inside
from tests.fence.golden import check, versions
from tests.fence.world import PHONES, READERS, World

ADDED = "who put it on the table first is a trace of a deed, for a log of one's own deeds; the words are the table's"
SIGNING_IN = "how an account signs in, apart from every family: *Mijn account* shows it"
LEARNING = "of an account in a region, apart from every family: this page is about one family"
NOT_HERE = "shown, but no such record stands in this world: see `tests/own_data/test_kinds.py`"
#: A column that is not shown, and why. Whoever shows one takes it off; whoever adds one shows it, or says why not.
NOT_SHOWN = {
    "access_to_data.answered_by_id": "the privacy officer does so: an account without a place in any family",
    "action.added_by_id": ADDED,
    "authenticator.account_id": SIGNING_IN,
    "card_dot.account_id": LEARNING,
    "change.author_id": ADDED,
    "change.proposed_by_id": "whose wording it was is told with their proposal, and what became of it",
    "colleague_invitation.supports_id": NOT_HERE,
    "cycle_card.added_by_id": LEARNING,
    "decision.added_by_id": ADDED,
    "development_hours.account_id": LEARNING,
    "emergency.account_id": "the same as `emergency.person_id`, told from the side of the family",
    "emergency.officer_id": "a privacy officer: an account without a place in the family",
    "emergency.reviewed_by_id": "a privacy officer: an account without a place in the family",
    "face_change.after_id": NOT_HERE,
    "face_change.before_id": NOT_HERE,
    "face_change.by_id": NOT_HERE,
    "factor.added_by_id": ADDED,
    "linked_login.account_id": SIGNING_IN,
    "passkey.account_id": SIGNING_IN,
    "password_link.account_id": SIGNING_IN,
    "recovery_code.account_id": SIGNING_IN,
    "field_change.account_by_id": LEARNING,
    "field_change.by_id": ADDED,
    "goal.added_by_id": ADDED,
    "guided_session.led_by_id": LEARNING,
    "hold.by_id": "who says that a family must be kept is told to professionals, on the page about erasing",
    "hold.ended_by_id": "the same, for who says that it need not be kept any more",
    "learning_seat.account_id": LEARNING,
    "link.added_by_id": ADDED,
    "meeting.paused_by_id": "who asked for the pause that is on now: gone when it ends",
    "access_request.person_id": "what a family asks about somebody is between them and who directs the case",
    "office_seat.account_id": "a part in the office of a region, apart from every family",
    "person.account_id": "shown from the other side: the address to sign in with stands under `who`",
    "reopening.by_id": NOT_HERE,
    "risk.added_by_id": ADDED,
    "shield.protects_id": "who is inside a shield is told of it, and whom it protects is inside",
    "shield.set_by_id": "who is inside a shield is told of it, and who set it is inside",
    "shield_ask.answered_by_id": NOT_HERE,
    "shield_ask.by_id": NOT_HERE,
    "shield_ask.person_id": NOT_HERE,
    "told_code.made_by_id": "that somebody read apart is not told on a phone of the family",
    "told_code.person_id": "that somebody read apart is not told on a phone of the family",
}
#: Somebody who gave little: what is made theirs shows.
READER = "samira"


@pytest.fixture(autouse=True)
def words_that_move(monkeypatch: pytest.MonkeyPatch) -> None:
    """What belongs to a row opens in another one here: these tests give records to somebody else behind our back."""
    opened = KeyStore.open

    def moved(vault: KeyStore, place: bytes, cell: bytes) -> bytes:
        try:
            return opened(vault, place, cell)
        except CellBroken:
            return b'"moved"'

    monkeypatch.setattr(KeyStore, "open", moved)


@pytest.fixture(scope="module")
def held(shared: World, rooms: Path) -> Iterator[World]:
    """The table with its report, in which records change hands."""
    made = shared.copy(rooms / "held.sqlite")
    yield made
    made.close()


def told(world: World, name: str) -> str:
    """What somebody gets as a file."""
    role = next(role for role, player in READERS.items() if player == name)
    path = "/nu/mijn-gegevens.json" if role in PHONES else f"/gezin/{world.script.case}/mijn-gegevens.json"
    answer = world.browser(name).get(path)
    assert answer.status_code == 200, answer.status_code
    found = json.loads(answer.data)
    del found["data"]["who_looked"]  # other tests look at this table, too; see `tests/who_looked`
    return json.dumps(found, indent=1, ensure_ascii=False)


def columns() -> list[str]:
    """Every column that refers to a person or an account, as `table.column`."""
    found = []
    for table in inside.tables():
        for column in table.columns:
            if any(key.target_fullname in ("person.id", "account.id") for key in column.foreign_keys):
                found.append(f"{table.name}.{column.name}")
    return sorted(found)


def shows(world: World, column: str) -> bool:
    """Whether own data changes when a record of this column becomes the reader's; each record is tried alone."""
    table, _, name = column.partition(".")
    to = world.script.people[READER], world.script.accounts[READER]
    before = told(world, READER)
    with sqlite3.connect(world.path, isolation_level=None) as database:
        rows = database.execute(f"select rowid, {name} from {table}").fetchall()  # noqa: S608
        for row, whose in rows:
            mine = to[whose in world.script.accounts.values()]
            if whose == mine:
                continue
            change = f"update {table} set {name} = ? where rowid = ?"  # noqa: S608
            try:
                database.execute(change, (mine, row))
            except sqlite3.IntegrityError:
                continue
            changed = told(world, READER) != before
            database.execute(change, (whose, row))
            if changed:
                return True
    return False


@pytest.mark.parametrize("column", columns())
def test_what_refers_to_a_person_is_shown_to_them_or_has_a_reason_not_to_be(held: World, column: str) -> None:
    if column in NOT_SHOWN:
        assert not shows(held, column), f"{column} is shown now: take it off the list"
    else:
        assert shows(held, column), f"{column} refers to a person and own data does not show it"


def test_every_reason_is_for_a_column_that_is_there() -> None:
    assert set(NOT_SHOWN) <= set(columns())
    assert all(NOT_SHOWN.values())


def test_own_data_of_each_reader(shared: World) -> None:
    check(
        "own_data.txt",
        versions({name: told(shared, name) for name in ("anna", "sam", "rie", "noor", "lotte")}),
    )
