"""What people write becomes safe HTML, and dates become words."""

import re
from datetime import UTC, date, datetime

import bleach
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from conference.core import rendering
from conference.core.rendering import clock, excerpt, full_date, full_moment, plain_line, prose, short_date
from models.errors.validation import TextTooLong


def shown(words: str) -> BeautifulSoup:
    return BeautifulSoup(prose(words, "nl"), "html5lib")


def links(words: str) -> list[str]:
    return [str(a["href"]) for a in shown(words).find_all("a")]


# ---- The battery of attacks (X01-X09)


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg/onload=alert(1)//",
        "<iframe src=https://a.nl></iframe>",
        "<style>*{display:none}</style>",
        "<math><mi xlink:href=javascript:alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><b>x</b></template>",
        "<a href=https://a.nl onclick=alert(1)>x</a>",
        "<!-- weg -->",
        "<b>vet</b>",
    ],
)
def test_x01_html_is_shown_as_it_was_typed(attack: str) -> None:
    page = shown(attack)
    assert page.body is not None
    assert page.body.get_text() == attack
    assert {tag.name for tag in page.body.find_all()} == {"p"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "http://onveilig.example/",
        "//vreemd.example/a",
        "\\\\vreemd.example",
        "https:vreemd.example",
        "https:/vreemd.example",
        "https://bank.example@vreemd.example/",
        "https://vreemd.example\\@bank.example",
        "https://a.example/\"onmouseover='alert(1)",
        "/woord/ots",
        "relatief",
        "#hier",
    ],
)
def test_x02_an_unsafe_link_stays_plain_text(address: str) -> None:
    words = f"[naam]({address})"
    assert links(words) == []
    assert "naam" in shown(words).get_text()


@pytest.mark.parametrize(
    "address",
    [
        "https://voorbeeld.example",
        "https://voorbeeld.example:8443/pad/?a=1&b=2#c",
        "https://voorbeeld.example/een_(twee)",
        "mailto:noor@voorbeeld.example",
        "tel:+31612345678",
    ],
)
def test_a_safe_link_can_be_followed_and_gives_nothing_away(address: str) -> None:
    (link,) = shown(f"[naam]({address})").find_all("a")
    assert link["href"] == address
    assert link["rel"] == ["noopener", "noreferrer", "nofollow"]
    assert link.get_text() == "naam"


def test_a_bare_address_between_angle_brackets_is_its_own_name() -> None:
    assert links("<https://voorbeeld.example/_a_>") == ["https://voorbeeld.example/_a_"]
    assert links("<javascript:alert(1)>") == []


@pytest.mark.parametrize(
    "words",
    ["![foto](https://vreemd.example/p.png)", "![foto][1]\n\n[1]: https://vreemd.example/p.png", "![foto]"],
)
def test_x03_a_picture_is_never_fetched(words: str) -> None:
    page = shown(words)
    assert page.find("img") is None
    assert links(words) == []
    assert "![foto]" in page.get_text()


def test_x05_a_name_with_markup_is_escaped() -> None:
    assert plain_line('"><img src=x onerror=alert(1)>') == "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.parametrize("piece", ["[", "*a_", "<", ">"])
def test_x09_the_length_comes_first(piece: str) -> None:
    with pytest.raises(TextTooLong) as refused:
        prose(piece * 50_000, "nl")
    assert refused.value.values == {"limit": 20_000}
    with pytest.raises(TextTooLong):
        plain_line(piece * 50_000)
    with pytest.raises(TextTooLong):
        excerpt(piece * 50_000, 20)


@pytest.mark.parametrize(
    "piece", ["[", "[]", "[x](", "![", "*a_", "> ", "`a", "~~a", "<https://", "\\", "|", "- "]
)
def test_x09_the_longest_allowed_row_of_marks_is_answered(piece: str) -> None:
    page = shown((piece * 20_000)[:19_990] + "\n\neinde")
    assert "einde" in page.get_text()
    assert {tag.name for tag in page.find_all(True)} <= ALLOWED


def test_nesting_deeper_than_any_person_writes_is_shown_plainly() -> None:
    words = "\n".join("  " * depth + "- <b>" for depth in range(130))
    assert "&lt;b&gt;" in prose(words, "nl")


ALLOWED = rendering.TAGS | {"html", "head", "body"}
MARKS = list("<>&\"'[]()!*_`#|-\n:\\{}\x00\x02\x03\ue000")
WORDS = (
    "~~ // javascript: https://a.example data: onclick= <script> </p> &#x6a; klzzwxh:0001 OTS woord".split()
)
PIECES = st.sampled_from([*MARKS, *WORDS, "  ", "<a href=", "Veilig Thuis"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_written_only_allowed_tags_and_attributes_come_out(words: str) -> None:
    for tag in BeautifulSoup(prose(words, "nl"), "html5lib").find_all():
        assert tag.name in ALLOWED
        assert set(tag.attrs) <= {"href", "rel", "class", "data-term", "start"}
        if tag.name == "a":
            assert re.match(r"https://a\.example|/woord/[a-z0-9-]+$", str(tag["href"]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_shown(words: str) -> None:
    html = prose(words, "nl")
    assert bleach.clean(html, tags=rendering.TAGS, attributes=rendering._is_kept, strip=True) == html


# ---- Markdown as the table means it


def test_line_breaks_are_kept() -> None:
    assert prose("een\ntwee\n\ndrie", "nl") == "<p>een<br>\ntwee</p>\n<p>drie</p>"


def test_headings_stand_below_those_of_the_page() -> None:
    page = shown("# a\n\n## b\n\n### c\n\n#### d\n\n###### e")
    assert [h.name for h in page.find_all(re.compile("^h[1-6]$"))] == ["h3", "h3", "h4", "h5", "h5"]


def test_a_hashtag_is_not_a_heading_and_a_dashed_line_makes_none() -> None:
    assert prose("#samen\n#1", "nl") == "<p>#samen<br>\n#1</p>"
    assert shown("zin\n---\nzin").find("h3") is None


def test_a_list_may_begin_right_under_a_sentence_and_nest_by_two_spaces() -> None:
    page = shown("Wij doen:\n- bellen\n- lezen\n  - samen\n\ndan\n1. een\n2. twee")
    assert [item.contents[0] for item in page.select("body > ul > li")] == ["bellen", "lezen"]
    assert page.select_one("ul ul li") is not None
    assert len(page.select("ol > li")) == 2


def test_a_year_in_the_middle_of_a_paragraph_is_no_list() -> None:
    assert shown("Dat was in\n2024. Toen niet.").find("ol") is None


def test_indenting_makes_no_code() -> None:
    assert prose("    ingesprongen", "nl") == "<p>ingesprongen</p>"


def test_what_looks_like_a_definition_does_not_vanish() -> None:
    assert "[x]: https://a.example" in shown("[x]: https://a.example\n\n[x]").get_text()


def test_entities_are_shown_as_typed_also_in_code() -> None:
    assert shown("&lt;b&gt; & &amp; `&lt;`").get_text() == "&lt;b&gt; & &amp; &lt;"


def test_emphasis_quotes_and_tables() -> None:
    page = shown("**a** _b_ ~~c~~ `d`\n\n> e\n\nf | g\n--|:-:\nh | i\n\n***")
    for tag in ("strong", "em", "s", "code", "blockquote", "table", "th", "td", "hr"):
        assert page.find(tag) is not None
    assert page.find("td", style=True) is None


# ---- Words of the trade


def test_a_word_of_the_trade_leads_to_its_explanation_once_per_text() -> None:
    html = prose("Een OTS. Die OTS.\n\n- OTS", "nl")
    assert html.count("rd-term") == 1
    assert '<a class="rd-term" data-term="" href="/woord/ots">OTS</a>. Die OTS' in html


def test_the_longest_word_wins_and_only_whole_words_count() -> None:
    assert links("Onze V-GGZ.") == ["/woord/v-ggz"]
    assert links("MDA++-tafel") == ["/woord/mda-plus-plus"]
    assert links("Feitelijk meningsverschil") == []


def test_capitals_count_for_abbreviations_only() -> None:
    assert links("om mee te doen, halt save") == []
    assert links("MEE helpt. WIJKTEAM ook.") == ["/woord/mee", "/woord/wijkteam"]


def test_a_longer_form_leads_to_the_same_explanation() -> None:
    assert links("de ondertoezichtstelling, dus OTS") == ["/woord/ots"]


@pytest.mark.parametrize("words", ["# OTS", "`OTS`", "[OTS](https://a.example)"])
def test_no_hint_inside_headings_code_and_links(words: str) -> None:
    assert "rd-term" not in prose(words, "nl")


def test_hints_find_their_place_between_other_marks() -> None:
    html = prose("a **de OTS** b VT c *wijkteam*, feit", "nl")
    assert BeautifulSoup(html, "html5lib").get_text() == "a de OTS b VT c wijkteam, feit"
    assert html.count("rd-term") == 4


def test_the_same_words_always_give_the_same_html() -> None:
    words = "OTS, MDO, VT, GI en een wijkteam"
    first = prose(words, "nl")
    prose.cache_clear()
    assert prose(words, "nl") == first


# ---- Short forms


def test_a_line_is_one_line() -> None:
    assert plain_line(" **Bel** \n oma\t& <b> ") == "**Bel** oma &amp; &lt;b&gt;"


def test_an_excerpt_has_no_marks_and_ends_between_words() -> None:
    words = "# Kop\n\nWij **beg**innen met een lange zin & meer.\n- punt"
    assert excerpt(words, 200) == "Kop Wij beginnen met een lange zin & meer. punt"
    assert excerpt(words, 20) == "Kop Wij beginnen…"
    assert excerpt("Hottentottententen", 6) == "Hotte…"
    assert excerpt("", 6) == ""


# ---- Dates

SUMMER = datetime(2026, 6, 3, 22, 30, tzinfo=UTC)  # half past midnight in the Netherlands, the next day


def test_dates_are_words() -> None:
    assert full_date(date(2026, 6, 3), "nl") == "woensdag 3 juni 2026"
    assert full_date(date(2026, 6, 3), "en") == "Wednesday 3 June 2026"
    assert short_date(date(2026, 6, 3), "nl") == "wo 3 juni"


def test_moments_are_read_on_the_clock_of_the_netherlands() -> None:
    assert full_date(SUMMER, "nl") == "donderdag 4 juni 2026"
    assert clock(SUMMER, "nl") == "00.30"
    assert clock(SUMMER, "en") == "00:30"
    assert full_moment(SUMMER, "nl") == "donderdag 4 juni 2026 om 00.30 uur"
    assert full_moment(SUMMER, "en") == "Thursday 4 June 2026 at 00:30"


def test_a_moment_without_a_time_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock(datetime(2026, 6, 3, 12, 0), "nl")  # noqa: DTZ001 - the mistake itself
