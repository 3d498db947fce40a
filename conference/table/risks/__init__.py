"""The three biggest risks (*Top 3*)."""
