"""Statements and the answers to them."""
