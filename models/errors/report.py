"""Refusals of a report (*verslag*)."""

from models.errors.base import Refused
from models.translation import N_


class ReportFrozen(Refused):
    code = "report_frozen"
    sentence = N_(
        "Dit verslag staat vast. Er kan niets meer bij of af. Bel de voorzitter als er iets niet klopt."
    )
    status = 409


class ReportNotShared(Refused):
    code = "report_not_shared"
    sentence = N_("Dit verslag is nog niet gedeeld. Eerst leest het gezin het.")
    status = 409


class WindowOpen(Refused):
    code = "window_open"
    sentence = N_("Iedereen kan nog iets toevoegen, tot en met %(until)s. Daarna kan het verslag vast.")
    status = 409


class PdfMissing(Refused):
    code = "pdf_missing"
    sentence = N_(
        "Een pdf maken lukt nu niet: er ontbreekt een programma op de server. Print de pagina, dat kan wel."
    )
    status = 503
