"""What is asked before a meeting closes; what is passed over has a reason that the family reads (T9-T11)."""

from typing import Any

import pytest
from sqlalchemy import select

from conference.records import texts
from conference.region.profile import Asked
from conference.report import content
from conference.table.map import use_cases as factors
from conference.table.meeting import closing
from conference.table.meeting import use_cases as meetings
from conference.table.meeting.use_cases import MeetingPlan
from conference.table.safety import use_cases as safety
from models.errors.base import NotAllowed
from models.errors.meeting import Lacks, OwnWordsLack, SafetyLacks
from models.errors.validation import TextTooLong
from models.meeting import Meeting
from models.region import RegionProfile
from tests.cast import REASONS, Cast, in_days
from tests.lines import Lines
from tests.pages import Signed
from tests.paper import words_of

pytestmark = pytest.mark.both


def lacks(cast: Cast) -> dict[str, dict[str, Any]]:
    """What lacks now, by key, with of whom."""
    with cast.house.database.read() as session:
        found = closing.lacking(session, session.get_one(Meeting, cast.meeting_id))
        return {one.key: one.values for one in found}


def write(cast: Cast, key: str, words: str, by: str = "noor", owner: str | None = None) -> None:
    """Words in a section."""
    getattr(cast, by).do(texts.rewrite, cast.text_id(key, owner=owner), words, 0)


def do_everything(cast: Cast) -> None:
    """A meeting in which everything was done."""
    for name in ("anna", "sam"):
        write(cast, "our_story", "Ik wil rust.", by=name, owner=name)
    write(cast, "explanation", "Er is te weinig geld.")
    write(cast, "alternative_explanation", "Of er is te weinig slaap.")
    write(cast, "meaning_per_child", "Sam slaapt vaker bij oma.")
    cast.noor.do(factors.add, "Oma helpt", "protective")
    cast.anna.do(safety.give, cast.anna.id, "6", "Rustiger.")
    cast.yusuf.do(safety.reveal)


def test_everything_is_asked_and_says_of_whom(cast: Cast) -> None:
    found = lacks(cast)
    assert list(found) == [str(key) for key in Asked]
    assert found["own_words"] == {"names": "Anna, Sam"}
    assert found["meaning"] == {"names": "Sam"}


def test_what_was_done_is_not_asked(cast: Cast) -> None:
    do_everything(cast)
    assert lacks(cast) == {}
    cast.yusuf.do(meetings.close, {})
    assert cast.meeting.state == "closed"


@pytest.mark.parametrize(
    ("words", "named"),
    [("Samen eten gaat goed.", False), ("Sams school is dichtbij.", True), ("Voor Sam: rust.", True)],
)
def test_a_child_is_named_by_its_name_and_not_by_a_word_that_begins_with_it(
    cast: Cast, words: str, named: bool
) -> None:
    write(cast, "meaning_per_child", words)
    assert ("meaning" not in lacks(cast)) is named


@pytest.mark.parametrize("key", REASONS)
def test_each_thing_that_lacks_holds_the_close_until_it_has_a_reason(cast: Cast, key: str) -> None:
    for blank in ("", "  ", "\u00ad"):
        with pytest.raises(Lacks) as refused:
            cast.yusuf.do(meetings.close, {**REASONS, key: blank})
        assert (refused.value.key, refused.value.field) == (key, key)
    assert cast.meeting.state == "open"
    with pytest.raises(TextTooLong):
        cast.yusuf.do(meetings.close, {**REASONS, key: "x" * 301})
    cast.close()
    assert cast.meeting.state == "closed"


def test_a_child_that_was_not_heard_holds_the_close_though_it_was_not_invited(cast: Cast) -> None:
    with cast.house.database.work() as work:
        meeting = work.load(Meeting, cast.meeting_id)
        meeting.invited = [one for one in meeting.invited if one.id != cast.sam.id]
    write(cast, "our_story", "Ik wil rust.", by="anna", owner="anna")
    with pytest.raises(OwnWordsLack) as refused:
        cast.yusuf.do(meetings.close, {})
    assert refused.value.values == {"names": "Sam"}


def test_a_part_that_was_skipped_with_a_reason_is_not_asked_again(cast: Cast) -> None:
    parts = {part.key: part.id for part in cast.meeting.parts}
    cast.yusuf.do(meetings.skip, parts["safety"], "Papa is net weg.")
    cast.yusuf.do(meetings.skip, parts["voice"], "Dat doen we eerst apart.")
    assert {"safety", "own_words"} & set(lacks(cast)) == set()


def test_the_region_says_what_is_asked(cast: Cast) -> None:
    with cast.house.database.work() as work:
        region = work.session.scalars(select(RegionProfile)).one()
        kinds = [{**one, "asks": ["safety"]} for one in region.settings["meetings"]]
        region.settings = {**region.settings, "meetings": kinds}
    assert list(lacks(cast)) == ["safety"]
    with pytest.raises(SafetyLacks):
        cast.yusuf.do(meetings.close, {})


@pytest.mark.parametrize("name", ["anna", "lotte", "noor", "karim"])
def test_only_the_chair_passes_over(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        getattr(cast, name).do(meetings.close, REASONS)


def test_every_part_that_was_skipped_and_every_reason_stand_in_the_report(cast: Cast) -> None:
    parts = {part.key: part for part in cast.meeting.parts}
    cast.yusuf.do(meetings.skip, parts["agreements"].id, "Eerst rust.")
    cast.close()
    with cast.house.database.work() as work:
        told = content.build(work.session, work.load(Meeting, cast.meeting_id))["meeting"]
    unseen = {one["key"]: one["skipped_why"] for one in told["parts"] if not one["visited"]}
    assert unseen["agreements"] == "Eerst rust."
    assert unseen["safety"] == ""
    assert {one["key"] for one in told["passed_over"]} == set(REASONS)
    assert {one["by"] for one in told["passed_over"]} == {cast.yusuf.id}


# --- what the family reads


def test_the_family_reads_every_reason_on_its_page_at_home_and_in_the_report(cast: Cast, as_: Signed) -> None:
    anna = as_("anna")
    reasons = {key: f"REDEN {key} was nu niet mogelijk." for key in REASONS}
    cast.yusuf.do(meetings.close, reasons)
    seat = anna.page("/nu").get_text(" ")
    page = " ".join(anna.page("/nu/verslag").get_text(" ").split())
    printed = words_of(anna.get("/nu/verslag.pdf").data)
    for shown in (seat, page, printed):
        for why in reasons.values():
            assert why in shown
        assert "Hoe veilig is het nu" in shown
        assert "hier kwam de tafel niet aan toe" in " ".join(shown.split())
    assert "Eigen woorden van het gezin (Anna, Sam)" in page


def test_at_the_next_table_the_family_reads_what_was_left_out_before(cast: Cast, lines: Lines) -> None:
    cast.yusuf.do(meetings.close, {**REASONS, "safety": "REDENVANTOEN"})
    cast.meet_anew()
    line = lines("anna")
    assert "REDENVANTOEN" in line.page("/nu").get_text()


def test_the_family_reads_why_a_meeting_was_held_without_it(cast: Cast, as_: Signed) -> None:
    plan = MeetingPlan(
        kind="mda_plus_plus",
        day=f"{in_days(1):%d-%m-%Y}",
        time="9.05",
        place="",
        chair=cast.yusuf.id,
        invited=[cast.yusuf.id, cast.noor.id],
        minutes=["10"] * 9,
        why_no_family="ZONDER GEZIN, want er was direct gevaar.",
    )
    made = cast.lotte.do(meetings.plan, plan, viewer=cast.lotte.outside)
    with cast.house.database.read() as session:
        assert closing.without_family(session, cast.case_id) == []  # it did not begin yet
    with cast.house.database.work() as work:
        work.load(Meeting, made.id).open(cast.house.clock())
    for name in ("anna", "sam"):
        assert "ZONDER GEZIN" in as_(name).page("/nu").get_text()
    for name in ("rie", "nadia"):
        assert "ZONDER GEZIN" not in as_(name).page("/nu").get_text()
