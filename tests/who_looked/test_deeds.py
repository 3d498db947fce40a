"""What is done and refused around a table leaves a row, with ids and never with words."""

import pytest
from sqlalchemy import select

from conference.core.runtime import Runtime
from conference.door import use_cases as door
from models.log import LogEntry
from tests.cast import PASSWORD, Cast
from tests.lines import Lines
from tests.pages import PageClient, Signed

pytestmark = pytest.mark.both
#: Sixteen letters and more, with spaces, as somebody could type it where an id is asked.
CANARY = "kanarie zingt in de kooi"


Row = tuple[str, str, str, str]


def rows(house: Runtime, deed: str = "") -> list[Row]:
    """Who, what, on what, with which outcome."""
    with house.database.read() as session:
        found = session.scalars(select(LogEntry).order_by(LogEntry.seq))
        return [(one.actor, one.deed, one.thing, one.outcome) for one in found if one.deed.startswith(deed)]


def sign_in(client: PageClient, email: str, password: str) -> int:
    client.get("/aanmelden")
    return client.send("/aanmelden", email=email, password=password).status_code


def test_signing_in_and_out(client: PageClient, cast: Cast) -> None:
    lotte = f"account:{cast.script.accounts['lotte']}"
    assert sign_in(client, cast.lotte.email, PASSWORD) == 302
    client.get("/")
    client.send("/afmelden")
    assert rows(cast.house, "account:") == [
        (lotte, "account:sign_in", "", "ok"),
        (lotte, "account:sign_out", "", "ok"),
    ]


def test_a_wrong_password_names_the_account_and_never_what_was_typed(client: PageClient, cast: Cast) -> None:
    assert sign_in(client, cast.lotte.email, CANARY) == 401
    assert sign_in(client, f"{CANARY}@werk.example", CANARY) == 401
    assert rows(cast.house, "account:") == [
        ("nobody", "account:sign_in", f"account:{cast.script.accounts['lotte']}", "wrong_password"),
        ("nobody", "account:sign_in", "", "wrong_password"),
    ]


def test_links_from_making_to_revoking(lines: Lines, cast: Cast) -> None:
    invitation, _ = cast.yusuf.do(door.invite, cast.anna.id)
    cast.yusuf.do(door.new_code, invitation.id)
    assert lines("yusuf").wish("invitation:revoke", invitation=invitation.id)["ok"]
    yusuf = f"person:{cast.yusuf.id}"
    assert rows(cast.house, "invitation.")[-3:] == [
        (yusuf, "invitation.make", f"person:{cast.anna.id}", "ok"),
        (yusuf, "invitation.code", f"invitation:{invitation.id}", "ok"),
        (yusuf, "invitation.revoke", f"invitation:{invitation.id}", "ok"),
    ]


def test_what_is_refused_names_its_thing(lines: Lines, cast: Cast) -> None:
    action = cast.add_action(owner="noor")
    line, meeting = lines("karim"), f"meeting:{cast.meeting_id}"
    for name, fields, thing in (
        ("action:take", {"action": action}, f"action:{action}"),
        ("part:skip", {"part": CANARY, "why": CANARY}, meeting),
        ("text:open", {"text": "bestaatnietkanar"}, meeting),  # not of the letters of an id
        ("text:open", {"text": "bestaatnjetkanar"}, "text:bestaatnjetkanar"),
    ):
        assert not line.wish(name, **fields)["ok"], name
        assert rows(cast.house)[-1][1:3] == (name, thing)


@pytest.mark.parametrize("path", ["/gezin/{case}/mensen"])
def test_a_form_for_a_foreign_family_names_it(as_: Signed, cast: Cast, path: str) -> None:
    browser = as_("bas")
    browser.get("/")
    ids = {"case": cast.case_id, "meeting": cast.meeting_id}
    browser.send(path.format(**ids), name=CANARY)
    refused = [row for row in rows(cast.house) if row[3] != "ok"]
    kind = "case" if "{case}" in path else "meeting"
    assert [(row[0], row[2]) for row in refused] == [
        (f"account:{cast.script.accounts['bas']}", f"{kind}:{ids[kind]}")
    ]


def test_no_words_of_anybody_stand_in_any_row(lines: Lines, as_: Signed, cast: Cast) -> None:
    """Where ids are asked, words are sent; what is refused is logged without them."""
    line, browser = lines("karim"), as_("karim")
    browser.get("/")
    for field in ("action", "person", "text", "thing", "part", "guest", "invitation"):
        for name in (
            "action:take",
            "guest:admit",
            "part:skip",
            "text:open",
            "record:set",
            "invitation:revoke",
        ):
            line.wish(name, **{field: CANARY})
            line.wish(name, **{field: CANARY[:16]})
    browser.get(f"/gezin/{CANARY}")
    browser.get("/zoek", query_string={"q": CANARY})
    browser.send(f"/gezin/{cast.case_id}/mensen", name=CANARY, role="network")
    assert CANARY[:7] not in str(rows(cast.house))
    assert len([row for row in rows(cast.house) if row[3] != "ok"]) > 5
