"""Hats belong to persons and are given by who directs; how the family gets help is marked, and everybody sees it."""

from datetime import date

import pytest
from sqlalchemy import select

from conference.access.policy import Permission
from conference.case import access, family, frame, hats
from conference.core.runtime import Runtime
from conference.own_data.view import OwnData
from conference.report import use_cases as reports
from models.case import Case, FrameChange
from models.enums import Sees
from models.errors.base import NotAllowed, NotFound, Refused
from models.errors.hats import HatKeepsEmployer
from models.people import HatChange, Person
from models.reports import Report
from tests.cast import BY_ROLE, Cast, in_days
from tests.decisions.hats import mark, wear
from tests.lines import Lines
from tests.paper import words_of

pytestmark = pytest.mark.both
MAY_NOT_GIVE = sorted(set(BY_ROLE) - {"chair", "case_director"})
MAY_NOT_MARK = sorted(set(BY_ROLE) - {"chair", "case_director", "safety_partner"})


def hat_of(house: Runtime, key: str) -> tuple[str, str, str]:
    with house.database.read() as session:
        person = session.get_one(Person, key)
        return person.hat, person.organisation, person.mandate


def test_a_hat_has_an_employer_and_a_mandate_and_every_change_is_kept(cast: Cast, house: Runtime) -> None:
    cast.lotte.do(hats.give, cast.noor.id, hats.NewHat("veilig_thuis", " Veilig Thuis Maas ", "Onderzoek"))
    assert hat_of(house, cast.noor.id) == ("veilig_thuis", "Veilig Thuis Maas", "Onderzoek")
    cast.lotte.do(hats.give, cast.noor.id, hats.NewHat("veilig_thuis", "Veilig Thuis Maas", "Onderzoek"))
    cast.yusuf.do(hats.give, cast.noor.id, hats.NewHat(""))
    assert hat_of(house, cast.noor.id) == ("", "Veilig Thuis Maas", "")
    with house.database.read() as session:
        kept = session.scalars(select(HatChange).order_by(HatChange.at, HatChange.hat.desc())).all()
        assert [(one.hat, one.mandate, one.by_id) for one in kept] == [
            ("veilig_thuis", "Onderzoek", cast.lotte.id),
            ("", "", cast.yusuf.id),
        ]


@pytest.mark.parametrize(
    ("who", "given", "code", "field"),
    [
        ("noor", ("", "x", "y"), None, None),
        ("noor", ("veilig_thuis", " ", "Onderzoek"), "employer_needed", "employer"),
        ("noor", ("veilig_thuis", "Veilig Thuis", " "), "mandate_needed", "mandate"),
        ("noor", ("hoge_hoed", "Veilig Thuis", "Onderzoek"), "choice_unknown", "hat"),
        ("noor", ("family", "Veilig Thuis", "Onderzoek"), "choice_unknown", "hat"),
        ("noor", ("veilig_thuis", "Veilig Thuis", "x" * 301), "text_too_long", "mandate"),
        ("noor", ("veilig_thuis", "Veilig Thuis", "BSN 111222333"), "bsn", "mandate"),
        ("anna", ("rvdk", "De Raad", "Alles"), "hat_for_professionals", "hat"),
        ("rie", ("rvdk", "De Raad", "Alles"), "hat_for_professionals", "hat"),
        ("nadia", ("rvdk", "De Raad", "Alles"), "hat_for_professionals", "hat"),
        ("samira", ("rvdk", "De Raad", "Alles"), "hat_for_professionals", "hat"),
        ("lotte", ("rvdk", "De Raad", "Alles"), "hat_of_another", "hat"),
        ("lotte", ("gi", "De GI", "Alles"), "hat_of_another", "hat"),
        ("lotte", ("veilig_thuis", "Veilig Thuis", "Alles"), "hat_of_another", "hat"),
        ("lotte", ("local_team", "Wijkteam", "Hulp"), None, None),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(
    cast: Cast, house: Runtime, who: str, given: tuple[str, str, str], code: str | None, field: str | None
) -> None:
    before = hat_of(house, getattr(cast, who).id)
    if code is None:
        cast.lotte.do(hats.give, getattr(cast, who).id, hats.NewHat(*given))
        return
    with pytest.raises(Refused) as refused:
        cast.lotte.do(hats.give, getattr(cast, who).id, hats.NewHat(*given))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert hat_of(house, getattr(cast, who).id) == before


@pytest.mark.parametrize("role", MAY_NOT_GIVE)
def test_nobody_else_gives_hats(cast: Cast, house: Runtime, role: str) -> None:
    player = getattr(cast, BY_ROLE[role])
    with pytest.raises((NotAllowed, NotFound)):
        player.do(hats.give, cast.karim.id, hats.NewHat("rvdk", "De Raad", "Alles"))
    assert hat_of(house, cast.karim.id)[0] == ""


@pytest.mark.parametrize("role", MAY_NOT_MARK)
def test_nobody_else_marks_a_measure(cast: Cast, house: Runtime, role: str) -> None:
    player = getattr(cast, BY_ROLE[role])
    with pytest.raises((NotAllowed, NotFound)):
        player.do(frame.set_frame, frame.NewFrame("supervision_order", "01-05-2026", "Voor Sam."))
    with house.database.read() as session:
        assert session.get_one(Case, cast.case_id).legal_frame == "not_said"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        (("", "", ""), "choice_unknown", "frame"),
        (("not_said", "", ""), "choice_unknown", "frame"),
        (("kerkelijk", "", ""), "choice_unknown", "frame"),
        (("supervision_order", "", "Voor Sam."), "since_needed", "since"),
        (("supervision_order", "01-05-2026", " "), "measure_needed", "words"),
        (("supervision_order", "31-04-2026", "Voor Sam."), "date_invalid", "since"),
        (("supervision_order", "01-05-2027", "Voor Sam."), "date_range", "since"),
        (("supervision_order", "01-05-2026", "x" * 301), "text_too_long", "words"),
    ],
)
def test_a_measure_says_which_and_since_when(
    cast: Cast, house: Runtime, given: tuple[str, str, str], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        cast.lotte.do(frame.set_frame, frame.NewFrame(*given))
    assert (refused.value.code, refused.value.field) == (code, field)
    with house.database.read() as session:
        assert session.get_one(Case, cast.case_id).legal_frame == "not_said"


def test_every_step_is_kept(cast: Cast, house: Runtime) -> None:
    mark(cast, "voluntary", "", "")
    mark(cast, "supervision_order")
    mark(cast, "supervision_order")
    with house.database.read() as session:
        kept = {one.frame: one.since for one in session.scalars(select(FrameChange))}
        assert kept == {"voluntary": None, "supervision_order": date(2026, 5, 1)}
        case = session.get_one(Case, cast.case_id)
        assert (case.legal_frame, case.frame_words) == ("supervision_order", "Voor Sam, door de rechter.")


BANNER = "Met maatregel: ondertoezichtstelling, sinds vrijdag 1 mei 2026"


def plain(words: str) -> str:
    """With single spaces, and none before a comma where markup ends."""
    return " ".join(words.split()).replace(" ,", ",")


def test_the_banner_and_the_hat_stand_everywhere_at_once(cast: Cast, house: Runtime, lines: Lines) -> None:
    screen, phone, laptop = lines("screen"), lines("anna"), lines("karim")
    for line in (screen, phone, laptop):
        line.heard()
    mark(cast, "supervision_order")
    wear(cast, "noor", "veilig_thuis")
    told = "Noor draagt nu de pet: Veilig Thuis, voor Bureau Maas."
    for line in (screen, phone, laptop):
        heard = str(line.heard())
        assert "ondertoezichtstelling" in heard
        page = plain(line.page(line.home).get_text(" "))
        assert BANNER in page
        assert told in page
    assert "Voor Sam, door de rechter." in laptop.page(laptop.home).get_text(" ")
    assert "Voor Sam, door de rechter." not in screen.page(screen.home).get_text(" ")
    assert "Mag beslissen over: Waarover deze pet gaat" in plain(phone.page("/nu/wie").get_text(" "))


def test_who_sees_a_part_reads_nothing_of_a_measure(cast: Cast, house: Runtime, lines: Lines) -> None:
    wish = access.Access(sees=Sees.OWN_PART, until=in_days(30).isoformat(), purpose="Meedenken")
    cast.lotte.do(access.set_access, cast.karim.id, wish)
    line = lines("karim")
    mark(cast, "supervision_order", words="KANARIEMAATREGEL voor Sam.")
    table, family = f"/overleg/{cast.meeting_id}", f"/gezin/{cast.case_id}"
    for path in (table, family, f"{family}/rondom", f"{family}/mijn-gegevens"):
        line.page(path)
    assert "KANARIEMAATREGEL" not in line.everything
    assert "ondertoezichtstelling" not in line.everything
    cast.close()
    with house.database.read() as session:
        report = session.scalars(select(Report.id).where(Report.meeting_id == cast.meeting_id)).one()
    cast.yusuf.do(reports.share, report)
    base = f"/overleg/{cast.meeting_id}/verslag"
    line.page(base)
    assert "ondertoezichtstelling" not in words_of(line.browser.get(f"{base}.pdf").data)
    assert "KANARIEMAATREGEL" not in line.everything + str(line.browser.get(f"{base}.json").data)


def test_report_page_paper_and_data_tell_frame_and_hats(cast: Cast, house: Runtime, lines: Lines) -> None:
    mark(cast, "supervision_order")
    wear(cast, "noor", "veilig_thuis")
    cast.close()
    with house.database.read() as session:
        report = session.scalars(select(Report.id).where(Report.meeting_id == cast.meeting_id)).one()
    cast.yusuf.do(reports.share, report)
    line, base = lines("lotte"), f"/overleg/{cast.meeting_id}/verslag"
    hat = "met de pet: Veilig Thuis (mag beslissen over: Waarover deze pet gaat)"
    for words in (plain(line.page(base).get_text(" ")), words_of(line.browser.get(f"{base}.pdf").data)):
        assert BANNER in words
        assert hat in words
    data = line.browser.get(f"{base}.json").json
    assert data["case"]["frame"] == {
        "frame": "supervision_order",
        "since": "2026-05-01",
        "words": "Voor Sam, door de rechter.",
    }
    assert {one["id"]: one["hat"] for one in data["people"]}[cast.noor.id] == "veilig_thuis"


def test_own_data_tell_who_wore_and_gave_which_hat_and_who_marked(cast: Cast, house: Runtime) -> None:
    wear(cast, "noor", "veilig_thuis")
    mark(cast, "supervision_order")
    told = {}
    for name in ("noor", "lotte", "anna"):
        with house.database.read() as session:
            told[name] = str(OwnData(session, getattr(cast, name).viewer).chapters())
    assert told["noor"].count("Waarover deze pet gaat") == 2  # who she is, and since when
    assert "Noor Visser: Veilig Thuis, Bureau Maas" in told["lotte"]
    assert "ondertoezichtstelling, 2026-05-01" in told["lotte"]
    assert "Waarover deze pet gaat" not in told["anna"]


def test_the_step_to_a_measure_is_marked_on_every_screen(cast: Cast, lines: Lines) -> None:
    """LP-04: what changed since this family last sat together, and what it was."""
    mark(cast, "voluntary", "", "")
    cast.meet_again()
    told = "Dit is nieuw. Eerst was het: vrijwillig."
    everybody = [lines(name) for name in ("screen", "anna", "karim")]
    for line in everybody:
        assert told not in plain(line.page(line.home).get_text(" "))
    mark(cast, "supervision_order")
    for line in everybody:
        assert "Eerst was het" in str(line.heard())
        assert told in plain(line.page(line.home).get_text(" "))
    cast.meet_again()
    everybody = [lines(name) for name in ("screen", "anna", "karim")]
    for line in everybody:
        page = plain(line.page(line.home).get_text(" "))
        assert BANNER in page
        assert "Eerst was het" not in page


def test_an_employer_changes_with_the_hat_and_not_beside_it(cast: Cast, house: Runtime) -> None:
    wear(cast, "noor", "veilig_thuis")
    with pytest.raises(HatKeepsEmployer) as refused:
        cast.lotte.do(
            family.change_person, cast.noor.id, family.Details("Noor Visser", organisation="De Raad")
        )
    assert (refused.value.code, refused.value.field) == ("hat_keeps_employer", "organisation")
    assert hat_of(house, cast.noor.id)[1] == "Bureau Maas"
    same = family.Details("Noor Visser", organisation=" Bureau Maas ", role_words="zit er lang bij")
    cast.lotte.do(family.change_person, cast.noor.id, same)
    wear(cast, "noor", "")
    cast.lotte.do(family.change_person, cast.noor.id, family.Details("Noor Visser", organisation="De Raad"))
    assert hat_of(house, cast.noor.id) == ("", "De Raad", "")


def test_somebody_of_another_family_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        cast.lotte.do(hats.give, cast.bas.id, hats.NewHat("rvdk", "De Raad", "Alles"))


def test_the_rights_stand_in_the_table(cast: Cast, house: Runtime) -> None:
    with house.database.read() as session:
        case = session.get_one(Case, cast.case_id)
        for role, name in BY_ROLE.items():
            player = getattr(cast, name)
            assert player.may(Permission.HAT_GIVE, case) is (role not in MAY_NOT_GIVE), role
            assert player.may(Permission.FRAME_SET, case) is (role not in MAY_NOT_MARK), role
