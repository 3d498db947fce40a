"""A yes that stood gets the words that stand there; who was asked about a decision is who was invited."""

from datetime import date

import pytest

from tests.migrations.frame import Migrated


@pytest.fixture
def before(migrated: Migrated) -> Migrated:
    """A family with a yes to everything, and one that never said yes."""
    migrated.to("0012")
    rules = {"house_rules": {"nl": ["De kinderen gaan voor.", "Iedereen mag uitpraten."]}}
    migrated.insert("region_profile", {"id": "region", "slug": "r", "name": "R", "settings": rules})
    migrated.insert("family_case", {"id": "case", "profile_id": "region"})
    for name, role in (("anna", "parent"), ("noor", "safety_partner"), ("amir", "interpreter")):
        migrated.insert("person", {"id": name, "case_id": "case", "name": name, "role": role})
    migrated.insert("meeting", {"id": "meeting", "case_id": "case", "chair_id": "noor", "minutes": 60})
    for name in ("anna", "noor", "amir"):
        migrated.insert("invitee", {"meeting_id": "meeting", "person_id": name})
    for text, words in (("what", "Elke  week bellen"), ("seen", "Zij spreken elkaar\n"), ("other", "Iets")):
        migrated.insert("text", {"id": text, "case_id": "case", "kind": "action", "words": words})
    place = {"case_id": "case", "text_id": "what", "seen_when_id": "seen", "added_by_id": "noor"}
    migrated.insert(
        "action", {"id": "a1", "owner_id": "anna", "taken": True, "due": date(2026, 6, 1), **place}
    )
    migrated.insert("action", {"id": "a2", "owner_id": "anna", "taken": False, **place})
    migrated.insert("action_partner", {"action_id": "a1", "person_id": "noor"})
    migrated.insert("goal", {"id": "g1", "attainment": "yes", **place})
    migrated.insert("goal", {"id": "g2", "attainment": None, **place})
    migrated.insert("plan_check", {"id": "p1", "case_id": "case", "by_id": "noor"})
    migrated.insert("rules_agreed", {"meeting_id": "meeting", "person_id": "anna"})
    texts = {f"{part}_id": "other" for part in ("question", "text", "reason", "handled", "wrong_if")}
    one = {"case_id": "case", "meeting_id": "meeting", "added_by_id": "noor", **texts}
    migrated.insert("decision", {"id": "d1", "state": "decided", **one})
    migrated.insert("decision", {"id": "d2", "state": "open", **one})
    migrated.insert(
        "stand", {"decision_id": "d2", "person_id": "anna", "stance": "supports", "given_by_id": "anna"}
    )
    return migrated


def test_each_yes_gets_the_words_that_stand_there(before: Migrated) -> None:
    before.to("0013")
    said = {one["id"]: one["taken_said"] for one in before.rows("action")}
    assert said == {"a1": "Elke week bellen\nZij spreken elkaar\n2026-06-01\nnoor", "a2": ""}
    attained = {one["id"]: one["attained_said"] for one in before.rows("goal")}
    assert attained == {"g1": "Elke week bellen\nZij spreken elkaar", "g2": ""}
    assert before.rows("plan_check")[0]["said"] is None
    assert before.rows("rules_agreed")[0]["said"] == "De kinderen gaan voor.\nIedereen mag uitpraten."
    assert [bool(one["aloud"]) for one in before.rows("stand")] == [False]


def test_who_was_asked_is_who_was_invited_and_may_say_where_they_stand(before: Migrated) -> None:
    before.to("0013")
    asked = [(one["decision_id"], one["person_id"]) for one in before.rows("decision_asked")]
    assert asked == [("d1", "anna"), ("d1", "noor")]


def test_going_back_keeps_only_a_yes_to_what_stands_there(before: Migrated) -> None:
    before.to("0013")
    aloud = {"decision_id": "d1", "person_id": "anna", "stance": "no_answer", "given_by_id": "noor"}
    before.insert("stand", {**aloud, "aloud": True})
    before.insert(
        "action",
        {
            "id": "a3", "case_id": "case", "text_id": "what", "seen_when_id": "seen", "added_by_id": "noor",
            "taken_said": "Iets anders\n\n\n",
        },
    )  # fmt: skip
    before.to("0012")
    assert {one["id"]: bool(one["taken"]) for one in before.rows("action")} == {
        "a1": True, "a2": False, "a3": False,
    }  # fmt: skip
    assert [one["decision_id"] for one in before.rows("stand")] == ["d2"]
    assert not before.has("decision_asked")
