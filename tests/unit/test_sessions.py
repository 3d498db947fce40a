"""The templates of guided sessions."""

from conference.learning.sessions import StepKind, templates


def test_every_template_speaks_both_languages_and_ends_with_an_agreement() -> None:
    assert set(templates()) == {"learning_table", "mirror", "appreciative", "moral"}
    for template in templates().values():
        assert template.steps[-1].kind is StepKind.AGREE
        for words in (template.label, *(step.say for step in template.steps)):
            assert set(words) == {"nl", "en"}
            assert all(words.values())


def test_what_is_written_in_silence_is_revealed_in_the_next_step() -> None:
    for template in templates().values():
        kinds = [step.kind for step in template.steps]
        assert StepKind.SILENCE in kinds
        for at, kind in enumerate(kinds):
            assert (kind is StepKind.SILENCE) == (kinds[at + 1 : at + 2] == [StepKind.REVEAL])
