"""The report of a meeting."""
