"""Lesson cards in a form that another pilot can take over: one file with fixed field names, and two to read (KS-01).

The names of the fields are a promise to others. A field is never renamed; a new one may be added with a default.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors.lessons import PackWrong

FORMAT = "rondom-lessons"
DATA, PAGE, TEXT = "lessons.json", "lessons.html", "lessons.md"
LARGEST = 2_000_000
#: The parts of a card after its title, in reading order.
FIELDS = ("what", "for_whom", "conditions", "what_it_took", "proof")
#: Every zip holds the same moment: two packs with the same cards are the same file.
MOMENT = (1980, 1, 1, 0, 0, 0)
#: What Markdown would take for a sign.
SIGNS = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>#|!~"})


class _Part(BaseModel):
    """Fields of a newer program are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Lesson(_Part):
    """One card. `key` is the same in every pack of its region."""

    key: Annotated[str, Field(min_length=1, max_length=40)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    what: Annotated[str, Field(min_length=1, max_length=1000)]
    for_whom: Annotated[str, Field(max_length=500)] = ""
    conditions: Annotated[str, Field(max_length=500)] = ""
    what_it_took: Annotated[str, Field(max_length=500)] = ""
    proof: Annotated[str, Field(max_length=500)] = ""
    cycle: int | None = None
    themes: tuple[Annotated[str, Field(max_length=80)], ...] = ()
    month: Annotated[str, Field(max_length=7)] = ""


class Pack(_Part):
    """What one region gives to others."""

    format: Literal["rondom-lessons"] = "rondom-lessons"
    version: Annotated[int, Field(ge=1)] = 1
    region: Annotated[str, Field(min_length=1, max_length=120)]
    lessons: Annotated[tuple[Lesson, ...], Field(max_length=500)] = ()


def packed(pack: Pack, labels: Mapping[str, str], language: str) -> bytes:
    """The pack as a zip. `labels`: the words over the parts of a card, by field, and `title` over all."""
    files = {
        DATA: json.dumps(pack.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n",
        PAGE: _page(pack, labels, language),
        TEXT: _text(pack, labels),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name, words in files.items():
            out.writestr(zipfile.ZipInfo(name, MOMENT), words, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def unpacked(given: bytes) -> Pack:
    """What a file holds: a pack, or the data file of one. Raises PackWrong."""
    try:
        return Pack.model_validate_json(_data(given))
    except (
        ValidationError,
        zipfile.BadZipFile,
        KeyError,
        OSError,
        RuntimeError,  # a zip file with a password, or packed in a way that Python does not know
    ) as wrong:
        raise PackWrong from wrong


def _data(given: bytes) -> bytes:
    if not given.startswith(b"PK"):
        return given
    with zipfile.ZipFile(io.BytesIO(given)) as found, found.open(DATA) as data:
        read = data.read(LARGEST + 1)  # what the zip says about its size is not to be believed
    if len(read) > LARGEST:
        raise PackWrong
    return read


def _parts(lesson: Lesson, labels: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    said = [(labels[name], str(getattr(lesson, name))) for name in FIELDS]
    said += [(labels["cycle"], str(lesson.cycle or "")), (labels["themes"], ", ".join(lesson.themes))]
    return [(label, words) for label, words in said if words]


def _page(pack: Pack, labels: Mapping[str, str], language: str) -> str:
    cards = "".join(
        f"<article><h2>{escape(lesson.title)}</h2>"
        + "".join(
            f"<h3>{escape(label)}</h3><p>{escape(words).replace(chr(10), '<br>')}</p>"
            for label, words in _parts(lesson, labels)
        )
        + "</article>\n"
        for lesson in pack.lessons
    )
    title = f"{escape(labels['title'])}: {escape(pack.region)}"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1>\n{cards}</main></body></html>\n"
    )


def _text(pack: Pack, labels: Mapping[str, str]) -> str:
    lines = [f"# {labels['title']}: {_plain(pack.region)}"]
    for lesson in pack.lessons:
        lines.append(f"## {_plain(lesson.title)}")
        for label, words in _parts(lesson, labels):
            lines += [f"### {label}", _plain(words)]
    return "\n\n".join(lines) + "\n"


def _plain(words: str) -> str:
    """Words that stay words in Markdown."""
    return words.translate(SIGNS)
