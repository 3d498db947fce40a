"""Every address: who gets in. An address that opens, or shuts, shows here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fence.golden import check
from tests.fence.world import World, steady

VISITORS = ("nobody", "bas", "rie")
#: A wrong password is a refusal as well, at a door that is open.
SIGN_IN = ("/aanmelden",)
#: Where who has no seat is sent.
AWAY = ("/aanmelden", "/mee", "/mee/klaar", "/mee/wacht")
#: These end the visit of who asks; they come last.
LEAVING = ("/afmelden", "/apparaten/overal-afmelden", "/mee/weg")


@pytest.fixture(scope="module")
def doors(world: World, rooms: Path) -> Iterator[World]:
    """The open table, to knock at every door."""
    made = world.copy(rooms / "doors.sqlite")
    for name in VISITORS:
        made.browser(name).get("/mee")
    yield made
    made.close()


def addresses(world: World) -> list[tuple[str, str]]:
    """Every rule with each of its methods."""
    rules = [
        (rule.rule, method)
        for rule in world.app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
    ]
    rules = [(rule, method) for rule, method in rules if method not in ("HEAD", "OPTIONS")]
    return sorted(set(rules), key=lambda one: (one[0] in LEAVING, one))


def filled(world: World, rule: str) -> str:
    """A rule with furnished records in it, so that a refusal is about the visitor and not about a wrong address."""
    ids = {label: key for key, label in world.labels.items()}
    keys = {
        "case_id": ids["<case>"],
        "office": ids["<region>"],
        "invitation": "bestaatniet12345",
        "thing": f"case:{ids['<case>']}",
        "meeting_id": ids["<meeting>"],
        "person_id": ids["<anna>"],
        "text_id": world.cast.text_id("worries"),
        "request_id": ids["<access request>"],
        "region": world.region,
        "cycle": ids["<cycle>"],
        "name": "hand:raise" if rule.startswith("/wens") else "card:add",
        "deed": "share",
        "slug": "ots",
        "token": "bestaatniet12345",
        "emergency_id": ids["<emergency>"],
        "erasure_id": ids["<case>"],  # nothing was asked here
        "hold_id": ids["<case>"],
        "number": ids["<case>"],
        "group": "meetings",
        "path:filename": "manifest.json",
    }
    under = {"sessie": "<session>", "lessen": "<lesson>", "verslagen": "<board report>"}
    place = next((label for name, label in under.items() if f"/{name}/" in rule), "")
    keys["key"] = ids.get(place) or ("felt_heard" if "cijfers" in rule else world.newest("reflection"))
    return re.sub(r"<([^>]+)>", lambda found: keys[found.group(1)], rule)


def knock(world: World, name: str, rule: str, method: str) -> str:
    """What a visitor gets: a status, and for a redirect where it leads."""
    browser = world.browser(name)
    if method == "POST":
        browser.get("/mee")  # a token of this very visit
    path = filled(world, rule)
    given = {"data": {"csrf_token": browser.csrf}} if method == "POST" else {}
    answer = browser.open(path, method=method, **given)
    where = answer.headers.get("Location", "")
    answer.close()
    where = re.sub(r"\?.*", "", re.sub(r"^https?://[^/]+", "", where))
    return f"{answer.status_code}{' ' + world.renamer()(where) if where else ''}"


def test_every_address_lets_in_who_it_let_in(doors: World) -> None:
    told = {"open": list[str](), "closed": list[str]()}
    with steady(4):
        for rule, method in addresses(doors):
            said = [knock(doors, name, rule, method) for name in VISITORS]
            inside = said[0].startswith(("200", "400")) and not said[0].endswith(AWAY)
            shut = not inside and rule not in SIGN_IN
            told["closed" if shut else "open"].append(
                f"{method:5} {rule:48} " + " | ".join(f"{one:20}" for one in said)
            )
    head = f"{'':5} {'':48} " + " | ".join(
        f"{name:20}" for name in ("nobody", "stranger with account", "guest")
    )
    lines = [head]
    for name, rows in told.items():
        lines += ["", f"== {name} to somebody we do not know", *rows]
    check("routes.txt", "\n".join(line.rstrip() for line in lines))
