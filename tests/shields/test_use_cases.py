"""Shields that people set (T13): who may, for whom, narrower, wider, before the table, and looked at again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.access import kinds, policy
from conference.access.kinds import KINDS
from conference.case import access
from conference.records import fields as records
from conference.records import texts
from conference.table.actions import use_cases as actions
from conference.table.facts import use_cases as facts
from conference.table.map import use_cases as factors
from conference.table.shields import use_cases as shields
from models.actions import Action
from models.case import Case
from models.enums import Role, Sees, ShieldDeed
from models.errors.base import AlreadyAnswered, NotAllowed, NotFound, ReasonNeeded, Refused
from models.errors.meeting import MeetingClosed
from models.errors.shields import ApartAlready, AudienceEmpty, ReviewOutOfRange, SectionOfAll, SeveralWriters
from models.errors.validation import ChoiceUnknown
from models.factors import Factor
from models.log import LogEntry
from models.people import Person
from models.shields import Shield
from models.statements import Statement
from models.texts import Change, Text
from tests.cast import START, Cast, Player
from tests.furnished import furnish

pytestmark = pytest.mark.both

WHY = "Zij kiest zelf wanneer dit gedeeld wordt."
NEXT = (START + timedelta(days=30)).date().isoformat()


def wish(cast: Cast, *names: str, **given: Any) -> shields.Wish:
    """The dialog as it is filled in: for these players, for safety, for a month."""
    people = [getattr(cast, name).id for name in names]
    return shields.Wish(**{"people": people, "category": "safety", "reason": WHY, "review_on": NEXT, **given})


def keep(cast: Cast, who: Player, thing: str, *names: str, **given: Any) -> str:
    """Somebody keeps something apart. Returns the id of the shield."""
    with cast.house.database.work() as work:
        told = wish(cast, *names, **given)
        made: str = shields.put(work, who.viewer, thing, told, cast.house.clock()).id
        return made


def shield(cast: Cast, key: str) -> Shield:
    """A shield as it stands now."""
    with cast.house.database.read() as session:
        found = session.get_one(Shield, key)
        _ = found.person_ids, [one.id for one in found.asked]
        return found


def inside(cast: Cast, key: str) -> set[str]:
    """Who is inside, by the names of the cast."""
    names = {person: name for name, person in cast.script.people.items()}
    return {names[one] for one in shield(cast, key).person_ids}


def sees(player: Player, thing: str, viewer: policy.Viewer | None = None) -> bool:
    """Whether a player finds a thing."""
    with player.house.database.read() as session:
        return policy.visible(kinds.find(session, thing), viewer or player.viewer)


@pytest.fixture
def fact(cast: Cast) -> str:
    """A statement that Femke, of the local team, put down."""
    return f"statement:{cast.add_statement('Ruben leest mee.', by='femke')}"


# --- who may set one, and on what


@pytest.mark.parametrize("name", ["femke", "yusuf", "lotte", "noor"])
def test_who_added_it_and_who_leads_or_guards_keep_it_apart(cast: Cast, fact: str, name: str) -> None:
    keep(cast, getattr(cast, name), fact, name)
    assert [
        one for one in ("femke", "yusuf", "lotte", "noor", "karim", "sam") if sees(getattr(cast, one), fact)
    ] == [name]


@pytest.mark.parametrize("name", ["karim", "samira", "anna", "sam", "rie", "nadia", "amir"])
def test_nobody_else_keeps_it_apart(cast: Cast, fact: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        keep(cast, getattr(cast, name), fact, name)
    assert sees(cast.karim, fact)


@pytest.mark.parametrize("name", ["anna", "sam", "rie"])
def test_the_family_keeps_its_own_apart_at_once_with_who_guards_it(cast: Cast, name: str) -> None:
    mine = f"statement:{cast.add_statement('Ik ben bang.', by=name)}"
    key = keep(cast, getattr(cast, name), mine, "karim", "yusuf", review_on="")
    assert inside(cast, key) == {name, "noor"}  # not whom the form says: nobody can be talked into that
    made = shield(cast, key)
    assert made.provisional
    assert made.protects_id == getattr(cast, name).id
    assert made.review_on == (START + timedelta(days=14)).date()
    assert not sees(cast.yusuf, mine)


def test_without_a_safety_partner_the_director_guards(cast: Cast) -> None:
    with cast.house.database.work() as work:
        people = work.load(Person, cast.noor.id)
        people.role = Role.SPECIALIST
    mine = f"statement:{cast.add_statement('Ik ben bang.', by='anna')}"
    assert inside(cast, keep(cast, cast.anna, mine)) == {"anna", "lotte"}


def test_who_was_taken_off_guards_nothing(cast: Cast) -> None:
    cast.lotte.do(access.take_off, cast.noor.id, "Noor werkt niet meer met dit gezin.")
    mine = f"statement:{cast.add_statement('Ik ben bang.', by='anna')}"
    assert inside(cast, keep(cast, cast.anna, mine)) == {"anna", "lotte"}


def test_words_of_several_people_cannot_be_kept_apart_by_one(cast: Cast) -> None:
    thing = cast.add_action("Bellen", by="noor")
    with cast.house.database.work() as work:  # as it was before words belonged to somebody
        text, karim = work.load(Text, cast.action(thing).text_id), work.load(Person, cast.karim.id)
        texts.set_words(work, karim, text, "Elke week bellen", cast.house.clock())
    for name in ("noor", "yusuf"):
        with pytest.raises(SeveralWriters):
            keep(cast, getattr(cast, name), f"action:{thing}", name)
    assert sees(cast.sam, f"action:{thing}")


def test_a_text_of_the_whole_table_cannot_and_one_of_ones_own_beside_it_can(cast: Cast) -> None:
    section = cast.section("worries")
    with pytest.raises(SectionOfAll):
        keep(cast, cast.yusuf, f"section:{section.id}", "yusuf")
    with cast.house.database.work() as work:
        told, at = wish(cast, "femke", "noor"), cast.house.clock()
        own = shields.add(work, cast.femke.viewer, "section", f"section:{section.id}", "Een zorg", told, at)
        thing, key, place = f"section:{own.id}", own.key, own.position
    assert (key, place) == (section.key, section.position)
    assert sees(cast.noor, thing)
    for name in ("karim", "yusuf", "anna", "sam"):
        assert not sees(getattr(cast, name), thing)


def test_a_professional_adds_something_apart_on_the_pages_of_the_family_too(cast: Cast) -> None:
    """No table sits there; at one that is over nothing is added."""
    with cast.house.database.work() as work:
        person, case = work.load(Person, cast.femke.id), work.load(Case, cast.case_id)
        desk = policy.in_case(person, case, "nl")
        told, at = wish(cast, "femke", "noor"), cast.house.clock()
        thing = f"statement:{shields.add(work, desk, 'statement', '', 'Dit zag ik thuis.', told, at).id}"
    assert sees(cast.noor, thing)
    assert not sees(cast.karim, thing)
    cast.close()
    with cast.house.database.work() as work, pytest.raises(MeetingClosed):
        shields.add(work, cast.femke.viewer, "statement", "", "Dit zag ik thuis.", told, at)


@pytest.mark.parametrize("kind", ["factor", "statement"])
def test_who_may_see_a_part_adds_nothing_apart_beyond_it(cast: Cast, kind: str) -> None:
    """What is not for them to see they do not add unseen either; a statement of one's own becomes one's own."""
    wished = access.Access(sees=Sees.OWN_PART, until=NEXT, purpose="Meedenken")
    cast.lotte.do(access.set_access, cast.karim.id, wished)
    told, at = wish(cast, "karim", "noor"), cast.house.clock()
    with cast.house.database.work() as work:
        if kind == "statement":
            assert shields.add(work, cast.karim.viewer, kind, "", "Dit zag ik.", told, at).id
            return
        with pytest.raises(NotAllowed):
            shields.add(work, cast.karim.viewer, kind, "", "Dit zag ik.", told, at)


def test_who_may_add_no_such_thing_adds_none_apart(cast: Cast) -> None:
    told, at = wish(cast, "amir"), cast.house.clock()
    with cast.house.database.work() as work, pytest.raises(NotAllowed):
        shields.add(work, cast.amir.viewer, "statement", "", "Ik vertaal.", told, at)


def test_twice_is_once(cast: Cast, fact: str) -> None:
    keep(cast, cast.femke, fact, "femke", "noor")
    with pytest.raises(ApartAlready):
        keep(cast, cast.femke, fact, "femke")


# --- what is refused


def refusals() -> Iterator[Any]:
    """What a dialog can lack, and the code and field of what is said then."""
    today = START.date()
    yield pytest.param({"reason": "te kort"}, ReasonNeeded, "reason", id="short reason")
    yield pytest.param({"reason": "   "}, Refused, "reason", id="no reason")
    yield pytest.param({"people": []}, AudienceEmpty, "people", id="nobody")
    yield pytest.param({"review_on": ""}, ReviewOutOfRange, "review_on", id="no day")
    yield pytest.param({"review_on": "31-02-2026"}, ReviewOutOfRange, "review_on", id="no such day")
    yield pytest.param(
        {"review_on": (today - timedelta(days=1)).isoformat()}, ReviewOutOfRange, "review_on", id="past"
    )
    yield pytest.param(
        {"review_on": (today + timedelta(days=91)).isoformat()}, ReviewOutOfRange, "review_on", id="91 days"
    )
    yield pytest.param({"category": "zomaar"}, ChoiceUnknown, "category", id="category")


@pytest.mark.parametrize(("lacks", "refused", "field"), list(refusals()))
def test_what_lacks_is_refused_at_its_place_and_nothing_is_hidden(
    cast: Cast, fact: str, lacks: dict[str, Any], refused: type[Refused], field: str
) -> None:
    with pytest.raises(refused) as said:
        keep(cast, cast.femke, fact, "femke", "noor", **lacks)
    assert said.value.field == field
    assert sees(cast.sam, fact)


def test_somebody_of_another_family_is_nobody_here(cast: Cast, fact: str) -> None:
    with pytest.raises(ChoiceUnknown):
        keep(cast, cast.femke, fact, "femke", "bas")
    with pytest.raises(AudienceEmpty):  # whoever sets it is inside, and whom it protects
        keep(cast, cast.femke, fact, "noor")
    with pytest.raises(AudienceEmpty):
        keep(cast, cast.femke, fact, "femke", protects=cast.anna.id)


# --- narrower


def test_who_is_left_out_loses_it_at_once_with_its_history(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "karim")
    text = cast.statement(fact.partition(":")[2]).text_id
    with cast.house.database.read() as session:
        epoch = session.get_one(Text, text).epoch
    cast.femke.do(shields.narrow, key, [cast.femke.id, cast.noor.id], WHY)
    assert inside(cast, key) == {"femke", "noor"}
    assert not sees(cast.karim, fact)
    with cast.house.database.read() as session:
        assert session.get_one(Text, text).epoch == epoch + 1
        with pytest.raises(NotFound):
            texts.find(session, cast.karim.viewer, text)


def test_narrowing_lets_nobody_in_and_leaves_somebody(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "anna", protects=cast.anna.id)
    with pytest.raises(ChoiceUnknown):
        cast.femke.do(shields.narrow, key, [cast.femke.id, cast.anna.id, cast.karim.id], WHY)
    for nobody in ([], [cast.femke.id, cast.noor.id]):  # nobody at all; without whom it protects
        with pytest.raises(AudienceEmpty):
            cast.femke.do(shields.narrow, key, nobody, WHY)
    with pytest.raises(ReasonNeeded):
        cast.femke.do(shields.narrow, key, [cast.femke.id, cast.anna.id], "")
    assert inside(cast, key) == {"femke", "noor", "anna"}


# --- wider


def ask(cast: Cast, who: Player, key: str, person: str) -> Any:
    """Ask to let somebody in."""
    return who.do(shields.widen, key, getattr(cast, person).id, WHY)


def test_nobody_comes_in_without_the_yes_of_whom_it_protects(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "anna", protects=cast.anna.id)
    asked = ask(cast, cast.femke, key, "karim").id
    assert not sees(cast.karim, fact)
    with pytest.raises(NotAllowed):
        cast.femke.do(shields.answer, asked, True, WHY)
    cast.anna.do(shields.answer, asked, True, "")
    assert sees(cast.karim, fact)
    with pytest.raises(AlreadyAnswered):
        cast.anna.do(shields.answer, asked, False, "")


def test_a_no_stays_a_no(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "anna", protects=cast.anna.id)
    cast.anna.do(shields.answer, ask(cast, cast.femke, key, "karim").id, False, "")
    assert inside(cast, key) == {"femke", "noor", "anna"}


def test_whom_it_protects_lets_somebody_in_at_once(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "anna", protects=cast.anna.id)
    ask(cast, cast.anna, key, "karim")
    assert sees(cast.karim, fact)


def test_a_safety_partner_answers_in_her_place_with_a_reason_and_not_to_their_own_question(
    cast: Cast, fact: str
) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "anna", protects=cast.anna.id)
    own = ask(cast, cast.noor, key, "lotte").id
    with pytest.raises(NotAllowed):
        cast.noor.do(shields.answer, own, True, WHY)
    asked = ask(cast, cast.femke, key, "karim").id
    with pytest.raises(ReasonNeeded):
        cast.noor.do(shields.answer, asked, True, "")
    cast.noor.do(shields.answer, asked, True, WHY)
    assert inside(cast, key) == {"femke", "noor", "anna", "karim"}


def test_what_protects_a_child_only_the_child_opens(cast: Cast) -> None:
    mine = f"statement:{cast.add_statement('Ik slaap slecht.', by='sam')}"
    key = keep(cast, cast.sam, mine)
    asked = cast.noor.do(shields.lift, key, WHY).id
    for name in ("noor",):
        with pytest.raises(NotAllowed):
            getattr(cast, name).do(shields.answer, asked, True, WHY)
    for name in ("anna", "lotte", "yusuf"):  # outside: they hear of nothing
        with pytest.raises(NotFound):
            getattr(cast, name).do(shields.answer, asked, True, WHY)
    cast.sam.do(shields.answer, asked, True, "")
    assert not sees(cast.sam, mine)


@pytest.mark.parametrize("deed", [ShieldDeed.WIDEN, ShieldDeed.LIFT])
def test_who_is_only_inside_asks_for_nothing(cast: Cast, fact: str, deed: ShieldDeed) -> None:
    key = keep(cast, cast.femke, fact, "femke", "karim")
    wanted = (shields.widen, key, cast.anna.id) if deed == ShieldDeed.WIDEN else (shields.lift, key)
    with pytest.raises(NotAllowed):
        cast.karim.do(*wanted, WHY)


@pytest.mark.parametrize("name", ["karim", "yusuf", "lotte", "noor", "sam", "rie"])
def test_who_is_outside_finds_no_shield_to_change(cast: Cast, fact: str, name: str) -> None:
    key, player = keep(cast, cast.femke, fact, "femke", "anna"), getattr(cast, name)
    for deed in (
        lambda: player.do(shields.narrow, key, [cast.femke.id], WHY),
        lambda: player.do(shields.widen, key, player.id, WHY),
        lambda: player.do(shields.lift, key, WHY),
        lambda: player.do(shields.review, key, NEXT, WHY),
    ):
        with pytest.raises(NotFound):
            deed()
    assert inside(cast, key) == {"femke", "anna"}


# --- before the whole table


def test_what_is_put_before_the_table_is_new_and_the_old_one_stays_shut(cast: Cast, fact: str) -> None:
    old = fact.partition(":")[2]
    key = keep(cast, cast.femke, fact, "femke", "anna", protects=cast.anna.id)
    cast.femke.do(texts.rewrite, cast.statement(old).text_id, "Ruben leest mee op de telefoon.", 1)
    cast.anna.do(facts.respond, old, cast.anna.id, "agrees", "Zo is het", None)
    cast.house.clock.move(days=20)
    cast.anna.do(shields.lift, key, WHY)
    with cast.house.database.read() as session:
        found = session.scalars(select(Statement).where(Statement.id != old)).all()
        made = next(one for one in found if "telefoon" in one.text.words)
        assert made.added_at == cast.house.clock()
        assert made.added_by_id == cast.femke.id
        assert (made.text.epoch, made.text.version) == (0, 1)
        log = session.scalars(select(Change).where(Change.text_id == made.text_id)).all()
        assert [(one.version, one.at) for one in log] == [(1, cast.house.clock())]
        assert (made.kind, made.source_words, made.shield) == ("fact", "Brief", None)
        assert made.responses == []  # an answer belongs to whom it was given: it is asked anew
        new = f"statement:{made.id}"
    for name in ("karim", "sam", "yusuf", "femke"):
        assert sees(getattr(cast, name), new)
        assert not sees(getattr(cast, name), fact)
    assert inside(cast, key) == set()


def test_nobody_lifts_for_her(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "anna", protects=cast.anna.id)
    cast.femke.do(shields.lift, key, WHY)
    assert not sees(cast.karim, fact)
    assert [one.deed for one in shield(cast, key).asked] == ["lift"]


@pytest.mark.parametrize("kind", [one for one in KINDS.values() if one.shielding], ids=lambda one: one.name)
def test_every_kind_that_can_be_kept_apart_can_be_put_before_the_table(cast: Cast, kind: kinds.Kind) -> None:
    made = furnish(cast)
    assert kind.shielding is not None
    if kind.name == "section":
        with cast.house.database.work() as work:
            near, at = f"section:{cast.section('worries').id}", cast.house.clock()
            own = shields.add(
                work, cast.noor.viewer, "section", near, "Een zorg", wish(cast, "noor", "lotte"), at
            )
            thing, key = f"section:{own.id}", own.text.shield.id
    else:
        thing = made[{"statement": "fact", "factor": "risk", "risk": "first_risk"}.get(kind.name, kind.name)]
        with cast.house.database.work() as work:
            record = kinds.find(work.session, thing)
            record.added_by_id = cast.noor.id
            for text in kind.shielding.words(record):
                text.words = text.words or "Woorden"
        key = keep(cast, cast.noor, thing, "noor", "lotte", protects=cast.noor.id)
    assert not sees(cast.karim, thing)
    assert sees(cast.lotte, thing)
    with cast.house.database.read() as session:
        before = {one.id for one in session.scalars(select(kind.model))}
    cast.noor.do(shields.lift, key, WHY)
    with cast.house.database.read() as session:
        old = kinds.find(session, thing)
        (fresh,) = [one for one in session.scalars(select(kind.model)) if one.id not in before]
        assert policy.visible(fresh, cast.karim.viewer)
        assert not policy.visible(old, cast.lotte.viewer)
        for name in kind.shielding.texts:
            assert getattr(fresh, name).words == getattr(old, name).words
            assert getattr(fresh, name).epoch == 0


# --- looked at again, and signed


def test_overdue_is_a_task_for_who_guards_and_opens_nothing(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "lotte")
    cast.house.clock.move(days=200)
    today = cast.house.clock().date()
    with cast.house.database.read() as session:
        for name, tasks in (("noor", [key]), ("lotte", []), ("femke", []), ("karim", [])):
            found = shields.to_look_at(session, [getattr(cast, name).outside], today)
            assert [one.id for one in found] == tasks, name
    assert not sees(cast.karim, fact)
    later = (today + timedelta(days=90)).isoformat()
    cast.noor.do(shields.review, key, later, WHY)
    with cast.house.database.read() as session:
        assert shields.to_look_at(session, [cast.noor.outside], today) == []
    with pytest.raises(ReviewOutOfRange):
        cast.noor.do(shields.review, key, (today + timedelta(days=91)).isoformat(), WHY)


def test_what_the_family_set_is_signed_or_not_and_stays_shut_either_way(cast: Cast) -> None:
    mine = f"statement:{cast.add_statement('Ik ben bang.', by='anna')}"
    key = keep(cast, cast.anna, mine)
    with cast.house.database.read() as session:
        found = shields.to_look_at(session, [cast.noor.outside], START.date())
        assert [one.id for one in found] == [key]
    with pytest.raises(ReasonNeeded):
        cast.noor.do(shields.confirm, key, False, "", "nee")
    cast.noor.do(shields.confirm, key, False, "", "Dit hoort bij wat de tafel moet weten.")
    assert shield(cast, key).refused_why
    assert not sees(cast.yusuf, mine)
    cast.noor.do(shields.confirm, key, True, NEXT, WHY)
    kept = shield(cast, key)
    assert (kept.provisional, kept.refused_why, kept.review_on.isoformat()) == (False, None, NEXT)


@pytest.mark.parametrize("name", ["anna", "femke"])
def test_nobody_signs_their_own_or_anothers_work(cast: Cast, name: str) -> None:
    mine = f"statement:{cast.add_statement('Ik ben bang.', by='anna')}"
    key = keep(cast, cast.anna, mine)
    with pytest.raises((NotAllowed, NotFound)):
        getattr(cast, name).do(shields.confirm, key, True, NEXT, WHY)


# --- the map, the log, the phone


def test_a_new_box_comes_where_it_would_without_the_hidden_one(cast: Cast) -> None:
    def place(key: str) -> tuple[int, int]:
        with cast.house.database.read() as session:
            found = session.get_one(Factor, key)
            return found.x, found.y

    first = cast.add_factor("Ruzie", by="noor")
    wanted = place(cast.add_factor("Geld", by="noor"))
    cast.noor.do(factors.remove, first)
    with cast.house.database.work() as work:
        work.load(Factor, first).removed_at = None
        for one in work.session.scalars(select(Factor).where(Factor.id != first)):
            one.removed_at = cast.house.clock()
    cast.add_factor("Geheim", by="noor", shared_with="lotte")
    assert place(cast.add_factor("Slaap", by="noor")) == wanted


def test_the_log_tells_who_set_what_and_never_the_words(cast: Cast, fact: str) -> None:
    key = keep(cast, cast.femke, fact, "femke", "noor", "karim")
    cast.femke.do(shields.narrow, key, [cast.femke.id, cast.noor.id], WHY)
    with cast.house.database.read() as session:
        rows = session.scalars(select(LogEntry).where(LogEntry.deed.like("shield.%"))).all()
        told = [(one.actor, one.deed, one.thing) for one in rows]
    me = f"person:{cast.femke.id}"
    assert (me, "shield.set", f"shield:{key}") in told
    assert (me, "shield.narrow", fact) in told
    assert "meeleest" not in str(told)


def test_nothing_that_is_apart_is_on_a_phone_of_the_family(cast: Cast, fact: str) -> None:
    """T15: also not on that of whom it protects, who reads it beside somebody."""
    keep(cast, cast.femke, fact, "femke", "anna", protects=cast.anna.id)
    hidden = cast.add_action("Veilige telefoon", by="noor", shared_with="anna")
    assert sees(cast.anna, fact)
    assert not sees(cast.anna, fact, cast.anna.phone)
    assert not sees(cast.anna, f"action:{hidden}", cast.anna.phone)
    with cast.house.database.read() as session:
        assert actions.readable(session, cast.anna.phone) == []
        unseen = session.scalars(
            select(Action.id).where(policy.unshielded(Action.shield_id, cast.anna.phone))
        )
        assert unseen.all() == []
        assert shields.of_viewer(session, cast.anna.phone) == []
    with pytest.raises(NotFound):
        cast.anna.do(records.set_field, fact, "source_words", "x", "Brief", viewer=cast.anna.phone)
