"""The page of a family: changing the fixed face, the phase, and what is known of somebody."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from conference.region import profile
from models.case import Case
from tests.cast import Cast, in_days
from tests.lines import Lines, applied, parts
from tests.pages import PageClient, Signed

REASON = "Lotte gaat met verlof."


@pytest.fixture
def desk(as_: Signed) -> PageClient:
    """Lotte at her desk."""
    return as_("lotte")


def faces(cast: Cast, **changed: Any) -> dict[str, Any]:
    """The form in which Femke comes for Lotte."""
    given = {"fixed_face": cast.femke.id, "second_face": "", "case_director": cast.lotte.id}
    return {**given, "reason": REASON, "met_on": in_days(3).isoformat(), **changed}


def test_the_fixed_face_changes_on_the_page_and_is_counted(desk: PageClient, cast: Cast) -> None:
    path = f"/gezin/{cast.case_id}"
    page = desk.page(path)
    assert "nog niet gewisseld" in page.text
    assert page.select_one("select[name=fixed_face] option[selected]")["value"] == cast.lotte.id
    answer = desk.send(f"{path}/gezicht", **faces(cast))
    assert answer.headers["Location"] == f"{path}#gezicht"
    page = desk.page(path)
    assert "is 1 keer gewisseld" in page.text
    words = " ".join(page.text.split())
    assert "Femke Jonker werd vast gezicht, in plaats van Lotte de Wit. " in words
    assert f"Waarom: {REASON} Kennismaken: vrijdag 15 mei 2026." in words


def test_a_refused_change_of_face_keeps_what_was_typed(desk: PageClient, cast: Cast) -> None:
    path = f"/gezin/{cast.case_id}"
    desk.page(path)
    answer = desk.send(f"{path}/gezicht", **faces(cast, reason=""))
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html5lib")
    assert page.select_one("select[name=fixed_face] option[selected]")["value"] == cast.femke.id
    assert 'id="e-reason"' in answer.text


@pytest.mark.parametrize("name", ["anna", "sam"])
def test_the_family_is_told_on_its_phone_at_once(lines: Lines, cast: Cast, name: str) -> None:
    phone, desk = lines(name, "people"), lines.as_("lotte")
    assert REASON not in phone.first.text
    desk.page(f"/gezin/{cast.case_id}")
    assert desk.send(f"/gezin/{cast.case_id}/gezicht", **faces(cast)).status_code == 302
    live = parts(applied(phone.first, phone.heard()))
    assert REASON in live["people"]
    assert live == parts(phone.page(phone.home))


def test_others_at_the_table_are_not_told_why(lines: Lines, cast: Cast) -> None:
    phone, desk = lines("rie", "people"), lines.as_("lotte")
    desk.page(f"/gezin/{cast.case_id}")
    assert desk.send(f"/gezin/{cast.case_id}/gezicht", **faces(cast)).status_code == 302
    assert REASON not in phone.page(phone.home).text
    assert REASON not in phone.everything


def test_the_phase_changes_on_the_page(desk: PageClient, cast: Cast) -> None:
    path, phase = f"/gezin/{cast.case_id}", profile.load_file("neutraal").phases[-1]
    page = desk.page(path)
    assert page.select_one(f"select[name=phase] option[value={phase.key}][selected]") is None
    assert desk.send(f"{path}/fase", phase=phase.key).status_code == 302
    page = desk.page(path)
    assert phase.label["nl"] in page.select_one(".rd-phase--now").text
    assert desk.send(f"{path}/fase", phase="feest").status_code == 400


def test_details_of_somebody_are_mended_on_their_page(desk: PageClient, cast: Cast) -> None:
    path = f"/gezin/{cast.case_id}/mensen/{cast.sam.id}"
    page = desk.page(path)
    assert page.select_one("input[name=name]")["value"] == "Sam Bakker"
    assert page.select_one("input[name=number]")["value"] == "3"
    wish = {"name": "Sem Bakker", "age": "12", "voice_via": cast.rie.id, "number": "1"}
    assert desk.send(path, **{**wish, "age": "500"}).status_code == 400
    assert desk.send(path, **wish).status_code == 302
    page = desk.page(f"/gezin/{cast.case_id}")
    assert "stem via Oma" in page.text
    assert page.select_one(".rd-peoplelist b").text == "Sem Bakker"
    assert desk.page(path).select_one("input[name=at_table][checked]") is None


def test_a_mended_name_reaches_the_table_at_once(lines: Lines, cast: Cast) -> None:
    line, desk = lines("chair"), lines.as_("lotte")
    path = f"/gezin/{cast.case_id}/mensen/{cast.sam.id}"
    desk.page(path)
    assert desk.send(path, name="Sem Bakker", age="12").status_code == 302
    live = parts(applied(line.first, line.heard()))
    assert "Sem" in live["people"]
    assert live == parts(line.page(line.home))


def test_who_only_reads_the_case_finds_no_forms(as_: Signed, cast: Cast) -> None:
    """A partner in safety writes down which measure there is, and nothing else; other professionals nothing."""
    noor = as_("noor")
    page = noor.page(f"/gezin/{cast.case_id}")
    assert [one["name"] for one in page.select("select")] == ["frame"]
    assert as_("karim").page(f"/gezin/{cast.case_id}").select_one("select") is None
    assert noor.send(f"/gezin/{cast.case_id}/gezicht", **faces(cast)).status_code == 403
    assert noor.send(f"/gezin/{cast.case_id}/fase", phase="x").status_code == 403
    noor.page(f"/gezin/{cast.case_id}/mensen/{cast.sam.id}", 403)


def test_a_stranger_finds_nothing_of_it(as_: Signed, cast: Cast) -> None:
    bas = as_("bas")
    bas.page("/")
    assert bas.send(f"/gezin/{cast.case_id}/gezicht", **faces(cast)).status_code == 404
    bas.page(f"/gezin/{cast.case_id}/mensen/{cast.sam.id}", 404)
    bas.page(f"/gezin/{cast.script.other_case}/mensen/{cast.sam.id}", 404)
    with cast.house.database.read() as session:
        assert session.get_one(Case, cast.case_id).fixed_face_id == cast.lotte.id
