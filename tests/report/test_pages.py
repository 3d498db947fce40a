"""The report as people get it: page, PDF, data and summary say the same, each to its reader."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup

from conference import cli
from conference.records import texts
from conference.report import seal as fingerprints
from conference.report import use_cases as reports
from models.reports import Report
from models.texts import Text
from tests.cast import PEOPLE, Cast, Clock
from tests.furnished import AGREEMENT, DISSENT, FACT, HANDLED, REPLY, SECRET_ACTION, SECRET_FACT, furnish
from tests.pages import PageClient, Signed
from tests.paper import figures_of, pages_of, root_of, sheets_of, words_of

CORRECTION = "Ik heb ook gezegd dat ik werk zoek."


@pytest.fixture
def browsers(cast: Cast, as_: Signed) -> dict[str, PageClient]:
    """Browsers that were at the table when it closed."""
    made = {name: as_(name) for name in ("anna", "sam", "rie", "nadia", "yusuf", "noor", "lotte", "karim")}
    furnish(cast)
    cast.close()
    return made


def home(cast: Cast, name: str) -> str:
    """Where somebody finds the report."""
    return f"/overleg/{cast.meeting_id}/verslag" if PEOPLE[name][3] else "/nu/verslag"


def report_id(cast: Cast) -> str:
    """The report of the meeting of the cast."""
    with cast.house.database.read() as session:
        return session.query(Report.id).filter_by(meeting_id=cast.meeting_id).one()[0]


def test_fact_answer_and_dissent_stand_in_page_pdf_and_data(
    cast: Cast, browsers: dict[str, PageClient]
) -> None:
    cast.yusuf.do(reports.share, report_id(cast))
    for name in ("anna", "karim"):
        browser, path = browsers[name], home(cast, name)
        page = " ".join(browser.page(path).get_text(" ").split())
        paper = browser.get(f"{path}.pdf")
        assert paper.data.startswith(b"%PDF")
        printed = words_of(paper.data)
        data = json.loads(browser.get(f"{path}.json").text)
        written = json.dumps(data, ensure_ascii=False)
        for words in (FACT, REPLY, DISSENT, AGREEMENT, HANDLED):
            assert words in page
            assert words in printed
            assert words in written
        for shown in (page, printed, written):
            assert "CANARIE" not in shown
        assert data["fingerprint"][:16] in page
        assert data["fingerprint"][:16] in printed


def test_who_does_not_agree_reads_what_to_do_also_when_the_table_wrote_nothing_about_it(
    cast: Cast, browsers: dict[str, PageClient]
) -> None:
    page = " ".join(browsers["anna"].page("/nu/verslag").get_text(" ").split())
    assert "Niet eens met dit besluit? Zeg het tegen de voorzitter" in page
    assert "Niet eens met dit besluit? Zeg het tegen de voorzitter" in words_of(
        browsers["anna"].get("/nu/verslag.pdf").data
    )


def test_the_paper_is_tagged_and_names_its_language(cast: Cast, browsers: dict[str, PageClient]) -> None:
    paper = browsers["anna"].get("/nu/verslag.pdf")
    assert paper.headers["Cache-Control"] == "no-store"
    assert paper.headers["Content-Disposition"] == 'attachment; filename="verslag.pdf"'
    root = root_of(paper.data)
    assert root["/Lang"] == "nl"
    assert "/StructTreeRoot" in root
    assert "/Outlines" in root


def test_the_map_is_the_same_picture_as_on_the_table(cast: Cast, as_: Signed) -> None:
    furnish(cast)
    drawn = {}
    for name in ("karim", "lotte"):  # Lotte is inside the shields, Karim is not
        browser = as_(name)
        part = next(part for part in cast.meeting.parts if part.key == "understand")
        drawn[name] = _picture(browser.page(f"/overleg/{cast.meeting_id}?deel={part.id}"))
    cast.close()
    cast.yusuf.do(reports.share, report_id(cast))
    for name in drawn:
        browser, path = as_(name), home(cast, name)
        assert _picture(browser.page(path)) == drawn["karim"]  # the table's, for both
        alternative = figures_of(browser.get(f"{path}.pdf").data)
        assert len(alternative) == 1
        assert "In de lijst staat precies hetzelfde." in alternative[0]
    assert len(drawn["karim"]) == 3  # two boxes and an arrow
    assert len(drawn["lotte"]) == 5  # one more of each
    assert "CANARIE" not in " ".join(drawn["karim"].values())


def _picture(page: BeautifulSoup) -> dict[str, str]:
    """Every box and arrow of the map on a page."""
    found = page.select("svg.rd-map__svg [id^=node-], svg.rd-map__svg [id^=arrow-]")
    return {str(one["id"]): str(one) for one in found}


def test_what_a_section_belongs_to_is_told_in_its_place(cast: Cast, as_: Signed) -> None:
    anna = as_("anna")
    cast.noor.do(texts.rewrite, cast.text_id("purpose"), "HETDOELVANVANDAAG", 0)
    cast.noor.do(texts.rewrite, cast.text_id("plan_signals"), "HETSIGNAAL", 0)
    cast.close()
    page = anna.page("/nu/verslag")
    for chapter, words in (("kort", "HETDOELVANVANDAAG"), ("doelen", "HETSIGNAAL")):
        found = [one for one in page.select("section") if words in one.get_text()]
        assert [one["aria-labelledby"] for one in found] == [chapter]


def test_a_decision_is_told_with_its_question_where_the_report_is_short(
    browsers: dict[str, PageClient],
) -> None:
    short = browsers["anna"].page("/nu/verslag").find("section", attrs={"aria-labelledby": "kort"})
    assert short is not None
    assert "Waar slaapt Sam? Sam slaapt door de week bij oma." in " ".join(short.get_text(" ").split())


def test_the_agreements_fit_on_one_sheet(cast: Cast, browsers: dict[str, PageClient]) -> None:
    paper = browsers["anna"].get("/nu/afspraken.pdf").data
    assert pages_of(paper) == 1
    assert AGREEMENT in words_of(paper)
    assert "Waar slaapt Sam? Sam slaapt door de week bij oma." in words_of(paper)
    assert SECRET_ACTION not in words_of(paper)


@time_machine.travel(
    "2026-05-12T12:00:00Z", tick=False
)  # a font in a PDF carries the second in which it was made
def test_two_secrets_give_the_others_the_same_paper(cast: Cast, browsers: dict[str, PageClient]) -> None:
    first = {path: browsers["anna"].get(f"/nu/{path}").data for path in ("verslag.pdf", "verslag.json")}
    with cast.house.database.work() as work:
        report = work.load(Report, report_id(cast))
        report.content = json.loads(json.dumps(report.content).replace(SECRET_FACT, "IETS HEEL ANDERS"))
    for path, before in first.items():
        assert browsers["anna"].get(f"/nu/{path}").data == before, path


def test_what_is_kept_apart_stands_in_no_form_of_the_report_and_in_the_annex_of_its_circle(
    cast: Cast, browsers: dict[str, PageClient]
) -> None:
    """T14: the report of who is inside can be forwarded; the annex is marked on every sheet and in its name."""
    path, lotte = home(cast, "lotte"), browsers["lotte"]
    agreements = f"/overleg/{cast.meeting_id}/afspraken.pdf"
    told = [lotte.get(path).text, lotte.get(f"{path}.json").text]
    told += [words_of(lotte.get(one).data) for one in (f"{path}.pdf", agreements)]
    for one in told:
        assert SECRET_FACT not in one
        assert SECRET_ACTION not in one
        assert "bijlage" not in one.casefold()  # nor that there is one
    annex = f"/overleg/{cast.meeting_id}/bijlage"
    page = lotte.page(annex).get_text(" ")
    assert SECRET_FACT in page
    assert "Alleen voor Lotte en Noor" in " ".join(page.split())
    paper = lotte.get(f"{annex}.pdf")
    assert paper.headers["Content-Disposition"] == (
        'attachment; filename="bijlage-niet-doorsturen-alleen-voor-lotte-de-wit.pdf"'
    )
    for sheet in sheets_of(paper.data):
        assert "alleen voor Lotte en Noor" in sheet
        assert "Gemaakt voor Lotte de Wit" in sheet
    assert SECRET_ACTION in words_of(paper.data)


def test_for_the_others_there_is_no_annex(cast: Cast, browsers: dict[str, PageClient]) -> None:
    cast.yusuf.do(reports.share, report_id(cast))
    for page in ("bijlage", "bijlage.pdf"):
        for name in ("karim", "yusuf"):
            assert browsers[name].get(f"/overleg/{cast.meeting_id}/{page}").status_code == 404
        assert browsers["anna"].get(f"/overleg/{cast.meeting_id}/{page}").status_code == 302


def test_the_others_wait_until_the_family_has_read(cast: Cast, browsers: dict[str, PageClient]) -> None:
    for name in ("karim", "noor", "rie"):
        path = home(cast, name)
        assert "Het gezin leest het verslag eerst" in browsers[name].get(path).text
        assert FACT not in browsers[name].get(path).text
        assert browsers[name].get(f"{path}.pdf").status_code == 404
        assert browsers[name].get(f"{path}.json").status_code == 404
    browsers["anna"].get("/nu/verslag")
    browsers["anna"].send("/nu/verslag/share", report=report_id(cast))
    for name in ("karim", "noor", "rie"):
        assert FACT in browsers[name].get(home(cast, name)).text


def test_a_correction_is_written_with_the_seat_of_the_meeting(
    cast: Cast, browsers: dict[str, PageClient], clock: Clock
) -> None:
    cast.yusuf.do(reports.share, report_id(cast))
    clock.move(days=1)
    anna = browsers["anna"]
    anna.get("/nu/verslag")
    sent = anna.send("/nu/verslag/correct", report=report_id(cast), item="", words=CORRECTION)
    assert sent.status_code == 303
    for name in ("anna", "karim"):
        assert CORRECTION in browsers[name].get(home(cast, name)).text
    assert anna.get("/nu").headers["Location"] == "/nu/verslag"


def test_what_was_typed_stays_when_it_is_refused(cast: Cast, browsers: dict[str, PageClient]) -> None:
    anna = browsers["anna"]
    anna.get("/nu/verslag")
    sent = anna.send("/nu/verslag/correct", report=report_id(cast), item="", words="Mijn nummer 111222333")
    assert sent.status_code == 400
    assert "Mijn nummer 111222333" in sent.text
    assert 'role="alert"' in sent.text


def test_a_fixed_report_refuses_on_every_way_in(
    cast: Cast, browsers: dict[str, PageClient], clock: Clock
) -> None:
    key = report_id(cast)
    cast.yusuf.do(reports.share, key)
    anna = browsers["anna"]
    anna.get("/nu/verslag")
    clock.move(days=2)
    late = anna.send("/nu/verslag/correct", report=key, item="", words=CORRECTION)
    assert late.status_code == 409
    assert "Dit verslag staat vast" in late.text
    page = anna.get("/nu/verslag").text
    assert "Vastgelegd" in page
    assert 'action="/nu/verslag/correct"' not in page
    chair = browsers["yusuf"]
    chair.get(home(cast, "yusuf"))
    answer = chair.wish("report:correct", report=key, item="", words=CORRECTION, meeting=cast.meeting_id)
    assert answer.get_json()["code"] == "report_frozen"


def test_nobody_takes_back_the_words_of_another(cast: Cast, browsers: dict[str, PageClient]) -> None:
    key = report_id(cast)
    cast.yusuf.do(reports.share, key)
    made = cast.anna.do(reports.correct, key, "", CORRECTION).id
    for name in ("sam", "rie", "nadia", "yusuf", "noor", "lotte", "karim"):
        browser = browsers[name]
        browser.get(home(cast, name))
        fields: dict[str, Any] = {"meeting": cast.meeting_id} if PEOPLE[name][3] else {}
        answer = browser.wish("report:withdraw", correction=made, **fields).get_json()
        assert answer["code"] == "not_allowed", name
    assert CORRECTION in browsers["karim"].get(home(cast, "karim")).text


def test_a_seat_left_or_lost_reads_nothing(cast: Cast, browsers: dict[str, PageClient], clock: Clock) -> None:
    browsers["anna"].get("/nu/verslag")
    browsers["anna"].send("/mee/weg")
    assert browsers["anna"].get("/nu/verslag").status_code == 302
    clock.move(days=14)
    gone = browsers["sam"].get("/nu/verslag", follow_redirects=True)
    assert FACT not in gone.text
    assert gone.request.path == "/mee/klaar"


def test_nobody_else_reads_it(cast: Cast, browsers: dict[str, PageClient], as_: Signed) -> None:
    cast.yusuf.do(reports.share, report_id(cast))
    assert as_("bas").get(home(cast, "yusuf")).status_code == 404
    assert as_("nobody").get("/nu/verslag", follow_redirects=True).request.path == "/mee/klaar"
    assert as_("nobody").get(home(cast, "yusuf")).status_code == 302


def test_before_the_end_there_is_no_report(cast: Cast, as_: Signed) -> None:
    assert as_("anna").get("/nu/verslag").headers["Location"] == "/nu"
    assert as_("yusuf").get(home(cast, "yusuf")).status_code == 404


# --- what became of my words


def test_somebody_follows_their_own_words(cast: Cast, as_: Signed) -> None:
    furnish(cast)
    page = as_("anna").page("/nu/mijn-woorden").get_text(" ")
    for words in (FACT, REPLY, "Ruzie over geld", AGREEMENT, "Wij willen rust in huis."):
        assert words in page
    assert "CANARIE" not in page


def test_the_chair_sees_no_more_of_it_than_the_person(cast: Cast, as_: Signed) -> None:
    furnish(cast)
    path = f"/overleg/{cast.meeting_id}/mijn-woorden?persoon={cast.anna.id}"
    page = as_("yusuf").get(path).text
    assert REPLY in page
    assert "CANARIE" not in page
    assert as_("noor").get(path).status_code == 404
    assert as_("sam").get(f"/nu/mijn-woorden?persoon={cast.anna.id}").status_code == 404


# --- two meetings side by side


def test_the_analysis_of_a_meeting_is_compared_with_now(cast: Cast, browsers: dict[str, PageClient]) -> None:
    cast.yusuf.do(reports.share, report_id(cast))
    with cast.house.database.work() as work:
        for text in work.session.query(Text):
            text.words = text.words.replace(FACT, FACT.replace("maart", "april"))
    path = f"/gezin/{cast.case_id}/vergelijk"
    page = browsers["karim"].page(f"{path}?van={cast.meeting_id}&naar=")
    assert [tag.get_text(strip=True) for tag in page.find_all("del")] == ["maart"]
    assert [tag.get_text(strip=True) for tag in page.find_all("ins")] == ["april"]
    assert "CANARIE" not in page.get_text()
    assert browsers["karim"].get(f"{path}?van={cast.script.other_meeting}").status_code == 404


# --- the seal


def test_the_command_line_checks_an_export(
    cast: Cast, browsers: dict[str, PageClient], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = tmp_path / "verslag.json"
    exported.write_bytes(browsers["anna"].get("/nu/verslag.json").data)
    assert fingerprints.is_whole(json.loads(exported.read_text()))
    assert cli.main(["report", "check", str(exported)]) == 0
    exported.write_text(exported.read_text().replace(FACT, "Er was niets."))
    assert cli.main(["report", "check", str(exported)]) == 1
    assert "changed" in capsys.readouterr().err
