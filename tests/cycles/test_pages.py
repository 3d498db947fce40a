"""Cycles on the web: the board for several people at once, guided sessions, and the report as a page and on paper."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from conference.learning.cycles import cards, guided_session
from conference.learning.cycles import use_cases as cycles
from conference.records import fields as records
from models.enums import LearningRole
from tests.cast import BY_ROLE, Cast
from tests.learners import SEATS, Learners
from tests.lines import Lines
from tests.pages import PageClient
from tests.paper import root_of, words_of


def asked(browser: PageClient, learners: Learners, name: str, /, **fields: Any) -> dict[str, Any]:
    """A wish as a page's script sends it, and its answer."""
    browser.get(f"/leren/{learners.region}")
    answer = browser.post(
        f"/leren/{learners.region}/doe/{name}",
        data={**fields, "csrf_token": browser.csrf},
        headers={"Accept": "application/json"},
    )
    found: dict[str, Any] = answer.get_json()
    return found


def sent(browser: PageClient, learners: Learners, name: str, /, **fields: Any) -> Any:
    """The same without script."""
    browser.get(f"/leren/{learners.region}")
    return browser.post(f"/leren/{learners.region}/doe/{name}", data={**fields, "csrf_token": browser.csrf})


def pages_of(learners: Learners, cycle: str, session: str = "") -> list[str]:
    """Every page of a cycle."""
    home = f"/leren/{learners.region}/ronde/{cycle}"
    return [
        home,
        f"{home}/verslag",
        f"{home}/verslag.pdf",
        *([f"{home}/sessie/{session}"] if session else []),
    ]


# --- who comes in


def test_every_role_finds_what_the_table_of_rights_says_and_nothing_else(
    lines: Lines, cast: Cast, learners: Learners
) -> None:
    running, closed = learners.cycle("LOOPTNOG"), learners.closed("ISKLAAR")
    guided = learners.karim.do(guided_session.start, running, "moral").id
    for name, role in SEATS.items():
        browser = lines.as_(name)
        listed = browser.get(f"/leren/{learners.region}/rondes")
        team, reads = role == LearningRole.PROJECT_TEAM, role != LearningRole.ADMINISTRATOR
        assert listed.status_code == (200 if reads else 404)
        assert ("LOOPTNOG" in listed.text, "ISKLAAR" in listed.text) == (team, reads)
        for path in pages_of(learners, running, guided):
            assert browser.get(path).status_code == (200 if team else 404), (name, path)
        for path in pages_of(learners, closed):
            assert browser.get(path).status_code == (200 if reads else 404), (name, path)


@pytest.mark.parametrize("role", [role for role, name in BY_ROLE.items() if name not in SEATS])
def test_nobody_else_learns_that_there_is_a_cycle(
    lines: Lines, cast: Cast, learners: Learners, role: str
) -> None:
    closed = learners.closed()
    browser = lines.as_(role)
    for path in (f"/leren/{learners.region}/rondes", *pages_of(learners, closed)):
        found = browser.get(path)
        assert found.status_code in (302, 404), (role, path)
        assert "BEWAARKAART" not in found.text
        if found.status_code == 302:
            assert "/aanmelden" in found.headers["Location"]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("cycle:open", {"question": "Mag ik?"}),
        ("cycle:close", {"keep": "Dit"}),
        ("record:set", {"field": "question", "value": "Anders", "seen": "ISKLAAR"}),
        ("card:add", {"column": "open", "words": "Van buiten"}),
        ("session:start", {"template": "moral"}),
    ],
)
@pytest.mark.parametrize("who", ["femke", "lotte", "bas"])
def test_only_the_project_team_writes(
    lines: Lines, learners: Learners, who: str, name: str, fields: dict[str, str]
) -> None:
    closed = learners.closed("ISKLAAR")
    of = {"record:set": {"thing": f"cycle:{closed}"}, "cycle:open": {}}.get(name, {"cycle": closed})
    answer = asked(lines.as_(who), learners, name, **of, **fields)
    assert answer["code"] in ("not_allowed", "not_found")


# --- the board


def test_what_one_does_the_others_hear_and_find(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle()
    karim, noor = lines.as_("karim"), lines.as_("noor")
    noor.get(f"/leren/{learners.region}/ronde/{cycle}")
    hello = {"as": "learning", "region": learners.region, "csrf": noor.csrf}
    line = lines.socketio.test_client(lines.app, auth=hello, flask_test_client=noor)
    added = asked(karim, learners, "card:add", cycle=cycle, column="insight", words="Vooraf lezen helpt")
    assert added["ok"]
    assert [heard["name"] for heard in line.get_received()] == ["renew"]
    board = noor.page(f"/leren/{learners.region}/ronde/{cycle}")
    card = board.find(id=f"card-{added['card']}")
    assert card is not None
    assert "Vooraf lezen helpt" in card.text
    assert card.find_parent(attrs={"data-column": "insight"}) is not None


def test_two_changes_of_one_card_are_both_shown_and_one_is_chosen(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle()
    card = learners.card(cycle, "eerst")
    karim, noor = lines.as_("karim"), lines.as_("noor")
    change = {"thing": f"card:{card}", "field": "words", "seen": "eerst"}
    assert asked(noor, learners, "record:set", value="van de een", **change)["seen"] == "van de een"
    both = asked(karim, learners, "record:set", value="van de ander", **change)
    assert (both["ok"], both["code"]) == (False, "conflict")
    assert "van de een" in both["html"]
    assert "van de ander" in both["html"]
    plain = sent(karim, learners, "record:set", value="van de ander", **change)
    assert plain.status_code == 409
    assert "van de een" in plain.text
    assert "van de ander" in plain.text
    button = BeautifulSoup(both["html"], "html5lib").find("button", attrs={"name": "again"})
    assert asked(karim, learners, "record:again", again=str(button["value"]))["seen"] == "van de ander"
    page = noor.page(f"/leren/{learners.region}/ronde/{cycle}").find(id=f"card-{card}").get_text()
    assert "Eerder stond hier: “van de een”" in page
    assert "Eerder stond hier: “eerst”" in page


def test_a_refusal_names_its_field_and_without_script_keeps_what_was_typed(
    lines: Lines, learners: Learners
) -> None:
    browser = lines.as_("karim")
    typed = {"question": "Hoe gaat het verder?", "starts_on": "2026-05-12", "ends_on": "2026-05-01"}
    answer = asked(browser, learners, "cycle:open", **typed)
    assert (answer["code"], answer["field"]) == ("ends_before_start", "ends_on")
    page = sent(browser, learners, "cycle:open", **typed)
    assert page.status_code == 400
    assert "Hoe gaat het verder?" in page.text
    assert "De laatste dag moet na de eerste dag liggen" in page.text
    opened = sent(browser, learners, "cycle:open", question="Hoe gaat het verder?")
    assert opened.status_code == 302
    assert "/ronde/" in opened.headers["Location"]


def test_what_could_tell_on_a_family_gets_a_hint(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle()
    learners.card(cycle, "Moeder belde op 06-12345678 vanuit 3011 AB")
    learners.card(cycle, "Vooraf lezen maakt het gesprek korter", "insight")
    page = lines.as_("karim").page(f"/leren/{learners.region}/ronde/{cycle}")
    hints = [hint.get_text() for hint in page.find_all(class_="rd-hint")]
    assert len(hints) == 2  # on the card, and once more where the cycle is closed
    for hint in hints:
        assert "06-12345678" in hint
        assert "3011 AB" in hint
    refused = asked(
        lines.as_("karim"), learners, "card:add", cycle=cycle, column="open", words="BSN 111222333"
    )
    assert (refused["code"], refused["field"]) == ("bsn", "words")


def test_words_are_words_and_never_a_page(lines: Lines, learners: Learners) -> None:
    nasty = "<img src=x> 06-12345678 \"'><script>"
    cycle = learners.cycle(nasty)
    card = learners.card(cycle, nasty, "experiment", owner=nasty, result=nasty)
    learners.noor.do(records.set_field, f"card:{card}", "words", f"{nasty} twee", nasty)
    browser = lines.as_("karim")
    change = {"thing": f"card:{card}", "field": "words", "value": f"{nasty} drie", "seen": nasty}
    shown = [asked(browser, learners, "record:set", **change)["html"]]
    shown.append(sent(browser, learners, "record:set", **change).text)
    shown += [browser.get(path).text for path in pages_of(learners, cycle)[:2]]
    for html in shown:
        assert "&lt;img src=x&gt;" in html
        assert "<img src=x" not in html
        assert "<script>" not in html


def test_the_steering_group_reads_a_closed_board_without_a_single_form_of_it(
    lines: Lines, learners: Learners
) -> None:
    closed = learners.closed()
    page = lines.as_("femke").page(f"/leren/{learners.region}/ronde/{closed}")
    assert "BEWAARKAART" in page.text
    assert not page.select("main form:not(#again)")


# --- sessions


def test_in_silence_nothing_of_another_reaches_anybody(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle()
    started = asked(lines.as_("karim"), learners, "session:start", cycle=cycle, template="appreciative")
    path, key = started["href"], started["session"]
    karim, noor = lines.as_("karim"), lines.as_("noor")
    assert asked(noor, learners, "session:write", session=key, words="NOORSKAART")["ok"]
    for place in (
        path,
        f"/leren/{learners.region}/ronde/{cycle}",
        f"/leren/{learners.region}/ronde/{cycle}/verslag",
    ):
        assert "NOORSKAART" not in karim.get(place).text
    assert "Er ligt 1 kaart klaar." in karim.get(path).text
    assert "NOORSKAART" in noor.get(path).text
    step = {"session": key, "seen": "0", "to": "1"}
    assert asked(noor, learners, "session:step", **step)["code"] == "not_leading"
    assert asked(karim, learners, "session:step", **step)["ok"]
    assert "NOORSKAART" in karim.get(path).text
    assert asked(karim, learners, "session:step", session=key, seen="x", to="1")["code"] == "number_invalid"


def test_a_session_from_cards_to_the_board(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle()
    karim, noor = lines.as_("karim"), lines.as_("noor")
    started = asked(karim, learners, "session:start", cycle=cycle, template="appreciative")
    path, key = started["href"], started["session"]
    card = asked(noor, learners, "session:write", session=key, words="Drie dagen vooraf")["card"]

    def on(seen: int) -> None:
        assert asked(karim, learners, "session:step", session=key, seen=str(seen), to=str(seen + 1))["ok"]

    on(0)
    on(1)
    assert asked(noor, learners, "session:pile", session=key, name="Voorbereiden", **{"cards[]": [card]})[
        "ok"
    ]
    assert "Voorbereiden" in karim.page(path).find(class_="rd-pile--named").get_text()
    on(2)
    assert asked(noor, learners, "session:dot", card=card, on="yes")["ok"]
    assert "1 stip" not in karim.get(path).text
    on(3)
    assert "1 stip" in karim.get(path).text
    assert asked(noor, learners, "card:move", card=card, column="experiment")["ok"]
    assert learners.columns(cycle) == {"experiment": ["Drie dagen vooraf"]}
    assert asked(karim, learners, "session:finish", session=key)["ok"]
    assert "Deze sessie is voorbij" in noor.get(path).text


# --- the report


def test_page_and_paper_say_the_same(lines: Lines, learners: Learners) -> None:
    learners.notes(6)
    cycle = learners.cycle("Hoe hoort een kind zijn eigen woorden?")
    learners.card(cycle, "Kinderen lezen mee", source="Een verhaal", evidence_of="kind:works")
    learners.card(cycle, "Vooraf lezen helpt", "insight", evidence="Korter gesprek", holds_when="Bij rust")
    learners.card(cycle, "Kind kiest wie voorleest", "experiment", owner="Tamar", until="2026-06-01")
    learners.card(cycle, "Lijsten zijn geen gesprek", "push_back")
    gone = learners.card(cycle, "WEGGEHAALD")
    learners.karim.do(cards.remove, gone)
    learners.karim.do(cycles.close, cycle, cycles.Outcome("Vooraf sturen", "Eerst vragen", "Te laat", True))
    for name in ("karim", "femke"):
        browser, path = lines.as_(name), f"/leren/{learners.region}/ronde/{cycle}/verslag"
        page = " ".join(browser.page(path).find("article").get_text(" ").split())
        paper = browser.get(f"{path}.pdf")
        printed = words_of(paper.data)
        assert root_of(paper.data)["/MarkInfo"]
        for words in (
            "Hoe hoort een kind zijn eigen woorden?", "Kinderen lezen mee", "Een verhaal", "6 reflecties",
            "Vooraf lezen helpt", "Korter gesprek", "Bij rust", "Tamar", "1 juni 2026", "Vooraf sturen",
            "Eerst vragen", "Te laat", "Lijsten zijn geen gesprek", "nog niet beantwoord",
        ):  # fmt: skip
            assert words in page, words
            assert words in printed, words
        assert "WEGGEHAALD" not in page + printed


def test_a_next_cycle_begins_with_what_is_still_open(lines: Lines, learners: Learners) -> None:
    cycle = learners.cycle("Wat helpt een kind?")
    card = learners.card(cycle, "Durft een kind dit?", "open")
    learners.karim.do(cycles.close, cycle, cycles.Outcome(keep="Dit", still_open=True))
    browser = lines.as_("noor")
    form = browser.page(f"/leren/{learners.region}/rondes?na={cycle}").find(id="nieuw")
    assert "Wat helpt een kind?" in form.find("textarea", attrs={"name": "question"}).text
    assert form.find("input", attrs={"value": card}).has_attr("checked")
    done = asked(
        browser, learners, "cycle:open", question="Wat helpt een kind?", after=cycle, **{"carry[]": [card]}
    )
    page = browser.page(done["href"])
    assert "Durft een kind dit?" in page.text
    assert "Uit ronde 1" in page.text
