"""The command line: `python -m conference.cli --help`. It speaks English, as its readers run the program."""

import argparse
import getpass
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from flask import Flask, Response, request
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from conference import demo
from conference.access import policy
from conference.accounts import factors, linked, outbox, passwords
from conference.accounts import use_cases as accounts
from conference.accounts.postman import Postman
from conference.app import create_app
from conference.core import files, schema, seals, watch
from conference.core.heads import Heads
from conference.core.ledger import LedgerWrong, is_genuine
from conference.core.runtime import Runtime, build
from conference.core.settings import Settings, SettingWrong
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import AMSTERDAM
from conference.demo import learning, office
from conference.door import use_cases as door
from conference.erasure import carrying
from conference.erasure import use_cases as erasing
from conference.learning import intake
from conference.region import use_cases as profiles
from conference.region.profile import NEUTRAL, Profile, of, read, told
from conference.report import seal as fingerprints
from models.accounts import Account, Organisation
from models.case import Case
from models.enums import LearningRole, MailState, OfficeRole
from models.errors.accounts import PasswordShort
from models.errors.base import Refused
from models.errors.region import ProfileInUse
from models.meeting import Meeting
from models.people import Person
from models.region import RegionProfile
from realtime import attach

log = logging.getLogger("rondom")
STALE = timedelta(hours=12)
TAKEN = "There is an account with this e-mail address already. Choose another address."


class Stop(Exception):
    """The command cannot be carried out; the message says what to do."""


def main(given: Sequence[str] | None = None) -> int:
    """Carry out one command. Returns what the shell gets: 0 for done, 1 for a reason that was printed."""
    chosen = _parser().parse_args(given)
    files.keep_private()
    try:
        house = build(Settings.from_environment())
        try:
            run: Callable[[Runtime, argparse.Namespace], None] = chosen.run
            run(house, chosen)
        finally:
            house.database.engine.dispose()
    except (Stop, SettingWrong, schema.UnknownRevision, watch.LogBroken, LedgerWrong) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Refused as refused:
        print(refused.sentence % refused.values, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conference.cli", description="Rondom")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[Runtime, argparse.Namespace], None], words: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        return added

    command("migrate", _migrate, "bring the database to the newest shape")
    saving = command("backup", _backup, "copy the database (SQLite) to a new file, also while it is in use")
    saving.add_argument("file", type=Path)
    command("check-migrations", _check_migrations, "say whether the migrations make what the models describe")
    loading = command("demo", _demo, "load the demo into an empty database")
    loading.add_argument("--fresh", action="store_true", help="throw an earlier demo away first")
    serving = command("up", _up, "migrate, load the demo into an empty database, and serve on PORT")
    serving.add_argument("--host", help="address to listen on; follows RONDOM_PUBLIC_URL when left out")
    account = command(
        "account",
        _account,
        "make an account for a professional, give it another password, close it, or let it set up its codes anew",
    )
    account.add_argument("deed", choices=["add", "password", "close", "new-phone", "unlink"])
    for name in ("organisation", "name", "email"):
        account.add_argument(f"--{name}", help="asked for when left out")
    command("mail", _mail, "say how many mails wait, went, or could not be sent")
    employer = command(
        "organisation", _organisation, "list organisations, or say whether one asks for a code at signing in"
    )
    employer.add_argument("deed", choices=["list", "ask-code", "ask-no-code"])
    employer.add_argument("--name", help="of the organisation")
    seat = command(
        "seat", _seat, "give or take a part in the learning or the office of a region, or list who has one"
    )
    seat.add_argument("deed", choices=["give", "take", "list"])
    seat.add_argument("--email", help="of an account that is there")
    seat.add_argument(
        "--organisation", help="instead of an account, for the role opener: everybody of it may open families"
    )
    seat.add_argument("--role", choices=[role.value for role in (*LearningRole, *OfficeRole)])
    seat.add_argument("--profile", help="slug of the region; may be left out when there is only one")
    region = command(
        "profile",
        _profile,
        "bring a region profile in (one with the same slug is replaced), or write one out",
    )
    region.add_argument("deed", choices=["import", "export"])
    region.add_argument("file", type=Path)
    region.add_argument("--slug", default=NEUTRAL, help="which profile to write out (default: %(default)s)")
    terms = command(
        "retention",
        _retention,
        "take away what is past its term: notes, rows of the log, and families, after their notice",
    )
    terms.add_argument("--preview", action="store_true", help="only say what would go")
    erasing_ = command(
        "erasure",
        _erasure,
        "finish what was approved or stands in the ledger; list the ledger; or verify a certificate",
    )
    erasing_.add_argument("deed", choices=["finish", "list", "verify"])
    erasing_.add_argument("file", type=Path, nargs="?", help="of a certificate")
    sealed = command(
        "log",
        _log,
        "verify the log (the first row that does not fit is named), seal what waits, or show its newest head",
    )
    sealed.add_argument("deed", choices=["verify", "seal", "head"])
    report = command("report", _check_report, "say whether an exported report is as it was when it was made")
    report.add_argument("deed", choices=["check"])
    report.add_argument("file", type=Path)
    return parser


# --- the database


def _migrate(house: Runtime, _: argparse.Namespace) -> None:
    _bring_up(house)
    with house.database.work() as work:
        profiles.bring_in_ready_made(work)


def _backup(house: Runtime, chosen: argparse.Namespace) -> None:
    """A whole copy of one moment, for its owner only from the first byte."""
    if house.database.engine.dialect.name != "sqlite":
        raise Stop("This database is PostgreSQL: use pg_dump.")
    if chosen.file.exists():
        raise Stop(f"{chosen.file} is there already. Choose another name.")
    try:
        files.private_file(chosen.file)
        connection = house.database.engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(chosen.file),))
        finally:
            connection.close()
    except (OSError, sqlite3.Error) as wrong:
        chosen.file.unlink(missing_ok=True)
        raise Stop(f"The backup could not be made: {wrong}") from wrong
    print(f"The database of this moment stands in {chosen.file}. Keep it apart from the key.")


def _bring_up(house: Runtime) -> None:
    """To the newest shape; what it replaced is left nowhere in the files of the database."""
    url = house.settings.database_url
    if not schema.is_newest(url):
        schema.upgrade(url, vault=house.database.vault)
        schema.leave_no_copy(url)


def _require_newest(house: Runtime) -> None:
    if not schema.is_newest(house.settings.database_url):
        raise Stop("The database is not ready. First run `migrate`.")


def _check_migrations(_: Runtime, __: argparse.Namespace) -> None:
    if wrong := schema.differences_of_head():
        raise Stop("\n".join(["The migrations do not make what the models describe:", *map(str, wrong)]))
    print("The migrations make what the models describe.")


def _demo(house: Runtime, chosen: argparse.Namespace) -> None:
    _bring_up(house)
    if not _is_empty(house):
        _make_room(house, chosen.fresh)
    demo.load(house)
    _tell_about_demo(house)


def _make_room(house: Runtime, fresh: bool) -> None:
    """Empty the database, but only of a demo: an account with a real address means real families."""
    with house.database.read() as session:
        if not demo.is_alone(session):
            raise Stop("This database holds more than a demo. Set RONDOM_DATABASE_URL to another one.")
    if not fresh:
        raise Stop("There is a demo already. `demo --fresh` throws it away, with all that was written in it.")
    schema.downgrade(house.settings.database_url, vault=house.database.vault)
    _bring_up(house)
    Heads.of(house.settings, house.keys).forget()


def _is_empty(house: Runtime) -> bool:
    with house.database.read() as session:
        return session.scalars(select(Account.id)).first() is None


# --- serving


def _up(house: Runtime, chosen: argparse.Namespace) -> None:
    _migrate(house, chosen)
    if _is_empty(house):
        demo.load(house)
    _tell_about_demo(house)
    carrying.settle(house)
    watch.require_whole(house)
    app = create_app(house)
    socketio = attach(app, house)
    _log_quietly(app)
    port = int(os.environ.get("PORT", "5000"))
    print(f"Rondom: {house.settings.public_url}    (stop with Ctrl-C)", flush=True)
    host = chosen.host or _host_for(house.settings.public_url)
    app.extensions["leaving"].listen()
    with watch.Watch(house), Postman(house, app):
        socketio.run(app, host=host, port=port, allow_unsafe_werkzeug=True)
        house.looks.settle()


def _host_for(public_url: str) -> str:
    """Only this machine, unless people are told an address at which their phones should find it without TLS."""
    told = urlsplit(public_url)
    at_home = told.scheme == "https" or told.hostname in ("localhost", "127.0.0.1", "::1")
    return "127.0.0.1" if at_home else "0.0.0.0"  # noqa: S104 - phones on the same network


def _log_quietly(app: Flask) -> None:
    """One line for each answer, with the pattern of its address: no ids, no tokens, no names."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # Its warning is about servers, its errors are frames of strangers; our own faults are logged as `broken`.
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

    @app.after_request
    def note(response: Response) -> Response:
        if request.endpoint != "static":
            log.info("%s %s %s", request.method, request.url_rule or "(no such page)", response.status_code)
        return response


# --- what to try


def _tell_about_demo(house: Runtime) -> None:
    url = house.settings.public_url
    with house.database.read() as session:
        if not demo.is_here(session):
            return
        meeting = demo.open_meeting(session)
        print(f"\nWho can sign in at {url}/aanmelden (password of everybody: {demo.PASSWORD})")
        seats = select(Person).join(Account).join(Case, Person.case_id == Case.id)
        for person in sorted(session.scalars(seats), key=lambda one: (one.case.title, one.position)):
            if person.account and demo.is_told_about(person.account):
                print(f"  {person.account.email:<34}{person.name}, {person.role_words} | {person.case.title}")
        for name, email, role in learning.LEARNERS:
            print(f"  {email:<34}{name}, {role.replace('_', ' ')} | learning, no families")
        for name, email, _, part in office.OFFICERS:
            print(f"  {email:<34}{name}, {_spoken(part)}")
    if meeting is not None:
        _tell_about_doors(house, meeting.id)


def _tell_about_doors(house: Runtime, meeting_id: str) -> None:
    """Make fresh ways in for the open meeting: a secret is only known when it is made, so not from last time."""
    at, url = house.clock(), house.settings.public_url
    with house.database.work() as work:
        meeting = work.load(Meeting, meeting_id)
        led_by, chair = meeting.chair.name, policy.at_table(meeting.chair, meeting, "nl")
        room = house.keys.meeting_code(meeting.id, meeting.code_turn)
        screen = door.start_screen(work, chair, at)[1]
        links = [
            (person, *_link(work, chair, person, at))
            for person in meeting.case.people
            if person.account is None and (person.at_table or person.in_family)
        ]
    print(f"\nThe open meeting: {url}/overleg/{meeting.id}  (led by {led_by})")
    if at - meeting.starts_at > STALE:
        print("  It began a while ago. `python -m conference.cli demo --fresh` makes a new demo.")
    print(f"  on a phone in the room: {url}/mee  code {room}")
    print(f"  on the shared screen:   {url}/scherm#{screen}  (10 minutes, once)")
    print("  from home, by personal link (valid for a day; its code for 10 minutes, once):")
    for person, token, code in links:
        print(f"    {person.first_name:<9}{person.role_words:<48}{url}/j#{token}  code {code}")
    print()


def _link(work: UnitOfWork, chair: policy.Viewer, person: Person, at: datetime) -> tuple[str, str]:
    invitation, token = door.invite(work, chair, person.id, at)
    return token, door.new_code(work, chair, invitation.id, at)


# --- accounts and profiles


def _account(house: Runtime, chosen: argparse.Namespace) -> None:
    """Make one; or change one that is there, which ends its sessions on every device at once."""
    if chosen.deed == "add":
        _add_account(house, chosen)
        return
    _require_newest(house)
    email = (chosen.email or input("E-mail: ")).strip().lower()
    with house.database.read() as session:
        known = session.scalar(select(Account).where(Account.email == email))
        if known is None:
            raise Stop("There is no account with this e-mail address.")
        password = _new_password(known) if chosen.deed == "password" else ""
    with house.database.work() as work:
        found = work.session.scalars(select(Account).where(Account.email == email)).one()
        if chosen.deed == "password":
            accounts.change_password(work, found, password, house.clock())
        elif chosen.deed == "new-phone":
            factors.reset(work, found, house.clock())
        elif chosen.deed == "unlink":
            linked.unlink(work, found, house.clock())
        else:
            accounts.close(work, found, house.clock())
    said = {
        "password": "has another password",
        "new-phone": "has no codes any more",
        "unlink": "is linked to nothing elsewhere",
        "close": "is closed",
    }
    print(f"{email} {said[chosen.deed]}, and is signed out everywhere.")


def _add_account(house: Runtime, chosen: argparse.Namespace) -> None:
    _require_newest(house)
    organisation = chosen.organisation or input("Organisation: ")
    name = chosen.name or input("Name: ")
    email = chosen.email or input("E-mail: ")
    if "@" not in email.strip(" @"):
        raise Stop("This is not an e-mail address.")
    with house.database.read() as session:
        if accounts.exists(session, email):
            raise Stop(TAKEN)
    wanted = Account(name=name, email=email, organisation=Organisation(name=organisation))
    password = _new_password(wanted)
    try:
        with house.database.work() as work:
            accounts.make_account(work, organisation, name, email, password)
    except IntegrityError as taken:
        raise Stop(TAKEN) from taken
    print(f"{name} can sign in at {house.settings.public_url}/aanmelden")


def _organisation(house: Runtime, chosen: argparse.Namespace) -> None:
    """Whether everybody of an organisation owes a code at signing in."""
    _require_newest(house)
    if chosen.deed == "list":
        with house.database.read() as session:
            for name, asked, people, have in factors.organisations(session):
                print(
                    f"{name:<40}{'asks a code' if asked else 'asks no code':<15}{have} of {people} have one"
                )
        return
    with house.database.work() as work:
        found = work.session.scalar(select(Organisation).where(Organisation.name == chosen.name))
        if found is None:
            raise Stop("There is no organisation with this name. `organisation list` shows all: --name.")
        factors.require_of(work, found, chosen.deed == "ask-code", house.clock())
    if chosen.deed == "ask-code":
        print(f"{chosen.name} asks a code. Who has none yet is signed out, and sets it up first.")
    else:
        print(f"{chosen.name} asks no code. Who set one up is still asked for it.")


def _mail(house: Runtime, _: argparse.Namespace) -> None:
    """The health of the outbox, in numbers; never whose mail it is."""
    _require_newest(house)
    with house.database.read() as session:
        found = outbox.count(session)
    print(
        "Mail is on." if house.settings.mail else "No mail server is set (RONDOM_SMTP_HOST): nothing is sent."
    )
    for state in MailState:
        print(f"{found.get(state, 0):>6}  {state.replace('_', ' ')}")


def _seat(house: Runtime, chosen: argparse.Namespace) -> None:
    """Who learns in a region, or administers it; who is its privacy officer, leads a team or opens families."""
    _require_newest(house)
    if chosen.deed == "list":
        with house.database.read() as session:
            for slug, held, email in [*accounts.learning_seats(session), *accounts.office_seats(session)]:
                print(f"{slug:<20}{held:<18}{email}")
        return
    if chosen.organisation:
        _seat_of_organisation(house, chosen)
        return
    if not chosen.email or not chosen.role:
        raise Stop("Name the account and the part: --email and --role.")
    role, at = _role(chosen.role), house.clock()
    with house.database.work() as work:
        account = work.session.scalar(select(Account).where(Account.email == chosen.email.strip().lower()))
        if account is None:
            raise Stop("There is no account with this e-mail address. Make one first: `account add`.")
        region = _region(work, chosen.profile)
        if chosen.deed == "give":
            accounts.give_seat(work, account, region, role, at)
        elif not accounts.take_seat(work, account, region, role, at):
            raise Stop(
                f"{account.email} is no {_spoken(role)} of {region.slug}. `seat list` shows who is what."
            )
        work.record("console", f"seat.{chosen.deed}", f"account:{account.id}", None, at)
        done = "is now" if chosen.deed == "give" else "is no longer"
        print(f"{account.email} {done} {_spoken(role)} of {region.slug}.")


def _seat_of_organisation(house: Runtime, chosen: argparse.Namespace) -> None:
    """The right to open families, for everybody of an organisation at once; other parts are of one account."""
    if chosen.email or chosen.role != OfficeRole.OPENER:
        raise Stop("An organisation can have one part: --role opener, without --email.")
    with house.database.work() as work:
        found = work.session.scalar(select(Organisation).where(Organisation.name == chosen.organisation))
        if found is None:
            raise Stop("There is no organisation with this name.")
        region = _region(work, chosen.profile)
        if chosen.deed == "give":
            accounts.let_open(work, found, region)
        elif not accounts.let_open_no_more(work, found, region):
            raise Stop(f"{found.name} does not open families of {region.slug} as a whole.")
        work.record("console", f"seat.{chosen.deed}", f"organisation:{found.id}", None, house.clock())
        done = "may open" if chosen.deed == "give" else "as a whole opens no more"
        print(f"{found.name} {done} families of {region.slug}.")


def _region(work: UnitOfWork, slug: str | None) -> RegionProfile:
    found = list(work.session.scalars(select(RegionProfile).order_by(RegionProfile.slug)))
    fitting = [region for region in found if slug in (None, region.slug)]
    if len(fitting) != 1:
        raise Stop(f"Which region? --profile is one of: {', '.join(region.slug for region in found)}.")
    return fitting[0]


def _role(named: str) -> LearningRole | OfficeRole:
    return OfficeRole(named) if named in set(OfficeRole) else LearningRole(named)


def _spoken(role: LearningRole | OfficeRole) -> str:
    return role.value.replace("_", " ")


def _new_password(account: Account) -> str:
    password = getpass.getpass("Password: ")
    try:
        passwords.require_strong(password, account)
    except PasswordShort:
        raise Stop(f"Choose a password of at least {passwords.SHORTEST} characters.") from None
    except Refused:
        raise Stop(
            "This password is easy to guess. Choose four or more words that do not belong together."
        ) from None
    if getpass.getpass("The same again: ") != password:
        raise Stop("The two passwords are not the same.")
    return password


def _profile(house: Runtime, chosen: argparse.Namespace) -> None:
    _require_newest(house)
    if chosen.deed == "export":
        _export_profile(house, chosen.slug, chosen.file)
    else:
        _import_profile(house, chosen)


def _export_profile(house: Runtime, slug: str, path: Path) -> None:
    with house.database.read() as session:
        found = session.scalar(select(RegionProfile).where(RegionProfile.slug == slug))
        if found is None:
            raise Stop(f"There is no profile {slug}.")
        written = yaml.safe_dump(told(of(found.settings)), allow_unicode=True, sort_keys=False)
    try:
        path.write_text(written, encoding="utf-8")
    except OSError as wrong:
        raise Stop(f"This file cannot be written: {wrong}") from wrong
    print(f"The profile {slug} stands in {path}.")


def _import_profile(house: Runtime, chosen: argparse.Namespace) -> None:
    wanted = _read_profile(chosen.file)
    try:
        with house.database.work() as work:
            profiles.bring_in(work, wanted)
    except ProfileInUse as used:
        raise Stop(f"Families still use what this profile leaves out: {used.values['keys']}.") from used
    print(f"The profile {wanted.slug} ({wanted.name}) can be chosen for new cases.")


def _retention(house: Runtime, chosen: argparse.Namespace) -> None:
    """What is past its term goes: notes as their authors were told, rows of the log, and families by the same road as
    any erasure. Of families only numbers show."""
    _require_newest(house)
    at = house.clock()
    with house.database.read() as session:
        found = erasing.ended(session, at)
    if not chosen.preview:
        with house.database.work() as work:
            print(f"{intake.take_old_notes_away(work, at)} notes without names taken away.")
            print(f"{seals.remove_old(work.session, at)} rows of the log taken away; their seals stay.")
            print(f"{erasing.follow_terms(work, at)} families told that they will be erased.")
        print(f"{len(carrying.carry_out(house))} families erased.")
    for one in found:
        print(f"{one.term}  {one.region:<20}{one.case_id}  {_becomes(one, at)}")
    print(f"{len(found)} past their term.")


def _becomes(one: erasing.Ended, at: datetime) -> str:
    if one.kept:
        return f"kept ({one.kept})"
    if one.due is None:
        return f"told now, erased after {erasing.NOTICE.days} days"
    return "erased now" if one.due <= at.astimezone(AMSTERDAM).date() else f"erased from {one.due}"


def _erasure(house: Runtime, chosen: argparse.Namespace) -> None:
    """The ledger of erasures, and the certificates in it."""
    ledger = carrying.ledger_of(house)
    if chosen.deed == "verify":
        _verify_certificate(chosen.file, ledger.public)
        return
    if chosen.deed == "finish":
        _require_newest(house)
        print(f"{carrying.settle(house)} erasures carried out.")
    book = ledger.read()
    for deed in book.deeds.values():
        done = book.done.get(deed.erasure)
        what = f"person {deed.person} of {deed.case}" if deed.person else f"family {deed.case}"
        print(f"{deed.erasure}  {what}  {done['erased_at'] if done else 'not finished'}")
    print(f"{len(book.deeds)} erasures in {ledger.path}, signed with {ledger.public}")


def _verify_certificate(path: Path | None, public: str) -> None:
    try:
        told = json.loads(path.read_text(encoding="utf-8")) if path else None
    except (OSError, ValueError) as wrong:
        raise Stop(f"This certificate cannot be read: {wrong}") from wrong
    if not isinstance(told, dict) or not is_genuine(told):
        raise Stop("This is no genuine certificate: its signature does not fit.")
    whose = (
        "of this installation" if told["key"] == public else "of another installation, or of an earlier key"
    )
    print(f"This certificate is genuine, signed with {told['key']} ({whose}).")
    print(
        f"A {told['what']} was erased at {told['erased_at']}; no backup tells it from {told['backups_unreadable_at']}."
    )


def _log(house: Runtime, chosen: argparse.Namespace) -> None:
    """Whether the log is what was sealed; run it after a restore, and whenever somebody doubts."""
    _require_newest(house)
    if chosen.deed == "seal":
        print(f"{watch.seal_all(house, whole=True)} seals made.")
        return
    if chosen.deed == "verify":
        watch.verify(house)
    with house.database.read() as session:
        newest, heads = seals.last(session), Heads.of(house.settings, house.keys)
        if newest is None:
            print("Nothing is sealed yet.")
            return
        if chosen.deed == "verify":
            print("The log is whole: every row fits its seal, and every seal the one before it.")
        print(f"Seal {newest.id} of {newest.at:%Y-%m-%d %H:%M} UTC, head {newest.head}")
        print(f"Heads of days: {heads.path}, signed with {heads.public}")


def _check_report(_: Runtime, chosen: argparse.Namespace) -> None:
    try:
        exported = json.loads(chosen.file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Stop(f"This report cannot be read: {wrong}") from wrong
    if not isinstance(exported, dict) or fingerprints.FIELD not in exported:
        raise Stop("This is not an exported report: it has no fingerprint.")
    if not fingerprints.is_whole(exported):
        raise Stop("This report was changed after it was made: its fingerprint does not fit.")
    print(f"This report is whole. Fingerprint: {exported[fingerprints.FIELD]}")


def _read_profile(path: Path) -> Profile:
    try:
        return read(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'all'}: {fault['msg']}" for fault in wrong.errors()]
        raise Stop("\n".join(["This profile cannot be used.", *faults])) from wrong
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise Stop(f"This profile cannot be used: {wrong}") from wrong


if __name__ == "__main__":
    sys.exit(main())
