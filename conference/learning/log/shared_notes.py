"""The reflection log of the project team: only groups that are large enough, themes made together, and what was done.

Three ways to look, and no mixing of them: facets (role, organisation, kind, month, cycle), which come in classes
(`conference.learning.log.publish`); a word; a theme. The last two show no facets at all. How many families there have
to be is asked once, when a note comes out; never of a set that somebody chose (a theme, the hits of a word): what is
shown of such a set depends on its notes alone. Otherwise whoever lays four notes and a fifth together reads in "too
few" whether the fifth is of a family that was there (decision 30).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from conference.access import policy
from conference.core.events import LearningChanged
from conference.core.unit_of_work import UnitOfWork
from conference.core.validation import safe_text
from conference.learning.log.publish import Published, Row, choose, publish
from conference.region import profile
from models.enums import Role
from models.errors.base import NotFound
from models.errors.log import ReflectionWithdrawn
from models.learning import LearningCycle, LearningNote, NoteOutcome, NoteTheme, Theme
from models.region import RegionProfile

#: What a class loses first when it is too small: the most telling.
FACETS = ("organisation", "role", "month", "kind", "cycle")
SHORTEST_WORD = 3
LONGEST_NAME, LONGEST_OUTCOME = 80, 500
PAGE = 50


@dataclass(frozen=True)
class ShownNote:
    """A note as the project team reads it; a facet that was left out is empty."""

    id: str
    words: str
    friction: str
    facets: Mapping[str, str]
    themes: Sequence[str]


@dataclass(frozen=True)
class Found:
    """What a look gave: how many, and the notes of one page."""

    count: int
    notes: list[ShownNote]


def published(session: Session, viewer: policy.Viewer) -> list[Published]:
    """Every note that is out, in classes that are large enough. Raises NotFound without the right."""
    return list(_out(session, viewer).values())


def _out(session: Session, viewer: policy.Viewer) -> Mapping[str, Published]:
    """The notes that are out, as they may be shown, by id."""
    region = _region(session, viewer)
    minimum = profile.of(region.settings).minimum_group
    out = (LearningNote.profile_id == region.id, LearningNote.batch.is_not(None))
    state = session.execute(select(func.count(), func.max(LearningNote.batch)).where(*out)).one()
    key = _Key((region.id, minimum, session.connection().engine, *state))
    key.session = session
    return _kept(key)


class _Key(tuple[object, ...]):
    """What the classes depend on, with the session to ask when they are not known yet."""

    session: Session


@lru_cache(maxsize=16)
def _kept(key: _Key) -> Mapping[str, Published]:
    """Classes are made once for each batch and kept: they change only with a batch or a withdrawal."""
    region, minimum = str(key[0]), int(str(key[1]))
    session = key.session
    del key.session  # the answer is kept, not who was asked: a kept session would hold all it ever loaded
    note = LearningNote
    asked = (
        select(
            note.id, note.batch, note.case_mark, note.author_mark, note.organisation, note.role, note.month, note.kind,
            LearningCycle.number,
        )
        .outerjoin(LearningCycle, LearningCycle.id == note.cycle_id)
        .where(note.profile_id == region, note.batch.is_not(None))
        .order_by(note.batch.desc())
    )  # fmt: skip
    batches: dict[int | None, list[Row]] = {}
    for id_, batch, case, author, organisation, role, month, kind, cycle in session.execute(asked):
        values = (organisation, role, month, kind or "", str(cycle or ""))
        row = Row(id_, case, author, dict(zip(FACETS, values, strict=True)))
        batches.setdefault(batch, []).append(row)
    # In one batch the order says nothing: by month as far as it is shown, and then by a random id.
    return {
        note.id: note
        for rows in batches.values()
        for note in sorted(publish(rows, minimum, FACETS), key=_newest, reverse=True)
    }


def _newest(note: Published) -> tuple[str, str]:
    return note.facets["month"], note.id


def by_facets(session: Session, viewer: policy.Viewer, wanted: Mapping[str, str], page: int = 0) -> Found:
    """The notes with these facets: what came out last first, also when its month was left out."""
    found = choose(published(session, viewer), wanted)
    return Found(len(found), _seen(session, found[page * PAGE : (page + 1) * PAGE], facets=True))


def by_word(session: Session, viewer: policy.Viewer, typed: str) -> Found:
    """The notes with these letters in them, without facets."""
    wanted = " ".join(typed.split()).lower()
    if len(wanted) < SHORTEST_WORD:
        return Found(0, [])
    pattern = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    text = func.lower(LearningNote.words + " " + LearningNote.friction)
    found = select(LearningNote.id).where(
        LearningNote.profile_id == viewer.profile_id, text.like(pattern, escape="\\")
    )
    return _without_facets(session, viewer, session.scalars(found))


def by_theme(session: Session, viewer: policy.Viewer, theme_id: str) -> Found:
    """The notes of a theme, without facets."""
    theme = _theme(session, viewer, theme_id)
    inside = select(NoteTheme.note_id).where(NoteTheme.theme_id == theme.id)
    return _without_facets(session, viewer, session.scalars(inside))


def themes(session: Session, viewer: policy.Viewer) -> list[tuple[Theme, int]]:
    """Every theme with how many notes that are out lie in it."""
    region = _region(session, viewer)
    found = list(session.scalars(select(Theme).where(Theme.profile_id == region.id).order_by(Theme.name)))
    inside: dict[str, list[str]] = {theme.id: [] for theme in found}
    lying = select(NoteTheme.theme_id, NoteTheme.note_id).join(Theme, Theme.id == NoteTheme.theme_id)
    for theme_id, note_id in session.execute(lying.where(Theme.profile_id == region.id)):
        inside[theme_id].append(note_id)
    out = _out(session, viewer)
    counted = [(theme, sum(key in out for key in inside[theme.id])) for theme in found]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0].name))


def large_themes(session: Session, viewer: policy.Viewer) -> list[tuple[Theme, int]]:
    """The themes to speak of elsewhere (a card, a lesson, a report): of as many notes as a group has to have.

    Notes are counted, never families: whoever composes a theme knows the answer before they ask.
    """
    enough = profile.of(_region(session, viewer).settings).minimum_group
    return [(theme, count) for theme, count in themes(session, viewer) if count >= enough]


def missing_voices(session: Session, viewer: policy.Viewer) -> list[str]:
    """Roles of whom nothing is heard: nobody of theirs wrote, or too few to show."""
    heard = {note.facets["role"] for note in published(session, viewer)}
    return [role for role in Role if role not in heard | {Role.PROJECT_TEAM, Role.CHAIR, Role.CASE_DIRECTOR}]


@dataclass(frozen=True)
class Grouped:
    """What came of grouping: the theme, and how many notes were withdrawn meanwhile."""

    theme: Theme
    gone: int


def group(
    work: UnitOfWork, viewer: policy.Viewer, theme_id: str, name: str, note_ids: Sequence[str], at: datetime
) -> Grouped:
    """Lay notes in a theme, a new one when it has a name. What was withdrawn meanwhile is left out and counted.

    Raises ReflectionWithdrawn when none of them is there any more. Two people who do the same make one theme.
    """
    region = work.lock(RegionProfile, viewer.profile_id)
    policy.require(viewer, policy.Permission.THEME_WRITE, region)
    shown = {note.id for note in published(work.session, viewer)}
    there = [key for key in dict.fromkeys(note_ids) if key in shown]
    if note_ids and not there:
        raise ReflectionWithdrawn
    theme = _theme(work.session, viewer, theme_id) if theme_id else _named(work, region, name)
    inside = set(work.session.scalars(select(NoteTheme.note_id).where(NoteTheme.theme_id == theme.id)))
    for key in there:
        if key not in inside:
            work.add(NoteTheme(note_id=key, theme_id=theme.id))
    work.record(viewer.actor, policy.Permission.THEME_WRITE, f"theme:{theme.id}", None, at)
    work.tell(LearningChanged("", region.id))
    return Grouped(theme, len(set(note_ids)) - len(there))


def ungroup(work: UnitOfWork, viewer: policy.Viewer, theme_id: str, note_id: str, at: datetime) -> None:
    """Take a note out of a theme."""
    theme = _theme(work.session, viewer, theme_id)
    policy.require(viewer, policy.Permission.THEME_WRITE, theme)
    found = work.session.get(NoteTheme, (note_id, theme.id))
    if found is not None:
        work.session.delete(found)
    work.record(viewer.actor, policy.Permission.THEME_WRITE, f"theme:{theme.id}", None, at)
    work.tell(LearningChanged("", theme.profile_id))


def rename(work: UnitOfWork, viewer: policy.Viewer, theme_id: str, name: str, at: datetime) -> None:
    """Another name for a theme."""
    theme = _theme(work.session, viewer, theme_id)
    policy.require(viewer, policy.Permission.THEME_WRITE, theme)
    theme.name = safe_text(name, "name", LONGEST_NAME)
    work.record(viewer.actor, policy.Permission.THEME_WRITE, f"theme:{theme.id}", None, at)
    work.tell(LearningChanged("", theme.profile_id))


def tell_what_was_done(
    work: UnitOfWork, viewer: policy.Viewer, theme_id: str, words: str, at: datetime
) -> int:
    """*U vertelde, wij deden*: everybody whose note lies in this theme reads it on their own page."""
    theme = _theme(work.session, viewer, theme_id)
    policy.require(viewer, policy.Permission.THEME_WRITE, theme)
    said = safe_text(words, "words", LONGEST_OUTCOME)
    inside = list(work.session.scalars(select(NoteTheme.note_id).where(NoteTheme.theme_id == theme.id)))
    for key in inside:
        work.add(NoteOutcome(note_id=key, words=said, at=at))
    work.record(viewer.actor, "theme.outcome", f"theme:{theme.id}", None, at)
    work.tell(LearningChanged("", theme.profile_id))
    return len(inside)


def _region(session: Session, viewer: policy.Viewer) -> RegionProfile:
    region = session.get(RegionProfile, viewer.profile_id) if viewer.profile_id else None
    if region is None:
        raise NotFound
    policy.require(viewer, policy.Permission.NOTE_READ, region)
    return region


def _theme(session: Session, viewer: policy.Viewer, theme_id: str) -> Theme:
    theme = session.get(Theme, theme_id)
    if theme is None or not policy.visible(theme, viewer):
        raise NotFound
    return theme


def _named(work: UnitOfWork, region: RegionProfile, name: str) -> Theme:
    said = safe_text(name, "name", LONGEST_NAME)
    known = work.session.scalars(select(Theme).where(Theme.profile_id == region.id))
    same = next((theme for theme in known if theme.name.casefold() == said.casefold()), None)
    return same or work.add(Theme(profile_id=region.id, name=said))


def _without_facets(session: Session, viewer: policy.Viewer, keys: Iterable[str]) -> Found:
    """Those of these notes that are out, in an order that says nothing."""
    out = _out(session, viewer)
    found = sorted((key for key in keys if key in out), reverse=True)
    return Found(len(found), _seen(session, [out[key] for key in found[:PAGE]], facets=False))


def _seen(session: Session, notes: Sequence[Published], *, facets: bool) -> list[ShownNote]:
    asked = select(LearningNote).where(LearningNote.id.in_([note.id for note in notes]))
    records = session.scalars(asked.options(selectinload(LearningNote.themes)))
    words = {record.id: record for record in records}
    return [
        ShownNote(
            note.id,
            words[note.id].words,
            words[note.id].friction,
            note.facets if facets else {},
            [theme.name for theme in words[note.id].themes],
        )
        for note in notes
        if note.id in words
    ]
