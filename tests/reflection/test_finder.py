"""The finder over the sentences of `tests/fixtures/finder.yaml`, and inputs of public bug reports (F)."""

import pytest

from benchmarks.finder import prose
from conference.learning.finder.finder import Known, Person, find, replaced
from tests.finding import measure, notes, score_of_sentences, sentences, unseen

FRIENDS = Known(
    people=(Person("van der Berg", "vriend"), Person("de Wit", "vriend"), Person("Ben Jansen", "oom"))
)


def test_everything_in_the_sentences_is_found_and_nothing_else() -> None:
    score = score_of_sentences()
    assert score.faults == []
    assert score.known_missed == []
    assert score.right.total() > 150


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Ze kwam van school en de juf belde de moeder.", []),
        ("Toen zei de Wit dat het goed ging.", ["de Wit"]),
        ("De tas van Van der Berg lag er nog.", ["Van der Berg"]),
        ("Daarna belde Ben weer.", ["Ben"]),
    ],
)
def test_f20_a_tussenvoegsel_is_nobodys_first_name(note: str, shown: list[str]) -> None:
    assert [hit.shown for hit in find(note, FRIENDS)] == shown


@pytest.mark.parametrize("gap", ["\u00a0", "\u202f", "  "])
def test_f27_no_part_of_a_name_is_left_behind_an_odd_space(gap: str) -> None:
    known = Known(people=(Person("Marleen Dekkers", "moeder"),))
    note = f"Toen belde Mevr.{gap}Dekkers weer."
    assert "Dekkers" not in replaced(note, find(note, known))


#: The sentences in which an earlier finder missed or damaged something: what others read, and what is asked about.
TABLE = [
    ("MD was stil, RD liep weg en juf A. huilde", "Moeder was stil, vader liep weg en de juf huilde", []),
    (
        "Papa heet R en mama heet M, de kinderen N en S",
        "Papa heet iemand en mama heet iemand, de kinderen iemand en iemand",
        [],
    ),
    ("Ruben D. werd aangehouden", "Vader werd aangehouden", []),
    ("Sem (7) en Noor (11) waren bij tante I.", "Kind en kind waren bij tante I.", []),
    ("Marl vertelde over haar pols", "Marl vertelde over haar pols", ["Marl"]),
    ("Dekkertje werd gepest", "Iemand werd gepest", []),
    ("Lot huilde, Mees lachte, en Wil bleef", "Lot huilde, iemand lachte, en Wil bleef", ["Lot", "Wil"]),
    ("Beer, de hond van Noor", "Beer, de hond van kind", ["Beer"]),
    ("Kasia, Małgosia en pan Tomek", "Kasia, tante en iemand", ["Kasia"]),
    ("Dokter de Wit en huisarts Smit", "Oma en een huisarts", []),
    ("VV Waterveen", "Een club", []),
    ("één flat in het dorp, vijf hoog", "een huis in de buurt, in een flat", []),
    ("de derde van de vierde tweeduizendvijftien", "een dag", []),
    ("om kwart over drie, zaterdag de 31e", "op een tijdstip, een dag", []),
    ("brand van 12 op 13 juni in de Stentor", "brand van juni in een krant", []),
    (
        "uit Eritrea, spreekt Tigrinya; Poolse en 34 jaar",
        "uit een ander land, spreekt een andere taal; van elders en 30 tot 40 jaar",
        [],
    ),
    ("zus is wethouder; syndroom van Down", "zus is iemand met een opvallend beroep; een diagnose", []),
    ("noortje_2015; semsem", "een naam op internet; kind", []),
    ("rode Volvo, kenteken GX-431-K", "een auto, een kenteken", []),
    ("zijn broer Dirk", "zijn broer", []),
    (
        "Ik sprak met de rechter. Sindsdien gaat het goed.",
        "Ik sprak met de rechter. Sindsdien gaat het goed.",
        [],
    ),
    ("Dhr. D. was laat.", "Iemand was laat.", []),
    ("de Dekkersen", "de familie", []),
    ("Week van de Opvoeding; Veiligheid Voorop", "Week van de Opvoeding; Veiligheid Voorop", []),
    ("Pastoor Van Dijk van de Sint-Jozefkerk", "Een pastoor van een kerk", []),
    ("hij huilde", "hij huilde", []),
    ("Noorse trui", "Noorse trui", []),
    ("Karimde hij?", "Karimde hij?", []),
    ("Karim kwam. Ik sprak de SPV van het dorp.", "Hulpverlener kwam. Ik sprak de SPV van het dorp.", []),
    ("Kind Noors juf belde. Noor (11)'s juf ook.", "Kind kinds juf belde. Kinds juf ook.", []),
    ("mevrouw Dekkers' fiets", "iemands fiets", []),
    ("Voor hem was het nieuw. Voor Noor niet.", "Voor hem was het nieuw. Voor kind niet.", []),
    ("Hij reed met zijn oude blauwe Opel Corsa naar Zwolle.", "Hij reed met zijn auto naar een plaats.", []),
    ("Zij leest de Volkskrant en gaat naar de moskee.", "Zij leest een krant en gaat naar de moskee.", []),
    (
        "De Poolse moeder van Ruben D. Daarna ging het goed.",
        "De buitenlandse moeder van vader. Daarna ging het goed.",
        [],
    ),
]


@pytest.mark.parametrize(("note", "read", "asked"), TABLE)
def test_a_sentence_stays_a_sentence_and_says_what_was_there(note: str, read: str, asked: list[str]) -> None:
    known, _ = notes()
    hits = find(note, known)
    assert replaced(note, hits) == read
    assert [hit.shown for hit in hits if hit.ask] == asked


@pytest.mark.parametrize("name", ["‘t Hart", "van ‘t Hof", "D´Hondt", "Anne–Marie", "Anne‑Marie"])
def test_f07_a_name_is_found_as_a_phone_writes_it(name: str) -> None:
    known = Known(people=(Person(name.replace("‘", "’").replace("–", "-").replace("‑", "-"), "oom"),))
    note = f"Daarna zei meneer {name} dat het goed was."
    assert replaced(note, find(note, known)) == "Daarna zei oom dat het goed was."


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Toen kwam meneer 't Hart.", "meneer 't Hart"),
        ("Toen kwam mevrouw ’t Hart.", "mevrouw ’t Hart"),
        ("Toen kwam juf van 't Hof.", "juf van 't Hof"),
        ("Toen kwam meneer bin Said.", "meneer bin Said"),
        ("Gesprek met MOHAMMED EL AMRANI gevoerd", "MOHAMMED EL AMRANI"),
        ("Toen kwam JAN JANSEN langs.", "JAN JANSEN"),
        ("Toen kwam de heer SANTINO langs.", "de heer SANTINO"),
        ("Toen kwam SOPHY SANTINO langs.", "SOPHY SANTINO"),
    ],
)
def test_f23_f24_an_unknown_name_is_one_hit_with_its_title(note: str, shown: str) -> None:
    assert [hit.shown for hit in find(note, Known())] == [shown]


@pytest.mark.parametrize(
    "written", ["Annasophie", "Anna Sophie", "Jeanluc", "ingevandam", "noordekkers", "NOORDEKKERS"]
)
def test_f25_a_name_is_found_joined_and_apart(written: str) -> None:
    known, _ = notes()
    note = f"Toen lachte {written} weer."
    assert written not in replaced(note, find(note, known))


@pytest.mark.parametrize(
    ("name", "role", "note"),
    [
        ("Hilde Brouwer", "hulp", "hij huilde"),
        ("Noor", "kind", "Noorse trui"),
        ("Karim", "oom", "Karimde hij?"),
    ],
)
def test_f37_an_ordinary_word_one_letter_from_a_name_is_no_hit(name: str, role: str, note: str) -> None:
    assert find(note, Known(people=(Person(name, role),))) == []


def test_every_known_name_is_found_in_every_writing_seen_and_unseen() -> None:
    known, every = notes()
    total = measure(every, known)
    assert len(every) + len(sentences()[1]) >= 600
    assert total.missed["known"] == 0
    assert total.found["known"] > 110


def test_what_the_case_does_not_know_is_found_also_in_notes_nobody_looked_at() -> None:
    known, every = notes()
    for part in (True, False):
        total = measure([one for one in every if unseen(one) is part], known)
        rest = (total.found | total.missed).keys() - {"known", "person"}
        assert total.recall("person") >= 0.96, total.faults
        assert total.recall(*rest) >= 0.95, total.faults


def test_no_ordinary_word_is_replaced_and_few_are_asked_about() -> None:
    known, every = notes()
    total = measure([*every, *prose()], known)
    # Examples on a page, and a word of the program.
    named, address = {"Noor", "Sem", "based", "on"}, "naam@werk.nl"
    wrongly = [one for one in total.replaced if one.split()[0] not in named and address not in one]
    assert wrongly == []
    assert total.words > 17_000
    assert 1000 * len(total.asked) / total.words <= 10
