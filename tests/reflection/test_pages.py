"""A reflection on the page: who writes, what others would read, and that a name does not slip through."""

import pytest
from sqlalchemy import select

from models.learning import LearningNote
from models.reflections import Reflection
from tests.cast import Cast
from tests.lines import Lines
from tests.pages import PageClient, proofs_in

WORDS = "Anna kwam op 12 mei met Sam naar Waterveen en vertelde het zelf."


def side(cast: Cast, name: str) -> str:
    """Where somebody writes: on a phone, or at the desk."""
    return (
        "/nu/reflectie"
        if name in ("anna", "sam", "rie", "nadia", "amir")
        else f"/gezin/{cast.case_id}/reflectie"
    )


def written(browser: PageClient, path: str, words: str = WORDS, layer: str = "learning", **more: str) -> str:
    """Write one; the answer tells where the browser goes next."""
    browser.get(path)
    answer = browser.send(path, words=words, layer=layer, **more)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def kept(cast: Cast) -> tuple[list[Reflection], list[LearningNote]]:
    with cast.house.database.read() as session:
        return list(session.scalars(select(Reflection))), list(session.scalars(select(LearningNote)))


@pytest.mark.parametrize("name", ["anna", "noor", "samira", "amir", "yusuf"])
def test_everybody_writes_in_one_form(lines: Lines, cast: Cast, name: str) -> None:
    browser, path = lines.as_(name), side(cast, name)
    written(browser, path, "Ik mocht eerst praten.", "private", kind="works", better_off="yes")
    assert "Ik mocht eerst praten." in browser.get(path).text
    for other in ("sam", "karim", "lotte"):
        assert "Ik mocht eerst praten." not in lines.as_(other).get(side(cast, other)).text


@pytest.mark.parametrize("name", ["anna", "noor"])
def test_what_others_read_is_shown_first_and_holds_no_name(lines: Lines, cast: Cast, name: str) -> None:
    browser = lines.as_(name)
    share = written(browser, side(cast, name))
    page = browser.page(share)
    area = page.find("textarea", attrs={"name": "words"})
    assert area is not None
    shown = area.get_text()
    for secret in ("Anna", "Sam", "12 mei", "Waterveen"):
        assert secret not in shown
        assert secret in page.get_text()
    assert kept(cast)[1] == []
    browser.send(share, words=shown)
    (note,) = kept(cast)[1]
    assert note.words.split() == shown.split()


def test_a_name_that_the_author_leaves_in_has_to_be_confirmed(lines: Lines, cast: Cast) -> None:
    browser = lines.as_("noor")
    share = written(browser, side(cast, "noor"))
    browser.get(share)
    refused = browser.send(share, words="Anna vertelde het zelf.")
    assert refused.status_code == 400
    assert "Anna vertelde het zelf." in refused.text
    assert kept(cast)[1] == []
    browser.send(share, words="Anna vertelde het zelf.", confirmed="yes")
    browser.send(share, words="Anna vertelde het zelf. Oma Rie ook.", confirmed=proofs_in(refused.text))
    assert kept(cast)[1] == []
    browser.send(share, words="Anna vertelde het zelf.", confirmed=proofs_in(refused.text))
    assert [note.words for note in kept(cast)[1]] == ["Anna vertelde het zelf."]


def test_a_bsn_never_leaves_and_nothing_typed_is_lost(lines: Lines, cast: Cast) -> None:
    browser = lines.as_("noor")
    share = written(browser, side(cast, "noor"))
    browser.get(share)
    refused = browser.send(share, words="Het nummer is 111222333.", confirmed="yes")
    assert refused.status_code == 400
    assert "Het nummer is 111222333." in refused.text
    assert kept(cast)[1] == []


def test_an_empty_note_is_refused_with_what_was_filled_in(lines: Lines, cast: Cast) -> None:
    browser, path = lines.as_("anna"), side(cast, "anna")
    browser.get(path)
    refused = browser.send(path, words=" ", friction="Te snel.", layer="private")
    assert refused.status_code == 400
    assert "Te snel." in refused.text
    assert kept(cast) == ([], [])


def test_somebody_elses_note_does_not_exist(lines: Lines, cast: Cast) -> None:
    share = written(lines.as_("noor"), side(cast, "noor"))
    key = share.split("/")[-2]
    for name in ("karim", "anna", "yusuf"):
        browser = lines.as_(name)
        browser.get(side(cast, name))
        assert "Waterveen" not in browser.get(f"{side(cast, name)}/{key}/delen", follow_redirects=True).text
        assert browser.send(f"{side(cast, name)}/{key}/delen", words="Nee").status_code == 404
        assert browser.send(f"{side(cast, name)}/{key}/terug").status_code == 404
    bas = lines.as_("bas")
    assert bas.get(f"/gezin/{cast.case_id}/reflectie").status_code == 404
    assert kept(cast)[1] == []
