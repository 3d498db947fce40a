"""Putting back what stood in a text before: the words of an earlier version, of whom they were."""

from datetime import datetime

from conference.access import policy
from conference.access.kinds import ref
from conference.access.permissions import Permission
from conference.core.unit_of_work import UnitOfWork
from conference.records import texts
from conference.records.authorship import FILLER
from models.changesets import narrow
from models.errors.base import NotAllowed
from models.errors.validation import ChoiceUnknown
from models.people import Person
from models.texts import Text


def may(viewer: policy.Viewer, text: Text) -> bool:
    """Whether somebody may put back what stood in a text before.

    Not behind a shield: who was let in later may not read what stood there before that, and it would come back.
    """
    apart = text.shield is not None or bool(policy.shields(policy.carrier(text)))
    return not apart and policy.may(viewer, Permission.TEXT_RESTORE, text) and policy.may_write(viewer, text)


def restore(work: UnitOfWork, viewer: policy.Viewer, text_id: str, version: int, at: datetime) -> None:
    """Put back the words of an earlier version, as a change of its own: nothing of the history goes.

    What was scrubbed does not come back. Raises NotFound, NotAllowed (also behind a shield), WordsOfAnother, and
    ChoiceUnknown for a version that the text never had.
    """
    text = work.lock(Text, text_id)
    policy.require(viewer, Permission.TEXT_RESTORE, text)
    policy.require_writer(viewer, text)
    if not may(viewer, text):
        raise NotAllowed
    if not 0 <= version < text.version:
        raise ChoiceUnknown("version")
    words = narrow(texts.words_at(work.session, text, version).replace(FILLER, ""))
    if words == text.words:
        return
    texts.set_words(work, work.load(Person, viewer.person_id), text, words, at, restores=version)
    work.record(viewer.actor, Permission.TEXT_RESTORE, ref(text), text.case_id, at)
