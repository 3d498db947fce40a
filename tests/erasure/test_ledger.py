"""The ledger of erasures: written before anything goes, never changed, and readable after a stop in the middle."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conference.core.ledger import Deed, Ledger, LedgerWrong, is_genuine
from conference.core.security import Keyring
from tests.conftest import settings_for

AT = datetime(2026, 5, 12, 12, tzinfo=UTC)
DEED = Deed("een", "gezin", None, ("anna", "sam"), ("k1", "k2"), "asked", "2026-05-01", "2026-05-02")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """One that nothing was written in yet."""
    return Ledger(tmp_path / "keys" / "keys.ledger", Keyring("only for tests"))


def lines(ledger: Ledger) -> list[str]:
    return ledger.path.read_text().splitlines()


def test_what_goes_is_written_once_and_told_by_a_certificate(ledger: Ledger) -> None:
    ledger.begin(DEED)
    ledger.begin(DEED)
    assert ledger.read().deeds == {"een": DEED}
    assert ledger.read().done == {}
    first = ledger.finish(DEED, AT)
    assert ledger.finish(DEED, AT.replace(year=2027)) == first
    assert is_genuine(first)
    assert (first["backups_unreadable_at"][:10], first["copies_gone_at"][:10]) == ("2026-05-19", "2026-06-16")
    assert len(lines(ledger)) == 2
    assert ledger.path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_was_half_written_is_written_over(ledger: Ledger) -> None:
    ledger.begin(DEED)
    half = lines(ledger)[0][:40]
    with ledger.path.open("a") as file:
        file.write(half)
    assert list(ledger.read().deeds) == ["een"]
    ledger.begin(replace(DEED, erasure="twee"))
    assert list(ledger.read().deeds) == ["een", "twee"]


@pytest.mark.parametrize("wrong", ["changed", "removed", "moved", "put in", "no json"])
def test_a_ledger_that_was_changed_is_refused(ledger: Ledger, wrong: str) -> None:
    for name in ("een", "twee", "drie"):
        ledger.begin(replace(DEED, erasure=name))
    one, two, three = lines(ledger)
    found = {
        "changed": [one, two.replace("gezin", "ander"), three],
        "removed": [one, three],
        "moved": [two, one, three],
        "put in": [one, two, two, three],
        "no json": [one, "hallo", three],
    }[wrong]
    ledger.path.write_text("\n".join(found) + "\n")
    with pytest.raises(LedgerWrong, match="newest copy of the ledger"):
        ledger.read()


def test_a_certificate_is_checked_with_the_key_it_names(ledger: Ledger) -> None:
    told = ledger.finish(DEED, AT)
    assert is_genuine(json.loads(json.dumps(told)))
    for wrong in ({"number": "ander"}, {"signature": "00"}, {"key": "00"}, {"signature": None}):
        assert not is_genuine({**told, **wrong})
    assert not is_genuine({})


def test_it_lies_beside_the_keys_or_where_it_is_told(tmp_path: Path) -> None:
    settings = replace(settings_for("sqlite:////data/rondom.db"), keys_url="sqlite:////keys/rondom.keys.db")
    keys = Keyring("only for tests")
    assert Ledger.of(settings, keys).path == Path("/keys/rondom.keys.ledger")
    assert Ledger.of(replace(settings, erasures=tmp_path / "wisboek"), keys).path == tmp_path / "wisboek"
    on_postgres = replace(settings, keys_url="postgresql+psycopg://keys@elsewhere/sleutels")
    assert Ledger.of(on_postgres, keys).path.name == "sleutels.ledger"
