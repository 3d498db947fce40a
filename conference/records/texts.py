"""Writing together: open a text, take a change, put it in order, keep it.

The order on the server: shape and bounds, right, row lock, epoch, version, resends, length, rebase one log
entry at a time, size, insert, commit; then the news and only then the acknowledgement.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conference.access import policy
from conference.access.kinds import of_text
from conference.core.events import RecordChanged, TextChanged
from conference.core.security import Keyring
from conference.core.unit_of_work import UnitOfWork, possible_key
from conference.core.validation import brings_bsn
from conference.records import bulk
from models.changesets import ChangeSet, diff, rebase, wide
from models.enums import TextKind
from models.errors.base import NotFound
from models.errors.texts import (
    BulkDeleteConfirm,
    TextAhead,
    TextBehind,
    TextGap,
    TextLength,
    TextMalformed,
    TextNotYours,
    TextOpReused,
    TextRenewed,
)
from models.errors.validation import BsnNotAllowed
from models.people import Person
from models.texts import Change, Text

#: So many versions the server moves a change over itself; from further behind, the editor fetches the log and does it.
CATCH_UP = 500
#: So many entries of the log an editor gets that was away: more than ten people type in `RESUME_WITHIN`, so that what
#: it did not send yet is merged. Longer gaps are answered with the whole text: it is shorter than its history.
LOG_MOST = 20_000
#: Whoever was away longer gets the whole text too: what was said and taken back meanwhile was not for them.
RESUME_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True)
class WriteText:
    """One change of one editor: `version` is the version it was made on, `seq` counts 0, 1, 2 for each client.

    `sure`: its writer was asked, and means to take so much away.
    """

    text: str
    epoch: int
    version: int
    client: str
    seq: int
    changes: Any
    sure: bool = False


@dataclass(frozen=True)
class KnownText:
    """What an editor says it has: a version of an epoch, its client id, and the last resume mark it was given."""

    epoch: int
    version: int
    client: str
    mark: str


@dataclass(frozen=True)
class OpenedText:
    """What an editor starts from: the words, or the log since the version it had; and the mark to come back with."""

    text: Text
    client: str
    changes: list[Change] | None
    mark: str


@dataclass(frozen=True)
class Written:
    """The version a change made, and the mark that says its editor was there. A resend proves nothing: no mark."""

    version: int
    mark: str | None


def find(session: Session, viewer: policy.Viewer, text_id: str) -> Text:
    """A text this viewer may read. Raises NotFound."""
    text = session.get(Text, text_id) if possible_key(text_id) else None
    if text is None or not policy.visible(text, viewer):
        raise NotFound
    return text


def open_text(
    session: Session,
    keys: Keyring,
    viewer: policy.Viewer,
    text_id: str,
    known: KnownText | None,
    at: datetime,
) -> OpenedText:
    """Everything an editor needs to start or to catch up, with the client id it may write under.

    The log holds what was deleted, so it goes only to an editor that proves with a resume mark from which version
    on it was there. Anybody else gets the words of now.
    """
    text = find(session, viewer, text_id)
    policy.require_writer(viewer, text)
    if viewer.person_id is None:
        raise NotFound
    resumes = known is not None and _was_there(keys, viewer.person_id, text, known, at)
    client = known.client if known is not None and resumes else keys.writer(text.id, viewer.person_id)
    changes = log_since(session, text.id, known.version) if known is not None and resumes else None
    mark = keys.resume(client, text.id, viewer.person_id, text.epoch, text.version, at)
    return OpenedText(text, client, changes, mark)


def _was_there(keys: Keyring, person_id: str, text: Text, known: KnownText, at: datetime) -> bool:
    if known.epoch != text.epoch or not keys.is_writer(known.client, text.id, person_id):
        return False
    if not text.version - LOG_MOST <= known.version <= text.version:
        return False
    if known.version == text.version:  # nothing came since: there is nothing to prove
        return True
    proved = keys.resumed(known.mark, known.client, text.id, person_id, text.epoch)
    return proved is not None and proved[0] <= known.version and at - proved[1] <= RESUME_WITHIN


def log_since(session: Session, text_id: str, version: int) -> list[Change]:
    """The changes after a version, in order."""
    found = select(Change).where(Change.text_id == text_id, Change.version > version).order_by(Change.version)
    return list(session.scalars(found))


def write(work: UnitOfWork, viewer: policy.Viewer, wish: WriteText, at: datetime) -> Written:
    """Put one change into the text. A resend is answered with the version it had made, and changes nothing.

    Raises TextOpReused when other words come under a number that was used, BulkDeleteConfirm to ask once more.
    """
    change = ChangeSet.parse(wish.changes)
    if all(span.put is None for span in change.spans):  # our editors send none; each would make a version
        raise TextMalformed
    text = work.lock(Text, wish.text)
    policy.require_writer(viewer, text)
    if viewer.person_id is None or not work.keys.is_writer(wish.client, text.id, viewer.person_id):
        raise TextNotYours
    if wish.epoch != text.epoch:
        raise TextRenewed
    if (done := _already(work.session, text, wish, change)) is not None:
        return Written(done, None)
    fitting = _fit(work.session, text, wish, change)
    _ask_once_more(work.session, text, fitting, viewer.person_id, wish.sure, at)
    version = put(work, viewer.person_id, text, fitting, wish.client, wish.seq, at)
    mark = work.keys.resume(wish.client, text.id, viewer.person_id, text.epoch, version, at)
    return Written(version, mark)


def set_words(
    work: UnitOfWork,
    person: Person,
    text: Text,
    words: str,
    at: datetime,
    proposed_by: str | None = None,
    restores: int | None = None,
) -> None:
    """Bring a text to these words as one change of this person.

    `proposed_by`: whose wording they took over. `restores`: the version whose words they put back.
    """
    change = diff(wide(text.words), wide(words))
    if change.is_empty:
        return
    put(work, person.id, text, change, work.keys.writer(text.id, person.id), 0, at, proposed_by, restores)


def rewrite(
    work: UnitOfWork,
    viewer: policy.Viewer,
    text_id: str,
    words: str,
    seen: int,
    at: datetime,
    sure: bool = False,
) -> None:
    """Save a whole text from a form: the difference with the version the writer saw, moved over what came since.

    Raises BulkDeleteConfirm to ask once more, unless they are `sure`.
    """
    text = work.lock(Text, text_id)
    policy.require_writer(viewer, text)
    author = work.load(Person, viewer.person_id)
    base = words_at(work.session, text, seen)
    change = diff(base, wide(words.replace("\r\n", "\n")))  # a form sends CRLF
    # The same form sent twice has the same name, and is written once.
    client = work.keys.form(text.id, author.id, seen, words)
    wish = WriteText(text.id, text.epoch, seen, client, 0, change.to_json())
    if change.is_empty or _already(work.session, text, wish, change) is not None:
        return
    fitting = _fit(work.session, text, wish, change)
    _ask_once_more(work.session, text, fitting, author.id, sure, at)
    put(work, author.id, text, fitting, client, 0, at)


def new_text(work: UnitOfWork, case_id: str, kind: TextKind, owner: Person | None = None) -> Text:
    """An empty text."""
    return work.add(Text(case_id=case_id, kind=kind, owner_id=owner.id if owner else None))


def _already(session: Session, text: Text, wish: WriteText, change: ChangeSet) -> int | None:
    """The version of a change that was sent before. Raises TextGap when one in between is missing.

    An editor may have moved it over what came since it was sent first: moved on to where it stands in the log it
    has to be what stands there. Raises TextOpReused when it is not.
    """
    last = session.scalar(
        select(func.max(Change.seq)).where(Change.text_id == wish.text, Change.client == wish.client)
    )
    if wish.seq > (-1 if last is None else last) + 1:
        raise TextGap
    if last is None or wish.seq > last:
        return None
    found = select(Change).where(
        Change.text_id == wish.text, Change.client == wish.client, Change.seq == wish.seq
    )
    done = session.scalars(found).one()
    between = done.version - 1 - wish.version
    if not 0 <= between <= CATCH_UP:
        raise TextOpReused
    log = [ChangeSet.stored(entry.changes) for entry in log_since(session, text.id, wish.version)[:between]]
    if change.length != (log[0].length if log else ChangeSet.stored(done.changes).length):
        raise TextOpReused
    if rebase(change, log).to_json() != ChangeSet.stored(done.changes).to_json():
        raise TextOpReused
    return done.version


def _fit(session: Session, text: Text, wish: WriteText, change: ChangeSet) -> ChangeSet:
    """Move a late change over what came since, one log entry at a time (composing first would diverge)."""
    if wish.version > text.version or wish.version < 0:
        raise TextAhead
    if text.version - wish.version > CATCH_UP:
        raise TextBehind
    log = [ChangeSet.stored(entry.changes) for entry in log_since(session, text.id, wish.version)]
    if change.length != (log[0].length if log else len(wide(text.words))):
        raise TextLength
    return rebase(change, log)


def _ask_once_more(
    session: Session, text: Text, change: ChangeSet, author_id: str, sure: bool, at: datetime
) -> None:
    if not sure and bulk.takes_much(session, text.id, text.version, change, author_id, at):
        raise BulkDeleteConfirm


def put(
    work: UnitOfWork,
    author_id: str,
    text: Text,
    change: ChangeSet,
    client: str,
    seq: int,
    at: datetime,
    proposed_by: str | None = None,
    restores: int | None = None,
) -> int:
    """Put a change that fits the newest version into the text, and return the version it made. Asks for no right."""
    kind = of_text(text)
    stood, words = kind.hangs_on(text) if kind.hangs_on else None, text.words
    if brings_bsn(wide(words), change):
        raise BsnNotAllowed
    entry = work.add(text.grow(change, author_id, client, seq, at))
    entry.proposed_by_id, entry.restores = proposed_by, restores
    news = TextChanged(
        text.case_id, text.id, text.epoch, entry.version, client, seq, author_id, entry.changes
    )
    work.tell(news)
    stands = kind.hangs_on(text) if kind.hangs_on else None
    if stands is not None and stands != stood:
        work.tell(RecordChanged(text.case_id, stands[0]))
    if kind.follows:
        kind.follows(work, text, words, author_id)
    return entry.version


def words_at(session: Session, text: Text, version: int) -> str:
    """The wide words at an earlier version, replayed from the start: the log keeps no deleted words to undo with."""
    if version == text.version:
        return wide(text.words)
    if not 0 <= version < text.version:
        raise TextAhead
    words = ""
    for entry in log_since(session, text.id, 0)[:version]:
        words = ChangeSet.stored(entry.changes).apply(words)
    return words
