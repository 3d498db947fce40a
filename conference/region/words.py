"""What the settings of a region profile are called, for who reads them in a form or in a list of changes."""

from collections.abc import Callable

from conference.core.i18n import gettext, ngettext
from conference.records import labels
from conference.region.profile import Profile, say
from models.enums import Sees
from models.errors.region import Faults
from models.translation import N_

TITLES = {
    "phases": N_("Fases"),
    "sections": N_("Onderdelen van de analyse en het plan"),
    "parts": N_("Delen van een overleg"),
    "relations": N_("Woorden voor verbanden"),
    "prompts": N_("Vragen om terug te kijken"),
    "meetings": N_("Soorten overleg en hun agenda"),
    "numbers": N_("Leerronde en aantallen"),
    "keeping": N_("Hoe lang we bewaren"),
    "roles": N_("Rollen"),
    "hats": N_("Petten"),
    "areas": N_("Leefgebieden"),
    "rules": N_("Huisregels"),
}
WORDS = {
    "label": N_("Naam"),
    "short": N_("Korte naam"),
    "plan": N_("Naam van het plan"),
    "hint": N_("Uitleg"),
    "lead": N_("Zin voor het gezin"),
    "at": N_("Plaats in de rij"),
    "part": N_("Staat bij"),
    "family": N_("Het gezin hoort erbij"),
    "sections": N_("Onderdelen"),
    "parts": N_("Agenda"),
    "minutes": N_("Minuten"),
    "roles": N_("Voor wie"),
    "wanted": N_("Wie er hoort te zijn"),
    "name": N_("Naam van de regio"),
    "life_areas": N_("Leefgebieden"),
    "house_rules": N_("Huisregels"),
    "access": N_("Voorkeuzes voor wie wat ziet"),
    "purpose": N_("Waarvoor"),
    "sees": N_("Wat men ziet"),
    "areas": N_("Leefgebieden"),
    "grounds": N_("Redenen in de wet"),
    "frames": N_("Bij welke maatregel"),
    "law": N_("Waar het staat in de wet"),
    "months": N_("Voor hoeveel maanden"),
    "reserved_acts": N_("Wat de wet aan sommige petten overlaat"),
    "action_lines": N_("Actielijnen"),
    "undecided": N_("Nog niet besloten"),
    "cycle_days": N_("Lengte van een leerronde, in dagen"),
    "minimum_group": N_("Kleinste groep die we tonen"),
    "correction_days": N_("Dagen om een verslag te verbeteren"),
    "max_people": N_("Meeste mensen aan tafel"),
    "keep_case_months": N_("Een gezin, na het laatste overleg, in maanden"),
    "keep_note_months": N_("Een reflectie zonder namen, in maanden"),
    "nl": N_("Nederlands"),
    "en": N_("Engels"),
}
#: Settings whose values are codes that stand in `labels`.
CODES: dict[str, labels.Labels] = {"grounds": labels.LEGAL_BASES, "frames": labels.FRAMES}
#: How much somebody sees.
SEES = {
    Sees.EVERYTHING.value: N_("Alles op tafel"),
    Sees.OWN_PART.value: N_("Eigen deel"),
    Sees.CHOSEN.value: N_("Eigen deel, en gekozen onderdelen"),
}
#: Lists whose entries have names of their own.
NAMED = (
    "phases",
    "sections",
    "parts",
    "meetings",
    "prompts",
    "hats",
    "life_areas",
    "reserved_acts",
    "access",
    "action_lines",
)


def place(setting: str, *profiles: Profile, language: str) -> str:
    """A place of a profile in words: `phases.recovery.label.nl` is "Fases, Herstellen, Naam, Nederlands".

    `profiles` know what the entries are called: the present one, and the one to come.
    """
    steps = setting.split(".")
    said = []
    for before, step in zip(["", *steps], steps, strict=False):
        label = next((known for one in profiles if (known := _label(one, before, step))), None)
        words = TITLES.get(step) if not before else None
        said.append(say(label, language) if label else gettext(words or WORDS.get(step, step)))
    return ", ".join(said)


def value(setting: str, words: str, *profiles: Profile, language: str) -> str:
    """A value in words: yes or no, and what the entries of a list are called."""
    if words in ("True", "False"):
        return gettext("ja") if words == "True" else gettext("nee")
    where = setting.rsplit(".", 1)[-1]
    if where == "sees":
        return gettext(SEES.get(words, words))
    if where in CODES:
        return ", ".join(
            gettext(CODES[where][one].label) if one in CODES[where] else one for one in words.split(", ")
        )
    where = "life_areas" if where == "areas" else where

    def called(key: str) -> str:
        label = next((known for one in profiles if (known := _label(one, where, key))), None)
        return say(label, language) if label else key

    return ", ".join(map(called, words.split(", "))) if where in NAMED or where == "roles" else words


def _label(profile: Profile, where: str, key: str) -> dict[str, str] | None:
    """The name of an entry of one of the lists, or of a role or relation."""
    if where in NAMED:
        return next((one.label for one in getattr(profile, where) if one.key == key), None)
    found: dict[str, dict[str, str]] = getattr(profile, where, {}) if where in ("roles", "relations") else {}
    return found.get(key)


def faults(found: Faults, named: Callable[[str], str] = str) -> str:
    """All that is wrong, each with its place: as a file has it, or as `named` says it."""
    return "; ".join(f"{named(one.place)}: {gettext(one.sentence, **one.values)}" for one in found)


def duration(months: int) -> str:
    """A number of months in words, in whole years where they are."""
    years, rest = divmod(months, 12)
    if rest:
        return ngettext("%(num)s maand", "%(num)s maanden", months)
    return ngettext("een jaar", "%(num)s jaar", years)
