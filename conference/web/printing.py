"""Pages on paper: the print style, our font, and a PDF as an answer."""

from pathlib import Path

from flask import Response, current_app

from conference.core import pdf


def answer(html: str, name: str) -> Response:
    """The PDF of a page for paper, to keep. Raises PdfMissing."""
    return download(pdf.make(html, _fonts()), "application/pdf", name)


def download(body: bytes, kind: str, name: str) -> Response:
    """Something to keep."""
    response = Response(body, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def style() -> str:
    """What a page for paper looks like."""
    return (Path(str(current_app.root_path)).parent / "templates/report/print.css").read_text("utf-8")


def _fonts() -> dict[str, Path]:
    """The font of the pages, from the bundle."""
    bundled = Path(str(current_app.static_folder))
    return {
        path.name.split("-")[0]: path for path in sorted(bundled.glob("atkinson*latin-wght-normal*.woff2"))
    }
