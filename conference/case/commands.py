"""Open a case, and change what is known around a family: who stands there, who stays with it, and its phase."""

from datetime import datetime

from pydantic import Field

from conference.access import policy
from conference.case import access, colleagues, family, frame, hats
from conference.case import use_cases as cases
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Sender, command
from models.accounts import Account


class OpenCase(Command):
    """`profile` is the slug of a region; empty for who opens families in one only."""

    profile: str = Field(default="", max_length=80)
    title: str = ""
    municipality: str = ""
    summary: str = ""


class AddPerson(Command):
    """`account` is the e-mail address of a colleague who signs in: they are asked, and say yes first."""

    name: str = ""
    role: str = ""
    role_words: str = ""
    organisation: str = ""
    age: str = ""
    account: str = ""
    access: str = ""
    purpose: str = ""
    until: str = ""
    supports: str = ""


class OfInvitation(Command):
    invitation: str = Key


class SayNo(Command):
    invitation: str = Key
    words: str = Field(default="", max_length=400)


class SetAccess(Command):
    """`parts` are parts of a meeting and fields of life (`part:KEY`, `area:KEY`)."""

    person: str
    purpose: str = ""
    sees: str = ""
    parts: list[str] = Field(default_factory=list, max_length=60)
    until: str = ""
    supports: str = ""


class TakeOff(Command):
    person: str
    why: str = ""


class AskAccess(Command):
    person: str = Field(max_length=40)
    words: str = Field(default="", max_length=600)


class AnswerAccess(Command):
    request: str = Field(max_length=40)
    answer: str = Field(default="", max_length=600)


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


class GiveHat(Command):
    """`hat` is a key of the profile; empty lays it off."""

    person: str
    hat: str = ""
    employer: str = ""
    mandate: str = ""


class SetFrame(Command):
    frame: str = ""
    since: str = ""
    words: str = ""


@command("case:open", OpenCase, Sender.ACCOUNT)
def _open(work: UnitOfWork, viewer: policy.Viewer, wish: OpenCase, at: datetime) -> Answer:
    account = work.load(Account, viewer.account_id)
    return {"case": cases.open_case(work, account, cases.NewCase(**wish.model_dump()), at).id}


@command("person:add", AddPerson, Sender.CASE)
def _add(work: UnitOfWork, viewer: policy.Viewer, wish: AddPerson, at: datetime) -> None:
    told = wish.model_dump(exclude={"access", "purpose", "until", "supports"})
    typed = access.Access(purpose=wish.purpose, until=wish.until, supports=wish.supports)
    bring = colleagues.ask if wish.account.strip() else access.bring
    bring(work, viewer, cases.NewPerson(**told), typed, wish.access, at)


@command("colleague:withdraw", OfInvitation, Sender.CASE)
def _withdraw(work: UnitOfWork, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> None:
    colleagues.withdraw(work, viewer, wish.invitation, at)


@command("colleague:yes", OfInvitation, Sender.ACCOUNT)
def _yes(work: UnitOfWork, viewer: policy.Viewer, wish: OfInvitation, at: datetime) -> Answer:
    return {"case": colleagues.say_yes(work, viewer, wish.invitation, at).case_id}


@command("colleague:no", SayNo, Sender.ACCOUNT)
def _no(work: UnitOfWork, viewer: policy.Viewer, wish: SayNo, at: datetime) -> None:
    colleagues.say_no(work, viewer, wish.invitation, wish.words, at)


@command("person:access", SetAccess, Sender.CASE)
def _access(work: UnitOfWork, viewer: policy.Viewer, wish: SetAccess, at: datetime) -> None:
    access.set_access(work, viewer, wish.person, _of(wish), at)


@command("person:off", TakeOff, Sender.CASE)
def _off(work: UnitOfWork, viewer: policy.Viewer, wish: TakeOff, at: datetime) -> None:
    access.take_off(work, viewer, wish.person, wish.why, at)


@command("person:back", SetAccess, Sender.CASE)
def _back(work: UnitOfWork, viewer: policy.Viewer, wish: SetAccess, at: datetime) -> None:
    access.bring_back(work, viewer, wish.person, _of(wish), at)


@command("access:ask", AskAccess, Sender.TABLE)
def _ask(work: UnitOfWork, viewer: policy.Viewer, wish: AskAccess, at: datetime) -> None:
    access.ask(work, viewer, wish.person, wish.words, at)


@command("access:answer", AnswerAccess, Sender.CASE)
def _answer(work: UnitOfWork, viewer: policy.Viewer, wish: AnswerAccess, at: datetime) -> None:
    access.answer(work, viewer, wish.request, wish.answer, at)


def _of(wish: SetAccess) -> access.Access:
    return access.Access(**wish.model_dump(exclude={"person"}))


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


@command("hat:give", GiveHat, Sender.CASE)
def _hat(work: UnitOfWork, viewer: policy.Viewer, wish: GiveHat, at: datetime) -> None:
    hats.give(work, viewer, wish.person, hats.NewHat(wish.hat, wish.employer, wish.mandate), at)


@command("frame:set", SetFrame, Sender.CASE)
def _frame(work: UnitOfWork, viewer: policy.Viewer, wish: SetFrame, at: datetime) -> None:
    frame.set_frame(work, viewer, frame.NewFrame(**wish.model_dump()), at)
