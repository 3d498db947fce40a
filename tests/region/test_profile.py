"""Profiles as files: differing from a base, waiting for a decision, and what an older program kept."""

from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from conference.region import file as profile_file
from conference.region import form as profile_form
from conference.region import profile, words
from models.enums import Sees
from models.errors.region import ProfileUnreadable, ProfileWrong

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
    assert all(profile_file.differences(NEUTRAL, profile.load_file(slug)) for slug in pilots)


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
    assert "rvdk" in str(refused.value.values["faults"])


@pytest.mark.parametrize(
    ("group", "given", "preset", "left"),
    [
        ("areas", {"life_areas.money.label.nl": ""}, "debt_worker", ((), ("housing",), Sees.CHOSEN)),
        (
            "areas",
            {"life_areas.money.label.nl": "", "life_areas.housing.label.nl": ""},
            "debt_worker",
            ((), (), Sees.OWN_PART),
        ),
        ("parts", {"parts.safety.label.nl": ""}, "adult_mental_health", ((), (), Sees.OWN_PART)),
    ],
)
def test_what_a_region_drops_leaves_its_presets_too(
    group: str, given: dict[str, str], preset: str, left: tuple[Any, ...]
) -> None:
    meetings = tuple(
        one.model_copy(update={"parts": tuple(part for part in one.parts if part.key != "safety")})
        for one in NEUTRAL.meetings
    )
    found = profile_form.changed(NEUTRAL.model_copy(update={"meetings": meetings}), group, given)
    one = next(one for one in found.access if one.key == preset)
    assert (one.parts, one.areas, one.sees) == left


def test_a_file_whose_preset_names_what_is_not_there_is_told_where() -> None:
    told = NEUTRAL.model_dump(mode="json")
    told["life_areas"] = [one for one in told["life_areas"] if one["key"] != "money"]
    with pytest.raises(ProfileWrong) as refused:
        profile_file.checked(told)
    said = words.faults(
        refused.value.values["faults"], lambda place: words.place(place, NEUTRAL, language="nl")
    )
    assert said == "Voorkeuzes voor wie wat ziet, Schuldhulp: geld en wonen: dit bestaat niet: money"


def test_a_form_that_changes_nothing_keeps_everything() -> None:
    for group, keys in profile_form.GROUPS.items():
        entries = [one for key in keys for one in profile_form.setting_entries(NEUTRAL, key)]
        given = {field.name: field.value for entry in entries for field in entry.fields}
        assert profile_form.changed(NEUTRAL, group, given) == NEUTRAL, group


def keys(found: Iterable[Any]) -> list[str]:
    return [one.key for one in found]


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ({"recovery": "1"}, ["recovery", "immediate_safety", "risk_driven_help"]),
        ({"immediate_safety": "2"}, ["risk_driven_help", "immediate_safety", "recovery"]),
        ({"immediate_safety": "9"}, ["risk_driven_help", "recovery", "immediate_safety"]),
        ({"recovery": "1", "immediate_safety": "3"}, ["recovery", "risk_driven_help", "immediate_safety"]),
    ],
)
def test_a_place_is_a_number_in_the_row(moved: dict[str, str], order: list[str]) -> None:
    given = {f"phases.{key}.at": place for key, place in moved.items()}
    assert keys(profile_form.changed(NEUTRAL, "phases", given).phases) == order


def test_a_place_that_is_no_number_is_refused_at_its_field() -> None:
    with pytest.raises(ProfileWrong) as refused:
        profile_form.changed(NEUTRAL, "phases", {"phases.recovery.at": "eerst"})
    assert refused.value.field == "phases.recovery.at"


@pytest.mark.parametrize("kind", ["phases", "sections", "parts", "prompts", "hats"])
def test_every_list_takes_something_new(kind: str) -> None:
    names = profile_form.LABELS.get(kind, ("label",))
    given = {f"{kind}.new.{name}.nl": "Iets van onszelf" for name in names}
    found = profile_form.changed(NEUTRAL, kind, given)
    assert keys(getattr(found, kind))[-1] == "iets_van_onszelf"


def test_a_section_moves_to_another_part_and_a_new_one_stands_where_it_was_put() -> None:
    given = {
        "sections.worries.part": "happened",
        "sections.new.label.nl": "Wat zegt school",
        "sections.new.hint.nl": "Met toestemming.",
        "sections.new.part": "voice",
        "sections.new.at": "1",
    }
    found = profile_form.changed(NEUTRAL, "sections", given)
    assert found.part("happened").sections == ("what_happened", "earlier_help", "worries")
    assert "worries" not in found.part("understand").sections
    assert found.part("voice").sections == ("our_story", "wat_zegt_school")
    gone = profile_form.changed(found, "sections", {"sections.wat_zegt_school.label.nl": ""})
    assert gone.part("voice").sections == ("our_story",)


@pytest.mark.parametrize("nowhere", ["", "bestaat_niet"])
def test_what_the_analysis_cannot_do_without_stays_at_the_table(nowhere: str) -> None:
    with pytest.raises(ProfileWrong) as refused:
        profile_form.changed(NEUTRAL, "sections", {"sections.explanation.part": nowhere})
    assert refused.value.field == "sections.explanation.part"


def test_a_question_goes_to_the_roles_that_were_ticked() -> None:
    given = {"prompts.felt_heard.shown": "1", "prompts.felt_heard.roles.child": "1"}
    found = profile_form.changed(NEUTRAL, "prompts", given)
    assert found.prompt("child").key == "felt_heard"
    assert found.prompt("parent").key == "remember"


def test_an_agenda_gets_another_order_and_other_minutes() -> None:
    given = {f"meetings.mdo.minutes.{part.key}": str(part.minutes) for part in NEUTRAL.meetings[0].parts}
    given |= {
        "meetings.mdo.minutes.looking_back": "",
        "meetings.mdo.turn.safety": "2",
        "meetings.mdo.shown": "1",
    }
    mdo = profile_form.changed(NEUTRAL, "meetings", given).meetings[0]
    assert keys(mdo.parts)[:3] == ["welcome", "safety", "voice"]
    assert "looking_back" not in keys(mdo.parts)
    assert not mdo.family


def test_a_new_kind_of_meeting_begins_with_the_first_agenda() -> None:
    given = {"meetings.new.label.nl": "Spoedtafel", "meetings.new.shown": "1", "meetings.new.family": "1"}
    urgent = profile_form.changed(NEUTRAL, "meetings", given).meeting("spoedtafel")
    assert urgent is not None
    assert (urgent.family, urgent.parts) == (True, NEUTRAL.meetings[0].parts)


def test_what_an_example_got_since_is_offered_with_its_place_on_the_table() -> None:
    told = NEUTRAL.model_dump(mode="json")
    told["parts"] = [one for one in told["parts"] if one["key"] != "looking_back"]
    for meeting in told["meetings"]:
        meeting["parts"] = [one for one in meeting["parts"] if one["key"] != "looking_back"]
    told["sections"] = [one for one in told["sections"] if one["key"] != "worries"]
    for part in told["parts"]:
        part["sections"] = [key for key in part["sections"] if key != "worries"]
    newer = profile_file.with_what_is_new(profile.read(told), NEUTRAL)
    assert newer.meetings == NEUTRAL.meetings
    assert "worries" in newer.part("understand").sections
    assert newer.part("looking_back") == NEUTRAL.part("looking_back")
    assert profile_file.with_what_is_new(NEUTRAL, NEUTRAL) == NEUTRAL


@pytest.mark.parametrize("slug", profile.ready_made())
def test_every_agenda_begins_with_the_old_agreements_before_the_new(slug: str) -> None:
    for meeting in profile.load_file(slug).meetings:
        order = keys(meeting.parts)
        assert order.index("looking_back") < order.index("agreements"), meeting.key


def deep(levels: int) -> str:
    return "based_on: " + "[" * levels + "]" * levels


@pytest.mark.parametrize(
    "words",
    [
        deep(5_000),
        "[" * 5_000,
        "{a: " * 5_000,
        "- " * 5_000 + "x",
        "".join(f"{' ' * level}a:\n" for level in range(300)),
        "names: [" + "x, " * 60_000 + "x]",
        "a: &a [x, x]\nb: [*a, *a]",
        "a: " + "9" * 5_000,
        "x" * 200_001,
    ],
    ids=[
        "lists in lists",
        "never closed",
        "fields",
        "lines",
        "indents",
        "many",
        "aliases",
        "a number",
        "long",
    ],
)
def test_a_file_that_would_keep_the_program_busy_is_refused_at_once(
    words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T25: 5,000 brackets kept one core busy for 44 s. Nothing is made of a file that is too deep or too long."""
    made: list[str] = []
    load = yaml.load
    monkeypatch.setattr(
        profile_file.yaml, "load", lambda given, **how: made.append(given) or load(given, **how)
    )
    with pytest.raises(ProfileUnreadable):
        profile_file.from_words(words)
    assert made == ([words] if words.startswith("a: 9") else [])


def test_the_bounds_hold_every_ready_made_profile_many_times() -> None:
    for slug in profile.ready_made():
        words = yaml.safe_dump(profile.told(profile.load_file(slug)), allow_unicode=True, sort_keys=False)
        events = list(yaml.parse(words, Loader=profile_file.LOADER))
        assert len(events) * 3 < profile_file.MOST_EVENTS
