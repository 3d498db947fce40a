"""Another password by whose it is: the old one is asked, a library judges the new one, others are signed out."""

import pytest

from conference.access import identity
from conference.access.identity import Credentials, Kind
from conference.access.sessions import Browser
from conference.accounts import passwords
from conference.accounts import use_cases as accounts
from models.accounts import Account
from models.errors.accounts import (
    PasswordNotTheSame,
    PasswordShort,
    PasswordWeak,
    PasswordWrong,
    SignInNeeded,
    WrongPassword,
)
from models.errors.base import Refused
from models.errors.validation import TextTooLong
from tests.cast import PASSWORD, Cast, Clock
from tests.pages import PageClient

NEW = "kastanje fietsbel zeven wolken"


def begin(cast: Cast, name: str = "lotte") -> str:
    with cast.house.database.work() as work:
        return accounts.begin(work, cast.script.accounts[name], Browser(), cast.house.clock())[1]


def change(cast: Cast, cookie: str, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> None:
    at = cast.house.clock()
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, Credentials(Kind.ACCOUNT, cookie), at)
        passwords.change(work, viewer, old, new, new if again is None else again, at)


def is_in(cast: Cast, cookie: str) -> bool:
    with cast.house.database.read() as session:
        try:
            identity.account_of(session, Credentials(Kind.ACCOUNT, cookie), cast.house.clock())
        except SignInNeeded:
            return False
    return True


@pytest.mark.both
def test_the_new_one_works_the_old_one_does_not_and_others_are_signed_out(cast: Cast) -> None:
    here, there, colleague = begin(cast), begin(cast), begin(cast, "noor")
    change(cast, here)
    assert [is_in(cast, one) for one in (here, there, colleague)] == [True, False, True]
    with cast.house.database.read() as session:
        assert accounts.sign_in(session, cast.lotte.email, NEW).id == cast.script.accounts["lotte"]
        with pytest.raises(WrongPassword):
            accounts.sign_in(session, cast.lotte.email, PASSWORD)


@pytest.mark.parametrize(
    ("typed", "refusal", "field"),
    [
        ({"old": "fout"}, PasswordWrong, "password"),
        ({"old": ""}, PasswordWrong, "password"),
        ({"new": "kort"}, PasswordShort, "new_password"),
        ({"new": "aaaaaaaaaaaaaaaa"}, PasswordWeak, "new_password"),
        ({"new": "wachtwoord1234"}, PasswordWeak, "new_password"),
        ({"new": "Lottedewit2026"}, PasswordWeak, "new_password"),
        ({"new": "Welkom2026!!"}, PasswordWeak, "new_password"),
        ({"new": "lotte@werk.example"}, PasswordWeak, "new_password"),
        ({"new": "x7!qP" * 41}, TextTooLong, "new_password"),
        ({"again": "iets anders"}, PasswordNotTheSame, "new_again"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_changes(
    cast: Cast, typed: dict[str, str], refusal: type[Refused], field: str
) -> None:
    here, there = begin(cast), begin(cast)
    with pytest.raises(refusal) as found:
        change(cast, here, **typed)
    assert found.value.field == field
    assert is_in(cast, there)
    with cast.house.database.read() as session:
        accounts.sign_in(session, cast.lotte.email, PASSWORD)


def test_any_signs_are_good_in_a_password(cast: Cast) -> None:
    for new in ("żółta łódź płynie nocą", "正しい馬電池ホッチキス青い鳥", "🚲 fiets 🌧 regen 🧀 kaas"):
        with cast.house.database.read() as session:
            passwords.require_strong(new, session.get_one(Account, cast.script.accounts["lotte"]))


def test_on_the_page_no_password_comes_back_and_the_account_says_it_is_done(
    client: PageClient, cast: Cast
) -> None:
    client.get("/aanmelden")
    client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD)
    client.page("/account/wachtwoord")
    wrong = client.send(
        "/account/wachtwoord", password=PASSWORD, new_password=NEW, new_again="KANARIE anders 1"
    )
    assert "Dit is niet hetzelfde" in wrong.text
    assert not [one for one in (PASSWORD, NEW, "KANARIE") if one in wrong.text]
    done = client.send("/account/wachtwoord", password=PASSWORD, new_password=NEW, new_again=NEW)
    assert done.headers["Location"] == "/account?gelukt=wachtwoord"
    assert "Uw wachtwoord is veranderd" in client.page("/account?gelukt=wachtwoord").text


def test_who_was_signed_out_meanwhile_signs_in_first_and_no_password_is_carried(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    client.get("/aanmelden")
    client.send("/aanmelden", email=cast.lotte.email, password=PASSWORD)
    client.page("/account/wachtwoord")
    clock.move(minutes=40)
    answer = client.send(
        "/account/wachtwoord", password="OUD KANARIE", new_password="NIEUW KANARIE", new_again="KANARIE"
    )
    assert answer.status_code == 302
    assert "KANARIE" not in client.get(answer.headers["Location"]).text
