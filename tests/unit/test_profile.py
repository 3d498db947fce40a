"""Profiles as files: differing from a base, waiting for a decision, and what an older program kept."""

import pytest
import yaml
from pydantic import ValidationError

from conference import profile, profile_form
from models.refusals import ProfileWrong

NEUTRAL = profile.load_file("neutraal")


@pytest.mark.parametrize("slug", profile.ready_made())
def test_every_ready_made_profile_is_whole_and_comes_back_from_a_file(slug: str) -> None:
    found = profile.load_file(slug)
    assert found.slug == slug
    assert profile.read(yaml.safe_load(yaml.safe_dump(profile.told(found)))) == found
    assert profile.of(found.model_dump(mode="json")) == found


def test_the_pilots_are_there() -> None:
    pilots = {"rotterdam-rijnmond", "centraal-gelderland", "zuid-holland-zuid", "amsterdam"}
    assert set(profile.ready_made()) == {*pilots, "neutraal"}
    assert all(profile_form.differences(NEUTRAL, profile.load_file(slug)) for slug in pilots)


def test_a_file_says_only_where_it_differs() -> None:
    told = {"based_on": "neutraal", "slug": "x", "name": "X"}
    phase = {"key": "recovery", "label": {"nl": "Rust"}}
    found = profile.read({**told, "phases": [phase]})
    assert found.phase("recovery").label == {"nl": "Rust", "en": "Recovering"}
    assert found.phase("recovery").short == NEUTRAL.phase("recovery").short
    assert len(found.phases) == 3
    planned = [{"key": "mdo", "parts": [{"key": "welcome", "minutes": 3}]}]
    assert [one.minutes for one in profile.read({**told, "meetings": planned}).meetings[0].parts] == [3]


def test_what_is_not_decided_is_as_in_the_neutral_profile() -> None:
    found = profile.read({"based_on": "neutraal", "slug": "x", "name": "X", "prompts": "nog niet besloten"})
    assert found.prompts == NEUTRAL.prompts
    assert found.undecided == ("prompts",)
    later = profile.read(
        {"based_on": "amsterdam", "slug": "x", "name": "X", "correction_days": "nog niet besloten"}
    )
    assert (later.correction_days, later.undecided) == (2, ("correction_days", "cycle_days"))
    with pytest.raises(ValidationError):
        profile.read({"based_on": "neutraal", "slug": "x", "name": "X", "sections": "nog niet besloten"})


def test_what_an_older_program_kept_gets_the_newer_settings() -> None:
    kept = NEUTRAL.model_dump(mode="json")
    for key in ("prompts", "hats", "reserved_acts", "life_areas", "cycle_days"):
        del kept[key]
    kept["relations"] = {"triggers": {"nl": "zet aan tot"}}
    found = profile.of(kept)
    assert (found.prompts, found.hats, found.cycle_days) == (NEUTRAL.prompts, NEUTRAL.hats, 28)
    assert len(found.relations) == len(NEUTRAL.relations)
    assert {"nl": "zet aan tot"} in found.relations.values()


def test_a_form_adds_and_leaves_out() -> None:
    given = {"hats.new.label.nl": "Wijkagent", "hats.family.label.nl": ""}
    keys = [one.key for one in profile_form.changed(NEUTRAL, "hats", given).hats]
    assert "wijkagent" in keys
    assert "family" not in keys
    with pytest.raises(ProfileWrong) as refused:
        profile_form.changed(NEUTRAL, "hats", {"hats.rvdk.label.nl": ""})
    assert "rvdk" in refused.value.values["faults"]


def test_a_form_that_changes_nothing_keeps_everything() -> None:
    for group, keys in profile_form.GROUPS.items():
        entries = [one for key in keys for one in profile_form.setting_entries(NEUTRAL, key)]
        given = {field.name: field.value for entry in entries for field in entry.fields}
        assert profile_form.changed(NEUTRAL, group, given) == NEUTRAL, group
