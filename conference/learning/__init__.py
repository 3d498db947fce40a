"""The learning layer: what a reflection note has to pass before anybody outside the case may read it."""
