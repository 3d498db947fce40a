"""The profile of a region: one group of settings saved, or a whole profile taken over from a file."""

from datetime import datetime

from conference.access import policy
from conference.core.unit_of_work import UnitOfWork
from conference.records.commands import Answer, Command, Drawn, Sender, command
from conference.region import file as profile_file
from conference.region import form as profile_form
from conference.region import use_cases as profiles
from conference.region.profile import Profile
from models.errors.base import NotFound
from models.region import RegionProfile


class Save(Command):
    """`given` holds the fields of the form by their place in the profile; `stamp` is of the group it was made of."""

    group: str
    given: dict[str, str]
    stamp: Drawn = ""


class Read(Command):
    """The words of a file."""

    words: str


class TakeOver(Command):
    """`stamp` is of the profile that the new one was compared with."""

    wanted: Profile
    stamp: Drawn = ""


@command("profile:save", Save, Sender.LEARNER)
def _save(work: UnitOfWork, viewer: policy.Viewer, wish: Save, at: datetime) -> None:
    if wish.group not in profile_form.GROUPS:
        raise NotFound
    profiles.change(work, viewer, str(viewer.profile_id), wish.group, wish.given, wish.stamp, at)


@command("profile:read", Read, Sender.LEARNER, writes=False)
def _read(work: UnitOfWork, viewer: policy.Viewer, wish: Read, at: datetime) -> Answer:
    """A look at a file changes nothing, and nobody waits for it."""
    profiles.require_editor(viewer, work.load(RegionProfile, viewer.profile_id))
    return {"wanted": profile_file.from_words(wish.words)}


@command("profile:take_over", TakeOver, Sender.LEARNER)
def _take_over(work: UnitOfWork, viewer: policy.Viewer, wish: TakeOver, at: datetime) -> None:
    profiles.take_over(work, viewer, str(viewer.profile_id), wish.wanted, wish.stamp, at)
