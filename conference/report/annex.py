"""The annex (*bijlage*): what stands in no report of the table, for one reader of its circle.

Apart from the report and marked on every sheet: who reads it belongs to a circle of named people, and the others do not
hear that it exists.
"""

import re
import unicodedata
from dataclasses import dataclass

from flask_babel import gettext

from conference.access.kinds import Item
from conference.records import labels
from conference.records.told import listed
from conference.report.view import ReportView
from models.enums import ShieldCategory
from models.translation import N_

#: Fields of items that are told below their words, with what they are called.
MORE = {
    "reason": N_("Reden"),
    "answer": N_("Antwoord"),
    "seen_when": N_("We zien dat het werkt"),
    "note": N_("Hoe het gaat"),
}


@dataclass(frozen=True)
class Kept:
    """One thing of an annex: what it is, its words, what belongs to it, and why it stands apart."""

    called: str
    words: str
    more: list[tuple[str, str]]


@dataclass(frozen=True)
class Circle:
    """What the same people know and the others do not."""

    names: str
    things: list[Kept]


class AnnexView:
    """The annex of one reader in one language."""

    def __init__(self, sheet: ReportView, reader_id: str) -> None:
        self._sheet = sheet
        self.language = sheet.language
        self.reader = sheet.people[reader_id].name

    @property
    def circles(self) -> list[Circle]:
        """Each circle apart, so that no sheet is for more people than its head says."""
        found: dict[tuple[str, ...], list[Item]] = {}
        for item in self._sheet.document["items"]:
            found.setdefault(tuple(item["for"]), []).append(item)
        return [
            Circle(self._names(people), [self._thing(item) for item in things])
            for people, things in sorted(found.items(), key=lambda one: self._names(one[0]))
        ]

    @property
    def file_name(self) -> str:
        """What the file is called: that it is not to be passed on, and whose it is. Plain letters only."""
        plain = unicodedata.normalize("NFKD", self.reader).encode("ascii", "ignore").decode().lower()
        whose = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
        return f"bijlage-niet-doorsturen-alleen-voor-{whose}.pdf"

    def _names(self, people: tuple[str, ...]) -> str:
        return listed([one.first_name for key, one in self._sheet.people.items() if key in people])

    def _thing(self, item: Item) -> Kept:
        sheet = self._sheet
        called = gettext(labels.ITEMS.get(item["kind"], "Tekst"))
        more = [(gettext("Van"), sheet.first(item.get("source") or item.get("owner")))]
        more += [(gettext(name), str(item.get(field) or "")) for field, name in MORE.items()]
        more += [
            (sheet.first(one["person"]), f"{sheet.label('response', one['stance'])}. {one['words']}".strip())
            for one in item.get("responses", ())
        ]
        for one in item["apart"]:
            category = gettext(labels.SHIELD_CATEGORIES[ShieldCategory(one["category"])].label)
            more.append((gettext("Waarom apart"), f"{category}. {one['reason']}"))
            more.append((gettext("Opnieuw kijken"), sheet.day(one["review_on"])))
        return Kept(str(called), self._words(item), [(str(name), words) for name, words in more if words])

    def _words(self, item: Item) -> str:
        if item["kind"] == "link":
            ends = (self._sheet.item(item[name]) for name in ("from", "to"))
            return " → ".join(one["words"] if one else "…" for one in ends)
        return " ".join(str(item[name]) for name in ("question", "words") if item.get(name))
