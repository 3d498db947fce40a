"""Who asks, who says yes, what is held; and what is left of a family afterwards."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access.policy import MATRIX
from conference.core import seals, watch
from conference.core.ledger import is_genuine
from conference.core.runtime import Runtime
from conference.core.settings import ROOT
from conference.erasure import carrying, rows
from conference.erasure import use_cases as erasing
from models.base import Base
from models.case import Case
from models.enums import ErasureState
from models.erasures import Erasure, Hold
from models.errors.accounts import StepUpNeeded
from models.errors.base import NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.erasures import (
    AskedAlready,
    AtTheTable,
    Held,
    HoldOutOfRange,
    NotWaiting,
    SecondNeeded,
)
from models.errors.validation import ChoiceUnknown
from models.log import FieldChange, LogEntry
from models.people import Person
from models.sealed import ERASED
from tests.cast import BY_ROLE, Cast
from tests.erasure.conftest import WISH, Places, approved, asked, both, held, proved, scopes


def counted(session: Session, case_id: str) -> dict[str, int]:
    return {
        table.name: found
        for table in rows.tables()
        if (
            found := session.scalar(
                select(func.count()).select_from(table).where(rows.of_case(table, case_id))
            )
        )
    }


def deeds(session: Session, case_id: str) -> list[tuple[str, str]]:
    found = select(LogEntry.deed, LogEntry.outcome).where(LogEntry.case_id == case_id).order_by(LogEntry.seq)
    return [(deed, outcome) for deed, outcome in session.execute(found)]


# --- asking and answering


def test_one_asks_and_another_says_yes(cast: Cast) -> None:
    erasure = approved(cast)
    with cast.house.database.read() as session:
        found = session.get_one(Erasure, erasure)
        assert (found.state, found.asked_by) == (ErasureState.APPROVED, f"person:{cast.lotte.id}")
        assert found.answered_by == f"person:{cast.noor.id}"
        assert session.get(Case, cast.case_id) is not None, "nothing goes before it is carried out"
        assert deeds(session, cast.case_id)[-2:] == [("erasure.ask", "ok"), ("erasure.approved", "ok")]


def test_who_asked_does_not_say_yes_and_nobody_without_their_password(cast: Cast) -> None:
    erasure = asked(cast)
    with pytest.raises(SecondNeeded):
        cast.lotte.do(erasing.approve, erasure, viewer=proved(cast.lotte))
    with pytest.raises(StepUpNeeded):
        cast.noor.do(erasing.approve, erasure, viewer=cast.noor.outside)
    with pytest.raises(AskedAlready):
        cast.femke.do(erasing.ask, WISH, viewer=cast.femke.outside)
    assert carrying.carry_out(cast.house) == []


@pytest.mark.parametrize(
    ("permission", "role"),
    [
        (permission, role)
        for permission in ("erasure.ask", "erasure.approve", "hold.set")
        for role in BY_ROLE
        if MATRIX[permission][role] != "yes"
    ],
)
def test_others_can_do_none_of_it(cast: Cast, role: str, permission: str) -> None:
    """The table of rights says who; a family member asks for what is theirs, never for the whole family."""
    player = getattr(cast, role)
    viewer = proved(player) if role != "stranger" else player.viewer
    erasure = asked(cast)
    deed: Callable[[], object] = {
        "erasure.ask": lambda: player.do(erasing.ask, WISH, viewer=viewer),
        "erasure.approve": lambda: player.do(erasing.approve, erasure, viewer=viewer),
        "hold.set": lambda: player.do(erasing.hold, "Omdat ik het wil.", "2026-06-01", viewer=viewer),
    }[permission]
    with pytest.raises((NotAllowed, NotFound)):
        deed()


def test_a_no_needs_a_reason_and_who_asked_can_take_it_back(cast: Cast) -> None:
    first = asked(cast)
    with pytest.raises(ReasonNeeded):
        cast.noor.do(erasing.refuse, first, "Nee.", viewer=cast.noor.outside)
    cast.noor.do(erasing.refuse, first, "Er loopt nog een klacht.", viewer=cast.noor.outside)
    with pytest.raises(NotWaiting):
        cast.noor.do(erasing.approve, first, viewer=proved(cast.noor))
    second = asked(cast)
    with pytest.raises(NotAllowed):
        cast.femke.do(erasing.withdraw, second, viewer=cast.femke.outside)
    cast.lotte.do(erasing.withdraw, second, viewer=cast.lotte.outside)
    with cast.house.database.read() as session:
        assert {one.state for one in erasing.of_case(session, cast.case_id)} == {"refused", "withdrawn"}


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (erasing.Wish("asked", "Kort."), ReasonNeeded),
        (erasing.Wish("term", "Dit zegt alleen het programma."), ChoiceUnknown),
        (erasing.Wish("", "Een reden van genoeg letters."), ChoiceUnknown),
    ],
)
def test_an_ask_has_a_ground_and_a_reason(cast: Cast, wish: erasing.Wish, why: type[Refused]) -> None:
    with pytest.raises(why):
        cast.lotte.do(erasing.ask, wish, viewer=cast.lotte.outside)


# --- what must be kept


def test_a_hold_refuses_an_erasure_until_it_ends(cast: Cast) -> None:
    erasure = asked(cast)
    hold = held(cast)
    with pytest.raises(Held) as refused:
        cast.noor.do(erasing.approve, erasure, viewer=proved(cast.noor))
    assert refused.value.code == "erasure_held"
    cast.lotte.do(erasing.withdraw, erasure, viewer=cast.lotte.outside)
    with pytest.raises(Held):
        asked(cast)
    cast.lotte.do(erasing.end_hold, hold, viewer=cast.lotte.outside)
    approved(cast)
    with cast.house.database.read() as session:
        kept = session.get_one(Hold, hold)
        assert (kept.ended_by_id, kept.by_id) == (cast.lotte.id, cast.femke.id)


def test_a_hold_that_is_past_its_day_holds_nothing(cast: Cast) -> None:
    held(cast, days=2)
    cast.house.clock.move(days=3)  # type: ignore[attr-defined]
    approved(cast)


def test_a_hold_that_came_after_the_yes_still_holds(cast: Cast) -> None:
    approved(cast)
    hold = held(cast)
    assert carrying.carry_out(cast.house) == []
    with cast.house.database.read() as session:
        assert session.get(Case, cast.case_id) is not None
    cast.femke.do(erasing.end_hold, hold, viewer=cast.femke.outside)
    assert len(carrying.carry_out(cast.house)) == 1


@pytest.mark.parametrize("until", ["", "2026-05-12", "2026-05-01", "2040-01-01", "2031-05-13"])
def test_a_hold_has_a_day_that_is_to_come(cast: Cast, until: str) -> None:
    with pytest.raises(HoldOutOfRange):
        cast.femke.do(erasing.hold, "Er loopt een zaak.", until, viewer=cast.femke.outside)


def test_nothing_is_erased_while_people_sit_at_the_table(cast: Cast) -> None:
    cast.meet_anew()
    erasure = asked(cast)
    with pytest.raises(AtTheTable):
        cast.noor.do(erasing.approve, erasure, viewer=proved(cast.noor))


# --- what is left


@both
def test_a_family_is_gone_from_every_table_and_its_keys_are_gone(cast: Cast) -> None:
    with cast.house.database.read() as session:
        before = counted(session, cast.case_id)
        others = counted(session, cast.script.other_case)
        log = session.scalar(select(func.count()).where(LogEntry.case_id == cast.case_id))
        learned = session.scalar(select(func.count()).where(FieldChange.account_by_id.is_not(None)))
    assert len(before) > 35, "a full table has something in most of them"
    erasure = approved(cast)
    (certificate,) = carrying.carry_out(cast.house)
    with cast.house.database.read() as session:
        assert counted(session, cast.case_id) == {}
        assert counted(session, cast.script.other_case) == others
        assert session.scalar(select(func.count()).where(LogEntry.case_id == cast.case_id)) > log
        assert session.scalar(select(func.count()).where(FieldChange.account_by_id.is_not(None))) == learned
        assert deeds(session, cast.case_id)[-1] == ("erasure.done", "ok")
        done = session.get_one(Erasure, erasure)
        assert (done.state, done.why) == (ErasureState.DONE, "")
        assert session.get_one(Person, cast.bas.id).name != ERASED
    keys = cast.house.database.vault
    assert keys.ids(*scopes(cast)) == []
    assert keys.holds(("case", cast.script.other_case))
    assert certificate["number"] == erasure
    assert len(certificate["keys"]) == len(scopes(cast))
    assert is_genuine(certificate)
    assert not is_genuine({**certificate, "erased_at": "2020-01-01T00:00:00+00:00"})


@both
def test_the_log_keeps_its_chain(cast: Cast) -> None:
    watch.seal_all(cast.house, whole=True)
    approved(cast)
    carrying.carry_out(cast.house)
    watch.seal_all(cast.house, whole=True)
    watch.require_whole(cast.house, everything=True)
    with cast.house.database.read() as session:
        assert seals.first_fault(session) is None


def test_every_table_that_leads_to_a_family_is_emptied() -> None:
    """A new table is found by what it refers to; one that holds a case without referring to it says so here."""
    apart = {
        "log_entry": "it outlives the family: ids and no words",
        "erasure": "what was asked and done; its words are taken out",
    }
    found = {table.name for table in rows.tables()}
    holding = {
        table.name
        for table in Base.metadata.sorted_tables
        if {"case_id", "person_id", "meeting_id"} & set(table.columns.keys())
    }
    assert holding - found == set(apart)


def test_a_family_is_erased_once(cast: Cast) -> None:
    approved(cast)
    assert len(carrying.carry_out(cast.house)) == 1
    assert carrying.carry_out(cast.house) == []
    assert carrying.settle(cast.house) == 0
    assert len(carrying.ledger_of(cast.house).read().deeds) == 1


# --- a machine that stops


STEPS = [
    ("conference.core.ledger.os.fsync", "the ledger is being written"),
    ("conference.core.vault.KeyStore.destroy", "before the keys go"),
    ("conference.core.vault.KeyStore._leave_no_copy", "the keys are gone, their pages are not"),
    ("conference.erasure.rows.remove", "before the rows go"),
    ("conference.erasure.carrying._leave_no_copy", "the rows are gone"),
    ("conference.core.ledger.Ledger.finish", "before the certificate"),
]
#: A process that carries out what was approved, and is killed (-9) when it comes to a step.
KILLED = """
import os, signal, sys
from unittest.mock import patch
from conference.core.runtime import build
from conference.core.settings import Settings
from conference.erasure import carrying
house = build(Settings.from_environment())
with patch(sys.argv[1], lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
    carrying.carry_out(house)
print("was not killed")
"""


@pytest.mark.parametrize(("step", "when"), STEPS)
def test_what_was_killed_half_way_is_finished_by_the_next_start(
    cast: Cast, places: Places, start: Callable[[], Runtime], step: str, when: str
) -> None:
    erasure = approved(cast)
    cast.house.database.engine.dispose()
    run = [sys.executable, "-c", KILLED, step]
    killed = subprocess.run(
        run, cwd=ROOT, env=places.environment, capture_output=True, text=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    house = start()
    with house.database.read() as session:
        assert counted(session, cast.case_id) == {}, when
        assert session.get_one(Erasure, erasure).state == ErasureState.DONE
    assert house.database.vault.ids(*scopes(cast)) == []
    told = carrying.ledger_of(house).read().done[erasure]
    assert told["erased_at"] == house.clock().isoformat(timespec="seconds"), (
        "it tells when it was really done"
    )
    assert len(told["keys"]) == len(scopes(cast)), "the certificate names every key, whenever it went"


def test_an_end_of_term_is_told_first_and_then_carried_out(cast: Cast) -> None:
    cast.house.clock.move(days=20 * 366)  # type: ignore[attr-defined]

    def follow() -> tuple[int, int]:
        with cast.house.database.work() as work:
            told = erasing.follow_terms(work, cast.house.clock())
        return told, len(carrying.carry_out(cast.house))

    with cast.house.database.work() as work:  # the other family stays within its term
        work.load(Case, cast.script.other_case).opened_on = cast.house.clock().date()
    assert follow() == (1, 0)
    assert follow() == (0, 0), "told once, and not yet carried out"
    cast.house.clock.move(days=29)  # type: ignore[attr-defined]
    hold = held(cast, days=30)
    cast.house.clock.move(days=2)  # type: ignore[attr-defined]
    assert follow() == (0, 0), "what must be kept is kept"
    cast.femke.do(erasing.end_hold, hold, viewer=cast.femke.outside)
    assert follow() == (0, 1)
    with cast.house.database.read() as session:
        assert session.get(Case, cast.case_id) is None
        (done,) = erasing.of_case(session, cast.case_id)
        assert (done.asked_by, done.answered_by) == ("console", "region")
        assert session.get(Case, cast.script.other_case) is not None
    assert timedelta(days=30) == erasing.NOTICE
