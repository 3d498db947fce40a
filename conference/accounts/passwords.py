"""Passwords: how strong one has to be, and another one chosen by whose it is."""

import re
from datetime import datetime

from zxcvbn import zxcvbn

from conference.access import policy, sessions
from conference.accounts import use_cases as accounts
from conference.core.security import slow_match
from conference.core.unit_of_work import UnitOfWork
from models.accounts import Account
from models.errors.accounts import PasswordNotTheSame, PasswordShort, PasswordWeak, PasswordWrong
from models.errors.validation import TextTooLong
from models.sessions import DeviceSession

SHORTEST, LONGEST = 12, 200
#: What the library judges: it takes long over more, and what follows only makes it stronger.
JUDGED = 72
#: Of 0 to 4, as the library counts: 3 is ten thousand million guesses or more.
STRONG = 3
#: How much has to be left beside words that everybody here could guess, of so many letters.
REST, SHORTEST_WORD = 8, 3
#: What many here would take, and the library (its words are English) does not know.
EASY = (
    "rondom welkom wachtwoord gemeente gezin gezinnen wijkteam jeugdzorg overleg samen veilig thuis zomer herfst "
    "winter lente januari februari maart april juni juli augustus september oktober november december maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag zondag nederland amsterdam rotterdam utrecht feyenoord ajax geheim"
).split()


def require_strong(password: str, account: Account, field: str = "new_password") -> None:
    """Raise PasswordShort, PasswordWeak or TextTooLong; a name, address or organisation of its own makes one weak."""
    if len(password) < SHORTEST:
        raise PasswordShort(field, least=SHORTEST)
    if len(password) > LONGEST:
        raise TextTooLong(field, limit=LONGEST)
    own = f"{account.name} {account.email} {account.organisation.name}".lower()
    words = [*EASY, *(one for one in re.split(r"\W+", own) if len(one) >= SHORTEST_WORD)]
    judged = zxcvbn(password[:JUDGED], user_inputs=words)["score"] >= STRONG
    if not judged or len(_rest(password.lower(), words)) < REST:
        raise PasswordWeak(field)


def _rest(password: str, words: list[str]) -> str:
    """What is left when all that one could guess of somebody is taken out."""
    for word in sorted(words, key=len, reverse=True):
        password = password.replace(word, "")
    return password


def change(work: UnitOfWork, viewer: policy.Viewer, old: str, new: str, again: str, at: datetime) -> None:
    """Another password for whoever is signed in. Wherever else they are signed in, they are out."""
    account = work.lock(Account, viewer.account_id)
    if not slow_match(account.password_hash, old):
        raise PasswordWrong("password")
    require_strong(new, account)
    if new != again:
        raise PasswordNotTheSame("new_again")
    accounts.set_password(work, account, new)
    here = work.load(DeviceSession, viewer.device_id)
    sessions.end_others(work, account.id, here.id, "password", at)
    work.record(viewer.actor, "account:password", f"account:{account.id}", None, at)
