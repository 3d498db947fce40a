"""The templates of guided sessions."""

from itertools import pairwise

from conference.learning.cycles.templates import StepKind, templates


def test_every_template_speaks_both_languages_and_comes_to_an_agreement() -> None:
    assert set(templates()) == {"learning_table", "mirror", "appreciative", "moral"}
    for template in templates().values():
        assert StepKind.AGREE in {step.kind for step in template.steps}
        for words in (template.label, template.about, *(step.say for step in template.steps)):
            assert set(words) == {"nl", "en"}
            assert all(words.values())


def test_what_is_written_in_silence_is_revealed_in_the_next_step_and_nowhere_else() -> None:
    for template in templates().values():
        kinds = [step.kind for step in template.steps]
        assert StepKind.SILENCE in kinds
        assert kinds[-1] is not StepKind.SILENCE
        for before, after in pairwise(kinds):
            assert (before is StepKind.SILENCE) == (after is StepKind.REVEAL)


def test_sessions_are_as_long_as_they_say_they_are() -> None:
    assert templates()["learning_table"].minutes == 120
    assert templates()["mirror"].minutes == 90
