"""No room on the disk, a database that another program holds: nothing promised is lost, and all goes on by itself."""

import http.client
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import make_url

from tests.live.people import People
from tests.live.seats import Seat, seat_of
from tests.live.table import Table

pytestmark = pytest.mark.slow


@contextmanager
def no_room(table: Table) -> Iterator[None]:
    """The server's process can make no file a byte longer nor write in one, as on a disk that is full or read-only."""
    kept = resource.prlimit(table.server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(table.server.pid, resource.RLIMIT_FSIZE, (0, kept[1]))
    try:
        yield
    finally:
        resource.prlimit(table.server.pid, resource.RLIMIT_FSIZE, kept)


def get(table: Table, seat: Seat, path: str) -> tuple[int, str]:
    """A page as a visitor gets it from the running server."""
    with closing(http.client.HTTPConnection("127.0.0.1", table.server.port, timeout=30)) as line:
        line.request("GET", path, headers={"Cookie": seat.cookie})
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def test_a_full_disk_keeps_every_promise_and_goes_on_when_there_is_room(table: Table, people: People) -> None:
    text, chair = table.cast.text_id("explanation"), seat_of(table.cast, "yusuf")
    people.join([table.person(name, table.server.url, text) for name in ("anna", "noor")], seed=1)
    people.type("anna", "Voor de volle schijf. ", pause=5)
    people.settle()
    before = table.log(text)
    with no_room(table):
        people.type("anna", "Terwijl er niets bij kan. ", pause=5)
        time.sleep(5)  # more tries than a fault of ours would get
        assert table.log(text).words == before.words
        assert people.report()["anna"]["unsaved"] == "full"
        status, page = get(table, chair, f"/overleg/{table.cast.meeting_id}/woorden/{text}")
        assert (status, "Voor de volle schijf" in page) == (200, True)
    people.settle()
    log, report = table.log(text), people.report()
    log.check()
    assert log.words == "Voor de volle schijf. Terwijl er niets bij kan. "
    for person in report.values():
        assert person["words"] == log.words
        assert person["refusals"] == []
        log.check_promises(person)
    assert " broken " not in table.server.log


def test_a_database_that_another_program_holds_makes_writers_wait(table: Table, people: People) -> None:
    text = table.cast.text_id("explanation")
    people.join([table.person(name, table.server.url, text) for name in ("anna", "noor")], seed=1)
    path = make_url(table.cast.house.settings.database_url).database
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        people.type("anna", "Even wachten. ", pause=5)
        time.sleep(12)  # longer than a writer waits for its turn
        other.execute("ROLLBACK")
    people.settle()
    log, report = table.log(text), people.report()
    log.check()
    assert log.words == "Even wachten. "
    assert all(person["refusals"] == [] for person in report.values())
    assert " broken " not in table.server.log
