"""Signing in and out, and the language one reads."""

from datetime import datetime

from pydantic import Field

from conference.access import policy, sessions
from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Nothing, Secret, Sender, command


class SignIn(Command):
    email: str = ""
    password: Secret = ""


class Begin(Command):
    """A session of an account whose password was just checked; `browser` and `key` as `sessions.Browser`."""

    account: str = Key
    device: str = Field(default="", max_length=40)
    key: Secret = Field(default="", max_length=200)


class Stay(Command):
    """`secret`: of any session. `active`: a human touched the page; `meeting`: the one it shows."""

    secret: Secret
    active: bool = False
    meeting: str = Field(default="", max_length=40)


class OfSession(Command):
    session: str = Key


class Prove(Command):
    password: Secret = ""


class ChooseLanguage(Command):
    language: str = ""


@command("account:sign_in", SignIn, Sender.DOOR, writes=False)
def _sign_in(work: UnitOfWork, viewer: policy.Viewer, wish: SignIn, at: datetime) -> Answer:
    account = accounts.sign_in(work.session, wish.email, wish.password)
    return {"account": account.id}


@command("session:begin", Begin, Sender.DOOR)
def _begin(work: UnitOfWork, viewer: policy.Viewer, wish: Begin, at: datetime) -> Answer:
    browser = sessions.Browser(wish.device, wish.key or None)
    return {"secret": accounts.begin(work, wish.account, browser, at)[1]}


@command("session:stay", Stay, Sender.DOOR)
def _stay(work: UnitOfWork, viewer: policy.Viewer, wish: Stay, at: datetime) -> Answer:
    return sessions.stay(work, wish.secret, sessions.Sign(wish.active, wish.meeting or None), at)


@command("account:sign_out", Nothing, Sender.ACCOUNT)
def _sign_out(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    sessions.end_here(work, viewer, at)
    work.record(viewer.actor, "account:sign_out", "", None, at)


@command("session:end", OfSession, Sender.ACCOUNT)
def _end(work: UnitOfWork, viewer: policy.Viewer, wish: OfSession, at: datetime) -> None:
    sessions.end_own(work, viewer, wish.session, at)


@command("session:end_all", Nothing, Sender.ACCOUNT)
def _end_all(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    sessions.end_everywhere(work, viewer, at)


@command("account:check", Prove, Sender.ACCOUNT, writes=False)
def _check(work: UnitOfWork, viewer: policy.Viewer, wish: Prove, at: datetime) -> None:
    accounts.check(work.session, str(viewer.account_id), wish.password)


@command("session:step_up", Nothing, Sender.ACCOUNT)
def _step_up(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    accounts.step_up(work, viewer, at)


@command("account:language", ChooseLanguage, Sender.ACCOUNT)
def _language(work: UnitOfWork, viewer: policy.Viewer, wish: ChooseLanguage, at: datetime) -> None:
    accounts.choose_language(work, str(viewer.account_id), wish.language)
