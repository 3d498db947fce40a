"""The action list: adding, changing field by field, order, helpers, and *ik doe dit*."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.access.kinds import KINDS
from conference.core.events import RecordChanged, TextChanged
from conference.core.runtime import Runtime
from conference.records import fields as records
from conference.table.actions import use_cases as actions
from conference.table.actions.kind import HowFar
from models.actions import Action
from models.enums import ActionState
from models.errors.base import Conflict, NotAllowed, NotFound, Refused
from models.errors.meeting import MeetingClosed
from models.errors.validation import (
    BsnNotAllowed,
    CharNotAllowed,
    ChoiceUnknown,
    DateInvalid,
    DateOutOfRange,
    TextNeeded,
    TextTooLong,
)
from models.log import FieldChange, LogEntry
from models.texts import Text
from tests.cast import Cast, in_days

pytestmark = pytest.mark.both


def history(house: Runtime, action: str) -> list[tuple[str, Any, Any, str]]:
    """Every value a field had: field, before, after, by whom."""
    with house.database.read() as session:
        found = select(FieldChange).where(FieldChange.thing == f"action:{action}")
        return [(one.field, one.before, one.after, one.by_id) for one in session.scalars(found)]


def listed(cast: Cast, name: str) -> list[str]:
    """The list as one player sees it."""
    with cast.house.database.read() as session:
        return [action.text.words for action in actions.readable(session, getattr(cast, name).viewer)]


# --- adding


def test_a_new_agreement_stands_last_in_the_present_phase_and_is_of_nobody(cast: Cast) -> None:
    cast.add_action("Bellen")
    action = cast.action(cast.add_action("Schrijven", by="sam"))
    assert (action.text.words, action.phase, action.state) == ("Schrijven", "immediate_safety", "planned")
    assert (action.owner, action.taken, action.due, action.partners) == (None, False, None, [])
    assert action.added_by_id == cast.sam.id
    assert listed(cast, "anna") == ["Bellen", "Schrijven"]


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ("", TextNeeded),
        (" \u200b ", TextNeeded),
        ("x" * 201, TextTooLong),
        ("bel\x00", CharNotAllowed),
        ("BSN 123456782", BsnNotAllowed),
    ],
)
def test_an_agreement_needs_words_that_can_be_kept(cast: Cast, what: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal) as refused:
        cast.noor.do(actions.add, what)
    assert refused.value.field == "what"
    assert listed(cast, "noor") == []


@pytest.mark.parametrize("name", ["rie", "amir"])
def test_who_may_not_add(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(actions.add, "Bellen")


def test_a_stranger_finds_no_list_to_add_to(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cast.bas.do(actions.add, "Bellen")


# --- fields


def test_each_field_can_be_set_and_what_stood_there_is_kept(cast: Cast, house: Runtime) -> None:
    action = cast.add_action(by="sam")
    due = in_days(14).isoformat()
    for field, value in {"owner": cast.anna.id, "due": due, "phase": "recovery", "state": "started"}.items():
        seen = records.value(cast.action(action), field)
        cast.sam.do(records.set_field, f"action:{action}", field, value, seen)
    found = cast.action(action)
    assert (found.owner_id, found.due, found.phase, found.state) == (
        cast.anna.id,
        in_days(14),
        "recovery",
        ActionState.STARTED,
    )
    sam = cast.sam.id
    assert sorted(history(house, action)) == [
        ("due", "", due, sam),
        ("owner", "", cast.anna.id, sam),
        ("phase", "immediate_safety", "recovery", sam),
        ("state", "planned", "started", sam),
    ]


def test_a_field_can_be_emptied(cast: Cast) -> None:
    action, due = cast.add_action(owner="anna"), in_days(3).isoformat()
    cast.noor.do(records.set_field, f"action:{action}", "due", due, "")
    cast.noor.do(records.set_field, f"action:{action}", "due", "", due)
    cast.noor.do(records.set_field, f"action:{action}", "owner", "", cast.anna.id)
    assert (cast.action(action).due, cast.action(action).owner) == (None, None)


def test_a_date_may_be_typed_the_dutch_way(cast: Cast) -> None:
    action = cast.add_action()
    cast.noor.do(records.set_field, f"action:{action}", "due", f"{in_days(14):%d-%m-%Y}", "")
    assert cast.action(action).due == in_days(14)


def test_the_same_date_typed_another_way_is_no_change(cast: Cast, house: Runtime) -> None:
    action = cast.add_action()
    for seen in ("", in_days(14).isoformat()):
        cast.noor.do(records.set_field, f"action:{action}", "due", f"{in_days(14):%d-%m-%Y}", seen)
    assert len(history(house, action)) == 1


def test_a_day_that_passed_may_stay(cast: Cast, house: Runtime) -> None:
    """Whoever sends the same day once more, with a form or a page of yesterday, is not refused for it (T26)."""
    action, due = cast.add_action(), in_days(1)
    cast.noor.do(records.set_field, f"action:{action}", "due", due.isoformat(), "")
    now = house.clock()
    house.clock = lambda: now + timedelta(days=9)
    for written in (due.isoformat(), f"{due:%d-%m-%Y}"):
        assert cast.noor.do(records.set_field, f"action:{action}", "due", written, due.isoformat())
    with pytest.raises(DateOutOfRange):
        cast.noor.do(
            records.set_field,
            f"action:{action}",
            "due",
            (due + timedelta(days=1)).isoformat(),
            due.isoformat(),
        )


@pytest.mark.parametrize(
    ("field", "value", "refusal"),
    [
        ("due", "31-02-2026", DateInvalid),
        ("due", "morgen", DateInvalid),
        ("due", "01-01-1990", DateOutOfRange),
        ("due", f"{in_days(-1):%d-%m-%Y}", DateOutOfRange),
        ("due", "01-01-2090", DateOutOfRange),
        ("phase", "afterwards", ChoiceUnknown),
        ("state", "forgotten", ChoiceUnknown),
        ("owner", "nobody", ChoiceUnknown),
        ("taken", "yes", ChoiceUnknown),
        ("text", "other", ChoiceUnknown),
    ],
)
def test_a_value_that_cannot_be(cast: Cast, field: str, value: str, refusal: type[Refused]) -> None:
    action = cast.add_action()
    seen = records.value(cast.action(action), field) if field in KINDS["action"].fields else ""
    with pytest.raises(refusal):
        cast.noor.do(records.set_field, f"action:{action}", field, value, seen)


def test_somebody_of_another_family_cannot_be_the_owner(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        cast.noor.do(records.set_field, f"action:{cast.add_action()}", "owner", cast.script.people["bas"], "")


def test_two_people_change_one_field_and_both_values_are_there_to_choose_from(
    cast: Cast, house: Runtime
) -> None:
    action = cast.add_action()
    cast.anna.do(records.set_field, f"action:{action}", "owner", cast.anna.id, "")
    with pytest.raises(Conflict) as both:
        cast.noor.do(records.set_field, f"action:{action}", "owner", cast.sam.id, "")
    assert both.value.values == {"theirs": cast.anna.id, "yours": cast.sam.id}
    assert both.value.field == "owner"
    assert cast.action(action).owner_id == cast.anna.id
    cast.noor.do(records.set_field, f"action:{action}", "owner", cast.sam.id, cast.anna.id)
    assert [entry[1:3] for entry in history(house, action)] == [
        ("", cast.anna.id),
        (cast.anna.id, cast.sam.id),
    ]


def test_two_people_who_want_the_same_do_not_disagree(cast: Cast, house: Runtime) -> None:
    """Until its owner said yes, an agreement is of who added it, too."""
    action = cast.add_action(owner="anna")
    for name in ("anna", "noor"):
        getattr(cast, name).do(records.set_field, f"action:{action}", "state", "done", "planned")
    assert [one[0] for one in history(house, action)] == ["owner", "state"]


def test_two_people_change_two_fields_and_neither_is_lost(cast: Cast) -> None:
    action = cast.add_action(by="anna")
    cast.anna.do(records.set_field, f"action:{action}", "state", "started", "planned")
    cast.noor.do(records.set_field, f"action:{action}", "phase", "recovery", "immediate_safety")
    assert (cast.action(action).state, cast.action(action).phase) == ("started", "recovery")


def test_one_field_changed_by_two_at_the_very_same_moment(cast: Cast, house: Runtime) -> None:
    """One of the two is first; the other gets both values, and nothing is overwritten in silence."""
    action, go, ends = cast.add_action(), threading.Barrier(2), []

    def change(name: str) -> None:
        player = getattr(cast, name)
        go.wait()
        try:
            player.do(records.set_field, f"action:{action}", "partners", player.id, "")
            ends.append("set")
        except Conflict:
            ends.append("conflict")

    threads = [threading.Thread(target=change, args=(name,)) for name in ("anna", "noor")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["conflict", "set"]
    assert len(history(house, action)) == 1


# --- helpers


def test_helpers_are_chosen_together(cast: Cast, house: Runtime) -> None:
    action = cast.add_action(owner="anna")
    both = " ".join(sorted([cast.sam.id, cast.rie.id]))
    cast.noor.do(
        records.set_field,
        f"action:{action}",
        "partners",
        f"{both} {cast.sam.id}",
        "",
    )
    assert [person.first_name for person in cast.action(action).partners] == ["Sam", "Oma"]
    cast.noor.do(records.set_field, f"action:{action}", "partners", "", both)
    assert history(house, action)[-2:] == [
        ("partners", "", both, cast.noor.id),
        ("partners", both, "", cast.noor.id),
    ]


def test_two_choices_of_helpers_at_once(cast: Cast) -> None:
    action = cast.add_action()
    cast.anna.do(records.set_field, f"action:{action}", "partners", cast.rie.id, "")
    with pytest.raises(Conflict) as both:
        cast.noor.do(records.set_field, f"action:{action}", "partners", cast.sam.id, "")
    assert both.value.values == {"theirs": cast.rie.id, "yours": cast.sam.id}


def test_somebody_of_another_family_cannot_help(cast: Cast) -> None:
    with pytest.raises(ChoiceUnknown):
        cast.noor.do(
            records.set_field, f"action:{cast.add_action()}", "partners", cast.script.people["bas"], ""
        )


def test_oma_sees_what_she_helps_with_and_the_news_says_when_she_no_longer_does(
    cast: Cast, house: Runtime
) -> None:
    action = cast.add_action("Oppassen")
    cast.noor.do(records.set_field, f"action:{action}", "partners", cast.rie.id, "")
    assert listed(cast, "rie") == ["Oppassen"]
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    cast.noor.do(records.set_field, f"action:{action}", "partners", "", cast.rie.id)
    assert heard == [
        RecordChanged(cast.case_id, f"action:{action}", listed=True, lost=frozenset({cast.rie.id}))
    ]
    assert listed(cast, "rie") == []


# --- order


def test_the_list_can_be_put_in_another_order(cast: Cast) -> None:
    first, second, third = (cast.add_action(what) for what in ("een", "twee", "drie"))
    cast.anna.do(actions.move, third, first)
    assert listed(cast, "sam") == ["drie", "een", "twee"]
    cast.anna.do(actions.move, third, second)
    assert listed(cast, "sam") == ["een", "drie", "twee"]
    cast.anna.do(actions.move, first, None)
    assert listed(cast, "sam") == ["drie", "twee", "een"]


def test_the_order_stays_clear_after_many_moves_to_one_place(cast: Cast) -> None:
    first, second, third = (cast.add_action(what) for what in ("een", "twee", "drie"))
    for turn in range(120):
        cast.anna.do(actions.move, third if turn % 2 == 0 else second, second if turn % 2 == 0 else third)
    positions = [cast.action(action).position for action in (first, second, third)]
    assert len(set(positions)) == 3
    assert listed(cast, "sam") == ["een", "twee", "drie"]


def test_nobody_moves_an_agreement_before_one_they_may_not_know_of(cast: Cast) -> None:
    mine, kept = cast.add_action("een"), cast.add_action("geheim", shared_with="anna")
    with pytest.raises(NotFound):
        cast.sam.do(actions.move, mine, kept)
    with pytest.raises(NotFound):
        cast.sam.do(actions.move, kept, mine)


def test_a_shielded_neighbour_keeps_its_place_when_others_move(cast: Cast) -> None:
    cast.add_action("een")
    cast.add_action("geheim", shared_with="anna")
    third = cast.add_action("drie")
    fourth = cast.add_action("vier")
    cast.sam.do(actions.move, fourth, third)
    assert listed(cast, "sam") == ["een", "vier", "drie"]
    assert [words for words in listed(cast, "anna") if words != "geheim"] == ["een", "vier", "drie"]


# --- ik doe dit


def test_the_owner_says_yes_once(cast: Cast, house: Runtime) -> None:
    action = cast.add_action(owner="sam")
    for _ in range(2):
        cast.sam.do(actions.take, action)
    assert cast.action(action).taken
    assert [entry for entry in history(house, action) if entry[0] == "taken"] == [
        ("taken", "", "yes", cast.sam.id)
    ]


def test_nobody_says_yes_for_somebody_else(cast: Cast) -> None:
    action = cast.add_action(owner="sam")
    for name in ("anna", "noor", "yusuf", "lotte"):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(actions.take, action)
    assert not cast.action(action).taken


def test_another_owner_has_to_say_yes_again(cast: Cast) -> None:
    action = cast.add_action(owner="sam")
    cast.sam.do(actions.take, action)
    cast.sam.do(records.set_field, f"action:{action}", "owner", cast.anna.id, cast.sam.id)
    assert not cast.action(action).taken


def test_the_yes_of_an_owner_survives_other_changes(cast: Cast) -> None:
    action = cast.add_action(owner="sam")
    cast.sam.do(actions.take, action)
    cast.sam.do(records.set_field, f"action:{action}", "state", "started", "planned")
    cast.sam.do(records.set_field, f"action:{action}", "owner", cast.sam.id, cast.sam.id)
    assert cast.action(action).taken


def test_oma_takes_what_is_hers(cast: Cast) -> None:
    action = cast.add_action(owner="rie")
    cast.rie.do(actions.take, action)
    cast.rie.do(records.set_field, f"action:{action}", "state", "done", "planned")
    assert (cast.action(action).taken, cast.action(action).state) == (True, "done")


def test_whoever_says_yes_to_something_of_nobody_becomes_its_owner(cast: Cast, house: Runtime) -> None:
    action = cast.add_action()
    cast.sam.do(actions.take, action)
    assert (cast.action(action).owner_id, cast.action(action).taken) == (cast.sam.id, True)
    assert [entry[:3] for entry in history(house, action)] == [
        ("owner", "", cast.sam.id),
        ("taken", "", "yes"),
    ]


def test_who_may_not_change_an_agreement_cannot_take_it_either(cast: Cast) -> None:
    action = cast.add_action()
    with pytest.raises(NotAllowed):
        cast.amir.do(actions.take, action)
    with pytest.raises(NotFound):  # of nobody, so not of her: it is not on her list
        cast.rie.do(actions.take, action)
    assert cast.action(action).owner is None


# --- shields


def test_an_agreement_for_named_people_was_never_there_for_others(cast: Cast, house: Runtime) -> None:
    heard: list[Any] = []
    house.database.bus.subscribe(heard.extend)
    cast.add_action("Veilige telefoon", shared_with="anna")
    with house.database.read() as session:
        for news in heard:
            for name in ("sam", "yusuf", "lotte"):
                thing = session.get(Text, news.text_id) if isinstance(news, TextChanged) else None
                thing = thing or session.get(Action, news.thing.removeprefix("action:"))
                assert not policy.visible(thing, getattr(cast, name).viewer)


def test_who_may_not_shield_adds_nothing_at_all(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cast.add_action("geheim", by="nadia", shared_with="sam")
    assert listed(cast, "anna") == []


def test_a_shielded_agreement_is_owned_and_helped_by_the_named_only(cast: Cast) -> None:
    action = cast.add_action(shared_with="anna lotte")
    with pytest.raises(ChoiceUnknown):
        cast.noor.do(records.set_field, f"action:{action}", "owner", cast.sam.id, "")
    with pytest.raises(ChoiceUnknown):
        cast.noor.do(records.set_field, f"action:{action}", "partners", cast.sam.id, "")
    cast.noor.do(records.set_field, f"action:{action}", "owner", cast.anna.id, "")
    cast.noor.do(records.set_field, f"action:{action}", "partners", cast.lotte.id, "")
    assert listed(cast, "anna") == listed(cast, "lotte") == ["Elke week bellen"]
    assert listed(cast, "sam") == listed(cast, "yusuf") == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda cast, action: cast.sam.do(records.set_field, f"action:{action}", "state", "done", "planned"),
        lambda cast, action: cast.sam.do(records.set_field, f"action:{action}", "partners", "", ""),
        lambda cast, action: cast.sam.do(actions.take, action),
        lambda cast, action: cast.sam.do(actions.move, action, None),
    ],
)
def test_what_is_kept_from_somebody_does_not_exist_for_them(cast: Cast, deed: Any) -> None:
    with pytest.raises(NotFound):
        deed(cast, cast.add_action(shared_with="anna"))
    with pytest.raises(NotFound):
        deed(cast, "nothing")


# --- when, and what stays behind


def test_after_the_end_the_list_is_closed(cast: Cast) -> None:
    action = cast.add_action(owner="sam")
    cast.close()
    for deed in (
        lambda: cast.noor.do(actions.add, "Bellen"),
        lambda: cast.noor.do(records.set_field, f"action:{action}", "state", "done", "planned"),
        lambda: cast.noor.do(records.set_field, f"action:{action}", "partners", cast.rie.id, ""),
        lambda: cast.noor.do(actions.move, action, None),
        lambda: cast.sam.do(actions.take, action),
    ):
        with pytest.raises(MeetingClosed):
            deed()


def test_the_log_holds_deeds_and_ids_and_no_words(cast: Cast, house: Runtime) -> None:
    action = cast.add_action("Tante Truus bellen", owner="anna")
    with house.database.read() as session:
        entries = session.scalars(select(LogEntry).where(LogEntry.thing == f"action:{action}")).all()
        assert [(entry.deed, entry.actor, entry.outcome) for entry in entries] == [
            ("action.add", f"person:{cast.noor.id}", "ok"),
            ("action.change", f"person:{cast.noor.id}", "ok"),
        ]
        for entry in session.scalars(select(LogEntry)):
            assert "Truus" not in f"{entry.actor}{entry.deed}{entry.thing}"


def test_a_professional_finds_the_own_unfinished_work_earliest_first(cast: Cast, house: Runtime) -> None:
    plans: list[tuple[str, str, str]] = [
        ("later", in_days(9).isoformat(), "planned"),
        ("geen datum", "", "waiting"),
        ("eerst", in_days(2).isoformat(), "started"),
        ("klaar", in_days(1).isoformat(), "done"),
    ]
    for what, due, state in plans:
        action = cast.add_action(what, owner="noor")
        cast.noor.do(records.set_field, f"action:{action}", "due", due, "")
        told = HowFar(state, waiting_reason="money", bridge="Noor belt elke week.")
        cast.noor.do(actions.set_state, action, told, "planned")
    cast.add_action("van Anna", owner="anna")
    with house.database.read() as session:
        mine = actions.mine(session, [cast.noor.outside])
        assert [action.text.words for action in mine] == ["eerst", "later", "geen datum"]
