"""Erasing somebody alone: what is theirs goes, everywhere; what is the table's stays, and stays valid."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from conference.access.kinds import KINDS, Export
from conference.case import hats
from conference.core import watch
from conference.core.ledger import is_genuine
from conference.core.runtime import Runtime
from conference.erasure import carrying, persons
from conference.erasure import use_cases as erasing
from conference.records import texts
from conference.report import reading
from conference.table.facts import use_cases as facts
from conference.table.safety import use_cases as safety
from models.base import Base
from models.decisions import Stand
from models.door import Invitation
from models.enums import ErasureGround, ErasureState, GuestState
from models.erasures import Erasure
from models.errors.base import NotAllowed, NotFound
from models.errors.erasures import ErasedAlready, Held
from models.log import FieldChange
from models.people import HatChange, Person
from models.reports import Report
from models.safety import SafetyNumber
from models.sealed import ERASED, sealed_of
from models.statements import Response
from models.texts import Change, Text
from tests.cast import Cast
from tests.decisions import test_use_cases as decided
from tests.erasure.conftest import Places, both, held, proved
from tests.erasure.test_restore import backed_up, restored
from tests.furnished import FACT, REPLY

OWN = "KANARIE-EIGEN-WOORD"
WHY = "Ik wil hier niet meer in staan."


def wish(cast: Cast, name: str) -> erasing.Wish:
    return erasing.Wish(ErasureGround.ASKED, WHY, getattr(cast, name).id)


def erased(cast: Cast, name: str = "anna") -> dict[str, Any]:
    """Lotte asks for somebody, Noor says yes, and it is done. Returns the certificate."""
    found = cast.lotte.do(erasing.ask, wish(cast, name), viewer=cast.lotte.outside).id
    cast.noor.do(erasing.approve, found, viewer=proved(cast.noor))
    (certificate,) = carrying.carry_out(cast.house)
    return certificate


@pytest.fixture
def cast(house: Runtime, laid: tuple[Places, Any]) -> Cast:
    """The cast, after a meeting at which Anna wrote in her own words, with its report settled."""
    made = Cast(house, laid[1])
    with house.database.work() as work:
        anna = work.load(Person, made.anna.id)
        text = work.load(Text, made.text_id("our_story", owner="anna"))
        texts.set_words(work, anna, text, OWN, house.clock())
    made.close()
    with house.database.work() as work:
        for report in work.session.scalars(select(Report)):
            report.digest = reading.digest(report)
    return made


def told(cast: Cast) -> str:
    """Everything the database can still say of the family, opened with its keys."""
    found: list[Any] = []
    with cast.house.database.read() as session:
        for model in (one.class_ for one in Base.registry.mappers):
            for record in session.scalars(select(model)) if sealed_of(model) else ():
                found += [getattr(record, one.name) for one in sealed_of(model)]
    return json.dumps(found, default=str, ensure_ascii=False)


@both
def test_the_hat_of_somebody_erased_says_nothing_of_them(cast: Cast) -> None:
    cast.lotte.do(hats.give, cast.karim.id, hats.NewHat("rvdk", "KANARIE-RAAD", "KANARIE-MANDAAT"))
    cast.meet_anew()
    cast.close()
    erased(cast, "karim")
    with cast.house.database.read() as session:
        karim = session.get_one(Person, cast.karim.id)
        assert (karim.hat, karim.mandate) == ("", "")
        change = session.scalars(select(HatChange)).one()
        assert (change.organisation, change.mandate) == (ERASED, ERASED)
        reports = json.dumps([one.content for one in session.scalars(select(Report))])
    everything = told(cast) + reports
    assert "KANARIE-RAAD" not in everything
    assert "KANARIE-MANDAAT" not in everything


@both
def test_their_name_and_own_words_are_nowhere_and_the_table_stands(cast: Cast) -> None:
    before = told(cast)
    assert OWN in before
    assert "Anna Bakker" in before
    assert REPLY in before
    certificate = erased(cast)
    after = told(cast)
    for gone in (OWN, "Anna Bakker", REPLY):
        assert gone not in after, gone
    assert FACT in after, "what the table stated stays"
    with cast.house.database.read() as session:
        anna = session.get_one(Person, cast.anna.id)
        assert (anna.name, anna.age, anna.organisation, anna.role_words) == (ERASED, None, "", "")
        assert anna.role == "parent", "who sat there, without a name"
        assert session.get_one(Person, cast.sam.id).name == "Sam Bakker"
        own = session.get_one(Text, cast.text_id("our_story", owner="anna"))
        assert (own.words, own.version) == ("", 0)
        assert session.scalars(select(Change).where(Change.text_id == own.id)).all() == []
    assert is_genuine(certificate)
    assert (certificate["what"], certificate["person"]) == ("person", cast.anna.id)


@both
def test_what_they_said_before_is_nowhere_either(cast: Cast) -> None:
    """Earlier answers, and reasons, are kept in the history of what they were given to."""
    cast.meet_anew()
    fact = cast.add_statement(words="Sam ging drie dagen niet naar school.", by="noor")
    for words in ("EERST DIT", "TOEN DAT"):
        cast.anna.do(facts.respond, fact, cast.anna.id, "disagrees", words, None)
    decision = decided.add(cast)
    for words in ("EERST ZO", "TOEN ZUS"):
        decided.stand(cast, decision, "anna", "objects", words)
    decided.stand(cast, decision, "sam", "objects", "SAM ZEI DIT")
    cast.close()
    said = ("EERST DIT", "TOEN DAT", "EERST ZO", "TOEN ZUS")
    assert all(one in told(cast) for one in said)
    erased(cast)
    after = told(cast)
    assert [one for one in said if one in after] == []
    assert "SAM ZEI DIT" in after
    with cast.house.database.read() as session:
        kept = [one for one in session.scalars(select(FieldChange)) if one.field == f"by:{cast.anna.id}"]
        assert [one.after["stance"] for one in kept] == ["disagrees", "disagrees"], "that she answered stays"


@both
def test_reports_and_the_log_stay_whole(cast: Cast) -> None:
    watch.seal_all(cast.house, whole=True)
    erased(cast)
    watch.seal_all(cast.house, whole=True)
    watch.require_whole(cast.house, everything=True)
    with cast.house.database.read() as session:
        (report,) = [one for one in session.scalars(select(Report)) if one.case_id == cast.case_id]
        assert report.digest == reading.digest(report)
        (place,) = [one for one in report.content["people"] if one["id"] == cast.anna.id]
        assert (place["name"], place["role"]) == (ERASED, "parent")
        written = json.dumps(report.content, ensure_ascii=False)
        assert OWN not in written
        assert REPLY not in written
        assert "Anna Bakker" not in written
        assert "Sam Bakker" in written
        assert FACT in written


@both
@pytest.mark.parametrize("score", ["2", "0"])
def test_their_numbers_go_from_the_table_and_from_reports(cast: Cast, score: str) -> None:
    cast.meet_anew()
    cast.anna.do(safety.give, cast.anna.id, score, "KANARIE-BANG")
    cast.sam.do(safety.give, cast.sam.id, "8", "Het gaat goed.")
    cast.yusuf.do(safety.reveal)
    cast.close()
    assert (cast.anna.id, int(score)) in reported(cast)
    erased(cast)
    with cast.house.database.read() as session:
        kept = {one.person_id: one.score for one in session.scalars(select(SafetyNumber))}
    assert (kept[cast.anna.id], kept[cast.sam.id]) == (None, 8)
    assert {one for one in reported(cast) if one[0] == cast.anna.id} == {(cast.anna.id, None)}
    assert (cast.sam.id, 8) in reported(cast)


def reported(cast: Cast) -> set[tuple[str, int | None]]:
    """Whose number stands in any report, and which."""
    with cast.house.database.read() as session:
        items = [item for one in session.scalars(select(Report)) for item in one.content["items"]]
    return {(one["person"], one["score"]) for item in items for one in item.get("numbers", ())}


def test_an_answer_still_belongs_to_the_words_it_was_given_to(cast: Cast) -> None:
    """Who agreed to what was counted: the words of the table under an answer are locked anew."""
    with cast.house.database.read() as session:
        before = {one.decision_id: (one.stance, one.fits, one.said) for one in session.scalars(select(Stand))}
        answered = {one.statement_id: one.fits for one in session.scalars(select(Response))}
    for name in ("anna", "rie", "sam"):
        erased(cast, name)
    with cast.house.database.read() as session:
        after = {one.decision_id: (one.stance, one.fits, one.said) for one in session.scalars(select(Stand))}
        assert after == before
        assert {one.statement_id: one.fits for one in session.scalars(select(Response))} == answered
        assert {one.words for one in session.scalars(select(Response))} <= {"", ERASED}


def test_every_kind_of_record_that_is_of_a_person_is_emptied_in_reports_too() -> None:
    """What a report says of single people its kind says (`Export.own`); what names nobody needs none."""
    silent = {
        "factor": "what plays a part is the table's",
        "link": "an arrow is the table's",
        "risk": "the list is the table's",
        "goal": "a goal is the table's; a yes to it holds the table's words",
        "plan_check": "a yes, to the table's words",
        "action": "an agreement is the table's; a yes to it holds the table's words",
        "explanation": "who asked is not told",
    }
    there = {name for name, kind in KINDS.items() if isinstance(kind.report, Export) and kind.report.own}
    reported = {name for name, kind in KINDS.items() if isinstance(kind.report, Export)}
    assert reported - there == set(silent)


def test_words_of_a_person_in_records_of_the_family_are_known() -> None:
    """Whoever adds a record with words and a person says whose words they are."""
    of_the_table = {
        "Action.taken_said", "Action.bridge", "Action.note", "Case.title", "Case.summary", "Change.changes",
        "Case.frame_words", "FrameChange.words",
        "Decision.departs_from",
        "Decision.how_to_object", "Decision.next_step", "Explanation.answer", "Expertise.question",
        "FaceChange.reason", "FieldChange.before", "FieldChange.after", "FieldChange.why", "Goal.attained_said",
        "Hold.reason", "Link.note", "Meeting.place", "Meeting.why_no_family", "Meeting.why_cancelled",
        "PassedOver.why", "PlanCheck.said", "Proposal.why", "Reopening.why", "Shield.refused_why",
        "Statement.source_words", "Statement.withdrawn_why", "Statement.accorded_said",
    }  # fmt: skip
    handled = {f"{model.__name__}.{field}" for model, _, fields in persons.THEIRS for field in fields}
    found = set()
    for mapper in Base.registry.mappers:
        model = mapper.class_
        names = {key.column.table.name for key in mapper.local_table.foreign_keys}  # type: ignore[attr-defined]
        if model in persons.personal() or model in (Person, Text) or "person" not in names:
            continue
        found |= {f"{model.__name__}.{one.name}" for one in sealed_of(model)}
    assert found - handled == of_the_table


# --- who asks


def test_somebody_asks_for_themselves_and_for_nobody_else(cast: Cast) -> None:
    cast.meet_anew()
    with pytest.raises((NotAllowed, NotFound)):
        cast.anna.do(erasing.ask, wish(cast, "rie"))
    with pytest.raises(NotAllowed):
        cast.anna.do(erasing.ask, erasing.Wish(ErasureGround.ASKED, WHY))
    with pytest.raises(NotFound):
        cast.lotte.do(
            erasing.ask, erasing.Wish(ErasureGround.ASKED, WHY, cast.bas.id), viewer=cast.lotte.outside
        )
    asked = cast.anna.do(erasing.ask, wish(cast, "anna"))
    with pytest.raises(NotAllowed):
        cast.anna.do(erasing.approve, asked.id)
    cast.anna.do(erasing.withdraw, asked.id)
    held(cast)
    with pytest.raises(Held):
        cast.anna.do(erasing.ask, wish(cast, "anna"))


def test_who_is_erased_is_not_asked_for_again_and_has_no_door(cast: Cast) -> None:
    cast.meet_anew()
    phone = cast.seat("anna")
    cast.close()
    erased(cast)
    with pytest.raises(ErasedAlready):
        cast.lotte.do(erasing.ask, wish(cast, "anna"), viewer=cast.lotte.outside)
    with cast.house.database.read() as session:
        guests = [one for one in session.scalars(select(persons.Guest)) if one.person_id == cast.anna.id]
        assert {(one.state, one.name) for one in guests} == {(GuestState.GONE, ERASED)}
        links = select(Invitation).where(Invitation.person_id == cast.anna.id)
        assert all(one.revoked_at for one in session.scalars(links))
    assert phone


# --- a machine that stops, and a backup that comes back


@pytest.mark.parametrize(
    "step",
    [
        "conference.core.vault.KeyStore.put_aside",
        "conference.erasure.persons.take_out",
        "conference.core.vault.KeyStore.destroy",
        "conference.core.ledger.Ledger.finish",
    ],
)
def test_what_stopped_half_way_is_finished_by_the_next_start(
    cast: Cast, start: Callable[[], Runtime], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Stopped(BaseException):
        """The machine stopped here."""

    def stop(*_: object, **__: object) -> None:
        raise Stopped

    with monkeypatch.context() as broken:
        broken.setattr(step, stop)
        with pytest.raises(Stopped):
            erased(cast)
    house = start()
    after = told(Cast(house, cast.script))
    for gone in (OWN, "Anna Bakker", REPLY):
        assert gone not in after, gone
    with house.database.read() as session:
        assert {one.state for one in session.scalars(select(Erasure))} == {ErasureState.DONE}
    book = carrying.ledger_of(house).read()
    assert set(book.done) == set(book.deeds)
    assert (
        house.database.vault.ids(*(("aside", key) for deed in book.deeds.values() for key in deed.keys)) == []
    )


@pytest.mark.parametrize("old_keys", [False, True], ids=["the keys of now", "keys of seven days ago"])
def test_a_backup_of_before_comes_back_without_them(
    cast: Cast, places: Places, start: Callable[[], Runtime], tmp_path: Path, old_keys: bool
) -> None:
    backed_up(places, tmp_path / "backup", keys=old_keys)
    erased(cast)
    cast.house.database.engine.dispose()
    restored(places, tmp_path / "backup")
    house = start()
    after = told(Cast(house, cast.script))
    for gone in (OWN, "Anna Bakker", REPLY):
        assert gone not in after, gone
    assert FACT in after
    with house.database.read() as session:
        assert [one.state for one in session.scalars(select(Erasure))] == [ErasureState.DONE]
    assert carrying.settle(house) == 0, "it was done, and is not done again"


def test_a_start_does_not_undo_what_the_place_got_later(cast: Cast, start: Callable[[], Runtime]) -> None:
    """A place without a name may be named anew at the table; that is no word of before."""
    erased(cast)
    with cast.house.database.work() as work:
        work.session.execute(update(Person).where(Person.id == cast.anna.id).values(age=40))
    with start().database.read() as session:
        assert session.get_one(Person, cast.anna.id).age == 40
