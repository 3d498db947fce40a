"""Mail that waits, read from a real mail server: a forgotten password, a device that was not known, a server away."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import event, select

from conference.access.sessions import Browser
from conference.accounts import outbox, passwords
from conference.accounts import use_cases as accounts
from conference.accounts.postman import Postman
from conference.core.runtime import Runtime
from conference.core.settings import MailServer, Settings, SettingWrong
from models.accounts import Account
from models.enums import MailKind
from models.errors.accounts import AddressNeeded, LinkOver, PasswordWeak, WrongPassword
from models.log import LogEntry
from models.mail import Mail, PasswordLink
from tests.accounts.test_pages import tries
from tests.cast import PASSWORD, Cast, Clock
from tests.pages import PageClient, limits_on, signed_in

NEW = "kastanje fietsbel zeven wolken"
LINK = re.compile(r"http://localhost/aanmelden/nieuw/(\S+)")


@dataclass
class Office:
    """A mail server: what it was handed, and what it says to the next ones."""

    answers: list[str] = field(default_factory=list)
    got: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    hangs_up: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - its name there
        """The words of one mail."""
        if self.answers:
            return self.answers.pop(0)
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.to += envelope.rcpt_tos
        if self.hangs_up:
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def office(house: Runtime) -> Iterator[Office]:
    """The mail server of this house, running."""
    made = Office()
    controller = Controller(made, hostname="127.0.0.1", port=free_port())
    controller.start()
    server = MailServer("127.0.0.1", controller.port, "post@werk.example", "off")
    house.settings = replace(house.settings, mail=server)
    yield made
    controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def beat(app: Flask, house: Runtime) -> Callable[[], None]:
    """One look of the postman at what waits."""
    return lambda: Postman(house, app).beat()


def ask(house: Runtime, address: str) -> None:
    with house.database.work() as work:
        outbox.ask_link(work, address, house.clock())


def mails(house: Runtime) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return [(one.state, one.to) for one in session.scalars(select(Mail).order_by(Mail.made_at, Mail.id))]


def token_of(office: Office) -> str:
    found = LINK.findall(office.got[-1].get_content())
    assert len(found) == 1
    return str(found[0])


def choose(cast: Cast, token: str, new: str = NEW) -> None:
    with cast.house.database.work() as work:
        outbox.choose(work, token, new, new, cast.house.clock())


# --- a forgotten password


@pytest.mark.both
def test_a_link_goes_to_whoever_has_an_account_and_nothing_to_others(
    cast: Cast, office: Office, beat: Callable[[], None]
) -> None:
    for address in (" Lotte@Werk.example ", "niemand@werk.example"):
        ask(cast.house, address)
    beat()
    assert office.to == [cast.lotte.email]
    assert mails(cast.house) == [("sent", "")], "what was nobody's is gone, and no address is kept"
    [mail] = office.got
    words = f"{mail['Subject']} {mail.get_content()}"
    assert mail["Subject"] == "Bericht over uw account"
    assert mail["From"] == "post@werk.example"
    assert len(re.findall(r"https?://", words)) == 1
    for told in ("Rondom", "Lotte", "gezin", "Bakker", "werk.example/"):
        assert told not in words


@pytest.mark.both
def test_the_link_gives_another_password_once_and_ends_every_session(
    cast: Cast, office: Office, beat: Callable[[], None]
) -> None:
    signed_in(cast.house, cast.script.accounts["lotte"])
    ask(cast.house, cast.lotte.email)
    beat()
    token = token_of(office)
    with pytest.raises(PasswordWeak):
        choose(cast, token, "aaaaaaaaaaaaaa")
    choose(cast, token)
    with cast.house.database.read() as session:
        assert accounts.sign_in(session, cast.lotte.email, NEW)
        with pytest.raises(WrongPassword):
            accounts.sign_in(session, cast.lotte.email, PASSWORD)
        deeds = session.scalars(select(LogEntry.deed)).all()
    assert {"account:password", "mail:sent"} <= set(deeds)
    for used in (token, "", "bestaat-niet"):
        with pytest.raises(LinkOver):
            choose(cast, used, "een heel andere lange zin")


@pytest.fixture
def counted(house: Runtime, office: Office) -> Iterator[PageClient]:
    """A browser at an application that counts tries."""
    for app in limits_on(house):
        browser = app.test_client()
        assert isinstance(browser, PageClient)
        yield browser


def test_t27_who_reads_the_mail_comes_in_on_a_new_device_whatever_others_tried(
    cast: Cast, office: Office, beat: Callable[[], None], counted: PageClient
) -> None:
    client = counted
    client.get("/aanmelden")
    for host in range(2, 14):
        tries(client, cast.lotte.email, "fout", host)
    assert tries(client, cast.lotte.email, PASSWORD, 20)[0] == 429
    ask(cast.house, cast.lotte.email)
    beat()
    path = f"/aanmelden/nieuw/{token_of(office)}"
    client.get(path)
    assert client.send(path, new_password=NEW, new_again=NEW).status_code == 303
    client.get("/aanmelden")
    assert tries(client, cast.lotte.email, NEW, 20)[0] == 302


@pytest.mark.both
def test_a_link_is_good_for_half_an_hour_and_only_the_newest(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    ask(cast.house, cast.lotte.email)
    beat()
    first = token_of(office)
    clock.move(minutes=10)
    ask(cast.house, cast.lotte.email)
    beat()
    with pytest.raises(LinkOver):
        choose(cast, first)
    clock.move(minutes=30)
    with pytest.raises(LinkOver):
        choose(cast, token_of(office))


@pytest.mark.both
def test_however_often_it_is_asked_one_link_goes_and_stays_good_and_a_used_one_makes_room(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    for _ in range(3):
        ask(cast.house, cast.lotte.email)
    beat()
    clock.move(minutes=9)
    ask(cast.house, cast.lotte.email)
    ask(cast.house, cast.noor.email)
    beat()
    assert office.to == [cast.lotte.email, cast.noor.email]
    assert mails(cast.house) == [("sent", ""), ("sent", "")], "nothing of the others waits on"
    office.got.pop()
    choose(cast, token_of(office))
    ask(cast.house, cast.lotte.email)
    beat()
    choose(cast, token_of(office), "een heel andere lange zin")
    assert office.to[2:] == [cast.lotte.email]


def test_a_stranger_uses_up_nobody_s_links(
    cast: Cast, office: Office, beat: Callable[[], None], counted: PageClient
) -> None:
    def asked(address: str, host: int) -> tuple[int, str]:
        counted.get("/aanmelden/vergeten")
        answer = counted.post(
            "/aanmelden/vergeten",
            data={"email": address, "csrf_token": counted.csrf},
            environ_overrides={"REMOTE_ADDR": f"10.0.0.{host}"},
        )
        return answer.status_code, answer.text.replace(counted.csrf, "")

    for address in (cast.lotte.email, "niemand@werk.example"):
        answers = {asked(address, host) for host in range(1, 13)}
        assert [status for status, _ in answers] == [200], "the same for everybody, however often"
    beat()
    assert office.to == [cast.lotte.email]
    assert 429 in {asked(cast.lotte.email, 99)[0] for _ in range(21)}, "one network is still counted"


@pytest.mark.both
def test_a_link_in_the_mail_is_over_when_the_password_changed_otherwise(
    cast: Cast, office: Office, beat: Callable[[], None]
) -> None:
    def by_oneself() -> None:
        with cast.house.database.work() as work:
            row, _ = accounts.begin(work, cast.script.accounts["lotte"], Browser(), cast.house.clock())
            viewer = replace(cast.lotte.outside, device_id=row.id)
            passwords.change(work, viewer, PASSWORD, NEW, NEW, cast.house.clock())

    def on_the_command_line() -> None:
        with cast.house.database.work() as work:
            lotte = work.load(Account, cast.script.accounts["lotte"])
            accounts.change_password(work, lotte, "nog een lange zin met wolken", cast.house.clock())

    for changed in (by_oneself, on_the_command_line):
        ask(cast.house, cast.lotte.email)
        beat()
        token = token_of(office)
        changed()
        with pytest.raises(LinkOver):
            choose(cast, token, "een heel andere lange zin")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "a@b",
        "a b@werk.example",
        "a@werk.example\nBcc: b@c.example",
        "@w.nl",
        "a" * 200 + "@werk.example",
        "a@werk.example\x00",
    ],
)
def test_what_is_no_address_is_asked_again(cast: Cast, address: str) -> None:
    with pytest.raises(AddressNeeded):
        ask(cast.house, address)
    assert mails(cast.house) == []


def test_known_and_unknown_addresses_get_the_same_answer_by_the_same_work(
    client: PageClient, cast: Cast, office: Office
) -> None:
    def asked(address: str) -> tuple[int, str, list[str]]:
        client.get("/aanmelden/vergeten")
        done: list[str] = []
        engine = cast.house.database.engine
        note = lambda *given: done.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        try:
            answer = client.send("/aanmelden/vergeten", email=address)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return answer.status_code, answer.text.replace(client.csrf, ""), done

    with cast.house.database.work() as work:
        work.load(Account, cast.script.accounts["noor"]).active = False
    known, unknown = asked(cast.lotte.email), asked("niemand@werk.example")
    assert known == unknown == asked("noor@werk.example")
    assert known[0] == 200
    assert known[2], "it is asked in the database at all"
    assert not [one for one in known[2] if "account" in one], "nobody looks who has an account"


def test_the_page_of_a_link_shows_nothing_and_uses_nothing(
    client: PageClient, cast: Cast, office: Office, beat: Callable[[], None]
) -> None:
    ask(cast.house, cast.lotte.email)
    beat()
    token = token_of(office)
    good, made_up = client.get(f"/aanmelden/nieuw/{token}"), client.get("/aanmelden/nieuw/verzonnen")
    page = good.text.replace(token, "").replace(client.csrf, "")
    assert "Lotte" not in page
    for _ in range(3):
        client.get(f"/aanmelden/nieuw/{token}")
    weak = client.send(f"/aanmelden/nieuw/{token}", new_password="kort", new_again="kort")
    assert "minstens 12 tekens" in weak.text
    done = client.send(f"/aanmelden/nieuw/{token}", new_password=NEW, new_again=NEW)
    assert done.headers["Location"] == "/aanmelden?gelukt=wachtwoord"
    assert "Meld u er nu mee aan" in client.page("/aanmelden?gelukt=wachtwoord").text
    client.get(f"/aanmelden/nieuw/{token}")
    again = client.send(f"/aanmelden/nieuw/{token}", new_password=NEW, new_again=NEW)
    assert again.status_code == 401
    assert "werkt niet meer" in again.text
    assert made_up.status_code == 200


def test_without_a_mail_server_there_is_no_link_and_no_page(client: PageClient, cast: Cast) -> None:
    assert "vergeten" not in client.page("/aanmelden").text
    assert client.get("/aanmelden/vergeten").status_code == 404


# --- a server that is away


@pytest.mark.both
def test_what_a_server_does_not_take_waits_and_goes_once(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    running = cast.house.settings.mail
    assert running is not None
    cast.house.settings = replace(cast.house.settings, mail=replace(running, port=free_port()))
    ask(cast.house, cast.lotte.email)
    beat()
    assert mails(cast.house) == [("waiting", cast.lotte.email)]
    cast.house.settings = replace(cast.house.settings, mail=running)
    beat()
    assert office.got == [], "not before its time"
    office.answers = ["451 later"]
    clock.move(minutes=1)
    beat()
    assert mails(cast.house) == [("waiting", cast.lotte.email)]
    clock.move(minutes=5)
    for _ in range(3):
        beat()
    assert len(office.got) == 1
    assert mails(cast.house) == [("sent", "")]
    choose(cast, token_of(office))


@pytest.mark.both
def test_a_clear_no_and_a_day_of_silence_end_it(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    office.answers = ["554 no"]
    ask(cast.house, cast.lotte.email)
    beat()
    assert mails(cast.house) == [("given_up", "")]
    clock.move(minutes=1)
    ask(cast.house, cast.noor.email)
    clock.move(hours=24)
    beat()
    assert [state for state, _ in mails(cast.house)] == ["given_up", "given_up"]
    assert office.got == []


@pytest.mark.both
def test_what_was_being_sent_when_the_program_ended_does_not_go_again(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    ask(cast.house, cast.lotte.email)
    with cast.house.database.work() as work:  # taken, and then the process ends
        assert len(outbox.take(work, clock())) == 1
    with cast.house.database.work() as work:  # nor does another process take it
        assert outbox.take(work, clock()) == []
    beat()
    clock.move(minutes=10)
    beat()
    assert office.got == []
    assert mails(cast.house) == [("unsure", "")]


def test_a_line_that_breaks_after_the_words_does_not_send_them_twice(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    office.hangs_up = True
    ask(cast.house, cast.lotte.email)
    beat()
    clock.move(hours=2)
    beat()
    assert len(office.got) == 1
    assert mails(cast.house) == [("unsure", "")]


def test_an_address_that_waits_cannot_be_read_in_the_database_and_old_rows_go(
    cast: Cast, clock: Clock, office: Office, beat: Callable[[], None]
) -> None:
    ask(cast.house, cast.lotte.email)
    with cast.house.database.read() as session:
        [cell] = session.scalars(select(Mail.__table__.c.to)).all()
    assert cast.lotte.email.encode() not in cell
    beat()
    clock.move(days=31)
    ask(cast.house, cast.noor.email)
    beat()
    with cast.house.database.read() as session:
        assert len(session.scalars(select(Mail)).all()) == 1
        assert len(session.scalars(select(PasswordLink)).all()) == 1


# --- a device that was not known


def test_a_new_device_is_told_by_mail_and_a_known_one_is_not(
    client: PageClient, cast: Cast, office: Office, beat: Callable[[], None]
) -> None:
    client.get("/aanmelden")
    client.send("/aanmelden", email=cast.lotte.email, password="fout")
    beat()
    assert office.got == []
    client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD)
    beat()
    assert office.to == [cast.lotte.email]
    words = office.got[0].get_content()
    assert "http://localhost/apparaten" in words
    assert "Rondom" not in words
    client.get("/")
    client.send("/afmelden")
    client.get("/aanmelden")
    client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD)
    beat()
    assert len(office.got) == 1


def test_who_reads_english_gets_english(cast: Cast, office: Office, beat: Callable[[], None]) -> None:
    with cast.house.database.work() as work:
        accounts.choose_language(work, cast.script.accounts["lotte"], "en")
        outbox.put(work, MailKind.NEW_DEVICE, cast.lotte.email, cast.house.clock())
    beat()
    assert office.got[0]["Subject"] == "Message about your account"


# --- settings


def test_settings_are_whole_and_the_password_is_not_shown() -> None:
    told = {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "post@werk.nl"}
    assert MailServer.from_environment({}) is None
    assert MailServer.from_environment(told) == MailServer("mail.example", 587, "post@werk.nl")
    signed = {**told, "RONDOM_SMTP_USER": "u", "RONDOM_SMTP_PASSWORD": "geheim", "RONDOM_SMTP_TLS": "tls"}
    found = MailServer.from_environment(signed)
    assert found is not None
    assert found.port == 465
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    "wrong",
    [
        {"RONDOM_SMTP_HOST": "mail.example"},
        {"RONDOM_MAIL_FROM": "post@werk.nl"},
        {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "post"},
        {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "a@b.nl\nBcc: c@d.nl"},
        {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "a@b.nl", "RONDOM_SMTP_TLS": "yes"},
        {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "a@b.nl", "RONDOM_SMTP_PORT": "x"},
        {"RONDOM_SMTP_HOST": "mail.example", "RONDOM_MAIL_FROM": "a@b.nl", "RONDOM_SMTP_USER": "u"},
        {
            "RONDOM_SMTP_HOST": "mail.example",
            "RONDOM_MAIL_FROM": "a@b.nl",
            "RONDOM_SMTP_TLS": "off",
            "RONDOM_SMTP_USER": "u",
            "RONDOM_SMTP_PASSWORD": "p",
        },
    ],
)
def test_a_wrong_setting_stops_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingWrong):
        Settings.from_environment(wrong)
