"""Paper: a tagged PDF (PDF/UA-1) of a page. Fetches nothing but our own font from our own disk.

WeasyPrint needs Pango on the machine; without it everything else works and `make` says so.
"""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.errors.report import PdfMissing

log = logging.getLogger(__name__)
VARIANT = "pdf/ua-1"
#: How a page for paper names our fonts; nothing else is ever fetched.
FONT_SCHEME = "font:"


def make(html: str, fonts: Mapping[str, Path]) -> bytes:
    """The PDF of a whole page. `fonts` are the files behind `font:NAME`. Raises PdfMissing without Pango."""
    try:
        from weasyprint import HTML  # only now: it looks for Pango when it is read
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as missing:
        log.warning("no PDF: %s", missing)
        raise PdfMissing from missing

    class Bundled(URLFetcher):  # type: ignore[misc]
        """What else a page names is left out, and the PDF is made without it."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            found = fonts.get(url.removeprefix(FONT_SCHEME)) if url.startswith(FONT_SCHEME) else None
            if found is None:
                raise ValueError("a report fetches nothing")
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": "font/woff2"})

    pdf: bytes = HTML(string=html, url_fetcher=Bundled()).write_pdf(
        pdf_variant=VARIANT,
        presentational_hints=True,  # the numbers of a list, as they were typed
    )
    return pdf
