"""Pages, by visitor: `door` (joining), `table` (participants), `screen`, `office` (professionals).

Each page parses, calls one deed or reader, and renders; nothing is decided here.
"""
