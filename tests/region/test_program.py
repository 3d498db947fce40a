"""Both demo cases play in the words of every ready-made profile."""

from pathlib import Path

import pytest
from sqlalchemy import select

from conference import demo
from conference.core import schema
from conference.region import profile
from conference.region import use_cases as profiles
from models.case import Case
from models.meeting import Meeting
from tests.conftest import MakeHouse

FIRST, *OTHERS = (slug for slug in profile.ready_made() if slug != profile.NEUTRAL)


@pytest.mark.parametrize("slug", [FIRST, *(pytest.param(slug, marks=pytest.mark.slow) for slug in OTHERS)])
def test_a_region_can_start_from_it(slug: str, tmp_path: Path, make_house: MakeHouse) -> None:
    address = f"sqlite:///{tmp_path / 'region.sqlite'}"
    schema.upgrade(address)
    house, own = make_house(address), profile.load_file(slug)
    with house.database.work() as work:
        profiles.bring_in(work, own.model_copy(update={"slug": profile.NEUTRAL}))
    demo.load(house)
    with house.database.read() as session:
        cases = list(session.scalars(select(Case)))
        assert {case.profile.name for case in cases} == {own.name}
        titles = {case.title for case in cases}
        assert {"Gezin Dekkers: weer rust en veilig thuis", "Milan: twee huizen, één plan"} <= titles
        for meeting in session.scalars(select(Meeting)):
            kind = own.meeting(meeting.kind)
            assert kind is not None
            assert {part.key for part in meeting.parts} <= {part.key for part in own.parts}
    house.database.engine.dispose()
