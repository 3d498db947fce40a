"""What people write lies locked in the database, whatever kind of record it is in."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, String, Table, delete, insert, select, update
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Session

from conference.core.vault import KEYS
from conference.records import texts
from models.base import Base
from models.people import Person
from models.sealed import ERASED, CellBroken, NoVault, Scope, sealed_of
from models.statements import Statement
from models.texts import Change, Text
from tests.cast import Cast
from tests.furnished import FACT, REPLY, SECRET_FACT, furnish

#: Short columns hold ids, codes and fingerprints; longer ones, and data, hold words unless it says here why not.
SHORTEST_WORDS = 60
PLAIN = {
    "organisation.name": "an organisation",
    "account.email": "a colleague, not a family; found by it",
    "account.password_hash": "a fingerprint",
    "account.name": "a colleague, not a family",
    "family_case.municipality": "where; the region counts by it",
    "person.organisation": "an organisation",
    "hat_change.organisation": "an organisation",
    "person.sees_parts": "codes of the region",
    "colleague_invitation.address_mark": "a fingerprint, made with the key of the house",
    "colleague_invitation.sees_parts": "codes of the region",
    "colleague_invitation.meetings": "ids",
    "explanation.thing": "an id",
    "field_change.thing": "an id",
    "log_entry.thing": "an id",
    "log_leaf.hash": "a fingerprint",
    "log_seal.head": "a fingerprint",
    "log_seal.root": "a fingerprint",
    "meeting.focus": "an id",
    "meeting.code_hash": "a fingerprint",
    "correction.item": "an id",
    "passed_over.people": "ids",
    "report.digest": "a fingerprint",
    "reopening.digest": "a fingerprint",
    "invitation.token_hash": "a fingerprint",
    "invitation.code_hash": "a fingerprint",
    "session.secret_hash": "a fingerprint",
    "session.last_hash": "a fingerprint",
    "session.next_hash": "a fingerprint",
    "linked_login.issuer": "an address of an organisation",
    "linked_login.subject": "an id",
    "passkey.credential": "an id",
    "password_link.token_hash": "a fingerprint",
    "recovery_code.code_hash": "a fingerprint, made with the key of the house",
    "session.device_key": "half of a pair of keys, for everybody to know",
    "told_code.code_hash": "a fingerprint",
    "screen.code_hash": "a fingerprint",
    "door_try.letters": "a fingerprint",
    "reflection.principles": "codes of the region",
    "region_profile.slug": "a region",
    "region_profile.name": "a region",
    "region_profile.settings": "a region",
}


def models() -> list[type[Base]]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def of_learning(table: Table) -> bool:
    [model] = [one for one in models() if one.__table__ is table]
    return model.__module__ == "models.learning"


def holds_words(column: Column[Any]) -> bool:
    if isinstance(column.type, JSON | LongText):
        return True
    return isinstance(column.type, String) and (column.type.length or 0) >= SHORTEST_WORDS


def test_every_column_of_words_is_locked_or_says_why_not() -> None:
    tables = [one for one in Base.metadata.sorted_tables if any(m.__table__ is one for m in models())]
    plain = {
        f"{table.name}.{column.name}"
        for table in tables
        if not of_learning(table)  # what was shared there went through the finder of names
        for column in table.columns
        if holds_words(column)
    }
    assert plain - set(PLAIN) == set(), "lock it (`Sealed`), or say here why it is no word of a family"
    assert set(PLAIN) - plain == set(), "listed, and not there any more"


def test_every_locked_record_knows_whose_key(cast: Cast) -> None:
    furnish(cast)
    with cast.house.database.read() as session:
        for model in models():
            for record in session.scalars(select(model)) if sealed_of(model) else ():
                kind, key = record.locked_under()
                assert kind in {"case", "person", "house"}, model
                assert key


def test_no_word_and_no_name_is_in_any_file_of_the_database(cast: Cast) -> None:
    furnish(cast)
    words = [FACT, REPLY, SECRET_FACT, "Wij willen rust in huis."]
    with cast.house.database.read() as session:
        people = session.scalars(select(Person)).all()
        names = [one.name for one in people if one.account_id is None]
        assert session.scalars(select(Text)).first() is not None
    path = Path(cast.house.database.engine.url.database or "")
    octets = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    for secret in words + [name for name in names if " " in name]:
        assert secret.encode() not in octets, secret
        assert secret.encode("utf-16-le") not in octets, secret


def test_a_cell_that_was_moved_to_another_row_is_refused(cast: Cast) -> None:
    furnish(cast)
    with cast.house.database.engine.begin() as line:
        one, other = line.execute(select(Text.__table__).where(Text.words.filled()).limit(2)).all()
        line.execute(update(Text.__table__).where(Text.id == one.id).values(words=other.words))
    with cast.house.database.read() as session, pytest.raises(CellBroken):
        session.get_one(Text, one.id).words  # noqa: B018 - reading is the deed


@pytest.fixture
def lent_key(cast: Cast) -> Iterator[Scope]:
    """The key of Anna, which every copy of the cast in this process shares: it comes back after the test."""
    scope, keys = ("person", cast.anna.id), cast.house.database.vault
    with keys.engine.begin() as line:
        row = line.execute(select(KEYS).where(KEYS.c.scope == "/".join(scope))).mappings().one()
    yield scope
    with keys.engine.execution_options(write=True).begin() as line:
        line.execute(delete(KEYS).where(KEYS.c.scope == "/".join(scope)))
        line.execute(insert(KEYS).values(**row))
    keys.forget()


def test_what_belongs_to_a_person_goes_with_their_key_and_the_rest_stays(cast: Cast, lent_key: Scope) -> None:
    furnish(cast)
    anna = cast.anna.id
    with cast.house.database.work() as work:
        text = work.load(Text, cast.text_id("our_story", owner="anna"))
        texts.set_words(work, work.load(Person, anna), text, "Wij willen rust.", cast.house.clock())
    cast.house.database.vault.destroy(lent_key)
    with cast.house.database.read() as session:
        assert session.get_one(Person, anna).name == ERASED
        others = session.scalars(select(Person).where(Person.id != anna)).all()
        assert ERASED not in {one.name for one in others}
        own = session.scalars(select(Text).where(Text.owner_id == anna, Text.words.filled())).all()
        assert own
        assert {one.words for one in own} == {ERASED}
        written = session.scalars(select(Change).where(Change.text_id == own[0].id)).all()
        assert {one.changes for one in written} == {None}
        assert FACT in {one.text.words for one in session.scalars(select(Statement))}


def test_a_change_of_words_is_kept_and_a_transaction_that_fails_leaves_them(cast: Cast) -> None:
    anna = cast.anna.id
    with cast.house.database.work() as work:
        person = work.session.get_one(Person, anna)
        was = person.name
        person.name = "Annabel"
        work.session.flush()
        assert person.name == "Annabel"
        work.session.rollback()
        assert person.name == was
    with cast.house.database.work() as work:
        work.session.get_one(Person, anna).name = "Annabel"
    with cast.house.database.read() as session:
        assert session.get_one(Person, anna).name == "Annabel"


def test_the_same_words_again_are_no_change(cast: Cast) -> None:
    with cast.house.database.work() as work:
        person = work.session.get_one(Person, cast.anna.id)
        person.name = str(person.name)
        assert not work.session.is_modified(person)


def test_words_with_half_a_character_come_back_as_they_were(cast: Cast) -> None:
    odd = "voor \ud83d na \U0001f600"
    with cast.house.database.work() as work:
        work.session.get_one(Person, cast.anna.id).role_words = odd
    with cast.house.database.read() as session:
        assert session.get_one(Person, cast.anna.id).role_words == odd


def test_a_database_cannot_be_asked_about_words() -> None:
    with pytest.raises(TypeError):
        select(Text).where(Text.words == "x")
    with pytest.raises(TypeError):
        select(Text).where(Text.words != "")


def test_without_keys_nothing_is_read(cast: Cast) -> None:
    with Session(cast.house.database.engine) as session, pytest.raises(NoVault):
        session.get_one(Person, cast.anna.id).name  # noqa: B018 - reading is the deed


def test_a_sealed_attribute_says_its_default_before_it_is_written() -> None:
    assert inspect.getattr_static(Person, "role_words").default == ("",)
    assert Person(case_id="x", name="Nieuw").role_words == ""
