"""All that is held of one person, for that person only: everything they gave, nothing they may not know of."""

import json

import pytest

from conference.own_data.view import titles
from conference.records import fields as records
from conference.records import texts
from conference.reflection import use_cases as reflections
from conference.table.facts import use_cases as facts
from models.people import Person
from models.statements import Statement
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import Signed

GIVEN = {
    "who": "Anna Bakker",
    "own_words": "IK WIL RUST",
    "statements": "De juf belde Anna op.",
    "responses": "klopt deels: Het was later.",
    "actions": "Elke week bellen",
    "reflections": "Ik mocht eerst praten.",
    "devices": "phone",
}
SECRET = "GEHEIM over Anna"


@pytest.fixture
def held(cast: Cast) -> Cast:
    """Anna wrote, answered, promised and looked back; one thing about her is for others only."""
    cast.anna.do(texts.rewrite, cast.text_id("our_story", owner="anna"), GIVEN["own_words"], 0)
    statement = cast.add_statement(GIVEN["statements"], about=[cast.anna.id])
    cast.anna.do(facts.respond, statement, cast.anna.id, "partly", "Het was later.", None)
    action = cast.add_action(GIVEN["actions"])
    cast.yusuf.do(records.set_field, f"action:{action}", "owner", cast.anna.id, "")
    cast.anna.do(reflections.write, reflections.NewReflection(GIVEN["reflections"]))
    secret = cast.add_statement(SECRET, shared_with="lotte", about=[cast.noor.id])
    with cast.house.database.work() as work:
        hidden = work.load(Statement, secret)
        hidden.about.append(work.load(Person, cast.anna.id))
    return cast


def test_a_phone_reads_and_keeps_all_that_its_person_gave(lines: Lines, held: Cast) -> None:
    anna = lines.as_("anna")
    page = anna.page("/nu/mijn-gegevens").get_text(" ")
    told = json.loads(anna.get("/nu/mijn-gegevens.json").data)
    assert (told["format"], told["version"]) == ("rondom-own-data", 1)
    assert set(told["data"]) <= {*titles(), "who_looked"}
    for key, words in GIVEN.items():
        assert words in json.dumps(told["data"][key], ensure_ascii=False), key
        assert words in page, key


@pytest.mark.parametrize("name", ["sam", "rie", "nadia", "amir"])
def test_another_phone_finds_nothing_of_hers_but_what_is_also_theirs(
    lines: Lines, held: Cast, name: str
) -> None:
    told = lines.as_(name).get("/nu/mijn-gegevens.json").text
    assert [words for words in GIVEN.values() if words in told and words != "phone"] == []


def test_what_one_may_not_know_of_stays_away_here_too(as_: Signed, held: Cast) -> None:
    assert SECRET not in as_("anna").get("/nu/mijn-gegevens").text
    assert SECRET in as_("noor").get(f"/gezin/{held.case_id}/mijn-gegevens").text


def test_a_professional_has_their_own_and_a_stranger_has_no_page(lines: Lines, held: Cast) -> None:
    path = f"/gezin/{held.case_id}/mijn-gegevens"
    assert "Karim Haddad" in lines.as_("karim").page(path).get_text()
    for end in ("", ".json"):
        assert lines.as_("bas").get(path + end).status_code == 404
        assert lines.as_("nobody").get(path + end).status_code in (302, 401)
