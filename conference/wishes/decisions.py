"""Decisions by consent."""
