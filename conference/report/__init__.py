"""The report of a meeting (*verslag*): one content, from which page, PDF, JSON and summary are made.

`content` builds it from the records, `reading` gives one reader's part of it, `fingerprints` seals it,
`words_path` follows somebody's words, `compare` lays two versions side by side, `pdf` makes paper.
The fields are described in `docs/report.md`.
"""
