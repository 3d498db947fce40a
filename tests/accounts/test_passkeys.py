"""Passkeys: a device written here answers as one does; what it answers wrongly, late or twice opens nothing."""

import hashlib
import json
import struct
from dataclasses import dataclass, field, replace
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from conference.access import identity, sessions
from conference.access.identity import Credentials, Kind
from conference.accounts import factors, passkeys
from conference.accounts import use_cases as accounts
from conference.accounts.passkeys import Site
from models.accounts import Account, Organisation, Passkey
from models.enums import SessionKind
from models.errors.accounts import PasskeyFails, PasskeysOff, SignInNeeded, StepUpNeeded
from models.errors.base import NotFound
from tests.cast import PASSWORD, Cast, Clock
from tests.pages import PageClient

pytestmark = pytest.mark.both
HERE = Site("localhost", "http://localhost")
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Device:
    """A device with one passkey."""

    site: Site = HERE
    verifies: bool = True
    count: int = 0
    id: bytes = b"a passkey of a test"
    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def make(self, options: str) -> str:
        """The answer to an offer."""
        numbers = self.key.public_key().public_numbers()
        x, y = (one.to_bytes(32) for one in (numbers.x, numbers.y))
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options)
        return self._told(clientDataJSON=said, attestationObject=made)

    def sign(self, options: str) -> str:
        """The answer to a question."""
        self.count += 1
        said, data = self._said("webauthn.get", options), self._data(0)
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ECDSA(SHA256()))
        return self._told(clientDataJSON=said, authenticatorData=data, signature=signed)

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.site.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _said(self, kind: str, options: str) -> bytes:
        told = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.site.origin}
        return json.dumps(told).encode()

    def _told(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        written = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": written})


def begin(cast: Cast, name: str = "lotte") -> Credentials:
    with cast.house.database.work() as work:
        row, cookie = accounts.begin(work, cast.script.accounts[name], sessions.Browser(), cast.house.clock())
    return Credentials(Kind.HALF if row.kind == SessionKind.HALF else Kind.ACCOUNT, cookie)


def add(cast: Cast, device: Device, shown: Credentials | None = None) -> None:
    shown, at = shown or begin(cast), cast.house.clock()
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, shown, at)
        account = work.load(Account, viewer.account_id)
        offer = passkeys.offer(work.session, work.keys, HERE, account, str(viewer.device_id), at)
        passkeys.add(work, viewer, HERE, device.make(offer), at)


def ask(cast: Cast, browser: str = "one") -> str:
    return passkeys.ask(cast.house.keys, HERE, browser, cast.house.clock())


def come_in(cast: Cast, answer: str, browser: str = "one", site: Site | None = HERE) -> tuple[str, str]:
    with cast.house.database.work() as work:
        account, cookie = passkeys.begin(work, site, browser, answer, sessions.Browser(), cast.house.clock())
        return account.id, cookie


def is_in(cast: Cast, cookie: str) -> bool:
    with cast.house.database.read() as session:
        try:
            identity.account_of(session, Credentials(Kind.ACCOUNT, cookie), cast.house.clock())
        except SignInNeeded:
            return False
    return True


@pytest.fixture
def device(cast: Cast, clock: Clock) -> Device:
    """The device of Lotte."""
    made = Device()
    add(cast, made)
    clock.move(minutes=1)
    return made


def test_a_passkey_is_in_at_once_also_where_a_second_proof_is_asked(cast: Cast, device: Device) -> None:
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        factors.require_of(work, work.load(Organisation, lotte.organisation_id), True, cast.house.clock())
    account, cookie = come_in(cast, device.sign(ask(cast)))
    assert account == cast.script.accounts["lotte"]
    assert is_in(cast, cookie)


def test_an_answer_is_good_once_for_five_minutes_in_the_browser_that_asked(
    cast: Cast, device: Device, clock: Clock
) -> None:
    question = ask(cast)
    first, copy = device.sign(question), device.sign(question)
    with pytest.raises(PasskeyFails):
        come_in(cast, first, browser="another")
    come_in(cast, first)
    for again in (first, copy):
        with pytest.raises(PasskeyFails):
            come_in(cast, again)
    clock.move(minutes=1)
    late = device.sign(ask(cast))
    clock.move(minutes=5)
    with pytest.raises(PasskeyFails):
        come_in(cast, late)


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": Site("localhost", "http://localhost.evil.example")},
        {"site": Site("evil.example", "http://localhost")},
        {"verifies": False},
        {"id": b"of nobody"},
        {"key": generate_private_key(SECP256R1())},
        {"count": -1},
    ],
)
def test_of_another_site_without_a_finger_or_with_another_key_opens_nothing(
    cast: Cast, device: Device, clock: Clock, wrong: dict[str, Any]
) -> None:
    device.count = 5
    come_in(cast, device.sign(ask(cast)))
    clock.move(minutes=1)
    with pytest.raises(PasskeyFails):
        come_in(cast, replace(device, **wrong).sign(ask(cast)))
    clock.move(minutes=1)
    come_in(cast, device.sign(ask(cast)))


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "x" * 9000, '{"response": {"clientDataJSON": "e30"}}', "null", "\x00"]
)
def test_rubbish_opens_nothing(cast: Cast, device: Device, answer: str) -> None:
    with pytest.raises(PasskeyFails):
        come_in(cast, answer)
    with pytest.raises(PasskeysOff):
        come_in(cast, device.sign(ask(cast)), site=None)


def test_a_closed_account_does_not_come_in(cast: Cast, device: Device) -> None:
    with cast.house.database.work() as work:
        accounts.close(work, work.load(Account, cast.script.accounts["lotte"]), cast.house.clock())
    with pytest.raises(PasskeyFails):
        come_in(cast, device.sign(ask(cast)))


def test_adding_asks_who_it_is_signs_out_others_and_takes_no_answer_of_another_session(
    cast: Cast, clock: Clock
) -> None:
    there, here = begin(cast), begin(cast)
    add(cast, Device(), here)
    assert (is_in(cast, there.secret), is_in(cast, here.secret)) == (False, True)
    with pytest.raises(PasskeyFails):
        add(cast, Device(), here)  # the same one twice
    with pytest.raises(PasskeyFails):
        add(cast, Device(id=b"other", verifies=False), here)
    clock.move(minutes=6)
    with pytest.raises(StepUpNeeded):
        add(cast, Device(id=b"other"), here)


def test_who_came_in_with_a_passkey_that_is_taken_away_is_out(
    cast: Cast, device: Device, clock: Clock
) -> None:
    thief, here = come_in(cast, device.sign(ask(cast)))[1], begin(cast)
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, here, clock())
        passkeys.remove(work, viewer, passkeys.of(work.session, str(viewer.account_id))[0].id, clock())
    assert (is_in(cast, thief), is_in(cast, here.secret)) == (False, True)


def test_only_the_owner_takes_one_away(cast: Cast, device: Device) -> None:
    with cast.house.database.read() as session:
        [one] = session.scalars(select(Passkey.id)).all()
    at = cast.house.clock()
    for name, refused in (("noor", True), ("lotte", False)):
        shown = begin(cast, name)
        with cast.house.database.work() as work:
            viewer = identity.sender(work.session, shown, at)
            if refused:
                with pytest.raises(NotFound):
                    passkeys.remove(work, viewer, one, at)
            else:
                passkeys.remove(work, viewer, one, at)
    with pytest.raises(PasskeyFails):
        come_in(cast, device.sign(ask(cast)))


def test_a_password_alone_sets_up_no_app_beside_a_passkey_that_is_asked(cast: Cast, device: Device) -> None:
    """Who has the password of somebody else could otherwise come in with an app of their own."""
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        factors.require_of(work, work.load(Organisation, lotte.organisation_id), True, cast.house.clock())
    half, at = begin(cast), cast.house.clock()
    assert half.kind == Kind.HALF
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, half, at)
        secret, mark = factors.offer(work.keys, str(viewer.device_id))
        with pytest.raises(NotFound):
            factors.set_up(work, viewer, secret, mark, "123456", at)


def test_the_page_of_half_in_offers_the_passkey_and_no_field(
    client: PageClient, cast: Cast, device: Device
) -> None:
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        factors.require_of(work, work.load(Organisation, lotte.organisation_id), True, cast.house.clock())
    client.get("/aanmelden")
    page = client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD).text
    assert "data-passkey" in page
    assert 'name="one_time"' not in page
    assert "Scan dit vierkant" not in page


def test_on_the_page_the_answer_of_a_device_comes_in(client: PageClient, cast: Cast, device: Device) -> None:
    client.get("/aanmelden")
    answer = device.sign(client.get("/aanmelden/passkey").text)
    done = client.send("/aanmelden/passkey", passkey=answer, naar="/gezinnen")
    assert (done.status_code, done.headers["Location"]) == (302, "/gezinnen")
    assert client.get("/gezinnen").status_code == 200
    wrong = client.send("/aanmelden/passkey", passkey=answer)
    assert wrong.status_code in (302, 401)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://rondom.example", "rondom.example"),
        ("http://localhost:5000", "localhost"),
        ("http://rondom.example", None),
        ("http://127.0.0.1:5000", None),
        ("https://10.0.0.1", None),
    ],
)
def test_plain_http_has_none_but_for_this_machine(cast: Cast, address: str, host: str | None) -> None:
    found = Site.of(replace(cast.house.settings, public_url=address))
    assert (found.host if found else None) == host


def test_what_a_browser_hears_is_readable(cast: Cast) -> None:
    told = json.loads(ask(cast))
    assert told["userVerification"] == "required"
    assert told.get("allowCredentials", []) == [], "it tells nobody who has passkeys"
    assert base64url_to_bytes(told["challenge"])
