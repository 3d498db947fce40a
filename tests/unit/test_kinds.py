"""What kinds of records say about their fields holds together."""

import pytest

from conference.access.kinds import KINDS, Kind

WITH_FIELDS = [kind for kind in KINDS.values() if kind.fields]


def test_what_one_changes_at_a_table_and_in_a_cycle_has_fields() -> None:
    named = {kind.name for kind in WITH_FIELDS}
    assert named >= {"statement", "factor", "link", "goal", "decision", "action", "cycle", "card"}


@pytest.mark.parametrize("kind", WITH_FIELDS, ids=lambda kind: kind.name)
def test_a_kind_with_fields_says_who_may_change_them(kind: Kind) -> None:
    assert kind.write is not None
    assert kind.listed <= kind.fields.keys()
