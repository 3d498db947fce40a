"""The case conference: rules, deeds, words and pages.

Arrows go one way, and `lint-imports` keeps them so: models <- policy <- deeds <- words and fragments <- web.
"""

from conference import subjects as subjects
