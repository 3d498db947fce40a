"""The command line: what it does, what it prints, and what it refuses."""

import contextlib
import logging
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask_socketio import SocketIO
from sqlalchemy import select

from conference import cli, demo
from conference.accounts import use_cases as accounts
from conference.core import schema, seals
from conference.core.heads import Heads
from conference.core.runtime import Runtime, build
from conference.core.settings import Settings
from conference.door import use_cases as door
from conference.region.profile import PROFILES, load_file
from models.accounts import Account, Organisation
from models.case import Case
from models.door import Invitation
from models.errors.door import LinkFails
from models.log import LogEntry
from models.region import RegionProfile
from tests.cast import Cast
from tests.pages import Signed

Out = pytest.CaptureFixture[str]


@pytest.fixture
def installed(database: Path, sqlite_demo: Path) -> Path:
    """An installation in which the demo was loaded before."""
    database.write_bytes(sqlite_demo.read_bytes())
    return database


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What `up` would have served; it returns at once instead."""
    served: list[dict[str, Any]] = []
    monkeypatch.setattr(SocketIO, "run", lambda _, app, **given: served.append(given))
    return served


def house() -> Runtime:
    """The house of this installation."""
    return build(Settings.from_environment())


def look(question: Any) -> Any:
    """Ask the database of this installation something."""
    opened = house()
    try:
        with opened.database.read() as session:
            return question(session)
    finally:
        opened.database.engine.dispose()


# --- migrate, check-migrations


def test_migrating_makes_the_tables_and_brings_the_ready_made_profile(database: Path) -> None:
    for _ in range(2):
        assert cli.main(["migrate"]) == 0
    assert schema.is_newest(f"sqlite:///{database}")
    assert look(lambda session: session.scalars(select(RegionProfile.slug)).all()) == ["neutraal"]


def test_migrations_are_checked_without_touching_the_database(database: Path, capsys: Out) -> None:
    assert cli.main(["check-migrations"]) == 0
    assert not database.exists()
    assert "make what the models describe" in capsys.readouterr().out


def test_a_model_without_a_migration_is_noticed(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setattr(schema, "differences_of_head", lambda: [("add_table", "new")])
    assert cli.main(["check-migrations"]) == 1
    assert "add_table" in capsys.readouterr().err


# --- demo


def test_the_demo_is_loaded_into_a_new_installation(database: Path, capsys: Out) -> None:
    assert cli.main(["demo"]) == 0
    printed = capsys.readouterr().out
    assert "hilde@mda.example" in printed
    assert demo.PASSWORD in printed
    assert look(demo.is_here)


def test_a_demo_is_not_loaded_over_another(installed: Path, capsys: Out) -> None:
    before = installed.read_bytes()
    assert cli.main(["demo"]) == 1
    assert "--fresh" in capsys.readouterr().err
    assert installed.read_bytes() == before


@pytest.mark.slow
def test_a_fresh_demo_replaces_the_old_one(installed: Path) -> None:
    old = look(lambda session: demo.open_meeting(session).id)
    assert cli.main(["demo", "--fresh"]) == 0
    assert look(lambda session: demo.open_meeting(session).id) != old


@pytest.mark.parametrize("given", [[], ["--fresh"]])
def test_real_families_are_never_thrown_away(installed: Path, given: list[str], capsys: Out) -> None:
    opened = house()
    with opened.database.work() as work:
        accounts.make_account(work, "Wijkteam", "Els Vos", "els@wijkteam.nl", "een lang wachtwoord")
    opened.database.engine.dispose()
    assert cli.main(["demo", *given]) == 1
    assert "more than a demo" in capsys.readouterr().err
    assert look(lambda session: session.scalars(select(Account).where(Account.name == "Els Vos")).one())


# --- up


def ways_in(printed: str) -> dict[str, tuple[str, str]]:
    """Link secret and code by first name, as printed."""
    found = re.findall(r"^ +(\w+) .*/j#(\S+)  code (\d{6})$", printed, re.M)
    return {name: (token, code) for name, token, code in found}


def test_a_first_start_makes_everything_and_says_how_to_come_in(
    database: Path, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("PORT", "5123")
    assert cli.main(["up"]) == 0
    assert [(one["host"], one["port"]) for one in served] == [("127.0.0.1", 5123)]
    printed = capsys.readouterr().out
    links = ways_in(printed)
    assert set(links) == {"Marleen", "Ruben", "Noor", "Sem", "Inge", "Nadia"}
    code = re.search(r"/mee  code (\d{6})", printed)
    screen = re.search(r"/scherm#(\w{8})", printed)
    assert code
    assert screen
    opened = house()
    with opened.database.work() as work:
        meeting = door.meeting_of_code(work, code[1], opened.clock())
        assert demo.open_meeting(work.session) is meeting
        assert door.check_link(work, *links["Marleen"], opened.clock()).person.name == "Marleen Dekkers"
        assert door.connect_screen(work, screen[1], opened.clock())[0].meeting_id == meeting.id
    opened.database.engine.dispose()


@pytest.mark.parametrize(
    ("public_url", "given", "host"),
    [
        ("http://localhost:5000", [], "127.0.0.1"),
        ("https://rondom.example", [], "127.0.0.1"),
        ("http://192.168.1.20:5000", [], "0.0.0.0"),  # noqa: S104 - what is tested
        ("http://192.168.1.20:5000", ["--host", "192.168.1.20"], "192.168.1.20"),
    ],
)
def test_phones_reach_the_server_only_when_its_address_is_told(
    installed: Path,
    served: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    public_url: str,
    given: list[str],
    host: str,
) -> None:
    monkeypatch.setenv("RONDOM_PUBLIC_URL", public_url)
    assert cli.main(["up", *given]) == 0
    assert served[0]["host"] == host


def test_a_second_start_changes_no_words_and_makes_new_ways_in(
    installed: Path, served: list[dict[str, Any]], capsys: Out
) -> None:
    assert cli.main(["up"]) == 0
    printed = capsys.readouterr().out
    assert "demo --fresh" in printed  # the day it was made for is over
    first = ways_in(printed)
    meeting = look(lambda session: demo.open_meeting(session).id)
    assert cli.main(["up"]) == 0
    second = ways_in(capsys.readouterr().out)
    assert look(lambda session: demo.open_meeting(session).id) == meeting
    opened = house()
    with opened.database.work() as work:
        with pytest.raises(LinkFails):
            door.check_link(work, *first["Ruben"], opened.clock())
        assert door.check_link(work, *second["Ruben"], opened.clock()).person.name == "Ruben Dekkers"
        usable = select(Invitation).where(Invitation.revoked_at.is_(None))
        assert len(work.session.scalars(usable).all()) == len(second)
    opened.database.engine.dispose()


def test_an_installation_with_real_families_gets_no_demo_and_prints_no_names(
    database: Path, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    cli.main(["migrate"])
    monkeypatch.setattr("getpass.getpass", lambda _: "een lang wachtwoord")
    cli.main(
        ["account", "add", "--organisation", "Wijkteam", "--name", "Els Vos", "--email", "els@wijkteam.nl"]
    )
    capsys.readouterr()
    assert cli.main(["up"]) == 0
    assert served
    printed = capsys.readouterr().out
    assert "els@wijkteam.nl" not in printed
    assert "Rondom: http://localhost:5000" in printed


def test_the_log_of_requests_holds_no_ids(
    own_app: Flask, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    cli._log_quietly(own_app)
    as_ = Signed(own_app, cast)
    with caplog.at_level(logging.INFO, logger="rondom"):
        as_("yusuf").get(f"/overleg/{cast.meeting_id}")
        as_("yusuf").get("/nothing/secret")
    logged = [record.getMessage() for record in caplog.records if record.name == "rondom"]
    assert logged == ["GET /overleg/<meeting_id> 200", "GET (no such page) 404"]


# --- account


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed where nothing shows, in order."""
    typed: list[str] = []
    monkeypatch.setattr("getpass.getpass", lambda _: typed.pop(0))
    return typed


def add(email: str = "Els@Wijkteam.nl", name: str = "Els Vos") -> int:
    return cli.main(["account", "add", "--organisation", "Wijkteam", "--name", name, "--email", email])


def test_an_account_is_made_and_signs_in(installed: Path, passwords: list[str], capsys: Out) -> None:
    passwords += ["een lang wachtwoord"] * 2
    assert add() == 0
    assert "wachtwoord" not in capsys.readouterr().out
    assert (
        look(lambda session: accounts.sign_in(session, "els@wijkteam.nl", "een lang wachtwoord").name)
        == "Els Vos"
    )


@pytest.mark.parametrize("deed", ["password", "close"])
def test_an_account_that_changes_is_signed_out_everywhere(
    installed: Path, passwords: list[str], capsys: Out, deed: str
) -> None:
    passwords += ["een ander lang wachtwoord"] * 2
    assert cli.main(["account", deed, "--email", "Hilde@mda.example"]) == 0
    assert "signed out everywhere" in capsys.readouterr().out
    if deed == "password":
        look(lambda session: accounts.sign_in(session, "hilde@mda.example", "een ander lang wachtwoord").name)
    else:
        assert not look(
            lambda session: session.scalar(select(Account.active).where(Account.email == "hilde@mda.example"))
        )
    assert cli.main(["account", deed, "--email", "niemand@mda.example"]) == 1


def test_an_organisation_asks_for_a_code_and_says_how_many_have_one(installed: Path, capsys: Out) -> None:
    [(name, employer)] = look(
        lambda session: session.execute(
            select(Organisation.name, Organisation.id)
            .join(Account)
            .where(Account.email == "hilde@mda.example")
        ).all()
    )
    assert cli.main(["organisation", "ask-code", "--name", name]) == 0
    assert cli.main(["organisation", "list"]) == 0
    [told] = [line for line in capsys.readouterr().out.splitlines() if line.startswith(f"{name}  ")]
    assert re.search(r"asks a code\s+0 of [1-9]\d* have one$", told)
    assert look(lambda session: session.get_one(Organisation, employer).second_factor)
    assert cli.main(["organisation", "ask-no-code", "--name", name]) == 0
    assert not look(lambda session: session.get_one(Organisation, employer).second_factor)
    assert cli.main(["organisation", "ask-code", "--name", "Bestaat niet"]) == 1
    deeds = look(
        lambda session: session.scalars(select(LogEntry.deed).where(LogEntry.actor == "console")).all()
    )
    assert {"organisation:second_factor", "organisation:second_off"} <= set(deeds)


def test_a_password_that_is_easy_to_guess_is_refused(
    installed: Path, passwords: list[str], capsys: Out
) -> None:
    passwords += ["wachtwoord1234"]
    assert add() == 1
    assert "easy to guess" in capsys.readouterr().err


def test_the_outbox_is_told_in_numbers(installed: Path, capsys: Out) -> None:
    assert cli.main(["mail"]) == 0
    told = capsys.readouterr().out
    assert "No mail server is set" in told
    assert re.search(r"0\s+given up", told)


def test_who_lost_their_phone_sets_it_up_anew(installed: Path, capsys: Out) -> None:
    assert cli.main(["account", "new-phone", "--email", "hilde@mda.example"]) == 0
    assert "has no codes any more" in capsys.readouterr().out
    assert cli.main(["account", "new-phone", "--email", "niemand@mda.example"]) == 1


def test_what_is_left_out_is_asked_for(
    installed: Path, passwords: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords += ["een lang wachtwoord"] * 2
    answers = {"Organisation: ": "Wijkteam", "Name: ": "Els Vos", "E-mail: ": "els@wijkteam.nl"}
    monkeypatch.setattr("builtins.input", answers.pop)
    assert cli.main(["account", "add"]) == 0
    assert answers == {}


@pytest.mark.parametrize(
    ("typed", "given", "reason"),
    [
        (["kort"], {}, "at least 12"),
        (["een lang wachtwoord", "een ander wachtwoord"], {}, "not the same"),
        ([], {"email": "els"}, "not an e-mail address"),
        (["een lang wachtwoord"] * 2, {"email": "hilde@mda.example"}, "already"),
        (["een lang wachtwoord"] * 2, {"name": "Els 2"}, "letters"),
    ],
)
def test_an_account_that_cannot_be_made(
    installed: Path, passwords: list[str], capsys: Out, typed: list[str], given: dict[str, str], reason: str
) -> None:
    passwords += typed
    before = look(lambda session: len(session.scalars(select(Account)).all()))
    assert add(**given) == 1
    assert reason in capsys.readouterr().err
    assert look(lambda session: len(session.scalars(select(Account)).all())) == before


def test_an_address_that_is_taken_is_said_before_a_password_is_asked(
    installed: Path, passwords: list[str], capsys: Out
) -> None:
    assert add(" Hilde@MDA.example ") == 1
    assert "already" in capsys.readouterr().err


# --- parts in the learning of a region


def seats() -> list[tuple[str, str, str]]:
    return [seat for seat in look(accounts.learning_seats) if seat[2] == "hilde@mda.example"]


def test_a_part_in_the_learning_is_given_listed_and_taken(installed: Path, capsys: Out) -> None:
    hilde = ["--email", " Hilde@MDA.example ", "--role", "steering_group"]
    for _ in range(2):
        assert cli.main(["seat", "give", *hilde]) == 0
    assert seats() == [("neutraal", "steering_group", "hilde@mda.example")]
    assert cli.main(["seat", "list"]) == 0
    assert "hilde@mda.example" in capsys.readouterr().out
    assert cli.main(["seat", "take", *hilde, "--profile", "neutraal"]) == 0
    assert seats() == []
    deeds = look(
        lambda session: [one.deed for one in session.scalars(select(LogEntry)) if one.actor == "console"]
    )
    assert deeds == ["seat.give", "seat.give", "seat.take"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["take", "--email", "hilde@mda.example", "--role", "administrator"], "is no administrator"),
        (["give", "--email", "niemand@mda.example", "--role", "administrator"], "no account"),
        (["give", "--email", "hilde@mda.example"], "--role"),
        (
            ["give", "--email", "hilde@mda.example", "--role", "administrator", "--profile", "x"],
            "Which region",
        ),
        (["give", "--organisation", "Nergens", "--role", "opener"], "no organisation"),
        (["give", "--organisation", "X", "--role", "team_leader"], "one part"),
        (["give", "--organisation", "X", "--email", "hilde@mda.example", "--role", "opener"], "one part"),
    ],
)
def test_a_part_that_cannot_be_given_or_taken(
    installed: Path, capsys: Out, given: list[str], reason: str
) -> None:
    assert cli.main(["seat", *given]) == 1
    assert reason in capsys.readouterr().err
    assert seats() == []


def test_an_organisation_may_open_families_and_may_no_more(installed: Path, capsys: Out) -> None:
    name = look(
        lambda session: session.scalars(
            select(Organisation.name).join(Account).where(Account.email == "hilde@mda.example")
        ).one()
    )
    part = ["--organisation", name, "--role", "opener"]
    assert cli.main(["seat", "take", *part]) == 1
    for _ in range(2):
        assert cli.main(["seat", "give", *part]) == 0
    assert ("neutraal", "opener", name) in look(accounts.office_seats)
    assert cli.main(["seat", "list"]) == 0
    assert name in capsys.readouterr().out
    assert cli.main(["seat", "take", *part]) == 0
    assert ("neutraal", "opener", name) not in look(accounts.office_seats)


# --- profile, settings


def profile_file(folder: Path, **changed: Any) -> Path:
    wanted = yaml.safe_load((PROFILES / "neutraal.yaml").read_text(encoding="utf-8")) | changed
    path = folder / "own.yaml"
    path.write_text(yaml.safe_dump(wanted), encoding="utf-8")
    return path


def test_a_profile_is_brought_in(installed: Path, tmp_path: Path) -> None:
    path = profile_file(tmp_path, slug="oosterdelta", name="Oosterdelta")
    assert cli.main(["profile", "import", str(path)]) == 0
    assert look(lambda session: set(session.scalars(select(RegionProfile.name)))) == {
        "Oosterdelta",
        "Rondom, neutraal",
    }


def test_a_profile_keeps_what_families_use(installed: Path, tmp_path: Path, capsys: Out) -> None:
    """A section that every family has, and the phase of one; what nobody uses may go."""
    neutral = yaml.safe_load((PROFILES / "neutraal.yaml").read_text(encoding="utf-8"))
    phase = look(lambda session: session.scalars(select(Case.phase)).first())
    changed = {
        "sections": [
            one for one in neutral["sections"] if one["key"] != "worries" and one.get("plan") != phase
        ],
        "phases": [one for one in neutral["phases"] if one["key"] != phase],
        "parts": [
            {**one, "sections": [key for key in one.get("sections", []) if key != "worries"]}
            for one in neutral["parts"]
        ],
    }
    assert cli.main(["profile", "import", str(profile_file(tmp_path, **changed))]) == 1
    reason = capsys.readouterr().err
    assert "'Waar maken we ons zorgen over'" in reason
    assert next(one["label"]["nl"] for one in neutral["phases"] if one["key"] == phase) in reason
    assert look(lambda session: session.scalars(select(RegionProfile.settings)).one()) == neutral_settings()
    assert cli.main(["profile", "import", str(profile_file(tmp_path, slug="own", **changed))]) == 0


def test_a_profile_is_written_out_and_brought_in_again(installed: Path, tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "out.yaml"
    assert cli.main(["profile", "export", str(path)]) == 0
    assert cli.main(["profile", "import", str(path)]) == 0
    assert look(lambda session: session.scalars(select(RegionProfile.settings)).one()) == neutral_settings()
    assert cli.main(["profile", "export", "--slug", "nergens", str(path)]) == 1
    assert "no profile nergens" in capsys.readouterr().err


def neutral_settings() -> dict[str, Any]:
    return load_file("neutraal").model_dump(mode="json")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"colour": "green"}, "colour: Extra inputs"),
        ({"sections": []}, "cannot leave out: accepted_by"),
        ({"max_people": "many"}, "max_people: Input should be a valid integer"),
    ],
)
def test_a_profile_with_a_fault_is_refused_with_a_reason(
    installed: Path, tmp_path: Path, capsys: Out, changed: dict[str, Any], reason: str
) -> None:
    assert cli.main(["profile", "import", str(profile_file(tmp_path, slug="own", **changed))]) == 1
    assert reason in capsys.readouterr().err
    assert look(lambda session: session.scalars(select(RegionProfile.slug)).all()) == ["neutraal"]


def test_a_profile_that_is_no_file(installed: Path, tmp_path: Path, capsys: Out) -> None:
    assert cli.main(["profile", "import", str(tmp_path / "nothing.yaml")]) == 1
    assert "cannot be used" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["account", "add"], ["profile", "import", "own.yaml"]])
def test_before_migrating_there_is_nothing_to_add_to(database: Path, given: list[str], capsys: Out) -> None:
    assert cli.main(given) == 1
    assert "`migrate`" in capsys.readouterr().err


def test_a_wrong_setting_stops_with_a_sentence(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("RONDOM_PUBLIC_URL", "rondom.example")
    assert cli.main(["migrate"]) == 1
    assert "RONDOM_PUBLIC_URL" in capsys.readouterr().err


@pytest.mark.parametrize("given", [[], ["nothing"], ["account"], ["account", "drop"], ["profile", "import"]])
def test_a_command_that_does_not_exist(given: list[str], capsys: Out) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(given)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_families_past_their_term_are_listed_by_number_only(installed: Path, capsys: Out) -> None:
    assert cli.main(["retention"]) == 0
    assert "0 past their term" in capsys.readouterr().out
    with contextlib.closing(sqlite3.connect(installed)) as database, database:
        database.execute("UPDATE family_case SET opened_on = '1990-01-01'")
        database.execute("UPDATE meeting SET closed_at = '1990-01-01 12:00:00' WHERE closed_at IS NOT NULL")
    assert cli.main(["retention"]) == 0
    said = capsys.readouterr().out
    assert "2010-01-01" in said
    assert "Dekkers" not in said


# --- the log


def verify() -> int:
    return cli.main(["log", "verify"])


def test_a_log_that_is_whole_is_said_with_its_head(installed: Path, capsys: Out) -> None:
    assert cli.main(["log", "head"]) == 0
    assert "Nothing is sealed yet" in capsys.readouterr().out
    assert cli.main(["log", "seal"]) == 0
    assert verify() == 0
    said = capsys.readouterr().out
    newest = look(seals.last)
    assert "The log is whole" in said
    assert newest.head in said


def test_a_changed_row_is_named_and_stops_the_start(
    installed: Path, served: list[dict[str, Any]], capsys: Out
) -> None:
    assert cli.main(["up"]) == 0
    with sqlite3.connect(installed) as database:
        database.execute("DROP TRIGGER log_entry_no_update")
        database.execute("UPDATE log_entry SET actor = 'person:x' WHERE seq = 7")
    assert verify() == 1
    assert "row 7 under seal 1 was changed" in capsys.readouterr().err
    assert len(served) == 1
    assert cli.main(["up"]) == 1
    assert len(served) == 1
    told = capsys.readouterr().err
    assert "row 7 under seal 1" in told
    assert "restore the last backup" in told


@pytest.mark.slow
def test_a_new_demo_begins_another_log(installed: Path, served: list[dict[str, Any]]) -> None:
    kept = Heads.of(Settings.from_environment(), house().keys)
    assert cli.main(["log", "seal"]) == 0
    later = datetime.now(UTC) + timedelta(days=2)
    assert len(look(lambda session: kept.write_due(session, later))) == 1
    assert kept.path == Path(f"{installed}.heads")
    assert cli.main(["demo", "--fresh"]) == 0
    assert cli.main(["up"]) == 0
    assert verify() == 0
