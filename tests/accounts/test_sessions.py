"""Sessions: how long each lasts, how a copied cookie is found out, one's own list, and who is asked once more.

T20: copied cookies, no end, no list. J05, J06, J11 of the attack list.
"""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from conference.access import identity, sessions
from conference.access.identity import Credentials, Kind
from conference.access.sessions import Browser, Cookie, Sign
from conference.accounts import use_cases as accounts
from conference.core import rendering
from conference.core.runtime import Runtime
from conference.door import use_cases as door
from conference.own_data.view import OwnData
from models.accounts import Account
from models.enums import LearningRole, SessionKind
from models.errors.accounts import DeviceUnknown, PasswordWrong, SessionOver, SignInNeeded, StepUpNeeded
from models.errors.base import Refused
from models.errors.door import SeatGone
from models.log import LogEntry
from models.people import Person
from models.region import RegionProfile
from models.sessions import DeviceSession
from tests.cast import PASSWORD, Cast, Clock
from tests.learners import Learners
from tests.pages import PageClient, Signed, signed_in

pytestmark = pytest.mark.both
MINUTE = timedelta(minutes=1)


def begin(cast: Cast, name: str = "lotte", key: str | None = None) -> str:
    """The cookie of somebody who just gave their password."""
    with cast.house.database.work() as work:
        browser = Browser("laptop/firefox", key)
        return accounts.begin(work, cast.script.accounts[name], browser, cast.house.clock())[1]


def is_in(cast: Cast, cookie: str, meeting: bool = False) -> bool:
    """Whether an account is in with this cookie."""
    shown = Credentials(Kind.ACCOUNT, cookie, cast.meeting_id if meeting else None)
    try:
        with cast.house.database.read() as session:
            identity.sender(session, shown, cast.house.clock())
    except SignInNeeded:
        return False
    return True


def seated(cast: Cast, cookie: str) -> bool:
    """Whether a phone is at its table, as a page asks and as an event asks: the two agree."""
    shown = Credentials(Kind.GUEST, cookie)
    with cast.house.database.read() as session:
        told = shown in identity.viewers_of(session, [shown], cast.house.clock())
        try:
            identity.viewer_of(session, shown, cast.house.clock())
        except SeatGone:
            assert not told
            return False
    assert told
    return True


def open_(cast: Cast, cookie: str, **sign: str) -> str:
    """A page is opened with this cookie; returns what the browser has afterwards."""
    found = sessions.look(cast.house.database, cookie, cast.house.clock(), Sign(True, sign.get("meeting")))
    return found.cookie or cookie


def row_of(house: Runtime, cookie: str) -> DeviceSession:
    with house.database.read() as session:
        return session.get_one(DeviceSession, cookie.partition(".")[0])


def logged(house: Runtime) -> list[tuple[str, str]]:
    with house.database.read() as session:
        return [(row.deed, row.thing) for row in session.scalars(select(LogEntry).order_by(LogEntry.seq))]


# --- how long


def test_an_account_is_out_after_half_an_hour_without_a_sign_of_life(cast: Cast, clock: Clock) -> None:
    cookie = begin(cast)
    clock.move(minutes=29)
    cookie = open_(cast, cookie)
    clock.move(minutes=29)
    assert is_in(cast, cookie)
    clock.move(minutes=1)
    assert not is_in(cast, cookie)
    with pytest.raises(SessionOver), cast.house.database.work() as work:
        sessions.stay(work, cookie, Sign(), clock())


def test_at_a_live_table_it_is_two_hours_and_before_it_opens_it_is_not(cast: Cast, clock: Clock) -> None:
    at_table, elsewhere = begin(cast), begin(cast)
    clock.move(minutes=2)
    at_table, elsewhere = open_(cast, at_table, meeting=cast.meeting_id), open_(cast, elsewhere)
    clock.move(minutes=119)
    assert is_in(cast, at_table, meeting=True)
    assert not is_in(cast, elsewhere)
    clock.move(minutes=1)
    assert not is_in(cast, at_table, meeting=True)
    cast.close()
    after = begin(cast)
    clock.move(minutes=2)
    after = open_(cast, after, meeting=cast.meeting_id)
    clock.move(minutes=30)
    assert not is_in(cast, after)


def test_nobody_is_in_longer_than_twelve_hours_without_the_password(cast: Cast, clock: Clock) -> None:
    cookie = begin(cast)
    for _ in range(12 * 60 // 20 - 1):
        clock.move(minutes=20)
        cookie = open_(cast, cookie)
    assert is_in(cast, cookie)
    clock.move(minutes=20)
    assert not is_in(cast, cookie)


def test_an_administrator_has_ten_minutes_and_four_hours(
    cast: Cast, learners: Learners, clock: Clock
) -> None:
    with cast.house.database.work() as work:
        account = work.load(Account, cast.script.accounts["lotte"])
        region = work.load(RegionProfile, learners.region)
        accounts.give_learning_seat(work, account, region, LearningRole.ADMINISTRATOR)
    cookie = begin(cast)
    row = row_of(cast.house, cookie)
    assert (row.idle_until - clock(), row.ends_at - clock()) == (10 * MINUTE, timedelta(hours=4))
    clock.move(minutes=10)
    assert not is_in(cast, cookie)


def test_a_phone_on_a_seat_is_out_half_an_hour_after_its_line(cast: Cast, clock: Clock) -> None:
    cookie = cast.seat("anna")
    for _ in range(3):
        clock.move(minutes=20)
        with cast.house.database.work() as work:
            sessions.hold(work, {cookie.partition(".")[0]}, clock())
    assert seated(cast, cookie)
    clock.move(minutes=30)
    assert not seated(cast, cookie)


def test_a_line_does_not_bring_back_what_was_over(cast: Cast, clock: Clock) -> None:
    cookie = cast.seat("anna")
    clock.move(minutes=30)
    with cast.house.database.work() as work:
        sessions.hold(work, {cookie.partition(".")[0]}, clock())
    assert not seated(cast, cookie)


def test_the_hours_of_a_seat_are_renewed_while_the_meeting_is_at_work_and_not_after(
    cast: Cast, clock: Clock
) -> None:
    cookie = cast.seat("anna")
    held = cookie.partition(".")[0]

    def hours(count: int) -> None:
        for _ in range(count * 3):
            clock.move(minutes=20)
            with cast.house.database.work() as work:
                sessions.hold(work, {held}, clock())

    hours(3)
    with cast.house.database.work() as work:
        door.stay_longer(work, cookie, clock())
    hours(3)
    assert seated(cast, cookie)
    cast.close()
    ends_at = row_of(cast.house, cookie).ends_at
    with cast.house.database.work() as work:
        door.stay_longer(work, cookie, clock())
    assert row_of(cast.house, cookie).ends_at == ends_at


def test_a_sign_of_life_never_makes_the_time_shorter(cast: Cast, clock: Clock) -> None:
    cookie = begin(cast)
    clock.move(minutes=1)
    cookie = open_(cast, cookie, meeting=cast.meeting_id)
    until = row_of(cast.house, cookie).idle_until
    clock.move(minutes=2)
    open_(cast, cookie)
    assert row_of(cast.house, cookie).idle_until == until


# --- what a cookie proves


def test_a_cookie_with_one_sign_changed_is_nobody_and_ends_nothing(cast: Cast) -> None:
    cookie = cast.seat("anna")
    for place in range(0, len(cookie), 7):
        other = "0" if cookie[place] != "0" else "1"
        wrong = cookie[:place] + other + cookie[place + 1 :]
        assert not seated(cast, open_(cast, wrong))
    for wrong in ("", ".", "..", "a.b.c", f"{cookie}x", cookie.replace(".0.", ".9999."), "\x00.0.x"):
        assert not seated(cast, open_(cast, wrong))
    assert seated(cast, cookie)


def test_the_cookie_changes_every_five_minutes_and_the_last_is_good_for_a_minute(
    cast: Cast, clock: Clock
) -> None:
    first = cast.seat("anna")
    clock.move(minutes=4, seconds=59)
    assert open_(cast, first) == first
    clock.move(seconds=1)
    second = open_(cast, first)
    assert second != first
    assert open_(cast, first) == second  # the answer may have been lost: asked twice, it is the same
    clock.move(minutes=20)
    assert seated(cast, first)  # nobody has shown the second yet
    assert open_(cast, second) == second
    clock.move(seconds=59)
    assert seated(cast, first)
    assert open_(cast, first) == first
    clock.move(seconds=1)
    assert not seated(cast, first)
    assert seated(cast, second)


@pytest.mark.parametrize("who", ["phone", "account"])
def test_an_older_cookie_ends_the_session_for_both(cast: Cast, clock: Clock, who: str) -> None:
    copied = cast.seat("anna") if who == "phone" else begin(cast)
    still = seated if who == "phone" else is_in
    own = copied
    for _ in range(2):
        clock.move(minutes=5)
        own = open_(cast, own)
        own = open_(cast, own)
    assert still(cast, own)
    open_(cast, copied)
    assert not still(cast, own)
    assert not still(cast, copied)
    assert row_of(cast.house, own).ended_why == "copied"
    row = row_of(cast.house, own)
    assert ("session:copied", f"{row.kind}:{row.of_id}") in logged(cast.house)


def test_what_an_older_cookie_looks_like_cannot_be_made_up(cast: Cast, clock: Clock) -> None:
    own = cast.seat("anna")
    clock.move(minutes=5)
    own = open_(cast, open_(cast, own))
    clock.move(minutes=2)
    parts = Cookie.read(own)
    assert parts is not None
    open_(cast, f"{parts.id}.0.{'a' * 64}")
    assert seated(cast, own)


def test_nothing_in_the_database_makes_a_cookie(cast: Cast, clock: Clock) -> None:
    cookie = cast.seat("anna")
    clock.move(minutes=5)
    offered = open_(cast, cookie)
    row = row_of(cast.house, cookie)
    secrets = {cookie.rpartition(".")[2], offered.rpartition(".")[2]}
    assert not secrets & {row.secret_hash, row.next_hash, row.last_hash}


def test_admission_gives_a_new_id_and_the_old_one_opens_nothing(cast: Cast) -> None:
    guest, waiting = cast.knock()
    cast.yusuf.do(door.admit, guest, cast.anna.id, cast.match(guest))
    assert not seated(cast, waiting)  # let in, but not in yet
    with cast.house.database.work() as work:
        seat = door.enter(work, waiting, cast.house.clock())[1]
    assert seat.partition(".")[0] != waiting.partition(".")[0]
    assert seated(cast, seat)
    assert not seated(cast, waiting)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("copied", "ook ergens anders in gebruik"),
        ("signed_out", "U bent afgemeld."),
        ("", "deed een tijd niets"),
    ],
)
def test_whoever_is_out_reads_why(client: PageClient, cast: Cast, clock: Clock, why: str, said: str) -> None:
    cookie = begin(cast)
    client.set_cookie("rondom-sessie", cookie)
    assert client.get("/").status_code == 200
    if why:
        with cast.house.database.work() as work:
            sessions.end(work, work.load(DeviceSession, cookie.partition(".")[0]), why, clock())
    else:
        clock.move(minutes=30)
    assert said in client.get("/", follow_redirects=True).text
    client.delete_cookie("rondom-sessie")
    assert said not in client.get("/aanmelden").text


def test_flask_keeps_nothing_of_an_account_and_a_token_of_before_is_worth_nothing(
    client: PageClient, cast: Cast
) -> None:
    client.get("/aanmelden")
    before = client.csrf
    client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD)
    client.get("/")
    with client.session_transaction() as kept:
        assert set(kept) == {"csrf_token", "of"}
    assert client.post("/taal", data={"language": "en", "csrf_token": before}).status_code == 403
    assert client.send("/taal", language="en").status_code == 302


def test_a_cookie_of_flask_signs_nobody_in_however_old_it_says_it_is(client: PageClient, cast: Cast) -> None:
    with client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = cast.script.accounts["lotte"], True
    assert client.get("/").status_code == 302
    cookie = begin(cast)
    cast.house.clock.move(days=30)  # type: ignore[attr-defined]
    client.set_cookie("rondom-sessie", cookie)
    assert client.get("/").status_code == 302


# --- one's own


def test_my_devices_and_one_of_them_signed_out(as_: Signed, cast: Cast, clock: Clock) -> None:
    laptop = as_("lotte")
    phone = signed_in(cast.house, cast.script.accounts["lotte"], "phone/safari")
    strange = signed_in(cast.house, cast.script.accounts["noor"], "tablet/chrome")
    page = laptop.page("/apparaten")
    names = [one.get_text(strip=True) for one in page.select("li h2")]
    assert names == ["Dit apparaat", "Telefoon"]
    [chosen] = page.select("input[name=session]")
    assert laptop.send("/apparaten/afmelden", session=chosen["value"]).status_code == 303
    assert not is_in(cast, phone)
    assert is_in(cast, strange)
    assert len(laptop.page("/apparaten").select("li h2")) == 1


def test_the_session_of_somebody_else_is_not_found(as_: Signed, cast: Cast) -> None:
    other = signed_in(cast.house, cast.script.accounts["noor"])
    seat = cast.seat("anna")
    lotte = as_("lotte")
    lotte.get("/apparaten")
    for cookie in (other, seat):
        answer = lotte.send("/apparaten/afmelden", session=cookie.partition(".")[0])
        assert answer.status_code == 404
    assert is_in(cast, other)
    assert seated(cast, seat)


def test_signed_out_everywhere_is_here_too(as_: Signed, cast: Cast) -> None:
    laptop, elsewhere = as_("lotte"), begin(cast)
    laptop.get("/apparaten")
    answer = laptop.send("/apparaten/overal-afmelden")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(cast, elsewhere)
    assert laptop.get("/").status_code == 302


def test_signing_out_here_leaves_other_devices_in(as_: Signed, cast: Cast) -> None:
    laptop, elsewhere = as_("lotte"), begin(cast)
    copied = laptop.get_cookie("rondom-sessie")
    assert copied is not None
    laptop.get("/")
    laptop.send("/afmelden")
    assert not is_in(cast, copied.value)
    assert is_in(cast, elsewhere)


@pytest.mark.parametrize("deed", ["password", "close"])
def test_another_password_and_a_closed_account_end_everything(cast: Cast, deed: str) -> None:
    one, two = begin(cast), begin(cast)
    with cast.house.database.work() as work:
        account = work.load(Account, cast.script.accounts["lotte"])
        if deed == "password":
            accounts.change_password(work, account, "een heel ander wachtwoord", cast.house.clock())
        else:
            accounts.close(work, account, cast.house.clock())
    assert not is_in(cast, one)
    assert not is_in(cast, two)
    with cast.house.database.read() as session, pytest.raises(Refused):
        accounts.sign_in(session, cast.lotte.email, PASSWORD)


def test_a_phone_that_is_out_for_whatever_reason_has_no_session(cast: Cast) -> None:
    cookies = [cast.seat("anna")]
    cookies.append(cast.seat("anna"))  # another phone on the same seat
    assert not seated(cast, cookies[0])
    cast.yusuf.do(door.remove, cast.anna.id)
    rows = [row_of(cast.house, cookie) for cookie in cookies]
    assert [row.ended_why for row in rows] == ["replaced", "removed"]
    screen = cast.screen()
    cast.close()
    assert row_of(cast.house, screen).ended_at is not None


def test_what_ended_long_ago_is_forgotten_of_phones_and_screens_too(cast: Cast, clock: Clock) -> None:
    cookies = [begin(cast), cast.seat("anna"), cast.screen()]
    old = {cookie.partition(".")[0] for cookie in cookies}
    clock.move(days=29)
    begin(cast)
    with cast.house.database.read() as session:
        assert old <= set(session.scalars(select(DeviceSession.id)))
    clock.move(days=3)
    begin(cast)
    with cast.house.database.read() as session:
        assert not old & set(session.scalars(select(DeviceSession.id)))


# --- how long still


def test_a_page_hears_how_long_and_is_warned_with_the_time_of_the_house(
    as_: Signed, cast: Cast, clock: Clock
) -> None:
    lotte = as_("lotte")
    lotte.returns = None
    lotte.get("/")
    headers = {"Accept": "application/json", "X-CSRFToken": lotte.csrf}

    def ask(**fields: str) -> dict[str, object]:
        answer = lotte.post("/sessie", data={"as": "account", **fields}, headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    assert ask() == {"ok": True, "idle": 30 * 60, "ends": 12 * 3600}
    clock.move(minutes=28)
    warned = ask()
    assert warned["idle"] == 120
    assert "Ik ben er nog" in str(warned["html"])
    assert rendering.clock(clock() + 2 * MINUTE, "nl") in str(warned["html"])
    assert "html" not in ask(active="1")
    clock.move(minutes=30)
    assert lotte.post("/sessie", data={"as": "account"}, headers=headers).status_code == 401


# --- once more who it is


def test_an_export_asks_for_the_password_again_after_five_minutes(
    as_: Signed, cast: Cast, clock: Clock
) -> None:
    lotte = as_("lotte")
    path = f"/gezin/{cast.case_id}/mijn-gegevens.json"
    assert lotte.get(path).mimetype == "application/json"
    clock.move(minutes=5, seconds=1)
    refused = lotte.get(path)
    assert (refused.status_code, refused.mimetype) == (401, "text/html")
    assert "Bent u het?" in refused.text
    wrong = lotte.send("/opnieuw", naar=path, password="fout")
    assert wrong.status_code == 401
    assert "Dit wachtwoord klopt niet" in wrong.text
    assert lotte.get(path).mimetype == "text/html"
    right = lotte.send("/opnieuw", naar=path, password=PASSWORD)
    assert f'href="{path}"' in right.text
    assert lotte.get(path).mimetype == "application/json"
    assert ("session:step_up", "session:" + str(lotte.get_cookie("rondom-sessie").value[:16])) in logged(  # type: ignore[union-attr]
        cast.house
    )


def test_the_rule_is_asked_of_who_has_an_account_and_not_of_a_phone(cast: Cast, clock: Clock) -> None:
    with cast.house.database.read() as session:
        for name, asked in (("lotte", True), ("anna", False)):
            player = getattr(cast, name)
            session.get_one(Person, player.id)
            own = OwnData(session, player.outside)
            if asked:
                with pytest.raises(StepUpNeeded):
                    own.as_file(clock())
            else:
                assert own.as_file(clock())["format"] == "rondom-own-data"


def test_the_password_of_somebody_else_proves_nothing(cast: Cast) -> None:
    with cast.house.database.read() as session:
        accounts.check(session, cast.script.accounts["lotte"], PASSWORD)
        with pytest.raises(PasswordWrong):
            accounts.check(session, cast.script.accounts["lotte"], "fout")
        with pytest.raises(PasswordWrong):
            accounts.check(session, "nobody", PASSWORD)


def test_the_password_again_gives_the_whole_time_again(cast: Cast, clock: Clock) -> None:
    cookie = begin(cast)
    clock.move(minutes=20)
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, Credentials(Kind.ACCOUNT, cookie), clock())
        accounts.step_up(work, viewer, clock())
    row = row_of(cast.house, cookie)
    assert (row.ends_at, row.step_up_at) == (clock() + timedelta(hours=12), clock())


def test_a_seat_is_no_session_of_an_account(cast: Cast) -> None:
    assert not is_in(cast, cast.seat("anna"))
    assert not seated(cast, begin(cast))


def test_kinds_have_limits() -> None:
    assert set(sessions.LIMITS) == set(SessionKind)


# --- the browser that signed in


class Key:
    """A key as a browser has it: the public point and signatures as WebCrypto gives them."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    @property
    def public(self) -> str:
        return _written(self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def signs(self, question: str) -> str:
        r, s = decode_dss_signature(self._key.sign(question.encode(), ec.ECDSA(SHA256())))
        return f"{question}|{_written(r.to_bytes(32) + s.to_bytes(32))}"


def _written(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def proves(cast: Cast, cookie: str, proof: str) -> bool:
    try:
        sessions.require_device(cast.house.database, cookie.partition(".")[0], proof, cast.house.clock())
    except DeviceUnknown:
        return False
    return True


def test_the_browser_that_signed_in_proves_it_and_a_question_is_good_for_a_minute(
    cast: Cast, clock: Clock
) -> None:
    key = Key()
    cookie = begin(cast, key=key.public)
    question = cast.house.keys.question(cookie.partition(".")[0], clock())
    proof = key.signs(question)
    assert proves(cast, cookie, proof)
    assert not proves(cast, cookie, "")  # the question did not come: nothing is ended
    assert is_in(cast, cookie)
    clock.move(minutes=1)
    assert not proves(cast, cookie, proof)
    assert is_in(cast, cookie)  # a laptop that slept while it answered is no copy


@pytest.mark.parametrize("proof", ["none", "other key", "other question", "rubbish", "other session"])
def test_a_cookie_elsewhere_fails_the_proof_and_the_session_ends_for_both(
    cast: Cast, clock: Clock, proof: str
) -> None:
    key = Key()
    cookie, another = begin(cast, key=key.public), begin(cast, key=key.public)
    session_id = cookie.partition(".")[0]
    question = cast.house.keys.question(session_id, clock())
    shown = {
        "none": "none",
        "other key": Key().signs(question),
        "other question": key.signs("1.2.3"),
        "rubbish": f"{question}|é",
        "other session": key.signs(cast.house.keys.question(another.partition(".")[0], clock())),
    }[proof]
    assert not proves(cast, cookie, shown)
    assert not is_in(cast, cookie)
    assert is_in(cast, another)
    assert ("session:device", f"account:{cast.script.accounts['lotte']}") in logged(cast.house)


def test_a_session_without_a_key_proves_nothing(cast: Cast) -> None:
    cookie = begin(cast)
    assert proves(cast, cookie, "")
    assert proves(cast, cookie, "none")


def test_the_password_elsewhere_does_not_do_without_the_key(client: PageClient, cast: Cast) -> None:
    key = Key()
    cookie = begin(cast, key=key.public)
    client.set_cookie("rondom-sessie", cookie)
    client.get("/opnieuw")
    asked = client.get("/sessie/vraag", headers={"Accept": "application/json"}).get_json()["question"]
    done = client.send("/opnieuw", password=PASSWORD, device_proof=key.signs(asked))
    assert done.status_code == 302
    assert client.send("/opnieuw", password=PASSWORD, device_proof="none").status_code == 401
    assert not is_in(cast, cookie)
