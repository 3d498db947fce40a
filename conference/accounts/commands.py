"""Signing in and out, and the language one reads."""

from datetime import datetime

from conference.access import policy
from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Nothing, Sender, command


class SignIn(Command):
    email: str = ""
    password: str = ""


class ChooseLanguage(Command):
    language: str = ""


@command("account:sign_in", SignIn, Sender.DOOR, writes=False)
def _sign_in(work: UnitOfWork, viewer: policy.Viewer, wish: SignIn, at: datetime) -> Answer:
    account = accounts.sign_in(work.session, wish.email, wish.password)
    work.record(f"account:{account.id}", "account:sign_in", "", None, at)
    return {"secret": f"{account.id}:{account.session_key}"}


@command("account:sign_out", Nothing, Sender.ACCOUNT)
def _sign_out(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    accounts.sign_out(work, str(viewer.account_id))
    work.record(viewer.actor, "account:sign_out", "", None, at)


@command("account:language", ChooseLanguage, Sender.ACCOUNT)
def _language(work: UnitOfWork, viewer: policy.Viewer, wish: ChooseLanguage, at: datetime) -> None:
    accounts.choose_language(work, str(viewer.account_id), wish.language)
