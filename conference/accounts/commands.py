"""Signing in and out, and the language one reads."""

from datetime import datetime

from pydantic import Field

from conference.access import policy, sessions
from conference.accounts import factors, linked, outbox, passkeys, passwords
from conference.accounts import use_cases as accounts
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Key, Nothing, Secret, Sender, command
from models.accounts import Account
from models.enums import MailKind, SessionKind


class SignIn(Command):
    email: str = ""
    password: Secret = ""


class Begin(Command):
    """A session of an account whose password was just checked; `browser` and `key` as `sessions.Browser`."""

    account: str = Key
    device: str = Field(default="", max_length=40)
    key: Secret = Field(default="", max_length=200)


class BeginElsewhere(Command):
    """What a provider said of who came back from there, after its signature was checked; and the browser."""

    issuer: Secret = ""
    subject: Secret = ""
    email: str = ""
    second: bool = False
    signed_at: int = 0
    name: Secret = ""
    device: str = Field(default="", max_length=40)
    key: Secret = Field(default="", max_length=200)


class SecondProof(Command):
    """The digits of the app; or, without these, a code from paper."""

    one_time: Secret = Field(default="", max_length=40)
    on_paper: Secret = Field(default="", max_length=40)


class SetUp(Command):
    """A secret that was offered in this session, its mark, and the first code of the app."""

    app_secret: Secret = Field(default="", max_length=80)
    app_mark: Secret = Field(default="", max_length=80)
    one_time: Secret = Field(default="", max_length=40)


class Stay(Command):
    """`secret`: of any session. `active`: a human touched the page; `meeting`: the one it shows."""

    secret: Secret
    active: bool = False
    meeting: str = Field(default="", max_length=40)


class OfSession(Command):
    session: str = Key


class Prove(Command):
    password: Secret = ""


class ChangePassword(Command):
    password: Secret = ""
    new_password: Secret = ""
    new_again: Secret = ""


class Device(Command):
    """What a device answered, for which site (empty where there are none), in which browser."""

    passkey: Secret = Field(default="", max_length=passkeys.LONGEST)
    host: Secret = ""
    origin: Secret = ""
    asked: Secret = ""
    device: str = Field(default="", max_length=40)
    key: Secret = Field(default="", max_length=200)

    @property
    def site(self) -> passkeys.Site | None:
        return passkeys.Site(self.host, self.origin) if self.host else None


class OfPasskey(Command):
    passkey: str = Key


class AskLink(Command):
    email: str = Field(default="", max_length=400)


class NewPassword(Command):
    token: Secret = Field(default="", max_length=100)
    new_password: Secret = ""
    new_again: Secret = ""


class ChooseLanguage(Command):
    language: str = ""


@command("account:sign_in", SignIn, Sender.DOOR, writes=False)
def _sign_in(work: UnitOfWork, viewer: policy.Viewer, wish: SignIn, at: datetime) -> Answer:
    account = accounts.sign_in(work.session, wish.email, wish.password)
    return {"account": account.id}


@command("session:begin", Begin, Sender.DOOR)
def _begin(work: UnitOfWork, viewer: policy.Viewer, wish: Begin, at: datetime) -> Answer:
    browser = sessions.Browser(wish.device, wish.key or None)
    row, secret = accounts.begin(work, wish.account, browser, at)
    return {"secret": secret, "half": row.kind == SessionKind.HALF}


@command("session:begin_elsewhere", BeginElsewhere, Sender.DOOR)
def _begin_elsewhere(work: UnitOfWork, viewer: policy.Viewer, wish: BeginElsewhere, at: datetime) -> Answer:
    known = linked.Known(wish.issuer, wish.subject, wish.email, wish.second, wish.name, wish.signed_at)
    browser = sessions.Browser(wish.device, wish.key or None)
    account, row, secret = linked.begin(work, known, browser, at)
    return {"secret": secret, "half": row.kind == SessionKind.HALF, "email": account.email}


@command("session:finish", SecondProof, Sender.HALF)
def _finish(work: UnitOfWork, viewer: policy.Viewer, wish: SecondProof, at: datetime) -> Answer:
    return {"secret": accounts.finish(work, viewer, wish.one_time, wish.on_paper, at)}


@command("account:set_up", SetUp, Sender.ACCOUNT)
def _set_up(work: UnitOfWork, viewer: policy.Viewer, wish: SetUp, at: datetime) -> Answer:
    return {"codes": factors.set_up(work, viewer, wish.app_secret, wish.app_mark, wish.one_time, at)}


@command("account:set_up", SetUp, Sender.HALF)
def _set_up_first(work: UnitOfWork, viewer: policy.Viewer, wish: SetUp, at: datetime) -> Answer:
    codes = factors.set_up(work, viewer, wish.app_secret, wish.app_mark, wish.one_time, at)
    return {"codes": codes, "secret": accounts.come_in_whole(work, viewer, "totp", at, proved=False)}


@command("account:recovery_codes", Nothing, Sender.ACCOUNT)
def _renew_codes(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> Answer:
    return {"codes": factors.renew_codes(work, viewer, at)}


@command("account:second_factor_off", Nothing, Sender.ACCOUNT)
def _take_off(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    factors.take_off(work, viewer, at)


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


@command("account:password", ChangePassword, Sender.ACCOUNT)
def _change_password(work: UnitOfWork, viewer: policy.Viewer, wish: ChangePassword, at: datetime) -> None:
    passwords.change(work, viewer, wish.password, wish.new_password, wish.new_again, at)


@command("session:begin_passkey", Device, Sender.DOOR)
def _begin_passkey(work: UnitOfWork, viewer: policy.Viewer, wish: Device, at: datetime) -> Answer:
    browser = sessions.Browser(wish.device, wish.key or None)
    account, secret = passkeys.begin(work, wish.site, wish.asked, wish.passkey, browser, at)
    return {"secret": secret, "email": account.email}


@command("account:passkey", Device, Sender.ACCOUNT)
def _add_passkey(work: UnitOfWork, viewer: policy.Viewer, wish: Device, at: datetime) -> None:
    passkeys.add(work, viewer, wish.site, wish.passkey, at)


@command("account:passkey_off", OfPasskey, Sender.ACCOUNT)
def _remove_passkey(work: UnitOfWork, viewer: policy.Viewer, wish: OfPasskey, at: datetime) -> None:
    passkeys.remove(work, viewer, wish.passkey, at)


@command("account:ask_link", AskLink, Sender.DOOR)
def _ask_link(work: UnitOfWork, viewer: policy.Viewer, wish: AskLink, at: datetime) -> None:
    outbox.ask_link(work, wish.email, at)


@command("account:new_password", NewPassword, Sender.DOOR)
def _new_password(work: UnitOfWork, viewer: policy.Viewer, wish: NewPassword, at: datetime) -> Answer:
    return {"account": outbox.choose(work, wish.token, wish.new_password, wish.new_again, at).id}


@command("account:new_device", Nothing, Sender.ACCOUNT)
def _new_device(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    outbox.put(work, MailKind.NEW_DEVICE, work.load(Account, viewer.account_id).email, at)


@command("session:step_up", Nothing, Sender.ACCOUNT)
def _step_up(work: UnitOfWork, viewer: policy.Viewer, wish: Nothing, at: datetime) -> None:
    accounts.step_up(work, viewer, at)


@command("account:language", ChooseLanguage, Sender.ACCOUNT)
def _language(work: UnitOfWork, viewer: policy.Viewer, wish: ChooseLanguage, at: datetime) -> None:
    accounts.choose_language(work, str(viewer.account_id), wish.language)
