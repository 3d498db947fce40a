"""Every event can travel as plain JSON and comes back as it was; a bus brings it to all who listen, in order."""

import json
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.bus import LocalBus
from conference.core.events import EVENTS, Event, LobbyChanged, RecordChanged, from_json, to_json

WORDS = st.text(max_size=40)
#: What a change set is made of, as the browser writes it.
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
OF_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(),
    bool: st.booleans(),
    frozenset[str]: st.frozensets(WORDS, max_size=4),
    Any: PLAIN,
}


def events_of(kind: type[Event]) -> st.SearchStrategy[Event]:
    """Any event of one class. A field of a new type has to be added to `OF_TYPE`."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: OF_TYPE[hints[field.name]] for field in fields(kind)})


def test_every_class_of_event_is_known_by_its_name() -> None:
    assert len(EVENTS) > 10
    assert {name: kind.__name__ for name, kind in EVENTS.items()} == {name: name for name in EVENTS}
    assert set(EVENTS.values()) == set(Event.__subclasses__())


@pytest.mark.parametrize("kind", EVENTS.values(), ids=list(EVENTS))
@given(data=st.data())
def test_an_event_comes_back_from_json_as_it_was(kind: type[Event], data: st.DataObject) -> None:
    event = data.draw(events_of(kind))
    carried = json.dumps(to_json(event))
    back = from_json(json.loads(carried))
    assert back == event
    assert type(back) is kind


def test_an_event_nobody_knows_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        from_json({"event": "Nothing", "case_id": "x"})


def test_a_bus_brings_events_to_all_who_listen_in_order() -> None:
    bus, first, second = LocalBus(), list[Event](), list[Event]()
    bus.subscribe(first.extend)
    told: list[Event] = [
        LobbyChanged("case", "meeting"),
        RecordChanged("case", "goal:1", lost=frozenset("ab")),
    ]
    bus.publish(told[:1])
    bus.subscribe(second.extend)
    bus.publish(told[1:])
    assert first == told
    assert second == told[1:]
