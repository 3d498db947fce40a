"""Open a case, and change what is known around a family: who stands there, who stays with it, and its phase."""

from datetime import datetime

from conference.access import policy
from conference.case import family
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Sender, command
from models.accounts import Account


class OpenCase(Command):
    title: str = ""
    municipality: str = ""
    summary: str = ""


class AddPerson(Command):
    """`account` is the e-mail address of a professional who signs in."""

    name: str = ""
    role: str = ""
    role_words: str = ""
    organisation: str = ""
    age: str = ""
    account: str = ""


class ChangePerson(Command):
    """`number` is the place in the list, from 1; `at_table` is a box to tick."""

    person: str
    name: str = ""
    role_words: str = ""
    organisation: str = ""
    age: str = ""
    at_table: str = ""
    voice_via: str = ""
    number: str = ""


class ChangeFaces(Command):
    fixed_face: str = ""
    case_director: str = ""
    second_face: str = ""
    reason: str = ""
    met_on: str = ""


class SetPhase(Command):
    phase: str = ""


@command("case:open", OpenCase, Sender.ACCOUNT)
def _open(work: UnitOfWork, viewer: policy.Viewer, wish: OpenCase, at: datetime) -> Answer:
    account = work.load(Account, viewer.account_id)
    return {"case": cases.open_case(work, account, cases.NewCase(**wish.model_dump()), at).id}


@command("person:add", AddPerson, Sender.CASE)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddPerson, at: datetime) -> None:
    cases.add_person(work, viewer, cases.NewPerson(**wish.model_dump()), at)


@command("person:change", ChangePerson, Sender.CASE)
def _change(work: UnitOfWork, viewer: policy.Viewer, wish: ChangePerson, at: datetime) -> None:
    told = wish.model_dump(exclude={"person", "at_table"})
    details = family.Details(**told, at_table=bool(wish.at_table))
    family.change_person(work, viewer, wish.person, details, at)


@command("case:faces", ChangeFaces, Sender.CASE)
def _faces(work: UnitOfWork, viewer: policy.Viewer, wish: ChangeFaces, at: datetime) -> None:
    family.change_faces(work, viewer, family.NewFaces(**wish.model_dump()), at)


@command("case:phase", SetPhase, Sender.CASE)
def _phase(work: UnitOfWork, viewer: policy.Viewer, wish: SetPhase, at: datetime) -> None:
    family.set_phase(work, viewer, wish.phase, at)
