"""The report: one content, each reader's part of it, corrections beside it, and its seal."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from conference.access import policy
from conference.report import compare, content, reading, words_path
from conference.report import seal as fingerprints
from conference.report import use_cases as reports
from models.enums import ReportState
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound, ReasonNeeded
from models.errors.report import ReportFrozen, ReportNotShared, WindowOpen
from models.errors.validation import ChoiceUnknown, TextNeeded
from models.meeting import Meeting
from models.reports import Report
from models.safety import SafetyRound
from models.shields import ShieldAudience
from models.statements import Statement
from models.texts import Text
from tests.cast import BY_ROLE, Cast, Clock, Player
from tests.furnished import AGREEMENT, DISSENT, FACT, REPLY, SECRET_FACT, furnish

pytestmark = pytest.mark.both

Ids = dict[str, str]
CORRECTION = "Ik heb ook gezegd dat ik werk zoek."
WHY = "De datum van het eerste feit was verkeerd."


@pytest.fixture
def ids(cast: Cast) -> Ids:
    """A full table that was closed; what stands on it by name."""
    made = furnish(cast)
    cast.close()
    return made


def report_id(cast: Cast) -> str:
    """The report of the meeting of the cast."""
    with cast.house.database.read() as session:
        return session.query(Report.id).filter_by(meeting_id=cast.meeting_id).one()[0]


def document(player: Player) -> dict[str, Any]:
    """What this player reads now. Raises NotFound."""
    with player.house.database.read() as session:
        viewer = player.viewer
        return reading.document(reports.of_meeting(session, viewer, player.script.meeting), viewer)


def item(doc: dict[str, Any], key: str) -> dict[str, Any]:
    """One item of a document."""
    return next(one for one in doc["items"] if one["id"] == key)


def share(cast: Cast) -> str:
    """The chair shares the report. Returns its id."""
    key = report_id(cast)
    cast.yusuf.do(reports.share, key)
    return key


def state(cast: Cast) -> str:
    """Where the report is in its life."""
    with cast.house.database.read() as session:
        return session.get_one(Report, report_id(cast)).state


def settled(cast: Cast) -> Report:
    """The report after a look at it."""
    with cast.house.database.work() as work:
        reports.settle_meeting(work, cast.meeting_id, cast.house.clock())
    with cast.house.database.read() as session:
        found = session.get_one(Report, report_id(cast))
        _ = found.corrections, found.reopenings
        return found


# --- content


def test_the_words_stand_in_the_report_as_they_were_written(cast: Cast, ids: Ids) -> None:
    doc = document(cast.anna)
    fact = item(doc, ids["fact"])
    assert (fact["words"], fact["type"], fact["precision"]) == (FACT, "fact", "day")
    assert [(one["stance"], one["words"]) for one in fact["responses"]] == [("partly", REPLY)]
    decision = item(doc, ids["decision"])
    assert [(one["stance"], one["words"]) for one in decision["stances"]] == [("objects", DISSENT)]
    assert decision["options"] == ["Bij oma", "Thuis"]
    assert item(doc, ids["action"])["words"] == AGREEMENT
    assert (doc["format"], doc["version"]) == ("rondom-report", 1)


def test_the_report_stays_as_it_was_when_the_table_changes(cast: Cast, ids: Ids) -> None:
    before = document(cast.anna)
    with cast.house.database.work() as work:
        work.load(Statement, ids["fact"].partition(":")[2]).text.words = "IETS ANDERS"
    assert document(cast.anna) == before


def test_closing_twice_makes_one_report(cast: Cast, ids: Ids) -> None:
    with pytest.raises(policy.MeetingClosed):
        cast.close()
    assert report_id(cast)


def test_numbers_that_were_not_shown_together_are_in_no_report(cast: Cast) -> None:
    made = furnish(cast)
    with cast.house.database.work() as work:
        for one in work.session.query(SafetyRound):
            one.revealed_at = None
    cast.close()
    assert not reading.items(document(cast.anna), "safety_round")
    assert made


# --- who reads


def test_the_family_reads_first(cast: Cast, ids: Ids) -> None:
    first = {"anna", "sam", "nadia", "amir", "yusuf", "lotte"}
    for name in set(BY_ROLE.values()) - {"bas"}:
        player = getattr(cast, name)
        if name in first:
            assert document(player)
        else:
            with pytest.raises(NotFound):
                document(player)
    share(cast)
    for name in set(BY_ROLE.values()) - {"bas"}:
        assert document(getattr(cast, name)), name


def test_a_report_is_only_for_who_was_asked_to_come(cast: Cast) -> None:
    with cast.house.database.work() as work:
        meeting = work.load(Meeting, cast.meeting_id)
        meeting.invited = [one for one in meeting.invited if one.id not in (cast.anna.id, cast.femke.id)]
    cast.close()
    share(cast)
    for player in (cast.anna, cast.femke):
        with pytest.raises(NotFound):
            document(player)
    assert document(cast.sam)


def test_a_stranger_finds_no_report(cast: Cast, ids: Ids) -> None:
    share(cast)
    with cast.house.database.read() as session, pytest.raises(NotFound):
        reports.of_meeting(session, cast.bas.viewer, cast.meeting_id)


@pytest.mark.parametrize("name", ["anna", "sam", "karim", "yusuf", "rie"])
def test_what_is_shielded_leaves_no_trace(cast: Cast, ids: Ids, name: str) -> None:
    share(cast)
    written = json.dumps(document(getattr(cast, name)))
    for hidden in ("hidden_fact", "hidden_factor", "hidden_action"):
        assert ids[hidden] not in written
        assert ids[hidden].partition(":")[2] not in written
        assert hidden not in written  # the question about it has its name in it
    assert "CANARIE" not in written


def annex(player: Player) -> dict[str, Any]:
    """The annex of this player. Raises NotFound for who has none."""
    with player.house.database.read() as session:
        viewer = player.viewer
        report = reports.of_meeting(session, viewer, player.script.meeting)
        return reading.annex(session, report.content, viewer)


@pytest.mark.parametrize("name", ["noor", "lotte"])
def test_what_is_shielded_stands_in_the_annex_of_its_circle_and_not_in_the_report(
    cast: Cast, ids: Ids, name: str
) -> None:
    """T14: one forwarded report tells nobody anything."""
    share(cast)
    written = json.dumps(document(getattr(cast, name)))
    assert "CANARIE" not in written
    assert ids["hidden_fact"] not in written
    kept = item(annex(getattr(cast, name)), ids["hidden_fact"])
    assert kept["words"] == SECRET_FACT
    assert kept["for"] == sorted([cast.noor.id, cast.lotte.id])
    assert kept["apart"][0]["category"] == "safety"


@pytest.mark.parametrize("name", ["anna", "sam", "karim", "yusuf", "rie", "nadia"])
def test_there_is_no_annex_for_the_others(cast: Cast, ids: Ids, name: str) -> None:
    share(cast)
    with pytest.raises(NotFound):
        annex(getattr(cast, name))


def test_an_annex_is_for_who_was_named_then_and_is_inside_now(cast: Cast, ids: Ids) -> None:
    share(cast)
    with cast.house.database.work() as work:
        shield = work.load(Statement, ids["hidden_fact"].partition(":")[2]).shield
        assert shield is not None
        shield.audience = [
            *(one for one in shield.audience if one.person_id == cast.noor.id),
            ShieldAudience(person_id=cast.karim.id),
        ]
    assert item(annex(cast.noor), ids["hidden_fact"])["for"] == [cast.noor.id]
    for name in ("lotte", "karim"):  # taken out since; let in since
        with pytest.raises(NotFound):
            annex(getattr(cast, name))


def test_what_is_kept_apart_after_the_meeting_leaves_the_report_of_everybody(cast: Cast, ids: Ids) -> None:
    share(cast)
    assert FACT in json.dumps(document(cast.karim))
    with cast.house.database.work() as work:
        hidden = work.load(Statement, ids["hidden_fact"].partition(":")[2])
        work.load(Statement, ids["fact"].partition(":")[2]).shield = hidden.shield
    for name in ("karim", "anna", "noor"):
        assert FACT not in json.dumps(document(getattr(cast, name)))
    assert item(annex(cast.noor), ids["fact"])["words"] == FACT


def test_an_annex_comes_on_no_phone_of_the_family(cast: Cast, ids: Ids) -> None:
    share(cast)
    with cast.house.database.work() as work:
        shield = work.load(Statement, ids["hidden_fact"].partition(":")[2]).shield
        assert shield is not None
        shield.audience.append(ShieldAudience(person_id=cast.anna.id))
        report = work.load(Report, report_id(cast))
        named = json.dumps(sorted([cast.noor.id, cast.lotte.id]))
        told = json.dumps(sorted([cast.noor.id, cast.lotte.id, cast.anna.id]))
        report.content = json.loads(json.dumps(report.content).replace(named, told))
    assert cast.anna.id in item(annex(cast.noor), ids["hidden_fact"])["for"]
    assert annex(cast.anna)
    with cast.house.database.read() as session:
        phone = cast.anna.phone
        content_of = reports.of_meeting(session, phone, cast.meeting_id).content
        with pytest.raises(NotFound):
            reading.annex(session, content_of, phone)


def test_two_secrets_give_the_others_equal_bytes(cast: Cast, ids: Ids) -> None:
    share(cast)
    seen = {name: fingerprints.canonical(document(getattr(cast, name))) for name in ("anna", "noor")}
    with cast.house.database.work() as work:
        report = work.load(Report, report_id(cast))
        changed = json.loads(json.dumps(report.content).replace(SECRET_FACT, "EEN HEEL ANDER GEHEIM"))
        changed["items"] = [one for one in changed["items"] if one["id"] != ids["hidden_action"]]
        report.content = changed
    for name, before in seen.items():
        assert fingerprints.canonical(document(getattr(cast, name))) == before
    assert "EEN HEEL ANDER GEHEIM" in json.dumps(annex(cast.noor))


def test_a_grandmother_reads_only_the_agreements_that_are_hers(cast: Cast, ids: Ids) -> None:
    share(cast)
    assert not reading.items(document(cast.rie), "action")
    assert reading.items(document(cast.anna), "action")


# --- corrections


def test_a_correction_stands_beside_the_original(cast: Cast, ids: Ids) -> None:
    key = share(cast)
    cast.anna.do(reports.correct, key, ids["fact"], CORRECTION)
    cast.anna.do(reports.correct, key, ids["fact"], CORRECTION)
    doc = document(cast.karim)
    assert [(one["person"], one["item"], one["words"]) for one in doc["corrections"]] == [
        (cast.anna.id, ids["fact"], CORRECTION)
    ]
    assert item(doc, ids["fact"])["words"] == FACT


def test_nobody_corrects_in_the_report_what_does_not_stand_in_it(cast: Cast, ids: Ids) -> None:
    key = share(cast)
    for player in (cast.noor, cast.anna):
        with pytest.raises(ChoiceUnknown):
            player.do(reports.correct, key, ids["hidden_fact"], CORRECTION)
    assert document(cast.anna)["corrections"] == []


def test_only_its_author_takes_a_correction_back(cast: Cast, ids: Ids) -> None:
    key = share(cast)
    made = cast.anna.do(reports.correct, key, "", CORRECTION).id
    for name in ("sam", "yusuf", "lotte", "noor"):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(reports.withdraw, made)
    cast.anna.do(reports.withdraw, made)
    assert document(cast.anna)["corrections"] == []


def test_an_empty_correction_is_refused(cast: Cast, ids: Ids) -> None:
    with pytest.raises(TextNeeded):
        cast.anna.do(reports.correct, share(cast), "", "  ")


# --- sharing, fixing, opening again


@pytest.mark.parametrize("name", ["yusuf", "lotte", "anna"])
def test_who_may_share(cast: Cast, ids: Ids, name: str) -> None:
    getattr(cast, name).do(reports.share, report_id(cast))
    assert state(cast) == ReportState.REVIEW
    with pytest.raises(AlreadyAnswered):
        cast.yusuf.do(reports.share, report_id(cast))


@pytest.mark.parametrize("name", ["sam", "nadia", "noor", "karim"])
def test_who_may_not_share(cast: Cast, ids: Ids, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        getattr(cast, name).do(reports.share, report_id(cast))


def test_nothing_is_fixed_before_everybody_had_their_time(cast: Cast, ids: Ids, clock: Clock) -> None:
    with pytest.raises(ReportNotShared):
        cast.yusuf.do(reports.freeze, report_id(cast))
    key = share(cast)
    clock.move(days=2, minutes=-1)
    with pytest.raises(WindowOpen):
        cast.yusuf.do(reports.freeze, key)
    clock.move(minutes=1)
    cast.yusuf.do(reports.freeze, key)
    assert state(cast) == ReportState.FROZEN


def test_the_first_look_after_the_window_fixes_it(cast: Cast, ids: Ids, clock: Clock) -> None:
    key = share(cast)
    cast.anna.do(reports.correct, key, "", CORRECTION)
    shared_at = clock()
    clock.move(days=5)
    report = settled(cast)
    assert (report.state, report.frozen_at) == (ReportState.FROZEN, shared_at + timedelta(days=2))
    assert reports.is_whole(report)


def frozen(cast: Cast, clock: Clock) -> str:
    """A report that is fixed, with one correction."""
    key = share(cast)
    cast.anna.do(reports.correct, key, "", CORRECTION)
    clock.move(days=2)
    settled(cast)
    return key


def test_a_fixed_report_takes_no_change(cast: Cast, ids: Ids, clock: Clock) -> None:
    key = frozen(cast, clock)
    made = document(cast.anna)["corrections"][0]["id"]
    changes: list[Callable[[], Any]] = [
        lambda: cast.anna.do(reports.correct, key, "", "Nog iets"),
        lambda: cast.anna.do(reports.withdraw, made),
    ]
    for change in changes:
        with pytest.raises(ReportFrozen):
            change()


def test_after_the_window_nothing_is_added_even_before_anybody_looked(
    cast: Cast, ids: Ids, clock: Clock
) -> None:
    key = share(cast)
    clock.move(days=2)
    with pytest.raises(ReportFrozen):
        cast.anna.do(reports.correct, key, "", CORRECTION)


def test_tampering_with_a_fixed_report_shows(cast: Cast, ids: Ids, clock: Clock) -> None:
    key = frozen(cast, clock)
    assert reports.is_whole(settled(cast))
    with cast.house.database.work() as work:
        report = work.load(Report, key)
        report.content = json.loads(json.dumps(report.content).replace(REPLY, "Alles klopt."))
    assert not reports.is_whole(settled(cast))


def test_opening_again_needs_a_reason_that_everybody_reads(cast: Cast, ids: Ids, clock: Clock) -> None:
    key = frozen(cast, clock)
    digest = settled(cast).digest
    with pytest.raises(ReasonNeeded):
        cast.yusuf.do(reports.reopen, key, "Zomaar")
    with pytest.raises(NotAllowed):
        cast.anna.do(reports.reopen, key, WHY)
    cast.yusuf.do(reports.reopen, key, WHY)
    assert [(one["why"], one["by"]) for one in document(cast.anna)["reopenings"]] == [(WHY, cast.yusuf.id)]
    assert settled(cast).reopenings[0].digest == digest
    cast.sam.do(reports.correct, key, "", "Ik ook")
    clock.move(days=2)
    report = settled(cast)
    assert report.state == ReportState.FROZEN
    assert report.digest != digest


# --- the seal of what one reader got


def test_the_fingerprint_is_of_what_the_reader_got(cast: Cast, ids: Ids) -> None:
    share(cast)
    anna, rie = document(cast.anna), document(cast.rie)
    assert fingerprints.is_whole(anna)
    assert fingerprints.is_whole(rie)
    assert anna["fingerprint"] == document(cast.noor)["fingerprint"] != rie["fingerprint"]
    assert fingerprints.is_whole(json.loads(json.dumps(anna, indent=2)))
    anna["items"][0]["words"] += "."
    assert not fingerprints.is_whole(anna)


# --- what became of my words


def test_somebodys_words_lead_to_factors_agreements_and_decisions(cast: Cast, ids: Ids) -> None:
    path = words_path.follow(document(cast.anna), cast.anna.id)
    assert [one["words"] for one in path.own_words] == ["Wij willen rust in huis."]
    trail = next(one for one in path.trails if one.statement["id"] == ids["fact"])
    assert trail.response is not None
    assert trail.response["words"] == REPLY
    assert [one["id"] for one in trail.factors] == [ids["risk"]]
    assert [one["id"] for one in trail.actions] == [ids["action"]]
    assert [one["id"] for one in trail.decisions] == [ids["decision"]]
    assert [stand["words"] for _, stand in path.stances] == [DISSENT]
    opinion = next(one for one in path.trails if one.statement["id"] == ids["opinion"])
    assert not opinion.used


# --- two versions


def test_what_changed_between_two_meetings_shows_word_by_word(cast: Cast, ids: Ids) -> None:
    before = document(cast.anna)
    with cast.house.database.work() as work:
        work.load(Statement, ids["fact"].partition(":")[2]).text.words = FACT.replace("maart", "april")
        work.load(Text, cast.text_id("worries")).words = "Sam slaapt slecht."
        work.load(Text, cast.text_id("explanation")).words = ""
        meeting = work.load(Meeting, cast.meeting_id)
        after = reading.part_of(work.session, content.build(work.session, meeting), cast.anna.viewer)
    found = {(one.item["kind"], str(one.change)): one for one in compare.compare(before, after)}
    assert set(found) == {("statement", "changed"), ("section", "new"), ("section", "gone")}
    changed = found["statement", "changed"].pieces
    assert [(one.sign, one.words.strip()) for one in changed if one.sign != "same"] == [
        ("del", "maart"),
        ("ins", "april"),
    ]


def test_marks_are_not_words() -> None:
    assert compare.plain("# Kop\n- **Anna:** *rust* 3*4") == "Kop\n• Anna: rust 3*4"


def test_the_pieces_hold_every_word_of_both_versions() -> None:
    before, after = "Een  twee\n\ndrie vier", "Een drie\nvijf  zes"
    made = compare.pieces(before, after)
    assert "".join(one.words for one in made if one.sign != "ins") == before
    assert "".join(one.words for one in made if one.sign != "del") == after
