"""Proposals on a page: what waits for an answer, and what is never shown unasked."""

from conference.table.wording import use_cases as wording
from tests.cast import Cast
from tests.lines import Lines, parts


def test_a_proposal_about_a_shielded_thing_waits_at_that_thing_and_is_never_shown_unasked(
    cast: Cast, lines: Lines
) -> None:
    made = cast.add_statement(words="CANARIE", by="noor", shared_with="lotte anna", about=[cast.anna.id])
    open_one = cast.add_statement(words="Dit ziet iedereen.", by="noor")
    for key, words in ((made, "CANARIEVOORSTEL"), (open_one, "ANDERE WOORDEN")):
        cast.lotte.do(wording.propose, cast.statement(key).text_id, words, None)
    waiting = parts(lines("noor").first)["proposals"]
    assert "ANDERE WOORDEN" in waiting
    assert "CANARIE" not in waiting
